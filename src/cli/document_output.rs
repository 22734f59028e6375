//! `export` in formats that are made of documents, not of rows: vertical text, TEI, the document-term matrix.

use std::io;
use std::path::Path;

use textmill::error::Error;
use textmill::export::{DocumentFormat, write_documents, write_term_matrix};
use textmill::input::Corpus;

use super::atomic_file::Existing;
use super::destination::Destination;
use super::messages::Failure;
use super::output;
use super::output_plan::{OutputPlan, Place};
use super::session::Session;

/// Writes the documents to a file or standard output.
///
/// # Errors
///
/// What reading and writing return.
pub(crate) fn write(format: DocumentFormat, place: &Place, corpus: &Corpus, session: &Session) -> Result<(), Failure> {
    let mut destination = Destination::open(place.file(), session)?;
    let mut write = |text: &str| destination.write(|out| out.write_all(text.as_bytes()));
    write_documents(corpus, format, &session.job(), &mut write)?;
    Ok(destination.commit()?)
}

/// Writes the matrix to `path`, and the tables of its rows and columns beside it. It is put in place when its tables are.
///
/// # Errors
///
/// [`Error::Write`] if there is a matrix that must stay, and what reading and writing return.
pub(crate) fn write_matrix(
    path: &Path,
    existing: Existing,
    plan: &OutputPlan,
    corpus: &Corpus,
    session: &Session,
) -> Result<(), Failure> {
    let mut rows = output::open(plan, session)?;
    if path.exists() && existing == Existing::Kept {
        let source = io::ErrorKind::AlreadyExists.into();
        return Err(Error::Write { target: path.to_string_lossy().into_owned(), source }.into());
    }
    let mut matrix = Destination::file(path, session.files())?;
    let scratch = tempfile::tempfile().map_err(|source| Error::Spool { directory: std::env::temp_dir(), source })?;
    let mut write = |bytes: &[u8]| matrix.write(|out| out.write_all(bytes));
    write_term_matrix(corpus, &session.job(), rows.rows(), scratch, &mut write)?;
    rows.finish(session)?;
    Ok(matrix.commit()?)
}
