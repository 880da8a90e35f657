//! The target `texts` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| predikat_fuzz::hold("texts", bytes));
