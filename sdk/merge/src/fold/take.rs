//! What takes the parts of a value.

use super::scalar::Scalar;
use crate::error::FoldError;

/// Takes one value.
///
/// [`Receiver`](super::receive::Receiver) takes values by a schema that is known when it is asked; what is in
/// [`kinds`](super::kinds) takes those of a kind that is known when it is compiled.
pub(super) trait Take: Sized {
    /// What takes the elements of a list.
    type List: TakeList;
    /// What takes the values of an object.
    type Object: TakeObject;

    /// Null is the identity, except in a pair.
    fn null(self) -> Result<(), FoldError>;

    /// A value that holds no others.
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError>;

    /// A list.
    fn list(self) -> Result<Self::List, FoldError>;

    /// An object.
    fn object(self) -> Result<Self::Object, FoldError>;
}

/// Takes the elements of a list.
pub(super) trait TakeList {
    /// What takes an element.
    type Element<'a>: Take
    where
        Self: 'a;

    /// What takes the next element.
    fn element(&mut self) -> Result<Self::Element<'_>, FoldError>;

    /// The list ends.
    fn end(self) -> Result<(), FoldError>;
}

/// Takes the values of an object.
pub(super) trait TakeObject {
    /// What takes a value.
    type Value<'a>: Take
    where
        Self: 'a;

    /// What takes the value of a key.
    fn value<'a>(&'a mut self, key: &'a str) -> Result<Self::Value<'a>, FoldError>;

    /// The object ends.
    fn end(self);
}

/// What takes a list or an object where there is none.
#[derive(Debug)]
pub(super) enum Never {}

impl Take for Never {
    type List = Never;
    type Object = Never;

    fn null(self) -> Result<(), FoldError> {
        match self {}
    }

    fn scalar(self, _: Scalar<'_>) -> Result<(), FoldError> {
        match self {}
    }

    fn list(self) -> Result<Never, FoldError> {
        match self {}
    }

    fn object(self) -> Result<Never, FoldError> {
        match self {}
    }
}

impl TakeList for Never {
    type Element<'a> = Never;

    fn element(&mut self) -> Result<Never, FoldError> {
        match *self {}
    }

    fn end(self) -> Result<(), FoldError> {
        match self {}
    }
}

impl TakeObject for Never {
    type Value<'a> = Never;

    fn value<'a>(&'a mut self, _: &'a str) -> Result<Never, FoldError> {
        match *self {}
    }

    fn end(self) {
        match self {}
    }
}
