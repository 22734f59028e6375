//! JSON Lines: one object per row, numbers as numbers, JSON cells as they were written, an empty cell as `null`.

use std::io::{self, Write};

use super::delimited::push_digits;
use super::{Renderer, RowRenderer, shortest};
use crate::table::{Cell, Column};
use crate::text::push_json_string;

/// Writes JSON Lines. The header has no line of its own: every object carries the names.
#[derive(Default)]
pub(super) struct Jsonl {
    rows: Rows,
    /// A row at a time, so that it is one write.
    buffer: Vec<u8>,
}

/// Renders objects.
#[derive(Clone, Default)]
struct Rows {
    /// The names as JSON strings, each with what stands before it and its colon.
    keys: Vec<Vec<u8>>,
}

impl Renderer for Jsonl {
    fn header(&mut self, columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
        self.rows = Rows { keys: columns.iter().enumerate().map(|(idx, column)| key(idx, &column.name)).collect() };
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        self.buffer.clear();
        self.rows.row(cells, &mut self.buffer);
        out.write_all(&self.buffer)
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn rows(&self) -> Option<Box<dyn RowRenderer>> {
        Some(Box::new(self.rows.clone()))
    }
}

impl RowRenderer for Rows {
    fn row(&self, cells: &[Cell<'_>], out: &mut Vec<u8>) {
        for (key, cell) in self.keys.iter().zip(cells) {
            out.extend_from_slice(key);
            value(cell, out);
        }
        out.extend_from_slice(if self.keys.is_empty() { b"{}\n" } else { b"}\n" });
    }
}

fn key(idx: usize, name: &str) -> Vec<u8> {
    let mut key = vec![if idx == 0 { b'{' } else { b',' }];
    push_json_string(name, &mut key);
    key.push(b':');
    key
}

fn value(cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Empty => out.extend_from_slice(b"null"),
        Cell::Text(text) => push_json_string(text, out),
        Cell::Integer(value) => push_digits(*value, out),
        Cell::Real(value) => out.extend_from_slice(shortest(*value).as_bytes()),
        // Line ends stand only between the tokens of a JSON value, never inside one, so a blank says the same.
        Cell::Json(json) => {
            out.extend(json.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rendered::rendered;
    use super::super::{Layout, RowFormat};
    use super::*;

    fn line(columns: &[Column], row: Vec<Cell<'_>>) -> String {
        String::from_utf8(rendered(RowFormat::JSONL, Layout::default(), columns, &[row])).expect("JSON is UTF-8")
    }

    #[test]
    fn cells_keep_their_types() {
        let columns = ["t", "i", "r", "j", "e"].map(|name| Column::text(name, ""));
        let row = vec![
            Cell::text("a\n\"b\""),
            Cell::Integer(u64::MAX),
            Cell::Real(0.25),
            Cell::Json("[1,\r\n 2]".into()),
            Cell::Empty,
        ];
        let expected = "{\"t\":\"a\\n\\\"b\\\"\",\"i\":18446744073709551615,\"r\":0.25,\"j\":[1,   2],\"e\":null}\n";
        assert_eq!(line(&columns, row), expected);
    }

    proptest! {
        #[test]
        fn any_text_and_number_comes_back_on_one_line(text in ".{0,40}|[\n\r\0\"\\\\]{0,4}", real in -1e300..1e300_f64) {
            let columns = [Column::text("t", ""), Column::real("r", "")];
            let line = line(&columns, vec![Cell::text(text.as_str()), Cell::Real(real)]);
            prop_assert_eq!(line.matches('\n').count(), 1);
            let back: serde_json::Value = serde_json::from_str(&line).expect("what we wrote");
            prop_assert_eq!(back["t"].as_str(), Some(text.as_str()));
        }
    }
}
