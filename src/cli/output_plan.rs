//! The plan of a run's output: what is written, where and in which format. It is made before anything is opened; the run
//! carries it out, `--dry-run` prints it, and `--list-columns` replaces its rows.

use std::io;
use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::export::DocumentFormat;
use textmill::render::{FormatKind, Layout, MOST_ROWS, OutputFormat, RowFormat, ShownColumns, TableFormat};
use textmill::table::{Condition, RowOrder, Sample, Selection, Types};

use super::arguments::OutputArgs;
use super::atomic_file::Existing;
use super::cells::{CellKind, Cells, Guard, Purpose};
use super::destination::PlaceKind;
use super::messages::{self, Failure};
use super::screen;

/// Name of the manifest in a folder of segments.
const MANIFEST: &str = "manifest.csv";

/// What a verb would write if no flag about the output were given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    /// The verb, which decides on the formats there are.
    pub(crate) verb: &'static str,
    pub(crate) content: Requested,
    pub(crate) purpose: Purpose,
}

/// Kinds of content that a verb can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requested {
    /// One table, or what else the format is made of.
    Table,
    /// Several tables, because of this flag.
    Tables(&'static str),
    /// The same, but two documents as a text unless a table is asked for.
    Difference,
    /// A table, or two documents as a text if each side turns out to have one document.
    TableOrDifference,
    /// One text of this name, whatever the file is called.
    Text(&'static str),
    /// A file for each segment, with a manifest.
    Segments,
    /// A file for each source of a manifest.
    Sources,
    /// No output: the answer is the exit code.
    Nothing,
}

/// What a run writes.
#[derive(Debug)]
pub(crate) struct OutputPlan {
    pub(crate) place: Place,
    pub(crate) content: Content,
    /// Record of the run.
    pub(crate) record: Option<PathBuf>,
    /// Further files of the verb.
    pub(crate) beside: Vec<PathBuf>,
}

/// A place that results go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Nowhere,
    Stdout,
    File(PathBuf),
    /// A folder for files.
    Folder(PathBuf),
}

/// What is written there.
#[derive(Debug)]
pub(crate) enum Content {
    Nothing,
    Tables(Box<TablePlan>),
    /// Whole documents.
    Documents(DocumentFormat, &'static str),
    /// A matrix and the tables of its rows and columns.
    Matrix(PathBuf, Box<TablePlan>),
    /// A page that shows what a verb found.
    Page,
    /// Two documents, in this format.
    Difference(OutputFormat),
    /// One text of this name.
    Text(&'static str),
    /// Files and their manifest.
    Segments {
        manifest: PathBuf,
    },
    /// A file for each source of a manifest.
    Sources,
}

/// How tables are written.
#[derive(Debug)]
pub(crate) struct TablePlan {
    pub(crate) format: TableFormat,
    pub(crate) layout: Layout,
    pub(crate) guard: Guard,
    pub(crate) portions: Portions,
    pub(crate) existing: Existing,
    pub(crate) definitions: Option<Definitions>,
    pub(crate) rows_are_files: bool,
    /// `true` if two documents are shown as a text instead, should each side have one.
    pub(crate) may_be_difference: bool,
    pub(crate) rows: RowPlan,
    cells: CellKind,
}

/// The rows and columns that are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowPlan {
    pub(crate) selection: Selection,
    pub(crate) types: Types,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) sample: Option<Sample>,
    pub(crate) order: RowOrder,
}

/// The place of the definitions of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Definitions {
    /// Instead of rows.
    InsteadOfRows,
    /// In a table of the folder or book.
    AmongTables,
    /// In a file beside that of the rows.
    Beside(PathBuf, Guard),
}

/// How long tables are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Portions {
    /// The most rows of a file or sheet, beside the header.
    pub(crate) most_rows: Option<u64>,
    pub(crate) numbering: Numbering,
}

/// Which parts of a table have a number behind their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// All, since the user asked for several files.
    All,
    /// All but the first, which mostly is the only one.
    FromSecond,
}

impl OutputArgs {
    /// The plan of what `request` makes of these arguments.
    ///
    /// # Errors
    ///
    /// If flags do not go together, the format is not one of the verb, or the place is no place for it.
    pub(crate) fn plan(&self, request: Request) -> Result<OutputPlan, Failure> {
        if request.verb != "split" {
            // Split draws its parts by it as well.
            self.refuse_unused(&[("seed", self.rows.sample().is_some(), "--sample")])?;
        }
        // A list of columns is one table, whatever the rows would have been.
        let content = if self.list_columns { Requested::Table } else { request.content };
        match content {
            Requested::Nothing => Ok(OutputPlan::new(Place::Nowhere, Content::Nothing)),
            Requested::Text(name) => {
                self.refuse_flags_of_tables(What::Text(name), request.verb)?;
                Ok(OutputPlan::new(self.one_file(|| messages::text_is_one_file(name))?, Content::Text(name)))
            }
            Requested::Segments => {
                self.refuse_flags_of_tables(What::Text(SEGMENTS), request.verb)?;
                let Some(folder) = self.path() else { return Err(messages::needs_folder("-o").into()) };
                let manifest = self.manifest_in(folder)?;
                Ok(OutputPlan::new(Place::Folder(folder.to_owned()), Content::Segments { manifest }))
            }
            Requested::Sources => {
                self.refuse_flags_of_tables(What::Text("a folder of sources"), request.verb)?;
                let folder = self.path().filter(|path| is_folder(path));
                let folder = folder.ok_or_else(|| messages::needs_folder("--rebuild"))?;
                Ok(OutputPlan::new(Place::Folder(folder.to_owned()), Content::Sources))
            }
            Requested::Table | Requested::Tables(_) | Requested::Difference | Requested::TableOrDifference => {
                self.plan_by_format(content, self.chosen_format(content, request.verb)?, request)
            }
        }
    }

    /// The place of the manifest in a folder of segments.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if there is one that must stay: the folder has the segments of an earlier run.
    pub(crate) fn manifest_in(&self, folder: &Path) -> Result<PathBuf, Error> {
        let place = folder.join(MANIFEST);
        if !self.force && place.symlink_metadata().is_ok() {
            let target = place.to_string_lossy().into_owned();
            return Err(Error::Write { target, source: io::ErrorKind::AlreadyExists.into() });
        }
        Ok(place)
    }

    /// The format: the one that is named, or that of the suffix, or the usual one.
    fn chosen_format(&self, content: Requested, verb: &str) -> Result<OutputFormat, Failure> {
        let is_table = |format: OutputFormat| matches!(format.kind(), FormatKind::Table(_) | FormatKind::Unbuilt(_));
        let is_of_verb = |format: OutputFormat| format.is_of(verb) && (!self.list_columns || is_table(format));
        if let Some(format) = self.format {
            return if is_of_verb(format) { Ok(format) } else { Err(messages::no_table(format).into()) };
        }
        let usual = match content {
            Requested::Difference if !self.shapes_rows() => OutputFormat::UNIFIED,
            _ if self.path().is_none() && !self.excel && PlaceKind::of_stdout() == PlaceKind::Terminal => {
                OutputFormat::TABLE
            }
            _ => OutputFormat::CSV,
        };
        let Some(path) = self.path().filter(|path| !is_folder(path) && path.extension().is_some()) else {
            return Ok(usual);
        };
        if let Some(format) = OutputFormat::of_path(path, is_of_verb) {
            return Ok(format);
        }
        match OutputFormat::of_path(path, |_| true) {
            Some(format) => Err(messages::no_table(format).into()),
            // A file for a patch may be called anything.
            None if content == Requested::Difference => Ok(OutputFormat::UNIFIED),
            None if content == Requested::TableOrDifference => Ok(usual),
            // So may a folder.
            None if matches!(content, Requested::Tables(_)) || self.rows_per_file.is_some() => Ok(usual),
            None => Err(messages::unknown_suffix(path).into()),
        }
    }

    fn plan_by_format(
        &self,
        content: Requested,
        format: OutputFormat,
        request: Request,
    ) -> Result<OutputPlan, Failure> {
        match format.kind() {
            FormatKind::Table(tables) => self.plan_tables(content, tables, request.purpose),
            FormatKind::Page => {
                self.refuse_flags_of_tables(What::Page, request.verb)?;
                Ok(OutputPlan::new(self.one_file(messages::report_is_one_file)?, Content::Page))
            }
            FormatKind::Difference => {
                if !matches!(content, Requested::Difference | Requested::TableOrDifference) {
                    return Err(messages::only_for_two_documents().into());
                }
                self.refuse_flags_of_tables(What::Text("a difference as text"), request.verb)?;
                let place = self.one_file(messages::no_folder_for_text)?;
                Ok(OutputPlan::new(place, Content::Difference(format)))
            }
            FormatKind::Documents => {
                self.refuse_flags_of_tables(What::Documents(format.name()), request.verb)?;
                let place = self.one_file(|| messages::one_file(format.name()))?;
                let documents = DocumentFormat::named(format.name()).ok_or_else(|| messages::no_table(format))?;
                Ok(OutputPlan::new(place, Content::Documents(documents, format.name())))
            }
            FormatKind::Matrix => {
                self.refuse_flags_of_tables(What::Documents(format.name()), request.verb)?;
                let tables = TableFormat::Rows(RowFormat::CSV);
                let plan = self.plan_tables(Requested::Tables("-f matrix"), tables, Purpose::Data)?;
                Ok(plan.of_matrix())
            }
            FormatKind::Unbuilt(_) => {
                let target = self.path().unwrap_or(Path::new("standard output")).to_string_lossy().into_owned();
                let what = format!("this build does not write {}", format.name());
                Err(Error::Write { target, source: io::Error::new(io::ErrorKind::Unsupported, what) }.into())
            }
        }
    }

    fn plan_tables(&self, content: Requested, format: TableFormat, purpose: Purpose) -> Result<OutputPlan, Failure> {
        if self.excel && !format.is_delimited() {
            return Err(messages::excel_is_delimited(format.name()).into());
        }
        let has_names = "formats with names above the rows, such as csv and table";
        self.refuse_unused(&[("no_header", format.has_header(), has_names)])?;
        let several = match content {
            Requested::Tables(flag) => Some(flag),
            _ => self.rows_per_file.filter(|_| !self.list_columns).map(|_| "--rows-per-file"),
        };
        let place = self.place_of_tables(format, several)?;
        let kind = place.kind();
        if kind == PlaceKind::Terminal && !format.is_text() {
            return Err(messages::binary_at_terminal(format.name()).into());
        }
        let purpose = if self.excel { Purpose::Spreadsheet } else { purpose };
        let guard = Guard::of(purpose, format, kind, self);
        let layout = Layout { columns: self.shown_columns(&place), ..self.layout(self.width(&place, format)) };
        let plan = TablePlan {
            format,
            layout: guard.marked(layout, kind),
            guard,
            portions: Portions::of(self, format),
            existing: self.existing(),
            definitions: self.place_of_definitions(&place, format)?,
            rows_are_files: format == TableFormat::Rows(RowFormat::TEXT)
                && matches!(place, Place::Folder(_))
                && several.is_none()
                && !self.list_columns,
            may_be_difference: content == Requested::TableOrDifference
                && self.format.is_none()
                && !self.shapes_rows()
                && self.path().and_then(TableFormat::of_path).is_none(),
            rows: self.rows_wanted()?,
            cells: CellKind::of(purpose, format, kind),
        };
        let record = self.provenance.then(|| place.record().ok_or_else(messages::provenance_needs_file)).transpose()?;
        Ok(OutputPlan { record, ..OutputPlan::new(place, Content::Tables(Box::new(plan))) })
    }

    /// The width of tables at a place; `None` if lines are as long as they need be.
    fn width(&self, place: &Place, format: TableFormat) -> Option<u16> {
        match place {
            // Definitions are there to be read, so they are not cut to the width.
            _ if self.list_columns => None,
            _ if place.is_seen() && format == TableFormat::Rows(RowFormat::TABLE) => {
                Some(screen::width().unwrap_or(screen::USUAL_WIDTH))
            }
            _ => screen::given_width(),
        }
    }

    /// The columns of a table for the eye: those that are named, all in files, else the main ones.
    fn shown_columns(&self, place: &Place) -> ShownColumns {
        if self.columns.is_empty() && place.is_seen() && !self.list_columns {
            ShownColumns::Main { elsewhere: messages::MORE_COLUMNS }
        } else {
            ShownColumns::All
        }
    }

    /// The place of tables, where `several` is the flag that makes more than one.
    fn place_of_tables(&self, format: TableFormat, several: Option<&str>) -> Result<Place, Failure> {
        let is_book = matches!(format, TableFormat::Book(_));
        match (self.path(), several) {
            (None, Some(flag)) if !is_book => Err(messages::needs_folder(flag).into()),
            (None, _) => Ok(Place::Stdout),
            (Some(path), _) if is_book && is_folder(path) => Err(messages::book_is_no_folder(format.name()).into()),
            (Some(path), _) if is_book => Ok(Place::File(path.to_owned())),
            (Some(path), Some(flag)) if !is_folder(path) && (path.exists() || TableFormat::of_path(path).is_some()) => {
                Err(messages::needs_folder(flag).into())
            }
            (Some(path), several) if several.is_some() || is_folder(path) => Ok(Place::Folder(path.to_owned())),
            (Some(path), _) => Ok(Place::File(path.to_owned())),
        }
    }

    fn place_of_definitions(&self, place: &Place, format: TableFormat) -> Result<Option<Definitions>, Failure> {
        match place {
            _ if self.list_columns => Ok(Some(Definitions::InsteadOfRows)),
            _ if !self.definitions => Ok(None),
            Place::File(path) if matches!(format, TableFormat::Rows(_)) => {
                let path = with_suffix(path, ".definitions.csv");
                let csv = TableFormat::Rows(RowFormat::CSV);
                let guard = Guard::of(Purpose::Data, csv, PlaceKind::of(&path), self);
                Ok(Some(Definitions::Beside(path, guard)))
            }
            Place::Folder(_) if format == TableFormat::Rows(RowFormat::TEXT) => {
                Err(messages::not_for_text("--definitions", "a folder of texts").into())
            }
            Place::File(_) | Place::Folder(_) => Ok(Some(Definitions::AmongTables)),
            Place::Nowhere | Place::Stdout => Err(messages::definitions_need_file().into()),
        }
    }

    /// The file or standard output, for what cannot be written to a folder.
    fn one_file<E: Into<Failure>>(&self, refusal: impl FnOnce() -> E) -> Result<Place, Failure> {
        match self.path() {
            Some(path) if is_folder(path) => Err(refusal().into()),
            Some(path) => Ok(Place::File(path.to_owned())),
            None => Ok(Place::Stdout),
        }
    }

    fn rows_wanted(&self) -> Result<RowPlan, Error> {
        Ok(RowPlan {
            selection: self.selection()?,
            types: self.rows.types()?,
            conditions: self.rows.conditions().to_vec(),
            sample: self.rows.sample(),
            order: self.rows.order(),
        })
    }

    /// `true` if a flag is given that chooses rows or columns, so that rows are wanted.
    fn shapes_rows(&self) -> bool {
        !self.columns.is_empty()
            || !self.rows.conditions().is_empty()
            || self.rows.sample().is_some()
            || self.rows.has_types()
            || self.rows.sorts()
            || self.rows.top().is_some()
            || self.no_header
            || self.excel
    }

    /// Refuses the flags that make a difference to tables alone.
    fn refuse_flags_of_tables(&self, what: What<'_>, verb: &str) -> Result<(), Failure> {
        // A report of words shows the first ones.
        let top_counts = what == What::Page && verb == "stats";
        let columns_count = what != What::Text(PICTURE);
        // Their manifest and tables are CSV.
        let has_csv = [What::Text(SEGMENTS), What::Documents("matrix")].contains(&what);
        let given = [
            ("--columns", columns_count && !self.columns.is_empty()),
            ("--no-header", self.no_header),
            ("--list-columns", self.list_columns),
            ("--definitions", self.definitions),
            ("--excel", self.excel),
            ("--raw", self.raw && !has_csv),
            ("--rows-per-file", self.rows_per_file.is_some()),
            ("--where", !self.rows.conditions().is_empty()),
            ("--sample", self.rows.sample().is_some()),
            ("--types", self.rows.has_types()),
            ("--sort", self.rows.sorts()),
            ("--top", !top_counts && self.rows.top().is_some()),
            ("--provenance", self.provenance),
        ];
        match (given.into_iter().find(|(_, is_given)| *is_given), what) {
            (None, _) => Ok(()),
            (Some(("--provenance", _)), _) => Err(messages::no_provenance(what.name()).into()),
            (Some((flag, _)), What::Page) => Err(messages::only_for_tables(flag).into()),
            (Some((flag, _)), What::Documents(format)) => Err(messages::no_rows(flag, format).into()),
            (Some((flag, _)), What::Text(name)) => Err(messages::not_for_text(flag, name).into()),
        }
    }
}

/// The files of segments.
const SEGMENTS: &str = "a folder of segments";

/// The picture that `--plot` draws. It shows the columns that `--columns` names.
pub(crate) const PICTURE: &str = "a picture";

/// Content that is no table, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What<'w> {
    Page,
    Documents(&'w str),
    Text(&'w str),
}

impl<'w> What<'w> {
    fn name(self) -> &'w str {
        match self {
            Self::Page => "a report",
            Self::Documents(name) | Self::Text(name) => name,
        }
    }
}

impl Place {
    /// Kind of the place.
    fn kind(&self) -> PlaceKind {
        match self {
            Self::Nowhere => PlaceKind::Stream,
            Self::Stdout => PlaceKind::of_stdout(),
            Self::File(path) => PlaceKind::of(path),
            Self::Folder(_) => PlaceKind::File,
        }
    }

    /// `true` if a person may be looking, perhaps behind a pipe; a file is kept for programs as well.
    fn is_seen(&self) -> bool {
        match self {
            Self::Stdout => true,
            Self::File(path) => PlaceKind::of(path) == PlaceKind::Terminal,
            Self::Nowhere | Self::Folder(_) => false,
        }
    }

    /// The record of a run that writes here, which must be a file or folder.
    fn record(&self) -> Option<PathBuf> {
        match self {
            Self::Nowhere | Self::Stdout => None,
            Self::File(path) => Some(with_suffix(path, ".provenance.json")),
            Self::Folder(path) => Some(path.join("provenance.json")),
        }
    }

    /// The file, unless it is standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        if let Self::File(path) = self { Some(path) } else { None }
    }
}

impl OutputPlan {
    fn new(place: Place, content: Content) -> Self {
        Self { place, content, record: None, beside: Vec::new() }
    }

    /// The same with a further file of the verb.
    pub(crate) fn with_beside(mut self, path: Option<&Path>) -> Self {
        self.beside.extend(path.map(Path::to_owned));
        self
    }

    fn of_matrix(self) -> Self {
        match (self.content, &self.place) {
            (Content::Tables(tables), Place::Folder(folder)) => {
                let content = Content::Matrix(folder.join("matrix.mtx"), tables);
                Self { content, ..Self::new(self.place, Content::Nothing) }
            }
            (content, _) => Self { content, ..Self::new(self.place, Content::Nothing) },
        }
    }

    /// The tables, if there are any.
    pub(crate) fn tables(&self) -> Option<&TablePlan> {
        if let Content::Tables(tables) | Content::Matrix(_, tables) = &self.content { Some(tables) } else { None }
    }

    /// The rows and columns of the tables.
    pub(crate) fn rows(&self) -> RowPlan {
        self.tables().map(|tables| tables.rows.clone()).unwrap_or_default()
    }

    /// `true` if several tables can be written.
    pub(crate) fn takes_several_tables(&self) -> bool {
        match &self.content {
            Content::Tables(tables) => {
                matches!(self.place, Place::Folder(_)) && !tables.rows_are_files
                    || matches!(tables.format, TableFormat::Book(_))
            }
            _ => false,
        }
    }
}

impl Content {
    /// `true` for two documents as a text.
    pub(crate) fn is_difference(&self) -> bool {
        matches!(self, Self::Difference(_))
    }
}

impl TablePlan {
    /// Changes of cells on their way.
    pub(crate) fn cells(&self) -> Cells {
        self.cells.cells(self.guard)
    }
}

impl Portions {
    /// Tables are as long as they are.
    pub(crate) const WHOLE: Self = Self { most_rows: None, numbering: Numbering::FromSecond };

    fn of(args: &OutputArgs, format: TableFormat) -> Self {
        let of_sheet = match (format, args.no_header) {
            (TableFormat::Book(book), _) => book.most_rows(),
            (TableFormat::Rows(_), false) if args.excel => Some(MOST_ROWS - 1),
            (TableFormat::Rows(_), true) if args.excel => Some(MOST_ROWS),
            (TableFormat::Rows(_), _) => None,
        };
        match args.rows_per_file {
            Some(asked) => {
                let asked = asked.get() as u64;
                Self { most_rows: Some(of_sheet.map_or(asked, |most| most.min(asked))), numbering: Numbering::All }
            }
            None => Self { most_rows: of_sheet, numbering: Numbering::FromSecond },
        }
    }
}

/// `true` for an existing folder, or a name that ends like one.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests;
