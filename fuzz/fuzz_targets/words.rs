//! Every way to ask for the words of a text gives those of the reference, wherever the text stands in a block.
#![no_main]

use libfuzzer_sys::fuzz_target;
use textmill::text::{for_each_word, n_words, words};
use unicode_segmentation::UnicodeSegmentation;

fuzz_target!(|bytes: &[u8]| {
    let Some((&n_before, bytes)) = bytes.split_first() else { return };
    let text = format!("{}{}", "-".repeat(usize::from(n_before % 64)), String::from_utf8_lossy(bytes));
    let found: Vec<(usize, &str)> = words(&text).collect();
    let mut spans = Vec::new();
    for_each_word(&text, |word| spans.push((word.start, word.of(&text))));
    assert_eq!(spans, found);
    assert_eq!(n_words(&text), found.len());
    if !has_joined_letter_pictograph(&text) {
        assert_eq!(found, text.unicode_word_indices().collect::<Vec<_>>());
    }
});

/// After U+200D the reference takes the few pictographs that are letters for no letters, against rule WB5.
fn has_joined_letter_pictograph(text: &str) -> bool {
    let is_one = |c: char| matches!(c, 'ℹ' | 'Ⓜ' | '🅰' | '🅱' | '🅾' | '🅿');
    text.split('\u{200d}').skip(1).any(|rest| rest.starts_with(is_one))
}
