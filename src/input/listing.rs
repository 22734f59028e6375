//! The inputs as all shards of a corpus list them, before each takes its own.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3Default;

use super::options::InputOptions;
use super::source::Source;

/// What is known of inputs of which only a shard is read.
#[derive(Debug)]
pub(super) struct Listing {
    digest: u128,
    left_out: Vec<PathBuf>,
}

impl Listing {
    /// Leaves out of `sources` what belongs to other shards; `None` if all are asked for. Cost: a hash of each path.
    pub(super) fn keep_shard(sources: &mut Vec<Source>, options: &InputOptions) -> Option<Self> {
        options.shard?;
        let mut listing = Self { digest: digest(sources), left_out: Vec::new() };
        sources.retain(|source| {
            let is_left_out = source.is_left_out(options);
            listing.left_out.extend(source.lies_in().filter(|_| is_left_out).map(Path::to_owned));
            !is_left_out
        });
        Some(listing)
    }

    /// A hash of the ids and lengths of all inputs in their order: shards fit together only if they have the same.
    pub(super) fn digest(&self) -> u128 {
        self.digest
    }

    /// The files that other shards read.
    pub(super) fn left_out(&self) -> impl Iterator<Item = &Path> {
        self.left_out.iter().map(PathBuf::as_path)
    }
}

/// XXH3 of 128 bits; an id ends with a NUL, which no path holds.
fn digest(sources: &[Source]) -> u128 {
    let mut hash = Xxh3Default::new();
    for source in sources {
        hash.update(source.id.as_bytes());
        hash.update(&[0]);
        hash.update(&source.n_bytes.to_le_bytes());
    }
    hash.digest128()
}
