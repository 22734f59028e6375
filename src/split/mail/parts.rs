//! The parts of a mail that are to be read (RFC 2046), found without looking at any byte twice.
//!
//! The whole-mail parser of mail-parser puts nested mails into each other and searches the rest of a mail for every
//! boundary that is announced: deep nesting ends on the stack, and missing boundaries cost the square of the length. Here
//! open parts are a list, boundaries are looked up by the line, and parts that are attached, such as mails in a mail,
//! are passed over.

use std::borrow::Cow;
use std::collections::HashMap;

use mail_parser::ContentType;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::parsers::MessageStream;

use super::fields::Fields;
use crate::document::Span;
use crate::text::lines;

/// A part that has text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TextPart {
    pub(super) form: Form,
    transfer: Transfer,
    charset: Option<String>,
    /// Its bytes in the mail.
    body: Span,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Html,
    /// Some other kind of text, such as a table.
    Other,
}

/// How the bytes of a part were made fit for sending (RFC 2045, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transfer {
    AsIs,
    Base64,
    QuotedPrintable,
}

impl TextPart {
    /// The text as it was written. What cannot be decoded stays as it was sent.
    pub(super) fn decoded<'m>(&self, mail: &'m str) -> Cow<'m, str> {
        let sent = self.body.of(mail);
        let mut stream = MessageStream::new(sent.as_bytes());
        let (end, bytes) = match self.transfer {
            // What was sent as it is has been decoded with the file it stands in; to take its character set for that of
            // these bytes would do it twice. ASCII that hides other letters, as ISO-2022-JP does, is not decoded yet.
            Transfer::AsIs if !sent.is_ascii() => return Cow::Borrowed(sent),
            Transfer::AsIs => (sent.len(), Cow::Borrowed(sent.as_bytes())),
            Transfer::Base64 => stream.decode_base64_mime(b""),
            Transfer::QuotedPrintable => stream.decode_quoted_printable_mime(b""),
        };
        if end == usize::MAX {
            return Cow::Borrowed(sent);
        }
        match self.charset.as_deref().and_then(|name| charset_decoder(name.as_bytes())) {
            Some(decode) => Cow::Owned(decode(&bytes)),
            None if self.transfer == Transfer::AsIs => Cow::Borrowed(sent),
            None => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }
}

/// The texts of `mail` in order, without attachments; of alternatives the plain one, else those that are web pages.
///
/// Cost: one pass over the lines, and a look at a table for those that begin with two hyphens.
pub(super) fn text_parts(mail: &str) -> Vec<TextPart> {
    let mut walk = Walk::default();
    let mut all = lines(mail);
    for line in all.by_ref() {
        walk.line(mail, line);
        if walk.open.is_empty() && !matches!(walk.place, Place::Head { .. }) {
            // No boundary is left to look for.
            break;
        }
    }
    walk.into_parts(mail)
}

/// Where the walk stands in a mail.
enum Place {
    /// Among the fields of a part.
    Head { start: usize },
    /// In a text.
    Text(TextPart),
    /// In something that is not read: an attachment, or what stands around the parts of a multipart.
    Aside,
}

/// A multipart that has begun and not ended.
struct Open {
    kind: Kind,
    /// What it would be if none of its boundaries came.
    as_text: Option<TextPart>,
    n_parts: usize,
    boundary: String,
    /// The multipart around it that has the same boundary, as a place among those open.
    shadowed: Option<usize>,
    plain: Chain,
    nested: Option<Chain>,
    rest: Chain,
}

/// How the parts of a multipart belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// One after the other.
    Mixed,
    /// The same in several forms.
    Alternative,
    /// The first is what is read, the others belong to it.
    Related,
    /// One after the other, mails unless they say otherwise.
    Digest,
}

/// Texts that follow each other, as places in a list where each names the next.
#[derive(Clone, Copy, Default)]
struct Chain {
    ends: Option<(usize, usize)>,
    has_plain: bool,
}

struct Walk {
    place: Place,
    open: Vec<Open>,
    /// The innermost open multipart of each boundary.
    by_boundary: HashMap<String, usize>,
    /// All texts, and for each the one that follows it in its chain.
    texts: Vec<(TextPart, Option<usize>)>,
    outermost: Chain,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            place: Place::Head { start: 0 },
            open: Vec::new(),
            by_boundary: HashMap::new(),
            texts: Vec::new(),
            outermost: Chain::default(),
        }
    }
}

impl Walk {
    fn line(&mut self, mail: &str, line: Span) {
        let written = line.of(mail);
        if let Some((idx, is_last)) = self.boundary(written) {
            // The line end before a boundary belongs to the boundary.
            let before = &mail[..line.start];
            let before = before.strip_suffix('\n').map_or(before, |text| text.strip_suffix('\r').unwrap_or(text));
            self.end_part(mail, before.len());
            while self.open.len() > idx + usize::from(!is_last) {
                self.close(before.len());
            }
            self.place = if is_last { Place::Aside } else { Place::Head { start: line.end } };
        } else if let Place::Head { start } = self.place
            && written.trim().is_empty()
        {
            self.begin_body(Span::new(start, line.start).of(mail), line.end);
        }
    }

    /// The open multipart of which the line is a boundary, and `true` if no part follows.
    fn boundary(&self, line: &str) -> Option<(usize, bool)> {
        let name = line.strip_prefix("--").filter(|_| !self.open.is_empty())?.trim_end();
        let found = |name: &str| self.by_boundary.get(name).copied();
        let last = || Some((found(name.strip_suffix("--")?)?, true));
        found(name).map(|idx| (idx, false)).or_else(last)
    }

    /// Decides by its fields what a part is whose body begins at `start`.
    fn begin_body(&mut self, head: &str, start: usize) {
        let fields = Fields::of(head);
        let kind = fields.structured("Content-Type");
        let within = self.open.last_mut().map(|open| {
            open.n_parts += 1;
            (open.kind, open.n_parts == 1)
        });
        let multipart = kind.as_ref().filter(|kind| kind.ctype() == "multipart");
        if let Some(kind) = multipart
            && let Some(boundary) = kind.attribute("boundary").map(str::trim_end).filter(|name| !name.is_empty())
        {
            let as_text = is_shown(&fields, Some(kind), within).then(|| part(&fields, Some(kind), Form::Other, start));
            self.open(multipart_kind(kind), as_text, boundary);
            self.place = Place::Aside;
            return;
        }
        let form = form(kind.as_ref(), within.map(|(kind, _)| kind));
        self.place = match form.filter(|_| is_shown(&fields, kind.as_ref(), within)) {
            Some(form) => Place::Text(part(&fields, kind.as_ref(), form, start)),
            None => Place::Aside,
        };
    }

    fn open(&mut self, kind: Kind, as_text: Option<TextPart>, boundary: &str) {
        let shadowed = self.by_boundary.insert(boundary.to_owned(), self.open.len());
        self.open.push(Open {
            kind,
            as_text,
            n_parts: 0,
            boundary: boundary.to_owned(),
            shadowed,
            plain: Chain::default(),
            nested: None,
            rest: Chain::default(),
        });
    }

    /// Ends the part in which the walk stands.
    fn end_part(&mut self, mail: &str, end: usize) {
        if let Place::Head { start } = self.place {
            // A part without a body.
            let head = Span::new(start.min(end), end).of(mail);
            self.begin_body(head, end);
        }
        if let Place::Text(part) = std::mem::replace(&mut self.place, Place::Aside) {
            self.add_text(part, end);
        }
    }

    fn add_text(&mut self, mut part: TextPart, end: usize) {
        part.body.end = end.max(part.body.start);
        let idx = self.texts.len();
        let chain = Chain { ends: Some((idx, idx)), has_plain: part.form == Form::Plain };
        self.texts.push((part, None));
        match self.open.last_mut() {
            Some(open) if open.kind == Kind::Alternative && chain.has_plain => {
                join(&mut self.texts, &mut open.plain, chain);
            }
            _ => self.add_chain(chain),
        }
    }

    /// Gives the texts of a part to the multipart that it is in.
    fn add_chain(&mut self, chain: Chain) {
        let Some(open) = self.open.last_mut() else { return join(&mut self.texts, &mut self.outermost, chain) };
        if open.kind == Kind::Alternative && chain.has_plain {
            open.nested.get_or_insert(chain);
        } else {
            join(&mut self.texts, &mut open.rest, chain);
        }
    }

    /// Ends the innermost multipart.
    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        match open.shadowed {
            Some(idx) => _ = self.by_boundary.insert(open.boundary, idx),
            None => _ = self.by_boundary.remove(&open.boundary),
        }
        if let Some(part) = open.as_text.filter(|_| open.n_parts == 0) {
            return self.add_text(part, end);
        }
        // Of several forms of one text the plain one is read, wherever it is.
        let chosen = [Some(open.plain), open.nested].into_iter().flatten().find(|chain| chain.ends.is_some());
        self.add_chain(chosen.unwrap_or(open.rest));
    }

    fn into_parts(mut self, mail: &str) -> Vec<TextPart> {
        self.end_part(mail, mail.len());
        while !self.open.is_empty() {
            self.close(mail.len());
        }
        let mut next = self.outermost.ends.map(|(first, _)| first);
        let mut chosen = Vec::new();
        while let Some(idx) = next {
            let (part, follower) = &self.texts[idx];
            chosen.push(part.clone());
            next = *follower;
        }
        chosen
    }
}

/// Puts `more` behind `chain`. Cost: none that grows with either.
fn join(texts: &mut [(TextPart, Option<usize>)], chain: &mut Chain, more: Chain) {
    let Some((more_first, more_last)) = more.ends else { return };
    chain.has_plain |= more.has_plain;
    chain.ends = match chain.ends {
        Some((first, last)) => {
            texts[last].1 = Some(more_first);
            Some((first, more_last))
        }
        None => Some((more_first, more_last)),
    };
}

/// The text that a part with these fields is.
fn part(fields: &Fields<'_>, kind: Option<&ContentType<'_>>, form: Form, start: usize) -> TextPart {
    let transfer = fields.text("Content-Transfer-Encoding").unwrap_or_default();
    let known = [("base64", Transfer::Base64), ("quoted-printable", Transfer::QuotedPrintable)];
    let named = known.into_iter().find(|(name, _)| transfer.eq_ignore_ascii_case(name));
    let transfer = named.map_or(Transfer::AsIs, |(_, transfer)| transfer);
    let charset = kind.and_then(|kind| kind.attribute("charset")).map(str::to_owned);
    TextPart { form, transfer, charset, body: Span::new(start, start) }
}

/// The form of a part, `None` if it is no text or not read where it stands.
fn form(kind: Option<&ContentType<'_>>, within: Option<Kind>) -> Option<Form> {
    let Some(kind) = kind else { return (within != Some(Kind::Digest)).then_some(Form::Plain) };
    let form = match (kind.ctype(), kind.subtype()) {
        ("text", Some("plain")) => Form::Plain,
        ("text", Some("html")) => Form::Html,
        // A multipart without a boundary is one text.
        ("text" | "multipart", _) => Form::Other,
        _ => return None,
    };
    (within != Some(Kind::Alternative) || form != Form::Other).then_some(form)
}

/// `false` for attachments: what says so, has a name, or belongs to the first part of its multipart.
fn is_shown(fields: &Fields<'_>, kind: Option<&ContentType<'_>>, within: Option<(Kind, bool)>) -> bool {
    let is_attached = fields.structured("Content-Disposition").is_some_and(|disposition| disposition.is_attachment());
    let is_named = kind.is_some_and(|kind| kind.has_attribute("name"));
    let is_first = within.is_none_or(|(_, is_first)| is_first);
    let is_beside = within.is_some_and(|(kind, _)| kind == Kind::Related);
    !is_attached && (is_first || (!is_beside && !is_named))
}

fn multipart_kind(kind: &ContentType<'_>) -> Kind {
    match kind.subtype() {
        Some("alternative") => Kind::Alternative,
        Some("related") => Kind::Related,
        Some("digest") => Kind::Digest,
        _ => Kind::Mixed,
    }
}

#[cfg(test)]
mod tests;
