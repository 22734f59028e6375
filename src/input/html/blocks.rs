//! The text of a web page block by block, and where its elements and links are in that text.

use std::collections::{HashMap, HashSet};

use dom_query::{NodeId, NodeRef};

use super::tables::data_tables;
use crate::document::{Element, Link, Markup, Span};
use crate::input::html_fragment::is_block;
use crate::input::options::Ruby;

/// How many elements around one are named in its path. Deeper pages would make paths as long as they are deep.
const PATH_LEVELS: usize = 3;

/// A text of blocks parted by blank lines, and what it is made of.
#[derive(Debug, Default)]
pub(super) struct BlockText {
    pub(super) text: String,
    pub(super) markup: Markup,
    /// Bytes in blocks of running sentences.
    pub(super) n_prose: usize,
    /// Bytes in links.
    pub(super) n_linked: usize,
    /// Headings that are nothing but a link.
    pub(super) n_linked_headings: usize,
    /// Those of them with running text below.
    pub(super) n_entries: usize,
}

/// The text below `root`, with its elements and links.
pub(super) fn block_text(root: &NodeRef<'_>, ruby: Ruby) -> BlockText {
    block_text_without(root, ruby, &|_| false)
}

/// The text below `root` but for the elements and texts that `is_unwanted` names.
pub(super) fn block_text_without(
    root: &NodeRef<'_>,
    ruby: Ruby,
    is_unwanted: &dyn Fn(&NodeRef<'_>) -> bool,
) -> BlockText {
    let mut blocks = Blocks { data_tables: data_tables(root), ..Blocks::default() };
    // An explicit stack: pages can be nested deeper than ours.
    let mut stack = vec![Step::Enter(*root)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(node) if is_unwanted(&node) => {}
            Step::Enter(node) if node.is_text() => blocks.text(&node.text()),
            Step::Enter(node) => {
                let name = node.node_name().unwrap_or_default();
                if is_left_out(&name, &node, ruby) {
                    continue;
                }
                blocks.enter(&name, &node);
                stack.push(Step::Leave(node));
                stack.extend(node.children_it(true).map(Step::Enter));
            }
            Step::Leave(node) => {
                let name = node.node_name().unwrap_or_default();
                blocks.leave(&name);
            }
        }
    }
    blocks.finish()
}

/// `true` for the reading above a word, and for the sign beside a heading that links to the heading itself.
fn is_left_out(name: &str, node: &NodeRef<'_>, ruby: Ruby) -> bool {
    match name {
        "rt" | "rp" | "rtc" => ruby == Ruby::Drop,
        "a" => node.attr("href").is_some_and(|target| target.starts_with('#')) && is_one_sign(node),
        _ => false,
    }
}

fn is_one_sign(node: &NodeRef<'_>) -> bool {
    let only = node.first_child().filter(|child| child.is_text() && child.next_sibling().is_none());
    only.is_some_and(|text| {
        let text = text.text();
        let mut signs = text.trim().chars();
        signs.next().is_some_and(|sign| matches!(sign, '¶' | '#' | '§' | '🔗' | '\u{f0c1}')) && signs.next().is_none()
    })
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
    /// Bytes of the line that are in links.
    n_linked: usize,
    n_linked_before: usize,
    n_prose: usize,
    n_linked_headings: usize,
    n_entries: usize,
    /// `true` if the last heading is a link, and no running text has come since.
    is_below_link: bool,
    data_tables: HashSet<NodeId>,
    /// For each open table, `true` if it is one of data.
    open_tables: Vec<bool>,
    /// Cells of data that are open: in them, blocks are parted by a space.
    n_open_cells: usize,
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
    fn enter(&mut self, name: &str, node: &NodeRef<'_>) {
        if name == "table" {
            self.end_block();
            self.open_tables.push(self.data_tables.contains(&node.id));
        }
        let is_cell = matches!(name, "td" | "th");
        if self.n_open_cells > 0 && !is_cell && (name == "br" || is_block(name)) {
            self.text(" ");
            return;
        }
        match name {
            "br" => self.break_line(),
            "pre" => {
                self.end_block();
                self.n_open_pre += 1;
            }
            "td" | "th" if self.is_in_data() => {
                if self.has_words {
                    self.line.truncate(self.line.trim_end_matches(' ').len());
                    self.line.push('\t');
                }
                self.n_open_cells += 1;
            }
            _ if is_cell || is_block(name) => self.end_block(),
            _ => {}
        }
        if let Some(level) =
            name.strip_prefix('h').and_then(|n| n.parse::<usize>().ok()).filter(|n| (1..=6).contains(n))
        {
            self.mark = format!("{} ", "#".repeat(level));
        } else if name == "li" {
            "- ".clone_into(&mut self.mark);
        }
        self.open_place(name, node);
    }

    fn leave(&mut self, name: &str) {
        let is_cell = matches!(name, "td" | "th");
        if self.n_open_cells > 0 && !is_cell && is_block(name) {
            self.text(" ");
            return;
        }
        match name {
            "pre" => {
                self.end_block();
                self.n_open_pre = self.n_open_pre.saturating_sub(1);
            }
            "td" | "th" if self.is_in_data() => self.n_open_cells = self.n_open_cells.saturating_sub(1),
            _ if is_cell || is_block(name) => self.end_block(),
            _ => {}
        }
        self.close_place(name);
        if name == "table" {
            self.open_tables.pop();
        }
    }

    fn is_in_data(&self) -> bool {
        self.open_tables.last().is_some_and(|is_data| *is_data)
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
        if !self.places.open_links.is_empty() {
            self.n_linked += text.trim().len();
        }
    }

    fn break_line(&mut self) {
        let n_bytes = self.line.trim_end_matches(' ').len();
        self.line.truncate(n_bytes);
        self.line.push('\n');
    }

    /// Takes note of what a block of `n_bytes` is.
    fn count(&mut self, n_bytes: usize, is_prose: bool) {
        if self.mark.starts_with('#') {
            self.is_below_link = self.n_linked * 10 >= n_bytes * 7;
            self.n_linked_headings += usize::from(self.is_below_link);
        } else if is_prose && self.n_linked * 10 < n_bytes * 3 {
            self.n_prose += n_bytes;
            self.n_entries += usize::from(std::mem::take(&mut self.is_below_link));
        }
    }

    fn end_block(&mut self) {
        let block = self.line.trim_matches(is_html_space);
        if !block.is_empty() {
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            let (n_bytes, is_prose) = (block.len(), is_prose(block));
            self.out.push_str(&self.mark);
            self.out.push_str(block);
            self.count(n_bytes, is_prose);
            self.mark.clear();
        }
        self.line.clear();
        self.n_linked_before += self.n_linked;
        self.n_linked = 0;
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

    fn finish(mut self) -> BlockText {
        self.end_block();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let Self { out: text, n_prose, n_linked_before: n_linked, n_linked_headings, n_entries, places, .. } = self;
        BlockText { text, markup: places.markup, n_prose, n_linked, n_linked_headings, n_entries }
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

/// `true` if a link leads to a page, not to a place on this one, a script, a mailbox or a picture in itself.
fn is_page(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let is_other = scheme.is_some_and(|scheme| {
        !matches!(&*scheme, "http" | "https") && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    !target.is_empty() && !target.starts_with('#') && !is_other
}

/// A block of running text has at least so many words.
const PROSE_WORDS: usize = 15;

/// `true` for a block of running text: many words that end as a sentence does.
fn is_prose(block: &str) -> bool {
    let closers = ['"', '\'', ')', ']', '»', '«', '”', '“', '’', '」', '』', '）'];
    let end = block.trim_end_matches(|c: char| c.is_whitespace() || closers.contains(&c)).chars().next_back();
    end.is_some_and(|c| {
        matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？' | '؟' | '۔' | '।' | '።' | '։')
    }) && n_words(block) >= PROSE_WORDS
}

/// Words between white space; in scripts that write none, two letters count for one.
pub(super) fn n_words(text: &str) -> usize {
    let n_unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    text.split_whitespace().count() + n_unspaced / 2
}

/// `true` for letters of Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn is_unspaced(c: char) -> bool {
    let is_south_east = matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    is_south_east || matches!(c, '\u{3040}'..='\u{9fff}')
}

/// White space as HTML collapses it; a no-break space stays.
fn is_html_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}
