//! A patch makes the new text of the old one, whatever the two are.

use std::time::Duration;

use textmill::diff::{Deadline, Names, TextOptions, compare_lines, compare_words, write_unified};

/// The first byte says how much context a hunk has; U+001E parts the texts.
pub(super) fn holds(bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    let both = String::from_utf8_lossy(bytes);
    let (old, new) = both.split_once('\u{1e}').unwrap_or((&both, ""));
    // Both searches: the thorough one, and the one that had no time.
    for timeout in [Duration::from_secs(60), Duration::ZERO] {
        let options = TextOptions::until(Deadline::after(timeout));
        let changes = compare_lines(old, new, &options);
        assert_eq!(changes.differs(), old != new);
        let mut patch = Vec::new();
        let names = Names::new("old", "new");
        write_unified(&changes, names, usize::from(choice % 5), &mut patch).expect("memory takes all");
        let patch = String::from_utf8(patch).expect("it is made of two texts");
        assert_eq!(applied(&patch, old), new, "{patch}");
        let words = compare_words(old, new, &options);
        assert!(!words.differs() || old != new);
        words.write_inline(&mut Vec::new()).expect("memory takes all");
    }
}

/// What a patch makes of `old`, by its line numbers alone, and not before all that it removes was found there.
fn applied(patch: &str, old: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut new, mut n_used) = (String::new(), 0);
    let mut lines = patch.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let (sign, mut body) = line.split_at(1);
        if lines.next_if(|next| next.starts_with('\\')).is_some() {
            body = body.strip_suffix('\n').expect("it ends for the patch's sake");
        }
        match sign {
            "@" => {
                let start = first_line(line);
                old[n_used..start].iter().for_each(|line| new.push_str(line));
                n_used = start;
            }
            "+" => new.push_str(body),
            _ => {
                assert_eq!(old[n_used], body, "the patch does not fit");
                n_used += 1;
                new.push_str(if sign == " " { body } else { "" });
            }
        }
    }
    old[n_used..].iter().for_each(|line| new.push_str(line));
    new
}

/// The index of the line at which a hunk begins; of an empty range the header names the line before.
fn first_line(header: &str) -> usize {
    let range = header.strip_prefix("@@ -").and_then(|rest| rest.split(' ').next()).expect("a hunk's header");
    let (start, n_lines) = range.split_once(',').unwrap_or((range, "1"));
    let start: usize = start.parse().expect("a number");
    if n_lines == "0" { start } else { start - 1 }
}
