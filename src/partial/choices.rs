//! The choices that a partial result depends on, as names and values that a person can read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::error::PartialProblem;
use crate::text::UNICODE_VERSION;

/// The choices that are versions and no flags.
const VERSIONS: [&str; 2] = ["textmill", "unicode"];

/// Values by the names of options.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices(BTreeMap<String, String>);

impl Choices {
    /// These.
    pub(crate) fn of(named: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self(named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// These and the versions of textmill and Unicode, since another one may make another result of the same text.
    pub(crate) fn with_versions(named: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let (major, minor, patch) = UNICODE_VERSION;
        let versions = [env!("CARGO_PKG_VERSION").to_owned(), format!("{major}.{minor}.{patch}")];
        Self::of(VERSIONS.into_iter().zip(versions).chain(named))
    }

    /// The value of an option; empty if there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Makes sure that all that `asked` names has been chosen so.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub(crate) fn check(&self, asked: &Self) -> Result<(), PartialProblem> {
        asked.0.iter().try_for_each(|(name, value)| same(name, self.get(name), value))
    }

    /// An object of texts.
    pub(crate) fn to_json(&self) -> Value {
        json!(self.0)
    }

    /// What [`Self::to_json`] made.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        let text = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
        value.as_object()?.iter().map(text).collect::<Option<_>>().map(Self)
    }
}

/// Makes sure that one choice is the same.
///
/// # Errors
///
/// [`PartialProblem::Differs`] or [`PartialProblem::OtherVersion`] if it is not.
pub(crate) fn same(name: &str, stored: &str, asked: &str) -> Result<(), PartialProblem> {
    if stored == asked {
        return Ok(());
    }
    let (name, stored, asked) = (name.to_owned(), stored.to_owned(), asked.to_owned());
    Err(if VERSIONS.contains(&&*name) {
        PartialProblem::OtherVersion { of: name, stored, asked }
    } else {
        PartialProblem::Differs { option: name, stored, asked }
    })
}
