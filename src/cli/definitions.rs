//! What the columns of a run mean and what its numbers depend on, as rows of a table.
//!
//! `--list-columns` writes them instead of results, `--definitions` beside the results, so that two runs can be compared.

use textmill::error::Error;
use textmill::render::{Layout, RowFormat};
use textmill::table::{Cell, Column, Kind};
use textmill::text::UNICODE_VERSION;

use super::cells::{Cells, Guard, Overlong};
use super::destination::Destination;

/// Where definitions go.
pub(crate) enum DefinitionsPlace {
    /// In place of the rows.
    InsteadOfRows,
    /// In one more table of the folder.
    InFolder,
    /// In a file beside that of the rows.
    Beside(Destination, Guard),
}

/// The tables of a run with their columns, and its settings.
#[derive(Debug, Default)]
pub(crate) struct RunDefinitions {
    settings: Vec<[String; 4]>,
    columns: Vec<[String; 4]>,
    n_tables: usize,
}

impl RunDefinitions {
    /// The columns of the definitions themselves.
    pub(crate) fn columns() -> [Column; 4] {
        [
            Column::text("table", "what one row of the table is, as --per names it; empty for a setting of the run"),
            Column::text("name", "the name of the column or setting"),
            Column::text(
                "kind",
                "text, integer, real, or any for the field of a record, whose values keep their types; setting",
            ),
            Column::text(
                "definition",
                "what the column holds, with formula, unit and reference; the value of a setting",
            ),
        ]
    }

    /// Adds a table; returns its place among all tables.
    pub(crate) fn add_table(&mut self, unit: &str, columns: &[Column]) -> usize {
        let rows =
            columns.iter().map(|column| [unit, &column.name, kind(column.kind), &column.definition].map(str::to_owned));
        self.columns.extend(rows);
        self.n_tables += 1;
        self.n_tables - 1
    }

    /// Adds a choice that the numbers depend on.
    pub(crate) fn add_setting(&mut self, name: &str, value: &str) {
        self.settings.push(["", name, "setting", value].map(str::to_owned));
    }

    /// Names and values of the settings.
    pub(crate) fn settings(&self) -> impl Iterator<Item = [&str; 2]> {
        self.settings.iter().map(|[_, name, _, value]| [name.as_str(), value])
    }

    /// Table, name, kind and definition of each column.
    pub(crate) fn described_columns(&self) -> impl Iterator<Item = [&str; 4]> {
        self.columns.iter().map(|column| column.each_ref().map(String::as_str))
    }

    /// The rows of the columns alone.
    pub(crate) fn column_rows(&self) -> impl Iterator<Item = [Cell<'_>; 4]> {
        self.columns.iter().map(cells)
    }

    /// All rows: the versions of program and Unicode, the settings, the columns.
    pub(crate) fn rows(&self) -> impl Iterator<Item = [Cell<'_>; 4]> {
        let setting = |name, value| [Cell::Empty, Cell::text(name), Cell::text("setting"), Cell::text(value)];
        let (major, minor, patch) = UNICODE_VERSION;
        let versions =
            [("textmill", env!("CARGO_PKG_VERSION").to_owned()), ("unicode", format!("{major}.{minor}.{patch}"))];
        let versions = versions.map(|(name, value)| setting(name, value));
        versions.into_iter().chain(self.settings.iter().map(cells)).chain(self.column_rows())
    }

    /// Writes all rows as CSV and puts the file in place.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn write(&self, mut destination: Destination, guard: Guard) -> Result<(), Error> {
        let mut renderer = RowFormat::CSV.renderer(guard.marked(Layout::default(), destination.kind()));
        let mut guarded = Cells::for_spreadsheet(guard, Overlong::Unasked);
        destination.write(|out| {
            renderer.header(&Self::columns(), out)?;
            self.rows().try_for_each(|row| renderer.row(&guarded.row(0, &row), out))?;
            renderer.finish(out)
        })?;
        destination.commit()
    }
}

fn cells(row: &[String; 4]) -> [Cell<'_>; 4] {
    row.each_ref().map(|text| if text.is_empty() { Cell::Empty } else { Cell::text(text) })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Any => "any",
        Kind::Integer => "integer",
        Kind::Real => "real",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_settings_come_before_columns() {
        let mut definitions = RunDefinitions::default();
        assert_eq!(definitions.add_table("word", &[Column::integer("frequency", "tokens of the type")]), 0);
        definitions.add_setting("fold", "as written");
        let names: Vec<String> = definitions.rows().map(|row| format!("{:?}", row[1])).collect();
        let expected = ["textmill", "unicode", "fold", "frequency"].map(|name| format!("{:?}", Cell::text(name)));
        assert_eq!(names, expected);
        let column = definitions.column_rows().next().unwrap();
        assert_eq!(column, ["word", "frequency", "integer", "tokens of the type"].map(Cell::text));
    }
}
