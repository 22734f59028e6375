//! Text documents of Word: what a reader of the printed page sees, without running heads, comments and deleted text.

use std::collections::HashMap;

use crate::input::options::InputOptions;
use crate::input::package::Package;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::input::xml_walk::{Step, XmlWalk, xml_text};

use super::docx_body::{Body, NoteKind};
use super::docx_styles::Styles;
use super::opc::{Relation, properties, relations, set_once, target_of};
use super::slide::read_diagram;

/// Reads a document of Word, as `.docx`, `.docm`, `.dotx` and `.dotm` files are.
///
/// # Errors
///
/// A container or part that is damaged, encrypted or too long, a package that is no document of Word, and one without text.
pub(in crate::input) fn read_docx(
    bytes: &[u8],
    options: &InputOptions,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let mut package = Package::open(bytes, options.max_document_bytes)?;
    let package_relations = relations(&mut package, "")?;
    let main = target_of(&package_relations, "officeDocument").unwrap_or("word/document.xml").to_owned();
    let mut properties = properties(&mut package, &package_relations)?;
    let related = relations(&mut package, &main)?;
    let styles = read_styles(&mut package, &related)?;
    if let Some(language) = &styles.language {
        set_once(&mut properties.language, language.clone());
    }

    let diagrams = read_diagrams(&mut package, &related)?;
    let document = package.needed_part(&main)?;
    let text = xml_text(&document, &main)?;
    let mut body = Body::new(&styles, diagrams);
    let mut walk = XmlWalk::new(&text, &main);
    check_root(&mut walk)?;
    body.read(&mut walk)?;
    drop(text);
    drop(document);
    for (kind, name) in [(NoteKind::Foot, "footnotes"), (NoteKind::End, "endnotes")] {
        let Some(name) = target_of(&related, name).filter(|_| body.has_notes(kind)) else { continue };
        let Some(part) = package.part(name)? else { continue };
        body.read_notes(&mut XmlWalk::new(&xml_text(&part, name)?, name))?;
    }
    let read = body.finish();
    if read.n_embedded > 0 {
        let what = if read.n_embedded == 1 { "document" } else { "documents" };
        tell(Reading::Warning(format!(
            "has {} embedded {what} that are not read: open it in Word and save it again to take them in",
            read.n_embedded
        )));
    }
    if read.text.is_empty() {
        return Err(Fault::NoText("is a Word document without text"));
    }
    if let Some(title) = read.title {
        set_once(&mut properties.title, title);
    }
    let title = properties.title.take();
    tell(Reading::Document(Parsed {
        id: None,
        title,
        text: read.text,
        fields: properties.fields(),
        ..Parsed::default()
    }));
    Ok(())
}

fn read_styles(package: &mut Package<'_>, related: &[Relation]) -> Result<Styles, Fault> {
    let Some(name) = target_of(related, "styles") else { return Ok(Styles::default()) };
    let Some(bytes) = package.part(name)? else { return Ok(Styles::default()) };
    Styles::read(&mut XmlWalk::new(&xml_text(&bytes, name)?, name))
}

fn read_diagrams(package: &mut Package<'_>, related: &[Relation]) -> Result<HashMap<String, String>, Fault> {
    let mut diagrams = HashMap::new();
    for relation in related.iter().filter(|relation| relation.kind == "diagramData") {
        let name = relation.target.as_str();
        let Some(part) = package.part(name)? else { continue };
        let text = read_diagram(&mut XmlWalk::new(&xml_text(&part, name)?, name))?;
        diagrams.insert(relation.id.clone(), text);
    }
    Ok(diagrams)
}

/// Goes into the main part, if it is one of a text document.
fn check_root(walk: &mut XmlWalk<'_>) -> Result<(), Fault> {
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        if tag.name() == "document" {
            return Ok(());
        }
        let found: String = tag.name().chars().take(40).collect();
        return Err(Fault::Malformed(format!("is no Word document: its main part is a `{found}`")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{damage, fields_of, read_all, read_one};
    use super::*;
    use crate::input::package::packed;

    const WORD: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
        xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' xmlns:v='urn:schemas-microsoft-com:vml' \
        xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'";

    /// A document with this body and these styles and footnotes.
    fn document(body: &str, styles: &str, notes: &str) -> Vec<u8> {
        let relation =
            |id: u8, kind: &str, target: &str| format!("<Relationship Id='r{id}' Type='x/{kind}' Target='{target}'/>");
        let list = |relations: &[String]| format!("<Relationships>{}</Relationships>", relations.concat());
        let first = [relation(1, "officeDocument", "doc/main.xml"), relation(2, "core-properties", "/core.xml")];
        let second = [
            relation(1, "styles", "s.xml"),
            relation(2, "footnotes", "../f.xml"),
            relation(3, "diagramData", "../d.xml"),
        ];
        let drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
        let diagram = format!("<d xmlns:a='{drawing}'><a:p><a:t>point</a:t></a:p></d>");
        let core = "<c xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:t='http://purl.org/dc/terms/'>\
            <dc:creator>A. Author</dc:creator><t:created>2020-01-02T03:04:05Z</t:created></c>";
        packed(&[
            ("_rels/.rels", list(&first).as_bytes()),
            ("doc/_rels/main.xml.rels", list(&second).as_bytes()),
            ("core.xml", core.as_bytes()),
            ("doc/main.xml", format!("<w:document {WORD}><w:body>{body}</w:body></w:document>").as_bytes()),
            ("doc/s.xml", format!("<w:styles {WORD}>{styles}</w:styles>").as_bytes()),
            ("d.xml", diagram.as_bytes()),
            ("f.xml", format!("<w:footnotes {WORD}>{notes}</w:footnotes>").as_bytes()),
        ])
    }

    fn text_of(body: &str) -> String {
        read_one(read_docx, &document(body, "", "")).text
    }

    fn paragraph(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn styles_make_headings_items_and_the_title_in_any_language() {
        let styles = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val='de-DE'/></w:rPr></w:rPrDefault></w:docDefaults>\
            <w:style w:type='paragraph' w:default='1' w:styleId='S'/>\
            <w:style w:styleId='berschrift1'><w:name w:val='heading 1'/><w:basedOn w:val='S'/></w:style>\
            <w:style w:styleId='Eigen'><w:basedOn w:val='berschrift1'/></w:style>\
            <w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
            <w:style w:styleId='L'><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr></w:style>\
            <w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style>";
        let styled = |style: &str, more: &str, text: &str| {
            format!("<w:p><w:pPr><w:pStyle w:val='{style}'/>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let body = [
            styled("Titel", "", "The title"),
            styled("Eigen", "", "One"),
            styled("L", "", "item"),
            styled("L", "<w:numPr><w:ilvl w:val='1'/></w:numPr>", "inner"),
            styled("L", "<w:numPr><w:numId w:val='0'/></w:numPr>", "no item"),
            styled("S", "<w:outlineLvl w:val='2'/>", "Three"),
            styled("Eigen", "<w:outlineLvl w:val='9'/>", "text"),
            styled("H", "", "hidden"),
        ];
        let parsed = read_one(read_docx, &document(&body.concat(), styles, ""));
        assert_eq!(parsed.text, "The title\n\n# One\n\n- item\n  - inner\n\nno item\n\n### Three\n\ntext");
        assert_eq!(parsed.title.as_deref(), Some("The title"));
        assert_eq!(fields_of(&parsed), "author=A. Author date=2020-01-02T03:04:05Z language=de-DE");
    }

    #[test]
    fn deleted_moved_and_hidden_text_is_left_out_and_inserted_text_kept() {
        let body = "<w:p><w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>c</w:t>\
            </w:r></w:moveFrom><w:ins><w:r><w:t>d</w:t></w:r></w:ins><w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo>\
            <w:r><w:rPr><w:vanish/></w:rPr><w:t>f</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>g</w:t></w:r></w:p>\
            <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>joined </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>\
            <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(text_of(body), "adeg\n\njoined line");
    }

    #[test]
    fn codes_of_fields_are_left_out_with_the_fields_within() {
        let mark = |kind: &str| {
            format!("<w:r><w:fldChar w:fldCharType='{kind}'><w:ffData><w:t>n</w:t></w:ffData></w:fldChar></w:r>")
        };
        let text = |text: &str| format!("<w:r><w:instrText>IF</w:instrText><w:t>{text}</w:t></w:r>");
        let inner = [mark("begin"), mark("separate"), text("inner"), mark("end")].concat();
        let body = [text("a"), mark("begin"), inner, mark("separate"), text("b"), mark("end"), text("c")].concat();
        assert_eq!(text_of(&format!("<w:p>{body}</w:p>")), "abc");
        let never_ends = format!("<w:p>{}</w:p>{}", mark("begin"), paragraph("kept"));
        assert_eq!(text_of(&never_ends), "kept");
    }

    #[test]
    fn a_text_box_stands_once_and_behind_its_paragraph() {
        let inner = paragraph("box");
        let body = format!(
            "<w:p><w:r><w:t>a</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>{inner}</w:txbxContent></mc:Choice>\
            <mc:Fallback><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>\
            <w:t>b</w:t></w:r></w:p>"
        );
        assert_eq!(text_of(&body), "ab\n\nbox");
    }

    #[test]
    fn a_diagram_stands_behind_its_paragraph() {
        let body = "<w:p><w:r><w:t>a</w:t><d:relIds xmlns:d='http://schemas.openxmlformats.org/drawingml/2006/diagram' \
            xmlns:r='x' r:dm='r3'/><w:t>b</w:t></w:r></w:p>";
        assert_eq!(text_of(body), "ab\n\npoint");
    }

    #[test]
    fn signs_within_runs_are_characters() {
        let body = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>\
            <w:noBreakHyphen/><w:softHyphen/><w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>\
            <w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\u{F0B7}</w:t></w:r>\
            <w:ruby><w:rt><w:r><w:t>no</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:p>";
        assert_eq!(text_of(body), "a\tb\nc\u{2011}\u{AD}α✓•base");
    }

    #[test]
    fn a_formula_is_one_line() {
        let body = "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>\
            <m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e><m:r><m:t>x</m:t></m:r></m:e></m:d>\
            <m:sup/></m:oMath></w:p>";
        assert_eq!(text_of(body), "1/2[x]");
    }

    #[test]
    fn notes_stand_at_the_end_once_in_the_order_of_their_marks() {
        let body = "<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id='2'/><w:footnoteReference w:id='1'/>\
            <w:footnoteReference w:id='2'/></w:r></w:p>";
        let note =
            |id: u8, kind: &str, text: &str| format!("<w:footnote w:id='{id}' {kind}>{}</w:footnote>", paragraph(text));
        let notes = [
            note(0, "w:type='separator'", "line"),
            note(1, "", "first"),
            note(2, "", "second"),
            note(3, "", "nobody points to it"),
        ];
        let parsed = read_one(read_docx, &document(body, "", &notes.concat()));
        assert_eq!(parsed.text, "a\n\nsecond\n\nfirst");
    }

    #[test]
    fn what_is_no_document_or_has_no_text_is_named() {
        assert_eq!(
            read_all(read_docx, &document("<w:p/>", "", "")),
            Err(Fault::NoText("is a Word document without text"))
        );
        let sheet = packed(&[("word/document.xml", b"<workbook/>")]);
        let said = "is no Word document: its main part is a `workbook`";
        assert_eq!(read_all(read_docx, &sheet), Err(Fault::Malformed(said.to_owned())));
        let embedded = document(&format!("<w:altChunk/>{}", paragraph("a")), "", "");
        let (documents, warnings) = read_all(read_docx, &embedded).unwrap();
        assert_eq!((documents.len(), warnings.len()), (1, 1));
    }

    #[test]
    fn damage_never_panics() {
        let body = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("cell"));
        let bytes = document(&body, "<w:style w:styleId='a'/>", "");
        damage(read_docx, &bytes, false);
        // The parts themselves, past the checksum of the container.
        for cut in 0..body.len() {
            assert!(body.is_char_boundary(cut));
            let _ = read_all(read_docx, &document(&body[..cut], "", ""));
        }
    }
}
