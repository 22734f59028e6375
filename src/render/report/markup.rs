//! Text inside HTML: nothing that a document says can become an element, an attribute or a control character.

use std::borrow::Cow;

/// The text with what HTML would act on as character references, for elements and for attributes in double quotes.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// The text with control characters as their pictures, line ends and tabs as they are. Browsers drop some of them and
/// show others as boxes; a script and the markup would not agree on which.
///
/// Bidi controls stay, since texts need them. They end with the element that they stand in, which has `dir="auto"`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let is_shown = |c: char| !c.is_control() || matches!(c, '\n' | '\t');
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_shown(c) { c } else { picture_of(c) }).collect())
}

/// The first `n_chars` characters, and an ellipsis if there are more.
pub(super) fn cut_off(text: &str, n_chars: usize) -> Cow<'_, str> {
    match text.char_indices().nth(n_chars) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

fn picture_of(control: char) -> char {
    match control {
        '\0'..='\x1f' => char::from_u32(0x2400 + control as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '␡',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        check("</script><!-- & \"x\" 'y' ]]>", "&lt;/script&gt;&lt;!-- &amp; &quot;x&quot; &#39;y&#39; ]]&gt;");
        check("&lt;", "&amp;lt;");
        check("plain – 漢字", "plain – 漢字");
    }

    #[test]
    fn control_characters_become_pictures() {
        check("a\0b\x1b[2J\x7f\u{85}\n\tc", "a␀b␛[2J␡\u{fffd}\n\tc");
        check("\u{202e}bidi\u{202c}", "\u{202e}bidi\u{202c}");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut_off("漢字かな", 2), "漢字…");
        assert_eq!(cut_off("漢字", 2), "漢字");
    }
}
