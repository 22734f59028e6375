//! Text documents and presentations of the OpenDocument format, packed and flat, and those of its forerunner.

use crate::input::compound_file::{self, PASSWORD};
use crate::input::options::InputOptions;
use crate::input::package::Package;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::input::xml_walk::{Space, Step, XmlWalk, xml_text};

use super::odf_body::OdfBody;
use super::odf_math::math_text;
use super::odf_styles::OdfStyles;
use super::opc::{Properties, set_once};

/// The part of a package that has the text.
const CONTENT: &str = "content.xml";

/// Reads a text document or a presentation, as `.odt`, `.ott`, `.odp`, `.otp`, `.fodt`, `.fodp` and `.sxw` files are.
///
/// # Errors
///
/// A container or part that is damaged, encrypted or too long, a document of another kind, and one without text.
pub(in crate::input) fn read_odf(
    bytes: &[u8],
    options: &InputOptions,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let mut said = Said::default();
    let mut body = OdfBody::default();
    if bytes.starts_with(b"PK") || bytes.starts_with(compound_file::MAGIC) || bytes.is_empty() {
        let mut package = Package::open(bytes, options.max_document_bytes)?;
        refuse_encrypted(&mut package)?;
        read_formulas(&mut package, &mut body)?;
        for (name, is_needed) in [("meta.xml", false), ("styles.xml", false), (CONTENT, true)] {
            let part = if is_needed { Some(package.needed_part(name)?) } else { package.part(name)? };
            let Some(part) = part else { continue };
            let text = xml_text(&part, name)?;
            read_part(&mut XmlWalk::new(&text, name), &mut said, &mut body)?;
        }
    } else {
        let text = xml_text(bytes, "")?;
        read_part(&mut XmlWalk::new(&text, ""), &mut said, &mut body)?;
    }
    if let Some(kind) = said.other_kind {
        return Err(Fault::Malformed(format!("is an OpenDocument file of another kind ({kind}), not a text")));
    }
    let found = body.finish();
    if found.text.is_empty() {
        return Err(Fault::NoText("is an OpenDocument file without text"));
    }
    let mut properties = said.properties;
    for (place, further) in [
        (&mut properties.title, found.title),
        (&mut properties.author, said.last_author),
        (&mut properties.language, said.styles.language),
    ] {
        set_once(place, further.unwrap_or_default());
    }
    let title = properties.title.take();
    tell(Reading::Document(Parsed {
        id: None,
        title,
        text: found.text,
        fields: properties.fields(),
        ..Parsed::default()
    }));
    Ok(())
}

/// What the parts say but for the text.
#[derive(Debug, Default)]
struct Said {
    properties: Properties,
    last_author: Option<String>,
    styles: OdfStyles,
    other_kind: Option<String>,
}

/// Goes through a part, whichever of its sections it has: a flat file has them all.
fn read_part(walk: &mut XmlWalk<'_>, said: &mut Said, body: &mut OdfBody) -> Result<(), Fault> {
    let mut is_in_body = false;
    let mut is_root = true;
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        let name = tag.name();
        if std::mem::take(&mut is_root) && tag.space != Space::Office {
            return Err(walk.fault(&format!("it begins with `{}`", name.chars().take(40).collect::<String>())));
        }
        match (tag.space, name) {
            (Space::Office, "meta") => read_meta(walk, said)?,
            (Space::Office, "styles" | "automatic-styles") => said.styles.read(walk)?,
            (Space::Office, "text" | "presentation" | "drawing") if is_in_body => body.read(walk, &said.styles)?,
            (Space::Office, "body") => is_in_body = true,
            // The forerunner has no element for the kind, so that the text begins at once.
            (Space::Text | Space::Table | Space::Draw, _) if is_in_body => {
                body.read_old(&tag, walk, &said.styles)?;
            }
            (Space::Office, other) if is_in_body && !matches!(other, "forms" | "scripts") => {
                said.other_kind = Some(other.chars().take(40).collect());
                walk.skip()?;
            }
            (Space::Office, root) if root.starts_with("document") => {}
            _ => walk.skip()?,
        }
    }
    Ok(())
}

fn read_meta(walk: &mut XmlWalk<'_>, said: &mut Said) -> Result<(), Fault> {
    let mut n_open = 1_usize;
    while n_open > 0 {
        let Some(step) = walk.step()? else { break };
        let tag = match step {
            Step::Open(tag) => tag,
            Step::Close => {
                n_open -= 1;
                continue;
            }
            Step::Text(_) => continue,
        };
        let properties = &mut said.properties;
        let place = match (tag.space, tag.name()) {
            (Space::DublinCore, "title") => &mut properties.title,
            (Space::Meta, "initial-creator") => &mut properties.author,
            (Space::DublinCore, "creator") => &mut said.last_author,
            (Space::Meta, "creation-date") => &mut properties.created,
            (Space::DublinCore, "date") => &mut properties.modified,
            (Space::DublinCore, "language") => &mut properties.language,
            _ => {
                n_open += 1;
                continue;
            }
        };
        set_once(place, walk.text_within()?);
    }
    Ok(())
}

/// Reads the formulas, each of which is a document of its own in a folder of its own.
fn read_formulas(package: &mut Package<'_>, body: &mut OdfBody) -> Result<(), Fault> {
    let folders = package.names().filter_map(|name| name.strip_suffix("/content.xml").map(str::to_owned));
    for folder in folders.collect::<Vec<_>>() {
        let name = format!("{folder}/content.xml");
        let Some(part) = package.part(&name)? else { continue };
        let text = xml_text(&part, &name)?;
        let mut walk = XmlWalk::new(&text, &name);
        while let Some(step) = walk.step()? {
            let Step::Open(tag) = step else { continue };
            if tag.space == Space::MathMl {
                body.add_formula(&folder, math_text(&mut walk)?);
            }
            break;
        }
    }
    Ok(())
}

/// Refuses a package whose list of parts says that one of them is encrypted.
fn refuse_encrypted(package: &mut Package<'_>) -> Result<(), Fault> {
    const NAME: &str = "META-INF/manifest.xml";
    let Some(part) = package.part(NAME)? else { return Ok(()) };
    let text = xml_text(&part, NAME)?;
    let mut walk = XmlWalk::new(&text, NAME);
    while let Some(step) = walk.step()? {
        if let Step::Open(tag) = step
            && tag.name() == "encryption-data"
        {
            return Err(PASSWORD);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{damage, fields_of, read_all, read_one};
    use super::*;
    use crate::input::package::packed;

    const NAMES: [&str; 9] =
        ["office", "text", "table", "drawing", "presentation", "style", "meta", "svg-compatible", "xsl-fo-compatible"];

    /// A flat file with these styles and this body.
    fn flat(kind: &str, styles: &str, body: &str) -> String {
        let spaces = NAMES.map(|name| {
            let prefix = name.split('-').next().unwrap_or(name);
            format!("xmlns:{prefix}='urn:oasis:names:tc:opendocument:xmlns:{name}:1.0'")
        });
        format!(
            "<office:document {} xmlns:dc='http://purl.org/dc/elements/1.1/'><office:meta><meta:initial-creator>A. Author\
            </meta:initial-creator><dc:creator>B</dc:creator><dc:date>2021-01-01</dc:date></office:meta>\
            <office:automatic-styles>{styles}</office:automatic-styles><office:master-styles><text:p>head</text:p>\
            </office:master-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>",
            spaces.join(" ")
        )
    }

    fn text_of(body: &str) -> String {
        read_one(read_odf, flat("text", "", body).as_bytes()).text
    }

    #[test]
    fn headings_lists_and_tables_have_their_marks() {
        let body = "<text:h text:outline-level='2'>Head</text:h><text:list><text:list-item><text:p>one</text:p><text:p>more</text:p>\
            <text:list><text:list-item><text:p>inner</text:p></text:list-item></text:list></text:list-item></text:list>\
            <table:table><table:table-row><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>\
            <table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>\
            <table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>";
        assert_eq!(text_of(body), "## Head\n\n- one\n\nmore\n\n  - inner\n\na b\t\tc");
    }

    #[test]
    fn white_space_is_one_space_and_its_elements_are_kept() {
        let body = "<text:p>\n a \n<text:span> b</text:span><text:s text:c='3'/>c<text:tab/> d<text:line-break/>e\
            <text:s text:c='1000000000'/>f</text:p>";
        assert_eq!(text_of(body), format!("a b   c\t d\ne{}f", " ".repeat(MOST)));
    }

    const MOST: usize = 64;

    #[test]
    fn notes_stand_at_the_end_and_boxes_behind_their_paragraph() {
        let note = |class: &str, text: &str| {
            format!(
                "<text:note text:note-class='{class}'><text:note-citation>1</text:note-citation>\n<text:note-body>\
                <text:p>{text}</text:p></text:note-body></text:note>"
            )
        };
        let body = format!(
            "<text:p>a{} b{} c<drawing:frame><drawing:text-box>\n<text:list><text:list-item> <text:p>box</text:p></text:list-item>\
            </text:list></drawing:text-box><svg:title>no</svg:title></drawing:frame> d</text:p><text:p>e</text:p>",
            note("endnote", "last"),
            note("footnote", "foot")
        );
        assert_eq!(text_of(&body), "a b c d\n\n- box\n\ne\n\nfoot\n\nlast");
    }

    #[test]
    fn what_no_reader_sees_is_left_out() {
        let styles = "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>\
            <style:style style:name='P' style:family='paragraph' style:parent-style-name='Q'/>\
            <style:style style:name='Q' style:family='paragraph'><style:text-properties text:display='none'/></style:style>";
        let body = "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:p>a<office:annotation>\
            <text:p>comment</text:p></office:annotation><text:span text:style-name='H'>hidden</text:span><text:ruby><text:ruby-base>b\
            </text:ruby-base><text:ruby-text>r</text:ruby-text></text:ruby></text:p><text:p text:style-name='P'>hidden</text:p>\
            <text:section text:display='none'><text:p>x</text:p></text:section>\
            <text:table-of-content><text:table-of-content-source><text:p>no</text:p></text:table-of-content-source>\
            <text:index-body><text:p>c</text:p></text:index-body></text:table-of-content>";
        let parsed = read_one(read_odf, flat("text", styles, body).as_bytes());
        assert_eq!(parsed.text, "ab\n\nc");
        assert_eq!(fields_of(&parsed), "author=A. Author date=2021-01-01");
    }

    #[test]
    fn the_title_is_the_paragraph_with_its_style() {
        let styles = "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>\
            <style:default-style style:family='paragraph'><style:text-properties xsl:language='de' xsl:country='AT'/>\
            </style:default-style>";
        let body = "<text:p>before</text:p><text:p text:style-name='P1'>The<text:line-break/>title</text:p>";
        let parsed = read_one(read_odf, flat("text", styles, body).as_bytes());
        assert_eq!(parsed.title.as_deref(), Some("The title"));
        assert!(fields_of(&parsed).ends_with("language=de-AT"));
    }

    #[test]
    fn slides_have_their_titles_first_and_their_notes_last() {
        let frame = |class: &str, text: &str| {
            format!(
                "<drawing:frame presentation:class='{class}'><drawing:text-box><text:p>{text}</text:p></drawing:text-box>\
                </drawing:frame>"
            )
        };
        let page = |title: &str| {
            format!(
                "<drawing:page><drawing:g>{}</drawing:g>{}<drawing:custom-shape><text:p>shape</text:p></drawing:custom-shape>{}\
                <presentation:notes>{}{}</presentation:notes></drawing:page>",
                frame("outline", "text"),
                frame("title", title),
                frame("page-number", "7"),
                frame("notes", "said"),
                frame("header", "no")
            )
        };
        let body = [page("One"), page("Two")].concat();
        let parsed = read_one(read_odf, flat("presentation", "", &body).as_bytes());
        assert_eq!(parsed.text, "## One\n\ntext\n\nshape\n\nsaid\n\n## Two\n\ntext\n\nshape\n\nsaid");
        assert_eq!(parsed.title.as_deref(), Some("One"));
    }

    #[test]
    fn packed_files_are_read_and_others_refused_by_name() {
        let content = flat("text", "", "<text:p>a</text:p>");
        let package = packed(&[("mimetype", b"x"), (CONTENT, content.as_bytes())]);
        assert_eq!(read_one(read_odf, &package).text, "a");
        let manifest = b"<m><file-entry><encryption-data/></file-entry></m>";
        let locked = packed(&[(CONTENT, content.as_bytes()), ("META-INF/manifest.xml", manifest)]);
        assert_eq!(read_all(read_odf, &locked), Err(PASSWORD));
        let sheet = flat("spreadsheet", "", "<table:table/>");
        assert!(format!("{:?}", read_all(read_odf, sheet.as_bytes())).contains("another kind (spreadsheet)"));
        let empty = flat("text", "", "<text:p> </text:p>");
        assert!(matches!(read_all(read_odf, empty.as_bytes()), Err(Fault::NoText(_))));
        assert!(matches!(read_all(read_odf, b"<html>\n</html>"), Err(Fault::MalformedAt(1, _))));
        damage(read_odf, &package, false);
        damage(read_odf, content.as_bytes(), false);
    }

    #[test]
    fn formulas_stand_in_their_line() {
        let body = "<text:p>a <drawing:frame><drawing:object link:href='./Object 1/'/><drawing:image/></drawing:frame> b\
            <drawing:frame><drawing:object><math xmlns='http://www.w3.org/1998/Math/MathML'><mi>y</mi></math></drawing:object>\
            </drawing:frame></text:p>";
        let content = flat("text", "", body);
        let formula = b"<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>x</m:mi></m:math>";
        let package = packed(&[(CONTENT, content.as_bytes()), ("Object 1/content.xml", formula)]);
        assert_eq!(read_one(read_odf, &package).text, "a x by");
    }

    #[test]
    fn the_forerunner_is_read_too() {
        let content = "<office:document-content xmlns:office='http://openoffice.org/2000/office' \
            xmlns:text='http://openoffice.org/2000/text'><office:body><text:h text:level='1'>a</text:h><text:unordered-list>\
            <text:list-item><text:p>b<text:footnote><text:footnote-citation>1</text:footnote-citation><text:footnote-body>\
            <text:p>c</text:p></text:footnote-body></text:footnote></text:p></text:list-item></text:unordered-list></office:body>\
            </office:document-content>";
        assert_eq!(read_one(read_odf, &packed(&[(CONTENT, content.as_bytes())])).text, "# a\n\n- b\n\nc");
    }
}
