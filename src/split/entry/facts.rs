//! What an entry says about itself beside title and text: its day, and where it leads.
//!
//! Both are read only where they stand in the usual places, since a teaser may speak of any day and any address: the
//! lines of a date, the first and the last lines, the title, the marker.

use std::ops::Range;

use super::page::{Page, head};
use super::shape::{Shape, reading_size};
use crate::document::Span;
use crate::split::segment::Segment;
use crate::text::Date;

/// How many lines at the start and at the end of an entry are searched for a date.
const MAX_LINES: usize = 4;
/// A line longer than this is running text, which may speak of other days.
const MAX_DATE_LINE: usize = 90;
/// How far from its start running text is searched for its own date, in bytes: "Oslo, 5 March 2024 - ".
const MAX_DATELINE: usize = 48;

/// The day on which an entry is dated, `2024-03-05`, or its month if it says no more. Cost: that of a few lines.
pub(super) fn date(page: &Page<'_>, segment: &Segment, lines: &Range<usize>) -> Option<String> {
    let mut idxs: Vec<usize> = lines.clone().take(MAX_LINES).collect();
    idxs.extend(lines.clone().rev().take(MAX_LINES).filter(|idx| *idx >= lines.start + MAX_LINES));
    let (mut own, mut beside) = (None, None);
    for line in idxs.into_iter().map(|idx| page.line(idx)) {
        if reading_size(line, MAX_DATE_LINE) > MAX_DATE_LINE {
            beside = beside.or_else(|| dateline(line));
        } else if let Some((span, date)) = Date::find(line) {
            let is_own = Shape::of(line) == Shape::Date;
            let is_sentence = line.ends_with(['.', '。']) && line.len() > span.end + 1;
            match (is_own, is_sentence) {
                (true, _) => own = own.or(Some(date)),
                (false, false) => beside = beside.or(Some(date)),
                (false, true) => beside = beside.or_else(|| dateline(line)),
            }
        }
    }
    let said = segment.marker.and_then(|marker| Date::find(first_line(marker.of(page.text)))).map(|(_, date)| date);
    let date = own.or(beside).or(said)?;
    date.day().or(date.month())
}

/// Where an entry leads: the link of its title, else of its marker, else the first one in it. Links are those of the
/// page's markup, of Markdown, and addresses as they stand. Cost: linear in the entry.
pub(super) fn link(page: &Page<'_>, segment: &Segment) -> Option<String> {
    let places = segment.title.into_iter().chain(segment.marker).chain([segment.span]);
    // The address of a Markdown link stands behind its label, which is all that the title has of it.
    places
        .into_iter()
        .find_map(|place| markup_link(page, place).or_else(|| written_link(page.text, to_line_end(page.text, place))))
}

fn markup_link(page: &Page<'_>, place: Span) -> Option<String> {
    let links = &page.markup.links;
    let first = links.partition_point(|link| link.at < place.start);
    links.get(first).filter(|link| link.at < place.end).map(|link| link.target.clone())
}

fn to_line_end(text: &str, place: Span) -> Span {
    let end = text[place.end..].find('\n').map_or(text.len(), |len| place.end + len);
    Span::new(place.start, end)
}

/// The first link in Markdown, or address, within a range of the text.
fn written_link(text: &str, place: Span) -> Option<String> {
    let said = place.of(text);
    // A title has lost the bracket before it.
    let markdown = said.match_indices("](").find_map(|(at, _)| {
        let target = said[at + 2..].split([')', ' ', '\n']).next()?;
        (!target.is_empty() && !target.starts_with('#') && !target.starts_with("mailto:")).then_some(target)
    });
    let address = ["https://", "http://", "www."].iter().filter_map(|start| said.find(start)).min().map(|at| {
        let end = said[at..].find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '»' | '”' | '|'));
        let address = &said[at..end.map_or(said.len(), |len| at + len)];
        address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*', '_'])
    });
    markdown.or(address).map(str::to_owned)
}

/// A date at the start of a running text, set off from it.
fn dateline(line: &str) -> Option<Date> {
    let head = head(line, MAX_DATELINE);
    let (span, date) = Date::find(head)?;
    let behind = line[span.end..].trim_start();
    let is_set_off = behind.starts_with(['-', '–', '—', ':', '|', '·', '•', ')', ']', '/', '：', '）']);
    is_set_off.then_some(date)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Markup;

    #[track_caller]
    fn check(entry: &str, expected_date: Option<&str>, expected_link: Option<&str>) {
        let markup = Markup::default();
        let page = Page::new(entry, &markup);
        let segment = Segment { span: Span::new(0, entry.len()), ..Segment::default() };
        assert_eq!(date(&page, &segment, &(0..page.lines.len())).as_deref(), expected_date, "{entry:?}");
        assert_eq!(link(&page, &segment).as_deref(), expected_link, "{entry:?}");
    }

    #[test]
    fn a_date_is_that_of_a_line_of_its_own_or_of_the_frame_of_the_text() {
        let text = "The council met on 3 May 2021 and again on 7 June 2021, and nothing came of it at all in the end.";
        check(&format!("Title\n\n12 June 2023\n\n{text}"), Some("2023-06-12"), None);
        check(&format!("Title\n\n{text}\n\nPosted on 12. Juni 2023 by the desk"), Some("2023-06-12"), None);
        check(&format!("Oslo, 12 June 2023 – {text}"), Some("2023-06-12"), None);
        check(&format!("Title\n\n{text}"), None, None);
        check("What the council said of 3 May 2021 was short.", None, None);
    }

    #[test]
    fn a_link_is_an_address_or_what_markdown_leads_to() {
        check("See https://example.org/a, or ask.", None, Some("https://example.org/a"));
        check("Look [here](b/c.html \"there\") and <http://example.org>.", None, Some("b/c.html"));
        check("At www.example.org.", None, Some("www.example.org"));
        check("[up](#top) and nothing else: a/b.", None, None);
    }
}
