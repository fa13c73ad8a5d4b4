//! How far a run has come: a bar on a terminal, a line now and then elsewhere.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use textmill::Progress;

use super::number;
use super::{Console, Verbosity};

/// Runs that are over by then show no bar: it would only flicker.
const BAR_DELAY: Duration = Duration::from_millis(400);

/// Between two looks at the run, and two pictures of the bar.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);

/// Between two lines where there is no terminal, and before the first.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// Shows progress until it is dropped.
pub(crate) struct Watch {
    /// Dropped to end the thread.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Shows `progress` on a thread of its own, unless all is to be quiet.
    pub(crate) fn start(console: &Console, progress: Arc<Progress>) -> Self {
        if console.verbosity == Verbosity::Quiet {
            return Self { running: None, thread: None };
        }
        let (running, ended) = mpsc::channel();
        let console = console.clone();
        let show = move || match console.terminal.is_terminal {
            true => show_bar(&console.bar, &progress, &ended),
            false => show_lines(&console, &progress, &ended),
        };
        // A run is worth more than the sight of it: without a thread there is none.
        let thread = thread::Builder::new().name("textmill-progress".to_owned()).spawn(show).ok();
        Self { running: Some(running), thread }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.running.take());
        if let Some(thread) = self.thread.take() {
            // It only shows what others do; that it failed is no reason to fail.
            let _ = thread.join();
        }
    }
}

/// Waits, and says whether the run still continues after that.
fn goes_on(ended: &Receiver<()>, time: Duration) -> bool {
    ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
}

fn show_bar(bar: &ProgressBar, progress: &Progress, ended: &Receiver<()>) {
    if !goes_on(ended, BAR_DELAY) {
        return;
    }
    bar.set_style(spinner());
    bar.set_draw_target(ProgressDrawTarget::stderr());
    let mut clock = Clock::default();
    while goes_on(ended, LOOK_INTERVAL) {
        if let Some(total) = progress.total()
            && bar.length() != Some(total)
        {
            bar.set_style(measured());
            bar.set_length(total);
        }
        bar.set_position(progress.read());
        bar.set_message(clock.line(progress));
        bar.tick();
    }
    bar.finish_and_clear();
}

/// Where the end is not known.
fn spinner() -> ProgressStyle {
    let plain = ProgressStyle::default_spinner();
    plain.template("{spinner} {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// Where it is.
fn measured() -> ProgressStyle {
    let plain = ProgressStyle::default_bar().progress_chars("██ ");
    plain.template("{bar:24} {percent:>3} %  {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn show_lines(console: &Console, progress: &Progress, ended: &Receiver<()>) {
    let mut clock = Clock::default();
    let mut last = Instant::now();
    while goes_on(ended, LOOK_INTERVAL) {
        clock.look(progress);
        if last.elapsed() >= LINE_INTERVAL {
            last = Instant::now();
            let share = progress.total().map(|total| format!("{}, ", number::share(progress.read(), total)));
            console.say(&format!("{}{}", share.unwrap_or_default(), clock.line(progress)));
        }
    }
}

/// Measures from when the first documents are read: the plugins are compiled before that.
#[derive(Default)]
struct Clock {
    started: Option<Instant>,
    /// What the pace is measured from: a run that continues begins with what an earlier one has read.
    first: Option<Moment>,
}

impl Clock {
    /// Sees to it that the pace is measured from as early as can be.
    fn look(&mut self, progress: &Progress) {
        if progress.started() {
            let started = *self.started.get_or_insert_with(Instant::now);
            if self.first.is_none() && progress.read() > 0 {
                self.first = Some(Moment::of(progress, started.elapsed()));
            }
        }
    }

    fn line(&mut self, progress: &Progress) -> String {
        self.look(progress);
        let Some(started) = self.started else { return "loading analyzers".to_owned() };
        let now = Moment::of(progress, started.elapsed());
        let first = self.first.unwrap_or(now);
        State { first, now, faults: progress.faults(), total: progress.total() }.line()
    }
}

/// How far a run was at one moment.
#[derive(Clone, Copy)]
struct Moment {
    elapsed: Duration,
    documents: u64,
    /// Bytes of input.
    read: u64,
}

impl Moment {
    fn of(progress: &Progress, elapsed: Duration) -> Self {
        Self { elapsed, documents: progress.documents(), read: progress.read() }
    }
}

/// What is shown of a run at one moment.
struct State {
    first: Moment,
    now: Moment,
    faults: u64,
    total: Option<u64>,
}

/// How fast a run goes, by the second.
#[derive(Clone, Copy)]
struct Pace {
    bytes: f64,
    documents: f64,
}

impl State {
    fn line(&self) -> String {
        let mut parts = vec![number::counted(self.now.documents, "document")];
        let pace = self.pace();
        if let Some(pace) = pace {
            parts.push(format!("{}/s", number::bytes(pace.bytes as u64)));
            parts.push(format!("{} documents/s", rate(pace.documents)));
        }
        if self.faults > 0 {
            parts.push(number::counted(self.faults, "fault"));
        }
        match pace.and_then(|pace| self.left(pace)) {
            Some(left) => parts.push(format!("{} left", number::seconds(left))),
            None => parts.push(number::seconds(self.now.elapsed.as_secs_f64())),
        }
        parts.join(", ")
    }

    /// Nothing before there is a pace to speak of.
    fn pace(&self) -> Option<Pace> {
        let seconds = self.now.elapsed.saturating_sub(self.first.elapsed).as_secs_f64();
        let since = |count: fn(&Moment) -> u64| count(&self.now).saturating_sub(count(&self.first)) as f64;
        (seconds > 0.0).then(|| Pace {
            bytes: since(|moment| moment.read) / seconds,
            documents: since(|moment| moment.documents) / seconds,
        })
    }

    /// Seconds to go at this pace.
    fn left(&self, pace: Pace) -> Option<f64> {
        let total = self.total.filter(|total| *total > self.now.read)?;
        (pace.bytes > 0.0).then(|| (total - self.now.read) as f64 / pace.bytes)
    }
}

/// Decimals say something only of slow runs.
fn rate(documents: f64) -> String {
    if documents < 10.0 { number::decimal(documents) } else { number::whole(documents as u64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment { elapsed: Duration::ZERO, documents: 0, read: 0 };

    #[track_caller]
    fn check(first: Moment, read: u64, total: Option<u64>, faults: u64, expected: &str) {
        let now = Moment { elapsed: Duration::from_secs(10), documents: 1_204, read };
        let state = State { first, now, faults, total };
        assert_eq!(state.line().replace('\u{202f}', "_"), expected);
    }

    #[test]
    fn a_line_says_how_much_how_fast_and_how_long() {
        check(
            START,
            50_000_000,
            Some(200_000_000),
            0,
            "1_204 documents, 5.0 MB/s, 120 documents/s, 30 s left",
        );
        check(START, 50_000_000, None, 3, "1_204 documents, 5.0 MB/s, 120 documents/s, 3 faults, 10 s");
        check(START, 0, Some(100), 0, "1_204 documents, 0 B/s, 120 documents/s, 10 s");
        check(START, 200, Some(100), 0, "1_204 documents, 20 B/s, 120 documents/s, 10 s");
    }

    #[test]
    fn the_pace_is_that_of_this_run_alone() {
        let first = Moment { elapsed: Duration::from_secs(2), documents: 1_192, read: 42_000_000 };
        check(
            first,
            50_000_000,
            Some(60_000_000),
            0,
            "1_204 documents, 1.0 MB/s, 1.5 documents/s, 10 s left",
        );
        let now = Moment { elapsed: Duration::from_secs(10), documents: 1_204, read: 5 };
        check(now, 5, Some(10), 0, "1_204 documents, 10 s");
    }

    #[test]
    fn the_thread_ends_with_the_run() {
        let console = Console::new(Verbosity::Normal);
        drop(Watch::start(&console, Arc::default()));
    }
}
