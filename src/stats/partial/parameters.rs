//! What a partial result is of: the choices that its counts depend on, as names and values that a person can read, and
//! its shares of the corpus.

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::super::grouping::Grouping;
use super::super::languages::Languages;
use super::super::needs::Needs;
use super::super::options::{CollocationOptions, Options};
use super::super::search::Terms;
use super::super::task::Task;
use super::super::unit::Unit;
use crate::error::{Error, PartialProblem};
use crate::partial::{Choices, Shares, same};

/// What a partial result is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) parameters: Parameters,
    pub(super) shares: Shares,
}

impl Header {
    /// That of both together.
    pub(super) fn merged(&self, other: &Self) -> Result<Self, PartialProblem> {
        self.parameters.check_same(&other.parameters)?;
        Ok(Self { parameters: self.parameters.clone(), shares: self.shares.merged(&other.shares)? })
    }

    /// For the head of a file.
    pub(super) fn to_json(&self) -> Value {
        json!({"parameters": self.parameters.to_json(), "shares": self.shares.to_json()})
    }

    /// What [`Self::to_json`] made, if it is that.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let parameters = Parameters::from_json(&value["parameters"])?;
        Some(Self { parameters, shares: Shares::from_json(&value["shares"])? })
    }
}

/// Versions and choices. Two partial results merge if these are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    units: Vec<String>,
    /// The work that was done on the texts, which decides what is there to read.
    needs: Needs,
    /// What documents were grouped by.
    groups: Vec<String>,
    /// By the name of the option.
    choices: Choices,
    /// How documents were read; empty where none are read.
    reading: Choices,
}

impl Parameters {
    /// Those of a task over documents that are read like this.
    pub(super) fn of(task: &Task<'_>, reading: Vec<(&'static str, String)>) -> Self {
        let units = task.units.iter().map(|unit| unit.name().to_owned()).collect();
        let groups = task.groupings().iter().map(|grouping| grouping.name().to_owned()).collect();
        let (choices, reading) = (Choices::with_versions(choices(task)), Choices::of(reading));
        Self { units, needs: task.plan.needs, groups, choices, reading }
    }

    /// The task that was done, for options that [`Self::check`] has found to ask for nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if a unit has no name.
    pub(super) fn task<'o>(&self, options: &'o Options) -> Result<Task<'o>, Error> {
        let units = self.units.iter().map(|name| name.parse::<Unit>()).collect::<Result<_, _>>()?;
        let groupings: Vec<Grouping> =
            self.groups.iter().map(|name| name.parse::<Grouping>()).collect::<Result<_, _>>()?;
        Task::of_counted(options, units, self.needs, groupings.into())
    }

    /// Makes sure that another partial result was counted in the same way.
    ///
    /// # Errors
    ///
    /// The first difference.
    fn check_same(&self, other: &Self) -> Result<(), PartialProblem> {
        same("per", &other.units.join(","), &self.units.join(","))?;
        other.choices.check(&self.choices)?;
        if (other.needs, &other.groups) != (self.needs, &self.groups) {
            let what = "was counted for other columns or groups than the ones before it";
            return Err(PartialProblem::Apart(what.to_owned()));
        }
        other.reading.check(&self.reading)
    }

    /// Makes sure that all that `asked` names was counted, and counted so.
    ///
    /// # Errors
    ///
    /// What was not.
    pub(super) fn check(&self, asked: &Self) -> Result<(), PartialProblem> {
        if let Some(unit) = asked.units.iter().find(|unit| !self.units.contains(unit)) {
            return Err(PartialProblem::LacksUnit { unit: unit.clone(), counted: self.units.clone() });
        }
        self.choices.check(&asked.choices)?;
        if let Some(group) = asked.groups.iter().find(|group| !self.groups.contains(group)) {
            return Err(PartialProblem::LacksGroups(group.clone()));
        }
        if !self.needs.contains(asked.needs) {
            return Err(PartialProblem::LacksColumns);
        }
        Ok(())
    }

    fn to_json(&self) -> Value {
        let Self { units, needs, groups, choices, reading } = self;
        json!({
            "per": units,
            "needs": needs.bits(),
            "groups": groups,
            "choices": choices.to_json(),
            "reading": reading.to_json(),
            "fingerprint": self.fingerprint(),
        })
    }

    /// What [`Self::to_json`] made; nothing if the fingerprint is another.
    fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let texts = |value: &Value| value.as_array()?.iter().map(text).collect::<Option<Vec<String>>>();
        let parameters = Self {
            units: texts(&value["per"])?,
            needs: Needs::of_bits(u32::try_from(value["needs"].as_u64()?).ok()?),
            groups: texts(&value["groups"])?,
            choices: Choices::from_json(&value["choices"])?,
            reading: Choices::from_json(&value["reading"])?,
        };
        (text(&value["fingerprint"])? == parameters.fingerprint()).then_some(parameters)
    }

    /// XXH3 of 128 bits over all of it.
    fn fingerprint(&self) -> String {
        let all = json!([self.units, self.needs.bits(), self.groups, self.choices.to_json(), self.reading.to_json()])
            .to_string();
        format!("{:032x}", xxh3_128(all.as_bytes()))
    }
}

/// All that is counted depends on these. Rows of documents are final, so they also depend on the columns that were asked
/// for; what other rows need is among the needs.
fn choices(task: &Task<'_>) -> Vec<(&'static str, String)> {
    let options = task.options;
    let CollocationOptions { nodes, span, .. } = &options.collocation;
    let lengths: Vec<String> = options.lengths.iter().map(|n| n.to_string()).collect();
    let language = options.language.as_deref().unwrap_or_default();
    let mut choices = vec![
        ("tokens", options.tokens.describe().into_owned()),
        ("language", if options.languages == Languages::Guessed { "guess" } else { language }.to_owned()),
        ("fold", options.fold.describe()),
        ("window", options.window.to_string()),
        ("mtld-threshold", options.mtld_threshold.get().to_string()),
        ("length", lengths.join(",")),
        ("within", options.within.describe().to_owned()),
        ("node", nodes.join(",")),
        ("span", format!("{},{}", span.left, span.right)),
        ("match", options.pattern.as_ref().map_or(String::new(), |pattern| pattern.describe())),
        ("terms", options.terms.as_ref().map_or(String::new(), described_terms)),
        ("context", options.n_context.to_string()),
    ];
    if task.units.contains(&Unit::Document) {
        let families: Vec<&str> = options.families.iter().map(|family| family.name()).collect();
        choices.push(("measures", families.join(",")));
        choices.push(("only", options.columns.wanted().collect::<Vec<_>>().join(",")));
    }
    choices
}

fn described_terms(terms: &Terms) -> String {
    let rows: Vec<String> = (0..terms.n_rows() as u32)
        .map(|row| format!("{:?} {:?}", terms.labels()[terms.label_idx(row) as usize], terms.spelling(row)))
        .collect();
    let digest = xxh3_128(format!("{} {rows:?}", terms.ignores_case()).as_bytes());
    format!("{} labels, {} spellings and patterns, xxh3 {digest:032x}", terms.labels().len(), rows.len())
}
