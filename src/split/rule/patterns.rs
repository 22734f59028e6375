//! Finding entries by regular expressions: where each begins or ends, and what of the page is a frame around them.

use std::ops::Range;

use regex::Regex;

use super::reading::Reading;
use crate::document::Span;
use crate::input::mailbox::openings;
use crate::split::entry::{Boundary, Entry, Page, Plan, Title};
use crate::split::segment::trimmed;

/// More than any other evidence: the signs of an export are no accident.
pub(super) const WEIGHT: usize = 300;

/// Where the entries of a page begin and end as a whole, and its own fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// What entries begin behind.
    pub(super) begins: Option<Regex>,
    /// What entries end before.
    pub(super) ends: Option<Regex>,
    /// Patterns whose named groups are read from what stands before the first entry.
    pub(super) patterns: Vec<Regex>,
    /// What an entry begins with.
    pub(super) entry_begins: Option<Regex>,
    /// What an entry ends with.
    pub(super) entry_ends: Option<Regex>,
}

impl Frame {
    /// Where the entries of a page lie, with the titles that `reading` finds; `None` if what the patterns want is not there.
    pub(super) fn plan(&self, page: &Page<'_>, boundary: &Boundary, reading: &Reading) -> Option<Plan> {
        let whole = self.inside(page)?;
        let mut entries = match (boundary, &self.entry_begins, &self.entry_ends) {
            (Boundary::Mail {}, ..) => begun(&mails(page, &whole), &whole),
            (_, Some(begins), _) => begun(&marks(page, begins, &whole), &whole),
            (_, None, Some(ends)) => ended(marks(page, ends, &whole), &whole),
            (_, None, None) => vec![Entry { lines: whole.clone(), content: whole, ..Entry::default() }],
        };
        let (first, last) = (entries.first()?.lines.start, entries.last()?.lines.end);
        for entry in &mut entries {
            reading.place(page, entry);
        }
        // The page's own title is that of its only entry.
        if let [only] = entries.as_mut_slice()
            && let Some(title) = reading.page_title(page, &self.patterns, first)
        {
            only.title = Title::Apart(Some(title));
        }
        Some(Plan { lead: 0..first, entries, tail: last..page.lines.len() })
    }

    /// The lines between the begin and the end; `None` if there is a begin that the page lacks.
    fn inside(&self, page: &Page<'_>) -> Option<Range<usize>> {
        let start = match &self.begins {
            Some(begins) => begins.find(page.text)?.end(),
            None => 0,
        };
        let end = self.ends.as_ref().and_then(|ends| ends.find_at(page.text, start)).map(|found| found.start());
        let lines = page.lines_in(Span::new(start, end.unwrap_or(page.text.len())));
        (!lines.is_empty()).then_some(lines)
    }
}

/// Entries from one mark to the next.
fn begun(marks: &[Mark], whole: &Range<usize>) -> Vec<Entry> {
    let ends = marks.iter().skip(1).map(|(_, lines)| lines.start).chain([whole.end]);
    let entries = marks.iter().zip(ends).map(|((marker, lines), end)| Entry {
        lines: lines.start..end,
        content: lines.end..end,
        marker: Some(*marker),
        title: Title::Look,
    });
    entries.collect()
}

/// Entries up to each mark.
fn ended(marks: Vec<Mark>, whole: &Range<usize>) -> Vec<Entry> {
    let mut start = whole.start;
    let mut entries = Vec::new();
    for (marker, lines) in marks {
        entries.push(Entry {
            lines: start..lines.end,
            content: start..lines.start,
            marker: Some(marker),
            title: Title::Look,
        });
        start = lines.end;
    }
    entries
}

/// What marks an entry, and the lines that it fills.
type Mark = (Span, Range<usize>);

/// The lines that open the messages of a mailbox.
fn mails(page: &Page<'_>, whole: &Range<usize>) -> Vec<Mark> {
    let marks = openings(page.text).into_iter().filter_map(|line| {
        let span = trimmed(page.text, line)?;
        let lines = page.lines_in(span);
        (whole.start <= lines.start && lines.end <= whole.end).then_some((span, lines))
    });
    marks.collect()
}

/// The matches, or their groups called `marker`, with the lines that they fill. A line belongs to one match only.
fn marks(page: &Page<'_>, pattern: &Regex, whole: &Range<usize>) -> Vec<Mark> {
    let has_group = pattern.capture_names().flatten().any(|name| name == "marker");
    let mut found: Vec<Mark> = Vec::new();
    let mut take = |start: usize, end: usize| {
        let Some(span) = trimmed(page.text, Span::new(start, end)) else { return };
        let lines = page.lines_in(span);
        let is_free = found.last().is_none_or(|(_, last)| last.end <= lines.start);
        if is_free && whole.start <= lines.start && lines.end <= whole.end && !lines.is_empty() {
            found.push((span, lines));
        }
    };
    if has_group {
        let groups = pattern.captures_iter(page.text).filter_map(|captures| captures.name("marker"));
        groups.for_each(|group| take(group.start(), group.end()));
    } else {
        pattern.find_iter(page.text).for_each(|found| take(found.start(), found.end()));
    }
    found
}
