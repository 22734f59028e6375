//! Which document of a cluster is kept.

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::diagnostics::{Diagnostics, Examples, Finding, Kind};
use crate::document::{DateOrder, Document};
use crate::error::{Error, OptionProblem, PatternProblem, PatternRole};
use crate::input::refuse_long;
use crate::text::{Moment, OrderEvidence, in_each_order};

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
            Self::Oldest(field) | Self::Newest(field) => {
                self.rank_of(Moment::of_field(document, field).and_then(Result::ok))
            }
            Self::Preferred(pattern) => u64::from(!pattern.matches(&document.source)),
        }
    }

    /// A number that grows with time, or that shrinks. A month stands before its days, a year before its months.
    fn rank_of(&self, moment: Option<Moment>) -> u64 {
        match (self, moment.map(Moment::rank)) {
            (_, None) => UNDATED,
            (Self::Newest(_), Some(rank)) => UNDATED - 1 - rank,
            (_, Some(rank)) => rank,
        }
    }

    /// What the date of a document says about the order of day and month; none if that is known, or dates do not decide.
    pub(super) fn date_seen(&self, document: &Document) -> Option<DateSeen> {
        let field = self.date_field().filter(|_| document.facts.date_order == DateOrder::Unknown)?;
        let value = document.fields.get(field)?.as_text();
        let mut evidence = OrderEvidence::default();
        evidence.add(value);
        let moments = in_each_order(value);
        let ranks = moments.map(|moment| self.rank_of(moment));
        let is_doubtful = moments[0] != moments[1] && moments.iter().all(Option::is_some);
        let example = is_doubtful.then(|| format!("{value:?} of {}", document.id));
        Some(DateSeen { evidence, ranks, example })
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

/// What the date of a document says about the order of day and month.
pub(super) struct DateSeen {
    evidence: OrderEvidence,
    /// The ranks that it gives the document with the day first and with the month first.
    ranks: [u64; 2],
    /// The date, if it may be either of two days.
    example: Option<String>,
}

/// The order of day and month in the dates of all documents, which is known when all of them have been seen.
#[derive(Debug, Default)]
pub(super) struct DatesSeen {
    evidence: OrderEvidence,
    /// Documents whose ranks depend on it.
    open: Vec<(u32, [u64; 2])>,
    doubtful: Examples,
}

impl DatesSeen {
    /// Adds the date of the next document, which has this number and this rank while the order is not known.
    pub(super) fn add(&mut self, number: u32, rank: u64, DateSeen { evidence, ranks, example }: DateSeen) {
        self.evidence.absorb(evidence);
        if ranks.iter().any(|&ordered| ordered != rank) {
            self.open.push((number, ranks));
        }
        example.iter().for_each(|example| self.doubtful.add(example));
    }

    /// Ranks documents by the order that the dates prove, and reports it, or that it is not known.
    pub(super) fn settle(&self, keep: &Keep, ranks: &mut [u64], diagnostics: &dyn Diagnostics) {
        let place = match self.evidence.order() {
            DateOrder::DayFirst => 0,
            DateOrder::MonthFirst => 1,
            DateOrder::Unknown => {
                let field = keep.date_field().unwrap_or_default();
                let what = format!("a field {field:?} in which either number may be the day, and come last");
                if self.doubtful.n() > 0 {
                    let (kind, documents) = (Kind::AmbiguousDate, self.doubtful.clone());
                    diagnostics.report(Finding::Counted { kind, what, documents });
                }
                return;
            }
        };
        self.open.iter().for_each(|(number, ordered)| ranks[*number as usize] = ordered[place]);
        self.evidence.finding().into_iter().for_each(|finding| diagnostics.report(finding));
    }
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
