//! The tree of a page, made within bounds.
//!
//! Repairing markup as browsers do takes time that grows with the square of a page that means harm: elements that stay
//! open are looked through again for every tag, and formatting that is never closed is repeated in every paragraph. The
//! parser is therefore fed piece by piece, every call that it makes to the tree is counted, and a page that takes far
//! more of them than it has bytes is refused, as is one with too many levels, nodes or attributes.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use dom_query::{Document as Dom, NodeId};
use html5ever::driver::Parser;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};

use super::attributes::crowded_tag;
use crate::error::{InputError, Place, Problem};

/// What a page may take.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// Levels of elements.
    depth: u32,
    /// Attributes of a tag: each new one is compared with all others.
    attributes: usize,
    /// Elements, texts and comments: some hundred bytes each.
    nodes: u32,
    /// Calls to the tree for each byte of markup.
    calls_per_byte: u64,
    /// Calls that any page may make.
    free_calls: u64,
}

/// Browsers stop at a few hundred levels, but old pages have thousands of fonts left open. Pages in use take one or two calls
/// for a byte.
const BOUNDS: Bounds =
    Bounds { depth: 4_000, attributes: 1_000, nodes: 4_000_000, calls_per_byte: 128, free_calls: 20_000_000 };

/// The parser's work is looked at after so many bytes, as a piece is all that a page can do beyond its bounds.
const PIECE_BYTES: usize = 256;

/// The tree of a page.
///
/// # Errors
///
/// [`Problem::TooDeep`], [`Problem::TooManyAttributes`], [`Problem::TooManyNodes`] and [`Problem::Tangled`], with the line
/// and without a path.
pub(super) fn tree(html: &str) -> Result<Dom, InputError> {
    fed(parse_document(Counted::new(Dom::default()), options()), html, BOUNDS)
}

/// The tree of what may stand in the body of a page.
///
/// # Errors
///
/// As [`tree`].
pub(super) fn fragment(html: &str) -> Result<Dom, InputError> {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let sink = Counted::new(Dom::fragment_sink());
    fed(parse_fragment(sink, options(), body, Vec::new(), false), html, BOUNDS)
}

fn fed(mut parser: Parser<Counted>, html: &str, bounds: Bounds) -> Result<Dom, InputError> {
    let refused = |problem, at: usize| {
        let line_number = memchr::memchr_iter(b'\n', &html.as_bytes()[..at]).count() as u64 + 1;
        InputError::at("", Place::Line(line_number), problem)
    };
    if let Some(at) = crowded_tag(html.as_bytes(), bounds.attributes) {
        return Err(refused(Problem::TooManyAttributes { limit: bounds.attributes }, at));
    }
    let mut at = 0;
    while at < html.len() {
        let end = piece_end(html, at);
        parser.process(StrTendril::from_slice(&html[at..end]));
        if let Some(problem) = sink(&parser).problem(bounds, end) {
            return Err(refused(problem, at));
        }
        at = end;
    }
    Ok(parser.finish())
}

/// As dom_query parses pages: what stands in `noscript` is markup.
fn options() -> ParseOpts {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    ParseOpts { tree_builder, ..ParseOpts::default() }
}

fn sink(parser: &Parser<Counted>) -> &Counted {
    &parser.tokenizer.sink.sink
}

/// Where the piece ends that begins at `start`: between two characters, before a tag if one is near.
fn piece_end(html: &str, start: usize) -> usize {
    let bytes = html.as_bytes();
    let least = (start + PIECE_BYTES).min(bytes.len());
    let most = (start + 2 * PIECE_BYTES).min(bytes.len());
    let before_tag = memchr::memchr(b'<', &bytes[least..most]).map(|at| least + at);
    before_tag.unwrap_or_else(|| (least..most).find(|&at| html.is_char_boundary(at)).unwrap_or(most))
}

/// A tree that counts what is done to it.
struct Counted {
    dom: Dom,
    n_calls: Cell<u64>,
    /// The depth of each node that may get children.
    depths: RefCell<Vec<u32>>,
    deepest: Cell<u32>,
    n_nodes: Cell<u32>,
    /// The parent of the text appended last, if nothing was appended since: more text becomes part of it.
    text_parent: Cell<Option<u32>>,
    /// What it takes to compare the element made last with another one, if it is one of formatting.
    formatting_weight: Cell<u64>,
    /// Attributes that were added to elements later.
    n_added: Cell<u64>,
}

/// A node, and where its depth stands.
#[derive(Clone, Copy)]
struct Node {
    id: NodeId,
    idx: u32,
}

impl Counted {
    fn new(dom: Dom) -> Self {
        Self {
            dom,
            n_calls: Cell::new(0),
            depths: RefCell::new(vec![0]),
            deepest: Cell::new(0),
            n_nodes: Cell::new(1),
            text_parent: Cell::new(None),
            formatting_weight: Cell::new(0),
            n_added: Cell::new(0),
        }
    }

    /// What is wrong with the page if `n_bytes` of it led here.
    fn problem(&self, bounds: Bounds, n_bytes: usize) -> Option<Problem> {
        if self.deepest.get() > bounds.depth {
            return Some(Problem::TooDeep { limit: bounds.depth as usize });
        }
        if self.n_nodes.get() > bounds.nodes {
            return Some(Problem::TooManyNodes { limit: bounds.nodes as usize });
        }
        let n_allowed = bounds.free_calls + bounds.calls_per_byte * n_bytes as u64;
        (self.n_calls.get() > n_allowed).then_some(Problem::Tangled)
    }

    fn count(&self, n_calls: u64) {
        self.n_calls.set(self.n_calls.get() + n_calls);
    }

    /// A node that has been made.
    fn made(&self, id: NodeId) -> Node {
        self.count(1);
        self.n_nodes.set(self.n_nodes.get() + 1);
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Node { id, idx: depths.len() as u32 - 1 }
    }

    fn depth(&self, node: Node) -> u32 {
        self.depths.borrow()[node.idx as usize]
    }

    /// Takes note that `child` comes to stand at `depth`, in or before `beside`, and gives it as the tree below knows it.
    fn placed(&self, child: NodeOrText<Node>, depth: u32, beside: Node) -> NodeOrText<NodeId> {
        self.count(1);
        match child {
            NodeOrText::AppendNode(node) => {
                self.text_parent.set(None);
                self.depths.borrow_mut()[node.idx as usize] = depth;
                self.deepest.set(self.deepest.get().max(depth));
                // The parser compares new formatting with all that is open.
                self.count(self.formatting_weight.take() * u64::from(depth));
                NodeOrText::AppendNode(node.id)
            }
            NodeOrText::AppendText(text) => {
                let is_new = self.text_parent.replace(Some(beside.idx)) != Some(beside.idx);
                self.n_nodes.set(self.n_nodes.get() + u32::from(is_new));
                NodeOrText::AppendText(text)
            }
        }
    }
}

impl TreeSink for Counted {
    type ElemName<'a> = <Dom as TreeSink>::ElemName<'a>;
    type Output = Dom;
    type Handle = Node;

    fn finish(self) -> Dom {
        self.dom
    }

    /// Nobody asks for them, and a page may have one for each of its bytes.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Node {
        Node { id: self.dom.get_document(), idx: 0 }
    }

    fn get_template_contents(&self, target: &Node) -> Node {
        Node { id: self.dom.get_template_contents(&target.id), idx: target.idx }
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.dom.set_quirks_mode(mode);
    }

    fn same_node(&self, x: &Node, y: &Node) -> bool {
        self.count(1);
        x.id == y.id
    }

    fn elem_name<'a>(&'a self, target: &'a Node) -> Self::ElemName<'a> {
        self.count(1);
        self.dom.elem_name(&target.id)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Node {
        let weight = if is_formatting(&name) { attrs.len() as u64 + 1 } else { 0 };
        self.formatting_weight.set(weight);
        self.made(self.dom.create_element(name, attrs, flags))
    }

    fn create_comment(&self, text: StrTendril) -> Node {
        self.made(self.dom.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Node {
        self.made(self.dom.create_pi(target, data))
    }

    fn append(&self, parent: &Node, child: NodeOrText<Node>) {
        self.dom.append(&parent.id, self.placed(child, self.depth(*parent) + 1, *parent));
    }

    fn append_before_sibling(&self, sibling: &Node, child: NodeOrText<Node>) {
        self.dom.append_before_sibling(&sibling.id, self.placed(child, self.depth(*sibling), *sibling));
    }

    fn append_based_on_parent_node(&self, element: &Node, prev_element: &Node, child: NodeOrText<Node>) {
        let depth = self.depth(*element).max(self.depth(*prev_element) + 1);
        self.dom.append_based_on_parent_node(&element.id, &prev_element.id, self.placed(child, depth, *element));
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.dom.append_doctype_to_document(name, public_id, system_id);
    }

    fn add_attrs_if_missing(&self, target: &Node, attrs: Vec<Attribute>) {
        // Each is compared with those that are there.
        self.n_added.set(self.n_added.get() + attrs.len() as u64);
        self.count(self.n_added.get());
        self.dom.add_attrs_if_missing(&target.id, attrs);
    }

    fn remove_from_parent(&self, target: &Node) {
        self.count(1);
        self.dom.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Node, new_parent: &Node) {
        self.count(1);
        self.dom.reparent_children(&node.id, &new_parent.id);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Node) -> bool {
        self.dom.is_mathml_annotation_xml_integration_point(&handle.id)
    }
}

/// `true` for elements that the parser opens again where others end.
fn is_formatting(name: &QualName) -> bool {
    matches!(
        name.local,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn markup() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "<p>",
            "</p>",
            "<b id=1>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<a href=x>",
            "</a>",
            "<div class='a > b'>",
            "</div>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<select>",
            "<option>",
            "<svg>",
            "</svg>",
            "<math>",
            "<template>",
            "</template>",
            "<script>if(a<b){}",
            "</script>",
            "<title>",
            "</title>",
            "<!-- ",
            " -->",
            "<!doctype html>",
            "&amp;",
            "&notit;",
            "&#x",
            "\r\n",
            "\0",
            "<body lang=de>",
            "<html id=x>",
            "<frameset>",
            "text ",
            "é",
            "<",
            "</",
            "<pre>\n",
            "<nobr>",
            "<textarea>",
            "</textarea>",
            "<![CDATA[",
            "]]>",
            "<noscript>",
            "<br/>",
            "</br>",
            "<form>",
            "<li>",
            "<h1>",
        ]);
        prop::collection::vec(pieces, 0..400).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_page_fed_piece_by_piece_is_the_tree_that_dom_query_makes(html in markup()) {
            prop_assert_eq!(tree(&html).unwrap().html(), Dom::from(html.as_str()).html());
            prop_assert_eq!(fragment(&html).unwrap().html(), Dom::fragment(html.as_str()).html());
        }
    }

    #[test]
    fn pieces_end_between_characters_and_before_tags() {
        let html = format!("{}<p>{}", "é".repeat(150), "語".repeat(1000));
        let mut ends = vec![0];
        while ends[ends.len() - 1] < html.len() {
            ends.push(piece_end(&html, ends[ends.len() - 1]));
        }
        assert_eq!(ends[1], 300);
        assert!(
            ends.windows(2).all(|ends| html.get(ends[0]..ends[1]).is_some_and(|piece| piece.len() <= 2 * PIECE_BYTES))
        );
    }

    /// Pages that mean harm, by what they do, each with `n` times the same.
    fn harmful(n: usize) -> [(&'static str, String); 14] {
        let numbered = |pattern: &str| (0..n).map(|idx| pattern.replace('#', &idx.to_string())).collect::<String>();
        [
            ("elements in elements", format!("{}x{}", "<div>".repeat(n), "</div>".repeat(n))),
            ("ends without a beginning between them", "<div></x>".repeat(n)),
            ("elements of a drawing that a script holds", format!("<svg><script>{}", "<g>".repeat(n))),
            ("formatting that stays open", numbered("<b id=#>x")),
            ("formatting that stays open in paragraphs", numbered("<p><font size=#>x")),
            ("formatting that every paragraph opens again", numbered("<p><b id=#></p>")),
            ("formatting in tables", format!("<table>{}", numbered("<i id=#>x<tr>"))),
            ("formatting that ends in the wrong order", format!("{}<p>{}", numbered("<b id=#>"), "</b>".repeat(n))),
            ("links in links", "<a><div>".repeat(n)),
            ("forms that stay open", "<form><div>x".repeat(n)),
            ("lists in lists", "<ul><li><p>x".repeat(n)),
            ("attributes of one tag", format!("<p {}>x", numbered("a#=1 "))),
            ("attributes of an end with what looks like ends in them", format!("x</p {}>x", numbered("a#='>' "))),
            ("attributes of the page, one at a time", numbered("<body a#=1>")),
        ]
    }

    /// Bounds that tests come to soon.
    const LOW: Bounds = Bounds { depth: 500, attributes: 500, nodes: 10_000, calls_per_byte: 16, free_calls: 200_000 };

    fn within(html: &str, bounds: Bounds) -> Result<Dom, InputError> {
        fed(parse_document(Counted::new(Dom::default()), options()), html, bounds)
    }

    #[test]
    fn pages_that_mean_harm_are_refused_before_they_do_any() {
        for (what, page) in harmful(5_000) {
            let refused = within(&page, LOW).err().expect(what);
            assert_eq!((&*refused.path, refused.place), ("", Some(Place::Line(1))), "{what}");
        }
        let many = within(&"<br>".repeat(20_000), LOW).err().unwrap();
        assert!(matches!(many.problem, Problem::TooManyNodes { limit: 10_000 }), "{many}");
    }

    #[test]
    fn pages_that_are_badly_made_are_read() {
        for (what, page) in harmful(200) {
            assert!(tree(&page).is_ok(), "{what}");
        }
        for sloppy in
            ["<h1>x", "<a href=x>x", "<nobr>x", "<p>x<br>", "<button>x", "<dd>x", "<option>x", "&amp;", "</p>"]
        {
            assert!(tree(&sloppy.repeat(5_000)).is_ok(), "{sloppy}");
        }
    }

    #[test]
    fn a_refused_page_is_told_by_the_line() {
        let html = format!("<p>\n\n{}", "<div>\n".repeat(10_000));
        let refused = within(&html, LOW).err().unwrap().to_string();
        assert!(refused.starts_with("has markup nested deeper than 500 levels (at line 4"), "{refused}");
    }
}
