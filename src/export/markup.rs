//! Text between and inside the tags of XML.

use crate::document::Document;

/// Adds `text` as what stands between tags. XML allows no control characters but tab and line ends, not even escaped; the
/// others become the replacement character.
pub(super) fn push_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            _ if is_forbidden(c) => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
}

/// Whether XML 1.0 has no way to write the character.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}') || c < ' ' && !matches!(c, '\t' | '\n' | '\r')
}

/// How many characters of a document XML cannot hold: of its text and of all that is known about it.
pub(super) fn n_forbidden(document: &Document) -> u64 {
    let texts = properties(document).flat_map(|(name, value)| [name, value]).chain([document.text.as_str()]);
    texts.map(|text| text.chars().filter(|&c| is_forbidden(c)).count() as u64).sum()
}

/// Adds ` name="value"`. Line ends become blanks, which is what XML makes of them anyway.
pub(super) fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.extend([" ", name, "=\""]);
    let mut escaped = String::with_capacity(value.len());
    push_text(value, &mut escaped);
    out.push_str(&escaped.replace('"', "&quot;").replace(['\n', '\t'], " ").replace("&#13;", " "));
    out.push('"');
}

/// The names and values of all that is known about a document beside its text, in order.
pub(super) fn properties(document: &Document) -> impl Iterator<Item = (&str, &str)> {
    let base = [("id", Some(document.id.as_str())), ("source", Some(&document.source))];
    let fields = document.fields.iter().map(|(name, value)| (&**name, value.as_text()));
    base.into_iter()
        .chain([("title", document.title.as_deref())])
        .filter_map(|(name, value)| Some((name, value?)))
        .chain(fields.filter(|(_, value)| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_forbidden() {
        let mut out = String::new();
        push_text("<a b='c'> & \0\x1b\r\n", &mut out);
        assert_eq!(out, "&lt;a b='c'&gt; &amp; \u{fffd}\u{fffd}&#13;\n");
    }

    #[test]
    fn what_is_replaced_is_counted() {
        let title = Some("a\0".to_owned());
        let document = Document { text: "\u{1}\t\r\n\u{fffe}b".to_owned(), title, ..Document::default() };
        assert_eq!(n_forbidden(&document), 3);
    }

    #[test]
    fn an_attribute_is_one_line() {
        let mut out = String::new();
        push_attribute("title", "a \"b\"\r\nc", &mut out);
        assert_eq!(out, " title=\"a &quot;b&quot;  c\"");
    }
}
