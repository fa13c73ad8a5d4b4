//! See `textmill_oracles::states`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| textmill_oracles::states::hold(input));
