//! How often one word stands near another.
//!
//! The words about a node (the word looked at) are its span. Spans of neighboring nodes overlap; a token that lies in
//! several spans of the same node still counts once, so that the tokens in spans and the tokens outside them make up
//! the corpus, as a two-by-two table of tokens needs it.

use std::str::FromStr;

use crate::error::OptionProblem;
use hashbrown::{DefaultHashBuilder, HashMap};

use super::interner::TypeId;

/// How far a node reaches, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollocationSpan {
    /// Tokens before the node.
    pub left: usize,
    /// Tokens after the node.
    pub right: usize,
}

/// The widest span on one side. Time grows with its square where words are repeated in it.
const MOST_ON_A_SIDE: usize = 1000;

impl FromStr for CollocationSpan {
    type Err = OptionProblem;

    /// Reads `5,5`: each side at most 1,000, and not both nothing.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        let sides = text.split_once(',').and_then(|(left, right)| Some((left.parse().ok()?, right.parse().ok()?)));
        match sides {
            Some((left @ 0..=MOST_ON_A_SIDE, right @ 0..=MOST_ON_A_SIDE)) if left + right > 0 => {
                Ok(Self { left, right })
            }
            _ => Err(OptionProblem::Span { most: MOST_ON_A_SIDE }),
        }
    }
}

impl CollocationSpan {
    /// How many tokens on each side of a border can have pairs across it, or be needed to tell which pairs are new.
    pub fn reach(self) -> usize {
        // A token within one reach of the border may have been in the span of a node one reach further away.
        self.left.max(self.right).saturating_mul(2)
    }
}

/// Counts, for pairs of a node and a collocate, the tokens of the collocate in spans of the node.
///
/// Memory: 20 to 40 bytes for each pair that occurs; with a span of ten tokens these are several times as many as the
/// tokens of a small corpus, and grow more slowly than the tokens of a large one.
#[derive(Clone, Debug)]
pub struct Cooccurrences {
    span: CollocationSpan,
    counts: HashMap<(TypeId, TypeId), u64, DefaultHashBuilder>,
    /// The nodes that have the token in their span, each once; kept for its memory.
    near: Vec<TypeId>,
}

impl Cooccurrences {
    /// No pairs yet, to be counted in this span.
    pub fn new(span: CollocationSpan) -> Self {
        Self { span, counts: HashMap::default(), near: Vec::new() }
    }

    /// How far a node reaches.
    pub fn span(&self) -> CollocationSpan {
        self.span
    }

    /// How much memory the pairs take.
    pub fn n_bytes(&self) -> u64 {
        self.counts.allocation_size() as u64
    }

    /// Counts the pairs of a run of tokens, whose nodes are the types that `is_node` knows.
    ///
    /// Cost: O(tokens * span), and the square of the span for nodes that are repeated in it.
    pub fn count(&mut self, run: &[TypeId], is_node: impl Fn(TypeId) -> bool) {
        for at in 0..run.len() {
            self.count_at(run, at, 0..0, &is_node);
        }
    }

    /// Counts the pairs of a run that comes in two parts, each counted already, as far as they span the border.
    ///
    /// Both parts must be whole or at least as long as the span's [`reach`](CollocationSpan::reach).
    pub fn count_across(&mut self, before: &[TypeId], after: &[TypeId], is_node: impl Fn(TypeId) -> bool) {
        let border = before.len();
        let run = [before, after].concat();
        let nearest = self.span.left.max(self.span.right);
        for at in border.saturating_sub(nearest)..border.saturating_add(nearest).min(run.len()) {
            let counted = if at < border { 0..border } else { border..run.len() };
            self.count_at(&run, at, counted, &is_node);
        }
    }

    /// Adds a pair with its count in other documents.
    pub fn add(&mut self, node: TypeId, collocate: TypeId, n: u64) {
        *self.counts.entry((node, collocate)).or_default() += n;
    }

    /// Adds the counts of `other`. `ids` has the number here of each type there.
    pub fn absorb(&mut self, other: &Self, ids: &[TypeId]) {
        for (&(node, collocate), n) in &other.counts {
            *self.counts.entry((ids[node as usize], ids[collocate as usize])).or_default() += n;
        }
    }

    /// Node, collocate and count of each pair, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, TypeId, u64)> {
        self.counts.iter().map(|(&(node, collocate), &n)| (node, collocate, n))
    }

    /// Counts the token at `at` for the nodes whose span it is in, unless a node of the same type is among those
    /// tokens of the run that it was `counted` with.
    fn count_at(
        &mut self,
        run: &[TypeId],
        at: usize,
        counted: std::ops::Range<usize>,
        is_node: &impl Fn(TypeId) -> bool,
    ) {
        let Self { span, counts, near } = self;
        // A node reaches to its left as far as it may stand to the right of the token.
        let (start, end) =
            (at.saturating_sub(span.right), at.saturating_add(span.left).saturating_add(1).min(run.len()));
        let mut note = |idx: usize| {
            let node = run[idx];
            if idx != at && is_node(node) && !near.contains(&node) {
                near.push(node);
            }
            near.len()
        };
        let mut n_counted = 0;
        if !counted.is_empty() {
            for idx in start.max(counted.start)..end.min(counted.end) {
                n_counted = note(idx);
            }
        }
        for idx in (start..end).filter(|idx| !counted.contains(idx)) {
            note(idx);
        }
        for &node in &near[n_counted..] {
            *counts.entry((node, run[at])).or_default() += 1;
        }
        near.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Pairs = BTreeMap<(TypeId, TypeId), u64>;

    #[test]
    fn a_span_has_two_sides_of_which_one_may_be_nothing() {
        assert_eq!("0,1".parse::<CollocationSpan>().unwrap(), CollocationSpan { left: 0, right: 1 });
        for text in ["", "5", "0,0", "5,1001", "-1,2", "5,5,5"] {
            assert!(text.parse::<CollocationSpan>().is_err(), "{text:?}");
        }
    }

    fn content(found: &Cooccurrences) -> Pairs {
        found.iter().map(|(node, collocate, n)| ((node, collocate), n)).collect()
    }

    fn counted(run: &[TypeId], span: CollocationSpan) -> Cooccurrences {
        let mut found = Cooccurrences::new(span);
        found.count(run, |_| true);
        found
    }

    /// For each pair of types, the tokens of the second that have one of the first near enough.
    fn by_definition(run: &[TypeId], span: CollocationSpan) -> Pairs {
        let mut pairs = Pairs::new();
        for (at, &collocate) in run.iter().enumerate() {
            for node in 0..4 {
                let is_near = |idx: usize| {
                    run[idx] == node && (at > idx && at - idx <= span.right || idx > at && idx - at <= span.left)
                };
                if (0..run.len()).any(is_near) {
                    *pairs.entry((node, collocate)).or_default() += 1;
                }
            }
        }
        pairs
    }

    #[test]
    fn a_span_of_one_to_the_right_gives_adjacent_pairs() {
        let found = counted(&[0, 1, 0, 1, 1], CollocationSpan { left: 0, right: 1 });
        assert_eq!(content(&found), [((0, 1), 2), ((1, 0), 1), ((1, 1), 1)].into());
    }

    #[test]
    fn a_token_between_two_nodes_of_a_type_counts_once() {
        let found = counted(&[0, 1, 0], CollocationSpan { left: 1, right: 1 });
        assert_eq!(content(&found), [((0, 1), 1), ((1, 0), 2)].into());
    }

    #[test]
    fn only_nodes_have_collocates() {
        let mut found = Cooccurrences::new(CollocationSpan { left: 1, right: 1 });
        found.count(&[0, 1, 2], |id| id == 1);
        assert_eq!(content(&found), [((1, 0), 1), ((1, 2), 1)].into());
    }

    proptest! {
        #[test]
        fn counting_equals_the_definition(
            run in proptest::collection::vec(0_u32..4, 0..14),
            left in 0_usize..4,
            right in 0_usize..4,
        ) {
            let span = CollocationSpan { left, right };
            prop_assert_eq!(content(&counted(&run, span)), by_definition(&run, span));
        }

        #[test]
        fn a_run_cut_in_two_counts_as_the_whole(
            run in proptest::collection::vec(0_u32..4, 0..20),
            left in 0_usize..4,
            right in 0_usize..4,
            at in 0_usize..20,
        ) {
            let span = CollocationSpan { left, right };
            let (before, after) = run.split_at(at.min(run.len()));
            let mut found = counted(before, span);
            let turned: Vec<TypeId> = after.iter().map(|id| 3 - id).collect();
            found.absorb(&counted(&turned, span), &[3, 2, 1, 0]);
            let reach = span.reach();
            let (tail, head) = (&before[before.len() - before.len().min(reach)..], &after[..after.len().min(reach)]);
            found.count_across(tail, head, |_| true);
            prop_assert_eq!(content(&found), by_definition(&run, span));
        }
    }
}
