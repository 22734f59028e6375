//! The texts of a table, one after the other, each ending its last line.

use std::io::{self, Write};

use super::Renderer;
use crate::table::{Cell, Column, Part};

/// Writes texts alone.
#[derive(Default)]
pub(super) struct PlainText {
    text_idx: usize,
}

impl Renderer for PlainText {
    fn header(&mut self, columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
        let text_idx = columns.iter().position(|column| column.holds(Part::Text));
        self.text_idx = text_idx.ok_or_else(|| io::Error::other("its rows have no column \"text\""))?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        let Cell::Text(text) = &cells[self.text_idx] else { return Ok(()) };
        out.write_all(text.as_bytes())?;
        if text.is_empty() || text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") }
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::rendered::rendered;
    use super::super::{Layout, RowFormat};
    use super::*;

    #[test]
    fn texts_end_their_last_lines() {
        let columns = [Column::text("id", ""), Column::text("text", "")];
        let rows = ["one", "two\n", ""].map(|text| vec![Cell::text("id"), Cell::text(text)]);
        assert_eq!(rendered(RowFormat::TEXT, Layout::default(), &columns, &rows), b"one\ntwo\n");
    }

    #[test]
    fn a_table_without_texts_is_refused() {
        let error = PlainText::default().header(&[Column::text("id", "")], &mut Vec::new()).expect_err("no text");
        assert_eq!(error.to_string(), "its rows have no column \"text\"");
    }
}
