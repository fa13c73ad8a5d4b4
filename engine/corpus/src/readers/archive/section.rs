//! A file that is read from any place, by several readers.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// A section of a file, with a place of its own in it: readers of one file do not disturb each other.
#[derive(Clone)]
pub(super) struct Section {
    file: Arc<Mutex<File>>,
    at: u64,
    end: u64,
}

impl Section {
    /// All of a file.
    pub(super) fn all(file: File) -> io::Result<Self> {
        let end = file.metadata()?.len();
        Ok(Self { file: Arc::new(Mutex::new(file)), at: 0, end })
    }

    /// Where it ends.
    pub(super) fn len(&self) -> u64 {
        self.end
    }

    /// The `bytes` bytes from `start` on, as far as the file has them.
    pub(super) fn part(&self, start: u64, bytes: u64) -> Self {
        let end = start.saturating_add(bytes).min(self.end);
        Self { file: Arc::clone(&self.file), at: start, end }
    }
}

impl Read for Section {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_sub(self.at);
        let wanted = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(&mut buffer[..wanted])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Section {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, offset) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(offset) => (self.end, offset),
            SeekFrom::Current(offset) => (self.at, offset),
        };
        self.at = from.checked_add_signed(offset).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
