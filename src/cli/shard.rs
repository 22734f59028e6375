//! `--shard K/N`: one of N machines reads its share of the documents.

use clap::Args;
use textmill::input::{InputOptions, Shard};

/// Which share of the documents is read.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Many machines")]
pub(crate) struct ShardArgs {
    /// Read only the K-th of N shards of the documents, such as 2/4
    ///
    /// Each document belongs to one shard, by the hash of its path, or of its path and number for a record. A file of one
    /// document that belongs to another shard is not opened; a file of records is read, and the records of others passed over.
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
}

impl ShardArgs {
    /// `true` if only a shard is read.
    pub(crate) fn is_given(self) -> bool {
        self.shard.is_some()
    }

    /// Reads only the shard, if there is one.
    pub(crate) fn adjust(self, reading: &mut InputOptions) {
        reading.shard = self.shard;
    }
}
