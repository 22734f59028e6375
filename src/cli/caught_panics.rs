//! Panics that are caught and told as failures are not printed as well.
//!
//! The library that writes workbooks panics where the disk refuses its temporary files, the one that reads them where a file is
//! damaged, and that of record batches where a stream is. `render`, `input` and `worker` make errors of that, which name the
//! output, the input or the stage; the usual report of a panic, which names a line of somebody else's code, would stand above
//! them.

use std::panic;

/// The beginnings of the names of crates whose panics are caught, as they stand in the paths of their source files.
const CAUGHT: [&str; 3] = ["rust_xlsxwriter-", "arrow-", "calamine-"];

/// From now on such panics are silent; any other one is reported as ever. Call it once.
pub(crate) fn silence() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_caught = info.location().is_some_and(|place| CAUGHT.iter().any(|name| place.file().contains(name)));
        if !is_caught {
            usual(info);
        }
    }));
}
