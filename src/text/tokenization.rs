//! Tokens by the definition that a user chose: words of Unicode, words of `wc`, or matches of a pattern.

use std::borrow::Cow;
use std::str::FromStr;

use regex::Regex;

use super::line::lines;
use super::patterns::{PatternSyntax, compile_pattern};
use super::word::{for_each_word, n_words};
use crate::choice::UnknownName;
use crate::document::Span;
use crate::error::{OptionProblem, PatternRole};

/// What a token is.
#[derive(Clone, Debug, Default)]
pub enum Tokenization {
    /// Word segments with a letter or number, after UAX #29.
    #[default]
    Uax29,
    /// Runs between white space, as `wc -w` counts them in the locale C.UTF-8.
    Whitespace,
    /// Matches of a regular expression, looked for line by line as ripgrep does; empty ones are no tokens.
    Pattern(Regex),
    /// The tokens that the document itself gives, from the annotation of its corpus.
    Given,
}

impl FromStr for Tokenization {
    type Err = OptionProblem;

    /// Reads `uax29`, `whitespace`, `given` or `regex:PATTERN`.
    fn from_str(name: &str) -> Result<Self, OptionProblem> {
        match name {
            "uax29" => Ok(Self::Uax29),
            "whitespace" => Ok(Self::Whitespace),
            "given" => Ok(Self::Given),
            _ => {
                let pattern = name.strip_prefix("regex:").ok_or_else(|| {
                    let known = vec!["uax29", "whitespace", "given", "regex:PATTERN"];
                    OptionProblem::Tokens(UnknownName { name: name.to_owned(), known })
                })?;
                // A line is looked at without its line end, so the anchors need not know of others.
                compile_pattern(pattern, PatternSyntax::Plain)
                    .map(Self::Pattern)
                    .map_err(PatternRole::Tokens.refusing())
            }
        }
    }
}

impl Tokenization {
    /// What a token is, for definitions of columns.
    pub fn describe(&self) -> Cow<'static, str> {
        match self {
            Self::Uax29 => "word segments with a letter or number, after Unicode Standard Annex #29".into(),
            Self::Whitespace => "runs of characters between white space, as wc -w counts them".into(),
            Self::Given => "tokens as the annotation of the corpus gives them".into(),
            Self::Pattern(regex) => format!("matches of the regular expression {regex} inside lines").into(),
        }
    }

    /// Calls `take` with each token of `text`, in order. `given` are the tokens that its document gives, in order. Cost: one pass
    /// over the text.
    pub fn for_each(&self, text: &str, given: &[Span], mut take: impl FnMut(Span)) {
        match self {
            Self::Given => given.iter().copied().for_each(take),
            Self::Uax29 => for_each_word(text, take),
            Self::Whitespace => for_each_run(text, take),
            Self::Pattern(regex) => {
                for line in lines(text) {
                    for found in regex.find_iter(line.of(text).trim_end_matches('\n')).filter(|found| !found.is_empty())
                    {
                        take(Span::new(found.start(), found.end()).shifted(line.start));
                    }
                }
            }
        }
    }

    /// Number of tokens of `text`, of which `given` are those that its document gives.
    pub fn count(&self, text: &str, given: &[Span]) -> u64 {
        match self {
            Self::Uax29 => n_words(text) as u64,
            Self::Given => given.len() as u64,
            Self::Whitespace | Self::Pattern(_) => {
                let mut n_tokens = 0;
                self.for_each(text, given, |_| n_tokens += 1);
                n_tokens
            }
        }
    }
}

/// Runs between white space with at least one character that can be seen, which is what GNU `wc` counts.
fn for_each_run(text: &str, mut take: impl FnMut(Span)) {
    let mut start = 0;
    let mut is_visible = false;
    for (at, c) in text.char_indices() {
        if !parts_words(c) {
            is_visible |= !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
            continue;
        }
        if is_visible {
            take(Span::new(start, at));
        }
        (start, is_visible) = (at + c.len_utf8(), false);
    }
    if is_visible {
        take(Span::new(start, text.len()));
    }
}

/// White space as GNU `wc` sees it: that of the C library, and the spaces and the joiner that forbid a line break.
fn parts_words(c: char) -> bool {
    match c {
        '\t'..='\r' | ' ' => true,
        _ if c.is_ascii() => false,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found_by<'t>(tokenization: &Tokenization, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        tokenization.for_each(text, &[], |span| found.push(span.of(text)));
        found
    }

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str]) {
        let tokenization = name.parse::<Tokenization>().unwrap();
        assert_eq!(found_by(&tokenization, text), expected);
        assert_eq!(tokenization.count(text, &[]), expected.len() as u64);
    }

    #[test]
    fn each_definition_finds_tokens_of_its_own() {
        let text = "Don't -- stop,\nno\u{a0}2.5% (of it)";
        check("uax29", text, &["Don't", "stop", "no", "2.5", "of", "it"]);
        check("whitespace", text, &["Don't", "--", "stop,", "no", "2.5%", "(of", "it)"]);
        check(r"regex:\w+|[^\w\s]+", "Don't -- stop,\nno", &["Don", "'", "t", "--", "stop", ",", "no"]);
    }

    #[test]
    fn given_tokens_are_taken_as_they_are() {
        let (text, given) = ("New York's", [Span::new(0, 8), Span::new(8, 10)]);
        let mut found = Vec::new();
        Tokenization::Given.for_each(text, &given, |span| found.push(span.of(text)));
        assert_eq!((found, Tokenization::Given.count(text, &given)), (vec!["New York", "'s"], 2));
    }

    #[test]
    fn runs_without_a_visible_character_are_no_words() {
        check("whitespace", "\u{1} a\u{1}b \u{85} \u{2028} \u{2060} c\u{85}d", &["a\u{1}b", "c\u{85}d"]);
        check("whitespace", "", &[]);
    }

    #[test]
    fn matches_end_with_their_line_and_are_never_empty() {
        check("regex:[^a]+", "xx\nya", &["xx", "y"]);
        check("regex:^b|b$|x*", "bxb\nb", &["b", "x", "b", "b"]);
    }

    #[test]
    fn a_name_that_is_none_and_a_pattern_that_is_none_are_told() {
        let told = |name: &str| name.parse::<Tokenization>().unwrap_err().to_string();
        assert_eq!(told("words"), "\"words\" is none of uax29, whitespace, given, regex:PATTERN");
        assert!(told("regex:(").contains("unclosed group"));
    }

    proptest! {
        #[test]
        fn tokens_of_lines_are_those_of_the_text(lines in proptest::collection::vec("[ab é.]{0,6}", 0..6)) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            for name in ["uax29", "whitespace", "regex:[abé][^b]?"] {
                let tokenization = name.parse::<Tokenization>().unwrap();
                let by_line: Vec<&str> = lines.iter().flat_map(|line| found_by(&tokenization, line)).collect();
                prop_assert_eq!(found_by(&tokenization, &text), by_line);
            }
        }
    }
}
