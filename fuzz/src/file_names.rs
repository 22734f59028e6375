//! File names of any texts are safe on every system, and no two are the same one.

use std::collections::HashSet;

use textmill::text::FileNames;
use unicode_normalization::UnicodeNormalization;

/// What a file system allows, less room for the number of a temporary file.
const LONGEST_BYTES: usize = 200;

/// Texts are parted by U+001E.
pub(super) fn holds(bytes: &[u8]) {
    let (mut names, mut given) = (FileNames::default(), HashSet::new());
    for text in String::from_utf8_lossy(bytes).split('\u{1e}') {
        let name = names.name(text, "txt");
        assert!(name.len() <= LONGEST_BYTES && name.ends_with(".txt") && name.len() > ".txt".len(), "{name:?}");
        assert!(!name.starts_with(['.', '-', ' ']), "{name:?} is hidden, an option, or looks like another");
        assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']), "{name:?} means something to a system");
        assert!(!name.chars().any(char::is_control), "{name:?} acts on a terminal");
        let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
        assert!(!["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"].contains(&stem.as_str()), "{name:?} is a device");
        // As file systems compare them that make no difference between cases and forms.
        assert!(given.insert(name.to_lowercase().nfd().collect::<String>()), "{name:?} was given twice");
    }
}
