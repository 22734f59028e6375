//! Panics that are caught and told as failures are not printed as well.
//!
//! The library of workbooks panics where the disk refuses its temporary files. `render` makes an error of that, which is told
//! with the name of the output; the usual report of a panic, which names a line of somebody else's code, would stand above it.

use std::panic;

/// The source files of the crate whose panics are caught.
const CAUGHT: &str = "rust_xlsxwriter";

/// From now on such panics are silent; any other one is reported as ever. Call it once.
pub(crate) fn silence() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_caught = info.location().is_some_and(|place| place.file().contains(CAUGHT));
        if !is_caught {
            usual(info);
        }
    }));
}
