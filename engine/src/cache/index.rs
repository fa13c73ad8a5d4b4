//! Where the record of each key lies: in memory, made from the segments' index files.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::folder::CacheFolder;
use super::segment;
use super::segment::{FoundSegment, SegmentEntry};
use super::{CacheError, Key};

/// Where a record lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordPlace {
    pub(super) segment: u32,
    /// In the segment's data file, in bytes.
    pub(super) offset: u32,
    /// In bytes.
    pub(super) length: u32,
}

/// The places of all records, and the segments that they lie in.
#[derive(Debug, Default)]
pub(super) struct Index {
    // The first eight bytes of a key: among ten million keys two agree in them with a chance of one in 370,000, and what
    // follows from that is a miss.
    places: HashMap<u64, RecordPlace, BuildHasherDefault<AsIs>>,
    /// By number, which is by age.
    segments: BTreeMap<u32, Stored>,
    bytes: u64,
    evicted: u64,
}

#[derive(Debug)]
struct Stored {
    data: Arc<File>,
    /// Of both files.
    bytes: u64,
}

/// Reads the index of every segment in `folder`. What is no segment is set aside or removed where `may_write`, and passed
/// over otherwise.
pub(super) fn load(
    folder: &CacheFolder,
    may_write: bool,
    warnings: &mut Vec<String>,
) -> Result<Index, CacheError> {
    let mut index = Index::default();
    let mut foreign = Vec::new();
    let mut damaged = 0;
    for number in folder.segments()? {
        match segment::load(folder, number) {
            Ok(FoundSegment::Segment { data, entries, bytes, damaged: of_segment }) => {
                damaged += of_segment;
                index.add_segment(number, data, bytes);
                index.insert(number, &entries);
            }
            Ok(FoundSegment::Leftover) if may_write => folder.remove(number)?,
            Ok(FoundSegment::Leftover) => {}
            Ok(FoundSegment::Foreign) => foreign.push(number),
            Err(error) => warnings.push(format!("{}: {error}", folder.data(number).display())),
        }
    }
    if !foreign.is_empty() {
        warnings.push(format!(
            "{} of the files in the cache {} are damaged or of another version of Textmill; they are {}",
            2 * foreign.len(),
            folder.path().display(),
            if may_write { "set aside as *.damaged" } else { "not used" },
        ));
        if may_write {
            folder.set_aside(&foreign)?;
        }
    }
    if damaged > 0 {
        warnings.push(format!("the cache {} lost {damaged} damaged entries", folder.path().display()));
    }
    Ok(index)
}

impl Index {
    pub(super) fn place(&self, key: &Key) -> Option<RecordPlace> {
        self.places.get(&fingerprint(key)).copied()
    }

    /// The file that `place` is in.
    pub(super) fn data(&self, place: RecordPlace) -> Option<Arc<File>> {
        self.segments.get(&place.segment).map(|stored| Arc::clone(&stored.data))
    }

    pub(super) fn entries(&self) -> u64 {
        self.places.len() as u64
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn evicted(&self) -> u64 {
        self.evicted
    }

    /// The newest segment's number and size.
    pub(super) fn newest(&self) -> Option<(u32, u64)> {
        self.segments.last_key_value().map(|(number, stored)| (*number, stored.bytes))
    }

    pub(super) fn oldest(&self) -> Option<u32> {
        self.segments.first_key_value().map(|(number, _)| *number)
    }

    pub(super) fn add_segment(&mut self, number: u32, data: Arc<File>, bytes: u64) {
        self.segments.insert(number, Stored { data, bytes });
        self.bytes += bytes;
    }

    /// Adds entries of a segment; a later one of the same key takes the place of an earlier.
    pub(super) fn insert(&mut self, segment: u32, entries: &[SegmentEntry]) {
        self.places.extend(entries.iter().map(|entry| {
            (entry.fingerprint, RecordPlace { segment, offset: entry.offset, length: entry.length })
        }));
    }

    /// Says that a segment has grown.
    pub(super) fn grow(&mut self, number: u32, bytes: u64) {
        if let Some(stored) = self.segments.get_mut(&number) {
            stored.bytes += bytes;
            self.bytes += bytes;
        }
    }

    /// Forgets a segment and all that is in it.
    pub(super) fn evict(&mut self, number: u32) {
        let Some(stored) = self.segments.remove(&number) else { return };
        self.bytes -= stored.bytes;
        let before = self.places.len();
        self.places.retain(|_, place| place.segment != number);
        self.evicted += (before - self.places.len()) as u64;
    }

    /// Forgets the record of `key`, if it still lies at `place`.
    pub(super) fn remove(&mut self, key: &Key, place: RecordPlace) -> bool {
        let removes = self.place(key) == Some(place);
        if removes {
            self.places.remove(&fingerprint(key));
        }
        removes
    }
}

/// The first eight bytes of a key.
pub(super) fn fingerprint(key: &Key) -> u64 {
    let (first, _) = key.split_first_chunk().expect("a key has 32 bytes");
    u64::from_le_bytes(*first)
}

/// The hash of a fingerprint: itself, being part of a hash already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
