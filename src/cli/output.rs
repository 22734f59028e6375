//! Opens what `-o` and `-f` name, and lets a verb write its tables there.

use std::path::{Path, PathBuf};

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, TargetProblem};
use textmill::render::{Dialect, Guarding, Header, Layout};
use textmill::table::{Filtered, Output, Sampled, Selected, Selection, Sorted, Typed};

use super::arguments::OutputArgs;
use super::destination::Destination;
use super::messages::{self, Failure};
use super::named_rows::NamedRows;
use super::output_plan::{OutputPlan, RowPlan, is_folder};
use super::session::Session;
use super::target::Target;

pub(crate) use super::cells::Purpose;

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
    Ok(RowOutput::new(Target::open(plan, session)?, plan.rows()))
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
    let mut output = RowOutput::new(Target::trial(plan), plan.rows());
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
    fn new(target: Target, rows: RowPlan) -> Self {
        let RowPlan { selection, types, conditions, sample, order } = rows;
        let sorted = Sorted::new(NamedRows::new(Selected::new(target, selection)), order);
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
