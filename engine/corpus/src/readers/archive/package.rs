//! The members of a ZIP archive (PKWARE's APPNOTE 6.3), read from the directory at its end.
//!
//! The directory is parsed by the `zip` crate. Its members borrow the archive, so that their data is decoded here, by
//! the decoders of compressed files.

use std::io::{self, BufReader, Read};

use ::zip::result::ZipResult;
use ::zip::{CompressionMethod, ZipArchive};
use flate2::Crc;

use super::section::Section;
use super::shown;
use crate::compression::{Budget, Compression};
use crate::damage::damage;
use crate::encoding::NamesEncoding;
use crate::reader::{Context, Data, too_large};

/// An archive, as its directory says.
pub(in super::super) struct Package {
    directory: ZipArchive<BufReader<Section>>,
    data: Section,
    counted: Counted,
    /// The encoding of names that are not UTF-8.
    names: NamesEncoding,
    budget: Budget,
    /// Bytes that a decoder may keep to look back at.
    memory: u64,
}

/// Where the bytes of members count for what may be decompressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// They are the input's own.
    HereAlone,
    /// They were counted when they were written to a temporary file.
    WhereItWasSpooled,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Encrypted,
}

/// A member, as the directory says.
pub(super) struct Member {
    pub(super) path: Vec<u8>,
    pub(super) kind: Kind,
    pub(super) size: u64,
    method: CompressionMethod,
    start: Option<u64>,
    compressed: u64,
    crc: u32,
}

impl Package {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// A damaged directory.
    pub(super) fn open(data: Data, context: &Context) -> io::Result<Self> {
        let counted = if data.file.is_some() { Counted::HereAlone } else { Counted::WhereItWasSpooled };
        let data = Section::all(data.into_file()?)?;
        let flaw = |error| damage(format!("the ZIP archive is damaged or cut short: {error}"));
        let directory = ZipArchive::new(BufReader::new(data.clone())).map_err(flaw)?;
        let names = NamesEncoding::of(directory.file_names_raw());
        let memory = context.format.decompression_memory;
        Ok(Self { directory, data, counted, names, budget: context.budget.clone(), memory })
    }

    /// How many members there are.
    pub(super) fn len(&self) -> usize {
        self.directory.len()
    }

    /// Whether members share a name, of which the last alone is known.
    pub(in super::super) fn is_doubled(&self) -> bool {
        self.directory.has_duplicate_names()
    }

    /// The names of all members, in no order.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        self.directory.file_names_raw().filter_map(|name| str::from_utf8(name).ok())
    }

    /// Whether there is a member of that name.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// By its bytes: the crate goes through all members for a name that is not there.
    fn index(&self, name: &str) -> Option<usize> {
        self.directory.index_for_name_raw(name.as_bytes())
    }

    pub(super) fn member(&mut self, index: usize) -> ZipResult<Member> {
        let member = self.directory.by_index_raw(index)?;
        // Many programs write UTF-8 and do not say so, or the code page of their system; that of DOS is what is left.
        let path = match (str::from_utf8(member.name_raw()), self.names.decode(member.name_raw())) {
            (Ok(path), _) => path.as_bytes().to_vec(),
            (Err(_), Some(path)) => path.into_bytes(),
            (Err(_), None) => member.name()?.into_owned().into_bytes(),
        };
        let path = shown(&path).to_vec();
        let kind = if member.is_dir() || path.is_empty() {
            Kind::Folder
        } else if member.is_symlink() {
            Kind::Link
        } else if member.encrypted() {
            Kind::Encrypted
        } else {
            Kind::File
        };
        Ok(Member {
            path,
            kind,
            method: member.compression(),
            start: member.data_start(),
            compressed: member.compressed_size(),
            size: member.size(),
            crc: member.crc32(),
        })
    }

    /// A reader of what a member holds.
    pub(super) fn reader(&self, member: &Member) -> io::Result<Box<dyn Read + Send>> {
        let start = member.start.ok_or_else(|| damage("the ZIP archive does not tell where its data is"))?;
        let section = self.data.part(start, member.compressed);
        let section: Box<dyn Read + Send> = match self.counted {
            Counted::HereAlone => Box::new(self.budget.credit(section)),
            Counted::WhereItWasSpooled => Box::new(section),
        };
        let section = Box::new(BufReader::new(section));
        let memory = self.memory;
        let decoded: Box<dyn Read + Send> = match member.method {
            CompressionMethod::STORE => section,
            CompressionMethod::DEFLATE => Compression::Deflate.decoder(section, memory)?,
            CompressionMethod::BZIP2 => Compression::Bzip2.decoder(section, memory)?,
            CompressionMethod::ZSTD => Compression::Zstandard.decoder(section, memory)?,
            CompressionMethod::XZ => Compression::Xz.decoder(section, memory)?,
            method => return Err(damage(format!("packed by a method that is not read: {method}"))),
        };
        let checked = Checked { inner: decoded, crc: Crc::new(), expected: member.crc };
        Ok(Box::new(self.budget.debit(checked)))
    }

    /// What the member of that name holds; nothing where there is none.
    ///
    /// # Errors
    /// A member that is damaged, encrypted, or of more than `limit` bytes.
    pub(in super::super) fn read(&mut self, name: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let flaw = |error| damage(format!("`{}` in it is damaged: {error}", cut(name)));
        let member = self.member(index).map_err(flaw)?;
        if member.kind == Kind::Encrypted {
            return Err(damage("encrypted: it is not read"));
        }
        let mut content = Vec::new();
        if member.size <= limit {
            self.reader(&member)?.take(limit + 1).read_to_end(&mut content)?;
        }
        let size = member.size.max(content.len() as u64);
        match size > limit {
            true => Err(damage(format!("`{}` in it has {}", cut(name), too_large(size, limit)))),
            false => Ok(Some(content)),
        }
    }
}

/// A name, as messages show it.
fn cut(name: &str) -> &str {
    name.char_indices().nth(80).map_or(name, |(end, _)| &name[..end])
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
