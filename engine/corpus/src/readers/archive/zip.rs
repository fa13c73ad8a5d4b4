//! ZIP archives (PKWARE's APPNOTE 6.3), read from the directory at their end.
//!
//! The directory is parsed by the `zip` crate. Its members borrow the archive, so that their data is decoded here, by
//! the decoders of compressed files.

use std::fs::File;
use std::io::{self, BufReader, Read};

use ::zip::{CompressionMethod, ZipArchive};
use flate2::Crc;

use super::section::Section;
use super::{Fate, path_of, shown};
use crate::compression::{Ahead, Compression};
use crate::damage::{damage, reason};
use crate::left_out::LeftOut;
use crate::name::Name;
use crate::reader::{Context, Data, Names, Opening, Reader};
use crate::source::Item;

/// Reads the directory of an archive.
///
/// # Errors
/// A damaged directory, and a document that happens to be packed as an archive.
pub(crate) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    let counted = if data.file.is_some() { Counted::HereAlone } else { Counted::WhereItWasSpooled };
    Ok(Box::new(Zip::new(data.into_file()?, counted, name, context.within())?))
}

/// Where the bytes of members count for what may be decompressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// They are the input's own.
    HereAlone,
    /// They were counted when they were written to a temporary file.
    WhereItWasSpooled,
}

/// A ZIP archive that is being read.
struct Zip {
    directory: ZipArchive<BufReader<Section>>,
    data: Section,
    counted: Counted,
    name: Name,
    names: Names,
    context: Context,
    next: usize,
    asked: bool,
    member: Option<Box<dyn Reader>>,
}

/// Names that tell a document packed in a ZIP archive.
const DOCUMENTS: [(&str, &str); 3] = [
    ("[Content_Types].xml", "an Office document (such as DOCX or XLSX)"),
    ("mimetype", "a document packed in a ZIP archive (such as EPUB or ODT)"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
];

/// A member, as the directory says.
struct Entry {
    path: Vec<u8>,
    fate: Fate,
    method: CompressionMethod,
    start: Option<u64>,
    compressed: u64,
    size: u64,
    crc: u32,
}

impl Zip {
    fn new(file: File, counted: Counted, name: Name, context: Context) -> io::Result<Self> {
        let data = Section::all(file)?;
        let flaw = |error| damage(format!("the ZIP archive is damaged or cut short: {error}"));
        let directory = ZipArchive::new(BufReader::new(data.clone())).map_err(flaw)?;
        if let Some((_, kind)) = DOCUMENTS.iter().find(|(name, _)| directory.index_for_name(name).is_some()) {
            return Err(damage(format!("seems to be {kind}, which is not read")));
        }
        let names = Names::new(name.clone());
        Ok(Self { directory, data, counted, name, names, context, next: 0, asked: false, member: None })
    }

    /// What is to be said of members that the directory names twice: of each name, it gives the last.
    fn doubled(&self) -> Option<Item> {
        let message = || "has several members of one name, of which the last alone is read".to_owned();
        let doubled = self.directory.has_duplicate_names();
        doubled.then(|| Item::Unread(self.name.clone().unread(message())))
    }

    fn begin(&mut self, index: usize) -> Option<Item> {
        let entry = match self.entry(index) {
            Ok(entry) => entry,
            Err(error) => {
                let message = format!("member {} of the ZIP archive is damaged: {error}", index + 1);
                return Some(Item::Unread(self.name.clone().unread(message)));
            }
        };
        match entry.fate {
            Fate::Folder => return None,
            Fate::LeftOut(reason) => {
                self.context.leave_out(reason);
                return None;
            }
            Fate::Unread(message) => {
                return Some(Item::Unread(self.names.member(&entry.path).unread(message.to_owned())));
            }
            Fate::Read => {}
        }
        let name = self.names.member(&entry.path);
        match self.reader(&entry) {
            Ok(reader) => {
                let path = Some(path_of(&entry.path));
                let opening = Opening { name, path, reader, size: Some(entry.size), file: None };
                self.member = Some(self.context.open(opening));
                None
            }
            Err(error) => Some(Item::Unread(name.unread(reason(&error)))),
        }
    }

    fn entry(&mut self, index: usize) -> ::zip::result::ZipResult<Entry> {
        let hidden = self.context.format.hidden;
        let member = self.directory.by_index_raw(index)?;
        // Many programs write UTF-8 and do not say so; code page 437 is what is left.
        let path = match str::from_utf8(member.name_raw()) {
            Ok(path) => path.as_bytes().to_vec(),
            Err(_) => member.name()?.into_owned().into_bytes(),
        };
        let path = shown(&path).to_vec();
        let fate = if member.is_dir() || path.is_empty() {
            Fate::Folder
        } else if member.is_symlink() {
            Fate::LeftOut(LeftOut::LINKS)
        } else {
            match Fate::of_file(&path, hidden) {
                Fate::Read if member.encrypted() => Fate::Unread("encrypted: it is not read"),
                fate => fate,
            }
        };
        Ok(Entry {
            path,
            fate,
            method: member.compression(),
            start: member.data_start(),
            compressed: member.compressed_size(),
            size: member.size(),
            crc: member.crc32(),
        })
    }

    /// A reader of what a member holds.
    fn reader(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>> {
        let start = entry.start.ok_or_else(|| damage("the ZIP archive does not tell where its data is"))?;
        let section = self.data.part(start, entry.compressed);
        let section: Box<dyn Read + Send> = match self.counted {
            Counted::HereAlone => Box::new(self.context.budget.credit(section)),
            Counted::WhereItWasSpooled => Box::new(section),
        };
        let section = Box::new(BufReader::new(section));
        let memory = self.context.format.decompression_memory;
        let decoded: Box<dyn Read + Send> = match entry.method {
            CompressionMethod::STORE => section,
            CompressionMethod::DEFLATE => Compression::Deflate.decoder(section, memory)?,
            CompressionMethod::BZIP2 => Compression::Bzip2.decoder(section, memory)?,
            CompressionMethod::ZSTD => Compression::Zstandard.decoder(section, memory)?,
            CompressionMethod::XZ => Compression::Xz.decoder(section, memory)?,
            method => return Err(damage(format!("packed by a method that is not read: {method}"))),
        };
        let checked = Checked { inner: decoded, crc: Crc::new(), expected: entry.crc };
        Ok(Box::new(Ahead::new(self.context.budget.debit(checked))))
    }
}

impl Reader for Zip {
    fn next_item(&mut self) -> Option<Item> {
        self.asked = true;
        loop {
            if let Some(item) = self.member.as_mut().and_then(|member| member.next_item()) {
                return Some(item);
            }
            self.member = None;
            let index = self.next;
            if index > self.directory.len() {
                return None;
            }
            self.next += 1;
            if index == self.directory.len() {
                return self.doubled();
            }
            if let Some(item) = self.begin(index) {
                return Some(item);
            }
        }
    }

    fn whole(&self) -> bool {
        self.asked
    }

    /// Members that are done, and all.
    fn progress(&self) -> Option<(u64, u64)> {
        let members = self.directory.len() as u64;
        Some(((self.next as u64).saturating_sub(1).min(members), members))
    }
}

/// A reader that holds what it gives to a checksum.
struct Checked {
    inner: Box<dyn Read + Send>,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(damage("the ZIP archive is damaged: a member's checksum is wrong"));
        }
        Ok(read)
    }
}
