//! What the crawls of both formats have in common: records one after the other, of which one that is damaged costs no other.

use std::io;

use super::header::Headers;
use crate::damage::{given_of, passes, reason};
use crate::lookahead::Lookahead;
use crate::name::Name;
use crate::reader::{Bytes, Context, Data, Names, Reader};
use crate::readers::whole::Raw;
use crate::source::Item;

/// How the records of a format begin.
pub(super) trait Starts {
    /// Whether a record begins at the beginning of a line.
    fn starts(line: &[u8]) -> bool;

    /// Whether what stands behind a block is the next record, of which some bytes are seen. Nothing where it takes more.
    fn follows(seen: &[u8]) -> Option<bool>;
}

/// How the records of a format are told apart.
pub(super) trait Framing: Default + Send {
    /// What the next record gives; nothing where it is left out, or at the end, which [`Crawl::done`] tells. An error is that
    /// of the record of that name, or of the crawl.
    fn next_record(&mut self, crawl: &mut Crawl, start: u64) -> Result<Option<Item>, (Name, io::Error)>;
}

/// A crawl, and how far it was read.
pub(super) struct Crawl {
    pub(super) input: Lookahead<Bytes>,
    pub(super) headers: Headers,
    /// Where the next record begins, in the data without its compression.
    pub(super) offset: u64,
    /// Bytes that were read a second time, all together.
    pub(super) again: u64,
    pub(super) name: Name,
    pub(super) names: Names,
    pub(super) context: Context,
    asked: bool,
    /// Why what is after the record that was given last cannot be read.
    lost: Option<io::Error>,
    /// Whether it broke off where it was read last.
    broken: bool,
    pub(super) done: bool,
}

/// What a record holds.
pub(super) enum Content {
    Raw(Box<Raw>),
    /// No document, for a reason that is counted.
    LeftOut(String),
}

/// A reader of a crawl.
pub(super) struct Records<F> {
    crawl: Crawl,
    framing: F,
}

impl<F: Framing> Records<F> {
    /// Begins with a crawl.
    pub(super) fn new(data: Data, name: Name, context: &Context) -> Self {
        let (names, context) = (Names::new(name.clone()), context.clone());
        let (input, headers) = (Lookahead::new(data.bytes()), Headers::default());
        let (asked, lost, broken, done) = (false, None, false, false);
        let (offset, again) = (0, 0);
        let crawl = Crawl { input, headers, offset, again, name, names, context, asked, lost, broken, done };
        Self { crawl, framing: F::default() }
    }
}

impl<F: Framing> Reader for Records<F> {
    fn next_item(&mut self) -> Option<Item> {
        let crawl = &mut self.crawl;
        crawl.asked = true;
        while !crawl.done {
            let start = crawl.offset;
            if let Some(error) = crawl.lost.take() {
                let name = crawl.place(start);
                return Some(crawl.broke_off(name, start, &error));
            }
            match self.framing.next_record(crawl, start) {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err((name, error)) => return Some(crawl.broke_off(name, start, &error)),
            }
        }
        None
    }

    fn whole(&self) -> bool {
        self.crawl.asked
    }
}

impl Crawl {
    /// The name of what stands at a byte and has none of its own.
    pub(super) fn place(&mut self, start: u64) -> Name {
        self.names.member(start.to_string().as_bytes())
    }

    /// Begins with a record of `bytes` bytes that has been told: what is before it is no longer where the crawl broke off.
    pub(super) fn begin_record(&mut self, bytes: u64) {
        self.broken = false;
        self.offset = self.offset.saturating_add(bytes);
    }

    /// What a record gives whose content was read.
    ///
    /// Where crawls are compressed, each record is a member of its own, whose checksum comes at its end: one that is found
    /// wrong there spoils the record, if any of its bytes are the record's.
    pub(super) fn end_record(
        &mut self,
        name: Name,
        content: io::Result<Result<Content, String>>,
    ) -> Result<Option<Item>, (Name, io::Error)> {
        match content.and_then(|content| self.step_over_padding(content)) {
            Ok(Ok(Content::Raw(raw))) => Ok(Some(raw.item(&self.context.format))),
            Ok(Ok(Content::LeftOut(reason))) => {
                self.context.leave_out(&reason);
                Ok(None)
            }
            Ok(Err(message)) => Ok(Some(Item::Unread(name.unread(message)))),
            Err(error) => Err((name, error)),
        }
    }

    /// Counts the padding after a record, where the place of the next is told without it.
    pub(super) fn count_padding(&mut self) {
        if self.lost.is_none() {
            self.offset += std::mem::take(&mut self.headers.padding);
        }
    }

    fn step_over_padding<T>(&mut self, record: T) -> io::Result<T> {
        match self.headers.skip_padding(&mut self.input) {
            Err(error) if given_of(&error).is_some_and(|given| given > self.headers.padding) => Err(error),
            Err(error) => {
                self.lost = Some(error);
                Ok(record)
            }
            Ok(()) => Ok(record),
        }
    }

    /// What is said where a crawl cannot be read on.
    pub(super) fn end(&mut self, name: Name, start: u64, error: &io::Error) -> Item {
        self.done = true;
        Item::Unread(name.unread(format!("{}, in the record at byte {start}", reason(error))))
    }

    /// What is said where a crawl breaks off. It may continue after what is damaged, at the next record.
    fn broke_off(&mut self, name: Name, start: u64, error: &io::Error) -> Item {
        let again = std::mem::replace(&mut self.broken, true);
        let item = self.end(name, start, error);
        self.done = again || !passes(error);
        item
    }

    /// What is said of something that is no record, of so many bytes, after which a crawl is read on.
    pub(super) fn flaw(&mut self, message: &str, start: u64, bytes: u64) -> Item {
        let name = self.place(start);
        Item::Unread(name.unread(format!("{message}, at byte {start}: {bytes} bytes are stepped over")))
    }
}
