//! Nothing that a terminal would act on is left of any text, and the rest stays.

use textmill::render::{Breaks, printable};

pub(super) fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for breaks in [Breaks::Shown, Breaks::Kept] {
        let shown = printable(&text, breaks);
        let is_kept = |c: char| breaks == Breaks::Kept && matches!(c, '\n' | '\t');
        let acts = |c: char| (c.is_control() || is_invisible(c)) && !is_kept(c);
        assert!(!shown.contains(acts), "{shown:?} acts on a terminal");
        assert_eq!(printable(&shown, breaks), shown, "what is shown changes if it is shown again");
        let is_plain = |c: char| c.is_alphanumeric() || c.is_ascii_graphic() || c == ' ';
        assert!(!text.chars().all(is_plain) || shown == text, "{text:?} was harmless");
        let harmless = |text: &str| text.chars().filter(|&c| c.is_alphabetic()).count();
        assert!(harmless(&shown) >= harmless(&text), "{text:?} lost letters");
    }
}

/// Marks of direction, and what takes no room and joins nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
