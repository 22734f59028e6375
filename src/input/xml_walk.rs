//! A walk over the elements of an XML text, as a part of an office document is: the elements with their namespaces.
//!
//! No document type is read, so that no entity expands; a reference to one that a document type would define stays as it is
//! written.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::character_reference::decoded;
use super::encoding::{decode, of_xml};
use super::reader::Fault;
use super::xml::elements::{self, Elements, Piece, split_name};

/// The namespaces that the readers tell apart, those of both editions of a standard as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No namespace at all.
    None,
    /// One that no reader knows.
    Other,
    /// Text documents of Word.
    Word,
    /// Presentations of PowerPoint.
    Slides,
    /// Drawings within both.
    Drawing,
    /// Diagrams within both.
    Diagram,
    /// Drawings of older programs.
    Vml,
    /// Formulas within both.
    Math,
    /// Alternatives for programs of several ages.
    Alternatives,
    /// Ids of relations within a part.
    Relations,
    /// The lists of relations of a package.
    PackageRelations,
    /// The properties of a package.
    CoreProperties,
    /// Dublin Core.
    DublinCore,
    /// Dublin Core, refined.
    Terms,
    /// The frame of OpenDocument files.
    Office,
    /// Text of OpenDocument files.
    Text,
    /// Tables of OpenDocument files.
    Table,
    /// Drawings of OpenDocument files.
    Draw,
    /// Presentations of OpenDocument files.
    Presentation,
    /// Styles of OpenDocument files.
    Style,
    /// Formatting of OpenDocument files.
    Format,
    /// Properties of OpenDocument files.
    Meta,
    /// The parts of an OpenDocument file.
    Manifest,
    /// Titles and descriptions of drawings.
    Svg,
    /// Formulas of the web.
    MathMl,
    /// Links.
    Link,
    /// The frame of electronic books.
    Container,
    /// The list of parts of an electronic book.
    Book,
    /// The contents of an electronic book.
    Contents,
    /// Pages of an electronic book.
    Page,
    /// Attributes for pages of an electronic book.
    PageType,
    /// Encrypted parts.
    Encryption,
}

/// The next thing on the walk.
pub(super) enum Step<'x> {
    /// An element begins.
    Open(Tag<'x>),
    /// The innermost open element ends.
    Close,
    /// Text.
    Text(Cow<'x, str>),
}

/// The beginning of an element.
pub(super) struct Tag<'x> {
    /// The namespace of the element.
    pub(super) space: Space,
    tag: elements::Tag<'x>,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.tag.name()
    }

    /// The value of the first attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.attribute_where(|prefix, local| local == name && prefix != Some("xmlns"))
    }

    /// The value of the attribute that has this name and no prefix.
    pub(super) fn plain_attribute(&self, name: &str) -> Option<String> {
        self.attribute_where(|prefix, local| local == name && prefix.is_none())
    }

    /// The value of the attribute that has this name and a prefix.
    pub(super) fn prefixed_attribute(&self, name: &str) -> Option<String> {
        self.attribute_where(|prefix, local| local == name && prefix.is_some_and(|prefix| prefix != "xmlns"))
    }

    fn attribute_where(&self, is_it: impl Fn(Option<&str>, &str) -> bool) -> Option<String> {
        let (_, value) = self.tag.raw_attributes().find(|(key, _)| {
            split_name(key).map_or_else(|| is_it(None, key), |(prefix, local)| is_it(Some(prefix), local))
        })?;
        Some(decoded(&value).into_owned())
    }
}

/// A walk over one XML text.
pub(super) struct XmlWalk<'x> {
    elements: Elements<'x>,
    part: &'x str,
    bindings: Vec<Binding>,
    /// The place of the binding that was found last: most elements have the prefix of the one before.
    last_binding: usize,
    declaration: Finder<'static>,
}

/// What a prefix means below an element.
struct Binding {
    level: usize,
    prefix: String,
    space: Space,
}

/// The most namespaces that may be declared at one place, since each prefix is looked for among them.
const MOST_BINDINGS: usize = 1024;

impl<'x> XmlWalk<'x> {
    /// A walk over `text`. What goes wrong is reported with the name of the `part`, or with a line if it has no name.
    pub(super) fn new(text: &'x str, part: &'x str) -> Self {
        let (elements, declaration) = (Elements::lenient(text), Finder::new("xmlns"));
        Self { elements, part, bindings: Vec::new(), last_binding: 0, declaration }
    }

    /// The next step; none at the end of a whole text.
    ///
    /// # Errors
    ///
    /// Broken markup, a text that ends inside an element or has none, and nesting beyond the limit of all readers.
    pub(super) fn step(&mut self) -> Result<Option<Step<'x>>, Fault> {
        let piece = self.elements.next().map_err(|fault| self.of_part(fault))?;
        Ok(Some(match piece {
            Some(Piece::Open(tag)) => Step::Open(self.open(tag)?),
            Some(Piece::Close) => {
                self.unbind();
                Step::Close
            }
            Some(Piece::Text(text)) => Step::Text(text),
            None => return Ok(None),
        }))
    }

    /// Goes past the end of the element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        self.elements.skip_markup().map_err(|fault| self.of_part(fault))?;
        self.unbind();
        Ok(())
    }

    /// What is behind the last step, as it is written.
    pub(super) fn rest(&self) -> &'x [u8] {
        self.elements.rest()
    }

    /// Goes past the next `n_bytes`, in which as many elements begin as end. The last step must not be the beginning of one.
    pub(super) fn pass(&mut self, n_bytes: usize) {
        self.elements.pass(n_bytes);
    }

    /// What the element that has just begun has in it, as it is written; none if its markup is broken or it is long.
    pub(super) fn short_inner(&self) -> Option<&'x [u8]> {
        self.elements.short_inner()
    }

    /// All text of the element that has just begun, white space around it removed, and goes past its end.
    pub(super) fn text_within(&mut self) -> Result<String, Fault> {
        let text = self.elements.whole_text().map_err(|fault| self.of_part(fault))?;
        self.unbind();
        Ok(text.trim().to_owned())
    }

    /// What is wrong, with its place.
    pub(super) fn fault(&self, what: &str) -> Fault {
        self.of_part(self.elements.fault(what))
    }

    /// A fault of the elements with the name of the part that they are in.
    fn of_part(&self, fault: Fault) -> Fault {
        match fault {
            Fault::MalformedAt(line, what) if self.part.is_empty() => {
                Fault::MalformedAt(line, format!("is damaged: {what}"))
            }
            Fault::MalformedAt(line, what) => {
                Fault::Malformed(format!("is damaged: in its part {}, line {line}, {what}", self.part))
            }
            fault => fault,
        }
    }

    /// Forgets the namespaces that elements declared which have ended.
    fn unbind(&mut self) {
        while self.bindings.last().is_some_and(|binding| binding.level > self.elements.depth()) {
            self.bindings.pop();
            self.last_binding = 0;
        }
    }

    fn open(&mut self, tag: elements::Tag<'x>) -> Result<Tag<'x>, Fault> {
        if self.declaration.find(tag.attributes_raw().as_bytes()).is_some() {
            self.bind(&tag)?;
        }
        let space = self.space_of(tag.prefix());
        Ok(Tag { space, tag })
    }

    /// Takes the namespaces that an element declares.
    fn bind(&mut self, tag: &elements::Tag<'_>) -> Result<(), Fault> {
        for (key, value) in tag.raw_attributes() {
            let prefix = match split_name(key) {
                Some(("xmlns", prefix)) => prefix,
                None if key == "xmlns" => "",
                _ => continue,
            };
            let binding =
                Binding { level: self.elements.depth(), prefix: prefix.to_owned(), space: space(&decoded(&value)) };
            self.bindings.push(binding);
            if self.bindings.len() > MOST_BINDINGS {
                return Err(self.fault("it declares more namespaces than any program writes"));
            }
        }
        self.last_binding = 0;
        Ok(())
    }

    fn space_of(&mut self, prefix: &str) -> Space {
        if let Some(last) = self.bindings.get(self.last_binding).filter(|_| self.last_binding > 0)
            && last.prefix == prefix
        {
            return last.space;
        }
        let found = self.bindings.iter().rposition(|binding| binding.prefix == prefix);
        self.last_binding = found.unwrap_or(0);
        let unbound = if prefix.is_empty() { Space::None } else { Space::Other };
        found.and_then(|place| self.bindings.get(place)).map_or(unbound, |binding| binding.space)
    }
}

/// The text of an XML file or part in the encoding that it says it has.
///
/// # Errors
///
/// Bytes that are not of that encoding.
pub(super) fn xml_text<'b>(bytes: &'b [u8], part: &str) -> Result<Cow<'b, str>, Fault> {
    let (encoding, n_mark) = of_xml(bytes);
    let read = decode(bytes.get(n_mark..).unwrap_or_default(), encoding);
    if read.n_lost > 0 {
        let name = if part.is_empty() { String::new() } else { format!("in its part {part}, ") };
        return Err(Fault::Malformed(format!("is damaged: {name}bytes are not {}", encoding.name())));
    }
    Ok(read.text)
}

/// The namespace of an address. Addresses of the strict edition of Office Open XML stand beside the usual ones.
fn space(uri: &str) -> Space {
    if let Some(name) = uri.strip_prefix("urn:oasis:names:tc:opendocument:xmlns:") {
        return match name.split_once(':').map_or(name, |(name, _)| name) {
            "office" => Space::Office,
            "text" => Space::Text,
            "table" => Space::Table,
            "drawing" => Space::Draw,
            "presentation" => Space::Presentation,
            "style" => Space::Style,
            "xsl-fo-compatible" => Space::Format,
            "meta" => Space::Meta,
            "manifest" => Space::Manifest,
            "svg-compatible" => Space::Svg,
            "container" => Space::Container,
            _ => Space::Other,
        };
    }
    let strict = uri.strip_prefix("http://purl.oclc.org/ooxml/");
    if let Some(name) = strict.or_else(|| uri.strip_prefix("http://schemas.openxmlformats.org/")) {
        return match name {
            "wordprocessingml/2006/main" | "wordprocessingml/main" => Space::Word,
            "presentationml/2006/main" | "presentationml/main" => Space::Slides,
            "drawingml/2006/main" | "drawingml/main" => Space::Drawing,
            "drawingml/2006/diagram" | "drawingml/diagram" => Space::Diagram,
            "officeDocument/2006/math" | "officeDocument/math" => Space::Math,
            "markup-compatibility/2006" => Space::Alternatives,
            "officeDocument/2006/relationships" | "officeDocument/relationships" => Space::Relations,
            "package/2006/relationships" => Space::PackageRelations,
            "package/2006/metadata/core-properties" => Space::CoreProperties,
            _ => Space::Other,
        };
    }
    match uri {
        "" => Space::None,
        "urn:schemas-microsoft-com:vml" => Space::Vml,
        "http://purl.org/dc/elements/1.1/" => Space::DublinCore,
        "http://purl.org/dc/terms/" => Space::Terms,
        "http://www.w3.org/1998/Math/MathML" => Space::MathMl,
        "http://www.w3.org/1999/xlink" => Space::Link,
        "http://www.idpf.org/2007/opf" => Space::Book,
        "http://www.idpf.org/2007/ops" => Space::PageType,
        "http://www.daisy.org/z3986/2005/ncx/" => Space::Contents,
        "http://www.w3.org/1999/xhtml" => Space::Page,
        "http://www.w3.org/2001/04/xmlenc#" => Space::Encryption,
        _ => old_space(uri),
    }
}

/// The namespace of an address of the files before OpenDocument, which have the same elements.
fn old_space(uri: &str) -> Space {
    match uri.strip_prefix("http://openoffice.org/2000/") {
        Some("office") => Space::Office,
        Some("text") => Space::Text,
        Some("table") => Space::Table,
        Some("drawing") => Space::Draw,
        Some("presentation") => Space::Presentation,
        Some("style") => Space::Style,
        Some("meta") => Space::Meta,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::reader::MOST_LEVELS;

    /// The whole walk in short: elements with their namespaces, ends as `/`, texts as they are.
    fn walked(xml: &str) -> Result<String, Fault> {
        let mut walk = XmlWalk::new(xml, "");
        let mut steps = Vec::new();
        while let Some(step) = walk.step()? {
            steps.push(match step {
                Step::Open(tag) => format!("{:?}:{}", tag.space, tag.name()),
                Step::Close => "/".to_owned(),
                Step::Text(text) => text.into_owned(),
            });
        }
        Ok(steps.join(" "))
    }

    #[test]
    fn prefixes_mean_what_the_nearest_element_says() {
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        let xml = format!("<a xmlns='{word}'><w:b xmlns:w='{strict}'/><c xmlns=''><w:d/></c><e/></a>");
        assert_eq!(walked(&xml).unwrap(), "Word:a Word:b / None:c Other:d / / Word:e / /");
    }

    #[test]
    fn references_are_resolved_and_those_of_a_document_type_stay() {
        let xml = "<!DOCTYPE a [<!ENTITY b 'bomb'>]><a c='&lt;&b;'>1 &amp; &#x32;&b;<![CDATA[<&]]>\r\n& 3</a>";
        assert_eq!(walked(xml).unwrap().split(' ').collect::<String>(), "None:a1&2&b;<&\n&3/");
        let mut walk = XmlWalk::new(xml, "");
        let Ok(Some(Step::Open(tag))) = walk.step() else { panic!("no element") };
        assert_eq!((tag.attribute("c"), tag.attribute("d")), (Some("<&b;".to_owned()), None));
        assert_eq!(walked("<a>x&nbsp;y</a>").unwrap(), "None:a x \u{a0} y /");
    }

    #[test]
    fn damage_is_told_with_its_line() {
        for xml in ["<a>\n<b>", "<a>\n</b></a>", "<a>\n<b", "<a>\n&#xD800;</a>"] {
            assert!(matches!(walked(xml), Err(Fault::MalformedAt(2, _))), "{xml}: {:?}", walked(xml));
        }
        assert!(walked("").is_err());
        let fault = XmlWalk::new("<a>", "word/x.xml").fault("it is odd");
        assert_eq!(fault, Fault::Malformed("is damaged: in its part word/x.xml, line 1, it is odd".to_owned()));
    }

    #[test]
    fn nesting_is_bounded_for_steps_and_skips() {
        let deep = "<a>".repeat(MOST_LEVELS + 1);
        assert_eq!(walked(&deep), Err(Fault::TooDeep { limit: MOST_LEVELS }));
        let mut walk = XmlWalk::new(&deep, "");
        assert!(walk.step().is_ok());
        assert_eq!(walk.skip(), Err(Fault::TooDeep { limit: MOST_LEVELS }));
        let whole = ["<a>".repeat(MOST_LEVELS), "</a>".repeat(MOST_LEVELS)].concat();
        assert!(walked(&whole).is_ok());
    }

    #[test]
    fn encodings_are_those_of_mark_and_declaration() {
        let xml = "<?xml version='1.0' encoding = \"ISO-8859-1\"?><a>\u{e9}</a>";
        let latin: Vec<u8> = xml.chars().map(|letter| letter as u8).collect();
        assert_eq!(xml_text(&latin, "").unwrap(), xml);
        let wide: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(xml_text(&wide, "").unwrap(), "<a>é</a>");
        assert_eq!(xml_text(&wide[2..], "").unwrap(), "<a>é</a>");
        assert!(xml_text(b"<a>\xE9</a>", "x").is_err());
    }
}
