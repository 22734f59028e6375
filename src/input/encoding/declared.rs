//! The word of a text on its own encoding: in web pages, XML, style sheets, program sources, catalogs of translations,
//! TeX.

/// How much of a text is looked at. Browsers look at 1,024 bytes; pages in use have more before they say it.
const HEAD_BYTES: usize = 4096;

/// The label of the encoding that a text says it has, from its first bytes in an encoding that has ASCII.
pub(super) fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let label = xml(head)
        .or_else(|| style_sheet(head))
        .or_else(|| program(head))
        .or_else(|| page(head))
        .or_else(|| catalog(head))
        .or_else(|| tex(head))?;
    std::str::from_utf8(label).ok().map(str::trim).filter(|label| !label.is_empty())
}

/// `<?xml version="1.0" encoding="…"?>`, at the very beginning.
pub(super) fn xml(head: &[u8]) -> Option<&[u8]> {
    let inner = head.strip_prefix(b"<?xml")?;
    let inner = inner.get(..memchr::memmem::find(inner, b"?>")?)?;
    let value = behind(inner, b"encoding")?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    quoted(value)
}

/// `@charset "…";`, at the very beginning.
fn style_sheet(head: &[u8]) -> Option<&[u8]> {
    quoted(head.strip_prefix(b"@charset ")?)
}

/// `# -*- coding: … -*-` and `vim: set fileencoding=…` in one of the first two lines, which must be a comment.
fn program(head: &[u8]) -> Option<&[u8]> {
    head.split(|&byte| byte == b'\n').take(2).find_map(|line| {
        let is_comment = line.trim_ascii_start().starts_with(b"#");
        if !is_comment && !has(line, b"-*-") && !has(line, b"vim:") {
            return None;
        }
        let value = behind(line, b"coding:").or_else(|| behind(line, b"coding="))?.trim_ascii_start();
        let label = word(value)?;
        // Emacs has the line ends in the name.
        Some(["-unix", "-dos", "-mac"].iter().find_map(|end| label.strip_suffix(end.as_bytes())).unwrap_or(label))
    })
}

/// `"Content-Type: text/plain; charset=…\n"`.
fn catalog(head: &[u8]) -> Option<&[u8]> {
    let line = head.split(|&byte| byte == b'\n').find(|line| line.starts_with(b"\"Content-Type:"))?;
    word(behind(line, b"charset=")?).filter(|label| *label != b"CHARSET")
}

/// `\usepackage[…]{inputenc}`, the names of which are TeX's own.
fn tex(head: &[u8]) -> Option<&[u8]> {
    let head = head.get(..memchr::memmem::find(head, b"]{inputenc}")?)?;
    let line = head.rsplit(|&byte| byte == b'\n').next()?;
    if line.trim_ascii_start().starts_with(b"%") {
        return None;
    }
    let label = line.rsplit(|&byte| byte == b'[' || byte == b',').next()?;
    Some(match label {
        b"ansinew" => b"windows-1252",
        b"applemac" => b"macintosh",
        b"macce" => b"x-mac-ce",
        _ => label,
    })
}

/// The `meta` element of a web page that names an encoding, found as the HTML standard does: without taking the page
/// apart.
fn page(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    loop {
        rest = rest.get(memchr::memchr(b'<', rest)?..)?;
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            // A comment may end with the dashes that it begins with.
            let from = rest.len() - comment.len() - 2;
            rest = behind(rest.get(from..)?, b"-->")?;
            continue;
        }
        let name = rest.get(1..)?;
        let is_end = name.first() == Some(&b'/');
        let name = if is_end { name.get(1..)? } else { name };
        if !name.first()?.is_ascii_alphabetic() {
            rest = match rest.get(1)? {
                b'!' | b'/' | b'?' => behind(rest, b">")?,
                _ => rest.get(1..)?,
            };
            continue;
        }
        let n_name = name.iter().position(|&byte| is_blank(byte) || byte == b'>' || byte == b'/')?;
        let mut attributes = Attributes { rest: name.get(n_name..)? };
        if !is_end && name.get(..n_name)?.eq_ignore_ascii_case(b"meta") {
            if let Some(label) = of_meta(&mut attributes) {
                return Some(label);
            }
        } else {
            while attributes.next().is_some() {}
        }
        rest = attributes.rest;
    }
}

/// The encoding that the attributes of a `meta` element name.
fn of_meta<'h>(attributes: &mut Attributes<'h>) -> Option<&'h [u8]> {
    let (mut is_pragma, mut charset, mut of_content) = (false, None, None);
    for (name, value) in attributes {
        if name.eq_ignore_ascii_case(b"http-equiv") {
            is_pragma |= value.eq_ignore_ascii_case(b"content-type");
        } else if name.eq_ignore_ascii_case(b"content") {
            of_content = of_content.or_else(|| of_media_type(value));
        } else if name.eq_ignore_ascii_case(b"charset") {
            charset = charset.or(Some(value));
        }
    }
    charset.or(of_content.filter(|_| is_pragma))
}

/// The encoding in `text/html; charset=…`.
fn of_media_type(value: &[u8]) -> Option<&[u8]> {
    let mut rest = value;
    loop {
        let at = rest.windows(7).position(|window| window.eq_ignore_ascii_case(b"charset"))?;
        rest = rest.get(at + 7..)?;
        if let Some(label) = rest.trim_ascii_start().strip_prefix(b"=") {
            let label = label.trim_ascii_start();
            return quoted(label).or_else(|| word(label));
        }
    }
}

/// The attributes of an element, whose name has been read, with their values.
struct Attributes<'h> {
    rest: &'h [u8],
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h [u8], &'h [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.rest.iter().position(|&byte| !is_blank(byte) && byte != b'/')?;
        self.rest = self.rest.get(start..)?;
        if self.rest.first() == Some(&b'>') {
            return None;
        }
        let ends_name = |&byte: &u8| is_blank(byte) || matches!(byte, b'=' | b'/' | b'>');
        // An equals sign that a name begins with belongs to it.
        let n_name = self.rest.iter().skip(1).position(ends_name)? + 1;
        let (name, rest) = self.rest.split_at_checked(n_name)?;
        let behind_blanks = rest.trim_ascii_start();
        let Some(value) = behind_blanks.strip_prefix(b"=") else {
            self.rest = behind_blanks;
            return Some((name, b""));
        };
        let value = value.trim_ascii_start();
        if matches!(value.first()?, b'"' | b'\'') {
            let inner = quoted(value)?;
            self.rest = value.get(inner.len() + 2..)?;
            return Some((name, inner));
        }
        let n_value = value.iter().position(|&byte| is_blank(byte) || byte == b'>')?;
        let (value, rest) = value.split_at_checked(n_value)?;
        self.rest = rest;
        Some((name, value))
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

fn has(bytes: &[u8], said: &[u8]) -> bool {
    memchr::memmem::find(bytes, said).is_some()
}

/// What stands behind the first place of `said`.
fn behind<'h>(bytes: &'h [u8], said: &[u8]) -> Option<&'h [u8]> {
    bytes.get(memchr::memmem::find(bytes, said)? + said.len()..)
}

/// What stands between the quotes that the bytes begin with.
fn quoted(bytes: &[u8]) -> Option<&[u8]> {
    let (quote, inner) = bytes.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    inner.get(..memchr::memchr(*quote, inner)?)
}

/// The letters, digits and signs of a name that the bytes begin with.
fn word(bytes: &[u8]) -> Option<&[u8]> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let n_bytes = bytes.iter().position(|byte| !is_part(byte)).unwrap_or(bytes.len());
    bytes.get(..n_bytes).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(declared(text.as_bytes()), expected, "{text:?}");
    }

    #[test]
    fn a_page_names_its_encoding_in_either_way() {
        for page in [
            "<!DOCTYPE html>\n<html><head><meta charset=koi8-r><title>x</title>",
            "<html><META  CharSet = 'koi8-r' >",
            "<meta name=\"x\" content=\"text/html; charset=utf-8\"><meta charset=\"koi8-r\"/>",
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\">",
            "<meta content='text/html;charset = \"koi8-r\"' http-equiv=content-type>",
            "<!-- <meta charset=utf-8> --><meta charset=koi8-r>",
            "<!--><meta charset=koi8-r>",
            "<p title=\"<meta charset=utf-8>\"></p><meta charset=koi8-r>",
            "a < b <? x > <1> </p > <meta charset=koi8-r>",
        ] {
            check(page, Some("koi8-r"));
        }
    }

    #[test]
    fn what_only_looks_like_it_is_nothing() {
        for text in [
            "",
            "<",
            "<meta",
            "<meta charset",
            "<meta charset=koi8-r",
            "<meta name=description content=\"charset=koi8-r\">",
            "<metadata charset=koi8-r>",
            "<!-- <meta charset=koi8-r>",
            "The charset=koi8-r is old.",
            "import x\nimport y\n# coding: koi8-r\n",
            "coding: koi8-r\n",
            "% \\usepackage[latin2]{inputenc}\n",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn other_kinds_of_texts_have_their_own_ways() {
        check("<?xml version='1.0' encoding='windows-1251'?><a/>", Some("windows-1251"));
        check("<?xml version=\"1.0\"?><html><meta charset=\"big5\">", Some("big5"));
        check("@charset \"iso-8859-15\";\nbody {}", Some("iso-8859-15"));
        check("#!/usr/bin/python\n# -*- coding: latin-1 -*-\n", Some("latin-1"));
        check("% -*- mode: tex; coding: iso-8859-2-unix -*-\n", Some("iso-8859-2"));
        check("# vim: set fileencoding=cp1250 :\n", Some("cp1250"));
        check("msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=KOI8-R\\n\"\n", Some("KOI8-R"));
        check("\\documentclass{article}\n\\usepackage[latin2]{inputenc}\n", Some("latin2"));
        check("\\usepackage[T1,applemac]{inputenc}\n", Some("macintosh"));
    }

    #[test]
    fn nothing_makes_it_panic_or_hang() {
        let page =
            "<!-- x --><?xml encoding='a'?><meta http-equiv='content-type' content='a; charset=\"b\"' a = c / d><p q>";
        for n in 0..page.len() {
            let _ = declared(&page.as_bytes()[n..]);
            let _ = declared(&page.as_bytes()[..n]);
        }
        let _ = declared("<a ".repeat(4000).as_bytes());
        let _ = declared("<!--".repeat(4000).as_bytes());
        let _ = declared("charset".repeat(4000).as_bytes());
    }
}
