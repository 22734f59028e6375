//! Pure functions on text: lines, paragraphs, sentences, words, folding.
//!
//! Nothing here knows a file, an option or a column. Boundaries follow Unicode Standard Annex #29 in the version of
//! [`UNICODE_VERSION`].

mod abbreviation;
mod base64;
mod date;
mod emphasis;
mod file_name;
mod fold;
mod formula_guard;
mod grapheme;
mod heading;
mod hidden;
mod ignorable;
mod json_string;
mod language;
mod language_of;
mod line;
mod line_hyphen;
mod outline;
mod paragraph;
mod path_below;
mod patterns;
mod punctuation;
mod running_head;
mod sentence;
mod stop_list;
mod syllable;
mod tokenization;
mod word;
mod word_pattern;

pub use base64::{base64, base64_decoded};
pub use date::{Date, DateFault, Moment, OrderEvidence, Precision, civil, in_each_order};
pub use emphasis::{emphasis_marks, emphasized};
pub use file_name::FileNames;
pub use fold::{FoldBuffers, Folding, Step, lowercase_into, normalize_into, with_round_s};
pub use formula_guard::{guard, unguard};
pub use grapheme::n_graphemes;
pub use heading::{Heading, heading};
pub use hidden::acts_or_hides;
pub use json_string::{json_string_len, json_unescaped, json_written_len, push_json_string};
pub use language::Language;
pub use language_of::{KNOWS_LANGUAGES, LANGUAGE_SAMPLE_BYTES, language_of};
pub use line::{lines, n_lines, on_one_line};
pub use line_hyphen::{Break, Halves, UnbrokenWords, Written, for_each_unbroken, halves, rejoined};
pub use outline::{HeadingLines, headings};
pub use paragraph::paragraphs;
pub use path_below::{PathsBelow, PlaceBelow};
pub use patterns::{PatternSyntax, Patterns, compile_pattern};
pub use punctuation::{is_punctuation, n_punctuation};
pub use running_head::{HeadCount, LEAST_HEADS, NumberedLine, head_wording, numbered_lines};
pub use sentence::{for_each_sentence, n_sentences, sentences, sentences_in, uax29_segments};
pub use stop_list::StopList;
pub use syllable::syllables;
pub use tokenization::Tokenization;
pub use word::{for_each_word, n_words, words};
pub use word_pattern::WordPattern;

/// The Unicode version of the word and sentence boundaries.
pub const UNICODE_VERSION: (u64, u64, u64) = word::UNICODE_VERSION;
