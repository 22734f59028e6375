//! The file of a table, and the ones in which it goes on where a spreadsheet can hold no more.
//!
//! `words.csv` goes on in `words-0002.csv`. All are put in place at the end, the first one first.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{Layout, Renderer, RowFormat, RowRenderer};
use textmill::table::{Cell, Column, PreparedRows};

use super::destination::Destination;
use super::messages;
use super::run_files::RunFiles;

/// A table in one file or several.
pub(crate) struct NumberedFiles {
    files: Vec<NumberedFile>,
    format: RowFormat,
    layout: Layout,
    next: Option<NextFiles>,
}

/// What is needed to open further files.
pub(crate) struct NextFiles {
    pub(crate) path: PathBuf,
    pub(crate) files: RunFiles,
}

struct NumberedFile {
    destination: Destination,
    /// None until there is a table.
    renderer: Option<Box<dyn Renderer>>,
}

impl NumberedFiles {
    /// The first file, and what is needed for more; none if it is a stream, which cannot be numbered.
    pub(crate) fn new(destination: Destination, format: RowFormat, layout: Layout, next: Option<NextFiles>) -> Self {
        Self { files: vec![NumberedFile { destination, renderer: None }], format, layout, next }
    }

    /// Whether there can be more files than one.
    pub(crate) fn can_go_on(&self) -> bool {
        self.next.is_some()
    }

    /// The name of a file, counted from 0.
    pub(crate) fn name(&self, idx: usize) -> &str {
        self.files[idx].destination.name()
    }

    /// The path of a file, counted from 0; `None` if it is standard output.
    pub(crate) fn path(&self, idx: usize) -> Option<&Path> {
        self.files[idx].destination.path()
    }

    /// Whether a table was begun.
    pub(crate) fn has_table(&self) -> bool {
        self.files[0].renderer.is_some()
    }

    /// Begins the table in the first file, or goes on with it in one more.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it cannot be written, [`Error::Target`] if the run reads or writes it already.
    pub(crate) fn begin(&mut self, columns: &[Column]) -> Result<usize, Error> {
        if self.has_table() {
            let destination = self.next_destination()?;
            self.files.push(NumberedFile { destination, renderer: None });
        }
        let idx = self.files.len() - 1;
        let file = &mut self.files[idx];
        let mut renderer = self.format.renderer(self.layout);
        file.destination.write(|out| renderer.header(columns, out))?;
        file.renderer = Some(renderer);
        Ok(idx)
    }

    /// Takes one row.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if it cannot be written.
    pub(crate) fn row(&mut self, idx: usize, cells: &[Cell<'_>]) -> Result<(), Error> {
        let NumberedFile { destination, renderer } = &mut self.files[idx];
        match renderer {
            Some(renderer) => destination.write(|out| renderer.row(cells, out)),
            None => Ok(()),
        }
    }

    /// What renders rows of a file on any thread, if its format allows it.
    pub(crate) fn row_renderer(&self, idx: usize) -> Option<Box<dyn RowRenderer>> {
        self.files[idx].renderer.as_ref()?.rows()
    }

    /// Takes the bytes of rows.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if they cannot be written.
    pub(crate) fn rendered(&mut self, idx: usize, rows: &PreparedRows) -> Result<(), Error> {
        let NumberedFile { destination, renderer } = &mut self.files[idx];
        match renderer {
            Some(renderer) => destination.write(|out| renderer.rendered(rows, out)),
            None => Ok(()),
        }
    }

    /// Completes all files and puts them in place.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read, [`Error::Write`] if the disk refuses.
    pub(crate) fn finish(mut self) -> Result<(), Error> {
        for NumberedFile { destination, renderer } in &mut self.files {
            if let Some(renderer) = renderer {
                destination.write(|out| renderer.finish(out))?;
            }
        }
        self.files.into_iter().try_for_each(|file| file.destination.commit())
    }

    /// Drops what streams have not written yet; files stay as they were.
    pub(crate) fn discard(self) {
        self.files.into_iter().for_each(|file| file.destination.discard());
    }

    /// The first file alone, for what is no table.
    pub(crate) fn into_destination(mut self) -> Destination {
        self.files.swap_remove(0).destination
    }

    fn next_destination(&self) -> Result<Destination, Error> {
        let Some(next) = &self.next else { return Err(messages::one_table_only("the rest")) };
        Destination::file(&numbered(&next.path, self.files.len() + 1), &next.files)
    }
}

/// The path with a number before its suffix, in as many digits as let names sort like numbers.
pub(crate) fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number:04}"));
    if let Some(suffix) = path.extension() {
        name.push(".");
        name.push(suffix);
    }
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use textmill::error::TargetProblem;

    use super::super::run_files::FileRole;
    use super::*;

    #[test]
    fn a_number_stands_before_the_suffix() {
        let cases = [("a/words.csv", "a/words-0002.csv"), ("words", "words-0002"), (".x.tsv", ".x-0002.tsv")];
        for (path, expected) in cases {
            assert_eq!(numbered(Path::new(path), 2), Path::new(expected));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_table_does_not_go_on_in_a_file_that_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let (path, second) = (folder.path().join("t.csv"), folder.path().join("t-0002.csv"));
        std::fs::write(&second, "an input").unwrap();
        let run_files = RunFiles::default();
        run_files.read([&*second], FileRole::Input);
        let first = Destination::file(&path, &run_files).unwrap();
        let next = NextFiles { path, files: run_files };
        let mut files = NumberedFiles::new(first, RowFormat::CSV, Layout::default(), Some(next));
        let columns = [Column::integer("n", "")];
        assert_eq!(files.begin(&columns).unwrap(), 0);
        let error = files.begin(&columns).unwrap_err();
        assert!(matches!(error, Error::Target { problem: TargetProblem::IsInput, .. }), "{error}");
    }

    #[test]
    fn a_table_goes_on_in_files_with_headers_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let run_files = RunFiles::default();
        let first = Destination::file(&path, &run_files).unwrap();
        let next = NextFiles { path: path.clone(), files: run_files };
        let mut files = NumberedFiles::new(first, RowFormat::CSV, Layout::default(), Some(next));
        let columns = [Column::integer("n", "")];
        for n in [1, 2] {
            let idx = files.begin(&columns).unwrap();
            files.row(idx, &[Cell::Integer(n)]).unwrap();
        }
        files.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "n\n1\n");
        assert_eq!(std::fs::read_to_string(folder.path().join("t-0002.csv")).unwrap(), "n\n2\n");
    }
}
