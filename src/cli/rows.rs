//! The arguments that choose among rows and type their cells, the same for every verb.

use std::num::NonZero;

use clap::Args;
use textmill::error::OptionProblem;
use textmill::table::{Condition, Sample, Types};

use super::numbers::{ANY, positive};

/// Which rows are written, and as what their cells are taken.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rows")]
pub(crate) struct RowsArgs {
    /// Write only rows of which this holds, such as 'year>=2020' (can be repeated: all must hold)
    ///
    /// A condition is the name of a column, one of = != < <= > >= ~ !~ and a value. ~ and !~ take a regular expression that
    /// matches somewhere in the cell. Numbers are compared as numbers where both sides are some, otherwise texts by their
    /// characters, which is right for dates like 2023-11-05; a date stands beside a bare year by its own. An empty cell is neither smaller nor larger than anything.
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<Condition>,
    /// Write N rows chosen by chance, the same ones every time; they stay in order
    ///
    /// Whether a row is among them depends on its id and --seed alone, so a document that is chosen from a corpus is chosen
    /// from each part of it. The rows are held in memory until the end.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>)]
    sample: Option<NonZero<usize>>,
    /// Let chance fall otherwise, for --sample and for the parts of split: another number, another choice
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Take the cells of columns for integer, real or text, where a format knows types; the names are those before --columns
    #[arg(long, value_name = "NAME=TYPE,...", value_delimiter = ',')]
    types: Vec<String>,
}

impl RowsArgs {
    /// What must hold of a row.
    pub(crate) fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// The columns that are looked at.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.conditions.iter().map(Condition::column)
    }

    /// How many rows are chosen by chance; `None` if all are written.
    pub(crate) fn sample(&self) -> Option<Sample> {
        self.sample.map(|n_rows| Sample { n_rows, seed: self.seed })
    }

    /// What chance goes by.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// `true` if the user gives types of columns.
    pub(crate) fn has_types(&self) -> bool {
        !self.types.is_empty()
    }

    /// The types of columns.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if a type is none or a column has two.
    pub(crate) fn types(&self) -> Result<Types, OptionProblem> {
        Types::parse(&self.types)
    }
}
