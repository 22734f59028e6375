//! What frames a page that is no article: menus, sidebars, notices, offers of other pages.
//!
//! The names of elements say so. What holds the heading of the page, or most of its text, is no frame whatever it is called.

use dom_query::NodeRef;

use super::filter::{has_word, weights};

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
    let weights = weights(&root);
    let n_letters = weights.get(&root.id).map_or(0, |weight| weight.n_letters);
    let mut stack = vec![root];
    let mut doomed = Vec::new();
    while let Some(node) = stack.pop() {
        let Some(weight) = weights.get(&node.id).filter(|weight| weight.n_letters > 0) else { continue };
        let is_most = weight.n_letters * 2 > n_letters;
        if !is_most && !weight.has_main && is_named(&node) {
            doomed.push(node);
        } else {
            stack.extend(node.children_it(true).filter(NodeRef::is_element));
        }
    }
    doomed.iter().for_each(NodeRef::remove_from_parent);
}

fn is_named(node: &NodeRef<'_>) -> bool {
    ["class", "id"].into_iter().filter_map(|attribute| node.attr(attribute)).any(|names| {
        let names = names.to_ascii_lowercase();
        NAMES.iter().any(|wanted| has_word(&names, wanted))
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
