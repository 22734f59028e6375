//! Tables of GitHub-flavoured Markdown.
//!
//! Whatever Markdown would act on in a cell is escaped, so that the page shows the text itself; line ends become `<br>`.
//! Numbers are exact and right-aligned. A Markdown table cannot be without a header, so a hidden one is a row of blanks.

use std::io::{self, Write};

use super::{Header, Renderer, shortest};
use crate::table::{Cell, Column};

/// Writes a Markdown table.
pub(super) struct Markdown {
    header: Header,
}

impl Markdown {
    pub(super) fn new(header: Header) -> Self {
        Self { header }
    }
}

impl Renderer for Markdown {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        for column in columns {
            match self.header {
                Header::Shown => write!(out, "| {} ", escaped(&column.name))?,
                Header::Hidden => write!(out, "|  ")?,
            }
        }
        writeln!(out, "|")?;
        for column in columns {
            write!(out, "| {} ", if column.kind.is_number() { "--:" } else { "---" })?;
        }
        writeln!(out, "|")
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        for cell in cells {
            match cell {
                Cell::Empty => write!(out, "|  ")?,
                Cell::Text(text) | Cell::Json(text) => write!(out, "| {} ", escaped(text))?,
                Cell::Integer(value) => write!(out, "| {value} ")?,
                Cell::Real(value) => write!(out, "| {} ", shortest(*value))?,
            }
        }
        writeln!(out, "|")
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut previous = '\0';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\r' => escaped.push_str("<br>"),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '[' | ']' | '~' => escaped.extend(['\\', c]),
            // Inside a word an underscore is only an underscore, and names of files are full of them.
            '_' if !(previous.is_alphanumeric() && characters.peek().is_some_and(|next| next.is_alphanumeric())) => {
                escaped.push_str("\\_");
            }
            _ => escaped.push(c),
        }
        previous = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::rendered::rendered;
    use super::super::{Layout, RowFormat};
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn what_markdown_would_act_on_is_escaped() {
        check("a|b", "a\\|b");
        check("one\r\ntwo\nthree", "one<br>two<br>three");
        check("<b> & *c*", "&lt;b> &amp; \\*c\\*");
        check("my_file.txt _x_", "my_file.txt \\_x\\_");
        check("\\|", "\\\\\\|");
    }

    #[test]
    fn numbers_stand_right_and_exact() {
        let columns = [Column::text("name", ""), Column::integer("tokens", "")];
        let rows = [vec![Cell::text("a"), Cell::Integer(1_234_567)], vec![Cell::Empty, Cell::Empty]];
        let written = rendered(RowFormat::MARKDOWN, Layout::default(), &columns, &rows);
        let expected = "| name | tokens |\n| --- | --: |\n| a | 1234567 |\n|  |  |\n";
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }
}
