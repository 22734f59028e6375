//! `export` in formats that are made of documents, not of rows: vertical text, TEI, the document-term matrix.

use std::io;
use std::path::Path;

use textmill::error::Error;
use textmill::export::{DocumentFormat, write_documents, write_term_matrix};
use textmill::input::Corpus;

use super::arguments::{OutputArgs, OutputFormat};
use super::destination::Destination;
use super::messages::{self, Failure};
use super::output::{self, Files, Purpose};
use super::session::Session;

/// The file of the matrix beside its tables.
const MATRIX_NAME: &str = "matrix.mtx";

/// A format that is made of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentOutput {
    /// One file or stream.
    Stream(DocumentFormat),
    /// A folder with a matrix and the tables of its rows and columns.
    Matrix,
}

impl DocumentOutput {
    /// The format, if the user names one, by `-f` or by the suffix of the output.
    pub(crate) fn chosen(args: &OutputArgs) -> Option<Self> {
        match args.format {
            Some(OutputFormat::Vertical) => Some(Self::Stream(DocumentFormat::Vertical)),
            Some(OutputFormat::Tei) => Some(Self::Stream(DocumentFormat::Tei)),
            Some(OutputFormat::Matrix) => Some(Self::Matrix),
            Some(_) => None,
            None => Self::of_path(args.path().filter(|_| !args.names_folder())?),
        }
    }

    /// Every format.
    pub(crate) const ALL: [Self; 3] =
        [Self::Stream(DocumentFormat::Vertical), Self::Stream(DocumentFormat::Tei), Self::Matrix];

    /// All suffixes that its files may have, without the dot.
    pub(crate) fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Stream(DocumentFormat::Vertical) => &["vert", "vrt"],
            Self::Stream(DocumentFormat::Tei) => &["xml", "tei"],
            Self::Matrix => &["mtx"],
        }
    }

    /// The format of a file of this name, if its suffix tells.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let suffix = path.extension()?.to_str()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.suffixes().contains(&suffix.as_str()))
    }

    /// The name that a user gives.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stream(DocumentFormat::Vertical) => "vertical",
            Self::Stream(DocumentFormat::Tei) => "tei",
            Self::Matrix => "matrix",
        }
    }
}

/// Writes the documents where the arguments say.
///
/// # Errors
///
/// If a flag is about rows, and what reading and writing return.
pub(crate) fn write(
    documents: DocumentOutput,
    args: &OutputArgs,
    corpus: &Corpus,
    session: &Session,
) -> Result<(), Failure> {
    if let Some(flag) = args.flag_about_rows() {
        return Err(messages::no_rows(flag, documents.name()).into());
    }
    match documents {
        DocumentOutput::Stream(_) if args.names_folder() => Err(messages::one_file(documents.name()).into()),
        DocumentOutput::Stream(format) => {
            let mut destination = Destination::open(args.path(), session)?;
            let mut write = |text: &str| destination.write(|out| out.write_all(text.as_bytes()));
            write_documents(corpus, format, &session.job(), &mut write)?;
            Ok(destination.commit()?)
        }
        DocumentOutput::Matrix => write_matrix(args, corpus, session),
    }
}

/// The matrix is put in place when its tables are.
fn write_matrix(args: &OutputArgs, corpus: &Corpus, session: &Session) -> Result<(), Failure> {
    let tables = OutputArgs { format: Some(OutputFormat::Csv), ..args.clone() };
    let mut rows = output::open(&tables, Files::Folder("-f matrix"), Purpose::Data, session)?;
    let Some(folder) = args.path() else { return Err(messages::needs_folder("-f matrix").into()) };
    let path = folder.join(MATRIX_NAME);
    if path.exists() && !args.force {
        let source = io::ErrorKind::AlreadyExists.into();
        return Err(Error::Write { target: path.to_string_lossy().into_owned(), source }.into());
    }
    let mut matrix = Destination::file(&path, session.files())?;
    let scratch = tempfile::tempfile().map_err(|source| Error::Spool { directory: std::env::temp_dir(), source })?;
    let mut write = |bytes: &[u8]| matrix.write(|out| out.write_all(bytes));
    write_term_matrix(corpus, &session.job(), rows.rows(), scratch, &mut write)?;
    rows.finish(session)?;
    Ok(matrix.commit()?)
}

impl OutputArgs {
    /// The first flag that makes sense for rows only.
    fn flag_about_rows(&self) -> Option<&'static str> {
        let given = [
            ("--columns", !self.columns.is_empty()),
            ("--no-header", self.no_header),
            ("--list-columns", self.list_columns),
            ("--definitions", self.definitions),
            ("--provenance", self.provenance),
            ("--excel", self.excel),
            ("--rows-per-file", self.rows_per_file.is_some()),
            ("--where", !self.rows.conditions().is_empty()),
            ("--sample", self.rows.sample().is_some()),
        ];
        given.into_iter().find(|(_, is_given)| *is_given).map(|(flag, _)| flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_names_the_format() {
        let cases = [("a.vert", Some("vertical")), ("a.XML", Some("tei")), ("a.mtx", Some("matrix")), ("a.csv", None)];
        for (path, expected) in cases {
            assert_eq!(DocumentOutput::of_path(Path::new(path)).map(DocumentOutput::name), expected, "{path}");
        }
    }
}
