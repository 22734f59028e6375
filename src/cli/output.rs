//! Opens what `-o` and `-f` name, and lets a verb write its tables there.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, TargetProblem};
use textmill::render::{Dialect, Guarding, Header, Layout};
use textmill::table::{
    Cell, Column, Filtered, Output, Part, PreparedRows, Preparer, Sampled, Selected, Selection, Sorted, TableIdx, Typed,
};

use super::arguments::OutputArgs;
use super::atomic_file::Existing;
use super::destination::Destination;
use super::messages::{self, Failure};
use super::output_plan::{OutputPlan, RowPlan, is_folder};
use super::session::Session;
use super::writer::Writer;

pub(crate) use super::cells::Purpose;

/// Suffixes that an id need not have, since files of texts have one anyway.
const SUFFIXES: [&str; 4] = [".txt", ".md", ".html", ".htm"];

/// The value of `--columns` that stands for all of them.
pub(crate) const ALL_COLUMNS: &str = "all";

/// Opens the output before any work is done, lets `verb` write to it, and puts it in place.
///
/// # Errors
///
/// If the output cannot be written, is an input, or nothing was read, and what `verb` returns; the old output is untouched
/// then.
pub(crate) fn write<T>(
    plan: &OutputPlan,
    session: &Session,
    verb: impl FnOnce(&mut dyn Output) -> Result<T, Error>,
) -> Result<T, Failure> {
    let mut output = open(plan, session)?;
    let value = verb(output.rows())?;
    output.finish(session)?;
    Ok(value)
}

/// Opens the tables of a plan. Rows for content that is no table go nowhere.
///
/// # Errors
///
/// If the output cannot be written or is an input.
pub(crate) fn open(plan: &OutputPlan, session: &Session) -> Result<RowOutput, Failure> {
    Ok(RowOutput::new(Writer::open(plan, session)?, plan.rows()))
}

/// Lets `verb` begin the tables of a plan, which are not written: finds out whether the columns and rows that are wanted are
/// there.
///
/// # Errors
///
/// If a column is asked for that there is not, or the format needs another one, and what `verb` returns.
pub(crate) fn try_tables(
    plan: &OutputPlan,
    verb: impl FnOnce(&mut dyn Output) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut output = RowOutput::new(Writer::trial(plan), plan.rows());
    verb(output.rows())
}

impl OutputArgs {
    /// The columns that the user wants, for verbs that save work when a column is not wanted.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if the columns make no sense.
    pub(crate) fn selection(&self) -> Result<Selection, Error> {
        let is_all = self.columns == [ALL_COLUMNS];
        let named = if is_all { &[][..] } else { &self.columns };
        Ok(Selection::parse(named)?.needing(self.rows.columns()))
    }

    /// The file or folder, unless it is standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| !matches!(path.to_str(), Some("-" | "/dev/stdout" | "/dev/fd/1")))
    }

    /// The error of an output that is left as it was, because there is nothing to write.
    pub(crate) fn left(&self, why: impl Into<String>) -> Error {
        let target = self.path().unwrap_or(Path::new("")).to_string_lossy().into_owned();
        Error::Target { target, problem: TargetProblem::NoContent(why.into()) }
    }

    /// What happens to files that are there already.
    pub(crate) fn existing(&self) -> Existing {
        Existing::of(self.force)
    }

    /// `true` if the user says where or how results are written.
    pub(crate) fn names_output(&self) -> bool {
        self.output.is_some() || self.format.is_some()
    }

    /// Whether there is a folder for files.
    pub(crate) fn names_folder(&self) -> bool {
        self.path().is_some_and(is_folder)
    }

    /// What the user says of the looks of tables that are `width` wide.
    pub(crate) fn layout(&self, width: Option<u16>) -> Layout {
        Layout {
            header: if self.no_header { Header::Hidden } else { Header::Shown },
            width,
            dialect: if self.excel { Dialect::Excel } else { Dialect::Plain },
            guarding: Guarding::None,
            ..Layout::default()
        }
    }
}

/// An opened output.
pub(crate) struct RowOutput(Filtered<Sampled<Typed<Sorted<NamedRows>>>>);

impl RowOutput {
    fn new(writer: Writer, rows: RowPlan) -> Self {
        let RowPlan { selection, types, conditions, sample, order } = rows;
        let sorted = Sorted::new(NamedRows::new(Selected::new(writer, selection)), order);
        let typed = Typed::new(sorted, types);
        Self(Filtered::new(Sampled::new(typed, sample), conditions))
    }

    /// Where rows go, with the columns that the user chose.
    pub(crate) fn rows(&mut self) -> &mut dyn Output {
        &mut self.0
    }

    /// The one place that something else than rows can be written to; none if it is a folder.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        let named = self.0.into_inner().into_inner().into_inner().into_inner();
        named.into_inner().into_inner().into_destination()
    }

    /// Puts the output in place and reports what there is to report about it.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read that it could be made of, [`Error::Write`] if the system refuses.
    pub(crate) fn finish(self, session: &Session) -> Result<(), Error> {
        self.finish_beside(session, || Ok(None))
    }

    /// The same, and puts in place what stands `beside` the rows, before the record of the run is written, which lists it.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses, and what `beside` returns.
    pub(crate) fn finish_beside(
        self,
        session: &Session,
        beside: impl FnOnce() -> Result<Option<PathBuf>, Error>,
    ) -> Result<(), Error> {
        let typed = self.0.into_inner().finish()?;
        for misfit in typed.misfits() {
            session.console().report(Finding::warning("", messages::misfits(misfit)));
        }
        typed.into_inner().finish()?.into_inner().into_inner().finish(session, beside)
    }
}

/// An [`Output`] that names rows by their ids, for a target that makes a file of each; for others it passes everything on.
struct NamedRows {
    inner: Selected<Writer>,
    tables: Vec<NamedTable>,
}

/// Names of the rows of a table.
struct NamedTable {
    unit: String,
    id_idx: Option<usize>,
    /// Number of rows without an id so far.
    n_nameless: u64,
}

impl NamedRows {
    /// Names the rows that go to `inner`.
    fn new(inner: Selected<Writer>) -> Self {
        Self { inner, tables: Vec::new() }
    }

    /// Gives back the output behind.
    fn into_inner(self) -> Selected<Writer> {
        self.inner
    }
}

impl Output for NamedRows {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let table = self.inner.table(unit, columns)?;
        if self.inner.inner_mut().rows_are_files() {
            let id_idx = columns.iter().position(|column| column.holds(Part::Id));
            self.tables.push(NamedTable { unit: unit.to_owned(), id_idx, n_nameless: 0 });
        }
        Ok(table)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        // There is an entry only if rows are files.
        if let Some(named) = self.tables.get_mut(table) {
            self.inner.inner_mut().name_next(named.name(cells));
        }
        self.inner.row(table, cells)
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        self.inner.preparer(table)
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

impl NamedTable {
    /// The id of a row without the suffix that its file gets; of a row without an id the table's name and a number.
    fn name(&mut self, cells: &[Cell<'_>]) -> String {
        let id: Cow<'_, str> = match self.id_idx.and_then(|idx| cells.get(idx)) {
            Some(Cell::Text(id) | Cell::Json(id)) => Cow::Borrowed(id.as_ref()),
            Some(Cell::Integer(id)) => id.to_string().into(),
            Some(Cell::Real(id)) => id.to_string().into(),
            Some(Cell::Empty) | None => "".into(),
        };
        if id.is_empty() {
            self.n_nameless += 1;
            return format!("{}-{:04}", self.unit, self.n_nameless);
        }
        SUFFIXES.iter().find_map(|suffix| id.strip_suffix(suffix)).unwrap_or(&id).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_called_by_its_id_or_by_its_table_and_a_number() {
        let mut table = NamedTable { unit: "passage".to_owned(), id_idx: Some(0), n_nameless: 0 };
        let cells = [Cell::text("a/b.txt"), Cell::text("c.csv#2"), Cell::Integer(7), Cell::Empty, Cell::text("")];
        let names: Vec<String> = cells.into_iter().map(|cell| table.name(&[cell])).collect();
        assert_eq!(names, ["a/b", "c.csv#2", "7", "passage-0001", "passage-0002"]);
        table.id_idx = None;
        assert_eq!(table.name(&[Cell::text("x")]), "passage-0003");
    }
}
