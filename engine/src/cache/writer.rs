//! Adds records to the newest segment, and removes the oldest.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::{Arc, PoisonError, RwLock};

use super::folder::CacheFolder;
use super::index;
use super::index::Index;
use super::segment::{Appender, EMPTY_BYTES, SegmentEntry};
use super::{CacheError, Key, record};
use crate::locked::LockedFile;

/// Segments of a full store. Fewer would be larger, and more would go at once.
const SEGMENTS: u64 = 32;

/// Offsets in a segment have 32 bits.
const MAX_SEGMENT_BYTES: u64 = 1 << 30;

/// What is written at once, in bytes: much for one call of the system, little for memory.
const MAX_CHUNK_BYTES: u64 = 1 << 20;

/// The part of the bound to which a full store shrinks, as a fraction.
const SHRINKS_TO: (u64, u64) = (9, 10);

/// Sizes that follow from the bound.
#[derive(Clone, Copy, Debug)]
pub(super) struct CacheLimits {
    max_bytes: u64,
    segment_bytes: u64,
    pub(super) chunk_bytes: u64,
    pub(super) body_bytes: u64,
}

/// Records that are written together.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    records: Vec<u8>,
    /// Offsets from the beginning of the chunk.
    entries: Vec<SegmentEntry>,
}

/// The part of a store that only one thread uses at a time.
#[derive(Debug)]
pub(super) struct Writer {
    folder: CacheFolder,
    limits: CacheLimits,
    /// The segment that grows. None before the first record, and after an error.
    active: Option<(u32, Appender)>,
    /// Greater than that of any segment that was ever in the folder while this process wrote to it.
    next_number: u32,
    /// Held as long as this lives.
    _lock: LockedFile,
}

impl CacheLimits {
    pub(super) fn new(max_bytes: u64) -> Self {
        let segment_bytes = (max_bytes / SEGMENTS).clamp(EMPTY_BYTES, MAX_SEGMENT_BYTES);
        let body_bytes = (max_bytes / 8).min(MAX_SEGMENT_BYTES);
        Self { max_bytes, segment_bytes, chunk_bytes: segment_bytes.min(MAX_CHUNK_BYTES), body_bytes }
    }
}

impl Chunk {
    pub(super) fn push(&mut self, key: &Key, body: &[u8]) {
        let offset = self.records.len();
        record::encode(key, body, &mut self.records);
        let to_u32 = |number| u32::try_from(number).expect("a chunk is a MiB and a body under a GiB at most");
        self.entries.push(SegmentEntry {
            fingerprint: index::fingerprint(key),
            offset: to_u32(offset),
            length: to_u32(self.records.len() - offset),
        });
    }

    /// On disk, with the entries.
    pub(super) fn bytes(&self) -> u64 {
        (self.records.len() + self.entries.len() * SegmentEntry::BYTES) as u64
    }

    pub(super) fn clear(&mut self) {
        self.records.clear();
        self.entries.clear();
    }
}

impl Writer {
    /// Continues the newest segment, if that has room; else the first record begins one.
    pub(super) fn new(
        folder: CacheFolder,
        lock: LockedFile,
        limits: CacheLimits,
        index: &mut Index,
    ) -> Result<Self, CacheError> {
        let newest = index.newest();
        let active = match newest.filter(|(_, bytes)| *bytes < limits.segment_bytes) {
            Some((number, _)) => Some((number, Appender::resume(&folder, number).map_err(folder.error())?)),
            None => None,
        };
        let next_number = newest.map_or(0, |(number, _)| number.saturating_add(1));
        let writer = Self { folder, limits, active, next_number, _lock: lock };
        // The bound may be less than last time.
        writer.make_room(0, index)?;
        Ok(writer)
    }

    /// Writes a chunk, and makes room for it before.
    pub(super) fn append(&mut self, chunk: &Chunk, index: &RwLock<Index>) -> Result<(), CacheError> {
        if chunk.entries.is_empty() {
            return Ok(());
        }
        self.roll(chunk.bytes(), index)?;
        self.make_room(chunk.bytes(), &mut index.write().unwrap_or_else(PoisonError::into_inner))?;
        let Some((number, appender)) = &mut self.active else { return Ok(()) };
        let entries = moved(&chunk.entries, appender.data_bytes());
        let written = appender.append(&chunk.records, &entries_bytes(&entries));
        let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
        // Bytes count even where not all of them were written: too many is the safe side.
        index.grow(*number, chunk.bytes());
        if let Err(error) = written {
            self.active = None;
            return Err(self.folder.error()(error));
        }
        index.insert(*number, &entries);
        Ok(())
    }

    /// Begins a segment where the one that grows has no room for `bytes` more.
    fn roll(&mut self, bytes: u64, index: &RwLock<Index>) -> Result<(), CacheError> {
        let room = self.limits.segment_bytes.saturating_sub(bytes);
        if self.active.as_ref().is_some_and(|(_, appender)| appender.data_bytes() <= room.max(EMPTY_BYTES)) {
            return Ok(());
        }
        let (number, appender, data) = self.create().map_err(self.folder.error())?;
        let mut index = index.write().unwrap_or_else(PoisonError::into_inner);
        index.add_segment(number, data, EMPTY_BYTES);
        self.active = Some((number, appender));
        Ok(())
    }

    fn create(&mut self) -> io::Result<(u32, Appender, Arc<File>)> {
        loop {
            let number = self.next_number;
            self.next_number =
                number.checked_add(1).ok_or_else(|| io::Error::other("its segments have no numbers left"))?;
            match Appender::create(&self.folder, number) {
                Ok((appender, data)) => return Ok((number, appender, data)),
                // The folder was deleted, or the lock in it, so that another process writes there too.
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    self.folder.make()?;
                    let (appender, data) = Appender::create(&self.folder, number)?;
                    return Ok((number, appender, data));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Removes the oldest segments where `bytes` more would be too many.
    fn make_room(&self, bytes: u64, index: &mut Index) -> Result<(), CacheError> {
        if index.bytes() + bytes <= self.limits.max_bytes {
            return Ok(());
        }
        let (part, whole) = SHRINKS_TO;
        let shrunk = self.limits.max_bytes / whole * part;
        while index.bytes() + bytes > shrunk {
            match index.oldest() {
                Some(oldest) if self.active.as_ref().is_none_or(|(active, _)| *active != oldest) => {
                    index.evict(oldest);
                    self.folder.remove(oldest)?;
                }
                _ => break,
            }
        }
        Ok(())
    }
}

/// Entries of a chunk as those of a segment that it is appended to.
fn moved(entries: &[SegmentEntry], by: u64) -> Vec<SegmentEntry> {
    let by = u32::try_from(by).expect("a segment has less than 2 GiB");
    let moved = entries.iter().map(|entry| SegmentEntry { offset: entry.offset + by, ..*entry });
    moved.collect()
}

fn entries_bytes(entries: &[SegmentEntry]) -> Vec<u8> {
    entries.iter().flat_map(|entry| entry.to_bytes()).collect()
}
