//! What a page says about itself: title, language, date of publication, author.

use dom_query::{Document as Dom, NodeRef};

use super::blocks::block_text;
use super::dates;
use super::linked_data::LinkedData;
use crate::input::options::Ruby;
use crate::input::web_page::WebPage;
use crate::text::on_one_line as one_line;

/// Names of `meta` elements that give the date of publication, the best first.
const DATE_NAMES: [&str; 28] = [
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "og:publish_date",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "pubdate",
    "pub_date",
    "published",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dc.date.created",
    "dcterms.date",
    "dcterms.created",
    "date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
];

/// Elements that hold the date of publication, the best first, and the attributes that may give it.
const DATE_ELEMENTS: [&str; 6] = [
    "[itemprop~=datePublished]",
    "time[pubdate], abbr.published, time.published, time.entry-date, time.dt-published",
    "article header time[datetime], article > time[datetime]",
    "main time[datetime], article time[datetime]",
    "h1 ~ time[datetime], h1 ~ * time[datetime], header time[datetime]",
    "time[datetime]",
];

/// Elements that hold the name of the author, the best first.
const AUTHOR_ELEMENTS: [&str; 5] = [
    "[itemprop~=author] [itemprop~=name]",
    "[itemprop~=author]",
    "[rel~=author]",
    ".author-name, .author_name, .byline-name, .byline__name, .author.vcard, .vcard .fn",
    ".byline a, .byline, .post-author, .entry-author, .article-author",
];

/// A byline longer than this has more in it than the name.
const LONGEST_BYLINE: usize = 50;

/// More names than these are authors of entries.
const MOST_AUTHORS: usize = 3;

/// More elements than these are not looked at for a date.
const MOST_DATE_ELEMENTS: usize = 3;

/// A name longer than this is a sentence about somebody.
const LONGEST_NAME: usize = 100;

/// The page without its text.
pub(super) fn of(dom: &Dom, linked: &LinkedData, url: Option<&str>) -> WebPage {
    let metas = Metas::of(dom);
    WebPage {
        title: title(dom, &metas, linked.headline.as_deref()),
        language: language(dom, &metas),
        date: date(dom, &metas, linked.date.as_deref(), url),
        author: author(dom, &metas, &linked.authors),
        ..WebPage::default()
    }
}

/// The `meta` elements by name or property, in order.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(dom: &Dom) -> Self {
        let named = |node: &NodeRef<'_>| {
            let name = ["property", "name", "http-equiv", "itemprop"].into_iter().find_map(|name| node.attr(name))?;
            let content = one_line(&node.attr("content")?);
            (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content))
        };
        Self(dom.select("meta[content]").nodes().iter().filter_map(named).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}

/// The page's only heading of the highest rank, if the page calls itself so elsewhere too; else what it calls itself; else its
/// `<title>` without the name of the site.
fn title(dom: &Dom, metas: &Metas, headline: Option<&str>) -> Option<String> {
    let titles = dom.select("head title, title");
    let whole = titles.nodes().first().map(|title| one_line(&title.text())).unwrap_or_default();
    let headings = dom.select("h1");
    let heading = if headings.length() == 1 { headings.nodes().first().map(heading_text) } else { None };
    let heading = heading.map(|heading| topic(dom, &whole, &heading).unwrap_or(heading)).unwrap_or_default();
    let own = headline.map(one_line).or_else(|| metas.get("og:title").map(str::to_owned)).unwrap_or_default();
    let site = metas.get("og:site_name").or_else(|| metas.get("application-name"));
    let is_told = |heading: &str| {
        let name = letters(heading);
        let is_site = site.is_some_and(|site| letters(site) == name) && letters(&own) != name;
        (whole.is_empty() && own.is_empty() || [&whole, &own].iter().any(|other| letters(other).contains(&name)))
            && !is_site
    };
    let is_title = !heading.is_empty() && (own.is_empty() || is_told(&heading));
    let title = match (is_title, own.is_empty()) {
        (true, _) => heading,
        (false, false) => without_site(&own, site).to_owned(),
        (false, true) => without_site(&whole, site).to_owned(),
    };
    Some(title).filter(|title| !title.is_empty())
}

/// The heading of the second rank that the `<title>` begins with, if the one of the first rank is the name of the site behind it.
fn topic(dom: &Dom, whole: &str, heading: &str) -> Option<String> {
    let whole = letters(whole);
    let begins =
        |heading: &str| Some(letters(heading)).is_some_and(|name| !name.is_empty() && whole.starts_with(&name));
    if begins(heading) || !whole.ends_with(&letters(heading)) {
        return None;
    }
    dom.select("h2").nodes().iter().map(heading_text).find(|topic| begins(topic))
}

/// `true` if a heading is the title of its page.
pub(super) fn is_title(heading: &NodeRef<'_>, title: &str) -> bool {
    letters(&heading_text(heading)) == letters(title)
}

/// The words of a heading without the signs and buttons beside them.
fn heading_text(heading: &NodeRef<'_>) -> String {
    one_line(block_text(heading, Ruby::Drop).text.trim_start_matches('#'))
}

/// The letters and digits of a title in lower case, so that spaces and dashes make no difference.
fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the name of the site before or behind it.
fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let Some(site) = site.map(str::trim).filter(|site| !site.is_empty()) else { return title };
    let signs: &[char] = &[' ', '|', '-', '–', '—', '·', ':', '»', '«', '•', '/'];
    let rest = match (title.strip_suffix(site), title.strip_prefix(site)) {
        (Some(rest), _) if rest.ends_with(signs) => rest.trim_end_matches(signs),
        (_, Some(rest)) if rest.starts_with(signs) => rest.trim_start_matches(signs),
        _ => title,
    };
    if rest.is_empty() { title } else { rest }
}

fn language(dom: &Dom, metas: &Metas) -> Option<String> {
    let html = dom.select_single("html");
    let told = html.attr("lang").or_else(|| html.attr("xml:lang")).map(|language| language.trim().to_owned());
    let told = told.filter(|language| !language.is_empty());
    told.or_else(|| {
        let names = ["content-language", "language", "dc.language", "og:locale"];
        let one = names.into_iter().find_map(|name| metas.get(name)).filter(|language| !language.contains(','))?;
        Some(one.replace('_', "-"))
    })
}

fn date(dom: &Dom, metas: &Metas, linked: Option<&str>, url: Option<&str>) -> Option<String> {
    let told = linked.and_then(dates::day);
    let told = told.or_else(|| DATE_NAMES.iter().find_map(|name| metas.get(name).and_then(dates::day)));
    let told = told.or_else(|| DATE_ELEMENTS.iter().find_map(|selector| date_of_element(dom, selector)));
    told.or_else(|| {
        let canonical = dom.select_single("link[rel=canonical]").attr("href");
        [url, canonical.as_deref(), metas.get("og:url")].into_iter().flatten().find_map(dates::day_in_url)
    })
}

/// The date in the elements that `selector` finds, unless they are many: then they are dates of entries.
fn date_of_element(dom: &Dom, selector: &str) -> Option<String> {
    let found = dom.select(selector);
    if found.length() > MOST_DATE_ELEMENTS {
        return None;
    }
    found.nodes().iter().find_map(|node| {
        let told = ["datetime", "content", "title"].into_iter().find_map(|name| node.attr(name));
        told.as_deref().and_then(dates::day).or_else(|| dates::day(&one_line(&node.text())))
    })
}

fn author(dom: &Dom, metas: &Metas, linked: &[String]) -> Option<String> {
    let is_name = |name: &String| !name.contains("://") && !name.contains('@') && name.len() <= LONGEST_NAME;
    let mut names: Vec<String> = linked.iter().map(|name| one_line(name)).filter(is_name).collect();
    if names.is_empty() {
        let told = ["author", "article:author", "dc.creator", "citation_author", "parsely-author"];
        let told = told.into_iter().filter_map(|name| metas.get(name)).map(str::to_owned).find(is_name);
        names.extend(told);
    }
    if names.is_empty() {
        names = AUTHOR_ELEMENTS.iter().map(|selector| bylines(dom, selector)).find(|names| !names.is_empty())?;
    }
    names.dedup();
    Some(names.join(", ")).filter(|names| !names.is_empty())
}

/// The names in the elements that `selector` finds, unless they are many: then they are those of entries or of readers.
fn bylines(dom: &Dom, selector: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for element in dom.select(selector).nodes() {
        let told = element.attr("content").unwrap_or_else(|| element.text());
        let line = one_line(&told);
        let name = ["By ", "by ", "BY ", "Von ", "von ", "Par ", "par ", "Por ", "por "]
            .iter()
            .find_map(|word| line.strip_prefix(word))
            .unwrap_or(&line);
        let is_name = name.chars().any(char::is_alphabetic) && !name.contains(|c: char| c.is_ascii_digit() || c == '@');
        if is_name && name.len() <= LONGEST_BYLINE && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if names.len() > MOST_AUTHORS { Vec::new() } else { names }
}

/// A text with single spaces between its words.
#[cfg(test)]
mod tests {
    use super::*;

    fn page(head: &str, body: &str) -> WebPage {
        let dom = Dom::from(format!("<html lang=''><head>{head}</head><body>{body}</body></html>"));
        let linked = LinkedData::of(&dom);
        of(&dom, &linked, Some("https://example.org/2019/08/07/name"))
    }

    #[test]
    fn the_title_is_the_heading_unless_that_is_the_name_of_the_site() {
        let title = |head: &str, body: &str| page(head, body).title.unwrap_or_default();
        assert_eq!(title("<title>A story | The Site</title>", "<h1>A  story</h1>"), "A story");
        let head = "<title>A story | The Site</title><meta property=og:title content='A story - The Site'>\
                    <meta property=og:site_name content='The Site'>";
        assert_eq!(title(head, "<h1>The Site</h1>"), "A story");
        assert_eq!(title(head, "<h1>A story</h1>"), "A story");
        assert_eq!(title("<title>Start</title>", "<h1>One</h1><h1>Two</h1>"), "Start");
        assert_eq!(title("", "<h1>A <a href='#a'>#</a></h1>"), "A");
        assert_eq!(page("", "").title, None);
        assert_eq!(title("<title>A story - The Board</title>", "<h1>The Board</h1><h2>A story</h2>"), "A story");
        assert_eq!(title("<title>The Board - A story</title>", "<h1>A story</h1><h2>Part one</h2>"), "A story");
    }

    #[test]
    fn dates_come_from_the_surest_place() {
        let date = |head: &str, body: &str| page(head, body).date.unwrap_or_default();
        let meta = "<meta property=article:published_time content=2021-02-03T10:00:00Z>";
        let linked =
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"2020-01-02\"}</script>";
        assert_eq!(date(&format!("{meta}{linked}"), ""), "2020-01-02");
        assert_eq!(date(meta, "<time datetime=2022-02-02>"), "2021-02-03");
        assert_eq!(date("", "<article><time datetime='2022-02-02T00:00'>x</time></article>"), "2022-02-02");
        assert_eq!(date("", &"<article><time datetime=2022-02-02>x</time></article>".repeat(9)), "2019-08-07");
    }

    #[test]
    fn a_byline_names_the_author_if_nothing_surer_does() {
        let author = |body: &str| page("", body).author;
        assert_eq!(author("<p class=byline>By <a href=/a>A. Author</a>").as_deref(), Some("A. Author"));
        assert_eq!(
            author("<a rel=author href=/a>A. Author</a><a rel=author>A. Author</a>").as_deref(),
            Some("A. Author")
        );
        let item = "<span itemprop=author itemscope><meta itemprop=name content='B. Bee'></span>";
        assert_eq!(author(item).as_deref(), Some("B. Bee"));
        let entries: String = (b'a'..b'h').map(|c| format!("<a rel=author>{} Author</a>", c as char)).collect();
        assert_eq!(author(&entries), None);
        assert_eq!(author("<p class=byline>A. Author, 4 May 2020, and what else stands here</p>"), None);
    }

    #[test]
    fn language_and_author_may_stand_in_meta_elements() {
        let page = page("<meta http-equiv=Content-Language content=fr><meta name=author content='A. Author'>", "");
        assert_eq!((page.language.as_deref(), page.author.as_deref()), (Some("fr"), Some("A. Author")));
    }
}
