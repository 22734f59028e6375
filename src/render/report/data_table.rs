//! A table of the page: its first rows as HTML, all of them as JSON for the script that sorts, searches and turns pages.
//!
//! Rows are encoded as they come and set aside, so that memory holds the first page alone; where, the caller says. Both
//! rows and comparisons are bounded, because a browser holds all of them.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::comparison::Comparison;
use super::markup::{cut_off, escaped};
use super::script_data::{MAX_CELL_CHARS, push_row};
use crate::render::{grouped, rounded};
use crate::table::{Cell, Column, Kind};

/// The most rows that a table of the page holds. A browser sorts as many in a moment.
pub const MAX_ROWS: u64 = 100_000;

/// Rows on a page of the table, as the script has them too.
const PAGE_ROWS: u64 = 50;

/// Comparisons are left out from this many bytes on.
const MAX_COMPARISON_BYTES: u64 = 16 << 20;

/// A place for bytes that are written once and read once.
pub trait Aside: Read + Write + Seek {}

impl<T: Read + Write + Seek> Aside for T {}

/// A table on its way to the page.
pub struct DataTable {
    caption: String,
    columns: Vec<Column>,
    /// Whether a column has a value in any row; one without is left out.
    has_values: Vec<bool>,
    /// The cells of the first page, as elements.
    first_rows: Vec<Vec<String>>,
    rows: Box<dyn Aside>,
    comparisons: Option<Box<dyn Aside>>,
    n_rows: u64,
    n_comparison_bytes: u64,
    n_left_out: u64,
}

impl DataTable {
    /// An empty table whose rows are set aside in `rows`.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>, rows: Box<dyn Aside>) -> Self {
        Self {
            caption: caption.into(),
            has_values: vec![false; columns.len()],
            columns,
            first_rows: Vec::new(),
            rows,
            comparisons: None,
            n_rows: 0,
            n_comparison_bytes: 0,
            n_left_out: 0,
        }
    }

    /// The same, for rows that open to comparisons, which are set aside in `comparisons`.
    pub fn comparing(mut self, comparisons: Box<dyn Aside>) -> Self {
        self.comparisons = Some(comparisons);
        self
    }

    /// How many rows it was given, those beyond [`MAX_ROWS`] included.
    pub fn n_rows(&self) -> u64 {
        self.n_rows
    }

    /// Takes a row: as many cells as there are columns.
    ///
    /// # Errors
    ///
    /// If it cannot be set aside.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.compared_row(cells, &[])
    }

    /// Takes a row that opens to these comparisons.
    ///
    /// # Errors
    ///
    /// If it cannot be set aside.
    pub fn compared_row(&mut self, cells: &[Cell<'_>], comparisons: &[Comparison]) -> io::Result<()> {
        self.n_rows += 1;
        if self.n_rows > MAX_ROWS {
            return Ok(());
        }
        if self.n_rows <= PAGE_ROWS {
            self.first_rows.push(cells.iter().map(element).collect());
        }
        let has_value = |cell: &Cell<'_>| !matches!(cell, Cell::Empty);
        self.has_values.iter_mut().zip(cells).for_each(|(any, cell)| *any |= has_value(cell));
        let mut json = String::from(if self.n_rows == 1 { "[\n" } else { ",\n" });
        push_row(cells, &mut json);
        self.rows.write_all(json.as_bytes())?;
        self.set_aside(comparisons)
    }

    fn set_aside(&mut self, comparisons: &[Comparison]) -> io::Result<()> {
        let Some(aside) = &mut self.comparisons else { return Ok(()) };
        let mut json = String::from(if self.n_rows == 1 { "[\n" } else { ",\n" });
        let is_full = self.n_comparison_bytes > MAX_COMPARISON_BYTES;
        if comparisons.is_empty() || is_full {
            self.n_left_out += u64::from(!comparisons.is_empty());
            json.push('0');
        } else {
            for (idx, comparison) in comparisons.iter().enumerate() {
                json.push(if idx == 0 { '[' } else { ',' });
                comparison.push_json(&mut json);
            }
            json.push(']');
        }
        self.n_comparison_bytes += json.len() as u64;
        aside.write_all(json.as_bytes())
    }

    /// Writes the table as the `number`-th of the page.
    pub(super) fn write(mut self, number: usize, out: &mut dyn Write) -> io::Result<()> {
        let id = format!("table-{number}");
        let compares = if self.comparisons.is_some() { " data-compares" } else { "" };
        writeln!(out, "<div class=\"tools\" id=\"{id}-tools\" hidden></div>")?;
        writeln!(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{id}-caption\">")?;
        writeln!(out, "<table id=\"{id}\" data-rows=\"{}\"{compares}>", self.n_rows.min(MAX_ROWS))?;
        writeln!(out, "<caption id=\"{id}-caption\" dir=\"auto\">{}</caption>", escaped(&self.caption))?;
        self.write_head(out)?;
        writeln!(out, "<tbody>")?;
        for row in &self.first_rows {
            let cells: String =
                row.iter().zip(&self.has_values).filter(|(_, any)| **any).map(|(cell, _)| cell.as_str()).collect();
            writeln!(out, "<tr>{cells}</tr>")?;
        }
        writeln!(out, "</tbody>\n</table>\n</div>")?;
        self.write_remarks(out)?;
        self.write_definitions(out)?;
        write_data(&format!("{id}-rows"), &mut *self.rows, out)?;
        match &mut self.comparisons {
            Some(comparisons) => write_data(&format!("{id}-comparisons"), &mut **comparisons, out),
            None => Ok(()),
        }
    }

    fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<thead><tr>")?;
        for (idx, column) in self.shown_columns() {
            let (kind, class) = match column.kind {
                Kind::Text | Kind::Any => ("text", ""),
                Kind::Integer => ("integer", " class=\"number\""),
                Kind::Real => ("real", " class=\"number\""),
            };
            let name = escaped(&column.name);
            write!(out, "<th scope=\"col\" data-kind=\"{kind}\" data-column=\"{idx}\"{class}>{name}</th>")?;
        }
        writeln!(out, "</tr></thead>")
    }

    /// The columns that have a value somewhere, with their places in the rows; all of them if there are no rows.
    fn shown_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(idx, _)| self.n_rows == 0 || self.has_values[*idx])
    }

    /// What a reader would miss without being told.
    fn write_remarks(&self, out: &mut dyn Write) -> io::Result<()> {
        let n_rows = grouped(self.n_rows);
        if self.n_rows > PAGE_ROWS {
            writeln!(
                out,
                "<noscript><p>The first {PAGE_ROWS} of {n_rows} rows; a script shows the others.</p></noscript>"
            )?;
        }
        if self.n_rows > MAX_ROWS {
            let max = grouped(MAX_ROWS);
            writeln!(out, "<p class=\"remark\">Only the first {max} of {n_rows} rows are in this page.</p>")?;
        }
        if self.n_left_out > 0 {
            let n = grouped(self.n_left_out);
            writeln!(out, "<p class=\"remark\">{n} rows further down have no comparison, to keep the page small.</p>")?;
        }
        Ok(())
    }

    fn write_definitions(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<details><summary>What the columns say</summary>\n<dl>")?;
        for (_, Column { name, definition, .. }) in self.shown_columns() {
            writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(definition))?;
        }
        writeln!(out, "</dl>\n</details>")
    }
}

/// A cell as the script makes it, too.
fn element(cell: &Cell<'_>) -> String {
    let (attributes, text) = match cell {
        Cell::Empty => ("", String::new()),
        Cell::Text(text) | Cell::Json(text) => (" dir=\"auto\"", cut_off(text, MAX_CELL_CHARS).into_owned()),
        Cell::Integer(value) => (" class=\"number\"", grouped(*value)),
        Cell::Real(value) => (" class=\"number\"", rounded(*value)),
    };
    format!("<td{attributes}>{}</td>", escaped(&text))
}

fn write_data(id: &str, data: &mut dyn Aside, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<script type=\"application/json\" id=\"{id}\">")?;
    data.seek(SeekFrom::Start(0))?;
    let n_bytes = io::copy(data, out)?;
    writeln!(out, "{}</script>", if n_bytes == 0 { "[]" } else { "\n]" })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::comparison::{Pane, Piece};
    use super::*;

    fn table() -> DataTable {
        let columns = vec![Column::text("word", "a <type>"), Column::integer("n", "how many"), Column::real("r", "")];
        DataTable::new("Words & more", columns, Box::new(Cursor::new(Vec::new())))
    }

    fn written(table: DataTable) -> String {
        let mut out = Vec::new();
        table.write(1, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What stands in the script element called `id`.
    fn data(page: &str, id: &str) -> serde_json::Value {
        let start = format!("<script type=\"application/json\" id=\"{id}\">");
        let rest = page.split_once(&start).unwrap().1;
        serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
    }

    #[test]
    fn rows_stand_in_the_page_as_markup_and_as_data() {
        let mut table = table();
        table.row(&[Cell::text("</script>"), Cell::Integer(1_234), Cell::Real(0.031_24)]).unwrap();
        let page = written(table);
        let row = "<tr><td dir=\"auto\">&lt;/script&gt;</td><td class=\"number\">1,234</td><td class=\"number\">0.0312</td></tr>";
        assert!(page.contains(row), "{page}");
        assert!(page.contains("<dt>word</dt><dd>a &lt;type&gt;</dd>"), "{page}");
        assert_eq!(data(&page, "table-1-rows"), serde_json::json!([["</script>", 1234, 0.03124]]));
        assert_eq!(page.matches("</script").count(), 1);
    }

    #[test]
    fn a_table_without_rows_is_a_table() {
        assert_eq!(data(&written(table()), "table-1-rows"), serde_json::json!([]));
    }

    #[test]
    fn all_rows_are_data_and_only_the_first_are_markup() {
        let mut table = table();
        for n in 0..120 {
            table.row(&[Cell::Empty, Cell::Integer(n), Cell::Empty]).unwrap();
        }
        let page = written(table);
        assert_eq!(page.matches("<tr><td class=\"number\">").count() as u64, PAGE_ROWS);
        assert_eq!(data(&page, "table-1-rows").as_array().unwrap().len(), 120);
        assert!(page.contains("<noscript><p>The first 50 of 120 rows"), "{page}");
    }

    #[test]
    fn a_column_without_any_value_is_left_out() {
        let mut table = table();
        table.row(&[Cell::text("mill"), Cell::Empty, Cell::Real(0.5)]).unwrap();
        let page = written(table);
        assert!(page.contains("<tr><td dir=\"auto\">mill</td><td class=\"number\">0.5000</td></tr>"), "{page}");
        assert!(page.contains("data-column=\"2\"") && !page.contains("data-column=\"1\""), "{page}");
        assert_eq!(data(&page, "table-1-rows"), serde_json::json!([["mill", null, 0.5]]));
    }

    #[test]
    fn rows_beyond_what_a_page_holds_are_counted_and_said() {
        let mut table = table();
        for _ in 0..MAX_ROWS + 2 {
            table.row(&[Cell::Empty, Cell::Empty, Cell::Empty]).unwrap();
        }
        let page = written(table);
        assert_eq!(data(&page, "table-1-rows").as_array().unwrap().len() as u64, MAX_ROWS);
        assert!(page.contains("Only the first 100,000 of 100,002 rows are in this page"));
    }

    #[test]
    fn comparisons_stand_at_the_place_of_their_row_until_there_are_too_many() {
        let mut table = table().comparing(Box::new(Cursor::new(Vec::new())));
        let pane = Pane { label: String::new(), pieces: vec![(Piece::Shared, "x".repeat(9 << 20))] };
        let comparison = Comparison { heading: "h".to_owned(), panes: vec![pane] };
        let row = [Cell::Empty, Cell::Empty, Cell::Empty];
        table.row(&row).unwrap();
        for _ in 0..3 {
            table.compared_row(&row, std::slice::from_ref(&comparison)).unwrap();
        }
        let page = written(table);
        let data = data(&page, "table-1-comparisons");
        assert_eq!(
            (&data[0], &data[1][0][0], &data[2][0][1][1], &data[3]),
            (&0.into(), &"h".into(), &"s".into(), &0.into())
        );
        assert!(page.contains("1 rows further down have no comparison"));
    }
}
