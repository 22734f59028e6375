//! Cells taken for numbers or texts by the user's word, since CSV and paths know texts only.

use std::borrow::Cow;

use super::column::{Cell, Column, Kind, place_of};
use super::output::{Misfit, Output, PreparedRows, Preparer, TableIdx};
use crate::error::{Error, OptionProblem};

/// The kinds that columns shall have, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Types {
    kinds: Vec<(String, Kind)>,
}

impl Types {
    /// Reads `NAME=integer`, `NAME=real` and `NAME=text` items.
    ///
    /// # Errors
    ///
    /// [`OptionProblem`] if a type is none, or a column is named twice.
    pub fn parse(items: &[String]) -> Result<Self, OptionProblem> {
        let mut kinds: Vec<(String, Kind)> = Vec::new();
        for item in items {
            let kind = item.rsplit_once('=').and_then(|(name, kind)| match kind {
                "integer" => Some((name, Kind::Integer)),
                "real" => Some((name, Kind::Real)),
                "text" => Some((name, Kind::Text)),
                _ => None,
            });
            let Some((name, kind)) = kind else {
                return Err(OptionProblem::ColumnType(item.clone()));
            };
            if kinds.iter().any(|(known, _)| known == name) {
                return Err(OptionProblem::TypeTwice(name.to_owned()));
            }
            kinds.push((name.to_owned(), kind));
        }
        Ok(Self { kinds })
    }
}

/// An [`Output`] that passes on cells as what the user says they are. A cell that cannot be becomes empty.
#[derive(Debug)]
pub struct Typed<O> {
    inner: O,
    types: Types,
    tables: Vec<TypedTable>,
    misfits: Vec<Misfit>,
}

#[derive(Debug)]
struct TypedTable {
    /// Place, name and kind of the columns that are given one.
    columns: Vec<(usize, String, Kind)>,
    n_rows: u64,
}

impl<O: Output> Typed<O> {
    /// Passes rows on to `inner` with the columns that `types` names typed so.
    pub fn new(inner: O, types: Types) -> Self {
        Self { inner, types, tables: Vec::new(), misfits: Vec::new() }
    }

    /// What could not be typed so far, one for each column.
    pub fn misfits(&self) -> &[Misfit] {
        &self.misfits
    }

    /// Gives back the output behind.
    pub fn into_inner(self) -> O {
        self.inner
    }
}

impl<O: Output> Output for Typed<O> {
    fn table(&mut self, unit: &str, columns: &[Column]) -> Result<TableIdx, Error> {
        let mut typed = columns.to_vec();
        let mut changed = Vec::new();
        for (name, kind) in &self.types.kinds {
            let place = place_of(columns, name)
                .ok_or_else(|| Error::unknown_column("types", name, columns.iter().map(|column| &*column.name)))?;
            typed[place].kind = *kind;
            changed.push((place, name.clone(), *kind));
        }
        self.tables.push(TypedTable { columns: changed, n_rows: 0 });
        self.inner.table(unit, &typed)
    }

    fn setting(&mut self, name: &str, value: &str) {
        self.inner.setting(name, value);
    }

    fn row(&mut self, table: TableIdx, cells: &[Cell<'_>]) -> Result<(), Error> {
        if self.types.kinds.is_empty() {
            return self.inner.row(table, cells);
        }
        let TypedTable { columns, n_rows } = &mut self.tables[table];
        *n_rows += 1;
        let typed = typed_cells(columns, cells, *n_rows, &mut self.misfits);
        self.inner.row(table, &typed)
    }

    fn preparer(&self, table: TableIdx) -> Option<Box<dyn Preparer>> {
        let inner = self.inner.preparer(table)?;
        match &self.tables[table].columns {
            columns if columns.is_empty() => Some(inner),
            columns => Some(Box::new(TypingPreparer { inner, columns: columns.clone() })),
        }
    }

    fn prepared(&mut self, table: TableIdx, mut rows: PreparedRows) -> Result<(), Error> {
        let n_before = &mut self.tables[table].n_rows;
        for misfit in std::mem::take(&mut rows.misfits) {
            let first_row = misfit.first_row + *n_before;
            match self.misfits.iter_mut().find(|known| known.column == misfit.column) {
                Some(known) => known.n_cells += misfit.n_cells,
                None => self.misfits.push(Misfit { first_row, ..misfit }),
            }
        }
        *n_before += rows.n_rows;
        self.inner.prepared(table, rows)
    }
}

/// Makes rows ready with their columns typed.
struct TypingPreparer {
    inner: Box<dyn Preparer>,
    columns: Vec<(usize, String, Kind)>,
}

impl Preparer for TypingPreparer {
    fn row(&self, cells: &[Cell<'_>], rows: &mut PreparedRows) {
        let row = rows.n_rows + 1;
        self.inner.row(&typed_cells(&self.columns, cells, row, &mut rows.misfits), rows);
    }
}

/// The cells of a row with these columns typed. What does not fit is empty, and added to `misfits`.
fn typed_cells<'c>(
    columns: &[(usize, String, Kind)],
    cells: &'c [Cell<'_>],
    row: u64,
    misfits: &mut Vec<Misfit>,
) -> Vec<Cell<'c>> {
    let mut typed: Vec<Cell<'c>> = cells.iter().map(Cell::borrowed).collect();
    for (place, name, kind) in columns {
        typed[*place] = as_kind(&typed[*place], *kind).unwrap_or_else(|| {
            add_misfit(misfits, name, *kind, &cells[*place], row);
            Cell::Empty
        });
    }
    typed
}

fn add_misfit(misfits: &mut Vec<Misfit>, column: &str, kind: Kind, cell: &Cell<'_>, row: u64) {
    if let Some(known) = misfits.iter_mut().find(|misfit| misfit.column == column) {
        known.n_cells += 1;
        return;
    }
    let first = match cell {
        Cell::Text(text) | Cell::Json(text) => text.to_string(),
        Cell::Real(value) => value.to_string(),
        Cell::Integer(value) => value.to_string(),
        Cell::Empty => String::new(),
    };
    let wanted = if kind == Kind::Integer { "integer" } else { "real number" };
    misfits.push(Misfit { column: column.to_owned(), wanted, n_cells: 1, first, first_row: row });
}

/// The cell as a value of this kind; `None` if it is none.
fn as_kind<'c>(cell: &Cell<'c>, kind: Kind) -> Option<Cell<'c>> {
    match (kind, cell) {
        (_, Cell::Empty) => Some(Cell::Empty),
        (Kind::Any, cell) => Some(cell.clone()),
        (Kind::Text, Cell::Text(_)) => Some(cell.clone()),
        (Kind::Text, Cell::Json(json)) => Some(Cell::Text(json.clone())),
        (Kind::Text, Cell::Integer(value)) => Some(Cell::Text(Cow::Owned(value.to_string()))),
        (Kind::Text, Cell::Real(value)) => Some(Cell::Text(Cow::Owned(value.to_string()))),
        (Kind::Integer, Cell::Integer(_)) | (Kind::Real, Cell::Real(_)) => Some(cell.clone()),
        (Kind::Real, Cell::Integer(value)) => Some(Cell::Real(*value as f64)),
        (Kind::Integer, Cell::Real(value)) => (*value == value.trunc()).then(|| whole(*value)),
        (Kind::Integer | Kind::Real, Cell::Text(text) | Cell::Json(text)) => match text.trim() {
            "" => Some(Cell::Empty),
            text => number(text, kind),
        },
    }
}

fn number(text: &str, kind: Kind) -> Option<Cell<'static>> {
    if kind == Kind::Integer {
        if let Ok(value) = text.parse() {
            return Some(Cell::Integer(value));
        }
        return text.parse::<i64>().ok().map(|value| whole(value as f64));
    }
    text.parse().ok().filter(|value: &f64| value.is_finite()).map(Cell::Real)
}

/// A whole number; cells of integers have no sign, so one below zero is a real number without a fraction.
fn whole(value: f64) -> Cell<'static> {
    if (0.0..2_f64.powi(53)).contains(&value) { Cell::Integer(value as u64) } else { Cell::Real(value) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Collected;

    #[track_caller]
    fn check(cell: &Cell<'_>, kind: Kind, expected: Option<&Cell<'_>>) {
        assert_eq!(as_kind(cell, kind).as_ref(), expected, "{cell:?} as {kind:?}");
    }

    #[test]
    fn texts_become_the_numbers_that_they_read_as() {
        check(&Cell::text(" 2020"), Kind::Integer, Some(&Cell::Integer(2020)));
        check(&Cell::text("-3"), Kind::Integer, Some(&Cell::Real(-3.0)));
        check(&Cell::Json("2.5".into()), Kind::Real, Some(&Cell::Real(2.5)));
        check(&Cell::text("18446744073709551615"), Kind::Integer, Some(&Cell::Integer(u64::MAX)));
        check(&Cell::Real(4.0), Kind::Integer, Some(&Cell::Integer(4)));
        check(&Cell::Json("[1]".into()), Kind::Text, Some(&Cell::text("[1]")));
    }

    #[test]
    fn numbers_become_texts_and_the_other_kind_where_nothing_is_lost() {
        check(&Cell::Integer(7), Kind::Text, Some(&Cell::text("7")));
        check(&Cell::Real(0.5), Kind::Text, Some(&Cell::text("0.5")));
        check(&Cell::Integer(7), Kind::Real, Some(&Cell::Real(7.0)));
        check(&Cell::Integer(7), Kind::Integer, Some(&Cell::Integer(7)));
        check(&Cell::Real(0.5), Kind::Integer, None);
    }

    #[test]
    fn empty_cells_stay_empty_and_words_are_no_numbers() {
        check(&Cell::Empty, Kind::Integer, Some(&Cell::Empty));
        check(&Cell::text(" "), Kind::Real, Some(&Cell::Empty));
        check(&Cell::text("2.5"), Kind::Integer, None);
        check(&Cell::text("nan"), Kind::Real, None);
    }

    #[test]
    fn what_does_not_fit_is_counted_and_its_first_place_known() {
        let types = Types::parse(&["year=integer".to_owned()]).unwrap();
        let mut output = Typed::new(Collected::default(), types);
        let table = output.table("document", &[Column::text("id", ""), Column::text("year", "")]).unwrap();
        for year in ["2020", "soon", "later"] {
            output.row(table, &[Cell::text("a"), Cell::text(year)]).unwrap();
        }
        let (wanted, first) = ("integer", "soon".to_owned());
        let expected = Misfit { column: "year".to_owned(), wanted, n_cells: 2, first, first_row: 2 };
        assert_eq!(output.misfits(), [expected]);
        let collected = output.into_inner();
        assert_eq!(collected.tables[0].columns[1].kind, Kind::Integer);
        assert_eq!(collected.tables[0].column("year"), ["2020", "", ""]);
    }

    #[test]
    fn an_unknown_type_and_a_second_one_are_refused() {
        for items in [vec!["a=number"], vec!["a"], vec!["a=text", "a=real"]] {
            let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
            assert!(
                matches!(Types::parse(&items), Err(OptionProblem::ColumnType(_) | OptionProblem::TypeTwice(_))),
                "{items:?}"
            );
        }
    }
}
