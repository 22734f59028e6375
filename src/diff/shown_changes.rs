//! The changes of a document as a cell of its row: a JSON array of marked pieces, for those who show them.
//!
//! The title and fields that differ come first, with both values. The other pieces are those of the unified format with
//! changed words marked, or of the running text if words are compared. They are bounded, so that a row stays a row; what
//! is left out is said by a last remark.

use std::io;

use super::deadline::Deadline;
use super::emphasis::Emphasis;
use super::field_changes::{FieldChange, field_changes};
use super::ignore::Granularity;
use super::lines::compare_lines;
use super::mark::{Mark, Paint};
use super::options::{Options, TextOptions};
use super::unified::{Names, paint_unified};
use super::words::compare_words;
use crate::document::Document;
use crate::table::Column;

/// So many bytes of text are shown; a piece is not cut, so that it may be one piece more.
const MAX_BYTES: usize = 16 << 10;

/// A single piece longer than this is cut.
const MAX_PIECE_BYTES: usize = 4 << 10;

const LEFT_OUT: &str = "\n(what follows is left out)";

/// The column of the cells.
pub(super) const CHANGES: Column = Column::text(
    "changes",
    "the changes as a JSON array of [mark, text]; the marks are hunk, unchanged, removed, added, removed_word, \
     added_word, moved_away, moved_here, moves and remark; empty unless text, title or fields differ",
)
.minor();

/// How the changes of documents are shown in their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownChanges {
    /// Unchanged lines around a change.
    pub n_context: usize,
    /// The fewest lines or words in a row that count as moved; 0 for none at all.
    pub n_least_moved: usize,
}

/// The changes from `old` to `new` as JSON. Cost: that of comparing the texts once.
pub(super) fn shown_changes(old: &Document, new: &Document, shown: ShownChanges, options: &Options) -> String {
    let mut pieces = Pieces { json: String::from("["), n_bytes: 0 };
    if paint(old, new, shown, options, &mut |mark, text| pieces.add(mark, text)).is_err() {
        pieces.push(Mark::Remark, LEFT_OUT);
    }
    pieces.json + "]"
}

fn paint(
    old: &Document,
    new: &Document,
    shown: ShownChanges,
    options: &Options,
    paint: &mut Paint<'_>,
) -> io::Result<()> {
    let fields = field_changes(old, new, options.ignore);
    fields.iter().try_for_each(|field| paint_field(field, paint))?;
    if options.ignore.is_same(&old.text, &new.text, options.granularity) {
        return Ok(());
    }
    if !fields.is_empty() {
        paint(Mark::Hunk, "text\n")?;
    }
    let deadline = Deadline::after(options.timeout);
    let text_options = TextOptions { ignore: options.ignore, n_least_moved: shown.n_least_moved, deadline };
    match options.granularity {
        Granularity::Words => compare_words(&old.text, &new.text, &text_options).paint(paint),
        Granularity::Lines => {
            let names = Names::new("old", "new");
            let changes = compare_lines(&old.text, &new.text, &text_options);
            paint_unified(&changes, names, shown.n_context, Emphasis::Words, paint)
        }
    }
}

/// A field's name, and below it its values, if it has them.
fn paint_field(field: &FieldChange<'_>, paint: &mut Paint<'_>) -> io::Result<()> {
    paint(Mark::Hunk, field.name)?;
    paint(Mark::Hunk, "\n")?;
    for (mark, sign, value) in [(Mark::Removed, "-", field.old), (Mark::Added, "+", field.new)] {
        if !value.is_empty() {
            [sign, value, "\n"].into_iter().try_for_each(|piece| paint(mark, piece))?;
        }
    }
    Ok(())
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
        Mark::MovedAway => "moved_away",
        Mark::MovedHere => "moved_here",
        Mark::Moves => "moves",
        Mark::Remark => "remark",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: ShownChanges = ShownChanges { n_context: 1, n_least_moved: 1 };

    fn document(title: &str, text: &str) -> Document {
        Document { title: Some(title.to_owned()), text: text.to_owned(), ..Document::default() }
    }

    fn pieces_of(old: &Document, new: &Document, granularity: Granularity) -> Vec<(String, String)> {
        let options = Options { granularity, ..Options::default() };
        serde_json::from_str(&shown_changes(old, new, SHOWN, &options)).unwrap()
    }

    fn pieces(old: &str, new: &str, granularity: Granularity) -> Vec<(String, String)> {
        pieces_of(&document("", old), &document("", new), granularity)
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
            ("hunk", "@@ -1,3 +1,3 @@"),
            ("hunk", "\n"),
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
    fn fields_that_differ_stand_before_the_text_and_texts_that_do_not_are_left_out() {
        let fields = [("hunk", "title\n"), ("removed", "-Fog\n"), ("added", "+Rain\n")];
        let text = [("hunk", "text\n"), ("removed", "a"), ("added", "b")];
        let found = |old: &str, new: &str| {
            joined(&pieces_of(&document("Fog", old), &document("Rain", new), Granularity::Words))
        };
        assert_eq!(found("a", "a"), fields.map(owned));
        assert_eq!(found("a", "b"), [fields, text].concat().into_iter().map(owned).collect::<Vec<_>>());
    }

    #[test]
    fn what_moved_is_marked_as_moved() {
        let (first, second) = ("the first of two long lines\n", "the second of two long lines\n");
        let found = pieces(&[first, second].concat(), &[second, first].concat(), Granularity::Lines);
        let marks: Vec<&str> = found.iter().map(|(mark, _)| mark.as_str()).collect();
        assert!(["moves", "moved_away", "moved_here"].iter().all(|mark| marks.contains(mark)), "{found:?}");
    }

    fn owned((mark, text): (&str, &str)) -> (String, String) {
        (mark.to_owned(), text.to_owned())
    }

    /// Neighbors with the same mark, as one; a line end closes a piece.
    fn joined(pieces: &[(String, String)]) -> Vec<(String, String)> {
        let mut joined: Vec<(String, String)> = Vec::new();
        for (mark, text) in pieces {
            match joined.last_mut() {
                Some((last, before)) if last == mark && !before.ends_with('\n') => before.push_str(text),
                _ => joined.push((mark.clone(), text.clone())),
            }
        }
        joined
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
