//! In place of `warc/`, where crawls are not read.

use std::io::{self, BufRead};

use super::name::Name;
use super::part::Context;
use super::source::Item;
use super::unbuilt::unbuilt;

/// A crawl that is being read: there is none.
pub(super) enum Warc {}

impl Warc {
    pub(super) fn open() -> io::Result<Self> {
        Err(unbuilt("a web crawl (WARC)", "archives"))
    }

    pub(super) fn next_item(&mut self, _: &mut impl BufRead, _: &Name, _: &Context) -> Option<Item> {
        match *self {}
    }
}
