//! Takes the formula guard off cells that an earlier export put on.

use textmill::error::Error;
use textmill::table::{Cell, Column, Output, PreparedRows, Preparer, TableIdx};
use textmill::text::unguard;

/// An [`Output`] that passes every name and text on as it was before it was guarded.
pub(crate) struct Unguarded<'o> {
    inner: &'o mut dyn Output,
}

impl<'o> Unguarded<'o> {
    pub(crate) fn new(inner: &'o mut dyn Output) -> Self {
        Self { inner }
    }
}

impl Output for Unguarded<'_> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let named =
            columns.iter().map(|column| Column { name: unguard(&column.name).to_owned().into(), ..column.clone() });
        self.inner.table(unguard(unit), &named.collect::<Vec<_>>())
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.inner.row(table, &restored(cells))
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        Some(Box::new(UnguardingPreparer(self.inner.preparer(table)?)))
    }

    fn prepared(&mut self, table: TableIdx, rows: PreparedRows) -> Result<(), Error> {
        self.inner.prepared(table, rows)
    }
}

/// Makes rows ready without their guards.
struct UnguardingPreparer(Box<dyn Preparer>);

impl Preparer for UnguardingPreparer {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        self.0.row(&restored(cells), rows);
    }
}

fn restored<'c>(cells: &'c [Cell<'_>]) -> Vec<Cell<'c>> {
    let restored = |cell: &'c Cell<'_>| match cell {
        Cell::Text(text) => Cell::text(unguard(text)),
        other => other.borrowed(),
    };
    cells.iter().map(restored).collect()
}

#[cfg(test)]
mod tests {
    use textmill::table::Collected;

    use super::*;

    #[test]
    fn names_and_cells_are_as_they_were() {
        let mut output = Collected::default();
        let mut unguarded = Unguarded::new(&mut output);
        let table = unguarded.table("document", &[Column::text("'=a", "")]).unwrap();
        unguarded.row(table, &[Cell::text("''@x")]).unwrap();
        unguarded.row(table, &[Cell::text("'tis")]).unwrap();
        assert_eq!(output.tables[0].column("=a"), ["'@x", "'tis"]);
    }
}
