//! From the records of a file or block to documents, or to rows if nobody needs documents.

use std::sync::Arc;

use super::csv_table::{self, Header};
use super::cut::{Cut, MOST_RECORDS};
use super::encoding::Encoding;
use super::format::Records;
use super::json_array::JsonCut;
use super::json_repair;
use super::jsonl::{self, Damage};
use super::line_count::LineCount;
use super::losses::{RecordLosses, lost_message};
use super::odd_text::odd_text;
use super::options::Losses;
use super::reader::Fault;
use super::record::{Counted, Record, RecordSource};
use super::row::RowMaker;
use super::source::Source;
use super::table::Piece;
use super::text_field::TextField;
use super::text_file::decoded_records;
use super::unit::Syntax;
use super::unit_reader::{Item, UnitReader, hand_out};
use crate::diagnostics::{Finding, Kind};
use crate::error::{InputError, Place, Problem};

/// Where a block of records begins in its source.
#[derive(Clone, Copy, Debug)]
pub(super) struct Start {
    /// The number of the first record.
    pub(super) number: u64,
    /// What the number counts.
    pub(super) counted: Counted,
    /// The lines before it, where records are not lines.
    pub(super) lines: LineCount,
}

impl Start {
    /// At the first record.
    pub(super) const FIRST: Self = Self { number: 1, counted: Counted::Records, lines: LineCount::NONE };

    /// The same where records are counted by their lines.
    fn by_line(self) -> Self {
        Self { counted: Counted::Lines, ..self }
    }
}

/// Records of a source, as text.
#[derive(Clone, Copy)]
pub(super) struct Written<'t> {
    pub(super) text: &'t str,
    pub(super) start: Start,
    pub(super) syntax: &'t Syntax,
    /// Offsets of U+FFFD characters that replace invalid bytes, where losses are reported for each record.
    pub(super) lost_at: &'t [usize],
}

/// Records as the reader of their form takes them.
#[derive(Clone, Copy)]
struct Rows<'t> {
    text: &'t str,
    start: Start,
    /// The field that holds their texts.
    text_name: &'t str,
    form: Form<'t>,
}

/// The form of records.
#[derive(Clone, Copy)]
enum Form<'t> {
    /// JSON Lines, and what becomes of lines that are none.
    Json(Damage),
    /// Records of a delimited table.
    Delimited(&'t Header),
}

impl UnitReader<'_> {
    /// The records of a file whose bytes are at hand.
    pub(super) fn small_records(
        &self,
        source: &Source,
        bytes: &[u8],
        records: Records,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let mut findings = Vec::new();
        let decoded = decoded_records(bytes, source, self.options, records != Records::Json, &mut findings);
        let (text, lost_at) = match decoded {
            Ok(decoded) => decoded,
            Err(error) => return take(Item::Finding(source.failure(error))),
        };
        let begun = self.begun(&text, records, source, &mut findings);
        hand_out(findings, take);
        match begun {
            Ok((syntax @ Syntax::Json(_), _)) => {
                self.json(Written { text: &text, start: Start::FIRST, syntax: &syntax, lost_at: &[] }, source, take);
            }
            Ok((syntax, n_header)) => {
                let lines = if let Syntax::Delimited(header) = &syntax { header.lines() } else { LineCount::NONE };
                let (start, text) = (Start { lines, ..Start::FIRST }, &text[n_header..]);
                let n_in_header = lost_at.partition_point(|at| *at < n_header) as u64;
                if n_in_header > 0 {
                    let message = lost_message(n_in_header, "UTF-8", " in its header");
                    take(Item::Finding(Finding::repeated(Kind::Undecodable, &source.shown, message)));
                }
                let lost_at: Vec<usize> = lost_at.iter().filter_map(|at| at.checked_sub(n_header)).collect();
                self.written_records(Written { text, start, syntax: &syntax, lost_at: &lost_at }, source, take);
            }
            Err(problem) => take(Item::Finding(InputError::new(&source.shown, problem).into())),
        }
    }

    /// What the beginning of a whole file of records says of all of them, and how many bytes are no records.
    fn begun(
        &self,
        text: &str,
        records: Records,
        source: &Source,
        findings: &mut Vec<Finding>,
    ) -> Result<(Syntax, usize), Problem> {
        let head = text.as_bytes();
        let field = match records {
            Records::JsonLines => TextField::of_json_lines(head, true, self.options),
            Records::Json => TextField::of_json(head, true, self.options)?,
            Records::Delimited(delimiter) => {
                let (header, n_bytes) = Header::read(head, true, delimiter, self.options)?;
                findings.extend(header.findings(&source.shown, self.options));
                return Ok((Syntax::Delimited(Arc::new(header)), n_bytes));
            }
        };
        findings.extend(field.finding(&source.shown));
        let syntax = if records == Records::Json { Syntax::Json } else { Syntax::JsonLines };
        Ok((syntax(field.name), 0))
    }

    /// The rows of a piece of a table.
    pub(super) fn rows(
        &self,
        source: &Source,
        piece: Piece,
        first_number: u64,
        text_name: &str,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let start = Start { number: first_number, ..Start::FIRST };
        match (piece.lines)().map(String::from_utf8) {
            Ok(Ok(text)) => {
                let limit_bytes = self.options.max_document_bytes;
                let numbered = (first_number..first_number + piece.n_records).zip(text.split('\n'));
                for (number, _) in numbered.filter(|(_, line)| line.is_empty()) {
                    let error = InputError::at(&source.shown, Place::Record(number), Problem::TooLong { limit_bytes });
                    take(Item::Finding(error.into()));
                }
                let rows = Rows { text: &text, start, text_name, form: Form::Json(Damage::Stop) };
                self.records(rows, source, &mut RecordLosses::default(), take);
            }
            Ok(Err(_)) => {
                take(Item::Finding(Fault::Malformed("has a text that is no text".into()).about(&source.shown).into()));
            }
            Err(fault) => take(Item::Finding(fault.about(&source.shown).into())),
        }
    }

    /// The records of a whole file of JSON that is no JSON Lines.
    fn json(&self, written: Written<'_>, source: &Source, take: &mut dyn FnMut(Item<'_>)) {
        let path = match self.options.text_path() {
            Ok(path) => path,
            Err(problem) => return take(Item::Finding(InputError::new(&source.shown, problem).into())),
        };
        let (mut cut, mut rest, mut number) = (JsonCut::new(&path), written.text, 1);
        loop {
            let (end, n_records) = cut.last_end(rest.as_bytes(), true, MOST_RECORDS);
            if end == 0 {
                break;
            }
            cut.taken(end);
            let text;
            (text, rest) = rest.split_at(end);
            if n_records > 0 {
                let start = Start { number, ..Start::FIRST };
                self.written_records(Written { text, start, ..written }, source, take);
            }
            number += n_records;
        }
        if let Some(fault) = cut.fault() {
            take(Item::Finding(fault.about(&source.shown).into()));
        }
    }

    /// The records of a block that begins here.
    pub(super) fn written_records(&self, written: Written<'_>, source: &Source, take: &mut dyn FnMut(Item<'_>)) {
        let Written { text, start, syntax, lost_at } = written;
        match syntax {
            Syntax::Delimited(header) => {
                let rows = Rows { text, start, text_name: &header.text().name, form: Form::Delimited(header) };
                self.records(rows, source, &mut RecordLosses::by_byte(lost_at), take);
            }
            Syntax::JsonLines(text_name) => {
                let mut losses = RecordLosses::by_line(lost_at, text, start.number);
                let lifted = self.options.with_lifted_fields(text);
                let text = lifted.as_deref().unwrap_or(text);
                let rows = Rows { text, start: start.by_line(), text_name, form: Form::Json(Damage::Stop) };
                self.records(rows, source, &mut losses, take);
            }
            Syntax::Json(text_name) => match self.options.json_lines(text) {
                Ok(lines) => {
                    let rows = Rows { text: &lines, start, text_name, form: Form::Json(Damage::Stop) };
                    self.records(rows, source, &mut RecordLosses::default(), take);
                }
                Err(fault) => take(Item::Finding(fault.about(&source.shown).into())),
            },
            Syntax::Blocks(_) | Syntax::Marked(_) => {}
        }
    }

    fn records<'t>(
        &'t self,
        block: Rows<'t>,
        source: &'t Source,
        losses: &mut RecordLosses,
        take: &mut dyn FnMut(Item<'_>),
    ) {
        let Rows { text, start, text_name, form } = block;
        let Start { number: first_number, counted, lines } = start;
        let from = RecordSource { id: &source.id, shown: &source.shown, text_name, first_number, counted, lines };
        // What comes from beside a record is added to its document.
        let is_edited = self.options.edits_texts();
        let shape = self.shape.filter(|_| !self.beside.is_some_and(|beside| beside.adds_to(source)) && !is_edited);
        let mut rows = shape.map(|shape| RowMaker::new(shape, from, self.options));
        let mut n_roles = 0;
        let each = |record: Result<Record<'t, '_>, Finding>| match record {
            Ok(mut record) => {
                if record.roles.len() > n_roles {
                    self.wanted.see(&record.roles[n_roles..]);
                    n_roles = record.roles.len();
                }
                let place = record.place;
                match self.loss(losses.take_in(&record.reach), place, source) {
                    Some(refused @ Finding::Failed(_)) => return take(Item::Finding(refused)),
                    told => told.into_iter().for_each(|told| take(Item::Finding(told))),
                }
                let made = match &mut rows {
                    Some(rows) => rows.row(&mut record).map(|cells| take(Item::Row(cells))),
                    None => {
                        let document = record.into_document(from, self.options);
                        document.map(|document| {
                            if let Some((kind, message)) = odd_text(&document.text, self.options) {
                                take(Item::Finding(Finding::repeated_at(kind, &source.shown, place, message)));
                            }
                            self.pass_on(document, source, take);
                        })
                    }
                };
                if let Err(problem) = made {
                    take(Item::Finding(InputError::at(&source.shown, place, problem).into()));
                }
            }
            Err(finding) => take(Item::Finding(finding)),
        };
        let stop = match form {
            Form::Delimited(header) => {
                csv_table::records(text, header, from, self.options, each);
                None
            }
            Form::Json(damage) => jsonl::records(text, from, self.options, damage, each),
        };
        if let Some(stop) = stop {
            let (mended, repairs) = json_repair::repaired_lines(&text[stop.at..], jsonl::is_damaged);
            for warning in repairs.warnings() {
                take(Item::Finding(Finding::warning(&source.shown, warning)));
            }
            let start = Start { number: stop.number, ..start };
            let rest = Rows { text: &mended, start, text_name, form: Form::Json(Damage::Report) };
            self.records(rest, source, losses, take);
        }
    }

    /// What there is to say of a record in which so many sequences of bytes mean nothing.
    fn loss(&self, n_lost: u64, place: Place, source: &Source) -> Option<Finding> {
        let encoding = Encoding::UTF_8.name();
        (n_lost > 0).then(|| match self.options.losses {
            Losses::Warn => {
                let message = lost_message(n_lost, encoding, "");
                Finding::repeated_at(Kind::Undecodable, &source.shown, place, message)
            }
            Losses::Refuse => {
                let problem = Problem::Undecodable { n_sequences: n_lost, encoding };
                InputError::at(&source.shown, place, problem).into()
            }
        })
    }
}
