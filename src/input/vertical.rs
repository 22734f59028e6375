//! Vertical text: one token a line, tags on lines of their own, as our own export, Sketch Engine and the Corpus Workbench have it.
//!
//! Tokens are put together with blanks between them; `<g/>` says that there is none. Paragraphs are set apart by a blank line, sentences
//! outside paragraphs are lines. Behind a word stand its tag and its lemma.

use super::annotations::{Annotations, TokenValues};
use super::character_reference::decoded;
use super::options::{InputOptions, TokenAttribute};
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Fields, Span};

/// The elements that are documents; the first that a file has is the one.
const DOCUMENT_NAMES: [&str; 5] = ["doc", "text", "document", "file", "article"];

/// Reads the documents of a file.
pub(super) fn read(text: &str, options: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    if options.attribute == TokenAttribute::Form {
        return walk(text, Wish::Text, &mut |reading, _| hand_over(reading));
    }
    read_annotated(text, &mut |reading, annotations| match reading {
        Reading::Document(mut document) => {
            document.text = annotations.attribute_text(&document.text, options.attribute);
            hand_over(Reading::Document(document));
        }
        other => hand_over(other),
    })
}

/// As [`read`], with the tokens of each document: where they are in its text, lemma and tag.
fn read_annotated(text: &str, hand_over: &mut dyn FnMut(Reading, Annotations)) -> Result<(), Fault> {
    walk(text, Wish::TextAndTokens, hand_over)
}

/// `true` if a text begins as such files do: a document or corpus alone on its line, and a token behind the tags.
pub(super) fn begins(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with("<?"));
    let is_start = |line: &str| matches!(Line::of(line), Line::Open { name, .. } if name == "corpus" || DOCUMENT_NAMES.contains(&name));
    lines.next().is_some_and(is_start)
        && lines.find(|line| !line.starts_with('<')).is_some_and(|line| !line.contains('<'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Text,
    TextAndTokens,
}

/// A line.
enum Line<'t> {
    Token(&'t str),
    /// A structure begins; it may end at once.
    Open {
        name: &'t str,
        attributes: &'t str,
    },
    Close(&'t str),
    Glue,
    /// An empty line, a comment or a declaration.
    Nothing,
}

impl<'t> Line<'t> {
    /// A token may begin with `<` as well, so only what is a whole tag is one.
    fn of(line: &'t str) -> Self {
        let Some(inner) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
            return if line.is_empty() { Self::Nothing } else { Self::Token(line) };
        };
        let is_comment = inner.starts_with("!--") && inner.ends_with("--");
        if is_comment || inner.starts_with('?') && inner.ends_with('?') {
            return Self::Nothing;
        }
        let (is_close, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        let (name, rest) = inner.split_at(inner.find(|c| !is_name(c)).unwrap_or(inner.len()));
        let attributes = rest.trim_end_matches('/').trim();
        let is_tag = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && (attributes.is_empty() || rest.starts_with([' ', '\t']) && attributes.contains('='));
        match name {
            _ if !is_tag => Self::Token(line),
            "g" if !is_close => Self::Glue,
            _ if is_close => Self::Close(name),
            _ => Self::Open { name, attributes },
        }
    }
}

fn walk(text: &str, wish: Wish, hand_over: &mut dyn FnMut(Reading, Annotations)) -> Result<(), Fault> {
    let mut walk = Walk::new(wish, hand_over);
    let mut n_lines = 0;
    for (number, line) in (1..).zip(text.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        n_lines = number;
        let malformed = |message: String| Fault::MalformedAt(number, message);
        match Line::of(line) {
            Line::Token(row) => walk.token(row),
            Line::Glue => walk.is_glued = true,
            Line::Open { name, attributes } => walk.open(name, attributes).map_err(malformed)?,
            Line::Close(name) => walk.close(name).map_err(malformed)?,
            Line::Nothing => {}
        }
    }
    match walk.document_name {
        Some(name) if walk.is_open => Err(Fault::MalformedAt(n_lines, format!("the file ends inside a <{name}>"))),
        _ if walk.document.is_some() => {
            walk.end();
            Ok(())
        }
        _ if walk.n_documents == 0 => Err(Fault::NoText("is vertical text without a token")),
        _ => Ok(()),
    }
}

struct Walk<'t, 'o> {
    wish: Wish,
    hand_over: &'o mut dyn FnMut(Reading, Annotations),
    document_name: Option<&'t str>,
    document: Option<Parsed>,
    annotations: Annotations,
    /// The document is inside an element.
    is_open: bool,
    n_documents: u64,
    n_open_paragraphs: usize,
    gap: &'static str,
    is_glued: bool,
}

impl<'t, 'o> Walk<'t, 'o> {
    fn new(wish: Wish, hand_over: &'o mut dyn FnMut(Reading, Annotations)) -> Self {
        Self {
            wish,
            hand_over,
            document_name: None,
            document: None,
            annotations: Annotations::default(),
            is_open: false,
            n_documents: 0,
            n_open_paragraphs: 0,
            gap: "",
            is_glued: false,
        }
    }

    fn token(&mut self, row: &str) {
        let mut cells = row.split('\t');
        let form = decoded(cells.next().unwrap_or_default());
        let text = &mut self.document.get_or_insert_with(Parsed::default).text;
        let is_glued = std::mem::take(&mut self.is_glued);
        let gap = std::mem::replace(&mut self.gap, " ");
        // Nothing is glued across paragraphs.
        if !text.is_empty() && (!is_glued || gap == "\n\n") {
            text.push_str(gap);
        }
        let start = text.len();
        text.push_str(&form);
        if self.wish == Wish::TextAndTokens {
            let (tag, lemma) = (decoded(cells.next().unwrap_or_default()), decoded(cells.next().unwrap_or_default()));
            let lemma = if lemma == "<unknown>" { "" } else { &*lemma };
            let values = TokenValues { lemma, upos: "", xpos: &tag };
            self.annotations.push(Span::new(start, text.len()), false, values);
        }
    }

    fn open(&mut self, name: &'t str, attributes: &'t str) -> Result<(), String> {
        if self.document_name.is_none() && DOCUMENT_NAMES.contains(&name) {
            self.document_name = Some(name);
        }
        if self.document_name == Some(name) {
            if self.is_open {
                return Err(format!("a <{name}> begins inside another"));
            }
            if self.document.is_some() {
                self.end();
            }
            self.document = Some(described(attributes)?);
            self.is_open = true;
        } else if name == "p" {
            self.n_open_paragraphs += 1;
            self.gap = "\n\n";
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), String> {
        if self.document_name == Some(name) {
            if !self.is_open {
                return Err(format!("a <{name}> ends that did not begin"));
            }
            self.end();
        } else if name == "p" {
            self.n_open_paragraphs = self.n_open_paragraphs.saturating_sub(1);
            self.gap = "\n\n";
        } else if name == "s" && self.n_open_paragraphs == 0 && self.gap == " " {
            self.gap = "\n";
        }
        Ok(())
    }

    fn end(&mut self) {
        (self.is_open, self.is_glued, self.gap, self.n_open_paragraphs) = (false, false, "", 0);
        if let Some(document) = self.document.take() {
            self.n_documents += 1;
            (self.hand_over)(Reading::Document(document), std::mem::take(&mut self.annotations));
        }
    }
}

/// A document with what its tag says about it.
fn described(attributes: &str) -> Result<Parsed, String> {
    let mut document = Parsed::default();
    let mut fields = Fields::default();
    let mut rest = attributes;
    while let Some((name, behind)) = rest.split_once('=') {
        let name = name.trim();
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => behind.get(1..).and_then(|behind| behind.split_once(quote)),
            None => Some(behind.split_once(char::is_whitespace).unwrap_or((behind, ""))),
        };
        let (value, further) = value.ok_or_else(|| format!("the value of {name:?} has no end"))?;
        rest = further;
        let value = decoded(value).into_owned();
        match name {
            "id" if document.id.is_none() => document.id = Some(value),
            "title" if document.title.is_none() => document.title = Some(value),
            _ => fields.set(name.into(), FieldValue::Text(value)),
        }
    }
    if !rest.trim().is_empty() {
        return Err(format!("{:?} is no attribute", rest.trim()));
    }
    document.fields = fields;
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(source: &str) -> Result<Vec<(Parsed, Annotations)>, Fault> {
        let mut documents = Vec::new();
        read_annotated(source, &mut |reading, annotations| {
            if let Reading::Document(document) = reading {
                documents.push((document, annotations));
            }
        })?;
        Ok(documents)
    }

    #[test]
    fn what_export_writes_comes_back() {
        let source = "<doc id=\"a.txt\" source=\"a.txt\" title=\"Fish &amp; &quot;Chips&quot;\" a_o=\"2020\">\n\
            <p>\n<s>\nIt\nrains\n<g/>\n,\nagain\n<g/>\n.\n</s>\n<s>\n\"\n<g/>\nWhy\n<g/>\n?\n<g/>\n\"\n</s>\n</p>\n\
            <p>\n<s>\nA\n<g/>\n&lt;\n<g/>\nB\n</s>\n</p>\n</doc>\n<doc id=\"b\" source=\"b\">\n</doc>\n";
        let documents = documents(source).expect("the file is whole");
        let [(first, _), (second, _)] = &documents[..] else { panic!("there are two documents") };
        assert_eq!((first.id.as_deref(), first.title.as_deref()), (Some("a.txt"), Some("Fish & \"Chips\"")));
        let fields: Vec<_> = first.fields.iter().map(|(name, value)| (&**name, value.as_text())).collect();
        assert_eq!(fields, [("source", "a.txt"), ("a_o", "2020")]);
        assert_eq!(first.text, "It rains, again. \"Why?\"\n\nA<B");
        assert_eq!((second.id.as_deref(), &*second.text), (Some("b"), ""));
    }

    #[test]
    fn columns_are_tag_and_lemma_and_other_structures_are_passed_over() {
        let source = "<?xml version=\"1.0\"?>\n<!-- made -->\n<corpus>\n<text id='1' source=web>\r\n<s>\r\nDogs\tNNS\tdog\r\n<np head=\"x\">\n<g/>\n\
            <\tSYM\t<unknown>\n</np>\n</s>\n<s>\nx\n</s>\n</text>\n</corpus>\n";
        let documents = documents(source).expect("the file is whole");
        let [(document, annotations)] = &documents[..] else { panic!("there is one document") };
        assert_eq!(document.text, "Dogs<\nx");
        assert_eq!(document.fields.get("source").map(FieldValue::as_text), Some("web"));
        let values: Vec<_> = annotations.tokens.iter().map(|token| annotations.values(token)).collect();
        assert_eq!((values[0].lemma, values[0].xpos, values[1].lemma), ("dog", "NNS", ""));
        assert_eq!(annotations.tokens[1].span.of(&document.text), "<");
        assert!(
            begins("<doc id=\"1\">\r\n<s>\na\tb\n")
                && !begins("<s>\na\n")
                && !begins("doc")
                && !begins("<doc>\n<p>a</p>\n")
        );
    }

    #[test]
    fn a_file_without_documents_is_one() {
        let documents = documents("It\nrains\n<g/>\n.\n").expect("the file is whole");
        assert_eq!(documents.iter().map(|(document, _)| &*document.text).collect::<Vec<_>>(), ["It rains."]);
    }

    #[test]
    fn damage_is_told_with_its_line() {
        for (source, line) in [
            ("<doc>\na\n", 3),
            ("<doc>\na\n<doc>\nb\n</doc>", 3),
            ("<doc>\n</doc>\n</doc>", 3),
            ("a\n<doc id=\"1>\nb", 2),
            ("<doc id=\"1\" b>\nb", 1),
        ] {
            let fault = documents(source).expect_err("it is damaged");
            assert!(matches!(fault, Fault::MalformedAt(found, _) if found == line), "{source:?}: {fault:?}");
        }
        assert!(matches!(documents("\n<p>\n</p>\n"), Err(Fault::NoText(_))));
    }
}
