//! The store that `--cache` keeps: bodies of bytes on disk, each under the hash of all that it depends on.
//!
//! What a key is made of and what a body means is the caller's. This folder keeps them bounded and checked, and knows
//! nothing of plugins or documents.
//!
//! # On disk
//! Bodies are appended to *segments*, pairs of files whose number counts up: `00000007.data` holds records,
//! `00000007.index` where each begins. When the store is full, the oldest segments are removed, so entries go in the
//! order in which they were written, no byte is moved, and the files are never larger than the store. A segment is a
//! 32nd of the bound.
//!
//! ```text
//! NUMBER.data     "textmill cache 1"  record…       record: check 16 bytes, key 32, length of the body 4, body (LZ4 block
//!                                                   where that is shorter). The check is XXH3-128 of all after it.
//! NUMBER.index    "textmill cache 1"  entry…        entry: first 8 bytes of the key, offset in .data 4, length of the record 4
//! lock            held by the process that writes
//! CACHEDIR.TAG    tells backup programs to leave the folder out (<https://bford.info/cachedir/>)
//! ```
//!
//! Numbers are little-endian. A record is written before its entry, and nothing is flushed to the device: a process that is
//! killed loses nothing that it had put, and what a power failure spoils fails its check. A body is given only where
//! the check and all 32 bytes of the key are right, so a damaged store costs time and never changes a report.
//!
//! # Why not a database
//! Measured with redb 4.6 on 100,000 entries of 1 KB: a file of 272 MB for 102 MB of bodies, where this takes 109 MB;
//! with 200 bytes of the file inverted, 9 of 40 such files made a read panic. Keys are hashes, so a tree writes a page
//! for nearly every entry; after a kill it has to be walked whole before use.

mod error;
mod folder;
mod index;
mod record;
mod segment;
#[cfg(test)]
mod tests;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

pub(crate) use error::CacheError;
use folder::{Access, CacheFolder};
use index::{Index, RecordPlace};
use record::Decoded;
use writer::{CacheLimits, Chunk, Writer};

/// The hash of all that a body depends on. It must be spread evenly, as SHA-256 is.
pub(crate) type Key = [u8; 32];

/// A store in a folder. All methods may be called by many threads at once.
///
/// Memory is some 40 bytes an entry, and one open file for each of the 32 segments or so.
#[derive(Debug)]
pub(crate) struct Cache {
    index: RwLock<Index>,
    limits: CacheLimits,
    /// `None` where another process writes to the folder, or nobody may.
    writer: Option<Mutex<Writer>>,
    damaged: AtomicU64,
}

/// A [`Cache`], and what its user should be told.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) cache: Cache,
    /// Why the store is not what it was, or why nothing will be added to it. It names the folder.
    pub(crate) warning: Option<String>,
}

/// What a store holds, and what it lost since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Bodies that can be had.
    pub(crate) entries: u64,
    /// Bytes of the segments on disk.
    pub(crate) bytes: u64,
    /// Entries removed to make room. Many in one run say that the bound is less than the run needs.
    pub(crate) evicted: u64,
    /// Entries that failed their check, and are gone.
    pub(crate) damaged: u64,
}

impl Cache {
    /// Opens the store in `folder`, or begins one there. It will take at most `max_bytes` on disk.
    ///
    /// One process writes at a time. A second one on the same folder reads what was there when it began, adds nothing,
    /// and is told so by the warning. A file that is damaged or not of this version is set aside under a name ending in
    /// `.damaged`, where the latest such files stay. The folder, or any file in it, may be deleted at any moment.
    ///
    /// Time is linear in the entries: some 50 ms for a million.
    ///
    /// # Errors
    /// [`CacheError`] where the folder cannot be made or read, or holds files that are not of a store: it may have been
    /// named by mistake.
    pub(crate) fn open(folder: &Path, max_bytes: u64) -> Result<Opened, CacheError> {
        let (folder, access) = CacheFolder::open(folder)?;
        let mut warnings = Vec::new();
        let mut index = index::load(&folder, access.may_write(), &mut warnings)?;
        let limits = CacheLimits::new(max_bytes);
        let writer = match access {
            Access::ReadWrite(lock) => Some(Mutex::new(Writer::new(folder, lock, limits, &mut index)?)),
            Access::ReadOnly(reason) => {
                warnings.push(format!(
                    "the cache {} is read and not added to: {reason}",
                    folder.path().display()
                ));
                None
            }
        };
        let warning = (!warnings.is_empty()).then(|| warnings.join("; "));
        let cache = Self { index: RwLock::new(index), limits, writer, damaged: AtomicU64::new(0) };
        Ok(Opened { cache, warning })
    }

    /// The body under `key`. For many at once, [`get_many`](Self::get_many) is quicker.
    #[cfg(test)]
    pub(crate) fn get(&self, key: &Key) -> Option<Vec<u8>> {
        self.get_many(std::slice::from_ref(key)).pop().flatten()
    }

    /// The bodies under `keys`, in their order.
    ///
    /// A record that cannot be read, or fails its check, is a miss and is removed: its key can be put again.
    pub(crate) fn get_many(&self, keys: &[Key]) -> Vec<Option<Vec<u8>>> {
        let mut bodies = vec![None; keys.len()];
        let mut record = Vec::new();
        for Wanted { position, place, data } in self.wanted(keys) {
            let key = &keys[position];
            match segment::read(&data, place, &mut record).map(|()| record::decode(&record, key)) {
                Ok(Decoded::Body(body)) => bodies[position] = Some(body),
                // A whole record of another key is where a damaged index points; that two keys share their first eight
                // bytes is not to be expected in this world, and costs no more than the older one.
                Ok(Decoded::OtherKey | Decoded::Damaged) | Err(_) => self.remove(key, place),
            }
        }
        bodies
    }

    /// Keeps `entries`; those whose keys are there already are passed over.
    ///
    /// Bodies are compressed on the calling thread; only the writing of some MiB at once is one thread's at a time. A
    /// body of more than an eighth of the bound is not kept.
    ///
    /// # Errors
    /// [`CacheError`] where the files cannot be written: the disk is full, or the folder has gone and cannot be made. The
    /// entries of the call may then be kept or not; the store stays fit for use.
    pub(crate) fn put_all(
        &self,
        entries: impl IntoIterator<Item = (Key, Vec<u8>)>,
    ) -> Result<(), CacheError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let mut chunk = Chunk::default();
        for (key, body) in entries {
            if body.len() as u64 > self.limits.body_bytes || self.contains(&key) {
                continue;
            }
            chunk.push(&key, &body);
            if chunk.bytes() >= self.limits.chunk_bytes {
                lock(writer).append(&chunk, &self.index)?;
                chunk.clear();
            }
        }
        lock(writer).append(&chunk, &self.index)
    }

    /// What the store holds now.
    pub(crate) fn usage(&self) -> Usage {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        Usage {
            entries: index.entries(),
            bytes: index.bytes(),
            evicted: index.evicted(),
            damaged: self.damaged.load(Ordering::Relaxed),
        }
    }

    fn contains(&self, key: &Key) -> bool {
        self.index.read().unwrap_or_else(PoisonError::into_inner).place(key).is_some()
    }

    /// Where the records of `keys` are, in the order in which they lie on disk.
    fn wanted(&self, keys: &[Key]) -> Vec<Wanted> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let wanted = keys.iter().enumerate().filter_map(|(position, key)| {
            let place = index.place(key)?;
            Some(Wanted { position, place, data: index.data(place)? })
        });
        let mut wanted: Vec<Wanted> = wanted.collect();
        drop(index);
        wanted.sort_by_key(|wanted| (wanted.place.segment, wanted.place.offset));
        wanted
    }

    fn remove(&self, key: &Key, place: RecordPlace) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if index.remove(key, place) {
            self.damaged.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// A record to be read.
struct Wanted {
    /// Of its key among those asked for.
    position: usize,
    place: RecordPlace,
    data: Arc<File>,
}

// A thread that panicked while it held a lock left at worst an entry that fails its check.
fn lock(writer: &Mutex<Writer>) -> MutexGuard<'_, Writer> {
    writer.lock().unwrap_or_else(PoisonError::into_inner)
}
