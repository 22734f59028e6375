//! Every measure of `stats` for two corpora, side by side.

use textmill::error::Error;
use textmill::input::{Corpus, Job};
use textmill::stats::{self, Family, Options, Unit};
use textmill::table::{Cell, Collected, CollectedTable, Column, Output};

/// Counts both corpora and writes one row for each measure.
///
/// # Errors
///
/// What counting and `output` return.
pub(crate) fn write([old, new]: [&Corpus; 2], job: &Job<'_>, output: &mut dyn Output) -> Result<(), Error> {
    let table = output.table("measure", &columns())?;
    let (old, new) = (measured(old, job)?, measured(new, job)?);
    let (Some(old), Some(new)) = (old.tables.first(), new.tables.first()) else { return Ok(()) };
    for (idx, column) in old.columns.iter().enumerate().filter(|(_, column)| column.kind.is_number()) {
        let [old, new] = [old, new].map(|side| number(side, idx));
        let difference = old.zip(new).map(|(old, new)| new - old);
        let percent = difference.zip(old).map(|(difference, old)| 100.0 * difference / old);
        let definition = Cell::text(column.definition.to_string());
        let [old, new, difference, percent] = [old, new, difference, percent].map(Cell::real);
        output.row(table, &[Cell::text(column.name.to_string()), old, new, difference, percent, definition])?;
    }
    Ok(())
}

fn columns() -> [Column; 6] {
    [
        Column::text("measure", "the name of the measure, a column of stats --per corpus").main(),
        Column::real("old", "its value for the old corpus; empty if it has none").main(),
        Column::real("new", "its value for the new corpus; empty if it has none").main(),
        Column::real("difference", "the new value minus the old one").main(),
        Column::real("percent", "the difference in per cent of the old value; empty if that is zero").main(),
        Column::text("definition", "what the measure is"),
    ]
}

fn measured(corpus: &Corpus, job: &Job<'_>) -> Result<Collected, Error> {
    let options = Options { units: vec![Unit::Corpus], families: Family::ALL.to_vec(), ..Options::default() };
    let mut rows = Collected::default();
    stats::stats(corpus, &options, job, &mut rows)?;
    Ok(rows)
}

fn number(table: &CollectedTable, idx: usize) -> Option<f64> {
    match table.rows.first()?.get(idx)? {
        Cell::Integer(value) => Some(*value as f64),
        Cell::Real(value) => Some(*value),
        _ => None,
    }
}
