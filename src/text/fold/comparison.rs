//! The form in which two texts are compared when only their words matter.

use unicode_normalization::UnicodeNormalization;

/// Appends the normalized form of `text` to `out`: NFKC, lower case, and of each run of anything but letters, marks
/// and numbers one space, none at the ends.
///
/// Two texts with the same normalized form differ in case, white space, punctuation, quotes or compatibility forms
/// at most. Cost: O(length), some nanoseconds per character and a fraction of that for ASCII.
pub fn normalize_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        normalize_ascii_into(text, out);
    } else {
        normalize_chars_into(text, out);
    }
}

/// ASCII has no other compatibility forms, and lower case within itself.
fn normalize_ascii_into(text: &str, out: &mut String) {
    let start = out.len();
    for part in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'') {
        let n_before = out.len();
        if n_before > start {
            out.push(' ');
        }
        let word_start = out.len();
        out.extend(part.chars().filter(|&c| c != '\''));
        if out.len() == word_start {
            out.truncate(n_before);
        }
    }
    out[start..].make_ascii_lowercase();
}

fn normalize_chars_into(text: &str, out: &mut String) {
    let start = out.len();
    let mut pending_space = false;
    for c in text.nfkc().flat_map(char::to_lowercase).nfkc() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            if pending_space && out.len() > start {
                out.push(' ');
            }
            pending_space = false;
            out.push(c);
        } else if !is_joiner(c) {
            pending_space = true;
        }
    }
}

/// Characters inside a word that fall away without parting it: apostrophes, soft hyphens and zero-width joiners.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{2060}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normalized(text: &str) -> String {
        let mut out = String::new();
        normalize_into(text, &mut out);
        out
    }

    #[test]
    fn normalizing_drops_case_space_punctuation_quotes_and_compatibility_forms() {
        assert_eq!(normalized("  “Don’t   stop,” he said. "), normalized("\"DON'T stop\"\nhe said"));
        assert_eq!(normalized("ﬁne ２０\u{a0}km"), "fine 20 km");
        assert_eq!(normalized("e\u{301}té"), "été");
        assert_eq!(normalized("…—!"), "");
    }

    #[test]
    fn normalizing_twice_changes_nothing() {
        for text in ["İstanbul ΌΣΟΣ", "ǅ ﷺ ①", "naïve co\u{ad}operate"] {
            let once = normalized(text);
            assert_eq!(normalized(&once), once);
        }
    }

    proptest! {
        #[test]
        fn ascii_is_normalized_as_all_text_is(text in "([a-cA-C1']|[ \\n.-]|[ -~]){0,20}") {
            let mut expected = "before ".to_owned();
            normalize_chars_into(&text, &mut expected);
            let mut found = "before ".to_owned();
            normalize_into(&text, &mut found);
            prop_assert_eq!(found, expected);
        }
    }
}
