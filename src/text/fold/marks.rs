//! Characters inside words that are written in several ways, or not seen.

/// Apostrophes and what is typed for them: the quotation marks ‘ and ’, the modifier letters and the prime.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2b9}' | '\u{2032}' | '\u{ff07}')
}

/// The character with a round s in the place of a long one: `ſ` is `s`.
pub fn with_round_s(c: char) -> char {
    match c {
        'ſ' => 's',
        'ẛ' => 'ṡ',
        // The ligatures of either s with t.
        'ﬅ' => 'ﬆ',
        c => c,
    }
}

/// Characters of no width: soft hyphen, zero-width space, joiners, word joiner, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
