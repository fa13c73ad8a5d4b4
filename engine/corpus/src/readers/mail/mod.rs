//! Mail: single messages, boxes of them, and pages that were saved as mail (MHTML).
//!
//! Headers (RFC 5322), the parameters of their fields (RFC 2231) and encoded words (RFC 2047) are parsed by `mail-parser`.
//! How the parts of a message are framed is told here (`parts.rs`): that crate goes down into attached messages without a
//! limit, decodes attachments that nobody reads, and takes a text that declares no encoding, or a wrong one, for UTF-8.

mod body;
mod boxed;
mod date;
mod extent;
mod header;
mod message;
mod packed;
mod parts;
mod saved;

use std::collections::VecDeque;
use std::io::{self, BufReader, Read};

use super::beginning::is_utf16;
use super::whole::read_within;
use crate::damage::reason;
use crate::encoding::Unit;
use crate::name::Name;
use crate::reader::{Context, Data, Reader, too_large};
use crate::source::Item;

/// Begins with a message.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Single::new(message::items, as_sent(data, context), name, context)))
}

/// Begins with a box of messages.
pub(super) fn open_box(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(boxed::Messages::new(as_sent(data, context), name, context)))
}

/// Begins with a page that was saved as mail.
pub(super) fn open_saved(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Single::new(saved::items, as_sent(data, context), name, context)))
}

/// The bytes as mail is sent: without a byte-order mark, not in UTF-16, and with line feeds at the ends of lines, where an
/// editor or an old Macintosh has written them otherwise.
fn as_sent(data: Data, context: &Context) -> Data {
    if is_utf16(&data.head) {
        let reader = Box::new(data.transcoding(Unit::Text, context));
        return Data { head: Vec::new(), reader, size: None, file: None };
    }
    let data = data.without_mark();
    if !data.head.contains(&b'\r') || data.head.contains(&b'\n') {
        return data;
    }
    let Data { mut head, reader, size, .. } = data;
    with_line_feeds(&mut head);
    Data { head, reader: Box::new(BufReader::new(LineFeeds(reader))), size, file: None }
}

fn with_line_feeds(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// Bytes in which carriage returns are line feeds.
struct LineFeeds<R>(R);

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        with_line_feeds(&mut buffer[..read]);
        Ok(read)
    }
}

/// The items of a message that is in memory: the documents that it holds, in order.
type Items = fn(&[u8], &Name, &Context) -> VecDeque<Item>;

/// A reader of a part that is one message.
struct Single {
    items: Items,
    /// What is still to be read.
    data: Option<Data>,
    name: Name,
    context: Context,
    ready: VecDeque<Item>,
    whole: bool,
}

impl Single {
    fn new(items: Items, data: Data, name: Name, context: &Context) -> Self {
        let (ready, context) = (VecDeque::new(), context.clone());
        Self { items, data: Some(data), name, context, ready, whole: false }
    }

    fn read(&mut self, data: Data) -> Result<VecDeque<Item>, String> {
        let limit = self.context.format.max_document;
        let size = data.size.unwrap_or(0);
        if size > limit {
            return Err(too_large(size, limit));
        }
        let bytes = read_within(data.bytes(), size, limit).map_err(|error| reason(&error))?;
        self.whole = bytes.is_some();
        let bytes = bytes.ok_or_else(|| format!("more than the {limit} bytes that a document may have"))?;
        Ok((self.items)(&bytes, &self.name, &self.context))
    }
}

impl Reader for Single {
    fn next_item(&mut self) -> Option<Item> {
        if let Some(data) = self.data.take() {
            self.ready = self
                .read(data)
                .unwrap_or_else(|message| VecDeque::from([Item::Unread(self.name.clone().unread(message))]));
        }
        self.ready.pop_front()
    }

    fn whole(&self) -> bool {
        self.whole
    }
}
