//! The walk over one slide of PowerPoint, its notes and its diagrams.

use std::collections::HashSet;

use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, Tag, XmlWalk};
use crate::text::on_one_line;

use super::flow::{Flow, Rank};
use super::office_math::{Formula, MathOpen};

/// What a slide says.
#[derive(Debug, Default)]
pub(super) struct SlideText {
    /// Its title.
    pub(super) title: String,
    /// All else on it.
    pub(super) text: String,
    /// What its speaker is to say.
    pub(super) notes: String,
    /// The ids of the relations to its diagrams.
    pub(super) diagrams: Vec<String>,
}

/// The places on a layout for slides whose text has no bullets, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Layout {
    without_bullets: HashSet<String>,
}

impl Layout {
    /// Reads a layout.
    pub(super) fn read(walk: &mut XmlWalk<'_>) -> Result<Self, Fault> {
        let mut layout = Self::default();
        let mut place = String::new();
        let mut is_first_level = false;
        while let Some(step) = walk.step()? {
            let Step::Open(tag) = step else { continue };
            if tag.name() != "lstStyle" && is_looks(tag.name()) {
                walk.skip()?;
                continue;
            }
            match (tag.space, tag.name()) {
                (Space::Slides, "sp") => place.clear(),
                (Space::Slides, "ph") => place = place_number(&tag),
                (Space::Drawing, "lvl1pPr") => is_first_level = true,
                (Space::Drawing, "lvl2pPr" | "p") => is_first_level = false,
                (Space::Drawing, "buNone") if is_first_level && !place.is_empty() => {
                    layout.without_bullets.insert(place.clone());
                }
                _ => {}
            }
        }
        Ok(layout)
    }
}

/// The number that tells a place on a slide apart from others.
fn place_number(tag: &Tag<'_>) -> String {
    tag.plain_attribute("idx").unwrap_or_else(|| "0".to_owned())
}

/// Reads a slide.
pub(super) fn read_slide(walk: &mut XmlWalk<'_>, layout: &Layout) -> Result<SlideText, Fault> {
    let mut slide = SlideWalk { layout: Some(layout), ..SlideWalk::default() };
    slide.read(walk)?;
    let text = slide.flow.finish();
    Ok(SlideText { title: slide.title, text, notes: String::new(), diagrams: slide.diagrams })
}

/// Reads the notes of a slide: the text that stands in the place for it.
pub(super) fn read_notes(walk: &mut XmlWalk<'_>) -> Result<String, Fault> {
    let mut notes = SlideWalk { takes_body_only: true, ..SlideWalk::default() };
    notes.read(walk)?;
    Ok(notes.flow.finish())
}

/// Reads the data of a diagram: the text of each of its points.
pub(super) fn read_diagram(walk: &mut XmlWalk<'_>) -> Result<String, Fault> {
    let mut diagram = SlideWalk::default();
    diagram.read(walk)?;
    Ok(diagram.flow.finish())
}

#[derive(Default)]
struct SlideWalk<'l> {
    flow: Flow,
    outer: Vec<(Flow, Shape)>,
    open: Vec<Open>,
    shape: Shape,
    paragraph: Paragraph,
    formula: Formula,
    takes_text: bool,
    takes_body_only: bool,
    /// Where text has bullets without saying so; nowhere if there is none.
    layout: Option<&'l Layout>,
    title: String,
    diagrams: Vec<String>,
}

/// What has to be done at the end of an open element.
enum Open {
    Plain,
    Text,
    Paragraph,
    Shape,
    Table,
    Row,
    Cell,
    Alternatives(bool),
    Math(MathOpen),
}

/// What a shape is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// Nothing in particular.
    #[default]
    Plain,
    /// The title of the slide.
    Title,
    /// Its text.
    Body,
    /// Its text, with bullets.
    List,
    /// The date, the number of the slide and the like.
    Frame,
}

#[derive(Clone, Copy, Debug, Default)]
struct Paragraph {
    level: u8,
    has_bullet: Option<bool>,
}

impl SlideWalk<'_> {
    fn read(&mut self, walk: &mut XmlWalk<'_>) -> Result<(), Fault> {
        while let Some(step) = walk.step()? {
            match step {
                Step::Text(text) if self.takes_text => self.flow.push(&text),
                Step::Text(_) => {}
                Step::Close => self.close(),
                Step::Open(tag) => match self.enter(&tag) {
                    Some(open) => self.open.push(open),
                    None => walk.skip()?,
                },
            }
        }
        Ok(())
    }

    /// What an element means; none if it is to be left out with all that it has.
    fn enter(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.space {
            Space::Slides | Space::Drawing if is_looks(tag.name()) => None,
            Space::Slides => Some(self.enter_slide(tag)),
            Space::Drawing => self.enter_drawing(tag),
            Space::Math => Some(match self.formula.enter(tag, &mut self.flow) {
                MathOpen::Text => self.open_text(),
                open => Open::Math(open),
            }),
            Space::Diagram => {
                if tag.name() == "relIds" {
                    self.diagrams.extend(tag.prefixed_attribute("dm"));
                }
                Some(Open::Plain)
            }
            Space::Alternatives => match tag.name() {
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
            },
            _ => Some(Open::Plain),
        }
    }

    fn enter_slide(&mut self, tag: &Tag<'_>) -> Open {
        match tag.name() {
            "sp" => {
                self.outer.push((std::mem::take(&mut self.flow), std::mem::take(&mut self.shape)));
                return Open::Shape;
            }
            "ph" => {
                self.shape = match tag.plain_attribute("type").as_deref() {
                    Some("title" | "ctrTitle") => Shape::Title,
                    Some("dt" | "ftr" | "hdr" | "sldNum" | "sldImg") => Shape::Frame,
                    None | Some("body" | "obj") => {
                        let number = place_number(tag);
                        let has_bullets = self.layout.is_some_and(|layout| !layout.without_bullets.contains(&number));
                        if has_bullets { Shape::List } else { Shape::Body }
                    }
                    Some(_) => Shape::Plain,
                };
            }
            _ => {}
        }
        Open::Plain
    }

    fn enter_drawing(&mut self, tag: &Tag<'_>) -> Option<Open> {
        match tag.name() {
            "p" => {
                self.paragraph = Paragraph::default();
                return Some(Open::Paragraph);
            }
            "t" => return Some(self.open_text()),
            "pPr" => {
                let level = tag.plain_attribute("lvl").and_then(|level| level.trim().parse().ok());
                self.paragraph.level = level.unwrap_or(0);
            }
            "buNone" => self.paragraph.has_bullet = Some(false),
            "buChar" | "buAutoNum" | "buBlip" => self.paragraph.has_bullet = Some(true),
            "br" => self.flow.break_line(),
            "fld" => {
                let kind = tag.plain_attribute("type").unwrap_or_default();
                if kind == "slidenum" || kind.starts_with("datetime") {
                    return None;
                }
            }
            "tbl" => {
                self.flow.open_table();
                return Some(Open::Table);
            }
            "tr" => {
                self.flow.open_row();
                return Some(Open::Row);
            }
            "tc" => return Some(Open::Cell),
            _ => {}
        }
        Some(Open::Plain)
    }

    fn open_text(&mut self) -> Open {
        self.takes_text = true;
        Open::Text
    }

    fn close(&mut self) {
        match self.open.pop() {
            None | Some(Open::Plain | Open::Alternatives(_)) => {}
            Some(Open::Text) => self.takes_text = false,
            Some(Open::Math(open)) => self.formula.leave(open, &mut self.flow),
            Some(Open::Paragraph) => {
                if self.paragraph.has_bullet.unwrap_or(self.shape == Shape::List) {
                    self.flow.set_rank(Rank::Item(self.paragraph.level));
                }
                self.flow.end_paragraph();
            }
            Some(Open::Table) => self.flow.close_table(),
            Some(Open::Row) => self.flow.close_row(false),
            Some(Open::Cell) => self.flow.close_cell(),
            Some(Open::Shape) => {
                let (outer, outer_shape) = self.outer.pop().unwrap_or_default();
                let text = std::mem::replace(&mut self.flow, outer).finish();
                let shape = std::mem::replace(&mut self.shape, outer_shape);
                let is_left_out = shape == Shape::Frame || (self.takes_body_only && shape != Shape::Body);
                if shape == Shape::Title && !self.takes_body_only {
                    let words = on_one_line(&text);
                    if !self.title.is_empty() && !words.is_empty() {
                        self.title.push(' ');
                    }
                    self.title.push_str(&words);
                } else if !is_left_out {
                    self.flow.add_block(&text);
                }
            }
        }
    }
}

/// Tells if elements of this name say only what something looks like or how it moves.
fn is_looks(name: &str) -> bool {
    matches!(
        name,
        "timing"
            | "transition"
            | "spPr"
            | "grpSpPr"
            | "style"
            | "rPr"
            | "endParaRPr"
            | "bodyPr"
            | "lstStyle"
            | "tblPr"
            | "tblGrid"
            | "tcPr"
            | "blipFill"
            | "xfrm"
            | "bg"
            | "clrMapOvr"
    )
}

#[cfg(test)]
mod tests {
    use super::super::pptx::read_pptx;
    use super::super::testing::{damage, fields_of, read_all, read_one};
    use super::*;
    use crate::input::package::packed;

    const SPACES: &str = "xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main' \
        xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:d='http://purl.oclc.org/ooxml/drawingml/diagram' \
        xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'";

    fn shape(kind: &str, paragraphs: &str) -> String {
        let place = if kind.is_empty() { String::new() } else { format!("<p:ph {kind}/>") };
        format!("<p:sp><p:nvSpPr><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>")
    }

    fn paragraph(text: &str) -> String {
        format!("<a:p><a:r><a:t>{text}</a:t></a:r></a:p>")
    }

    /// A presentation of two slides that are listed the other way round.
    fn presentation(first: &str, second: &str) -> Vec<u8> {
        let main =
            format!("<p:presentation {SPACES}><p:sldId id='9' r:id='r2'/><p:sldId id='8' r:id='r1'/></p:presentation>");
        let slide = |shapes: &str| format!("<p:sld {SPACES}>{shapes}</p:sld>");
        let notes = [shape("type='body'", &paragraph("said")), shape("type='sldNum'", &paragraph("7"))].concat();
        let relation =
            |id: &str, kind: &str, target: &str| format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}'/>");
        let slides = [relation("r1", "slide", "s/1.xml"), relation("r2", "slide", "s/2.xml")].concat();
        let more = [
            relation("r1", "notesSlide", "../n.xml"),
            relation("r2", "diagramData", "/d.xml"),
            relation("r3", "slideLayout", "/l.xml"),
        ]
        .concat();
        let layout = "<p:sp><p:ph idx='5'/><a:lvl1pPr><a:buNone/></a:lvl1pPr></p:sp><p:sp><p:ph idx='1'/><a:lvl1pPr/><a:lvl2pPr>\
            <a:buNone/></a:lvl2pPr></p:sp>";
        let list = |relations: &str| format!("<Relationships>{relations}</Relationships>");
        packed(&[
            ("_rels/.rels", list(&relation("r", "officeDocument", "ppt/main.xml")).as_bytes()),
            ("ppt/main.xml", main.as_bytes()),
            ("ppt/_rels/main.xml.rels", list(&slides).as_bytes()),
            ("ppt/s/1.xml", slide(second).as_bytes()),
            ("ppt/s/2.xml", slide(first).as_bytes()),
            ("ppt/s/_rels/2.xml.rels", list(&more).as_bytes()),
            ("l.xml", slide(layout).as_bytes()),
            ("ppt/n.xml", slide(&notes).as_bytes()),
            (
                "d.xml",
                format!("<d:dataModel {SPACES}><d:pt><d:t>{}</d:t></d:pt></d:dataModel>", paragraph("point"))
                    .as_bytes(),
            ),
        ])
    }

    #[test]
    fn slides_come_in_their_order_with_title_bullets_tables_diagrams_and_notes() {
        let inner = "<a:p><a:pPr lvl='1'/><a:r><a:t>in</a:t></a:r><a:br/><a:r><a:t>ner</a:t></a:r></a:p>";
        let none = "<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>plain</a:t></a:r></a:p>";
        let cell = |text: &str| format!("<a:tc><a:txBody>{}</a:txBody></a:tc>", paragraph(text));
        let first = [
            shape("idx='1'", &[paragraph("one"), inner.to_owned(), none.to_owned()].concat()),
            shape("type='title'", &paragraph("The title")),
            shape("idx='5'", &paragraph("no bullet")),
            shape("type='dt'", &paragraph("1 May")),
            shape("type='body'", "<a:p><a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p>"),
            format!("<p:graphicFrame><a:tbl><a:tr>{}{}</a:tr></a:tbl></p:graphicFrame>", cell("a"), cell("b")),
            "<p:graphicFrame><d:relIds r:dm='r2'/></p:graphicFrame>".to_owned(),
        ];
        let second = shape("", "<a:p><m:sSup><m:e><m:t>x</m:t></m:e><m:sup><m:t>2</m:t></m:sup></m:sSup></a:p>");
        let parsed = read_one(read_pptx, &presentation(&first.concat(), &second));
        let text = "## The title\n\n- one\n  - in\n    ner\n\nplain\n\nno bullet\n\na\tb\n\npoint\n\nsaid\n\nx^2";
        assert_eq!(parsed.text, text);
        assert_eq!((parsed.title.as_deref(), fields_of(&parsed).as_str()), (Some("The title"), ""));
    }

    #[test]
    fn what_is_no_presentation_or_has_no_text_is_named() {
        let empty = packed(&[("ppt/presentation.xml", b"<presentation/>")]);
        assert!(matches!(read_all(read_pptx, &empty), Err(Fault::NoText(_))));
        let other = packed(&[("ppt/presentation.xml", b"<document/>")]);
        assert!(matches!(read_all(read_pptx, &other), Err(Fault::Malformed(_))));
    }

    #[test]
    fn damage_never_panics() {
        damage(read_pptx, &presentation(&shape("", &paragraph("a")), ""), false);
    }
}
