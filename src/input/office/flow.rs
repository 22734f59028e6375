//! The text of a document as it is put together: paragraphs parted by blank lines, headings and list items marked, tables row
//! by row, text boxes behind the paragraph that holds them.

/// The rank of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Rank {
    /// Running text.
    #[default]
    Plain,
    /// A heading of this level, from one.
    Heading(u8),
    /// An item of a list, and in how many further lists that list is.
    Item(u8),
}

/// The deepest rank of a heading that has a mark of its own.
const DEEPEST_HEADING: u8 = 6;

/// The deepest list whose items are moved in further.
const DEEPEST_ITEM: u8 = 8;

/// One run of paragraphs: the body of a document, a note or a text box.
#[derive(Debug, Default)]
pub(super) struct Flow {
    out: String,
    line: String,
    rank: Rank,
    /// What the last block was, since items of a list and rows of a table stand line below line.
    last: Last,
    tables: Vec<Row>,
    /// Texts to be put behind the paragraph.
    held: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Last {
    #[default]
    Block,
    Item,
    Row,
}

/// The row of a table that is being put together.
#[derive(Debug, Default)]
struct Row {
    text: String,
    cell: String,
    n_cells: usize,
    has_words: bool,
}

impl Flow {
    /// Adds to the paragraph.
    pub(super) fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    /// Adds one character to the paragraph.
    pub(super) fn push_char(&mut self, letter: char) {
        self.line.push(letter);
    }

    /// Adds a line end to the paragraph.
    pub(super) fn break_line(&mut self) {
        self.line.push('\n');
    }

    /// Puts a text in the place of the last character of the paragraph.
    pub(super) fn replace_last(&mut self, text: &str) {
        self.line.pop();
        self.line.push_str(text);
    }

    /// Sets the rank of the paragraph.
    pub(super) fn set_rank(&mut self, rank: Rank) {
        self.rank = rank;
    }

    /// Puts a text behind the paragraph.
    pub(super) fn hold(&mut self, text: String) {
        if !text.is_empty() {
            self.held.push(text);
        }
    }

    /// Tells if the paragraph has nothing but white space.
    pub(super) fn is_line_blank(&self) -> bool {
        self.line.trim().is_empty()
    }

    /// The text of the paragraph so far.
    pub(super) fn line(&self) -> &str {
        &self.line
    }

    /// Ends the paragraph, and puts behind it what was held.
    pub(super) fn end_paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        let rank = std::mem::take(&mut self.rank);
        self.put(&line, rank);
        for text in std::mem::take(&mut self.held) {
            self.put(&text, Rank::Plain);
        }
        // The buffer serves the next paragraph.
        self.line = line;
        self.line.clear();
    }

    /// Begins a table. What stands before it in the paragraph ends there.
    pub(super) fn open_table(&mut self) {
        self.end_paragraph();
        if self.tables.is_empty() && self.last == Last::Row {
            self.last = Last::Block;
        }
        self.tables.push(Row::default());
    }

    /// Begins a row of the innermost table.
    pub(super) fn open_row(&mut self) {
        if let Some(row) = self.tables.last_mut() {
            *row = Row::default();
        }
    }

    /// Ends a cell.
    pub(super) fn close_cell(&mut self) {
        self.end_paragraph();
        let Some(row) = self.tables.last_mut() else { return };
        if row.n_cells > 0 {
            row.text.push('\t');
        }
        row.n_cells += 1;
        row.has_words |= !row.cell.is_empty();
        row.text.push_str(&row.cell);
        row.cell.clear();
    }

    /// Ends a row, and forgets it if it `is_deleted`.
    pub(super) fn close_row(&mut self, is_deleted: bool) {
        let Some(row) = self.tables.last_mut() else { return };
        let row = std::mem::take(row);
        let n_outer = self.tables.len() - 1;
        if is_deleted || !row.has_words {
            return;
        }
        let text = row.text.trim_end();
        if n_outer > 0 {
            if let Some(outer) = self.tables.get_mut(n_outer - 1) {
                add_to_cell(&mut outer.cell, text);
            }
            return;
        }
        self.part(Last::Row);
        self.out.push_str(text);
    }

    /// Ends the innermost table.
    pub(super) fn close_table(&mut self) {
        // Text outside of all cells and cells outside of all rows are not lost.
        self.end_paragraph();
        if self.tables.last().is_some_and(|row| row.n_cells > 0) {
            self.close_cell();
            self.close_row(false);
        }
        let Some(row) = self.tables.pop() else { return };
        if !row.cell.is_empty() {
            self.put(&row.cell, Rank::Plain);
        }
    }

    /// Tells if a table is open.
    pub(super) fn is_in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Begins a table whose first cell the paragraph is.
    pub(super) fn open_table_before_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.open_table();
        self.line = line;
    }

    /// Ends the innermost table, of which the paragraph is no part.
    pub(super) fn close_table_before_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.close_table();
        self.line = line;
    }

    /// Puts a text of its own behind all others.
    pub(super) fn add_block(&mut self, text: &str) {
        self.end_paragraph();
        self.put(text, Rank::Plain);
    }

    /// Puts a slide behind all others: its title as a heading, its text, and what its speaker says.
    pub(super) fn add_slide(&mut self, title: &str, text: &str, notes: &str) {
        self.end_paragraph();
        self.put(title, Rank::Heading(2));
        self.put(text, Rank::Plain);
        self.put(notes, Rank::Plain);
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.close_cell();
            self.close_row(false);
            self.close_table();
        }
        self.out
    }

    fn put(&mut self, text: &str, rank: Rank) {
        let text = text.trim_matches([' ', '\t', '\n', '\r']);
        if text.is_empty() {
            return;
        }
        if let Some(row) = self.tables.last_mut() {
            add_to_cell(&mut row.cell, text);
            return;
        }
        match rank {
            Rank::Plain => {
                self.part(Last::Block);
                self.out.push_str(text);
            }
            Rank::Heading(level) => {
                self.part(Last::Block);
                self.out.extend(std::iter::repeat_n('#', usize::from(level.clamp(1, DEEPEST_HEADING))));
                self.out.push(' ');
                push_on_one_line(&mut self.out, text);
            }
            Rank::Item(level) => {
                self.part(Last::Item);
                let n_spaces = 2 * usize::from(level.min(DEEPEST_ITEM));
                self.out.extend(std::iter::repeat_n(' ', n_spaces));
                self.out.push_str("- ");
                for (idx, line) in text.split('\n').enumerate() {
                    if idx > 0 {
                        self.out.push('\n');
                        self.out.extend(std::iter::repeat_n(' ', n_spaces + 2));
                    }
                    self.out.push_str(line);
                }
            }
        }
    }

    /// Parts the next block from the last one.
    fn part(&mut self, next: Last) {
        if !self.out.is_empty() {
            self.out.push_str(if next == self.last && next != Last::Block { "\n" } else { "\n\n" });
        }
        self.last = next;
    }
}

fn add_to_cell(cell: &mut String, text: &str) {
    if !cell.is_empty() {
        cell.push(' ');
    }
    push_on_one_line(cell, text);
}

fn push_on_one_line(out: &mut String, text: &str) {
    for (idx, piece) in text.split(['\n', '\t', '\r']).filter(|piece| !piece.is_empty()).enumerate() {
        if idx > 0 && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(flow: &mut Flow, text: &str, rank: Rank) {
        flow.push(text);
        flow.set_rank(rank);
        flow.end_paragraph();
    }

    #[test]
    fn ranks_have_marks_and_items_stand_line_below_line() {
        let mut flow = Flow::default();
        paragraph(&mut flow, "One", Rank::Heading(1));
        paragraph(&mut flow, "a\nb", Rank::Heading(9));
        paragraph(&mut flow, " ", Rank::Plain);
        paragraph(&mut flow, "x", Rank::Item(0));
        paragraph(&mut flow, "y\nz", Rank::Item(1));
        paragraph(&mut flow, "end", Rank::Plain);
        assert_eq!(flow.finish(), "# One\n\n###### a b\n\n- x\n  - y\n    z\n\nend");
    }

    #[test]
    fn a_table_within_a_cell_is_flat_and_two_tables_stay_two() {
        let mut flow = Flow::default();
        for _ in 0..2 {
            flow.open_table();
            flow.open_row();
            paragraph(&mut flow, "a\tb", Rank::Plain);
            paragraph(&mut flow, "c", Rank::Heading(1));
            flow.close_cell();
            flow.open_table();
            flow.open_row();
            flow.push("in");
            flow.close_cell();
            flow.push("ner");
            flow.close_cell();
            flow.close_row(false);
            flow.close_table();
            flow.close_cell();
            flow.close_cell();
            flow.close_row(false);
            flow.open_row();
            flow.close_cell();
            flow.push("d");
            flow.close_cell();
            flow.close_row(false);
            flow.close_table();
        }
        let table = "a b c\tin ner\n\td";
        assert_eq!(flow.finish(), format!("{table}\n\n{table}"));
    }

    #[test]
    fn a_text_box_stands_behind_its_paragraph() {
        let mut flow = Flow::default();
        flow.push("be");
        flow.hold("box\n\nmore".to_owned());
        flow.push("fore");
        flow.end_paragraph();
        assert_eq!(flow.finish(), "before\n\nbox\n\nmore");
    }

    #[test]
    fn a_table_that_never_ends_keeps_its_text() {
        let mut flow = Flow::default();
        flow.open_table();
        flow.push("stray");
        assert_eq!(flow.finish(), "stray");
    }
}
