//! See `textmill_oracles::readers::mail`.
#![no_main]

libfuzzer_sys::fuzz_target!(
    init: textmill_fuzz::let_contained_panics_pass(),
    |input: &[u8]| textmill_oracles::readers::mail(input)
);
