//! Formats that are text: a stream in any encoding, record by record.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::{Bytes, Context, Data, Reader, cleaned};
use crate::damage::{passes, reason};
use crate::encoding::{Transcoding, Unit};
use crate::name::Name;
use crate::options::Format;
use crate::source::Item;

/// What takes records from a stream of text.
pub(crate) trait Records: Send {
    /// What is in one encoding.
    const UNIT: Unit = Unit::Line;

    /// Whether the next record is found where data is missing before it.
    const GOES_ON: bool = false;

    /// What the next record holds; nothing at the end of `input`.
    ///
    /// # Errors
    /// Where the stream breaks off.
    fn next_item<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
    ) -> io::Result<Option<Item>>;

    /// The name of the record that is being read, in the part called `name`.
    fn place(&self, name: &Name) -> Name;
}

/// What takes records from a stream of text that may hold several items each.
pub(crate) trait Several: Send {
    /// As [`Records::GOES_ON`].
    const GOES_ON: bool = false;

    /// Appends what the next record holds to `items`: nothing at the end of `input`, and something before.
    ///
    /// # Errors
    /// Where the stream breaks off.
    fn next_items<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
        items: &mut VecDeque<Item>,
    ) -> io::Result<()>;

    /// The name of the record that is being read, in the part called `name`.
    fn place(&self, name: &Name) -> Name;
}

/// Records that may hold several items each, item by item.
#[derive(Debug, Default)]
pub(crate) struct OneByOne<T> {
    records: T,
    /// Items of the record that was read last, which are still to be given.
    waiting: VecDeque<Item>,
}

impl<T: Several> Records for OneByOne<T> {
    const GOES_ON: bool = T::GOES_ON;

    fn next_item<R: BufRead>(
        &mut self,
        input: &mut Transcoding<R>,
        name: &Name,
        format: &Format,
    ) -> io::Result<Option<Item>> {
        if self.waiting.is_empty() {
            // One record may have had a million.
            self.waiting.shrink_to(64);
            self.records.next_items(input, name, format, &mut self.waiting)?;
        }
        Ok(self.waiting.pop_front())
    }

    fn place(&self, name: &Name) -> Name {
        self.records.place(name)
    }
}

/// A reader of records.
pub(crate) struct Stream<T> {
    records: T,
    input: Transcoding<Bytes>,
    name: Name,
    context: Context,
    /// The encoding of the record that was read last.
    encoding: &'static str,
    /// It came to its end, or broke off.
    ended: bool,
}

impl<T: Records> Stream<T> {
    pub(crate) fn new(records: T, data: Data, name: Name, context: &Context) -> Self {
        let input = data.transcoding(T::UNIT, context);
        let encoding = input.encoding();
        Self { records, input, name, context: context.clone(), encoding, ended: false }
    }
}

impl<T: Records> Reader for Stream<T> {
    fn next_item(&mut self) -> Option<Item> {
        if self.ended {
            return None;
        }
        let next = self.records.next_item(&mut self.input, &self.name, &self.context.format);
        // Where a record holds several items, nothing is read for those after the first.
        self.encoding = self.input.take_encoding().unwrap_or(self.encoding);
        match next {
            Ok(Some(mut item)) => {
                if let Item::Document(document) = &mut item {
                    document.encoding = Some(self.encoding);
                    document.evidence = Some(self.input.evidence(self.encoding, document.replaced));
                }
                Some(cleaned(item, &self.context.format))
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = !(T::GOES_ON && passes(&error));
                Some(Item::Unread(self.records.place(&self.name).unread(reason(&error))))
            }
        }
    }

    fn whole(&self) -> bool {
        self.ended
    }
}
