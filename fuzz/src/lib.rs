//! Laws that hold for any bytes: functions that panic where theirs is broken.
//!
//! They have two runners. `fuzz_targets` hands them to libFuzzer, which looks for inputs that reach new code and needs a
//! nightly compiler (`scripts/fuzz`). `tests/it/fuzz.rs` gives them the samples and a fixed number of mutations of these,
//! always the same ones, on any compiler.

mod csv_round_trip;
mod decode;
mod duplicates;
mod entries;
mod file_names;
mod formulas;
mod patches;
mod reading;
mod small_stack;
mod terminal;
mod words;

/// A function that returns if its law holds for the bytes.
pub type Law = fn(&[u8]);

/// Every law, by the name of its fuzz target.
pub const LAWS: [(&str, Law); 10] = [
    ("csv_round_trip", csv_round_trip::holds),
    ("decode", decode::holds),
    ("duplicates", duplicates::holds),
    ("entries", entries::holds),
    ("file_names", file_names::holds),
    ("formulas", formulas::holds),
    ("patches", patches::holds),
    ("small_stack", small_stack::holds),
    ("terminal", terminal::holds),
    ("words", words::holds),
];

/// Checks the law called `name`.
///
/// # Panics
///
/// If there is none, or if it is broken.
pub fn hold(name: &str, bytes: &[u8]) {
    let law = LAWS.into_iter().find(|(known, _)| *known == name);
    let (_, law) = law.unwrap_or_else(|| panic!("there is no law called {name}"));
    law(bytes);
}
