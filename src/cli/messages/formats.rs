//! Messages on formats that an output cannot have.

use std::path::Path;

use textmill::render::OutputFormat;

use super::{Message, Weight, nearest};

/// How files are called that are compressed, which outputs never are.
const COMPRESSED: [&str; 5] = ["gz", "zst", "bz2", "xz", "zip"];

/// The name of the output tells no format.
pub(crate) fn unknown_suffix(path: &Path) -> Message {
    let suffix = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let known = suffixes();
    let message =
        Message::new(Weight::Failure, path.to_string_lossy(), format!("the suffix {suffix:?} tells no format"));
    let message = match COMPRESSED.contains(&&*suffix.to_ascii_lowercase()) {
        true => message.hint("outputs are not compressed; -f csv | gzip > FILE does that"),
        false => message.hint_if_any(nearest(&suffix, &known)),
    };
    message.hint(format!("the suffixes are {}", known.join(", "))).hint("-f FORMAT writes it, whatever the name")
}

/// The suffixes of all formats, each once.
fn suffixes() -> Vec<String> {
    let mut suffixes: Vec<String> = Vec::new();
    for suffix in OutputFormat::all().flat_map(OutputFormat::suffixes) {
        if !suffixes.iter().any(|known| known == suffix) {
            suffixes.push((*suffix).to_owned());
        }
    }
    suffixes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, first_hint: &str) {
        let message = unknown_suffix(Path::new(path));
        assert!(message.hints[0].starts_with(first_hint), "{path}: {:?}", message.hints);
    }

    #[test]
    fn a_suffix_that_tells_no_format_is_answered_with_the_nearest_one() {
        check("out.cvs", "did you mean \"csv\"?");
        check("out.json", "did you mean \"jsonl\"?");
        check("out.XLS", "did you mean \"xlsx\"?");
        check("out.csv.GZ", "outputs are not compressed");
        check("out.pdf", "the suffixes are txt, csv, tsv, tab, jsonl, ndjson, md");
    }
}
