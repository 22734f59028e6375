//! Template pages: documents that are equal but for the facts in them.
//!
//! A match report, a weather page and a company notice resemble the next one of their kind as much as a reprint
//! resembles its original. What tells them apart is where they differ: pages of one template differ in numbers and names
//! and in nothing else, at several places; a reprint is cut, lengthened, or has words of all kinds changed.

use std::cell::OnceCell;

use super::WordHasher;
use crate::document::Span;

/// At how many places at least template pages differ. At one place a date or a figure may have been corrected.
const MIN_PLACES: usize = 2;

/// The most words of a fact.
const MAX_WORDS: usize = 6;

/// How many equal words end a difference.
const N_ANCHOR: usize = 2;

/// Whether the texts differ at two places or more, and everywhere in numbers or names alone: at each place both have
/// one to six words, and each of these has a digit or a capital at its beginning, if not both have it. Where most words
/// of a text begin with a capital, capitals say nothing. Cost: linear in the texts, and little more than their
/// beginnings if they are no such pages.
pub fn differ_in_facts_only(a: &str, b: &str) -> bool {
    let (a, b) = (Words::of(a), Words::of(b));
    let (mut i, mut j, mut n_places) = (0, 0, 0);
    loop {
        while i < a.words.len() && j < b.words.len() && a.words[i].0 == b.words[j].0 {
            i += 1;
            j += 1;
        }
        if i == a.words.len() && j == b.words.len() {
            return n_places >= MIN_PLACES;
        }
        let Some((n_a, n_b)) = difference(&a.words[i..], &b.words[j..]) else { return false };
        // "Alder and Birch" and "Cedar and Dogwood" are one place, and what both have between their names is no fact.
        let is_shared = |k: usize| n_a == n_b && a.words[i + k].0 == b.words[j + k].0;
        let are_facts =
            (0..n_a).all(|k| is_shared(k) || a.is_fact(i + k)) && (0..n_b).all(|k| is_shared(k) || b.is_fact(j + k));
        if !are_facts {
            return false;
        }
        n_places += 1;
        i += n_a;
        j += n_b;
    }
}

/// How many words of each differ here, the fewest in all; `None` if they are too many, or if one has none.
fn difference(a: &[(u64, Span)], b: &[(u64, Span)]) -> Option<(usize, usize)> {
    let meets = |&(n_a, n_b): &(usize, usize)| {
        let (Some(a), Some(b)) = (a.get(n_a..), b.get(n_b..)) else { return false };
        let n_equal = a.iter().zip(b).take(N_ANCHOR).take_while(|(a, b)| a.0 == b.0).count();
        // At the end of both texts fewer words suffice, but of both at once.
        n_equal == N_ANCHOR || (n_equal == a.len() && n_equal == b.len())
    };
    let sizes = (1..=MAX_WORDS).flat_map(|n_a| (1..=MAX_WORDS).map(move |n_b| (n_a, n_b)));
    sizes.filter(meets).min_by_key(|&(n_a, n_b)| (n_a + n_b, n_a))
}

struct Words<'t> {
    text: &'t str,
    /// The hash of each word, and the piece that it comes from.
    words: Vec<(u64, Span)>,
    /// Whether a capital is a sign of a name; looked up when it is first asked for, which is seldom.
    capitals_tell: OnceCell<bool>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let mut words = Vec::new();
        WordHasher::default().for_each(text, |span, hash| words.push((hash, span)));
        Self { text, words, capitals_tell: OnceCell::new() }
    }

    fn is_fact(&self, idx: usize) -> bool {
        let piece = self.words[idx].1.of(self.text);
        piece.chars().any(char::is_numeric) || is_capital(piece) && self.capitals_tell()
    }

    fn capitals_tell(&self) -> bool {
        *self.capitals_tell.get_or_init(|| {
            let n_capitals = self.words.iter().filter(|(_, span)| is_capital(span.of(self.text))).count();
            2 * n_capitals < self.words.len()
        })
    }
}

fn is_capital(piece: &str) -> bool {
    piece.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(a: &str, b: &str, expected: bool) {
        assert_eq!(differ_in_facts_only(a, b), expected, "{a:?} and {b:?}");
        assert_eq!(differ_in_facts_only(b, a), expected, "{b:?} and {a:?}");
    }

    const REPORT: &str = "In a match of the second division Harwick beat Little Morton by 3 to 1 before a crowd of 2,140, \
                          which had come out in spite of the rain, and so the table has a new leader this week.";

    #[test]
    fn pages_that_differ_in_several_numbers_or_names_are_of_one_template() {
        check(REPORT, &REPORT.replace("Harwick", "Sandby").replace('3', "4"), true);
        check(REPORT, &REPORT.replace("Little Morton", "Ely").replace("2,140", "960"), true);
        let joined = REPORT.replace("beat", "and");
        check(&joined, &joined.replace("Harwick and Little", "Sandby and Great").replace('3', "4"), true);
        check(&joined, &joined.replace("Harwick and Little", "Sandby or Great").replace('3', "4"), false);
    }

    #[test]
    fn one_place_may_have_been_corrected() {
        check(REPORT, REPORT, false);
        check(REPORT, &REPORT.replace("2,140", "2,410"), false);
    }

    #[test]
    fn other_words_make_an_edit() {
        let other = REPORT.replace("Harwick", "Sandby").replace('3', "4");
        check(REPORT, &other.replace("crowd", "gathering"), false);
        check(REPORT, &format!("{other} More on page 5."), false);
        check(REPORT, &other.replace(" in spite of the rain", ""), false);
    }

    #[test]
    fn where_all_is_in_capitals_capitals_say_nothing() {
        let (a, b) =
            (REPORT.to_uppercase(), REPORT.replace("Harwick", "Sandby").replace("rain", "hail").to_uppercase());
        check(&a, &b, false);
    }

    #[test]
    fn texts_without_words_do_not_differ() {
        check("", "…", false);
        check("", "A 1", false);
    }
}
