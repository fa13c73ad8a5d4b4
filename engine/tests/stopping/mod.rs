//! A source that a test stops on the way.

use std::collections::BTreeSet;

use serde_json::Value;
use textmill::{Cursor, Input, Item, Listed, Paths, Source, StopHandle};

/// A source that asks for a stop after some items.
pub(crate) struct Stopping {
    pub(crate) paths: Paths,
    pub(crate) items: usize,
    pub(crate) stop: StopHandle,
}

impl Source for Stopping {
    fn next_item(&mut self) -> Option<Item> {
        match self.items.checked_sub(1) {
            Some(left) => self.items = left,
            None => self.stop.stop(),
        }
        self.paths.next_item()
    }

    fn take_inputs(&mut self) -> Vec<Input> {
        self.paths.take_inputs()
    }

    fn cursor(&self) -> Option<Cursor> {
        self.paths.cursor()
    }

    fn resume(&mut self, cursor: Cursor) {
        self.paths.resume(cursor);
    }

    fn listing(&self) -> Option<Vec<Listed>> {
        Source::listing(&self.paths)
    }

    fn settings(&self) -> Value {
        self.paths.settings()
    }

    fn keep_metadata(&mut self, fields: &BTreeSet<String>) {
        self.paths.keep_metadata(fields);
    }
}
