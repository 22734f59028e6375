//! What a stage is asked to do.

use std::num::NonZero;

use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

use super::{WorkerError, cutting};
use crate::choice::{choices, named};
use crate::dedupe::{Facts, Options, Relation, Unit};
use crate::error::OptionProblem;
use crate::export::DocumentFormat;
use crate::render::{FormatKind, Header, OutputFormat, RowFormat, TableFormat};
use crate::similarity::Threshold;
use crate::text::UNICODE_VERSION;
use crate::{split, stats};

/// The key of the schema's metadata under which the parameters stand, as a JSON object.
pub const METADATA_KEY: &str = "textmill";

/// Changes with what a signature is made of, so that those of different making are never compared.
const SIGNATURE_VERSION: u32 = 1;

/// The relation that candidates are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFor {
    /// Equal documents.
    Equal,
    /// Near documents.
    Near,
    /// Contained documents.
    Contained,
}

choices!(SearchFor {
    Equal = "equal": "Equal documents",
    Near = "near": "Near documents",
    Contained = "contained": "Contained documents",
});

/// What a partition becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// A table, with or without the names of its columns first.
    Table(RowFormat, Header),
    /// Documents one after the other.
    Documents(DocumentFormat),
}

impl Lines {
    /// What a format of this name makes, if it is one that is made of lines.
    pub(super) fn named(name: &str) -> Option<Self> {
        let format = OutputFormat::named(name)?;
        match format.kind() {
            FormatKind::Table(TableFormat::Rows(rows)) if LINES.contains(&rows) => {
                Some(Self::Table(rows, Header::Shown))
            }
            FormatKind::Documents => DocumentFormat::named(format.name()).map(Self::Documents),
            _ => None,
        }
    }
}

/// The formats whose tables are lines without a beginning or an end of their own, so that files can be cut anywhere between rows.
const LINES: [RowFormat; 3] = [RowFormat::JSONL, RowFormat::CSV, RowFormat::TSV];

/// The parameters of all stages; each takes what it needs.
#[derive(Clone, Debug)]
pub struct Parameters {
    pub(super) search: Option<SearchFor>,
    pub(super) dedupe: Options,
    pub(super) stats: stats::Options,
    pub(super) split: split::Options,
    pub(super) lines: Lines,
}

impl Parameters {
    /// Reads the JSON object under [`METADATA_KEY`]: `version`, which must be that of this program, and beside it `search` (equal,
    /// near or contained), `relations`, `threshold`, `containment`, `shingle` and `ignore_facts`, with the meanings and
    /// defaults that they have in `textmill dedupe`; `per`, `top` and `min` of `textmill stats`; one of `by`, `at`, `on`, `between` (two patterns)
    /// and `size` (an object with `limit`, `unit` and `overlap`) of `textmill split`; and `format` of `textmill export`.
    ///
    /// # Errors
    ///
    /// [`WorkerError::Parameters`] for what is none of these, [`WorkerError::Differs`] for another version.
    pub fn of(object: Option<&str>) -> Result<Self, WorkerError> {
        let object = object.ok_or_else(|| unusable(format!("there is no key {METADATA_KEY:?}")))?;
        let mut given: Map<String, Value> =
            serde_json::from_str(object).map_err(|error| unusable(error.to_string()))?;
        check_version(given.remove("version").as_ref())?;
        let mut parameters = Self {
            search: None,
            dedupe: Options { unit: Unit::Marked, ..Options::default() },
            stats: stats::Options { units: vec![stats::Unit::Word], ..stats::Options::default() },
            split: split::Options::default(),
            lines: Lines::Table(RowFormat::JSONL, Header::Shown),
        };
        for (name, value) in &given {
            parameters.set(name, value)?;
        }
        Ok(parameters)
    }

    /// The relation that candidates are looked for.
    pub(super) fn search(&self) -> Result<SearchFor, WorkerError> {
        self.search.ok_or_else(|| {
            unusable(format!("search: one of {} is needed", SearchFor::ALL.map(SearchFor::name).join(", ")))
        })
    }

    /// Stands for all that a signature depends on.
    pub(super) fn stamp(&self) -> i64 {
        let Options { threshold, shingle_words, relations, .. } = &self.dedupe;
        let relations: Vec<&str> =
            Relation::ALL.into_iter().filter(|&relation| relations.contains(relation)).map(Relation::name).collect();
        let making = format!(
            "signature {SIGNATURE_VERSION}, Unicode {UNICODE_VERSION:?}, threshold {}, shingles of {shingle_words}, {}",
            threshold.value(),
            relations.join(" ")
        );
        xxh3_64(making.as_bytes()).cast_signed()
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), WorkerError> {
        match name {
            "search" => {
                let search = value.as_str().and_then(|search| search.parse().ok());
                self.search = Some(search.ok_or_else(|| unfit(name, value))?);
            }
            "relations" => {
                let names = value.as_array().ok_or_else(|| unfit(name, value))?;
                self.dedupe.relations = names.iter().map(relation).collect::<Result<_, _>>()?;
            }
            "threshold" => self.dedupe.threshold = threshold(name, value)?,
            "containment" => self.dedupe.containment = threshold(name, value)?,
            "shingle" => self.dedupe.shingle_words = count(name, value)?,
            "ignore_facts" => {
                let is_ignored = value.as_bool().ok_or_else(|| unfit(name, value))?;
                self.dedupe.facts = if is_ignored { Facts::MayDiffer } else { Facts::MustAgree };
            }
            "per" => {
                let unit = value.as_str().ok_or_else(|| unfit(name, value))?;
                self.stats.units = vec![unit.parse().map_err(|problem| refused(name, &problem))?];
            }
            "top" => self.stats.top = Some(count(name, value)?),
            "min" => self.stats.min_frequency = count(name, value)?.get() as u64,
            "by" | "at" | "on" | "between" | "size" => {
                let by = cutting::by(name, value).map_err(|problem| refused(name, &problem))?;
                self.split.by = by.ok_or_else(|| unfit(name, value))?;
            }
            "format" => self.lines = value.as_str().and_then(Lines::named).ok_or_else(|| unfit(name, value))?,
            _ => return Err(unusable(format!("there is no parameter {name:?}"))),
        }
        Ok(())
    }
}

fn check_version(asked: Option<&Value>) -> Result<(), WorkerError> {
    let asked = asked.and_then(Value::as_str).ok_or_else(|| unusable("version: the sender's is needed"))?;
    let own = env!("CARGO_PKG_VERSION");
    if asked == own {
        return Ok(());
    }
    Err(WorkerError::Differs { what: "version", asked: asked.to_owned(), own: own.to_owned() })
}

fn relation(value: &Value) -> Result<Relation, WorkerError> {
    let found = value.as_str().and_then(|name| named(name, |relation| *relation != Relation::Similar).ok());
    found.ok_or_else(|| unfit("relations", value))
}

fn count(name: &str, value: &Value) -> Result<NonZero<usize>, WorkerError> {
    let number = value.as_u64().and_then(|number| NonZero::new(usize::try_from(number).ok()?));
    number.ok_or_else(|| unfit(name, value))
}

fn threshold(name: &str, value: &Value) -> Result<Threshold, WorkerError> {
    let number = value.as_f64().ok_or_else(|| unfit(name, value))?;
    Threshold::new(number).map_err(|problem| refused(name, &problem))
}

fn refused(name: &str, problem: &OptionProblem) -> WorkerError {
    unusable(format!("{name}: {problem}"))
}

fn unfit(name: &str, value: &Value) -> WorkerError {
    unusable(format!("{name}: {value} cannot be its value"))
}

fn unusable(why: impl Into<String>) -> WorkerError {
    WorkerError::Parameters(why.into())
}

#[cfg(test)]
mod tests {
    use std::mem::discriminant;

    use serde_json::json;

    use super::*;
    use crate::choice::Choice;
    use crate::split::By;

    fn read(name: &str, value: &Value) -> Result<Parameters, WorkerError> {
        Parameters::of(Some(&json!({"version": env!("CARGO_PKG_VERSION"), name: value}).to_string()))
    }

    #[test]
    fn parameters_take_the_names_that_flags_take() {
        for (relation, name, _) in Relation::CHOICES.iter().filter(|(relation, ..)| *relation != Relation::Similar) {
            assert_eq!(read("relations", &json!([name])).unwrap().dedupe.relations, [*relation].into_iter().collect());
        }
        for (by, name, _) in By::CHOICES {
            assert_eq!(discriminant(&read("by", &json!(name)).unwrap().split.by), discriminant(by), "{name}");
        }
        for unit in stats::Unit::NAMED {
            assert_eq!(read("per", &json!(unit.name())).unwrap().stats.units, std::slice::from_ref(unit));
        }
        for unit in split::Unit::ALL {
            let size = json!({"limit": 9, "unit": unit.name(), "overlap": 0});
            assert!(matches!(read("size", &size).unwrap().split.by, By::Size(_)), "{unit}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused_by_the_name_of_its_parameter() {
        let refused = |name: &str, value: &Value| read(name, value).unwrap_err().to_string();
        assert!(refused("at", &json!("")).ends_with(": at: the pattern is empty"));
        assert!(refused("per", &json!("path:x")).contains(": per: \"path:x\" names no level"));
        assert!(refused("threshold", &json!(2)).ends_with(": threshold: 2 does not lie between 0.1 and 1"));
        assert!(refused("relations", &json!(["similar"])).contains("relations: "));
    }
}
