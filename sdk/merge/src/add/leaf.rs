//! Where counts, numbers, keys and scores are added.

use super::trail::Trail;
use crate::error::FoldError;
use crate::fold::finite;
use crate::kind::{CountsState, DistinctState, KeysOf, NumbersOf, ScoresOf};
use crate::number::Number;

/// Where keys of the kind `counts` are added.
#[derive(Debug)]
pub struct CountsAdder<'s>(&'s mut CountsState);

impl<'s> CountsAdder<'s> {
    pub(super) fn new(counts: &'s mut CountsState) -> Self {
        Self(counts)
    }

    /// Adds to a key that it came `count` times, in so many documents that had not counted it before.
    ///
    /// A count of 0 leaves no trace. A key is in at least one document, and in at most as many as it came times:
    /// documents beyond that are not counted. Of a field with `dispersion` see
    /// [`add_dispersed`](Self::add_dispersed).
    #[inline]
    pub fn add(&mut self, key: &str, count: u64, documents: u64) {
        self.0.add_documents(key, count, documents, 0);
    }

    /// The same, to a field with `dispersion`: `bits` is the sum of the [`dispersed_bits`](crate::dispersed_bits()) of the
    /// documents. [`add`](Self::add) says that each of them has no other key.
    #[inline]
    pub fn add_dispersed(&mut self, key: &str, count: u64, documents: u64, bits: u64) {
        self.0.add_documents(key, count, documents, bits);
    }

    /// As [`add`](Self::add) of each, where no key is another. Where nothing was counted before, none of them is looked
    /// for, which is most of what it takes to add a key.
    ///
    /// A key that comes twice is a mistake of the caller, and may leave a state whose bytes nobody reads.
    pub fn add_distinct<'k>(&mut self, counts: impl Iterator<Item = (&'k str, u64, u64)>) {
        self.0.add_distinct(counts.map(|(key, count, documents)| (key, count, documents, 0)));
    }

    /// The same, to a field with `dispersion`; see [`add_dispersed`](Self::add_dispersed).
    pub fn add_distinct_dispersed<'k>(&mut self, counts: impl Iterator<Item = (&'k str, u64, u64, u64)>) {
        self.0.add_distinct(counts);
    }
}

/// Where numbers are added, of the kinds that [take](crate::Takes) one or many.
#[derive(Debug)]
pub struct NumbersAdder<'s> {
    state: NumbersOf<'s>,
    trail: Trail<'s>,
}

impl<'s> NumbersAdder<'s> {
    pub(super) fn new(state: NumbersOf<'s>, trail: Trail<'s>) -> Self {
        Self { state, trail }
    }

    /// Adds so many times a number.
    ///
    /// # Errors
    /// Where the number is not finite; it is then not added.
    #[inline]
    pub fn add(&mut self, value: f64, times: u64) -> Result<(), FoldError> {
        let number = finite(value).map_err(|error| self.trail.locate(error))?;
        self.add_number(number, times);
        Ok(())
    }

    /// Adds so many times a whole number.
    #[inline]
    pub fn add_integer(&mut self, value: i64, times: u64) {
        self.add_number(Number::from(value), times);
    }

    /// As [`add_integer`](Self::add_integer), of a number that has no sign.
    #[inline]
    pub fn add_natural(&mut self, value: u64, times: u64) {
        self.add_number(Number::Natural(value), times);
    }

    #[inline]
    fn add_number(&mut self, number: Number, times: u64) {
        // A least or greatest number would else be one that never was.
        if times > 0 {
            self.state.add(number, times);
        }
    }
}

/// Where keys are added, of the kinds that [take](crate::Takes) keys.
#[derive(Debug)]
pub struct KeysAdder<'s>(KeysOf<'s>);

impl<'s> KeysAdder<'s> {
    pub(super) fn new(state: KeysOf<'s>) -> Self {
        Self(state)
    }

    /// Adds a key, which may be there already.
    #[inline]
    pub fn add(&mut self, key: &str) {
        self.0.add(key, 1);
    }
}

/// Where hashes of keys are added, of the kind `distinct`.
#[derive(Debug)]
pub struct HashesAdder<'s>(&'s mut DistinctState);

impl<'s> HashesAdder<'s> {
    pub(super) fn new(distinct: &'s mut DistinctState) -> Self {
        Self(distinct)
    }

    /// Adds a key by its [`hash`](crate::hash()), which may be kept from one state to the next.
    #[inline]
    pub fn add(&mut self, hash: u64) {
        self.0.add_hash(hash);
    }
}

/// Where the scores of documents are added, of the kinds that [take](crate::Takes) one.
#[derive(Debug)]
pub struct ScoresAdder<'s> {
    state: ScoresOf<'s>,
    trail: Trail<'s>,
}

impl<'s> ScoresAdder<'s> {
    pub(super) fn new(state: ScoresOf<'s>, trail: Trail<'s>) -> Self {
        Self { state, trail }
    }

    /// Adds the score of the document of this id.
    ///
    /// # Errors
    /// Where the score is not finite; it is then not added.
    pub fn add(&mut self, score: f64, document: &str) -> Result<(), FoldError> {
        let number = finite(score).map_err(|error| self.trail.locate(error))?;
        self.state.add(number.into(), document);
        Ok(())
    }

    /// Adds the score of the document of this id, a whole number.
    pub fn add_integer(&mut self, score: i64, document: &str) {
        self.state.add(Number::from(score).into(), document);
    }

    /// As [`add_integer`](Self::add_integer), of a number that has no sign.
    pub fn add_natural(&mut self, score: u64, document: &str) {
        self.state.add(Number::Natural(score).into(), document);
    }
}
