//! An ordered set of inputs, and how to read them.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use regex::Regex;

use super::listed_folders::ListedFolders;
use super::listing::Listing;
use super::look_ahead::{self, Inputs, Known};
use super::mapping::{Documents, Event, Mapping, Rows, Step, batch, mapped};
use super::meta::{Beside, MetaTable, set_path_fields};
use super::options::{AnnotatedTokens, InputOptions};
use super::ordered::{Unit, ordered};
use super::place::{DocumentPlace, SeenField};
use super::read_outcome::{Emptiness, ReadOutcome};
use super::reading_flag::ReadingFlag;
use super::row::RowShape;
use super::schema::Schema;
use super::shard::Shard;
use super::source::Source;
use super::table::TablePieces;
use super::unit::InputUnit;
use super::unit_reader::UnitReader;
use super::units::{Drawn, Units};
use super::wanted_fields::WantedFields;
use super::workers::Workers;
use super::{Job, walk};
use crate::diagnostics::{Diagnostics, Examples, Finding};
use crate::document::Document;
use crate::error::Error;
use crate::table::{Cell, DocumentColumns, PartNames};

/// An ordered set of documents, not yet read.
#[derive(Debug)]
pub struct Corpus {
    contents: Contents,
    known: Known,
    outcome: ReadOutcome,
}

#[derive(Debug)]
enum Contents {
    Documents(Vec<Document>),
    Sources {
        sources: Vec<Source>,
        listing: Option<Box<Listing>>,
        folders: ListedFolders,
        options: Box<InputOptions>,
        meta: Option<Box<MetaTable>>,
        wanted: Box<WantedFields>,
    },
}

impl Corpus {
    /// A corpus of documents that are already in memory.
    pub fn from_documents(documents: Vec<Document>) -> Self {
        let outcome = ReadOutcome::new(Emptiness::Possible, Vec::new());
        Self { contents: Contents::Documents(documents), known: Known::default(), outcome }
    }

    /// The corpus that `inputs` name: files, folders, and `-` for standard input.
    ///
    /// Folders are listed and a table to join is read here; files are opened when the corpus is run.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] and [`Error::UnknownColumn`] for options that cannot be used. An input that cannot be
    /// listed is a finding, and the others go on.
    pub fn open(inputs: &[PathBuf], options: InputOptions, diagnostics: &dyn Diagnostics) -> Result<Self, Error> {
        let (mut findings, mut folders) = (Vec::new(), ListedFolders::default());
        let mut sources = walk::sources(inputs, &options, &mut folders, &mut findings)?;
        let has_sources = !sources.is_empty();
        let may_hold_none = |source: &Source| options.shard.is_some() || !source.is_lone_file(&options);
        let may_be_empty = sources.iter().any(may_hold_none);
        let emptiness = if may_be_empty { Emptiness::Possible } else { Emptiness::Fault };
        // The inputs that a flag is for may be in another shard.
        let given = if options.shard.is_none() { ReadingFlag::given(&options) } else { Vec::new() };
        let outcome = ReadOutcome::new(emptiness, given);
        if !options.date_fields.is_empty() {
            outcome.add_use(ReadingFlag::DateOrder);
        }
        let listing = Listing::keep_shard(&mut sources, &options).map(Box::new);
        sources.iter_mut().enumerate().for_each(|(idx, source)| source.idx = idx);
        if let Some(pattern) = &options.fields_from_path {
            set_path_fields(&mut sources, pattern, &mut findings);
        }
        let read = |path: &PathBuf| MetaTable::read(path, &options, &mut findings).map(Box::new);
        let mut meta = options.meta.as_ref().map(read).transpose()?;
        if let Some(table) = &mut meta {
            table.see_sources(sources.iter().map(|source| [&*source.id, source.shown.trim_start_matches("./")]));
        }
        findings.iter().for_each(|finding| outcome.note(finding));
        if !has_sources && !outcome.has_failures() {
            let place = if let [input] = inputs { input.to_string_lossy() } else { "".into() };
            findings.push(Finding::warning(place, "there are no files to read"));
        }
        findings.into_iter().for_each(|finding| diagnostics.report(finding));
        let wanted = Box::new(WantedFields::of(&options));
        let known = Known::of_parts(options.part_names());
        let contents = Contents::Sources { sources, listing, folders, options: Box::new(options), meta, wanted };
        Ok(Self { contents, known, outcome })
    }

    /// The files among the inputs, those of other shards too, to make sure that no output is one of them.
    pub fn file_paths(&self) -> impl Iterator<Item = &std::path::Path> {
        let (sources, listing): (&[Source], Option<&Listing>) = match &self.contents {
            Contents::Documents(_) => (&[], None),
            Contents::Sources { sources, listing, .. } => (sources, listing.as_deref()),
        };
        sources.iter().filter_map(Source::lies_in).chain(listing.into_iter().flat_map(Listing::left_out))
    }

    /// The folders among the inputs, to make sure that no output is written where the next run would read it.
    pub fn listed_folders(&self) -> ListedFolders {
        match &self.contents {
            Contents::Documents(_) => ListedFolders::default(),
            Contents::Sources { folders, .. } => folders.clone(),
        }
    }

    /// The outcome of reading it, known when it has been run. Documents in memory are never nothing.
    pub fn outcome(&self) -> &ReadOutcome {
        &self.outcome
    }

    /// The shard that is read, if it is one.
    pub fn shard(&self) -> Option<Shard> {
        match &self.contents {
            Contents::Documents(_) => None,
            Contents::Sources { options, .. } => options.shard,
        }
    }

    /// How documents are read, as names and values: what shards must agree on.
    pub fn reading(&self) -> Vec<(&'static str, String)> {
        match &self.contents {
            Contents::Documents(_) => Vec::new(),
            Contents::Sources { options, .. } => options.described(),
        }
    }

    /// Where one of the documents stands among all, those of other shards too.
    pub fn place(&self, document: &Document) -> DocumentPlace {
        let record_number = document.facts.record_number;
        match &self.contents {
            Contents::Sources { sources, .. } if document.facts.source_idx < sources.len() => {
                DocumentPlace { record_number, ..sources[document.facts.source_idx].place() }
            }
            _ => DocumentPlace { input_idx: 0, path: document.id.clone(), record_number },
        }
    }

    /// A hash of what was listed, if a shard of it is read: the ids and lengths of all inputs. `None` for whole corpora.
    pub fn listing_digest(&self) -> Option<u128> {
        match &self.contents {
            Contents::Documents(_) => None,
            Contents::Sources { listing, .. } => listing.as_deref().map(Listing::digest),
        }
    }

    /// Whether it can be run a second time: standard input and pipes cannot.
    pub fn can_be_read_again(&self) -> bool {
        match &self.contents {
            Contents::Documents(_) => true,
            Contents::Sources { sources, .. } => sources.iter().all(Source::is_file),
        }
    }

    /// `true` if every document that is read gives the tokens of its annotation.
    pub fn gives_tokens(&self) -> bool {
        match &self.contents {
            Contents::Documents(documents) => documents.iter().all(|document| document.given.is_some()),
            Contents::Sources { options, .. } => options.annotated_tokens == AnnotatedTokens::Carried,
        }
    }

    /// Whether there is nothing to read at all. What there is may still fail, or hold no document.
    pub fn is_empty(&self) -> bool {
        match &self.contents {
            Contents::Documents(documents) => documents.is_empty(),
            Contents::Sources { sources, .. } => sources.is_empty(),
        }
    }

    /// How many bytes the files among the inputs have on disk.
    pub fn n_bytes(&self) -> u64 {
        match &self.contents {
            Contents::Documents(documents) => documents.iter().map(|d| d.text.len() as u64).sum(),
            Contents::Sources { sources, .. } => sources.iter().map(|source| source.n_bytes).sum(),
        }
    }

    /// The names of all fields that the documents' records have: those of the records in order of first appearance,
    /// then those of paths, then those of the joined table.
    ///
    /// Rows need their columns before the first document has been read, so this looks ahead: at the header of a
    /// table, at the front matter of a text, at every record of JSON Lines. Standard input that must be looked at
    /// whole is set aside on disk. The look is taken once, and for all else that the documents are read with.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if standard input cannot be set aside.
    pub fn field_names(&self, job: &Job<'_>) -> Result<Vec<Arc<str>>, Error> {
        Ok(self.schema(job)?.field_names.iter().cloned().collect())
    }

    /// The fields of a corpus [without documents](Self::without_documents), which a verb that gathers the fields of its documents
    /// would miss; nothing for any other corpus.
    pub fn fields_without_documents(&self) -> Vec<Arc<str>> {
        match (&self.contents, self.known.schema.get()) {
            (Contents::Documents(documents), Some(schema)) if documents.is_empty() => {
                schema.field_names.iter().cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The columns of its documents.
    ///
    /// # Errors
    ///
    /// As [`Self::field_names`].
    pub fn document_columns(&self, job: &Job<'_>) -> Result<DocumentColumns, Error> {
        let found = self.schema(job)?.found.iter().cloned();
        Ok(DocumentColumns::new(self.field_names(job)?).with_parts(self.part_names()).with_found(found))
    }

    /// The names that id, title and text have in the records, where the user named their fields.
    pub fn part_names(&self) -> PartNames {
        self.known.parts.clone()
    }

    /// Whether a field of a document may be called by `name`, as far as is known without a look at the inputs: no record has
    /// another field `id`, `source`, `title` or `text` than the one that is its id, and so on.
    pub fn may_have_field(&self, name: &str) -> bool {
        let (sources, options, meta) = match &self.contents {
            Contents::Sources { sources, options, meta, .. } => (sources, options, meta),
            Contents::Documents(documents) => {
                let schema = self.known.schema.get_or_init(|| Schema::of_documents(documents));
                return schema.field_names.iter().any(|known| **known == *name);
            }
        };
        let is_usual = DocumentColumns::base().iter().any(|column| column.name == name);
        let has = |names: &[Arc<str>]| names.iter().any(|known| **known == *name);
        let beside = || {
            let of_path = |pattern: &Regex| pattern.capture_names().flatten().any(|group| group == name);
            options.fields_from_path.as_ref().is_some_and(of_path)
                || meta.as_ref().is_some_and(|meta| has(meta.names()))
        };
        let is_open = |source: &Source| source.told_format(options).is_none_or(|format| format.has_front_matter());
        !is_usual || self.known.parts != PartNames::default() || beside() || sources.iter().any(is_open)
    }

    /// The same with the place where each was seen first, by which the fields of shards are put in the order of the whole.
    ///
    /// # Errors
    ///
    /// As [`Self::field_names`].
    pub fn seen_fields(&self, job: &Job<'_>) -> Result<Vec<SeenField>, Error> {
        Ok(self.schema(job)?.seen.clone())
    }

    /// Which of the columns `id`, `source`, `title` and `text` say something: all of them if any document has a text,
    /// else those that the records of a table have themselves.
    ///
    /// # Errors
    ///
    /// As [`Self::field_names`].
    pub fn base_names(&self, job: &Job<'_>) -> Result<Vec<&'static str>, Error> {
        let schema = self.schema(job)?;
        // Where nothing could be read, the table has the columns that it would usually have.
        let is_named = schema.names_ids || schema.names_sources || schema.names_titles;
        let all = schema.has_texts || (schema.field_names.iter().next().is_none() && !is_named);
        let named = [
            ("id", all || schema.names_ids),
            ("source", all || schema.names_sources),
            ("title", all || schema.names_titles),
            ("text", all),
        ];
        Ok(named.into_iter().filter(|(_, is_named)| *is_named).map(|(name, _)| name).collect())
    }

    /// A corpus without documents whose fields are those of this one: a verb gives its tables the same columns for it.
    ///
    /// # Errors
    ///
    /// As [`Self::field_names`].
    pub fn without_documents(&self, job: &Job<'_>) -> Result<Self, Error> {
        if let Some(inputs) = self.inputs() {
            look_ahead::for_fields_alone(inputs, job)?;
        }
        let known = Known::of_schema(self.schema(job)?.clone(), self.part_names());
        Ok(Self { known, ..Self::from_documents(Vec::new()) })
    }

    fn schema(&self, job: &Job<'_>) -> Result<&Schema, Error> {
        let schema = &self.known.schema;
        match &self.contents {
            Contents::Documents(documents) => Ok(schema.get_or_init(|| Schema::of_documents(documents))),
            Contents::Sources { .. } => {
                if let Some(inputs) = self.inputs().filter(|_| schema.get().is_none()) {
                    look_ahead::for_fields(inputs, job)?;
                }
                Ok(schema.get_or_init(Schema::default))
            }
        }
    }

    /// Reads every document and hands it to `map` on some worker thread, together with a worker state from `worker`;
    /// hands what `map` returns to `sink`, on the calling thread, in input order.
    ///
    /// Returns the worker states, at least one, in no particular order: what they hold must merge the same in any order. What is
    /// wrong with an input is reported on the calling thread too, at its place in the order.
    ///
    /// # Errors
    ///
    /// Whatever `sink` returns; the run ends early then.
    pub fn run<W: Send, T: Send>(
        &self,
        job: &Job<'_>,
        worker: impl Fn() -> W + Sync,
        map: impl Fn(&mut W, Document) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Vec<W>, Error> {
        self.run_drawn(Drawn::All, job, worker, map, sink)
    }

    /// Like [`Self::run`], but leaves out the files that [`FilePairs`](super::FilePairs) reads.
    ///
    /// # Errors
    ///
    /// Whatever `sink` returns; the run ends early then.
    pub fn run_beside_files<T: Send>(
        &self,
        job: &Job<'_>,
        map: impl Fn(Document) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let drawn = if self.files().is_some() { Drawn::AllButLoneFiles } else { Drawn::All };
        self.run_drawn(drawn, job, || (), |(), document| map(document), sink).map(|_| ())
    }

    /// What rows of the whole corpus look like that say everything about its documents.
    ///
    /// # Errors
    ///
    /// As [`Self::field_names`].
    pub fn row_shape(&self, job: &Job<'_>) -> Result<RowShape, Error> {
        Ok(RowShape::new(&self.base_names(job)?, self.document_columns(job)?, job.diagnostics))
    }

    /// Like [`Self::run`] for a caller that wants the cells of documents rather than the documents: gathers rows of `shape`
    /// on the worker threads, hands `row` one after the other with what it gathered before, and `sink` what was gathered.
    ///
    /// Rows of tables and JSON Lines borrow from the bytes that were read, so they cost a fraction of a document.
    ///
    /// # Errors
    ///
    /// Whatever `sink` returns; the run ends early then.
    pub fn run_rows<B: Default + Send>(
        &self,
        shape: &RowShape,
        job: &Job<'_>,
        row: impl Fn(&mut B, &[Cell<'_>]) + Sync,
        sink: impl FnMut(B) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let rows = Rows::new(shape, row);
        self.run_with(Drawn::All, Some(shape), job, &rows, sink).map(|_| ())
    }

    fn report(&self, finding: Finding, diagnostics: &dyn Diagnostics) {
        self.outcome.note(&finding);
        diagnostics.report(finding);
    }

    /// Reports what is known of a table when all of its rows have been read.
    fn end_table(&self, source_idx: usize, mut table: Box<dyn TablePieces>, diagnostics: &dyn Diagnostics) {
        let Contents::Sources { sources, .. } = &self.contents else { return };
        let shown = &sources[source_idx].shown;
        let warnings = table.take_warnings().into_iter();
        warnings.for_each(|warning| diagnostics.report(Finding::warning(shown, warning)));
    }

    /// Notes that its inputs need not be read, since others have the same bytes.
    pub fn leave_unread(&self) {
        let Contents::Sources { sources, options, .. } = &self.contents else { return };
        sources.iter().for_each(|source| source.find_by_name(options));
        self.outcome.add_formats(sources.iter().filter_map(Source::found_format));
    }

    /// Notes and reports what is known when all inputs have been read.
    fn end_reading(&self, without_row: &Examples, diagnostics: &dyn Diagnostics) {
        let Contents::Sources { sources, options, meta, wanted, .. } = &self.contents else { return };
        self.outcome.add_formats(sources.iter().filter_map(Source::found_format));
        if meta.as_ref().is_some_and(|meta| meta.is_used()) {
            self.outcome.add_use(ReadingFlag::Meta);
        }
        let verdict = meta.iter().flat_map(|meta| meta.verdict(without_row, options.shard));
        let path = if let [source] = &sources[..] { &*source.shown } else { "" };
        verdict.chain(wanted.verdict(path)).for_each(|finding| diagnostics.report(finding));
        self.known.rejoining.report(diagnostics);
    }

    /// Lets both corpora be read with the words of both, so that a text which is in both is read the same way.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if standard input cannot be set aside.
    pub fn share_words(&self, other: &Self, job: &Job<'_>) -> Result<(), Error> {
        let inputs: Vec<Inputs<'_>> = [self, other].into_iter().filter_map(Self::inputs).collect();
        look_ahead::for_documents(&inputs, job)
    }

    /// The inputs, if they can be read one by one: no table is joined, which tells its own verdict on all of them.
    pub(super) fn files(&self) -> Option<Inputs<'_>> {
        self.inputs().filter(|inputs| inputs.beside.meta.is_none())
    }

    fn inputs(&self) -> Option<Inputs<'_>> {
        match &self.contents {
            Contents::Sources { sources, options, meta, .. } => {
                let beside = Beside { meta: meta.as_deref() };
                Some(Inputs { sources, options, beside, known: &self.known })
            }
            Contents::Documents(_) => None,
        }
    }

    fn run_drawn<W: Send, T: Send>(
        &self,
        drawn: Drawn<'_>,
        job: &Job<'_>,
        worker: impl Fn() -> W + Sync,
        map: impl Fn(&mut W, Document) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<Vec<W>, Error> {
        self.run_with(drawn, None, job, &Documents::new(worker, map), sink)
    }

    fn run_with<M: Mapping>(
        &self,
        drawn: Drawn<'_>,
        shape: Option<&RowShape>,
        job: &Job<'_>,
        mapping: &M,
        mut sink: impl FnMut(M::Mapped) -> Result<(), Error>,
    ) -> Result<Vec<M::Worker>, Error> {
        let states: Workers<M::Worker> = Workers::default();
        let worker = || mapping.worker();
        let mut without_row = Examples::default();
        let mut deliver = |event: Event<M::Mapped>| {
            match event {
                Event::Mapped(result) => {
                    self.outcome.add_document();
                    sink(result)?;
                }
                Event::Found(finding) => self.report(finding, job.diagnostics),
                Event::WithoutRow(id) => without_row.add(&id),
                Event::EndOfTable(source_idx, table) => self.end_table(source_idx, table, job.diagnostics),
            }
            Ok(())
        };
        match &self.contents {
            Contents::Documents(documents) => {
                let work = |range: DocumentRange| {
                    let mut state = states.take(worker);
                    let mapped = mapped(&documents[range.0], mapping, &mut state.own);
                    states.give_back(state);
                    mapped
                };
                let ranges = document_ranges(documents.len());
                ordered(job.pool, ranges, work, |all| all.into_iter().map(Event::Mapped).try_for_each(&mut deliver))?;
            }
            Contents::Sources { sources, options, meta, wanted, .. } => {
                let beside = Beside { meta: meta.as_deref() };
                look_ahead::for_documents(&[Inputs { sources, options, beside, known: &self.known }], job)?;
                self.outcome.begin();
                job.diagnostics.expect(sources.iter().all(Source::is_file).then(|| self.n_bytes()));
                let (rejoining, date_order) = (&self.known.rejoining, self.known.date_order(options));
                let beside = Some(beside);
                let reader = UnitReader { sources, options, beside, shape, wanted, rejoining, date_order };
                let work = |unit: InputUnit| {
                    let mut state = states.take(worker);
                    let batch = batch(unit, &reader, mapping, &mut state);
                    states.give_back(state);
                    batch
                };
                let tables = self.known.schema.get().map(|schema| &*schema.tables);
                ordered(job.pool, Units::new(sources, options, drawn, tables), work, |batch| {
                    for step in batch.steps {
                        match step {
                            Step::Event(event) => deliver(event)?,
                            Step::Long(source_idx) => {
                                let units = Units::of_long(sources, source_idx, options);
                                ordered(job.pool, units, work, |batch| batch.events().try_for_each(&mut deliver))?;
                            }
                        }
                    }
                    job.diagnostics.advance(batch.n_raw);
                    Ok(())
                })?;
                self.end_reading(&without_row, job.diagnostics);
            }
        }
        Ok(states.into_own(worker))
    }
}

/// Documents in memory go to the workers a few at a time.
const DOCUMENTS_PER_UNIT: usize = 16;

struct DocumentRange(Range<usize>);

impl Unit for DocumentRange {
    fn n_bytes(&self) -> u64 {
        0
    }
}

fn document_ranges(n_documents: usize) -> impl Iterator<Item = DocumentRange> {
    let starts = (0..n_documents).step_by(DOCUMENTS_PER_UNIT);
    starts.map(move |start| DocumentRange(start..n_documents.min(start + DOCUMENTS_PER_UNIT)))
}
