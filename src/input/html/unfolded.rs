//! Text that a page holds ready and a script puts in its place, which a reader without scripts would not find.

use dom_query::{Document as Dom, NodeRef};

/// Elements with text that is read by nobody.
const UNSEEN: [&str; 5] = ["script", "style", "template", "noscript", "svg"];

/// Puts in its place what stands in `noscript`, if that is most of the text, and what React sends behind the page to be moved
/// into it.
pub(super) fn unfold(dom: &Dom) {
    for sent in dom.select("div[hidden][id^='S:']").nodes() {
        sent.remove_attr("hidden");
    }
    let folded = dom.select("body noscript");
    let n_folded = |node: &NodeRef<'_>| n_seen(node.children_it(true));
    let Some(longest) = folded.nodes().iter().max_by_key(|node| n_folded(node)) else { return };
    let Some(body) = dom.body() else { return };
    if n_folded(longest) > n_seen(body.children_it(true)) {
        longest.rename("div");
    }
}

/// Bytes of text below `nodes` that a reader sees.
fn n_seen<'d>(nodes: impl Iterator<Item = NodeRef<'d>>) -> usize {
    let mut stack: Vec<NodeRef<'_>> = nodes.collect();
    let mut n_bytes = 0;
    while let Some(node) = stack.pop() {
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
