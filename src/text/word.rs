//! Words: UAX #29 word segments that hold a letter or a number.

use unicode_segmentation::UnicodeSegmentation;

/// The words of `text` with their byte offsets, after UAX #29 section 4 without tailoring.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.unicode_word_indices()
}

/// How many words `text` has.
pub fn n_words(text: &str) -> usize {
    text.unicode_words().count()
}
