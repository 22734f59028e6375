//! What cutting a text gives: segments, and what they leave aside.

use std::borrow::Cow;

use super::entry::Layout;
use super::ranges::Ranges;
use crate::diagnostics::Kind;
use crate::document::Span;
use crate::input::mailbox;

/// One contiguous part of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The bytes that the segment covers, its white space, title and marker included.
    pub span: Span,
    /// Its heading.
    pub title: Option<Span>,
    /// Its body, in order, without title and marker. Usually one range; more where the title stands inside.
    pub text: Ranges,
    /// The text that marks its boundary: the line that ends an entry, a separator, a number, the match of a pattern.
    pub marker: Option<Span>,
    /// What it repeats of the segment before, where sizes overlap. It ends where [`Self::span`] begins.
    pub overlap: Option<Span>,
    /// The values of the columns that [`By::columns`](super::By::columns) names, in their order, as a person would write
    /// them: the date of an entry, where it leads, the fields of a rule.
    pub further: Vec<Option<String>>,
    /// What was done to the lines of its text so that they could stand in the document.
    pub quoting: Quoting,
    /// Title and text, where they stand encoded in the document, as in mails.
    pub decoded: Option<Box<Decoded>>,
}

/// What a reader sees of a segment that was encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The title on one line.
    pub title: Option<String>,
    /// The text.
    pub text: String,
}

/// What was done to the lines of a text so that they could stand in a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// Nothing.
    #[default]
    None,
    /// Lines that begin with `From ` have one more `>` in front than they had, as in a mailbox file.
    FromLines,
}

impl Segment {
    /// A segment whose text is all that it covers, without the white space around it.
    pub(super) fn plain(text: &str, span: Span) -> Self {
        Self { span, text: trimmed(text, span).into_iter().collect(), ..Self::default() }
    }

    /// Where it begins, what it repeats included.
    pub fn start(&self) -> usize {
        self.overlap.map_or(self.span.start, |overlap| overlap.start)
    }

    /// The body as one text: what was decoded, else its ranges without the white space around each, blank lines between them.
    pub fn text_of<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        if let Some(decoded) = &self.decoded {
            return Cow::Borrowed(&decoded.text);
        }
        let said = match &*self.text {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(one.of(text)),
            many => Cow::Owned(many.iter().map(|span| span.of(text)).collect::<Vec<_>>().join("\n\n")),
        };
        match self.quoting {
            Quoting::None => said,
            Quoting::FromLines => unquoted(said),
        }
    }

    /// The title on one line.
    pub fn title_of<'t>(&'t self, text: &'t str) -> Option<Cow<'t, str>> {
        if let Some(decoded) = &self.decoded {
            return decoded.title.as_deref().map(Cow::Borrowed);
        }
        self.title.map(|span| on_one_line(span.of(text)))
    }
}

/// A text cut into segments.
///
/// The spans of the segments cover the text from its first to its last byte, in order, without gap or overlap; a text
/// without anything to show has no segments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cut {
    /// The segments, in order.
    pub segments: Vec<Segment>,
    /// The heading of the page as a whole, where it shows one. It lies in the span of the first segment.
    pub page_title: Option<Span>,
    /// What stands before the first entry and is neither page heading nor any segment's text.
    pub lead: Vec<Span>,
    /// What stands between the segments and is no segment's text.
    pub outside: Vec<Span>,
    /// What stands behind the last entry and is no segment's text: a page's footer.
    pub tail: Option<Span>,
    /// What opens the last segment, if nothing closes it.
    pub unclosed: Option<Span>,
    /// What the entries were recognized by.
    pub layout: Option<Layout>,
    /// What a user should hear of single segments.
    pub warnings: Vec<SegmentWarning>,
}

/// Something that a user should hear of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentWarning {
    /// The number of the segment, counted from one.
    pub number: u64,
    /// What it is about.
    pub kind: Kind,
    /// What happened, lower case, without full stop.
    pub message: String,
}

impl Cut {
    /// A cut that leaves nothing aside.
    pub(super) fn of(segments: Vec<Segment>) -> Self {
        Self { segments, ..Self::default() }
    }

    /// Adds what there is to say of the segment with this number.
    pub(super) fn warn(&mut self, number: u64, warnings: Vec<(Kind, String)>) {
        self.warnings.extend(warnings.into_iter().map(|(kind, message)| SegmentWarning { number, kind, message }));
    }

    /// The page's own heading on one line.
    pub fn page_title_of<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        self.page_title.map(|span| on_one_line(span.of(text)))
    }
}

/// The most segments that are held of a text. What is held of each is some hundred and fifty bytes, and the shortest has one.
pub(super) fn most_segments(text: &str) -> usize {
    (1 << 20) + text.len() / 64
}

/// Spans that cover the text, one around each start but the first, which is moved to 0.
///
/// `starts` ascends strictly.
pub(super) fn covering(starts: &[usize], end: usize) -> impl Iterator<Item = Span> {
    starts.iter().enumerate().map(move |(idx, &start)| {
        let next = starts.get(idx + 1).copied().unwrap_or(end);
        Span::new(if idx == 0 { 0 } else { start }, next)
    })
}

/// `span` without the white space at its ends, `None` if nothing is left.
pub(super) fn trimmed(text: &str, span: Span) -> Option<Span> {
    let rest = span.of(text).trim_start();
    let (start, len) = (span.end - rest.len(), rest.trim_end().len());
    (len > 0).then(|| Span::new(start, start + len))
}

/// `said` without one `>` before each line that would begin a message.
pub(super) fn unquoted(said: Cow<'_, str>) -> Cow<'_, str> {
    match mailbox::unquoted(said.as_bytes()) {
        Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        None => said,
    }
}

pub(super) fn on_one_line(title: &str) -> Cow<'_, str> {
    if title.contains('\n') { Cow::Owned(crate::text::on_one_line(title)) } else { Cow::Borrowed(title) }
}
