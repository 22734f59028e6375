//! Evidence from lines that recur: "Read more" below each teaser, in whatever language.
//!
//! A marker is a whole line; the same words inside a sentence are text. Known phrases count from the second occurrence,
//! also with the headline of the entry behind them ("Continue reading “Headline”").
//! Any other short line counts from the third, if it stands by itself and nearly every entry that it parts has a
//! headline and a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::boundary::Boundary;
use super::layout::{Evidence, Side};
use super::page::Page;
use super::phrases::{ADDRESS_KEY, is_known, marker_key, named_behind_phrase};
use super::plan::Plan;
use super::proposal::{Doubt, Proposal};
use super::shape::Shape;
use super::typical::Typical;

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
/// The most lines of a single entry that is told by a known phrase alone.
const MAX_SINGLE_LINES: usize = 12;

/// The layouts that marker lines suggest. Cost: linear in the page for each of at most seven.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let keys = keys(page);
    let mut found: Vec<Proposal> = known(page, &keys).into_iter().collect();
    for (key, _) in recurring(page, &keys).into_iter().take(MAX_TRIED) {
        found.extend(by_recurring_line(page, &keys, key));
    }
    found
}

/// The layout of the entries that `lines` end or begin, all known phrases if there are none.
pub(super) fn by_lines(
    page: &Page<'_>,
    lines: &[String],
    side: Side,
    followed_by: &[String],
    typical: Option<&Typical>,
) -> Option<Proposal> {
    let keys = keys(page);
    let wanted: HashSet<String> = lines.iter().map(|line| marker_key(line)).collect();
    let wants_known = lines.is_empty() || lines.iter().any(|line| is_known(&marker_key(line)));
    let all = all_of(&keys);
    let marks = indices_of(&keys, |key| {
        wanted.contains(key) || lines.is_empty() && is_known(key) || wants_known && names_headline(key, &all)
    });
    let first = page.line(*marks.first()?).to_owned();
    let following: HashSet<String> = followed_by.iter().map(|line| marker_key(line)).collect();
    let ranges = with_each_following(&keys, &marks, &following);
    let plan = Plan::parted(page, &ranges, side, typical);
    let boundary = Boundary::Marker { lines: lines.to_vec(), side, followed_by: followed_by.to_vec() };
    let weight = if wants_known { KNOWN_WEIGHT } else { RECURRING_WEIGHT };
    Some(Proposal::new(page, Evidence::Marker { line: first, side }, boundary, weight, plan))
}

/// What identifies each line as a marker, if it can be one at all.
pub(super) fn keys(page: &Page<'_>) -> Vec<Option<String>> {
    (0..page.lines.len()).map(|idx| key_of(page, idx)).collect()
}

fn key_of(page: &Page<'_>, idx: usize) -> Option<String> {
    let line = page.line(idx);
    if line.len() > MAX_NAMING_BYTES || line.contains(['<', '{', '`', '|']) {
        return None;
    }
    Some(marker_key(line)).filter(|key| !key.is_empty())
}

fn all_of(keys: &[Option<String>]) -> HashSet<&str> {
    keys.iter().flatten().map(String::as_str).collect()
}

fn names_headline(key: &str, all: &HashSet<&str>) -> bool {
    named_behind_phrase(key).is_some_and(|headline| all.contains(headline))
}

fn known(page: &Page<'_>, keys: &[Option<String>]) -> Option<Proposal> {
    let all = all_of(keys);
    let marks: Vec<usize> = indices_of(keys, |key| is_known(key) || names_headline(key, &all));
    let line = page.line(*marks.first()?).to_owned();
    let evidence = Evidence::Marker { line, side: Side::End };
    if let [only] = marks[..] {
        return single(page, keys, only, evidence);
    }
    let (ranges, followed_by) = with_following(keys, &marks);
    let plan = Plan::parted(page, &ranges, Side::End, None);
    let mut lines: Vec<String> =
        marks.iter().filter_map(|&idx| keys[idx].clone()).filter(|key| is_known(key)).collect();
    lines.sort_unstable();
    lines.dedup();
    let boundary = Boundary::Marker { lines, side: Side::End, followed_by };
    Some(Proposal::new(page, evidence, boundary, KNOWN_WEIGHT, plan))
}

/// A page of one entry: a headline, a short text and a known phrase of several words, with nothing else to read. One
/// word alone ("More") says too little.
fn single(page: &Page<'_>, keys: &[Option<String>], mark: usize, evidence: Evidence) -> Option<Proposal> {
    let key = keys[mark].as_deref()?;
    let range = mark..mark + 1;
    let plan = Plan::parted(page, std::slice::from_ref(&range), Side::End, Some(&Typical::headline_and_text()));
    let boundary = Boundary::Marker { lines: vec![key.to_owned()], side: Side::End, followed_by: Vec::new() };
    let is_phrase = key.contains(' ') || key.chars().any(|c| c >= '\u{2e80}');
    let [entry] = plan.entries.as_slice() else { return None };
    let is_short = entry.marker.is_some() && entry.lines.len() <= MAX_SINGLE_LINES;
    let is_framed = !has_body(page, &plan.lead) && !has_body(page, &plan.tail);
    let mut proposal = Proposal::new(page, evidence, boundary, KNOWN_WEIGHT, plan);
    let is_whole = is_phrase && is_short && is_framed && proposal.layout.n_complete == 1;
    if is_whole {
        proposal.doubt = None;
    }
    Some(proposal)
}

/// The lines that recur by themselves, with their number, the most frequent first, ties in order of appearance.
fn recurring<'k>(page: &Page<'_>, keys: &'k [Option<String>]) -> Vec<(&'k str, usize)> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (idx, key) in keys.iter().enumerate() {
        let Some(key) = key else { continue };
        let is_apart = is_alone(page, idx) || key == ADDRESS_KEY && is_last(page, idx);
        if page.line(idx).len() <= MAX_BYTES && is_apart && key.split(' ').count() <= MAX_WORDS {
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
    is_last(page, idx) && !page.lines[idx].continues && Shape::of(page.line(idx)) != Shape::Date
}

/// Whether a line ends its paragraph.
fn is_last(page: &Page<'_>, idx: usize) -> bool {
    page.lines.get(idx + 1).is_none_or(|next| !next.continues)
}

fn by_recurring_line(page: &Page<'_>, keys: &[Option<String>], key: &str) -> Option<Proposal> {
    let marks = indices_of(keys, |k| k == key);
    let line = page.line(*marks.first()?).to_owned();
    let side = side_of(page, &marks);
    let (ranges, followed_by) = match side {
        Side::End => with_following(keys, &marks),
        Side::Start => (marks.iter().map(|&idx| idx..idx + 1).collect(), Vec::new()),
    };
    let plan = Plan::parted(page, &ranges, side, None);
    let is_outside = has_body(page, &plan.tail);
    let boundary = Boundary::Marker { lines: vec![key.to_owned()], side, followed_by };
    let proposal = Proposal::new(page, Evidence::Marker { line, side }, boundary, RECURRING_WEIGHT, plan);
    Some(proposal.if_complete().doubted_if(is_outside, || Doubt::Outside))
}

/// A line begins entries if there is nothing like an entry above its first occurrence and something below its last.
fn side_of(page: &Page<'_>, marks: &[usize]) -> Side {
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    let is_start = !has_body(page, &(0..first)) && has_body(page, &(last + 1..page.lines.len()));
    if is_start { Side::Start } else { Side::End }
}

fn has_body(page: &Page<'_>, lines: &Range<usize>) -> bool {
    page.paragraphs(lines).iter().any(|p| p.shape == Shape::Body)
}

fn indices_of(keys: &[Option<String>], wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    keys.iter().enumerate().filter(|(_, key)| key.as_deref().is_some_and(&wanted)).map(|(idx, _)| idx).collect()
}

/// Each mark with the lines below it that stand below at least four of five marks, and these lines.
fn with_following(keys: &[Option<String>], marks: &[usize]) -> (Vec<Range<usize>>, Vec<String>) {
    let mut found: Vec<Range<usize>> = marks.iter().map(|&idx| idx..idx + 1).collect();
    let mut lines = Vec::new();
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
        lines.push(following.to_owned());
    }
    (parted(found), lines)
}

/// Each mark with the lines below it that are in `following`.
fn with_each_following(keys: &[Option<String>], marks: &[usize], following: &HashSet<String>) -> Vec<Range<usize>> {
    let goes_on = |idx: &usize| keys.get(*idx).and_then(Option::as_deref).is_some_and(|key| following.contains(key));
    let end = |idx: usize| idx + 1 + (idx + 1..).take(MAX_FOLLOWING).take_while(goes_on).count();
    parted(marks.iter().map(|&idx| idx..end(idx)).collect())
}

/// A run of one repeated line would make ranges overlap.
fn parted(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    for idx in 1..ranges.len() {
        ranges[idx].start = ranges[idx].start.max(ranges[idx - 1].end);
        ranges[idx].end = ranges[idx].end.max(ranges[idx].start);
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}
