//! Two texts compared sentence by sentence: which stayed, changed, moved, were merged or split.

use std::ops::Range;

use super::alignment::Alignment;
use super::deadline::Completeness;
use super::moves::{Changed, Moves};
use super::options::TextOptions;
use super::parts::Parts;
use super::sentence_pairs::{Bead, Pairing, similarity};
use crate::error::Error;
use crate::table::{Cell, Column, Output};

/// What compares two texts by sentences.
#[derive(Clone, Debug)]
pub struct SentenceChanges<'t> {
    old: Parts<'t>,
    new: Parts<'t>,
    /// In the order of the new text; what only the old one has stands where it was.
    pairs: Vec<Pair>,
    completeness: Completeness,
}

/// Sentences that belong together, with what became of them.
#[derive(Clone, Debug, PartialEq)]
struct Pair {
    change: Change,
    old: Range<usize>,
    new: Range<usize>,
    similarity: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Same,
    Changed,
    Moved,
    Merged,
    Split,
    Removed,
    Added,
}

/// How many sentences of a comparison had which change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentenceSummary {
    /// Sentences with the same words.
    pub n_same: usize,
    /// Sentences with other words.
    pub n_changed: usize,
    /// Sentences that stand elsewhere.
    pub n_moved: usize,
    /// Sentences of the new document that were two.
    pub n_merged: usize,
    /// Sentences of the old document that are two.
    pub n_split: usize,
    /// Sentences of the old document only.
    pub n_removed: usize,
    /// Sentences of the new document only.
    pub n_added: usize,
}

/// Compares two texts by sentences, and those by their words: how they are wrapped does not matter.
///
/// Sentences with the same words are aligned like lines, and what moved is told. Between them sentences are paired so that
/// the most words are common, one with one, or one with two neighbors (after Gale and Church, Computational Linguistics
/// 19(1), 1993, with words instead of lengths). Cost: linear for what is the same; O(n m) for n and m sentences in a row
/// without any that is the same, taken by some hundred at a time.
pub fn compare_sentences<'t>(old: &'t str, new: &'t str, options: &TextOptions) -> SentenceChanges<'t> {
    let old = Parts::sentences(old).ignoring(options.ignore);
    let new = Parts::sentences(new).ignoring(options.ignore);
    let alignment = Alignment::of_lines(&old, &new, options.deadline);
    let (mut removed, mut added) = (Changed::default(), Changed::default());
    for change in alignment.changes() {
        change.old_range().for_each(|idx| removed.push(idx, old.form(idx)));
        change.new_range().for_each(|idx| added.push(idx, new.form(idx)));
    }
    let moves = Moves::find(&removed, &added, options.n_least_moved);
    let mut changes = SentenceChanges { old, new, pairs: Vec::new(), completeness: alignment.completeness };
    for run in &alignment.runs {
        match run {
            similar::DiffOp::Equal { .. } => changes.push_same(run.old_range(), run.new_range()),
            _ => changes.push_changes(run.old_range(), run.new_range(), &moves, options),
        }
    }
    changes
}

impl SentenceChanges<'_> {
    /// Whether the texts have different sentences.
    pub fn differs(&self) -> bool {
        self.pairs.iter().any(|pair| pair.change != Change::Same)
    }

    /// Whether there was time for the best alignment.
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }

    /// How many sentences had which change.
    pub fn summary(&self) -> SentenceSummary {
        let mut summary = SentenceSummary::default();
        for pair in &self.pairs {
            *match pair.change {
                Change::Same => &mut summary.n_same,
                Change::Changed => &mut summary.n_changed,
                Change::Moved => &mut summary.n_moved,
                Change::Merged => &mut summary.n_merged,
                Change::Split => &mut summary.n_split,
                Change::Removed => &mut summary.n_removed,
                Change::Added => &mut summary.n_added,
            } += 1;
        }
        summary
    }

    /// Sends one row for each sentence, or for those that were merged or split.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<(), Error> {
        let table = output.table("sentence", &sentence_columns())?;
        for Pair { change, old, new, similarity } in &self.pairs {
            let number = |range: &Range<usize>| match range.is_empty() {
                true => Cell::Empty,
                false => Cell::Integer(range.start as u64 + 1),
            };
            let text = |parts: &Parts<'_>, range: &Range<usize>| match range.is_empty() {
                true => Cell::Empty,
                false => Cell::text(parts.span(range.clone()).of(parts.text()).to_owned()),
            };
            let cells = [
                Cell::text(change.name()),
                Cell::real(*similarity),
                number(old),
                number(new),
                Cell::Integer(old.len() as u64),
                Cell::Integer(new.len() as u64),
                text(&self.old, old),
                text(&self.new, new),
            ];
            output.row(table, &cells)?;
        }
        Ok(())
    }

    fn push_same(&mut self, old: Range<usize>, new: Range<usize>) {
        let pairs = old.zip(new).map(|(old, new)| Pair {
            change: Change::Same,
            old: old..old + 1,
            new: new..new + 1,
            similarity: Some(1.0),
        });
        self.pairs.extend(pairs);
    }

    /// Pairs the sentences between two that are the same; those that moved come in their new place.
    fn push_changes(&mut self, old: Range<usize>, new: Range<usize>, moves: &Moves, options: &TextOptions) {
        let stayed = |range: Range<usize>, to: &dyn Fn(usize) -> Option<usize>| -> Vec<usize> {
            range.filter(|&idx| to(idx).is_none()).collect()
        };
        let old_idxs = stayed(old, &|idx| moves.new_of(idx));
        let new_idxs = stayed(new.clone(), &|idx| moves.old_of(idx));
        let pairing = Pairing::of(&self.old, &old_idxs, &self.new, &new_idxs, options);
        self.completeness = self.completeness.max(pairing.completeness);
        let mut moved = new.filter_map(|idx| moves.old_of(idx).map(|old| (old, idx))).peekable();
        for bead in pairing.beads {
            while !bead.new.is_empty()
                && let Some((old, new)) = moved.next_if(|&(_, new)| new < bead.new.start)
            {
                self.pairs.push(Pair::moved(old, new));
            }
            let pair = Pair::of(bead, &self.old, &self.new, options);
            self.pairs.push(pair);
        }
        self.pairs.extend(moved.map(|(old, new)| Pair::moved(old, new)));
    }
}

impl Change {
    fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Removed => "removed",
            Self::Added => "added",
        }
    }
}

impl Pair {
    fn moved(old: usize, new: usize) -> Self {
        Self { change: Change::Moved, old: old..old + 1, new: new..new + 1, similarity: Some(1.0) }
    }

    fn of(bead: Bead, old: &Parts<'_>, new: &Parts<'_>, options: &TextOptions) -> Self {
        let Bead { old: old_range, new: new_range } = bead;
        let change = match (old_range.len(), new_range.len()) {
            (_, 0) => Change::Removed,
            (0, _) => Change::Added,
            (1, 1) => Change::Changed,
            (1, _) => Change::Split,
            _ => Change::Merged,
        };
        let is_pair = !matches!(change, Change::Removed | Change::Added);
        let text = |parts: &Parts<'_>, range: &Range<usize>| parts.span(range.clone()).of(parts.text()).to_owned();
        let similarity = is_pair.then(|| similarity(&text(old, &old_range), &text(new, &new_range), options));
        Self { change, old: old_range, new: new_range, similarity }
    }
}

/// The columns of the table with unit `sentence`.
pub fn sentence_columns() -> [Column; 8] {
    [
        Column::text(
            "change",
            "same (the same words), changed, moved (the same words elsewhere), merged (two became one), split (one became \
             two), removed or added",
        ).main(),
        Column::real(
            "similarity",
            "2c / (m + n) for c words in common, in the same order, among m old and n new ones; from 0 to 1 (Ratcliff and \
             Metzener 1988, on words)",
        ).main(),
        Column::integer("old_sentence", "number of the sentence, or of the first one, in the old document, from 1"),
        Column::integer("new_sentence", "number of the sentence, or of the first one, in the new document, from 1"),
        Column::integer("old_sentences", "how many sentences of the old document these are"),
        Column::integer("new_sentences", "how many sentences of the new document these are"),
        Column::text("old_text", "the sentence as the old document has it").main(),
        Column::text("new_text", "the sentence as the new document has it").main(),
    ]
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::deadline::Deadline;
    use super::super::ignore::{Ignorable, Ignore};
    use super::*;
    use crate::table::Collected;

    fn options() -> TextOptions {
        TextOptions::until(Deadline::after(Duration::from_secs(60)))
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[(Change, Range<usize>, Range<usize>)]) {
        let changes = compare_sentences(old, new, &options());
        let found: Vec<_> =
            changes.pairs.iter().map(|pair| (pair.change, pair.old.clone(), pair.new.clone())).collect();
        assert_eq!(found, expected);
        assert_eq!(changes.differs(), expected.iter().any(|pair| pair.0 != Change::Same));
    }

    #[test]
    fn a_paragraph_wrapped_anew_has_the_same_sentences() {
        check(
            "One two\nthree. Four five.\n",
            "One two three.\nFour\nfive.",
            &[(Change::Same, 0..1, 0..1), (Change::Same, 1..2, 1..2)],
        );
        check("", "", &[]);
    }

    #[test]
    fn changed_sentences_are_paired_by_their_words() {
        check(
            "It rained all day. The harbour was closed to ships. Nobody complained.",
            "It rained all day. A new one came in. The harbour stayed closed to big ships. Nobody complained.",
            &[
                (Change::Same, 0..1, 0..1),
                (Change::Added, 0..0, 1..2),
                (Change::Changed, 1..2, 2..3),
                (Change::Same, 2..3, 3..4),
            ],
        );
    }

    #[test]
    fn sentences_are_told_that_moved_or_were_merged_or_split() {
        let (harbour, council) = ("The harbour was closed to ships.", "The council met again in the evening.");
        let merged = "The harbour was closed to ships, and the council met again in the evening.";
        check(&format!("{harbour} {council}"), merged, &[(Change::Merged, 0..2, 0..1)]);
        check(merged, &format!("{harbour} {council}"), &[(Change::Split, 0..1, 0..2)]);
        check(
            &format!("{harbour} One. Two. {council} Three."),
            &format!("One. Two. {council} Three. {harbour}"),
            &[
                (Change::Same, 1..2, 0..1),
                (Change::Same, 2..3, 1..2),
                (Change::Same, 3..4, 2..3),
                (Change::Same, 4..5, 3..4),
                (Change::Moved, 0..1, 4..5),
            ],
        );
    }

    #[test]
    fn every_change_is_counted_and_has_its_name() {
        let moved = "Yesterday evening the harbour master of the old town resigned over the new bridge.";
        let old = format!(
            "The mill turns. The river runs by day. A heron waits in the reeds until dusk. Rain fell in the \
                           night and the meadow was wet. Sheep graze there. Nobody came to the fair. {moved}"
        );
        let new = format!(
            "{moved} The mill turns. The river runs by night. A heron waits in the reeds. It waits until dusk. \
                           Rain fell in the night and the meadow was wet, and sheep graze there. A bridge is built of oak."
        );
        let changes = compare_sentences(&old, &new, &options());
        let mut output = Collected::default();
        changes.write_rows(&mut output).unwrap();
        let expected = ["moved", "same", "changed", "split", "merged", "removed", "added"];
        assert_eq!(output.tables[0].column("change"), expected);
        let SentenceSummary { n_same, n_changed, n_moved, n_merged, n_split, n_removed, n_added } = changes.summary();
        assert_eq!([n_same, n_changed, n_moved, n_merged, n_split, n_removed, n_added], [1; 7]);
    }

    #[test]
    fn what_is_overlooked_leaves_a_sentence_the_same() {
        let options = TextOptions { ignore: Ignore::of(&[Ignorable::Case, Ignorable::Punctuation]), ..options() };
        assert!(!compare_sentences("It rained, all day.", "IT RAINED ALL DAY!", &options).differs());
    }

    proptest! {
        #[test]
        fn every_sentence_has_one_row(
            old in "((Red|Blue|Old) (house|ship|tree) (burns|sinks|grows|stands)\\. ){0,6}",
            new in "((Red|Blue|Old) (house|ship|tree) (burns|sinks|grows|stands)\\. ){0,6}",
        ) {
            let changes = compare_sentences(&old, &new, &options());
            let mut olds: Vec<usize> = changes.pairs.iter().flat_map(|pair| pair.old.clone()).collect();
            let news: Vec<usize> = changes.pairs.iter().flat_map(|pair| pair.new.clone()).collect();
            olds.sort_unstable();
            prop_assert_eq!(olds, (0..changes.old.len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..changes.new.len()).collect::<Vec<_>>());
            prop_assert!(changes.pairs.iter().all(|pair| pair.similarity.is_none_or(|s| (0.0..=1.0).contains(&s))));
        }
    }
}
