//! What the benches share: texts ([`texts`]), a call of an analyzer ([`Call`]), the two ways to make it, without a
//! sandbox ([`native`]) and in one ([`Sandbox`]), all analyzers in a row ([`chain`]), and texts in other formats
//! ([`WRITTEN`]).

use std::time::Duration;

use criterion::Criterion;

mod border;
mod call;
mod chain;
mod compiler;
mod formats;
pub mod growth;
pub mod long_words;
mod native;
mod sandbox;
#[allow(unsafe_code, reason = "the engine's file says why")]
#[path = "../../engine/src/plugin/sandbox/settings.rs"]
mod settings;
mod texts;

pub use call::{Call, tokenized};
pub use chain::chain;
pub use compiler::compiler;
pub use formats::{WRITTEN, Written};
pub use native::{Native, configured, manifest, native};
pub use sandbox::{Instance, Sandbox};
pub use textmill_texts::{Language, Random};
pub use texts::{SHAPES, Shape, Size, batches, texts};

/// The built-in analyzers that run by default, in the order in which they run.
pub const ANALYZERS: [&str; 4] = ["tokenize", "keywords", "sentiment", "entities"];

/// Text bytes of a batch: the same in all benches and counts, so that figures of different days compare.
pub const BATCH_BYTES: usize = 1 << 20;

/// How the benches measure by default, without options on the command line: quickly.
#[must_use]
pub fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(15)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args()
}

#[cfg(test)]
mod tests {
    use super::ANALYZERS;

    #[test]
    fn all_analyzers_that_run_by_default_are_measured() {
        let mut measured = ANALYZERS;
        measured.sort_unstable();
        let by_default = textmill_plugins::ALL.iter().filter(|builtin| builtin.by_default);
        assert!(by_default.map(|builtin| builtin.name).eq(measured));
    }
}
