//! In place of `parquet/`, where Parquet is not read.

use std::fs::File;
use std::io;

use super::builder::Format;
use super::name::Name;
use super::source::Item;
use super::unbuilt::unbuilt;

/// A Parquet file that is being read: there is none.
pub(super) enum Parquet {}

impl Parquet {
    pub(super) fn open(_: impl FnOnce() -> io::Result<File>, _: Name, _: &Format) -> io::Result<Self> {
        Err(unbuilt("Parquet", "parquet"))
    }

    pub(super) fn next_item(&mut self, _: &Format) -> Option<Item> {
        match *self {}
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        match *self {}
    }
}
