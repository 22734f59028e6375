//! What the ratios of text quality count.

use std::ops::AddAssign;

use crate::measure::undefined::Undefined;

/// The lengths of n-grams of which the most frequent is measured.
pub const TOP_LENGTHS: [usize; 3] = [2, 3, 4];

/// The lengths of n-grams of which repetition is measured.
pub const REPEATED_LENGTHS: [usize; 6] = [5, 6, 7, 8, 9, 10];

/// Counts of a text. Counts that no wanted ratio needs may be left at zero. They add up, so those of several texts are
/// their sums, but for what repeats across texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QualityCounts {
    /// Characters (Unicode scalar values).
    pub n_characters: u64,
    /// Characters that are white space.
    pub n_white_space: u64,
    /// Characters that are letters or digits.
    pub n_alphanumeric: u64,
    /// Characters that are digits.
    pub n_digits: u64,
    /// Characters that are upper-case letters.
    pub n_upper_case: u64,
    /// Characters of ellipses, `...` and `…`.
    pub n_ellipsis_characters: u64,
    /// Characters of punctuation.
    pub n_punctuation: u64,
    /// Words.
    pub n_words: u64,
    /// Characters of words.
    pub n_word_characters: u64,
    /// Words of 3 characters or fewer.
    pub n_short_words: u64,
    /// Words of 7 characters or more.
    pub n_long_words: u64,
    /// Different words.
    pub n_types: u64,
    /// Words all in upper case.
    pub n_upper_case_words: u64,
    /// Words that begin with a capital and go on in lower case.
    pub n_capitalized_words: u64,
    /// Words of the stop list of the text's language.
    pub n_stop_words: u64,
    /// Words of texts whose language has a stop list.
    pub n_stop_listed_words: u64,
    /// Words with at least one letter.
    pub n_alphabetic_words: u64,
    /// Hash signs.
    pub n_hash_signs: u64,
    /// Ellipses.
    pub n_ellipses: u64,
    /// Lines, empty ones too.
    pub n_lines: u64,
    /// Characters of lines, without line ends.
    pub n_line_characters: u64,
    /// Lines of 10 characters or fewer.
    pub n_lines_to_10: u64,
    /// Lines of 30 characters or fewer.
    pub n_lines_to_30: u64,
    /// Lines of 2,000 characters or more.
    pub n_lines_from_2000: u64,
    /// Lines of 10,000 characters or more.
    pub n_lines_from_10000: u64,
    /// Lines that end with a terminal mark (`.` `?` `!` `"` `'`).
    pub n_terminal_mark_lines: u64,
    /// Lines that end with an ellipsis.
    pub n_ellipsis_lines: u64,
    /// Lines that begin with a bullet (`-` `*` `•`).
    pub n_bullet_lines: u64,
    /// Lines that an earlier line equals.
    pub n_repeated_lines: u64,
    /// Characters of such lines.
    pub n_repeated_line_characters: u64,
    /// Paragraphs.
    pub n_paragraphs: u64,
    /// Characters of paragraphs.
    pub n_paragraph_characters: u64,
    /// Paragraphs of 100 characters or fewer.
    pub n_short_paragraphs: u64,
    /// Paragraphs of 1,000 characters or more.
    pub n_long_paragraphs: u64,
    /// Paragraphs that an earlier paragraph equals.
    pub n_repeated_paragraphs: u64,
    /// Characters of such paragraphs.
    pub n_repeated_paragraph_characters: u64,
    /// Sentences.
    pub n_sentences: u64,
    /// Characters of sentences.
    pub n_sentence_characters: u64,
    /// Sentences of 20 characters or fewer.
    pub n_short_sentences: u64,
    /// Sentences of 75 characters or more.
    pub n_long_sentences: u64,
    /// Lines as the filter of Gopher has them: what runs of line ends part, even where nothing is before or behind one.
    pub n_split_lines: u64,
    /// Such lines that an earlier one equals.
    pub n_repeated_split_lines: u64,
    /// Paragraphs as the filter of Gopher has them: what two line ends or more part.
    pub n_split_paragraphs: u64,
    /// Such paragraphs that an earlier one equals.
    pub n_repeated_split_paragraphs: u64,
    /// Characters of such paragraphs.
    pub n_repeated_split_paragraph_characters: u64,
    /// Characters of all occurrences of the most frequent n-gram with the blanks between its words, for each of
    /// [`TOP_LENGTHS`].
    pub top_ngram_characters: [u64; 3],
    /// Characters of n-grams that an earlier n-gram equals, read from the left without overlap and without blanks, for
    /// each of [`REPEATED_LENGTHS`].
    pub repeated_ngram_characters: [u64; 6],
}

/// A measure of text quality.
pub type OfQuality = fn(&QualityCounts) -> Result<f64, Undefined>;

/// How many numbers there are: nothing else is in the counts.
const N_NUMBERS: usize = size_of::<QualityCounts>() / size_of::<u64>();

impl QualityCounts {
    /// All numbers, in an order that stays.
    pub fn numbers(mut self) -> [u64; N_NUMBERS] {
        self.numbers_mut().map(|number| *number)
    }

    /// The places of [`Self::numbers`].
    pub fn numbers_mut(&mut self) -> [&mut u64; N_NUMBERS] {
        let [top_2, top_3, top_4] = &mut self.top_ngram_characters;
        let [repeated_5, repeated_6, repeated_7, repeated_8, repeated_9, repeated_10] =
            &mut self.repeated_ngram_characters;
        [
            &mut self.n_characters,
            &mut self.n_white_space,
            &mut self.n_alphanumeric,
            &mut self.n_digits,
            &mut self.n_upper_case,
            &mut self.n_ellipsis_characters,
            &mut self.n_punctuation,
            &mut self.n_words,
            &mut self.n_word_characters,
            &mut self.n_short_words,
            &mut self.n_long_words,
            &mut self.n_types,
            &mut self.n_upper_case_words,
            &mut self.n_capitalized_words,
            &mut self.n_stop_words,
            &mut self.n_stop_listed_words,
            &mut self.n_alphabetic_words,
            &mut self.n_hash_signs,
            &mut self.n_ellipses,
            &mut self.n_lines,
            &mut self.n_line_characters,
            &mut self.n_lines_to_10,
            &mut self.n_lines_to_30,
            &mut self.n_lines_from_2000,
            &mut self.n_lines_from_10000,
            &mut self.n_terminal_mark_lines,
            &mut self.n_ellipsis_lines,
            &mut self.n_bullet_lines,
            &mut self.n_repeated_lines,
            &mut self.n_repeated_line_characters,
            &mut self.n_paragraphs,
            &mut self.n_paragraph_characters,
            &mut self.n_short_paragraphs,
            &mut self.n_long_paragraphs,
            &mut self.n_repeated_paragraphs,
            &mut self.n_repeated_paragraph_characters,
            &mut self.n_sentences,
            &mut self.n_sentence_characters,
            &mut self.n_short_sentences,
            &mut self.n_long_sentences,
            &mut self.n_split_lines,
            &mut self.n_repeated_split_lines,
            &mut self.n_split_paragraphs,
            &mut self.n_repeated_split_paragraphs,
            &mut self.n_repeated_split_paragraph_characters,
            top_2,
            top_3,
            top_4,
            repeated_5,
            repeated_6,
            repeated_7,
            repeated_8,
            repeated_9,
            repeated_10,
        ]
    }
}

/// Adds up.
impl AddAssign<&Self> for QualityCounts {
    fn add_assign(&mut self, other: &Self) {
        for (sum, more) in self.numbers_mut().into_iter().zip(other.numbers()) {
            *sum += more;
        }
    }
}
