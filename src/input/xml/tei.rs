//! TEI: a document for each `TEI`, its text that of `text`, what is known about it from its header.
//!
//! Read is what an edition gives to read: the regular, corrected and expanded form, the lemma of an apparatus, notes at the end.
//! Left out are deletions, running heads, descriptions of pictures and noises, and witnesses.

use quick_xml::escape::escape;

use super::body::{self, Role, WhiteSpace};
use super::elements::{Elements, Piece, Tag};
use super::tei_header::{self, Header};
use crate::input::prose::Gap;
use crate::input::reader::{Fault, MarkedBlock, Parsed, Reading};

/// Hands over the documents below the root element, which was opened last.
pub(super) fn read(
    elements: &mut Elements<'_>,
    root: &Tag<'_>,
    white_space: WhiteSpace,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let root_level = Level { is_document: false, language_around: None };
    let mut corpus = Corpus { open: vec![root_level], draft: None, language: None, n_documents: 0, hand_over };
    if is_document(root) {
        corpus.begin(elements, root)?;
    }
    while !corpus.open.is_empty() {
        match elements.next()? {
            Some(Piece::Open(tag)) => corpus.open(elements, &tag, white_space)?,
            Some(Piece::Close) => corpus.close(),
            Some(Piece::Text(_)) => {}
            None => break,
        }
    }
    if corpus.n_documents == 0 && elements.include_others() {
        return Err(Fault::Unread(
            "is TEI that has its texts in other files, which it includes; read those".to_owned(),
        ));
    }
    if corpus.n_documents == 0 {
        let message =
            "is TEI without any <text>: only headers, or facsimiles and transcriptions by page, which are not read";
        return Err(Fault::NoText(message));
    }
    Ok(())
}

/// `true` for an element that is a document, if it has a text.
pub(super) fn is_document(tag: &Tag<'_>) -> bool {
    matches!(tag.name(), "TEI" | "TEI.2")
}

/// `true` for an element that holds documents.
pub(super) fn is_corpus(tag: &Tag<'_>) -> bool {
    matches!(tag.name(), "teiCorpus" | "teiCorpus.2")
}

/// The header that every document of a corpus inherits. Of the corpus's own header, in `beginning`, which ends at its first
/// document, that is the language alone.
pub(super) fn corpus_header(beginning: &str, limit_bytes: u64) -> Result<String, Fault> {
    let block = MarkedBlock { is_last: false, ..MarkedBlock::whole(beginning) };
    let mut elements = Elements::of_block(beginning, 0, &block, limit_bytes);
    let mut language = None;
    // The root element, then what stands in it.
    elements.next()?;
    loop {
        match elements.next()? {
            Some(Piece::Open(tag)) if tag.name() == "teiHeader" => language = tei_header::read(&mut elements)?.language,
            Some(Piece::Open(_)) => elements.skip()?,
            Some(Piece::Text(_)) => {}
            Some(Piece::Close) | None => break,
        }
    }
    let language = language.map(|language| format!("<language ident=\"{}\"/>", escape(&language)));
    let usage = language.unwrap_or_default();
    Ok(format!("<teiHeader><profileDesc><langUsage>{usage}</langUsage></profileDesc></teiHeader>"))
}

struct Corpus<'o> {
    /// The open elements that hold documents or their parts.
    open: Vec<Level>,
    draft: Option<Draft>,
    /// The language in the header of the innermost corpus that has one, for all its documents.
    language: Option<String>,
    n_documents: usize,
    hand_over: &'o mut dyn FnMut(Reading),
}

/// An open element that holds documents or their parts.
struct Level {
    is_document: bool,
    /// The language of the corpus around it.
    language_around: Option<String>,
}

/// A document as far as it was read.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    language: Option<String>,
    header: Header,
    has_head: bool,
    text: Option<String>,
}

impl Corpus<'_> {
    fn begin(&mut self, elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        // A document in a document is one of its own.
        self.end();
        let (id, language) = (elements.attribute(tag, "xml:id")?, elements.attribute(tag, "xml:lang")?);
        self.draft = Some(Draft { id, language, ..Draft::default() });
        if let Some(level) = self.open.last_mut() {
            level.is_document = true;
        }
        Ok(())
    }

    fn enter(&mut self) {
        self.open.push(Level { is_document: false, language_around: self.language.clone() });
    }

    fn open(&mut self, elements: &mut Elements<'_>, tag: &Tag<'_>, white_space: WhiteSpace) -> Result<(), Fault> {
        match (tag.name(), self.draft.as_mut()) {
            _ if is_document(tag) => {
                self.enter();
                return self.begin(elements, tag);
            }
            _ if is_corpus(tag) => self.enter(),
            ("teiHeader", Some(draft)) => draft.header = tei_header::read(elements)?,
            ("teiHeader", None) => self.language = tei_header::read(elements)?.language,
            ("text", Some(draft)) if draft.header.is_own => {
                (draft.has_head, draft.text) = own_text(elements).map(|(has_head, text)| (has_head, Some(text)))?;
            }
            ("text", Some(draft)) => {
                let language = elements.attribute(tag, "xml:lang")?;
                draft.language = draft.language.take().or(language);
                let text = body::read(elements, role, Role::Holder, white_space)?;
                draft.text =
                    Some(draft.text.take().map_or_else(|| text.clone(), |before| format!("{before}\n\n{text}")));
            }
            _ => elements.skip()?,
        }
        Ok(())
    }

    fn close(&mut self) {
        let Some(level) = self.open.pop() else { return };
        if level.is_document {
            self.end();
        }
        self.language = level.language_around;
    }

    /// Hands over the document that is being read, if there is one.
    fn end(&mut self) {
        let Some(Draft { id, language, mut header, has_head, text }) = self.draft.take() else { return };
        let Some(text) = text else {
            let name = header.title.map_or_else(String::new, |title| format!(" ({title:?})"));
            let message = format!("has a <TEI> without a <text>{name}, which is no document");
            return (self.hand_over)(Reading::Warning(message));
        };
        self.n_documents += 1;
        let id = header.own_id.take().or(id);
        // Our own export calls a document without a title by its id.
        let title = header.title.take().filter(|_| !header.is_own || has_head);
        header.language = header.language.or(language).or_else(|| self.language.clone());
        (self.hand_over)(Reading::Document(Parsed {
            id,
            title,
            text,
            fields: header.into_fields(),
            ..Parsed::default()
        }));
    }
}

/// The text as our own export writes it, line ends and all; whether it has a heading, which is the title and no text.
fn own_text(elements: &mut Elements<'_>) -> Result<(bool, String), Fault> {
    let (mut has_head, mut text, mut n_open) = (false, String::new(), 1_usize);
    while n_open > 0 {
        match elements.next()? {
            Some(Piece::Open(tag)) if tag.name() == "head" => {
                has_head = true;
                elements.skip()?;
            }
            Some(Piece::Open(tag)) if tag.name() == "p" => {
                let paragraph = elements.whole_text()?;
                text.push_str(if text.is_empty() { "" } else { "\n\n" });
                text.push_str(&paragraph);
            }
            Some(Piece::Open(_)) => n_open += 1,
            Some(Piece::Close) => n_open -= 1,
            Some(Piece::Text(_)) => {}
            None => break,
        }
    }
    Ok((has_head, text))
}

/// The part that an element of TEI plays.
fn role(tag: &Tag<'_>, holder: Role) -> Role {
    let is_held = matches!(holder, Role::Holder | Role::Trunk | Role::Division);
    match tag.name() {
        "w" | "pc" => Role::Token,
        "lb" => Role::LineBreak,
        "pb" | "cb" | "gb" | "milestone" => Role::PageBreak,
        "p" | "ab" | "opener" | "closer" | "postscript" => Role::Block(Gap::Paragraph),
        "l" | "speaker" | "titlePart" | "byline" | "dateline" | "salute" | "signed" | "castItem" | "trailer" => {
            Role::Block(Gap::Line)
        }
        "head" if matches!(holder, Role::Trunk | Role::Division) => Role::Heading,
        "head" => Role::Block(Gap::Paragraph),
        "body" | "front" | "back" => Role::Trunk,
        "div" | "div0" | "div1" | "div2" | "div3" | "div4" | "div5" | "div6" | "div7" => Role::Division,
        "text" | "group" | "floatingText" | "lg" | "sp" | "spGrp" | "list" | "listBibl" | "table" | "castList"
        | "castGroup" | "titlePage" | "docTitle" | "epigraph" | "argument" | "performance" | "prologue"
        | "epilogue" | "set" => Role::Holder,
        "figure" if is_held => Role::Holder,
        "figure" => Role::Apart,
        "item" => Role::Item,
        "row" => Role::Row,
        "cell" => Role::Cell,
        "u" => Role::Turn,
        "seg" if holder == Role::Turn => Role::Block(Gap::Paragraph),
        "stage" | "s" | "label" | "bibl" | "biblStruct" | "biblFull" if is_held => Role::Block(Gap::Line),
        "s" | "space" => Role::Apart,
        "note" if tag.keyword("place").is_some_and(|place| place == "inline") => Role::Inline,
        "note" => Role::Note,
        "choice" => Role::Choice,
        // An apparatus that only points at its place repeats words of the text.
        "app" if tag.keyword("from").is_some() || tag.keyword("loc").is_some() => Role::LeftOut,
        "app" => Role::Choice,
        "fw" | "del" | "gap" | "figDesc" | "graphic" | "media" | "binaryObject" | "teiHeader" | "rt" | "index"
        | "metamark" | "vocal" | "kinesic" | "incident" | "wit" | "witDetail" | "rdgGrp" | "listApp" | "listWit"
        | "interp" | "interpGrp" | "spanGrp" | "linkGrp" | "link" | "standOff" | "timeline" | "fs" | "certainty" => {
            Role::LeftOut
        }
        name if holder == Role::Choice => Role::Alternative(match name {
            "reg" | "corr" | "expan" | "ex" | "lem" => 0,
            "orig" | "sic" | "abbr" | "am" => 2,
            _ => 1,
        }),
        _ if is_held => Role::Block(Gap::Paragraph),
        _ => Role::Inline,
    }
}

/// Most files have white space between words where the text has it, so that where there is none, two tokens are one word.
/// Some have none at all. The first tokens tell.
pub(super) fn sets_tokens_apart(text: &str, root_name: &str) -> WhiteSpace {
    const N_SAMPLES: usize = 1000;
    let prefix = root_name.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let (end_tag, character) = (format!("</{prefix}w>"), format!("<{prefix}c>"));
    let mut ends = memchr::memmem::find_iter(text.as_bytes(), &end_tag).take(N_SAMPLES).peekable();
    let is_apart = |at: usize| {
        let behind = text.get(at + end_tag.len()..).unwrap_or_default();
        behind.starts_with([' ', '\n', '\r', '\t']) || behind.starts_with(&character)
    };
    if ends.peek().is_none() || ends.any(is_apart) { WhiteSpace::Collapsed } else { WhiteSpace::BetweenTokens }
}
