//! Cutting where patterns of the user match. One segment more than there may be is enough to know that there are too many.

use regex::Regex;

use super::segment::{Cut, Segment, covering, most_segments, trimmed};
use crate::document::Span;

/// A segment begins at each match. Text before the first match is a segment of its own, if there is any.
pub(super) fn at(text: &str, wanted: &Regex) -> Option<Cut> {
    let matches = wanted.find_iter(text).take(most_segments(text) + 1);
    let mut starts: Vec<usize> = matches.map(|found| found.start()).collect();
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
/// it. Pieces that hold white space alone make no segment; their bytes go to the span of a neighbor.
pub(super) fn on(text: &str, wanted: &Regex) -> Option<Cut> {
    let matches = wanted.find_iter(text).filter(|m| !m.is_empty()).map(|m| Span::new(m.start(), m.end()));
    let matches: Vec<Span> = matches.take(most_segments(text) + 1).collect();
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
                text: [body].into_iter().collect(),
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

/// The text between a match of `opens` and the next match of `closes` behind it is a segment, with the match that opens it
/// as its marker.
///
/// What lies outside goes to the span of a neighbor and is told in [`Cut::lead`], [`Cut::outside`] and [`Cut::tail`]. A
/// segment that nothing closes goes to the end of the text. Cost: each pattern is searched for once along the text.
pub(super) fn between(text: &str, opens: &Regex, closes: &Regex) -> Option<Cut> {
    let mut cut = Cut::default();
    let mut at = 0;
    while cut.segments.len() <= most_segments(text)
        && let Some(open) = opens.find_at(text, at).filter(|open| open.start() < text.len())
    {
        let close = closes.find_at(text, open.end());
        if close.is_none() {
            cut.unclosed = Some(Span::new(open.start(), open.end()));
        }
        let body = Span::new(open.end(), close.map_or(text.len(), |close| close.start()));
        cut.outside.extend(trimmed(text, Span::new(at, open.start())));
        cut.segments.push(Segment {
            span: Span::new(open.start(), body.end),
            marker: (!open.is_empty()).then(|| Span::new(open.start(), open.end())),
            text: trimmed(text, body).into_iter().collect(),
            ..Segment::default()
        });
        // Two empty matches at one place would open the same segment for ever.
        let end = close.map_or(text.len(), |close| close.end());
        at = if end > open.start() { end } else { next_character(text, end) };
    }
    let first = cut.segments.first()?.span.start;
    cut.lead = cut.outside.iter().copied().take_while(|span| span.start < first).collect();
    cut.outside.drain(..cut.lead.len());
    cut.tail = trimmed(text, Span::new(at.min(text.len()), text.len()));
    let starts: Vec<usize> = cut.segments.iter().map(|segment| segment.span.start).collect();
    for (segment, span) in cut.segments.iter_mut().zip(covering(&starts, text.len())) {
        segment.span = span;
    }
    Some(cut)
}

fn next_character(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}
