//! Words with wildcards: `work*` names work, works and working.

/// A word in which `*` stands for any characters, none included, and `?` for exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPattern {
    pattern: Vec<char>,
}

impl WordPattern {
    /// The pattern as it is written. Any text is one; without a wildcard it matches itself alone.
    pub fn new(pattern: &str) -> Self {
        Self { pattern: pattern.chars().collect() }
    }

    /// Whether the whole of `word` matches. Cost: O(length of the word * length of the pattern).
    pub fn matches(&self, word: &str) -> bool {
        let pattern = &self.pattern;
        // What is left to match, and the last star with what was left then: a star gives up one character at a time.
        let (mut rest, mut at) = (word.chars(), 0);
        let mut star = None;
        loop {
            let mut next = rest.clone();
            match (pattern.get(at), next.next()) {
                (Some('*'), _) => {
                    at += 1;
                    star = Some((at, rest.clone()));
                }
                (Some(&wanted), Some(found)) if wanted == '?' || wanted == found => (at, rest) = (at + 1, next),
                (None, None) => return true,
                _ => {
                    let Some((after_star, mut left)) = star.take() else { return false };
                    if left.next().is_none() {
                        return false;
                    }
                    (at, rest) = (after_star, left.clone());
                    star = Some((after_star, left));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        for word in matching {
            assert!(WordPattern::new(pattern).matches(word), "{pattern} should match {word}");
        }
        for word in others {
            assert!(!WordPattern::new(pattern).matches(word), "{pattern} should not match {word}");
        }
    }

    #[test]
    fn a_star_is_any_characters_and_a_question_mark_is_one() {
        check("work", &["work"], &["works", "wor", ""]);
        check("work*", &["work", "working"], &["rework"]);
        check("*a*b", &["ab", "aab", "xaybzb"], &["ba", "abc", ""]);
        check("m?n", &["man", "män"], &["mn", "moon"]);
        check("*", &["", "a"], &[]);
        check("", &[""], &["a"]);
        check("a.b", &["a.b"], &["axb"]);
    }

    proptest! {
        #[test]
        fn matching_equals_that_of_a_regular_expression(pattern in "[ab*?]{0,6}", word in "[ab]{0,8}") {
            let expression = format!("^(?s){}$", pattern.replace('*', ".*").replace('?', "."));
            let expected = regex::Regex::new(&expression).unwrap().is_match(&word);
            prop_assert_eq!(WordPattern::new(&pattern).matches(&word), expected);
        }
    }
}
