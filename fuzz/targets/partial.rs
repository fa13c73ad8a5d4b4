//! See `textmill_oracles::host`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| textmill_oracles::host::partial(input));
