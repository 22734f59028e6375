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

    proptest! {
        #[test]
        fn the_result_fits(text in "\\PC{0,30}", width in 0_usize..20) {
            prop_assert!(shortened(&text, width).width() <= width);
        }
    }
}
