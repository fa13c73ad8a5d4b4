//! Puts what workers give back into the order of the input.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Writes the lines of portions in the order of the portions, whichever is done first, and knows how many are done.
pub(crate) struct OrderedWriter<'w> {
    state: Mutex<Ordered<'w>>,
    moved_on: Condvar,
}

/// The place of lines in the order of the input: that of a portion, or of a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// From 0.
    portion: u64,
    part: usize,
    /// How many parts the portion has.
    parts: usize,
}

impl Place {
    /// The place of a portion that is not cut.
    pub(crate) fn whole(portion: u64) -> Self {
        Self { portion, part: 0, parts: 1 }
    }

    /// The places of a portion's parts.
    pub(crate) fn parts(self, parts: usize) -> impl Iterator<Item = Self> {
        (0..parts).map(move |part| Self { part, parts, ..self })
    }

    fn is_last(self) -> bool {
        self.part + 1 == self.parts
    }
}

struct Ordered<'w> {
    writer: &'w mut (dyn Write + Send),
    /// The portion that is next to be written, and how many of its parts were.
    next: u64,
    next_part: usize,
    waiting: BTreeMap<Place, Vec<u8>>,
    /// Bytes that were written.
    written: u64,
    failed: Option<io::Error>,
    closed: bool,
}

impl<'w> OrderedWriter<'w> {
    pub(crate) fn new(writer: &'w mut (dyn Write + Send)) -> Self {
        let state = Ordered {
            writer,
            next: 0,
            next_part: 0,
            waiting: BTreeMap::new(),
            written: 0,
            failed: None,
            closed: false,
        };
        Self { state: Mutex::new(state), moved_on: Condvar::new() }
    }

    /// Takes the lines of a portion or a part of one, and gives the number of portions that are written whole by that.
    pub(crate) fn add(&self, place: Place, lines: io::Result<Vec<u8>>) -> usize {
        let mut ordered = self.lock();
        let lines = lines.unwrap_or_else(|error| {
            ordered.failed.get_or_insert(error);
            Vec::new()
        });
        ordered.waiting.insert(place, lines);
        let mut written = 0;
        while let Some((place, lines)) = ordered.take_next() {
            written += usize::from(place.is_last());
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

    /// Waits until the first `portions` portions are done, and their lines with the operating system. Gives the
    /// number of bytes that were written.
    ///
    /// # Errors
    /// Where they cannot be written, or nobody is left to do them.
    pub(crate) fn wait_for(&self, portions: u64) -> io::Result<u64> {
        let waits = |ordered: &mut Ordered<'w>| ordered.next < portions && !ordered.closed;
        let ordered = self.moved_on.wait_while(self.lock(), waits);
        let mut ordered = ordered.unwrap_or_else(PoisonError::into_inner);
        if ordered.next < portions {
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
    fn take_next(&mut self) -> Option<(Place, Vec<u8>)> {
        let first = self.waiting.first_entry()?;
        if (first.key().portion, first.key().part) != (self.next, self.next_part) {
            return None;
        }
        let (place, lines) = first.remove_entry();
        match place.is_last() {
            true => (self.next, self.next_part) = (self.next + 1, 0),
            false => self.next_part += 1,
        }
        Some((place, lines))
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
        assert_eq!(writer.add(Place::whole(1), Ok(b"b\n".to_vec())), 0);
        assert_eq!(writer.add(Place::whole(0), Ok(b"a\n".to_vec())), 2);
        assert_eq!(writer.wait_for(2).unwrap(), 4);
        assert_eq!(writer.add(Place::whole(2), Ok(Vec::new())), 1);
        writer.finish().unwrap();
        assert_eq!(out, b"a\nb\n");
    }

    #[test]
    fn a_portion_in_parts_is_done_with_the_last() {
        let mut out = Vec::new();
        let writer = OrderedWriter::new(&mut out);
        let parts: Vec<Place> = Place::whole(1).parts(3).collect();
        assert_eq!(writer.add(parts[2], Ok(b"d".to_vec())), 0);
        assert_eq!(writer.add(Place::whole(2), Ok(b"e".to_vec())), 0);
        assert_eq!(writer.add(parts[0], Ok(b"b".to_vec())), 0);
        assert_eq!(writer.add(Place::whole(0), Ok(b"a".to_vec())), 1);
        assert_eq!(writer.add(parts[1], Ok(b"c".to_vec())), 2);
        writer.finish().unwrap();
        assert_eq!(out, b"abcde");
    }

    #[test]
    fn nothing_is_written_behind_a_failure() {
        let mut out = Vec::new();
        let writer = OrderedWriter::new(&mut out);
        writer.add(Place::whole(0), Err(io::Error::other("full")));
        assert_eq!(writer.add(Place::whole(1), Ok(b"b\n".to_vec())), 1);
        assert!(writer.has_failed());
        assert_eq!(writer.wait_for(2).unwrap_err().to_string(), "full");
        assert_eq!(writer.finish().unwrap_err().to_string(), "full");
        assert!(out.is_empty());
    }
}
