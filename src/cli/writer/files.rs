//! The file of a table, and the ones in which it goes on where a spreadsheet can hold no more.
//!
//! `words.csv` goes on in `words-0002.csv`. All are put in place at the end, the first one first.

use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::render::{Layout, Renderer, RowFormat, RowRenderer};
use textmill::table::{Cell, Column, PreparedRows, TableIdx};

use super::place::{Part, TablePlace};
use crate::cli::destination::Destination;
use crate::cli::messages;
use crate::cli::run_files::RunFiles;

/// A table in one file or several.
pub(crate) struct Files {
    files: Vec<OpenFile>,
    format: RowFormat,
    layout: Layout,
    /// For further files; none if the first is a stream, which cannot be numbered.
    next: Option<(PathBuf, RunFiles)>,
}

struct OpenFile {
    destination: Destination,
    /// None until there is a table.
    renderer: Option<Box<dyn Renderer>>,
}

impl Files {
    /// The first file or a stream, and the files of the run, for further ones.
    pub(crate) fn new(destination: Destination, format: RowFormat, layout: Layout, run_files: &RunFiles) -> Self {
        let path = destination.path().filter(|_| destination.is_file());
        let next = path.map(|path| (path.to_owned(), run_files.clone()));
        Self { files: vec![OpenFile { destination, renderer: None }], format, layout, next }
    }

    fn next_destination(&self) -> Result<Destination, Error> {
        let Some((path, run_files)) = &self.next else { return Err(messages::one_table_only("the rest")) };
        Destination::file(&numbered(path, self.files.len() + 1), run_files)
    }
}

impl TablePlace for Files {
    /// Begins the table in the first file, or goes on with it in one more.
    fn open(&mut self, part: Part<'_>, columns: &[Column]) -> Result<TableIdx, Error> {
        if self.files[0].renderer.is_some() {
            if !part.is_continuation {
                return Err(messages::one_table_only(part.unit));
            }
            let destination = self.next_destination()?;
            self.files.push(OpenFile { destination, renderer: None });
        }
        let idx = self.files.len() - 1;
        let file = &mut self.files[idx];
        let mut renderer = self.format.renderer(self.layout);
        file.destination.write(|out| renderer.header(columns, out))?;
        file.renderer = Some(renderer);
        Ok(idx)
    }

    fn row(&mut self, idx: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let OpenFile { destination, renderer } = &mut self.files[idx];
        match renderer {
            Some(renderer) => destination.write(|out| renderer.row(cells, out)),
            None => Ok(()),
        }
    }

    fn row_renderer(&self, idx: TableIdx) -> Option<Box<dyn RowRenderer>> {
        self.files[idx].renderer.as_ref()?.rows()
    }

    fn rendered(&mut self, idx: TableIdx, rows: &PreparedRows) -> Result<(), Error> {
        let OpenFile { destination, renderer } = &mut self.files[idx];
        match renderer {
            Some(renderer) => destination.write(|out| renderer.rendered(rows, out)),
            None => Ok(()),
        }
    }

    fn can_go_on(&self) -> bool {
        self.next.is_some()
    }

    fn name(&self, idx: TableIdx) -> String {
        self.files[idx].destination.name().to_owned()
    }

    fn path(&self, idx: TableIdx) -> Option<PathBuf> {
        self.files[idx].destination.path().map(Path::to_owned)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        for OpenFile { destination, renderer } in &mut self.files {
            if let Some(renderer) = renderer {
                destination.write(|out| renderer.finish(out))?;
            }
        }
        self.files.into_iter().try_for_each(|file| file.destination.commit())
    }

    fn discard(self: Box<Self>) {
        self.files.into_iter().for_each(|file| file.destination.discard());
    }

    fn into_destination(mut self: Box<Self>) -> Option<Destination> {
        Some(self.files.swap_remove(0).destination)
    }
}

/// The path with a number before its suffix, in as many digits as let names sort like numbers.
fn numbered(path: &Path, number: usize) -> PathBuf {
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

    use super::*;
    use crate::cli::run_files::FileRole;

    const COLUMNS: [Column; 1] = [Column::integer("n", "")];
    const FIRST: Part<'_> = Part { unit: "n", number: None, is_continuation: false };
    const SECOND: Part<'_> = Part { unit: "n", number: Some(2), is_continuation: true };

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
        let mut files = Files::new(first, RowFormat::CSV, Layout::default(), &run_files);
        assert_eq!(files.open(FIRST, &COLUMNS).unwrap(), 0);
        let error = files.open(SECOND, &COLUMNS).unwrap_err();
        assert!(matches!(error, Error::Target { problem: TargetProblem::IsInput, .. }), "{error}");
    }

    #[test]
    fn a_table_goes_on_in_files_with_headers_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        let run_files = RunFiles::default();
        let first = Destination::file(&path, &run_files).unwrap();
        let mut files = Box::new(Files::new(first, RowFormat::CSV, Layout::default(), &run_files));
        for (n, part) in [(1, FIRST), (2, SECOND)] {
            let idx = files.open(part, &COLUMNS).unwrap();
            files.row(idx, &[Cell::Integer(n)]).unwrap();
        }
        files.finish().unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "n\n1\n");
        assert_eq!(std::fs::read_to_string(folder.path().join("t-0002.csv")).unwrap(), "n\n2\n");
    }
}
