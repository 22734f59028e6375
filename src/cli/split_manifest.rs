//! The manifest of a split: written with its segments, and read by `textmill split --verify`, which says whether sources and
//! files are still what it says, and `--rebuild`, which puts the sources together again from the files of their segments.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::input::{Composites, Corpus, Folders, InputOptions, Texts, path_shown_as};
use textmill::render::{Layout, Renderer, RowFormat, TableFormat};
use textmill::split::{self, Listing, MANIFEST_COLUMNS, MANIFEST_UNIT, SegmentFolder};
use textmill::table::{Cell, Column, Output, PreparedRows, Preparer, TableIdx};
use textmill::text::{PathsBelow, PlaceBelow};

use super::arguments::{InputArgs, OutputArgs};
use super::cells::{Cells, Guard, Overlong, Purpose};
use super::destination::Destination;
use super::folder_below::FolderBelow;
use super::messages::{self, Failure};
use super::output_plan::{OutputPlan, Place};
use super::process::ExitCode;
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;
use super::{dry_run, inputs, output};

/// The column that says where a segment's bytes went. It stands in the place of the bytes.
const FILE: Column = Column::text("file", "the file that the segment went to, below the folder of the manifest");

/// The columns of a manifest in a file.
pub(crate) fn columns() -> Vec<Column> {
    let n_others = MANIFEST_COLUMNS.len() - 1;
    MANIFEST_COLUMNS.into_iter().take(n_others).chain([FILE]).collect()
}

/// A manifest that is being written.
pub(crate) struct ManifestFile {
    destination: Destination,
    renderer: Box<dyn Renderer>,
    cells: Cells,
}

impl ManifestFile {
    /// Opens the file at `path`; its suffix tells the format.
    ///
    /// # Errors
    ///
    /// If it is an input or cannot be written.
    pub(crate) fn create(path: &Path, args: &OutputArgs, session: &Session) -> Result<Self, Error> {
        let mut destination = Destination::open(Some(path), session)?;
        let format = match TableFormat::of_path(path) {
            Some(TableFormat::Rows(format)) => format,
            Some(TableFormat::Book(_)) | None => RowFormat::CSV,
        };
        let guard = Guard::of(Purpose::Data, TableFormat::Rows(format), destination.kind(), args);
        let mut renderer = format.renderer(guard.marked(Layout::default(), destination.kind()));
        let columns = columns();
        destination.write(|out| renderer.header(&columns, out))?;
        Ok(Self { destination, renderer, cells: Cells::for_spreadsheet(guard, Overlong::Unasked) })
    }

    /// Takes a row of a manifest, and the file that its segment went to.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn row(&mut self, cells: &[Cell<'_>], file: Option<&str>) -> Result<(), Error> {
        let mut cells: Vec<Cell<'_>> = cells[..MANIFEST_COLUMNS.len() - 1].to_vec();
        cells.push(file.map_or(Cell::Empty, Cell::text));
        let cells = self.cells.row(0, &cells);
        self.destination.write(|out| self.renderer.row(&cells, out))
    }

    /// Puts the manifest in its place, and reports how many of its cells were guarded.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn finish(mut self, session: &Session) -> Result<(), Error> {
        self.destination.write(|out| self.renderer.finish(out))?;
        let name = self.destination.name().to_owned();
        self.destination.commit()?;
        self.cells.report(&name, session.console());
        Ok(())
    }
}

/// Rows on their way to the output, and the manifest beside them.
pub(crate) struct BesideRows<'o> {
    rows: &'o mut dyn Output,
    manifest: ManifestFile,
}

/// No table of an output has this number.
const MANIFEST: TableIdx = TableIdx::MAX;

impl<'o> BesideRows<'o> {
    /// Opens the manifest at `place`.
    ///
    /// # Errors
    ///
    /// If it is an input or cannot be written.
    pub(crate) fn open(
        place: &Path,
        rows: &'o mut dyn Output,
        args: &OutputArgs,
        session: &Session,
    ) -> Result<Self, Error> {
        Ok(Self { rows, manifest: ManifestFile::create(place, args, session)? })
    }

    /// The manifest, to be put in its place when the rows are in theirs.
    pub(crate) fn into_manifest(self) -> ManifestFile {
        self.manifest
    }
}

impl Output for BesideRows<'_> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        if unit == MANIFEST_UNIT { Ok(MANIFEST) } else { self.rows.table(unit, columns) }
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.rows.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if table == MANIFEST { self.manifest.row(cells, None) } else { self.rows.row(table, cells) }
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        if table == MANIFEST { None } else { self.rows.preparer(table) }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.rows.prepared(table, rows)
    }
}

/// The rows of a manifest and where its files are.
struct ManifestInput {
    listing: Listing,
    path: PathBuf,
    most_bytes: u64,
}

impl ManifestInput {
    /// Reads the manifest at `path`: a regular file, or the standard input or pipe that the user names.
    ///
    /// # Errors
    ///
    /// If it is something else or cannot be read, and [`textmill::error::Error::TooLong`].
    fn read(path: &Path, input: &InputArgs, session: &Session) -> Result<Self, Failure> {
        if !is_stream(path) {
            match path.metadata() {
                Err(error) => return Err(messages::unreadable_manifest(path, &error).into()),
                Ok(metadata) if metadata.is_file() => {}
                Ok(metadata) => return Err(messages::manifest_is_no_file(path, &metadata).into()),
            }
        }
        let asked = input.reading.options()?;
        let most_bytes = asked.max_document_bytes;
        let options = InputOptions {
            texts: Texts::Optional,
            folders: Folders::Refused,
            guards: asked.guards,
            max_document_bytes: most_bytes,
            ..InputOptions::default()
        };
        let role = CorpusRole::Reference(path.to_string_lossy().into_owned());
        let corpus = inputs::open(&[path.to_owned()], options, role, session)?;
        let listing = Listing::read(&corpus, path, most_bytes, &session.job())?;
        let read = Self { listing, path: path.to_owned(), most_bytes };
        let segments: Vec<PathBuf> = read.listing.files(read.folder().path).collect();
        session.files().read(segments.iter().map(PathBuf::as_path), FileRole::Input);
        Ok(read)
    }

    /// The folder of the manifest, which those of its segments lie in.
    fn folder(&self) -> SegmentFolder<'_> {
        SegmentFolder { path: self.path.parent().unwrap_or(Path::new("")), most_bytes: self.most_bytes }
    }
}

/// `true` for standard input and open descriptors, with which a user means a pipe.
fn is_stream(path: &Path) -> bool {
    path == Path::new("-") || ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|stream| path.starts_with(stream))
}

/// The name of a source that was standard input.
const STDIN: &str = "stdin";

/// Writes each source below the folder of `-o`, by its own name as far as that is safe.
pub(crate) fn rebuild(
    manifest: &Path,
    input: &InputArgs,
    output_args: &OutputArgs,
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let manifest = ManifestInput::read(manifest, input, session)?;
    let places = places(&manifest);
    let (false, Place::Folder(target)) = (output_args.dry_run, &plan.place) else {
        return dry_run::tell(plan, &[], session, |_| Ok(()));
    };
    let existing = output_args.existing();
    let folder = FolderBelow::open(target, existing, session.files())?;
    let mut changed = Vec::new();
    let done = split::rebuild(&manifest.listing, manifest.folder(), &session.job(), |source, bytes| {
        let Some(place) = places.get(source) else { return Ok(()) };
        if place.is_changed {
            changed.push((source.to_owned(), place.path.clone()));
        }
        folder.put(&place.path, bytes)
    })?;
    if !changed.is_empty() {
        session.console().tell(&messages::renamed(&changed));
    }
    session.console().tell(&messages::rebuilt(&done));
    Ok(ExitCode::Done)
}

/// The place of every source below the folder, each its own.
fn places(manifest: &ManifestInput) -> HashMap<&str, PlaceBelow> {
    let sources: Vec<&str> = manifest.listing.sources().collect();
    let paths: Vec<PathBuf> = sources.iter().map(|source| path_of(source)).collect();
    sources.into_iter().zip(PathsBelow::of(paths.iter().map(PathBuf::as_path))).collect()
}

fn path_of(source: &str) -> PathBuf {
    if source == "-" { STDIN.into() } else { path_shown_as(source) }
}

/// Runs the comparison; the answer is yes if something differs.
pub(crate) fn verify(
    path: &Path,
    input: &InputArgs,
    output_args: &OutputArgs,
    plan: &OutputPlan,
    session: &Session,
) -> Result<ExitCode, Failure> {
    let manifest = ManifestInput::read(path, input, session)?;
    let sources = if input.inputs.is_empty() && input.files_from.is_none() {
        named_sources(&manifest, input, session)?
    } else {
        input.open(output_args, session, |_| {})?
    };
    if output_args.dry_run {
        return dry_run::tell(plan, &[&sources], session, |_| Ok(()));
    }
    let found = output::write(plan, session, |output| {
        let found = split::verify(&manifest.listing, &sources, manifest.folder(), &session.job(), output)?;
        // What is no manifest says nothing of segments.
        let is_left = found.n_segments == 0 && session.console().n_failures() > 0;
        if is_left { Err(output_args.left("no segment could be verified")) } else { Ok(found) }
    })?;
    session.console().tell(&messages::verified(&found));
    Ok(if found.n_differences > 0 { ExitCode::Yes } else { ExitCode::Done })
}

/// The sources that are still there; those that are not are what the comparison shall find missing. A manifest names files,
/// so a folder or device is refused, and a pipe is not waited for.
fn named_sources(manifest: &ManifestInput, input: &InputArgs, session: &Session) -> Result<Corpus, Failure> {
    let all =
        manifest.listing.sources().map(|source| if source == "-" { source.into() } else { path_shown_as(source) });
    let (streams, mut paths): (Vec<PathBuf>, Vec<PathBuf>) = all.partition(|path| is_stream(path));
    if !streams.is_empty() {
        session.console().tell(&messages::source_was_a_pipe());
    }
    paths.retain(|path| path.exists());
    if paths.is_empty() {
        return Ok(Corpus::from_documents(Vec::new()));
    }
    let options =
        InputOptions { folders: Folders::Refused, composites: Composites::AsWritten, ..input.reading.options()? };
    let corpus = Corpus::open(&paths, options, session.console())?;
    input.reading.register(session);
    // That one of them cannot be read is what the comparison finds, not a reason to leave it.
    session.files().read(corpus.file_paths(), FileRole::Input);
    Ok(corpus)
}
