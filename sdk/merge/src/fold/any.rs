//! A value of any shape, put together before it goes in: of the form `Json`.

use serde_json::{Map, Value};

use crate::error::FoldError;
use crate::kind::JsonOf;
use crate::schema::MAX_VALUE_DEPTH;

/// Where a value that has been put together goes.
#[derive(Debug)]
pub(super) enum Destination<'a> {
    /// Into the list or object around it.
    Inside(&'a mut Value),
    /// Into the state.
    State { state: JsonOf<'a>, document: &'a str },
    /// Nowhere: it is only checked.
    Nowhere,
}

impl Destination<'_> {
    pub(super) fn deliver(self, value: Value) {
        match self {
            Self::Inside(slot) => *slot = value,
            Self::State { mut state, document } => state.add(&value, document),
            Self::Nowhere => {}
        }
    }

    fn inside<'b>(&self, slot: &'b mut Value) -> Destination<'b> {
        if matches!(self, Self::Nowhere) { Destination::Nowhere } else { Destination::Inside(slot) }
    }
}

/// A list or object that is being put together.
#[derive(Debug)]
pub(super) struct Compound<'a, C> {
    contents: C,
    depth: usize,
    destination: Destination<'a>,
}

pub(super) type AnyList<'a> = Compound<'a, Vec<Value>>;
pub(super) type AnyObject<'a> = Compound<'a, Map<String, Value>>;

impl<'a, C: Default> Compound<'a, C> {
    /// One that lies inside `depth` others.
    pub(super) fn new(destination: Destination<'a>, depth: usize) -> Result<Self, FoldError> {
        if depth < MAX_VALUE_DEPTH {
            Ok(Self { contents: C::default(), depth: depth + 1, destination })
        } else {
            let expected = format!("lists and objects of at most {MAX_VALUE_DEPTH} levels");
            Err(FoldError::new("a value that nests deeper", expected))
        }
    }
}

impl<'a> AnyList<'a> {
    /// Room for one more element, and the depth that it lies at.
    pub(super) fn element(&mut self) -> (Destination<'_>, usize) {
        self.contents.push(Value::Null);
        let slot = self.contents.last_mut().expect("one was pushed");
        (self.destination.inside(slot), self.depth)
    }

    pub(super) fn end(self) {
        self.destination.deliver(Value::Array(self.contents));
    }
}

impl<'a> AnyObject<'a> {
    /// Room for the value of a key, and the depth that it lies at. Of two values of a key the last stays.
    pub(super) fn value(&mut self, key: &str) -> (Destination<'_>, usize) {
        let slot = self.contents.entry(key).or_insert(Value::Null);
        *slot = Value::Null;
        (self.destination.inside(slot), self.depth)
    }

    pub(super) fn end(self) {
        self.destination.deliver(Value::Object(self.contents));
    }
}
