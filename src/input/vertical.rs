//! Vertical text: one token a line, tags on lines of their own, as our own export, Sketch Engine and the Corpus Workbench have it.
//!
//! Tokens are put together with blanks between them; `<g/>` says that there is none. Paragraphs are set apart by a blank line, sentences
//! outside paragraphs are lines. Behind a word stand its tag and its lemma. A document that is damaged costs itself.

use super::annotations::TokenValues;
use super::character_reference::decoded;
use super::cut::Cut;
use super::marked_lines::{Drafts, LinePlace, MarkCut, Marks, without_end};
use super::options::InputOptions;
use super::reader::{Fault, MarkedBlock, Parsed, Reading};
use crate::document::{FieldValue, Fields, Span};

/// The elements that are documents; the first that a file has is the one.
const DOCUMENT_NAMES: [&str; 5] = ["doc", "text", "document", "file", "article"];

/// Finds the ends of documents.
pub(super) fn cut(_: &InputOptions) -> Box<dyn Cut + Send> {
    Box::new(MarkCut::new(Bounds::default()))
}

/// Reads the documents of a block, whose head is the name of the element that is a document.
pub(super) fn read(block: &MarkedBlock<'_>, options: &InputOptions, take: &mut dyn FnMut(u64, Result<Reading, Fault>)) {
    let mut bounds = Bounds { name: block.head.to_owned(), ..Bounds::default() };
    let drafts = Drafts::new(block.first_number, options, take);
    let mut walk = Walk { drafts, n_open_paragraphs: 0, gap: "", is_glued: false };
    let mut n_lines = 0;
    for (number, row) in block.lines() {
        n_lines = number;
        let was_in = bounds.state;
        let (place, line) = bounds.take(without_end(row));
        let malformed = |message: String| Fault::MalformedAt(number, message);
        if place == LinePlace::Begins {
            if was_in == State::Element {
                walk.lose(malformed(format!("a <{}> begins inside another", bounds.name)));
            }
            walk.begin();
        }
        match line {
            Line::Token(row) => walk.token(row),
            Line::Glue => walk.is_glued = true,
            Line::Open { attributes, .. } if place == LinePlace::Begins => match described(attributes) {
                Ok(document) => walk.drafts.document = Some(document),
                Err(message) => walk.lose(malformed(message)),
            },
            Line::Close(name) if name == bounds.name && was_in == State::Element => walk.hand_over(),
            Line::Close(name) if name == bounds.name => {
                walk.drafts.fail(malformed(format!("a <{name}> ends that did not begin")));
                walk.hand_over();
            }
            Line::Open { name: "p", .. } => walk.open_paragraph(),
            Line::Close("p") => walk.close_paragraph(),
            Line::Close("s") => walk.close_sentence(),
            Line::Open { .. } | Line::Close(_) | Line::Nothing => {}
        }
    }
    if bounds.state == State::Element {
        let name = &bounds.name;
        let message = match block.is_last {
            true => format!("the file ends inside a <{name}>"),
            false => format!("a <{name}> begins inside another"),
        };
        walk.lose(Fault::MalformedAt(n_lines, message));
    }
    walk.drafts.finish(block, "is vertical text without a token");
}

/// `true` if a text begins as such files do: a document or corpus alone on its line, and a token behind the tags.
pub(super) fn begins(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with("<?"));
    let is_start = |line: &str| matches!(Line::of(line), Line::Open { name, .. } if name == "corpus" || DOCUMENT_NAMES.contains(&name));
    lines.next().is_some_and(is_start)
        && lines.find(|line| !line.starts_with('<')).is_some_and(|line| !line.contains('<'))
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

/// The surroundings of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// No document.
    #[default]
    Outside,
    /// The element that is a document.
    Element,
    /// A document of tokens outside of such elements.
    Loose,
}

/// The state between lines: the name of documents, and whether one is open.
#[derive(Debug, Default)]
struct Bounds {
    /// The name of the element that is a document; empty as long as there was none.
    name: String,
    state: State,
}

impl Marks for Bounds {
    type Line<'l> = Line<'l>;

    fn take<'l>(&mut self, line: &'l str) -> (LinePlace, Line<'l>) {
        let line = Line::of(line);
        let outside = if self.state == State::Outside { LinePlace::Before } else { LinePlace::Within };
        let place = match line {
            Line::Open { name, .. } if *name == self.name || self.name.is_empty() && DOCUMENT_NAMES.contains(&name) => {
                (self.name, self.state) = (name.to_owned(), State::Element);
                LinePlace::Begins
            }
            Line::Close(name) if *name == self.name => {
                self.state = State::Outside;
                LinePlace::Within
            }
            Line::Token(_) if self.state == State::Outside => {
                self.state = State::Loose;
                LinePlace::Begins
            }
            _ => outside,
        };
        (place, line)
    }

    fn passes(&self, first: u8) -> bool {
        self.state != State::Outside && first != b'<'
    }

    fn head(&self) -> &str {
        &self.name
    }
}

struct Walk<'o> {
    drafts: Drafts<'o>,
    n_open_paragraphs: usize,
    gap: &'static str,
    is_glued: bool,
}

impl Walk<'_> {
    fn begin(&mut self) {
        self.end();
        self.drafts.begin();
    }

    fn token(&mut self, row: &str) {
        let mut cells = row.split('\t');
        let form = decoded(cells.next().unwrap_or_default());
        let Some(document) = &mut self.drafts.document else { return };
        let text = &mut document.text;
        let is_glued = std::mem::take(&mut self.is_glued);
        let gap = std::mem::replace(&mut self.gap, " ");
        // Nothing is glued across paragraphs.
        if !text.is_empty() && (!is_glued || gap == "\n\n") {
            text.push_str(gap);
        }
        let start = text.len();
        text.push_str(&form);
        if let Some(annotations) = &mut self.drafts.annotations {
            let (tag, lemma) = (decoded(cells.next().unwrap_or_default()), decoded(cells.next().unwrap_or_default()));
            let lemma = if lemma == "<unknown>" { "" } else { &*lemma };
            let values = TokenValues { lemma, upos: "", xpos: &tag };
            annotations.push(Span::new(start, text.len()), false, values);
        }
    }

    fn open_paragraph(&mut self) {
        self.n_open_paragraphs += 1;
        self.gap = "\n\n";
    }

    fn close_paragraph(&mut self) {
        self.n_open_paragraphs = self.n_open_paragraphs.saturating_sub(1);
        self.gap = "\n\n";
    }

    fn close_sentence(&mut self) {
        if self.n_open_paragraphs == 0 && self.gap == " " {
            self.gap = "\n";
        }
    }

    /// Hands over the document that is being read, if there is one.
    fn hand_over(&mut self) {
        self.end();
        self.drafts.hand_over();
    }

    /// Leaves out the document that is being read, unless that has happened already.
    fn lose(&mut self, fault: Fault) {
        self.end();
        self.drafts.lose(fault);
    }

    fn end(&mut self) {
        (self.is_glued, self.gap, self.n_open_paragraphs) = (false, "", 0);
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
    use proptest::prelude::*;

    use super::super::marked_lines::tests::check_blocks;
    use super::super::options::{AnnotatedTokens, TokenAttribute};
    use super::*;

    fn documents(source: &str) -> Result<Vec<Parsed>, Fault> {
        documents_of(source, TokenAttribute::Form)
    }

    fn documents_of(source: &str, attribute: TokenAttribute) -> Result<Vec<Parsed>, Fault> {
        let annotated_tokens = AnnotatedTokens::Carried;
        let options = InputOptions { attribute, annotated_tokens, ..InputOptions::default() };
        let (mut documents, mut fault) = (Vec::new(), None);
        read(&MarkedBlock::whole(source), &options, &mut |_, reading| match reading {
            Ok(Reading::Document(document)) => documents.push(document),
            Ok(_) => {}
            Err(found) => fault = fault.take().or(Some(found)),
        });
        fault.map_or(Ok(documents), Err)
    }

    #[test]
    fn what_export_writes_comes_back() {
        let source = "<doc id=\"a.txt\" source=\"a.txt\" title=\"Fish &amp; &quot;Chips&quot;\" a_o=\"2020\">\n\
            <p>\n<s>\nIt\nrains\n<g/>\n,\nagain\n<g/>\n.\n</s>\n<s>\n\"\n<g/>\nWhy\n<g/>\n?\n<g/>\n\"\n</s>\n</p>\n\
            <p>\n<s>\nA\n<g/>\n&lt;\n<g/>\nB\n</s>\n</p>\n</doc>\n<doc id=\"b\" source=\"b\">\n</doc>\n";
        let documents = documents(source).expect("the file is whole");
        let [first, second] = &documents[..] else { panic!("there are two documents") };
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
        let [document] = &documents[..] else { panic!("there is one document") };
        assert_eq!(document.text, "Dogs<\nx");
        assert_eq!(document.fields.get("source").map(FieldValue::as_text), Some("web"));
        let given = document.given.as_deref().expect("tokens are asked for");
        let tokens: Vec<_> = given.spans.iter().map(|span| span.of(&document.text)).collect();
        assert_eq!(tokens, ["Dogs", "<", "x"]);
        for (attribute, expected) in [(TokenAttribute::Lemma, "dog\n\n"), (TokenAttribute::Pos, "NNS SYM\n\n")] {
            assert_eq!(documents_of(source, attribute).expect("it is whole")[0].text, expected);
        }
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
        assert_eq!(documents.iter().map(|document| &*document.text).collect::<Vec<_>>(), ["It rains."]);
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

    #[test]
    fn a_damaged_document_costs_itself() {
        let source = "<doc>\na\n<doc id=\"2\">\nb\n</doc>\n</doc>\n<doc id=x y>\nc\n</doc>\nd\n<doc>\ne\n";
        let (mut found, options) = (Vec::new(), InputOptions::default());
        read(&MarkedBlock::whole(source), &options, &mut |number, reading| {
            found.push((
                number,
                match reading {
                    Ok(Reading::Document(document)) => document.text,
                    Err(Fault::MalformedAt(line, _)) => format!("line {line}"),
                    other => format!("{other:?}"),
                },
            ));
        });
        let expected = [(1, "line 3"), (2, "b"), (2, "line 6"), (3, "line 7"), (4, "d"), (5, "line 13")];
        assert_eq!(found, expected.map(|(number, what)| (number, what.to_owned())));
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_hold_the_documents_of_the_whole(
            lines in prop::collection::vec(prop::sample::select(vec![
                "<doc id=\"a\">", "<doc b=1>", "<doc x", "</doc>", "<corpus>", "</corpus>", "<p>", "</p>", "<s>", "</s>", "<g/>",
                "one", "two\tT\tl\r", "<", "", "<!-- x -->", "<text>",
            ]), 0..40),
            step in 1_usize..40,
        ) {
            check_blocks(&lines.join("\n"), step, cut, read);
        }
    }
}
