//! TEI (P5, "Guidelines for Electronic Text Encoding and Interchange"): a `teiCorpus` with a `TEI` for each document.
//!
//! A header is as simple as the schema allows: title, where the text came from, and a note for each further field. A body has
//! a `head` if there is a title, and a `p` for each paragraph.

use super::markup::{properties, push_attribute, push_text};
use crate::document::Document;
use crate::text::paragraphs;

/// Everything before the first document.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">
<teiHeader><fileDesc><titleStmt><title>Corpus</title></titleStmt>\
<publicationStmt><p>Unpublished</p></publicationStmt>\
<sourceDesc><p>Documents as textmill read them</p></sourceDesc></fileDesc></teiHeader>
";

/// Everything behind the last document.
pub(super) const FOOT: &str = "</teiCorpus>\n";

/// The document as a `<TEI>`.
pub(super) fn element(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len() + 512);
    out.push_str("<TEI>\n<teiHeader><fileDesc><titleStmt><title>");
    push_text(document.title.as_deref().unwrap_or(&document.id), &mut out);
    out.push_str("</title></titleStmt><publicationStmt><p>Unpublished</p></publicationStmt>");
    out.push_str("<notesStmt>");
    for (name, value) in properties(document).filter(|(name, _)| !matches!(*name, "source" | "title")) {
        out.push_str("<note");
        push_attribute("n", name, &mut out);
        out.push('>');
        push_text(value, &mut out);
        out.push_str("</note>");
    }
    out.push_str("</notesStmt><sourceDesc><p>");
    push_text(&document.source, &mut out);
    out.push_str("</p></sourceDesc></fileDesc></teiHeader>\n<text><body>\n");
    if let Some(title) = &document.title {
        push_element("head", title, &mut out);
    }
    let n_before = out.len();
    for paragraph in paragraphs(&document.text) {
        push_element("p", paragraph.of(&document.text), &mut out);
    }
    if out.len() == n_before {
        // A body must hold something.
        push_element("p", "", &mut out);
    }
    out.push_str("</body></text>\n</TEI>\n");
    out
}

fn push_element(name: &str, text: &str, out: &mut String) {
    out.extend(["<", name, ">"]);
    push_text(text, out);
    out.extend(["</", name, ">\n"]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_a_header_and_a_paragraph_for_each_of_its_own() {
        let document = Document {
            id: "1".to_owned(),
            source: "a.jsonl".to_owned(),
            title: Some("Fish & Chips".to_owned()),
            text: "One\ntwo.\n\n<three>".to_owned(),
            ..Document::default()
        };
        let element = element(&document);
        let (header, text) = element.split_once("<text>").expect("there is a text");
        assert!(header.contains("<title>Fish &amp; Chips</title>"), "{header}");
        assert!(header.contains("<note n=\"id\">1</note>"), "{header}");
        let expected =
            "<body>\n<head>Fish &amp; Chips</head>\n<p>One\ntwo.</p>\n<p>&lt;three&gt;</p>\n</body></text>\n</TEI>\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn an_empty_text_is_an_empty_paragraph() {
        assert!(element(&Document::default()).contains("<body>\n<p></p>\n</body>"));
    }
}
