//! How fast is a run whose plugins do nothing? The ceiling that the host sets: from a file to a report.
//!
//! ```text
//! cargo run --release -p textmill-benches --example ceiling -- FILE [THREADS [PLUGINS [ROUNDS]]]
//! ```
//!
//! One plugin requires nothing; of four, three are given tokens, of which there are none. Megabytes are those of the
//! file, to the seconds that pass and to those of processor time, user and system, of all threads together.

use std::fs;
use std::process::exit;
use std::time::Instant;

use textmill::{Corpus, Engine, PluginSource};
use textmill_test_plugins::{IDLE, LISTENING};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize, start: usize| {
        arguments.get(index).map_or(start, |text| text.parse().unwrap_or_else(|_| usage()))
    };
    let Some(file) = arguments.first() else { usage() };
    let (threads, plugins, rounds) = (number(1, 1), number(2, 1), number(3, 1));
    let engine = Engine::builder().threads(threads).plugins((0..plugins).map(plugin)).build();
    let engine = engine.expect("plugins that do nothing are sound");
    for _ in 0..rounds {
        let (started, before) = (Instant::now(), Spent::now());
        let mut corpus = Corpus::new().path(file).open().expect("a file that is there");
        let report = engine.analyze(&mut corpus).expect("no document ends a run");
        let (seconds, spent) = (started.elapsed().as_secs_f64(), Spent::now().since(before));
        let megabytes = report.run.sources.iter().map(|input| input.bytes).sum::<u64>() as f64 / 1e6;
        println!(
            "{:.0} MB/s, {:.0} MB/s of processor time: {megabytes:.1} MB, {} documents, {seconds:.3} s, user {:.2} s, \
             system {:.2} s, {} page faults",
            megabytes / seconds,
            megabytes / (spent.user + spent.system),
            report.corpus.documents,
            spent.user,
            spent.system,
            spent.faults,
        );
    }
}

fn plugin(index: usize) -> PluginSource {
    match index {
        0 => PluginSource::bytes("idle", IDLE),
        _ => PluginSource::bytes("listening", LISTENING).named(format!("listening-{index}")),
    }
}

/// What the process has taken of the machine so far.
#[derive(Clone, Copy, Default)]
struct Spent {
    user: f64,
    system: f64,
    faults: u64,
}

impl Spent {
    /// By `/proc/self/stat`; nothing on a system that has none.
    fn now() -> Self {
        /// Of `proc(5)`: what `sysconf(_SC_CLK_TCK)` gives on all that Linux runs on.
        const TICKS_A_SECOND: f64 = 100.0;
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        // The name of the program may hold anything, but ends with the last parenthesis.
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let field =
            |index: usize| fields.get(index - 3).and_then(|field| field.parse().ok()).unwrap_or(0_u64);
        let seconds = |ticks: u64| ticks as f64 / TICKS_A_SECOND;
        Self { user: seconds(field(14)), system: seconds(field(15)), faults: field(10) }
    }

    fn since(self, before: Self) -> Self {
        Self {
            user: self.user - before.user,
            system: self.system - before.system,
            faults: self.faults - before.faults,
        }
    }
}

fn usage() -> ! {
    eprintln!("usage: ceiling FILE [THREADS [PLUGINS [ROUNDS]]]");
    exit(2);
}
