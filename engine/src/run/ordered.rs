//! Puts what workers give back into the order of the input.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::outlet::Outlet;

/// Hands what was found in portions to an outlet in the order of the portions, whichever is done first, and knows how many
/// are done.
pub(crate) struct Ordered<O: Outlet> {
    state: Mutex<State<O>>,
    moved_on: Condvar,
    in_order: bool,
}

/// The place of a part in the order of the input: that of a portion, or of a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SequenceNumber {
    /// From 0.
    portion: u64,
    part: usize,
    /// How many parts the portion has.
    parts: usize,
}

impl SequenceNumber {
    /// The place of a portion that is not cut.
    pub(crate) fn whole(portion: u64) -> Self {
        Self { portion, part: 0, parts: 1 }
    }

    /// The places of a portion's parts.
    pub(crate) fn parts(self, parts: usize) -> impl Iterator<Item = Self> {
        (0..parts).map(move |part| Self { part, parts, ..self })
    }

    pub(crate) fn is_last(self) -> bool {
        self.part + 1 == self.parts
    }
}

struct State<O: Outlet> {
    /// Nothing once all is done.
    outlet: Option<O>,
    /// The portion that is next to be handed on, and how many of its parts were.
    next: u64,
    next_part: usize,
    /// Nothing in the place of what was handed on before its task, where the order does not matter.
    waiting: BTreeMap<SequenceNumber, Option<O::Part>>,
    failed: Option<io::Error>,
    closed: bool,
}

impl<O: Outlet> Ordered<O> {
    /// Hands parts on in the order of the input, or as they come.
    pub(crate) fn new(outlet: O, in_order: bool) -> Self {
        let state = State {
            outlet: Some(outlet),
            next: 0,
            next_part: 0,
            waiting: BTreeMap::new(),
            failed: None,
            closed: false,
        };
        Self { state: Mutex::new(state), moved_on: Condvar::new(), in_order }
    }

    /// Takes what was found in a portion or a part of one, and gives the number of portions that are done whole by that.
    pub(crate) fn add(&self, place: SequenceNumber, part: io::Result<O::Part>) -> usize {
        let mut state = self.lock();
        let mut part = part.map_or_else(
            |error| {
                state.failed.get_or_insert(error);
                None
            },
            Some,
        );
        let mut done = 0;
        if !self.in_order {
            done = usize::from(place.is_last());
            state.deliver(part.take());
        }
        state.waiting.insert(place, part);
        while let Some((place, part)) = state.take_next() {
            done += usize::from(self.in_order && place.is_last());
            state.deliver(part);
        }
        drop(state);
        self.moved_on.notify_all();
        done
    }

    /// Whether writing has failed, so that there is no use in continuing.
    pub(crate) fn has_failed(&self) -> bool {
        self.lock().failed.is_some()
    }

    /// Waits until the first `portions` portions are done, and their lines with the operating system.
    ///
    /// # Errors
    /// Where they cannot be written, or nobody is left to do them.
    pub(crate) fn wait_for(&self, portions: u64) -> io::Result<()> {
        let waits = |state: &mut State<O>| state.next < portions && !state.closed;
        let state = self.moved_on.wait_while(self.lock(), waits);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.next < portions {
            return Err(io::Error::other("the workers stopped"));
        }
        if let Some(error) = &state.failed {
            return Err(io::Error::new(error.kind(), error.to_string()));
        }
        if let Some(outlet) = &mut state.outlet {
            outlet.flush()?;
        }
        Ok(())
    }

    /// Ends all waiting: nothing comes any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.moved_on.notify_all();
    }

    /// Lets go of the outlet, which has taken all that it will.
    ///
    /// # Errors
    /// The first error in handing on.
    pub(crate) fn finish(&self) -> io::Result<()> {
        let mut state = self.lock();
        let outlet = state.outlet.take();
        let failed = state.failed.take();
        drop(state);
        match (failed, outlet) {
            (Some(error), _) => Err(error),
            (None, Some(mut outlet)) => outlet.flush(),
            (None, None) => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<O>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<O: Outlet> State<O> {
    fn deliver(&mut self, part: Option<O::Part>) {
        let (Some(part), Some(outlet), None) = (part, &mut self.outlet, &self.failed) else { return };
        self.failed = outlet.deliver(part).err();
    }

    fn take_next(&mut self) -> Option<(SequenceNumber, Option<O::Part>)> {
        let first = self.waiting.first_entry()?;
        if (first.key().portion, first.key().part) != (self.next, self.next_part) {
            return None;
        }
        let (place, part) = first.remove_entry();
        match place.is_last() {
            true => (self.next, self.next_part) = (self.next + 1, 0),
            false => self.next_part += 1,
        }
        Some((place, part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::outlet::Lines;

    #[test]
    fn lines_come_out_in_the_order_of_portions() {
        let mut out = Vec::new();
        let writer = Ordered::new(Lines(&mut out), true);
        assert_eq!(writer.add(SequenceNumber::whole(1), Ok(b"b\n".to_vec())), 0);
        assert_eq!(writer.add(SequenceNumber::whole(0), Ok(b"a\n".to_vec())), 2);
        writer.wait_for(2).unwrap();
        assert_eq!(writer.add(SequenceNumber::whole(2), Ok(Vec::new())), 1);
        writer.finish().unwrap();
        assert_eq!(out, b"a\nb\n");
    }

    #[test]
    fn a_portion_in_parts_is_done_with_the_last() {
        let mut out = Vec::new();
        let writer = Ordered::new(Lines(&mut out), true);
        let parts: Vec<SequenceNumber> = SequenceNumber::whole(1).parts(3).collect();
        assert_eq!(writer.add(parts[2], Ok(b"d".to_vec())), 0);
        assert_eq!(writer.add(SequenceNumber::whole(2), Ok(b"e".to_vec())), 0);
        assert_eq!(writer.add(parts[0], Ok(b"b".to_vec())), 0);
        assert_eq!(writer.add(SequenceNumber::whole(0), Ok(b"a".to_vec())), 1);
        assert_eq!(writer.add(parts[1], Ok(b"c".to_vec())), 2);
        writer.finish().unwrap();
        assert_eq!(out, b"abcde");
    }

    #[test]
    fn what_need_not_be_in_order_goes_out_as_it_comes() {
        let mut out = Vec::new();
        let writer = Ordered::new(Lines(&mut out), false);
        assert_eq!(writer.add(SequenceNumber::whole(1), Ok(b"b\n".to_vec())), 1);
        assert_eq!(writer.add(SequenceNumber::whole(0), Ok(b"a\n".to_vec())), 1);
        writer.wait_for(2).unwrap();
        writer.finish().unwrap();
        assert_eq!(out, b"b\na\n");
    }

    #[test]
    fn nothing_is_written_behind_a_failure() {
        let mut out = Vec::new();
        let writer = Ordered::new(Lines(&mut out), true);
        writer.add(SequenceNumber::whole(0), Err(io::Error::other("full")));
        assert_eq!(writer.add(SequenceNumber::whole(1), Ok(b"b\n".to_vec())), 1);
        assert!(writer.has_failed());
        assert_eq!(writer.wait_for(2).unwrap_err().to_string(), "full");
        assert_eq!(writer.finish().unwrap_err().to_string(), "full");
        assert!(out.is_empty());
    }
}
