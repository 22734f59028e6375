//! Parts by name, and how much each gets: `train=80,dev=10,test=10`.

use crate::error::OptionProblem;

/// Named parts with whole numbers, each the share of its part in the sum of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    parts: Vec<(String, u64)>,
    sum: u64,
}

impl Shares {
    /// Reads `NAME=SHARE` items.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if an item is something else, a name comes twice, or all shares are 0.
    pub fn parse(items: &[String]) -> Result<Self, OptionProblem> {
        let mut parts: Vec<(String, u64)> = Vec::new();
        for item in items {
            let read = item.split_once('=').and_then(|(name, share)| Some((name, share.parse::<u32>().ok()?)));
            let Some((name, share)) = read.filter(|(name, _)| !name.is_empty()) else {
                return Err(OptionProblem::Share(item.clone()));
            };
            if parts.iter().any(|(known, _)| known == name) {
                return Err(OptionProblem::PartTwice(name.to_owned()));
            }
            parts.push((name.to_owned(), share.into()));
        }
        let sum = parts.iter().map(|(_, share)| share).sum();
        if sum == 0 {
            return Err(OptionProblem::NoShare);
        }
        Ok(Self { parts, sum })
    }

    /// The names of the parts, in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|(name, _)| name.as_str())
    }

    /// The part in which a number of 64 bits falls if each part has a range of them as wide as its share, in order.
    pub(super) fn of_hash(&self, hash: u64) -> usize {
        // A product of two numbers of 64 bits, of which the upper half is below the sum.
        let mut place = ((u128::from(hash) * u128::from(self.sum)) >> 64) as u64;
        for (idx, &(_, share)) in self.parts.iter().enumerate() {
            if place < share {
                return idx;
            }
            place -= share;
        }
        self.parts.len() - 1
    }

    /// The shares and their sum.
    pub(super) fn weights(&self) -> (Vec<u64>, u64) {
        (self.parts.iter().map(|&(_, share)| share).collect(), self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn shares(text: &str) -> Result<Shares, OptionProblem> {
        let items: Vec<String> = text.split(',').map(str::to_owned).collect();
        Shares::parse(&items)
    }

    #[test]
    fn shares_are_named_whole_numbers() {
        assert_eq!(shares("train=80,dev=10,test=10").unwrap().sum, 100);
        for text in ["", "train", "train=0", "a=1,a=2", "=3", "a=-1", "a=1.5", "a=99999999999"] {
            assert!(shares(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_range_of_hashes_is_divided_by_the_shares() {
        let shares = shares("a=1,none=0,b=3").unwrap();
        let quarter = u64::MAX / 4;
        let parts = [0, quarter, quarter + 1, 2 * quarter, u64::MAX].map(|hash| shares.of_hash(hash));
        assert_eq!(parts, [0, 0, 2, 2, 2]);
    }
}
