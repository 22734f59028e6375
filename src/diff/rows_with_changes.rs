//! Rows per document that have the changes themselves in a last cell, for pages that show them.

use rayon::prelude::*;

use super::corpora::Pairs;
use super::document_row::{Measured, Row, document_columns};
use super::options::Options;
use super::shown_changes::{CHANGES, ShownChanges, shown_changes};
use crate::error::Error;
use crate::input::Job;
use crate::table::{Cell, Column, Output};

/// Rows whose changes are in memory at a time; each has some tens of kilobytes at most.
const BATCH: usize = 256;

impl Pairs {
    /// Sends the rows of [`Pairs::write_rows`] with one more cell, `changes`: at most some 16 KB of marked pieces for each
    /// document whose text, title or fields differ. `options` are those of the comparison.
    ///
    /// Cost: the documents that differ are read back and compared once more.
    ///
    /// # Errors
    ///
    /// What `output` returns, and [`Error::Spool`].
    pub fn write_rows_with_changes(
        &self,
        shown: ShownChanges,
        options: &Options,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let columns: Vec<Column> = document_columns().into_iter().chain([CHANGES]).collect();
        let table = output.table("document", &columns)?;
        for batch in self.paired.rows.chunks(BATCH) {
            let changes = |row| self.changes_cell(row, shown, options);
            let changes = || batch.par_iter().map(changes).collect::<Result<Vec<_>, Error>>();
            for (row, changes) in batch.iter().zip(job.pool.workers().install(changes)?) {
                let cells: Vec<Cell<'_>> = row.cells(self.granularity).into_iter().chain([changes]).collect();
                output.row(table, &cells)?;
            }
        }
        Ok(())
    }

    fn changes_cell(&self, row: &Row, shown: ShownChanges, options: &Options) -> Result<Cell<'static>, Error> {
        if !matches!(row.measured, Measured::Pair(..)) && row.fields.is_none() {
            return Ok(Cell::Empty);
        }
        let (old, new) = self.documents(row)?;
        Ok(Cell::Json(shown_changes(&old, &new, shown, options).into()))
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::super::corpora::diff_corpora;
    use super::super::corpora::tests::corpus;
    use super::super::corpora_options::CorporaOptions;
    use super::*;
    use crate::diagnostics;
    use crate::pool::Pool;
    use crate::table::{Collected, CollectedTable};

    const SHOWN: ShownChanges = ShownChanges { n_context: 0, n_least_moved: 1 };

    fn rows(old: &[(&str, &str)], new: &[(&str, &str)], n_threads: usize) -> CollectedTable {
        let pool = Pool::new(NonZero::new(n_threads)).unwrap();
        let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
        let options = CorporaOptions::default();
        let pairs = diff_corpora(&corpus(old), &corpus(new), &options, &job).unwrap();
        let mut output = Collected::default();
        pairs.write_rows_with_changes(SHOWN, &options.documents, &job, &mut output).unwrap();
        output.tables.pop().unwrap()
    }

    const CHANGED: &str = r#"[["hunk","@@ -1 +1 @@"],["hunk","\n"],["removed","-"],["removed","one "],["removed_word","two"],["removed","\n"],["added","+"],["added","one "],["added_word","2"],["added","\n"]]"#;

    #[test]
    fn changes_stand_in_the_rows_of_documents_that_differ() {
        for n_threads in [1, 4] {
            let old = [("a", "same\n"), ("b", "one two\n"), ("d", "gone\n")];
            let new = [("a", "same\n"), ("b", "one 2\n"), ("c", "new\n")];
            let table = rows(&old, &new, n_threads);
            assert_eq!(table.column("change"), ["same", "changed", "added", "removed"]);
            assert_eq!(table.column("changes"), ["", CHANGED, "", ""]);
        }
    }

    #[test]
    fn a_document_that_was_only_moved_has_no_changes_and_one_that_was_revised_as_well_has() {
        let text = "a dozen words are enough to find a document again under another name\n";
        let revised = text.replace("name\n", "name today\n");
        let old = [("x/a", text)];
        let table = rows(&old, &[("y/a", text)], 1);
        assert_eq!((table.column("change"), table.column("changes")), (vec!["moved".into()], vec![String::new()]));
        let table = rows(&old, &[("y/a", &revised)], 1);
        assert_eq!(table.column("change"), ["moved"]);
        assert!(table.column("changes")[0].contains(r#"["added_word","today"]"#), "{:?}", table.column("changes"));
    }
}
