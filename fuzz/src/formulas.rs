//! No guarded cell is run by a spreadsheet, and every one can be restored.

use textmill::text::{guard, unguard};

pub(super) fn holds(bytes: &[u8]) {
    let cell = String::from_utf8_lossy(bytes);
    let guarded = guard(&cell);
    assert_eq!(unguard(&guarded), cell);
    assert!(!is_run(&guarded), "{guarded:?} would be run");
    // Nothing is guarded but what has an apostrophe or a sign in front.
    assert!(guarded == cell || cell.contains(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{cell:?}");
}

/// A sign behind blanks, and no number.
fn is_run(cell: &str) -> bool {
    let cell = cell.trim_start_matches(|c: char| c.is_whitespace() && !matches!(c, '\t' | '\r'));
    match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => cell.trim() != "-" && cell.contains(|c: char| !is_of_number(c)),
        _ => false,
    }
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '.' | ',' | '%' | 'e' | 'E')
}
