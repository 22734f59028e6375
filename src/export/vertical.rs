//! Vertical text: one token a line, for the IMS Open Corpus Workbench and Sketch Engine.
//!
//! Tokens are the segments of UAX #29 that are not white space: words, and each punctuation mark. `<g/>` stands between two
//! tokens that no white space parts, as Sketch Engine has it. Tags part documents, paragraphs and sentences; what is known
//! of a document stands in the attributes of its `<doc>`. `&`, `<` and `>` are escaped as in XML.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::markup::{properties, push_attribute, push_text};
use crate::document::Document;
use crate::text::{Language, paragraphs, sentences_in};

/// The document as a `<doc>`.
pub(super) fn element(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len() * 2);
    out.push_str("<doc");
    let mut taken = HashSet::new();
    for (name, value) in properties(document) {
        push_attribute(&unique(attribute_name(name), &mut taken), value, &mut out);
    }
    out.push_str(">\n");
    for paragraph in paragraphs(&document.text) {
        push_paragraph(paragraph.of(&document.text), &mut out);
    }
    out.push_str("</doc>\n");
    out
}

/// Sentences are without what has no letter, such as a line of asterisks; here it goes to the sentence behind it.
fn push_paragraph(paragraph: &str, out: &mut String) {
    out.push_str("<p>\n");
    let mut ends: Vec<usize> = sentences_in(paragraph, Language::Any).iter().map(|sentence| sentence.end).collect();
    ends.pop();
    ends.push(paragraph.len());
    let mut start = 0;
    for end in ends {
        out.push_str("<s>\n");
        push_tokens(&paragraph[start..end], out);
        out.push_str("</s>\n");
        start = end;
    }
    out.push_str("</p>\n");
}

fn push_tokens(sentence: &str, out: &mut String) {
    let mut follows_token = false;
    for segment in sentence.split_word_bounds() {
        let is_token = !segment.trim().is_empty();
        if is_token {
            out.push_str(if follows_token { "<g/>\n" } else { "" });
            push_text(segment, out);
            out.push('\n');
        }
        follows_token = is_token;
    }
}

/// Attributes are lower-case ASCII in both programs.
fn attribute_name(name: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(allowed).collect();
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("x_{name}") }
}

fn unique(name: String, taken: &mut HashSet<String>) -> String {
    let numbers = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone()).chain(numbers).find(|name| !taken.contains(name)).unwrap_or(name);
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::FieldValue;

    #[test]
    fn tokens_stand_one_a_line_between_the_tags_of_their_sentences() {
        let mut document = Document {
            id: "a.txt".to_owned(),
            source: "a.txt".to_owned(),
            text: "It rains, again. \"Why?\"\n\n***\n\nA<B".to_owned(),
            ..Document::default()
        };
        document.fields.set("Año".into(), FieldValue::Json("2020".to_owned()));
        let expected = "<doc id=\"a.txt\" source=\"a.txt\" a_o=\"2020\">\n\
            <p>\n<s>\nIt\nrains\n<g/>\n,\nagain\n<g/>\n.\n</s>\n<s>\n\"\n<g/>\nWhy\n<g/>\n?\n<g/>\n\"\n</s>\n</p>\n\
            <p>\n<s>\n*\n<g/>\n*\n<g/>\n*\n</s>\n</p>\n\
            <p>\n<s>\nA\n<g/>\n&lt;\n<g/>\nB\n</s>\n</p>\n</doc>\n";
        assert_eq!(element(&document), expected);
    }

    #[test]
    fn names_of_attributes_are_simple_and_each_is_there_once() {
        let mut taken = HashSet::new();
        let names = ["Date", "date", "2nd", "ü"].map(|name| unique(attribute_name(name), &mut taken));
        assert_eq!(names, ["date", "date_2", "x_2nd", "x__"]);
    }
}
