//! Keeps spreadsheets from running cells as formulas.
//!
//! A spreadsheet evaluates a cell that begins with `=`, `+`, `-`, `@`, TAB, CR or a full-width form of the signs, blanks
//! in front or not (CWE-1236). An apostrophe in front makes it text. Plain numbers stay as they are: guarding `-5` would
//! spoil every column of numbers.
//!
//! A cell that already has apostrophes before such a beginning gets one more, so that the guard is injective:
//! `unguard(guard(x)) == x` for every text.

use std::borrow::Cow;

/// The cell with an apostrophe in front if a spreadsheet might evaluate it, the same cell otherwise. Cost: mostly the
/// first character; a cell that begins like a number is read to its end.
pub fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    // Nearly every cell begins so.
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let cell = cell.trim_start_matches(is_blank);
    match cell.chars().next() {
        // A dash alone computes nothing; it is our name for standard input, and many people's for nothing.
        Some('-') if cell.trim_end() == "-" => false,
        Some('+' | '-') => !is_plain_number(cell),
        Some('=' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => true,
        _ => false,
    }
}

/// TAB and CR are blanks that count as a beginning, so they are none here. Invisible characters are blanks to the eye.
fn is_blank(c: char) -> bool {
    (c.is_whitespace() && c != '\t' && c != '\r')
        || matches!(c, '\0' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// `-5`, `+1,234.5`, `-.5`, `-1e-9`, `-5%`.
fn is_plain_number(cell: &str) -> bool {
    let cell = cell.trim_end();
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let unsigned = unsigned.strip_suffix('%').unwrap_or(unsigned);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_mantissa = mantissa.ends_with(|c: char| c.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    is_mantissa && exponent.is_none_or(|e| is_digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(cell: &str, expected: &str) {
        assert_eq!(guard(cell), expected, "{cell:?}");
        assert_eq!(unguard(&guard(cell)), cell, "{cell:?}");
    }

    #[test]
    fn formulas_are_guarded_blanks_in_front_or_not() {
        check("=1+1", "'=1+1");
        check("  @SUM(A1)", "'  @SUM(A1)");
        check("\u{a0}\n+cmd", "'\u{a0}\n+cmd");
        check("\tx", "'\tx");
        check(" \rx", "' \rx");
        check("－2+3", "'－2+3");
        check("- a list item", "'- a list item");
        check("-1-1", "'-1-1");
        check("-1e", "'-1e");
        check("+1e5+A1", "'+1e5+A1");
    }

    #[test]
    fn plain_numbers_and_plain_text_stay() {
        for cell in ["-5", "+1,234.5", " -.5", "-1e-9", "-5%", "5", "-", "a=b", "'quoted'", "", "'", "'tis", "\"=\""] {
            check(cell, cell);
        }
    }

    #[test]
    fn a_guarded_cell_is_guarded_once_more_and_restored() {
        check("'=1", "''=1");
        check("'' -x", "''' -x");
    }

    proptest! {
        #[test]
        fn unguard_restores_any_text(cell in "['=+@ \t\r\n－1.-]{0,6}.{0,3}") {
            let guarded = guard(&cell);
            prop_assert_eq!(unguard(&guarded), cell.as_str());
        }

        #[test]
        fn no_guarded_cell_begins_as_a_formula(cell in "['=+@ \t\r\n－1.-]{0,6}.{0,3}") {
            prop_assert!(!is_formula(&guard(&cell)));
        }
    }
}
