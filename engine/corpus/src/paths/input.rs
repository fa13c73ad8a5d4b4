//! An input that is open: its documents, and what the report says of it.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::hashing::Hashing;
use super::preprocess::Running;
use crate::compression::Budget;
use crate::name::Name;
use crate::options::Format;
use crate::part;
use crate::reader::{Context, Opening, Reader};
use crate::regular::Regular;
use crate::source::{Input, Item};

/// An input that is being read.
pub(super) struct OpenInput {
    name: Name,
    part: Box<dyn Reader>,
    context: Context,
    hashing: Hashing,
    /// Its size in bytes, where that is known before it is read.
    size: Option<u64>,
    documents: u64,
    /// The program that prints what is read.
    _program: Option<Running>,
}

impl OpenInput {
    /// Opens a file of so many bytes.
    pub(super) fn file(file: Regular, name: Name, size: u64, format: &Arc<Format>) -> io::Result<Self> {
        let reader = Box::new(file.open()?);
        let path = Some(file.path().to_owned());
        Ok(Self::open(reader, name, Some(size), path, Some(file), format))
    }

    /// Begins with a pipe or a device, whose first line tells its format.
    pub(super) fn pipe(reader: Box<dyn Read + Send>, name: Name, format: &Arc<Format>) -> Self {
        Self::open(reader, name, None, None, None, format)
    }

    /// Begins with a stream that is called as if it were the file at `path`, whose ending may tell its format.
    pub(super) fn stream(
        reader: Box<dyn Read + Send>,
        name: Name,
        path: PathBuf,
        format: &Arc<Format>,
    ) -> Self {
        Self::open(reader, name, None, Some(path), None, format)
    }

    fn open(
        reader: Box<dyn Read + Send>,
        name: Name,
        size: Option<u64>,
        path: Option<PathBuf>,
        file: Option<Regular>,
        format: &Arc<Format>,
    ) -> Self {
        let hashing = Hashing::new(reader);
        let budget = Budget::new(format.max_expansion, size);
        let reader = Box::new(budget.credit(hashing.clone()));
        let context = Context::new(format, budget, part::open);
        let part = context.open(Opening { name: name.clone(), path, reader, size, file });
        Self { name, part, context, hashing, size, documents: 0, _program: None }
    }

    /// Begins with what a program prints of a file, whose content tells its format. The size and the hash are
    /// those of the file.
    pub(super) fn printed(
        file: &Regular,
        (program, printed): (Running, Box<dyn Read + Send>),
        name: Name,
        size: u64,
        format: &Arc<Format>,
    ) -> io::Result<Self> {
        let hashing = Hashing::new(Box::new(file.open()?));
        let budget = Budget::new(format.max_expansion, Some(size));
        let reader = Box::new(budget.credit(printed));
        let context = Context::new(format, budget, part::open);
        let part = context.open(Opening { name: name.clone(), path: None, reader, size: None, file: None });
        Ok(Self { name, part, context, hashing, size: Some(size), documents: 0, _program: Some(program) })
    }

    /// The next item; nothing at the end.
    pub(super) fn next_item(&mut self) -> Option<Item> {
        let item = self.part.next_item();
        self.documents += u64::from(matches!(item, Some(Item::Document(_) | Item::Deferred(_))));
        item
    }

    /// What the machine lacked to go on, if it did.
    pub(super) fn failure(&self) -> Option<String> {
        self.context.failure()
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    /// Bytes that have been read, about.
    pub(super) fn read(&self) -> u64 {
        match (self.size, self.part.progress()) {
            (Some(size), Some((done, total))) => {
                (size as f64 * (done as f64 / total.max(1) as f64)).min(size as f64) as u64
            }
            _ => self.hashing.count(),
        }
    }

    /// What the report says of the input.
    ///
    /// A decoder may stop before the last byte of a file. The hash is that of all of it.
    pub(super) fn finish(mut self) -> Input {
        let whole = self.part.whole() && io::copy(&mut self.hashing, &mut io::sink()).is_ok();
        let read = self.hashing.count();
        let sha256 = if whole { self.hashing.sha256() } else { String::new() };
        let bytes = if whole { read } else { read.max(self.size.unwrap_or(0)) };
        let path = self.name.position.clone();
        let left_out = self.context.left_out();
        Input { path, bytes, sha256, documents: self.documents, left_out }
    }
}
