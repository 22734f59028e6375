//! The text of a piece of HTML that stands inside something else: a block of a Markdown page, the entry of a feed.
//!
//! A page has more to it, its main text to begin with, and a reader of its own, which asks here which elements are blocks.

use super::character_reference::decoded;
use super::prose::{Gap, Prose};

/// The text, blocks set apart.
pub(super) fn text(html: &str) -> String {
    let mut prose = Prose::default();
    let mut rest = html;
    let mut ends = Ends { outside_quotes: true, anywhere: true };
    while let Some((before, behind)) = rest.split_once('<') {
        prose.push(&decoded(before));
        rest = match markup(behind, &mut ends) {
            Some((tag, further)) => {
                let name = name(tag);
                set_apart(&name, &mut prose);
                without_content(&name, further)
            }
            None => {
                prose.push_verbatim("<");
                behind
            }
        };
    }
    prose.push(&decoded(rest));
    prose.finish()
}

/// The places where ends of tags may still be found: a missing one is not looked for again from every tag on.
struct Ends {
    outside_quotes: bool,
    anywhere: bool,
}

/// The tag or comment behind its first bracket, and what follows it; none if it is not one.
fn markup<'t>(behind: &'t str, ends: &mut Ends) -> Option<(&'t str, &'t str)> {
    if let Some(comment) = behind.strip_prefix("!--") {
        return Some(("", comment.split_once("-->").map_or("", |(_, further)| further)));
    }
    if !behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return None;
    }
    let mut end = ends.outside_quotes.then(|| end_outside_quotes(behind)).flatten();
    ends.outside_quotes &= end.is_some();
    if end.is_none() && ends.anywhere {
        end = behind.find('>');
        ends.anywhere = end.is_some();
    }
    let end = end?;
    Some((behind.get(..end)?, behind.get(end + 1..)?))
}

fn end_outside_quotes(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| match quote {
        Some(open) => {
            quote = (byte != open).then_some(open);
            false
        }
        None => {
            quote = matches!(byte, b'"' | b'\'').then_some(byte);
            byte == b'>'
        }
    })
}

/// The name in a tag, in lower case, with a slash before it if it ends something.
fn name(tag: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '/';
    tag.chars().take_while(|&c| is_name(c)).take(12).collect::<String>().to_ascii_lowercase()
}

/// The rest behind a tag; behind the end, if it begins a script or its like.
fn without_content<'t>(name: &str, further: &'t str) -> &'t str {
    if !matches!(name, "script" | "style" | "template" | "noscript") {
        return further;
    }
    let mut rest = further;
    while let Some((_, behind)) = rest.split_once("</") {
        if behind.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return behind.split_once('>').map_or("", |(_, further)| further);
        }
        rest = behind;
    }
    ""
}

fn set_apart(name: &str, prose: &mut Prose) {
    match name.trim_matches('/') {
        "br" | "li" | "tr" | "dt" | "dd" | "figcaption" | "caption" => prose.gap(Gap::Line),
        "td" | "th" | "option" => prose.gap(Gap::Blank),
        "pre" | "form" | "center" => prose.gap(Gap::Paragraph),
        name if is_block(name) => prose.gap(Gap::Paragraph),
        _ => {}
    }
}

/// `true` for elements that begin and end a block of text, wherever they stand. Some others do in some places only: a cell, and
/// [`set_apart`] says which in a fragment.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "blockquote"
            | "body"
            | "caption"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn blocks_are_set_apart_and_markup_is_gone() {
        for (html, expected) in [
            (
                "<p>One <b>two</b> &eacute;&amp;c</p>\n<P class='a>b'>three<br/>four</p>",
                "One two \u{e9}&c\n\nthree\nfour",
            ),
            ("a<!-- b --> c <script>d</script><STYLE>e</Style>f", "a c f"),
            ("1 < 2 <3 <ul><li>a</li><li>b", "1 < 2 <3\n\na\nb"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
            ("x <a href=\"unclosed>y</a> z", "x y z"),
            ("a <!-- never ends", "a"),
            ("a<", "a<"),
            ("plain &lt;b&gt;", "plain <b>"),
        ] {
            assert_eq!(text(html), expected, "{html}");
        }
    }

    #[test]
    fn many_broken_tags_take_no_long_time() {
        for piece in ["<", "<a \"", "<a '>", "<!--", "<script></", "&", "<!-"] {
            text(&piece.repeat(20_000));
        }
    }
}
