//! What is left out of an article: captions, bylines, teasers of other pages, requests to share and subscribe.
//!
//! The text of an article has long blocks. A short one goes if the names of the elements around it say that it is no part of
//! the text, or if it is nothing but links.

use std::collections::HashMap;

use dom_query::{Document as Dom, NodeId, NodeRef};

use crate::input::html_fragment::is_block;
use crate::input::options::Captions;

/// A block with as many words stays, whatever it is called.
const MANY_WORDS: usize = 60;

/// A block with as many words stays, however much of it is links.
const MANY_LINKED_WORDS: usize = 40;

/// Blocks whose letters are links to this share are lists of links.
const LINK_SHARE: f64 = 0.7;

/// A name counts for so many levels of elements below it.
const NAMED_LEVELS: usize = 5;

/// The filter has mistaken the text for something else if it would take more than this share of its words.
const MOST_TAKEN: f64 = 0.5;

/// Words of classes and identifiers, as they are or by their beginning.
const NAMES: [&str; 54] = [
    "mw-editsection",
    "navbox",
    "share",
    "sharing",
    "social",
    "follow",
    "related",
    "recommend*",
    "promo",
    "popular",
    "trending",
    "teaser",
    "most-read",
    "read-more",
    "also",
    "inline-link",
    "inline-links",
    "newsletter",
    "subscri*",
    "signup",
    "sign-up",
    "donat*",
    "cta",
    "author",
    "author-bio",
    "bio",
    "byline",
    "meta",
    "dateline",
    "timestamp",
    "pub-date",
    "published",
    "tag",
    "tags",
    "taglist",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "advert*",
    "ad",
    "ads",
    "sponsor*",
    "disclaimer",
    "copyright",
    "footer",
    "nav",
    "menu",
    "toolbar",
    "pagination",
    "post-date",
    "entry-date",
    "postmeta",
    "jp-relatedposts",
];

/// Words that name captions, anywhere in a class or identifier.
const CAPTION_NAMES: [&str; 3] = ["caption", "credit", "legende"];

/// Words that name the answers of readers, which go whatever their length, anywhere in a class or identifier.
const COMMENT_NAMES: [&str; 6] =
    ["commentlist", "comment-list", "comments-area", "comments-list", "comments-section", "disqus_thread"];

/// Takes out of the tree of an article, below `root`, what is not its text.
pub(super) fn filter(root: NodeRef<'_>, captions: Captions) {
    let weights = weights(&root);
    let Some(whole) = weights.get(&root.id).copied().filter(|whole| whole.n_words > 0) else { return };
    let doomed = doomed(root, &weights, whole, captions);
    let n_taken: usize = doomed.iter().filter_map(|node| weights.get(&node.id)).map(|weight| weight.n_words).sum();
    if n_taken as f64 <= MOST_TAKEN * whole.n_words as f64 {
        doomed.iter().for_each(NodeRef::remove_from_parent);
    }
}

/// Gives the innermost element of what is named the class that names it: readability takes `div` elements away that hold one
/// paragraph.
pub(super) fn carry_names(dom: &Dom, captions: Captions) {
    for node in dom.select("div[class], div[id]").nodes() {
        if named(node, captions) == (false, false) {
            continue;
        }
        let of = |name: &str| node.attr(name).unwrap_or_default();
        let names = format!("{} {}", of("class"), of("id"));
        let mut inner = *node;
        for _ in 0..NAMED_LEVELS {
            let has_text = |node: &NodeRef<'_>| node.children_it(false).any(|child| child.is_nonempty_text());
            match inner.first_element_child() {
                Some(only) if only.next_element_sibling().is_none() && !has_text(&inner) => inner = only,
                _ => break,
            }
        }
        let is_leaf = || !inner.children_it(false).any(|child| is_block(&child.node_name().unwrap_or_default()));
        if inner.has_name("div") && is_leaf() {
            inner.rename("p");
        }
        if inner.id != node.id {
            inner.set_attr("class", &names);
        }
    }
}

/// What stands in an element.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    n_words: usize,
    n_letters: usize,
    n_linked: usize,
    /// `true` if an element in it is a block.
    has_blocks: bool,
    /// `true` if there is something in it that no picture has: a table, preformatted text, a quotation.
    has_matter: bool,
}

impl Weight {
    fn add(&mut self, other: Self) {
        self.n_words += other.n_words;
        self.n_letters += other.n_letters;
        self.n_linked += other.n_linked;
        self.has_blocks |= other.has_blocks;
        self.has_matter |= other.has_matter;
    }

    fn of_text(text: &str, is_linked: bool) -> Self {
        let n_letters = text.chars().filter(|c| !c.is_whitespace()).count();
        let n_words = super::blocks::n_words(text);
        Self { n_words, n_letters, n_linked: if is_linked { n_letters } else { 0 }, ..Self::default() }
    }

    fn is_links(self) -> bool {
        self.n_words < MANY_LINKED_WORDS && self.n_linked as f64 >= LINK_SHARE * self.n_letters as f64
    }
}

/// The weight of each element, in one pass.
fn weights(root: &NodeRef<'_>) -> HashMap<NodeId, Weight> {
    let mut weights: HashMap<NodeId, Weight> = HashMap::new();
    let mut open: Vec<Weight> = vec![Weight::default()];
    let mut n_links = 0;
    let mut stack = vec![(*root, false)];
    while let Some((node, is_left)) = stack.pop() {
        if node.is_text() {
            if let Some(parent) = open.last_mut() {
                parent.add(Weight::of_text(&node.text(), n_links > 0));
            }
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        if !is_left {
            n_links += usize::from(&*name == "a");
            open.push(Weight::default());
            stack.push((node, true));
            stack.extend(node.children_it(true).map(|child| (child, false)));
            continue;
        }
        n_links -= usize::from(&*name == "a");
        let weight = open.pop().unwrap_or_default();
        weights.insert(node.id, weight);
        if let Some(parent) = open.last_mut() {
            parent.add(weight);
            parent.has_blocks |= is_block(&name) && weight.n_letters > 0;
            parent.has_matter |= matches!(&*name, "table" | "pre" | "blockquote");
        }
    }
    weights
}

/// The elements that go.
fn doomed<'d>(
    root: NodeRef<'d>,
    weights: &HashMap<NodeId, Weight>,
    whole: Weight,
    captions: Captions,
) -> Vec<NodeRef<'d>> {
    let mut doomed = Vec::new();
    // With each element, for how many levels the name of one around it counts.
    let mut stack = vec![(root, 0_usize)];
    while let Some((node, n_named)) = stack.pop() {
        let weight = weights.get(&node.id).copied().unwrap_or_default();
        if !node.is_element() || weight.n_letters == 0 {
            stack.extend(node.children_it(true).filter(|_| !node.is_text()).map(|child| (child, 0)));
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let is_most = weight.n_letters * 2 > whole.n_letters;
        let (is_named, is_comments) = if is_most { (false, false) } else { named(&node, captions) };
        let is_leaf = is_block(&name) && !weight.has_blocks;
        let is_called_so = weight.n_words < MANY_WORDS && (is_named || (n_named > 0 && is_leaf));
        let is_heading = matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        if is_comments
            || is_caption(&name, weight, captions)
            || !is_heading && (is_called_so || is_leaf && weight.is_links())
        {
            doomed.push(node);
            continue;
        }
        let n_named = match (is_most, is_named) {
            (true, _) => 0,
            (_, true) => NAMED_LEVELS,
            _ => n_named.saturating_sub(1),
        };
        stack.extend(node.children_it(true).filter(NodeRef::is_element).map(|child| (child, n_named)));
    }
    doomed
}

fn is_caption(name: &str, weight: Weight, captions: Captions) -> bool {
    captions == Captions::Drop && (name == "figcaption" || name == "figure" && !weight.has_matter)
}

/// A pair of answers: the class or the identifier has one of the names; it has one of those of the answers of readers.
fn named(node: &NodeRef<'_>, captions: Captions) -> (bool, bool) {
    let mut found = (false, false);
    for names in ["class", "id"].into_iter().filter_map(|attribute| node.attr(attribute)) {
        let names = names.to_ascii_lowercase();
        found.0 |= captions == Captions::Drop && CAPTION_NAMES.iter().any(|part| names.contains(part))
            || has_word(&names, &NAMES);
        found.1 |= names == "comments" || COMMENT_NAMES.iter().any(|part| names.contains(part));
    }
    found
}

/// `true` if one of `wanted` stands in `names` between spaces, `-` or `_`; of one with a `*`, only its beginning must. Cost: one
/// pass over the names, with a look at the first byte of each that is wanted where a word begins.
pub(super) fn has_word(names: &str, wanted: &[&str]) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '-' || c == '_');
    let begins_at = |rest: &str, wanted: &str| {
        let (wanted, is_beginning) = wanted.strip_suffix('*').map_or((wanted, false), |beginning| (beginning, true));
        rest.strip_prefix(wanted).is_some_and(|after| is_beginning || is_edge(after.chars().next()))
    };
    let mut before = None;
    names.char_indices().any(|(at, c)| {
        let (rest, first) = (&names[at..], names.as_bytes()[at]);
        is_edge(before.replace(c))
            && wanted.iter().any(|wanted| wanted.as_bytes().first() == Some(&first) && begins_at(rest, wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_class_stands_between_edges_unless_it_is_a_beginning() {
        for (names, expected) in [
            ("ad", true),
            ("wide_ad-box", true),
            ("\u{a0}ad", true),
            ("adad ad", true),
            ("header", false),
            ("shadow-add", false),
            ("pre-sponsored", true),
            ("unsponsored", false),
            ("sign-up-form", true),
            ("sign-upper", false),
            ("", false),
        ] {
            assert_eq!(has_word(names, &["ad", "sponsor*", "sign-up"]), expected, "{names}");
        }
    }
}
