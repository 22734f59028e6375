//! What a report of `diff` shows: what became of each document, with its changes, or the changes of two documents.

use std::io;

use textmill::diff::{
    Change, Completeness, CorporaOptions, Emphasis, Granularity, Ignore, Key, Mark, Moves, Options, Paint, Pairs,
    Summary, TextOptions, compare_lines, compare_words, paint_unified, source_text,
};
use textmill::error::Error;
use textmill::render::grouped;
use textmill::render::report::{Block, Comparison, Fact, Page, Pane, Picture, Piece, Section};
use textmill::table::{Cell, Collected, Column, Output, TableIdx, place_of};

use super::super::diff_view::Pair;
use super::super::messages::{self, Message};
use super::super::session::Session;
use super::sheet::{Sheet, text_at};
use super::stats::measured;
use super::{fact, figure, maker};

/// Equal parts of the scale of similarities.
const N_SIMILARITIES: usize = 20;

/// So many bytes of a difference of two documents are shown.
const MAX_BYTES: usize = 4 << 20;

/// The changes that are shown even if no document had them.
const USUAL: [Change; 4] = [Change::Same, Change::Changed, Change::Added, Change::Removed];

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
    pub(crate) fn into_page(self, summary: &Summary, options: &CorporaOptions) -> Page {
        let is_shown = |change: &Change| USUAL.contains(change) || summary.n(*change) > 0;
        let shown = Change::ALL.into_iter().filter(is_shown);
        let figures = shown.map(|change| figure(summary.n(change), change.name())).collect();
        let mut overview = vec![Block::Figures(figures)];
        if self.similarities.iter().any(|&n| n > 0) {
            overview.push(Block::Picture(similarities_picture(&self.similarities)));
        }
        let mut sections = vec![Section::new("Overview", overview)];
        sections.extend(self.sheet.map(|sheet| Section::new("Documents", vec![sheet.into_block()])));
        sections.push(how(&options.documents, pairing(options)));
        let n_rows: u64 = Change::ALL.iter().map(|&change| summary.n(change)).sum();
        let lead = format!("{} documents or pairs of documents.", grouped(n_rows));
        Page { title: title(&self.sides), lead, sections }
    }
}

impl Output for DiffReport {
    fn table(&mut self, _: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        self.columns = columns.to_vec();
        self.sheet = Some(Sheet::new("Documents, by id", columns).comparing());
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
        let panes = vec![Pane { label: label(text_at(cells, at("old_id")), text_at(cells, at("id"))), pieces }];
        let comparisons = [Comparison { heading: String::new(), panes }];
        let comparisons: &[Comparison] = if comparisons[0].panes[0].pieces.is_empty() { &[] } else { &comparisons };
        let cells = without_repeated_ids(&self.columns, cells);
        self.sheet.as_mut().map_or(Ok(()), |sheet| sheet.compared_row(&cells, comparisons))
    }
}

/// The page of two documents, and whether they differ. The console is told of both, as by other views.
///
/// # Errors
///
/// [`Error::Spool`] if nothing can be set aside.
pub(crate) fn of_documents(
    pair: Pair<'_>,
    sides: &Sides,
    options: &Options,
    text_options: &TextOptions,
    session: &Session,
) -> Result<(Page, bool), Error> {
    let difference = Difference::of(pair, options.granularity, text_options);
    session.console().tell(&difference.message);
    if difference.completeness == Completeness::CutShort {
        session.console().tell(&messages::diff_cut_short(pair.timeout_seconds));
    }
    let mut rows = Collected::default();
    Pairs::of_documents(pair.old, pair.new, options)?.write_rows(&mut rows)?;
    let table = rows.tables.first().zip(rows.tables.first().and_then(|table| table.rows.first()));
    let measures = table.map_or_else(Vec::new, |(table, cells)| {
        let is_measure = |(column, cell): &(&Column, &Cell<'_>)| {
            !matches!(cell, Cell::Empty) && !["id", "change", "old_id", "new_id"].contains(&&*column.name)
        };
        table.columns.iter().zip(cells).filter(is_measure).filter_map(measured).collect()
    });
    let changes = if difference.differs {
        let panes = vec![Pane { label: title(sides), pieces: difference.pieces }];
        Block::Comparison(Comparison { heading: String::new(), panes })
    } else {
        Block::Text("The two documents are the same.".to_owned())
    };
    let sections = vec![
        Section::new("Overview", vec![Block::Facts(measures)]),
        Section::new("Changes", vec![changes]),
        how(options, Vec::new()),
    ];
    Ok((Page { title: title(sides), lead: "Two documents compared.".to_owned(), sections }, difference.differs))
}

/// The cells without those ids that only say again what the row is called, so that those which do not are seen.
fn without_repeated_ids<'c>(columns: &[Column], cells: &[Cell<'c>]) -> Vec<Cell<'c>> {
    let id = text_at(cells, place_of(columns, "id"));
    let is_repeated = |column: &Column, cell: &Cell<'c>| {
        ["old_id", "new_id"].contains(&&*column.name) && matches!(cell, Cell::Text(text) if text == id)
    };
    let pairs = columns.iter().zip(cells);
    pairs.map(|(column, cell)| if is_repeated(column, cell) { Cell::Empty } else { cell.clone() }).collect()
}

/// What a document is called, with both names if it has got a new one.
fn label(old_id: &str, id: &str) -> String {
    if old_id == id || old_id.is_empty() { id.to_owned() } else { format!("{old_id} → {id}") }
}

fn title(sides: &Sides) -> String {
    format!("From {} to {}", sides.old, sides.new)
}

/// How the documents of two corpora found each other.
fn pairing(options: &CorporaOptions) -> Vec<Fact> {
    let key = match &options.key {
        Key::Id => "id".to_owned(),
        Key::Fields(names) => names.join(", "),
    };
    let mut facts = vec![fact("paired by", key, "")];
    if let Moves::Found(threshold) = options.moves {
        let definition =
            "least resemblance (Broder 1997) of documents that were moved or renamed, by five-word shingles";
        facts.push(fact("threshold", threshold.value().to_string(), definition));
    }
    facts
}

fn how(options: &Options, pairing: Vec<Fact>) -> Section {
    let compared = match options.granularity {
        Granularity::Lines => "lines, with the words marked that changed inside them",
        Granularity::Words => "words and punctuation marks; white space does not matter",
    };
    let mut facts = vec![fact("compared", compared, "")];
    if options.ignore != Ignore::NOTHING {
        facts.push(fact("overlooked", options.ignore.describe(), "differences that do not count"));
    }
    facts.extend(pairing);
    facts.push(maker());
    Section::new("How it was compared", vec![Block::Facts(facts)])
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

/// How two documents differ.
struct Difference {
    /// Up to a bound.
    pieces: Vec<(Piece, String)>,
    differs: bool,
    completeness: Completeness,
    message: Message,
}

impl Difference {
    fn of(pair: Pair<'_>, granularity: Granularity, options: &TextOptions) -> Self {
        match granularity {
            Granularity::Words => {
                let changes = compare_words(&pair.old.text, &pair.new.text, options);
                Self {
                    pieces: pieces_by(|paint| changes.paint(paint)),
                    differs: changes.differs(),
                    completeness: changes.completeness(),
                    message: messages::words_changed(&changes.summary()),
                }
            }
            Granularity::Lines => {
                let (old, new) = (source_text(pair.old), source_text(pair.new));
                let changes = compare_lines(&old, &new, options);
                let paint_all =
                    |paint: &mut Paint<'_>| paint_unified(&changes, pair.names, pair.n_context, Emphasis::Words, paint);
                Self {
                    pieces: pieces_by(paint_all),
                    differs: changes.differs(),
                    completeness: changes.completeness(),
                    message: messages::lines_changed(&changes.summary()),
                }
            }
        }
    }
}

/// The pieces that `paint_all` paints, up to a bound.
fn pieces_by(paint_all: impl FnOnce(&mut Paint<'_>) -> io::Result<()>) -> Vec<(Piece, String)> {
    let (mut pieces, mut n_bytes) = (Vec::new(), 0);
    let painted = paint_all(&mut |mark, text| {
        if n_bytes > MAX_BYTES {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        // The page is called by the two names.
        if mark != Mark::Name {
            n_bytes += text.len();
            pieces.push((piece_of(mark), text.to_owned()));
        }
        Ok(())
    });
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
        Mark::MovedAway => Piece::MovedAway,
        Mark::MovedHere => Piece::MovedHere,
        Mark::Name | Mark::Hunk | Mark::Moves | Mark::Remark => Piece::Remark,
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
        "moved_away" => Piece::MovedAway,
        "moved_here" => Piece::MovedHere,
        _ => Piece::Remark,
    };
    pieces.into_iter().map(|(name, text)| (piece(&name), text)).collect()
}
