//! How far a run has come: a bar on a terminal, a line now and then elsewhere.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use textmill::Progress;

use crate::console::{Console, Verbosity};
use crate::number;

/// Runs that are over by then show no bar: it would only flicker.
const BAR_DELAY: Duration = Duration::from_millis(400);

/// Between two pictures of the bar.
const BAR_INTERVAL: Duration = Duration::from_millis(100);

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

/// Waits, and says whether the run still goes on after that.
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
    while goes_on(ended, BAR_INTERVAL) {
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
    while goes_on(ended, LINE_INTERVAL) {
        let share = progress.total().map(|total| format!("{}, ", number::share(progress.read(), total)));
        console.say(&format!("{}{}", share.unwrap_or_default(), clock.line(progress)));
    }
}

/// Measures from when the first documents are read: the plugins are compiled before that.
#[derive(Default)]
struct Clock {
    started: Option<Instant>,
}

impl Clock {
    fn line(&mut self, progress: &Progress) -> String {
        if !progress.started() {
            return "loading analyzers".to_owned();
        }
        let started = *self.started.get_or_insert_with(Instant::now);
        State::of(progress, started.elapsed()).line()
    }
}

/// What is shown of a run at one moment.
struct State {
    documents: u64,
    faults: u64,
    read: u64,
    total: Option<u64>,
    elapsed: Duration,
}

impl State {
    fn of(progress: &Progress, elapsed: Duration) -> Self {
        Self {
            documents: progress.documents(),
            faults: progress.faults(),
            read: progress.read(),
            total: progress.total(),
            elapsed,
        }
    }

    fn line(&self) -> String {
        let seconds = self.elapsed.as_secs_f64();
        let mut parts = vec![
            number::counted(self.documents, "document"),
            format!("{}/s", number::bytes((self.read as f64 / seconds.max(1e-3)) as u64)),
        ];
        if self.faults > 0 {
            parts.push(number::counted(self.faults, "fault"));
        }
        match self.left() {
            Some(left) => parts.push(format!("{} left", number::seconds(left))),
            None => parts.push(number::seconds(seconds)),
        }
        parts.join(", ")
    }

    /// Seconds to go at the pace so far, once there is a pace to speak of.
    fn left(&self) -> Option<f64> {
        let total = self.total.filter(|total| self.read > 0 && *total > self.read)?;
        Some(self.elapsed.as_secs_f64() * (total - self.read) as f64 / self.read as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: u64, total: Option<u64>, faults: u64, expected: &str) {
        let state = State { documents: 1_204, faults, read, total, elapsed: Duration::from_secs(10) };
        assert_eq!(state.line().replace('\u{202f}', "_"), expected);
    }

    #[test]
    fn a_line_says_how_much_how_fast_and_how_long() {
        check(50_000_000, Some(200_000_000), 0, "1_204 documents, 5.0 MB/s, 30 s left");
        check(50_000_000, None, 3, "1_204 documents, 5.0 MB/s, 3 faults, 10 s");
        check(0, Some(100), 0, "1_204 documents, 0 B/s, 10 s");
        check(200, Some(100), 0, "1_204 documents, 20 B/s, 10 s");
    }

    #[test]
    fn the_thread_ends_with_the_run() {
        let console = Console::new(Verbosity::Normal);
        drop(Watch::start(&console, Arc::default()));
    }
}
