//! `--per hit`: a concordance. A row for each place that was found, with the words around it (keyword in context).
//!
//! The hits of a document are held until it is complete, then written.

use std::sync::Arc;

use super::Options;
use super::needs::Needs;
use super::record::Record;
use super::search::{Hit, Terms};
use super::totals::{Table, Totals};
use super::unit::Unit;
use crate::diagnostics::{Diagnostics, Finding};
use crate::error::{Error, OptionProblem};
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx, TextLook};

const LABEL: Column = Column::text("label", "the label of the term that was found").main();
const COLUMNS: [Column; 7] = [
    Column::integer("position", "number of the token that the hit begins in or before, counted from 1 in the document"),
    Column::integer("start", "first byte of the hit in the document's source"),
    Column::integer("end", "one past the last byte of the hit in the document's source"),
    Column::text("left", "up to {context} tokens before the hit, in one line, with what stands between them")
        .main()
        .looking(TextLook::Before),
    Column::text("hit", "what was found, in one line").main().looking(TextLook::Hit),
    Column::text("right", "up to {context} tokens after the hit, in one line, with what stands between them")
        .main()
        .looking(TextLook::After),
    Column::integer("corpus_position", "position, plus the tokens of all documents before this one"),
];

/// Writes a row for each hit.
#[derive(Debug)]
pub(super) struct HitTable<'o> {
    options: &'o Options,
    has_labels: bool,
    has_titles: bool,
    /// Those that are asked for by name.
    fields: DocumentColumns,
    n_hits: u64,
    n_tokens_before: u64,
    table: TableIdx,
}

impl<'o> HitTable<'o> {
    /// The tokens of each document, to number those of the corpus.
    pub(super) fn needs() -> Needs {
        Needs::TOKENS
    }

    /// `true` if columns are asked for that only the fields of documents can be.
    pub(super) fn needs_fields(options: &Options) -> bool {
        fields_asked(options).next().is_some()
    }

    /// Opens the table for documents with these fields, of which those are columns that are asked for by name.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if there is nothing to look for, [`Error::UnknownColumn`] for a name that no field has, and what
    /// `output` returns.
    pub(super) fn open(
        options: &'o Options,
        fields: &[Arc<str>],
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        if options.pattern.is_none() && options.terms.is_none() && options.types.is_empty() {
            return Err(OptionProblem::NothingToFind.into());
        }
        let [id, source, title, _] = DocumentColumns::base();
        let (mut columns, own) = (vec![id, source], own_columns(options));
        // What conditions and orders name is looked for where they are applied.
        let is_shown = |name: &&str| options.columns.names().any(|shown| shown == *name);
        let is_unknown = |name: &&str| fields.iter().all(|field| **field != **name);
        if let Some(name) = fields_asked(options).filter(is_shown).find(is_unknown) {
            let own = columns.iter().chain([&title]).chain(&own).map(|column| column.name.to_string());
            let known = own.chain(fields.iter().map(|field| field.to_string())).collect();
            return Err(Error::UnknownColumn { option: "columns", name: name.to_owned(), known });
        }
        let has_titles = options.columns.wanted().any(|name| name == title.name);
        columns.extend(Some(title).filter(|_| has_titles));
        let is_asked = |field: &&Arc<str>| fields_asked(options).any(|name| *name == ***field);
        let fields = DocumentColumns::new(fields.iter().filter(is_asked).cloned().collect());
        let field_columns = fields.beside(&mut columns, Unit::Hit.name(), diagnostics);
        columns.extend(field_columns.into_iter().chain(own));
        let table = output.table(Unit::Hit.name(), &columns)?;
        let has_labels = options.pattern.is_none();
        Ok(Self { options, has_labels, has_titles, fields, n_hits: 0, n_tokens_before: 0, table })
    }

    /// The cells about the document.
    fn document<'r>(&self, record: &'r Record) -> Vec<Cell<'r>> {
        let mut cells = vec![Cell::text(&record.id), Cell::text(&record.source)];
        if self.has_titles {
            cells.push(record.title.as_deref().map_or(Cell::Empty, Cell::text));
        }
        cells.extend(self.fields.field_cells(&record.fields));
        cells
    }

    fn write(
        &self,
        document: &[Cell<'_>],
        n_tokens_before: u64,
        hit: &Hit,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let mut cells: Vec<Cell<'_>> = document.iter().map(Cell::borrowed).collect();
        if self.has_labels {
            cells.push(self.label(hit).map_or(Cell::Empty, Cell::text));
        }
        cells.extend([
            Cell::Integer(hit.position),
            Cell::Integer(hit.start),
            Cell::Integer(hit.end),
            Cell::text(&hit.left),
            Cell::text(&hit.hit),
            Cell::text(&hit.right),
            Cell::Integer(n_tokens_before + hit.position),
        ]);
        output.row(self.table, &cells)
    }

    fn label(&self, hit: &Hit) -> Option<&'o str> {
        let labels = self.options.terms.as_ref().map_or(&self.options.types[..], Terms::labels);
        labels.get(hit.label_idx? as usize).map(String::as_str)
    }
}

impl Table for HitTable<'_> {
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        if !record.hits.is_empty() {
            let document = self.document(record);
            record.hits.iter().try_for_each(|hit| self.write(&document, self.n_tokens_before, hit, output))?;
        }
        self.n_hits += record.hits.len() as u64;
        self.n_tokens_before += record.n_tokens;
        Ok(())
    }

    fn finish(&mut self, totals: &Totals<'_>, _: &mut dyn Output) -> Result<(), Error> {
        if self.n_hits == 0 && totals.numbers.counts.documents > 0 {
            totals.job.diagnostics.report(Finding::summary("0 hits"));
        }
        Ok(())
    }
}

/// The columns about hits themselves.
fn own_columns(options: &Options) -> Vec<Column> {
    let of_hits = COLUMNS.into_iter().map(|column| Column {
        definition: column.definition.replace("{context}", &options.n_context.to_string()).into(),
        ..column
    });
    options.pattern.is_none().then_some(LABEL).into_iter().chain(of_hits).collect()
}

/// The names that are asked for and only fields of documents can have.
fn fields_asked(options: &Options) -> impl Iterator<Item = &str> {
    let [id, source, title, _] = DocumentColumns::base();
    let own: Vec<Column> = [id, source, title].into_iter().chain(own_columns(options)).collect();
    options.columns.wanted().filter(move |name| own.iter().all(|column| column.name != *name))
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::super::{Case, Pattern, stats};
    use super::*;
    use crate::diagnostics::Collected;
    use crate::document::{Document, FieldValue};
    use crate::input::{Corpus, Job};
    use crate::pool::Pool;
    use crate::table::{self, CollectedTable, Selection};

    fn run(columns: &[&str], pattern: &str) -> Result<(CollectedTable, Vec<String>), Error> {
        let document = |year: &str, text: &str| {
            let mut document = Document { text: text.to_owned(), ..Document::default() };
            document.fields.set("year".into(), FieldValue::Text(year.to_owned()));
            document
        };
        let corpus = Corpus::from_documents(vec![document("1912", "b mill"), document("1913", "a mill")]);
        let columns = Selection::parse(&columns.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())?;
        let pattern = Some(Pattern::regex(pattern, Case::Smart)?);
        let options = Options { units: vec![Unit::Hit], columns, pattern, ..Options::default() };
        let (pool, diagnostics) = (Pool::new(NonZero::new(1))?, Collected::default());
        let mut output = table::Collected::default();
        stats(&corpus, &options, &Job { pool: &pool, diagnostics: &diagnostics }, &mut output)?;
        Ok((output.tables.remove(0), diagnostics.lines()))
    }

    #[test]
    fn hits_have_the_fields_that_are_asked_for_by_name() {
        let (table, _) = run(&["year", "left"], "mill").unwrap();
        assert_eq!(table.column("year"), ["1912", "1913"]);
        let (table, _) = run(&[], "mill").unwrap();
        assert!(table.columns.iter().all(|column| column.name != "year"));
        let error = run(&["yaer"], "mill").unwrap_err();
        assert!(
            matches!(error, Error::UnknownColumn { name, known, .. } if name == "yaer" && known.contains(&"year".into()))
        );
    }

    #[test]
    fn no_hits_are_reported() {
        assert_eq!(run(&[], "weir").unwrap().1, ["summary: 0 hits"]);
        assert_eq!(run(&[], "mill").unwrap().1, [""; 0]);
    }
}
