//! Panics that the library catches and returns as errors are not printed as well.

use std::panic;

use textmill::panics::CAUGHT_CRATES;

/// From now on such panics are silent; any other one is reported as before. Call it once.
pub(crate) fn silence() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let is_caught =
            info.location().is_some_and(|place| CAUGHT_CRATES.iter().any(|name| place.file().contains(name)));
        if !is_caught {
            usual(info);
        }
    }));
}
