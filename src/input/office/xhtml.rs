//! Pages that are XML on their way to a reader of web pages, for which some of their markup means something else.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The elements that have no end in a web page.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// A page of XML as markup of the web: elements that are empty have an end of their own, text that is set apart from markup is
/// escaped, and what ruby puts above the words is left out. One that is not well-formed stays as it is.
pub(super) fn as_html(page: &str) -> String {
    converted(page).unwrap_or_else(|| page.to_owned())
}

fn converted(page: &str) -> Option<String> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().allow_dangling_amp = true;
    let mut out = String::with_capacity(page.len() + page.len() / 16);
    let mut n_open_ruby = 0_usize;
    let mut n_open = 0_usize;
    loop {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let end = usize::try_from(reader.buffer_position()).ok()?;
        let source = page.get(start..end)?;
        match event {
            Event::Eof if n_open > 0 => return None,
            Event::Eof => return Some(out),
            Event::Start(tag) => {
                n_open += 1;
                if is_ruby(&tag) {
                    n_open_ruby += 1;
                } else if n_open_ruby == 0 {
                    push_tag(&mut out, &tag);
                    out.push('>');
                }
            }
            Event::End(tag) => {
                n_open = n_open.saturating_sub(1);
                let name = tag.local_name();
                if matches!(name.as_ref(), "rt" | "rp") {
                    n_open_ruby = n_open_ruby.saturating_sub(1);
                } else if n_open_ruby == 0 && !VOID.contains(&name.as_ref()) {
                    out.push_str("</");
                    out.push_str(name.as_ref());
                    out.push('>');
                }
            }
            _ if n_open_ruby > 0 => {}
            Event::Empty(tag) if is_ruby(&tag) => {}
            Event::Empty(tag) => {
                push_tag(&mut out, &tag);
                out.push('>');
                let name = tag.local_name();
                if !VOID.contains(&name.as_ref()) {
                    out.push_str("</");
                    out.push_str(name.as_ref());
                    out.push('>');
                }
            }
            Event::CData(text) => out.push_str(&quick_xml::escape::partial_escape(text.into_inner())),
            Event::Text(_) | Event::GeneralRef(_) => out.push_str(source),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn is_ruby(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "rt" | "rp")
}

/// Writes the beginning of an element without the prefix of its name, which means nothing in a web page.
fn push_tag(out: &mut String, tag: &BytesStart<'_>) {
    out.push('<');
    out.push_str(tag.local_name().as_ref());
    let attributes = tag.attributes_raw().trim_end();
    if !attributes.is_empty() {
        if !attributes.starts_with(char::is_whitespace) {
            out.push(' ');
        }
        out.push_str(attributes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_end_and_markup_that_means_nothing_is_left_out() {
        let page = "<?xml version='1.0'?><!DOCTYPE html><h:html xmlns:h='x'><title/><!-- c --><p class='a'>1 &nbsp;&amp;<br/>\
            <![CDATA[<2>]]><br></br><ruby>b<rp>(</rp><rt>r<i>x</i></rt></ruby></p><a id='b' /></h:html>";
        let html = "<html xmlns:h='x'><title></title><p class='a'>1 &nbsp;&amp;<br>&lt;2&gt;<br><ruby>b</ruby></p><a id='b'></a>\
            </html>";
        assert_eq!(as_html(page), html);
    }

    #[test]
    fn a_page_that_is_not_well_formed_stays() {
        for page in ["<p>a<br>b</p>", "<p>a", "<p>a</b>", "a < b"] {
            assert_eq!(as_html(page), page);
        }
    }
}
