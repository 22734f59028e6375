//! Text that a page holds ready and a script puts in its place, which a reader without scripts would not find.

use dom_query::{Document as Dom, NodeRef};

/// Elements with text that is read by nobody.
const UNSEEN: [&str; 5] = ["script", "style", "template", "noscript", "svg"];

/// Puts in its place what stands in `noscript`, if that is most of the text, and what React sends behind the page to be moved
/// into it; `false` if there is neither.
pub(super) fn unfold(dom: &Dom) -> bool {
    let folded = dom.select("body noscript, div[hidden][id^='S:']");
    let (unread, sent): (Vec<&NodeRef<'_>>, Vec<&NodeRef<'_>>) =
        folded.nodes().iter().partition(|node| node.has_name("noscript"));
    sent.iter().for_each(|node| node.remove_attr("hidden"));
    let longest = unread.into_iter().map(|node| (n_seen(node, usize::MAX), node)).max_by_key(|(n_bytes, _)| *n_bytes);
    let longest = longest.filter(|(n_bytes, _)| dom.body().is_some_and(|body| n_seen(&body, *n_bytes) < *n_bytes));
    if let Some((_, longest)) = longest {
        longest.rename("div");
    }
    longest.is_some() || !sent.is_empty()
}

/// Bytes of text below `root` that a reader sees; counting ends at `enough`.
fn n_seen(root: &NodeRef<'_>, enough: usize) -> usize {
    let mut stack: Vec<NodeRef<'_>> = root.children_it(true).collect();
    let mut n_bytes = 0;
    while let Some(node) = stack.pop().filter(|_| n_bytes < enough) {
        if node.is_text() {
            n_bytes += node.text().trim().len();
        } else if !UNSEEN.iter().any(|name| node.has_name(name)) {
            stack.extend(node.children_it(true));
        }
    }
    n_bytes
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use crate::input::options::InputOptions;

    fn text(html: &str) -> String {
        read(html, None, &InputOptions::default()).unwrap().text
    }

    #[test]
    fn the_text_of_a_page_may_stand_in_its_part_for_readers_without_scripts() {
        let html = "<body><div id=app>Loading</div><noscript><h1>Oaks</h1><p>An oak is a tree.</p></noscript></body>";
        assert_eq!(text(html), "Loading\n\n# Oaks\n\nAn oak is a tree.\n");
    }

    #[test]
    fn a_request_to_allow_scripts_is_no_text() {
        let html = "<body><noscript>Please allow scripts.</noscript><h1>Oaks</h1><p>An oak is a tree.</p></body>";
        assert_eq!(text(html), "# Oaks\n\nAn oak is a tree.\n");
    }

    #[test]
    fn what_is_sent_behind_the_page_is_part_of_it() {
        let html = "<body><main><template id=B:0></template></main><div hidden id=S:0><p>An oak is a tree.</p></div>\
                    <div hidden>Unseen</div></body>";
        assert_eq!(text(html), "An oak is a tree.\n");
    }
}
