//! Web pages: main text, title, language, date and author.
//!
//! The main text is the article of the page, as Mozilla's readability rules find it and less what is around it, if the page is
//! one article; the heading and the posts, if it is a thread of a forum. Of a page with several entries, or about a product, it is
//! what the page itself marks with `<main>`, else all of the body, but navigation, forms and what else frames it. Blocks become paragraphs, headings keep their rank as `#` marks, list items a `-`, so that a
//! page can be split where a reader sees its parts.

mod attributes;
mod blocks;
mod dates;
mod decision;
mod filter;
mod frame;
mod linked_data;
mod metadata;
mod tables;
mod threads;
mod tree;
mod unfolded;

use dom_query::Document as Dom;
use dom_smoothie::{Config, Readability};

use blocks::{BlockText, block_text};
use decision::Claim;
use linked_data::LinkedData;

use super::options::{Composites, InputOptions, Ruby};
use super::web_page::WebPage;
use crate::error::InputError;

/// The article of a page is written as markup and read again. Where that means looking at more bytes than these, and than so
/// many times the page, nobody has written an article.
const FREE_BYTES_TO_WRITE: u64 = 1_000_000_000;
const MAX_TIMES_TO_WRITE: u64 = 64;

/// The tree of a page up to this length is copied for the rules of readability, which is much faster than to make it again. That
/// of a longer one is made again, so that there is one at a time: it is many times as large as the page.
const LONGEST_COPIED_BYTES: usize = 1 << 20;

/// Reads a page, which may have been found at the address `url`. Broken markup is repaired as browsers do.
///
/// # Errors
///
/// Whatever [`tree`](tree::tree) says of markup that only an attacker writes.
pub(super) fn read(html: &str, url: Option<&str>, options: &InputOptions) -> Result<WebPage, InputError> {
    let tree = tree::tree(html)?;
    let is_unfolded = unfolded::unfold(&tree.dom);
    let linked = LinkedData::of(&tree.dom);
    let claim = Claim::of(&tree.dom, &linked);
    let may_have_article = tree.n_bytes_to_write <= FREE_BYTES_TO_WRITE + MAX_TIMES_TO_WRITE * html.len() as u64
        && claim > Claim::Other
        && options.composites == Composites::Read;
    let copy = (may_have_article && html.len() <= LONGEST_COPIED_BYTES).then(|| tree.dom.clone());
    tree.dom.select("button").remove();
    let mut page = metadata::of(&tree.dom, &linked, url);
    let posts = threads::posts(&tree.dom, page.title.as_deref().unwrap_or_default(), options.ruby);
    let whole = whole(&tree.dom, options);
    if options.composites == Composites::AsWritten {
        // Who cuts a page at its entries needs all of them, and the elements that hold them.
        (page.text, page.markup) = (whole.text, whole.markup);
        return Ok(page);
    }
    if let Some(posts) = posts.filter(|posts| threads::is_thread(posts, &whole, claim)) {
        (page.text, page.markup) = (posts.text, posts.markup);
        return Ok(page);
    }
    let marked = if claim > Claim::None { marked(&tree.dom, options) } else { None };
    drop(tree);
    let untouched = match copy {
        None if may_have_article => Some(again(html, is_unfolded)?),
        copy => copy,
    };
    let found = untouched.and_then(|dom| found(dom, claim, options));
    let text = decision::chosen(whole, marked, found, claim);
    page.text = text.text;
    page.markup = text.markup;
    Ok(page)
}

/// The tree of a page before anything was taken out of it.
fn again(html: &str, is_unfolded: bool) -> Result<Dom, InputError> {
    let dom = tree::tree(html)?.dom;
    if is_unfolded {
        unfolded::unfold(&dom);
    }
    Ok(dom)
}

/// All text of a page, block by block, such as the body of a mail; `None` for markup that only an attacker writes.
pub(super) fn html_text(html: &str) -> Option<String> {
    let dom = tree::tree(html).ok()?.dom;
    dom.select(BOILERPLATE[0]).remove();
    dom.body().map(|body| block_text(&body, Ruby::Drop).text)
}

/// Elements without text, and those that frame the text of a page, of which a form is none if the page is in it.
const BOILERPLATE: [&str; 2] = [
    "script, style, template, noscript, svg, math, iframe, object, canvas, audio, video",
    "nav, aside, form:not(:has(h1, article, main)), button, select, textarea, [role=navigation], [role=complementary], \
     [role=search], [hidden], [aria-hidden=true], body > header, body > footer, [role=banner], [role=contentinfo], \
     body > div > header, body > div > footer",
];

/// The text of a page that is no article: its main part, else its body.
fn whole(dom: &Dom, options: &InputOptions) -> BlockText {
    for selector in BOILERPLATE {
        dom.select(selector).remove();
    }
    if let Some(body) = dom.body().filter(|_| options.composites == Composites::Read) {
        frame::remove_frame(body);
    }
    let main = dom.select_single("main, [role=main]");
    let main = main.nodes().first().map(|main| block_text(main, options.ruby)).filter(|main| !main.text.is_empty());
    main.or_else(|| dom.body().map(|body| block_text(&body, options.ruby))).unwrap_or_default()
}

/// The element that a page marks as its article, less what is around it, if there is just one.
fn marked(dom: &Dom, options: &InputOptions) -> Option<BlockText> {
    dom.select(HIDDEN).remove();
    let one = MARKS.iter().map(|selector| dom.select(selector)).find(|elements| elements.length() == 1)?;
    let element = one.nodes().first().copied()?;
    filter::filter(element, options.captions);
    Some(block_text(&element, options.ruby))
}

/// Elements that no reader of an article sees. On other pages they may be the parts that a click unfolds.
const HIDDEN: &str = "[style*='display:none'], [style*='display: none'], [style*='visibility:hidden'], \
                      [style*='visibility: hidden']";

/// Elements that hold the text of an article, the surest first.
const MARKS: [&str; 3] =
    ["[itemprop~=articleBody]", ".entry-content, .post-content, .article-body, .article-content", "article"];

/// The article of a page by the rules of readability, less what is around it. A page that does not say that it is one must
/// look like one.
fn found(dom: Dom, claim: Claim, options: &InputOptions) -> Option<BlockText> {
    filter::carry_names(&dom, options.captions);
    let config = Config { keep_classes: true, ..Config::default() };
    let mut page = Readability::with_document(dom, None, Some(config)).ok()?;
    if claim <= Claim::None && !page.is_probably_readable() {
        return None;
    }
    let content = page.parse().ok()?.content;
    let dom = tree::fragment(&content).ok()?.dom;
    filter::filter(dom.root(), options.captions);
    Some(block_text(&dom.root(), options.ruby))
}

#[cfg(test)]
mod tests {
    use super::super::options::Captions;
    use super::*;

    fn page(html: &str) -> WebPage {
        read(html, None, &InputOptions::default()).unwrap()
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

    /// A paragraph such as people write in newspapers.
    const PARAGRAPH: &str = "<p>This sentence, with commas, is part of an article that goes on for quite a while, and it \
         has a second half, which makes the paragraph as long as those that people write in newspapers.</p>";

    #[test]
    fn a_list_of_entries_keeps_all_of_them_without_a_main_part() {
        for (open, close) in [
            ("<section>", "</section>"),
            ("<article>", "</article>"),
            ("<div class=post>", "</div>"),
            ("<li>", "</li>"),
        ] {
            let entries: String = (1..=5)
                .map(|n| {
                    let body = PARAGRAPH.repeat(if n == 1 { 4 } else { 1 });
                    format!("{open}<h2><a href=/{n}>Headline {n}</a></h2>{body}<a href=/{n}>Read more</a>{close}")
                })
                .collect();
            let html = format!("<html><body><div id=content>{entries}</div><footer>End</footer></body></html>");
            let text = page(&html).text;
            assert_eq!(text.matches("Headline").count(), 5, "{open} {text}");
            assert_eq!((text.matches("Read more").count(), text.contains("End")), (5, false), "{open} {text}");
        }
    }

    #[test]
    fn an_article_loses_what_stands_around_and_in_it() {
        let html = format!(
            "<html><head><meta property=og:type content=article></head><body><main><h1>Title</h1><div class=story>\
             <p class=byline>By A. Author</p>{PARAGRAPH}<figure><img src=x><figcaption>A caption</figcaption></figure>\
             <p><a href=/other>Read another story of ours here</a></p>{0}<div class=newsletter-signup>Subscribe</div>{0}\
             <div class=comments><p>First!</p></div></div><div class=related><h3><a href=/1>Other</a></h3></div></main>",
            PARAGRAPH.repeat(4)
        );
        let text = page(&html).text;
        assert_eq!(text.matches("This sentence").count(), 9, "{text}");
        for other in ["A. Author", "caption", "Read another", "Subscribe", "First!", "Other"] {
            assert!(!text.contains(other), "{other}: {text}");
        }
        let captions = InputOptions { captions: Captions::Keep, ..InputOptions::default() };
        assert!(read(&html, None, &captions).unwrap().text.contains("A caption"));
    }

    #[test]
    fn cells_of_data_stand_in_rows_and_those_of_layout_are_blocks() {
        let data = page("<table><tr><th>a<th>b<tr><td><p>c</p><td><div>d<br>e</div></table>");
        assert_eq!(data.text, "a\tb\n\nc\td e\n");
        let layout = page("<table><tr><td><h2>a</h2><p>b</p><td>c</table>");
        assert_eq!(layout.text, "## a\n\nb\n\nc\n");
    }

    #[test]
    fn readings_above_words_are_a_choice() {
        let html = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>";
        assert_eq!(page(html).text, "漢字\n");
        let ruby = InputOptions { ruby: Ruby::Keep, ..InputOptions::default() };
        assert_eq!(read(html, None, &ruby).unwrap().text, "漢(かん)字\n");
    }

    #[test]
    fn the_sign_beside_a_heading_is_no_text() {
        assert_eq!(
            page("<h2>Use<a class=headerlink href=#use>¶</a></h2><p>See <a href=#x>1</a>.").text,
            "## Use\n\nSee 1.\n"
        );
    }

    #[test]
    fn a_form_around_the_page_is_no_form() {
        assert_eq!(page("<form><h1>Title</h1><p>Text.</p></form><form>Search</form>").text, "# Title\n\nText.\n");
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
            let refused = read(&page, None, &InputOptions::default()).unwrap_err().to_string();
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
