//! Subtitles: SubRip, WebVTT, and SubStation Alpha (SSA, ASS). A file is one document, a cue is a line of it.

mod blocks;
mod cue;
mod events;
mod markup;

use cue::{Subtitles, lines};

use super::options::InputOptions;
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Fields};

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
fn parse(text: &str) -> Subtitles {
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

#[cfg(test)]
mod tests;
