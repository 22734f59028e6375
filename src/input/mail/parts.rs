//! The parts of a mail that are to be read (RFC 2046), found without looking at any byte twice.
//!
//! The whole-mail parser of mail-parser puts nested mails into each other and searches the rest of a mail for every
//! boundary that is announced: deep nesting ends on the stack, and missing boundaries cost the square of the length. Here
//! open parts are a list, boundaries are looked up by the line, and parts that are attached, such as mails in a mail,
//! are named and passed over.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use mail_parser::ContentType;

use super::fields::{Fields, HeadLine, parameter};
use super::flowed::Breaks;
use super::transfer::Transfer;
use crate::input::encoding::{Encoding, Labelled, decode_labelled};

/// What a mail consists of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The texts in order, without attachments; of alternatives the plain one, else those that are web pages.
    pub(crate) texts: Vec<TextPart>,
    /// What is not read: names of files, subjects of mails, or kinds where there is no name.
    pub(crate) attachments: Vec<String>,
}

/// A part that has text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextPart {
    /// What it is written in.
    pub(crate) form: Form,
    /// How its paragraphs were broken into lines.
    pub(crate) breaks: Breaks,
    /// Where the part says that it can be seen on the web.
    pub(crate) location: Option<String>,
    transfer: Transfer,
    charset: Option<String>,
    body: Range<usize>,
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Plain text.
    Plain,
    /// A web page.
    Html,
    /// Some other kind of text, such as a table.
    Other,
}

/// Where the bytes of a mail come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// They are those that were sent.
    Sent,
    /// They are UTF-8, into which the file that they stand in was decoded.
    DecodedFile,
}

impl TextPart {
    /// The text as it was written, its line ends as they were.
    pub(in crate::input) fn decoded<'m>(&self, mail: &'m [u8], origin: Origin) -> Labelled<'m> {
        let sent = mail.get(self.body.clone()).unwrap_or_default();
        let label = self.charset.as_deref();
        // Letters that were sent as they are have been decoded with the file; to take their character set for that of these
        // bytes would do it twice. ASCII that hides other letters, as ISO-2022-JP does, is not decoded yet.
        let is_decoded = origin == Origin::DecodedFile && !sent.is_ascii();
        let as_sent = if is_decoded && self.transfer != Transfer::AsIs { encoded(sent, label) } else { None };
        let bytes = match self.transfer.undone(as_sent.as_deref().unwrap_or(sent)) {
            Cow::Borrowed(_) if is_decoded => return decode_labelled(sent, Some("utf-8")),
            Cow::Borrowed(_) => return decode_labelled(sent, label),
            Cow::Owned(bytes) => bytes,
        };
        let is_in_charset = !is_decoded || as_sent.is_some();
        decode_labelled(&bytes, label.filter(|_| is_in_charset)).into_owned()
    }

    /// The character set as the mail names it.
    pub(crate) fn label(&self) -> Option<&str> {
        self.charset.as_deref()
    }

    /// The character set that is named for letters outside ASCII which were sent as they are; nothing if there are none.
    pub(crate) fn label_of_letters(&self, mail: &[u8]) -> Option<Option<&str>> {
        let sent = mail.get(self.body.clone()).unwrap_or_default();
        let is_raw = self.transfer == Transfer::AsIs && !sent.is_ascii();
        is_raw.then(|| self.label())
    }

    /// Its place in the mail.
    pub(crate) fn place(&self) -> Range<usize> {
        self.body.clone()
    }
    /// `true` if there is nothing to read: many programs send an empty plain text beside a web page.
    fn is_blank(&self, mail: &[u8]) -> bool {
        const LONGEST_BLANK_BYTES: usize = 128;
        let sent = mail.get(self.body.clone()).unwrap_or_default().trim_ascii();
        sent.len() <= LONGEST_BLANK_BYTES && self.decoded(mail, Origin::Sent).text.trim().is_empty()
    }
}

/// Decoded letters in the character set that they were sent in, if it has all of them.
fn encoded(sent: &[u8], label: Option<&str>) -> Option<Vec<u8>> {
    Encoding::named(label?)?.encode(str::from_utf8(sent).ok()?)
}

/// The parts of `mail`. Cost: one pass over the lines, and a look at a table for those that begin with two hyphens.
pub(crate) fn parts(mail: &[u8]) -> Parts {
    let mut walk = Walk::default();
    let mut start = 0;
    while let Some(rest) = mail.get(start..).filter(|rest| !rest.is_empty()) {
        let end = start + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        walk.line(mail, start..end);
        if walk.open.is_empty() && !matches!(walk.place, Place::Head { .. }) {
            // No boundary is left to look for.
            break;
        }
        start = end;
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
    boundary: Vec<u8>,
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
    /// Several forms of one thing.
    Alternative,
    /// The first, and what it refers to.
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
    by_boundary: HashMap<Vec<u8>, usize>,
    /// All texts, and for each the one that follows it in its chain.
    texts: Vec<(TextPart, Option<usize>)>,
    outermost: Chain,
    attachments: Vec<String>,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            place: Place::Head { start: 0 },
            open: Vec::new(),
            by_boundary: HashMap::new(),
            texts: Vec::new(),
            outermost: Chain::default(),
            attachments: Vec::new(),
        }
    }
}

impl Walk {
    fn line(&mut self, mail: &[u8], line: Range<usize>) {
        let written = mail.get(line.clone()).unwrap_or_default();
        if let Some((idx, is_last)) = self.boundary(written) {
            // The line end before a boundary belongs to the boundary.
            let before = mail.get(..line.start).unwrap_or_default();
            let before = before.strip_suffix(b"\n").map_or(before, |text| text.strip_suffix(b"\r").unwrap_or(text));
            self.end_part(mail, before.len());
            while self.open.len() > idx + usize::from(!is_last) {
                self.close(mail, before.len());
            }
            self.place = if is_last { Place::Aside } else { Place::Head { start: line.end } };
        } else if let Place::Head { start } = self.place {
            match HeadLine::of(written, mail.get(line.end..).unwrap_or_default()) {
                HeadLine::Blank => self.begin_body(mail, start..line.start, line.end),
                HeadLine::Text => {
                    self.begin_body(mail, start..line.start, line.start);
                    // The line may be a boundary of the multipart that has just been announced.
                    self.line(mail, line);
                }
                HeadLine::Continued | HeadLine::Field { .. } | HeadLine::Mark => {}
            }
        }
    }

    /// The open multipart of which the line is a boundary, and `true` if no part follows.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let name = line.strip_prefix(b"--").filter(|_| !self.open.is_empty())?.trim_ascii_end();
        let found = |name: &[u8]| self.by_boundary.get(name).copied();
        let last = || Some((found(name.strip_suffix(b"--")?)?, true));
        found(name).map(|idx| (idx, false)).or_else(last)
    }

    /// Decides by its fields what a part is whose body begins at `start`.
    fn begin_body(&mut self, mail: &[u8], head: Range<usize>, start: usize) {
        let (fields, _) = Fields::read(mail.get(head).unwrap_or_default());
        let kind = fields.structured("Content-Type");
        let within = self.open.last_mut().map(|open| {
            open.n_parts += 1;
            (open.kind, open.n_parts == 1)
        });
        let multipart = kind.as_ref().filter(|kind| kind.ctype().eq_ignore_ascii_case("multipart"));
        if let Some(kind) = multipart
            && let Some(boundary) = kind.attribute("boundary").map(str::trim_end).filter(|name| !name.is_empty())
        {
            let as_text = is_shown(&fields, Some(kind), within).then(|| part(&fields, Some(kind), Form::Other, start));
            self.open(multipart_kind(kind), as_text, boundary.as_bytes());
            self.place = Place::Aside;
            return;
        }
        let form = form(kind.as_ref(), within.map(|(kind, _)| kind));
        self.place = match form.filter(|_| is_shown(&fields, kind.as_ref(), within)) {
            Some(form) => Place::Text(part(&fields, kind.as_ref(), form, start)),
            None => {
                let body = mail.get(start..).unwrap_or_default();
                self.attachments.extend(name(&fields, kind.as_ref(), within.map(|(kind, _)| kind), body));
                Place::Aside
            }
        };
    }

    fn open(&mut self, kind: Kind, as_text: Option<TextPart>, boundary: &[u8]) {
        let shadowed = self.by_boundary.insert(boundary.to_vec(), self.open.len());
        self.open.push(Open {
            kind,
            as_text,
            n_parts: 0,
            boundary: boundary.to_vec(),
            shadowed,
            plain: Chain::default(),
            nested: None,
            rest: Chain::default(),
        });
    }

    /// Ends the part in which the walk stands.
    fn end_part(&mut self, mail: &[u8], end: usize) {
        if let Place::Head { start } = self.place {
            // A part without a body.
            self.begin_body(mail, start.min(end)..end, end);
        }
        if let Place::Text(part) = std::mem::replace(&mut self.place, Place::Aside) {
            self.add_text(mail, part, end);
        }
    }

    fn add_text(&mut self, mail: &[u8], mut part: TextPart, end: usize) {
        part.body.end = end.max(part.body.start);
        let is_alternative = self.open.last().is_some_and(|open| open.kind == Kind::Alternative);
        if is_alternative && part.form == Form::Plain && part.is_blank(mail) {
            return;
        }
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
    fn close(&mut self, mail: &[u8], end: usize) {
        let Some(open) = self.open.pop() else { return };
        match open.shadowed {
            Some(idx) => _ = self.by_boundary.insert(open.boundary, idx),
            None => _ = self.by_boundary.remove(&open.boundary),
        }
        if let Some(part) = open.as_text.filter(|_| open.n_parts == 0) {
            return self.add_text(mail, part, end);
        }
        // Of several forms of one text the plain one is read, wherever it is.
        let chosen = [Some(open.plain), open.nested].into_iter().flatten().find(|chain| chain.ends.is_some());
        self.add_chain(chosen.unwrap_or(open.rest));
    }

    fn into_parts(mut self, mail: &[u8]) -> Parts {
        self.end_part(mail, mail.len());
        while !self.open.is_empty() {
            self.close(mail, mail.len());
        }
        let mut next = self.outermost.ends.map(|(first, _)| first);
        let mut texts = Vec::new();
        while let Some((part, follower)) = next.and_then(|idx| self.texts.get(idx)) {
            texts.push(part.clone());
            next = *follower;
        }
        Parts { texts, attachments: self.attachments }
    }
}

/// Puts `more` behind `chain`. Cost: none that grows with either.
fn join(texts: &mut [(TextPart, Option<usize>)], chain: &mut Chain, more: Chain) {
    let Some((more_first, more_last)) = more.ends else { return };
    chain.has_plain |= more.has_plain;
    chain.ends = match chain.ends {
        Some((first, last)) => {
            if let Some((_, follower)) = texts.get_mut(last) {
                *follower = Some(more_first);
            }
            Some((first, more_last))
        }
        None => Some((more_first, more_last)),
    };
}

/// The text that a part with these fields is.
fn part(fields: &Fields<'_>, kind: Option<&ContentType<'_>>, form: Form, start: usize) -> TextPart {
    let of_kind = |name| kind.and_then(|kind| kind.attribute(name));
    let is_flowed = form == Form::Plain && of_kind("format").is_some_and(|value| value.eq_ignore_ascii_case("flowed"));
    let breaks = match of_kind("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes")) {
        _ if !is_flowed => Breaks::Fixed,
        true => Breaks::FlowedWithoutSpace,
        false => Breaks::Flowed,
    };
    TextPart {
        form,
        breaks,
        location: fields.text("Content-Location"),
        transfer: fields.text("Content-Transfer-Encoding").map_or(Transfer::AsIs, |name| Transfer::of(&name)),
        charset: of_kind("charset").map(str::to_owned),
        body: start..start,
    }
}

/// The form of a part, `None` if it is no text or not read where it stands.
fn form(kind: Option<&ContentType<'_>>, within: Option<Kind>) -> Option<Form> {
    let Some(kind) = kind else { return (within != Some(Kind::Digest)).then_some(Form::Plain) };
    let is = |known: &str, name: &str| known.eq_ignore_ascii_case(name);
    let subtype = kind.subtype().unwrap_or_default();
    let form = match kind.ctype() {
        main if is("text", main) && is("plain", subtype) => Form::Plain,
        main if is("text", main) && is("html", subtype) => Form::Html,
        main if is("text", main) && NO_READING.iter().any(|known| is(known, subtype)) => return None,
        // A multipart without a boundary is one text, as is what gives no whole type.
        main if is("text", main) || is("multipart", main) => Form::Other,
        _ if kind.subtype().is_none() => Form::Plain,
        _ => return None,
    };
    (within != Some(Kind::Alternative) || form != Form::Other).then_some(form)
}

/// Kinds of text that programs write for programs.
const NO_READING: [&str; 8] =
    ["calendar", "vcard", "x-vcard", "directory", "css", "rfc822-headers", "x-amp-html", "watch-html"];

/// `false` for attachments: what says so, has a name, or belongs to the first part of its multipart.
fn is_shown(fields: &Fields<'_>, kind: Option<&ContentType<'_>>, within: Option<(Kind, bool)>) -> bool {
    let is_attached = fields.structured("Content-Disposition").is_some_and(|disposition| disposition.is_attachment());
    let is_named = kind.is_some_and(|kind| kind.has_attribute("name"));
    let is_first = within.is_none_or(|(_, is_first)| is_first);
    let is_beside = within.is_some_and(|(kind, _)| kind == Kind::Related);
    !is_attached && (is_first || (!is_beside && !is_named))
}

fn multipart_kind(kind: &ContentType<'_>) -> Kind {
    match kind.subtype().unwrap_or_default().to_ascii_lowercase().as_str() {
        "alternative" => Kind::Alternative,
        "related" => Kind::Related,
        "digest" => Kind::Digest,
        _ => Kind::Mixed,
    }
}

/// What to call a part that is not read; `None` for a further form of a text.
fn name(fields: &Fields<'_>, kind: Option<&ContentType<'_>>, within: Option<Kind>, body: &[u8]) -> Option<String> {
    /// The head of a mail in a mail is looked at no further.
    const HEAD_BYTES: usize = 4 << 10;
    let disposition = fields.structured("Content-Disposition");
    let file_name = disposition.and_then(|disposition| parameter(&disposition, "filename"));
    let file_name = file_name.or_else(|| parameter(kind?, "name"));
    if file_name.is_some() || within == Some(Kind::Alternative) {
        return file_name;
    }
    let default = if within == Some(Kind::Digest) { "message/rfc822" } else { "text/plain" };
    let written = kind.map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    let written = written.unwrap_or_else(|| default.to_owned()).to_ascii_lowercase();
    if written == "message/rfc822" || written == "message/global" {
        let (inner, _) = Fields::read(body.get(..HEAD_BYTES).unwrap_or(body));
        return Some(inner.text("Subject").unwrap_or(written));
    }
    Some(written)
}

#[cfg(test)]
mod tests;
