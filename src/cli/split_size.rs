//! Sizes of segments as a user writes them: `500`, `300words`, `2000 characters`, `64kB`.

use std::str::FromStr;

use textmill::error::Error;
use textmill::split::Unit;

use super::messages;

/// A number, and its unit if one was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) number: usize,
    unit: Option<Unit>,
}

impl Amount {
    /// The unit named, or tokens.
    pub(crate) fn unit(self) -> Unit {
        self.unit.unwrap_or_default()
    }

    /// The number, which counts in the same unit as `size`.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if another unit was named.
    pub(crate) fn in_unit_of(self, size: Self) -> Result<usize, Error> {
        match self.unit {
            Some(unit) if unit != size.unit() => {
                Err(messages::refused("overlap", "counts in the unit of --size").into())
            }
            _ => Ok(self.number),
        }
    }
}

impl FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, name) = text.split_at(n_digits);
        let (unit, times) = match name.trim().to_ascii_lowercase().as_str() {
            "" => (None, 1),
            "t" | "token" | "tokens" => (Some(Unit::Token), 1),
            "w" | "word" | "words" => (Some(Unit::Word), 1),
            "c" | "char" | "chars" | "character" | "characters" => (Some(Unit::Character), 1),
            "b" | "byte" | "bytes" => (Some(Unit::Byte), 1),
            "k" | "kb" | "kib" => (Some(Unit::Byte), 1 << 10),
            "m" | "mb" | "mib" => (Some(Unit::Byte), 1 << 20),
            other => {
                return Err(format!("{other:?} is no unit; there are tokens, words, characters, bytes, kB and MB"));
            }
        };
        let number = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(times));
        match number {
            Some(0) => Err("a whole number from 1 on is needed".to_owned()),
            Some(number) => Ok(Self { number, unit }),
            None => Err("a whole number comes first, as in 500, 300words or 64kB".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(usize, Option<Unit>)>) {
        let found = text.parse::<Amount>().ok().map(|amount| (amount.number, amount.unit));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_size_is_a_number_and_perhaps_a_unit() {
        check("500", Some((500, None)));
        check("300words", Some((300, Some(Unit::Word))));
        check("2000 Characters", Some((2000, Some(Unit::Character))));
        check("64kB", Some((65_536, Some(Unit::Byte))));
        check("7t", Some((7, Some(Unit::Token))));
        for text in ["", "0", "words", "5pages", "-1", "1.5k", "99999999999999999999", "20000000000000000M"] {
            check(text, None);
        }
    }

    #[test]
    fn an_overlap_counts_in_the_unit_of_the_size() {
        let amount = |text: &str| text.parse::<Amount>().unwrap();
        assert_eq!(amount("50").in_unit_of(amount("500words")).unwrap(), 50);
        assert_eq!(amount("50tokens").in_unit_of(amount("500")).unwrap(), 50);
        assert!(amount("50words").in_unit_of(amount("500")).is_err());
    }
}
