//! Two corpora compared document by document.
//!
//! Documents are paired by id. In memory stay the ids and one row of numbers for each document, never the texts.

use super::document_row::{Row, ShownChanges, Summary, columns};
use super::options::{Changes, Options};
use super::pairing::Pairing;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job, Spooled};
use crate::table::{Cell, Output};

/// What comparing two inputs came to.
#[derive(Debug)]
pub enum Comparison {
    /// Each side has exactly one document, whatever their ids. Their texts are not compared yet.
    Documents {
        /// The old document.
        old: Box<Document>,
        /// The new document.
        new: Box<Document>,
    },
    /// Anything else: documents paired by id.
    Corpora(Pairs),
}

/// Two corpora, paired and compared.
#[derive(Debug)]
pub struct Pairs {
    /// Ordered by id, then by occurrence.
    rows: Vec<Row>,
    /// The changes that rows have, if they shall be shown.
    aside: Option<Spooled>,
    changes: Changes,
}

/// Compares two documents if that is what the inputs hold, two corpora otherwise. Each input is read once.
///
/// Findings: a warning if ids occur more than once on a side, one if not a single id is on both sides, and one for
/// each document whose comparison met [`Options::timeout`].
///
/// # Errors
///
/// What reading returns, and [`Error::Spool`].
pub fn compare_corpora(old: &Corpus, new: &Corpus, options: &Options, job: &Job<'_>) -> Result<Comparison, Error> {
    let mut pairing = Pairing::read(old, new, options, job)?;
    match pairing.only_documents()? {
        Some((old, new)) => Ok(Comparison::Documents { old: Box::new(old), new: Box::new(new) }),
        None => Ok(Comparison::Corpora(pairing.finish(job)?)),
    }
}

/// Compares two corpora, each of which may be a single document, and sends one row per document ordered by id.
///
/// # Errors
///
/// Those of [`compare_corpora`], and what `output` returns.
pub fn diff_corpora(
    old: &Corpus,
    new: &Corpus,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Summary, Error> {
    Pairing::read(old, new, options, job)?.finish(job)?.write_rows(output)
}

impl Pairs {
    pub(super) fn new(rows: Vec<Row>, aside: Option<Spooled>, changes: Changes) -> Self {
        Self { rows, aside, changes }
    }

    /// A pair of two documents, whatever their ids.
    pub fn of_documents(old: Document, new: Document, options: &Options) -> Self {
        Self::new(vec![Row::of_pair(old, new, 0, options)], None, options.changes)
    }

    /// How many documents had which change.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        self.rows.iter().for_each(|row| summary.count(row));
        summary
    }

    /// Sends one row per document, ordered by id; documents with the same id keep the order of their corpus.
    ///
    /// # Errors
    ///
    /// What `output` returns.
    pub fn write_rows(&self, output: &mut dyn Output) -> Result<Summary, Error> {
        let table = output.table("document", &columns(self.changes))?;
        for row in &self.rows {
            let mut cells = row.cells().to_vec();
            if self.changes != Changes::LeftOut {
                cells.push(self.changes_cell(row)?);
            }
            output.row(table, &cells)?;
        }
        Ok(self.summary())
    }

    fn changes_cell(&self, row: &Row) -> Result<Cell<'static>, Error> {
        Ok(match (&row.changes, &self.aside) {
            (ShownChanges::Here(changes), _) => Cell::Json(changes.clone().into()),
            (ShownChanges::Aside(place), Some(aside)) => Cell::Json(aside.read(*place)?.text.into()),
            _ => Cell::Empty,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::time::Duration;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::options::Granularity;
    use super::*;
    use crate::diagnostics;
    use crate::pool::Pool;
    use crate::table::{Cell, Collected};

    fn corpus(documents: &[(&str, &str)]) -> Corpus {
        let document = |&(id, text): &(&str, &str)| Document {
            id: id.to_owned(),
            source: format!("{id}.txt"),
            text: text.to_owned(),
            ..Document::default()
        };
        Corpus::from_documents(documents.iter().map(document).collect())
    }

    struct Outcome {
        summary: Summary,
        rows: Vec<String>,
        findings: Vec<String>,
        cells: Vec<Vec<Cell<'static>>>,
    }

    fn run(old: &[(&str, &str)], new: &[(&str, &str)], options: &Options, n_threads: usize) -> Outcome {
        let pool = Pool::new(NonZero::new(n_threads)).unwrap();
        let diagnostics = diagnostics::Collected::default();
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let mut output = Collected::default();
        let summary = diff_corpora(&corpus(old), &corpus(new), options, &job, &mut output).unwrap();
        let table = output.tables.remove(0);
        let names = ["id", "change", "similarity", "words_added", "words_removed", "lines_added", "lines_removed"];
        let columns = names.map(|name| table.column(name));
        let row = |i: usize| columns.iter().map(|column| column[i].as_str()).collect::<Vec<_>>().join(" ");
        Outcome {
            summary,
            rows: (0..table.rows.len()).map(row).collect(),
            findings: diagnostics.lines(),
            cells: table.rows,
        }
    }

    #[track_caller]
    fn check(old: &[(&str, &str)], new: &[(&str, &str)], rows: &[&str]) {
        assert_eq!(run(old, new, &Options::default(), 1).rows, rows);
    }

    const OLD: [(&str, &str); 4] = [("d", "gone now\n"), ("a", "same\n"), ("c", "one two\n"), ("e", "")];
    const NEW: [(&str, &str); 4] = [("b", "new\n"), ("c", "one 2\n"), ("a", "same\n"), ("e", "")];

    #[test]
    fn every_document_of_either_side_has_a_row_ordered_by_id() {
        check(
            &OLD,
            &NEW,
            &[
                "a same 1 0 0 0 0",
                "b added  1 0 1 0",
                "c changed 0.5 1 1 1 1",
                "d removed  0 2 0 1",
                "e same 1 0 0 0 0",
            ],
        );
        check(&[], &[], &[]);
        check(&[("a", "x")], &[], &["a removed  0 1 0 1"]);
        check(&[], &[("a", "x")], &["a added  1 0 1 0"]);
        check(&[("a", "x")], &[("a", "x")], &["a same 1 0 0 0 0"]);
        check(&[("a", "x")], &[("a", "x"), ("b", "y")], &["a same 1 0 0 0 0", "b added  1 0 1 0"]);
    }

    #[test]
    fn the_summary_counts_each_change_and_says_whether_corpora_differ() {
        let summary = run(&OLD, &NEW, &Options::default(), 1).summary;
        assert_eq!(summary, Summary { n_same: 2, n_changed: 1, n_added: 1, n_removed: 1, n_cut_short: 0 });
        assert!(summary.differs());
        assert!(!run(&OLD, &OLD, &Options::default(), 1).summary.differs());
    }

    #[test]
    fn cells_of_a_side_that_is_missing_are_empty() {
        let cells = run(&[("a", "x y")], &[("b", "z")], &Options::default(), 1).cells;
        let source = |text: &'static str| Cell::text(text);
        assert_eq!(cells[0][7..], [Cell::Integer(2), Cell::Empty, source("a.txt"), Cell::Empty]);
        assert_eq!(cells[1][7..], [Cell::Empty, Cell::Integer(1), Cell::Empty, source("b.txt")]);
    }

    #[test]
    fn documents_with_the_same_id_are_paired_in_order_and_none_is_lost() {
        let old = [("a", "1"), ("a", "2"), ("b", "x")];
        let new = [("a", "1"), ("b", "x"), ("b", "y"), ("a", "3"), ("a", "4")];
        let expected =
            ["a same 1 0 0 0 0", "a changed 0 1 1 1 1", "a added  1 0 1 0", "b same 1 0 0 0 0", "b added  1 0 1 0"];
        check(&old, &new, &expected);
        let turned =
            ["a same 1 0 0 0 0", "a changed 0 1 1 1 1", "a removed  0 1 0 1", "b same 1 0 0 0 0", "b removed  0 1 0 1"];
        check(&new, &old, &turned);
        let findings = run(&old, &new, &Options::default(), 1).findings;
        assert_eq!(
            findings,
            ["warning: : ids that occur more than once: 2; their documents are paired in order of occurrence"]
        );
    }

    #[test]
    fn corpora_without_a_common_id_are_said_to_be_unpaired() {
        let findings = run(&[("a", "x")], &[("b", "x")], &Options::default(), 1).findings;
        let message = "no document id of one corpus occurs in the other, so that nothing could be compared";
        assert_eq!(findings, [format!("warning: : {message}")]);
    }

    #[test]
    fn by_words_a_document_wrapped_anew_is_the_same_and_lines_are_not_counted() {
        let options = Options { granularity: Granularity::Words, ..Options::default() };
        let outcome = run(&[("a", "one two\n"), ("b", "x.")], &[("a", "one\ntwo\n"), ("b", "x!")], &options, 1);
        assert_eq!(outcome.rows, ["a same 1 0 0  ", "b changed 1 0 0  "]);
    }

    #[test]
    fn a_comparison_cut_short_is_reported_and_counted() {
        let options = Options { timeout: Duration::ZERO, ..Options::default() };
        let outcome = run(&[("a", "one\ntwo\n")], &[("a", "two\none\n")], &options, 1);
        assert_eq!(outcome.summary.n_cut_short, 1);
        assert_eq!(
            outcome.findings,
            ["warning: a: the comparison was cut short after 0 s; less may have changed than is said"]
        );
    }

    #[test]
    fn rows_are_the_same_for_any_number_of_threads() {
        for old in [&OLD[..], &OLD[..1], &OLD[1..2]] {
            let alone = run(old, &NEW, &Options::default(), 1);
            for n_threads in [2, 8] {
                assert_eq!(run(old, &NEW, &Options::default(), n_threads).cells, alone.cells);
            }
        }
    }

    proptest! {
        #[test]
        fn every_document_is_counted_once_on_its_side(
            old in vec(("[abc]", "[xy ]{0,3}"), 0..6),
            new in vec(("[abc]", "[xy ]{0,3}"), 0..6),
        ) {
            let old: Vec<(&str, &str)> = old.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            let new: Vec<(&str, &str)> = new.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            let outcome = run(&old, &new, &Options::default(), 1);
            let Summary { n_same, n_changed, n_added, n_removed, .. } = outcome.summary;
            prop_assert_eq!(n_same + n_changed + n_removed, old.len() as u64);
            prop_assert_eq!(n_same + n_changed + n_added, new.len() as u64);
            prop_assert_eq!(outcome.rows.len() as u64, n_same + n_changed + n_added + n_removed);
        }
    }

    #[test]
    fn changes_stand_in_the_rows_of_changed_documents_if_they_are_asked_for() {
        for n_threads in [1, 4] {
            let options = Options { changes: Changes::Shown { n_context: 0 }, ..Options::default() };
            let cells = run(&OLD, &NEW, &options, n_threads).cells;
            let changes: Vec<&Cell<'_>> = cells.iter().filter_map(|row| row.get(11)).collect();
            let expected = r#"[["hunk","@@ -1 +1 @@\n"],["removed","-"],["removed","one "],["removed_word","two"],["removed","\n"],["added","+"],["added","one "],["added_word","2"],["added","\n"]]"#;
            let none = &Cell::Empty;
            assert_eq!(changes, [none, none, &Cell::Json(expected.into()), none, none]);
        }
    }

    fn compared(old: &[(&str, &str)], new: &[(&str, &str)]) -> Comparison {
        let pool = Pool::new(NonZero::new(1)).unwrap();
        let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
        compare_corpora(&corpus(old), &corpus(new), &Options::default(), &job).unwrap()
    }

    #[test]
    fn one_document_on_each_side_is_a_comparison_of_documents_whatever_the_ids() {
        match compared(&[("a", "x")], &[("b", "y")]) {
            Comparison::Documents { old, new } => assert_eq!((old.text.as_str(), new.text.as_str()), ("x", "y")),
            Comparison::Corpora(pairs) => panic!("taken for corpora: {pairs:?}"),
        }
        for (old, new) in [(&OLD[..1], &NEW[..2]), (&OLD[..2], &NEW[..1]), (&OLD[..1], &[]), (&[], &NEW[..1])] {
            assert!(matches!(compared(old, new), Comparison::Corpora(_)), "{old:?} {new:?}");
        }
    }
}
