//! Graphemes: what readers take for one character, the extended grapheme clusters of UAX #29.

use unicode_segmentation::UnicodeSegmentation;

/// How many extended grapheme clusters `text` has.
///
/// Cost: a pass over the bytes for ASCII, and over the characters of most alphabets and of Chinese, which are graphemes
/// of their own; the rules of UAX #29, section 3, for the runs of other characters and their neighbors.
pub fn n_graphemes(text: &str) -> usize {
    let mut n = 0;
    let mut counted = 0;
    while let Some(run_start) = find_joining(text, counted) {
        let run = &text[run_start..];
        let run_end = run_start + run.find(is_plain).unwrap_or(run.len());
        // The plain neighbors go with the run, for it may join either of them. The one before is counted already,
        // here or as the neighbor of the run before.
        let before = text[..run_start].chars().next_back().map_or(0, char::len_utf8);
        let after = text[run_end..].chars().next().map_or(0, char::len_utf8);
        let n_of_run = text[run_start - before..run_end + after].graphemes(true).count() - usize::from(before > 0);
        n += text[counted..run_start].chars().count() + n_of_run;
        counted = run_end + after;
    }
    n + text[counted..].chars().count()
}

/// The first character at or after byte `at` that is not plain.
fn find_joining(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<CHUNK>()) {
            if !chunk.iter().fold(true, |plain, &byte| plain & (byte < 0x80) & (byte != b'\r')) {
                break;
            }
            at += CHUNK;
        }
        let end = (at + CHUNK).min(text.len());
        for c in text[at..].chars() {
            if !is_plain(c) {
                return Some(at);
            }
            at += c.len_utf8();
            if at >= end {
                break;
            }
        }
        if at >= text.len() {
            return None;
        }
    }
}

/// How many bytes are looked at together.
const CHUNK: usize = 32;

/// Whether `c` is a grapheme of its own between two such characters: it joins what stands before or behind it only if
/// that is not plain. These are characters without a property that the rules name, and controls other than CR.
fn is_plain(c: char) -> bool {
    match c {
        '\r' | '©' | '®' => false,
        '\0'..='\u{2ff}' => true,
        // Greek, Cyrillic, Armenian; letters of Hebrew and Arabic.
        '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{5d0}'..='\u{5ff}' => true,
        '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => true,
        // Additions to Latin and Greek; quotes, dashes and the ellipsis.
        '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{203b}' => true,
        // Marks of East Asia, kana, the ideographs, full-width forms.
        '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' => true,
        '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff9d}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_characters_join_only_what_is_not_plain() {
        let joins = |text: String| text.graphemes(true).count() != 2;
        for c in ('\0'..=char::MAX).filter(|&c| is_plain(c)) {
            // Before it: a letter, parts of a syllable, half a flag, an emoji sequence, a conjunct. Behind it: a letter.
            for before in ["a", "\u{1100}", "\u{ac00}", "\u{1f1e6}", "\u{1f600}\u{200d}", "\u{915}\u{94d}", "é"] {
                assert!(!joins(format!("{before}{c}")), "{before:?} {c:?}");
            }
            assert!(!joins(format!("{c}a")), "{c:?}");
        }
    }

    #[test]
    fn graphemes_are_what_readers_count() {
        for (text, n) in
            [("", 0), ("cafe\u{301}", 4), ("a\r\nb", 3), ("🇩🇪🇫🇷", 2), ("👩\u{200d}👩\u{200d}👧", 1), ("각각", 2)]
        {
            assert_eq!(n_graphemes(text), n, "{text:?}");
        }
        assert_eq!(n_graphemes(&"abc\r\n".repeat(100)), 400);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4 * ProptestConfig::default().cases))]

        #[test]
        fn graphemes_are_counted_as_the_reference_counts_them(
            text in "([a-zé一я]{0,40}|[\r\n\u{301}\u{200d}\u{ad}]|[🇦-🇿👩©☀]|[ᄀ-ᇿ가-각]|[\u{900}-\u{97f}\u{600}-\u{605}]|\\PC|.){0,20}"
        ) {
            prop_assert_eq!(n_graphemes(&text), text.graphemes(true).count());
        }
    }
}
