//! Values of a kind that is known when the code is compiled: no schema is asked what takes the next part.
//!
//! What takes a value is made of a sink that adds, or of [`Check`], which adds nothing: then little is left of the code
//! but a look at each float. A misfit has no message here. Who meets one lets the receiver say what is wrong.

use std::marker::PhantomData;

use super::scalar::Scalar;
use super::take::{Never, Take, TakeList, TakeObject};
use crate::error::FoldError;
use crate::kind::{CountsState, KeysOf, NumbersOf};
use crate::number::Number;

/// A sink that adds nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check;

/// Where numbers go.
pub(super) trait NumberSink {
    fn number(&mut self, number: Number, count: u64);
}

/// Where keys go.
pub(super) trait KeySink {
    fn key(&mut self, key: &str, count: u64);
}

impl NumberSink for Check {
    #[inline]
    fn number(&mut self, _: Number, _: u64) {}
}

impl KeySink for Check {
    #[inline]
    fn key(&mut self, _: &str, _: u64) {}
}

impl NumberSink for NumbersOf<'_> {
    #[inline]
    fn number(&mut self, number: Number, count: u64) {
        self.add(number, count);
    }
}

/// Into `counts`.
#[derive(Debug)]
pub(super) struct ToCounts<'a> {
    pub(super) counts: &'a mut CountsState,
    /// That of the document's fold.
    pub(super) stamp: u64,
}

impl KeySink for ToCounts<'_> {
    #[inline]
    fn key(&mut self, key: &str, count: u64) {
        self.counts.add(key, count, self.stamp);
    }
}

impl KeySink for KeysOf<'_> {
    #[inline]
    fn key(&mut self, key: &str, count: u64) {
        self.add(key, count);
    }
}

impl<S: NumberSink> NumberSink for &mut S {
    #[inline]
    fn number(&mut self, number: Number, count: u64) {
        S::number(self, number, count);
    }
}

#[cold]
fn misfit() -> FoldError {
    FoldError::new("a value that is not what its kind takes", "")
}

/// One number, as `R` reads it.
#[derive(Debug)]
pub(super) struct One<S, R> {
    sink: S,
    reading: PhantomData<R>,
}

/// A number alone is one: of the form `Number`.
#[derive(Debug)]
pub(super) enum Plain {}

/// Whether something is so is a number too: of the form `Amount`.
#[derive(Debug)]
pub(super) enum OrBoolean {}

/// What is read as a number.
pub(super) trait ReadNumber {
    fn read(scalar: Scalar<'_>) -> Option<Number>;
}

impl ReadNumber for Plain {
    #[inline]
    fn read(scalar: Scalar<'_>) -> Option<Number> {
        scalar.number()
    }
}

impl ReadNumber for OrBoolean {
    #[inline]
    fn read(scalar: Scalar<'_>) -> Option<Number> {
        scalar.amount()
    }
}

impl<S> One<S, Plain> {
    /// Of the form `Number`.
    #[inline]
    pub(super) fn number(sink: S) -> Self {
        Self { sink, reading: PhantomData }
    }
}

impl<S> One<S, OrBoolean> {
    /// Of the form `Amount`.
    #[inline]
    pub(super) fn amount(sink: S) -> Self {
        Self { sink, reading: PhantomData }
    }
}

impl<S: NumberSink, R: ReadNumber> Take for One<S, R> {
    type List = Never;
    type Object = Never;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(mut self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        self.sink.number(R::read(scalar).ok_or_else(misfit)?, 1);
        Ok(())
    }

    fn list(self) -> Result<Never, FoldError> {
        Err(misfit())
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

/// A number, or a list of numbers and of pairs of a number and its count: of the form `Numbers`.
#[derive(Debug)]
pub(super) struct Many<S>(pub(super) S);

impl<S: NumberSink> Take for Many<S> {
    type List = Self;
    type Object = Never;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        One::number(self.0).scalar(scalar)
    }

    #[inline]
    fn list(self) -> Result<Self, FoldError> {
        Ok(self)
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

impl<S: NumberSink> TakeList for Many<S> {
    type Element<'a>
        = Element<'a, S>
    where
        Self: 'a;

    #[inline]
    fn element(&mut self) -> Result<Element<'_, S>, FoldError> {
        Ok(Element(&mut self.0))
    }

    #[inline]
    fn end(self) -> Result<(), FoldError> {
        Ok(())
    }
}

/// A number in a list, or a pair.
#[derive(Debug)]
pub(super) struct Element<'a, S>(&'a mut S);

impl<'a, S: NumberSink> Take for Element<'a, S> {
    type List = Pair<'a, S>;
    type Object = Never;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        One::number(self.0).scalar(scalar)
    }

    #[inline]
    fn list(self) -> Result<Pair<'a, S>, FoldError> {
        Ok(Pair { sink: self.0, halves: [None; 2], length: 0 })
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

/// A number and how often it is there.
#[derive(Debug)]
pub(super) struct Pair<'a, S> {
    sink: &'a mut S,
    halves: [Option<Number>; 2],
    length: usize,
}

impl<S: NumberSink> TakeList for Pair<'_, S> {
    type Element<'a>
        = Half<'a>
    where
        Self: 'a;

    #[inline]
    fn element(&mut self) -> Result<Half<'_>, FoldError> {
        let half = self.halves.get_mut(self.length).ok_or_else(misfit)?;
        self.length += 1;
        Ok(Half(half))
    }

    #[inline]
    fn end(self) -> Result<(), FoldError> {
        match self.halves {
            [Some(number), Some(Number::Natural(count))] => {
                self.sink.number(number, count);
                Ok(())
            }
            _ => Err(misfit()),
        }
    }
}

/// Half of a pair, which is not null.
#[derive(Debug)]
pub(super) struct Half<'a>(&'a mut Option<Number>);

impl Take for Half<'_> {
    type List = Never;
    type Object = Never;

    fn null(self) -> Result<(), FoldError> {
        Err(misfit())
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        *self.0 = Some(scalar.number().ok_or_else(misfit)?);
        Ok(())
    }

    fn list(self) -> Result<Never, FoldError> {
        Err(misfit())
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

/// A key or a list of keys, and where `O` is [`Counted`], an object of counts.
#[derive(Debug)]
pub(super) struct Keyed<S, O> {
    sink: S,
    object: PhantomData<O>,
}

/// Objects of counts are taken: of the form `Counts`.
#[derive(Debug)]
pub(super) enum Counted {}

/// Only keys are taken: of the form `Keys`.
#[derive(Debug)]
pub(super) enum Uncounted {}

/// Whether objects are taken.
pub(super) trait Objects {
    const TAKEN: bool;
}

impl Objects for Counted {
    const TAKEN: bool = true;
}

impl Objects for Uncounted {
    const TAKEN: bool = false;
}

impl<S, O> Keyed<S, O> {
    pub(super) fn new(sink: S) -> Self {
        Self { sink, object: PhantomData }
    }
}

impl<S: KeySink, O: Objects> Take for Keyed<S, O> {
    type List = Self;
    type Object = Self;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(mut self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        Key(&mut self.sink).scalar(scalar)
    }

    #[inline]
    fn list(self) -> Result<Self, FoldError> {
        Ok(self)
    }

    #[inline]
    fn object(self) -> Result<Self, FoldError> {
        if O::TAKEN { Ok(self) } else { Err(misfit()) }
    }
}

impl<S: KeySink, O> TakeList for Keyed<S, O> {
    type Element<'a>
        = Key<'a, S>
    where
        Self: 'a;

    #[inline]
    fn element(&mut self) -> Result<Key<'_, S>, FoldError> {
        Ok(Key(&mut self.sink))
    }

    #[inline]
    fn end(self) -> Result<(), FoldError> {
        Ok(())
    }
}

impl<S: KeySink, O> TakeObject for Keyed<S, O> {
    type Value<'a>
        = Count<'a, S>
    where
        Self: 'a;

    #[inline]
    fn value<'a>(&'a mut self, key: &'a str) -> Result<Count<'a, S>, FoldError> {
        Ok(Count { sink: &mut self.sink, key })
    }

    #[inline]
    fn end(self) {}
}

/// A key in a list.
#[derive(Debug)]
pub(super) struct Key<'a, S>(&'a mut S);

impl<S: KeySink> Take for Key<'_, S> {
    type List = Never;
    type Object = Never;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        self.0.key(scalar.string().ok_or_else(misfit)?, 1);
        Ok(())
    }

    fn list(self) -> Result<Never, FoldError> {
        Err(misfit())
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

/// The count of a key.
#[derive(Debug)]
pub(super) struct Count<'a, S> {
    sink: &'a mut S,
    key: &'a str,
}

impl<S: KeySink> Take for Count<'_, S> {
    type List = Never;
    type Object = Never;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(self, scalar: Scalar<'_>) -> Result<(), FoldError> {
        self.sink.key(self.key, scalar.count().ok_or_else(misfit)?);
        Ok(())
    }

    fn list(self) -> Result<Never, FoldError> {
        Err(misfit())
    }

    fn object(self) -> Result<Never, FoldError> {
        Err(misfit())
    }
}

/// Any value, to be forgotten: of the form `Unkept`. What is left of it is the look at each float.
#[derive(Debug)]
pub(super) struct Forgotten;

impl Take for Forgotten {
    type List = Self;
    type Object = Self;

    #[inline]
    fn null(self) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn scalar(self, _: Scalar<'_>) -> Result<(), FoldError> {
        Ok(())
    }

    #[inline]
    fn list(self) -> Result<Self, FoldError> {
        Ok(self)
    }

    #[inline]
    fn object(self) -> Result<Self, FoldError> {
        Ok(self)
    }
}

impl TakeList for Forgotten {
    type Element<'a> = Self;

    #[inline]
    fn element(&mut self) -> Result<Self, FoldError> {
        Ok(Self)
    }

    #[inline]
    fn end(self) -> Result<(), FoldError> {
        Ok(())
    }
}

impl TakeObject for Forgotten {
    type Value<'a> = Self;

    #[inline]
    fn value<'a>(&'a mut self, _: &'a str) -> Result<Self, FoldError> {
        Ok(Self)
    }

    #[inline]
    fn end(self) {}
}
