//! See `textmill_oracles::merge`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| textmill_oracles::merge::hold(input));
