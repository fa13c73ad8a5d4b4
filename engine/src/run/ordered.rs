//! Puts what workers give back into the order of the input.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Writes the lines of portions in the order of the portions, whichever is done first, and knows how many are done.
pub(crate) struct OrderedWriter<'w> {
    state: Mutex<Ordered<'w>>,
    moved_on: Condvar,
}

struct Ordered<'w> {
    writer: &'w mut (dyn Write + Send),
    next: u64,
    waiting: BTreeMap<u64, Vec<u8>>,
    /// Bytes that were written.
    written: u64,
    failed: Option<io::Error>,
    closed: bool,
}

impl<'w> OrderedWriter<'w> {
    pub(crate) fn new(writer: &'w mut (dyn Write + Send)) -> Self {
        let state =
            Ordered { writer, next: 0, waiting: BTreeMap::new(), written: 0, failed: None, closed: false };
        Self { state: Mutex::new(state), moved_on: Condvar::new() }
    }

    /// Takes the lines of a portion, and gives the number of portions that were written by that.
    pub(crate) fn add(&self, sequence: u64, lines: io::Result<Vec<u8>>) -> usize {
        let mut ordered = self.lock();
        let lines = lines.unwrap_or_else(|error| {
            ordered.failed.get_or_insert(error);
            Vec::new()
        });
        ordered.waiting.insert(sequence, lines);
        let mut written = 0;
        while let Some(lines) = ordered.take_next() {
            written += 1;
            if ordered.failed.is_none() {
                ordered.written += lines.len() as u64;
                if let Err(error) = ordered.writer.write_all(&lines) {
                    ordered.failed = Some(error);
                }
            }
        }
        self.moved_on.notify_all();
        written
    }

    /// Whether writing has failed, so that there is no use in going on.
    pub(crate) fn has_failed(&self) -> bool {
        self.lock().failed.is_some()
    }

    /// Waits until the portions before `sequence` are done, and their lines with the operating system. Gives the
    /// number of bytes that were written.
    ///
    /// # Errors
    /// Where they cannot be written, or nobody is left to do them.
    pub(crate) fn wait_for(&self, sequence: u64) -> io::Result<u64> {
        let waits = |ordered: &mut Ordered<'w>| ordered.next < sequence && !ordered.closed;
        let ordered = self.moved_on.wait_while(self.lock(), waits);
        let mut ordered = ordered.unwrap_or_else(PoisonError::into_inner);
        if ordered.next < sequence {
            return Err(io::Error::other("the workers stopped"));
        }
        if let Some(error) = &ordered.failed {
            return Err(io::Error::new(error.kind(), error.to_string()));
        }
        ordered.writer.flush()?;
        Ok(ordered.written)
    }

    /// Ends all waiting when the result is dropped.
    pub(crate) fn close_when_dropped(&self) -> Closing<'_, 'w> {
        Closing(self)
    }

    /// # Errors
    /// The first error in writing.
    pub(crate) fn finish(self) -> io::Result<()> {
        let ordered = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match ordered.failed {
            Some(error) => Err(error),
            None => ordered.writer.flush(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ordered<'w>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ordered<'_> {
    fn take_next(&mut self) -> Option<Vec<u8>> {
        let lines = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(lines)
    }
}

/// Ends all waiting when it is dropped.
pub(crate) struct Closing<'o, 'w>(&'o OrderedWriter<'w>);

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.moved_on.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_the_order_of_portions() {
        let mut out = Vec::new();
        let writer = OrderedWriter::new(&mut out);
        assert_eq!(writer.add(1, Ok(b"b\n".to_vec())), 0);
        assert_eq!(writer.add(0, Ok(b"a\n".to_vec())), 2);
        assert_eq!(writer.wait_for(2).unwrap(), 4);
        assert_eq!(writer.add(2, Ok(Vec::new())), 1);
        writer.finish().unwrap();
        assert_eq!(out, b"a\nb\n");
    }

    #[test]
    fn nothing_is_written_behind_a_failure() {
        let mut out = Vec::new();
        let writer = OrderedWriter::new(&mut out);
        writer.add(0, Err(io::Error::other("full")));
        assert_eq!(writer.add(1, Ok(b"b\n".to_vec())), 1);
        assert!(writer.has_failed());
        assert_eq!(writer.wait_for(2).unwrap_err().to_string(), "full");
        assert_eq!(writer.finish().unwrap_err().to_string(), "full");
        assert!(out.is_empty());
    }
}
