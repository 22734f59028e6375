//! What a sheet can hold (Microsoft, "Excel specifications and limits"); LibreOffice has the same limits.

/// The longest text of a cell, in UTF-16 units.
pub const LONGEST_CELL: usize = 32_767;

/// The most rows of a sheet, the header included.
pub const MOST_ROWS: u64 = 1_048_576;

/// As much of a text as a cell holds: all of it, or up to the last character that fits. Cost: a text has no more UTF-16
/// units than bytes, so only texts of more than [`LONGEST_CELL`] bytes are looked at.
#[inline]
pub fn cell_prefix(text: &str) -> &str {
    if text.len() <= LONGEST_CELL {
        return text;
    }
    let mut n_units = 0;
    for (at, c) in text.char_indices() {
        n_units += c.len_utf16();
        if n_units > LONGEST_CELL {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, n_bytes_that_fit: usize) {
        assert_eq!(cell_prefix(text).len(), n_bytes_that_fit);
    }

    #[test]
    fn a_cell_holds_as_many_units_as_it_may_and_no_half_character() {
        check("", 0);
        check(&"x".repeat(LONGEST_CELL), LONGEST_CELL);
        check(&"x".repeat(LONGEST_CELL + 1), LONGEST_CELL);
        check(&"é".repeat(LONGEST_CELL), 2 * LONGEST_CELL);
        check(&"🦀".repeat(LONGEST_CELL / 2 + 1), LONGEST_CELL / 2 * 4);
    }
}
