//! Panics of libraries, caught where they happen.
//!
//! Some libraries panic where they should return an error: the writer of workbooks if the disk refuses its temporary files, the
//! readers of workbooks, Parquet and Arrow over damaged files, the compressor if there is no memory. Each call that can do so goes
//! through [`caught`], and its caller makes an error of the panic that names the input or the output.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// First parts of the folders that hold the sources of crates whose panics are caught. The program prints no report of such a
/// panic: it would name a line of a library above the error that names the file.
pub const CAUGHT_CRATES: [&str; 5] = ["rust_xlsxwriter-", "arrow-", "calamine-", "parquet-", "zlib-rs-"];

/// A library panicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panicked;

/// Result of `call`. Values that `call` changed may be left in any state after a panic; drop them.
///
/// # Errors
///
/// If `call` panics.
pub fn caught<T>(call: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| Panicked)
}
