//! Which sentences belong together that are not the same: those with the most words in common.

use std::ops::Range;

use hashbrown::HashMap;

use super::alignment::Alignment;
use super::deadline::Completeness;
use super::options::TextOptions;
use super::parts::Parts;

/// Sentences with a lower similarity are different ones: less than two fifths of their words are common.
const LEAST_SIMILARITY: f64 = 0.4;

/// Of the words of each sentence that is merged, the other side must have so many: three fifths.
const LEAST_CONTAINMENT: f64 = 0.6;

/// Sentences in a row that are compared each with each; more are taken by so many at a time.
const LONGEST: usize = 512;

/// Sentences of either text that belong together: one and one, two and one, one and two, or one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bead {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Beads in order, covering the sentences that were to be paired.
#[derive(Debug)]
pub(super) struct Pairing {
    pub(super) beads: Vec<Bead>,
    pub(super) completeness: Completeness,
}

impl Pairing {
    /// Pairs the sentences numbered `old_idxs` with those numbered `new_idxs`, in order, so that the most words are common.
    ///
    /// Words are counted as often as both sides have them, wherever they stand. Two sentences are one bead only if no other
    /// stands between them.
    pub(super) fn of(
        old: &Parts<'_>,
        old_idxs: &[usize],
        new: &Parts<'_>,
        new_idxs: &[usize],
        options: &TextOptions,
    ) -> Self {
        let mut pairing = Self { beads: Vec::new(), completeness: Completeness::Whole };
        let n_slices = old_idxs.len().max(new_idxs.len()).div_ceil(LONGEST);
        let mut dictionary = Dictionary::default();
        for slice in 0..n_slices {
            let part = |idxs: &[usize]| idxs.len() * slice / n_slices..idxs.len() * (slice + 1) / n_slices;
            let (old_slice, new_slice) = (&old_idxs[part(old_idxs)], &new_idxs[part(new_idxs)]);
            if options.deadline.completeness() == Completeness::CutShort {
                pairing.completeness = Completeness::CutShort;
                pairing.beads.extend(old_slice.iter().map(|&idx| Bead { old: idx..idx + 1, new: 0..0 }));
                pairing.beads.extend(new_slice.iter().map(|&idx| Bead { old: 0..0, new: idx..idx + 1 }));
                continue;
            }
            let old = Side::of(old, old_slice, options, &mut dictionary);
            let new = Side::of(new, new_slice, options, &mut dictionary);
            pairing.beads.extend(best_beads(&old, &new));
        }
        pairing
    }
}

/// 2c / (m + n) for c words in common, in the same order, among m and n; punctuation takes part in the alignment but is
/// not counted. 1 if there is no word.
pub(super) fn similarity(old: &str, new: &str, options: &TextOptions) -> f64 {
    let words = |text| Parts::words(text).ignoring(options.ignore);
    let (old, new) = (words(old), words(new));
    let n_words = |parts: &Parts<'_>, range: Range<usize>| {
        range.filter(|&idx| parts.get(idx).chars().any(char::is_alphanumeric)).count()
    };
    let alignment = Alignment::of_words(&old, &new, options.deadline);
    let n_equal = alignment.runs.iter().filter(|run| matches!(run, similar::DiffOp::Equal { .. }));
    let n_common: usize = n_equal.map(|run| n_words(&old, run.old_range())).sum();
    match n_words(&old, 0..old.len()) + n_words(&new, 0..new.len()) {
        0 => 1.0,
        n => 2.0 * n_common as f64 / n as f64,
    }
}

/// Numbers for words.
#[derive(Default)]
struct Dictionary(HashMap<String, u32>);

impl Dictionary {
    fn number(&mut self, word: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry_ref(word).or_insert(next)
    }
}

/// The sentences of one side: their numbers in the text, and their words, sorted.
struct Side<'i> {
    idxs: &'i [usize],
    words: Vec<Vec<u32>>,
}

impl<'i> Side<'i> {
    fn of(parts: &Parts<'_>, idxs: &'i [usize], options: &TextOptions, dictionary: &mut Dictionary) -> Self {
        let words = idxs.iter().map(|&idx| {
            let words = Parts::words(parts.get(idx)).ignoring(options.ignore);
            let is_word = |idx: &usize| words.get(*idx).chars().any(char::is_alphanumeric);
            let mut numbers: Vec<u32> =
                (0..words.len()).filter(is_word).map(|idx| dictionary.number(&words.form(idx))).collect();
            numbers.sort_unstable();
            numbers
        });
        Self { idxs, words: words.collect() }
    }

    fn range(&self, at: usize, n: usize) -> Range<usize> {
        match n {
            0 => 0..0,
            n => self.idxs[at]..self.idxs[at + n - 1] + 1,
        }
    }

    /// The words of the sentences at `at` and behind it, if they stand side by side.
    fn joined(&self, at: usize) -> Option<Vec<u32>> {
        let is_beside = *self.idxs.get(at + 1)? == self.idxs[at] + 1;
        is_beside.then(|| {
            let mut words = [self.words[at].as_slice(), &self.words[at + 1]].concat();
            words.sort_unstable();
            words
        })
    }
}

/// How many words two sorted lists have in common, each as often as both have it.
fn n_common(a: &[u32], b: &[u32]) -> usize {
    let (mut at_a, mut at_b, mut n) = (0, 0, 0);
    while at_a < a.len() && at_b < b.len() {
        n += usize::from(a[at_a] == b[at_b]);
        let (word_a, word_b) = (a[at_a], b[at_b]);
        at_a += usize::from(word_a <= word_b);
        at_b += usize::from(word_b <= word_a);
    }
    n
}

/// Common words of two sentences, if they are similar enough to be one that changed.
fn gain_of_pair(a: &[u32], b: &[u32]) -> Option<usize> {
    let n = n_common(a, b);
    (n > 0 && 2.0 * n as f64 >= LEAST_SIMILARITY * (a.len() + b.len()) as f64).then_some(n)
}

/// Common words of two sentences with one, if each of the two is in it for the most part.
fn gain_of_joined(side: &Side<'_>, at: usize, joined: &[u32], whole: &[u32]) -> Option<usize> {
    let is_in = |words: &Vec<u32>| {
        let n = n_common(words, whole);
        n > 0 && n as f64 >= LEAST_CONTAINMENT * words.len() as f64
    };
    if is_in(&side.words[at]) && is_in(&side.words[at + 1]) { gain_of_pair(joined, whole) } else { None }
}

/// How many sentences of each side a bead has; the first of those with the same gain is taken.
const SHAPES: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)];

/// The beads with the most common words altogether.
fn best_beads(old: &Side<'_>, new: &Side<'_>) -> Vec<Bead> {
    let (n_old, n_new) = (old.words.len(), new.words.len());
    let joined_old: Vec<_> = (0..n_old).map(|at| old.joined(at)).collect();
    let joined_new: Vec<_> = (0..n_new).map(|at| new.joined(at)).collect();
    let width = n_new + 1;
    // The most common words from here to the ends, and the shape of the bead that begins it.
    let mut best = vec![(0_usize, 0_u8); (n_old + 1) * width];
    for i in (0..=n_old).rev() {
        for j in (0..=n_new).rev() {
            let gain = |shape: (usize, usize)| match shape {
                (1, 1) => gain_of_pair(&old.words[i], &new.words[j]),
                (2, 1) => gain_of_joined(old, i, joined_old[i].as_ref()?, &new.words[j]),
                (1, 2) => gain_of_joined(new, j, joined_new[j].as_ref()?, &old.words[i]),
                _ => Some(0),
            };
            let fits = |(n, m): (usize, usize)| i + n <= n_old && j + m <= n_new;
            let mut found: Option<(usize, u8)> = None;
            for (number, &shape) in (0_u8..).zip(&SHAPES).filter(|(_, shape)| fits(**shape)) {
                let Some(gain) = gain(shape) else { continue };
                let total = gain + best[(i + shape.0) * width + j + shape.1].0;
                if found.is_none_or(|(most, _)| total > most) {
                    found = Some((total, number));
                }
            }
            best[i * width + j] = found.unwrap_or_default();
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut beads = Vec::new();
    while i < n_old || j < n_new {
        let (n, m) = SHAPES[usize::from(best[i * width + j].1)];
        beads.push(Bead { old: old.range(i, n), new: new.range(j, m) });
        (i, j) = (i + n, j + m);
    }
    beads
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::deadline::Deadline;
    use super::*;

    fn paired(old: &str, new: &str, deadline: Deadline) -> Pairing {
        let (old, new) = (Parts::sentences(old), Parts::sentences(new));
        let all = |parts: &Parts<'_>| (0..parts.len()).collect::<Vec<_>>();
        Pairing::of(&old, &all(&old), &new, &all(&new), &TextOptions::until(deadline))
    }

    #[test]
    fn long_rows_of_sentences_are_taken_by_slices() {
        let sentence = |n: usize, word: &str| format!("{word} number {n} of all these things. ");
        let old: String = (0..1200).map(|n| sentence(n, "Old")).collect();
        let new: String = (0..1200).map(|n| sentence(n, "New")).collect();
        let pairing = paired(&old, &new, Deadline::after(Duration::MAX));
        assert_eq!(pairing.beads, (0..1200).map(|n| Bead { old: n..n + 1, new: n..n + 1 }).collect::<Vec<_>>());
    }

    #[test]
    fn after_the_deadline_nothing_is_paired() {
        let pairing = paired("One two three.", "One two four.", Deadline::after(Duration::ZERO));
        assert_eq!(pairing.beads, [Bead { old: 0..1, new: 0..0 }, Bead { old: 0..0, new: 0..1 }]);
        assert_eq!(pairing.completeness, Completeness::CutShort);
    }

    #[test]
    fn similarity_counts_words_in_order() {
        let of = |old, new| similarity(old, new, &TextOptions::until(Deadline::after(Duration::MAX)));
        assert_eq!(of("a b c.", "a b c!"), 1.0);
        assert_eq!(of("a b c d", "d a b x"), 0.5);
        assert_eq!(of("", "..."), 1.0);
    }
}
