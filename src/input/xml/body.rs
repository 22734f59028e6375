//! The text below an element of a text encoded for reading, by the part that each element plays in it.
//!
//! TEI and JATS differ in the names of their elements; what an element can be is the same in both. A body is read in one walk
//! over the file: where alternatives stand beside each other, each is written, and the one that counts less is cut out again.

use super::elements::{Elements, Piece, Tag};
use crate::input::prose::{Gap, Lead, Place, Prose};
use crate::input::reader::Fault;

/// The part that an element plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It marks words within a line.
    Inline,
    /// It holds blocks, and what stands directly in it is a block.
    Holder,
    /// As [`Role::Holder`], and a heading in it is one of the document.
    Trunk,
    /// As [`Role::Trunk`], and headings in it are one level deeper.
    Division,
    /// The words of one speaker, set apart.
    Turn,
    /// It is set apart from what is around it.
    Block(Gap),
    /// It is set apart from what is around it, and its white space is as it stands.
    Verbatim,
    /// The heading of the divisions that it stands in.
    Heading,
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
    /// A cell of a row.
    Cell,
    /// A sentence, or whatever words are not joined with those around it.
    Apart,
    /// A word or a punctuation mark.
    Token,
    /// It goes to the end of the document.
    Note,
    /// A line ends; within a word it only ended on paper.
    LineBreak,
    /// A page or column ends, which is no end of anything in the text.
    PageBreak,
    /// It holds alternatives.
    Choice,
    /// An alternative that counts the more the lower its rank is; the first of a rank counts.
    Alternative(u8),
    /// It is no text.
    LeftOut,
}

/// The parts that the elements of a scheme play. `holder` is the part of the element around.
pub(super) type Roles = fn(tag: &Tag<'_>, holder: Role) -> Role;

/// The reading of white space in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhiteSpace {
    /// A run is one blank; tokens without any between them are joined.
    Collapsed,
    /// As [`Self::Collapsed`], but a file with no white space between words means no joining by that.
    BetweenTokens,
}

/// The text of the element that was opened last, which plays the part `root`. Reads up to its end.
pub(super) fn read(
    elements: &mut Elements<'_>,
    roles: Roles,
    root: Role,
    white_space: WhiteSpace,
) -> Result<String, Fault> {
    let mut body = Body { white_space, ..Body::default() };
    body.stack.push(Open { is_verbatim: root == Role::Verbatim, ..Open::new(root) });
    body.n_divisions = usize::from(root == Role::Division);
    while !body.stack.is_empty() {
        match elements.next()? {
            Some(Piece::Open(tag)) => {
                let holder = body.stack.last().map_or(Role::Holder, |open| open.role);
                let role = roles(&tag, holder);
                if role == Role::LeftOut {
                    elements.skip()?;
                } else {
                    body.open(&tag, role);
                }
            }
            Some(Piece::Close) => body.close(),
            Some(Piece::Text(text)) => body.text(&text),
            None => break,
        }
    }
    Ok(body.finish())
}

struct Body {
    prose: Prose,
    white_space: WhiteSpace,
    stack: Vec<Open>,
    /// The texts around the notes that are open.
    outer: Vec<Prose>,
    /// Notes in the order of their beginnings.
    notes: Vec<String>,
    n_divisions: usize,
    n_open_tokens: usize,
    /// A token ended, and nothing has come since.
    is_behind_token: bool,
}

impl Default for Body {
    fn default() -> Self {
        let (prose, white_space) = (Prose::default(), WhiteSpace::Collapsed);
        let (stack, outer, notes) = (Vec::new(), Vec::new(), Vec::new());
        Self { prose, white_space, stack, outer, notes, n_divisions: 0, n_open_tokens: 0, is_behind_token: false }
    }
}

/// An element that is open.
struct Open {
    role: Role,
    /// It keeps its white space.
    is_verbatim: bool,
    /// The cells so far, if it is a row.
    n_cells: usize,
    /// The alternative that counts so far, if it is a choice; where the alternative began, if it is one.
    place: Option<Chosen>,
    /// The token says that it is joined to the next.
    joins_next: bool,
    /// The place of its text among the notes, if it is a note.
    note_idx: usize,
}

/// An alternative among others.
#[derive(Clone, Copy)]
struct Chosen {
    rank: u8,
    start: Place,
    /// The beginning and end of the text of the best alternative so far.
    best: Option<(usize, usize)>,
    n_notes: usize,
    n_best_notes: usize,
}

impl Open {
    fn new(role: Role) -> Self {
        Self { role, is_verbatim: false, n_cells: 0, place: None, joins_next: false, note_idx: 0 }
    }
}

fn keeps_space(tag: &Tag<'_>) -> bool {
    tag.keyword("xml:space").is_some_and(|value| value == "preserve")
}

impl Body {
    fn open(&mut self, tag: &Tag<'_>, role: Role) {
        let mut open = Open::new(role);
        open.is_verbatim =
            role == Role::Verbatim || self.stack.last().is_some_and(|outer| outer.is_verbatim) || keeps_space(tag);
        match role {
            Role::Inline | Role::LeftOut => {}
            Role::Apart => self.prose.gap(Gap::Blank),
            Role::Holder | Role::Trunk | Role::Turn => self.prose.gap(Gap::Paragraph),
            Role::Division => {
                self.n_divisions += 1;
                self.prose.gap(Gap::Paragraph);
            }
            Role::Block(gap) => self.prose.gap(gap),
            Role::Verbatim => self.prose.gap(Gap::Paragraph),
            Role::Heading => {
                self.prose.gap(Gap::Paragraph);
                self.prose.lead(Lead::Heading(self.n_divisions));
            }
            Role::Item => {
                self.prose.gap(Gap::Line);
                self.prose.lead(Lead::Item);
            }
            Role::Row => self.prose.gap(Gap::Line),
            Role::Cell => {
                let row = self.stack.last_mut().filter(|row| row.role == Role::Row);
                let n_before = row.map_or(0, |row| std::mem::replace(&mut row.n_cells, 1));
                self.prose.open_cell(n_before == 0);
            }
            Role::Token => open.joins_next = self.open_token(tag),
            Role::Note => {
                open.note_idx = self.notes.len();
                self.notes.push(String::new());
                self.outer.push(std::mem::take(&mut self.prose));
            }
            Role::LineBreak => self.line_break(tag),
            Role::PageBreak => {
                if tag.keyword("break").is_some_and(|value| value == "no") {
                    self.prose.join_lines();
                }
            }
            Role::Choice => open.place = Some(self.chosen(u8::MAX)),
            Role::Alternative(rank) => {
                open.place = Some(self.chosen(rank));
                if let Some(start) = self.stack.last().and_then(|choice| choice.place).map(|choice| choice.start) {
                    self.prose.resume(start);
                }
            }
        }
        if !matches!(role, Role::Inline | Role::Token) {
            self.is_behind_token = false;
        }
        self.stack.push(open);
    }

    fn close(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        self.is_behind_token &= open.role == Role::Inline;
        match open.role {
            Role::Inline | Role::LeftOut | Role::LineBreak | Role::PageBreak | Role::Choice => {}
            Role::Apart => self.prose.gap(Gap::Blank),
            Role::Holder | Role::Trunk | Role::Turn => self.prose.gap(Gap::Paragraph),
            Role::Division => {
                self.n_divisions = self.n_divisions.saturating_sub(1);
                self.prose.gap(Gap::Paragraph);
            }
            Role::Block(gap) => self.prose.gap(gap),
            Role::Verbatim => {
                self.prose.trim_lines();
                self.prose.gap(Gap::Paragraph);
            }
            Role::Heading => {
                self.prose.drop_lead();
                self.prose.gap(Gap::Paragraph);
            }
            Role::Item => {
                self.prose.drop_lead();
                self.prose.gap(Gap::Line);
            }
            Role::Row => {
                self.prose.close_row();
                self.prose.gap(Gap::Line);
            }
            Role::Cell => self.prose.close_cell(),
            Role::Token => {
                self.n_open_tokens = self.n_open_tokens.saturating_sub(1);
                self.is_behind_token = true;
                if open.joins_next {
                    self.prose.join();
                    self.is_behind_token = false;
                }
            }
            Role::Note => {
                let outer = self.outer.pop().unwrap_or_default();
                let note = std::mem::replace(&mut self.prose, outer).finish();
                if let Some(slot) = self.notes.get_mut(open.note_idx) {
                    *slot = note;
                }
            }
            Role::Alternative(_) => self.close_alternative(open.place),
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.stack.last() else { return };
        if open.role == Role::Choice {
            // White space between alternatives.
            return;
        }
        self.is_behind_token = false;
        if open.is_verbatim { self.prose.push_verbatim(text) } else { self.prose.push(text) }
    }

    fn finish(self) -> String {
        let mut text = self.prose.finish();
        for note in self.notes.iter().filter(|note| !note.is_empty()) {
            text.push_str(if text.is_empty() { "" } else { "\n\n" });
            text.push_str(note);
        }
        text
    }

    /// Sets the token apart from the last one, or joins it, and tells whether it is joined to the next.
    fn open_token(&mut self, tag: &Tag<'_>) -> bool {
        self.n_open_tokens += 1;
        let join = tag.keyword("join").unwrap_or_default();
        if matches!(&*join, "left" | "both" | "overlap") {
            self.prose.join();
        } else if self.white_space == WhiteSpace::BetweenTokens && self.is_behind_token && tag.name() == "w" {
            self.prose.gap(Gap::Blank);
        }
        matches!(&*join, "right" | "both")
    }

    fn line_break(&mut self, tag: &Tag<'_>) {
        let is_within_word = match tag.keyword("break").as_deref() {
            Some("no") => true,
            Some("yes") => false,
            _ => self.n_open_tokens > 0,
        };
        if is_within_word { self.prose.join_lines() } else { self.prose.gap(Gap::Line) }
    }

    fn chosen(&self, rank: u8) -> Chosen {
        let n_notes = self.notes.len();
        Chosen { rank, start: self.prose.place(), best: None, n_notes, n_best_notes: n_notes }
    }

    /// Keeps the better of the alternative that ends and the best before it.
    fn close_alternative(&mut self, alternative: Option<Chosen>) {
        let Some(alternative) = alternative else { return };
        let Some(choice) = self.stack.last_mut().and_then(|choice| choice.place.as_mut()) else { return };
        let (start, end) = (alternative.start.at, self.prose.len());
        match choice.best {
            Some((best_start, best_end)) if alternative.rank < choice.rank => {
                // What an earlier alternative had, and nothing of this one, goes.
                self.prose.cut(best_start, best_end);
                self.notes.drain(choice.n_notes..choice.n_best_notes);
                choice.best = Some((best_start, self.prose.len()));
                choice.rank = alternative.rank;
                choice.n_best_notes = self.notes.len();
            }
            Some(_) => {
                self.prose.cut(start, end);
                self.notes.truncate(alternative.n_notes);
                self.prose.resume(alternative.start);
            }
            None => {
                choice.best = Some((start, end));
                choice.rank = alternative.rank;
                choice.n_best_notes = self.notes.len();
            }
        }
    }
}
