//! Which document of a cluster is kept.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::document::Document;
use crate::error::{Error, OptionProblem, PatternProblem, PatternRole};
use crate::input::refuse_long;
use crate::text::Moment;

/// The choice among the documents of a cluster; of equally good ones the first in input order is kept.
#[derive(Clone, Debug, Default)]
pub enum Keep {
    /// The first in input order.
    #[default]
    First,
    /// The one with the longest text, in bytes.
    Longest,
    /// The one with the earliest date in this field; documents without one come last.
    Oldest(String),
    /// The one with the latest date in this field; documents without one come last.
    Newest(String),
    /// One whose source matches.
    Preferred(SourcePattern),
}

/// A pattern for the sources of documents.
#[derive(Clone, Debug)]
pub struct SourcePattern(Gitignore);

impl SourcePattern {
    /// Sources that `glob` matches, by the rules of `.gitignore`: a pattern without a slash matches in any folder.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if `glob` is no pattern.
    pub fn new(glob: &str) -> Result<Self, OptionProblem> {
        let refused = |error: ignore::Error| PatternRole::Keep.refusing()(PatternProblem::Glob(error.to_string()));
        refuse_long(glob.as_bytes()).map_err(PatternRole::Keep.refusing())?;
        let mut builder = GitignoreBuilder::new("");
        builder.add_line(None, glob).map_err(refused)?;
        Ok(Self(builder.build().map_err(refused)?))
    }

    fn matches(&self, source: &str) -> bool {
        self.0.matched_path_or_any_parents(Path::new(source.trim_start_matches('/')), false).is_ignore()
    }
}

impl FromStr for Keep {
    type Err = OptionProblem;

    /// Reads `first`, `longest`, `oldest:FIELD`, `newest:FIELD` or `prefer:GLOB`.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        match text.split_once(':') {
            None if text == "first" => Ok(Self::First),
            None if text == "longest" => Ok(Self::Longest),
            Some(("oldest", field)) if !field.is_empty() => Ok(Self::Oldest(field.to_owned())),
            Some(("newest", field)) if !field.is_empty() => Ok(Self::Newest(field.to_owned())),
            Some(("prefer", glob)) if !glob.is_empty() => SourcePattern::new(glob).map(Self::Preferred),
            _ => Err(OptionProblem::Keep),
        }
    }
}

impl Keep {
    /// Less for a document that is rather kept.
    pub(super) fn rank(&self, document: &Document) -> u64 {
        match self {
            Self::First => 0,
            Self::Longest => u64::MAX - document.text.len() as u64,
            Self::Oldest(field) => date_number(document, field).unwrap_or(UNDATED),
            Self::Newest(field) => date_number(document, field).map_or(UNDATED, |number| UNDATED - 1 - number),
            Self::Preferred(pattern) => u64::from(!pattern.matches(&document.source)),
        }
    }

    /// The field whose dates decide, if dates do.
    pub fn date_field(&self) -> Option<&str> {
        match self {
            Self::Oldest(field) | Self::Newest(field) => Some(field),
            Self::First | Self::Longest | Self::Preferred(_) => None,
        }
    }

    /// Refuses a choice by dates where no document has one; `fields` and `ranks` are those of all documents.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownField`] if none has the field, [`Error::Option`] if none has a date in it.
    pub(super) fn check(&self, fields: &[Arc<str>], ranks: &[u64]) -> Result<(), Error> {
        let (Self::Oldest(field) | Self::Newest(field)) = self else { return Ok(()) };
        if ranks.iter().any(|&rank| rank != UNDATED) || ranks.is_empty() {
            return Ok(());
        }
        if fields.iter().any(|name| **name == **field) {
            return Err(OptionProblem::KeepDate(field.clone()).into());
        }
        let known = fields.iter().map(ToString::to_string).collect();
        Err(Error::UnknownField { option: "keep", name: field.clone(), known })
    }
}

/// The rank of a document without a date.
const UNDATED: u64 = u64::MAX;

/// The date in a field as a number that grows with time. A month stands before its days, a year before its months.
fn date_number(document: &Document, field: &str) -> Option<u64> {
    Moment::of_field(document, field)?.ok().map(Moment::rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldValue;

    fn document(source: &str, text: &str, date: &str) -> Document {
        let fields = [("date".into(), FieldValue::Text(date.to_owned()))].into_iter().collect();
        Document { source: source.to_owned(), text: text.to_owned(), fields, ..Document::default() }
    }

    #[track_caller]
    fn check(keep: &Keep, better: &Document, worse: &Document) {
        assert!(keep.rank(better) < keep.rank(worse), "{keep:?}");
    }

    #[test]
    fn each_choice_ranks_its_favorite_first() {
        let (old, new) = (document("wire/a.txt", "long text", "2024-03-05"), document("b.txt", "text", "6 March 2024"));
        let undated = document("c.txt", "", "soon");
        check(&Keep::Longest, &old, &new);
        check(&Keep::Oldest("date".to_owned()), &old, &new);
        check(&Keep::Oldest("date".to_owned()), &new, &undated);
        check(&Keep::Newest("date".to_owned()), &new, &old);
        check(&Keep::Newest("date".to_owned()), &old, &undated);
        check(&Keep::Preferred(SourcePattern::new("wire/").unwrap()), &old, &new);
        check(&Keep::Preferred(SourcePattern::new("b*").unwrap()), &new, &old);
        assert_eq!(Keep::First.rank(&old), Keep::First.rank(&new));
    }

    #[test]
    fn a_month_stands_before_its_days() {
        let month = document("", "", "2024-03");
        check(&Keep::Oldest("date".to_owned()), &month, &document("", "", "2024-03-01"));
        check(&Keep::Oldest("date".to_owned()), &document("", "", "2024-02-29"), &month);
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        assert!(SourcePattern::new("[z-a]").is_err());
    }
}
