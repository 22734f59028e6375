//! A look ahead into the inputs of a corpus, for what must be known of all of it before the first document is read for a verb:
//! the fields of the documents, the order of day and month in its dates, the words that line ends may part.
//!
//! The beginning of an input mostly says which fields it has. All that the beginning does not say is found in one reading, so
//! that no input is read more than twice in all. What is wrong with an input is reported when it is read for its documents.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::Job;
use super::bytes::Buffers;
use super::meta::Beside;
use super::open_table::OpenTables;
use super::options::{DateEvidence, InputOptions, LineHyphens};
use super::ordered::ordered;
use super::schema::{Further, Look, Schema, SourceFields, look_at, set_aside_unless_file};
use super::source::Source;
use super::text_edits::Rejoining;
use super::unit::{Body, InputUnit};
use super::unit_reader::{Item, UnitReader};
use super::units::{Drawn, Need, Units};
use super::workers::Workers;
use crate::document::{DateOrder, Document, FieldValue};
use crate::error::Error;
use crate::table::PartNames;
use crate::text::OrderEvidence;
use crate::vocabulary::KnownWords;

/// A column of dates in which none of so many values depends on the order of day and month is taken to have none that does.
const MOST_PLAIN_DATES: u64 = 1_000;

/// Memory for the words of a corpus, whatever its length.
const WORDS_BYTES: usize = 64 << 20;

/// What is known of a corpus before its documents are read.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) schema: OnceLock<Schema>,
    /// The names that id, title and text have in the records.
    pub(super) parts: PartNames,
    date_order: OnceLock<DateOrder>,
    pub(super) rejoining: Rejoining,
}

impl Known {
    /// Nothing yet but the names that id, title and text have in the records.
    pub(super) fn of_parts(parts: PartNames) -> Self {
        Self { parts, ..Self::default() }
    }

    /// The fields alone.
    pub(super) fn of_schema(schema: Schema, parts: PartNames) -> Self {
        Self { schema: schema.into(), parts, ..Self::default() }
    }

    /// The order of day and month that dates are read in.
    pub(super) fn date_order(&self, options: &InputOptions) -> DateOrder {
        self.date_order.get().copied().unwrap_or(options.date_order)
    }
}

/// The inputs of a corpus, how they are read, what comes from beside them, and what is known of them.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'c> {
    pub(super) sources: &'c [Source],
    pub(super) options: &'c InputOptions,
    pub(super) beside: Beside<'c>,
    pub(super) known: &'c Known,
}

impl Inputs<'_> {
    fn wants_words(&self) -> bool {
        self.options.line_hyphens == LineHyphens::Rejoined && !self.known.rejoining.has_words()
    }

    fn wants_dates(&self) -> bool {
        let InputOptions { date_order, date_fields, date_evidence, .. } = self.options;
        let is_open = *date_order == DateOrder::Unknown && self.known.date_order.get().is_none();
        is_open && !date_fields.is_empty() && *date_evidence == DateEvidence::Inputs
    }
}

/// Finds the fields of a corpus that is not read.
///
/// # Errors
///
/// As [`for_documents`].
pub(super) fn for_fields_alone(inputs: Inputs<'_>, job: &Job<'_>) -> Result<(), Error> {
    look(inputs, Wanted { fields: true, words: None, dates: false }, job)
}

/// Finds the fields of a corpus, and all else that its documents are read with.
///
/// # Errors
///
/// As [`for_documents`].
pub(super) fn for_fields(inputs: Inputs<'_>, job: &Job<'_>) -> Result<(), Error> {
    look_into(&[inputs], |_| true, job)
}

/// Finds all that the documents of these corpora are read with: their dates by the evidence of each, their words by that of all, so
/// that a text which several have is read the same way. Nothing is looked for twice.
///
/// # Errors
///
/// [`Error::Spool`] if an input that can be read once cannot be set aside, [`Error::UnknownField`] if no record has the field
/// that the user named for texts.
pub(super) fn for_documents(corpora: &[Inputs<'_>], job: &Job<'_>) -> Result<(), Error> {
    // That no record has a field that was asked for is better reported before the first row.
    look_into(corpora, |inputs| inputs.options.asked_text_field().is_some(), job)
}

fn look_into(corpora: &[Inputs<'_>], asks_fields: impl Fn(&Inputs<'_>) -> bool, job: &Job<'_>) -> Result<(), Error> {
    let words = corpora.iter().any(Inputs::wants_words).then(|| Arc::new(KnownWords::with_bytes(WORDS_BYTES)));
    for inputs in corpora {
        // Where all is read for the words, the fields cost little, and may be asked for later.
        let fields = words.is_some() || asks_fields(inputs);
        look(*inputs, Wanted { fields, words: words.as_deref(), dates: inputs.wants_dates() }, job)?;
    }
    if let Some(words) = &words {
        corpora.iter().for_each(|inputs| inputs.known.rejoining.learn(words));
    }
    Ok(())
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Wanted<'w> {
    fields: bool,
    /// Where words are counted.
    words: Option<&'w KnownWords>,
    dates: bool,
}

fn look(inputs: Inputs<'_>, wanted: Wanted<'_>, job: &Job<'_>) -> Result<(), Error> {
    let Inputs { sources, options, beside, known } = inputs;
    let wants_fields = wanted.fields && known.schema.get().is_none();
    let further = if wanted.words.is_some() || wanted.dates { Further::Reading } else { Further::Nothing };
    let tables = Arc::<OpenTables>::default();
    let looks = if wants_fields { look_at(sources, options, &tables, further, job.pool) } else { Vec::new() };
    let reading = Reading { inputs, looks: &looks, words: wanted.words, wants_dates: wanted.dates.into() };
    let Seen { mut fields, evidence } = reading.run(job)?;
    if wants_fields {
        let of_source = |(idx, look)| match look {
            Look::Seen(seen) => seen,
            Look::InRecords | Look::InDocuments => fields.remove(&idx).unwrap_or_default(),
        };
        let fields = looks.into_iter().enumerate().map(of_source).collect();
        // Two threads may have looked; they saw the same.
        _ = known.schema.set(Schema::of(sources, fields, options, beside.meta, tables)?);
    }
    if wanted.dates && known.date_order.set(evidence.order()).is_ok() {
        evidence.finding().into_iter().for_each(|finding| job.diagnostics.report(finding));
    }
    Ok(())
}

/// One reading of the inputs, of those of which something is left to find.
struct Reading<'r> {
    inputs: Inputs<'r>,
    /// What the beginning of each source says of its fields; empty where they are not asked for.
    looks: &'r [Look],
    words: Option<&'r KnownWords>,
    /// `true` until dates say nothing new.
    wants_dates: AtomicBool,
}

/// What was found on the way, in the order of the inputs.
#[derive(Default)]
struct Seen {
    /// The fields of sources whose beginning does not say them.
    fields: HashMap<usize, SourceFields>,
    evidence: OrderEvidence,
}

/// What a unit shows.
#[derive(Default)]
struct SeenInUnit {
    seen: Seen,
    /// Files whose documents come from units of their own.
    long: Vec<usize>,
}

impl Reading<'_> {
    /// Reads until nothing is left to find. The inputs can be read again afterwards.
    fn run(&self, job: &Job<'_>) -> Result<Seen, Error> {
        let Inputs { sources, options, .. } = self.inputs;
        let needed: Vec<&Source> = sources.iter().filter(|source| self.need(source.idx) != Need::Nothing).collect();
        needed.iter().try_for_each(|source| set_aside_unless_file(source))?;
        let reader = UnitReader::ahead(sources, options);
        let states: Workers<()> = Workers::default();
        let work = |unit: InputUnit| {
            let mut state = states.take(|| ());
            let seen = self.see(unit, &reader, &mut state.buffers);
            states.give_back(state);
            seen
        };
        let mut all = Seen::default();
        let mut take = |SeenInUnit { seen, long }: SeenInUnit| {
            for (idx, fields) in seen.fields {
                all.fields.entry(idx).or_default().absorb(fields);
            }
            if self.wants_dates.load(Ordering::Relaxed) {
                all.evidence.absorb(seen.evidence);
                let is_plain = all.evidence.n_plain().is_some_and(|n_values| n_values >= MOST_PLAIN_DATES);
                self.wants_dates.store(!is_plain, Ordering::Relaxed);
            }
            long
        };
        let need = |idx| self.need(idx);
        ordered(job.pool, Units::new(sources, options, Drawn::Needed(&need), None), work, |seen| {
            take(seen).into_iter().try_for_each(|idx| {
                ordered(job.pool, Units::of_long(sources, idx, options), work, |seen| {
                    take(seen);
                    Ok(())
                })
            })
        })?;
        let failed = |source| Error::Spool { directory: std::env::temp_dir(), source };
        needed.iter().try_for_each(|source| source.rewind().map_err(failed))?;
        Ok(all)
    }

    fn need(&self, source_idx: usize) -> Need {
        match self.looks.get(source_idx) {
            Some(Look::InRecords) => Need::Blocks,
            Some(Look::InDocuments) => Need::Documents,
            _ if self.needs_documents() => Need::Documents,
            _ => Need::Nothing,
        }
    }

    fn needs_documents(&self) -> bool {
        self.words.is_some() || self.wants_dates.load(Ordering::Relaxed)
    }

    fn see(&self, unit: InputUnit, reader: &UnitReader<'_>, buffers: &mut Buffers) -> SeenInUnit {
        let mut all = SeenInUnit::default();
        if let Body::Records { source_idx, bytes, syntax, detected, .. } = &unit.body
            && matches!(self.looks.get(*source_idx), Some(Look::InRecords))
        {
            let fields = all.seen.fields.entry(*source_idx).or_default();
            fields.add_records(bytes, syntax, *detected, self.inputs.options);
            if !self.needs_documents() {
                return all;
            }
        }
        reader.read(unit.body, buffers, &mut |item| match item {
            Item::Document(document) => self.see_document(document, &mut all.seen),
            Item::Long(source_idx) => all.long.push(source_idx),
            Item::Row(_) | Item::Finding(_) | Item::WithoutRow(_) | Item::EndOfTable(..) => {}
        });
        all
    }

    fn see_document(&self, mut document: Document, seen: &mut Seen) {
        let (Inputs { sources, options, beside, .. }, source_idx) = (self.inputs, document.facts.source_idx);
        if matches!(self.looks.get(source_idx), Some(Look::InDocuments)) {
            seen.fields.entry(source_idx).or_default().add_document(&document);
        }
        if let Some(words) = self.words {
            words.add(&document.text);
        }
        if self.wants_dates.load(Ordering::Relaxed) {
            beside.add_to(&mut document, &sources[source_idx]);
            let values = options.date_fields.iter().filter_map(|field| document.fields.get(field));
            let values = values.map(FieldValue::as_text).filter(|value| !value.is_empty());
            values.for_each(|value| seen.evidence.add(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::path::{Path, PathBuf};

    use super::super::regular_file::tests::take_n_read;
    use super::*;
    use crate::diagnostics::Collected;
    use crate::input::{Corpus, Texts};
    use crate::pool::Pool;

    /// A date that proves the order only where all of the file has been read.
    fn records(n_records: usize) -> String {
        let record = |n: usize| {
            let place = n * 5 / n_records;
            let digits = "1".repeat(if n_records > 100 { 2_000 } else { 0 });
            let date = if n + 1 == n_records { "25/4/2024" } else { "3/4/2024" };
            format!(
                "{{\"text\": \"The gov-\\nernment of the {n}th hill. Government. {digits}\", \"date\": \"{date}\", \"f{place}\": 1}}\n"
            )
        };
        (0..n_records).map(record).collect()
    }

    fn options() -> InputOptions {
        let date_fields = vec!["date".to_owned()];
        InputOptions { line_hyphens: LineHyphens::Rejoined, date_fields, texts: Texts::Required, ..Default::default() }
    }

    /// The texts and orders of dates of a corpus whose fields are asked for first, if they are.
    fn read(path: &Path, options: InputOptions, asks_fields: bool) -> (Vec<(String, DateOrder)>, usize) {
        let (pool, found) = (Pool::new(NonZero::new(2)).unwrap(), Collected::default());
        let job = Job { pool: &pool, diagnostics: &found };
        let corpus = Corpus::open(&[PathBuf::from(path)], options, &found).unwrap();
        let n_fields = if asks_fields { corpus.field_names(&job).unwrap().len() } else { 0 };
        let mut documents = Vec::new();
        let sink = |document| {
            documents.push(document);
            Ok(())
        };
        corpus.run(&job, || (), |(), document| (document.text, document.facts.date_order), sink).unwrap();
        (documents, n_fields)
    }

    #[test]
    fn words_dates_and_fields_are_found_in_one_reading() {
        let folder = tempfile::tempdir().unwrap();
        let csv: String =
            (0..700).map(|n| format!("The gov-ernment {n} of hills {n:02000},{}/4/2024\n", n % 28 + 1)).collect();
        let front = |n: usize| format!("---\ndate: {n}/4/2024\n---\nThe gov-\nernment of the hills. Government.\n");
        let files = [
            ("small.jsonl", records(30)),
            ("long.jsonl", records(700)),
            ("long.csv", format!("text,date\n{csv}")),
            ("a.txt", front(25)),
            ("a.json", format!("[{}]", records(20).trim_end().replace('\n', ","))),
        ];
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::write(&path, &text).unwrap();
            for asks_fields in [false, true] {
                let (documents, n_fields) = read(&path, options(), asks_fields);
                // The header of a table is looked for in its first MiB.
                let n_head = if name == "long.csv" { 1 << 20 } else { 0 };
                assert_eq!(take_n_read(&path), 2 * text.len() as u64 + n_head, "{name} {asks_fields}");
                assert!(documents.iter().all(|(_, order)| *order == DateOrder::DayFirst), "{name}");
                let is_joined = |(text, _): &(String, DateOrder)| !text.contains("gov-\n");
                assert!(documents.iter().all(is_joined), "{name}");
                let plain = InputOptions { texts: Texts::Required, ..InputOptions::default() };
                let n_expected = if asks_fields { read(&path, plain, true).1 } else { 0 };
                assert_eq!(n_fields, n_expected, "{name}");
                take_n_read(&path);
            }
        }
    }

    #[test]
    fn fields_alone_need_one_further_reading_of_records_and_none_of_texts() {
        let folder = tempfile::tempdir().unwrap();
        let (text, long, small) = ("A hill.\n".repeat(100), records(700), records(30));
        for (name, bytes, n_expected) in [
            ("a.txt", &text, text.len() + 3),
            ("long.jsonl", &long, 2 * long.len() + (1 << 20)),
            ("small.jsonl", &small, 2 * small.len()),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read(&path, InputOptions::default(), true);
            assert_eq!(take_n_read(&path), n_expected as u64, "{name}");
        }
    }

    #[test]
    fn a_reading_for_dates_ends_where_none_depends_on_the_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        let text = records(8_000).replace("3/4/2024", "2024-03-04");
        std::fs::write(&path, &text).unwrap();
        let (documents, _) = read(&path, InputOptions { line_hyphens: LineHyphens::Kept, ..options() }, false);
        assert!(documents.iter().all(|(_, order)| *order == DateOrder::Unknown));
        let n_read = take_n_read(&path);
        assert!(n_read < text.len() as u64 * 9 / 5, "{n_read} of {}", text.len());
    }
}
