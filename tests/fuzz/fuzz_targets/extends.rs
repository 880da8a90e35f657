//! The target `extends` under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| predikat_fuzz::hold("extends", bytes));
