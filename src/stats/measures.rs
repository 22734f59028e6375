//! The measures: for each its column, the work that it needs, and how it is made from counts.
//!
//! What is shown unless something else is asked for stands in `shown`, further counts in `further`; formulas come from
//! the tables of `crate::measure`, and a new one there is a new column here by itself.

mod further;
mod shown;
mod tabled;

use std::borrow::Cow;
use std::num::NonZero;

use super::counts::Numbers;
use super::family::Family;
use super::needs::Needs;
use crate::table::{Cell, Kind, Rank};

/// One measure.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
    pub(super) family: Family,
    pub(super) shown: Shown,
    pub(super) scope: Scope,
    pub(super) needs: Needs,
    /// What it is, without full stop. `{window}`, `{threshold}`, `{fold}` and `{tokens}` stand for the options' values.
    pub(super) definition: Cow<'static, str>,
    /// The formula, in the symbols of the page of measures.
    pub(super) formula: &'static str,
    pub(super) unit: &'static str,
    pub(super) reference: &'static str,
    pub(super) value: Value,
}

/// When a measure is a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Always(Rank),
    /// If it is named, or its family is.
    OnDemand,
}

/// Which rows a measure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// One document or several.
    Any,
    /// Only one; rows about several have the column, empty, and say so.
    One,
    /// Several documents; of one it would say nothing, and it is no column there.
    Several,
}

/// How a value is made.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value {
    /// By a function of all that was counted.
    Of(fn(&Numbers, NonZero<usize>) -> Result<Cell<'static>, String>),
    /// By a formula of the tables.
    Tabled(tabled::Formula),
}

impl Measure {
    /// All of them, in the order of the columns. Each name stands once.
    pub(super) fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for measure in shown::measures().into_iter().chain(further::measures()).chain(tabled::measures()) {
            // What is always shown may stand in a table too, and has its place already.
            if all.iter().all(|known| known.name != measure.name) {
                all.push(measure);
            }
        }
        all
    }

    /// The value for a row, or the reason why it has none.
    pub(super) fn cell(&self, numbers: &Numbers, window: NonZero<usize>) -> Result<Cell<'static>, String> {
        match self.value {
            Value::Of(value) => value(numbers, window),
            Value::Tabled(formula) => formula.value(numbers).map(Cell::Real).map_err(|reason| reason.to_string()),
        }
    }

    /// A measure that is always shown, with its importance there.
    fn ranked(self, rank: Rank) -> Self {
        Self { shown: Shown::Always(rank), ..self }
    }

    /// The measure with what its definition does not hold.
    fn cited(self, formula: &'static str, unit: &'static str, reference: &'static str) -> Self {
        Self { formula, unit, reference, ..self }
    }

    /// All that there is to say in one sentence.
    pub(super) fn describe(&self) -> String {
        let Self { definition, formula, unit, reference, .. } = self;
        format!("{definition}: {formula}; {unit} ({reference})")
    }
}

#[cfg(test)]
mod tests;
