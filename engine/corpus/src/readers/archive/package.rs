//! The members of a ZIP archive (PKWARE's APPNOTE 6.3), read from the directory at its end.
//!
//! The directory is parsed by the `zip` crate. Its members borrow the archive, so that their data is decoded here, by
//! the decoders of compressed files.

use std::collections::BTreeSet;
use std::io::{self, BufReader, Read};

use ::zip::result::{ZipError, ZipResult};
use ::zip::{CompressionMethod, ZipArchive};
use flate2::Crc;

use super::headers::{self, Local};
use super::section::Section;
use super::shown;
use crate::compression::{Budget, Compression};
use crate::damage::damage;
use crate::encoding::NamesEncoding;
use crate::reader::{Context, Data, too_large};

/// An archive, as its directory says.
pub(in super::super) struct Package {
    directory: Option<ZipArchive<BufReader<Section>>>,
    /// Members that the directory does not name.
    found: Vec<Local>,
    /// The members in the order of the archive.
    order: Vec<Place>,
    flaw: Option<String>,
    data: Section,
    counted: Counted,
    /// The encoding of names that are not UTF-8.
    names: NamesEncoding,
    budget: Budget,
    /// Bytes that a decoder may keep to look back at.
    memory: u64,
}

/// Where a member is named.
#[derive(Clone, Copy)]
enum Place {
    Listed(usize),
    Found(usize),
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
    method: Result<CompressionMethod, u16>,
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
        let (directory, found, flaw) = match ZipArchive::new(BufReader::new(data.clone())) {
            Ok(mut directory) => {
                let (found, flaw) = unlisted(&mut directory, &data)?;
                (Some(directory), found, flaw)
            }
            Err(error) => {
                let flaw = format!("the ZIP archive is damaged or cut short: {error}");
                let found = headers::members(&data, data.len())?;
                if found.is_empty() {
                    return Err(damage(flaw));
                }
                (None, found, Some(flaw))
            }
        };
        let listed = directory.iter().flat_map(ZipArchive::file_names_raw);
        let names = NamesEncoding::of(listed.chain(found.iter().map(|member| &*member.name)));
        let memory = context.format.decompression_memory;
        let budget = context.budget.clone();
        let mut package =
            Self { directory, found, order: Vec::new(), flaw, data, counted, names, budget, memory };
        package.order = package.ordered();
        Ok(package)
    }

    /// The members in the order of the directory, those that it does not name before the first that stands behind them.
    fn ordered(&mut self) -> Vec<Place> {
        let mut order = Vec::new();
        let mut found = self.found.iter().enumerate().peekable();
        let listed = self.directory.as_ref().map_or(0, ZipArchive::len);
        for index in 0..listed {
            if let (Some((_, member)), Some(directory)) = (found.peek(), &mut self.directory) {
                let header = directory.by_index_raw(index).map_or(u64::MAX, |member| member.header_start());
                let mut next = Some(member.header);
                while next.is_some_and(|next| next < header) {
                    order.extend(found.next().map(|(index, _)| Place::Found(index)));
                    next = found.peek().map(|(_, member)| member.header);
                }
            }
            order.push(Place::Listed(index));
        }
        order.extend(found.map(|(index, _)| Place::Found(index)));
        order
    }

    /// How many members there are.
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// What is wrong with the archive as a whole.
    pub(in super::super) fn flaw(&self) -> Option<&str> {
        self.flaw.as_deref()
    }

    /// Whether the archive has its directory.
    pub(super) fn is_whole(&self) -> bool {
        self.directory.is_some()
    }

    /// Whether members share a name, of which the last alone is known.
    pub(in super::super) fn is_doubled(&self) -> bool {
        self.directory.as_ref().is_some_and(ZipArchive::has_duplicate_names)
    }

    /// The names of all members, in no order.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &str> {
        let listed = self.directory.iter().flat_map(ZipArchive::file_names_raw);
        let found = self.found.iter().map(|member| &*member.name);
        listed.chain(found).filter_map(|name| str::from_utf8(name).ok())
    }

    /// Whether there is a member of that name.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// By its bytes: the crate goes through all members for a name that is not there.
    fn index(&self, name: &str) -> Option<Place> {
        // Some programs write backslashes between folders.
        self.index_of(name).or_else(|| self.index_of(&name.replace('/', "\\")))
    }

    fn index_of(&self, name: &str) -> Option<Place> {
        let listed = self.directory.as_ref().and_then(|listed| listed.index_for_name_raw(name.as_bytes()));
        let found = || self.found.iter().position(|member| member.name == name.as_bytes());
        listed.map(Place::Listed).or_else(|| found().map(Place::Found))
    }

    pub(super) fn member(&mut self, index: usize) -> ZipResult<Member> {
        self.at(self.order[index])
    }

    fn at(&mut self, place: Place) -> ZipResult<Member> {
        match (place, &mut self.directory) {
            (Place::Listed(index), Some(directory)) => listed(directory, self.names, index),
            (Place::Listed(index) | Place::Found(index), _) => {
                Ok(found(self.found.get(index).ok_or(ZipError::FileNotFound)?, self.names))
            }
        }
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
        let method = member
            .method
            .map_err(|method| damage(format!("packed by a method that is not read: {method}")))?;
        let decoded: Box<dyn Read + Send> = match method {
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
        let Some(place) = self.index(name) else { return Ok(None) };
        let flaw = |error| damage(format!("`{}` in it is damaged: {error}", cut(name)));
        let member = self.at(place).map_err(flaw)?;
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

/// A member that the directory names.
fn listed(
    directory: &mut ZipArchive<BufReader<Section>>,
    names: NamesEncoding,
    index: usize,
) -> ZipResult<Member> {
    let member = directory.by_index_raw(index)?;
    // Many programs write UTF-8 and do not say so, or the code page of their system; that of DOS is what is left.
    let path = match (str::from_utf8(member.name_raw()), names.decode(member.name_raw())) {
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
        method: Ok(member.compression()),
        start: member.data_start(),
        compressed: member.compressed_size(),
        size: member.size(),
        crc: member.crc32(),
    })
}

/// A member that a header alone names.
fn found(member: &Local, names: NamesEncoding) -> Member {
    let path = match (str::from_utf8(&member.name), names.decode(&member.name)) {
        (Err(_), Some(path)) => path.into_bytes(),
        _ => String::from_utf8_lossy(&member.name).into_owned().into_bytes(),
    };
    let path = shown(&path).to_vec();
    let kind = match path.last() {
        None | Some(b'/') => Kind::Folder,
        _ if member.encrypted => Kind::Encrypted,
        _ => Kind::File,
    };
    let method = match member.method {
        0 => Ok(CompressionMethod::STORE),
        8 => Ok(CompressionMethod::DEFLATE),
        12 => Ok(CompressionMethod::BZIP2),
        93 => Ok(CompressionMethod::ZSTD),
        95 => Ok(CompressionMethod::XZ),
        other => Err(other),
    };
    let Local { start, compressed, size, crc, .. } = *member;
    Member { path, kind, method, start: Some(start), compressed, size, crc }
}

/// The members that stand in an archive and are not named by its directory, since they are those of another archive before it,
/// or have the name of another; and what is to be said of them.
fn unlisted(
    directory: &mut ZipArchive<BufReader<Section>>,
    data: &Section,
) -> io::Result<(Vec<Local>, Option<String>)> {
    let before = directory.offset();
    let end = if directory.has_duplicate_names() { directory.central_directory_start() } else { before };
    if end == 0 {
        return Ok((Vec::new(), None));
    }
    let mut starts = BTreeSet::new();
    for index in 0..directory.len() {
        starts.extend(directory.by_index_raw(index).ok().map(|member| member.header_start()));
    }
    let mut found = headers::members(data, end)?;
    found.retain(|member| {
        let is_doubled = || directory.index_for_name_raw(&member.name).is_some();
        !starts.contains(&member.header) && (member.header < before || is_doubled())
    });
    let flaw = match found.is_empty() {
        true if before > 0 => Some(format!("{before} bytes stand before the ZIP archive and are not read")),
        true => Some("has several members of one name, of which the last alone is read".to_owned()),
        false => None,
    };
    Ok((found, flaw))
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
