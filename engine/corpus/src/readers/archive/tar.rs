//! Tar archives (POSIX.1-2024, pax; and GNU's long names and files with holes), read as a stream.
//!
//! Headers are parsed by the `tar` crate. Its entries borrow the archive, which members that are read on other threads
//! cannot do, so that the frame around the headers is ours.

use std::io::{self, Read as _};

use tar::{EntryType, Header, PaxExtensions};

use super::super::beginning::{TAR_BLOCK as BLOCK, checksum_is_right};
use super::holes::{Holes, Records};
use super::stretch::{Stretch, Stretches};
use super::{Fate, path_of, shown};
use crate::damage::{damage, reason};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::reader::{Context, Data, Names, Opening, Reader};
use crate::source::Item;

/// Begins with an archive.
pub(crate) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Box::new(Tar::new(Box::new(data.bytes()), name, context.within())))
}

/// A long name or a set of pax records is no larger: this is 256 times the longest path of Linux.
const MAX_EXTENSION: u64 = 1 << 20;

/// A tar archive that is being read.
struct Tar {
    stream: Stretches,
    name: Name,
    names: Names,
    context: Context,
    member: Option<Box<dyn Reader>>,
    /// Zeros after the member.
    padding: u64,
    members: u64,
    /// The header that was met after a flaw.
    begun: Option<Header>,
    asked: bool,
    done: bool,
}

/// What stands where a header should.
enum Found<T> {
    Some(T),
    /// Something else, after which the archive is read on, or ends.
    Flaw(String),
    End,
}

/// A member, as its headers say.
struct Entry {
    path: Vec<u8>,
    /// The bytes that stand in the archive.
    size: u64,
    kind: EntryType,
    holes: Holes,
}

/// What stands before the header of a member and says something of it.
#[derive(Default)]
struct Said {
    path: Option<Vec<u8>>,
    size: Option<u64>,
    holes: Records,
}

impl Said {
    fn take(&mut self, records: &[u8]) {
        for record in PaxExtensions::new(records).flatten() {
            match record.key_bytes() {
                b"path" => self.path = Some(record.value_bytes().to_vec()),
                b"size" => self.size = record.value().ok().and_then(|size| size.parse().ok()),
                key => self.holes.take(key, record.value_bytes()),
            }
        }
    }
}

impl Tar {
    fn new(reader: Box<dyn io::Read + Send>, name: Name, context: Context) -> Self {
        let (stream, names) = (Stretches::new(reader), Names::new(name.clone()));
        let (begun, asked, done) = (None, false, false);
        Self { stream, name, names, context, member: None, padding: 0, members: 0, begun, asked, done }
    }

    /// Goes on to the next member. Gives an item where that is all there is to say of it.
    fn advance(&mut self) -> io::Result<Option<Item>> {
        self.member = None;
        if self.stream.failed() {
            return Err(damage("the archive cannot be read on"));
        }
        self.stream.skip()?;
        io::copy(&mut self.stream.next(self.padding), &mut io::sink())?;
        self.padding = 0;
        let Entry { path, size, kind, holes } = match self.next_entry()? {
            Found::Some(entry) => entry,
            Found::Flaw(message) => return Ok(Some(Item::Unread(self.name.clone().unread(message)))),
            Found::End => {
                self.done = true;
                return Ok(None);
            }
        };
        self.members += 1;
        let data = self.stream.next(size);
        // What is left to the next block; a header may tell any size, so that block need not be there.
        self.padding = size.wrapping_neg() % BLOCK as u64;
        let path = shown(&path);
        match fate(path, kind, self.context.format.hidden) {
            Fate::Read => {
                let (name, path) = (self.names.member(path), Some(path_of(path)));
                match self.content(data, size, holes) {
                    Ok((reader, size)) => {
                        let opening = Opening { name, path, reader, size: Some(size), file: None };
                        self.member = Some(self.context.open(opening));
                    }
                    Err(error) => return Ok(Some(Item::Unread(name.unread(reason(&error))))),
                }
            }
            Fate::Folder => {}
            Fate::LeftOut(reason) => self.context.leave_out(reason),
            Fate::Unread(message) => {
                return Ok(Some(Item::Unread(self.names.member(path).unread(message.to_owned()))));
            }
        }
        Ok(None)
    }

    /// What a member holds, and how many bytes that is. Holes count for what may be decompressed.
    fn content(&self, data: Stretch, size: u64, holes: Holes) -> io::Result<(Box<dyn io::Read + Send>, u64)> {
        if holes == Holes::None {
            return Ok((Box::new(data), size));
        }
        let (filled, size) = holes.fill(data)?;
        Ok((Box::new(self.context.budget.debit(filled)), size))
    }

    /// The next header that is a member's, with what the headers before it say of it.
    fn next_entry(&mut self) -> io::Result<Found<Entry>> {
        let mut said = Said::default();
        loop {
            let at = self.stream.offset();
            let header = match self.header()? {
                Found::Some(header) => header,
                Found::Flaw(message) => return Ok(Found::Flaw(message)),
                Found::End => return Ok(Found::End),
            };
            let size = match size_of(&header) {
                Ok(size) => size,
                Err(error) => return self.flaw(&header, at, &error.to_string()),
            };
            let kind = header.entry_type();
            if says_of_next(kind) {
                if size > MAX_EXTENSION {
                    return self.flaw(&header, at, &format!("it tells a name of {size} bytes"));
                }
                let content = self.extension(size)?;
                match kind {
                    EntryType::GNULongName => {
                        let end = content.iter().position(|&byte| byte == 0).unwrap_or(content.len());
                        said.path = Some(content[..end].to_vec());
                    }
                    kind if kind == EntryType::XHeader || kind.as_byte() == b'X' => said.take(&content),
                    _ => {}
                }
                continue;
            }
            let holes = match kind {
                EntryType::GNUSparse => Holes::of_header(&header, || self.block())?,
                _ => said.holes.holes(),
            };
            let path = said.holes.name.or(said.path);
            let path = path.unwrap_or_else(|| header.path_bytes().into_owned());
            let size = if has_data(kind) { said.size.unwrap_or(size) } else { 0 };
            return Ok(Found::Some(Entry { path, size, kind, holes }));
        }
    }

    /// A block that belongs to the header before it.
    fn block(&self) -> io::Result<Vec<u8>> {
        let mut block = vec![0; BLOCK];
        self.stream.next(BLOCK as u64).read_exact(&mut block)?;
        Ok(block)
    }

    /// The next header. Blocks of zeros end an archive, and what follows them may be another, as `cat` and tapes have it; at
    /// the end there may, as GNU tar has it, be just no block.
    fn header(&mut self) -> io::Result<Found<Header>> {
        if let Some(header) = self.begun.take() {
            return Ok(Found::Some(header));
        }
        let mut zeros = 0_u64;
        loop {
            let at = self.stream.offset();
            let block = self.next_block()?;
            if block.is_empty() {
                return Ok(Found::End);
            }
            if block.iter().any(|&byte| byte != 0) {
                return match header_of(&block) {
                    Some(header) => Ok(Found::Some(header)),
                    None if zeros > 0 => {
                        let fact = format!("no header of a member stands at byte {at}");
                        self.step_over(&fact, at, block.len())
                    }
                    None if block.len() < BLOCK => Err(damage("the archive ends too early")),
                    None => self.flaw(Header::from_byte_slice(&block), at, "its checksum is wrong"),
                };
            }
            zeros += 1;
        }
    }

    /// What is said of a header at a byte that is damaged, and of what is stepped over after it.
    fn flaw<T>(&mut self, header: &Header, at: u64, fact: &str) -> io::Result<Found<T>> {
        // Without its mark, the block need not be a header.
        let path = header.path_bytes();
        let of = match header.as_ustar().is_some() || header.as_gnu().is_some() {
            true if !path.is_empty() => format!(", perhaps of `{}`,", shown(&path).escape_ascii()),
            _ => String::new(),
        };
        self.step_over(&format!("the header{of} at byte {at} is damaged, {fact}"), at, BLOCK)
    }

    /// Steps over what is no header, of which the first block was read, up to the next that is one.
    fn step_over<T>(&mut self, fact: &str, at: u64, first: usize) -> io::Result<Found<T>> {
        // Zeros at the end are padding.
        let mut end = at + first as u64;
        let bytes = loop {
            let before = self.stream.offset();
            let block = self.next_block()?;
            if block.is_empty() {
                self.done = true;
                break end - at;
            }
            if let Some(header) = header_of(&block) {
                self.begun = Some(header);
                break before - at;
            }
            if block.iter().any(|&byte| byte != 0) {
                end = self.stream.offset();
            }
        };
        Ok(Found::Flaw(format!("{fact}: {bytes} bytes are stepped over")))
    }

    /// The next block; less of one, or nothing, at the end.
    fn next_block(&self) -> io::Result<Vec<u8>> {
        let mut block = Vec::with_capacity(BLOCK);
        match self.stream.next(BLOCK as u64).read_to_end(&mut block) {
            Err(error) if !is_end(&error) => Err(error),
            _ => Ok(block),
        }
    }

    /// What stands in place of a member and says something of the next.
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let padded = size.next_multiple_of(BLOCK as u64);
        let mut content = Vec::new();
        self.stream.next(padded).read_to_end(&mut content)?;
        content.truncate(usize::try_from(size).unwrap_or(content.len()));
        Ok(content)
    }
}

impl Reader for Tar {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        while !self.done {
            if let Some(item) = self.member.as_mut().and_then(|member| member.next_item()) {
                return Some(item);
            }
            match self.advance() {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(error) => {
                    self.done = true;
                    let message = format!("{}: breaks off after {} members", reason(&error), self.members);
                    return Some(Item::Unread(self.name.clone().unread(message)));
                }
            }
        }
        None
    }

    fn whole(&self) -> bool {
        self.asked
    }
}

/// The header that a block is.
fn header_of(block: &[u8]) -> Option<Header> {
    let is_header = block.len() == BLOCK && block.iter().any(|&byte| byte != 0) && checksum_is_right(block);
    is_header.then(|| Header::from_byte_slice(block).clone())
}

/// The size that a header tells; none where its field is empty.
fn size_of(header: &Header) -> io::Result<u64> {
    const FIELD: std::ops::Range<usize> = 124..136;
    if header.as_bytes()[FIELD].iter().all(|byte| matches!(byte, 0 | b' ')) {
        return Ok(0);
    }
    header.entry_size()
}

/// Whether what follows a header of that kind is no member, but says something of the next, or of the archive: the label of a
/// volume, and who may read a file, as Solaris keeps it, among others.
fn says_of_next(kind: EntryType) -> bool {
    use EntryType::{GNULongLink, GNULongName, XGlobalHeader, XHeader};
    matches!(kind, GNULongName | GNULongLink | XHeader | XGlobalHeader)
        || matches!(kind.as_byte(), b'X' | b'V' | b'A')
}

/// Whether the stream came to its end, of all that can be wrong with it.
fn is_end(error: &io::Error) -> bool {
    error.to_string() == "the archive ends too early"
}

fn fate(path: &[u8], kind: EntryType, hidden: bool) -> Fate {
    match kind {
        EntryType::Directory => Fate::Folder,
        EntryType::Symlink | EntryType::Link => Fate::LeftOut(LeftOut::LINKS),
        EntryType::Char | EntryType::Block | EntryType::Fifo => Fate::LeftOut(LeftOut::NOT_REGULAR),
        // Before there was a type for folders, a slash told them.
        _ if path.is_empty() || path.ends_with(b"/") => Fate::Folder,
        // What is not known is read as a file: so says POSIX.
        _ => Fate::of_file(path, hidden),
    }
}

/// Whether there is data after a header of that kind, whatever size it tells.
fn has_data(kind: EntryType) -> bool {
    !matches!(
        kind,
        EntryType::Directory
            | EntryType::Symlink
            | EntryType::Link
            | EntryType::Char
            | EntryType::Block
            | EntryType::Fifo
    )
}
