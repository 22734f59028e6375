//! `--plot`: keeps the numbers of a table that a picture needs, and draws it when the table is complete.

use std::collections::HashMap;

use textmill::error::Error;
use textmill::input::Corpus;
use textmill::render::plot::{Bar, Barcode, barcode, bars, histogram, zipf};
use textmill::render::{grouped, rounded};
use textmill::stats::{self, Grouping, Options, Unit};
use textmill::table::{Cell, Column, Kind, Output, Selection, TableIdx};

use super::destination::Destination;
use super::messages::{self, Failure};
use super::screen::USUAL_WIDTH;
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

/// The column that is drawn if the user names none.
const USUAL_COLUMN: &str = "tokens";

/// So many spans of time without documents are drawn one by one; more of them are one line.
const MAX_GAP: usize = 12;

/// A number for each group.
#[derive(Debug)]
pub(crate) struct Series {
    grouping: Grouping,
    column: String,
    /// Where the column is, and what its cells hold.
    place: Option<(usize, Kind)>,
    /// In the order of the groups.
    rows: Vec<(String, Option<f64>)>,
}

impl Series {
    /// No groups yet, and the one column that is selected.
    ///
    /// # Errors
    ///
    /// If more than one is.
    pub(crate) fn new(grouping: Grouping, columns: &Selection) -> Result<Self, Error> {
        let mut names = columns.names();
        let column = names.next().unwrap_or(USUAL_COLUMN).to_owned();
        if names.next().is_some() {
            return Err(messages::refused("plot", "draws one column, and --only names several").into());
        }
        Ok(Self { grouping, column, place: None, rows: Vec::new() })
    }

    /// The name of the column that is drawn.
    pub(crate) fn column(&self) -> &str {
        &self.column
    }

    /// Finds the column.
    ///
    /// # Errors
    ///
    /// If it holds no numbers.
    pub(crate) fn find(&mut self, columns: &[Column]) -> Result<(), Error> {
        let place = columns.iter().rposition(|column| column.name == self.column);
        let found = place.map(|place| (place, columns[place].kind));
        match found {
            Some((_, Kind::Integer | Kind::Real)) => self.place = found,
            _ => return Err(messages::refused("plot", format!("draws numbers, and {:?} has none", self.column)).into()),
        }
        Ok(())
    }

    /// Takes a row, of which the first cell is the group.
    pub(crate) fn add(&mut self, cells: &[Cell<'_>]) {
        let group = match cells.first() {
            Some(Cell::Text(text)) => text.clone().into_owned(),
            _ => String::new(),
        };
        let value = match self.place.and_then(|(place, _)| cells.get(place)) {
            Some(Cell::Integer(number)) => Some(*number as f64),
            Some(Cell::Real(number)) => Some(*number),
            _ => None,
        };
        self.rows.push((group, value));
    }

    /// A line that says what is drawn, then a bar for each group and each span of time between.
    pub(crate) fn draw(self, width: usize) -> String {
        let mut all = Vec::with_capacity(self.rows.len());
        let mut last: Option<&str> = None;
        for (group, value) in &self.rows {
            if let Some(last) = last.filter(|last| !last.is_empty()) {
                self.add_gap(last, group, &mut all);
            }
            let label = if group.is_empty() { "(none)".to_owned() } else { group.clone() };
            all.push(self.bar(label, *value));
            last = Some(group);
        }
        if all.is_empty() {
            String::new()
        } else {
            format!("{} by {}\n{}", self.column, self.grouping.name(), bars(&all, width))
        }
    }

    /// Adds the spans of time between two groups, of which no document is.
    fn add_gap(&self, last: &str, next: &str, all: &mut Vec<Bar>) {
        let between = |span: &String| self.grouping.next(span).filter(|span| **span < *next);
        let spans: Vec<String> = std::iter::successors(between(&last.to_owned()), between).collect();
        if spans.len() > MAX_GAP {
            let text = format!("({} empty)", grouped(spans.len() as u64));
            all.push(Bar { label: "...".to_owned(), value: 0.0, text });
        } else {
            let value = self.place.filter(|(_, kind)| *kind == Kind::Integer).map(|_| 0.0);
            all.extend(spans.into_iter().map(|span| self.bar(span, value)));
        }
    }

    /// A bar; without a value it has no number either.
    fn bar(&self, label: String, value: Option<f64>) -> Bar {
        let is_whole = self.place.is_some_and(|(_, kind)| kind == Kind::Integer);
        let text = match value {
            None => String::new(),
            Some(value) if is_whole => grouped(value as u64),
            Some(value) => rounded(value),
        };
        Bar { label, value: value.unwrap_or_default(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(grouping: &str, kind: Kind, rows: &[(&str, Cell<'static>)]) -> Series {
        let only = Selection::parse(&["n".to_owned()]).unwrap();
        let mut series = Series::new(grouping.parse::<Grouping>().unwrap(), &only).unwrap();
        let column = |name: &'static str, kind| Column::of(name, kind, "");
        series.find(&[column("group", Kind::Text), column("n", kind)]).unwrap();
        rows.iter().for_each(|(group, cell)| series.add(&[Cell::text(*group), cell.clone()]));
        series
    }

    #[test]
    fn spans_of_time_without_documents_are_drawn_or_told() {
        let rows = [("", 1), ("2023-11", 4), ("2024-02", 2), ("2026-02", 2)].map(|(at, n)| (at, Cell::Integer(n)));
        let expected = "\
n by date:month
(none)  █████▎ 1
2023-11 █████████████████████ 4
2023-12 0
2024-01 0
2024-02 ██████████▌ 2
...     (23 empty)
2026-02 ██████████▌ 2
";
        assert_eq!(series("date:month", Kind::Integer, &rows).draw(40), expected);
    }

    #[test]
    fn a_measure_without_a_value_has_no_bar() {
        let rows = [("a", Cell::Real(0.5)), ("c", Cell::Empty)];
        let drawn = series("town", Kind::Real, &rows).draw(20);
        assert_eq!(drawn.lines().collect::<Vec<_>>()[2], "c");
        assert!(drawn.starts_with("n by town\na █") && drawn.contains(" 0.5000\n"), "{drawn}");
        assert_eq!(series("town", Kind::Real, &[]).draw(40), "");
    }

    #[test]
    fn one_column_of_numbers_is_drawn() {
        let grouping = "town".parse::<Grouping>().unwrap();
        let new = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            Series::new(grouping.clone(), &Selection::parse(&names).unwrap())
        };
        assert_eq!(new(&[]).unwrap().column(), "tokens");
        assert!(new(&["a", "b"]).is_err());
        let texts = [Column::of("note", Kind::Text, "")];
        assert!(new(&["note"]).unwrap().find(&texts).is_err());
    }
}
