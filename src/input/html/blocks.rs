//! The text of a web page block by block, and where its elements and links are in that text.

use std::collections::HashMap;

use dom_query::NodeRef;

use crate::document::{Element, Link, Markup, Span};

/// How many elements around one are named in its path. Deeper pages would make paths as long as they are deep.
const PATH_LEVELS: usize = 3;

/// The text below `root`, blocks parted by blank lines, with its elements and links.
pub(super) fn block_text(root: &NodeRef<'_>) -> (String, Markup) {
    let mut blocks = Blocks::default();
    // An explicit stack: pages can be nested deeper than ours.
    let mut stack = vec![Step::Enter(*root)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(node) if node.is_text() => blocks.text(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name().unwrap_or_default();
                blocks.enter(&name);
                blocks.open_place(&name, &node);
                stack.push(Step::Leave(node));
                stack.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Leave(node) => {
                let name = node.node_name().unwrap_or_default();
                blocks.leave(&name);
                blocks.close_place(&name);
            }
        }
    }
    blocks.finish()
}

enum Step<'d> {
    Enter(NodeRef<'d>),
    Leave(NodeRef<'d>),
}

/// The most bytes of a class that a path names: every element below repeats it.
const MAX_CLASS_BYTES: usize = 64;

/// Puts running text together to blocks.
#[derive(Default)]
struct Blocks {
    out: String,
    line: String,
    /// The line without the white space around it, which may be long and is asked for by every link.
    ink: Option<Span>,
    /// `true` if the line has more than white space of any kind.
    has_words: bool,
    mark: String,
    n_open_pre: usize,
    places: Places,
}

/// The open elements and links, and those that are closed already.
#[derive(Default)]
struct Places {
    /// Name and class of each open block, and where its text begins.
    open_elements: Vec<(String, usize)>,
    /// Where each open link leads and where its label begins, and how much had been written before it.
    open_links: Vec<(Option<String>, usize, usize)>,
    path_idx: HashMap<String, usize>,
    markup: Markup,
}

impl Blocks {
    fn enter(&mut self, name: &str) {
        match name {
            "br" => self.break_line(),
            "pre" => {
                self.end_block();
                self.n_open_pre += 1;
            }
            "td" | "th" if self.has_words => self.line.push('\t'),
            _ if is_block(name) => self.end_block(),
            _ => {}
        }
        if let Some(level) =
            name.strip_prefix('h').and_then(|n| n.parse::<usize>().ok()).filter(|n| (1..=6).contains(n))
        {
            self.mark = format!("{} ", "#".repeat(level));
        } else if name == "li" {
            "- ".clone_into(&mut self.mark);
        }
    }

    fn leave(&mut self, name: &str) {
        if name == "pre" {
            self.end_block();
            self.n_open_pre = self.n_open_pre.saturating_sub(1);
        } else if is_block(name) {
            self.end_block();
        }
    }

    fn text(&mut self, text: &str) {
        if self.n_open_pre > 0 {
            self.push(text);
            return;
        }
        for (idx, word) in text.split(is_html_space).enumerate() {
            let is_apart = self.line.is_empty() || self.line.ends_with([' ', '\n', '\t']);
            if idx > 0 && !is_apart {
                self.line.push(' ');
            }
            self.push(word);
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(first) = text.find(|c| !is_html_space(c)) {
            let start = self.ink.map_or(self.line.len() + first, |ink| ink.start);
            self.ink = Some(Span::new(start, self.line.len() + text.trim_end_matches(is_html_space).len()));
            self.has_words = self.has_words || !text.trim().is_empty();
        }
        self.line.push_str(text);
    }

    fn break_line(&mut self) {
        let n_bytes = self.line.trim_end_matches(' ').len();
        self.line.truncate(n_bytes);
        self.line.push('\n');
    }

    fn end_block(&mut self) {
        let block = self.line.trim_matches(is_html_space);
        if !block.is_empty() {
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            self.out.push_str(&self.mark);
            self.out.push_str(block);
            self.mark.clear();
        }
        self.line.clear();
        self.ink = None;
        self.has_words = false;
    }

    /// Where the next word will stand.
    fn next_at(&self) -> usize {
        let block_start = if self.out.is_empty() { 0 } else { self.out.len() + 2 };
        block_start + self.mark.len() + self.ink.map_or(0, |ink| self.line.len() - ink.start)
    }

    /// How much has been written, for telling whether there was anything to read since.
    fn n_written(&self) -> usize {
        self.out.len() + self.ink.map_or(0, |ink| ink.end)
    }

    fn open_place(&mut self, name: &str, node: &NodeRef<'_>) {
        if name == "a" {
            let target = node.attr("href").map(|target| target.trim().to_owned()).filter(|target| is_page(target));
            self.places.open_links.push((target, self.next_at(), self.n_written()));
        } else if is_block(name) {
            let start = if self.out.is_empty() { 0 } else { self.out.len() + 2 };
            self.places.open_elements.push((name_and_class(name, node), start));
        }
    }

    fn close_place(&mut self, name: &str) {
        if name == "a" {
            let Some((target, at, n_before)) = self.places.open_links.pop() else { return };
            if let Some(target) = target.filter(|_| self.n_written() > n_before) {
                self.places.markup.links.push(Link { at, target });
            }
        } else if is_block(name) {
            let Some((_, start)) = self.places.open_elements.last() else { return };
            if *start < self.out.len() {
                let span = Span::new(*start, self.out.len());
                let path_idx = self.places.path_idx();
                self.places.markup.elements.push(Element { span, path_idx });
            }
            self.places.open_elements.pop();
        }
    }

    fn finish(mut self) -> (String, Markup) {
        self.end_block();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        (self.out, self.places.markup)
    }
}

impl Places {
    /// The number of the path of the innermost open element.
    fn path_idx(&mut self) -> usize {
        let first = self.open_elements.len().saturating_sub(PATH_LEVELS);
        let names: Vec<&str> = self.open_elements[first..].iter().map(|(name, _)| name.as_str()).collect();
        let path = names.join(" > ");
        if let Some(idx) = self.path_idx.get(&path) {
            return *idx;
        }
        let idx = self.markup.paths.len();
        self.markup.paths.push(path.clone());
        self.path_idx.insert(path, idx);
        idx
    }
}

/// `div.card`: the first class that is no number of the element or of a column.
fn name_and_class(name: &str, node: &NodeRef<'_>) -> String {
    let classes = node.attr("class").unwrap_or_default();
    let is_kind = |class: &&str| class.len() <= MAX_CLASS_BYTES && !class.contains(|c: char| c.is_ascii_digit());
    let class = classes.split_whitespace().find(is_kind);
    class.map_or_else(|| name.to_owned(), |class| format!("{name}.{class}"))
}

/// Whether a link leads to a page, not to a place on this one, a script, a mailbox or a picture in itself.
fn is_page(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_other = scheme.is_some_and(|scheme| {
        !matches!(&*scheme, "http" | "https") && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    !target.is_empty() && !target.starts_with('#') && !is_other
}

/// White space as HTML collapses it; a no-break space stays.
fn is_html_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "blockquote"
            | "body"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "caption"
            | "tr"
            | "ul"
    )
}
