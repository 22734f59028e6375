//! What frames a page that is no article: menus, sidebars, notices, offers of other pages.
//!
//! The names of elements say so. What holds the heading of the page, or most of its text, is no frame whatever it is called.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};

use super::filter::has_word;

/// Words of classes and identifiers, as they are or by their beginning.
const NAMES: [&str; 42] = [
    "nav*",
    "menu*",
    "megamenu*",
    "submenu*",
    "sidebar*",
    "breadcrumb*",
    "footer*",
    "site-header",
    "skip-link*",
    "cookie*",
    "consent",
    "gdpr",
    "onetrust*",
    "modal*",
    "popup*",
    "drawer*",
    "offcanvas*",
    "newsletter*",
    "subscri*",
    "signup",
    "sign-up",
    "login*",
    "share",
    "sharing",
    "social*",
    "related*",
    "recommend*",
    "cross-sell*",
    "crosssell*",
    "up-sells",
    "upsell*",
    "pagination",
    "pager",
    "pagenav*",
    "minicart*",
    "mini-cart*",
    "advert*",
    "ads",
    "sponsor*",
    "facet*",
    "filters",
    "toolbar*",
];

/// Takes the frame out of the tree below `root`.
pub(super) fn remove_frame(root: NodeRef<'_>) {
    let sizes = sizes(&root);
    let n_bytes = sizes.get(&root.id).map_or(0, |size| size.n_bytes);
    let mut stack = vec![root];
    let mut doomed = Vec::new();
    while let Some(node) = stack.pop() {
        let Some(size) = sizes.get(&node.id) else { continue };
        let is_most = size.n_bytes * 2 > n_bytes;
        if !is_most && !size.has_main && is_named(&node) {
            doomed.push(node);
        } else {
            stack.extend(node.children_it(true).filter(NodeRef::is_element));
        }
    }
    doomed.iter().for_each(NodeRef::remove_from_parent);
}

/// What an element holds.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    /// Bytes of text.
    n_bytes: usize,
    /// `true` if the heading of the page or its main part is in it.
    has_main: bool,
}

/// The size of each element, in one pass.
fn sizes(root: &NodeRef<'_>) -> HashMap<NodeId, Size> {
    let mut sizes: HashMap<NodeId, Size> = HashMap::new();
    let mut open = vec![Size::default()];
    let mut stack = vec![(*root, false)];
    while let Some((node, is_left)) = stack.pop() {
        if node.is_text() {
            if let Some(parent) = open.last_mut() {
                parent.n_bytes += node.text().trim().len();
            }
        } else if !is_left {
            open.push(Size::default());
            stack.push((node, true));
            stack.extend(node.children_it(true).map(|child| (child, false)));
        } else {
            let size = open.pop().unwrap_or_default();
            if size.n_bytes > 0 {
                sizes.insert(node.id, size);
            }
            if let Some(parent) = open.last_mut() {
                parent.n_bytes += size.n_bytes;
                parent.has_main |= size.has_main || ["h1", "main", "article"].iter().any(|name| node.has_name(name));
            }
        }
    }
    sizes
}

fn is_named(node: &NodeRef<'_>) -> bool {
    ["class", "id"].into_iter().filter_map(|attribute| node.attr(attribute)).any(|names| {
        let names = names.to_ascii_lowercase();
        has_word(&names, &NAMES)
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::input::options::InputOptions;

    fn text(html: &str) -> String {
        read(html, None, &InputOptions::default()).unwrap().text
    }

    #[test]
    fn a_page_of_a_shop_loses_its_menus_and_the_offers_of_other_things() {
        let html = "<head><meta property=og:type content=product></head><body><div class='site-header'>Oak &amp; Sons</div>\
             <ul class=main-menu><li>Chairs</ul><div class=breadcrumbs>Home</div><div class=product><h1>Chair</h1>\
             <p>12 €</p><div class=description>A chair of oak, made by hand, for people of all sizes.</div>\
             <div class=reviews><p>Good.</p></div></div><div class='related products'><h2>Table</h2></div>\
             <div id=cookie-notice>We use cookies</div><div class=newsletter-signup>Subscribe</div></body>";
        assert_eq!(text(html), "# Chair\n\n12 €\n\nA chair of oak, made by hand, for people of all sizes.\n\nGood.\n");
    }

    #[test]
    fn what_holds_the_heading_or_most_of_the_text_is_no_frame() {
        let html = "<body><div class=nav-open><div class=sidebar-layout><h1>Oaks</h1><p>Trees.</p></div></div></body>";
        assert_eq!(text(html), "# Oaks\n\nTrees.\n");
    }
}
