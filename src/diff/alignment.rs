//! Which parts of two texts correspond.
//!
//! Parts become numbers ([`Ids`]), what is rare is matched first ([`by_anchors`]), and the `similar` crate finds the
//! shortest script in between.

use std::time::Duration;

use similar::DiffOp;

use super::anchors::EqualRun;
use super::deadline::{Completeness, Deadline};
use super::ids::{Ids, Middle};
use super::matching::{Gaps, by_anchors, by_fewest_changes};
use super::parts::Parts;

/// An alignment: runs of parts that are equal, removed, added or replaced, in order, covering both texts.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    pub(super) runs: Vec<DiffOp>,
    pub(super) completeness: Completeness,
}

impl Alignment {
    /// Aligns lines: those that occur once in either text are anchors, in the way of patience and histogram diff.
    ///
    /// Texts repeat lines that mean nothing (blank ones, "Read more", rules). Myers' shortest script likes to match
    /// those across unrelated paragraphs, which reads badly; here a line that is rare on both sides is matched first,
    /// and the script is the shortest between anchors. Cost: near linear for texts that are alike, and never much
    /// beyond `deadline`.
    pub(super) fn of_lines(old: &Parts<'_>, new: &Parts<'_>, deadline: Deadline) -> Self {
        Self::of_runs(equal_runs(old, new, Gaps::Compared, deadline), old.len(), new.len(), deadline)
    }

    /// Aligns words by Myers' algorithm (Algorithmica 1, 1986), whose goal is the fewest words changed.
    ///
    /// That is the number that similarity rests on. Cost: O((n + m) d) for d changes; texts of many thousands of words
    /// are cut at words that occur once in either, and `similar` accepts a script that is not the shortest once the
    /// search becomes dear, by rules that depend on the texts alone.
    pub(super) fn of_words(old: &Parts<'_>, new: &Parts<'_>, deadline: Deadline) -> Self {
        let runs = shifted_runs(old, new, deadline, |ids| by_fewest_changes(ids, deadline));
        Self::of_runs(runs, old.len(), new.len(), deadline)
    }

    /// The alignment of two texts of `n_old` and `n_new` parts in which `equal` runs are equal, and all else is not.
    pub(super) fn of_runs(equal: Vec<EqualRun>, n_old: usize, n_new: usize, deadline: Deadline) -> Self {
        let mut alignment = Self { runs: covering(equal, n_old, n_new), completeness: Completeness::Whole };
        // Nothing better can be found than that nothing differs, however late it is.
        if alignment.differs() {
            alignment.completeness = deadline.completeness();
        }
        alignment
    }

    /// Whether anything is not equal.
    pub(super) fn differs(&self) -> bool {
        self.changes().next().is_some()
    }

    /// The runs that are not equal.
    pub(super) fn changes(&self) -> impl Iterator<Item = &DiffOp> {
        self.runs.iter().filter(|run| !matches!(run, DiffOp::Equal { .. }))
    }
}

/// The equal runs of lines, by anchors; some may be empty.
pub(super) fn equal_runs(old: &Parts<'_>, new: &Parts<'_>, gaps: Gaps, deadline: Deadline) -> Vec<EqualRun> {
    shifted_runs(old, new, deadline, |ids| by_anchors(ids, gaps, deadline))
}

/// The parts at the start and at the end that are equal, and what `of_middle` finds between them, if there is time.
fn shifted_runs(
    old: &Parts<'_>,
    new: &Parts<'_>,
    deadline: Deadline,
    of_middle: impl FnOnce(&Ids) -> Vec<EqualRun>,
) -> Vec<EqualRun> {
    let middle = if deadline.leaves(Duration::ZERO) { Middle::Numbered } else { Middle::Left };
    let ids = Ids::of(old, new, middle);
    let at_start = EqualRun { old: 0, new: 0, len: ids.n_prefix };
    let at_end = EqualRun { old: old.len() - ids.n_suffix, new: new.len() - ids.n_suffix, len: ids.n_suffix };
    let shifted = |run: EqualRun| EqualRun { old: run.old + ids.n_prefix, new: run.new + ids.n_prefix, ..run };
    let middle = if ids.old.is_empty() || ids.new.is_empty() { Vec::new() } else { of_middle(&ids) };
    std::iter::once(at_start).chain(middle.into_iter().map(shifted)).chain([at_end]).collect()
}

/// The runs that cover two texts of `n_old` and `n_new` parts: the equal ones, joined where they touch, and what lies
/// between them.
fn covering(equal: Vec<EqualRun>, n_old: usize, n_new: usize) -> Vec<DiffOp> {
    let mut runs = Vec::new();
    let (mut old_index, mut new_index) = (0, 0);
    let end = EqualRun { old: n_old, new: n_new, len: 0 };
    for run in equal.into_iter().filter(|run| run.len > 0).chain([end]) {
        let (old_len, new_len) = (run.old - old_index, run.new - new_index);
        match (old_len, new_len, runs.last_mut()) {
            (0, 0, Some(DiffOp::Equal { len, .. })) => *len += run.len,
            (0, 0, _) => {}
            (_, 0, _) => runs.push(DiffOp::Delete { old_index, old_len, new_index }),
            (0, _, _) => runs.push(DiffOp::Insert { old_index, new_index, new_len }),
            _ => runs.push(DiffOp::Replace { old_index, old_len, new_index, new_len }),
        }
        let is_joined = old_len + new_len == 0 && matches!(runs.last(), Some(DiffOp::Equal { .. }));
        if run.len > 0 && !is_joined {
            runs.push(DiffOp::Equal { old_index: run.old, new_index: run.new, len: run.len });
        }
        (old_index, new_index) = (run.old + run.len, run.new + run.len);
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use similar::{Algorithm, capture_diff_slices};

    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, timeout: Duration, expected: Completeness) {
        let alignment = Alignment::of_words(&Parts::words(old), &Parts::words(new), Deadline::after(timeout));
        assert_eq!(alignment.completeness, expected);
        let n_old: usize = alignment.runs.iter().map(|run| run.old_range().len()).sum();
        assert_eq!(n_old, Parts::words(old).len(), "the runs must cover the text");
    }

    #[test]
    fn an_alignment_after_the_deadline_is_said_to_be_cut_short_unless_nothing_differs() {
        check("a b c", "b c a", Duration::MAX, Completeness::Whole);
        check("a b c", "b c a", Duration::ZERO, Completeness::CutShort);
        check("a b c", "a b c", Duration::ZERO, Completeness::Whole);
    }

    /// How many parts of each side are in equal runs, which must be equal indeed.
    fn n_equal(alignment: &Alignment, old: &Parts<'_>, new: &Parts<'_>) -> usize {
        let (mut n_equal, mut old_end, mut new_end) = (0, 0, 0);
        for run in &alignment.runs {
            assert_eq!((run.old_range().start, run.new_range().start), (old_end, new_end));
            (old_end, new_end) = (run.old_range().end, run.new_range().end);
            if let DiffOp::Equal { .. } = run {
                assert!(run.old_range().zip(run.new_range()).all(|(a, b)| old.get(a) == new.get(b)));
                n_equal += run.old_range().len();
            }
        }
        assert_eq!((old_end, new_end), (old.len(), new.len()));
        n_equal
    }

    fn n_equal_by(algorithm: Algorithm, old: &Parts<'_>, new: &Parts<'_>) -> usize {
        let runs = capture_diff_slices(algorithm, &old.strings(), &new.strings());
        runs.iter().filter(|run| matches!(run, DiffOp::Equal { .. })).map(|run| run.old_range().len()).sum()
    }

    const TEXT: &str = "((a|b|c|d|e|f|g|h|)\n){0,30}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2 * ProptestConfig::default().cases))]

        #[test]
        fn no_more_lines_change_than_by_a_histogram_and_no_fewer_than_can_be(old in TEXT, new in TEXT) {
            let (old, new) = (Parts::lines(&old), Parts::lines(&new));
            let n_equal = n_equal(&Alignment::of_lines(&old, &new, Deadline::after(Duration::MAX)), &old, &new);
            prop_assert!(n_equal >= n_equal_by(Algorithm::Histogram, &old, &new));
            prop_assert!(n_equal <= n_equal_by(Algorithm::Lcs, &old, &new));
        }

        #[test]
        fn the_fewest_words_change(old in "([ab1',.] ?){0,30}", new in "([ab1',.] ?){0,30}") {
            let (old, new) = (Parts::words(&old), Parts::words(&new));
            let n_equal = n_equal(&Alignment::of_words(&old, &new, Deadline::after(Duration::MAX)), &old, &new);
            prop_assert_eq!(n_equal, n_equal_by(Algorithm::Lcs, &old, &new));
        }

        #[test]
        fn what_is_called_equal_is_so_however_late_it_is(old in TEXT, new in TEXT) {
            let (old, new) = (Parts::lines(&old), Parts::lines(&new));
            n_equal(&Alignment::of_lines(&old, &new, Deadline::after(Duration::ZERO)), &old, &new);
            let deadline = Deadline::after(Duration::ZERO);
            let rare = equal_runs(&old, &new, Gaps::Left, deadline);
            n_equal(&Alignment::of_runs(rare, old.len(), new.len(), deadline), &old, &new);
        }
    }
}
