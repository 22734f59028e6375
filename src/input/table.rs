//! Tables whose rows become records: what a reader of a table format is.
//!
//! A table is handed out in pieces of some thousand rows. Each is turned into JSON Lines by whoever has a thread for it, so
//! the names and types of values survive, and the reader of records does the rest. Rows are never all in memory.
#![cfg_attr(not(feature = "tables"), allow(dead_code, reason = "the readers are features"))]

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::options::InputOptions;
use super::reader::Fault;
use crate::text::{base64, push_json_string};

/// The most rows of a piece.
pub(super) const MOST_PIECE_ROWS: usize = 4_096;

/// A piece of several rows is not much longer than this.
pub(super) const MOST_PIECE_BYTES: usize = 4 << 20;

/// What a table has in memory whole, such as a page, a batch or the texts of a workbook, may be as long as so many of the longest
/// documents.
const MOST_HELD_DOCUMENTS: u64 = 4;

/// The most bytes that a table has in memory at once.
pub(super) fn most_held_bytes(max_document_bytes: u64) -> u64 {
    max_document_bytes.saturating_mul(MOST_HELD_DOCUMENTS)
}

/// A table whose rows are handed out in pieces.
pub(super) trait TablePieces: Send {
    /// The names of the columns, each another one.
    fn names(&self) -> &[String];

    /// The next rows; `None` behind the last. Nothing comes behind a fault.
    fn next_piece(&mut self) -> Option<Result<Piece, Fault>>;

    /// Sentences that a user should hear, as they go on behind the name of the file. They are complete when the lines of all
    /// pieces have been made.
    fn take_warnings(&mut self) -> Vec<String>;
}

/// Consecutive rows of a table.
pub(super) struct Piece {
    /// How many there are.
    pub(super) n_records: u64,
    /// The rows as JSON Lines: one object on one line for each, in order. An empty line stands for a row that is too long.
    pub(super) lines: Box<dyn FnOnce() -> Result<Vec<u8>, Fault> + Send>,
}

/// What the reader of a table format gives.
pub(super) type OpenTable = Result<Box<dyn TablePieces>, Fault>;

/// The reader of a table format.
#[derive(Clone, Copy)]
pub(super) enum TableReader {
    /// It reads a file at any place.
    OfFile(fn(File, &InputOptions) -> OpenTable),
    /// Its library opens a file by its name.
    OfPath(fn(&Path, &InputOptions) -> OpenTable),
}

/// Something that happens to values of a table and is told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A number that JSON has not: NaN, or an infinite one.
    NotFinite,
    /// Bytes that are no text.
    NoText,
    /// A cell that holds an error.
    CellError,
    /// A cell that holds a formula without its result.
    Uncomputed,
    /// A value that the format's own rules do not allow, or that nothing is known about.
    Unknown,
}

impl Oddity {
    const ALL: [(Self, &'static str, &'static str, &'static str); 5] = [
        (Self::NotFinite, "number that is NaN or infinite is", "numbers that are NaN or infinite are", "null"),
        (Self::NoText, "value that is bytes and no text is", "values that are bytes and no text are", "in Base64"),
        (Self::CellError, "cell that holds an error is", "cells that hold errors are", "null"),
        (
            Self::Uncomputed,
            "cell that holds a formula without its result is",
            "cells that hold formulas without their results are",
            "null; open and save the file with a spreadsheet program",
        ),
        (
            Self::Unknown,
            "value that means nothing in its format is",
            "values that mean nothing in their format are",
            "null",
        ),
    ];
}

/// How often each oddity was met, on whatever thread.
#[derive(Debug, Default)]
pub(super) struct Tally([AtomicU64; Oddity::ALL.len()]);

impl Tally {
    /// A tally that threads share.
    pub(super) fn shared() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Counts one more.
    pub(super) fn add(&self, oddity: Oddity) {
        if let Some(count) = self.0.get(oddity as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A sentence for each oddity that was met, and forgets them.
    pub(super) fn take_warnings(&self) -> Vec<String> {
        let counts = self.0.iter().map(|count| count.swap(0, Ordering::Relaxed));
        let met = Oddity::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
        met.map(|((_, one, several, becomes), count)| {
            format!("{count} {} {becomes}", if count == 1 { one } else { several })
        })
        .collect()
    }
}

/// Names of columns, each another one and none empty: a repeated one gets `_2`, `_3`, and so on, and an empty one is called
/// `column` and its place.
pub(super) fn distinct_names(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut distinct = DistinctNames::default();
    (1..).zip(names).for_each(|(place, name)| _ = distinct.add(name, place));
    distinct.all
}

/// Names of columns that come one by one.
#[derive(Debug, Default)]
pub(super) struct DistinctNames {
    /// The names so far.
    pub(super) all: Vec<String>,
    taken: HashSet<String>,
    next_numbers: HashMap<String, usize>,
}

impl DistinctNames {
    /// Adds the name of the column at `place`, counted from one; returns its index.
    pub(super) fn add(&mut self, name: String, place: usize) -> usize {
        let name = if name.trim().is_empty() { format!("column {place}") } else { name };
        let mut candidate = name.clone();
        if self.taken.contains(&candidate) {
            let number = self.next_numbers.entry(name.clone()).or_insert(2);
            while self.taken.contains(&candidate) {
                candidate.clone_from(&name);
                // Writing to a string cannot fail.
                _ = write!(candidate, "_{number}");
                *number += 1;
            }
        }
        self.taken.insert(candidate.clone());
        self.all.push(candidate);
        self.all.len() - 1
    }
}

/// Appends bytes as the text that they are, or in Base64 if they are none.
pub(super) fn push_bytes(bytes: &[u8], tally: &Tally, out: &mut Vec<u8>) {
    if let Ok(text) = str::from_utf8(bytes) {
        push_json_string(text, out);
        return;
    }
    tally.add(Oddity::NoText);
    out.push(b'"');
    out.extend_from_slice(base64(bytes).as_bytes());
    out.push(b'"');
}

/// A name as it stands in an object, with what separates it from its value and the value before.
pub(super) fn name_key(name: &str, is_first: bool) -> Vec<u8> {
    let mut key = if is_first { Vec::new() } else { vec![b','] };
    push_json_string(name, &mut key);
    key.push(b':');
    key
}

/// Ends the row that begins at `start`. One that is longer than `max_row_bytes` becomes an empty line.
pub(super) fn end_row(out: &mut Vec<u8>, start: usize, max_row_bytes: u64) {
    out.push(b'}');
    if (out.len() - start) as u64 >= max_row_bytes {
        out.truncate(start);
    }
    out.push(b'\n');
}

/// All lines of a table, for tests.
#[cfg(test)]
pub(super) fn all_lines(pieces: &mut dyn TablePieces) -> Result<String, Fault> {
    let mut all = Vec::new();
    while let Some(piece) = pieces.next_piece() {
        let piece = piece?;
        assert!(piece.n_records as usize <= MOST_PIECE_ROWS, "{} rows are too many", piece.n_records);
        let n_records = piece.n_records;
        let lines = (piece.lines)()?;
        assert_eq!(memchr::memchr_iter(b'\n', &lines).count() as u64, n_records, "one line for each row");
        all.extend(lines);
    }
    Ok(String::from_utf8(all).unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_distinct_and_none_is_empty() {
        let names = ["a", "", "a", "a_2", " ", "a", "column 2"].map(str::to_owned);
        let expected = ["a", "column 2", "a_2", "a_2_2", "column 5", "a_3", "column 2_2"];
        assert_eq!(distinct_names(names), expected);
    }

    #[test]
    fn very_many_equal_names_do_not_take_the_square_of_their_number() {
        let names = distinct_names(std::iter::repeat_n("x".to_owned(), 100_000));
        assert_eq!(names.last().map(String::as_str), Some("x_100000"));
    }

    #[test]
    fn warnings_count_and_come_once() {
        let tally = Tally::shared();
        tally.add(Oddity::NotFinite);
        for _ in 0..3 {
            tally.add(Oddity::NoText);
            tally.add(Oddity::CellError);
        }
        let expected = [
            "1 number that is NaN or infinite is null",
            "3 values that are bytes and no text are in Base64",
            "3 cells that hold errors are null",
        ];
        assert_eq!(tally.take_warnings(), expected);
        assert_eq!(tally.take_warnings(), Vec::<String>::new());
    }
}
