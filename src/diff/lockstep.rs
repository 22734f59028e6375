//! Two long texts that are mostly the same, walked through side by side.
//!
//! What is the same is passed over by its bytes, block by block, without a look at its lines. Where the texts differ, the
//! next place is looked for from which both go on alike: first a few lines ahead, which is where most edits end, then in
//! windows that grow until they hold such a place or all the rest. Lines get numbers and are aligned between those places
//! only.

use std::ops::Range;
use std::time::Instant;

use super::alignment::equal_runs;
use super::anchors::EqualRun;
use super::deadline::{Completeness, Deadline};
use super::line_places::LinePlaces;
use super::matching::Gaps;
use super::parts::Parts;
use crate::text;

/// How far ahead is looked, and what counts as going on alike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Lines that are passed over at most, on both sides together, before windows are aligned.
    n_near_lines: usize,
    /// Lines in a row that must be the same, unless the texts end before,
    n_same_lines: usize,
    /// and bytes, so that blank lines and rules do not do.
    n_same_bytes: usize,
    /// Lines of the first window on either side.
    n_window_lines: usize,
}

impl Pace {
    /// For texts of prose and of records.
    pub(super) const USUAL: Self = Self { n_near_lines: 8, n_same_lines: 6, n_same_bytes: 128, n_window_lines: 64 };
}

/// How much longer a window is than the one before it, if that had no place to go on from.
const GROWTH: usize = 4;

/// So many times as long as a window took the next one may take: it is longer by [`GROWTH`], and further from the caches.
const GROWTH_OF_TIME: u32 = 8;

/// Where edits are dense the first window has up to so many times the lines, so that few lines are aligned twice.
const MOST_DENSE: usize = 16;

/// So many bytes that are the same do as well, however long their lines are.
const MANY_SAME_BYTES: usize = 16 << 10;

/// The lines of two texts, and the runs of them that are the same.
#[derive(Debug)]
pub(super) struct Walked {
    pub(super) old: LinePlaces,
    pub(super) new: LinePlaces,
    /// In order; neighbors may touch.
    pub(super) runs: Vec<EqualRun>,
    pub(super) completeness: Completeness,
}

/// Walks through both texts. What lies between places from which both go on is aligned by anchors, and `gaps` says what
/// is done about the rest. A window grows only if the next one will be done before `deadline`; else what it has is all that is
/// called the same of it.
///
/// Cost: that of comparing bytes where the texts are the same; near linear elsewhere, and what is left at `deadline` is hardly
/// more than read.
pub(super) fn walk(old: &str, new: &str, gaps: Gaps, pace: Pace, deadline: Deadline) -> Walked {
    let [old, new] = [old, new].map(|rest| Side { rest, places: LinePlaces::default() });
    let completeness = Completeness::Whole;
    let mut walk = Walk { old, new, runs: Vec::new(), gaps, pace, density: 1, deadline, completeness };
    loop {
        walk.pass_over_same();
        if walk.old.rest.is_empty() || walk.new.rest.is_empty() {
            walk.old.pass_lines(walk.old.rest.len());
            walk.new.pass_lines(walk.new.rest.len());
            let Walk { old, new, runs, completeness, .. } = walk;
            return Walked { old: old.places, new: new.places, runs, completeness };
        }
        if walk.pass_near() {
            walk.density = (walk.density / 2).max(1);
        } else {
            walk.pass_window();
            walk.density = (walk.density * 2).min(MOST_DENSE);
        }
    }
}

struct Walk<'t> {
    old: Side<'t>,
    new: Side<'t>,
    runs: Vec<EqualRun>,
    gaps: Gaps,
    pace: Pace,
    /// How many times the usual number of lines the first window has: more after each window, less after each near place.
    density: usize,
    deadline: Deadline,
    /// Whether every window grew as long as it had to.
    completeness: Completeness,
}

/// One text: what lies ahead, and the lines behind.
struct Side<'t> {
    rest: &'t str,
    places: LinePlaces,
}

impl<'t> Side<'t> {
    /// Passes over lines that are the same on the other side.
    fn pass(&mut self, n_bytes: usize) {
        let (passed, rest) = self.rest.split_at(n_bytes);
        self.places.push(passed);
        self.rest = rest;
    }

    /// Passes over lines that will be looked at one by one.
    fn pass_lines(&mut self, n_bytes: usize) {
        let (passed, rest) = self.rest.split_at(n_bytes);
        self.places.push_lines(text::lines(passed).map(|line| line.len()));
        self.rest = rest;
    }

    /// The first `n` lines ahead, or all there are.
    fn head(&self, n: usize) -> &'t str {
        let end = memchr::memchr_iter(b'\n', self.rest.as_bytes()).nth(n - 1);
        end.map_or(self.rest, |at| &self.rest[..=at])
    }

    /// Where each of the next lines begins, at most `n` of them and the end of the last.
    fn starts(&self, n: usize) -> Vec<usize> {
        let mut starts = Vec::with_capacity(n + 1);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', self.rest.as_bytes()).map(|at| at + 1).take(n));
        if starts.len() <= n && starts.last() != Some(&self.rest.len()) {
            starts.push(self.rest.len());
        }
        starts
    }
}

impl Walk<'_> {
    /// Passes over whole lines that are the same.
    fn pass_over_same(&mut self) {
        let (old, new) = (self.old.rest.as_bytes(), self.new.rest.as_bytes());
        let mut n_bytes = n_common(old, new);
        if n_bytes < old.len().max(new.len()) {
            n_bytes = memchr::memrchr(b'\n', &old[..n_bytes]).map_or(0, |at| at + 1);
        }
        let (old_line, new_line) = (self.old.places.n_lines(), self.new.places.n_lines());
        self.old.pass(n_bytes);
        self.new.pass(n_bytes);
        let len = self.old.places.n_lines() - old_line;
        if len > 0 {
            self.runs.push(EqualRun { old: old_line, new: new_line, len });
        }
    }

    /// Looks for the nearest place from which both texts go on alike, and passes over what lies before it; whether there
    /// is one. Of places with as few lines before them, the first of the old text is taken.
    fn pass_near(&mut self) -> bool {
        let n_most = self.pace.n_near_lines;
        let (old_starts, new_starts) = (self.old.starts(n_most), self.new.starts(n_most));
        for n_lines in 1..=n_most {
            for (n_old, &old_at) in old_starts.iter().enumerate().take(n_lines + 1) {
                let Some(&new_at) = new_starts.get(n_lines - n_old) else { continue };
                if self.go_on(old_at, new_at) {
                    let is_one_edit = n_old.min(n_lines - n_old) == 0 || n_lines == 2;
                    let runs = if is_one_edit {
                        Vec::new()
                    } else {
                        let old = Parts::lines(&self.old.rest[..old_at]);
                        let new = Parts::lines(&self.new.rest[..new_at]);
                        equal_runs(&old, &new, self.gaps, self.deadline)
                    };
                    self.pass_aligned(runs, old_at, new_at);
                    return true;
                }
            }
        }
        false
    }

    /// Whether both texts go on alike from these places.
    fn go_on(&self, old_at: usize, new_at: usize) -> bool {
        let (old, new) = (&self.old.rest.as_bytes()[old_at..], &self.new.rest.as_bytes()[new_at..]);
        // Most places are not the ones, which their first bytes show.
        let n_first = old.len().min(new.len()).min(8);
        if old[..n_first] != new[..n_first] {
            return false;
        }
        let n_bytes = n_common(&old[..old.len().min(MANY_SAME_BYTES)], &new[..new.len().min(MANY_SAME_BYTES)]);
        let are_at_end = n_bytes == old.len() && n_bytes == new.len();
        are_at_end || self.is_long(&old[..n_bytes])
    }

    /// Whether these bytes, which are the same on both sides, are enough to go on from.
    fn is_long(&self, same: &[u8]) -> bool {
        let n_lines = memchr::memchr_iter(b'\n', same).take(self.pace.n_same_lines).count();
        let has_lines = n_lines == self.pace.n_same_lines && same.len() >= self.pace.n_same_bytes;
        has_lines || same.len() >= MANY_SAME_BYTES && n_lines > 0
    }

    /// Aligns growing windows until one has a place from which both texts go on, or holds all the rest, or there is no time for a
    /// longer one; passes over what lies before the last such place, else over the window.
    fn pass_window(&mut self) {
        let mut n_lines = self.pace.n_window_lines * self.density;
        loop {
            let start = Instant::now();
            let (old, new) = (self.old.head(n_lines), self.new.head(n_lines));
            let (old_lines, new_lines) = (Parts::lines(old), Parts::lines(new));
            let mut runs = equal_runs(&old_lines, &new_lines, self.gaps, self.deadline);
            if old.len() == self.old.rest.len() && new.len() == self.new.rest.len() {
                return self.pass_aligned(runs, old.len(), new.len());
            }
            let is_long = |run: &EqualRun| self.is_long(old_lines.span(run.old..run.old + run.len).of(old).as_bytes());
            if let Some(last) = runs.iter().rposition(is_long) {
                let place = runs[last];
                runs.truncate(last);
                return self.pass_aligned(runs, old_lines.start_of(place.old), new_lines.start_of(place.new));
            }
            if !self.deadline.leaves(start.elapsed().saturating_mul(GROWTH_OF_TIME)) {
                self.completeness = Completeness::CutShort;
                return self.pass_aligned(runs, old.len(), new.len());
            }
            n_lines = n_lines.saturating_mul(GROWTH);
        }
    }

    /// Passes over so many bytes, in which `runs` are the same by lines from here.
    fn pass_aligned(&mut self, runs: Vec<EqualRun>, old_bytes: usize, new_bytes: usize) {
        let (old, new) = (self.old.places.n_lines(), self.new.places.n_lines());
        self.runs.extend(runs.into_iter().map(|run| EqualRun { old: old + run.old, new: new + run.new, ..run }));
        self.old.pass_lines(old_bytes);
        self.new.pass_lines(new_bytes);
    }
}

/// How many bytes at the start are the same: by large blocks, then by small ones, then one by one.
fn n_common(old: &[u8], new: &[u8]) -> usize {
    let is_same = |range: Range<usize>| match (old.get(range.clone()), new.get(range)) {
        (Some(old), Some(new)) => old == new,
        _ => false,
    };
    let mut n_bytes = 0;
    for block in [4096, 64, 1] {
        while is_same(n_bytes..n_bytes + block) {
            n_bytes += block;
        }
    }
    n_bytes
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    /// Small enough for short texts to have near places, windows and ends of windows.
    const SMALL: Pace = Pace { n_near_lines: 2, n_same_lines: 2, n_same_bytes: 3, n_window_lines: 4 };

    fn never() -> Deadline {
        Deadline::after(Duration::MAX)
    }

    fn walked(old: &str, new: &str, pace: Pace) -> Walked {
        walk(old, new, Gaps::Compared, pace, never())
    }

    /// How many lines are the same, which they must be indeed, and in order.
    fn n_same(walked: &Walked, old: &str, new: &str) -> usize {
        let lines = |text| Parts::lines(text).strings();
        let (old_lines, new_lines) = (lines(old), lines(new));
        assert_eq!((walked.old.n_lines(), walked.new.n_lines()), (old_lines.len(), new_lines.len()));
        let (mut old_end, mut new_end) = (0, 0);
        for run in &walked.runs {
            assert!(old_end <= run.old && new_end <= run.new, "{run:?}");
            (old_end, new_end) = (run.old + run.len, run.new + run.len);
            assert_eq!(old_lines[run.old..old_end], new_lines[run.new..new_end]);
        }
        walked.runs.iter().map(|run| run.len).sum()
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: usize) {
        assert_eq!(n_same(&walked(old, new, SMALL), old, new), expected);
    }

    #[test]
    fn edits_near_and_far_are_found() {
        check("", "", 0);
        check("a\nb\n", "a\nb\n", 2);
        check("a\nb\nc\nd\n", "a\nx\nc\nd\n", 3);
        check("a\nb\nc", "a\nb\nc\n", 2);
        check("a\nb", "a\nb\nc\n", 1);
        check("1\n2\n3\n4\n", "a\nb\nc\nd\ne\n1\n2\n3\n4\n", 4);
        check("a\n1\nb\n2\nc\n3\nd\n4\n", "w\n1\nx\n2\ny\n3\nz\n4\n", 4);
    }

    #[test]
    fn an_edit_of_a_long_text_costs_no_look_at_other_lines() {
        let line = |n: usize| format!("line {n} of a long text\n");
        let old: String = (0..100_000).map(line).collect();
        let new = old.replace("line 70000 of", "another of");
        let walked = walked(&old, &new, Pace::USUAL);
        let runs = [EqualRun { old: 0, new: 0, len: 70_000 }, EqualRun { old: 70_001, new: 70_001, len: 29_999 }];
        assert_eq!(walked.runs, runs);
    }

    #[test]
    fn without_time_a_window_does_not_grow_and_the_walk_says_so() {
        // Nothing is the same, so that every window would grow to the end.
        let text = |word: &str| (0..1000).map(|n| format!("{word} {n}\n")).collect::<String>();
        let (old, new) = (text("old"), text("new"));
        let cut_short = walk(&old, &new, Gaps::Compared, SMALL, Deadline::after(Duration::ZERO));
        assert_eq!((cut_short.completeness, n_same(&cut_short, &old, &new)), (Completeness::CutShort, 0));
        assert_eq!(walked(&old, &new, SMALL).completeness, Completeness::Whole);
    }

    /// Lines that are all different, and what becomes of each.
    fn edited(edits: &[u8]) -> (String, String) {
        let (mut old, mut new) = (String::new(), String::new());
        for (number, edit) in edits.iter().enumerate() {
            let line = format!("{number}\n");
            if *edit != 1 {
                old.push_str(&line);
            }
            match edit {
                2 => {}
                3 => new.push_str(&format!("new {number}\n")),
                _ => new.push_str(&line),
            }
        }
        (old, new)
    }

    const TEXT: &str = "((a|b|c|d|e|f|g|h|)\n){0,30}(|z)";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_is_called_the_same_is_so_and_no_line_is_lost(old in TEXT, new in TEXT) {
            n_same(&walked(&old, &new, SMALL), &old, &new);
            n_same(&walk(&old, &new, Gaps::Left, SMALL, never()), &old, &new);
            n_same(&walk(&old, &new, Gaps::Compared, SMALL, Deadline::after(Duration::ZERO)), &old, &new);
        }

        #[test]
        fn texts_that_do_not_go_on_alike_are_aligned_as_wholes(old in TEXT, new in TEXT) {
            let pace = Pace { n_near_lines: 0, n_same_lines: 1000, ..SMALL };
            let whole = equal_runs(&Parts::lines(&old), &Parts::lines(&new), Gaps::Compared, never());
            let n_whole: usize = whole.iter().map(|run| run.len).sum();
            prop_assert_eq!(n_same(&walked(&old, &new, pace), &old, &new), n_whole);
        }

        #[test]
        fn edits_of_different_lines_are_found_as_in_wholes(
            edits in prop::collection::vec(prop_oneof![6 => Just(0_u8), 1 => 1..4_u8], 0..120)
        ) {
            let (old, new) = edited(&edits);
            let n_kept = edits.iter().filter(|edit| **edit == 0).count();
            prop_assert_eq!(n_same(&walked(&old, &new, SMALL), &old, &new), n_kept);
            prop_assert_eq!(n_same(&walked(&old, &new, Pace::USUAL), &old, &new), n_kept);
        }
    }
}
