//! What a page says about itself in JSON-LD.

use dom_query::Document as Dom;
use serde_json::Value;

/// The types of thing that microdata and linked data call an article.
const ARTICLE_TYPES: [&str; 4] = ["Article", "Posting", "Report", "Review"];

/// The kinds of `Posting` that are one of many on their page.
const ENTRY_TYPES: [&str; 2] = ["DiscussionForumPosting", "JobPosting"];

/// What the scripts of JSON-LD say of the page.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LinkedData {
    /// The types of all things that are told of.
    pub(super) kinds: Vec<String>,
    /// The headline of the article.
    pub(super) headline: Option<String>,
    /// The date of publication as it is written.
    pub(super) date: Option<String>,
    /// The names of the authors.
    pub(super) authors: Vec<String>,
}

/// More things than these are a catalog of something else.
const MOST_THINGS: usize = 10_000;

impl LinkedData {
    /// Reads the scripts of a page. The first thing that is an article tells most; a date may come from the page as well.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut data = Self::default();
        for script in &dom.select("script[type='application/ld+json']") {
            if let Some(value) = parsed(&script.text()) {
                data.take(&value);
            }
        }
        data
    }

    fn take(&mut self, value: &Value) {
        let mut stack = vec![value];
        while let Some(value) = stack.pop() {
            match value {
                Value::Array(items) => stack.extend(items.iter().rev()),
                Value::Object(thing) => {
                    self.take_thing(thing);
                    let parts = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"];
                    stack.extend(parts.iter().rev().filter_map(|part| thing.get(*part)));
                }
                _ => {}
            }
            if self.kinds.len() > MOST_THINGS {
                return;
            }
        }
    }

    fn take_thing(&mut self, thing: &serde_json::Map<String, Value>) {
        let kinds = texts(thing.get("@type"), "");
        let is_article = kinds.iter().any(|kind| is_article_type(kind));
        let is_page = kinds.iter().any(|kind| kind.ends_with("Page"));
        self.kinds.extend(kinds);
        if is_article && self.headline.is_none() {
            self.headline = texts(thing.get("headline"), "").into_iter().next();
            self.authors = texts(thing.get("author"), "name");
            self.date = texts(thing.get("datePublished"), "").into_iter().next().or_else(|| self.date.take());
        } else if is_page && self.date.is_none() {
            self.date = texts(thing.get("datePublished"), "").into_iter().next();
        }
    }
}

/// `true` for the name or address of a type of article: `NewsArticle`, `http://schema.org/BlogPosting`.
pub(super) fn is_article_type(kind: &str) -> bool {
    let name = kind.trim().rsplit(['/', '#', ':']).next().unwrap_or_default();
    ARTICLE_TYPES.iter().any(|end| name.ends_with(end)) && !ENTRY_TYPES.contains(&name)
}

/// The strings in `value`: itself, those of a list, or those called `name` of things.
fn texts(value: Option<&Value>, name: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Object(thing) => thing.get(name).and_then(Value::as_str).map(|text| text.trim().to_owned()),
        _ => None,
    };
    let found = match value {
        Some(Value::Array(items)) => items.iter().filter_map(text).collect(),
        Some(value) => text(value).into_iter().collect(),
        None => Vec::new(),
    };
    found.into_iter().filter(|text: &String| !text.is_empty()).collect()
}

/// The value of a script, which may be wrapped as a comment and have line ends within strings.
fn parsed(script: &str) -> Option<Value> {
    let wraps: &[char] = &[';', ' ', '\n', '\r', '\t', '\u{feff}'];
    let inner = script.trim_matches(wraps);
    let inner = ["<!--", "<![CDATA[", "//<![CDATA["].iter().fold(inner, |text, wrap| text.trim_start_matches(wrap));
    let inner =
        ["-->", "//]]>", "]]>"].iter().fold(inner, |text, wrap| text.trim_end_matches(wrap)).trim_matches(wraps);
    serde_json::from_str(inner).ok().or_else(|| {
        let plain: String = inner.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&plain).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> LinkedData {
        LinkedData::of(&Dom::from(format!("<script type='application/ld+json'>{json}</script>")))
    }

    #[test]
    fn the_first_article_tells_headline_authors_and_date() {
        let data = of(r#"{"@context":"https://schema.org","@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},
            {"@type":["NewsArticle"],"headline":" A head\nline ","datePublished":"2021-02-03T04:05:06Z",
             "author":[{"@type":"Person","name":"A. Author"},"B. Author"]},{"@type":"Article","headline":"Other"}]}"#);
        assert_eq!(data.kinds, ["WebPage", "NewsArticle", "Article"]);
        assert_eq!(data.headline.as_deref(), Some("A head\nline"));
        assert_eq!(data.date.as_deref(), Some("2021-02-03T04:05:06Z"));
        assert_eq!(data.authors, ["A. Author", "B. Author"]);
    }

    #[test]
    fn broken_and_wrapped_scripts_do_no_harm() {
        assert_eq!(of("{\"@type\":"), LinkedData::default());
        assert_eq!(of(&"[".repeat(100_000)), LinkedData::default());
        assert_eq!(of("\n<!-- {\"@type\": \"Article\"} -->\n").kinds, ["Article"]);
    }
}
