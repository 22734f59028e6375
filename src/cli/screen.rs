//! The screen that a person reads results on: how wide it is.

use std::num::NonZero;

/// Width of a screen of which nothing says how wide it is.
pub(crate) const USUAL_WIDTH: u16 = 80;

/// The width that the environment gives by `COLUMNS`.
pub(crate) fn given_width() -> Option<u16> {
    std::env::var("COLUMNS").ok()?.parse::<NonZero<u16>>().ok().map(NonZero::get)
}

/// The width of the screen: the given one, else that of the terminal at standard output, standard error or standard input.
pub(crate) fn width() -> Option<u16> {
    given_width().or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0).filter(|&width| width > 0))
}
