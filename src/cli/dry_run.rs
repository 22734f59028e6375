//! `--dry-run`: prints the plan of a run instead of carrying it out.
//!
//! Inputs are listed, of tables the names of their fields are read, and of the output nothing is made, not even a temporary file. What is wrong with the
//! flags or with the place of the output is found all the same.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::input::Corpus;
use textmill::render::{RowFormat, TableFormat};
use textmill::table::Output;

use super::atomic_file::behind_links;
use super::messages::{self, Failure};
use super::output;
use super::output_plan::{Content, Definitions, Numbering, OutputPlan, Place, TablePlan};
use super::process::ExitCode;
use super::run_files::Identity;
use super::session::Session;

/// Reports what would be read and written, and ends the run. `tables` begins the tables that the run would write.
///
/// # Errors
///
/// If the output is an input, or could not be written for another reason that is known now, and what `tables` returns.
pub(crate) fn tell(
    plan: &OutputPlan,
    corpora: &[&Corpus],
    session: &Session,
    tables: impl FnOnce(&mut dyn Output) -> Result<(), Error>,
) -> Result<ExitCode, Failure> {
    if plan.tables().is_some_and(|tables| !tables.may_be_difference) {
        output::try_tables(plan, tables)?;
    }
    let n_files = corpora.iter().flat_map(|corpus| corpus.file_paths()).count();
    let n_bytes = corpora.iter().map(|corpus| corpus.n_bytes()).sum();
    let is_all = corpora.iter().all(|corpus| corpus.can_be_read_again());
    session.console().tell(&messages::would_read(n_files, n_bytes, is_all));
    tell_place(plan, session)?;
    for path in beside(plan) {
        check(path, session)?;
        session.console().tell(&messages::would_write_beside(path));
    }
    Ok(ExitCode::Done)
}

fn tell_place(plan: &OutputPlan, session: &Session) -> Result<(), Error> {
    let format = format_name(&plan.content);
    match &plan.place {
        Place::Nowhere => {}
        Place::Stdout => {
            session.files().claim_stream(Identity::of_stdout(), "standard output")?;
            session.console().tell(&messages::would_write(Path::new("standard output"), format, ""));
        }
        Place::File(path) => {
            check(path, session)?;
            let note = if path.is_file() { "in place of the file that is there" } else { "" };
            session.console().tell(&messages::would_write(path, format, note));
        }
        Place::Folder(folder) => {
            let (name, note) = files_in_folder(&plan.content);
            let path = folder.join(name);
            check(&path, session)?;
            session.console().tell(&messages::would_write(&path, format, note));
        }
    }
    Ok(())
}

fn format_name(content: &Content) -> &'static str {
    match content {
        Content::Nothing => "",
        Content::Tables(tables) if tables.may_be_difference => "a patch or rows",
        Content::Tables(tables) => tables.format.name(),
        Content::Matrix(..) => "matrix",
        Content::Page => "report",
        Content::Difference(format) => format.name(),
        Content::Documents(_, name) | Content::Text(name) => name,
        Content::Segments { .. } => "text",
        Content::Sources => "they were",
    }
}

/// The pattern of the names of files that are made while running, and what they hold.
fn files_in_folder(content: &Content) -> (String, &'static str) {
    match content {
        Content::Segments { .. } => ("TITLE.txt".to_owned(), "a file for each segment"),
        Content::Sources => ("SOURCE".to_owned(), "a file for each source"),
        Content::Tables(tables) => {
            let suffix = match tables.format {
                TableFormat::Rows(format) => format.suffix(),
                TableFormat::Book(format) => format.name(),
            };
            match &**tables {
                TablePlan { portions, .. } if portions.numbering == Numbering::All => {
                    (format!("NAME-0001.{suffix}"), "a file for each portion of rows")
                }
                TablePlan { rows_are_files: true, .. } => (format!("NAME.{suffix}"), "a file for each document"),
                _ => (format!("NAME.{suffix}"), "a file for each table"),
            }
        }
        _ => (format!("NAME.{}", RowFormat::CSV.suffix()), "a file for each table"),
    }
}

/// Files beside the output, in the order in which they are reported.
fn beside(plan: &OutputPlan) -> impl Iterator<Item = &Path> {
    let (file, definitions) = match &plan.content {
        Content::Segments { manifest: file } | Content::Matrix(file, _) => (Some(file), None),
        Content::Tables(tables) => match &tables.definitions {
            Some(Definitions::Beside(path, _)) => (None, Some(path)),
            _ => (None, None),
        },
        _ => (None, None),
    };
    file.into_iter().chain(&plan.record).chain(definitions).chain(&plan.beside).map(PathBuf::as_path)
}

/// Refuses a file that the run would refuse to write.
fn check(path: &Path, session: &Session) -> Result<(), Error> {
    let place = behind_links(path).unwrap_or_else(|_| path.to_owned());
    session.files().check(&place, &path.to_string_lossy())
}
