//! The arguments that choose among rows and type their cells, the same for every verb.

use std::num::NonZero;

use clap::Args;
use textmill::error::OptionProblem;
use textmill::table::{Condition, RowOrder, Sample, SortKey, Types};

use super::values::{ANY, positive};

/// Which rows are written, and as what their cells are taken.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rows")]
pub(crate) struct RowsArgs {
    /// Write only rows that match, such as 'year>=2020'
    ///
    /// The flag can be repeated; a row must match all conditions. A condition is the name of a column, one of = != < <= > >= ~ !~ (== is =) and a value. ~ and !~ take a regular expression that
    /// matches somewhere in the cell. Numbers are compared as numbers where both sides are some, otherwise texts by their
    /// characters, which is right for dates like 2023-11-05; a date stands beside a bare year by its own. An empty cell is neither smaller nor larger than anything.
    #[arg(long = "where", value_name = "CONDITION")]
    conditions: Vec<Condition>,
    /// Sort rows by columns, -COLUMN from large to small
    ///
    /// The column that matters most comes first. Numbers come before texts and are compared by their values; texts are
    /// compared by their characters, contexts of hits by their words (left from the last to the first); empty cells come
    /// last. Rows that are alike keep their order. Rows that do not fit into memory are sorted on disk.
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', allow_hyphen_values = true)]
    sort: Vec<SortKey>,
    /// Write only the first N rows
    ///
    /// After --where, --sample and --sort. Where rows are groups, the first N rows of each: of each length of n-grams, of
    /// each node that was named. Of --per variant the first N names, each with all its spellings.
    #[arg(long, value_name = "N", value_parser = positive::<ANY>)]
    top: Option<NonZero<usize>>,
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
        self.conditions.iter().map(Condition::column).chain(self.sort.iter().map(SortKey::column))
    }

    /// The order of rows, and how many of them are written.
    pub(crate) fn order(&self) -> RowOrder {
        RowOrder { keys: self.sort.clone(), top: self.top }
    }

    /// `true` if rows are sorted.
    pub(crate) fn sorts(&self) -> bool {
        !self.sort.is_empty()
    }

    /// The most rows, or rows of a group.
    pub(crate) fn top(&self) -> Option<NonZero<usize>> {
        self.top
    }

    /// The number of rows that a verb need not exceed, because the first ones in its own order are those that are written.
    pub(crate) fn top_of_verb(&self) -> Option<NonZero<usize>> {
        self.top.filter(|_| self.conditions.is_empty() && self.sort.is_empty() && self.sample.is_none())
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
