//! Rows as lists of name and value, one line per column: for a row, or for columns, too many for a terminal's width.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::shortened;
use super::widths::GAP;
use crate::table::Kind;

/// Names never take more than this, so that there is room for values.
const WIDEST_NAME: usize = 32;

/// Writes one row: names left, numbers right-aligned among themselves, texts left and shortened to `width`.
pub(super) fn write_row(
    names: &[&str],
    kinds: &[Kind],
    values: &[String],
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name_width = names.iter().map(|name| name.width()).max().unwrap_or(0).min(WIDEST_NAME);
    let numbers = values.iter().zip(kinds).filter(|(_, kind)| kind.is_number());
    let number_width = numbers.map(|(value, _)| value.width()).max().unwrap_or(0);
    let value_width = width.saturating_sub(name_width + GAP).max(number_width).max(1);
    for ((name, kind), value) in names.iter().zip(kinds).zip(values) {
        let name = shortened(name, name_width);
        let value = shortened(value, value_width);
        let before = match kind {
            Kind::Text | Kind::Any => 0,
            Kind::Integer | Kind::Real => number_width.saturating_sub(value.width()),
        };
        let line = format!("{name}{}{value}", " ".repeat(name_width - name.width() + GAP + before));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Writes the line that stands over row `number`.
pub(super) fn write_heading(number: u64, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "── {number} ──")
}
