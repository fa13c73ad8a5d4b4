//! See `textmill_oracles::readers::markup`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: textmill_fuzz::let_contained_panics_pass(),
    |input: &[u8]| textmill_oracles::readers::markup(input)
);
