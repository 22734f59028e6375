//! A measure: its column, the work that it needs, and how it is made from counts.

use std::borrow::Cow;
use std::num::NonZero;

use super::formula::Formula;
use crate::stats::counts::Numbers;
use crate::stats::family::Family;
use crate::stats::needs::Needs;
use crate::table::{Cell, Kind, Rank};

/// One measure.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Measure {
    pub(in crate::stats) name: Cow<'static, str>,
    pub(in crate::stats) kind: Kind,
    pub(in crate::stats) family: Family,
    pub(in crate::stats) shown: Shown,
    pub(in crate::stats) scope: Scope,
    pub(in crate::stats) needs: Needs,
    /// What it is, without full stop. `{window}`, `{threshold}`, `{fold}` and `{tokens}` stand for the options' values.
    pub(in crate::stats) definition: Cow<'static, str>,
    /// The formula, in the symbols of the page of measures.
    pub(in crate::stats) formula: &'static str,
    pub(in crate::stats) unit: &'static str,
    pub(in crate::stats) reference: &'static str,
    pub(super) value: Value,
}

/// When a measure is a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum Shown {
    Always(Rank),
    /// If it is named, or its family is.
    OnDemand,
}

/// Which rows a measure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum Scope {
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
    Tabled(Formula),
}

impl Measure {
    /// The value for a row, or the reason why it has none.
    pub(in crate::stats) fn cell(&self, numbers: &Numbers, window: NonZero<usize>) -> Result<Cell<'static>, String> {
        match self.value {
            Value::Of(value) => value(numbers, window),
            Value::Tabled(formula) => formula.value(numbers).map(Cell::Real).map_err(|reason| reason.to_string()),
        }
    }

    /// A measure that is always shown, with its importance there.
    pub(super) fn ranked(self, rank: Rank) -> Self {
        Self { shown: Shown::Always(rank), ..self }
    }

    /// The measure with what its definition does not hold.
    pub(super) fn cited(self, formula: &'static str, unit: &'static str, reference: &'static str) -> Self {
        Self { formula, unit, reference, ..self }
    }

    /// All that there is to say in one sentence.
    pub(in crate::stats) fn describe(&self) -> String {
        let Self { definition, formula, unit, reference, .. } = self;
        format!("{definition}: {formula}; {unit} ({reference})")
    }
}
