//! Which part of a corpus was counted: shards by their numbers, or documents of which nothing more is known.

use std::collections::BTreeMap;
use std::num::NonZero;

use serde_json::{Value, json};

use crate::error::PartialProblem;
use crate::input::{Corpus, Shard};

/// The shares of the corpus that a partial result has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shares {
    /// Shards of one corpus.
    Shards {
        /// Of how many.
        n_shards: u32,
        /// A hash of the inputs that all of them listed.
        listing: u128,
        /// By the number of each that is there its documents, where they are counted before the first is written.
        n_documents: BTreeMap<u32, Option<u64>>,
    },
    /// Whole corpora, one after the other.
    Corpora {
        /// How many.
        n_corpora: u64,
    },
}

impl Shares {
    /// What was opened of a corpus: one shard, which has so many documents, or all of it.
    pub(crate) fn of(corpus: &Corpus, n_documents: Option<u64>) -> Self {
        match corpus.shard() {
            Some(shard) => Self::Shards {
                n_shards: shard.n_shards(),
                listing: corpus.listing_digest().unwrap_or_default(),
                n_documents: [(shard.number(), n_documents)].into(),
            },
            None => Self::Corpora { n_corpora: 1 },
        }
    }

    /// Both together.
    pub(crate) fn merged(&self, other: &Self) -> Result<Self, PartialProblem> {
        let apart = |what: String| Err(PartialProblem::Apart(what));
        match (self, other) {
            (
                Self::Shards { n_shards, listing, n_documents },
                Self::Shards { n_shards: n, listing: of_other, n_documents: more },
            ) => {
                if n != n_shards {
                    return apart(format!("is a shard of {n}, and another one is a shard of {n_shards}"));
                }
                if listing != of_other {
                    return apart("was made from other inputs than the shards before it".to_owned());
                }
                if let Some(number) = more.keys().find(|number| n_documents.contains_key(number)) {
                    return Err(PartialProblem::Repeated(format!("shard {number}/{n}")));
                }
                let n_documents = n_documents.iter().chain(more).map(|(&number, &n)| (number, n)).collect();
                Ok(Self::Shards { n_shards: *n_shards, listing: *listing, n_documents })
            }
            (Self::Corpora { n_corpora }, Self::Corpora { n_corpora: more }) => {
                Ok(Self::Corpora { n_corpora: n_corpora.saturating_add(*more) })
            }
            (Self::Shards { .. }, Self::Corpora { .. }) => {
                apart("is no shard, while others are: its documents may be among theirs".to_owned())
            }
            (Self::Corpora { .. }, Self::Shards { .. }) => {
                apart("is a shard, while others are whole: its documents may be among theirs".to_owned())
            }
        }
    }

    /// The shards that were not counted.
    pub(crate) fn missing(&self) -> Vec<Shard> {
        let Self::Shards { n_shards, n_documents, .. } = self else { return Vec::new() };
        let numbers = (1..=*n_shards).filter(|number| !n_documents.contains_key(number));
        numbers.filter_map(|number| Shard::new(NonZero::new(number)?, NonZero::new(*n_shards)?).ok()).collect()
    }

    /// For the head of a file.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Shards { n_shards, listing, n_documents } => {
                let documents: serde_json::Map<String, Value> =
                    n_documents.iter().map(|(number, &n)| (number.to_string(), n.into())).collect();
                json!({"shards": n_shards, "listing_xxh3_128": format!("{listing:032x}"), "documents": documents})
            }
            Self::Corpora { n_corpora } => json!({"corpora": n_corpora}),
        }
    }

    /// What [`Self::to_json`] made.
    pub(crate) fn from_json(value: &Value) -> Option<Self> {
        if let Some(n_corpora) = value["corpora"].as_u64() {
            return Some(Self::Corpora { n_corpora });
        }
        let n_shards = u32::try_from(value["shards"].as_u64()?).ok()?;
        let documents = value["documents"].as_object()?.iter();
        let n_documents: Option<BTreeMap<u32, Option<u64>>> =
            documents.map(|(number, n)| Some((number.parse().ok()?, n.as_u64()))).collect();
        let listing = u128::from_str_radix(value["listing_xxh3_128"].as_str()?, 16).ok()?;
        Some(Self::Shards { n_shards, listing, n_documents: n_documents? })
    }
}
