//! How many keys each pair of documents shares, of any number of pairs.
//!
//! Pairs are distributed over parts by their first document. What is too much for memory is set aside part by part, and
//! counted a part at a time (the partitions of a Grace join, Kitsuregawa and others 1983).

use rayon::prelude::*;

/// How many parts there are: enough that one of them fits memory.
pub const N_PARTS: usize = 256;

/// Pairs that wait in memory: 32 MiB of them.
const MAX_WAITING: usize = 4 << 20;

/// Where numbers are set aside that are too many for memory, in parts from 0 to [`N_PARTS`].
pub trait Aside: Sync {
    /// What may go wrong.
    type Error: Send;

    /// Sets numbers of a part aside.
    ///
    /// # Errors
    ///
    /// If they cannot be.
    fn push(&mut self, part: usize, numbers: &[u64]) -> Result<(), Self::Error>;

    /// Appends all numbers of a part.
    ///
    /// # Errors
    ///
    /// If they cannot be read back.
    fn read(&self, part: usize, numbers: &mut Vec<u64>) -> Result<(), Self::Error>;
}

/// Counts pairs.
#[derive(Debug)]
pub(super) struct Tally<'a, A> {
    parts: Vec<Vec<u64>>,
    n_waiting: usize,
    max_waiting: usize,
    aside: &'a mut A,
}

impl<'a, A: Aside> Tally<'a, A> {
    pub(super) fn new(aside: &'a mut A) -> Self {
        Self { parts: vec![Vec::new(); N_PARTS], n_waiting: 0, max_waiting: MAX_WAITING, aside }
    }

    /// Counts each pair of these documents, which ascend, once more.
    pub(super) fn add_pairs_of(&mut self, bucket: &[u32]) -> Result<(), A::Error> {
        for (idx, &a) in bucket.iter().enumerate() {
            let later = &bucket[idx + 1..];
            self.parts[part_of(a)].extend(later.iter().map(|&b| u64::from(a) << u32::BITS | u64::from(b)));
            self.n_waiting += later.len();
        }
        if self.n_waiting >= self.max_waiting { self.set_aside() } else { Ok(()) }
    }

    fn set_aside(&mut self) -> Result<(), A::Error> {
        for (idx, part) in self.parts.iter_mut().enumerate() {
            self.aside.push(idx, part)?;
            part.clear();
        }
        self.n_waiting = 0;
        Ok(())
    }

    /// The pairs that were added so often that `is_enough` says yes, ascending. Memory: one part for each thread, and
    /// what is returned.
    pub(super) fn pairs(self, is_enough: impl Fn(u32, u32, u32) -> bool + Sync) -> Result<Vec<(u32, u32)>, A::Error> {
        let Self { parts, aside, .. } = self;
        let aside = &*aside;
        let of_part = |(idx, mut part): (usize, Vec<u64>)| {
            aside.read(idx, &mut part)?;
            part.sort_unstable();
            let counted = part.chunk_by(|a, b| a == b).filter_map(|same| {
                let (a, b) = ((same[0] >> u32::BITS) as u32, same[0] as u32);
                is_enough(a, b, same.len() as u32).then_some((a, b))
            });
            Ok(counted.collect::<Vec<_>>())
        };
        let found: Vec<Vec<(u32, u32)>> = parts.into_par_iter().enumerate().map(of_part).collect::<Result<_, _>>()?;
        let mut pairs = found.concat();
        pairs.par_sort_unstable();
        Ok(pairs)
    }
}

/// Neighbors in the input are in different parts, so that parts are about equally large.
fn part_of(document: u32) -> usize {
    document as usize % N_PARTS
}

#[cfg(test)]
pub(super) mod tests {
    use std::convert::Infallible;

    use super::*;

    /// Numbers set aside in memory.
    #[derive(Debug)]
    pub(in super::super) struct InMemory(Vec<Vec<u64>>);

    impl Default for InMemory {
        fn default() -> Self {
            Self(vec![Vec::new(); N_PARTS])
        }
    }

    impl Aside for InMemory {
        type Error = Infallible;

        fn push(&mut self, part: usize, numbers: &[u64]) -> Result<(), Infallible> {
            self.0[part].extend_from_slice(numbers);
            Ok(())
        }

        fn read(&self, part: usize, numbers: &mut Vec<u64>) -> Result<(), Infallible> {
            numbers.extend_from_slice(&self.0[part]);
            Ok(())
        }
    }

    fn shared_by_two(max_waiting: usize) -> Vec<(u32, u32)> {
        let mut aside = InMemory::default();
        let mut tally = Tally { max_waiting, ..Tally::new(&mut aside) };
        for bucket in [&[1, 2, 900][..], &[2, 900, 901], &[1, 900], &[3, 5], &[3, 5], &[3, 5]] {
            tally.add_pairs_of(bucket).unwrap();
        }
        tally.pairs(|_, _, n| n == 2).unwrap()
    }

    #[test]
    fn pairs_are_counted_however_many_wait() {
        for max_waiting in [1, 4, 100] {
            assert_eq!(shared_by_two(max_waiting), [(1, 900), (2, 900)]);
        }
    }
}
