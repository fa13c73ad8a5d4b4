//! The two files of a segment.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::sync::Arc;

use super::folder::CacheFolder;
use super::index::RecordPlace;
use super::record;
use crate::regular;

/// How both files of a segment begin. Its last byte is the version of the format.
const HEAD: &[u8; 16] = b"textmill cache 1";

/// Bytes of an empty segment.
pub(super) const EMPTY_BYTES: u64 = 2 * HEAD.len() as u64;

/// Where a record lies, as the index file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentEntry {
    /// The first eight bytes of the key.
    pub(super) fingerprint: u64,
    pub(super) offset: u32,
    pub(super) length: u32,
}

/// What two files turned out to be.
#[derive(Debug)]
pub(super) enum FoundSegment {
    Segment {
        data: Arc<File>,
        entries: Vec<SegmentEntry>,
        /// Of both files.
        bytes: u64,
        /// Entries that point to where no record can be.
        damaged: usize,
    },
    /// One of them is not there or has not even its head: they were just being made or removed when a process ended.
    Leftover,
    /// They do not begin as a segment of this version does.
    Foreign,
}

impl SegmentEntry {
    pub(super) const BYTES: usize = 16;

    pub(super) fn to_bytes(self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        bytes[..8].copy_from_slice(&self.fingerprint.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.offset.to_le_bytes());
        bytes[12..].copy_from_slice(&self.length.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        // As the fields of a 128-bit number, which needs no fallible conversion.
        let all = u128::from_le_bytes(bytes);
        Self { fingerprint: all as u64, offset: (all >> 64) as u32, length: (all >> 96) as u32 }
    }

    fn lies_within(&self, data_bytes: u64) -> bool {
        self.length as usize >= record::HEAD_BYTES
            && u64::from(self.offset) >= HEAD.len() as u64
            && u64::from(self.offset) + u64::from(self.length) <= data_bytes
    }
}

/// Opens a segment for reading.
///
/// # Errors
/// Where a file that is there cannot be read.
pub(super) fn load(folder: &CacheFolder, number: u32) -> io::Result<FoundSegment> {
    let data = regular::open(&folder.data(number));
    let index = regular::open(&folder.index(number));
    let (mut data, mut index) = match (data, index) {
        (Ok(data), Ok(index)) => (data, index),
        (Err(error), _) | (_, Err(error)) if error.kind() == ErrorKind::NotFound => {
            return Ok(FoundSegment::Leftover);
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    match (head(&mut data)?, head(&mut index)?) {
        (Head::Right, Head::Right) => {}
        (Head::Foreign, _) | (_, Head::Foreign) => return Ok(FoundSegment::Foreign),
        _ => return Ok(FoundSegment::Leftover),
    }
    let (data_bytes, index_bytes) = (data.metadata()?.len(), index.metadata()?.len());
    // No more entries are read than the data has room for records, and only those are kept that are of one.
    let most = data_bytes.min(u32::MAX.into()) / record::HEAD_BYTES as u64;
    let mut index = BufReader::new(index.take(most * SegmentEntry::BYTES as u64));
    let (mut entries, mut all, mut bytes) = (Vec::new(), 0, [0; SegmentEntry::BYTES]);
    // What is left over is the beginning of an entry, at which a process was killed.
    while is_filled(&mut index, &mut bytes)? {
        let entry = SegmentEntry::from_bytes(bytes);
        all += 1;
        if entry.lies_within(data_bytes) {
            entries.push(entry);
        }
    }
    let damaged = all - entries.len();
    let bytes = data_bytes + index_bytes;
    Ok(FoundSegment::Segment { data: Arc::new(data), entries, bytes, damaged })
}

/// Fills a buffer; false at the end, also in its midst.
fn is_filled(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(buffer) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

enum Head {
    Right,
    /// The file ends before it does.
    Short,
    Foreign,
}

fn head(file: &mut File) -> io::Result<Head> {
    let mut bytes = Vec::with_capacity(HEAD.len());
    file.take(HEAD.len() as u64).read_to_end(&mut bytes)?;
    Ok(if bytes == HEAD {
        Head::Right
    } else if HEAD.starts_with(&bytes) {
        Head::Short
    } else {
        Head::Foreign
    })
}

/// The files of a segment that is being written.
#[derive(Debug)]
pub(super) struct Appender {
    data: File,
    index: File,
    data_bytes: u64,
}

impl Appender {
    /// Begins a segment.
    ///
    /// # Errors
    /// Among them, where there is one of that number.
    pub(super) fn create(folder: &CacheFolder, number: u32) -> io::Result<(Self, Arc<File>)> {
        let mut new = OpenOptions::new();
        new.append(true).create_new(true);
        let mut data = new.open(folder.data(number))?;
        let mut index = new.open(folder.index(number))?;
        data.write_all(HEAD)?;
        index.write_all(HEAD)?;
        let reader = File::open(folder.data(number))?;
        Ok((Self { data, index, data_bytes: HEAD.len() as u64 }, Arc::new(reader)))
    }

    /// Continues a segment.
    pub(super) fn resume(folder: &CacheFolder, number: u32) -> io::Result<Self> {
        let data = OpenOptions::new().append(true).open(folder.data(number))?;
        let index = OpenOptions::new().append(true).open(folder.index(number))?;
        let index_bytes = index.metadata()?.len();
        // The head is as long as an entry.
        index.set_len(index_bytes - index_bytes % SegmentEntry::BYTES as u64)?;
        let data_bytes = data.metadata()?.len();
        Ok(Self { data, index, data_bytes })
    }

    /// Where the next record will begin.
    pub(super) fn data_bytes(&self) -> u64 {
        self.data_bytes
    }

    /// Appends records, then the entries that lead to them.
    pub(super) fn append(&mut self, records: &[u8], entries: &[u8]) -> io::Result<()> {
        self.data.write_all(records)?;
        self.data_bytes += records.len() as u64;
        self.index.write_all(entries)
    }
}

/// Reads the record at `place` into `record`, whose content goes.
///
/// # Errors
/// Where the file ends before the record does, or cannot be read.
pub(super) fn read(data: &File, place: RecordPlace, record: &mut Vec<u8>) -> io::Result<()> {
    record.clear();
    record.resize(place.length as usize, 0);
    read_exact_at(data, record, u64::from(place.offset))
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{HEAD, SegmentEntry};

    #[test]
    fn an_entry_is_three_little_endian_numbers() {
        let entry =
            SegmentEntry { fingerprint: 0x0807_0605_0403_0201, offset: 0x0c0b_0a09, length: 0x100f_0e0d };
        let bytes = entry.to_bytes();
        assert_eq!(bytes, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        assert_eq!(SegmentEntry::from_bytes(bytes), entry);
        assert_eq!(HEAD.len(), SegmentEntry::BYTES, "so that whole entries end at a multiple of it");
    }

    #[test]
    fn an_entry_lies_within_the_data_file() {
        for (offset, length, expected) in [
            (16, 52, true),
            (15, 52, false),
            (16, 51, false),
            (948, 52, true),
            (949, 52, false),
            (u32::MAX, u32::MAX, false),
        ] {
            let entry = SegmentEntry { fingerprint: 0, offset, length };
            assert_eq!(entry.lies_within(1000), expected, "{entry:?}");
        }
    }
}
