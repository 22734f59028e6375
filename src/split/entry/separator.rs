//! Evidence from lines of repeated signs between entries: `---`, `* * *`, `====`, `•••`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::boundary::Boundary;
use super::layout::{Evidence, Side};
use super::page::Page;
use super::plan::Plan;
use super::proposal::Proposal;
use super::shape::Shape;
use super::typical::Typical;

const WEIGHT: usize = 90;
const MIN_SIGNS: usize = 3;

/// The layouts that separators suggest, one for each sign in use. Cost: linear in the page for each of the few signs.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    by_sign(page).values().filter_map(|marks| proposal(page, marks, None)).collect()
}

/// The layout that lines of the sign of `line` suggest.
pub(super) fn by_line(page: &Page<'_>, line: &str, typical: Option<&Typical>) -> Option<Proposal> {
    proposal(page, by_sign(page).get(&separator_sign(line)?)?, typical)
}

fn by_sign(page: &Page<'_>) -> BTreeMap<char, Vec<Range<usize>>> {
    let mut by_sign: BTreeMap<char, Vec<Range<usize>>> = BTreeMap::new();
    for idx in 0..page.lines.len() {
        if let Some(sign) = separator_sign(page.line(idx)) {
            by_sign.entry(sign).or_default().push(idx..idx + 1);
        }
    }
    by_sign
}

/// The sign that a line repeats, if it consists of three or more of one sign, perhaps with spaces.
pub(super) fn separator_sign(line: &str) -> Option<char> {
    let sign = line
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '*' | '_' | '=' | '~' | '#' | '+' | '•' | '·' | '—' | '–' | '─' | '━' | '═'))?;
    let mut n_signs = 0;
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        if c != sign {
            return None;
        }
        n_signs += 1;
    }
    (n_signs >= MIN_SIGNS).then_some(sign)
}

/// Scene breaks part prose; separators of entries part headlines with texts.
fn proposal(page: &Page<'_>, marks: &[Range<usize>], typical: Option<&Typical>) -> Option<Proposal> {
    let mut plan = Plan::parted(page, marks, Side::End, typical);
    join_heading(page, &mut plan);
    let line = page.line(marks.first()?.start).to_owned();
    let boundary = Boundary::Separator { line: line.clone() };
    Some(Proposal::new(page, Evidence::Separator(line), boundary, WEIGHT, plan).if_complete())
}

/// A part before the first separator that has headlines only is the page's heading, if the others have text.
fn join_heading(page: &Page<'_>, plan: &mut Plan) {
    let has_body = |lines: &Range<usize>| page.paragraphs(lines).iter().any(|p| p.shape == Shape::Body);
    let [first, second, ..] = plan.entries.as_slice() else { return };
    if !has_body(&first.content) && has_body(&second.content) && first.content.len() < second.content.len() {
        plan.lead.end = first.lines.end;
        plan.entries.remove(0);
    }
}
