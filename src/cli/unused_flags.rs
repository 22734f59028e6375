//! Flags on the command line that make no difference: each is refused with what it is for.

use super::arguments::OutputArgs;
use super::messages::{self, Failure};

impl OutputArgs {
    /// Refuses the first flag on the command line that is not used. `uses` says of flags, by their ids, whether they are, and
    /// what they are for.
    ///
    /// # Errors
    ///
    /// That flag.
    pub(crate) fn refuse_unused(&self, uses: &[(&str, bool, &str)]) -> Result<(), Failure> {
        let is_unused = |&&(flag, is_used, _): &&(&str, bool, &str)| !is_used && self.is_given(flag);
        match uses.iter().find(is_unused) {
            Some((flag, _, purpose)) => Err(messages::unused(&shown(flag), purpose).into()),
            None => Ok(()),
        }
    }

    /// Whether the flag with this id stands on the command line.
    pub(crate) fn is_given(&self, flag: &str) -> bool {
        self.given.iter().any(|id| id == flag)
    }
}

/// The flag as a user types it.
pub(crate) fn shown(id: &str) -> String {
    match id {
        "pattern" => "--match".to_owned(),
        "n" => "-n".to_owned(),
        id => format!("--{}", id.replace('_', "-")),
    }
}
