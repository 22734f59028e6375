//! What one worker works on at a time: a handful of small files, or a block of a long input.

use std::ops::Range;
use std::sync::Arc;

use super::block::Block;
use super::compression::Compression;
use super::csv_cut::CsvCut;
use super::csv_table::Header;
use super::cut::{Cut, LineCut, prose_end};
use super::encoding::Detected;
use super::format::Format;
use super::json_array::JsonCut;
use super::line_count::LineCount;
use super::options::{InputOptions, LongTexts};
use super::ordered::Unit;
use super::reader::{Blocks, Marked, Prose, Reader, Records};
use super::record_blocks::{BLOCK_BYTES, Next, RecordBlock, RecordBlocks};
use super::source::Source;
use super::stream::Stream;
use super::table::{self, OpenTables, Piece, TablePieces};
use super::text_field::{MOST_HEAD_BYTES, TextField, may_be_guessed};
use super::text_file::{say_encoding, say_losses};
use super::unit_documents::unless_found;
use crate::diagnostics::Finding;
use crate::error::{InputError, Place, Problem, Unread};

/// A file up to this length is read by the worker that parses it.
const SMALL_FILE_BYTES: u64 = 1 << 20;

/// Compressed files are small up to this length, since they hold more than they weigh.
const SMALL_COMPRESSED_BYTES: u64 = 64 << 10;

/// Small files go to a worker together, up to this many bytes and files.
pub(super) const GROUP_BYTES: u64 = 512 << 10;
const GROUP_FILES: usize = 64;

/// About what is made of a record, beside its bytes, until it is delivered.
const RECORD_BYTES: u64 = 1 << 10;

/// The length of a part of a long text: short enough to stay in a core's own cache from reading to counting.
const PART_BYTES: usize = 1 << 20;

/// Work for one worker.
pub(super) struct InputUnit {
    pub(super) body: Body,
    /// What to say before the documents of the unit.
    pub(super) findings: Vec<Finding>,
    /// Bytes of the input as they lie on disk, for the progress bar.
    pub(super) n_raw: u64,
}

/// What a worker reads documents from.
pub(super) enum Body {
    /// Small files, by their places among the sources.
    Files(Range<usize>),
    /// All bytes of a source, still encoded.
    Whole { source_idx: usize, bytes: Block, format: Format },
    /// Whole records in UTF-8.
    Records {
        source_idx: usize,
        bytes: Block,
        first_number: u64,
        n_records: u64,
        lines: LineCount,
        syntax: Syntax,
        detected: Detected,
    },
    /// Rows of a table.
    Rows { source_idx: usize, piece: Piece, first_number: u64, text_name: Arc<str> },
    /// What is known of a table when all of its rows have been read.
    EndOfTable { source_idx: usize, table: Box<dyn TablePieces> },
    /// Part of a long text in UTF-8.
    Part { source_idx: usize, bytes: Block, n_source_bytes: u64, idx: u32, is_last: bool, detected: Detected },
    /// Nothing but findings.
    Nothing,
}

impl Unit for InputUnit {
    fn n_bytes(&self) -> u64 {
        match &self.body {
            Body::Files(_) => self.n_raw,
            Body::Whole { bytes, format, .. } => bytes.len() as u64 * format.reader().n_times_held(),
            Body::Part { bytes, .. } => bytes.len() as u64,
            Body::Records { bytes, n_records, .. } => bytes.len() as u64 + n_records * RECORD_BYTES,
            Body::Rows { piece, .. } => piece.n_records * RECORD_BYTES,
            Body::EndOfTable { .. } => 0,
            Body::Nothing => 0,
        }
    }
}

/// How the records of a block are written, and what is known of them from the beginning of their input.
#[derive(Clone)]
pub(super) enum Syntax {
    /// The name is that of the field with the text.
    JsonLines(Arc<str>),
    /// The same.
    Json(Arc<str>),
    Delimited(Arc<Header>),
    Blocks(Blocks),
    Marked(MarkedSyntax),
}

/// A block of text with marks where documents begin.
#[derive(Clone)]
pub(super) struct MarkedSyntax {
    pub(super) marked: Marked,
    /// Context from before the block.
    pub(super) head: Arc<str>,
    /// The source ends with the block.
    pub(super) is_last: bool,
    /// Bytes of the source that were read for the block; those of the whole source if it is all of it.
    pub(super) n_source_bytes: u64,
}

impl Syntax {
    /// Whether losses of decoding are told of each record: not where records are put together anew before they are read.
    pub(super) fn tells_losses(&self) -> bool {
        matches!(self, Self::JsonLines(_) | Self::Delimited(_))
    }

    /// The name of the field with the text.
    pub(super) fn text_name(&self) -> Option<&Arc<str>> {
        match self {
            Self::JsonLines(name) | Self::Json(name) => Some(name),
            Self::Delimited(header) => Some(&header.text().name),
            Self::Blocks(_) | Self::Marked(_) => None,
        }
    }
}

impl MarkedSyntax {
    /// Sets what is known of the block that the buffer has up to `end`.
    fn set_context(&mut self, stream: &mut Stream, cut: &dyn Cut, end: usize) {
        self.head = cut.head();
        self.is_last = stream.is_at_end() && end == stream.buffer().len();
        self.n_source_bytes = stream.take_n_source_bytes();
    }
}

/// Draws the units of all sources, in order.
pub(super) struct Units<'c> {
    sources: &'c [Source],
    options: &'c InputOptions,
    next_idx: usize,
    open: Option<OpenSource>,
    small_files: SmallFiles,
    drawn: Drawn,
    /// Those that are open already.
    tables: Option<&'c OpenTables>,
}

/// Which sources units are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    All,
    /// All but those that [`is_lone_file`] says yes to.
    AllButLoneFiles,
}

/// What becomes of small files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SmallFiles {
    Grouped,
    Cut,
}

impl<'c> Units<'c> {
    /// The units of `sources`, some of which may be among the open `tables`.
    pub(super) fn new(
        sources: &'c [Source],
        options: &'c InputOptions,
        drawn: Drawn,
        tables: Option<&'c OpenTables>,
    ) -> Self {
        Self { sources, options, next_idx: 0, open: None, small_files: SmallFiles::Grouped, drawn, tables }
    }

    /// The units of the source at `idx` alone, cut as a long one whatever its length.
    pub(super) fn of_long(sources: &'c [Source], idx: usize, options: &'c InputOptions) -> Self {
        Self {
            sources: &sources[..=idx],
            options,
            next_idx: idx,
            open: None,
            small_files: SmallFiles::Cut,
            drawn: Drawn::All,
            tables: None,
        }
    }

    fn group(&mut self) -> Option<InputUnit> {
        let start = self.next_idx;
        let mut n_bytes = 0;
        while let Some(source) = self.sources.get(self.next_idx) {
            let is_full = n_bytes >= GROUP_BYTES || self.next_idx - start >= GROUP_FILES;
            let is_open = self.tables.is_some_and(|tables| tables.has(self.next_idx));
            if !is_small(source) || is_open || is_full || self.small_files == SmallFiles::Cut || !self.is_drawn(source)
            {
                break;
            }
            n_bytes += source.n_bytes;
            self.next_idx += 1;
        }
        let body = Body::Files(start..self.next_idx);
        (self.next_idx > start).then(|| InputUnit { body, findings: Vec::new(), n_raw: n_bytes })
    }

    fn is_drawn(&self, source: &Source) -> bool {
        self.drawn == Drawn::All || !is_lone_file(source, self.options)
    }

    fn open_next(&mut self) -> Option<InputUnit> {
        let idx = self.next_idx;
        let source = self.sources.get(idx)?;
        self.next_idx += 1;
        let mut findings = Vec::new();
        let opened = match self.tables.and_then(|tables| tables.take(idx)) {
            Some((table, told)) => {
                findings.extend(told);
                OpenSource::of_table(idx, source, table, self.options, &mut findings)
            }
            None => OpenSource::new(idx, source, self.options, &mut findings),
        };
        match opened {
            Ok(open) => self.open = Some(open),
            Err(problem) => findings.push(unless_found(InputError::new(&source.shown, problem), source)),
        }
        Some(InputUnit { body: Body::Nothing, findings, n_raw: 0 })
    }
}

impl Iterator for Units<'_> {
    type Item = InputUnit;

    fn next(&mut self) -> Option<InputUnit> {
        if let Some(open) = &mut self.open {
            match open.next_unit(&self.sources[open.source_idx], self.options) {
                Some(unit) => return Some(unit),
                None => self.open = None,
            }
        }
        while self.sources.get(self.next_idx).is_some_and(|source| !self.is_drawn(source)) {
            self.next_idx += 1;
        }
        self.group().or_else(|| self.open_next())
    }
}

/// Whether `source` is a file that is one document, as far as its name tells.
pub(super) fn is_lone_file(source: &Source, options: &InputOptions) -> bool {
    let format = source.told_format(options);
    source.is_file() && !format.is_some_and(Format::has_records)
}

/// Whether the worker that parses `source` also reads it.
pub(super) fn is_small(source: &Source) -> bool {
    let is_compressed = Compression::strip_suffix(source.file_name()) != source.file_name();
    let limit = if is_compressed { SMALL_COMPRESSED_BYTES } else { SMALL_FILE_BYTES };
    source.is_file() && source.n_bytes <= limit
}

/// A long source that is being cut.
struct OpenSource {
    source_idx: usize,
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
    fn of_table(
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

    fn new(
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
                let table = table::open(open, source, options)?;
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
            _ if !format.has_records() && !options.takes(source) => Kind::Done,
            Reader::Prose(Prose::Text) if options.long_texts == LongTexts::Parts => {
                Kind::Parts { idx: 0, detected: start(&mut stream, source, options, findings)? }
            }
            Reader::Prose(_) | Reader::Page | Reader::Text(_) | Reader::Bytes(_) => Kind::Whole(format),
        };
        Ok(Self { source_idx, stream, kind })
    }

    fn next_unit(&mut self, source: &Source, options: &InputOptions) -> Option<InputUnit> {
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

/// The format of `source`, whose first bytes are `head`: the one that the user or the name says, unless first bytes prove
/// another one; without a name the one that the content tells.
///
/// # Errors
///
/// [`Problem::Unread`] for a format that has no reader, [`Problem::OtherFormat`] for one that the user did not ask for.
pub(super) fn format_of(
    source: &Source,
    head: &[u8],
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<Format, Problem> {
    let told = source.told_format(options);
    // A user who names an encoding says that the bytes are text, whatever they look like.
    let proven = if options.encoding.is_none() { Format::by_signature(head) } else { None };
    let format = match (told, proven) {
        (Some(told), Some(proven)) if told != proven && !told.has_signature(head) => {
            match options.format {
                // A mailbox or Rich Text is a text as well, and the user asks for it.
                Some(asked) if is_text(head) => asked,
                Some(asked) => return Err(Problem::OtherFormat { about: proven.about(), asked: asked.name() }),
                None => proven,
            }
        }
        (Some(format), _) | (None, Some(format)) => format,
        (None, None) => Format::by_content(text_of(head)),
    };
    // Who asks for XML gets it, and is told what else it is.
    let format = if options.format.is_none() { format.by_root(|| text_of(head)) } else { format };
    let format = format.as_asked(options);
    if let Reader::Unread(unread) = format.reader() {
        return Err(Problem::Unread { about: format.about(), unread });
    }
    if options.wants_tokens() && !format.is_annotated() {
        return Err(Problem::NoTokens { about: format.about() });
    }
    if let Reader::Archive = format.reader() {
        let advice = "an archive is read if its path is named and has the suffix .zip or .tar";
        return Err(Problem::Unread { about: format.about(), unread: Unread::Documents(advice) });
    }
    source.find(format);
    if told != Some(format) && format != Format::TEXT {
        findings.push(Finding::note(&source.shown, format!("read as {}, which its first bytes tell", format.name())));
    }
    Ok(format)
}

/// `true` if the first bytes are UTF-8 without control characters that no text has.
fn is_text(head: &[u8]) -> bool {
    let text = text_of(head);
    text.len() + 8 > head.len().min(super::encoding::SNIFF_BYTES) && !text.contains('\0')
}

/// The first characters, as far as they are UTF-8.
fn text_of(head: &[u8]) -> &str {
    let head = &head[..head.len().min(super::encoding::SNIFF_BYTES)];
    let text = head.utf8_chunks().next().map(|chunk| chunk.valid()).unwrap_or_default();
    text.trim_start_matches('\u{feff}')
}
