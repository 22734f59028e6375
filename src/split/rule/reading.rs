//! What a rule reads from an entry: its title, its text, and fields by the named groups of patterns.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

use crate::document::Span;
use crate::input::subtitles::plain_cue;
use crate::split::entry::{Entry, Page, Plan, Title};
use crate::split::mail::{self, Message, Origin};
use crate::split::segment::{Cut, Decoded, Quoting, Segment, trimmed};
use crate::table::{Column, Part};
use crate::text::{Date, on_one_line};

const TITLE: &str = "title";
const DATE: &str = "date";
const LINK: &str = "link";
const MARKER: &str = "marker";
/// The columns that every entry has, whatever the rule; the fields of the rule follow.
const N_OWN: usize = 2;

/// How title, text and fields are taken from an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) format: EntryFormat,
    pub(super) title: TitleSource,
    /// Patterns whose named groups become the title, the date, the link, or a column of their name.
    pub(super) patterns: Vec<Regex>,
    /// What the text begins behind.
    pub(super) text_begins: Option<Regex>,
    /// What the text ends before.
    pub(super) text_ends: Option<Regex>,
    pub(super) quoting: Quoting,
    /// The names of the further columns, in order.
    pub(super) fields: Vec<String>,
}

/// What the lines of an entry are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum EntryFormat {
    /// Text, in which patterns find fields.
    #[default]
    Text,
    /// A mail, whose headers are fields.
    Mail,
    /// A text of subtitles, which has markup of its own.
    Cue,
}

/// Where the title of an entry is, unless a pattern has a group for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TitleSource {
    /// Where it looks like one.
    #[default]
    Look,
    /// The first line.
    Line,
    /// There is none.
    Nowhere,
}

/// The column of cues for who says them.
const SPEAKER: Column =
    Column::text("speaker", "who says the cue, as far as its markup names somebody").holding(Part::Found);

impl Reading {
    /// The names of the headers and groups that become columns of their own, in order of appearance.
    pub(super) fn field_names<'p>(format: EntryFormat, patterns: impl Iterator<Item = &'p Regex>) -> Vec<String> {
        let mut names: Vec<String> = match format {
            EntryFormat::Text => Vec::new(),
            EntryFormat::Cue => vec![SPEAKER.name.to_string()],
            EntryFormat::Mail => mail::COLUMNS[1..].iter().map(|column| column.name.to_string()).collect(),
        };
        for name in patterns.flat_map(|pattern| pattern.capture_names().flatten()) {
            if ![TITLE, DATE, LINK, MARKER].contains(&name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    pub(super) fn columns(&self) -> Vec<Column> {
        let column = |name: &String| {
            let is_header = |column: &&Column| self.format == EntryFormat::Mail && column.name == **name;
            if let Some(header) = mail::COLUMNS.iter().find(is_header) {
                return header.clone();
            }
            if self.format == EntryFormat::Cue && SPEAKER.name == **name {
                return SPEAKER;
            }
            let mut column =
                Column::text("", "what the group of this name in the rule's patterns matched").holding(Part::Found);
            column.name = name.clone().into();
            column
        };
        self.fields.iter().map(column).collect()
    }

    /// Narrows the content of an entry to its text, and finds its title.
    pub(super) fn place(&self, page: &Page<'_>, entry: &mut Entry) {
        let Some(span) = page.span(&entry.content) else { return };
        let text = page.text;
        if let Some(message) = self.message(page, entry) {
            entry.content = message.body.map_or(entry.content.end..entry.content.end, |body| page.lines_in(body));
            entry.title = Title::Apart(message.subject);
            return;
        }
        // What is searched begins at a line's start, so that patterns may rely on that.
        let head = page.lines[entry.content.start].start;
        if let Some(found) = self.text_begins.as_ref().and_then(|begins| begins.find(&text[head..span.end])) {
            let rest = page.lines_in(Span::new(head + found.end(), span.end));
            entry.content.start = rest.start.min(entry.content.end);
        }
        let start = entry.content.start;
        let from = page.lines.get(start).map_or(span.end, |line| line.start);
        if let Some(found) = self.text_ends.as_ref().and_then(|ends| ends.find(&text[from.min(span.end)..span.end])) {
            entry.content.end = page.lines_in(Span::new(from, from + found.start())).end.max(start);
        }
        entry.title = match self.value(page, entry, TITLE) {
            Some(title) => given(page, entry, title),
            None => match self.title {
                TitleSource::Look => Title::Look,
                TitleSource::Line => match page.span(&(start..(start + 1).min(entry.content.end))) {
                    Some(title) => Title::Given { title, lines: start..start + 1 },
                    None => Title::Apart(None),
                },
                TitleSource::Nowhere => Title::Apart(None),
            },
        };
    }

    /// The title that the page's own patterns find before the first entry, at line `first`.
    pub(super) fn page_title(&self, page: &Page<'_>, patterns: &[Regex], first: usize) -> Option<Span> {
        group(patterns, page.text, page.span(&(0..first))?, TITLE)
    }

    /// Puts the date, the link and the fields of each entry into its segment; what it lacks, the page's own patterns may have.
    pub(super) fn fill(&self, page: &Page<'_>, plan: &Plan, of_page: &[Regex], cut: &mut Cut) {
        let lead = page.span(&plan.lead);
        let value = |entry: &Entry, name: &str| {
            let own = self.value(page, entry, name);
            let found = own.or_else(|| group(of_page, page.text, lead?, name))?;
            let said = on_one_line(found.of(page.text));
            (!said.is_empty()).then_some(said)
        };
        let mut warnings = Vec::new();
        for (number, (segment, entry)) in (1..).zip(cut.segments.iter_mut().zip(&plan.entries)) {
            segment.quoting = self.quoting;
            segment.further.resize(N_OWN, None);
            if let Some(message) = self.message(page, entry) {
                warnings.push((number, message.warnings));
                let [date, headers @ ..] = message.values;
                segment.decoded = message.decoded;
                // Without one, the date that stands in the marker or around it.
                segment.further[0] = date.or(segment.further[0].take());
                segment.further.extend(headers);
                let further = self.fields.iter().skip(mail::COLUMNS.len() - 1);
                segment.further.extend(further.map(|name| value(entry, name)));
                continue;
            }
            if let Some(date) = value(entry, DATE) {
                let read = Date::find(&date).and_then(|(_, read)| read.day().or(read.month()));
                segment.further[0] = Some(read.unwrap_or(date));
            }
            if let Some(link) = value(entry, LINK) {
                segment.further[1] = Some(link);
            }
            let mut speaker = None;
            if self.format == EntryFormat::Cue {
                (speaker, segment.decoded) = cue(page.text, segment);
            }
            segment.further.extend(self.fields.iter().map(|name| match SPEAKER.name == **name {
                true => speaker.take().or_else(|| value(entry, name)),
                false => value(entry, name),
            }));
        }
        warnings.into_iter().for_each(|(number, warnings)| cut.warn(number, warnings));
    }

    /// The mail that an entry is, if the rule says so.
    fn message(&self, page: &Page<'_>, entry: &Entry) -> Option<Message> {
        if self.format != EntryFormat::Mail {
            return None;
        }
        let start = entry.marker.map_or(page.lines.get(entry.lines.start)?.start, |marker| marker.end);
        let end = page.lines.get(entry.lines.end.checked_sub(1)?)?.span.end;
        let below = trimmed(page.text, Span::new(start.min(end), end))?;
        let origin = if self.quoting == Quoting::FromLines { Origin::Mailbox } else { Origin::Elsewhere };
        Message::read(page.text, below, origin)
    }

    /// What the group called `name` matches first around the text of an entry, or anywhere in it if nothing but its marker
    /// stands before the text.
    fn value(&self, page: &Page<'_>, entry: &Entry, name: &str) -> Option<Span> {
        let around = [entry.lines.start..entry.content.start, entry.content.end..entry.lines.end];
        let marker_end = entry.marker.map(|marker| marker.end);
        let has_head = page.span(&around[0]).is_some_and(|head| Some(head.end) != marker_end);
        let places: &[Range<usize>] = if has_head { &around } else { std::slice::from_ref(&entry.lines) };
        places.iter().filter_map(|lines| page.span(lines)).find_map(|span| group(&self.patterns, page.text, span, name))
    }
}

/// Who says a cue, and the cue as it is to be read, if it has markup.
fn cue(page: &str, segment: &Segment) -> (Option<String>, Option<Box<Decoded>>) {
    let written = segment.text_of(page);
    let (speaker, text) = plain_cue(&written, page);
    let title = segment.title_of(page).map(Cow::into_owned);
    (speaker, (text != written).then(|| Box::new(Decoded { title, text })))
}

/// The title among the lines of the content, or apart from them.
fn given(page: &Page<'_>, entry: &Entry, title: Span) -> Title {
    let lines = page.lines.partition_point(|line| line.span.end <= title.start)..page.lines_in(title).end;
    let is_inside = entry.content.start <= lines.start && lines.end <= entry.content.end && !lines.is_empty();
    if is_inside { Title::Given { title, lines } } else { Title::Apart(Some(title)) }
}

/// Where the first pattern that has a group called `name`, and matches within `span`, has it.
fn group(patterns: &[Regex], text: &str, span: Span, name: &str) -> Option<Span> {
    let mut with_name = patterns.iter().filter(|pattern| pattern.capture_names().flatten().any(|known| known == name));
    with_name.find_map(|pattern| {
        let found = pattern.captures(span.of(text))?.name(name)?;
        trimmed(text, Span::new(found.start(), found.end()).shifted(span.start))
    })
}
