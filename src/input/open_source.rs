//! A long source that is open: it is cut into units as they are asked for.

use std::sync::Arc;

use super::block::Block;
use super::csv_cut::CsvCut;
use super::csv_table::Header;
use super::cut::{Cut, LineCut, prose_end};
use super::encoding::Detected;
use super::format::{Format, Prose, Reader, Records};
use super::json_array::JsonCut;
use super::line_count::LineCount;
use super::open_table;
use super::options::{InputOptions, LongTexts};
use super::record_blocks::{BLOCK_BYTES, Next, RecordBlock, RecordBlocks};
use super::source::Source;
use super::source_format::format_of;
use super::stream::Stream;
use super::table::TablePieces;
use super::text_field::{MOST_HEAD_BYTES, TextField, may_be_guessed};
use super::text_file::{say_encoding, say_losses};
use super::unit::{Body, InputUnit, MarkedSyntax, Syntax};
use crate::diagnostics::Finding;
use crate::error::{InputError, Place, Problem};

/// The length of a part of a long text: short enough to stay in a core's own cache from reading to counting.
const PART_BYTES: usize = 1 << 20;

/// A long source that is being cut.
pub(super) struct OpenSource {
    pub(super) source_idx: usize,
    stream: Stream,
    kind: Kind,
}

enum Kind {
    Whole(Format),
    Records { blocks: RecordBlocks, syntax: Syntax, detected: Detected },
    Table { table: Box<dyn TablePieces>, next_number: u64, text_name: Arc<str> },
    Parts { idx: u32, detected: Detected },
    Done,
}

impl Kind {
    fn records(cut: Box<dyn Cut + Send>, syntax: Syntax, detected: Detected) -> Self {
        let lines = match &syntax {
            Syntax::Delimited(header) => Some(header.lines()),
            Syntax::Marked(_) => Some(LineCount::NONE),
            // Records are lines, or their reader knows of none.
            Syntax::JsonLines(_) | Syntax::Json(_) | Syntax::Blocks(_) => None,
        };
        let place = if let Syntax::JsonLines(_) = syntax { Place::Line } else { Place::Record };
        Self::Records { blocks: RecordBlocks::new(cut, lines, place), syntax, detected }
    }
}

impl OpenSource {
    pub(super) fn of_table(
        source_idx: usize,
        source: &Source,
        table: Box<dyn TablePieces>,
        options: &InputOptions,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Problem> {
        let text = TextField::of_table(table.names(), options)?;
        findings.extend(text.finding(&source.shown));
        let kind = Kind::Table { table, next_number: 1, text_name: text.name };
        Ok(Self { source_idx, stream: Stream::ended(), kind })
    }

    pub(super) fn new(
        source_idx: usize,
        source: &Source,
        options: &InputOptions,
        findings: &mut Vec<Finding>,
    ) -> Result<Self, Problem> {
        let mut stream = Stream::open(source)?;
        if !source.is_file() && stream.buffer().is_empty() {
            // An empty pipe is what a verb writes that found nothing; an empty file is a text without words.
            return Ok(Self { source_idx, stream, kind: Kind::Done });
        }
        let format = format_of(source, stream.buffer(), options, findings)?;
        let kind = match format.reader() {
            Reader::Records(Records::JsonLines) => {
                let detected = start(&mut stream, source, options, findings)?;
                let (head, is_whole) = head_of_records(&mut stream, options)?;
                let text = TextField::of_json_lines(head, is_whole, options);
                findings.extend(text.finding(&source.shown));
                Kind::records(Box::new(LineCut::default()), Syntax::JsonLines(text.name), detected)
            }
            Reader::Records(Records::Json) => {
                let detected = start(&mut stream, source, options, findings)?;
                let (head, is_whole) = head_of_records(&mut stream, options)?;
                let text = TextField::of_json(head, is_whole, options)?;
                findings.extend(text.finding(&source.shown));
                Kind::records(Box::new(JsonCut::new(&options.text_path()?)), Syntax::Json(text.name), detected)
            }
            Reader::Marked(marked) => {
                let detected = start(&mut stream, source, options, findings)?;
                let syntax = MarkedSyntax { marked, head: Arc::from(""), is_last: false, n_source_bytes: 0 };
                Kind::records((marked.cut)(options), Syntax::Marked(syntax), detected)
            }
            Reader::Blocks(blocks) => Kind::records((blocks.cut)(options), Syntax::Blocks(blocks), Detected::NONE),
            Reader::Table(open) => {
                let table = open_table::open(open, source, options)?;
                return Self::of_table(source_idx, source, table, options, findings);
            }
            Reader::Records(Records::Delimited(delimiter)) => {
                let detected = start(&mut stream, source, options, findings)?;
                stream.fill(BLOCK_BYTES)?;
                let (header, n_bytes) = Header::read(stream.buffer(), stream.is_at_end(), delimiter, options)?;
                if n_bytes == stream.buffer().len() && !stream.is_at_end() {
                    return Err(Problem::Csv(format!("its header is longer than {BLOCK_BYTES} bytes")));
                }
                drop(stream.take(n_bytes));
                findings.extend(header.findings(&source.shown, options));
                let dialect = header.dialect();
                let cut = Box::new(CsvCut::new(dialect.delimiter, dialect.quoting));
                Kind::records(cut, Syntax::Delimited(Arc::new(header)), detected)
            }
            Reader::Unread(_) | Reader::Archive => Kind::Done,
            _ if !format.has_records() && !source.is_taken(options) => Kind::Done,
            Reader::Prose(Prose::Text) if options.long_texts == LongTexts::Parts => {
                Kind::Parts { idx: 0, detected: start(&mut stream, source, options, findings)? }
            }
            Reader::Prose(_) | Reader::Page | Reader::Text(_) | Reader::Bytes(_) => Kind::Whole(format),
        };
        Ok(Self { source_idx, stream, kind })
    }

    pub(super) fn next_unit(&mut self, source: &Source, options: &InputOptions) -> Option<InputUnit> {
        let mut findings = Vec::new();
        let body = match self.next_body(source, options, &mut findings) {
            Ok(body) => body,
            Err(error) => {
                self.kind = Kind::Done;
                findings.push(error.into());
                Some(Body::Nothing)
            }
        }?;
        Some(InputUnit { body, findings, n_raw: self.stream.take_n_raw() })
    }

    fn next_body(
        &mut self,
        source: &Source,
        options: &InputOptions,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Body>, InputError> {
        let failed = |problem| InputError::new(&source.shown, problem);
        let source_idx = self.source_idx;
        let body = match &mut self.kind {
            Kind::Done => return Ok(None),
            Kind::Whole(format) => {
                let bytes = read_whole(&mut self.stream, options).map_err(failed)?;
                let body = Body::Whole { source_idx, bytes, format: *format };
                self.kind = Kind::Done;
                body
            }
            Kind::Parts { idx, detected } => {
                self.stream.fill(PART_BYTES).map_err(failed)?;
                let is_last = self.stream.is_at_end() && self.stream.buffer().len() <= PART_BYTES;
                let end = if is_last { self.stream.buffer().len() } else { prose_end(self.stream.buffer()) };
                let bytes = self.stream.take(end);
                let n_source_bytes = self.stream.take_n_source_bytes();
                let body = Body::Part { source_idx, bytes, n_source_bytes, idx: *idx, is_last, detected: *detected };
                say_losses(self.stream.take_n_lost(), None, *detected, source, options, findings)?;
                *idx += 1;
                if is_last {
                    self.kind = Kind::Done;
                }
                body
            }
            Kind::Table { table, next_number, text_name } => match table.next_piece() {
                Some(Ok(piece)) => {
                    let first_number = *next_number;
                    *next_number += piece.n_records;
                    Body::Rows { source_idx, piece, first_number, text_name: Arc::clone(text_name) }
                }
                Some(Err(fault)) => return Err(fault.about(&source.shown)),
                None => match std::mem::replace(&mut self.kind, Kind::Done) {
                    Kind::Table { table, .. } => Body::EndOfTable { source_idx, table },
                    _ => Body::Nothing,
                },
            },
            Kind::Records { blocks, syntax, detected } => {
                let next = blocks.next(&mut self.stream, options, &source.shown, |stream, cut, end| {
                    if let Syntax::Marked(block) = syntax {
                        block.set_context(stream, cut, end);
                    }
                })?;
                say_losses(self.stream.take_n_lost(), None, *detected, source, options, findings)?;
                match next {
                    Next::Block(RecordBlock { bytes, first_number, n_records, lines }) => {
                        let (syntax, detected) = (syntax.clone(), *detected);
                        Body::Records { source_idx, bytes, first_number, n_records, lines, syntax, detected }
                    }
                    Next::TooLong(error) => {
                        findings.push(error.into());
                        Body::Nothing
                    }
                    Next::End => return blocks.cut().fault().map_or(Ok(None), |fault| Err(fault.about(&source.shown))),
                }
            }
        };
        Ok(Some(body))
    }
}

fn start(
    stream: &mut Stream,
    source: &Source,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<Detected, Problem> {
    let detected = stream.start_decoding(options)?;
    say_encoding(detected, stream.buffer(), source, findings);
    Ok(detected)
}

/// The beginning of an input of JSON, decoded, as far as it tells the field with the text, and whether that is all.
fn head_of_records<'s>(stream: &'s mut Stream, options: &InputOptions) -> Result<(&'s [u8], bool), Problem> {
    if may_be_guessed(options) {
        stream.fill(MOST_HEAD_BYTES)?;
    }
    Ok((stream.buffer(), stream.is_at_end()))
}

fn read_whole(stream: &mut Stream, options: &InputOptions) -> Result<Block, Problem> {
    let limit_bytes = options.max_document_bytes;
    stream.fill(usize::try_from(limit_bytes.saturating_add(1)).unwrap_or(usize::MAX))?;
    if stream.buffer().len() as u64 > limit_bytes {
        return Err(Problem::TooLong { limit_bytes });
    }
    Ok(stream.take(stream.buffer().len()))
}
