//! `--per FIELD` and its like: a row for each group of documents, in the order of their values.

use super::Options;
use super::grouping::Grouping;
use super::measure_columns::MeasureColumns;
use super::needs::Needs;
use super::totals::{Table, Totals};
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::table::{Cell, Column, DocumentColumns, Kind, Output, Rank, TableIdx};

/// Writes a row for each group.
#[derive(Debug)]
pub(super) struct GroupTable<'o> {
    grouping: &'o Grouping,
    measures: MeasureColumns<'o>,
    table: TableIdx,
}

impl<'o> GroupTable<'o> {
    /// What the wanted columns need. The types of a group are not the sum of its documents' types.
    pub(super) fn needs(options: &Options) -> Needs {
        let needs = MeasureColumns::of_several(options).needs();
        if needs.contains(Needs::TYPES) { needs | Needs::DOCUMENT_TYPES } else { needs }
    }

    /// Opens the table.
    pub(super) fn open(
        grouping: &'o Grouping,
        options: &'o Options,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        let measures = MeasureColumns::of_several(options);
        let mut measured = measures.columns();
        let group = DocumentColumns::new(vec![grouping.name().into()]);
        let mut columns = group.beside(&mut measured, grouping.name(), diagnostics);
        for column in &mut columns {
            // A group is a label: a number and a text that look alike are one group.
            column.kind = Kind::Text;
            column.definition = grouping.definition().into();
            column.rank = Rank::Main;
        }
        measures.check_names(&columns)?;
        let columns: Vec<Column> = columns.into_iter().chain(measured).collect();
        let table = output.table(grouping.name(), &columns)?;
        Ok(Self { grouping, measures, table })
    }
}

impl Table for GroupTable<'_> {
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        totals.unreadable.tell(self.grouping, totals.job.diagnostics);
        for (value, numbers) in totals.groups.of(self.grouping) {
            let group = if value.is_empty() { Cell::Empty } else { Cell::text(value) };
            let cells: Vec<Cell<'_>> = [group].into_iter().chain(self.measures.cells(&numbers)).collect();
            output.row(self.table, &cells)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use proptest::prelude::*;

    use super::super::{Unit, stats};
    use super::*;
    use crate::diagnostics;
    use crate::document::{Document, Extent, FieldValue};
    use crate::input::{Corpus, Job};
    use crate::pool::Pool;
    use crate::table::Collected;

    fn document(town: &str, text: &str) -> Document {
        let mut document = Document { text: text.to_owned(), ..Document::default() };
        document.fields.set("town".into(), FieldValue::Text(town.to_owned()));
        document
    }

    /// The table of the last unit, and what was told.
    fn run(n_threads: usize, documents: Vec<Document>, units: &[&str]) -> Result<(Collected, Vec<String>), Error> {
        let (pool, diagnostics) = (Pool::new(NonZero::new(n_threads))?, diagnostics::Collected::default());
        let job = Job { pool: &pool, diagnostics: &diagnostics };
        let units = units.iter().map(|unit| unit.parse::<Unit>()).collect::<Result<_, _>>()?;
        let options = Options { units, window: NonZero::new(3).unwrap(), ..Options::default() };
        let mut output = Collected::default();
        stats(&Corpus::from_documents(documents), &options, &job, &mut output)?;
        Ok((output, diagnostics.lines()))
    }

    fn rows(n_threads: usize, documents: &[Document], unit: &str) -> Vec<Vec<Cell<'static>>> {
        run(n_threads, documents.to_vec(), &[unit]).unwrap().0.tables.remove(0).rows
    }

    proptest! {
        #[test]
        fn a_group_measures_as_a_corpus_of_its_documents(
            texts in proptest::collection::vec(("[xy]?", "[a-d .]{0,12}"), 0..40),
        ) {
            let documents: Vec<Document> = texts.iter().map(|(town, text)| document(town, text)).collect();
            let mut towns: Vec<&str> = texts.iter().map(|(town, _)| &**town).collect();
            towns.sort_unstable();
            towns.dedup();
            let expected: Vec<_> = towns.into_iter().map(|town| {
                let value = FieldValue::Text(town.to_owned());
                let mut group = documents.clone();
                group.retain(|document| document.fields.get("town") == Some(&value));
                let cell = if town.is_empty() { Cell::Empty } else { Cell::text(town.to_owned()) };
                [vec![cell], rows(1, &group, "corpus").concat()].concat()
            }).collect();
            if !documents.is_empty() {
                for n_threads in [1, 2, 8] {
                    prop_assert_eq!(&rows(n_threads, &documents, "town"), &expected);
                }
            }
        }
    }

    #[test]
    fn a_document_in_parts_counts_once_in_its_group() {
        let part =
            |idx: u32, text: &str| Document { extent: Extent::Part { idx, last: idx == 1 }, ..document("x", text) };
        let cut = rows(2, &[part(0, "a b\n"), part(1, "b c"), document("x", "a"), document("y", "a")], "town");
        let whole = rows(2, &[document("x", "a b\nb c"), document("x", "a"), document("y", "a")], "town");
        let expected = |row: &[Cell<'static>]| row[..3].to_vec();
        assert_eq!(cut.iter().map(|row| expected(row)).collect::<Vec<_>>(), [expected(&whole[0]), expected(&whole[1])]);
        let (output, _) = run(1, vec![part(0, "a b\n"), part(1, "b c")], &["town"]).unwrap();
        assert_eq!(
            (output.tables[0].column("types"), output.tables[0].column("hapax")),
            (vec!["3".into()], vec!["2".into()])
        );
    }

    #[test]
    fn groups_and_other_units_share_one_pass() {
        let documents = vec![document("x", "one two"), document("y", "two")];
        let (output, _) = run(1, documents, &["town", "word", "corpus", "path:1", "field:town"]).unwrap();
        let units: Vec<&str> = output.tables.iter().map(|table| &*table.unit).collect();
        assert_eq!(units, ["town", "word", "corpus", "path:1", "field:town"]);
        assert_eq!(output.tables[0].column("town"), ["x", "y"]);
        assert_eq!(output.tables[0].column("tokens"), ["2", "1"]);
        assert_eq!(output.tables[1].column("word"), ["two", "one"]);
        assert_eq!(output.tables[3].column("types"), ["2"]);
    }

    #[test]
    fn a_field_with_the_name_of_a_measure_keeps_its_column() {
        let mut document = Document { text: "one two".to_owned(), ..Document::default() };
        document.fields.set("tokens".into(), FieldValue::Json("7".to_owned()));
        let (output, _) = run(1, vec![document], &["tokens"]).unwrap();
        assert_eq!(output.tables[0].column("tokens_2"), ["7"]);
        assert_eq!(output.tables[0].column("tokens"), ["2"]);
    }

    #[test]
    fn dates_that_cannot_be_read_are_told_once_and_have_no_group() {
        let dates = ["soon", "2024-03-05", "", "2024", "1 Mar 2024"];
        let documents = dates.iter().zip('a'..).map(|(date, id)| {
            let field = ("date".into(), FieldValue::Text((*date).to_owned()));
            Document { id: id.to_string(), fields: [field].into_iter().collect(), ..Document::default() }
        });
        let (output, told) = run(2, documents.collect(), &["date:month"]).unwrap();
        assert_eq!(output.tables[0].column("date:month"), ["", "2024-03"]);
        assert_eq!(output.tables[0].column("documents"), ["3", "2"]);
        let warning = "warning: 2 documents have a field \"date\" that is no date with a month, and no group: \"soon\" of a, \"2024\" of d";
        assert_eq!(told, [warning]);
    }

    #[test]
    fn what_no_document_has_is_refused_before_anything_is_counted() {
        let error = run(1, vec![document("x", "")], &["twon"]).unwrap_err();
        assert!(matches!(error, Error::UnknownUnit { name, .. } if name == "twon"));
    }

    #[cfg(feature = "language")]
    #[test]
    fn the_language_of_the_record_wins_over_the_guess() {
        let text = "The ferry leaves the harbour at nine, and the mill on the river is closed in winter.";
        let mut named = document("x", text);
        named.fields.set("language".into(), FieldValue::Text("nl".to_owned()));
        let (output, _) =
            run(1, vec![document("x", text), named, document("x", "?")], &["language", "document"]).unwrap();
        assert_eq!(output.tables[0].column("language"), ["", "en", "nl"]);
        assert_eq!(output.tables[1].column("language"), ["en", "nl", ""]);
    }
}
