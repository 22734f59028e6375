//! `--plot`: keeps the numbers of a table that a picture needs, and draws it when the table is complete.

use std::collections::HashMap;

use textmill::error::Error;
use textmill::input::Corpus;
use textmill::render::plot::{Barcode, barcode, histogram, zipf};
use textmill::stats::{self, Options, Unit};
use textmill::table::{Cell, Column, Output, Selection, TableIdx};

use super::destination::Destination;
use super::messages::{self, Failure};
use super::screen::USUAL_WIDTH;
use super::series::Series;
use super::session::Session;

/// What is drawn of a unit.
#[derive(Debug)]
enum Picture {
    /// Of documents: how many are how long.
    Lengths(Vec<u64>),
    /// Of words: frequency over rank.
    Zipf(Vec<u64>),
    /// Of hits and terms: where they are in the corpus. The labels keep the order of the terms.
    Places(Vec<Barcode>, HashMap<String, usize>),
    /// Of groups: a bar for each, in time if they are spans of it.
    Groups(Series),
}

/// Counts, draws and writes.
///
/// # Errors
///
/// If the units have no picture, and whatever counting and writing return.
pub(crate) fn run(
    destination: Destination,
    corpus: &Corpus,
    options: Options,
    session: &Session,
) -> Result<(), Failure> {
    let (picture, options) = asked(options)?;
    let mut canvas = Canvas { picture, places: Vec::new() };
    let summary = stats::stats(corpus, &options, &session.job(), &mut canvas)?;
    let width = usize::from(destination.width().unwrap_or(USUAL_WIDTH));
    let drawn = match canvas.picture {
        Picture::Lengths(lengths) => histogram(&lengths, width),
        Picture::Zipf(frequencies) => zipf(&frequencies, width),
        Picture::Places(barcodes, _) => barcode(&barcodes, summary.n_tokens, width),
        Picture::Groups(series) => series.draw(width),
    };
    Ok(destination.put(|out| out.write_all(drawn.as_bytes()))?)
}

/// Refuses units that have no picture.
///
/// # Errors
///
/// If there are several units, or the one has none.
pub(crate) fn require_picture(options: &Options) -> Result<(), Failure> {
    Ok(asked(options.clone()).map(|_| ())?)
}

/// The picture of the unit that was asked for, and what must be counted for it.
fn asked(options: Options) -> Result<(Picture, Options), Error> {
    if let [Unit::Group(grouping)] = &options.units[..] {
        let series = Series::new(grouping.clone(), &options.columns)?;
        let columns = Selection::parse(&[series.column().to_owned()])?;
        return Ok((Picture::Groups(series), Options { columns, ..options }));
    }
    if !options.columns.is_all() {
        return Err(messages::refused(
            "plot",
            "draws a column of groups only, such as --per date:month --only documents",
        )
        .into());
    }
    let (picture, unit, columns): (_, _, &[&str]) = match options.units[..] {
        [Unit::Document] => (Picture::Lengths(Vec::new()), Unit::Document, &["tokens"]),
        [Unit::Word] => (Picture::Zipf(Vec::new()), Unit::Word, &["frequency"]),
        // Each occurrence of a term has a place only as a hit.
        [Unit::Hit | Unit::Term] => (places(&options), Unit::Hit, &["corpus_position", "label"]),
        _ => {
            return Err(messages::refused(
                "plot",
                "draws one of --per document, word, hit, term and groups of documents",
            )
            .into());
        }
    };
    let columns = Selection::parse(&columns.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let pattern = if options.units[..] == [Unit::Term] { None } else { options.pattern.clone() };
    Ok((picture, Options { units: vec![unit], columns, pattern, ..options }))
}

/// A line for each label, those without a hit too; for a pattern one without a label.
fn places(options: &Options) -> Picture {
    let labels = match (&options.pattern, &options.terms) {
        (None, Some(terms)) => terms.labels().to_vec(),
        _ => vec!["hits".to_owned()],
    };
    let idxs = labels.iter().enumerate().map(|(idx, label)| (label.clone(), idx)).collect();
    let barcodes = labels.into_iter().map(|label| Barcode { label, positions: Vec::new() }).collect();
    Picture::Places(barcodes, idxs)
}

/// Takes rows and keeps what the picture is made of.
#[derive(Debug)]
struct Canvas {
    picture: Picture,
    /// Where the columns that it needs are.
    places: Vec<Option<usize>>,
}

impl Output for Canvas {
    fn table(&mut self, _: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let needed: &[&str] = match &mut self.picture {
            Picture::Groups(series) => {
                series.find(columns)?;
                &[]
            }
            Picture::Lengths(_) => &["tokens"],
            Picture::Zipf(_) => &["frequency"],
            Picture::Places(..) => &["corpus_position", "label"],
        };
        self.places = needed.iter().map(|name| columns.iter().rposition(|column| column.name == *name)).collect();
        Ok(0)
    }

    fn row(&mut self, _: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let cell = |idx: usize| cells.get(*self.places.get(idx)?.as_ref()?);
        if let Picture::Groups(series) = &mut self.picture {
            series.add(cells);
            return Ok(());
        }
        let number = match cell(0) {
            Some(Cell::Integer(number)) => *number,
            _ => 0,
        };
        match &mut self.picture {
            Picture::Groups(_) => {}
            Picture::Lengths(numbers) | Picture::Zipf(numbers) => numbers.push(number),
            Picture::Places(barcodes, idxs) => {
                let idx = match cell(1) {
                    Some(Cell::Text(label)) => idxs.get(&**label).copied(),
                    _ => Some(0),
                };
                if let Some(barcode) = idx.and_then(|idx| barcodes.get_mut(idx)) {
                    barcode.positions.push(number);
                }
            }
        }
        Ok(())
    }
}
