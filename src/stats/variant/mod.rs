//! `--per variant`: proposes which spellings are variants of one another, from the corpus alone.
//!
//! Words and names are counted as they are written ([`Spellings`]), grouped around their most frequent spellings
//! ([`groups`]), and joined to the acronyms that stand for them ([`acronym`]). A proposal is there to be looked through:
//! its columns `proposed_label` and `variant` are read back as a table of terms. The thresholds are in [`likeness`]; the
//! whole is linear in the distinct spellings, and what it holds does not depend on the number of threads.

mod acronym;
mod groups;
mod likeness;
mod name;
mod skeleton;
mod spellings;

use super::Options;
use super::needs::Needs;
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::error::Error;
use crate::table::{Cell, Column, Output, RowsOf, TableIdx};

use groups::{Member, groups};
pub(super) use spellings::Spellings;

const COLUMNS: [Column; 6] = [
    Column::text(
        "variant",
        "a spelling of a word, or of a name of 2 to 5 capitalized words, possessives without their ending",
    )
    .main(),
    Column::text("proposed_label", "the most frequent spelling of the group that the variant was put in")
        .main()
        .grouping(RowsOf::Item),
    Column::integer("frequency", "occurrences of the variant, also inside longer names").main(),
    Column::integer("label_frequency", "occurrences of the proposed label"),
    Column::integer(
        "distance",
        "letters to insert, delete, replace or swap to make the variant the spelling that evidence names (optimal string \
         alignment, Damerau 1964), without case, diacritics, punctuation and spaces; empty for acronyms",
    ),
    Column::text("evidence", "why the variant is in the group").main(),
];

/// Writes the spellings of each group that has more than one.
#[derive(Debug)]
pub(super) struct VariantTable<'o> {
    options: &'o Options,
    table: TableIdx,
}

impl<'o> VariantTable<'o> {
    /// Nothing beside the spellings themselves.
    pub(super) fn needs() -> Needs {
        Needs::NONE
    }

    /// Opens the table.
    pub(super) fn open(options: &'o Options, output: &mut dyn Output) -> Result<Self, Error> {
        let table = output.table(Unit::Variant.name(), &COLUMNS)?;
        Ok(Self { options, table })
    }
}

impl Table for VariantTable<'_> {
    /// The group with the most frequent label first; in it the label, then the other spellings by frequency.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let n_groups = self.options.top.map_or(usize::MAX, std::num::NonZero::get);
        let is_frequent = |group: &Vec<Member>| group[0].frequency >= self.options.min_frequency;
        for group in groups(totals.spellings).into_iter().filter(is_frequent).take(n_groups) {
            let label = &group[0];
            for member in &group {
                let cells = [
                    Cell::text(&member.text),
                    Cell::text(&label.text),
                    Cell::Integer(member.frequency),
                    Cell::Integer(label.frequency),
                    member.distance.map_or(Cell::Empty, Cell::Integer),
                    Cell::text(&member.evidence),
                ];
                output.row(self.table, &cells)?;
            }
        }
        Ok(())
    }
}
