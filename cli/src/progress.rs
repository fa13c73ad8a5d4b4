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
    let started = Instant::now();
    let mut interval = BAR_DELAY;
    while goes_on(ended, interval) {
        if interval == BAR_DELAY {
            bar.set_style(style(progress.total()));
            bar.set_draw_target(ProgressDrawTarget::stderr());
            interval = BAR_INTERVAL;
        }
        if let Some(total) = progress.total() {
            bar.set_length(total);
        }
        bar.set_position(progress.read());
        bar.set_message(State::of(progress, started.elapsed()).line());
    }
    bar.finish_and_clear();
}

fn style(total: Option<u64>) -> ProgressStyle {
    let template =
        if total.is_some() { "{bar:24} {percent:>3} %  {wide_msg}" } else { "{spinner} {wide_msg}" };
    let plain = if total.is_some() { ProgressStyle::default_bar() } else { ProgressStyle::default_spinner() };
    plain.template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("██ ")
}

fn show_lines(console: &Console, progress: &Progress, ended: &Receiver<()>) {
    let started = Instant::now();
    while goes_on(ended, LINE_INTERVAL) {
        let state = State::of(progress, started.elapsed());
        let share =
            state.total.map_or(String::new(), |total| format!("{}, ", number::share(state.read, total)));
        console.say(&format!("{share}{}", state.line()));
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
        let total = self.total.filter(|total| self.read > 0 && *total >= self.read)?;
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
