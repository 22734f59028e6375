//! The screen that a person reads results on: how wide it is, and whether it has colors.

use std::num::NonZero;

use super::arguments::When;

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

/// Whether something is colored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Color {
    On,
    #[default]
    Off,
}

/// What looks at the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewer {
    /// A person at a terminal.
    Person,
    /// A file or another program.
    Program,
}

impl Viewer {
    /// The viewer of a place that is a terminal or not.
    pub(crate) fn of(is_terminal: bool) -> Self {
        if is_terminal { Self::Person } else { Self::Program }
    }
}

/// Decides: what the user says, then NO_COLOR, CLICOLOR_FORCE, then whether it is a terminal that can.
pub(crate) fn color(when: When, viewer: Viewer) -> Color {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let is_on = match when {
        When::Always => true,
        When::Never => false,
        When::Auto if variable("NO_COLOR").is_some() => false,
        When::Auto if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        When::Auto => {
            viewer == Viewer::Person
                && variable("TERM").is_none_or(|term| term != "dumb")
                && variable("CLICOLOR").is_none_or(|value| value != "0")
        }
    };
    if is_on { Color::On } else { Color::Off }
}
