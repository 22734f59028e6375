//! The units of counting: what one row is.

use std::str::FromStr;

use super::grouping::Grouping;
use crate::error::OptionProblem;

/// What one row is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// One row in all.
    #[default]
    Corpus,
    /// A row for each document.
    Document,
    /// A row for each distinct word.
    Word,
    /// A row for each distinct sequence of words.
    Ngram,
    /// A row for each pair of a word and one that stands near it.
    Collocation,
    /// A row for each place where a pattern or a term is found.
    Hit,
    /// A row for each label of a table of terms.
    Term,
    /// A row for each two labels that occur together.
    TermPair,
    /// A row for each spelling that may be a variant of another.
    Variant,
    /// A row for each group of documents.
    Group(Grouping),
}

impl FromStr for Unit {
    type Err = OptionProblem;

    /// Reads the name of a unit, or of what groups of documents have in common.
    fn from_str(name: &str) -> Result<Self, OptionProblem> {
        let named = Self::NAMED.iter().find(|unit| unit.name() == name);
        named.map_or_else(|| name.parse().map(Self::Group), |unit| Ok(unit.clone()))
    }
}

impl Unit {
    /// The units with a name of their own; any other name is a [`Grouping`].
    pub const NAMED: &[Self] = &[
        Self::Corpus,
        Self::Document,
        Self::Word,
        Self::Ngram,
        Self::Collocation,
        Self::Hit,
        Self::Term,
        Self::TermPair,
        Self::Variant,
    ];

    /// The unit's name, as users write it.
    pub fn name(&self) -> &str {
        match self {
            Self::Corpus => "corpus",
            Self::Document => "document",
            Self::Word => "word",
            Self::Ngram => "ngram",
            Self::Collocation => "collocation",
            Self::Hit => "hit",
            Self::Term => "term",
            Self::TermPair => "term-pair",
            Self::Variant => "variant",
            Self::Group(grouping) => grouping.name(),
        }
    }

    /// What its rows have in common, if they are groups of documents.
    pub fn grouping(&self) -> Option<&Grouping> {
        match self {
            Self::Group(grouping) => Some(grouping),
            _ => None,
        }
    }
}
