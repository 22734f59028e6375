//! What is asked of a search for duplicates.

use std::num::NonZero;
use std::path::PathBuf;

use super::keep::Keep;
use super::passages::{PassageOptions, Strip};
use crate::choice::choices;
use crate::error::{Error, OptionProblem};
use crate::similarity::{Overlap, Threshold, differ_in_facts_only};

/// Enough for the sketches of millions of documents.
pub const DEFAULT_MEMORY_BYTES: u64 = 1 << 30;

/// What counts as a duplicate, and what one row of the output is.
#[derive(Clone, Debug)]
pub struct Options {
    /// The relations to look for.
    pub relations: Relations,
    /// The least Jaccard coefficient of near-duplicates.
    pub threshold: Threshold,
    /// The least share of a contained document's shingles that the other one has.
    pub containment: Threshold,
    /// The least share of words that similar documents have in the same order.
    pub alignment: Threshold,
    /// Words in a shingle.
    pub shingle_words: NonZero<usize>,
    /// Whether pages of one template with different facts are duplicates.
    pub facts: Facts,
    /// How candidates for near-duplicates are found.
    pub search: Search,
    /// Which pairs make a cluster.
    pub linkage: Linkage,
    /// Which document of a cluster is kept.
    pub keep: Keep,
    /// Whether rows of pairs need the passages that both documents share.
    pub passages: Passages,
    /// Whether rows of pairs need the sizes of shingle sets.
    pub sizes: Sizes,
    /// What one row is.
    pub unit: Unit,
    /// Whether rows of clusters have the texts.
    pub cluster_texts: ClusterTexts,
    /// From when on kept documents have a passage in common.
    pub passage: PassageOptions,
    /// Whether rows of kept documents go without such passages.
    pub strip: Strip,
    /// Bytes of sketches that may be in memory; what is more goes to disk.
    pub memory_bytes: u64,
    /// Where documents are set aside meanwhile, as much disk as their texts take.
    pub spool_directory: PathBuf,
}

impl Default for Options {
    /// All usual relations, Jaccard and containment 0.8 on shingles of five words, the first document of each connected
    /// cluster kept, the kept documents as rows, the system's temporary folder.
    fn default() -> Self {
        Self {
            relations: Relations::usual(),
            threshold: Threshold::default(),
            containment: Threshold::default(),
            alignment: Threshold::default(),
            shingle_words: const { NonZero::new(5).expect("five is not zero") },
            facts: Facts::default(),
            search: Search::default(),
            linkage: Linkage::default(),
            keep: Keep::default(),
            passages: Passages::default(),
            sizes: Sizes::default(),
            unit: Unit::default(),
            cluster_texts: ClusterTexts::default(),
            passage: PassageOptions::default(),
            strip: Strip::default(),
            memory_bytes: DEFAULT_MEMORY_BYTES,
            spool_directory: std::env::temp_dir(),
        }
    }
}

/// The lowest threshold of rows of thresholds, in hundredths.
pub(super) const LOWEST_HUNDREDTHS: u32 = 50;

impl Options {
    /// The options that a search goes by: a curve needs the pairs of its lowest threshold, and is about no relation that has
    /// no Jaccard coefficient.
    pub(super) fn checked(&self) -> Result<Self, Error> {
        if self.relations.is_empty() {
            return Err(OptionProblem::NoRelation.into());
        }
        let mut options = self.clone();
        if options.unit == Unit::Threshold {
            options.relations = [Relation::Exact, Relation::Normalized, Relation::Near].into_iter().collect();
            options.threshold = Threshold::new(f64::from(LOWEST_HUNDREDTHS) / 100.0)?;
        }
        Ok(options)
    }
}

/// What one row of the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// A kept document, with the columns of its input.
    #[default]
    Document,
    /// Any document, with the columns of its input and what became of it.
    Marked,
    /// A document of a cluster of two or more.
    Cluster,
    /// Two documents and how they are related.
    Pair,
    /// A passage that many kept documents have.
    Passage,
    /// A threshold, with what it would remove.
    Threshold,
}

choices!(Unit {
    Document = "document": "The kept documents, with all their fields",
    Cluster = "cluster": "The documents of all clusters, the kept one first",
    Pair = "pair": "The pairs, with Jaccard coefficient and containments",
    Passage = "passage": "Paragraphs and runs of words that many kept documents have",
    Marked = "marked": "All documents, with what became of each",
    Threshold = "threshold": "The thresholds, with what each would remove",
});

/// Whether rows of clusters have the texts of their documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClusterTexts {
    /// They say who is related to whom.
    #[default]
    LeftOut,
    /// The last column is the text, for those who look at documents side by side.
    Shown,
}

/// Whether near-duplicates may differ in numbers and names alone, as pages of one template do; see
/// [`differ_in_facts_only`](crate::similarity::differ_in_facts_only).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Facts {
    /// Documents that differ in facts alone are different documents.
    #[default]
    MustAgree,
    /// Only the Jaccard coefficient counts.
    MayDiffer,
}

impl Facts {
    /// Whether texts with this overlap are pages of one template that must be told apart. They are asked for only if
    /// their sizes leave it open.
    pub(super) fn tell_apart<'t, E>(
        self,
        overlap: Overlap,
        texts: impl FnOnce() -> Result<(&'t str, &'t str), E>,
    ) -> Result<bool, E> {
        if self == Self::MayDiffer || !overlap.may_be_substitution() {
            return Ok(false);
        }
        texts().map(|(a, b)| differ_in_facts_only(a, b))
    }
}

/// How candidates for near-duplicates are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Search {
    /// By sketches, which propose a pair at the threshold with a probability of at least
    /// [`RECALL`](crate::similarity::RECALL).
    #[default]
    Sketches,
    /// By an exact join, which misses none, and has the shingles of the whole corpus in memory.
    AllPairs,
}

/// Which pairs make a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Linkage {
    /// Every document is in a pair with some other one; chains may lead far from the first.
    #[default]
    Connected,
    /// Every document is in a pair with the kept one.
    Star,
    /// Every document is in a pair with every other one.
    Complete,
}

choices!(Linkage {
    Connected = "connected": "Chains of pairs, however long",
    Star = "star": "A pair with the kept document",
    Complete = "complete": "A pair with every document of the cluster",
});

/// Whether to look for the passages that the documents of a pair share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passages {
    /// Rows of pairs have them.
    #[default]
    Find,
    /// Rows of pairs have empty cells instead.
    Skip,
}

/// Whether to count the shingles of the documents of a pair. Those of pairs that are compared by them are known anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sizes {
    /// Rows of pairs have them.
    #[default]
    Count,
    /// Rows of equal documents have others; what is a share of their shingles is all of them, counted or not.
    Skip,
}

/// How two documents are alike, the strongest first. Each includes those before it, as far as lengths go: equal documents
/// are near, and contained in each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Equal byte for byte.
    Exact,
    /// Equal after normalization.
    Normalized,
    /// Shingle sets that resemble each other.
    Near,
    /// Most shingles of one are in the other.
    Contained,
    /// Most words in the same order.
    Similar,
}

choices!(Relation {
    Exact = "exact": "The same text, byte for byte",
    Normalized = "normalized" formerly "normalised": "The same but for case, white space, punctuation and compatibility forms",
    Near = "near": "A Jaccard coefficient from the threshold on",
    Contained = "contained": "Most of one is in the other: teasers, excerpts",
    Similar = "similar": "Most words in the same order, however many have changed; takes longer",
});

/// A set of relations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    members: [bool; Relation::ALL.len()],
}

impl Relation {
    /// Every relation but [`Self::Similar`], which costs more than the others together.
    pub const USUAL: [Self; 4] = [Self::Exact, Self::Normalized, Self::Near, Self::Contained];
}

impl Relations {
    /// Those of [`Relation::USUAL`].
    pub fn usual() -> Self {
        Relation::USUAL.into_iter().collect()
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

    /// Whether texts must be normalized.
    pub(super) fn go_beyond_bytes(self) -> bool {
        Relation::ALL[1..].iter().any(|&relation| self.contains(relation))
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
        let contained: Relations = [Relation::Contained].into_iter().collect();
        assert_eq!(contained.reported(Relation::Normalized), Some(Relation::Contained));
    }
}
