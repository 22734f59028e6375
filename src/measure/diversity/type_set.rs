//! A set of type numbers that is emptied at no cost.

/// Remembers which types were seen since it was last cleared.
#[derive(Clone, Debug, Default)]
pub struct TypeSet {
    /// By type, the round in which it was seen last.
    rounds: Vec<u32>,
    round: u32,
    len: u64,
}

impl TypeSet {
    /// Empties the set and keeps its memory. Cost: O(1).
    pub fn clear(&mut self) {
        self.len = 0;
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.rounds.fill(0);
            self.round = 1;
        }
    }

    /// Adds a type; whether it is new. Cost: O(1), and memory for the largest number.
    pub fn insert(&mut self, id: u32) -> bool {
        let at = id as usize;
        if at >= self.rounds.len() {
            self.rounds.resize(at + 1, 0);
        }
        // Round zero is that of types never seen.
        self.round = self.round.max(1);
        let is_new = self.rounds[at] != self.round;
        self.rounds[at] = self.round;
        self.len += u64::from(is_new);
        is_new
    }

    /// How many types are in the set.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cleared_set_is_empty_even_after_its_rounds_wrap_around() {
        for round in [0, 1, u32::MAX - 1, u32::MAX] {
            let mut set = TypeSet { round, ..TypeSet::default() };
            for _ in 0..3 {
                assert!(set.is_empty());
                assert_eq!([5, 2, 5, 0].map(|id| set.insert(id)), [true, true, false, true]);
                assert_eq!(set.len(), 3);
                set.clear();
            }
        }
    }
}
