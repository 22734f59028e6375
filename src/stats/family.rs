//! Families of measures, which are asked for together.

use crate::choice::choices;

/// A family of measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Family {
    /// How many there are of what: characters, lines, sentences, tokens, types and more.
    Counts,
    /// How lengths of words, sentences, paragraphs and documents are distributed.
    Lengths,
    /// How many different words a text uses.
    Diversity,
    /// How hard a text is to read, by formulas for its language.
    Readability,
    /// Ratios by which texts are cleaned.
    Quality,
}

choices!(Family {
    Counts = "counts": "How many there are of what",
    Lengths = "lengths": "How lengths of words, sentences, paragraphs and documents are distributed",
    Diversity = "diversity": "How many different words a text uses",
    Readability = "readability": "How hard a text is to read, by formulas for its language",
    Quality = "quality": "Ratios by which texts are cleaned",
});
