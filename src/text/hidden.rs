//! Characters that a terminal acts on, or that hide or turn others, so that a text or name looks like another.

/// Whether `c` is a control character, turns the direction of what stands around it, or cannot be seen. Joiners and
/// variation selectors are none of these, since emoji, Persian and Indic scripts need them.
pub fn acts_or_hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scripts_need_is_not_hidden() {
        assert!("a é 漢 \u{200c}\u{200d}\u{fe0f}".chars().all(|c| !acts_or_hides(c)));
        assert!("\0\n\x1b\x7f\u{85}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}".chars().all(acts_or_hides));
    }
}
