//! The text of the pages of a PDF, in the words and lines that it has elsewhere.

use std::collections::{HashMap, HashSet};

use unpdf::{Block, Page};

use crate::input::options::{InputOptions, RunningHeads};
use crate::text::{Break, Halves, LEAST_HEADS, halves, head_wording};
use crate::vocabulary::KnownWords;

/// The pages of a PDF: the blocks of each.
pub(super) struct Pages {
    pages: Vec<Vec<String>>,
    n_pictures: usize,
}

/// So many blocks at the top and at the bottom of a page may be running heads.
const HEAD_BLOCKS: usize = 2;

/// Memory for the words of a document.
const WORDS_BYTES: usize = 4 << 20;

impl Pages {
    /// The text of `pages`.
    pub(super) fn of(pages: &[Page], options: &InputOptions) -> Self {
        let is_picture = |page: &Page| page.text_op_count == 0 && page.image_op_count > 0;
        let n_pictures = pages.iter().filter(|page| is_picture(page)).count();
        let mut pages: Vec<Vec<String>> = pages.iter().map(blocks).collect();
        if options.running_heads == RunningHeads::Drop {
            drop_running_heads(&mut pages);
        }
        let words = known_words(&pages);
        for block in pages.iter_mut().flatten() {
            *block = joined(block, &words);
        }
        Self { pages, n_pictures }
    }

    /// Pages that show a picture and no text.
    pub(super) fn n_pictures(&self) -> usize {
        self.n_pictures
    }

    /// Length of all text.
    pub(super) fn n_bytes(&self) -> usize {
        self.pages.iter().flatten().map(|block| block.len() + 2).sum()
    }

    /// How many signs can be told, and how many stand for glyphs that only their font knows.
    pub(super) fn letters(&self) -> (usize, usize) {
        let mut n = (0, 0);
        for c in self.pages.iter().flatten().flat_map(|block| block.chars()).filter(|c| !c.is_whitespace()) {
            match c {
                '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => n.1 += 1,
                _ => n.0 += 1,
            }
        }
        n
    }

    /// Blocks parted by blank lines, pages by a form feed at the beginning of a line.
    pub(super) fn into_text(self) -> String {
        let pages: Vec<String> = self.pages.iter().map(|page| page.join("\n\n")).collect();
        let mut text = pages.join("\n\u{c}");
        text.truncate(text.trim_end_matches(['\n', '\u{c}']).len());
        text.push('\n');
        text
    }
}

/// The blocks of a page that have text.
fn blocks(page: &Page) -> Vec<String> {
    let text = |block: &Block| {
        let mut text = String::new();
        block.append_plain_text(&mut text);
        let text = plain(&text);
        let text = text.trim_matches(['\n', ' ', '\t']);
        (!text.is_empty()).then(|| text.to_owned())
    };
    page.elements.iter().filter_map(text).collect()
}

/// A text without ligatures, soft hyphens within lines, and control characters.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            'ﬀ' => plain.push_str("ff"),
            'ﬁ' => plain.push_str("fi"),
            'ﬂ' => plain.push_str("fl"),
            'ﬃ' => plain.push_str("ffi"),
            'ﬄ' => plain.push_str("ffl"),
            'ﬅ' | 'ﬆ' => plain.push_str("st"),
            // At the end of a line it is a hyphen that was drawn.
            '\u{ad}' if signs.peek().is_none_or(|next| next.is_whitespace()) => plain.push('\u{ad}'),
            '\u{ad}' | '\u{feff}' | '\u{200b}' => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => plain.push('\n'),
            '\n' | '\t' => plain.push(c),
            c if c.is_control() => {}
            c => plain.push(c),
        }
    }
    plain
}

/// The words that no line end parts: the evidence for joining the halves of others.
fn known_words(pages: &[Vec<String>]) -> KnownWords {
    let words = KnownWords::with_bytes(WORDS_BYTES);
    pages.iter().flatten().for_each(|block| words.add(block));
    words
}

/// A block whose words that a line end or a guess at one has parted are whole: `exam- ple` becomes `example`.
fn joined(block: &str, words: &KnownWords) -> String {
    let mut out = String::with_capacity(block.len());
    let mut rest = block;
    while let Some(at) = rest.find(['-', '\u{ad}', '‐']) {
        let (before, hyphen) = rest.split_at(at);
        let sign = hyphen.chars().next().unwrap_or('-');
        let after = &hyphen[sign.len_utf8()..];
        out.push_str(before);
        rest = after;
        let next = after.trim_start_matches([' ', '\n']);
        let n_parting = after.len() - next.len();
        let (left, right) = (last_word(&out), first_word(next));
        let is_parted = (1..=3).contains(&n_parting) && !left.is_empty() && next.starts_with(char::is_lowercase);
        let found = if is_parted { halves(left, sign, right, Break::Line, words) } else { Halves::Apart };
        match found {
            Halves::OfWord => rest = next,
            Halves::OfCompound => {
                out.push(if sign == '\u{ad}' { '-' } else { sign });
                rest = next;
            }
            Halves::Apart if sign == '\u{ad}' => {}
            Halves::Apart => out.push(sign),
        }
    }
    out.push_str(rest);
    out
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// Takes away what stands at the top or the bottom of several pages, numbers in it left aside.
fn drop_running_heads(pages: &mut [Vec<String>]) {
    let mut n_tops: HashMap<String, u64> = HashMap::new();
    let mut n_bottoms: HashMap<String, u64> = HashMap::new();
    for page in pages.iter() {
        let tops: HashSet<String> = page.iter().take(HEAD_BLOCKS).filter_map(|block| head_wording(block)).collect();
        let bottoms: HashSet<String> =
            page.iter().rev().take(HEAD_BLOCKS).filter_map(|block| head_wording(block)).collect();
        tops.into_iter().for_each(|head| *n_tops.entry(head).or_default() += 1);
        bottoms.into_iter().for_each(|head| *n_bottoms.entry(head).or_default() += 1);
    }
    let repeats = |heads: &HashMap<String, u64>, block: &String| {
        head_wording(block).is_some_and(|head| heads.get(&head).is_some_and(|n| *n >= LEAST_HEADS))
    };
    for page in pages {
        let n_top = page.iter().take(HEAD_BLOCKS).take_while(|block| repeats(&n_tops, block)).count();
        page.drain(..n_top);
        let n_bottom = page.iter().rev().take(HEAD_BLOCKS).take_while(|block| repeats(&n_bottoms, block)).count();
        page.truncate(page.len() - n_bottom);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_words_are_joined_by_the_evidence_of_the_document() {
        let words = known_words(&[vec!["A well-known exam of example texts.".to_owned()]]);
        let check = |block: &str, expected: &str| assert_eq!(joined(block, &words), expected, "{block}");
        check("an exam-\nple is", "an example is");
        check("an exam- ple is", "an example is");
        check("a well-\nknown one", "a well-known one");
        check("a new-\ncomer", "a newcomer");
        check("two- and threefold", "two- and threefold");
        check("Anglo-\nSaxon, 10-\n20, a - b", "Anglo-\nSaxon, 10-\n20, a - b");
        check("soft\u{ad}\nened, x\u{ad}", "softened, x");
    }

    #[test]
    fn ligatures_are_letters() {
        assert_eq!(plain("ﬁne eﬃcient af\u{ad}fair\r\u{1}"), "fine efficient affair\n");
    }

    #[test]
    fn heads_are_those_that_repeat() {
        let page = |n: usize| vec!["The book".to_owned(), format!("Text {}", "abcd".repeat(n)), format!("- {n} -")];
        let mut pages: Vec<Vec<String>> = (1..=3).map(page).collect();
        drop_running_heads(&mut pages);
        assert_eq!(pages, [["Text abcd"], ["Text abcdabcd"], ["Text abcdabcdabcd"]]);
        let mut few: Vec<Vec<String>> = (1..=2).map(page).collect();
        drop_running_heads(&mut few);
        assert_eq!(few[0].len(), 3);
    }
}
