//! Cutting where a pattern of the user matches.

use regex::Regex;

use super::segment::{Cut, Segment, covering, trimmed};
use crate::document::Span;

/// A segment begins at each match. Text before the first match is a segment of its own, if there is any.
pub(super) fn at(text: &str, wanted: &Regex) -> Option<Cut> {
    let mut starts: Vec<usize> = wanted.find_iter(text).map(|found| found.start()).collect();
    // An empty match behind the last character begins nothing.
    starts.retain(|&start| start < text.len());
    let first = *starts.first()?;
    if !text[..first].trim().is_empty() {
        starts.insert(0, 0);
    }
    Some(Cut::of(covering(&starts, text.len()).map(|span| Segment::plain(text, span)).collect()))
}

/// Matches part the segments.
///
/// The marker of a segment is the match that ends it; where the document opens with a match, it is the one that begins
/// it. Pieces that hold white space alone make no segment; their bytes go to the span of a neighbour.
pub(super) fn on(text: &str, wanted: &Regex) -> Option<Cut> {
    let matches: Vec<Span> =
        wanted.find_iter(text).filter(|m| !m.is_empty()).map(|m| Span::new(m.start(), m.end())).collect();
    let opens = text[..matches.first()?.start].trim().is_empty();
    let mut segments: Vec<Segment> = Vec::new();
    let mut start = 0;
    for idx in 0..=matches.len() {
        let end = matches.get(idx).map_or(text.len(), |m| m.start);
        if let Some(body) = trimmed(text, Span::new(start, end)) {
            let marker = if opens { idx.checked_sub(1) } else { Some(idx) };
            segments.push(Segment {
                // Where it begins for now: with its own marker, or behind the one that ended its predecessor.
                span: Span::new(if opens && idx > 0 { matches[idx - 1].start } else { start }, end),
                marker: marker.and_then(|idx| matches.get(idx)).copied(),
                text: vec![body],
                ..Segment::default()
            });
        }
        start = matches.get(idx).map_or(end, |m| m.end);
    }
    let starts: Vec<usize> = segments.iter().map(|segment| segment.span.start).collect();
    for (segment, span) in segments.iter_mut().zip(covering(&starts, text.len())) {
        segment.span = span;
    }
    Some(Cut::of(segments))
}
