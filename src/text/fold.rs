//! Folding: named text changes made before texts are compared.

use unicode_normalization::UnicodeNormalization;

/// Appends `text` in lower case to `out` (Unicode's full mapping, without the locale's tailoring).
pub fn lowercase_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// Appends the normalised form of `text` to `out`: NFKC, lower case, and of each run of anything but letters, marks
/// and numbers one space, none at the ends.
///
/// Two texts with the same normalised form differ in case, white space, punctuation, quotes or compatibility forms
/// at most.
pub fn normalize_into(text: &str, out: &mut String) {
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
    use super::*;

    fn normalized(text: &str) -> String {
        let mut out = String::new();
        normalize_into(text, &mut out);
        out
    }

    #[test]
    fn normalising_drops_case_space_punctuation_quotes_and_compatibility_forms() {
        assert_eq!(normalized("  “Don’t   stop,” he said. "), normalized("\"DON'T stop\"\nhe said"));
        assert_eq!(normalized("ﬁne ２０\u{a0}km"), "fine 20 km");
        assert_eq!(normalized("e\u{301}té"), "été");
        assert_eq!(normalized("…—!"), "");
    }

    #[test]
    fn normalising_twice_changes_nothing() {
        for text in ["İstanbul ΌΣΟΣ", "ǅ ﷺ ①", "naïve co\u{ad}operate"] {
            let once = normalized(text);
            assert_eq!(normalized(&once), once);
        }
    }

    #[test]
    fn lower_case_follows_unicode_beyond_ascii() {
        let mut out = "x".to_owned();
        lowercase_into("ÀB", &mut out);
        lowercase_into("CD", &mut out);
        assert_eq!(out, "xàbcd");
    }
}
