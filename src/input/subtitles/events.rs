//! SubStation Alpha: a line `Dialogue:` for each cue, its values between commas, the text last.

use super::cue::{Cue, Subtitles, lines, milliseconds};
use super::markup;

/// The places of the values of an event.
struct Shape {
    n_values: usize,
    start: usize,
    end: usize,
    name: Option<usize>,
}

/// The order of values that both versions of the format have if a file does not say another.
const USUAL: Shape = Shape { n_values: 10, start: 1, end: 2, name: Some(4) };

/// The cues of a file.
pub(super) fn sub_station(text: &str) -> Subtitles {
    let mut out = Subtitles::default();
    let mut shape = USUAL;
    let mut is_in_events = true;
    for line in lines(text) {
        let line = line.trim_start();
        if line.starts_with('[') {
            is_in_events = line.trim_end().eq_ignore_ascii_case("[Events]");
        } else if let Some(names) = line.strip_prefix("Format:").filter(|_| is_in_events) {
            shape = named(names).unwrap_or(USUAL);
        } else if let Some(values) = line.strip_prefix("Dialogue:") {
            match cue(values, &shape) {
                Some(cue) => {
                    out.n_damaged += u64::from(cue.start_ms.is_none() || cue.end_ms.is_none());
                    out.push(cue);
                }
                None => out.n_damaged += 1,
            }
        }
    }
    out
}

/// The order that a file says its values are in.
fn named(names: &str) -> Option<Shape> {
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let place = |wanted: &str| names.iter().position(|name| name.eq_ignore_ascii_case(wanted));
    let is_text_last = names.last().is_some_and(|name| name.eq_ignore_ascii_case("Text"));
    let name = place("Name").or_else(|| place("Actor"));
    is_text_last.then_some(())?;
    Some(Shape { n_values: names.len(), start: place("Start")?, end: place("End")?, name })
}

fn cue(values: &str, shape: &Shape) -> Option<Cue> {
    let values: Vec<&str> = values.splitn(shape.n_values, ',').collect();
    let text = values.get(shape.n_values - 1)?;
    let speaker = shape.name.and_then(|at| values.get(at)).map(|name| name.trim()).filter(|name| !name.is_empty());
    Some(Cue {
        start_ms: milliseconds(values.get(shape.start)?),
        end_ms: milliseconds(values.get(shape.end)?),
        speaker: speaker.map(str::to_owned),
        text: markup::sub_station(text),
    })
}
