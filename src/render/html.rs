//! A table in a web page of its own: no script, no network, readable in light and dark.
//!
//! Texts come from anywhere, so nothing in a cell is markup: `&`, `<`, `>` and quotes are escaped, and control characters,
//! which HTML forbids, become the replacement character. The page forbids scripts and loading by its content security
//! policy beside. Cells keep their line ends and have the direction of their own text.

use std::io::{self, Write};

use super::{Header, Renderer, shortest};
use crate::table::{Cell, Column, PAGE_MARK};

/// Everything before the mark of the page.
const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"viewport\" content=\"width=device-width\">
";

/// Everything between the mark and the table.
const STYLE: &str = "
<title>textmill</title>
<style>
:root { color-scheme: light dark; }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: .2rem .5rem;
  vertical-align: top; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: Canvas; }
.n { text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
</style>
</head>
<body>
<table>
";

const FOOT: &str = "</tbody>\n</table>\n</body>\n</html>\n";

/// Writes a web page with one table.
pub(super) struct Html {
    header: Header,
}

impl Html {
    pub(super) fn new(header: Header) -> Self {
        Self { header }
    }
}

impl Renderer for Html {
    fn header(&mut self, columns: &[Column], out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{HEAD}{PAGE_MARK}{STYLE}")?;
        if self.header == Header::Shown {
            write!(out, "<thead>\n<tr>")?;
            for column in columns {
                let class = if column.kind.is_number() { " class=\"n\"" } else { "" };
                write!(out, "<th scope=\"col\"{class} title=\"")?;
                escape(&column.definition, out)?;
                write!(out, "\">")?;
                escape(&column.name, out)?;
                write!(out, "</th>")?;
            }
            write!(out, "</tr>\n</thead>\n")?;
        }
        writeln!(out, "<tbody>")
    }

    fn row(&mut self, cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<tr>")?;
        for cell in cells {
            match cell {
                Cell::Empty => write!(out, "<td></td>")?,
                Cell::Integer(value) => write!(out, "<td class=\"n\">{value}</td>")?,
                Cell::Real(value) => write!(out, "<td class=\"n\">{}</td>", shortest(*value))?,
                Cell::Text(text) | Cell::Json(text) => {
                    write!(out, "<td dir=\"auto\">")?;
                    escape(text, out)?;
                    write!(out, "</td>")?;
                }
            }
        }
        writeln!(out, "</tr>")
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(FOOT.as_bytes())
    }
}

/// Writes `text` so that it is text in an element and in a quoted attribute.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = text;
    while let Some(at) = rest.find(|c| replacement(c).is_some()) {
        out.write_all(&rest.as_bytes()[..at])?;
        let mut characters = rest[at..].chars();
        let replaced = characters.next().and_then(replacement);
        out.write_all(replaced.unwrap_or_default().as_bytes())?;
        rest = characters.as_str();
    }
    out.write_all(rest.as_bytes())
}

fn replacement(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        '\n' | '\t' => None,
        // A carriage return would be read as a line feed, unless it is named.
        '\r' => Some("&#13;"),
        _ if c.is_control() => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rendered::rendered;
    use super::super::{Layout, RowFormat};
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = Vec::new();
        escape(text, &mut out).expect("a vector takes all");
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn nothing_in_a_cell_is_markup() {
        let cases = [
            ("</td><script>alert(1)</script>", "&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("\" onmouseover='x'", "&quot; onmouseover=&#39;x&#39;"),
            ("&lt;", "&amp;lt;"),
            ("a\0b\x1b[2J\r\n\tc", "a\u{fffd}b\u{fffd}[2J&#13;\n\tc"),
        ];
        for (text, expected) in cases {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_page_has_a_header_with_definitions_and_numbers_at_the_end_of_their_cells() {
        let columns = [Column::text("id", "who <it> is"), Column::integer("tokens", "how many")];
        let rows = [vec![Cell::text("a"), Cell::Integer(1_234)], vec![Cell::Empty, Cell::Real(0.5)]];
        let page = rendered(RowFormat::HTML, Layout::default(), &columns, &rows);
        let page = String::from_utf8(page).expect("a page is UTF-8");
        let (_, table) = page.split_once("<table>\n").expect("there is a table");
        let expected = "<thead>\n<tr><th scope=\"col\" title=\"who &lt;it&gt; is\">id</th>\
            <th scope=\"col\" class=\"n\" title=\"how many\">tokens</th></tr>\n</thead>\n<tbody>\n\
            <tr><td dir=\"auto\">a</td><td class=\"n\">1234</td></tr>\n\
            <tr><td></td><td class=\"n\">0.5</td></tr>\n</tbody>\n</table>\n</body>\n</html>\n";
        assert_eq!(table, expected);
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_cell(text in ".{0,60}|[<>&\"'a-z/=]{0,40}") {
            let escaped = escaped(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            prop_assert!(!escaped.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }
    }
}
