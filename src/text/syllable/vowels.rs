//! Syllables in languages whose vowel letters show them.

use crate::text::fold::lowercase;

/// One for each vowel letter.
pub(super) fn count_russian(word: &str) -> usize {
    word.chars().filter(|&c| "аеёиоуыэюя".contains(lowercase(c))).count()
}

/// One for each vowel letter, two letters of a diphthong or a long vowel counting once.
pub(super) fn count_german(word: &str) -> usize {
    let mut n = 0;
    let mut letters = Letters::of(word);
    while let Some([before, c, next]) = letters.step() {
        let is_glide = (c == 'u' && before == 'q') || (c == 'y' && before == ' ' && is_vowel(next));
        if is_vowel(c) && !is_glide {
            n += 1;
            let pair = [c, next];
            if matches!(pair, ['a' | 'ä' | 'e', 'u'] | ['a' | 'e', 'i' | 'y'] | ['i', 'e'])
                || (c == next && "aeo".contains(c))
            {
                letters.step();
            }
        }
    }
    n
}

/// One for each group of vowel letters; é before another vowel, and a vowel with a diaeresis, begin a group of their own.
/// The e of an ending -e or -es is mute.
pub(super) fn count_french(word: &str) -> usize {
    let mut n = 0;
    let mut letters = Letters::of(word);
    let mut is_in_group = false;
    while let Some([before, c, next]) = letters.step() {
        let is_ending = next == ' ' || (next == 's' && letters.is_before_last());
        let is_mute = c == 'e' && is_ending && (n > 1 || (n == 1 && !is_in_group));
        let is_glide = c == 'y' && is_vowel(before) && is_vowel(next);
        if !is_vowel(c) || is_glide || is_mute {
            is_in_group = false;
            continue;
        }
        let is_hiatus = before == 'é' || matches!(c, 'ï' | 'ë' | 'ü');
        n += usize::from(!is_in_group || is_hiatus);
        is_in_group = true;
    }
    n
}

/// One for each strong vowel (a, e, o, and i or u with an accent) and for each group of weak ones alone (i, u, and y where
/// no vowel follows).
pub(super) fn count_spanish(word: &str) -> usize {
    count_romance(word, |c, next| c == 'y' && !is_vowel(next))
}

/// One for each strong vowel (a, e, o, and i or u with an accent) and for each group of weak ones alone; two where the
/// only vowels of a word are a weak one and a strong one at its end, as in "mio".
pub(super) fn count_italian(word: &str) -> usize {
    let n = count_romance(word, |_, _| false);
    let mut last = word.chars().rev().map(lowercase);
    let ends = [last.next(), last.next(), last.next()].map(|c| c.unwrap_or(' '));
    let is_hiatus = matches!(ends, ['a' | 'e' | 'i' | 'o', 'i' | 'u', before] if !matches!(before, 'q' | 'g' | 'c'));
    if n == 1 && is_hiatus && ends[0] != ends[1] { 2 } else { n }
}

fn count_romance(word: &str, is_vowel_here: impl Fn(char, char) -> bool) -> usize {
    let mut n = 0;
    let mut letters = Letters::of(word);
    let (mut n_strong, mut n_weak) = (0, 0);
    while let Some([_, c, next]) = letters.step() {
        if is_strong(c) {
            n_strong += 1;
        } else if matches!(c, 'i' | 'u' | 'ü') || is_vowel_here(c, next) {
            n_weak += 1;
        } else {
            n += n_strong.max(n_weak.min(1));
            (n_strong, n_weak) = (0, 0);
        }
    }
    n + n_strong.max(n_weak.min(1))
}

fn is_strong(c: char) -> bool {
    "aeoáàéèóòíìúù".contains(c)
}

fn is_vowel(c: char) -> bool {
    "aeiouyäöüàâæéèêëîïôœùûÿ".contains(c)
}

/// The letters of a word in lower case, each with its neighbors; a space stands for the ends of the word.
struct Letters<'w> {
    rest: std::str::Chars<'w>,
    last: char,
}

impl<'w> Letters<'w> {
    fn of(word: &'w str) -> Self {
        Self { rest: word.chars(), last: ' ' }
    }

    /// The letter before, the letter, and the one that follows.
    fn step(&mut self) -> Option<[char; 3]> {
        let letter = lowercase(self.rest.next()?);
        let before = std::mem::replace(&mut self.last, letter);
        let next = self.rest.clone().next().map_or(' ', lowercase);
        Some([before, letter, next])
    }

    /// Whether one letter follows, and no more.
    fn is_before_last(&self) -> bool {
        self.rest.clone().nth(1).is_none()
    }
}
