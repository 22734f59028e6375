//! `--plot` of groups: one number of each, in time if the groups are spans of it.

use textmill::error::Error;
use textmill::render::plot::{Bar, bars};
use textmill::render::{grouped, rounded};
use textmill::stats::Grouping;
use textmill::table::{Cell, Column, Kind, Selection};

use super::messages;

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
