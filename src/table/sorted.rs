//! Rows in an order that the user chose, and the first ones of them.

use std::collections::HashMap;
use std::num::NonZero;

use super::row_sorter::RowSorter;
use super::sort_key::{PlacedKey, SortKey};
use super::{Cell, Column, Output, PreparedRows, Preparer, RowsOf, TableIdx};
use crate::error::Error;

/// An order of rows, and how many of them are wanted.
#[derive(Clone, Debug, Default)]
pub struct RowOrder {
    /// The columns to sort by, the one that matters most first; as the rows come if there are none.
    pub keys: Vec<SortKey>,
    /// The first so many rows: of each group where a column [groups them](Column::grouping), of the table otherwise.
    pub top: Option<NonZero<usize>>,
}

/// An [`Output`] that passes rows on in an order, or the first ones of them.
///
/// Cost: rows are held until the end where they are sorted; what is beyond 64 MiB waits on disk.
#[derive(Debug)]
pub struct Sorted<O> {
    inner: O,
    order: RowOrder,
    tables: Vec<SortedTable>,
}

#[derive(Debug)]
struct SortedTable {
    keys: Vec<PlacedKey>,
    sorter: Option<RowSorter>,
    first: FirstRows,
}

impl<O: Output> Sorted<O> {
    /// Passes rows on to `inner`.
    pub fn new(inner: O, order: RowOrder) -> Self {
        Self { inner, order, tables: Vec::new() }
    }

    /// Passes on the rows that waited to be sorted, and gives back the output behind.
    ///
    /// # Errors
    ///
    /// What that output returns, and [`Error::Spool`].
    pub fn finish(mut self) -> Result<O, Error> {
        for (idx, SortedTable { sorter, mut first, .. }) in self.tables.into_iter().enumerate() {
            let Some(sorter) = sorter else { continue };
            let inner = &mut self.inner;
            sorter.for_each(failed, |cells| if first.admits(cells) { inner.row(idx, cells) } else { Ok(()) })?;
        }
        Ok(self.inner)
    }

    /// Gives back the output behind, without the rows that wait.
    pub fn into_inner(self) -> O {
        self.inner
    }

    fn passes_all(&self) -> bool {
        self.order.keys.is_empty() && self.order.top.is_none()
    }
}

impl<O: Output> Output for Sorted<O> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let RowOrder { keys, top } = &self.order;
        let keys = keys.iter().map(|key| key.place(columns)).collect::<Result<Vec<_>, _>>()?;
        let first = FirstRows::new(*top, columns);
        let sorter = (!keys.is_empty()).then(|| RowSorter::new(columns.len(), top.filter(|_| first.group.is_none())));
        self.tables.push(SortedTable { keys, sorter, first });
        self.inner.table(unit, columns)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        let SortedTable { keys, sorter, first } = &mut self.tables[table];
        match sorter {
            Some(sorter) => {
                sorter.push(cells, |bytes| keys.iter().for_each(|key| key.push(cells, bytes))).map_err(failed)
            }
            None if first.admits(cells) => self.inner.row(table, cells),
            None => Ok(()),
        }
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        // Which rows are passed on depends on those before them.
        if self.passes_all() { self.inner.preparer(table) } else { None }
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

fn failed(source: std::io::Error) -> Error {
    Error::Spool { directory: std::env::temp_dir(), source }
}

/// The first rows of a table, or of each group of them.
#[derive(Debug)]
struct FirstRows {
    top: Option<NonZero<usize>>,
    /// The column that groups rows, and how.
    group: Option<(usize, RowsOf)>,
    n_rows: usize,
    n_of_groups: HashMap<String, usize>,
}

impl FirstRows {
    fn new(top: Option<NonZero<usize>>, columns: &[Column]) -> Self {
        let group = columns.iter().enumerate().find_map(|(idx, column)| Some((idx, column.rows_of?)));
        Self { top, group, n_rows: 0, n_of_groups: HashMap::new() }
    }

    fn admits(&mut self, cells: &[Cell<'_>]) -> bool {
        let Some(top) = self.top.map(NonZero::get) else { return true };
        let Some((place, rows_of)) = self.group else {
            self.n_rows += 1;
            return self.n_rows <= top;
        };
        let group = match &cells[place] {
            Cell::Text(text) | Cell::Json(text) => text.clone().into_owned(),
            Cell::Integer(value) => value.to_string(),
            Cell::Real(value) => value.to_string(),
            Cell::Empty => String::new(),
        };
        let n_groups = self.n_of_groups.len();
        match rows_of {
            RowsOf::Group => {
                let n = self.n_of_groups.entry(group).or_default();
                *n += 1;
                *n <= top
            }
            RowsOf::Item => {
                // The groups that are too many are not remembered.
                let is_known = self.n_of_groups.contains_key(&group);
                if !is_known && n_groups < top {
                    self.n_of_groups.insert(group, 1);
                }
                is_known || n_groups < top
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Collected;

    #[track_caller]
    fn check(columns: &[Column; 2], sort: &[&str], top: usize, expected: &[&str]) {
        let keys = sort.iter().map(|key| key.parse().unwrap()).collect();
        let mut output = Sorted::new(Collected::default(), RowOrder { keys, top: NonZero::new(top) });
        let table = output.table("word", columns).unwrap();
        for (group, n) in [("a", 2), ("b", 1), ("a", 10), ("c", 2), ("b", 7)] {
            output.row(table, &[Cell::text(group), Cell::Integer(n)]).unwrap();
        }
        let output = output.finish().unwrap();
        let [groups, numbers] = ["g", "n"].map(|name| output.tables[0].column(name));
        let rows: Vec<String> = groups.iter().zip(numbers).map(|(group, n)| format!("{group}{n}")).collect();
        assert_eq!(rows, expected, "{sort:?} {top}");
    }

    fn columns() -> [Column; 2] {
        [Column::text("g", ""), Column::integer("n", "")]
    }

    #[test]
    fn rows_are_sorted_by_columns_and_equal_ones_stay_as_they_came() {
        check(&columns(), &[], 0, &["a2", "b1", "a10", "c2", "b7"]);
        check(&columns(), &["n"], 0, &["b1", "a2", "c2", "b7", "a10"]);
        check(&columns(), &["-n"], 0, &["a10", "b7", "a2", "c2", "b1"]);
        check(&columns(), &["-g", "n"], 0, &["c2", "b1", "b7", "a2", "a10"]);
    }

    #[test]
    fn the_first_rows_are_those_of_the_order() {
        check(&columns(), &[], 2, &["a2", "b1"]);
        check(&columns(), &["-n"], 2, &["a10", "b7"]);
    }

    #[test]
    fn the_first_rows_are_counted_for_each_group() {
        let grouped = [Column::text("g", "").grouping(RowsOf::Group), Column::integer("n", "")];
        check(&grouped, &[], 1, &["a2", "b1", "c2"]);
        check(&grouped, &["-n"], 1, &["a10", "b7", "c2"]);
        let items = [Column::text("g", "").grouping(RowsOf::Item), Column::integer("n", "")];
        check(&items, &[], 2, &["a2", "b1", "a10", "b7"]);
    }

    #[test]
    fn a_column_that_is_none_is_refused_with_those_there_are() {
        let order = RowOrder { keys: vec!["m".parse().unwrap()], top: None };
        let error = Sorted::new(Collected::default(), order).table("word", &columns());
        assert!(
            matches!(error, Err(Error::UnknownColumn { option: "sort", name, known }) if name == "m" && known == ["g", "n"])
        );
    }
}
