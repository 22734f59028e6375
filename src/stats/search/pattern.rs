//! What to look for in a text: a regular expression, or words with wildcards.

use regex::Regex;

use crate::choice::choices;
use crate::document::Span;
use crate::error::{OptionProblem, PatternProblem, PatternRole};
use crate::text::{PatternSyntax, compile_pattern};

/// Whether capitals count in a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// They do if what is searched for has one.
    #[default]
    Smart,
    /// They do not.
    Ignored,
    /// They do.
    Exact,
}

choices!(Case {
    Smart = "smart": "Capitals count if there is one",
    Exact = "exact": "Capitals count",
    Ignored = "ignore": "Capitals do not count",
});

/// Something to look for in texts. Matches are leftmost, do not overlap, and hold at least one character.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    ignores_case: bool,
}

impl Pattern {
    /// A regular expression in the syntax of the `regex` crate, matched against the text as it is, line ends included.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if it is none, or matches nothing but empty text.
    pub fn regex(pattern: &str, case: Case) -> Result<Self, OptionProblem> {
        Self::build(pattern, pattern, case)
    }

    /// Words one after the other, each a whole word; `*` stands for any number of letters or digits, `?` for one.
    ///
    /// Between two words is white space, on one line or around a line end, or a hyphen.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if there are no words.
    pub fn words(words: &str, case: Case) -> Result<Self, OptionProblem> {
        if !words.contains(|c: char| c.is_alphanumeric() || c == '*' || c == '?') {
            return Err(PatternRole::Match.refusing()(PatternProblem::NoWord(words.to_owned())));
        }
        let words_of: Vec<String> = words.split_whitespace().map(word_pattern).collect();
        let pattern = format!(r"\b{{start-half}}{}\b{{end-half}}", words_of.join(r"(?:\s+|\p{Pd})"));
        Self::build(&pattern, words, case)
    }

    fn build(pattern: &str, written: &str, case: Case) -> Result<Self, OptionProblem> {
        let ignores_case = match case {
            Case::Smart => !has_capital(written),
            Case::Ignored => true,
            Case::Exact => false,
        };
        let built = compile_pattern(pattern, if ignores_case { PatternSyntax::AnyCase } else { PatternSyntax::Plain });
        let regex = built.map_err(PatternRole::Match.refusing())?;
        Ok(Self { regex, ignores_case })
    }

    /// The regular expression in words.
    pub(in crate::stats) fn describe(&self) -> String {
        if self.ignores_case { format!("(?i){}", self.regex) } else { self.regex.to_string() }
    }

    /// The matches in `text`, in order. Cost: linear in the text, save for patterns built to be slow.
    pub(in crate::stats) fn matches<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Span> + 'p {
        let found = self.regex.find_iter(text).map(|found| Span::new(found.start(), found.end()));
        found.filter(|span| !span.is_empty())
    }
}

fn word_pattern(word: &str) -> String {
    let escaped = regex::escape(word);
    escaped.replace(r"\*", r"[\p{L}\p{M}\p{N}]*").replace(r"\?", r"[\p{L}\p{M}\p{N}]")
}

/// Whether a pattern names a capital letter. Those of escapes such as `\S` and `\p{Lu}` do not count.
fn has_capital(pattern: &str) -> bool {
    let mut characters = pattern.chars().peekable();
    while let Some(c) = characters.next() {
        if c == '\\' {
            let is_class = characters.next().is_some_and(|escaped| matches!(escaped, 'p' | 'P' | 'x' | 'u' | 'U'));
            if is_class && characters.peek() == Some(&'{') {
                characters.by_ref().find(|&c| c == '}');
            }
        } else if c.is_uppercase() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &Pattern, text: &str) -> Vec<String> {
        pattern.matches(text).map(|span| span.of(text).to_owned()).collect()
    }

    #[track_caller]
    fn check_regex(pattern: &str, case: Case, text: &str, expected: &[&str]) {
        assert_eq!(found(&Pattern::regex(pattern, case).unwrap(), text), expected, "{pattern}");
    }

    #[track_caller]
    fn check_words(words: &str, text: &str, expected: &[&str]) {
        assert_eq!(found(&Pattern::words(words, Case::Smart).unwrap(), text), expected, "{words}");
    }

    #[test]
    fn a_capital_in_the_pattern_makes_capitals_count() {
        check_regex("mill", Case::Smart, "Mill mill MILL", &["Mill", "mill", "MILL"]);
        check_regex("Mill", Case::Smart, "Mill mill MILL", &["Mill"]);
        check_regex("Mill", Case::Ignored, "Mill mill", &["Mill", "mill"]);
        check_regex("mill", Case::Exact, "Mill mill", &["mill"]);
        check_regex(r"m\S\p{Ll}l", Case::Smart, "Mill", &["Mill"]);
        check_regex("É", Case::Smart, "é É", &["É"]);
    }

    #[test]
    fn words_are_whole_and_wildcards_stay_inside_them() {
        check_words("mill*", "mill, mills windmill millpond's", &["mill", "mills", "millpond"]);
        check_words("m?ll", "mill mall mull mll mélll mél", &["mill", "mall", "mull"]);
        check_words(
            "river watch",
            "river-watch river\nwatch riverwatch river  watch",
            &["river-watch", "river\nwatch", "river  watch"],
        );
        check_words("l.r.w.s.", "the L.R.W.S., the LRWS", &["L.R.W.S."]);
    }

    #[test]
    fn empty_matches_are_no_hits() {
        check_regex("x*", Case::Smart, "axxb", &["xx"]);
    }

    #[test]
    fn what_cannot_be_searched_is_an_error() {
        assert!(Pattern::regex("(", Case::Smart).unwrap_err().to_string().starts_with("regex parse error"));
        assert_eq!(Pattern::words(" . ", Case::Smart).unwrap_err().to_string(), "\" . \" has no word");
    }
}
