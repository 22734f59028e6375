//! Syllables of English words: groups of vowel letters, corrected where spelling misleads.
//!
//! The corrections are patterns of letters, each with what it adds or takes away, learned from the CMU Pronouncing
//! Dictionary by `scripts/learn-syllables`: one fewer for a final e, one more for -ble, and so on. All patterns are
//! looked for together, by an automaton after Aho & Corasick (1975) whose states know the sum of the corrections that
//! end there.

use std::sync::LazyLock;

use crate::text::fold::lowercase;

/// How many syllables `word` has. Parts joined by hyphens count alone.
pub(super) fn count(word: &str) -> usize {
    word.split(['-', '\u{2010}', '\u{2011}']).map(count_part).sum()
}

fn count_part(word: &str) -> usize {
    let (stem, ending) = word.rsplit_once(['\'', '’']).unwrap_or((word, ""));
    match ending {
        "" => CORRECTIONS.count(stem),
        "s" | "S" => {
            CORRECTIONS.count(stem) + usize::from(ends_in(stem, &["s", "x", "z", "ch", "sh", "ce", "ge", "se"]))
        }
        "t" | "T" => CORRECTIONS.count(stem) + usize::from(ends_in(stem, &["dn", "sn"])),
        _ if ["d", "m", "ll", "re", "ve"].iter().any(|known| ending.eq_ignore_ascii_case(known)) => {
            CORRECTIONS.count(stem)
        }
        // An apostrophe elsewhere is no border: "O'Neill".
        _ => CORRECTIONS.count(word),
    }
}

fn ends_in(stem: &str, endings: &[&str]) -> bool {
    let stem = stem.as_bytes();
    let ends = |ending: &&str| {
        stem.len().checked_sub(ending.len()).is_some_and(|at| stem[at..].eq_ignore_ascii_case(ending.as_bytes()))
    };
    endings.iter().any(ends)
}

static CORRECTIONS: LazyLock<Corrections> = LazyLock::new(|| Corrections::read(include_str!("en.txt")));

/// Letters, and the two ends of a word.
const N_SYMBOLS: usize = 28;
const START: usize = 26;
const END: usize = 27;

/// The automaton. State 0 is the beginning.
struct Corrections {
    next: Vec<[u16; N_SYMBOLS]>,
    /// What the patterns that end in a state add to the syllables.
    sum: Vec<i32>,
}

impl Corrections {
    /// Counts vowel groups and corrections in one pass; a word without a vowel has none.
    fn count(&self, word: &str) -> usize {
        let mut state = usize::from(self.next[0][START]);
        let mut n = 0;
        let mut is_in_group = false;
        let mut take = |symbol: usize| {
            state = usize::from(self.next[state][symbol]);
            let is_vowel = VOWELS >> symbol & 1 == 1;
            n += self.sum[state] + i32::from(is_vowel && !is_in_group);
            is_in_group = is_vowel;
        };
        for c in word.chars() {
            let letters = letters_of(lowercase(c));
            letters.iter().for_each(|letter| take(usize::from(letter - b'a')));
        }
        take(END);
        usize::try_from(n).unwrap_or(0)
    }

    fn read(text: &str) -> Self {
        let mut automaton = Self { next: vec![[0; N_SYMBOLS]], sum: vec![0] };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let delta = parts.next().and_then(|delta| delta.parse().ok()).unwrap_or(0);
            for pattern in parts {
                automaton.add(pattern, delta);
            }
        }
        automaton.link();
        automaton
    }

    /// Adds a pattern to the trie that the automaton is made of.
    fn add(&mut self, pattern: &str, delta: i32) {
        let mut state = 0;
        for byte in pattern.bytes() {
            let symbol = match byte {
                b'^' => START,
                b'$' => END,
                letter => usize::from(letter - b'a'),
            };
            if self.next[state][symbol] == 0 {
                self.next[state][symbol] = u16::try_from(self.next.len()).unwrap_or(0);
                self.next.push([0; N_SYMBOLS]);
                self.sum.push(0);
            }
            state = usize::from(self.next[state][symbol]);
        }
        self.sum[state] += delta;
    }

    /// Turns the trie into an automaton: where a state has no way on, it goes where the longest pattern goes that its
    /// last letters begin.
    fn link(&mut self) {
        let mut fallback = vec![0; self.next.len()];
        let mut pending: std::collections::VecDeque<usize> = [0].into();
        while let Some(state) = pending.pop_front() {
            for symbol in 0..N_SYMBOLS {
                let next = usize::from(self.next[state][symbol]);
                let other = if state == 0 { 0 } else { self.next[fallback[state]][symbol] };
                if next == 0 {
                    self.next[state][symbol] = other;
                } else {
                    fallback[next] = usize::from(other);
                    self.sum[next] += self.sum[usize::from(other)];
                    pending.push_back(next);
                }
            }
        }
    }
}

/// A bit for each of a, e, i, o, u and y.
const VOWELS: u32 = 1 << 0 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24;

/// The letters of ASCII that stand for `c`: an accent shows that an e is spoken, a diaeresis that a vowel stands alone.
fn letters_of(c: char) -> &'static [u8] {
    const ALPHABET: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    match c {
        'a'..='z' => {
            let at = c as usize - 'a' as usize;
            &ALPHABET[at..=at]
        }
        'é' | 'è' | 'ê' | 'à' | 'á' | 'â' | 'ä' | 'å' | 'ã' => b"a",
        'ë' => b"he",
        'ï' => b"hi",
        'í' | 'î' => b"i",
        'ó' | 'ô' | 'ö' | 'ø' => b"o",
        'ú' | 'û' | 'ü' => b"u",
        'ç' => b"c",
        'ñ' => b"n",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_automaton_sums_what_a_search_for_each_pattern_finds() {
        let patterns: [(&str, i32); 5] = [("e$", -1), ("ble$", 1), ("^re", 2), ("ea", 3), ("abl", 5)];
        let text: String = patterns.iter().map(|(pattern, delta)| format!("{delta:+} {pattern}\n")).collect();
        let automaton = Corrections::read(&text);
        for word in ["table", "react", "able", "bleat", "e", "re", "reablea", "xyz"] {
            let marked = format!("^{word}$");
            let sum: i32 = patterns.iter().map(|(p, delta)| delta * marked.matches(p).count() as i32).sum();
            let groups = word.split(|c| !"aeiouy".contains(c)).filter(|group| !group.is_empty()).count() as i32;
            assert_eq!(automaton.count(word) as i32, (groups + sum).max(0), "{word}");
        }
    }

    #[test]
    fn the_learned_patterns_can_all_be_read() {
        let lines = include_str!("en.txt").lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let (delta, patterns) = line.split_once(' ').unwrap();
            assert_ne!(delta.parse::<i32>().unwrap(), 0);
            for pattern in patterns.split(' ') {
                let letters = pattern.trim_start_matches('^').trim_end_matches('$');
                assert!(!letters.is_empty() && letters.bytes().all(|b| b.is_ascii_lowercase()), "{pattern}");
            }
        }
        assert!(CORRECTIONS.next.len() < usize::from(u16::MAX));
    }
}
