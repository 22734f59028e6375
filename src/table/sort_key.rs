//! The order of rows: by which columns, and how their cells compare.

use std::str::FromStr;

use super::{Cell, Column, TextLook, place_of};
use crate::error::{Error, OptionProblem};
use crate::text::{lowercase_into, words};

/// A column that rows are sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortKey {
    column: String,
    is_falling: bool,
}

impl FromStr for SortKey {
    type Err = OptionProblem;

    /// Reads `COLUMN`, or `-COLUMN` for falling order.
    fn from_str(text: &str) -> Result<Self, OptionProblem> {
        let text = text.trim();
        let column = text.strip_prefix('-');
        match column.unwrap_or(text) {
            "" => Err(OptionProblem::SortKey(text.to_owned())),
            name => Ok(Self { column: name.to_owned(), is_falling: column.is_some() }),
        }
    }
}

impl SortKey {
    /// The column.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The same among these columns.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownColumn`] if it is none of them.
    pub(super) fn place(&self, columns: &[Column]) -> Result<PlacedKey, Error> {
        let place = place_of(columns, &self.column)
            .ok_or_else(|| Error::unknown_column("sort", &self.column, columns.iter().map(|column| &*column.name)))?;
        Ok(PlacedKey { place, look: columns[place].look, is_falling: self.is_falling })
    }
}

/// A column of a table that its rows are sorted by.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedKey {
    place: usize,
    /// Words are compared where they stand beside a hit.
    look: TextLook,
    is_falling: bool,
}

const NUMBER: u8 = 1;
const TEXT: u8 = 2;
/// An empty cell, which stands behind all others in rising and falling order.
const EMPTY: u8 = 0xff;

impl PlacedKey {
    /// Adds bytes that compare as the cells of this column do: numbers, also those in texts, before other texts, by their
    /// values; texts by their characters; empty cells last.
    pub(super) fn push(self, cells: &[Cell<'_>], key: &mut Vec<u8>) {
        let start = key.len();
        match &cells[self.place] {
            Cell::Empty => return key.push(EMPTY),
            Cell::Integer(value) => push_number(*value as f64, *value, key),
            Cell::Real(value) => push_number(*value, *value as u64, key),
            Cell::Text(text) | Cell::Json(text) if text.is_empty() => return key.push(EMPTY),
            Cell::Text(text) | Cell::Json(text) => match self.look {
                TextLook::Plain | TextLook::Name => push_value(text, key),
                TextLook::Hit | TextLook::After => words_of(text).iter().for_each(|word| push_text(word, key)),
                TextLook::Before => words_of(text).iter().rev().for_each(|word| push_text(word, key)),
            },
        }
        // Words are as many as there are; fewer come first.
        key.push(0);
        if self.is_falling {
            key[start..].iter_mut().for_each(|byte| *byte = !*byte);
            // No cell looks like an empty one.
            debug_assert_ne!(key[start], EMPTY, "the first byte of a cell is a small tag");
        }
    }
}

fn push_value(text: &str, key: &mut Vec<u8>) {
    match text.trim().parse::<f64>().ok().filter(|value| value.is_finite()) {
        Some(value) => {
            push_number(value, text.trim().parse().unwrap_or(value as u64), key);
            push_text(text, key);
        }
        None => push_text(text, key),
    }
}

/// The bits of a number so that they compare as the numbers do, then all digits of one that is larger than they hold.
fn push_number(value: f64, whole: u64, key: &mut Vec<u8>) {
    let bits = (value + 0.0).to_bits();
    let ordered = if bits >> 63 == 0 { bits | 1 << 63 } else { !bits };
    key.push(NUMBER);
    key.extend(ordered.to_be_bytes());
    key.extend(whole.to_be_bytes());
}

fn push_text(text: &str, key: &mut Vec<u8>) {
    key.push(TEXT);
    for byte in text.bytes() {
        key.push(byte);
        // A NUL in a text is not its end.
        if byte == 0 {
            key.push(1);
        }
    }
    key.push(0);
    key.push(0);
}

/// The words in lower case, as a reader of a concordance looks for them.
fn words_of(text: &str) -> Vec<String> {
    let lower = |word: &str| {
        let mut lower = String::new();
        lowercase_into(word, &mut lower);
        lower
    };
    words(text).map(|(_, word)| lower(word)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(cell: Cell<'_>, look: TextLook, is_falling: bool) -> Vec<u8> {
        let mut key = Vec::new();
        PlacedKey { place: 0, look, is_falling }.push(&[cell], &mut key);
        key
    }

    #[track_caller]
    fn check(look: TextLook, cells: &[Cell<'_>]) {
        for pair in cells.windows(2) {
            let [less, more] = [0, 1].map(|idx| key(pair[idx].clone(), look, false));
            assert!(less < more, "{pair:?}");
            let [less, more] = [0, 1].map(|idx| key(pair[idx].clone(), look, true));
            assert!(less > more || pair[1] == Cell::Empty && less < more, "{pair:?}, falling");
        }
    }

    #[test]
    fn numbers_come_by_value_then_texts_by_characters_then_empty_cells() {
        let texts = ["-7", "9", "10", "10.5", "Z", "a", "a\0", "aa", "é"].map(Cell::text);
        check(TextLook::Plain, &[&texts[..], &[Cell::Empty]].concat());
        let big = 1 << 60;
        check(
            TextLook::Plain,
            &[Cell::Real(-0.5), Cell::Integer(0), Cell::Integer(big), Cell::Integer(big + 1), Cell::text("x")],
        );
        assert_eq!(key(Cell::Real(-0.0), TextLook::Plain, false), key(Cell::Real(0.0), TextLook::Plain, false));
    }

    #[test]
    fn contexts_come_by_their_words_in_lower_case() {
        check(TextLook::After, &["a zoo", "An", "an ox", "the"].map(Cell::text));
        check(TextLook::Before, &["zoo a", "B old", "new, Old", "the"].map(Cell::text));
    }

    #[test]
    fn a_key_is_a_column_that_may_fall() {
        let parsed = |text: &str| text.parse::<SortKey>().map(|key| (key.column, key.is_falling)).ok();
        assert_eq!(parsed("-tokens"), Some(("tokens".to_owned(), true)));
        assert_eq!(parsed(" id "), Some(("id".to_owned(), false)));
        assert_eq!((parsed(""), parsed("-")), (None, None));
    }

    proptest! {
        #[test]
        fn texts_compare_as_their_characters(a in "[a-c\\x00é]{0,4}x", b in "[a-c\\x00é]{0,4}x") {
            let keys = [&a, &b].map(|text| key(Cell::text(text.as_str()), TextLook::Plain, false));
            prop_assert_eq!(keys[0].cmp(&keys[1]), a.cmp(&b));
        }
    }
}
