//! How the program ends.

/// What the shell learns. A signal ends the program by itself, so that the shell sees 130 for an interrupt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// Done, or the reader of the output has gone away.
    Done = 0,
    /// The question asked has the answer yes: documents differ, duplicates exist.
    Yes = 1,
    /// Something failed, any input that could not be read included.
    Failed = 2,
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code as u8)
    }
}
