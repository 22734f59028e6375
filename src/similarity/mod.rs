//! How alike documents are: shingle sets, exact overlaps, and the search for pairs worth an exact look.
//!
//! Two texts are compared as sets of shingles, their n-grams of normalized words (Broder 1997, "On the resemblance and
//! containment of documents"). A MinHash sketch of each set, cut into bands, proposes pairs; every pair is then
//! verified on the sets themselves. A sketch never decides, it only saves looking at all pairs.
//!
//! Nothing here reads a file: whoever searches says how the set or the content of a document is loaded. Loops run in
//! the rayon pool they are called in, and no result depends on its size.

mod aligned;
mod band_keys;
mod banding;
mod buckets;
mod components;
mod contained;
mod equality;
mod facts;
mod hash_order;
mod join;
mod loaded;
mod near;
mod overlap;
mod passages;
mod shingle;
mod sketch;
mod small_sets;
mod tally;
mod threshold;
mod winnow;
mod words;

pub use aligned::aligned_share;
pub use band_keys::{BandKeys, entry};
pub use banding::{Banding, N_ROWS, RECALL};
pub use buckets::{Run, for_each_bucket};
pub use components::Components;
pub use contained::{ContainedPair, ContainedPairs, FEWEST_SHARED, MAX_FREQUENCY, contained_pairs, least_shared};
pub use equality::equal_to_first;
pub use facts::differ_in_facts_only;
pub use join::{Wanted, join};
pub use loaded::{Documents, overlaps};
pub use near::{Bands, CROWD, NearPair, NearPairs, Proposals, near_pairs};
pub use overlap::Overlap;
pub use passages::{Passage, shared_passages};
pub use shingle::{ShingleSet, shingles_in_place, shingles_into};
pub use sketch::Sketcher;
pub use small_sets::{SMALL, push_small_keys};
pub use tally::{Aside, N_PARTS};
pub use threshold::Threshold;
pub use winnow::{WINDOW, winnowed_into};
pub use words::{WordHasher, sequence_hash};
