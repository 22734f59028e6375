//! Rows of which conditions hold.

use super::{Cell, Column, Condition, Output, PreparedRows, Preparer, TableIdx};
use crate::error::Error;

/// An [`Output`] that passes on the rows of which every condition holds.
#[derive(Debug)]
pub struct Filtered<O> {
    inner: O,
    conditions: Vec<Condition>,
    /// The place of each condition's column in each table.
    places: Vec<Vec<usize>>,
}

impl<O: Output> Filtered<O> {
    /// Passes the rows on to `inner` of which all `conditions` hold.
    pub fn new(inner: O, conditions: Vec<Condition>) -> Self {
        Self { inner, conditions, places: Vec::new() }
    }

    /// Gives back the output behind the conditions.
    pub fn into_inner(self) -> O {
        self.inner
    }
}

impl<O: Output> Output for Filtered<O> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let places = self.conditions.iter().map(|condition| condition.place(columns)).collect::<Result<_, _>>()?;
        self.places.push(places);
        self.inner.table(unit, columns)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let places = self.places.get(table).map_or(&[][..], Vec::as_slice);
        if all_hold(&self.conditions, places, cells) { self.inner.row(table, cells) } else { Ok(()) }
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let inner = self.inner.preparer(table)?;
        match self.places.get(table) {
            Some(places) if !places.is_empty() => {
                Some(Box::new(FilteringPreparer { inner, conditions: self.conditions.clone(), places: places.clone() }))
            }
            _ => Some(inner),
        }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

/// Makes the rows ready of which the conditions hold.
struct FilteringPreparer {
    inner: Box<dyn Preparer>,
    conditions: Vec<Condition>,
    places: Vec<usize>,
}

impl Preparer for FilteringPreparer {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        if all_hold(&self.conditions, &self.places, cells) {
            self.inner.row(cells, rows);
        }
    }
}

fn all_hold(conditions: &[Condition], places: &[usize], cells: &[Cell<'_>]) -> bool {
    conditions.iter().zip(places).all(|(condition, &place)| condition.holds(&cells[place]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Collected;

    #[test]
    fn rows_are_passed_on_of_which_all_conditions_hold() {
        let conditions = ["n>1", "t!=c"].map(|text| text.parse::<Condition>().unwrap()).to_vec();
        let mut filtered = Filtered::new(Collected::default(), conditions);
        let table = filtered.table("document", &[Column::text("t", ""), Column::integer("n", "")]).unwrap();
        for (text, n) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] {
            filtered.row(table, &[Cell::text(text), Cell::Integer(n)]).unwrap();
        }
        assert_eq!(filtered.into_inner().tables[0].column("t"), ["b", "d"]);
    }

    #[test]
    fn a_condition_on_no_column_is_refused_with_those_there_are() {
        let conditions = vec!["yaer>1".parse::<Condition>().unwrap()];
        let error = Filtered::new(Collected::default(), conditions).table("document", &[Column::text("year", "")]);
        assert!(
            matches!(error, Err(Error::UnknownColumn { option: "where", name, known }) if name == "yaer" && known == ["year"])
        );
    }
}
