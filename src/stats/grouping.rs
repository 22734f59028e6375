//! What documents are grouped by: a field, a folder of their path, a span of time, a language.

use std::borrow::Cow;
use std::num::NonZero;
use std::str::FromStr;
use std::sync::Arc;

use super::languages::LANGUAGE;
use super::time_span::TimeSpan;
use crate::diagnostics::Kind;
use crate::document::Document;
use crate::error::{Error, OptionProblem};
use crate::text::{DateFault, KNOWS_LANGUAGES, Moment};

/// Reasons for which a document with a value has no group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoGroup {
    /// It is no date, or none that is exact enough.
    NoDate,
    /// The calendar does not have it.
    Impossible,
    /// It may be either of two days.
    Ambiguous,
}

impl NoGroup {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 3] = [Self::NoDate, Self::Impossible, Self::Ambiguous];

    /// The kind of finding that it is.
    pub(super) fn kind(self) -> Kind {
        match self {
            Self::NoDate => Kind::NoDate,
            Self::Impossible => Kind::ImpossibleDate,
            Self::Ambiguous => Kind::AmbiguousDate,
        }
    }
}

/// Says which group a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Grouping {
    name: String,
    by: By,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum By {
    Field(String),
    Language,
    /// The folder at this level of the id, from 1.
    Folder(NonZero<usize>),
    Time(String, TimeSpan),
}

impl FromStr for Grouping {
    type Err = OptionProblem;

    /// Reads `path:N`, `FIELD:year`, `FIELD:month`, `FIELD:week`, `FIELD:day`, `FIELD:quarter`, `FIELD:decade`, `language`,
    /// `FIELD`, or `field:FIELD` for a field that has the name of something else.
    fn from_str(name: &str) -> Result<Self, OptionProblem> {
        let by = match name.rsplit_once(':') {
            _ if name.is_empty() => return Err(OptionProblem::NoUnit),
            Some(("field", field)) => By::Field(field.to_owned()),
            Some(("path", level)) => {
                By::Folder(level.parse().map_err(|_| OptionProblem::FolderLevel(name.to_owned()))?)
            }
            Some((field, span)) => match TimeSpan::named(span) {
                Some(span) => By::Time(field.to_owned(), span),
                None => By::Field(name.to_owned()),
            },
            None if name == LANGUAGE => By::Language,
            None => By::Field(name.to_owned()),
        };
        Ok(Self { name: name.to_owned(), by })
    }
}

impl Grouping {
    /// The name as the user wrote it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The group that follows in time, whether or not a document belongs to it; none if groups do not follow each other.
    pub fn next(&self, value: &str) -> Option<String> {
        match &self.by {
            By::Time(_, span) => span.next(value),
            By::Field(_) | By::Language | By::Folder(_) => None,
        }
    }

    /// The field whose dates it is by, if it is by dates.
    pub(super) fn date_field(&self) -> Option<&str> {
        match &self.by {
            By::Time(field, _) => Some(field),
            By::Field(_) | By::Language | By::Folder(_) => None,
        }
    }

    /// Whether documents need a language for it.
    pub(super) fn is_by_language(&self) -> bool {
        self.by == By::Language
    }

    /// The group of a document, empty if it has no such value. `None` if it has one that is no date, or none that is
    /// exact enough.
    pub(super) fn value<'d>(&self, document: &'d Document) -> Option<Cow<'d, str>> {
        match &self.by {
            By::Field(field) => Some(field_value(document, field).into()),
            By::Language => Some(field_value(document, LANGUAGE).into()),
            By::Folder(level) => Some(folder(&document.id, *level).into()),
            By::Time(field, span) => match Moment::of_field(document, field) {
                None => Some("".into()),
                Some(moment) => moment.ok().and_then(|moment| span.of(moment.date())).map(Cow::Owned),
            },
        }
    }

    /// What the value of the group is, for the definition of its column.
    pub(super) fn definition(&self) -> String {
        match &self.by {
            By::Field(field) => format!("the group: documents with this value of the field {field:?}"),
            By::Language => {
                "the group: documents in this language, by their field \"language\", otherwise guessed".to_owned()
            }
            By::Folder(level) => format!("the group: documents whose id has this folder at level {level}"),
            By::Time(field, span) => {
                format!("the group: documents whose field {field:?} is a date in this {}", span.name())
            }
        }
    }

    /// The reason why the group of a document is empty although it has a value, that reason in words, and the value.
    pub(super) fn unreadable<'d>(&self, document: &'d Document) -> Option<(NoGroup, String, &'d str)> {
        let By::Time(field, span) = &self.by else { return None };
        let (reason, words) = match Moment::of_field(document, field)? {
            Err(DateFault::Impossible) => {
                (NoGroup::Impossible, format!("a field {field:?} with a date that the calendar does not have"))
            }
            Err(DateFault::Ambiguous) => {
                (NoGroup::Ambiguous, format!("a field {field:?} in which either number may be the day"))
            }
            _ => (NoGroup::NoDate, format!("a field {field:?} that is no date with a {}", span.name())),
        };
        self.value(document).is_none().then(|| (reason, words, field_value(document, field)))
    }

    /// Makes sure that documents with these fields can be grouped.
    pub(super) fn check(&self, units: &[&str], fields: &[Arc<str>]) -> Result<(), Error> {
        let is_there = |name: &str| fields.iter().any(|field| **field == *name) || matches!(name, "source" | "title");
        let is_known = match &self.by {
            By::Field(field) | By::Time(field, _) => is_there(field),
            By::Language => KNOWS_LANGUAGES || is_there(LANGUAGE),
            By::Folder(_) => true,
        };
        if is_known {
            return Ok(());
        }
        Err(Error::UnknownUnit {
            name: self.name.clone(),
            units: units.iter().map(|&unit| unit.to_owned()).collect(),
            fields: fields.iter().map(|field| field.to_string()).collect(),
        })
    }
}

/// A field of the record; what every document has otherwise.
fn field_value<'d>(document: &'d Document, name: &str) -> &'d str {
    match (document.fields.get(name), name) {
        (Some(value), _) => value.as_text(),
        (None, "source") => &document.source,
        (None, "title") => document.title.as_deref().unwrap_or_default(),
        (None, _) => "",
    }
}

/// The folder at a level of an id, empty if the id is not that deep. The last part of an id names the document.
fn folder(id: &str, level: NonZero<usize>) -> &str {
    let folders = id.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').nth(level.get() - 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldValue;

    fn document() -> Document {
        let fields = [("date", "5 March 2024"), ("seen", "2023"), ("year:end", "x"), ("word", "w"), ("empty", "")];
        let fields = fields.map(|(name, value)| (name.into(), FieldValue::Text(value.to_owned())));
        Document {
            id: "2024/nature/heron.txt".to_owned(),
            source: "in/2024/nature/heron.txt".to_owned(),
            title: Some("Herons".to_owned()),
            fields: fields.into_iter().collect(),
            ..Document::default()
        }
    }

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let (grouping, document) = (name.parse::<Grouping>().unwrap(), document());
        assert_eq!(grouping.value(&document).as_deref(), expected, "{name}");
        assert_eq!(grouping.name(), name);
    }

    #[test]
    fn documents_are_grouped_by_field_folder_and_date() {
        check("date", Some("5 March 2024"));
        check("field:word", Some("w"));
        check("year:end", Some("x"));
        check("source", Some("in/2024/nature/heron.txt"));
        check("title", Some("Herons"));
        check("path:1", Some("2024"));
        check("path:2", Some("nature"));
        check("date:year", Some("2024"));
        check("date:month", Some("2024-03"));
        check("date:week", Some("2024-W10"));
        check("date:day", Some("2024-03-05"));
        check("seen:year", Some("2023"));
    }

    #[test]
    fn what_a_document_does_not_have_is_empty_and_what_cannot_be_read_is_none() {
        check("town", Some(""));
        check("path:3", Some(""));
        check("language", Some(""));
        check("empty:month", Some(""));
        check("seen:month", None);
        check("word:year", None);
    }

    #[test]
    fn a_level_of_folders_is_a_number_from_one() {
        for name in ["path:0", "path:", "path:x", ""] {
            assert!(
                matches!(name.parse::<Grouping>(), Err(OptionProblem::NoUnit | OptionProblem::FolderLevel(_))),
                "{name:?}"
            );
        }
    }

    #[test]
    fn a_field_that_no_document_has_is_refused_with_all_names_there_are() {
        let fields: Vec<Arc<str>> = vec!["date".into()];
        let known = ["date", "field:date", "date:month", "path:7", "title", "source"];
        assert!(known.iter().all(|name| name.parse::<Grouping>().unwrap().check(&["word"], &fields).is_ok()));
        for name in ["dat", "day:month", "words"] {
            let error = name.parse::<Grouping>().unwrap().check(&["word"], &fields).unwrap_err();
            assert!(matches!(error, Error::UnknownUnit { name: n, units, fields }
                if n == name && units == ["word"] && fields == ["date"]));
        }
    }
}
