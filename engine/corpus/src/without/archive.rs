//! In place of `archive/`, where archives are not read.

use std::fs::File;
use std::io::{self, Read};

use super::name::Name;
use super::part::Context;
use super::source::Item;
use super::unbuilt::unbuilt;

/// A tar archive that is being read: there is none.
pub(super) enum Tar {}

/// A ZIP archive that is being read: there is none.
pub(super) enum Zip {}

impl Tar {
    pub(super) fn open(_: Box<dyn Read + Send>, _: Name, _: Context) -> io::Result<Self> {
        Err(unbuilt("a tar archive", "archives"))
    }

    pub(super) fn next_item(&mut self) -> Option<Item> {
        match *self {}
    }
}

impl Zip {
    pub(super) fn open(
        _: impl FnOnce() -> io::Result<File>,
        _: bool,
        _: Name,
        _: Context,
    ) -> io::Result<Self> {
        Err(unbuilt("a ZIP archive", "archives"))
    }

    pub(super) fn next_item(&mut self) -> Option<Item> {
        match *self {}
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        match *self {}
    }
}
