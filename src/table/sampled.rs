//! Rows chosen by chance, the same ones every time.
//!
//! The rows with the smallest hashes of their ids are chosen (bottom-k sampling; Cohen and Kaplan, "Summarizing data using
//! bottom-k sketches", 2007). So a choice does not depend on the order of rows nor on threads, and a row chosen from a table
//! is chosen from every part of it. Rows without a column `id` are told by all of their cells. Cost: one hash a row, and
//! memory for the chosen rows.

use std::collections::BinaryHeap;
use std::num::NonZero;

use xxhash_rust::xxh3::{Xxh3, xxh3_64_with_seed};

use super::{Cell, Column, Output, Part, PreparedRows, Preparer, TableIdx};
use crate::error::Error;

/// How rows are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many; all if there are fewer.
    pub n_rows: NonZero<usize>,
    /// Another seed, another choice.
    pub seed: u64,
}

/// An [`Output`] that passes on a sample of each table's rows, in their order.
#[derive(Debug)]
pub struct Sampled<O> {
    inner: O,
    sample: Option<Sample>,
    tables: Vec<Chosen>,
}

#[derive(Debug)]
struct Chosen {
    id_idx: Option<usize>,
    n_seen: u64,
    /// The one to go first is on top.
    rows: BinaryHeap<Candidate>,
}

/// Ordered by hash, then by place, so that of equal rows the first ones are chosen.
#[derive(Debug)]
struct Candidate {
    rank: (u64, u64),
    cells: Vec<Cell<'static>>,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl<O: Output> Sampled<O> {
    /// Passes a sample on to `inner`, or all rows if there is none.
    pub fn new(inner: O, sample: Option<Sample>) -> Self {
        Self { inner, sample, tables: Vec::new() }
    }

    /// Passes on the chosen rows and gives back the output behind.
    ///
    /// # Errors
    ///
    /// What that output returns.
    pub fn finish(mut self) -> Result<O, Error> {
        for (table, chosen) in self.tables.into_iter().enumerate() {
            let mut rows = chosen.rows.into_vec();
            rows.sort_unstable_by_key(|row| row.rank.1);
            rows.iter().try_for_each(|row| self.inner.row(table, &row.cells))?;
        }
        Ok(self.inner)
    }

    /// Gives back the output behind, without any row.
    pub fn into_inner(self) -> O {
        self.inner
    }
}

impl<O: Output> Output for Sampled<O> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let id_idx = columns.iter().position(|column| column.holds(Part::Id));
        self.tables.push(Chosen { id_idx, n_seen: 0, rows: BinaryHeap::new() });
        self.inner.table(unit, columns)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        match self.sample {
            Some(sample) => self.tables[table].take(cells, sample),
            None => return self.inner.row(table, cells),
        }
        Ok(())
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        // Which rows are chosen is known at the end only.
        if self.sample.is_none() { self.inner.preparer(table) } else { None }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

impl Chosen {
    fn take(&mut self, cells: &[Cell<'_>], sample: Sample) {
        let rank = (hash(cells, self.id_idx, sample.seed), self.n_seen);
        self.n_seen += 1;
        let is_full = self.rows.len() == sample.n_rows.get();
        if is_full && self.rows.peek().is_some_and(|last| last.rank < rank) {
            return;
        }
        if is_full {
            self.rows.pop();
        }
        self.rows.push(Candidate { rank, cells: cells.iter().map(Cell::owned).collect() });
    }
}

fn hash(cells: &[Cell<'_>], id_idx: Option<usize>, seed: u64) -> u64 {
    if let Some(Cell::Text(id)) = id_idx.map(|idx| &cells[idx]) {
        return xxh3_64_with_seed(id.as_bytes(), seed);
    }
    let mut hasher = Xxh3::with_seed(seed);
    for cell in cells {
        // Kinds are told apart, and lengths say where a text ends.
        match cell {
            Cell::Empty => hasher.update(&[0]),
            Cell::Text(text) | Cell::Json(text) => {
                hasher.update(&[1]);
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
            Cell::Integer(value) => hasher.update(&value.to_le_bytes()),
            Cell::Real(value) => hasher.update(&value.to_le_bytes()),
        }
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::table::Collected;

    fn sampled(ids: &[String], n_rows: usize, seed: u64) -> Vec<String> {
        let sample = NonZero::new(n_rows).map(|n_rows| Sample { n_rows, seed });
        let mut output = Sampled::new(Collected::default(), sample);
        let table = output.table("document", &[Column::text("id", "")]).unwrap();
        for id in ids {
            output.row(table, &[Cell::text(id.as_str())]).unwrap();
        }
        output.finish().unwrap().tables[0].column("id")
    }

    fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
        numbers.into_iter().map(|n| format!("d{n}")).collect()
    }

    #[test]
    fn a_sample_is_in_order_and_another_seed_gives_another() {
        let all = ids(0..1000);
        let sample = sampled(&all, 10, 0);
        let places: Vec<_> = sample.iter().map(|id| all.iter().position(|other| other == id)).collect();
        assert!(sample.len() == 10 && places.is_sorted());
        assert_ne!(sample, sampled(&all, 10, 1));
        assert_eq!(sampled(&all[..3], 10, 0), all[..3]);
    }

    #[test]
    fn rows_without_an_id_are_chosen_by_all_their_cells() {
        let chosen = |order: [usize; 5]| {
            let rows = [
                [Cell::text("ab"), Cell::text("c")],
                [Cell::text("a"), Cell::text("bc")],
                [Cell::Empty, Cell::Integer(1)],
                [Cell::Empty, Cell::Real(1.0)],
                [Cell::Integer(1), Cell::Empty],
            ];
            let mut output =
                Sampled::new(Collected::default(), NonZero::new(2).map(|n_rows| Sample { n_rows, seed: 3 }));
            let table = output.table("pair", &[Column::text("a", ""), Column::text("b", "")]).unwrap();
            order.iter().for_each(|&idx| output.row(table, &rows[idx]).unwrap());
            let mut rows = output.finish().unwrap().tables.remove(0).rows;
            rows.sort_by_key(|row| format!("{row:?}"));
            rows
        };
        assert_eq!(chosen([0, 1, 2, 3, 4]), chosen([4, 2, 0, 3, 1]));
        let hashes =
            [[Cell::text("ab"), Cell::text("c")], [Cell::text("a"), Cell::text("bc")]].map(|row| hash(&row, None, 0));
        assert_ne!(hashes[0], hashes[1], "where one text ends and the next begins makes a difference");
    }

    proptest! {
        #[test]
        fn the_choice_does_not_depend_on_order_and_holds_in_parts(
            numbers in prop::collection::hash_set(0..10_000_usize, 1..60),
            n_rows in 1..20_usize,
        ) {
            let all = ids(numbers);
            let mut chosen = sampled(&all, n_rows, 7);
            let reversed: Vec<_> = all.iter().rev().cloned().collect();
            let half = sampled(&all[..all.len() / 2], n_rows, 7);
            prop_assert!(chosen.iter().filter(|id| all[..all.len() / 2].contains(id)).all(|id| half.contains(id)));
            let mut other = sampled(&reversed, n_rows, 7);
            chosen.sort();
            other.sort();
            prop_assert_eq!(chosen, other);
        }
    }
}
