//! Changed words as rows, numbered on their own side.

use super::moves::Moves;
use super::parts::Parts;
use super::words::{Changes, Stretch, WordChanges};
use crate::error::Error;
use crate::table::{Cell, Column, Output, TableIdx};

impl WordChanges<'_> {
    /// Sends one row for each removed and each added word.
    ///
    /// Cost: words are numbered from the start of the document, so here those of unchanged stretches are found as well.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("word", &word_columns())?;
        let positions = Positions::of(self);
        for (stretch, &(n_old, n_new)) in self.changed_stretches().zip(&positions.words_before) {
            let rows = StretchRows { stretch, n_old, n_new, moves: &self.moves, positions: &positions };
            rows.write(output, table)?;
        }
        Ok(())
    }
}

/// The columns of the table with unit `word`.
pub fn word_columns() -> [Column; 6] {
    [
        Column::text("change", "removed: a word of the old document only; added: of the new one only").main(),
        Column::integer(
            "old_position",
            "number of the word in the old document, from 1, punctuation marks counted as words if they are compared",
        )
        .main(),
        Column::integer(
            "new_position",
            "number of the word in the new document, from 1, punctuation marks counted as words if they are compared",
        )
        .main(),
        Column::integer("moved_to", "number of the word in the new document to which a removed word moved"),
        Column::integer("moved_from", "number of the word in the old document from which an added word moved"),
        Column::text("text", "the word or punctuation mark (UAX #29 word segments without white space)").main(),
    ]
}

/// How many words stand before each changed stretch.
struct Positions {
    /// In the old text and in the new one.
    words_before: Vec<(usize, usize)>,
    /// The number of the first word on each side, as moves count.
    starts: Vec<(usize, usize)>,
}

impl Positions {
    fn of(changes: &WordChanges<'_>) -> Self {
        let mut positions = Self { words_before: Vec::new(), starts: Vec::new() };
        let (mut n_old, mut n_new) = (0, 0);
        for stretch in &changes.stretches {
            match stretch {
                Stretch::Same { old, new } => {
                    n_old += Parts::words(old).ignoring(changes.ignore).len();
                    n_new += Parts::words(new).ignoring(changes.ignore).len();
                }
                Stretch::Changed(stretch) => {
                    positions.words_before.push((n_old, n_new));
                    positions.starts.push((stretch.old_start, stretch.new_start));
                    n_old += stretch.old.len();
                    n_new += stretch.new.len();
                }
            }
        }
        positions
    }

    fn of_old(&self, number: usize) -> usize {
        let stretch = self.starts.partition_point(|start| start.0 <= number).saturating_sub(1);
        self.words_before[stretch].0 + (number - self.starts[stretch].0)
    }

    fn of_new(&self, number: usize) -> usize {
        let stretch = self.starts.partition_point(|start| start.1 <= number).saturating_sub(1);
        self.words_before[stretch].1 + (number - self.starts[stretch].1)
    }
}

struct StretchRows<'a, 't> {
    stretch: &'a Changes<'t>,
    /// Words before it in the old text, and in the new one.
    n_old: usize,
    n_new: usize,
    moves: &'a Moves,
    positions: &'a Positions,
}

impl StretchRows<'_, '_> {
    fn write(&self, output: &mut dyn Output, table: TableIdx) -> Result<(), Error> {
        let Changes { old, new, alignment, old_start, new_start } = self.stretch;
        for change in alignment.changes() {
            for idx in change.old_range() {
                let to = self.moves.new_of(old_start + idx).map(|number| self.positions.of_new(number));
                let cells = [Cell::text("removed"), number(self.n_old + idx), Cell::Empty, moved(to), Cell::Empty];
                output.row(table, &[cells.as_slice(), &[Cell::text(old.get(idx))]].concat())?;
            }
            for idx in change.new_range() {
                let from = self.moves.old_of(new_start + idx).map(|number| self.positions.of_old(number));
                let cells = [Cell::text("added"), Cell::Empty, number(self.n_new + idx), Cell::Empty, moved(from)];
                output.row(table, &[cells.as_slice(), &[Cell::text(new.get(idx))]].concat())?;
            }
        }
        Ok(())
    }
}

fn number(idx: usize) -> Cell<'static> {
    Cell::Integer(idx as u64 + 1)
}

fn moved(idx: Option<usize>) -> Cell<'static> {
    idx.map_or(Cell::Empty, number)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::deadline::Deadline;
    use super::super::options::TextOptions;
    use super::super::words::compare_words;
    use super::*;
    use crate::table::Collected;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[[&str; 6]]) {
        let options = TextOptions { n_least_moved: 3, ..TextOptions::until(Deadline::after(Duration::from_secs(60))) };
        let mut output = Collected::default();
        compare_words(old, new, &options).write_rows(&mut output).unwrap();
        let table = &output.tables[0];
        let columns = word_columns().map(|column| table.column(&column.name));
        let rows: Vec<[&str; 6]> =
            (0..table.rows.len()).map(|row| [0, 1, 2, 3, 4, 5].map(|column| columns[column][row].as_str())).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn each_changed_word_is_a_row_numbered_on_its_own_side() {
        check(
            "same line\na b, c",
            "same line\na b d e",
            &[
                ["removed", "5", "", "", "", ","],
                ["removed", "6", "", "", "", "c"],
                ["added", "", "5", "", "", "d"],
                ["added", "", "6", "", "", "e"],
            ],
        );
    }

    #[test]
    fn moved_words_name_their_other_place() {
        check(
            "Somewhere beautiful lighthouses\none\nother\ntwo three\nfour\n",
            "one\ntwo three\nfour\nSomewhere beautiful lighthouses\n",
            &[
                ["removed", "1", "", "5", "", "Somewhere"],
                ["removed", "2", "", "6", "", "beautiful"],
                ["removed", "3", "", "7", "", "lighthouses"],
                ["removed", "5", "", "", "", "other"],
                ["added", "", "5", "", "1", "Somewhere"],
                ["added", "", "6", "", "2", "beautiful"],
                ["added", "", "7", "", "3", "lighthouses"],
            ],
        );
    }
}
