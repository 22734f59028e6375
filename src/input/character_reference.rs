//! Characters that markup writes by number or by name: `&#233;`, `&#xe9;`, `&eacute;`.

use std::borrow::Cow;

/// No name of HTML is longer.
const LONGEST_BYTES: usize = 34;

/// The characters of the reference between `&` and `;`: by number, or by a name that HTML knows.
pub(super) fn resolved(reference: &str) -> Option<String> {
    if let Some(digits) = reference.strip_prefix('#') {
        return numbered(digits).map(String::from);
    }
    let is_name = reference.len() <= LONGEST_BYTES && reference.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let predefined = match reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ if !is_name => return None,
        _ => return by_html_name(reference),
    };
    Some(predefined.to_owned())
}

/// The reader of mails has the table of HTML's names; it hands back what it does not know.
fn by_html_name(name: &str) -> Option<String> {
    let token = format!("&{name};");
    let mut found = String::new();
    mail_parser::decoders::html::add_html_token(&mut found, token.as_bytes(), false);
    (found != token).then_some(found)
}

fn numbered(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) if !digits.starts_with('+') => u32::from_str_radix(digits, 16).ok()?,
        None if !digits.starts_with('+') => digits.parse().ok()?,
        _ => return None,
    };
    char::from_u32(code).filter(|&c| c != '\0')
}

/// The text with all references that are known resolved; what only looks like one stays.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (before, mut rest) = text.split_at(first);
    out.push_str(before);
    while let Some(behind) = rest.strip_prefix('&') {
        let head = behind.as_bytes().get(..LONGEST_BYTES.min(behind.len())).unwrap_or_default();
        let found = memchr::memchr(b';', head).and_then(|end| Some((resolved(behind.get(..end)?)?, end + 1)));
        rest = match found {
            Some((character, n_bytes)) => {
                out.push_str(&character);
                behind.get(n_bytes..).unwrap_or_default()
            }
            None => {
                out.push('&');
                behind
            }
        };
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        let (plain, further) = rest.split_at(next);
        out.push_str(plain);
        rest = further;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_resolved_and_what_is_none_stays() {
        for (text, expected) in [
            ("no reference", "no reference"),
            ("&amp;&lt;&#233;&#xE9;&eacute;&nbsp;.", "&<\u{e9}\u{e9}\u{e9}\u{a0}."),
            ("R&D &; &x &#0; &#x110000; &#+5; &nonsense; &amp;lt;", "R&D &; &x &#0; &#x110000; &#+5; &nonsense; &lt;"),
            ("&", "&"),
            (
                "\u{e9}&\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9};",
                "\u{e9}&\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9};",
            ),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}
