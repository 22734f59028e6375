//! Subtitles: SubRip, WebVTT, and SubStation Alpha (SSA, ASS). A file is one document, a cue is a line of it.

mod blocks;
mod events;
mod markup;

use super::options::InputOptions;
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Fields};

/// A text that is shown from one moment to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its beginning in milliseconds, if the file says it rightly.
    pub(super) start_ms: Option<u64>,
    /// Its end in milliseconds.
    pub(super) end_ms: Option<u64>,
    /// Who speaks, if the file says so.
    pub(super) speaker: Option<String>,
    /// Its text in one line, never empty.
    pub(super) text: String,
}

/// The content of a file of subtitles.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Subtitles {
    /// The cues that have a text, in the order of the file.
    pub(super) cues: Vec<Cue>,
    /// The language, if the file says so.
    pub(super) language: Option<String>,
    /// Cues without a text, which are left out.
    n_empty: u64,
    /// Cues whose times are wrong and pieces of text that belong to no cue; their text is kept where it is known.
    n_damaged: u64,
}

/// Reads the document of a file. The line N of its text is the N-th of its cues.
pub(super) fn read(text: &str, _: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    let Subtitles { cues, language, n_empty, n_damaged } = parse(text);
    if cues.is_empty() && n_empty == 0 {
        return Err(Fault::Malformed("has no cue: no line says from when to when a text is shown".to_owned()));
    }
    if n_damaged > 0 {
        let damaged = if n_damaged == 1 { "1 damaged cue".to_owned() } else { format!("{n_damaged} damaged cues") };
        let message =
            format!("has {damaged}: times that are none, or text that belongs to no cue; read as far as it goes");
        hand_over(Reading::Warning(message));
    }
    let mut lines = String::with_capacity(cues.iter().map(|cue| cue.text.len() + 1).sum());
    for cue in &cues {
        lines.push_str(&cue.text);
        lines.push('\n');
    }
    let language = language.map(|language| ("language".into(), FieldValue::Text(language)));
    let fields = language.into_iter().collect::<Fields>();
    hand_over(Reading::Document(Parsed { text: lines, fields, ..Parsed::default() }));
    Ok(())
}

/// Reads a file of any of the formats.
pub(super) fn parse(text: &str) -> Subtitles {
    let text = text.trim_start_matches('\u{feff}');
    if is_web_vtt(text) {
        blocks::web_vtt(text)
    } else if lines(text).any(is_of_sub_station) {
        events::sub_station(text)
    } else {
        blocks::sub_rip(text)
    }
}

/// Who says a cue that stands in `file`, SubRip or WebVTT, and its text without its markup; its lines are lines still.
pub(crate) fn plain_cue(cue: &str, file: &str) -> (Option<String>, String) {
    if is_web_vtt(file) { markup::web_vtt(lines(cue), "\n") } else { (None, markup::sub_rip(lines(cue), "\n")) }
}

fn is_web_vtt(text: &str) -> bool {
    text.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn is_of_sub_station(line: &str) -> bool {
    line.starts_with("Dialogue:") || matches!(line.trim(), "[Script Info]" | "[Events]")
}

/// The lines of a file, whose ends may be those of old Macs.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

impl Subtitles {
    /// Adds a cue, unless it has no text.
    fn push(&mut self, cue: Cue) {
        if cue.text.is_empty() {
            self.n_empty += 1;
        } else {
            self.cues.push(cue);
        }
    }
}

/// Milliseconds of a time such as `1:02:03,4`, `02:03.450` or `0:00:01.25`.
fn milliseconds(time: &str) -> Option<u64> {
    let (clock, fraction) = time.trim().split_once([',', '.']).unwrap_or((time.trim(), ""));
    let mut parts = clock.rsplit(':').map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<u64>().ok()).flatten()
    });
    let (seconds, minutes, hours) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    if parts.next().is_some() || minutes > 59 || seconds > 59 || fraction.len() > 9 {
        return None;
    }
    // The first digit is a tenth, whatever comes behind it.
    let mut thousandths = 0;
    for place in 0..3 {
        let digit = fraction.as_bytes().get(place).map_or(Some(0), |byte| char::from(*byte).to_digit(10))?;
        thousandths = thousandths * 10 + u64::from(digit);
    }
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
}

#[cfg(test)]
mod tests;
