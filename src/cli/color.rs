//! Whether to color what goes to some place.

use super::arguments::When;

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
