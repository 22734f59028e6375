//! What must hold of a row: a column, a comparison, a value.

use std::str::FromStr;

use regex::Regex;

use super::{Cell, Column, place_of};
use crate::error::{Error, OptionProblem, PatternRole};
use crate::text::{Date, PatternSyntax, compile_pattern};

/// The comparisons by their signs, longer signs first, since `<=` begins like `<`.
const SIGNS: [(&str, Sign); 9] = [
    ("==", Sign::Equal),
    ("!=", Sign::NotEqual),
    ("!~", Sign::NotMatching),
    ("<=", Sign::AtMost),
    (">=", Sign::AtLeast),
    ("=", Sign::Equal),
    ("<", Sign::Less),
    (">", Sign::More),
    ("~", Sign::Matching),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Matching,
    NotMatching,
}

/// A condition on one cell of a row.
///
/// Numbers are compared as numbers where the cell is or reads as one and the value does; for `=` and `!=` the cell must be
/// one, so that `007` is not `7`. Otherwise texts are compared character by character. An empty cell equals the empty
/// value and has no order.
#[derive(Clone, Debug)]
pub struct Condition {
    column: String,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Compared { sign: Sign, text: String, number: Option<f64> },
    Matched { pattern: Regex, is_wanted: bool },
}

impl FromStr for Condition {
    type Err = OptionProblem;

    /// Reads `COLUMN SIGN VALUE`, blanks around the column's name or not.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        let at = text.find(['=', '!', '<', '>', '~']).unwrap_or(text.len());
        let (column, rest) = (text[..at].trim(), &text[at..]);
        let sign = SIGNS.iter().find_map(|(sign, test)| rest.strip_prefix(sign).map(|value| (*test, value)));
        let Some((sign, value)) = sign.filter(|_| !column.is_empty()) else {
            return Err(OptionProblem::Condition(text.to_owned()));
        };
        let test = match sign {
            Sign::Matching | Sign::NotMatching => {
                let pattern = compile_pattern(value, PatternSyntax::Plain).map_err(PatternRole::Where.refusing())?;
                Test::Matched { pattern, is_wanted: sign == Sign::Matching }
            }
            sign => Test::Compared { sign, number: number(value), text: value.trim().to_owned() },
        };
        Ok(Self { column: column.to_owned(), test })
    }
}

impl Condition {
    /// The column that it is about.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The place of the column among these.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`] if it is none of them.
    pub(super) fn place(&self, columns: &[Column]) -> Result<usize, Error> {
        let place = place_of(columns, &self.column);
        place.ok_or_else(|| Error::unknown_column("where", &self.column, columns.iter().map(|column| &*column.name)))
    }

    /// Whether it holds of a cell of its column.
    pub fn holds(&self, cell: &Cell<'_>) -> bool {
        match &self.test {
            Test::Matched { pattern, is_wanted } => {
                let matches = match cell {
                    Cell::Text(text) | Cell::Json(text) => pattern.is_match(text),
                    Cell::Empty => pattern.is_match(""),
                    Cell::Integer(value) => pattern.is_match(&value.to_string()),
                    Cell::Real(value) => pattern.is_match(&value.to_string()),
                };
                matches == *is_wanted
            }
            Test::Compared { sign: Sign::Equal, text, number } => equals(cell, text, *number),
            Test::Compared { sign: Sign::NotEqual, text, number } => !equals(cell, text, *number),
            Test::Compared { sign, text, number } => is_ordered(*sign, cell, text, *number),
        }
    }
}

fn equals(cell: &Cell<'_>, text: &str, number: Option<f64>) -> bool {
    match cell {
        Cell::Empty => text.is_empty(),
        Cell::Text(cell) => cell == text,
        Cell::Json(cell) => cell == text || (number.is_some() && self::number(cell) == number),
        Cell::Integer(value) => number == Some(*value as f64),
        Cell::Real(value) => number == Some(*value),
    }
}

fn is_ordered(sign: Sign, cell: &Cell<'_>, text: &str, number: Option<f64>) -> bool {
    let ordering = match (cell, number) {
        (Cell::Empty, _) => None,
        (Cell::Integer(value), Some(number)) => (*value as f64).partial_cmp(&number),
        (Cell::Real(value), Some(number)) => value.partial_cmp(&number),
        (Cell::Integer(_) | Cell::Real(_), None) => None,
        // A text that is neither a number nor a date, whose year is one, is on neither side of a number.
        (Cell::Text(cell) | Cell::Json(cell), Some(number)) => {
            let value = self::number(cell).or_else(|| self::number(&Date::parse(cell)?.year()));
            value.and_then(|value| value.partial_cmp(&number))
        }
        (Cell::Text(cell) | Cell::Json(cell), None) => Some(cell.as_ref().cmp(text)),
    };
    ordering.is_some_and(|ordering| match sign {
        Sign::Less => ordering.is_lt(),
        Sign::AtMost => ordering.is_le(),
        Sign::More => ordering.is_gt(),
        Sign::AtLeast => ordering.is_ge(),
        Sign::Equal | Sign::NotEqual | Sign::Matching | Sign::NotMatching => false,
    })
}

/// The number that a text reads as; `nan` and `inf` are words.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(condition: &str, cells: &[(Cell<'_>, bool)]) {
        let parsed = condition.parse::<Condition>().expect("a condition");
        for (cell, expected) in cells {
            assert_eq!(parsed.holds(cell), *expected, "{condition} of {cell:?}");
        }
    }

    #[test]
    fn numbers_are_compared_as_numbers_however_they_are_kept() {
        let nine_and_ten = |sign_holds: [bool; 2]| {
            [("9", 9), ("10", 10)].into_iter().zip(sign_holds).flat_map(|((text, n), holds)| {
                [Cell::text(text), Cell::Json(text.into()), Cell::Integer(n), Cell::Real(n as f64)]
                    .map(|cell| (cell, holds))
            })
        };
        check("n<10", &nine_and_ten([true, false]).collect::<Vec<_>>());
        check("n <= 10", &nine_and_ten([true, true]).collect::<Vec<_>>());
        check("n>9.5", &nine_and_ten([false, true]).collect::<Vec<_>>());
        check("n>=10", &nine_and_ten([false, true]).collect::<Vec<_>>());
        check("n=9", &nine_and_ten([true, false]).collect::<Vec<_>>());
        check("n==9", &nine_and_ten([true, false]).collect::<Vec<_>>());
        check("n!=9", &nine_and_ten([false, true]).collect::<Vec<_>>());
    }

    #[test]
    fn texts_are_compared_by_their_characters() {
        check("date>=2023-05", &[(Cell::text("2023-11-05"), true), (Cell::text("2022-12-31"), false)]);
        check("id=7", &[(Cell::text("007"), false), (Cell::text("7"), true), (Cell::Json("7.0".into()), true)]);
        check("date>2023", &[(Cell::text("2023-11-05"), false), (Cell::text("2024-01-01"), true)]);
        check("date<=2023", &[(Cell::text("2023-11-05"), true), (Cell::text("2024-01-01"), false)]);
        check("a=b=c", &[(Cell::text("b=c"), true)]);
        check("n<10", &[(Cell::text("many"), false)]);
        check("n>=10", &[(Cell::text("many"), false), (Cell::text("inf"), false)]);
    }

    #[test]
    fn an_empty_cell_is_the_empty_text_and_has_no_order() {
        check("a=", &[(Cell::Empty, true), (Cell::text(""), true), (Cell::text("x"), false)]);
        check("a!=", &[(Cell::Empty, false), (Cell::text("x"), true)]);
        check("a<1", &[(Cell::Empty, false)]);
        check("a>=1", &[(Cell::Empty, false)]);
    }

    #[test]
    fn patterns_match_anywhere_in_the_cell() {
        check("a~^st.rm", &[(Cell::text("storms"), true), (Cell::text("a storm"), false), (Cell::Empty, false)]);
        check("a!~[0-9]", &[(Cell::Integer(7), false), (Cell::text("x"), true)]);
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for text in ["", "year", "=5", "!x", "a~("] {
            assert!(text.parse::<Condition>().is_err(), "{text:?}");
        }
    }
}
