//! The choices that counts depend on, as names and values that a person can read.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::super::Options;
use super::super::collocation::CollocationOptions;
use super::super::languages::Languages;
use super::super::search::Terms;
use super::super::task::Task;
use crate::error::PartialProblem;
use crate::text::UNICODE_VERSION;

/// The choices that are versions and no flags.
const VERSIONS: [&str; 2] = ["textmill", "unicode"];

/// Versions and choices. Two partial results merge if these are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    units: Vec<String>,
    /// By the name of the option.
    choices: BTreeMap<String, String>,
    /// How documents were read; empty where none are read.
    reading: BTreeMap<String, String>,
}

impl Parameters {
    /// Those of a task over documents that are read like this.
    pub(super) fn of(task: &Task<'_>, reading: Vec<(&'static str, String)>) -> Self {
        let reading = reading.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let units = task.units.iter().map(|unit| unit.name().to_owned()).collect();
        let choices = choices(task.options).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { units, choices, reading }
    }

    /// Makes sure that another partial result was counted in the same way.
    ///
    /// # Errors
    ///
    /// The first difference.
    pub(super) fn check_same(&self, other: &Self) -> Result<(), PartialProblem> {
        same("per", &other.units.join(","), &self.units.join(","))?;
        other.check_choices(&self.choices)?;
        for (name, value) in &self.reading {
            same(name, other.reading.get(name).map_or("", String::as_str), value)?;
        }
        Ok(())
    }

    /// Makes sure that all that `asked` names was counted, and counted so.
    ///
    /// # Errors
    ///
    /// What was not.
    pub(super) fn check(&self, asked: &Self) -> Result<(), PartialProblem> {
        if let Some(unit) = asked.units.iter().find(|unit| !self.units.contains(unit)) {
            return Err(PartialProblem::Lacks(format!("--per {unit}, only for {}", self.units.join(", "))));
        }
        self.check_choices(&asked.choices)
    }

    /// The names of the units.
    pub(super) fn units(&self) -> &[String] {
        &self.units
    }

    /// For the head of a file.
    pub(super) fn to_json(&self) -> Value {
        json!({"per": self.units, "choices": self.choices, "reading": self.reading, "fingerprint": self.fingerprint()})
    }

    /// What [`Self::to_json`] made; nothing if the fingerprint is another.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let named = |value: &Value| -> Option<BTreeMap<String, String>> {
            value.as_object()?.iter().map(|(name, value)| Some((name.clone(), text(value)?))).collect()
        };
        let units = value["per"].as_array()?.iter().map(text).collect::<Option<_>>()?;
        let parameters = Self { units, choices: named(&value["choices"])?, reading: named(&value["reading"])? };
        (text(&value["fingerprint"])? == parameters.fingerprint()).then_some(parameters)
    }

    fn check_choices(&self, asked: &BTreeMap<String, String>) -> Result<(), PartialProblem> {
        for (name, value) in asked {
            same(name, self.choices.get(name).map_or("", String::as_str), value)?;
        }
        Ok(())
    }

    /// XXH3 of 128 bits over all of it.
    fn fingerprint(&self) -> String {
        let all = json!([self.units, self.choices, self.reading]).to_string();
        format!("{:032x}", xxh3_128(all.as_bytes()))
    }
}

fn same(name: &str, stored: &str, asked: &str) -> Result<(), PartialProblem> {
    if stored == asked {
        return Ok(());
    }
    let what = if VERSIONS.contains(&name) { name.to_owned() } else { format!("--{name}") };
    Err(PartialProblem::Differs { what, stored: format!("{stored:?}"), asked: format!("{asked:?}") })
}

/// All that is counted depends on these, and the rows of single documents, which are final.
fn choices(options: &Options) -> Vec<(&'static str, String)> {
    let Options { window, mtld_threshold, within, n_context, .. } = options;
    let CollocationOptions { nodes, span, .. } = &options.collocation;
    let lengths: Vec<String> = options.lengths.iter().map(|n| n.to_string()).collect();
    let families: Vec<&str> = options.families.iter().map(|family| family.name()).collect();
    let (major, minor, patch) = UNICODE_VERSION;
    let language = options.language.as_deref().unwrap_or_default();
    vec![
        ("textmill", env!("CARGO_PKG_VERSION").to_owned()),
        ("unicode", format!("{major}.{minor}.{patch}")),
        ("only", options.columns.wanted().collect::<Vec<_>>().join(",")),
        ("measures", families.join(",")),
        ("tokens", options.tokens.describe().into_owned()),
        ("language", if options.languages == Languages::Guessed { "guess" } else { language }.to_owned()),
        ("fold", options.fold.describe()),
        ("window", window.to_string()),
        ("mtld-threshold", mtld_threshold.get().to_string()),
        ("dispersion", format!("{:?}", options.dispersion).to_lowercase()),
        ("parts", options.parts.describe()),
        ("length", lengths.join(",")),
        ("within", within.describe().to_owned()),
        ("node", nodes.join(",")),
        ("span", format!("{},{}", span.left, span.right)),
        ("match", options.pattern.as_ref().map_or(String::new(), |pattern| pattern.describe())),
        ("terms", options.terms.as_ref().map_or(String::new(), described_terms)),
        ("context", n_context.to_string()),
    ]
}

fn described_terms(terms: &Terms) -> String {
    let rows: Vec<String> = (0..terms.n_rows() as u32)
        .map(|row| format!("{:?} {:?}", terms.labels()[terms.label_idx(row) as usize], terms.spelling(row)))
        .collect();
    let digest = xxh3_128(format!("{} {rows:?}", terms.ignores_case()).as_bytes());
    format!("{} labels, {} spellings and patterns, xxh3 {digest:032x}", terms.labels().len(), rows.len())
}
