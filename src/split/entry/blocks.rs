//! Evidence from the elements of a web page: the block that its author repeated for every entry.
//!
//! Elements with the same name and class, inside the same elements, stand for one kind of thing. A kind is a kind of
//! entry if most of its elements hold a headline and a text. Where it is found it is the best evidence there is: it also
//! says where the first entry begins and the last one ends.

use std::collections::BTreeMap;
use std::ops::Range;

use super::boundary::Boundary;
use super::dissect::title_lines;
use super::layout::Evidence;
use super::marker;
use super::page::Page;
use super::phrases::is_known;
use super::plan::{Entry, Plan, Title};
use super::proposal::Proposal;
use crate::document::Span;
use crate::text::heading;

const WEIGHT: usize = 180;
/// How many kinds of element are tried. The cost of each is linear in the page.
const MAX_TRIED: usize = 8;
const MIN_UNHEADED: usize = 3;
/// How many lines at the end of an entry may be its marker.
const MAX_MARKER_LINES: usize = 4;

/// The layouts that repeated elements suggest. Cost: linear in the page for each of at most eight.
pub(super) fn candidates(page: &Page<'_>) -> Vec<Proposal> {
    let mut kinds: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    for element in &page.markup.elements {
        let lines = page.lines_in(element.span);
        let kind = kinds.entry(element.path_idx).or_default();
        // An element inside one of its own kind is a part of it.
        if lines.len() > 1 && kind.last().is_none_or(|last| last.end <= lines.start) {
            kind.push(lines);
        }
    }
    let mut kinds: Vec<(usize, Vec<Range<usize>>)> = kinds.into_iter().filter(|(_, kind)| kind.len() >= 2).collect();
    kinds.sort_by_key(|(path_idx, kind)| (std::cmp::Reverse(kind.len()), *path_idx));
    let tried = kinds.iter().take(MAX_TRIED);
    tried.filter_map(|(path_idx, kind)| proposal(page, &page.markup.paths[*path_idx], kind)).collect()
}

/// The layout that the elements at `path` suggest.
pub(super) fn at_path(page: &Page<'_>, path: &str) -> Option<Proposal> {
    let path_idx = page.markup.paths.iter().position(|known| known == path)?;
    let mut kind: Vec<Range<usize>> = Vec::new();
    for element in page.markup.elements.iter().filter(|element| element.path_idx == path_idx) {
        let lines = page.lines_in(element.span);
        if !lines.is_empty() && kind.last().is_none_or(|last| last.end <= lines.start) {
            kind.push(lines);
        }
    }
    proposal(page, path, &kind)
}

fn proposal(page: &Page<'_>, path: &str, blocks: &[Range<usize>]) -> Option<Proposal> {
    let (first, last) = (blocks.first()?, blocks.last()?);
    let headed = |block: &&Range<usize>| heading_line(page, block).is_some();
    let n_headed = blocks.iter().filter(headed).count();
    // Two boxes of a page may look alike by chance; two articles with headlines do not.
    if n_headed < blocks.len() && (2..MIN_UNHEADED).contains(&blocks.len()) {
        return None;
    }
    let n_marker_lines = n_marker_lines(page, blocks);
    let mut start = first.start;
    let entries = blocks
        .iter()
        .zip(&n_marker_lines)
        .map(|(block, n_marker)| {
            // What stands between two blocks, the title of a section, goes to the one that follows.
            let lines = start..block.end;
            start = block.end;
            let content = lines.start..block.end - n_marker;
            let marker = page.span(&(content.end..block.end));
            Entry { title: title(page, &(block.start..content.end)), lines, content, marker }
        })
        .collect();
    let plan = Plan { lead: 0..first.start, entries, tail: last.end..page.lines.len() };
    let boundary = Boundary::Block { path: path.to_owned() };
    Some(Proposal::new(page, Evidence::Blocks(path.to_owned()), boundary, WEIGHT, plan).if_complete())
}

/// The first heading in a block.
fn heading_line(page: &Page<'_>, block: &Range<usize>) -> Option<usize> {
    block.clone().find(|&idx| heading(page.line(idx)).is_some())
}

fn title(page: &Page<'_>, block: &Range<usize>) -> Title {
    let lines = heading_line(page, block).map(|idx| idx..idx + 1).or_else(|| title_lines(page, block));
    let given = lines.and_then(|lines| Some((page.span(&lines)?, lines)));
    given.map_or(Title::Look, |(span, lines)| Title::Given {
        title: super::dissect::unmarked(page.text, Span::new(span.start, span.end)),
        lines,
    })
}

/// How many lines at the end of each block are its marker: known phrases, and lines that end four of five blocks.
fn n_marker_lines(page: &Page<'_>, blocks: &[Range<usize>]) -> Vec<usize> {
    let keys = marker::keys(page);
    let mut n_lines = vec![0; blocks.len()];
    for _ in 0..MAX_MARKER_LINES {
        let last = |idx: usize| -> Option<&str> {
            // Two lines at least stay: a headline and a text.
            let end = blocks[idx].end - n_lines[idx];
            (end > blocks[idx].start + 2).then(|| keys[end - 1].as_deref()).flatten()
        };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for key in (0..blocks.len()).filter_map(last) {
            *counts.entry(key).or_default() += 1;
        }
        let is_marker =
            |key: &str| is_known(key) || counts.get(key).is_some_and(|n| *n > 2 && 5 * n >= 4 * blocks.len());
        let ends: Vec<usize> = (0..blocks.len()).filter(|&idx| last(idx).is_some_and(is_marker)).collect();
        if ends.is_empty() {
            break;
        }
        ends.into_iter().for_each(|idx| n_lines[idx] += 1);
    }
    n_lines
}
