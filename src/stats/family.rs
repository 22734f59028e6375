//! Families of measures, which are asked for together.

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

impl Family {
    /// All of them, in the order of their columns.
    pub const ALL: [Self; 5] = [Self::Counts, Self::Lengths, Self::Diversity, Self::Readability, Self::Quality];

    /// The name, as users write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Lengths => "lengths",
            Self::Diversity => "diversity",
            Self::Readability => "readability",
            Self::Quality => "quality",
        }
    }
}
