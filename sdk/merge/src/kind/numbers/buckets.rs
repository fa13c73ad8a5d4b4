//! Counts by a small whole number, which `histogram` and `quantiles` share.

use std::collections::BTreeMap;

use crate::binary::{self, write_size, write_whole};
use crate::error::StateError;
use crate::json::{Reader, comma, write_count};
use crate::kind::State;

/// How many numbers fell into each bucket; one without any is absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buckets(BTreeMap<u32, u128>);

impl State for Buckets {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The nodes of a tree that grew at random are two thirds full.
    fn memory(&self) -> usize {
        self.0.len() * size_of::<(u32, u128)>() * 3 / 2
    }

    /// `[[bucket, count], …]`, by bucket.
    fn write(&self, out: &mut String) {
        out.push('[');
        let mut first = true;
        for (bucket, count) in &self.0 {
            comma(out, &mut first);
            out.push('[');
            write_count(out, (*bucket).into());
            out.push(',');
            write_count(out, *count);
            out.push(']');
        }
        out.push(']');
    }
}

impl Buckets {
    pub(crate) fn add(&mut self, bucket: u32, count: u128) {
        if count > 0 {
            let sum = self.0.entry(bucket).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    pub(crate) fn get(&self, bucket: u32) -> u128 {
        self.0.get(&bucket).copied().unwrap_or_default()
    }

    /// Bucket and count, by bucket.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, u128)> {
        self.0.iter().map(|(bucket, count)| (*bucket, *count))
    }

    /// The first and the last bucket.
    pub(crate) fn ends(&self) -> Option<(u32, u32)> {
        Some((*self.0.first_key_value()?.0, *self.0.last_key_value()?.0))
    }

    pub(crate) fn total(&self) -> u128 {
        self.0.values().fold(0, |total, count| total.saturating_add(*count))
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (bucket, count) in other.0 {
            self.add(bucket, count);
        }
    }

    /// Reads buckets below `end`.
    pub(crate) fn read(reader: &mut Reader<'_>, end: u32) -> Result<Self, StateError> {
        let mut buckets = Self::default();
        let mut next = 0;
        reader.list(|reader| {
            let (bucket, count) = reader.pair(|reader| reader.index(end - 1), Reader::count)?;
            if bucket < next || count == 0 {
                return Err(reader.error("expected buckets in order, each with a count above 0"));
            }
            next = bucket + 1;
            buckets.add(bucket, count);
            Ok(())
        })?;
        Ok(buckets)
    }

    /// How many there are, and of each how many lie between it and the one before, and its count less 1.
    pub(crate) fn write_bytes(&self, out: &mut Vec<u8>) {
        write_size(out, self.0.len());
        let mut next = 0;
        for (bucket, count) in self.iter() {
            write_whole(out, (bucket - next).into());
            write_whole(out, count - 1);
            next = bucket + 1;
        }
    }

    /// Reads buckets below `end`.
    pub(crate) fn read_bytes(reader: &mut binary::Reader<'_>, end: u32) -> Result<Self, StateError> {
        let mut buckets = Self::default();
        let mut next = 0;
        for _ in 0..reader.size(2)? {
            let left =
                end.checked_sub(next + 1).ok_or_else(|| reader.error("expected no bucket after the last"))?;
            let bucket = next + reader.index(left)?;
            buckets.add(bucket, reader.whole()?.saturating_add(1));
            next = bucket + 1;
        }
        Ok(buckets)
    }
}
