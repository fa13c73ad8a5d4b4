//! Plain text: a document, or several where it is longer than one may be and that is asked.

mod pieces;

use std::io;

use super::whole::{Kind, Whole};
use crate::encoding::{Encoding, is_utf16_without_mark};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader, Refused, Stream};
use pieces::Pieces;

/// Begins with a text.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let format = &*context.format;
    if let Some(message) = nul_at(&data.head).filter(|_| !may_have_nul(&data.head, format)) {
        return Ok(Box::new(Refused::new(name.unread(message))));
    }
    let may_be_long = data.size.is_none_or(|size| size > format.max_document);
    if format.split_long && may_be_long {
        return Ok(Box::new(Stream::new(Pieces::default(), data, name, context)));
    }
    Ok(Whole::open(Kind::Text, data, name, context))
}

/// Whether a text is in UTF-16, half the bytes of which may be NUL. Its marks are no UTF-8, and so no NUL byte is looked
/// for behind them.
fn may_have_nul(head: &[u8], format: &Format) -> bool {
    head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || format.encoding.map(Encoding::name).is_some_and(|name| name.starts_with("UTF-16"))
        || is_utf16_without_mark(head)
}

/// The message for a text in UTF-8 or the like with a NUL byte; nothing if there is none.
pub(super) fn nul_at(bytes: &[u8]) -> Option<String> {
    let nul = bytes.iter().position(|&byte| byte == 0)?;
    Some(format!("has a NUL byte at offset {nul}: binary data, or UTF-16 that is damaged"))
}
