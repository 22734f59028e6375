//! The lines of two texts and which of them correspond, by the way that fits the texts.

use super::alignment::{Alignment, equal_runs};
use super::lockstep::{self, Pace, Walked};
use super::matching::Gaps;
use super::options::TextOptions;
use super::parts::Parts;

/// Texts with at least so many bytes together are walked through side by side. Shorter ones are aligned as wholes, which is
/// quick enough, and no line is too far away to be an anchor.
const LEAST_WALKED_BYTES: usize = 1 << 20;

/// The lines of two texts and their alignment.
#[derive(Debug)]
pub(super) struct AlignedLines<'t> {
    pub(super) old: Parts<'t>,
    pub(super) new: Parts<'t>,
    pub(super) alignment: Alignment,
}

impl<'t> AlignedLines<'t> {
    /// Aligns lines in the forms in which `options` compare them.
    pub(super) fn of(old: &'t str, new: &'t str, gaps: Gaps, options: &TextOptions) -> Self {
        // Where differences are overlooked, lines are the same whose bytes are not.
        if options.ignore.is_nothing() && old.len() + new.len() >= LEAST_WALKED_BYTES {
            Self::walked(old, new, gaps, Pace::USUAL, options)
        } else {
            Self::as_wholes(old, new, gaps, options)
        }
    }

    fn as_wholes(old: &'t str, new: &'t str, gaps: Gaps, options: &TextOptions) -> Self {
        let [old, new] = [old, new].map(|text| Parts::lines(text).ignoring(options.ignore));
        let runs = equal_runs(&old, &new, gaps, options.deadline);
        let alignment = Alignment::of_runs(runs, old.len(), new.len(), options.deadline);
        Self { old, new, alignment }
    }

    fn walked(old: &'t str, new: &'t str, gaps: Gaps, pace: Pace, options: &TextOptions) -> Self {
        // A second look at each window would take longer than all the rest, for next to nothing.
        let gaps = if gaps == Gaps::Compared { Gaps::ComparedOnce } else { gaps };
        let walked = lockstep::walk(old, new, gaps, pace, options.deadline);
        let Walked { old: old_lines, new: new_lines, runs, completeness } = walked;
        let mut alignment = Alignment::of_runs(runs, old_lines.n_lines(), new_lines.n_lines(), options.deadline);
        alignment.completeness = alignment.completeness.max(completeness);
        Self { old: Parts::walked_lines(old, old_lines), new: Parts::walked_lines(new, new_lines), alignment }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::deadline::Deadline;
    use super::super::ignore::{Ignorable, Ignore};
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, ignore: Ignore, n_changes: usize) {
        let options = TextOptions { ignore, ..TextOptions::until(Deadline::after(Duration::MAX)) };
        let aligned = AlignedLines::of(old, new, Gaps::Compared, &options);
        assert_eq!(aligned.alignment.changes().count(), n_changes);
        for run in aligned.alignment.changes() {
            let [old, new] = [aligned.old.span(run.old_range()).of(old), aligned.new.span(run.new_range()).of(new)];
            assert_eq!((old, new), ("Line 77777\n", "another\n"), "of what changed");
        }
    }

    #[test]
    fn long_texts_are_walked_through_and_others_aligned_as_wholes_with_the_same_outcome() {
        let old: String = (0..80_000).map(|n| format!("Line {n}\n")).collect();
        let new = old.replace("Line 77777\n", "another\n");
        assert!(old.len() + new.len() >= LEAST_WALKED_BYTES);
        check(&old, &new, Ignore::NOTHING, 1);
        check(&old[old.len() - 50_000..], &new[new.len() - 50_000 + 3..], Ignore::NOTHING, 1);
        check(&old, &new.to_lowercase(), Ignore::of(&[Ignorable::Case]), 1);
    }
}
