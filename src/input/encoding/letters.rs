//! Scores of encodings of single bytes for a text: how likely its letters are in a language that the encoding is made
//! for.
//!
//! The score is a sum of natural logarithms over the bytes beyond ASCII, each of how often the letter is in the
//! language and of where it stands: capitals begin words, signs stand between them.

use std::collections::HashMap;

use super::alphabets::ALPHABETS;
use super::kind::Encoding;
use super::single_bytes::{TABLES, Table};

/// Bytes beyond ASCII that are enough to tell.
const MOST_BYTES: usize = 1500;

/// Times that the same bytes in the same surroundings count.
const MOST_REPEATS: u8 = 4;
/// The weight of the letters of ASCII around those beyond it.
const ASCII_WEIGHT: f64 = 0.5;

/// The likelihood of a text in an encoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    /// The sum of logarithms over the bytes beyond ASCII and of the words around them.
    pub(super) sum: f64,
    /// The same over the bytes beyond ASCII alone.
    pub(super) beyond: f64,
    /// The number of these bytes.
    pub(super) n_bytes: usize,
}

impl Score {
    /// The mean over the bytes beyond ASCII.
    pub(super) fn mean(self) -> f64 {
        self.beyond / self.n_bytes.max(1) as f64
    }
}

/// The bytes beyond ASCII of a text, each with those around it.
pub(super) struct Sample {
    /// Two bytes before, one before, the byte itself, and one behind.
    windows: Vec<[u8; 4]>,
    /// The logarithms of how likely each language is by the letters of ASCII.
    languages: [f64; ALPHABETS.len()],
}

impl Sample {
    /// The first bytes of a text that are enough to tell.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let at = |idx: Option<usize>| idx.and_then(|idx| bytes.get(idx)).copied().unwrap_or(b' ');
        let windows = bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()).take(MOST_BYTES);
        let windows =
            windows.map(|(idx, &byte)| [at(idx.checked_sub(2)), at(idx.checked_sub(1)), byte, at(Some(idx + 1))]);
        // What a form or a menu says over and over is no further evidence.
        let mut seen: HashMap<[u8; 4], u8> = HashMap::new();
        let windows = windows.filter(|window| {
            let n_seen = seen.entry(*window).or_default();
            *n_seen = n_seen.saturating_add(1);
            *n_seen <= MOST_REPEATS
        });
        Self { windows: windows.collect(), languages: of_languages(ascii_beside_others(bytes)) }
    }

    /// The encoding with the best score, and that.
    pub(super) fn best(&self) -> Option<(&'static Table, Score)> {
        let scored = TABLES.iter().map(|table| {
            let score = self.score_by(table);
            (table, Score { sum: score.sum + table.rarity, ..score })
        });
        // Of equals the first, which is the commoner.
        scored.reduce(|best, other| if other.1.sum > best.1.sum { other } else { best })
    }

    /// The score of one encoding, if its bytes are characters.
    pub(super) fn score(&self, encoding: Encoding) -> Option<(&'static Table, Score)> {
        let table = TABLES.iter().find(|table| table.encoding == encoding)?;
        Some((table, self.score_by(table)))
    }

    fn score_by(&self, table: &Table) -> Score {
        let mut places = 0.0;
        let mut counts = [0_u32; 128];
        for &window in &self.windows {
            places += table.place(window);
            if let Some(n) = counts.get_mut(usize::from(window[2] & 0x7f)) {
                *n += 1;
            }
        }
        let best = table.languages.iter().map(|(language, frequencies)| {
            let beyond: f64 = counts.iter().zip(frequencies).map(|(&n, frequency)| f64::from(n) * frequency).sum();
            (beyond + self.languages.get(*language).copied().unwrap_or_default(), beyond)
        });
        let (sum, beyond) = best
            .reduce(|best, other| if other.0 > best.0 { other } else { best })
            .unwrap_or((f64::NEG_INFINITY, f64::NEG_INFINITY));
        Score { sum: places + sum, beyond: places + beyond, n_bytes: self.windows.len() }
    }
}

/// For each language the weighted logarithm of how likely it has the letters of ASCII that stand in words with others,
/// against the likeliest.
fn of_languages(ascii: [usize; 26]) -> [f64; ALPHABETS.len()] {
    let scores = ALPHABETS.each_ref().map(|alphabet| {
        let halves = alphabet.ascii.chars().map(|digit| digit.to_digit(36).unwrap_or_default());
        let letters = ascii.iter().zip(halves).map(|(&n, halves)| n as f64 * f64::from(halves));
        (!alphabet.ascii.is_empty()).then(|| -ASCII_WEIGHT * std::f64::consts::LN_2 / 2.0 * letters.sum::<f64>())
    });
    let best = scores.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.map(|score| score.map_or(0.0, |score| score - best))
}

/// How often each letter from a to z is in words with letters beyond ASCII, up to the byte that is enough to tell.
fn ascii_beside_others(bytes: &[u8]) -> [usize; 26] {
    let mut counts = [0; 26];
    let mut n_beyond = 0;
    for word in bytes.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
        let n_here = word.iter().filter(|byte| !byte.is_ascii()).count();
        n_beyond += n_here;
        for byte in word.iter().filter(|byte| n_here > 0 && byte.is_ascii()) {
            if let Some(n) = counts.get_mut(usize::from(byte.to_ascii_lowercase() - b'a')) {
                *n += 1;
            }
        }
        if n_beyond > MOST_BYTES {
            break;
        }
    }
    counts
}
