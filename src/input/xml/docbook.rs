//! DocBook: a file is one document, whatever its root element is.
//!
//! Left out are metadata beside title, author and date, entries of indexes, pictures, and the lists that programs make.

use super::body::{self, Role, WhiteSpace};
use super::elements::{Elements, Piece, Tag};
use crate::document::{FieldValue, Fields};
use crate::input::prose::Gap;
use crate::input::reader::{Fault, Parsed, Reading};

/// True for an element that says by its namespace that it is DocBook.
pub(super) fn has_namespace(tag: &Tag<'_>) -> bool {
    tag.raw_attributes().any(|(name, value)| name.starts_with("xmlns") && value.contains("docbook.org/ns/docbook"))
}

/// Hands over the document below the root element, which was opened last.
pub(super) fn read(
    elements: &mut Elements<'_>,
    root: &Tag<'_>,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let id = elements.attribute(root, "id")?;
    let language = elements.attribute(root, "lang")?;
    let mut facts = Facts::default();
    let mut parts: Vec<String> = Vec::new();
    while let Some(piece) = elements.next()? {
        match piece {
            Piece::Open(tag) if tag.name() == "title" => facts.title = Some(line(elements)?),
            Piece::Open(tag) if tag.name().ends_with("info") || tag.name() == "refmeta" => facts.read(elements)?,
            Piece::Open(tag) => match role(&tag, Role::Holder) {
                Role::LeftOut => elements.skip()?,
                role_of_part => parts.push(body::read(elements, role, role_of_part, WhiteSpace::Collapsed)?),
            },
            Piece::Close => break,
            Piece::Text(_) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    let authors = Some(facts.authors.join("; ")).filter(|authors| !authors.is_empty());
    let known = [("author", authors), ("date", facts.date), ("language", language)];
    let fields: Fields =
        known.into_iter().filter_map(|(name, value)| Some((name.into(), FieldValue::Text(value?)))).collect();
    hand_over(Reading::Document(Parsed {
        id,
        title: facts.title,
        text: parts.join("\n\n"),
        fields,
        ..Parsed::default()
    }));
    Ok(())
}

/// The metadata that are fields.
#[derive(Default)]
struct Facts {
    title: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
}

impl Facts {
    /// Reads metadata up to their end.
    fn read(&mut self, elements: &mut Elements<'_>) -> Result<(), Fault> {
        let mut n_open = 1_usize;
        while n_open > 0 {
            let piece = elements.next()?;
            let Some(Piece::Open(tag)) = piece else {
                n_open -= usize::from(matches!(piece, Some(Piece::Close) | None));
                continue;
            };
            match tag.name() {
                "title" | "refentrytitle" if self.title.is_none() => self.title = Some(line(elements)?),
                "author" | "corpauthor" => self.authors.extend(Some(name(elements)?).filter(|name| !name.is_empty())),
                "date" | "pubdate" if self.date.is_none() => self.date = Some(line(elements)?),
                "authorgroup" => n_open += 1,
                _ => elements.skip()?,
            }
        }
        Ok(())
    }
}

/// The text of the element that was opened last, as one line.
fn line(elements: &mut Elements<'_>) -> Result<String, Fault> {
    body::read(elements, role, Role::Inline, WhiteSpace::Collapsed).map(|text| text.replace('\n', " "))
}

/// The name of an author, without address and affiliation.
fn name(elements: &mut Elements<'_>) -> Result<String, Fault> {
    let (mut words, mut n_open) = (Vec::new(), 1_usize);
    while n_open > 0 {
        match elements.next()? {
            Some(Piece::Open(tag)) => match tag.name() {
                "affiliation" | "address" | "email" | "contrib" | "authorblurb" | "personblurb" => elements.skip()?,
                _ => n_open += 1,
            },
            Some(Piece::Close) => n_open -= 1,
            Some(Piece::Text(text)) => words.extend(text.split_whitespace().map(str::to_owned)),
            None => break,
        }
    }
    Ok(words.join(" "))
}

/// The part that an element of DocBook plays.
fn role(tag: &Tag<'_>, holder: Role) -> Role {
    let is_held = matches!(holder, Role::Holder | Role::Trunk | Role::Division);
    match tag.name() {
        "title" | "subtitle" if matches!(holder, Role::Trunk | Role::Division) => Role::Heading,
        // Metadata of a part: its title alone is text.
        _ if holder == Role::Trunk => Role::LeftOut,
        "para" | "simpara" | "caption" | "title" | "cmdsynopsis" | "funcsynopsis" | "attribution" => {
            Role::Block(Gap::Paragraph)
        }
        "term" | "glossterm" | "refname" | "refpurpose" | "bibliomixed" | "biblioentry" => Role::Block(Gap::Line),
        "programlisting" | "screen" | "literallayout" | "synopsis" | "address" => Role::Verbatim,
        "set" | "book" | "part" | "chapter" | "article" | "appendix" | "preface" | "section" | "sect1" | "sect2"
        | "sect3" | "sect4" | "sect5" | "simplesect" | "glossary" | "glossdiv" | "bibliography" | "bibliodiv"
        | "dedication" | "colophon" | "acknowledgements" | "reference" | "refentry" | "refsect1" | "refsect2"
        | "refsect3" | "refsection" | "refsynopsisdiv" | "topic" => Role::Division,
        name if name.ends_with("info") => Role::Trunk,
        "itemizedlist" | "orderedlist" | "simplelist" | "variablelist" | "varlistentry" | "calloutlist"
        | "procedure" | "substeps" | "segmentedlist" | "glosslist" | "glossentry" | "glossdef" | "qandaset"
        | "qandadiv" | "qandaentry" | "question" | "answer" | "note" | "tip" | "warning" | "caution" | "important"
        | "blockquote" | "epigraph" | "sidebar" | "formalpara" | "figure" | "informalfigure" | "example"
        | "informalexample" | "equation" | "informalequation" | "mediaobject" | "table" | "informaltable"
        | "tgroup" | "thead" | "tbody" | "tfoot" | "partintro" | "abstract" | "refnamediv" => Role::Holder,
        "listitem" | "member" | "step" | "callout" => Role::Item,
        "row" | "tr" => Role::Row,
        "entry" | "td" | "th" => Role::Cell,
        "footnote" => Role::Note,
        "sbr" => Role::LineBreak,
        "indexterm" | "index" | "toc" | "lot" | "remark" | "comment" | "refmeta" | "imageobject" | "videoobject"
        | "audioobject" | "textobject" | "inlinemediaobject" | "inlinegraphic" | "graphic" | "titleabbrev"
        | "colspec" | "spanspec" | "co" | "include" | "revhistory" => Role::LeftOut,
        _ if is_held => Role::Block(Gap::Paragraph),
        _ => Role::Inline,
    }
}
