//! Hands what libFuzzer comes up with to the law of this name.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| textmill_fuzz::hold("small_stack", bytes));
