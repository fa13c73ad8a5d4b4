//! Mail: single messages, boxes of them, and pages that were saved as mail (MHTML).
//!
//! Headers (RFC 5322), the parameters of their fields (RFC 2231) and encoded words (RFC 2047) are parsed by `mail-parser`.
//! How the parts of a message are framed is told here (`parts.rs`): that crate goes down into attached messages without a
//! limit, decodes attachments that nobody reads, and takes a text that declares no encoding, or a wrong one, for UTF-8.

mod body;
mod boxed;
mod header;
mod message;
mod parts;
mod saved;

use std::collections::VecDeque;
use std::io;

use super::whole::read_within;
use crate::damage::reason;
use crate::name::Name;
use crate::reader::{Context, Data, Reader, too_large};
use crate::source::Item;

/// Begins with a message.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Single::new(message::items, data, name, context)))
}

/// Begins with a box of messages.
pub(super) fn open_box(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(boxed::Messages::new(data, name, context)))
}

/// Begins with a page that was saved as mail.
pub(super) fn open_saved(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Single::new(saved::items, data, name, context)))
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
