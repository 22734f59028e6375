//! Evidence from ascending numbers: `1.`, `2)`, `[3]`, `(4)`, `5、`.

use std::collections::BTreeMap;

use super::boundary::Boundary;
use super::dissect;
use super::layout::Evidence;
use super::page::{Page, head};
use super::plan::{Entry, Plan, Title, tail_behind};
use super::proposal::Proposal;
use super::shape::{Shape, digit};
use crate::document::Span;
use crate::split::segment::trimmed;
use crate::text::Date;

const WEIGHT: usize = 80;
const MAX_DIGITS: usize = 5;
/// A date is no longer than this.
const MAX_DATE_BYTES: usize = 32;

/// How a number is set off from what it counts: the sign before it, if any, and the one behind.
type Style = (Option<char>, char);

/// A line that opens with a number.
#[derive(Clone, Copy, Debug)]
struct Numbered {
    line_idx: usize,
    value: u32,
    /// The number with its signs.
    number: Span,
}

/// The layouts that numbers suggest, one for each style in use. Cost: linear in the page.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    chains(page).values().filter(|chain| chain.len() >= 2).filter_map(|chain| proposal(page, chain)).collect()
}

/// The layout that numbers in the style of `sample` suggest.
pub(super) fn in_style_of(page: &Page<'_>, sample: &str) -> Option<Proposal> {
    let (style, ..) = leading_number(&format!("{sample} x"))?;
    proposal(page, chains(page).get(&style)?)
}

fn chains(page: &Page<'_>) -> BTreeMap<Style, Vec<Numbered>> {
    let mut chains: BTreeMap<Style, Vec<Numbered>> = BTreeMap::new();
    for line_idx in 0..page.lines.len() {
        let Some((style, value, len)) = leading_number(page.line(line_idx)) else { continue };
        if opens_with_day(page.line(line_idx)) {
            continue;
        }
        let start = page.lines[line_idx].span.start;
        let chain = chains.entry(style).or_default();
        // A page counts from 1 or goes on where the one before ended; lists inside its entries begin anew. A number
        // that none follows, before the first 1, is no beginning.
        if value == 1 && chain.len() == 1 {
            chain.clear();
        }
        if chain.last().is_none_or(|last| last.value.checked_add(1) == Some(value)) {
            chain.push(Numbered { line_idx, value, number: Span::new(start, start + len) });
        }
    }
    chains
}

/// Whether the number is the day of a date: "3. Mai 2024".
fn opens_with_day(line: &str) -> bool {
    Date::find(head(line, MAX_DATE_BYTES)).is_some_and(|(span, date)| span.start == 0 && date.day().is_some())
}

/// Style, value and length in bytes of the number that opens `line`; what it counts must follow behind white space.
fn leading_number(line: &str) -> Option<(Style, u32, usize)> {
    let open = line.chars().next().filter(|c| matches!(c, '(' | '[' | '#'));
    let body = &line[open.map_or(0, char::len_utf8)..];
    let digits: &str = &body[..body.find(|c| digit(c).is_none())?];
    if digits.is_empty() || digits.chars().count() > MAX_DIGITS {
        return None;
    }
    let value = digits.chars().filter_map(digit).fold(0, |value, digit| 10 * value + digit);
    let close = body[digits.len()..].chars().next()?;
    let rest = &body[digits.len() + close.len_utf8()..];
    let fits = match open {
        None => matches!(close, '.' | ')' | '、' | '．'),
        Some('#') => matches!(close, ':' | '.' | ')'),
        Some(open) => (open, close) == ('(', ')') || (open, close) == ('[', ']'),
    };
    let is_apart = matches!(close, '、' | '．') || rest.starts_with(char::is_whitespace);
    (fits && is_apart && !rest.trim().is_empty()).then_some(((open, close), value, line.len() - rest.len()))
}

fn proposal(page: &Page<'_>, chain: &[Numbered]) -> Option<Proposal> {
    let (first, last) = (chain.first()?, chain.last()?);
    let tail = tail_behind(page, last.line_idx);
    let ends = chain.iter().skip(1).map(|next| next.line_idx).chain([tail.start]);
    let entries: Vec<Entry> = chain.iter().zip(ends).map(|(numbered, end)| entry(page, numbered, end)).collect();
    let number = first.number.of(page.text);
    let boundary = Boundary::Number { first: in_style(number) };
    let plan = Plan { lead: 0..first.line_idx, entries, tail };
    Some(Proposal::new(page, Evidence::Numbers(number.to_owned()), boundary, WEIGHT, plan).if_complete())
}

/// The number 1 with the signs of `number`.
fn in_style(number: &str) -> String {
    let mut style: String = number.chars().map(|c| if digit(c).is_some() { '1' } else { c }).collect();
    while let Some(at) = style.find("11") {
        style.remove(at);
    }
    style
}

/// A number says where an entry begins, so its first line is the title only if it looks like one.
fn entry(page: &Page<'_>, numbered: &Numbered, end: usize) -> Entry {
    let lines = numbered.line_idx..end;
    let line = page.lines[numbered.line_idx].span;
    let title = match trimmed(page.text, Span::new(numbered.number.end, line.end)) {
        Some(said) => match dissect::inline_title(page.text, said) {
            Some((title, text_from)) => Title::Inline { title, text_from },
            None if Shape::of(said.of(page.text)) == Shape::Body => Title::Look,
            None => Title::Given { title: said, lines: lines.start..lines.start + 1 },
        },
        None => Title::Look,
    };
    Entry { content: lines.clone(), lines, marker: Some(numbered.number), title }
}
