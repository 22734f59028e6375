//! Evidence from lines that recur: "Read more" below each teaser, in whatever language.
//!
//! A marker is a whole line; the same words inside a sentence are text. Known phrases count from the second occurrence,
//! also with the headline of the entry behind them ("Continue reading “Headline”").
//! Any other short line counts from the third, if it stands by itself and nearly every entry that it parts has a
//! headline and a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::dissect::is_titled_text;
use super::layout::{Candidate, Evidence, Plan, Side};
use super::page::Page;
use super::parts;
use super::phrases::{is_known, marker_key, named_behind_phrase};
use super::shape::Shape;

const KNOWN_WEIGHT: usize = 100;
const RECURRING_WEIGHT: usize = 80;
/// Longest recurring line, in bytes; enough for 40 letters of any script.
const MAX_BYTES: usize = 120;
/// Longest line with a phrase and a headline, in bytes.
const MAX_NAMING_BYTES: usize = 400;
const MAX_WORDS: usize = 6;
const MIN_RECURRING: usize = 3;
/// How many recurring lines are tried. The cost of each is linear in the page.
const MAX_TRIED: usize = 6;
/// How many more lines may stand below each marker before the next entry begins ("Share", "Print").
const MAX_FOLLOWING: usize = 4;

/// The layouts that marker lines suggest. Cost: linear in the page for each of at most seven.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Candidate> {
    let keys: Vec<Option<String>> = (0..page.lines.len()).map(|idx| key_of(page, idx)).collect();
    let mut found: Vec<Candidate> = known(page, &keys).into_iter().collect();
    for (key, _) in recurring(page, &keys).into_iter().take(MAX_TRIED) {
        found.extend(by_recurring_line(page, &keys, key));
    }
    found
}

fn key_of(page: &Page<'_>, idx: usize) -> Option<String> {
    let line = page.line(idx);
    if line.len() > MAX_NAMING_BYTES || line.contains(['<', '{', '`', '|']) {
        return None;
    }
    Some(marker_key(line)).filter(|key| !key.is_empty())
}

fn known(page: &Page<'_>, keys: &[Option<String>]) -> Option<Candidate> {
    let all: HashSet<&str> = keys.iter().flatten().map(String::as_str).collect();
    let names_headline = |key: &str| named_behind_phrase(key).is_some_and(|headline| all.contains(headline));
    let marks: Vec<usize> = indices_of(keys, |key| is_known(key) || names_headline(key));
    let line = page.line(*marks.first().filter(|_| marks.len() >= 2)?).to_owned();
    let plan = parts::plan(page, &with_following(keys, &marks), Side::End);
    Candidate::new(Evidence::Marker { line, side: Side::End }, KNOWN_WEIGHT, plan)
}

/// The lines that recur by themselves, with their number, the most frequent first, ties in order of appearance.
fn recurring<'k>(page: &Page<'_>, keys: &'k [Option<String>]) -> Vec<(&'k str, usize)> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (idx, key) in keys.iter().enumerate() {
        let Some(key) = key else { continue };
        if page.line(idx).len() <= MAX_BYTES && is_alone(page, idx) && key.split(' ').count() <= MAX_WORDS {
            counts.entry(key).or_insert((0, idx)).0 += 1;
        }
    }
    let mut found: Vec<(&str, usize, usize)> = counts
        .into_iter()
        .filter(|(key, (n, _))| *n >= MIN_RECURRING && !is_known(key))
        .map(|(key, (n, first))| (key, n, first))
        .collect();
    found.sort_unstable_by_key(|&(_, n, first)| (std::cmp::Reverse(n), first));
    found.into_iter().map(|(key, n, _)| (key, n)).collect()
}

/// Whether a line is a paragraph of its own and no date.
fn is_alone(page: &Page<'_>, idx: usize) -> bool {
    let ends = page.lines.get(idx + 1).is_none_or(|next| !next.continues);
    ends && !page.lines[idx].continues && Shape::of(page.line(idx)) != Shape::Date
}

fn by_recurring_line(page: &Page<'_>, keys: &[Option<String>], key: &str) -> Option<Candidate> {
    let marks = indices_of(keys, |k| k == key);
    let line = page.line(*marks.first()?).to_owned();
    let side = side_of(page, &marks);
    let marks = match side {
        Side::End => with_following(keys, &marks),
        Side::Start => marks.iter().map(|&idx| idx..idx + 1).collect(),
    };
    let plan = parts::plan(page, &marks, side);
    if !is_convincing(page, &plan) {
        return None;
    }
    Candidate::new(Evidence::Marker { line, side }, RECURRING_WEIGHT, plan)
}

/// A line begins entries if there is nothing like an entry above its first occurrence and something below its last.
fn side_of(page: &Page<'_>, marks: &[usize]) -> Side {
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    let has_body = |lines: Range<usize>| page.paragraphs(&lines).iter().any(|p| p.shape == Shape::Body);
    if !has_body(0..first) && has_body(last + 1..page.lines.len()) { Side::Start } else { Side::End }
}

/// Whether at least four of five entries have a headline and a text, which a refrain or the name of a speaker does not
/// bring about, and only headlines stand outside of entries.
fn is_convincing(page: &Page<'_>, plan: &Plan) -> bool {
    let n_titled = plan.entries.iter().filter(|entry| is_titled_text(page, entry)).count();
    let has_body = |lines: &Range<usize>| page.paragraphs(lines).iter().any(|p| p.shape == Shape::Body);
    5 * n_titled >= 4 * plan.entries.len() && !has_body(&plan.tail)
}

fn indices_of(keys: &[Option<String>], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    keys.iter().enumerate().filter(|(_, key)| key.as_deref().is_some_and(&wanted)).map(|(idx, _)| idx).collect()
}

/// Each mark with the lines below it that stand below at least four of five marks.
fn with_following(keys: &[Option<String>], marks: &[usize]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = marks.iter().map(|&idx| idx..idx + 1).collect();
    for _ in 0..MAX_FOLLOWING {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for key in found.iter().filter_map(|mark| keys.get(mark.end)?.as_deref()) {
            *counts.entry(key).or_default() += 1;
        }
        let following = counts.into_iter().find(|&(_, n)| n >= 2 && 5 * n >= 4 * marks.len());
        let Some((following, _)) = following else { break };
        for mark in &mut found {
            if keys.get(mark.end).is_some_and(|key| key.as_deref() == Some(following)) {
                mark.end += 1;
            }
        }
    }
    // A run of one repeated line would make ranges overlap.
    for idx in 1..found.len() {
        found[idx].start = found[idx].start.max(found[idx - 1].end);
        found[idx].end = found[idx].end.max(found[idx].start);
    }
    found.retain(|mark| !mark.is_empty());
    found
}
