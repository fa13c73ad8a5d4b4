//! A stream of which several readers read in turn, each a stretch.

use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::damage::damage;

/// The stream of an archive, whose members are read one after another by readers that do not know of it.
pub(super) struct Stretches(Arc<Mutex<State>>);

struct State {
    reader: Box<dyn Read + Send>,
    /// Which stretch is read: a reader of another, left behind on some thread, is given nothing.
    turn: u64,
    /// Bytes of the stretch that are still to be read.
    left: u64,
    /// Bytes of all stretches that have been read.
    offset: u64,
    failed: bool,
}

/// A reader of a stretch.
pub(super) struct Stretch {
    stretches: Arc<Mutex<State>>,
    turn: u64,
}

impl Stretches {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self(Arc::new(Mutex::new(State { reader, turn: 0, left: 0, offset: 0, failed: false })))
    }

    /// The next `bytes` bytes. The stretch before ends where it is.
    pub(super) fn next(&self, bytes: u64) -> Stretch {
        let mut state = lock(&self.0);
        state.turn += 1;
        state.left = bytes;
        Stretch { stretches: Arc::clone(&self.0), turn: state.turn }
    }

    /// Steps over what is left of the stretch.
    pub(super) fn skip(&self) -> io::Result<()> {
        let mut state = lock(&self.0);
        state.turn += 1;
        let turn = state.turn;
        drop(state);
        io::copy(&mut Stretch { stretches: Arc::clone(&self.0), turn }, &mut io::sink()).map(drop)
    }

    /// Where the stream stands, in bytes.
    pub(super) fn offset(&self) -> u64 {
        lock(&self.0).offset
    }

    /// Whether a reader of a stretch was told that the stream broke off.
    pub(super) fn failed(&self) -> bool {
        lock(&self.0).failed
    }
}

impl Read for Stretch {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let state = &mut *lock(&self.stretches);
        if state.turn != self.turn || state.left == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let wanted = usize::try_from(state.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let read = match state.reader.read(&mut buffer[..wanted]) {
            Ok(0) => Err(damage("the archive ends too early")),
            read => read,
        };
        match &read {
            Ok(read) => {
                state.left -= *read as u64;
                state.offset += *read as u64;
            }
            Err(error) => state.failed |= error.kind() != io::ErrorKind::Interrupted,
        }
        read
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    // A decoder that panicked has read nothing of what it was about to give.
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(reader: &mut impl Read) -> Result<String, String> {
        let mut text = String::new();
        reader.read_to_string(&mut text).map_err(|error| error.to_string())?;
        Ok(text)
    }

    #[test]
    fn readers_come_in_turn() {
        let stretches = Stretches::new(Box::new(&b"one two three"[..]));
        assert_eq!(text(&mut stretches.next(4)).unwrap(), "one ");
        let mut left_behind = stretches.next(4);
        left_behind.read_exact(&mut [0; 2]).unwrap();
        stretches.skip().unwrap();
        assert_eq!(text(&mut left_behind).unwrap(), "");
        assert_eq!(stretches.offset(), 8);
        assert!(!stretches.failed());
        assert_eq!(text(&mut stretches.next(6)).unwrap_err(), "the archive ends too early");
        assert!(stretches.failed());
    }
}
