//! Evidence from the look of paragraphs alone: headlines that alternate with longer text.
//!
//! This is the weakest evidence, so it is asked the most of: at least three entries, nearly all alike, each text
//! clearly longer than its headline and not much longer than the others. Chapters of a novel have far too many
//! paragraphs, speeches have no headlines, and poems have no texts.

use std::ops::Range;

use super::boundary::Boundary;
use super::layout::Evidence;
use super::page::{Page, Paragraph};
use super::plan::{Entry, Plan, Title};
use super::proposal::{Doubt, Proposal};
use super::shape::{HEADLINE_SIZE, Shape, reading_size};

const WEIGHT: usize = 60;
const MIN_ENTRIES: usize = 3;
const MAX_HEADLINES: usize = 2;
const MAX_BODIES: usize = 6;
const MIN_BODY_SIZE: usize = 80;

/// One or more headlines and the bodies below them, as ranges of paragraphs.
#[derive(Clone, Debug)]
struct Group {
    headlines: Range<usize>,
    bodies: Range<usize>,
}

/// The layout that headlines suggest, if any. Cost: linear in the page.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    all(page).filter(|proposal| proposal.plan.entries.len() >= MIN_ENTRIES).into_iter().collect()
}

/// The layout that headlines suggest, however few there are.
pub(super) fn all(page: &Page<'_>) -> Option<Proposal> {
    let paragraphs = page.paragraphs(&(0..page.lines.len()));
    let groups = groups(&paragraphs);
    if groups.is_empty() || !opens_with_headline(&paragraphs, &groups) {
        return None;
    }
    let n_headlines = |group: &Group| count(&paragraphs, &group.headlines, Shape::Headline);
    let mut numbers: Vec<usize> = groups.iter().skip(1).map(n_headlines).collect();
    numbers.sort_unstable();
    let usual = numbers.get(numbers.len() / 2).copied().unwrap_or(1);
    let n_alike = groups
        .iter()
        .enumerate()
        .filter(|(idx, group)| n_headlines(group) == usual || *idx == 0)
        .filter(|(_, group)| has_teaser(page, &paragraphs, group))
        .count();
    let n_entries = groups.len();
    let is_unlike = usual > MAX_HEADLINES || 10 * n_alike < 9 * n_entries;
    let plan = plan(page, &paragraphs, &groups, usual);
    let proposal = Proposal::new(page, Evidence::Headlines, Boundary::Headline {}, WEIGHT, plan);
    Some(proposal.doubted_if(is_unlike, || Doubt::Unlike { n_alike, n_entries }))
}

/// Cuts the paragraphs into runs of headlines and dates, each with the run of bodies and dates behind it. An imprint
/// ends everything.
fn groups(paragraphs: &[Paragraph]) -> Vec<Group> {
    let end = paragraphs.iter().position(|p| p.shape == Shape::Imprint).unwrap_or(paragraphs.len());
    let mut found = Vec::new();
    let mut start = 0;
    while start < end {
        let run = |from: usize, stop: Shape| (from..end).find(|&idx| paragraphs[idx].shape == stop).unwrap_or(end);
        let bodies = run(start, Shape::Body);
        let next = run(bodies, Shape::Headline);
        if bodies < next {
            found.push(Group { headlines: start..bodies, bodies: bodies..next });
        }
        start = next;
    }
    found
}

/// A date below the first headline and before its text does not count against it.
fn opens_with_headline(paragraphs: &[Paragraph], groups: &[Group]) -> bool {
    groups.first().is_some_and(|first| count(paragraphs, &first.headlines, Shape::Headline) > 0)
}

fn count(paragraphs: &[Paragraph], range: &Range<usize>, shape: Shape) -> usize {
    paragraphs[range.clone()].iter().filter(|p| p.shape == shape).count()
}

/// Whether the bodies are few, and the first one is long enough and half as long again as the headline at least. Lists,
/// quotations and code are neither.
fn has_teaser(page: &Page<'_>, paragraphs: &[Paragraph], group: &Group) -> bool {
    let text = |paragraph: &Paragraph| page.span(&paragraph.lines).map_or("", |span| span.of(page.text));
    let headline = paragraphs[group.headlines.clone()].iter().rfind(|p| p.shape == Shape::Headline).map_or("", text);
    let body = text(&paragraphs[group.bodies.start]);
    let size = |text: &str| reading_size(text, 2 * HEADLINE_SIZE);
    group.bodies.len() <= MAX_BODIES
        && size(body) >= MIN_BODY_SIZE
        && 2 * size(body) >= 3 * size(headline).min(HEADLINE_SIZE)
        && is_prose(headline)
        && is_prose(body)
}

/// Whether a text opens as prose does: with a letter, a number or a mark before them, but no bullet, quotation mark of
/// e-mails, or code.
fn is_prose(text: &str) -> bool {
    !text.starts_with(['-', '*', '•', '>', '`', '<', '|', '{', '$'])
}

fn plan(page: &Page<'_>, paragraphs: &[Paragraph], groups: &[Group], usual: usize) -> Plan {
    let starts: Vec<usize> = groups.iter().map(|group| first_line(paragraphs, &group.headlines, usual)).collect();
    let tail = groups.last().map_or(0, |last| paragraphs[last.bodies.end - 1].lines.end);
    let ends = starts.iter().skip(1).copied().chain([tail]);
    let entries = starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| Entry { lines: start..end, content: start..end, marker: None, title: Title::Look })
        .collect();
    Plan { lead: 0..starts.first().copied().unwrap_or(0), entries, tail: tail..page.lines.len() }
}

/// The line of the last `usual` headlines of a run; what stands above them in the first run is the page's heading.
fn first_line(paragraphs: &[Paragraph], headlines: &Range<usize>, usual: usize) -> usize {
    let places = headlines.clone().filter(|&idx| paragraphs[idx].shape == Shape::Headline);
    let place = places.rev().take(usual).last().unwrap_or(headlines.start);
    paragraphs[place].lines.start
}
