//! The walk over the body and the notes of a Word document.

use std::collections::HashMap;

use crate::input::reader::{Fault, MOST_LEVELS};
use crate::input::xml_walk::{Space, Step, Tag, XmlWalk};
use crate::text::on_one_line;

use super::docx_styles::{Styles, is_switched_on, level_of, value_of};
use super::flow::{Flow, Rank};
use super::office_math::{Formula, MathOpen};
use super::symbol_font::SymbolFont;

/// Where a note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    /// Below its page.
    Foot,
    /// At the end of the text.
    End,
}

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct BodyText {
    /// The text, notes at its end.
    pub(super) text: String,
    /// The first paragraph that has the style of a title.
    pub(super) title: Option<String>,
    /// How many documents in other formats are embedded and not read.
    pub(super) n_embedded: usize,
}

/// A walk over the parts of one document.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    /// The texts of diagrams by the ids of their relations.
    diagrams: HashMap<String, String>,
    flow: Flow,
    /// The flows around the text box that is being read.
    outer: Vec<Flow>,
    open: Vec<Open>,
    paragraph: Paragraph,
    run: Run,
    row_is_deleted: bool,
    takes_text: bool,
    formula: Formula,
    fields: Vec<FieldPart>,
    /// The notes that the text points to, in its order, and their texts.
    notes: Vec<(NoteKind, String)>,
    note_texts: HashMap<(NoteKind, String), Option<String>>,
    found: BodyText,
}

/// What has to be done at the end of an open element.
enum Open {
    /// Nothing.
    Plain,
    /// The end of a text piece.
    Text,
    /// Properties of a paragraph.
    ParagraphProperties,
    /// Properties of the mark that ends a paragraph.
    MarkProperties,
    /// Properties of a row.
    RowProperties,
    /// The end of a paragraph, and the one around it.
    Paragraph(Paragraph),
    /// The end of a run, and the one around it.
    Run(Run),
    Table,
    /// The end of a row, and if the one around it is deleted.
    Row(bool),
    Cell,
    /// The end of a text box, and the fields and the run around it.
    Box(Vec<FieldPart>, Run),
    /// The end of a note that has this id; one that nothing points to has none.
    Note(NoteKind, Option<String>),
    /// Alternatives, and if one of them has been taken.
    Alternatives(bool),
    /// A part of a formula.
    Math(MathOpen),
}

#[derive(Clone, Debug, Default)]
struct Paragraph {
    style: Option<String>,
    outline: Option<u8>,
    is_item: Option<bool>,
    list_level: Option<u8>,
    has_deleted_mark: bool,
    /// If it is the large first letter of the paragraph that follows.
    is_initial: bool,
    /// If its style hides it.
    is_hidden: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Run {
    is_open: bool,
    is_hidden: bool,
    font: Option<SymbolFont>,
}

/// The part of a field that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FieldPart {
    Code,
    Result,
}

impl<'s> Body<'s> {
    /// A walk that has not begun.
    pub(super) fn new(styles: &'s Styles, diagrams: HashMap<String, String>) -> Self {
        Self {
            styles,
            diagrams,
            flow: Flow::default(),
            outer: Vec::new(),
            open: Vec::new(),
            paragraph: Paragraph::default(),
            run: Run::default(),
            row_is_deleted: false,
            takes_text: false,
            formula: Formula::default(),
            fields: Vec::new(),
            notes: Vec::new(),
            note_texts: HashMap::new(),
            found: BodyText::default(),
        }
    }

    /// Reads the main part from within its root.
    pub(super) fn read(&mut self, walk: &mut XmlWalk<'_>) -> Result<(), Fault> {
        while let Some(step) = walk.step()? {
            match step {
                Step::Text(text) if self.takes_text => self.text(&text),
                Step::Text(_) => {}
                Step::Close => self.close(),
                Step::Open(tag) if self.is_of_no_use(&tag, walk) => walk.skip()?,
                Step::Open(tag) => match self.enter(&tag) {
                    Some(open) => self.open.push(open),
                    None => walk.skip()?,
                },
            }
        }
        Ok(())
    }

    /// Tells if the text points to notes of this kind.
    pub(super) fn has_notes(&self, kind: NoteKind) -> bool {
        self.notes.iter().any(|(known, _)| *known == kind)
    }

    /// Reads a part of notes.
    pub(super) fn read_notes(&mut self, walk: &mut XmlWalk<'_>) -> Result<(), Fault> {
        // What the notes of the main part left open does not reach into them.
        self.fields.clear();
        let n_notes = self.notes.len();
        self.read(walk)?;
        // Notes have no notes, whatever they say.
        self.notes.truncate(n_notes);
        Ok(())
    }

    /// The text, with the notes at its end.
    pub(super) fn finish(mut self) -> BodyText {
        while let Some(outer) = self.outer.pop() {
            let inner = std::mem::replace(&mut self.flow, outer);
            self.flow.hold(inner.finish());
        }
        let (feet, ends): (Vec<_>, Vec<_>) = self.notes.iter().partition(|(kind, _)| *kind == NoteKind::Foot);
        for note in feet.into_iter().chain(ends) {
            // A note stands once, however many places point to it.
            if let Some(text) = self.note_texts.get_mut(note).and_then(Option::take) {
                self.flow.add_block(&text);
            }
        }
        self.found.text = self.flow.finish();
        self.found
    }

    /// Tells if an element has only what the text of a run looks like, as most properties of runs have.
    fn is_of_no_use(&self, tag: &Tag<'_>, walk: &XmlWalk<'_>) -> bool {
        const OF_USE: [&str; 6] = ["vanish", "rStyle", "ymbol", "YMBOL", "ingdings", "INGDINGS"];
        if !self.run.is_open || tag.space != Space::Word || tag.name() != "rPr" {
            return false;
        }
        let has = |inner: &[u8]| OF_USE.iter().any(|name| memchr::memmem::find(inner, name.as_bytes()).is_some());
        walk.short_inner().is_some_and(|inner| !has(inner))
    }

    /// What an element means; none if it is to be left out with all that it has.
    fn enter(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.space {
            Space::Word => self.enter_word(tag),
            Space::Alternatives => self.enter_alternatives(tag.name()),
            Space::Math => Some(self.enter_math(tag)),
            Space::Drawing => Some(self.enter_drawing(tag.name())),
            Space::Diagram if tag.name() == "relIds" => {
                let diagram = tag.prefixed_attribute("dm").and_then(|id| self.diagrams.remove(&id));
                self.flow.hold(diagram.unwrap_or_default());
                Some(Open::Plain)
            }
            Space::Vml if tag.name() == "textpath" => {
                self.flow.hold(tag.attribute("string").unwrap_or_default());
                Some(Open::Plain)
            }
            _ => Some(Open::Plain),
        }
    }

    fn enter_word(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.name() {
            "p" => Some(self.open_paragraph()),
            "r" => {
                let run = Run { is_open: true, is_hidden: self.paragraph.is_hidden, font: None };
                Some(Open::Run(std::mem::replace(&mut self.run, run)))
            }
            "t" => {
                self.takes_text = self.is_shown();
                Some(Open::Text)
            }
            "pPr" => Some(Open::ParagraphProperties),
            "rPr" if matches!(self.open.last(), Some(Open::ParagraphProperties)) => Some(Open::MarkProperties),
            "trPr" => Some(Open::RowProperties),
            "del" | "moveFrom" => {
                match self.open.last() {
                    Some(Open::MarkProperties) => self.paragraph.has_deleted_mark = true,
                    Some(Open::RowProperties) => self.row_is_deleted = true,
                    _ => {}
                }
                None
            }
            "hidden" if matches!(self.open.last(), Some(Open::RowProperties)) => {
                self.row_is_deleted |= is_switched_on(tag);
                None
            }
            "delText" | "instrText" | "delInstrText" | "rt" | "sdtPr" | "tblPr" | "tblGrid" | "tcPr" | "sectPr"
            | "tabs" | "pPrChange" | "rPrChange" | "trPrChange" | "numberingChange" | "background" => None,
            "tbl" => {
                self.flow.open_table();
                Some(Open::Table)
            }
            "tr" => {
                self.flow.open_row();
                Some(Open::Row(std::mem::take(&mut self.row_is_deleted)))
            }
            "tc" => Some(Open::Cell),
            "txbxContent" => Some(self.open_box()),
            "footnote" => self.open_note(NoteKind::Foot, tag),
            "endnote" => self.open_note(NoteKind::End, tag),
            "altChunk" | "subDoc" => {
                self.found.n_embedded += 1;
                None
            }
            _ => self.enter_small(tag),
        }
    }

    /// The elements that describe a paragraph or stand in a run.
    fn enter_small(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.name() {
            "pStyle" => {
                self.paragraph.style = value_of(tag);
                self.paragraph.is_hidden =
                    self.styles.style(self.paragraph.style.as_deref()).is_hidden.unwrap_or(false);
            }
            "framePr" => {
                self.paragraph.is_initial = tag.attribute("dropCap").is_some_and(|place| place != "none");
            }
            "outlineLvl" => self.paragraph.outline = level_of(tag),
            "numId" => self.paragraph.is_item = value_of(tag).map(|id| id != "0"),
            "ilvl" => self.paragraph.list_level = level_of(tag),
            _ if !self.run.is_open => {}
            "rStyle" => {
                let style = self.styles.style(value_of(tag).as_deref());
                self.run.is_hidden = style.is_hidden.unwrap_or(self.run.is_hidden);
            }
            "vanish" => self.run.is_hidden = is_switched_on(tag),
            "rFonts" => {
                let font = tag.attribute("ascii").or_else(|| tag.attribute("hAnsi"));
                self.run.font = font.and_then(|name| SymbolFont::named(&name));
            }
            "tab" | "ptab" => self.sign('\t'),
            "br" | "cr" => self.sign('\n'),
            "noBreakHyphen" => self.sign('\u{2011}'),
            "softHyphen" => self.sign('\u{AD}'),
            "sym" => self.symbol(tag),
            "fldChar" => {
                self.turn_field(tag.attribute("fldCharType").as_deref());
                return None;
            }
            "footnoteReference" => self.point_to(NoteKind::Foot, tag),
            "endnoteReference" => self.point_to(NoteKind::End, tag),
            _ => {}
        }
        Some(Open::Plain)
    }

    fn enter_alternatives(&mut self, name: &str) -> Option<Open> {
        match name {
            "AlternateContent" => Some(Open::Alternatives(false)),
            "Choice" | "Fallback" => {
                if let Some(Open::Alternatives(is_taken)) = self.open.last_mut()
                    && std::mem::replace(is_taken, true)
                {
                    return None;
                }
                Some(Open::Plain)
            }
            _ => Some(Open::Plain),
        }
    }

    /// Text in drawings that are not the program's own text boxes.
    fn enter_drawing(&mut self, name: &str) -> Open {
        match name {
            "txBody" => self.open_box(),
            "p" => self.open_paragraph(),
            "t" => {
                self.takes_text = true;
                Open::Text
            }
            _ => Open::Plain,
        }
    }

    fn enter_math(&mut self, tag: &Tag<'_>) -> Open {
        let open = self.formula.enter(tag, &mut self.flow);
        if open == MathOpen::Text {
            self.takes_text = self.is_shown();
            return Open::Text;
        }
        Open::Math(open)
    }

    fn close(&mut self) {
        match self.open.pop() {
            None | Some(Open::Plain | Open::ParagraphProperties | Open::MarkProperties | Open::RowProperties) => {}
            Some(Open::Alternatives(_)) => {}
            Some(Open::Text) => self.takes_text = false,
            Some(Open::Paragraph(outer)) => self.close_paragraph(outer),
            Some(Open::Run(outer)) => self.run = outer,
            Some(Open::Cell) => self.flow.close_cell(),
            Some(Open::Row(outer)) => {
                self.flow.close_row(self.row_is_deleted);
                self.row_is_deleted = outer;
            }
            Some(Open::Table) => self.flow.close_table(),
            Some(Open::Box(fields, run)) => {
                let text = self.close_box();
                self.flow.hold(text);
                self.fields = fields;
                self.run = run;
            }
            Some(Open::Note(kind, id)) => {
                let text = self.close_box();
                if let Some(id) = id {
                    self.note_texts.insert((kind, id), Some(text));
                }
            }
            Some(Open::Math(open)) => self.formula.leave(open, &mut self.flow),
        }
    }

    fn open_paragraph(&mut self) -> Open {
        Open::Paragraph(std::mem::take(&mut self.paragraph))
    }

    fn close_paragraph(&mut self, outer: Paragraph) {
        let paragraph = std::mem::replace(&mut self.paragraph, outer);
        // The code of a field ends with its paragraph, so that one that never ends hides no more than that.
        for part in &mut self.fields {
            *part = FieldPart::Result;
        }
        if paragraph.has_deleted_mark || paragraph.is_initial {
            return;
        }
        let style = self.styles.style(paragraph.style.as_deref());
        let is_item = paragraph.is_item.or(style.is_item).unwrap_or(false);
        let rank = match paragraph.outline.or(style.outline) {
            Some(level) if level < 9 => Rank::Heading(level + 1),
            _ if is_item => Rank::Item(paragraph.list_level.or(style.list_level).unwrap_or(0)),
            _ => Rank::Plain,
        };
        let is_body = self.outer.is_empty();
        if is_body && style.is_title && self.found.title.is_none() && !self.flow.is_line_blank() {
            self.found.title = Some(on_one_line(self.flow.line()));
        }
        self.flow.set_rank(rank);
        self.flow.end_paragraph();
    }

    fn open_box(&mut self) -> Open {
        self.outer.push(std::mem::take(&mut self.flow));
        Open::Box(std::mem::take(&mut self.fields), std::mem::take(&mut self.run))
    }

    fn close_box(&mut self) -> String {
        let outer = self.outer.pop().unwrap_or_default();
        std::mem::replace(&mut self.flow, outer).finish()
    }

    fn open_note(&mut self, kind: NoteKind, tag: &Tag<'_>) -> Option<Open> {
        // Separators are lines, not notes.
        if tag.attribute("type").is_some_and(|kind| kind != "normal") {
            return None;
        }
        let id = tag.attribute("id").filter(|id| self.note_texts.contains_key(&(kind, id.clone())));
        self.outer.push(std::mem::take(&mut self.flow));
        Some(Open::Note(kind, id))
    }

    fn point_to(&mut self, kind: NoteKind, tag: &Tag<'_>) {
        let Some(id) = tag.attribute("id") else { return };
        if self.is_shown() && self.note_texts.insert((kind, id.clone()), None).is_none() {
            self.notes.push((kind, id));
        }
    }

    /// Tells if text at this place is seen: the code of a field is not, even where other fields have their results in it.
    fn is_shown(&self) -> bool {
        let n_around = self.fields.len().saturating_sub(1);
        !self.run.is_hidden && !self.fields.iter().take(n_around).any(|part| *part == FieldPart::Code)
    }

    fn text(&mut self, text: &str) {
        match self.run.font {
            Some(font) => self.flow.push(&font.usual_text(text)),
            // Line ends within a piece of text are those of the file, not of the text.
            None if text.contains(['\n', '\t']) => self.flow.push(&text.replace(['\n', '\t'], " ")),
            None => self.flow.push(text),
        }
    }

    fn sign(&mut self, sign: char) {
        if self.is_shown() {
            self.flow.push_char(sign);
        }
    }

    fn symbol(&mut self, tag: &Tag<'_>) {
        let Some(number) = tag.attribute("char").and_then(|number| u32::from_str_radix(number.trim(), 16).ok()) else {
            return;
        };
        let font = tag.attribute("font").and_then(|name| SymbolFont::named(&name));
        if let Some(sign) = font.and_then(|font| font.usual(number)).or_else(|| char::from_u32(number)) {
            self.sign(sign);
        }
    }

    fn turn_field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => {
                // No program nests fields as deep as that.
                if self.fields.len() >= MOST_LEVELS {
                    self.fields.clear();
                }
                self.fields.push(FieldPart::Code);
            }
            Some("separate") => {
                if let Some(part) = self.fields.last_mut() {
                    *part = FieldPart::Result;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}
