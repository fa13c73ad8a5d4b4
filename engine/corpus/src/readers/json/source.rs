//! A stream of a document of which a part may be read a second time, and where it stands.

use std::io::{self, BufRead, Read};

use crate::lookahead::read_ready;

/// How often the bytes of a document may be read again in all, and how many may in any case: what a record that is not closed
/// takes of the next ones.
const TIMES_AGAIN: u64 = 8;
const ALWAYS_AGAIN: u64 = 64 << 20;

/// A place in a document: lines as an editor counts them from 1, and the bytes before it on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) before: u64,
}

impl Default for Place {
    fn default() -> Self {
        Self { line: 1, before: 0 }
    }
}

impl Place {
    /// Goes over some bytes.
    pub(super) fn pass(&mut self, bytes: &[u8]) {
        match memchr::memrchr(b'\n', bytes) {
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
                self.before = (bytes.len() - last - 1) as u64;
            }
            None => self.before += bytes.len() as u64,
        }
    }
}

/// What is to be read again before the stream, and how far it was read.
#[derive(Debug, Default)]
pub(super) struct Source {
    ahead: Vec<u8>,
    given: usize,
    pub(super) place: Place,
    /// Bytes that were read of the stream, and bytes that were read again.
    read: u64,
    again: u64,
}

impl Source {
    /// The stream, with what comes before it.
    pub(super) fn over<'source, R: BufRead>(&'source mut self, input: &'source mut R) -> Over<'source, R> {
        Over { source: self, input }
    }

    /// Gives `bytes` again, which begin at `place`. Whether that may be done once more.
    pub(super) fn put_back(&mut self, bytes: &[u8], place: Place) -> bool {
        let again = self.again + bytes.len() as u64;
        if again > ALWAYS_AGAIN.max(self.read.saturating_mul(TIMES_AGAIN)) {
            return false;
        }
        (self.again, self.place) = (again, place);
        match self.given.checked_sub(bytes.len()) {
            Some(given) => {
                self.ahead[given..self.given].copy_from_slice(bytes);
                self.given = given;
            }
            None => {
                self.ahead.splice(..self.given, bytes.iter().copied());
                self.given = 0;
            }
        }
        true
    }
}

/// A stream, with what comes before it.
pub(super) struct Over<'source, R> {
    source: &'source mut Source,
    input: &'source mut R,
}

impl<R: BufRead> BufRead for Over<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Source { ahead, given, .. } = &*self.source;
        if *given < ahead.len() { Ok(&ahead[*given..]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        let Source { ahead, given, place, read, .. } = &mut *self.source;
        if *given < ahead.len() {
            place.pass(&ahead[*given..*given + amount]);
            *given += amount;
            return;
        }
        // A buffer that was filled is given as it is.
        if let Ok(block) = self.input.fill_buf() {
            place.pass(&block[..amount.min(block.len())]);
        }
        *read += amount as u64;
        self.input.consume(amount);
    }
}

impl<R: BufRead> Read for Over<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}
