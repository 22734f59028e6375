//! Every way to ask for the words of a text gives those of the reference, wherever the text stands in a block.

use textmill::text::{for_each_word, n_words, words};
use unicode_segmentation::UnicodeSegmentation;

/// The first byte says how far into a block the text begins.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&n_before, bytes)) = bytes.split_first() else { return };
    let text = format!("{}{}", "-".repeat(usize::from(n_before % 64)), String::from_utf8_lossy(bytes));
    let found: Vec<(usize, &str)> = words(&text).collect();
    let mut spans = Vec::new();
    for_each_word(&text, |span| spans.push((span.start, span.of(&text))));
    assert_eq!(spans, found);
    assert_eq!(n_words(&text), found.len());
    if !reference_may_err(&text) {
        assert_eq!(found, text.unicode_word_indices().collect::<Vec<_>>());
    }
}

/// Where a pictograph follows U+200D the reference forgets the letter that some pictographs are, and a mid before them,
/// against rules WB5, WB6 and WB12.
fn reference_may_err(text: &str) -> bool {
    let may_be_pictograph = |c: char| matches!(c, '©' | '®' | '\u{2000}'..='\u{3300}' | '\u{1f000}'..='\u{1ffff}');
    text.split('\u{200d}').skip(1).any(|rest| rest.starts_with(may_be_pictograph))
}
