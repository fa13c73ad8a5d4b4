//! An input that is open: its format, its documents, and what the report says of it.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::Path;

use super::builder::Format;
use super::hashing::Hashing;
use super::json_lines::{JsonLines, begins_with_object};
use super::name::Name;
use super::sniff::{HEAD, not_text, seems_to_be, signature};
use super::source::{Document, Input, Item, Unread};
use super::text::{Encoding, read_within};

/// What the name of an input says of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    Text,
    JsonLines,
    /// Nothing: the first line tells.
    Nothing,
}

impl Declared {
    /// What the name of a file says.
    pub(super) fn by(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default();
        let json_lines = ["jsonl", "ndjson"].iter().any(|name| extension.eq_ignore_ascii_case(name));
        if json_lines { Self::JsonLines } else { Self::Text }
    }
}

/// The bytes of an input: those that were looked at, then the others.
type Bytes = Chain<Cursor<Vec<u8>>, BufReader<Hashing>>;

/// An input that is being read.
pub(super) struct OpenInput {
    name: Name,
    /// Its size in bytes, where that is known before it is read.
    size: u64,
    bytes: Bytes,
    state: State,
    documents: u64,
    /// Whether it was read to its end.
    whole: bool,
}

/// What is left to do.
enum State {
    Text(Encoding),
    JsonLines(JsonLines),
    /// Saying why it is not read.
    Refused(String),
    Done,
}

impl OpenInput {
    /// Looks at the beginning of an input.
    pub(super) fn open(
        reader: Box<dyn Read + Send>,
        name: Name,
        size: u64,
        declared: Declared,
        format: &Format,
    ) -> io::Result<Self> {
        let mut reader = BufReader::with_capacity(BUFFER, Hashing::new(reader));
        let mut head = Vec::with_capacity(HEAD);
        reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        if declared == Declared::Nothing && head.trim_ascii_start().starts_with(b"{") {
            complete_line(&mut reader, &mut head, format.max_document)?;
        }
        let (state, mark) = look(&head, declared);
        let mut head = Cursor::new(head);
        head.consume(mark);
        Ok(Self { name, size, bytes: head.chain(reader), state, documents: 0, whole: false })
    }

    /// The next document; nothing at the end.
    pub(super) fn next_item(&mut self, format: &Format) -> Option<Item> {
        let item = match std::mem::replace(&mut self.state, State::Done) {
            State::Text(encoding) => Some(self.text(encoding, format)),
            State::JsonLines(lines) => self.line(lines, format),
            State::Refused(message) => Some(self.unread(message)),
            State::Done => None,
        };
        self.documents += u64::from(matches!(item, Some(Item::Document(_) | Item::Deferred(_))));
        item
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    /// Bytes that have been read.
    pub(super) fn read(&self) -> u64 {
        self.hashing().count()
    }

    /// What the report says of the input.
    pub(super) fn finish(self) -> Input {
        let read = self.read();
        let sha256 = if self.whole { self.hashing().sha256() } else { String::new() };
        let bytes = if self.whole { read } else { read.max(self.size) };
        Input { path: self.name.position, bytes, sha256, documents: self.documents }
    }

    fn text(&mut self, encoding: Encoding, format: &Format) -> Item {
        let limit = format.max_document;
        let bytes = match read_within(&mut self.bytes, self.size, limit) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return self.unread(format!("more than the {limit} bytes that a document may have")),
            Err(error) => return self.unread(reason(&error)),
        };
        self.whole = true;
        let (text, replaced) = encoding.decode(bytes);
        if text.len() as u64 > limit {
            return self
                .unread(format!("{} once it is decoded to UTF-8", too_large(text.len() as u64, limit)));
        }
        let Name { id, position } = self.name.clone();
        Item::Document(Document { id, position, text, replaced, ..Document::default() })
    }

    fn line(&mut self, mut lines: JsonLines, format: &Format) -> Option<Item> {
        match lines.next_item(&mut self.bytes, &self.name, format) {
            Ok(Some(item)) => {
                self.state = State::JsonLines(lines);
                Some(item)
            }
            Ok(None) => {
                self.whole = true;
                None
            }
            Err(error) => Some(Item::Unread(unread(lines.line_name(&self.name), reason(&error)))),
        }
    }

    fn unread(&self, message: String) -> Item {
        Item::Unread(unread(self.name.clone(), message))
    }

    fn hashing(&self) -> &Hashing {
        self.bytes.get_ref().1.get_ref()
    }
}

/// How many bytes are asked of the system at once.
const BUFFER: usize = 64 * 1024;

/// The state in which an input begins, and the length of its byte-order mark.
fn look(head: &[u8], declared: Declared) -> (State, usize) {
    let refused = |message| (State::Refused(message), 0);
    let (encoding, mark) = Encoding::of(head);
    let json_lines = match declared {
        Declared::Text => false,
        Declared::JsonLines => true,
        Declared::Nothing => begins_with_object(&head[mark..]),
    };
    if json_lines {
        // A NUL byte in one line of many is that line's fault alone.
        return match signature(head) {
            Some(name) => refused(seems_to_be(name)),
            None if encoding != Encoding::Utf8 => {
                refused("begins with the byte-order mark of UTF-16: JSON Lines are read as UTF-8".to_owned())
            }
            None => (State::JsonLines(JsonLines::default()), mark),
        };
    }
    // Half the bytes of UTF-16 may be NUL; UTF-32 begins with the same mark and has a signature.
    let message = if encoding == Encoding::Utf8 { not_text(head) } else { signature(head).map(seems_to_be) };
    message.map_or((State::Text(encoding), mark), refused)
}

/// Reads on until `head` has its first line that is not blank whole, or `limit` bytes more.
fn complete_line(reader: &mut impl BufRead, head: &mut Vec<u8>, limit: u64) -> io::Result<()> {
    if !head.trim_ascii_start().contains(&b'\n') {
        reader.take(limit).read_until(b'\n', head)?;
    }
    Ok(())
}

/// An item for what cannot be read.
pub(super) fn unread(name: Name, message: String) -> Unread {
    Unread { id: name.id, position: name.position, message }
}

/// The message for a document over the limit.
pub(super) fn too_large(bytes: u64, limit: u64) -> String {
    format!("{bytes} bytes, more than the {limit} that a document may have")
}

/// Why the system does not let something be read, in the same words on every system where it has some.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no longer there".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}
