//! Evidence from the items of a Markdown list, if each has a title and a text of its own.
//!
//! Most lists are parts of an entry. One is the page itself if its items open with a link or with bold words, or have a
//! line or a paragraph below their first one.

use std::collections::BTreeMap;

use super::boundary::Boundary;
use super::dissect;
use super::layout::Evidence;
use super::page::Page;
use super::plan::{Entry, Plan, Title, tail_behind};
use super::proposal::{Doubt, Proposal};
use super::shape::{HEADLINE_SIZE, Shape, reading_size};
use crate::document::Span;
use crate::split::segment::trimmed;

const WEIGHT: usize = 75;
const MIN_ITEMS: usize = 3;

/// The layouts that lists suggest, one for each sign in use. Cost: linear in the page.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let items = items(page);
    items
        .iter()
        .filter(|(_, lines)| lines.len() >= MIN_ITEMS)
        .filter_map(|(sign, l)| proposal(page, *sign, l))
        .collect()
}

/// The layout that items with `sign` suggest.
pub(super) fn with_sign(page: &Page<'_>, sign: char) -> Option<Proposal> {
    proposal(page, sign, items(page).get(&sign)?)
}

/// The lines that open an item of the outermost list, by their sign.
fn items(page: &Page<'_>) -> BTreeMap<char, Vec<usize>> {
    let mut found: BTreeMap<char, (usize, Vec<usize>)> = BTreeMap::new();
    for (idx, line) in page.lines.iter().enumerate() {
        let Some(sign) = bullet(page.line(idx)) else { continue };
        let indentation = line.span.start - line.start;
        let (outermost, lines) = found.entry(sign).or_insert((indentation, Vec::new()));
        if indentation < *outermost {
            *outermost = indentation;
            lines.clear();
        }
        if indentation == *outermost {
            lines.push(idx);
        }
    }
    found.into_iter().map(|(sign, (_, lines))| (sign, lines)).collect()
}

/// The sign that opens `line`, if it is that of a list and something follows.
fn bullet(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(|c| matches!(c, '-' | '*' | '+' | '•' | '–' | '▪' | '■' | '●' | '►'))?;
    let rest = &line[sign.len_utf8()..];
    (rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphanumeric)).then_some(sign)
}

fn proposal(page: &Page<'_>, sign: char, items: &[usize]) -> Option<Proposal> {
    let first = *items.first()?;
    let tail = tail_behind(page, *items.last()?);
    let ends = items.iter().skip(1).copied().chain([tail.start]);
    let entries: Vec<Entry> = items.iter().zip(ends).map(|(&start, end)| entry(page, sign, start, end)).collect();
    let plan = Plan { lead: 0..first, entries, tail };
    let is_outside = page.paragraphs(&plan.lead).iter().filter(|p| p.shape == Shape::Body).count() > items.len();
    let proposal = Proposal::new(page, Evidence::Bullets(sign), Boundary::Bullet { sign }, WEIGHT, plan);
    Some(proposal.if_complete().doubted_if(is_outside, || Doubt::Outside))
}

fn entry(page: &Page<'_>, sign: char, start: usize, end: usize) -> Entry {
    let lines = start..end;
    let line = page.lines[start].span;
    let number = Span::new(line.start, line.start + sign.len_utf8());
    let said = trimmed(page.text, Span::new(number.end, line.end)).unwrap_or(line);
    let title = match dissect::inline_title(page.text, said) {
        Some((title, text_from)) => Title::Inline { title, text_from },
        None if end > start + 1 && is_headline(said.of(page.text)) => {
            Title::Given { title: said, lines: start..start + 1 }
        }
        None => Title::Apart(None),
    };
    Entry { content: lines.clone(), lines, marker: Some(number), title }
}

/// The first line of an item may end like a sentence or with a colon and still be its title, but is no list of its own.
fn is_headline(said: &str) -> bool {
    reading_size(said, HEADLINE_SIZE) <= HEADLINE_SIZE && Shape::of(said) == Shape::Headline
}
