//! Connected components: which documents hang together through pairs.

/// A union-find over documents `0..n` whose representative is always the first member of a component.
///
/// Because the first member wins every union, the result is the same in whatever order pairs come. Path halving (Tarjan
/// and van Leeuwen 1984) keeps the cost of an operation logarithmic, amortised.
#[derive(Clone, Debug)]
pub struct Components {
    parents: Vec<u32>,
}

impl Components {
    /// `n` components of one member each.
    pub fn new(n: u32) -> Self {
        Self { parents: (0..n).collect() }
    }

    /// The first member of the component of `member`.
    pub fn first(&mut self, mut member: u32) -> u32 {
        while self.parents[member as usize] != member {
            let grandparent = self.parents[self.parents[member as usize] as usize];
            self.parents[member as usize] = grandparent;
            member = grandparent;
        }
        member
    }

    /// Makes one component of those of `a` and `b`.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// The first member of each one's component, by member.
    pub fn into_firsts(mut self) -> Vec<u32> {
        (0..self.parents.len() as u32).map(|member| self.first(member)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pairs: &[(u32, u32)], expected: &[u32]) {
        for pairs in [pairs.to_vec(), pairs.iter().rev().map(|&(a, b)| (b, a)).collect()] {
            let mut components = Components::new(expected.len() as u32);
            pairs.iter().for_each(|&(a, b)| components.join(a, b));
            assert_eq!(components.into_firsts(), expected, "{pairs:?}");
        }
    }

    #[test]
    fn the_first_member_stands_for_its_component_in_any_order_of_pairs() {
        check(&[], &[]);
        check(&[], &[0, 1]);
        check(&[(0, 0)], &[0, 1]);
        check(&[(3, 4), (1, 2), (2, 3)], &[0, 1, 1, 1, 1]);
        check(&[(5, 4), (4, 3), (3, 2), (2, 1), (1, 0)], &[0, 0, 0, 0, 0, 0]);
        check(&[(0, 3), (1, 2), (3, 5)], &[0, 1, 1, 0, 4, 0]);
    }
}
