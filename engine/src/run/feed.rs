//! Between a reader and its workers: what was read, in portions of about one size, or of as much as has come so far.
//!
//! A worker that has nothing to do takes what there is once the first of it has waited for the run's latency. So a stream
//! that gives a document now and then gets its results at once, and a fast one is cut into whole batches.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use textmill_corpus::Item;

use super::ordered::SequenceNumber;

/// Items that go to a worker together, as they were read.
#[derive(Debug)]
pub(crate) struct Portion {
    /// The place in the order of the input.
    pub(crate) place: SequenceNumber,
    /// Bytes of the input that were read when the portion was full.
    pub(crate) read: u64,
    pub(crate) items: Vec<Item>,
}

/// How much a feed holds, and how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FeedLimits {
    /// Bytes of texts that make a portion full.
    pub(crate) batch_bytes: usize,
    /// How long an item waits for others at most while a worker is idle.
    pub(crate) latency: Duration,
    /// Workers at most.
    pub(crate) threads: usize,
}

/// What the reader of a run has read and no worker has taken yet.
#[derive(Debug)]
pub(crate) struct Feed {
    limits: FeedLimits,
    state: Mutex<State>,
    /// There may be something to take, or never again.
    to_take: Condvar,
    /// There may be room for more.
    room: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Those that are full, or were cut off.
    sealed: VecDeque<Portion>,
    open: Vec<Item>,
    open_bytes: usize,
    /// When the first of the open items came.
    open_since: Option<Instant>,
    /// Items of the portion before: those of one corpus are alike.
    items_before: usize,
    /// Bytes of the input that were read.
    read: u64,
    /// Portions that were sealed.
    portions: u64,
    /// Portions that were taken and whose results were not handed on yet.
    unfinished: usize,
    /// Workers that wait, or were called for and have not come yet.
    idle: usize,
    /// Whether no more will come.
    ended: bool,
    /// Whether nobody takes any more.
    closed: bool,
}

/// Nobody takes what is read any more.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed;

/// A worker's side of a feed.
#[derive(Debug)]
pub(crate) struct Taker<'f> {
    feed: &'f Feed,
    is_counted_idle: bool,
}

impl Portion {
    /// Cuts the portion into at most `most` parts, in order, none of less than `least` bytes but the last.
    fn cut(self, most: usize, least: usize) -> Vec<Self> {
        let bytes: usize = self.items.iter().map(bytes_of).sum();
        let wanted = bytes.div_ceil(most.max(1)).max(least);
        let (mut parts, mut part) = (Vec::new(), Vec::new());
        let (mut taken, mut left) = (0, bytes);
        for item in self.items {
            // A rest that is hardly worth a call stays with what is before it.
            let is_full = !part.is_empty() && taken >= wanted && left >= wanted.div_ceil(2);
            if is_full && parts.len() + 1 < most {
                parts.push(std::mem::take(&mut part));
                taken = 0;
            }
            taken += bytes_of(&item);
            left -= bytes_of(&item);
            part.push(item);
        }
        parts.push(part);
        let places = self.place.parts(parts.len());
        places.zip(parts).map(|(place, items)| Self { place, read: self.read, items }).collect()
    }
}

/// By which portions are cut.
fn bytes_of(item: &Item) -> usize {
    match item {
        Item::Document(document) => document.text.len(),
        Item::Deferred(deferred) => deferred.bytes(),
        Item::Unread(_) => 0,
    }
}

impl Feed {
    /// Items of a portion at most: a batch of tweets is as much work as one of books, and so is one of nothing.
    const MAX_ITEMS: usize = 8192;

    /// The parts of a portion that is one of the last, so that no worker sits idle while another has a whole one left.
    const PARTS: usize = 4;

    /// A slow portion holds back the results of those after it: for each worker so many may be on their way at once.
    const UNFINISHED: usize = 4;

    pub(crate) fn new(limits: FeedLimits) -> Self {
        Self { limits, state: Mutex::default(), to_take: Condvar::new(), room: Condvar::new() }
    }

    /// Adds what was read, where `read` bytes of the input were; waits while there is enough to take. Gives the number of
    /// portions that were sealed so far.
    ///
    /// # Errors
    /// [`Closed`] where there is no use in reading on; what was to be added may be gone.
    pub(crate) fn push(&self, item: Item, read: u64) -> Result<u64, Closed> {
        let mut state = self.lock();
        if state.ended || state.closed {
            return Err(Closed);
        }
        let bytes = bytes_of(&item);
        if state.open.is_empty() {
            let expected = state.items_before;
            state.open.reserve(expected);
            state.open_since = Some(Instant::now());
            self.to_take.notify_all();
        }
        state.open.push(item);
        state.open_bytes += bytes;
        state.read = read;
        if state.open_bytes >= self.limits.batch_bytes || state.open.len() >= Self::MAX_ITEMS {
            state.seal();
            self.to_take.notify_all();
            let is_full = |state: &mut State| state.sealed.len() > self.limits.threads && !state.closed;
            state = self.room.wait_while(state, is_full).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed { Err(Closed) } else { Ok(state.portions) }
    }

    /// Seals what is open. Gives the number of portions that were sealed so far.
    pub(crate) fn seal(&self) -> u64 {
        let mut state = self.lock();
        state.seal();
        self.to_take.notify_all();
        state.portions
    }

    /// Cuts what is left into parts, so that all workers have some.
    pub(crate) fn cut(&self) {
        let mut state = self.lock();
        state.seal();
        if self.limits.threads > 1 {
            let least = self.limits.batch_bytes / Self::PARTS;
            let cut = std::mem::take(&mut state.sealed);
            state.sealed = cut.into_iter().flat_map(|portion| portion.cut(Self::PARTS, least)).collect();
        }
        self.to_take.notify_all();
    }

    /// Says that no more will come: workers finish what there is.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        state.seal();
        state.ended = true;
        self.to_take.notify_all();
    }

    /// Says that nobody takes any more.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.to_take.notify_all();
        self.room.notify_all();
    }

    /// Says that the results of so many portions were handed on.
    pub(crate) fn finish(&self, portions: usize) {
        if portions > 0 {
            let mut state = self.lock();
            state.unfinished = state.unfinished.saturating_sub(portions);
            self.to_take.notify_all();
        }
    }

    /// Waits until there is something to take that no worker is there for. Gives nothing once there never will be.
    pub(crate) fn call_worker(&self) -> Option<Taker<'_>> {
        let mut state = self.lock();
        loop {
            if state.closed || state.is_over() {
                return None;
            }
            let mut patience = None;
            if state.idle == 0 {
                match self.due(&state) {
                    Due::Now => {
                        state.idle += 1;
                        return Some(Taker { feed: self, is_counted_idle: true });
                    }
                    Due::In(time) => patience = Some(time),
                    Due::Never => {}
                }
            }
            state = self.wait(state, patience);
        }
    }

    fn due(&self, state: &State) -> Due {
        if state.unfinished >= self.limits.threads * Self::UNFINISHED {
            return Due::Never;
        }
        if !state.sealed.is_empty() {
            return Due::Now;
        }
        match state.open_since.map(|since| self.limits.latency.saturating_sub(since.elapsed())) {
            None => Due::Never,
            Some(Duration::ZERO) => Due::Now,
            Some(time) => Due::In(time),
        }
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>, patience: Option<Duration>) -> MutexGuard<'s, State> {
        match patience {
            Some(time) => self.to_take.wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner).0,
            None => self.to_take.wait(state).unwrap_or_else(PoisonError::into_inner),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When there is something to take.
enum Due {
    Now,
    In(Duration),
    /// Not before something else happens.
    Never,
}

impl State {
    fn seal(&mut self) {
        if self.open.is_empty() {
            return;
        }
        self.items_before = self.open.len();
        let items = std::mem::take(&mut self.open);
        self.sealed.push_back(Portion {
            place: SequenceNumber::whole(self.portions),
            read: self.read,
            items,
        });
        self.portions += 1;
        self.open_bytes = 0;
        self.open_since = None;
    }

    fn is_over(&self) -> bool {
        self.ended && self.sealed.is_empty() && self.open.is_empty()
    }
}

impl Taker<'_> {
    /// The next portion; nothing at the end.
    pub(crate) fn take(&mut self) -> Option<Portion> {
        let feed = self.feed;
        let mut state = feed.lock();
        if !std::mem::replace(&mut self.is_counted_idle, true) {
            state.idle += 1;
        }
        loop {
            if state.closed || state.is_over() {
                return None;
            }
            let patience = match feed.due(&state) {
                Due::Now => {
                    if state.sealed.is_empty() {
                        state.seal();
                    }
                    let Some(portion) = state.sealed.pop_front() else { continue };
                    state.unfinished += usize::from(portion.place.is_last());
                    state.idle -= 1;
                    self.is_counted_idle = false;
                    feed.room.notify_all();
                    if state.idle == 0 {
                        // What comes next may need another worker.
                        feed.to_take.notify_all();
                    }
                    return Some(portion);
                }
                Due::In(time) => Some(time),
                Due::Never => None,
            };
            state = feed.wait(state, patience);
        }
    }
}

/// A worker that went without having been told of the end has panicked: nobody has to wait for it.
impl Drop for Taker<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.feed.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use textmill_corpus::{Deferred, Document};

    use super::*;

    fn feed(batch_bytes: usize, latency: Duration, threads: usize) -> Feed {
        Feed::new(FeedLimits { batch_bytes, latency, threads })
    }

    fn push(feed: &Feed, text: &str) -> u64 {
        feed.push(Document::new("id", text).into(), 0).expect("it is not closed")
    }

    fn lengths(feed: &Feed) -> Vec<usize> {
        let mut taker = Taker { feed, is_counted_idle: false };
        let portions = std::iter::from_fn(|| taker.take().inspect(|_| feed.finish(1)));
        portions.map(|portion| portion.items.len()).collect()
    }

    #[test]
    fn portions_are_cut_by_bytes() {
        let feed = feed(6, Duration::from_secs(3600), 8);
        let sealed: Vec<u64> =
            ["aaa", "bbb", "", "cccccccc", "d"].iter().map(|text| push(&feed, text)).collect();
        assert_eq!(sealed, [0, 1, 1, 2, 2]);
        feed.end();
        assert_eq!(lengths(&feed), [2, 2, 1]);
    }

    #[test]
    fn a_worker_takes_what_there_is_when_its_time_has_come() {
        let feed = feed(1 << 20, Duration::ZERO, 1);
        push(&feed, "a");
        push(&feed, "b");
        let mut taker = feed.call_worker().expect("there is something to take");
        assert_eq!(taker.take().map(|portion| portion.items.len()), Some(2));
        push(&feed, "c");
        assert_eq!(taker.take().map(|portion| portion.items.len()), Some(1));
        feed.end();
        assert!(taker.take().is_none() && feed.call_worker().is_none());
    }

    #[test]
    fn workers_are_called_while_none_is_idle() {
        let feed = feed(1, Duration::ZERO, 3);
        push(&feed, "a");
        push(&feed, "b");
        let mut first = feed.call_worker().expect("there is something to take");
        // It has not come yet, and is expected to.
        assert_eq!(feed.lock().idle, 1);
        assert!(first.take().is_some());
        let mut second = feed.call_worker().expect("the first is at work");
        assert!(second.take().is_some());
        feed.end();
        assert!(feed.call_worker().is_none());
    }

    #[test]
    fn a_worker_is_called_for_what_came_before_the_last_was_at_work() {
        let feed = feed(1, Duration::ZERO, 2);
        push(&feed, "a");
        let mut first = feed.call_worker().expect("there is something to take");
        push(&feed, "b");
        std::thread::scope(|scope| {
            // It waits, since one is expected, until that one is at work.
            let second = scope.spawn(|| feed.call_worker().is_some());
            assert!(first.take().is_some());
            assert!(second.join().expect("no panic"));
        });
    }

    #[test]
    fn a_reader_stops_when_nobody_takes_any_more() {
        let feed = feed(1, Duration::ZERO, 1);
        feed.close();
        assert_eq!(feed.push(Document::new("id", "a").into(), 0), Err(Closed));
        assert!(feed.call_worker().is_none());
    }

    #[test]
    fn a_slow_portion_holds_the_others_back() {
        let feed = feed(1, Duration::ZERO, 1);
        let mut taker = Taker { feed: &feed, is_counted_idle: false };
        for _ in 0..Feed::UNFINISHED {
            push(&feed, "a");
            assert!(taker.take().is_some());
        }
        push(&feed, "a");
        assert!(matches!(feed.due(&feed.lock()), Due::Never));
        feed.finish(1);
        assert!(matches!(feed.due(&feed.lock()), Due::Now));
    }

    #[test]
    fn a_portion_is_cut_into_parts_of_about_one_size() {
        let lengths = |texts: &[usize], most: usize, least: usize| {
            let documents = texts.iter().map(|&bytes| Document::new("id", "x".repeat(bytes)).into());
            let portion = Portion { place: SequenceNumber::whole(7), read: 9, items: documents.collect() };
            let parts = portion.cut(most, least);
            assert!(parts.iter().map(|part| part.place).eq(SequenceNumber::whole(7).parts(parts.len())));
            parts.iter().map(|part| part.items.len()).collect::<Vec<_>>()
        };
        assert_eq!(lengths(&[1; 8], 4, 0), [2, 2, 2, 2]);
        assert_eq!(lengths(&[1; 8], 4, 3), [3, 3, 2]);
        assert_eq!(lengths(&[1; 7], 4, 3), [3, 4]);
        assert_eq!(lengths(&[1; 8], 1, 0), [8]);
        assert_eq!(lengths(&[9, 1, 1, 1], 4, 0), [1, 3]);
        assert_eq!(lengths(&[0, 0], 4, 0), [1, 1]);
        assert_eq!(lengths(&[0, 0], 4, 1), [2]);
    }

    #[test]
    fn what_is_deferred_is_not_made_here() {
        let feed = feed(20, Duration::from_secs(3600), 8);
        for _ in 0..5 {
            let never = || unreachable!("nobody asks for the documents");
            feed.push(Item::Deferred(Deferred::new("a", "a", 10, never)), 0).expect("it is not closed");
        }
        feed.end();
        assert_eq!(lengths(&feed), [2, 2, 1]);
    }
}
