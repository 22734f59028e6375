//! Choosing, renaming and ordering columns.

use std::borrow::Cow;

use super::{Cell, Column, Output, PreparedRows, Preparer, Rank, TableIdx, place_of};
use crate::error::{Error, OptionProblem};

/// The columns a user asked for, in the order asked, each perhaps under a new name. Empty: all, as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The new name and the old one of each.
    columns: Vec<(String, String)>,
    /// What is not shown, but looked at.
    needed: Vec<String>,
}

impl Selection {
    /// Reads `NAME` or `NAME=NEW` items.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if a name is empty or two columns would have the same one.
    pub fn parse(items: &[String]) -> Result<Self, OptionProblem> {
        let mut columns: Vec<(String, String)> = Vec::new();
        for item in items {
            let (old, new) = item.split_once('=').unwrap_or((item, item));
            if new.is_empty() || old.is_empty() {
                return Err(OptionProblem::ColumnName(item.clone()));
            }
            if columns.iter().any(|(known, _)| known == new) {
                return Err(OptionProblem::ColumnTwice(new.to_owned()));
            }
            columns.push((new.to_owned(), old.to_owned()));
        }
        Ok(Self { columns, needed: Vec::new() })
    }

    /// The same, where these columns are looked at, be they shown or not.
    pub fn needing<'n>(mut self, names: impl IntoIterator<Item = &'n str>) -> Self {
        self.needed.extend(names.into_iter().map(str::to_owned));
        self
    }

    /// Whether the column called `name` will be shown or looked at, so that its work must be done.
    pub fn wants(&self, name: &str) -> bool {
        self.columns.is_empty()
            || self.columns.iter().any(|(_, old)| old == name)
            || self.needed.iter().any(|needed| needed == name)
    }

    /// The columns named, by the names that they have in the table. None if all will be shown.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(_, old)| old.as_str())
    }

    /// The columns named, then those that are looked at beside them.
    pub fn wanted(&self) -> impl Iterator<Item = &str> {
        self.names().chain(self.needed.iter().map(String::as_str))
    }

    /// Whether every column will be shown.
    pub fn is_all(&self) -> bool {
        self.columns.is_empty()
    }

    /// The columns, those that are looked at as main ones, so that they are seen where the main ones are.
    fn with_needed_ones_main<'c>(&self, columns: &'c [Column]) -> Cow<'c, [Column]> {
        if self.needed.is_empty() || columns.iter().all(|column| column.rank != Rank::Main) {
            return Cow::Borrowed(columns);
        }
        let is_needed = |column: &Column| self.needed.iter().any(|name| *name == column.name);
        let seen = |column: &Column| if is_needed(column) { column.clone().main() } else { column.clone() };
        columns.iter().map(seen).collect()
    }

    fn resolve(&self, columns: &[Column]) -> Result<(Vec<Column>, Vec<usize>), Error> {
        let mut chosen = Vec::with_capacity(self.columns.len());
        let mut places = Vec::with_capacity(self.columns.len());
        for (new, old) in &self.columns {
            let place = place_of(columns, old)
                .ok_or_else(|| Error::unknown_column("columns", old, columns.iter().map(|c| &*c.name)))?;
            let column = Column { name: new.clone().into(), ..columns[place].clone() };
            // A column that the user renames is what its new name says.
            chosen.push(if new == old { column } else { Column { part: None, ..column } });
            places.push(place);
        }
        Ok((chosen, places))
    }
}

/// An [`Output`] that passes on the selected columns only.
#[derive(Debug)]
pub struct Selected<O> {
    inner: O,
    selection: Selection,
    places: Vec<Vec<usize>>,
}

impl<O: Output> Selected<O> {
    /// Passes what `selection` names on to `inner`.
    pub fn new(inner: O, selection: Selection) -> Self {
        Self { inner, selection, places: Vec::new() }
    }

    /// The output behind the selection.
    pub fn inner_mut(&mut self) -> &mut O {
        &mut self.inner
    }

    /// Gives back the output behind the selection.
    pub fn into_inner(self) -> O {
        self.inner
    }
}

impl<O: Output> Output for Selected<O> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        if self.selection.is_all() {
            return self.inner.table(unit, &self.selection.with_needed_ones_main(columns));
        }
        let (chosen, places) = self.selection.resolve(columns)?;
        self.places.push(places);
        self.inner.table(unit, &chosen)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let Some(places) = self.places.get(table) else { return self.inner.row(table, cells) };
        self.inner.row(table, &chosen(places, cells))
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let inner = self.inner.preparer(table)?;
        match self.places.get(table) {
            Some(places) => Some(Box::new(SelectingPreparer { inner, places: places.clone() })),
            None => Some(inner),
        }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

/// Makes the chosen cells of rows ready.
struct SelectingPreparer {
    inner: Box<dyn Preparer>,
    places: Vec<usize>,
}

impl Preparer for SelectingPreparer {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        self.inner.row(&chosen(&self.places, cells), rows);
    }
}

fn chosen<'c>(places: &[usize], cells: &'c [Cell<'_>]) -> Vec<Cell<'c>> {
    places.iter().map(|&place| cells[place].borrowed()).collect()
}
