//! The documents of files, folders and the standard input, one at a time.

mod hashing;
mod input;
mod preprocess;
mod wakeable;

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::damage::{is_of_machine, reason};
use super::left_out::LeftOut;
use super::listing::{Entry, Expansion, Kind};
use super::name::Name;
use super::options::Format;
use super::source::{Cursor, Input, Item, Listed, Progress, Source};
use super::stop::StopHandle;
use input::OpenInput;
pub(super) use preprocess::Preprocessor;
use wakeable::Wakeable;

/// The documents of a [`Corpus`](crate::Corpus) that was opened.
///
/// One file is open at a time, and one document of it in memory.
///
/// ```no_run
/// use textmill_corpus::Corpus;
///
/// let paths = Corpus::new().path("corpus").open()?;
/// println!("{} files, {} entries left out", paths.files(), paths.left_out().total());
/// # Ok::<(), textmill_corpus::CorpusError>(())
/// ```
pub struct Paths {
    expansion: Expansion,
    /// The entry that is read after the current one.
    next: usize,
    current: Option<OpenInput>,
    /// Items that the current entry has given.
    given: u64,
    /// Items that the current entry, or the next where there is none, gave in the run that is resumed.
    told: u64,
    format: Arc<Format>,
    preprocessor: Option<Preprocessor>,
    standard_input: Option<Box<dyn Read + Send>>,
    /// What ends the waiting for the standard input, pipes, devices and programs.
    stop: StopHandle,
    /// Whether it has.
    ended: Arc<AtomicBool>,
    inputs: Vec<Input>,
    /// What the machine lacks to read on.
    failure: Option<String>,
    /// Bytes of the inputs that are done, read or passed over.
    passed: u64,
    total: Option<u64>,
}

impl Paths {
    pub(super) fn new(
        expansion: Expansion,
        format: Format,
        preprocessor: Option<Preprocessor>,
        standard_input: Option<Box<dyn Read + Send>>,
    ) -> Self {
        let total = expansion.bytes();
        Self {
            expansion,
            next: 0,
            current: None,
            given: 0,
            told: 0,
            format: Arc::new(format),
            preprocessor,
            standard_input,
            stop: StopHandle::new(),
            ended: Arc::default(),
            inputs: Vec::new(),
            failure: None,
            passed: 0,
            total,
        }
    }

    /// How many files there are to read, the standard input and folders that cannot be listed among them.
    #[must_use]
    pub fn files(&self) -> usize {
        self.expansion.entries.len()
    }

    /// Entries of the folders that were seen and left out.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        &self.expansion.left_out
    }

    /// What the listing says of each input, in the order of reading.
    pub fn listing(&self) -> impl Iterator<Item = Listed> + '_ {
        self.expansion.entries.iter().map(|entry| {
            let (position, stamp) = match entry.kind {
                Kind::StandardInput => (Name::standard_input("-").position, None),
                Kind::File(stamp) => (self.expansion.name(entry).position, Some(stamp)),
                Kind::Stream | Kind::Lost(_) => (self.expansion.name(entry).position, None),
            };
            let bytes = stamp.map(|stamp| stamp.bytes);
            Listed { position, bytes, modified: stamp.and_then(|stamp| stamp.modified) }
        })
    }

    /// Goes on where another run over the same inputs stood, in place of the beginning.
    ///
    /// Inputs that it read to their end are not opened, and are not among [`Source::take_inputs`]. The one in which
    /// it stood is read from its beginning, for its hash, and its items that were told are dropped, without making
    /// what is deferred of them. Where it has fewer by now, that is an [`Unread`](crate::Unread).
    pub fn resume(&mut self, cursor: Cursor) {
        let entries = &self.expansion.entries;
        self.next = usize::try_from(cursor.inputs).map_or(entries.len(), |inputs| inputs.min(entries.len()));
        self.passed = entries[..self.next].iter().map(Entry::bytes).sum();
        self.current = None;
        self.told = cursor.items;
    }

    /// Begins with the next entry; nothing where there is none. Gives an item where that is all there is to say of it.
    fn begin_next(&mut self) -> Option<Option<Item>> {
        let index = self.next;
        if index == self.expansion.entries.len() {
            return None;
        }
        self.next += 1;
        self.given = 0;
        let item = self.begin(index);
        if item.is_some() {
            self.told = 0;
        }
        Some(item)
    }

    fn begin(&mut self, index: usize) -> Option<Item> {
        let entry = &self.expansion.entries[index];
        let name = self.expansion.name(entry);
        let path = self.expansion.path(entry);
        let (size, opened) = match &entry.kind {
            Kind::Lost(error) => return Some(Item::Unread(name.unread(reason(error)))),
            Kind::File(stamp) if let Some(program) = self.program_for(&path) => {
                let file = self.expansion.regular(entry);
                let opened = program.start(&file).and_then(|(running, printed)| {
                    let printed = self.wakeable(|| Ok(printed))?;
                    let printed = (running, Box::new(printed) as Box<dyn Read + Send>);
                    OpenInput::printed(&file, printed, name.clone(), stamp.bytes, &self.format)
                });
                (stamp.bytes, opened)
            }
            Kind::File(stamp) => {
                let file = self.expansion.regular(entry);
                (stamp.bytes, OpenInput::file(file, name.clone(), stamp.bytes, &self.format))
            }
            Kind::Stream => {
                let reader = self.wakeable(move || File::open(path));
                (0, reader.map(|reader| OpenInput::pipe(Box::new(reader), name.clone(), &self.format)))
            }
            Kind::StandardInput => {
                let reader = self.standard_input.take().unwrap_or_else(|| Box::new(io::stdin()));
                let called = &self.format.standard_input_name;
                let path = PathBuf::from(called);
                let name = Name::standard_input(called);
                let reader = self.wakeable(|| Ok(reader));
                (0, reader.map(|reader| OpenInput::stream(Box::new(reader), name, path, &self.format)))
            }
        };
        match opened {
            Ok(input) => {
                self.current = Some(input);
                None
            }
            Err(error) if is_of_machine(&error) => {
                self.fail(&name, &error.to_string());
                // It is not read yet.
                self.next = index;
                None
            }
            Err(error) => Some(self.refuse(name, size, reason(&error))),
        }
    }

    /// What nobody knows an end of, to be read until that or until the run is stopped.
    fn wakeable<R: Read>(
        &self,
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<Wakeable> {
        Wakeable::new(open, &self.stop, Arc::clone(&self.ended))
    }

    /// The program that makes text of a file, where one does.
    fn program_for(&self, path: &Path) -> Option<&Preprocessor> {
        self.preprocessor.as_ref().filter(|program| program.takes(path))
    }

    fn fail(&mut self, name: &Name, error: &str) {
        self.failure.get_or_insert_with(|| format!("{}: {error}", name.position));
    }

    /// Lists an input that is not read.
    fn refuse(&mut self, name: Name, size: u64, message: String) -> Item {
        let path = name.position.clone();
        self.passed += size;
        self.inputs.push(Input { path, bytes: size, ..Input::default() });
        Item::Unread(name.unread(message))
    }

    /// What is to be said of an input that ended before the items that an earlier run has told.
    fn lacking(&self, input: &OpenInput) -> Option<Item> {
        let (given, told) = (self.given, self.told);
        let message =
            || format!("has {given} items, and had {told} when the run was stopped: it was changed");
        (given < told).then(|| Item::Unread(input.name().clone().unread(message())))
    }

    /// Lists an input that is done.
    fn finish(&mut self, input: OpenInput) {
        self.told = 0;
        let input = input.finish();
        self.passed += input.bytes;
        self.inputs.push(input);
    }
}

impl Source for Paths {
    fn resume(&mut self, cursor: Cursor) {
        Self::resume(self, cursor);
    }

    fn listing(&self) -> Option<Vec<Listed>> {
        let is_read_once = |entry: &Entry| matches!(entry.kind, Kind::StandardInput | Kind::Stream);
        let entries = &self.expansion.entries;
        (!entries.iter().any(is_read_once)).then(|| Self::listing(self).collect())
    }

    fn left_out(&self) -> LeftOut {
        Self::left_out(self).clone()
    }

    fn settings(&self) -> serde_json::Value {
        let mut settings = self.format.settings();
        if let Some(program) = &self.preprocessor {
            settings["pre"] = program.settings();
        }
        settings
    }

    fn failure(&self) -> Option<String> {
        self.failure.clone()
    }

    fn next_item(&mut self) -> Option<Item> {
        while self.failure.is_none() {
            let Some(mut input) = self.current.take() else {
                match self.begin_next()? {
                    Some(item) => return Some(item),
                    None => continue,
                }
            };
            let item = input.next_item();
            if self.ended.load(Ordering::SeqCst) {
                // It is half an item, or nothing.
                return None;
            }
            if let Some(failure) = input.failure() {
                let name = input.name().clone();
                self.current = Some(input);
                self.fail(&name, &failure);
                return None;
            }
            match item {
                Some(item) => {
                    self.current = Some(input);
                    self.given += 1;
                    if self.given > self.told {
                        return Some(item);
                    }
                }
                None => {
                    let lacking = self.lacking(&input);
                    self.finish(input);
                    if lacking.is_some() {
                        return lacking;
                    }
                }
            }
        }
        None
    }

    fn keep_metadata(&mut self, fields: &BTreeSet<String>) {
        let kept = match &self.format.metadata_fields {
            Some(asked) => asked.intersection(fields).cloned().collect(),
            None => fields.clone(),
        };
        Arc::make_mut(&mut self.format).metadata_fields = Some(kept);
    }

    fn stop_by(&mut self, stop: &StopHandle) {
        self.stop = stop.clone();
    }

    fn take_inputs(&mut self) -> Vec<Input> {
        std::mem::take(&mut self.inputs)
    }

    fn cursor(&self) -> Option<Cursor> {
        let inputs = self.next - usize::from(self.current.is_some());
        let items = if self.current.is_some() { self.given } else { self.told };
        Some(Cursor { inputs: inputs as u64, items })
    }

    fn progress(&self) -> Progress {
        let read = self.passed + self.current.as_ref().map_or(0, OpenInput::read);
        Progress { read, total: self.total }
    }
}

impl fmt::Debug for Paths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut paths = formatter.debug_struct("Paths");
        paths.field("files", &self.files()).field("next", &self.next).field("format", &self.format);
        paths.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
