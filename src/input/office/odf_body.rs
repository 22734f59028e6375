//! The walk over the text of an OpenDocument file.

use std::collections::HashMap;

use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, Tag, XmlWalk};
use crate::text::on_one_line;

use super::flow::{Flow, Rank};
use super::odf_math::math_text;
use super::odf_styles::{Family, OdfStyles};

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct OdfText {
    /// The text, notes at its end.
    pub(super) text: String,
    /// The first paragraph that has the style of a title, or the title of the first slide.
    pub(super) title: Option<String>,
}

/// A walk over the body of one document.
#[derive(Default)]
pub(super) struct OdfBody {
    flow: Flow,
    /// The flows around the text box, note or slide that is being read.
    outer: Vec<Flow>,
    open: Vec<Open>,
    /// The lists that are open, and for each if the next paragraph is the first of an item.
    lists: Vec<bool>,
    paragraph: Paragraph,
    footnotes: Vec<String>,
    endnotes: Vec<String>,
    slide: Slide,
    title: Option<String>,
    /// The formulas in parts of their own, by the names of their folders.
    formulas: HashMap<String, String>,
    /// If the frame that is being read has a formula, which stands in the line and not behind it.
    has_formula: bool,
}

/// What has to be done at the end of an open element.
enum Open {
    /// Nothing, and text in it is none.
    Plain,
    /// Nothing; text in it is text of the paragraph.
    Inline,
    /// The end of a paragraph, and the one around it.
    Paragraph(Paragraph),
    Table,
    Row,
    Cell,
    List,
    /// The end of a text box, and what is around it.
    Box(Frame, Around),
    /// The end of a note, and what is around it.
    Note(NoteKind, Around),
    /// The end of a slide, and what is around it.
    Slide(Slide, Around),
}

/// The paragraph and the lists around something that has paragraphs of its own.
#[derive(Debug, Default)]
struct Around {
    lists: Vec<bool>,
    paragraph: Paragraph,
}

/// What a frame on a slide is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Plain,
    Title,
    Notes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoteKind {
    Foot,
    End,
}

#[derive(Clone, Debug, Default)]
struct Paragraph {
    rank: Rank,
    is_title: bool,
    is_hidden: bool,
    is_open: bool,
    /// If the next white space counts: it does not at the beginning and behind other white space.
    takes_space: bool,
}

#[derive(Debug, Default)]
struct Slide {
    title: String,
    notes: String,
    frame: Option<Frame>,
}

/// The most spaces that one element stands for: more of them are no text.
const MOST_SPACES: usize = 64;

impl OdfBody {
    /// Reads the body from within its element to its end.
    pub(super) fn read(&mut self, walk: &mut XmlWalk<'_>, styles: &OdfStyles) -> Result<(), Fault> {
        let n_outer = self.open.len();
        self.open.push(Open::Plain);
        self.read_to(n_outer, walk, styles)
    }

    /// Reads the element that has just begun, which stands in the body without a frame.
    pub(super) fn read_old(&mut self, tag: &Tag<'_>, walk: &mut XmlWalk<'_>, styles: &OdfStyles) -> Result<(), Fault> {
        let n_outer = self.open.len();
        match self.enter(tag, styles) {
            Some(open) => self.open.push(open),
            None => walk.skip()?,
        }
        self.read_to(n_outer, walk, styles)
    }

    fn read_to(&mut self, n_outer: usize, walk: &mut XmlWalk<'_>, styles: &OdfStyles) -> Result<(), Fault> {
        while self.open.len() > n_outer {
            let Some(step) = walk.step()? else { break };
            match step {
                Step::Text(text) => {
                    if matches!(self.open.last(), Some(Open::Inline | Open::Paragraph(_))) {
                        self.text(&text);
                    }
                }
                Step::Close => self.close(),
                Step::Open(tag) if (tag.space, tag.name()) == (Space::MathMl, "math") => {
                    let formula = math_text(walk)?;
                    self.put_formula(&formula);
                }
                Step::Open(tag) => match self.enter(&tag, styles) {
                    Some(open) => self.open.push(open),
                    None => walk.skip()?,
                },
            }
        }
        Ok(())
    }

    /// Takes the formula that a part has; the body says where it stands.
    pub(super) fn add_formula(&mut self, folder: &str, formula: String) {
        self.formulas.insert(folder.to_owned(), formula);
    }

    fn put_formula(&mut self, formula: &str) {
        // A formula stands in a frame, whose own paragraph it is.
        self.flow.push(formula);
        self.has_formula = !formula.is_empty();
    }

    /// The text, with the notes at its end.
    pub(super) fn finish(mut self) -> OdfText {
        for note in self.footnotes.iter().chain(&self.endnotes) {
            self.flow.add_block(note);
        }
        OdfText { text: self.flow.finish(), title: self.title }
    }

    /// What an element means; none if it is to be left out with all that it has.
    fn enter(&mut self, tag: &Tag<'_>, styles: &OdfStyles) -> Option<Open> {
        match tag.space {
            Space::Text => self.enter_text(tag, styles),
            Space::Table => self.enter_table(tag),
            Space::Draw => self.enter_drawing(tag),
            Space::Office => match tag.name() {
                "annotation" | "binary-data" | "forms" | "event-listeners" => None,
                _ => Some(Open::Plain),
            },
            Space::Presentation if tag.name() == "notes" => {
                let slide = Slide { frame: Some(Frame::Notes), ..std::mem::take(&mut self.slide) };
                self.slide = slide;
                Some(Open::Plain)
            }
            Space::Svg | Space::MathMl => None,
            _ => Some(Open::Plain),
        }
    }

    fn enter_text(&mut self, tag: &Tag<'_>, styles: &OdfStyles) -> Option<Open> {
        let name = tag.name();
        match name {
            "p" | "h" => return Some(self.open_paragraph(tag, styles)),
            "list" | "ordered-list" | "unordered-list" => {
                self.lists.push(false);
                return Some(Open::List);
            }
            "list-item" => {
                if let Some(is_first) = self.lists.last_mut() {
                    *is_first = true;
                }
            }
            "note" | "footnote" | "endnote" => {
                let is_end = name == "endnote" || tag.attribute("note-class").as_deref() == Some("endnote");
                let kind = if is_end { NoteKind::End } else { NoteKind::Foot };
                return Some(Open::Note(kind, self.open_flow()));
            }
            "s" => self.spaces(tag.attribute("c")),
            "tab" | "tab-stop" => self.sign('\t'),
            "line-break" => self.sign('\n'),
            "tracked-changes"
            | "ruby-text"
            | "note-citation"
            | "footnote-citation"
            | "endnote-citation"
            | "number"
            | "script"
            | "notes-configuration" => return None,
            "section" if tag.attribute("display").as_deref() == Some("none") => return None,
            "hidden-text" if tag.attribute("is-hidden").as_deref() != Some("false") => return None,
            "hidden-paragraph" if tag.attribute("is-hidden").as_deref() == Some("true") => {
                self.paragraph.is_hidden = true;
                return None;
            }
            "span" | "a" => {
                let style = tag.attribute("style-name").filter(|_| name == "span");
                if style.is_some_and(|style| styles.hides(Family::Text, &style)) {
                    return None;
                }
            }
            _ if name.ends_with("-source") || name.ends_with("-decls") => return None,
            _ => {}
        }
        Some(if self.paragraph.is_open { Open::Inline } else { Open::Plain })
    }

    fn enter_table(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.name() {
            "table" | "sub-table" => {
                self.flow.open_table();
                Some(Open::Table)
            }
            "table-row" => {
                self.flow.open_row();
                Some(Open::Row)
            }
            "table-cell" => Some(Open::Cell),
            "covered-table-cell" => {
                self.flow.close_cell();
                None
            }
            "title" | "desc" | "tracked-changes" | "shapes" | "content-validations" => None,
            _ => Some(Open::Plain),
        }
    }

    fn enter_drawing(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.name() {
            "page" => {
                let around = self.open_flow();
                Some(Open::Slide(std::mem::take(&mut self.slide), around))
            }
            "frame" | "text-box" | "custom-shape" | "rect" | "ellipse" | "circle" | "polygon" | "polyline" | "path"
            | "line" | "connector" | "caption" | "regular-polygon" | "measure" => {
                let is_in_notes = self.slide.frame == Some(Frame::Notes);
                let frame = match tag.attribute("class").as_deref() {
                    Some("header" | "footer" | "date-time" | "page-number") => return None,
                    Some("title") if !is_in_notes => Frame::Title,
                    Some("notes") => Frame::Notes,
                    _ => Frame::Plain,
                };
                Some(Open::Box(frame, self.open_flow()))
            }
            "object" => {
                let name = tag.attribute("href").unwrap_or_default();
                // It stands once, however many places point to it.
                if let Some(formula) = self.formulas.remove(name.trim_start_matches("./").trim_end_matches('/')) {
                    self.put_formula(&formula);
                }
                Some(Open::Plain)
            }
            "image-map" | "page-thumbnail" => None,
            _ => Some(Open::Plain),
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            None | Some(Open::Plain | Open::Inline) => {}
            Some(Open::Paragraph(outer)) => self.close_paragraph(outer),
            Some(Open::Table) => self.flow.close_table(),
            Some(Open::Row) => self.flow.close_row(false),
            Some(Open::Cell) => self.flow.close_cell(),
            Some(Open::List) => {
                self.lists.pop();
            }
            Some(Open::Box(frame, around)) => {
                let text = self.close_flow(around);
                let has_formula = std::mem::take(&mut self.has_formula);
                match frame {
                    Frame::Plain if has_formula && self.paragraph.is_open => {
                        self.flow.push(&text);
                        self.paragraph.takes_space = true;
                    }
                    Frame::Plain => self.flow.hold(text),
                    Frame::Title => add_text(&mut self.slide.title, &text, " "),
                    Frame::Notes => add_text(&mut self.slide.notes, &text, "\n\n"),
                }
                if !self.paragraph.is_open {
                    self.flow.end_paragraph();
                }
            }
            Some(Open::Note(kind, around)) => {
                let text = self.close_flow(around);
                match kind {
                    NoteKind::Foot => self.footnotes.push(text),
                    NoteKind::End => self.endnotes.push(text),
                }
            }
            Some(Open::Slide(outer, around)) => {
                let text = self.close_flow(around);
                self.close_slide(&text, outer);
            }
        }
    }

    fn open_flow(&mut self) -> Around {
        self.outer.push(std::mem::take(&mut self.flow));
        Around { lists: std::mem::take(&mut self.lists), paragraph: std::mem::take(&mut self.paragraph) }
    }

    fn close_flow(&mut self, around: Around) -> String {
        self.lists = around.lists;
        self.paragraph = around.paragraph;
        let outer = self.outer.pop().unwrap_or_default();
        std::mem::replace(&mut self.flow, outer).finish()
    }

    fn close_slide(&mut self, text: &str, outer: Slide) {
        let slide = std::mem::replace(&mut self.slide, outer);
        self.flow.add_slide(&slide.title, text, &slide.notes);
        if self.title.is_none() && !slide.title.is_empty() {
            self.title = Some(on_one_line(&slide.title));
        }
    }

    fn open_paragraph(&mut self, tag: &Tag<'_>, styles: &OdfStyles) -> Open {
        let style = tag.attribute("style-name").unwrap_or_default();
        let level = self.lists.len().saturating_sub(1).min(usize::from(u8::MAX)) as u8;
        let is_item = self.lists.last_mut().is_some_and(std::mem::take);
        let heading = tag.attribute("outline-level").or_else(|| tag.attribute("level"));
        let rank = if tag.name() == "h" {
            Rank::Heading(heading.and_then(|level| level.trim().parse().ok()).unwrap_or(1))
        } else if is_item {
            Rank::Item(level)
        } else {
            Rank::Plain
        };
        let is_hidden = styles.hides(Family::Paragraph, &style);
        let is_title = styles.is_title(&style);
        let paragraph = Paragraph { rank, is_title, is_hidden, is_open: true, takes_space: false };
        Open::Paragraph(std::mem::replace(&mut self.paragraph, paragraph))
    }

    fn close_paragraph(&mut self, outer: Paragraph) {
        let paragraph = std::mem::replace(&mut self.paragraph, outer);
        if paragraph.is_title && self.title.is_none() && self.outer.is_empty() && !self.flow.is_line_blank() {
            self.title = Some(on_one_line(self.flow.line()));
        }
        self.flow.set_rank(paragraph.rank);
        self.flow.end_paragraph();
    }

    /// Adds text, each run of white space as one space.
    fn text(&mut self, text: &str) {
        if self.paragraph.is_hidden {
            return;
        }
        for (idx, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            if idx > 0 && self.paragraph.takes_space {
                self.flow.push_char(' ');
                self.paragraph.takes_space = false;
            }
            if !word.is_empty() {
                self.flow.push(word);
                self.paragraph.takes_space = true;
            }
        }
    }

    fn sign(&mut self, sign: char) {
        if !self.paragraph.is_hidden {
            self.flow.push_char(sign);
            self.paragraph.takes_space = true;
        }
    }

    fn spaces(&mut self, count: Option<String>) {
        let count = count.and_then(|count| count.trim().parse::<usize>().ok()).unwrap_or(1);
        for _ in 0..count.min(MOST_SPACES) {
            self.sign(' ');
        }
    }
}

fn add_text(all: &mut String, text: &str, between: &str) {
    if !all.is_empty() && !text.is_empty() {
        all.push_str(between);
    }
    all.push_str(text);
}
