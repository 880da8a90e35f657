//! The target `suites` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| predikat_fuzz::hold("suites", bytes));
