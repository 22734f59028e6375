//! File names made from outside text, such as headlines: safe on every system, and unique.
//!
//! A name never leaves its folder: it has no separator, no control character and no dot or dash in front. It is no name
//! that Windows keeps for a device, and ends with no dot or blank, which Windows drops.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

/// File systems allow 255 bytes; this leaves room for a number, a suffix, and people.
const LONGEST_BYTES: usize = 100;

/// The name for a text of which nothing can be used.
const UNNAMED: &str = "unnamed";

const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Gives out names, each once. Names that differ only by case or Unicode normalization form count as one, as on macOS and
/// Windows.
///
/// ```
/// use textmill::text::FileNames;
///
/// let mut names = FileNames::default();
/// assert_eq!(names.name("Storm over Bergen", "txt"), "Storm over Bergen.txt");
/// assert_eq!(names.name("../storm over bergen?", "txt"), "_storm over bergen_.txt");
/// assert_eq!(names.name("STORM OVER BERGEN", "txt"), "STORM OVER BERGEN-2.txt");
/// ```
#[derive(Debug, Default)]
pub struct FileNames {
    taken: HashSet<String>,
    next_numbers: HashMap<String, u32>,
    n_numbered: u64,
    /// The first text whose name was taken, and the name that it got.
    first_numbered: Option<(String, String)>,
}

impl FileNames {
    /// A name for `text`, with `.suffix`: the text itself as far as it is safe, with `-2`, `-3` behind it if that is
    /// taken.
    pub fn name(&mut self, text: &str, suffix: &str) -> String {
        let stem = safe_stem(text);
        let folded = folded(&stem);
        if self.taken.insert(folded.clone()) {
            return format!("{stem}.{suffix}");
        }
        let number = self.next_numbers.entry(folded.clone()).or_insert(2);
        loop {
            let n = *number;
            *number += 1;
            if self.taken.insert(format!("{folded}-{n}")) {
                let name = format!("{stem}-{n}.{suffix}");
                self.n_numbered += 1;
                self.first_numbered.get_or_insert_with(|| (text.to_owned(), name.clone()));
                return name;
            }
        }
    }

    /// Number of names that have a number because they were taken, and the first of them: its text and the name that it got.
    pub fn numbered(&self) -> Option<(u64, &str, &str)> {
        self.first_numbered.as_ref().map(|(text, name)| (self.n_numbered, text.as_str(), name.as_str()))
    }
}

fn safe_stem(text: &str) -> String {
    let mut stem = String::new();
    // Text may be a book; nothing behind the longest name is looked at.
    for c in text.chars().map(safe_char).skip_while(|c| matches!(c, '.' | '-' | ' ')) {
        if stem.len() + c.len_utf8() > LONGEST_BYTES {
            break;
        }
        stem.push(c);
    }
    stem.truncate(stem.trim_end_matches(['.', ' ']).len());
    if stem.is_empty() {
        return UNNAMED.to_owned();
    }
    // Windows looks at what stands before the first dot: NUL.txt and NUL.a.csv are the null device.
    let first = stem.split('.').next().unwrap_or_default().trim_end();
    if is_device(first) { format!("_{stem}") } else { stem }
}

/// Invisible and direction-changing characters could make a name look like another.
fn safe_char(c: char) -> char {
    match c {
        '/' | '\\' | '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => '_',
        _ if c.is_control() => '_',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Whether Windows keeps the name for a device.
pub(super) fn is_device(name: &str) -> bool {
    let name = name.to_lowercase();
    let numbered = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    DEVICES.contains(&name.as_str())
        || numbered.is_some_and(|number| matches!(number, "¹" | "²" | "³") || is_single_digit(number))
}

fn is_single_digit(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The same for names that some file system takes for one: Unicode's full case mappings make ß of ss and ς of σ, as in APFS,
/// which the lower case alone would keep apart.
pub(super) fn folded(name: &str) -> String {
    name.nfd().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use std::path::{Component, Path};

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(FileNames::default().name(text, "csv"), expected, "{text:?}");
    }

    #[test]
    fn a_name_is_the_text_as_far_as_it_is_safe() {
        check("Storm over Bergen", "Storm over Bergen.csv");
        check("../../etc/passwd", "_.._etc_passwd.csv");
        check("/root", "_root.csv");
        check("-rf", "rf.csv");
        check("a\0b\nc", "a_b_c.csv");
        check("ends with dots. . .", "ends with dots.csv");
        check("", "unnamed.csv");
        check("...", "unnamed.csv");
        check("evil\u{202e}txt", "evil_txt.csv");
        check("a\u{a0}b\u{3000}c", "a b c.csv");
    }

    #[test]
    fn names_of_windows_devices_are_changed() {
        check("NUL", "_NUL.csv");
        check("con.txt", "_con.txt.csv");
        check("LPT9", "_LPT9.csv");
        check("console", "console.csv");
        check("com10", "com10.csv");
    }

    #[test]
    fn long_names_end_at_a_character() {
        check(&"ä".repeat(200), &format!("{}.csv", "ä".repeat(50)));
        check(&"漢".repeat(200), &format!("{}.csv", "漢".repeat(33)));
    }

    #[test]
    fn names_that_differ_by_case_or_form_only_are_numbered() {
        let mut names = FileNames::default();
        let given: Vec<_> = ["Oslo", "oslo", "OSLO", "oslo-2", "é", "e\u{301}"].map(|t| names.name(t, "csv")).to_vec();
        assert_eq!(given, ["Oslo.csv", "oslo-2.csv", "OSLO-3.csv", "oslo-2-2.csv", "é.csv", "e\u{301}-2.csv"]);
        assert_eq!(names.numbered(), Some((4, "oslo", "oslo-2.csv")));
    }

    #[test]
    fn names_are_one_by_full_case_folding() {
        for [one, other] in [["Straße", "STRASSE"], ["ΟΔΟΣ", "οδοσ"], ["ﬁn", "FIN"], ["ſun", "sun"], ["K", "\u{212a}"]]
        {
            let mut names = FileNames::default();
            assert_eq!((names.name(one, "txt"), names.numbered().is_some()), (format!("{one}.txt"), false));
            assert_eq!(names.name(other, "txt"), format!("{other}-2.txt"), "{one}");
        }
    }

    proptest! {
        #[test]
        fn every_name_is_one_component_and_given_once(texts in prop::collection::vec("[.a/A\\\\ -]{0,4}|.{0,150}", 1..20)) {
            let mut names = FileNames::default();
            let mut given = HashSet::new();
            for text in &texts {
                let name = names.name(text, "csv");
                prop_assert!(matches!(Path::new(&name).components().collect::<Vec<_>>()[..], [Component::Normal(_)]));
                prop_assert!(name.len() <= LONGEST_BYTES + 20 && !name.starts_with(['.', '-']));
                prop_assert!(given.insert(folded(&name)), "{name:?} was given twice");
            }
        }
    }
}
