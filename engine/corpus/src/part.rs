//! What is read as one: an input, or a member of an archive.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::ahead::Ahead;
use super::archive::{Tar, Zip};
use super::budget::Budget;
use super::builder::Format;
use super::compression::{Compression, inside};
use super::csv::Csv;
use super::damage::{damage, reason};
use super::encoding::Transcoding;
use super::json_lines::{JsonLines, begins_with_line_of_object};
use super::left_out::LeftOut;
use super::name::Name;
use super::parquet::Parquet;
use super::pieces::Pieces;
use super::raw::{Raw, cleaned, too_large};
use super::sniff::{Content, Declared, HEAD, look};
use super::source::{Item, Unread};
use super::warc::Warc;

/// What readers of an input share.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) format: Arc<Format>,
    pub(super) budget: Budget,
    /// In how many archives the part is.
    pub(super) nesting: u32,
    /// What was left out of the input so far.
    pub(super) left_out: Arc<Mutex<LeftOut>>,
}

impl Context {
    /// Counts something that is left out.
    pub(super) fn leave_out(&self, reason: &str) {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).add(reason, 1);
    }
}

/// The bytes of a part: those that were looked at, then the others.
type Bytes = Chain<Cursor<Vec<u8>>, Box<dyn BufRead + Send>>;

/// What is read as one, with the documents that it gives.
pub(super) struct Part {
    name: Name,
    context: Context,
    state: State,
    whole: bool,
}

/// What is left to do.
enum State {
    /// A text or a page, of so many bytes where that is known.
    Whole {
        bytes: Bytes,
        size: Option<u64>,
        page: bool,
    },
    /// A text that may be longer than a document.
    Pieces(Pieces, Transcoding<Bytes>),
    JsonLines(JsonLines, Transcoding<Bytes>),
    Csv(Box<Csv>, Transcoding<Bytes>),
    Parquet(Box<Parquet>),
    Tar(Box<Tar>),
    Zip(Box<Zip>),
    Warc(Box<Warc>, Bytes),
    /// Saying why it is not read.
    Refused(String),
    Done,
}

/// What a part is made of.
pub(super) struct Opening {
    pub(super) name: Name,
    /// Its path, whose ending may tell the format; nothing for what comes through a pipe.
    pub(super) path: Option<PathBuf>,
    pub(super) reader: Box<dyn Read + Send>,
    /// Its size in bytes, where that is known.
    pub(super) size: Option<u64>,
    /// Where the same bytes can be read as a file.
    pub(super) file: Option<PathBuf>,
}

/// Archives in archives, at most.
const MOST_NESTED: u32 = 4;

/// How often data may be compressed: it never is more than once but by mistake or malice.
const MOST_LAYERS: u32 = 4;

/// How many bytes are written to a temporary file at most, where a format is read from its end.
const MOST_SPOOLED: u64 = 16 << 30;

/// How many bytes are asked for at once.
const BUFFER: u64 = 64 * 1024;

impl Part {
    /// Looks at the beginning of what is read, through its compression.
    pub(super) fn open(opening: Opening, context: Context) -> Self {
        let name = opening.name.clone();
        let state = see_through(opening, &context).unwrap_or_else(|error| State::Refused(reason(&error)));
        Self { name, context, state, whole: false }
    }

    /// The next item; nothing at the end.
    pub(super) fn next_item(&mut self) -> Option<Item> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Whole { bytes, size, page } => Some(self.read_whole(bytes, size, page)),
            State::Pieces(pieces, input) => self.piece(pieces, input),
            State::JsonLines(lines, input) => self.line(lines, input),
            State::Csv(rows, input) => self.row(rows, input),
            State::Parquet(rows) => self.parquet_row(rows),
            State::Tar(mut archive) => {
                self.whole = true;
                let item = archive.next_item()?;
                self.state = State::Tar(archive);
                Some(item)
            }
            State::Warc(mut crawl, mut input) => {
                self.whole = true;
                let item = crawl.next_item(&mut input, &self.name, &self.context)?;
                self.state = State::Warc(crawl, input);
                Some(item)
            }
            State::Zip(mut archive) => {
                self.whole = true;
                let item = archive.next_item()?;
                self.state = State::Zip(archive);
                Some(item)
            }
            State::Refused(message) => Some(self.unread(message)),
            State::Done => None,
        }
    }

    /// Whether all of it was asked for: it was not refused before its end.
    pub(super) fn whole(&self) -> bool {
        self.whole
    }

    /// How much of it has been given, of how much in all, where bytes that were read do not tell.
    pub(super) fn progress(&self) -> Option<(u64, u64)> {
        match &self.state {
            State::Parquet(rows) => Some(rows.progress()),
            State::Zip(archive) => Some(archive.progress()),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    fn read_whole(&mut self, mut bytes: Bytes, size: Option<u64>, page: bool) -> Item {
        let limit = self.context.format.max_document;
        match read_within(&mut bytes, size.unwrap_or(0), limit) {
            Ok(Some(bytes)) => {
                self.whole = true;
                Raw { page, ..Raw::text(self.name.clone(), bytes) }.item(&self.context.format)
            }
            Ok(None) => self.unread(format!("more than the {limit} bytes that a document may have")),
            Err(error) => self.broken(&error, self.name.clone()),
        }
    }

    fn piece(&mut self, mut pieces: Pieces, mut input: Transcoding<Bytes>) -> Option<Item> {
        let found = pieces.next_item(&mut input, &self.name, &self.context.format);
        let found = found.map_err(|error| (error, pieces.piece_name(&self.name)));
        self.decoded(found, input.encoding(), State::Pieces(pieces, input))
    }

    fn line(&mut self, mut lines: JsonLines, mut input: Transcoding<Bytes>) -> Option<Item> {
        let found = lines.next_item(&mut input, &self.name, &self.context.format);
        let found = found.map_err(|error| (error, lines.line_name(&self.name)));
        self.decoded(found, input.encoding(), State::JsonLines(lines, input))
    }

    fn row(&mut self, mut rows: Box<Csv>, mut input: Transcoding<Bytes>) -> Option<Item> {
        let found = rows.next_item(&mut input, &self.name, &self.context.format);
        let found = found.map_err(|error| (error, rows.line_name(&self.name)));
        self.decoded(found, input.encoding(), State::Csv(rows, input))
    }

    /// Takes what was found in a stream of text, or why and in what it broke off. Goes on in `state` unless it ended.
    fn decoded(
        &mut self,
        found: Result<Option<Item>, (io::Error, Name)>,
        encoding: &'static str,
        state: State,
    ) -> Option<Item> {
        match found {
            Ok(Some(mut item)) => {
                if let Item::Document(document) = &mut item {
                    document.encoding = Some(encoding);
                }
                self.state = state;
                Some(cleaned(item, &self.context.format))
            }
            Ok(None) => {
                self.whole = true;
                None
            }
            Err((error, name)) => Some(self.broken(&error, name)),
        }
    }

    fn parquet_row(&mut self, mut rows: Box<Parquet>) -> Option<Item> {
        self.whole = true;
        let item = rows.next_item(&self.context.format)?;
        self.state = State::Parquet(rows);
        Some(cleaned(item, &self.context.format))
    }

    /// What is to be said where reading breaks off.
    fn broken(&mut self, error: &io::Error, name: Name) -> Item {
        self.whole = true;
        Item::Unread(unread(name, reason(error)))
    }

    fn unread(&self, message: String) -> Item {
        Item::Unread(unread(self.name.clone(), message))
    }
}

/// What is read, once its compression is seen through.
struct Source {
    head: Vec<u8>,
    reader: Box<dyn BufRead + Send>,
    size: Option<u64>,
    file: Option<PathBuf>,
}

impl Source {
    fn bytes(self) -> Bytes {
        Cursor::new(self.head).chain(self.reader)
    }

    fn transcoding(self, context: &Context) -> Transcoding<Bytes> {
        let head = self.head.clone();
        Transcoding::new(self.bytes(), &head, context.format.encoding)
    }

    /// The source as a file that can be read from any place: the file that it is, or a temporary one.
    fn into_file(self) -> io::Result<File> {
        if let Some(path) = &self.file {
            return File::open(path);
        }
        let mut file = tempfile::tempfile()?;
        let copied = io::copy(&mut self.bytes().take(MOST_SPOOLED + 1), &mut file)?;
        if copied > MOST_SPOOLED {
            return Err(damage(format!(
                "more than {} GiB of a format that is not read from its beginning to its end: decompress it first",
                MOST_SPOOLED >> 30
            )));
        }
        file.rewind()?;
        Ok(file)
    }
}

/// The state in which a part begins, once its compression is seen through.
fn see_through(opening: Opening, context: &Context) -> io::Result<State> {
    let Opening { name, mut path, reader, mut size, mut file } = opening;
    let capacity = size.map_or(BUFFER, |size| size.clamp(1, BUFFER));
    let mut reader: Box<dyn BufRead + Send> =
        Box::new(BufReader::with_capacity(usize::try_from(capacity).unwrap_or(HEAD), reader));
    let mut head = beginning(&mut reader);
    for _ in 0..MOST_LAYERS {
        let Some(compression) = Compression::of(&head) else { break };
        let compressed = Box::new(Cursor::new(head).chain(reader));
        reader = Box::new(Ahead::new(context.budget.debit(compression.decoder(compressed)?)));
        head = beginning(&mut reader);
        (path, size, file) = (path.map(|path| inside(&path)), None, None);
    }
    let source = Source { head, reader, size, file };
    begin(source, path.as_deref(), &name, context)
}

/// The state in which a part begins.
fn begin(mut source: Source, path: Option<&Path>, name: &Name, context: &Context) -> io::Result<State> {
    let format = &*context.format;
    if Compression::of(&source.head).is_some() {
        return Ok(State::Refused(format!("compressed more than {MOST_LAYERS} times")));
    }
    let declared = path.map_or(Declared::Nothing, Declared::by);
    if declared == Declared::Nothing && source.head.trim_ascii_start().starts_with(b"{") {
        complete_line(&mut source.reader, &mut source.head, format.max_document);
    }
    let limit = format.max_document;
    Ok(match look(&source.head, declared, format) {
        Ok(Content::Text) if format.split_long && source.size.is_none_or(|size| size > limit) => {
            State::Pieces(Pieces::default(), source.transcoding(context))
        }
        Ok(Content::Text | Content::Page) if source.size.is_some_and(|size| size > limit) => {
            State::Refused(too_large(source.size.unwrap_or_default(), limit))
        }
        Ok(Content::Text) => State::Whole { size: source.size, bytes: source.bytes(), page: false },
        Ok(Content::Page) => State::Whole { size: source.size, bytes: source.bytes(), page: true },
        Ok(Content::JsonLines) => State::JsonLines(JsonLines::default(), source.transcoding(context)),
        Ok(Content::Csv(delimiter)) => State::Csv(Box::new(Csv::new(delimiter)), source.transcoding(context)),
        Ok(Content::Parquet) => {
            State::Parquet(Box::new(Parquet::open(|| source.into_file(), name.clone(), format)?))
        }
        Ok(Content::Tar | Content::Zip) if context.nesting == MOST_NESTED => {
            State::Refused(format!("archives in each other deeper than {MOST_NESTED}"))
        }
        Ok(Content::Tar) => {
            State::Tar(Box::new(Tar::open(Box::new(source.bytes()), name.clone(), context.clone())?))
        }
        Ok(Content::Warc) => State::Warc(Box::new(Warc::open()?), source.bytes()),
        Ok(Content::Zip) => {
            let own = source.file.is_some();
            State::Zip(Box::new(Zip::open(|| source.into_file(), own, name.clone(), context.clone())?))
        }
        Err(message) => State::Refused(message),
    })
}

/// The first bytes of what is read: no more than its first line where that is a JSON object, since nothing else tells more,
/// and whoever sends a line now and then is not waited for. Where it breaks off among them, it is left to break off behind
/// them.
fn beginning(reader: &mut Box<dyn BufRead + Send>) -> Vec<u8> {
    let mut head = Vec::new();
    while head.len() < HEAD {
        let available = match reader.fill_buf() {
            Ok([]) => break,
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                *reader = Box::new(BufReader::with_capacity(1, Broken(Some(error))));
                break;
            }
        };
        let taken = available.len().min(HEAD - head.len());
        head.extend_from_slice(&available[..taken]);
        reader.consume(taken);
        if begins_with_line_of_object(&head) {
            break;
        }
    }
    head
}

/// Reads on until `head` has its first line that is not blank whole, or `limit` bytes more.
fn complete_line(reader: &mut Box<dyn BufRead + Send>, head: &mut Vec<u8>, limit: u64) {
    if head.trim_ascii_start().contains(&b'\n') {
        return;
    }
    if let Err(error) = reader.take(limit).read_until(b'\n', head) {
        *reader = Box::new(BufReader::with_capacity(1, Broken(Some(error))));
    }
}

/// A reader that gives an error, once.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Reads `reader` to its end; nothing if there are more than `limit` bytes. `size` is what is expected.
fn read_within(reader: impl Read, size: u64, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or(0));
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= limit))
}

/// The path of a name in an archive, for its ending.
pub(super) fn path_of(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

/// An item for what cannot be read.
pub(super) fn unread(name: Name, message: String) -> Unread {
    Unread { id: name.id, position: name.position, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_the_limit() {
        assert_eq!(read_within(&b"1234"[..], 4, 4).unwrap(), Some(b"1234".to_vec()));
        assert_eq!(read_within(&b"12345"[..], 1, 4).unwrap(), None);
        assert_eq!(read_within(io::repeat(b'a'), u64::MAX, 4).unwrap(), None);
    }
}
