//! Whether sources and files are still what a manifest says.
//!
//! The segments of a document, put together in the order of the manifest, are its source byte for byte if each has its hash
//! and they follow each other without gap. Both are checked, against the source itself and against the files that the
//! segments went to.

use xxhash_rust::xxh3::xxh3_128;

use super::entry::{Content, Entry, Listed, Listing, SegmentFolder};
use crate::document::{Document, Span};
use crate::error::{Error, InputError, Problem};
use crate::input::{Corpus, Job};
use crate::table::{Cell, Column, Output, TableIdx};

/// What the table of differences is called.
pub const VERIFY_UNIT: &str = "difference";

/// So many segments of one source are looked for all over it; an edit moves many and changes few, which costs a search each.
const MOST_SEARCHES: usize = 1_000;

/// The columns of the differences: one row for each segment, or stretch of a source, that is not as the manifest says.
pub const COLUMNS: [Column; 7] = [
    Column::text("id", "the segment's id; empty for bytes of a source that are in no segment"),
    Column::text("source", "where the document's bytes came from"),
    Column::integer("start", "first byte, as the manifest has it"),
    Column::integer("end", "one past the last byte, as the manifest has it"),
    Column::text(
        "in_source",
        "same; moved: at another place; changed: nowhere as it was; missing: the source is not there; unlisted: bytes of \
         the source in no segment; repeated: bytes that an earlier segment has already",
    ),
    Column::integer("found_at", "first byte of a moved segment in the source now"),
    Column::text(
        "in_file",
        "same, changed or missing; refused: no regular file below the manifest's folder; empty if the segment went to no file",
    ),
];

/// What a verification found, in numbers of segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Documents in the manifest.
    pub n_documents: u64,
    /// Segments in the manifest.
    pub n_segments: u64,
    /// Rows written: what is not as the manifest says.
    pub n_differences: u64,
}

/// Compares `sources` and the files in `folder` with the rows of a manifest, and sends one row for each difference.
///
/// Sources and files are read once, by all threads, one at a time each. A
/// segment is looked for elsewhere in its source by its file, if that is whole, and at the distance by which segments
/// before it moved or by which the source grew.
///
/// # Errors
///
/// Whatever reading the corpus and `output` return. Files that are refused are a failed input for each document.
pub fn verify(
    listing: &Listing,
    sources: &Corpus,
    folder: SegmentFolder<'_>,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Verification, Error> {
    let table = output.table(VERIFY_UNIT, &COLUMNS)?;
    let mut done = Verification { n_documents: listing.documents.len() as u64, ..Verification::default() };
    done.n_segments = listing.documents.iter().map(|listed| listed.entries.len() as u64).sum();
    let mut is_seen = vec![false; listing.documents.len()];
    let mut sink = |found: Option<(usize, Found)>| {
        let Some((idx, found)) = found.filter(|(idx, _)| !is_seen[*idx]) else { return Ok(()) };
        is_seen[idx] = true;
        done.n_differences += found.differences.len() as u64;
        found.report(&listing.documents[idx], job);
        write(output, table, &listing.documents[idx], &found.differences)
    };
    let map = |buffer: &mut Vec<u8>, document: Document| {
        let idx = listing.find(&document)?;
        Some((idx, differences(&listing.documents[idx], Some(&document), folder, buffer)))
    };
    sources.run(job, Vec::new, map, &mut sink)?;
    let mut buffer = Vec::new();
    for (idx, listed) in listing.documents.iter().enumerate() {
        if !is_seen[idx] {
            let found = differences(listed, None, folder, &mut buffer);
            done.n_differences += found.differences.len() as u64;
            found.report(listed, job);
            write(output, table, listed, &found.differences)?;
        }
    }
    Ok(done)
}

/// What a look at one document found.
#[derive(Debug, Default)]
struct Found {
    differences: Vec<Difference>,
    /// The files of segments that were not read, and why the first of them was not.
    n_refused: u64,
    first_refused: Option<(usize, Problem)>,
}

impl Found {
    fn report(&self, listed: &Listed, job: &Job<'_>) {
        let Some((entry_idx, problem)) = &self.first_refused else { return };
        let file = listed.entries[*entry_idx].file.as_deref().unwrap_or_default();
        let more = match self.n_refused - 1 {
            0 => String::new(),
            n => format!("; so are those of {n} more segments"),
        };
        let id = &listed.entries[*entry_idx].id;
        let message = format!("the file {file:?} of the segment {id:?} is refused: it {problem}{more}");
        job.diagnostics.report(InputError::new(&listed.source, Problem::Refused(message)).into());
    }
}

/// Something that is not as the manifest says.
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    /// The segment among the entries; none for bytes in no segment.
    entry_idx: Option<usize>,
    start: usize,
    end: usize,
    in_source: &'static str,
    found_at: Option<usize>,
    in_file: &'static str,
}

fn differences(listed: &Listed, document: Option<&Document>, folder: SegmentFolder<'_>, buffer: &mut Vec<u8>) -> Found {
    let source = document.map(|document| document.source_text(Span::new(0, document.text.len())));
    let mut search = source.as_deref().map(|source| Search::new(source.as_bytes(), listed));
    let mut all = Found::default();
    let found = &mut all.differences;
    let (mut at, mut is_same) = (0, true);
    for (entry_idx, entry) in listed.entries.iter().enumerate() {
        found.extend(gap(at, entry.fresh));
        at = entry.end;
        let (in_file, content) = match entry.content(folder, buffer) {
            Content::Nowhere => ("", None),
            Content::Missing => ("missing", None),
            Content::Changed => ("changed", None),
            Content::Refused(problem) => {
                all.n_refused += 1;
                all.first_refused.get_or_insert((entry_idx, problem));
                ("refused", None)
            }
            Content::Same(bytes) => ("same", Some(bytes)),
        };
        let (in_source, found_at) = match &mut search {
            None => ("missing", None),
            Some(search) => search.look(entry, content),
        };
        is_same = in_source == "same";
        if !is_same || !matches!(in_file, "" | "same") {
            let (start, end) = (entry.start, entry.end);
            found.push(Difference { entry_idx: Some(entry_idx), start, end, in_source, found_at, in_file });
        }
    }
    // Behind a segment that moved or changed it cannot be told which bytes are new.
    if let Some(source) = source.filter(|_| is_same) {
        found.extend(gap(at, source.len()));
    }
    all
}

/// Bytes of the source between one segment and the next, or bytes that both have.
fn gap(at: usize, next: usize) -> Option<Difference> {
    let in_source = match next.cmp(&at) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => "unlisted",
        std::cmp::Ordering::Less => "repeated",
    };
    let (start, end) = (at.min(next), at.max(next));
    Some(Difference { entry_idx: None, start, end, in_source, found_at: None, in_file: "" })
}

/// Looks for segments in a source as it is now.
struct Search<'s> {
    source: &'s [u8],
    /// By how much the segment before was moved.
    shift: isize,
    /// By how much the source grew.
    growth: isize,
    n_searches_left: usize,
}

impl<'s> Search<'s> {
    fn new(source: &'s [u8], listed: &Listed) -> Self {
        let old_len = listed.entries.last().map_or(0, |entry| entry.end);
        // A text in memory is at most half the address space, so the difference of two lengths fits.
        Self { source, shift: 0, growth: source.len() as isize - old_len as isize, n_searches_left: MOST_SEARCHES }
    }

    fn look(&mut self, entry: &Entry, content: Option<&[u8]>) -> (&'static str, Option<usize>) {
        if self.is_at(entry, 0) {
            self.shift = 0;
            return ("same", None);
        }
        for shift in [self.shift, self.growth] {
            if self.is_at(entry, shift) {
                self.shift = shift;
                return ("moved", entry.start.checked_add_signed(shift));
            }
        }
        let wanted = content.filter(|content| !content.is_empty() && self.n_searches_left > 0);
        self.n_searches_left -= usize::from(wanted.is_some());
        if let Some(at) = wanted.and_then(|wanted| memchr::memmem::find(self.source, wanted)) {
            self.shift = at as isize - entry.start as isize;
            return ("moved", Some(at));
        }
        ("changed", None)
    }

    fn is_at(&self, entry: &Entry, shift: isize) -> bool {
        let range = entry.start.checked_add_signed(shift).zip(entry.end.checked_add_signed(shift));
        let bytes = range.and_then(|(start, end)| self.source.get(start..end));
        bytes.is_some_and(|bytes| xxh3_128(bytes) == entry.hash)
    }
}

fn write(output: &mut dyn Output, table: TableIdx, listed: &Listed, differences: &[Difference]) -> Result<(), Error> {
    for difference in differences {
        let id = difference.entry_idx.map(|idx| listed.entries[idx].id.as_str());
        let shown = |text: &'static str| if text.is_empty() { Cell::Empty } else { Cell::text(text) };
        output.row(
            table,
            &[
                id.map_or(Cell::Empty, Cell::text),
                Cell::text(&listed.source),
                Cell::Integer(difference.start as u64),
                Cell::Integer(difference.end as u64),
                shown(difference.in_source),
                difference.found_at.map_or(Cell::Empty, |at| Cell::Integer(at as u64)),
                shown(difference.in_file),
            ],
        )?;
    }
    Ok(())
}
