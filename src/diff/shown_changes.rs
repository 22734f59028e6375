//! The changes of a document as a cell of its row: a JSON array of marked pieces, for those who show them.
//!
//! The pieces are those of the unified format with changed words marked, or of the running text if words are compared.
//! They are bounded, so that a row stays a row; what is left out is said by a last remark.

use std::io;

use super::alignment::Deadline;
use super::emphasis::Emphasis;
use super::lines::compare_lines;
use super::mark::Mark;
use super::options::{Granularity, Options};
use super::unified::{Names, paint_unified};
use super::words::compare_words;
use crate::table::Column;

/// So many bytes of text are shown; a piece is not cut, so that it may be one piece more.
const MAX_BYTES: usize = 16 << 10;

/// A single piece longer than this is cut.
const MAX_PIECE_BYTES: usize = 4 << 10;

const LEFT_OUT: &str = "\n(what follows is left out)";

/// The column of the cells.
pub(super) const CHANGES: Column = Column::text(
    "changes",
    "the changes as a JSON array of [mark, text]; the marks are name, hunk, unchanged, removed, added, removed_word, \
     added_word and remark; empty unless the document changed",
);

/// The changes from `old` to `new` as JSON.
pub(super) fn shown_changes(old: &str, new: &str, n_context: usize, options: &Options) -> String {
    let mut pieces = Pieces { json: String::from("["), n_bytes: 0 };
    let deadline = Deadline::after(options.timeout);
    let painted = match options.granularity {
        Granularity::Words => compare_words(old, new, deadline).paint(&mut |mark, text| pieces.add(mark, text)),
        Granularity::Lines => {
            let names = Names { old: "old", new: "new" };
            let changes = compare_lines(old, new, deadline);
            paint_unified(&changes, names, n_context, Emphasis::Words, &mut |mark, text| pieces.add(mark, text))
        }
    };
    if painted.is_err() {
        pieces.push(Mark::Remark, LEFT_OUT);
    }
    pieces.json + "]"
}

struct Pieces {
    json: String,
    n_bytes: usize,
}

impl Pieces {
    /// Adds a piece, or fails if there are enough; painting ends with the first failure.
    fn add(&mut self, mark: Mark, text: &str) -> io::Result<()> {
        if self.n_bytes >= MAX_BYTES {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        // The two names are those of the row.
        if mark == Mark::Name {
            return Ok(());
        }
        let mut end = text.len().min(MAX_PIECE_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.push(mark, &text[..end]);
        self.n_bytes += end;
        if end < text.len() { Err(io::ErrorKind::QuotaExceeded.into()) } else { Ok(()) }
    }

    fn push(&mut self, mark: Mark, text: &str) {
        if self.json.len() > 1 {
            self.json.push(',');
        }
        let text = serde_json::Value::from(text);
        self.json.push_str(&format!("[\"{}\",{text}]", name(mark)));
    }
}

fn name(mark: Mark) -> &'static str {
    match mark {
        Mark::Name => "name",
        Mark::Hunk => "hunk",
        Mark::Unchanged => "unchanged",
        Mark::Removed => "removed",
        Mark::Added => "added",
        Mark::RemovedWord => "removed_word",
        Mark::AddedWord => "added_word",
        Mark::Remark => "remark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(old: &str, new: &str, granularity: Granularity) -> Vec<(String, String)> {
        let options = Options { granularity, ..Options::default() };
        serde_json::from_str(&shown_changes(old, new, 1, &options)).unwrap()
    }

    #[track_caller]
    fn check(granularity: Granularity, expected: &[(&str, &str)]) {
        let found = pieces("a\none \"two\"\nb\nc\n", "a\none 2\nb\nc\n", granularity);
        let found: Vec<(&str, &str)> = found.iter().map(|(mark, text)| (mark.as_str(), text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn pieces_are_marked_by_lines_or_by_words() {
        let lines = [
            ("hunk", "@@ -1,3 +1,3 @@\n"),
            ("unchanged", " "),
            ("unchanged", "a\n"),
            ("removed", "-"),
            ("removed", "one "),
            ("removed_word", "\"two\""),
            ("removed", "\n"),
            ("added", "+"),
            ("added", "one "),
            ("added_word", "2"),
            ("added", "\n"),
            ("unchanged", " "),
            ("unchanged", "b\n"),
        ];
        check(Granularity::Lines, &lines);
        let words = pieces("one two", "one 2", Granularity::Words);
        let expected = [("unchanged", "one"), ("unchanged", " "), ("removed", "two"), ("added", "2")];
        assert_eq!(words, expected.map(|(mark, text)| (mark.to_owned(), text.to_owned())));
    }

    #[test]
    fn long_changes_are_cut_and_say_so() {
        let many: String = (0..5_000).map(|n| format!("line {n}\n")).collect();
        for (old, new) in [("", many.as_str()), ("x", &"é".repeat(20_000))] {
            let found = pieces(old, new, Granularity::Lines);
            let n_bytes: usize = found.iter().map(|(_, text)| text.len()).sum();
            assert!(n_bytes <= MAX_BYTES + MAX_PIECE_BYTES + LEFT_OUT.len(), "{n_bytes}");
            assert_eq!(found.last().unwrap().0, "remark");
        }
    }
}
