//! Line changes in the unified format, which `patch` applies.
//!
//! The format is that of POSIX `diff -u`: two lines that name the documents, then hunks of removed (`-`), added (`+`)
//! and unchanged (space) lines. What is painted and what is written are the same characters.

use std::io;
use std::ops::Range;

use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, group_diff_ops};

use super::emphasis::{ChangedWords, Emphasis, Placement, cut};
use super::lines::LineChanges;
use super::mark::{Mark, Paint};
use super::parts::Parts;
use super::patch_name::patch_name;
use crate::document::Span;
use crate::text;

/// What the two documents are called in the header.
#[derive(Clone, Copy, Debug)]
pub struct Names<'n> {
    /// The old document, after `---`.
    pub old: &'n str,
    /// The new document, after `+++`.
    pub new: &'n str,
    /// Lines to stand before them, with their line ends, as git has some about a renamed file; `patch` reads over them.
    pub about: &'n str,
}

impl<'n> Names<'n> {
    /// Two names, and nothing to be said about them.
    pub const fn new(old: &'n str, new: &'n str) -> Self {
        Self { old, new, about: "" }
    }
}

/// Writes `changes` as a patch with `n_context` unchanged lines around each change; nothing if nothing changed.
///
/// # Errors
///
/// What `out` returns.
pub fn write_unified(
    changes: &LineChanges<'_>,
    names: Names<'_>,
    n_context: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    paint_unified(changes, names, n_context, Emphasis::Lines, &mut |_, text| out.write_all(text.as_bytes()))
}

/// Hands the patch of [`write_unified`] to `paint` in pieces, with marks.
///
/// # Errors
///
/// What `paint` returns.
pub fn paint_unified(
    changes: &LineChanges<'_>,
    names: Names<'_>,
    n_context: usize,
    emphasis: Emphasis,
    paint: &mut Paint<'_>,
) -> io::Result<()> {
    if !changes.differs() {
        return if names.about.is_empty() { Ok(()) } else { paint(Mark::Name, names.about) };
    }
    let [old, new] = [names.old, names.new].map(patch_name);
    paint(Mark::Name, &format!("{}--- {old}\n+++ {new}\n", names.about))?;
    // Twice the context must still be a number.
    let n_context = n_context.min(usize::MAX / 4);
    for hunk in group_diff_ops(changes.alignment.runs.clone(), n_context) {
        paint(Mark::Hunk, &UnifiedHunkHeader::new(&hunk).to_string())?;
        if emphasis == Emphasis::Words {
            paint_moves(changes, &hunk, paint)?;
        }
        paint(Mark::Hunk, "\n")?;
        for run in &hunk {
            paint_run(changes, run, emphasis, paint)?;
        }
    }
    Ok(())
}

fn paint_run(changes: &LineChanges<'_>, run: &DiffOp, emphasis: Emphasis, paint: &mut Paint<'_>) -> io::Result<()> {
    let (old, new) = (run.old_range(), run.new_range());
    if let DiffOp::Equal { .. } = run {
        // What is overlooked stays as the old text has it, so that the patch applies to it.
        return paint_lines(&changes.old, old, |_| &UNCHANGED, &[], paint);
    }
    let changed = match (run, emphasis) {
        (DiffOp::Replace { .. }, Emphasis::Words) => ChangedWords::between(
            changes.old.span(old.clone()).of(changes.old.text()),
            changes.new.span(new.clone()).of(changes.new.text()),
            changes.deadline,
        ),
        _ => ChangedWords::default(),
    };
    let removed = |idx| if changes.moves.new_of(idx).is_some() { &MOVED_AWAY } else { &REMOVED };
    let added = |idx| if changes.moves.old_of(idx).is_some() { &MOVED_HERE } else { &ADDED };
    paint_lines(&changes.old, old, removed, &changed.old, paint)?;
    paint_lines(&changes.new, new, added, &changed.new, paint)
}

/// Says behind a hunk's header which of its lines moved. The format allows any text there.
fn paint_moves(changes: &LineChanges<'_>, hunk: &[DiffOp], paint: &mut Paint<'_>) -> io::Result<()> {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return Ok(()) };
    let old = first.old_range().start..last.old_range().end;
    let new = first.new_range().start..last.new_range().end;
    let moves: Vec<String> = changes
        .moves
        .touching(&old, &new)
        .map(|block| format!("-{} moved to +{}", numbers(&block.old), numbers(&block.new)))
        .collect();
    if moves.is_empty() { Ok(()) } else { paint(Mark::Moves, &format!(" {}", moves.join(", "))) }
}

/// A range of lines as a person counts them.
fn numbers(range: &Range<usize>) -> String {
    if range.len() == 1 { range.end.to_string() } else { format!("{}-{}", range.start + 1, range.end) }
}

/// How a kind of line is shown.
struct Look {
    sign: &'static str,
    line: Mark,
    word: Mark,
}

static UNCHANGED: Look = Look { sign: " ", line: Mark::Unchanged, word: Mark::Unchanged };
static REMOVED: Look = Look { sign: "-", line: Mark::Removed, word: Mark::RemovedWord };
static MOVED_AWAY: Look = Look { sign: "-", line: Mark::MovedAway, word: Mark::MovedAway };
static MOVED_HERE: Look = Look { sign: "+", line: Mark::MovedHere, word: Mark::MovedHere };
static ADDED: Look = Look { sign: "+", line: Mark::Added, word: Mark::AddedWord };

/// Paints the lines of `range`; `changed` holds the spans of changed words, counted from the first of these lines.
fn paint_lines(
    lines: &Parts<'_>,
    range: Range<usize>,
    look: impl Fn(usize) -> &'static Look,
    changed: &[Span],
    paint: &mut Paint<'_>,
) -> io::Result<()> {
    if range.is_empty() {
        return Ok(());
    }
    let mut start = 0;
    let block = lines.span(range.clone()).of(lines.text());
    for (idx, line) in range.zip(text::lines(block)) {
        let (line, look) = (line.of(block), look(idx));
        paint(look.line, look.sign)?;
        for (placement, piece) in cut(Span::new(start, start + line.len()), changed) {
            let mark = if placement == Placement::Inside { look.word } else { look.line };
            paint(mark, piece.of(block))?;
        }
        if !line.ends_with('\n') {
            paint(Mark::Remark, "\n\\ No newline at end of file\n")?;
        }
        start += line.len();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::deadline::Deadline;
    use super::super::ignore::{Ignorable, Ignore};
    use super::super::lines::compare_lines;
    use super::super::options::TextOptions;
    use super::*;

    const NAMES: Names<'_> = Names::new("old", "new");

    fn options() -> TextOptions {
        TextOptions::until(Deadline::after(Duration::from_secs(60)))
    }

    fn patch(old: &str, new: &str, n_context: usize, timeout: Duration) -> String {
        let mut out = Vec::new();
        write_unified(
            &compare_lines(old, new, &TextOptions::until(Deadline::after(timeout))),
            NAMES,
            n_context,
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[track_caller]
    fn check(old: &str, new: &str, n_context: usize, expected: &str) {
        assert_eq!(patch(old, new, n_context, Duration::from_secs(60)), expected);
    }

    #[test]
    fn hunks_have_context_and_ranges_as_diff_writes_them() {
        check("same\n", "same\n", 3, "");
        check("a\nb\nc\n", "a\nx\nc\n", 1, "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
        check("a\nb\n", "a\nnew\nb\n", 0, "--- old\n+++ new\n@@ -1,0 +2 @@\n+new\n");
        check("", "a\n", 3, "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n");
        check("a\n", "", usize::MAX, "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n");
    }

    #[test]
    fn what_is_to_be_said_about_the_names_stands_before_them_or_alone() {
        let names = Names { about: "rename from old\n", ..NAMES };
        let patch = |old, new| {
            let mut out = Vec::new();
            write_unified(&compare_lines(old, new, &options()), names, 0, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(patch("a\n", "b\n"), "rename from old\n--- old\n+++ new\n@@ -1 +1 @@\n-a\n+b\n");
        assert_eq!(patch("a\n", "a\n"), "rename from old\n");
    }

    #[test]
    fn a_missing_last_line_end_is_said() {
        let expected = "--- old\n+++ new\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n";
        check("a\n", "a", 3, expected);
    }

    #[test]
    fn words_are_marked_inside_replaced_lines() {
        let changes = compare_lines("one two three\n", "one 2 three\n", &options());
        let mut pieces = Vec::new();
        let mut keep = |mark, text: &str| {
            pieces.push((mark, text.to_owned()));
            Ok(())
        };
        paint_unified(&changes, NAMES, 3, Emphasis::Words, &mut keep).unwrap();
        let words: Vec<&(Mark, String)> =
            pieces.iter().filter(|(mark, _)| matches!(mark, Mark::RemovedWord | Mark::AddedWord)).collect();
        assert_eq!(words, [&(Mark::RemovedWord, "two".to_owned()), &(Mark::AddedWord, "2".to_owned())]);
    }

    #[test]
    fn moved_lines_are_marked_and_named_behind_the_header() {
        let moved = "A line that is long enough.\n";
        let (old, new) = (format!("{moved}x\ny\n"), format!("x\ny\n{moved}"));
        let mut pieces = Vec::new();
        paint_unified(&compare_lines(&old, &new, &options()), NAMES, 0, Emphasis::Words, &mut |mark, text| {
            pieces.push((mark, text.to_owned()));
            Ok(())
        })
        .unwrap();
        let of = |wanted| {
            pieces.iter().filter(|(mark, _)| *mark == wanted).map(|(_, text)| text.as_str()).collect::<String>()
        };
        assert_eq!(of(Mark::Moves), " -1 moved to +3 -1 moved to +3");
        assert_eq!((of(Mark::MovedAway), of(Mark::MovedHere)), (format!("-{moved}"), format!("+{moved}")));
        assert_eq!(of(Mark::Removed) + &of(Mark::Added), "");
    }

    #[test]
    fn what_is_overlooked_is_context_of_the_old_text() {
        let options = TextOptions { ignore: Ignore::of(&[Ignorable::Case]), ..options() };
        let mut out = Vec::new();
        write_unified(&compare_lines("A\nb\n", "a\nc\n", &options), NAMES, 3, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "--- old\n+++ new\n@@ -1,2 +1,2 @@\n A\n-b\n+c\n");
    }

    /// Applies a patch as its format says: copies up to each hunk, checks its old lines, takes its new ones.
    fn applied(patch: &str, old: &str) -> Option<String> {
        let old: Vec<&str> = old.split_inclusive('\n').collect();
        let mut rest = old.as_slice();
        let mut new = String::new();
        let mut lines = patch.split_inclusive('\n').skip(2).peekable();
        while let Some(line) = lines.next() {
            let body = line.get(1..)?;
            let unended = lines.next_if(|next| next.starts_with('\\')).is_some();
            let body = if unended { body.strip_suffix('\n')? } else { body };
            match line.chars().next()? {
                '@' => {
                    let n_copied = hunk_start(line)?.checked_sub(old.len() - rest.len())?;
                    let (copied, after) = rest.split_at_checked(n_copied)?;
                    new.extend(copied.iter().copied());
                    rest = after;
                }
                '+' => new.push_str(body),
                sign => {
                    rest = rest.strip_prefix(&[body])?;
                    new.push_str(if sign == ' ' { body } else { "" });
                }
            }
        }
        new.extend(rest.iter().copied());
        Some(new)
    }

    /// The zero-based line at which a hunk begins. Of an empty range the header names the line before.
    fn hunk_start(header: &str) -> Option<usize> {
        let range = header.strip_prefix("@@ -")?.split(' ').next()?;
        let (start, n_lines) = range.split_once(',').unwrap_or((range, "1"));
        let start: usize = start.parse().ok()?;
        if n_lines == "0" { Some(start) } else { start.checked_sub(1) }
    }

    #[test]
    fn the_applier_refuses_a_patch_that_does_not_fit() {
        let patch = patch("a\nb\n", "a\nc\n", 3, Duration::from_secs(60));
        assert_eq!(applied(&patch, "a\nb\n").as_deref(), Some("a\nc\n"));
        assert_eq!(applied(&patch, "a\nx\n"), None);
        assert_eq!(applied(&patch, "a"), None);
    }

    const LINES: &str = "((|a|b|c\r|d e|\\\\|-|\\+|é|@@)\n){0,12}(|z|\r)";

    proptest! {
        #[test]
        fn a_patch_makes_the_new_text_from_the_old_one(old in LINES, new in LINES, n_context in 0_usize..4) {
            let patch = patch(&old, &new, n_context, Duration::from_secs(60));
            prop_assert_eq!(applied(&patch, &old), Some(new));
        }

        #[test]
        fn a_patch_made_after_the_deadline_is_as_valid(old in LINES, new in LINES) {
            let patch = patch(&old, &new, 3, Duration::ZERO);
            prop_assert_eq!(applied(&patch, &old), Some(new));
        }

        #[test]
        fn the_painted_pieces_are_the_patch_but_for_what_is_said_of_moves(old in LINES, new in LINES) {
            let changes = compare_lines(&old, &new, &options());
            let mut painted = String::new();
            paint_unified(&changes, NAMES, 3, Emphasis::Words, &mut |mark, text| {
                if mark != Mark::Moves {
                    painted.push_str(text);
                }
                Ok(())
            }).unwrap();
            prop_assert_eq!(painted, patch(&old, &new, 3, Duration::from_secs(60)));
        }
    }
}
