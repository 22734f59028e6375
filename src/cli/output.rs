//! Opens what `-o` and `-f` name, and lets a verb write its tables there.

use std::path::{Path, PathBuf};

use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, TargetProblem};
use textmill::render::{Dialect, Guarding, Header, Layout};
use textmill::table::{Filtered, Output, Sampled, Selected, Selection, Typed};

use super::arguments::OutputArgs;
use super::chosen_format::ChosenFormat;
use super::destination::Destination;
use super::document_output::DocumentOutput;
use super::messages::{self, Failure};
use super::named_rows::NamedRows;
use super::session::Session;
use super::target::Target;

pub(crate) use super::cells::Purpose;

/// The width of a terminal that does not tell.
const USUAL_WIDTH: u16 = 80;

/// Whether a verb makes so many tables that they need a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Files {
    /// One file, or a folder if the user names one.
    AsNamed,
    /// A folder, whatever its name looks like, because this flag makes several files.
    Folder(&'static str),
    /// Nothing at all: the answer is the exit code.
    Nothing,
}

/// Opens the output before any work is done, lets `verb` write to it, and puts it in place.
///
/// # Errors
///
/// If the output cannot be written, is an input, or nothing was read, and what `verb` returns; the old output is untouched
/// then.
pub(crate) fn write<T>(
    args: &OutputArgs,
    files: Files,
    purpose: Purpose,
    session: &Session,
    verb: impl FnOnce(&mut dyn Output) -> Result<T, Error>,
) -> Result<T, Failure> {
    let mut output = open(args, files, purpose, session)?;
    let value = verb(output.rows())?;
    output.finish(session)?;
    Ok(value)
}

/// Opens the output, for a verb that does not know yet what it will write.
///
/// # Errors
///
/// If the output cannot be written or is an input, or the columns make no sense.
pub(crate) fn open(args: &OutputArgs, files: Files, purpose: Purpose, session: &Session) -> Result<RowOutput, Failure> {
    let selection = args.selection()?;
    let rows = &args.rows;
    let types = rows.types()?;
    let target = Target::open(args, files, purpose, session)?;
    let has_suffix_of_table = args.path().and_then(ChosenFormat::of_path).is_some();
    let typed = Typed::new(NamedRows::new(Selected::new(target, selection)), types);
    let rows = Filtered::new(Sampled::new(typed, rows.sample()), rows.conditions().to_vec());
    Ok(RowOutput { rows, has_suffix_of_table })
}

impl OutputArgs {
    /// The columns that the user wants, for verbs that save work when a column is not wanted.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if the columns make no sense.
    pub(crate) fn selection(&self) -> Result<Selection, Error> {
        Ok(Selection::parse(&self.columns)?.needing(self.rows.columns()))
    }

    /// The file or folder, unless it is standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| !matches!(path.to_str(), Some("-" | "/dev/stdout" | "/dev/fd/1")))
    }

    /// Refuses `--provenance` for `what` is written, if that is no table.
    ///
    /// # Errors
    ///
    /// [`Error::Option`].
    pub(crate) fn refuse_provenance(&self, what: &str) -> Result<(), Error> {
        if self.provenance { Err(messages::no_provenance(what)) } else { Ok(()) }
    }

    /// The error of an output that is left as it was, because there is nothing to write.
    pub(crate) fn left(&self, why: impl Into<String>) -> Error {
        let target = self.path().unwrap_or(Path::new("")).to_string_lossy().into_owned();
        Error::Target { target, problem: TargetProblem::NoContent(why.into()) }
    }

    /// Whether there is a folder or book for several tables.
    pub(crate) fn takes_several_tables(&self) -> bool {
        let is_book = |path| matches!(ChosenFormat::of_path(path), Some(ChosenFormat::Book(_)));
        self.path().is_some_and(|path| is_folder(path) || is_book(path))
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
        }
    }

    /// The format of one file or stream: the one that the user names, or the suffix of the output, or else `usual`.
    ///
    /// # Errors
    ///
    /// If it is none of tables, or not what another flag needs, or nobody knows the suffix: to write `usual` into a file
    /// that is called otherwise would be found out only by whoever opens it.
    pub(crate) fn chosen_format(&self, usual: ChosenFormat) -> Result<ChosenFormat, Failure> {
        match (self.named_format()?, self.path().filter(|path| path.extension().is_some())) {
            (None, Some(path)) => Err(messages::unknown_suffix(path).into()),
            (named, _) => Ok(self.checked(named.unwrap_or(usual))?),
        }
    }

    /// The format of the files of a folder: the one that the user names, or else `usual`.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if it is none of tables, or not what another flag needs.
    pub(crate) fn format_in_folder(&self, usual: ChosenFormat) -> Result<ChosenFormat, Error> {
        self.checked(self.named_format()?.unwrap_or(usual))
    }

    fn named_format(&self) -> Result<Option<ChosenFormat>, Error> {
        let path = self.path().filter(|path| !is_folder(path));
        match (self.format, path.and_then(DocumentOutput::of_path)) {
            (Some(name), _) => ChosenFormat::named(name).ok_or_else(|| messages::no_table(name)).map(Some),
            (None, Some(documents)) => Err(messages::documents_only(documents.name())),
            (None, None) => Ok(path.and_then(ChosenFormat::of_path)),
        }
    }

    fn checked(&self, format: ChosenFormat) -> Result<ChosenFormat, Error> {
        if self.excel && !format.is_delimited() {
            return Err(messages::excel_is_delimited(format.name()));
        }
        Ok(format)
    }
}

/// An opened output.
pub(crate) struct RowOutput {
    rows: Filtered<Sampled<Typed<NamedRows>>>,
    has_suffix_of_table: bool,
}

impl RowOutput {
    /// Where rows go, with the columns that the user chose.
    pub(crate) fn rows(&mut self) -> &mut dyn Output {
        &mut self.rows
    }

    /// Whether the name of the output says that it is a table.
    pub(crate) fn has_suffix_of_table(&self) -> bool {
        self.has_suffix_of_table
    }

    /// The one place that something else than rows can be written to; none if it is a folder.
    pub(crate) fn into_destination(self) -> Option<Destination> {
        let named = self.rows.into_inner().into_inner().into_inner();
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
        let typed = self.rows.into_inner().finish()?;
        for misfit in typed.misfits() {
            session.console().report(Finding::warning("", messages::misfits(misfit)));
        }
        typed.into_inner().into_inner().into_inner().finish(session, beside)
    }
}

/// How wide lines may be; `None` if the place has no width of its own and none is told.
pub(crate) fn width_of(destination: &Destination) -> Option<u16> {
    if destination.is_terminal() { Some(terminal_width()) } else { told_width() }
}

/// An existing folder, or a name that ends like one.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

/// The width that the environment tells, which a user or a test may set.
pub(crate) fn told_width() -> Option<u16> {
    std::env::var("COLUMNS").ok()?.parse().ok().filter(|&width| width > 0)
}

fn terminal_width() -> u16 {
    let measured = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    told_width().or_else(measured).unwrap_or(USUAL_WIDTH)
}
