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
    asked: bool,
    done: bool,
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
        let (asked, done) = (false, false);
        Self { stream, name, names, context, member: None, padding: 0, members: 0, asked, done }
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
        let Some(Entry { path, size, kind, holes }) = self.next_entry()? else {
            self.done = true;
            return Ok(None);
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
    fn next_entry(&mut self) -> io::Result<Option<Entry>> {
        let mut said = Said::default();
        loop {
            let Some(header) = self.header()? else { return Ok(None) };
            let size = self.size(&header)?;
            match header.entry_type() {
                EntryType::GNULongName => {
                    let mut path = self.extension(size)?;
                    path.truncate(path.iter().position(|&byte| byte == 0).unwrap_or(path.len()));
                    said.path = Some(path);
                }
                kind if kind == EntryType::XHeader || kind.as_byte() == b'X' => {
                    said.take(&self.extension(size)?);
                }
                // The label of a volume is no member, and Solaris keeps who may read a file in one of its own.
                kind if matches!(kind.as_byte(), b'V' | b'A') => drop(self.extension(size)?),
                EntryType::GNULongLink | EntryType::XGlobalHeader => drop(self.extension(size)?),
                kind => {
                    let holes = match kind {
                        EntryType::GNUSparse => Holes::of_header(&header, || self.block())?,
                        _ => said.holes.holes(),
                    };
                    let path = said.holes.name.or(said.path);
                    let path = path.unwrap_or_else(|| header.path_bytes().into_owned());
                    let size = if has_data(kind) { said.size.unwrap_or(size) } else { 0 };
                    return Ok(Some(Entry { path, size, kind, holes }));
                }
            }
        }
    }

    /// A block that belongs to the header before it.
    fn block(&self) -> io::Result<Vec<u8>> {
        let mut block = vec![0; BLOCK];
        self.stream.next(BLOCK as u64).read_exact(&mut block)?;
        Ok(block)
    }

    /// The size that a header tells; none where its field is empty.
    fn size(&self, header: &Header) -> io::Result<u64> {
        const FIELD: std::ops::Range<usize> = 124..136;
        if header.as_bytes()[FIELD].iter().all(|byte| matches!(byte, 0 | b' ')) {
            return Ok(0);
        }
        header.entry_size().map_err(|error| self.damaged(&error.to_string()))
    }

    /// The next header; nothing at the end, which is a block of zeros or, as GNU tar has it, just no block.
    fn header(&self) -> io::Result<Option<Header>> {
        let mut block = Vec::with_capacity(BLOCK);
        match self.stream.next(BLOCK as u64).read_to_end(&mut block) {
            // The end of the stream where a header could begin.
            Err(error) if block.is_empty() && self.members > 0 && is_end(&error) => return Ok(None),
            read => drop(read?),
        }
        if block.iter().all(|&byte| byte == 0) {
            return Ok(None);
        }
        if !checksum_is_right(&block) {
            return Err(self.damaged("a header's checksum is wrong"));
        }
        Ok(Some(Header::from_byte_slice(&block).clone()))
    }

    /// What stands in place of a member and says something of the next.
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        if size > MAX_EXTENSION {
            return Err(self.damaged(&format!("a name of {size} bytes")));
        }
        let padded = size.next_multiple_of(BLOCK as u64);
        let mut content = Vec::new();
        self.stream.next(padded).read_to_end(&mut content)?;
        content.truncate(usize::try_from(size).unwrap_or(content.len()));
        Ok(content)
    }

    fn damaged(&self, fact: &str) -> io::Error {
        damage(format!("the tar archive is damaged near byte {}: {fact}", self.stream.offset()))
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
