//! How far so many units reach from a place in a text.

use super::Unit;
use crate::document::Span;
use crate::text::words;

/// Measures one text in one unit.
pub(super) struct Ruler<'t> {
    text: &'t str,
    unit: Unit,
    /// The tokens or words, in order; none if characters or bytes are counted, which need no list.
    items: Vec<Span>,
}

impl<'t> Ruler<'t> {
    /// Cost: one pass for tokens and words, nothing for characters and bytes.
    pub(super) fn new(text: &'t str, unit: Unit) -> Self {
        let items = match unit {
            Unit::Token => words(text).map(|(start, word)| Span::new(start, start + word.len())).collect(),
            Unit::Word => runs(text).collect(),
            Unit::Character | Unit::Byte => Vec::new(),
        };
        Self { text, unit, items }
    }

    /// The last place at which a text that begins at `from` may end if it has at most `n` units.
    ///
    /// White space at that place is passed over, since none is counted at the end of a text. Cost: a binary search for
    /// tokens and words, the bytes that are passed for characters.
    pub(super) fn reach(&self, from: usize, n: usize) -> usize {
        match self.unit {
            Unit::Token | Unit::Word => {
                let first = self.n_items_before(from);
                match self.items.get(first + n) {
                    Some(next) => between(self.text, self.items[first + n - 1].end, next.start),
                    None => self.text.len(),
                }
            }
            Unit::Character => {
                let mut rest = self.text[from..].chars();
                rest.nth(n - 1);
                self.behind_space(self.text.len() - rest.as_str().len())
            }
            Unit::Byte => self.behind_space(floor_boundary(self.text, from.saturating_add(n))),
        }
    }

    /// Where a text begins that ends at `at` and has at most `n` units.
    pub(super) fn reach_back(&self, at: usize, n: usize) -> usize {
        match self.unit {
            Unit::Token | Unit::Word => match self.n_items_before(at).checked_sub(n) {
                None | Some(0) => 0,
                Some(first) => between(self.text, self.items[first - 1].end, self.items[first].start),
            },
            Unit::Character => self.text[..at].char_indices().rev().nth(n - 1).map_or(0, |(start, _)| start),
            Unit::Byte => ceil_boundary(self.text, at.saturating_sub(n)),
        }
    }

    /// Whether a cut at `at` would go through a token or word that is counted.
    pub(super) fn is_inside_item(&self, at: usize) -> bool {
        let n_before = self.n_items_before(at);
        n_before > 0 && self.items[n_before - 1].end > at
    }

    /// Whether every place at which `reach` ends is one between words.
    pub(super) fn counts_items(&self) -> bool {
        matches!(self.unit, Unit::Token | Unit::Word)
    }

    fn n_items_before(&self, at: usize) -> usize {
        self.items.partition_point(|item| item.start < at)
    }

    fn behind_space(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start().len()
    }
}

/// The cut between a word that ends at `end` and the next at `start`: behind the white space between them, so that
/// closing punctuation stays with the one and opening punctuation with the other.
pub(super) fn between(text: &str, end: usize, start: usize) -> usize {
    let kept = text[end..start].trim_end_matches(|c: char| !c.is_whitespace());
    if kept.is_empty() { start } else { end + kept.len() }
}

/// The last character boundary at or before `at`.
pub(super) fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character boundary at or after `at`.
pub(super) fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

fn runs(text: &str) -> impl Iterator<Item = Span> {
    let base = text.as_ptr().addr();
    text.split_whitespace().map(move |run| {
        let start = run.as_ptr().addr() - base;
        Span::new(start, start + run.len())
    })
}
