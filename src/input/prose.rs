//! Running text put together from pieces: white space collapsed, blocks and lines set apart.

/// Text that is being put together. Nothing is written before there is something to read behind it, so no gap stands at an end.
#[derive(Default)]
pub(super) struct Prose {
    text: String,
    gap: Gap,
    /// The sign that the next text begins with.
    lead: Lead,
    /// White space is left out until there is text again.
    is_joined: bool,
    /// Table cells that are open: in them blocks and lines are no more than words set apart.
    n_open_cells: usize,
    n_tabs: usize,
}

/// The distance of the next text from the text so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// A blank.
    Blank,
    /// A line end.
    Line,
    /// A blank line.
    Paragraph,
}

/// A sign before the first word of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nothing.
    #[default]
    None,
    /// The sign of a list item.
    Item,
    /// The sign of a heading, of this level.
    Heading(usize),
}

/// A place in the text to go back to.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    gap: Gap,
    lead: Lead,
    is_joined: bool,
    n_tabs: usize,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

impl Prose {
    /// Adds text, in which a run of white space is one blank.
    pub(super) fn push(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let ink = rest.trim_start_matches([' ', '\t', '\n', '\r']);
            if ink.len() < rest.len() {
                self.gap(Gap::Blank);
            }
            if ink.is_empty() {
                return;
            }
            self.close_gap();
            let (plain, behind) = ink.split_at(plain_bytes(ink.as_bytes()));
            self.text.push_str(plain);
            rest = behind;
        }
    }

    /// Adds text as it stands.
    pub(super) fn push_verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.close_gap();
            self.text.push_str(text);
        }
    }

    /// Takes line ends off the end of the text.
    pub(super) fn trim_lines(&mut self) {
        let n_bytes = self.text.trim_end_matches('\n').len();
        self.text.truncate(n_bytes);
    }

    /// Sets what comes next apart from the text so far, by at least `gap`.
    pub(super) fn gap(&mut self, gap: Gap) {
        // Nothing comes between a sign and its text.
        if self.text.is_empty() || self.lead != Lead::None {
            return;
        }
        let gap = if self.n_open_cells > 0 { gap.min(Gap::Blank) } else { gap };
        if gap == Gap::Blank && self.is_joined {
            return;
        }
        self.is_joined &= gap == Gap::None;
        self.gap = self.gap.max(gap);
    }

    /// Lets the next text begin with a sign.
    pub(super) fn lead(&mut self, lead: Lead) {
        if self.n_open_cells == 0 {
            self.lead = lead;
        }
    }

    /// Forgets the sign that no text has followed.
    pub(super) fn drop_lead(&mut self) {
        self.lead = Lead::None;
    }

    /// Joins what comes next to the text so far.
    pub(super) fn join(&mut self) {
        self.gap = Gap::None;
        self.is_joined = true;
    }

    /// Joins the two parts of a word that a line end cut; the hyphen was there for the line end's sake.
    pub(super) fn join_lines(&mut self) {
        self.join();
        let mut behind = self.text.chars().rev();
        let is_hyphen = matches!(behind.next(), Some('-' | '\u{ad}' | '\u{ac}' | '\u{2010}' | '\u{2e17}'));
        if is_hyphen && behind.next().is_some_and(char::is_alphabetic) {
            self.text.pop();
        }
    }

    /// Begins a cell of a table's row, the first or a further one.
    pub(super) fn open_cell(&mut self, is_first: bool) {
        if self.n_open_cells == 0 && !is_first {
            self.n_tabs += 1;
        }
        self.n_open_cells += 1;
    }

    /// Ends a cell.
    pub(super) fn close_cell(&mut self) {
        self.n_open_cells = self.n_open_cells.saturating_sub(1);
        if self.n_open_cells == 0 && self.gap == Gap::Blank {
            self.gap = Gap::None;
        }
    }

    /// Ends a row: empty cells at its end leave nothing.
    pub(super) fn close_row(&mut self) {
        self.n_tabs = if self.n_open_cells == 0 { 0 } else { self.n_tabs };
    }

    /// The place where the text ends now.
    pub(super) fn place(&self) -> Place {
        let Self { gap, lead, is_joined, n_tabs, .. } = *self;
        Place { at: self.text.len(), gap, lead, is_joined, n_tabs }
    }

    /// Goes on as if everything since `place` had not been; the text itself stays.
    pub(super) fn resume(&mut self, place: Place) {
        (self.gap, self.lead, self.is_joined, self.n_tabs) = (place.gap, place.lead, place.is_joined, place.n_tabs);
    }

    /// Takes the text from `start` to `end` out.
    pub(super) fn cut(&mut self, start: usize, end: usize) {
        self.text.drain(start..end);
    }

    /// Length in bytes of the text so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes what stands between the text so far and the next.
    fn close_gap(&mut self) {
        self.is_joined = false;
        let gap = std::mem::take(&mut self.gap);
        let n_tabs = std::mem::take(&mut self.n_tabs);
        match gap {
            // At a tab a blank is too much.
            Gap::Blank if n_tabs == 0 => self.text.push(' '),
            Gap::Line => self.text.push('\n'),
            Gap::Paragraph => self.text.push_str("\n\n"),
            Gap::Blank | Gap::None => {}
        }
        self.text.extend(std::iter::repeat_n('\t', n_tabs));
        match std::mem::take(&mut self.lead) {
            Lead::None => {}
            Lead::Item => self.text.push_str("- "),
            Lead::Heading(level) => {
                self.text.push_str("######".get(..level.clamp(1, 6)).unwrap_or_default());
                self.text.push(' ');
            }
        }
    }
}

/// The length in bytes of the beginning of a text that has no white space but single blanks between words.
fn plain_bytes(text: &[u8]) -> usize {
    let mut was_blank = false;
    for (at, &byte) in text.iter().enumerate() {
        let is_blank = is_blank(byte);
        if is_blank && (was_blank || byte != b' ') {
            return if was_blank { at - 1 } else { at };
        }
        was_blank = is_blank;
    }
    text.len() - usize::from(was_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_and_none_stands_at_an_end() {
        let mut prose = Prose::default();
        for text in ["  one ", " two\n  three", "", "four \u{a0} five ", "  "] {
            prose.push(text);
        }
        assert_eq!(prose.finish(), "one two threefour \u{a0} five");
    }

    #[test]
    fn the_widest_gap_counts_and_signs_wait_for_text() {
        let mut prose = Prose::default();
        prose.gap(Gap::Paragraph);
        prose.lead(Lead::Heading(2));
        prose.push(" Head ");
        prose.gap(Gap::Paragraph);
        prose.gap(Gap::Line);
        prose.push("\n ");
        prose.lead(Lead::Item);
        prose.push("item");
        assert_eq!(prose.finish(), "## Head\n\n- item");
    }

    #[test]
    fn cells_are_set_apart_by_tabs_and_hold_one_line_each() {
        let mut prose = Prose::default();
        for (idx, cell) in [" a ", "", "b\nc", ""].into_iter().enumerate() {
            prose.open_cell(idx == 0);
            prose.gap(Gap::Paragraph);
            prose.push(cell);
            prose.gap(Gap::Line);
            prose.close_cell();
        }
        prose.close_row();
        prose.gap(Gap::Line);
        prose.push("next");
        assert_eq!(prose.finish(), "a\t\tb c\nnext");
    }

    #[test]
    fn the_parts_of_a_word_are_joined_without_their_hyphen() {
        let mut prose = Prose::default();
        prose.push("Buch- \n");
        prose.join_lines();
        prose.push("\n staben - ");
        prose.join_lines();
        prose.push("x");
        assert_eq!(prose.finish(), "Buchstaben -x");
    }
}
