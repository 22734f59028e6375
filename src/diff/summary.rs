//! How many documents had which change.

use super::change::Change;
use super::document_row::Row;
use crate::error::Error;
use crate::table::{Cell, Column, Output};

/// How many documents had which change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows with each change, in the order of [`Change::ALL`].
    counts: [Count; Change::ALL.len()],
    /// Documents whose comparison was cut short by its deadline.
    pub n_cut_short: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    n_rows: u64,
    n_words_added: u64,
    n_words_removed: u64,
}

impl Summary {
    /// How many rows have this change.
    pub fn n(&self, change: Change) -> u64 {
        self.counts[change as usize].n_rows
    }

    /// Whether the corpora differ.
    pub fn differs(&self) -> bool {
        Change::ALL.iter().any(|&change| change != Change::Same && self.n(change) > 0)
    }

    pub(super) fn of(rows: &[Row]) -> Self {
        let mut summary = Self::default();
        rows.iter().for_each(|row| summary.count(row));
        summary
    }

    fn count(&mut self, row: &Row) {
        let count = &mut self.counts[row.change as usize];
        count.n_rows += 1;
        if let Some(amounts) = row.measured.amounts() {
            count.n_words_added += amounts.words.n_added();
            count.n_words_removed += amounts.words.n_removed();
        }
        self.n_cut_short += u64::from(row.is_cut_short());
    }

    /// Sends one row for each change.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let columns = [
            Column::text("change", "what became of documents, as in rows per document"),
            Column::integer("documents", "pairs of documents, or documents of one side, that had this change"),
            Column::integer("words_added", "their new words without a counterpart"),
            Column::integer("words_removed", "their old words without a counterpart"),
        ];
        let table = output.table("change", &columns)?;
        for (change, count) in Change::ALL.iter().zip(&self.counts) {
            let numbers = [count.n_rows, count.n_words_added, count.n_words_removed].map(Cell::Integer);
            let [n_rows, n_added, n_removed] = numbers;
            output.row(table, &[Cell::text(change.name()), n_rows, n_added, n_removed])?;
        }
        Ok(())
    }
}
