//! Lines broken so that they fit into a column of a screen.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::document::Span;

/// A tab leads to the next multiple of this within its column.
pub(super) const TAB: usize = 4;

/// Cuts `line` into pieces at most `width` columns of a terminal wide, after white space where there is some.
///
/// What a reader sees as one character is never cut; one that is wider than the column stands alone. An empty line is one
/// empty piece. Cost: linear.
pub(super) fn wrapped(line: &str, width: usize) -> Vec<Span> {
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    // Where the line may be broken, and the width up to there.
    let mut good_break = None;
    for (at, cluster) in line.grapheme_indices(true) {
        // What is carried over from behind the white space may be too long with this one again.
        while used + width_at(cluster, used) > width && at > start {
            let (end, before) = good_break.take().unwrap_or((at, used));
            pieces.push(Span::new(start, end));
            (start, used) = (end, used - before);
        }
        used += width_at(cluster, used);
        if cluster.trim().is_empty() {
            good_break = Some((at + cluster.len(), used));
        }
    }
    if start < line.len() || pieces.is_empty() {
        pieces.push(Span::new(start, line.len()));
    }
    pieces
}

/// How many columns a character takes that begins in column `used`. Control characters are shown as one.
pub(super) fn width_at(cluster: &str, used: usize) -> usize {
    match cluster {
        "\t" => TAB - used % TAB,
        _ if cluster.chars().all(char::is_control) => 1,
        _ => cluster.width(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(line: &str, width: usize, expected: &[&str]) {
        let found: Vec<&str> = wrapped(line, width).into_iter().map(|span| span.of(line)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_broken_after_white_space_and_inside_words_that_are_too_long() {
        check("", 5, &[""]);
        check("one two three", 8, &["one two ", "three"]);
        check("incomprehensible so", 6, &["incomp", "rehens", "ible ", "so"]);
        check("a\tb", 4, &["a\t", "b"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_marks_none() {
        check("漢字仮名", 5, &["漢字", "仮名"]);
        check("漢字", 1, &["漢", "字"]);
        check("👩‍👧👩‍👧", 2, &["👩‍👧", "👩‍👧"]);
        check("e\u{301}e\u{301}e", 2, &["e\u{301}e\u{301}", "e"]);
        check("مرحبا بك", 6, &["مرحبا ", "بك"]);
    }

    proptest! {
        #[test]
        fn pieces_cover_the_line_and_fit(line in "([ab 漢é\t👩\u{301}]|\\PC){0,30}", width in 2_usize..20) {
            let pieces = wrapped(&line, width);
            prop_assert_eq!(pieces.iter().map(|span| span.of(&line)).collect::<String>(), &line[..]);
            for piece in pieces {
                let mut used = 0;
                let clusters: Vec<&str> = piece.of(&line).graphemes(true).collect();
                clusters.iter().for_each(|cluster| used += width_at(cluster, used));
                prop_assert!(used <= width || clusters.len() == 1, "{used} {clusters:?}");
            }
        }
    }
}
