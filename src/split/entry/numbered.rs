//! Evidence from ascending numbers: `1.`, `2)`, `[3]`, `(4)`, `5、`.

use std::collections::BTreeMap;

use super::dissect::has_text;
use super::layout::{Candidate, Entry, Evidence, Plan, Title};
use super::page::Page;
use super::shape::{Shape, digit};
use crate::document::Span;
use crate::split::segment::trimmed;

const WEIGHT: usize = 80;
const MAX_DIGITS: usize = 5;

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
pub(super) fn candidates(page: &Page<'_>) -> Vec<Candidate> {
    let mut chains: BTreeMap<Style, Vec<Numbered>> = BTreeMap::new();
    for line_idx in 0..page.lines.len() {
        let Some((style, value, len)) = leading_number(page.line(line_idx)) else { continue };
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
    chains.values().filter_map(|chain| candidate(page, chain)).collect()
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

fn candidate(page: &Page<'_>, chain: &[Numbered]) -> Option<Candidate> {
    let first = chain.first().filter(|_| chain.len() >= 2)?;
    let n_lines = page.lines.len();
    let ends = chain.iter().skip(1).map(|next| next.line_idx).chain([n_lines]);
    let entries: Vec<Entry> = chain.iter().zip(ends).map(|(numbered, end)| entry(page, numbered, end)).collect();
    let n_texts = entries.iter().filter(|entry| has_text(page, entry)).count();
    if 5 * n_texts < 4 * entries.len() {
        return None;
    }
    let evidence = Evidence::Numbers(first.number.of(page.text).to_owned());
    Candidate::new(evidence, WEIGHT, Plan { lead: 0..first.line_idx, entries, tail: n_lines..n_lines })
}

fn entry(page: &Page<'_>, numbered: &Numbered, end: usize) -> Entry {
    let lines = numbered.line_idx..end;
    let line = page.lines[numbered.line_idx].span;
    let title = trimmed(page.text, Span::new(numbered.number.end, line.end));
    let title = title.filter(|title| Shape::of(title.of(page.text)) != Shape::Body);
    let title = title.map_or(Title::Look, |title| Title::Given { title, lines: lines.start..lines.start + 1 });
    Entry { content: lines.clone(), lines, marker: Some(numbered.number), title }
}
