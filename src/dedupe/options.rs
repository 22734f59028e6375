//! What is asked of a search for duplicates.

use std::num::NonZero;
use std::path::PathBuf;

use crate::similarity::Threshold;

/// What counts as a duplicate, and what one row of the output is.
#[derive(Clone, Debug)]
pub struct Options {
    /// The relations to look for.
    pub relations: Relations,
    /// The least Jaccard coefficient of near-duplicates.
    pub threshold: Threshold,
    /// Words in a shingle.
    pub shingle_words: NonZero<usize>,
    /// What one row is.
    pub unit: Unit,
    /// Bytes of sketches that may be in memory; what is more goes to disk.
    pub memory_bytes: u64,
    /// Where documents are set aside meanwhile, as much disk as their texts take.
    pub spool_directory: PathBuf,
}

/// Enough for the sketches of millions of documents.
pub const DEFAULT_MEMORY_BYTES: u64 = 1 << 30;

impl Default for Options {
    /// All relations, Jaccard 0.8 on shingles of five words, the kept documents as rows, the system's temporary folder.
    fn default() -> Self {
        Self {
            relations: Relations::all(),
            threshold: Threshold::default(),
            shingle_words: const { NonZero::new(5).expect("five is not zero") },
            unit: Unit::default(),
            memory_bytes: DEFAULT_MEMORY_BYTES,
            spool_directory: std::env::temp_dir(),
        }
    }
}

/// What one row of the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A kept document, with the columns of its input.
    #[default]
    Document,
    /// A document of a cluster of two or more.
    Cluster,
    /// Two documents and how they are related.
    Pair,
}

/// How two documents are alike, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Equal byte for byte.
    Exact,
    /// Equal after normalisation.
    Normalized,
    /// Shingle sets that resemble each other.
    Near,
}

impl Relation {
    /// Every relation, the strongest first.
    pub const ALL: [Self; 3] = [Self::Exact, Self::Normalized, Self::Near];

    /// The word for it in options and rows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normalized => "normalised",
            Self::Near => "near",
        }
    }
}

/// A set of relations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    members: [bool; Relation::ALL.len()],
}

impl Relations {
    /// Every relation.
    pub fn all() -> Self {
        Relation::ALL.into_iter().collect()
    }

    /// Whether `relation` is among them.
    pub fn contains(self, relation: Relation) -> bool {
        self.members[relation as usize]
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The relation under which a pair is reported whose strongest relation is `strongest`: the first one of these that
    /// it includes.
    pub(super) fn reported(self, strongest: Relation) -> Option<Relation> {
        Relation::ALL.into_iter().find(|&relation| relation >= strongest && self.contains(relation))
    }

    /// Whether texts must be normalised.
    pub(super) fn go_beyond_bytes(self) -> bool {
        self.contains(Relation::Normalized) || self.contains(Relation::Near)
    }
}

impl FromIterator<Relation> for Relations {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> Self {
        let mut all = Self::default();
        relations.into_iter().for_each(|relation| all.members[relation as usize] = true);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_goes_under_the_strongest_relation_asked_for() {
        let near_and_exact: Relations = [Relation::Near, Relation::Exact].into_iter().collect();
        assert_eq!(near_and_exact.reported(Relation::Exact), Some(Relation::Exact));
        assert_eq!(near_and_exact.reported(Relation::Normalized), Some(Relation::Near));
        let exact: Relations = [Relation::Exact].into_iter().collect();
        assert_eq!(exact.reported(Relation::Near), None);
        assert!(!exact.go_beyond_bytes());
    }
}
