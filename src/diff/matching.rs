//! Which numbers of two sequences are matched: anchors first, then what lies between them.

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

use super::anchors::{EqualRun, anchors};
use super::deadline::Deadline;
use super::ids::Ids;

/// Gaps of at most this many numbers on both sides together get the fewest changes that there are. In longer ones the
/// search may settle for nearly so few.
const LONGEST_EXACT: usize = 4096;

/// Middles of at most this many numbers on both sides together are compared in a second way, if the first may have left
/// something out.
const LONGEST_SECOND_LOOK: usize = 1 << 15;

/// Sequences longer than this on both sides together are cut at anchors even if only the fewest changes count.
const LONGEST_WITHOUT_ANCHORS: usize = 1 << 16;

/// What is done about what lies between anchors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gaps {
    /// It is compared as well, and in a second way if that may find more.
    Compared,
    /// It is compared in one way.
    ComparedOnce,
    /// It is left as changed.
    Left,
}

/// The equal runs of two middles, by anchors and, if `gaps` are compared, by Myers' algorithm between them.
///
/// If that matches fewer numbers than could be, and the middles are short enough, a histogram diff is tried too, and the
/// one with more matches is taken: there are never more changes than that has. Cost: near linear for texts that are alike,
/// and not much beyond `deadline`.
pub(super) fn by_anchors(ids: &Ids, gaps: Gaps, deadline: Deadline) -> Vec<EqualRun> {
    let mut matching = Matching::new(ids, deadline);
    for (old, new) in anchors(&ids.old, &ids.new, ids.n_distinct) {
        matching.advance(old, new, gaps);
    }
    matching.advance(ids.old.len(), ids.new.len(), gaps);
    let runs = matching.runs;
    let n_matched: usize = runs.iter().map(|run| run.len).sum();
    let is_short = ids.old.len() + ids.new.len() <= LONGEST_SECOND_LOOK;
    if gaps != Gaps::Compared || !is_short || n_matched == ids.most_common() {
        return runs;
    }
    let second = by(Algorithm::Histogram, &ids.old, &ids.new, deadline);
    if second.iter().map(|run| run.len).sum::<usize>() > n_matched { second } else { runs }
}

/// The equal runs of two middles with the fewest changes, by Myers' algorithm alone; long ones are cut at anchors.
pub(super) fn by_fewest_changes(ids: &Ids, deadline: Deadline) -> Vec<EqualRun> {
    if ids.old.len() + ids.new.len() > LONGEST_WITHOUT_ANCHORS {
        return by_anchors(ids, Gaps::Compared, deadline);
    }
    let mut matching = Matching::new(ids, deadline);
    matching.advance(ids.old.len(), ids.new.len(), Gaps::Compared);
    matching.runs
}

fn by(algorithm: Algorithm, old: &[u32], new: &[u32], deadline: Deadline) -> Vec<EqualRun> {
    let runs = capture_diff_slices_deadline(algorithm, old, new, deadline.moment());
    let equal = runs.into_iter().filter_map(|run| match run {
        DiffOp::Equal { old_index, new_index, len } => Some(EqualRun { old: old_index, new: new_index, len }),
        _ => None,
    });
    equal.collect()
}

/// The equal runs so far.
struct Matching<'i> {
    ids: &'i Ids,
    deadline: Deadline,
    runs: Vec<EqualRun>,
    /// What is done with.
    old_end: usize,
    new_end: usize,
    /// For each number the last gap in which either side has it.
    in_old_gap: Vec<u32>,
    in_new_gap: Vec<u32>,
    n_gaps: u32,
}

impl<'i> Matching<'i> {
    fn new(ids: &'i Ids, deadline: Deadline) -> Self {
        let unseen = vec![0; ids.n_distinct];
        let in_new_gap = unseen.clone();
        Self { ids, deadline, runs: Vec::new(), old_end: 0, new_end: 0, in_old_gap: unseen, in_new_gap, n_gaps: 0 }
    }

    /// Matches what lies before the pair of `old` and `new`, which are the same or the ends, and the run that it begins.
    fn advance(&mut self, old: usize, new: usize, gaps: Gaps) {
        if old < self.old_end || new < self.new_end {
            return;
        }
        let (ids, gap) = (self.ids, (self.old_end, self.new_end));
        let old_gap = &ids.old[gap.0..old];
        let new_gap = &ids.new[gap.1..new];
        let n_before = old_gap.iter().rev().zip(new_gap.iter().rev()).take_while(|(a, b)| a == b).count();
        let (old_start, new_start) = (old - n_before, new - n_before);
        if gaps != Gaps::Left {
            self.compare(gap, (old_start, new_start));
        }
        let n_after = ids.old[old..].iter().zip(&ids.new[new..]).take_while(|(a, b)| a == b).count();
        self.push(EqualRun { old: old_start, new: new_start, len: n_before + n_after });
        (self.old_end, self.new_end) = (old + n_after, new + n_after);
    }

    /// Compares a gap by what occurs on both sides of it: what does not has no counterpart in any case.
    fn compare(&mut self, start: (usize, usize), end: (usize, usize)) {
        if start.0 == end.0 || start.1 == end.1 {
            return;
        }
        self.n_gaps += 1;
        let (ids, n_gaps) = (self.ids, self.n_gaps);
        for &id in &ids.old[start.0..end.0] {
            self.in_old_gap[id as usize] = n_gaps;
        }
        let new: Vec<usize> =
            (start.1..end.1).filter(|&idx| self.in_old_gap.get(ids.new[idx] as usize) == Some(&n_gaps)).collect();
        for &idx in &new {
            self.in_new_gap[ids.new[idx] as usize] = n_gaps;
        }
        let old: Vec<usize> =
            (start.0..end.0).filter(|&idx| self.in_new_gap[ids.old[idx] as usize] == n_gaps).collect();
        if old.is_empty() {
            return;
        }
        let algorithm = if old.len() + new.len() <= LONGEST_EXACT { Algorithm::RawMyers } else { Algorithm::Myers };
        let old_ids: Vec<u32> = old.iter().map(|&idx| ids.old[idx]).collect();
        let new_ids: Vec<u32> = new.iter().map(|&idx| ids.new[idx]).collect();
        for run in by(algorithm, &old_ids, &new_ids, self.deadline) {
            for offset in 0..run.len {
                self.push(EqualRun { old: old[run.old + offset], new: new[run.new + offset], len: 1 });
            }
        }
    }

    /// Adds a run, to the last one if it goes on from there.
    fn push(&mut self, run: EqualRun) {
        match self.runs.last_mut() {
            _ if run.len == 0 => {}
            Some(last) if last.old + last.len == run.old && last.new + last.len == run.new => last.len += run.len,
            _ => self.runs.push(run),
        }
    }
}
