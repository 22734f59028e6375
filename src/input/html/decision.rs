//! The decision whether a page is one article, or a page of several things whose entries must all stay.
//!
//! Most articles say so themselves. Of others, the article must hold most of the prose of the page: how long it is beside
//! everything else on the page is no evidence, since a short article may stand in a large frame.

use dom_query::Document as Dom;

use super::blocks::BlockText;
use super::linked_data::{LinkedData, is_article_type};

/// An article holds at least this share of a page's prose, where the page does not say that it is one.
const SHARE_OF_PROSE: f64 = 0.5;

/// Where the page says so, it may hold less: comments and teasers are prose as well. Below this share it was missed.
const SHARE_OF_TOLD_PROSE: f64 = 0.1;

/// As above, where many headings that are links are lost.
const SHARE_BESIDE_ENTRIES: f64 = 0.25;

/// Where nothing else says that a page is an article, what stands before a list of entries must be nearly all of the prose, and
/// longer than the first of several entries is.
const SHARE_BEFORE_ENTRIES: f64 = 0.85;
const LONG_PROSE: usize = 1_000;

/// The article by its looks has at least this share of the text that is marked.
const SHARE_OF_MARKED: f64 = 0.5;

/// So many headings that are links make a list of entries.
const MANY_ENTRIES: usize = 3;

/// A page that describes more articles than these is a list of them.
const MOST_ARTICLES: usize = 2;

/// The types of thing that are no article, whatever is written about them on their page.
const OTHER_TYPES: [&str; 5] = ["Product", "ProductGroup", "ItemList", "CollectionPage", "SearchResultsPage"];

/// What the programs that make shops and blogs call the pages of products, and of lists of products and entries: WooCommerce,
/// Shopify, PrestaShop, WordPress.
const OTHER_BODIES: &str = "body.single-product, body.template-product, body.tax-product_cat, body#product, body#category, \
                            body.archive, body.blog, body.search-results";

/// How surely a page says that it is an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// It says that it is something else: a product, a list.
    Other,
    /// It does not.
    None,
    /// It has one element for articles, which may hold a list as well.
    Marked,
    /// It says so in words.
    Told,
}

impl Claim {
    /// What the page says.
    pub(super) fn of(dom: &Dom, linked: &LinkedData) -> Self {
        // Add-ons call any page an article.
        if dom.body().is_some_and(|body| body.is(OTHER_BODIES)) {
            return Self::Other;
        }
        let og_type = dom.select("meta[property='og:type'], meta[name='og:type']");
        let is_article = |kind: &str| kind.trim().eq_ignore_ascii_case("article");
        if og_type.iter().any(|meta| meta.attr("content").is_some_and(|kind| is_article(&kind))) {
            return Self::Told;
        }
        let items = dom.select("[itemtype]");
        let kinds: Vec<_> = items.iter().filter_map(|item| item.attr("itemtype")).collect();
        let of_items: Vec<&str> = kinds.iter().map(|kind| kind.trim()).collect();
        let of_linked: Vec<&str> = linked.kinds.iter().map(String::as_str).collect();
        if is_other(dom, &[&*of_items, &*of_linked].concat()) {
            return Self::Other;
        }
        let n_articles = |kinds: &[&str]| kinds.iter().filter(|kind| is_article_type(kind)).count();
        let n_most = n_articles(&of_items).max(n_articles(&of_linked));
        match dom.select("article").length() {
            _ if (1..=MOST_ARTICLES).contains(&n_most) => Self::Told,
            1 if n_most == 0 => Self::Marked,
            _ => Self::None,
        }
    }
}

/// `true` if a page with things of these `kinds` says that it is about a product or a list, which may have reviews.
fn is_other(dom: &Dom, kinds: &[&str]) -> bool {
    let of_graph = dom.select("meta[property='og:type']");
    let is_product = |kind: &str| kind.trim().starts_with("product");
    let is_other = |kind: &&str| OTHER_TYPES.contains(&kind.rsplit(['/', '#', ':']).next().unwrap_or_default());
    let is_text = |kind: &&str| is_article_type(kind) && !kind.ends_with("Review");
    of_graph.iter().any(|meta| meta.attr("content").is_some_and(|kind| is_product(&kind)))
        || kinds.iter().any(is_other) && !kinds.iter().any(is_text)
}

/// The text to read: of the `whole` page, of the article that is `marked` in a page that says that it is one, or of the one
/// that is `found` by its looks.
pub(super) fn chosen(whole: BlockText, marked: Option<BlockText>, found: Option<BlockText>, claim: Claim) -> BlockText {
    if claim == Claim::Other {
        return whole;
    }
    let found = found.unwrap_or_default();
    match marked {
        // The looks of short texts and of lists deceive; what is marked is wider than the article at worst.
        Some(marked) if misses(&found, &marked) && is_article(&marked, &whole, claim) => marked,
        _ if is_article(&found, &whole, claim) => found,
        _ => whole,
    }
}

/// `true` if what is `found` is the lesser part of what is `marked`, and that is no list of links.
fn misses(found: &BlockText, marked: &BlockText) -> bool {
    let is_half = |part: usize, whole: usize| (part as f64) < SHARE_OF_MARKED * whole as f64;
    let is_links = marked.n_linked * 10 > marked.text.len() * 3;
    let has_prose = marked.n_prose * 2 >= marked.text.len();
    !is_links && is_half(found.text.len(), marked.text.len()) && (!has_prose || is_half(found.n_prose, marked.n_prose))
}

/// `true` if `article` stands for the whole `page` that it was found in.
fn is_article(article: &BlockText, page: &BlockText, claim: Claim) -> bool {
    if article.text.is_empty() {
        return false;
    }
    let share = if page.n_prose == 0 { 1.0 } else { article.n_prose as f64 / page.n_prose as f64 };
    // With nearly all prose of several entries, it is their list, which readability has thinned out.
    if claim < Claim::Told && page.n_entries >= MANY_ENTRIES && share >= SHARE_BEFORE_ENTRIES {
        return false;
    }
    let loses_entries =
        page.n_linked_headings >= MANY_ENTRIES && article.n_linked_headings * 2 < page.n_linked_headings;
    if loses_entries {
        // What is no running text itself is one of the entries.
        let is_running = article.n_prose * 2 >= article.text.len();
        let least = match claim {
            Claim::Told => SHARE_BESIDE_ENTRIES,
            Claim::Marked => SHARE_OF_PROSE,
            Claim::None | Claim::Other => SHARE_BEFORE_ENTRIES,
        };
        let is_long = claim > Claim::None || article.n_prose >= LONG_PROSE;
        return is_running && is_long && share >= least;
    }
    match claim {
        Claim::Told | Claim::Marked => share >= SHARE_OF_TOLD_PROSE,
        Claim::None | Claim::Other => article.n_prose > 0 && share >= SHARE_OF_PROSE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(html: &str) -> Claim {
        let dom = Dom::from(html);
        Claim::of(&dom, &LinkedData::of(&dom))
    }

    #[test]
    fn a_page_that_describes_one_article_is_one() {
        assert_eq!(claim("<meta property=og:type content=Article>"), Claim::Told);
        assert_eq!(claim("<div itemscope itemtype='http://schema.org/NewsArticle'>"), Claim::Told);
        assert_eq!(claim("<script type='application/ld+json'>{\"@type\":\"BlogPosting\"}</script>"), Claim::Told);
        assert_eq!(claim("<body><article>x</article>"), Claim::Marked);
    }

    #[test]
    fn a_page_about_a_product_is_no_article_for_the_reviews_on_it() {
        let script = |kinds: &[&str]| {
            let things: Vec<String> = kinds.iter().map(|kind| format!("{{\"@type\":\"{kind}\"}}")).collect();
            format!("<script type='application/ld+json'>[{}]</script>", things.join(","))
        };
        assert_eq!(claim("<meta property=og:type content=product.item><article>x</article>"), Claim::Other);
        assert_eq!(claim(&script(&["Product", "Review"])), Claim::Other);
        assert_eq!(claim("<div itemscope itemtype='http://schema.org/Product'>"), Claim::Other);
        assert_eq!(claim("<body class='wide single-product'><article>x</article>"), Claim::Other);
        assert_eq!(claim(&script(&["NewsArticle", "ItemList"])), Claim::Told);
        assert_eq!(claim(&script(&["Review"])), Claim::Told);
    }

    #[test]
    fn a_page_that_describes_many_is_a_list() {
        assert_eq!(claim(&"<div itemtype='http://schema.org/BlogPosting'></div>".repeat(3)), Claim::None);
        assert_eq!(claim("<article>x</article><article>y</article>"), Claim::None);
        assert_eq!(claim("<meta property=og:type content=website><p>x"), Claim::None);
        assert_eq!(claim("<div itemtype='https://schema.org/DiscussionForumPosting'>"), Claim::None);
    }
}
