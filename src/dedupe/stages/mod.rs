//! The search for duplicates in stages, for a corpus that no machine holds.
//!
//! An engine brings rows with the same key together; what is done with them then is here, in the functions that one run
//! over the whole corpus calls as well. So the result is the same, if documents are taken in the order of their ids.
//!
//! | stage | rows in, brought together by | rows out |
//! |---|---|---|
//! | [`Signer`] | document | its [`Signature`] |
//! | [`EqualCandidates`] | fingerprint of the content | document, the first one with it |
//! | [`NearCandidates`] | key of a band | pair to be compared, or part of a crowd |
//! | [`ContainedCandidates`], [`Tally`] | winnowed fingerprint; pair | pair that shares enough of them |
//! | [`Verifier`] | the texts of a pair | what holds between them |
//! | [`Crowd`] | the texts of a crowd | the pairs that connect it |
//! | [`Forest`], [`Stars`] | any; document | document, the first one it is connected with |
//! | [`Absorption`] | pair of a containment, by the forest of such pairs | document, the one it is given up for |
//!
//! No stage relies on the order of its rows, and each may get the same row twice. Memory: the ids and keys of the rows that
//! are brought together, some fifty bytes each; texts of crowds go to disk.

mod absorption;
mod candidates;
mod crowd;
mod forest;
mod ids;
mod passage_candidates;
mod signature;
mod verifier;

pub use absorption::Absorption;
pub use candidates::{EqualCandidates, NearCandidates, Proposed};
pub use crowd::Crowd;
pub use forest::{Forest, Stars};
pub use passage_candidates::{ContainedCandidates, Tally};
pub use signature::{Signature, Signer};
pub use verifier::{Containment, Inner, Verifier};

#[cfg(test)]
mod tests;
