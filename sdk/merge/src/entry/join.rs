//! Entries of several states as those of the merged one.

use std::fmt;
use std::sync::Arc;

use super::Entry;
use crate::error::EntryError;
use crate::schema::Schema;

/// The entries of the state that several make when merged, in order, in the memory of an entry or two for each.
///
/// A run is a function that reads its next entry into the one that it is given, and says whether there was one. Its
/// paths must increase strictly, as those of [`State::write_entries`](crate::State::write_entries) do.
///
/// ```
/// use std::sync::Arc;
/// use textmill_merge::{Entry, EntryError, Finisher, Join, Schema};
///
/// let schema = Arc::new(Schema::Counts { top: 1 });
/// let runs = [vec![r#"["cat"],[3,2]"#, r#"["dog"],[4,1]"#], vec![r#"["cat"],[2,1]"#]];
/// let runs = runs.map(|lines| {
///     let (schema, mut lines) = (schema.clone(), lines.into_iter());
///     move |entry: &mut Entry| match lines.next() {
///         Some(line) => entry.read(&schema, line).map(|()| true),
///         None => Ok::<bool, EntryError>(false),
///     }
/// });
///
/// let mut join = Join::new(schema.clone(), runs)?;
/// let mut finisher = Finisher::new(schema);
/// while let Some(entry) = join.next_entry()? {
///     finisher.add(entry)?;
/// }
/// assert_eq!(finisher.finish()["top"][0]["key"], "cat");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Join<R> {
    schema: Arc<Schema>,
    runs: Vec<Run<R>>,
    /// The runs that are not at their end, as a binary heap with the least path first.
    heap: Vec<usize>,
    /// What the last run gave.
    taken: Entry,
    joined: Entry,
}

#[derive(Debug)]
struct Run<R> {
    read: R,
    /// The entry that is next.
    head: Entry,
}

impl<R> Join<R> {
    /// Reads the first entry of each run.
    ///
    /// # Errors
    /// [`JoinError::Run`], where a run fails.
    pub fn new<E>(
        schema: impl Into<Arc<Schema>>,
        runs: impl IntoIterator<Item = R>,
    ) -> Result<Self, JoinError<E>>
    where
        R: FnMut(&mut Entry) -> Result<bool, E>,
    {
        let mut join = Self {
            schema: schema.into(),
            runs: Vec::new(),
            heap: Vec::new(),
            taken: Entry::new(),
            joined: Entry::new(),
        };
        for (run, mut read) in runs.into_iter().enumerate() {
            let mut head = Entry::new();
            if read(&mut head).map_err(|error| JoinError::Run { run, error })? {
                join.heap.push(run);
            }
            join.runs.push(Run { read, head });
        }
        (0..join.heap.len() / 2).rev().for_each(|place| join.sift_down(place));
        Ok(join)
    }

    /// The next entry of the merged state, which is good until the next is asked for; `None` at the end.
    ///
    /// What cancels out, as sums of 1 and −1 do, is left out.
    ///
    /// # Errors
    /// [`JoinError`], where a run fails, its paths do not increase, or an entry is not of the schema. Nothing
    /// sensible comes of asking for another after that.
    pub fn next_entry<E>(&mut self) -> Result<Option<&Entry>, JoinError<E>>
    where
        R: FnMut(&mut Entry) -> Result<bool, E>,
    {
        loop {
            let Some(run) = self.heap.first().copied() else { return Ok(None) };
            self.take(run)?;
            std::mem::swap(&mut self.joined, &mut self.taken);
            while let Some(run) = self.heap.first().copied() {
                if self.runs[run].head.cmp_path(&self.joined).is_ne() {
                    break;
                }
                self.take(run)?;
                self.joined
                    .merge(&self.schema, &mut self.taken)
                    .map_err(|error| JoinError::Entry { run, error })?;
            }
            if !self.joined.is_empty() {
                return Ok(Some(&self.joined));
            }
        }
    }

    /// Moves the entry of the run that is first to `taken`, and has the run read its next.
    fn take<E>(&mut self, run: usize) -> Result<(), JoinError<E>>
    where
        R: FnMut(&mut Entry) -> Result<bool, E>,
    {
        let Run { read, head } = &mut self.runs[run];
        if read(&mut self.taken).map_err(|error| JoinError::Run { run, error })? {
            if self.taken.cmp_path(head).is_le() {
                let error = self.taken.path.error(format!("is not after `{}`", head.path.to_place()));
                return Err(JoinError::Entry { run, error });
            }
        } else {
            self.heap.swap_remove(0);
        }
        std::mem::swap(head, &mut self.taken);
        self.sift_down(0);
        Ok(())
    }

    /// Moves a run down the heap, to where none below it has a lesser path.
    fn sift_down(&mut self, mut place: usize) {
        loop {
            let (left, right) = (2 * place + 1, 2 * place + 2);
            let mut least = place;
            for child in [left, right] {
                if child < self.heap.len() && self.is_before(child, least) {
                    least = child;
                }
            }
            if least == place {
                return;
            }
            self.heap.swap(place, least);
            place = least;
        }
    }

    fn is_before(&self, place: usize, other: usize) -> bool {
        let [ours, theirs] = [place, other].map(|place| &self.runs[self.heap[place]].head);
        ours.cmp_path(theirs).is_lt()
    }
}

/// Why runs do not [`Join`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinError<E> {
    /// A run could not be read.
    Run {
        /// Which of the runs, counted from 0.
        run: usize,
        /// What it failed with.
        error: E,
    },
    /// An entry is not where it belongs.
    Entry {
        /// Which of the runs has it, counted from 0.
        run: usize,
        /// The entry, and what is wrong with it.
        error: EntryError,
    },
}

impl<E: fmt::Display> fmt::Display for JoinError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run { run, error } => write!(formatter, "run {run}: {error}"),
            Self::Entry { run, error } => write!(formatter, "run {run}: {error}"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for JoinError<E> {}
