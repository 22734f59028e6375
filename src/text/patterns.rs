//! Regular expressions that come from outside, compiled within limits.
//!
//! A few characters can stand for megabytes: `\p{L}{1,50}` takes two, and a table may have thousands of such lines. So
//! whoever compiles patterns does it here, and all that come from one place share what they may take.

use regex::{Regex, RegexBuilder};

use crate::error::PatternError;

/// The most bytes that the automaton of a pattern may take. Compiled forwards and backwards it takes twice as many.
const MAX_PATTERN_BYTES: usize = 10 << 20;

/// The most bytes that the automata of all patterns of one place may take.
const MAX_TOGETHER_BYTES: usize = 64 << 20;

/// What a pattern is tried with first. There is no other way to be told how large an automaton is.
const MIN_PATTERN_BYTES: usize = 16 << 10;

/// What the searches of all patterns of one place may remember, for each thread, and what one of them may if it is alone.
const MAX_CACHE_BYTES: usize = 64 << 20;
const USUAL_CACHE_BYTES: usize = 2 << 20;
const MIN_CACHE_BYTES: usize = 32 << 10;

const TOO_LARGE: PatternError = PatternError::TooLarge { limit_mib: MAX_PATTERN_BYTES >> 20 };
const TOO_LARGE_TOGETHER: PatternError = PatternError::TooLargeTogether { limit_mib: MAX_TOGETHER_BYTES >> 20 };

/// How a pattern is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PatternSyntax {
    /// As the `regex` crate reads it.
    #[default]
    Plain,
    /// Capitals do not count.
    AnyCase,
    /// `^` and `$` match at line ends.
    Lines,
}

/// Compiles the patterns of one place: a flag, a table, a rule.
#[derive(Clone, Debug)]
pub struct Patterns {
    n_bytes_left: usize,
    cache_bytes: usize,
}

impl Patterns {
    /// For `n_patterns` patterns, or about as many.
    pub fn of(n_patterns: usize) -> Self {
        let cache_bytes = (MAX_CACHE_BYTES / n_patterns.max(1)).clamp(MIN_CACHE_BYTES, USUAL_CACHE_BYTES);
        Self { n_bytes_left: MAX_TOGETHER_BYTES, cache_bytes }
    }

    /// The next pattern. Cost: that of compiling it, at most twice over.
    ///
    /// # Errors
    ///
    /// [`PatternError`].
    pub fn compile(&mut self, pattern: &str, syntax: PatternSyntax) -> Result<Regex, PatternError> {
        let mut builder = RegexBuilder::new(pattern);
        builder.case_insensitive(syntax == PatternSyntax::AnyCase).multi_line(syntax == PatternSyntax::Lines);
        builder.dfa_size_limit(self.cache_bytes);
        let mut n_bytes = MIN_PATTERN_BYTES;
        while n_bytes < 2 * MAX_PATTERN_BYTES {
            let limit = n_bytes.min(MAX_PATTERN_BYTES);
            if limit > self.n_bytes_left {
                return Err(TOO_LARGE_TOGETHER);
            }
            match builder.size_limit(limit).build() {
                Ok(regex) => {
                    self.n_bytes_left -= limit;
                    return Ok(regex);
                }
                Err(regex::Error::CompiledTooBig(_)) => n_bytes *= 2,
                Err(error) => return Err(PatternError::Syntax(error.to_string())),
            }
        }
        Err(TOO_LARGE)
    }
}

/// One pattern that stands alone.
///
/// # Errors
///
/// [`PatternError`].
pub fn compile_pattern(pattern: &str, syntax: PatternSyntax) -> Result<Regex, PatternError> {
    Patterns::of(1).compile(pattern, syntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_as_it_is_asked_for() {
        let matches = |pattern, syntax, text: &str| compile_pattern(pattern, syntax).unwrap().is_match(text);
        assert!(matches("^b", PatternSyntax::Lines, "a\nb") && !matches("^b", PatternSyntax::Plain, "a\nb"));
        assert!(matches("b", PatternSyntax::AnyCase, "B") && !matches("b", PatternSyntax::Plain, "B"));
        assert!(compile_pattern("(", PatternSyntax::Plain).unwrap_err().to_string().contains("unclosed group"));
    }

    #[test]
    fn a_pattern_that_is_too_large_is_refused_alone() {
        assert!(compile_pattern(r"\p{L}{1,50}", PatternSyntax::Plain).is_ok());
        assert_eq!(compile_pattern("(x{1000}){1000}", PatternSyntax::Plain).unwrap_err(), TOO_LARGE);
    }

    #[test]
    fn patterns_that_are_too_large_together_are_refused_at_the_first_that_is_too_much() {
        let mut patterns = Patterns::of(2_000);
        let refused = (0..2_000)
            .find_map(|n| patterns.compile("a{1,1000}", PatternSyntax::AnyCase).err().map(|error| (n, error)));
        let (n_compiled, error) = refused.unwrap();
        assert_eq!(error, TOO_LARGE_TOGETHER);
        assert!((100..1_000).contains(&n_compiled), "{n_compiled}");
        let mut plain = Patterns::of(3_000);
        assert!((0..3_000).all(|n| plain.compile(&format!("colou?r{n}"), PatternSyntax::AnyCase).is_ok()));
    }

    #[test]
    fn deeply_nested_patterns_do_not_take_the_stack() {
        let nested = |n| format!("{}a{}", "(".repeat(n), ")".repeat(n));
        let read = move || {
            [
                compile_pattern(&nested(200), PatternSyntax::Plain).is_ok(),
                compile_pattern(&nested(100_000), PatternSyntax::Plain).is_ok(),
            ]
        };
        let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap();
        assert_eq!(thread.join().unwrap(), [true, false]);
    }
}
