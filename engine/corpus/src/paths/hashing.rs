//! The hash of an input, made while it is read.

use std::fmt::Write as _;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

/// A reader that hashes and counts what passes through it, so that no input is read twice.
///
/// It is shared: whoever decodes the input holds one, on whatever thread, and another is kept to read what the
/// decoder left and to ask for the hash. Bytes come in order, whoever asks for them.
#[derive(Clone)]
pub(super) struct Hashing(Arc<Mutex<State>>);

struct State {
    inner: Box<dyn Read + Send>,
    hash: Sha256,
    bytes: u64,
}

impl Hashing {
    pub(super) fn new(inner: Box<dyn Read + Send>) -> Self {
        Self(Arc::new(Mutex::new(State { inner, hash: Sha256::new(), bytes: 0 })))
    }

    /// Bytes that have been read.
    pub(super) fn count(&self) -> u64 {
        self.state().bytes
    }

    /// The SHA-256 of the bytes that have been read, in lower-case hexadecimal digits.
    pub(super) fn sha256(&self) -> String {
        let mut digits = String::with_capacity(64);
        for byte in self.state().hash.clone().finalize() {
            write!(digits, "{byte:02x}").expect("a string takes all that is written to it");
        }
        digits
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A reader that panicked has hashed nothing of what it was about to give.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let state = &mut *self.state();
        let read = state.inner.read(buffer)?;
        state.hash.update(&buffer[..read]);
        state.bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_counts_what_was_read_by_anybody() {
        let mut reader = Hashing::new(Box::new(&b"abc"[..]));
        reader.clone().read_exact(&mut [0]).unwrap();
        io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!(reader.count(), 3);
        // The first example of FIPS 180-4.
        assert_eq!(reader.sha256(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
