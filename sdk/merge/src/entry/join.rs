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
/// let schema = Arc::new(Schema::counts(1));
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
    /// A tournament by path, of which the run of the least is at 0; see [`replay`](Self::replay).
    tree: Vec<usize>,
    /// What the last run gave.
    taken: Entry,
    joined: Entry,
}

#[derive(Debug)]
struct Run<R> {
    read: R,
    /// The entry that is next.
    head: Entry,
    /// Whether there is no next one.
    ended: bool,
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
            tree: Vec::new(),
            taken: Entry::new(),
            joined: Entry::new(),
        };
        for (run, mut read) in runs.into_iter().enumerate() {
            let mut head = Entry::new();
            let ended = !read(&mut head).map_err(|error| JoinError::Run { run, error })?;
            join.runs.push(Run { read, head, ended });
        }
        join.play();
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
            let Some(run) = self.first() else { return Ok(None) };
            self.take(run)?;
            std::mem::swap(&mut self.joined, &mut self.taken);
            while let Some(run) = self.first() {
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
        let Run { read, head, ended } = &mut self.runs[run];
        if read(&mut self.taken).map_err(|error| JoinError::Run { run, error })? {
            if self.taken.cmp_path(head).is_le() {
                let error = self.taken.path.error(format!("is not after `{}`", head.path.to_place()));
                return Err(JoinError::Entry { run, error });
            }
        } else {
            *ended = true;
        }
        std::mem::swap(head, &mut self.taken);
        self.replay(run);
        Ok(())
    }

    /// The run whose entry comes first; none where all have ended.
    fn first(&self) -> Option<usize> {
        self.tree.first().copied().filter(|run| !self.runs[*run].ended)
    }

    /// Plays the whole tournament.
    fn play(&mut self) {
        let count = self.runs.len();
        self.tree = vec![0; count];
        // The winner of each match, and after those of all matches the runs themselves.
        let mut winners: Vec<usize> = (0..count).chain(0..count).collect();
        for place in (1..count).rev() {
            let [left, right] = [winners[2 * place], winners[2 * place + 1]];
            let (winner, loser) = if self.is_before(right, left) { (right, left) } else { (left, right) };
            winners[place] = winner;
            self.tree[place] = loser;
        }
        if count > 0 {
            self.tree[0] = winners[1];
        }
    }

    /// Plays the matches of a run that has a new entry.
    ///
    /// The matches are a binary tree: that at `place` is between the winners of `2 * place` and `2 * place + 1`, and
    /// the runs stand after the matches. Each keeps its loser, so that a way up costs one comparison a level, where
    /// a heap has two (Knuth, The Art of Computer Programming, volume 3, section 5.4.1).
    fn replay(&mut self, run: usize) {
        let mut winner = run;
        let mut place = (self.runs.len() + run) / 2;
        while place > 0 {
            if self.is_before(self.tree[place], winner) {
                std::mem::swap(&mut self.tree[place], &mut winner);
            }
            place /= 2;
        }
        self.tree[0] = winner;
    }

    #[inline]
    fn is_before(&self, run: usize, other: usize) -> bool {
        let [ours, theirs] = [&self.runs[run], &self.runs[other]];
        !ours.ended && (theirs.ended || ours.head.cmp_path(&theirs.head).is_lt())
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
