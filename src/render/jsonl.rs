//! JSON Lines: one object per row, numbers as numbers, JSON cells as they were written, an empty cell as `null`.

use std::io::{self, Write};

use super::{Renderer, shortest};
use crate::table::{Cell, Column};

/// Writes JSON Lines. The header has no line of its own: every object carries the names.
#[derive(Default)]
pub(super) struct Jsonl {
    /// The names as JSON strings, each with its colon.
    keys: Vec<String>,
}

impl Renderer for Jsonl {
    fn header(&mut self, columns: &[Column], _out: &mut dyn Write) -> io::Result<()> {
        self.keys = columns.iter().map(|c| serde_json::to_string(&c.name)).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        let mut before = '{';
        for (key, cell) in self.keys.iter().zip(cells) {
            write!(out, "{before}{key}:")?;
            value(cell, out)?;
            before = ',';
        }
        out.write_all(if before == '{' { b"{}\n" } else { b"}\n" })
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn value(cell: &Cell<'_>, out: &mut dyn Write) -> io::Result<()> {
    match cell {
        Cell::Empty => out.write_all(b"null"),
        Cell::Text(text) => Ok(serde_json::to_writer(out, text)?),
        Cell::Integer(value) => write!(out, "{value}"),
        Cell::Real(value) => out.write_all(shortest(*value).as_bytes()),
        // Line ends stand only between the tokens of a JSON value, never inside one, so a blank says the same.
        Cell::Json(json) => out.write_all(json.replace(['\n', '\r'], " ").as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rendered::rendered;
    use super::super::{Format, Layout};
    use super::*;

    fn line(columns: &[Column], row: Vec<Cell<'_>>) -> String {
        String::from_utf8(rendered(Format::Jsonl, Layout::default(), columns, &[row])).expect("JSON is UTF-8")
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
