//! Text from outside, made harmless for a terminal.
//!
//! Control characters can rewrite a screen, bidi controls can make a line read backwards, invisible ones can hide text.
//! All become visible. Joiners and variation selectors stay, since emoji, Persian and Indic scripts need them.

use std::borrow::Cow;
use std::fmt::Write;

use crate::text::acts_or_hides;

/// What becomes of line ends and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// They stay: the text is laid out in lines already.
    Kept,
    /// A line end becomes `⏎` and a tab a blank: the text must fit one line.
    Shown,
}

/// The text with every character that a terminal would act on, or not show, made visible. Borrows if there is none.
pub fn printable(text: &str, breaks: Breaks) -> Cow<'_, str> {
    let acts = |c: char| acts_or_hides(c) && !(breaks == Breaks::Kept && matches!(c, '\n' | '\t'));
    let Some(first) = text.find(acts) else { return Cow::Borrowed(text) };
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(&text[..first]);
    for c in text[first..].chars() {
        if acts(c) { push_visible(c, &mut shown) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Unicode has a picture for each C0 control; the rest is shown by number.
fn push_visible(c: char, shown: &mut String) {
    match c {
        '\n' => shown.push('⏎'),
        '\t' => shown.push(' '),
        '\0'..='\x1f' => shown.extend(char::from_u32(0x2400 + c as u32)),
        '\x7f' => shown.push('␡'),
        // Writing to a string cannot fail.
        _ => _ = write!(shown, "<U+{:04X}>", c as u32),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(printable(text, Breaks::Shown), expected);
    }

    #[test]
    fn what_a_terminal_would_act_on_becomes_visible() {
        check("\x1b[2J", "␛[2J");
        check("a\nb\tc\r\x7f", "a⏎b c␍␡");
        check("\u{9b}31m", "<U+009B>31m");
        check("evil\u{202e}txt", "evil<U+202E>txt");
        check("a\u{200b}b\u{feff}", "a<U+200B>b<U+FEFF>");
    }

    #[test]
    fn emoji_and_scripts_that_need_joiners_stay() {
        for text in ["👩\u{200d}👩\u{200d}👧", "می\u{200c}خواهم", "❤\u{fe0f}", "e\u{301}", "漢字"] {
            check(text, text);
        }
    }

    #[test]
    fn lines_may_stay_lines() {
        assert_eq!(printable("a\n\tb\x07", Breaks::Kept), "a\n\tb␇");
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in "\\PC{0,5}[\\x00-\\x1f\\x7f-\\x9f]{0,5}.{0,5}") {
            prop_assert!(!printable(&text, Breaks::Shown).chars().any(char::is_control));
        }
    }
}
