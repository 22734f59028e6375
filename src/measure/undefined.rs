//! Why a measure has no value.

use std::fmt;

/// The reason why a measure has no value, in a few words for people.
///
/// It stands for what other tools print as 0, infinity or NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Undefined {
    /// There is not enough of something: "fewer than 50 tokens", "no sentences".
    TooFew {
        /// How many there must be at least.
        least: u64,
        /// What they are, in the plural.
        what: &'static str,
    },
    /// Any other reason: "no token is repeated".
    Because(&'static str),
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { least: 1, what } => write!(f, "no {what}"),
            Self::TooFew { least, what } => write!(f, "fewer than {least} {what}"),
            Self::Because(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Undefined {}

/// Shows that there are at least `least` of `what`.
pub(super) fn at_least(count: u64, least: u64, what: &'static str) -> Result<(), Undefined> {
    if count < least { Err(Undefined::TooFew { least, what }) } else { Ok(()) }
}

/// A quotient, or the reason why there is none: there are none of `what`.
pub(super) fn quotient(part: u64, whole: u64, what: &'static str) -> Result<f64, Undefined> {
    at_least(whole, 1, what)?;
    Ok(part as f64 / whole as f64)
}

/// The value if it is a number, or else the reason.
pub(super) fn finite(value: f64, otherwise: &'static str) -> Result<f64, Undefined> {
    if value.is_finite() { Ok(value) } else { Err(Undefined::Because(otherwise)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_as_words() {
        assert_eq!(at_least(1, 50, "tokens").unwrap_err().to_string(), "fewer than 50 tokens");
        assert_eq!(quotient(1, 0, "sentences").unwrap_err().to_string(), "no sentences");
        assert_eq!(finite(f64::NAN, "zero cells").unwrap_err().to_string(), "zero cells");
        assert_eq!((quotient(1, 2, "sentences"), finite(2.5, "")), (Ok(0.5), Ok(2.5)));
    }
}
