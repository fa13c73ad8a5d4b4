//! What holds for any input whatever, hostile ones among them.
//!
//! Each oracle takes bytes and panics where a promise is broken. The fuzz targets in `fuzz/` only call them, and the
//! tests of this crate run each over its seeds and over inputs that once broke it, so that all of it compiles and
//! holds without a fuzzer at hand. `fuzz/README.md` says what each holds and how long it was run.

#[cfg(feature = "engine")]
pub mod host;
pub mod merge;
#[cfg(feature = "readers")]
pub mod readers;
#[cfg(feature = "smith")]
pub mod smith;
pub mod states;

/// An oracle, with what a fuzzer begins from.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its fuzz target.
    pub name: &'static str,
    /// Holds the promises for one input.
    ///
    /// # Panics
    /// Where one is broken.
    pub hold: fn(&[u8]),
    /// Inputs that reach much of the code.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
#[must_use]
pub fn targets() -> Vec<Target> {
    let mut targets = vec![
        Target { name: "merge", hold: merge::hold, seeds: merge::seeds },
        Target { name: "states", hold: states::hold, seeds: states::seeds },
    ];
    #[cfg(feature = "engine")]
    targets.extend(host::TARGETS);
    #[cfg(feature = "readers")]
    targets.extend(readers::TARGETS);
    targets
}
