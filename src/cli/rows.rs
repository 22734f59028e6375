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
    /// Write only rows that match, such as 'year>=2020'
    ///
    /// The flag can be repeated; a row must match all conditions. A condition is the name of a column, one of = != < <= > >= ~ !~ and a value. ~ and !~ take a regular expression that
    /// matches somewhere in the cell. Numbers are compared as numbers where both sides are some, otherwise texts by their
    /// characters, which is right for dates like 2023-11-05; a date stands beside a bare year by its own. An empty cell is neither smaller nor larger than anything.
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<Condition>,
    /// Write a random sample of N rows, in their order
    ///
    /// The sample is the same in every run: it depends on the ids of the rows and --seed alone, so a document that is
    /// chosen from a corpus is chosen from each part of it. The rows are held in memory until the end.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>)]
    sample: Option<NonZero<usize>>,
    /// Seed for --sample and for the parts of split
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Type of columns: integer, real or text
    ///
    /// For formats that have types. NAME is the name before --columns renames it.
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
