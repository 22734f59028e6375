//! What a report of `diff` shows: what became of each document, with its changes, or the changes of two documents.

use std::io;

use textmill::diff::{Deadline, Emphasis, Granularity, Mark, Names, Options, Paint, Pairs, Summary};
use textmill::diff::{compare_lines, compare_words, paint_unified};
use textmill::document::Document;
use textmill::error::Error;
use textmill::render::grouped;
use textmill::render::report::{Block, Comparison, Page, Pane, Picture, Piece, Section};
use textmill::table::{Cell, Collected, Column, Output, TableIdx};

use super::sheet::{Chosen, Sheet, place_of, text_at};
use super::stats::measured;
use super::{fact, figure, maker};

/// Equal parts of the scale of similarities.
const N_SIMILARITIES: usize = 20;

/// So many bytes of a difference of two documents are shown.
const MAX_BYTES: usize = 4 << 20;

/// The columns of documents; the changes stand below the rows.
const OF_DOCUMENTS: Chosen = Chosen { first: &[], hidden: &["old_source", "new_source", "changes"] };

/// The two sides of a comparison, as the user named them.
#[derive(Clone, Debug)]
pub(crate) struct Sides {
    pub(crate) old: String,
    pub(crate) new: String,
}

/// Takes the rows of documents with their changes, and makes a page of them.
pub(crate) struct DiffReport {
    sides: Sides,
    sheet: Option<Sheet>,
    columns: Vec<Column>,
    similarities: [u64; N_SIMILARITIES],
}

impl DiffReport {
    /// A report without rows.
    pub(crate) fn new(sides: Sides) -> Self {
        Self { sides, sheet: None, columns: Vec::new(), similarities: [0; N_SIMILARITIES] }
    }

    /// The page.
    pub(crate) fn into_page(self, summary: &Summary, options: &Options) -> Page {
        let figures = vec![
            figure(summary.n_same, "same"),
            figure(summary.n_changed, "changed"),
            figure(summary.n_added, "added"),
            figure(summary.n_removed, "removed"),
        ];
        let mut overview = vec![Block::Figures(figures)];
        if summary.n_changed > 0 {
            overview.push(Block::Picture(similarities_picture(&self.similarities)));
        }
        let mut sections = vec![Section::new("Overview", overview)];
        sections.extend(self.sheet.map(|sheet| Section::new("Documents", vec![sheet.into_block()])));
        sections.push(how(options));
        let n_documents = summary.n_same + summary.n_changed + summary.n_added + summary.n_removed;
        let lead = format!("{} documents, paired by id.", grouped(n_documents));
        Page { title: title(&self.sides), lead, sections }
    }
}

impl Output for DiffReport {
    fn table(&mut self, _: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.columns = columns.to_vec();
        self.sheet = Some(Sheet::new("Documents, by id", columns, &OF_DOCUMENTS).comparing());
        Ok(0)
    }

    fn row(&mut self, _: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let at = |name: &str| place_of(&self.columns, name);
        let is_changed = text_at(cells, at("change")) == "changed";
        if let Some(Cell::Real(similarity)) = at("similarity").and_then(|place| cells.get(place))
            && is_changed
        {
            let place = (similarity * N_SIMILARITIES as f64) as usize;
            self.similarities[place.min(N_SIMILARITIES - 1)] += 1;
        }
        let pieces = pieces_of(text_at(cells, at("changes")));
        let panes = vec![Pane { label: text_at(cells, at("id")).to_owned(), pieces }];
        let comparisons = [Comparison { heading: String::new(), panes }];
        let comparisons: &[Comparison] = if is_changed { &comparisons } else { &[] };
        self.sheet.as_mut().map_or(Ok(()), |sheet| sheet.compared_row(cells, comparisons))
    }
}

/// The page of two documents, and whether they differ.
///
/// # Errors
///
/// None but those of collecting one row, which has no reason to fail.
pub(crate) fn of_documents(
    old: Document,
    new: Document,
    sides: &Sides,
    n_context: usize,
    options: &Options,
) -> Result<(Page, Summary), Error> {
    let changes = Comparison {
        heading: String::new(),
        panes: vec![Pane { label: title(sides), pieces: shown(&old.text, &new.text, n_context, options) }],
    };
    let mut rows = Collected::default();
    let summary = Pairs::of_documents(old, new, options).write_rows(&mut rows)?;
    let measures = rows.tables.first().map_or_else(Vec::new, |table| {
        let cells = table.rows.first().into_iter().flatten();
        table.columns.iter().zip(cells).filter(|(column, _)| column.name != "changes").filter_map(measured).collect()
    });
    let changes = if summary.differs() {
        Block::Comparison(changes)
    } else {
        Block::Text("The two documents are the same.".to_owned())
    };
    let sections = vec![
        Section::new("Overview", vec![Block::Facts(measures)]),
        Section::new("Changes", vec![changes]),
        how(options),
    ];
    Ok((Page { title: title(sides), lead: "Two documents compared.".to_owned(), sections }, summary))
}

fn title(sides: &Sides) -> String {
    format!("From {} to {}", sides.old, sides.new)
}

fn how(options: &Options) -> Section {
    let compared = match options.granularity {
        Granularity::Lines => "lines, with the words marked that changed inside them",
        Granularity::Words => "words and punctuation marks; white space does not matter",
    };
    Section::new("How it was compared", vec![Block::Facts(vec![fact("compared", compared, ""), maker()])])
}

fn similarities_picture(similarities: &[u64; N_SIMILARITIES]) -> Picture {
    let label = |idx: usize| format!("{:.2}", idx as f64 / N_SIMILARITIES as f64);
    let bars: Vec<(String, u64)> = similarities.iter().enumerate().map(|(idx, &n)| (label(idx), n)).collect();
    Picture::bars(
        "How similar the changed documents are to what they were, from 0 to 1 in steps of 0.05",
        &["similarity, from", "documents"],
        &bars,
    )
}

/// The difference in pieces, up to a bound.
fn shown(old: &str, new: &str, n_context: usize, options: &Options) -> Vec<(Piece, String)> {
    let (mut pieces, mut n_bytes) = (Vec::new(), 0);
    let paint: &mut Paint<'_> = &mut |mark, text| {
        if n_bytes > MAX_BYTES {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        // The page is called by the two names.
        if mark == Mark::Name {
            return Ok(());
        }
        n_bytes += text.len();
        pieces.push((piece_of(mark), text.to_owned()));
        Ok(())
    };
    let deadline = Deadline::after(options.timeout);
    let painted = match options.granularity {
        Granularity::Words => compare_words(old, new, deadline).paint(paint),
        Granularity::Lines => {
            let names = Names { old: "old", new: "new" };
            paint_unified(&compare_lines(old, new, deadline), names, n_context, Emphasis::Words, paint)
        }
    };
    if painted.is_err() {
        pieces.push((Piece::Remark, "\n(what follows is left out)".to_owned()));
    }
    pieces
}

fn piece_of(mark: Mark) -> Piece {
    match mark {
        Mark::Unchanged => Piece::Plain,
        Mark::Removed => Piece::Removed,
        Mark::Added => Piece::Added,
        Mark::RemovedWord => Piece::RemovedWord,
        Mark::AddedWord => Piece::AddedWord,
        Mark::Name | Mark::Hunk | Mark::Remark => Piece::Remark,
    }
}

/// The pieces of a cell of changes.
fn pieces_of(json: &str) -> Vec<(Piece, String)> {
    let pieces: Vec<(String, String)> = serde_json::from_str(json).unwrap_or_default();
    let piece = |name: &str| match name {
        "unchanged" => Piece::Plain,
        "removed" => Piece::Removed,
        "added" => Piece::Added,
        "removed_word" => Piece::RemovedWord,
        "added_word" => Piece::AddedWord,
        _ => Piece::Remark,
    };
    pieces.into_iter().map(|(name, text)| (piece(&name), text)).collect()
}
