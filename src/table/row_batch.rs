//! Rows kept for a moment, on their way from the thread that read them to the one that writes.

use std::borrow::Cow;

use super::Cell;

/// Rows of one table in three pieces of memory, however many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowBatch {
    /// All texts, one after the other.
    text: String,
    cells: Vec<Kept>,
    /// The end of each row among the cells.
    ends: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kept {
    Empty,
    /// The text that ends here.
    Text(usize),
    /// The JSON value that ends here.
    Json(usize),
    Integer(u64),
    Real(f64),
}

impl RowBatch {
    /// Adds a row. Cost: a copy of its texts.
    pub fn push(&mut self, cells: &[Cell<'_>]) {
        for cell in cells {
            if let Cell::Text(text) | Cell::Json(text) = cell {
                self.text.push_str(text);
            }
            self.cells.push(match cell {
                Cell::Empty => Kept::Empty,
                Cell::Text(_) => Kept::Text(self.text.len()),
                Cell::Json(_) => Kept::Json(self.text.len()),
                Cell::Integer(value) => Kept::Integer(*value),
                Cell::Real(value) => Kept::Real(*value),
            });
        }
        self.ends.push(self.cells.len());
    }

    /// Hands each row to `take`, in order.
    ///
    /// # Errors
    ///
    /// The first of `take`; the other rows are not handed out then.
    pub fn try_for_each<E>(&self, mut take: impl FnMut(&[Cell<'_>]) -> Result<(), E>) -> Result<(), E> {
        let (mut start, mut text_start) = (0, 0);
        let mut cells = Vec::new();
        for &end in &self.ends {
            cells.clear();
            cells.extend(self.cells[start..end].iter().map(|kept| self.cell(*kept, &mut text_start)));
            take(&cells)?;
            start = end;
        }
        Ok(())
    }

    fn cell(&self, kept: Kept, text_start: &mut usize) -> Cell<'_> {
        let mut text_to = |end| Cow::Borrowed(&self.text[std::mem::replace(text_start, end)..end]);
        match kept {
            Kept::Empty => Cell::Empty,
            Kept::Text(end) => Cell::Text(text_to(end)),
            Kept::Json(end) => Cell::Json(text_to(end)),
            Kept::Integer(value) => Cell::Integer(value),
            Kept::Real(value) => Cell::Real(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were() {
        let rows = [
            vec![Cell::text("ä"), Cell::Empty, Cell::Json("[1]".into())],
            vec![],
            vec![Cell::Integer(7), Cell::text(""), Cell::Real(0.5), Cell::text("b")],
        ];
        let mut batch = RowBatch::default();
        rows.iter().for_each(|row| batch.push(row));
        let mut back = Vec::new();
        let all: Result<(), ()> = batch.try_for_each(|cells| {
            back.push(cells.iter().map(Cell::owned).collect::<Vec<_>>());
            Ok(())
        });
        assert_eq!((all, back.as_slice()), (Ok(()), rows.as_slice()));
    }
}
