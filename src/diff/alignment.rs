//! Which parts of two texts correspond, by the `similar` crate, with a deadline.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::parts::Parts;

/// The moment after which a comparison stops looking for a better alignment.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// The moment that lies `timeout` ahead. One beyond what the clock can say never comes.
    pub fn after(timeout: Duration) -> Self {
        Self(Instant::now().checked_add(timeout))
    }

    fn completeness(self) -> Completeness {
        match self.0 {
            Some(moment) if Instant::now() > moment => Completeness::CutShort,
            _ => Completeness::Whole,
        }
    }
}

/// Whether a comparison had the time it wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// It had.
    #[default]
    Whole,
    /// The deadline passed: what is called unchanged is unchanged, but more may be.
    CutShort,
}

/// An alignment: runs of parts that are equal, removed, added or replaced, in order, covering both texts.
#[derive(Clone, Debug)]
pub(super) struct Alignment {
    pub(super) runs: Vec<DiffOp>,
    pub(super) completeness: Completeness,
}

impl Alignment {
    /// Aligns lines by histogram diff, as in JGit and `git diff --histogram`: rare lines are anchors.
    ///
    /// Texts repeat lines that mean nothing (blank ones, "Read more", rules). Myers' shortest script likes to match
    /// those across unrelated paragraphs, which reads badly; here a line that is rare on both sides is matched first.
    /// Where all lines are common it falls back to Myers. Cost: near linear for texts that are alike, and never
    /// much beyond `deadline`.
    pub(super) fn of_lines(old: &Parts<'_>, new: &Parts<'_>, deadline: Deadline) -> Self {
        Self::by(Algorithm::Histogram, old, new, deadline)
    }

    /// Aligns words by Myers' algorithm (Algorithmica 1, 1986), whose goal is the fewest words changed.
    ///
    /// That is the number that similarity rests on. Cost: O((n + m) d) for d changes; `similar` accepts a script that
    /// is not the shortest once the search becomes dear, by rules that depend on the texts alone.
    pub(super) fn of_words(old: &Parts<'_>, new: &Parts<'_>, deadline: Deadline) -> Self {
        Self::by(Algorithm::Myers, old, new, deadline)
    }

    fn by(algorithm: Algorithm, old: &Parts<'_>, new: &Parts<'_>, deadline: Deadline) -> Self {
        let runs = capture_diff_slices_deadline(algorithm, &old.strings(), &new.strings(), deadline.0);
        let mut alignment = Self { runs, completeness: Completeness::Whole };
        // Nothing better can be found than that nothing differs, however late it is.
        if alignment.differs() {
            alignment.completeness = deadline.completeness();
        }
        alignment
    }

    /// Whether anything is not equal.
    pub(super) fn differs(&self) -> bool {
        self.runs.iter().any(|run| !matches!(run, DiffOp::Equal { .. }))
    }
}

#[cfg(test)]
mod tests {
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
}
