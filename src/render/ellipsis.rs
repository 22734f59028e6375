//! Text shortened to a width on the screen.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The text, or its beginning and `…`, in at most `width` columns of a terminal. Never cuts through a character that a
/// reader sees as one. Cost: the length of what is kept, so a book is as cheap as a line.
pub fn shortened(text: &str, width: usize) -> Cow<'_, str> {
    let mut used = 0;
    let mut end = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += cluster.width();
        if used > width {
            return Cow::Owned(format!("{}{}", &text[..end], if width > 0 { "…" } else { "" }));
        }
        if used < width {
            end = at + cluster.len();
        }
    }
    Cow::Borrowed(text)
}

/// The text, or `…` and its end, in at most `width` columns of a terminal. Cost: the length of what is kept.
pub(super) fn shortened_to_end(text: &str, width: usize) -> Cow<'_, str> {
    let mut used = 0;
    let mut start = text.len();
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used += cluster.width();
        if used > width {
            return Cow::Owned(format!("{}{}", if width > 0 { "…" } else { "" }, &text[start..]));
        }
        if used < width {
            start = at;
        }
    }
    Cow::Borrowed(text)
}

/// The text, or its beginning, `…` and its end, in at most `width` columns of a terminal.
pub(super) fn shortened_inside(text: &str, width: usize) -> Cow<'_, str> {
    if let Cow::Borrowed(whole) = shortened(text, width) {
        return Cow::Borrowed(whole);
    }
    let start = shortened(text, width.div_ceil(2));
    // Both have an ellipsis, of which one stays.
    let end = shortened_to_end(text, width + 1 - start.width());
    Cow::Owned(format!("{start}{}", end.strip_prefix('…').unwrap_or(&end)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &str) {
        assert_eq!(shortened(text, width), expected);
    }

    #[test]
    fn long_text_ends_with_an_ellipsis() {
        check("hello", 5, "hello");
        check("hello!", 5, "hell…");
        check("漢字漢字", 5, "漢字…");
        check("漢字漢字", 4, "漢…");
        check("👩\u{200d}👩\u{200d}👧 family", 4, "👩\u{200d}👩\u{200d}👧 …");
        check("ab", 0, "");
    }

    #[test]
    fn the_words_before_a_hit_begin_with_an_ellipsis() {
        for (text, width, expected) in [
            ("hello", 5, "hello"),
            ("!hello", 5, "…ello"),
            ("漢字漢字", 5, "…漢字"),
            ("漢字漢字", 4, "…字"),
            ("ab", 0, ""),
        ] {
            assert_eq!(shortened_to_end(text, width), expected);
        }
    }

    #[test]
    fn a_name_keeps_both_ends() {
        let path = "articles/2023/cooking/school-soup.txt";
        for (text, width, expected) in [
            (path, 37, path),
            (path, 16, "article…soup.txt"),
            (path, 15, "article…oup.txt"),
            (path, 2, "…t"),
            (path, 1, "…"),
            (path, 0, ""),
            ("漢字漢字漢字", 7, "漢…漢字"),
        ] {
            assert_eq!(shortened_inside(text, width), expected, "{width}");
        }
    }

    proptest! {
        #[test]
        fn the_result_fits(text in "\\PC{0,30}", width in 0_usize..20) {
            for shorten in [shortened, shortened_to_end, shortened_inside] {
                prop_assert!(shorten(&text, width).width() <= width);
            }
        }
    }
}
