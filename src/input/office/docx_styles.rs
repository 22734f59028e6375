//! The styles of a Word document: which of them are headings, list items, titles or hidden.

use std::collections::HashMap;

use memchr::memmem::Finder;

use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, Tag, XmlWalk};

/// What a style makes of a paragraph or a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The outline level from zero; nine is that of running text.
    pub(super) outline: Option<u8>,
    /// If it is an item of a list.
    pub(super) is_item: Option<bool>,
    /// The level in the list.
    pub(super) list_level: Option<u8>,
    /// If the text is hidden.
    pub(super) is_hidden: Option<bool>,
    /// If it is the style for the title of a document.
    pub(super) is_title: bool,
}

/// A style as it is defined: its own part, and the id of the style that it is based on.
#[derive(Debug, Default)]
struct Definition {
    own: Style,
    based_on: Option<String>,
}

/// The styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    definitions: HashMap<String, Definition>,
    /// The style of paragraphs that name none.
    default_paragraph: Option<String>,
    /// The language of the text.
    pub(super) language: Option<String>,
}

/// The longest chain of styles that is followed; programs allow a dozen or so.
const LONGEST_CHAIN: usize = 32;

impl Styles {
    /// What the style of this id is, with all that it takes from those that it is based on.
    pub(super) fn style(&self, id: Option<&str>) -> Style {
        let Some(first) = id.or(self.default_paragraph.as_deref()) else { return Style::default() };
        let Some(known) = self.definitions.get(first) else { return unknown_style(first) };
        let mut style = known.own;
        let mut next = known.based_on.as_deref();
        for _ in 0..LONGEST_CHAIN {
            let Some(base) = next.and_then(|id| self.definitions.get(id)) else { break };
            style.outline = style.outline.or(base.own.outline);
            style.is_item = style.is_item.or(base.own.is_item);
            style.list_level = style.list_level.or(base.own.list_level);
            style.is_hidden = style.is_hidden.or(base.own.is_hidden);
            style.is_title |= base.own.is_title;
            next = base.based_on.as_deref();
        }
        style
    }

    /// Reads the part of styles.
    pub(super) fn read(walk: &mut XmlWalk<'_>) -> Result<Self, Fault> {
        let mut styles = Self::default();
        let mut ends = StyleEnds::new();
        let mut id = String::new();
        let mut style = Definition::default();
        // How many elements are open, and at how many the style that is being read began.
        let (mut n_open, mut style_level) = (0_usize, None);
        let mut is_looked_through = false;
        while let Some(step) = walk.step()? {
            match step {
                Step::Text(_) => {}
                Step::Close => {
                    n_open = n_open.saturating_sub(1);
                    if style_level == Some(n_open) {
                        style_level = None;
                        styles.definitions.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                    } else if style.based_on.is_some()
                        && style_level.is_some_and(|level| level + 1 == n_open)
                        && !is_looked_through
                    {
                        is_looked_through = true;
                        walk.pass(ends.n_looks(walk.rest()));
                    }
                }
                Step::Open(tag) => {
                    if tag.space != Space::Word || is_of_no_use(&tag, walk) {
                        walk.skip()?;
                        continue;
                    }
                    if tag.name() == "style" {
                        (style_level, is_looked_through) = (Some(n_open), false);
                        id = tag.attribute("styleId").unwrap_or_default();
                        let is_default = tag.attribute("default").is_some_and(|value| is_on(&value));
                        if is_default && tag.attribute("type").as_deref() == Some("paragraph") {
                            styles.default_paragraph = Some(id.clone());
                        }
                    } else if style_level.is_some() {
                        style.take(&tag);
                    } else if tag.name() == "lang" && styles.language.is_none() {
                        styles.language = value_of(&tag).filter(|language| !language.is_empty());
                    }
                    n_open += 1;
                }
            }
        }
        Ok(styles)
    }
}

/// The ends of styles. Behind its name and the style that it is based on, most styles have only what text looks like.
struct StyleEnds {
    tag: Finder<'static>,
    of_use: [Finder<'static>; 5],
    /// Bytes of the part from the end tag that was found last; 0 if there are no more.
    n_last: usize,
}

impl StyleEnds {
    fn new() -> Self {
        // A style that another one begins in is seen first, so that its end is not looked for through all of them.
        let of_use = ["style", "outlineLvl", "numPr", "vanish", "name"];
        Self { tag: Finder::new("</w:style>"), of_use: of_use.map(Finder::new), n_last: usize::MAX }
    }

    /// Bytes before the end of the open style, behind which `rest` begins, if nothing in them is asked for; else 0. Cost: for all
    /// styles together, one pass over the part for each word of use.
    fn n_looks(&mut self, rest: &[u8]) -> usize {
        if rest.len() < self.n_last {
            self.n_last = self.tag.find(rest).map_or(0, |n_bytes| rest.len() - n_bytes);
        }
        let looks = if self.n_last == 0 { &[] } else { rest.get(..rest.len() - self.n_last).unwrap_or_default() };
        let is_of_use = self.of_use.iter().any(|word| word.find(looks).is_some());
        // Comments and instructions might hold what looks like an end.
        if is_of_use || memchr::memchr2(b'!', b'?', looks).is_some() { 0 } else { looks.len() }
    }
}

impl Definition {
    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "basedOn" => self.based_on = value_of(tag),
            "outlineLvl" => self.own.outline = level_of(tag).or(self.own.outline),
            "numId" => self.own.is_item = value_of(tag).map(|id| id != "0"),
            "ilvl" => self.own.list_level = level_of(tag),
            "vanish" => self.own.is_hidden = Some(is_switched_on(tag)),
            "name" => {
                let name = value_of(tag).unwrap_or_default().to_lowercase();
                self.own.is_title = name == "title";
                self.own.outline = self.own.outline.or_else(|| heading_level(&name));
            }
            _ => {}
        }
    }
}

/// Tells if an element has nothing that is asked for: most have only what text looks like.
fn is_of_no_use(tag: &Tag<'_>, walk: &XmlWalk<'_>) -> bool {
    let has = |names: &[&str]| {
        let inner = walk.short_inner();
        inner.is_none_or(|inner| names.iter().any(|name| memchr::memmem::find(inner, name.as_bytes()).is_some()))
    };
    match tag.name() {
        "latentStyles" | "tblStylePr" | "tblPr" | "trPr" | "tcPr" | "tabs" => true,
        "rPr" => !has(&["vanish", "lang"]),
        "pPr" => !has(&["outlineLvl", "numPr"]),
        _ => false,
    }
}

/// A style that no part defines, by the ids that programs give.
fn unknown_style(id: &str) -> Style {
    let id = id.to_lowercase();
    Style { outline: heading_level(&id), is_title: id == "title", ..Style::default() }
}

/// The outline level of a style that is called `heading 1`, which is its name in every language of the program.
fn heading_level(name: &str) -> Option<u8> {
    let level = name.strip_prefix("heading")?.trim_start().parse::<u8>().ok()?;
    (1..=9).contains(&level).then(|| level - 1)
}

/// The attribute that has the value of most elements.
pub(super) fn value_of(tag: &Tag<'_>) -> Option<String> {
    tag.attribute("val")
}

/// The value of an element that is a level.
pub(super) fn level_of(tag: &Tag<'_>) -> Option<u8> {
    value_of(tag)?.trim().parse().ok()
}

/// Tells if an element that is a switch is on: it is where it has no value.
pub(super) fn is_switched_on(tag: &Tag<'_>) -> bool {
    value_of(tag).is_none_or(|value| is_on(&value))
}

fn is_on(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The style `a`, which is based on another one and ends with `rest`, in front of a further heading.
    fn read(rest: &str) -> Style {
        let xml = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:style w:styleId='a'>\
             <w:name w:val='Text'/><w:basedOn w:val='b'/>{rest}</w:style><w:style w:styleId='c'><w:name w:val='heading 4'/>\
             </w:style></w:styles>"
        );
        let styles = Styles::read(&mut XmlWalk::new(&xml, "")).unwrap();
        assert_eq!(styles.style(Some("c")).outline, Some(3), "{rest}");
        styles.style(Some("a"))
    }

    #[test]
    fn what_decides_is_found_wherever_it_stands_in_a_style() {
        let looks = "<w:qFormat/><w:rPr><w:b/></w:rPr><w:tblStylePr w:type='firstRow'><w:tblPr/></w:tblStylePr>";
        let level = "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>";
        let heading = Style { outline: Some(1), ..Style::default() };
        for (rest, expected) in [
            (looks.to_owned(), Style::default()),
            (format!("{looks}{level}"), heading),
            (format!("<!-- </w:style> -->{level}"), heading),
            (format!("<w:x/>{looks}<w:name w:val='heading 2'/>"), heading),
            ("<w:rPr><w:vanish/></w:rPr>".to_owned(), Style { is_hidden: Some(true), ..Style::default() }),
            (
                "<w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr>".to_owned(),
                Style { is_item: Some(true), ..Style::default() },
            ),
        ] {
            assert_eq!(read(&rest), expected, "{rest}");
        }
    }

    #[test]
    fn looks_are_passed_over_at_once_and_an_end_is_looked_for_once() {
        let mut ends = StyleEnds::new();
        assert_eq!(ends.n_looks(b"<w:b/></w:style><w:style/>"), 6);
        assert_eq!(ends.n_looks(b"/></w:style><w:style/>"), 2);
        assert_eq!(ends.n_last, 20);
        assert_eq!((ends.n_looks(b"<w:b/>"), ends.n_last), (0, 0));
        assert_eq!(ends.n_looks(b"</w:style>"), 0, "there were no more");
    }
}
