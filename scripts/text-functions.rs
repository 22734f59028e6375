//! The library's functions on text as a filter, for the scripts that score them: standard input to standard output.
//!
//! `sentences TAG` and `uax29 TAG` write one line for each sentence, its first byte and the one past its last;
//! `syllables TAG` writes the number of syllables of each line, which is a word, or nothing where there is no rule;
//! `speed TAG` writes how many bytes a second [`n_sentences`](text::n_sentences) reads, the best of ten times.

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};
use std::time::{Duration, Instant};

use textmill::document::Span;
use textmill::text::{self, Language};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [function, tag] = arguments.as_slice() else { return Err("usage: text-functions FUNCTION TAG".into()) };
    let language = Language::from_tag(tag).ok_or("no such language")?;
    let mut text = String::new();
    stdin().read_to_string(&mut text)?;
    let mut out = String::new();
    match function.as_str() {
        "sentences" => text::for_each_sentence(&text, language, |span| out += &line_of(span)),
        "uax29" => text::uax29_segments(&text).for_each(|span| out += &line_of(span)),
        "syllables" => {
            for word in text.lines() {
                out += &text::syllables(word, language).map_or(String::new(), |n| n.to_string());
                out.push('\n');
            }
        }
        "speed" => {
            let time = (0..10).map(|_| time_of(|| text::n_sentences(&text, language))).min().unwrap_or_default();
            out = format!("{:.0}\n", text.len() as f64 / time.as_secs_f64());
        }
        _ => return Err(format!("no function {function}").into()),
    }
    stdout().write_all(out.as_bytes())?;
    Ok(())
}

fn line_of(span: Span) -> String {
    format!("{}\t{}\n", span.start, span.end)
}

fn time_of<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}
