//! SubRip and WebVTT, where a line with two times and an arrow begins a cue.

use super::cue::{Cue, Subtitles, lines, milliseconds};
use super::markup;

/// The cues of a SubRip file: every line between two lines with times, but for the number of the next cue, is text. Numbers and
/// blank lines are too often missing, or too many, to go by.
pub(super) fn sub_rip(text: &str) -> Subtitles {
    let mut out = Subtitles::default();
    let mut open = SubRipCue::default();
    for line in lines(text) {
        if let Some(timing) = timing(line) {
            let number = open.body.pop_if(|line| is_number(line)).and_then(|line| line.trim().parse().ok());
            std::mem::replace(&mut open, SubRipCue { timing: Some(timing), number, body: Vec::new() }).end(&mut out);
        } else if !line.trim().is_empty() {
            open.body.push(line);
        } else if !open.body.is_empty() {
            open.body.push("");
        }
    }
    open.end(&mut out);
    out
}

/// A cue as far as it was read; without times, what stands before the first.
#[derive(Default)]
struct SubRipCue<'t> {
    timing: Option<Timing>,
    number: Option<u64>,
    body: Vec<&'t str>,
}

impl SubRipCue<'_> {
    fn end(self, out: &mut Subtitles) {
        let Some(Timing { start_ms, end_ms }) = self.timing else {
            out.n_damaged += u64::from(self.body.iter().any(|line| !line.trim().is_empty()));
            return;
        };
        out.n_damaged += u64::from(start_ms.is_none() || end_ms.is_none());
        let (mut start_ms, mut end_ms, mut number) = (start_ms, end_ms, self.number);
        let mut first = 0;
        // Behind a blank line the next number, and no times behind it: a cue that lost them.
        for at in 1..self.body.len() {
            let next = number.map(|number| number + 1);
            let [before, line] = [at - 1, at].map(|at| self.body.get(at).copied().unwrap_or_default());
            if before.is_empty() && next.is_some() && line.trim().parse().ok() == next {
                let text = markup::sub_rip(self.body.get(first..at).unwrap_or_default().iter().copied(), " ");
                out.push(Cue { start_ms, end_ms, speaker: None, text });
                (start_ms, end_ms, number, first) = (None, None, next, at + 1);
                out.n_damaged += 1;
            }
        }
        let text = markup::sub_rip(self.body.get(first..).unwrap_or_default().iter().copied(), " ");
        out.push(Cue { start_ms, end_ms, speaker: None, text });
    }
}

/// The cues of a WebVTT file. Blank lines part blocks, and one with times is a cue; others are notes, styles, regions.
pub(super) fn web_vtt(text: &str) -> Subtitles {
    let mut out = Subtitles::default();
    let mut block: Vec<&str> = Vec::new();
    let mut is_head = true;
    for line in lines(text).chain([""]) {
        // An arrow begins a cue even without a blank line before it; the line before it is its name then.
        let is_second_cue = line.contains("-->") && block.iter().any(|line| line.contains("-->"));
        if line.is_empty() || is_second_cue {
            let name = is_second_cue.then(|| block.pop_if(|line| is_number(line))).flatten();
            if std::mem::take(&mut is_head) {
                head(&block, &mut out);
            } else {
                end_web_vtt(&block, &mut out);
            }
            block.clear();
            block.extend(name);
        }
        if !line.is_empty() {
            block.push(line);
        }
    }
    out
}

/// Reads the lines before the first blank one; a cue may be among them.
fn head(block: &[&str], out: &mut Subtitles) {
    let language =
        block.iter().find_map(|line| line.strip_prefix("Language:")).map(|language| language.trim().to_owned());
    out.language = language.filter(|language| !language.is_empty());
    if block.iter().any(|line| timing(line).is_some()) {
        end_web_vtt(block, out);
    }
}

fn end_web_vtt(block: &[&str], out: &mut Subtitles) {
    let Some(first) = block.first() else { return };
    let Some((at, timing)) = block.iter().enumerate().find_map(|(at, line)| timing(line).map(|timing| (at, timing)))
    else {
        let begins =
            |word| first.strip_prefix(word).is_some_and(|rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']));
        // The text of a cue that a blank line cut in two cannot be told from the name of one.
        out.n_damaged += u64::from(!["NOTE", "STYLE", "REGION"].iter().any(begins));
        return;
    };
    let (speaker, text) = markup::web_vtt(block.get(at + 1..).unwrap_or_default().iter().copied(), " ");
    let Timing { start_ms, end_ms } = timing;
    out.n_damaged += u64::from(start_ms.is_none() || end_ms.is_none());
    out.push(Cue { start_ms, end_ms, speaker, text });
}

/// The times of a cue, as far as they are right.
#[derive(Clone, Copy)]
struct Timing {
    start_ms: Option<u64>,
    end_ms: Option<u64>,
}

/// The times that a line says, if it is one that should say them: an arrow between what begins with a digit and looks like one.
fn timing(line: &str) -> Option<Timing> {
    let (start, end) = line.split_once("-->")?;
    let is_clock = |text: &str| text.trim_start().starts_with(|c: char| c.is_ascii_digit()) && text.contains(':');
    if !is_clock(start) && !is_clock(end) {
        return None;
    }
    // Behind the second time, places on the screen may stand.
    let end = end.split_whitespace().next().unwrap_or_default();
    // Some write `00 : 00 : 01,500`.
    let start: String = start.split_whitespace().collect();
    Some(Timing { start_ms: milliseconds(&start), end_ms: milliseconds(end) })
}

fn is_number(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}
