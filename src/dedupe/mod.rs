//! Finding documents that are there more than once: the same bytes, the same words, nearly the same, or part of another.
//!
//! # Relations
//!
//! | relation | two documents have it if |
//! |---|---|
//! | exact | their texts are equal byte for byte |
//! | normalized | their words are equal (case, white space, punctuation, quotes, compatibility forms make no difference) |
//! | near | the Jaccard coefficient of their shingle sets is at least the threshold |
//! | contained | one has twenty words or more, and the other one has most of its shingles |
//! | similar | most words stand in the same order in both; only looked for when asked for |
//!
//! Each pair is reported once, under the strongest relation that was asked for, and every report has been verified on the
//! texts. Texts without words can only be exactly equal. Documents that differ in several numbers or names and nowhere
//! else are pages of one template and not near, contained or similar ([`Facts`]).
//!
//! # Clusters
//!
//! The pairs of all relations but *contained* make clusters ([`Linkage`]), of which one document is kept ([`Keep`]). Two
//! members of a connected cluster may have no relation of their own but only a chain of them; they are told apart as
//! *chained*. Containment brings no cluster together: a kept document goes if another kept one contains it, and never for
//! one that goes itself. So a page of teasers does not merge the articles it leads to, and of every removed text the kept
//! document has as much as the relation says.
//!
//! # Way of the data and cost
//!
//! One pass over the corpus hashes words, rolls shingles over them, sketches, and sets the documents aside in a
//! [`Spool`](crate::input::Spool). About sixty bytes a document stay in memory; band keys and fingerprints, some three
//! hundred bytes a document at the default threshold, go to disk as sorted runs past [`Options::memory_bytes`]. Everything
//! later reads the spool: the candidates to verify them, the kept documents to hand them out. The output does not depend
//! on threads or hash seeds.

mod cluster_rows;
mod clusters;
mod document_rows;
mod duplicates;
mod fingerprint;
mod gathered;
mod groups;
mod index;
mod keep;
mod keys;
mod marked_rows;
mod options;
mod pair_rows;
mod partial;
mod passages;
mod reused_passages;
mod search;
pub mod stages;
mod threshold_rows;

#[cfg(test)]
mod tests;

pub use cluster_rows::CHAINED;
pub use clusters::Summary;
pub use index::Index;
pub use keep::{Keep, SourcePattern};
pub use options::{
    ClusterTexts, DEFAULT_MEMORY_BYTES, Facts, Linkage, Options, Passages, Relation, Relations, Search, Sizes, Unit,
};
pub use partial::{Partials, dedupe_partials, write_partial};
pub use passages::{PassageOptions, Strip};
pub use search::{dedupe, dedupe_beside};
