//! Web pages: main text, title and language.
//!
//! The main text is what the page itself marks with `<main>`, else what Mozilla's readability rules find, else all
//! of the body but navigation, forms and the like. Blocks become paragraphs, headings keep their rank as `#` marks,
//! list items a `-`, so that a page can be split where a reader sees its parts.

mod attributes;
mod blocks;
mod tree;

use dom_query::Document as Dom;
use dom_smoothie::Readability;

use blocks::block_text;

use crate::document::Markup;
use crate::error::InputError;

/// What a reader sees of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) text: String,
    pub(super) markup: Markup,
}

/// A page whose readability text is this much shorter than its body is a list of things, not one article.
const ARTICLE_SHARE: f64 = 0.5;

/// Reads a page. Broken markup is repaired as browsers do.
///
/// # Errors
///
/// Whatever [`tree`](tree::tree) says of markup that only an attacker writes.
pub(super) fn read(html: &str) -> Result<Page, InputError> {
    let dom = tree::tree(html)?;
    let language = dom.select_single("html[lang]").attr("lang").map(|lang| lang.trim().to_owned());
    let title = title(&dom);
    for selector in BOILERPLATE {
        dom.select(selector).remove();
    }
    let main = dom.select_single("main, [role=main]");
    let (text, markup) = match main.nodes().first().map(block_text).filter(|(text, _)| !text.is_empty()) {
        Some(read) => read,
        None => article_or_body(html, dom)?,
    };
    Ok(Page { title, language: language.filter(|l| !l.is_empty()), text, markup })
}

/// All text of a page, block by block, such as the body of a mail; `None` for markup that only an attacker writes.
pub(crate) fn html_text(html: &str) -> Option<String> {
    let dom = tree::tree(html).ok()?;
    dom.select(BOILERPLATE[0]).remove();
    dom.body().map(|body| block_text(&body).0)
}

const BOILERPLATE: [&str; 5] = [
    "script, style, template, noscript, svg, math, iframe, object, canvas, audio, video",
    "nav, aside, form, button, select, textarea, [role=navigation], [role=complementary], [role=search]",
    "[hidden], [aria-hidden=true]",
    "body > header, body > footer, [role=banner], [role=contentinfo]",
    "body > div > header, body > div > footer",
];

/// The page's first heading of the highest rank if there is just one, else its `<title>`.
fn title(dom: &Dom) -> Option<String> {
    let headings = dom.select("h1");
    let text = match headings.length() {
        1 => headings.text(),
        _ => dom.select_single("title").text(),
    };
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !title.is_empty() {
        return Some(title);
    }
    let fallback = dom.select_single("title").text();
    Some(fallback.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty())
}

fn article_or_body(html: &str, dom: Dom) -> Result<(String, Markup), InputError> {
    let body = dom.body().map(|body| block_text(&body)).unwrap_or_default();
    // One tree at a time: it is many times as large as the page.
    drop(dom);
    let article = Readability::with_document(tree::tree(html)?, None, None)
        .ok()
        .filter(Readability::is_probably_readable)
        .and_then(|mut page| page.parse().ok())
        .and_then(|article| tree::fragment(&article.content).ok())
        .map(|article| block_text(&article.root()));
    Ok(match article {
        Some(article) if article.0.len() as f64 >= ARTICLE_SHARE * body.0.len() as f64 => article,
        _ => body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        read(html).unwrap()
    }

    #[test]
    fn an_index_page_keeps_its_entries_and_loses_its_frame() {
        let page = page(
            "<!doctype html><html lang=de><head><title>Ein Blatt | Start</title></head><body><header>Logo</header>\
             <nav><a>Start</a></nav><main><h1>Ein  Blatt</h1><article><h2><a href=x>Erste &amp; letzte</a></h2>\
             <p>Ein Satz,\n  <b>fett</b>.</p><a>Weiterlesen</a></article><article><h2>Zwei</h2><p>Noch einer.<br>Zeile.\
             </p><a>Weiterlesen</a></article></main><aside>Werbung</aside><footer>Impressum</footer></body></html>",
        );
        assert_eq!(page.title.as_deref(), Some("Ein Blatt"));
        assert_eq!(page.language.as_deref(), Some("de"));
        assert_eq!(
            page.text,
            "# Ein Blatt\n\n## Erste & letzte\n\nEin Satz, fett.\n\nWeiterlesen\n\n## Zwei\n\nNoch einer.\nZeile.\n\n\
             Weiterlesen\n"
        );
    }

    #[test]
    fn elements_and_links_are_known_by_their_places_in_the_text() {
        let page = page(
            "<body><main id=a class='list-2 news wide'><div class=card><h2><a href=/one>One</a></h2><p>First.</div>\
             <div class=card><a href=two.html><img src=x></a><h2><a href='two.html'> Two</a></h2><p>Second \
             <a href='#top'>up</a>.</div></main></body>",
        );
        assert_eq!(page.text, "## One\n\nFirst.\n\n## Two\n\nSecond up.\n");
        let of_kind = |wanted: &str| -> Vec<&str> {
            let of = |path_idx: usize| page.markup.paths[path_idx] == wanted;
            page.markup.elements.iter().filter(|e| of(e.path_idx)).map(|e| e.span.of(&page.text)).collect()
        };
        assert_eq!(of_kind("main.news > div.card"), ["## One\n\nFirst.", "## Two\n\nSecond up."]);
        assert_eq!(of_kind("main.news > div.card > p"), ["First.", "Second up."]);
        let links: Vec<(&str, &str)> =
            page.markup.links.iter().map(|link| (&page.text[link.at..link.at + 3], &*link.target)).collect();
        assert_eq!(links, [("One", "/one"), ("Two", "two.html")]);
    }

    #[test]
    fn an_article_page_loses_its_menu_and_links() {
        let paragraph = "<p>This sentence, with commas, is part of an article that goes on for quite a while, and it has a \
             second half, which makes the paragraph as long as those that people write in newspapers.</p>";
        let html = format!(
            "<html><head><title>A long article</title></head><body><div class=menu><ul><li><a>Home</a></li></ul></div>\
             <div class=content><h1>A long article</h1>{}</div><div class=sidebar><a>Other</a></div></body></html>",
            paragraph.repeat(12)
        );
        let page = page(&html);
        assert!(page.text.contains("part of an article") && !page.text.contains("Other"), "{}", page.text);
    }

    #[test]
    fn lists_tables_and_preformatted_text_keep_their_shape() {
        let page = page("<ul><li>One<li>Two</ul><table><tr><td>a<td>b</table><pre>x\n  y</pre>");
        assert_eq!(page.text, "- One\n\n- Two\n\na\tb\n\nx\n  y\n");
        assert_eq!((page.title, page.language), (None, None));
    }

    #[test]
    fn hostile_pages_give_what_there_is() {
        assert_eq!(page("").text, "");
        assert_eq!(page("<html>").text, "");
        assert_eq!(page("just text").text, "just text\n");
        assert_eq!(page("<p>a<script>alert('b')</script><style>c</style>").text, "a\n");
    }

    #[test]
    fn pages_that_mean_harm_are_refused() {
        let (deep, crowded) = ("<div>".repeat(100_000), format!("<p {}>", "a ".repeat(2_000)));
        for (page, expected) in [(deep, "has markup nested"), (crowded, "has a tag with more than 1000 attributes")] {
            let refused = read(&page).unwrap_err().to_string();
            assert!(refused.starts_with(expected), "{refused}");
            assert_eq!(html_text(&page), None);
        }
    }

    #[test]
    fn comparisons_in_a_script_are_no_tags() {
        let script = "for(i=0;i<n;i++){}".repeat(10_000);
        assert_eq!(page(&format!("<body><script>{script}</script><p>A river.</p></body>")).text, "A river.\n");
        assert_eq!(page(&"<p>a<br>".repeat(10_000)).text.lines().count(), 19_999);
    }
}
