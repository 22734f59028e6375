//! Lines and paragraphs of one document, to know those that come again.
//!
//! They are kept by hash with their lengths, so that a long line costs no more than a short one.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::measure::quality::QualityCounts;

/// What was seen of one document so far.
#[derive(Clone, Debug, Default)]
pub(in crate::stats) struct Seen {
    lines: Lengths,
    paragraphs: Lengths,
    split_paragraphs: Lengths,
    /// `None` if there was no text, or lines were not counted.
    edges: Option<Edges>,
}

/// Lengths by hash.
type Lengths = HashMap<u128, u64>;

/// Empty lines at the ends of a text that is split at runs of line ends: one each, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edges {
    first: u64,
    last: u64,
}

impl Seen {
    /// Forgets everything, for the next document.
    pub(in crate::stats) fn clear(&mut self) {
        self.lines.clear();
        self.paragraphs.clear();
        self.split_paragraphs.clear();
        self.edges = None;
    }

    /// Whether an earlier line equals this one.
    pub(super) fn has_line(&mut self, line: &str, length: u64) -> bool {
        self.lines.insert(xxh3_128(line.as_bytes()), length).is_some()
    }

    /// Whether an earlier paragraph equals this one.
    pub(super) fn has_paragraph(&mut self, paragraph: &str, length: u64) -> bool {
        self.paragraphs.insert(xxh3_128(paragraph.as_bytes()), length).is_some()
    }

    /// Whether an earlier paragraph of Gopher's kind equals this one.
    pub(super) fn has_split_paragraph(&mut self, paragraph: &str, length: u64) -> bool {
        self.split_paragraphs.insert(xxh3_128(paragraph.as_bytes()), length).is_some()
    }

    /// Adds the empty lines before the first and behind the last line end of `text`.
    pub(super) fn add_edges(&mut self, text: &str, counts: &mut QualityCounts) {
        if text.is_empty() {
            return;
        }
        let edges = Edges { first: u64::from(text.starts_with('\n')), last: u64::from(text.ends_with('\n')) };
        counts.n_split_lines += edges.n_lines();
        counts.n_repeated_split_lines += edges.n_repeated();
        self.edges = Some(edges);
    }

    /// Takes in what was seen of the text that follows, and adds to `counts`, which are the sums of both, what only both
    /// together show.
    pub(super) fn join(&mut self, next: &Self, counts: &mut QualityCounts) {
        let lines = join(&mut self.lines, &next.lines);
        counts.n_repeated_lines += lines.n;
        counts.n_repeated_line_characters += lines.length;
        counts.n_repeated_split_lines += lines.n_filled;
        let paragraphs = join(&mut self.paragraphs, &next.paragraphs);
        counts.n_repeated_paragraphs += paragraphs.n;
        counts.n_repeated_paragraph_characters += paragraphs.length;
        let paragraphs = join(&mut self.split_paragraphs, &next.split_paragraphs);
        counts.n_repeated_split_paragraphs += paragraphs.n;
        counts.n_repeated_split_paragraph_characters += paragraphs.length;
        self.edges = match (self.edges, next.edges) {
            (Some(own), Some(next)) => {
                let both = Edges { first: own.first, last: next.last };
                counts.n_split_lines -= own.last + next.first;
                counts.n_repeated_split_lines += both.n_repeated();
                counts.n_repeated_split_lines -= own.n_repeated() + next.n_repeated();
                Some(both)
            }
            (own, next) => own.or(next),
        };
    }
}

impl Edges {
    fn n_lines(self) -> u64 {
        self.first + self.last
    }

    /// The second empty line repeats the first.
    fn n_repeated(self) -> u64 {
        self.first * self.last
    }
}

/// What was known already.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    n: u64,
    /// Those that are not empty.
    n_filled: u64,
    length: u64,
}

fn join(seen: &mut Lengths, next: &Lengths) -> Known {
    let mut known = Known::default();
    for (&hash, &length) in next {
        if seen.insert(hash, length).is_some() {
            known.n += 1;
            known.n_filled += u64::from(length > 0);
            known.length += length;
        }
    }
    known
}
