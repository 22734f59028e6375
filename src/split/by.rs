//! What a text is cut by.

use std::str::FromStr;

use regex::Regex;

use super::entry;
use super::mail;
use super::pattern;
use super::plain::Plain;
use super::rule::Rule;
use super::segment::{Cut, Segment, covering, most_segments, trimmed};
use super::size::{self, Size};
use crate::choice::{Choice, UnknownName, named};
use crate::document::{Markup, Span};
use crate::error::{OptionProblem, PatternProblem, PatternRole};
use crate::table::{Column, Part};
use crate::text::{PatternSyntax, compile_pattern, headings};

/// The boundary that parts one segment from the next.
#[derive(Clone, Debug, Default)]
pub enum By {
    /// The records that a page repeats: headline, text, perhaps a line such as "Read more". How they are told apart is
    /// found out from each page by itself.
    #[default]
    Entry,
    /// The entries that a rule describes.
    Rule(Box<Rule>),
    /// Blank lines.
    Paragraph,
    /// Sentence boundaries ([`for_each_sentence`](crate::text::for_each_sentence)).
    Sentence,
    /// Line ends. Blank lines make no segment.
    Line,
    /// Markdown headings ([`headings`]). Text before the first one is a segment without title.
    Heading,
    /// Form feeds. An empty page in the midst is a segment too, so that numbers of segments are numbers of pages.
    Page,
    /// A segment begins at each match.
    At(Regex),
    /// Matches part the segments and are in the text of none.
    On(Regex),
    /// The messages of a mailbox (mbox), or one mail: its subject is the title.
    Mail,
    /// A segment is what stands between a match of the first pattern and the next match of the second.
    Between(Regex, Regex),
    /// A bounded size each, cut at the best boundary that fits.
    Size(Size),
}

impl Choice for By {
    /// Those without a pattern, rule or size.
    const CHOICES: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Entry, "entry", "The records that a page repeats"),
        (Self::Paragraph, "paragraph", "Text between blank lines"),
        (Self::Sentence, "sentence", "Sentences, by Unicode's rules"),
        (Self::Line, "line", "Lines that are not blank"),
        (Self::Heading, "heading", "Sections, each with its Markdown heading as title"),
        (Self::Page, "page", "Text between form feeds"),
        (Self::Mail, "mail", "The messages of a mailbox, with from, to and date as columns"),
    ];
}

impl FromStr for By {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        named(name, |_| true)
    }
}

const ENTRY_COLUMNS: [Column; 2] = [
    Column::text("date", "the day that the entry itself is dated with, 2024-03-05 where it can be read")
        .holding(Part::Found)
        .main(),
    Column::text("link", "where the entry leads: the link of its title or marker, else the first in it")
        .holding(Part::Found),
];
const FRESH: Column =
    Column::integer("fresh", "first byte of the segment that no segment before it has, in the document's source");

impl By {
    /// [`By::At`] with a pattern whose `^` and `$` match at line ends.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if the pattern cannot be read.
    pub fn at(pattern: &str) -> Result<Self, OptionProblem> {
        multi_line(PatternRole::At, pattern).map(Self::At)
    }

    /// [`By::On`] with a pattern whose `^` and `$` match at line ends.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if the pattern cannot be read.
    pub fn on(pattern: &str) -> Result<Self, OptionProblem> {
        multi_line(PatternRole::On, pattern).map(Self::On)
    }

    /// [`By::Between`] with patterns whose `^` and `$` match at line ends.
    ///
    /// # Errors
    ///
    /// [`OptionProblem::Pattern`] if a pattern cannot be read.
    pub fn between(opens: &str, closes: &str) -> Result<Self, OptionProblem> {
        let pattern = |pattern| multi_line(PatternRole::Between, pattern);
        Ok(Self::Between(pattern(opens)?, pattern(closes)?))
    }

    /// What plain segments are cut at, if these are plain.
    pub(super) fn plain(&self) -> Option<Plain> {
        match self {
            Self::Paragraph => Some(Plain::Paragraph),
            Self::Sentence => Some(Plain::Sentence),
            Self::Line => Some(Plain::Line),
            _ => None,
        }
    }

    /// Whether segments repeat the end of the one before.
    pub fn overlaps(&self) -> bool {
        matches!(self, Self::Size(size) if size.overlaps())
    }

    /// The columns that segments of this kind have beside those of all: date and link of an entry, the fields of a rule,
    /// where the fresh part of an overlapping one begins, the headers of a mail.
    pub fn columns(&self) -> Vec<Column> {
        match self {
            Self::Entry => ENTRY_COLUMNS.to_vec(),
            Self::Rule(rule) => ENTRY_COLUMNS.into_iter().chain(rule.columns()).collect(),
            Self::Size(size) if size.overlaps() => vec![FRESH],
            Self::Mail => mail::COLUMNS.to_vec(),
            _ => Vec::new(),
        }
    }
}

/// A text in which nothing was found to cut at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBoundary {
    /// There is no boundary of the kind asked for.
    #[error("no boundary found: {0}")]
    Missing(String),
    /// There are so many that to hold them would take far more memory than the text.
    #[error("is cut into more than {limit} segments")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// The text is no page of the rule's.
    #[error("does not fit the rule {rule:?}: {why}")]
    Unfit {
        /// The rule's name.
        rule: String,
        /// Why not.
        why: String,
    },
}

/// Cuts `text`.
///
/// # Errors
///
/// [`NoBoundary`] where the text has no boundary of the kind asked for. Paragraphs, sentences, lines and sizes are cut
/// in any text; one without anything but white space has no segments then.
pub fn cut(text: &str, by: &By) -> Result<Cut, NoBoundary> {
    cut_page(text, &Markup::default(), by)
}

/// Cuts the text of a web page, whose markup helps to find its entries; otherwise the same as [`cut`].
///
/// # Errors
///
/// As for [`cut`].
pub fn cut_page(text: &str, markup: &Markup, by: &By) -> Result<Cut, NoBoundary> {
    let cut = match by {
        By::Entry => entry::cut(text, markup).map_err(NoBoundary::Missing),
        By::Rule(rule) => rule.cut(text, markup).map_err(|why| NoBoundary::Unfit { rule: rule.name().to_owned(), why }),
        By::Paragraph => Ok(by_plain(text, Plain::Paragraph)),
        By::Sentence => Ok(by_plain(text, Plain::Sentence)),
        By::Line => Ok(by_plain(text, Plain::Line)),
        By::Heading => by_heading(text).ok_or_else(|| missing("the text has no Markdown heading")),
        By::Page => by_page(text).ok_or_else(|| missing("the text has no form feed")),
        By::At(wanted) => pattern::at(text, wanted).ok_or_else(|| unmatched(wanted)),
        By::On(wanted) => pattern::on(text, wanted).ok_or_else(|| unmatched(wanted)),
        By::Mail => mail::cut(text).ok_or_else(|| missing("the text has no mail: headers such as From and Date")),
        By::Between(opens, closes) => pattern::between(text, opens, closes).ok_or_else(|| unmatched(opens)),
        By::Size(size) => Ok(by_size(text, *size)),
    }?;
    let limit = most_segments(text);
    if cut.segments.len() > limit { Err(NoBoundary::TooMany { limit }) } else { Ok(cut) }
}

/// Refuses an empty pattern, which would match between any two characters.
fn multi_line(role: PatternRole, pattern: &str) -> Result<Regex, OptionProblem> {
    if pattern.is_empty() {
        return Err(role.refusing()(PatternProblem::Empty));
    }
    compile_pattern(pattern, PatternSyntax::Lines).map_err(role.refusing())
}

fn missing(what: &str) -> NoBoundary {
    NoBoundary::Missing(what.to_owned())
}

fn unmatched(wanted: &Regex) -> NoBoundary {
    NoBoundary::Missing(format!("nothing matches {:?}", wanted.as_str()))
}

fn by_plain(text: &str, plain: Plain) -> Cut {
    let mut segments = Vec::new();
    plain.for_each(text, |segment| {
        if segments.len() <= most_segments(text) {
            segments.push(segment);
        }
    });
    Cut::of(segments)
}

fn by_size(text: &str, size: Size) -> Cut {
    let segments = size::pieces(text, size).into_iter().take(most_segments(text) + 1).map(|piece| Segment {
        span: piece.fresh,
        text: trimmed(text, Span::new(piece.start, piece.fresh.end)).into_iter().collect(),
        overlap: (piece.start < piece.fresh.start).then(|| Span::new(piece.start, piece.fresh.start)),
        ..Segment::default()
    });
    Cut::of(segments.collect())
}

fn by_heading(text: &str) -> Option<Cut> {
    let found = headings(text);
    let first = found.first()?.span.start;
    let preface = !text[..first].trim().is_empty();
    let starts: Vec<usize> = preface.then_some(0).into_iter().chain(found.iter().map(|h| h.span.start)).collect();
    let mut segments: Vec<Segment> = covering(&starts, text.len()).map(|span| Segment::plain(text, span)).collect();
    for (segment, heading) in segments.iter_mut().skip(usize::from(preface)).zip(&found) {
        segment.title = Some(heading.title);
        let below = Span::new(heading.span.end, segment.span.end);
        segment.text = trimmed(text, below).into_iter().collect();
    }
    Some(Cut::of(segments))
}

/// A form feed ends its page, so one at the very end opens no further page.
fn by_page(text: &str) -> Option<Cut> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\u{c}').take(most_segments(text) + 1).map(|(at, _)| at + 1));
    if starts.len() == 1 {
        return None;
    }
    if starts.last().is_some_and(|&last| text[last..].trim().is_empty()) {
        starts.pop();
    }
    Some(Cut::of(covering(&starts, text.len()).map(|span| Segment::plain(text, span)).collect()))
}
