//! No rule of a built-in analyzer costs more than linearly: a few of the patterns that `cargo xtask growth` goes through.
#![cfg(target_os = "linux")]

use std::path::Path;

use textmill_benches::growth::{MOST, Meter, patterns};

/// Every so many of the patterns are measured: some seconds of them.
const STEP: usize = 23;

#[test]
fn twice_the_text_takes_twice_the_work() {
    let repository =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository");
    let patterns = patterns(repository, 1, 257).expect("the lexicons are there");
    assert!(patterns.len() > 500, "{} patterns", patterns.len());
    let mut meter = Meter::new();
    for pattern in patterns.iter().step_by(STEP) {
        for growth in meter.measure(pattern) {
            assert!(growth.factor() <= MOST, "{pattern:?}: {growth:?}");
        }
    }
}
