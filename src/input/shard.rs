//! One of N shards of a corpus: which documents one of N machines reads.
//!
//! A document's place decides, never its arrival: the path of its source as ids have it, with `#` and the number of
//! the record for a record. Every machine lists the same inputs, so it knows by their names alone which files of one
//! document belong to others, and does not open them. A file of records is read by all of them, because only reading
//! tells where records begin, but each parses its own records alone.

use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::error::OptionProblem;

/// The rule by which places are shared out. Another rule gets another number, which is its seed, too.
const RULE: u64 = 1;

/// The K-th of N shards, counted from one.
///
/// The shards of one N are disjoint and cover every corpus. A place belongs to shard `1 + floor(h N / 2^64)`, where `h`
/// is the 64-bit XXH3 of its bytes with seed 1: each shard has about as many documents as any other, and a document
/// keeps its shard whatever becomes of the others. Cost: some 20 ns for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    n_shards: NonZero<u32>,
    number: NonZero<u32>,
}

impl FromStr for Shard {
    type Err = OptionProblem;

    /// Reads `2/4`, the second of four.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        let numbers = text.split_once('/').and_then(|(number, n)| Some((number.parse().ok()?, n.parse().ok()?)));
        let (number, n_shards) = numbers.ok_or_else(|| OptionProblem::Shard(text.to_owned()))?;
        Self::new(number, n_shards)
    }
}

impl Shard {
    /// Shard `number` of `n_shards`.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::ShardNumber`] if there are not so many.
    pub fn new(number: NonZero<u32>, n_shards: NonZero<u32>) -> Result<Self, OptionProblem> {
        if number > n_shards {
            return Err(OptionProblem::ShardNumber { number: number.get(), n_shards: n_shards.get() });
        }
        Ok(Self { n_shards, number })
    }

    /// Which one it is, counted from one.
    pub fn number(self) -> u32 {
        self.number.get()
    }

    /// How many there are.
    pub fn n_shards(self) -> u32 {
        self.n_shards.get()
    }

    /// Whether the document with this place belongs to the shard.
    pub fn takes(self, place: &str) -> bool {
        let hash = xxh3_64_with_seed(place.as_bytes(), RULE);
        let idx = (u128::from(hash) * u128::from(self.n_shards.get())) >> u64::BITS;
        idx == u128::from(self.number.get() - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.n_shards)
    }
}

/// Tells which records of one source are to be read.
#[derive(Debug)]
pub(super) struct RecordPlaces {
    shard: Option<Shard>,
    /// The path of the source and the sign behind it, then the number of the record that was asked about last.
    place: String,
    n_path_bytes: usize,
}

impl RecordPlaces {
    /// Those of the source with this id that `shard` takes; `None` takes all.
    pub(super) fn new(shard: Option<Shard>, source_id: &str) -> Self {
        let place = shard.map(|_| format!("{source_id}#")).unwrap_or_default();
        Self { shard, n_path_bytes: place.len(), place }
    }

    /// Whether the record with this number is to be read.
    pub(super) fn takes(&mut self, number: u64) -> bool {
        let Some(shard) = self.shard else { return true };
        self.place.truncate(self.n_path_bytes);
        self.place.push_str(&number.to_string());
        shard.takes(&self.place)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::super::{Corpus, InputOptions, Job};
    use super::*;
    use crate::diagnostics::Collected;
    use crate::pool::Pool;

    fn shards(n: u32) -> impl Iterator<Item = Shard> {
        let n = NonZero::new(n).unwrap();
        (1..=n.get()).map(move |number| Shard::new(NonZero::new(number).unwrap(), n).unwrap())
    }

    #[test]
    fn a_shard_is_a_number_of_a_number() {
        assert_eq!("2/4".parse::<Shard>().unwrap().to_string(), "2/4");
        assert_eq!("5/4".parse::<Shard>().unwrap_err().to_string(), "there is no shard 5 of 4");
        for text in ["", "2", "0/4", "1/0", "-1/2", "1/2/3", "a/b"] {
            assert!(text.parse::<Shard>().unwrap_err().to_string().ends_with("the second of four"), "{text:?}");
        }
    }

    /// Partial results lie on disks: a place must never change its shard.
    #[test]
    fn places_keep_their_shards_for_good() {
        let shard_of = |place: &str| shards(8).find(|shard| shard.takes(place)).unwrap().number();
        let places = ["", "a.txt", "2024/03/news.txt", "part.jsonl#1", "part.jsonl#2", "ключ.txt"];
        assert_eq!(places.map(shard_of), [3, 5, 4, 1, 5, 6]);
    }

    #[test]
    fn shards_are_of_about_one_size() {
        for shard in shards(7) {
            let n_taken = (0..7_000).filter(|n| shard.takes(&format!("folder/{n}.txt"))).count();
            assert!((900..1_100).contains(&n_taken), "{shard}: {n_taken}");
        }
    }

    /// The ids of the documents below `folder` that a shard has, and how many findings there are.
    fn read(folder: &tempfile::TempDir, shard: Option<Shard>) -> (Vec<String>, usize) {
        let (pool, diagnostics) = (Pool::new(NonZero::new(2)).unwrap(), Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let options = InputOptions { shard, ..InputOptions::default() };
        let corpus = Corpus::open(&[PathBuf::from(folder.path())], options, &diagnostics).unwrap();
        let mut ids = Vec::new();
        let take = |id| {
            ids.push(id);
            Ok(())
        };
        corpus.run(&job, || (), |(), document| document.id, take).unwrap();
        (ids, diagnostics.lines().len())
    }

    #[test]
    fn the_shards_of_a_folder_have_each_document_once_and_open_no_file_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        (0..40).for_each(|n| write(&format!("{n}.txt"), b"a text"));
        (0..9).for_each(|n| write(&format!("README{n}"), b"a text whose name tells nothing"));
        write("a.jsonl", "{\"text\": \"a\"}\n\n".repeat(30).as_bytes());
        write("b.csv", format!("id,text\n{}", "same,b\n".repeat(30)).as_bytes());
        // Each would be told of by whoever opens it.
        (0..20).for_each(|n| write(&format!("{n}.txt.gz"), b"\x1f\x8b\x08broken"));
        let (mut whole, n_findings) = read(&folder, None);
        assert_eq!((whole.len(), n_findings), (109, 20));
        let of_shards: Vec<(Vec<String>, usize)> = shards(5).map(|shard| read(&folder, Some(shard))).collect();
        assert!(of_shards.iter().all(|(ids, _)| ids.len() > 9), "{of_shards:?}");
        assert_eq!(of_shards.iter().map(|(_, n_findings)| n_findings).sum::<usize>(), 20);
        let mut all: Vec<String> = of_shards.into_iter().flat_map(|(ids, _)| ids).collect();
        whole.sort();
        all.sort();
        assert_eq!(all, whole);
    }

    proptest! {
        #[test]
        fn every_place_belongs_to_one_shard(place in "\\PC{0,40}", n in 1_u32..100) {
            prop_assert_eq!(shards(n).filter(|shard| shard.takes(&place)).count(), 1);
        }

        #[test]
        fn a_record_is_asked_about_by_its_place(number in any::<u64>(), n in 1_u32..9) {
            for shard in shards(n) {
                let mut places = RecordPlaces::new(Some(shard), "a.jsonl");
                places.takes(u64::MAX);
                prop_assert_eq!(places.takes(number), shard.takes(&format!("a.jsonl#{number}")));
            }
        }
    }
}
