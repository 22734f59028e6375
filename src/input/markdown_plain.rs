//! Markdown without its markup: the words that a reader of the page sees, block by block.
//!
//! Kept are labels of links, code, the text of tables and of HTML. Left out are pictures with their descriptions, marks of lists and
//! headings, references to notes, definitions of links. Front matter is gone before.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::html_fragment;
use super::prose::{Gap, Prose};

/// The text of a Markdown file that begins behind its front matter.
pub(super) fn plain_text(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM;
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, options) {
        page.take(event);
    }
    page.prose.finish()
}

#[derive(Default)]
struct Page {
    prose: Prose,
    /// The HTML of the block that is open.
    html: Option<String>,
    n_open_images: usize,
    n_cells: usize,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { .. }) => self.n_open_images += 1,
            Event::End(TagEnd::Image) => self.n_open_images = self.n_open_images.saturating_sub(1),
            _ if self.n_open_images > 0 => {}
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.prose.push_verbatim(&text);
            }
            Event::Html(line) => {
                if let Some(html) = &mut self.html {
                    html.push_str(&line);
                }
            }
            Event::InlineHtml(tag) if is_line_break(&tag) => self.prose.gap(Gap::Line),
            Event::SoftBreak | Event::HardBreak => self.prose.gap(Gap::Line),
            Event::Rule => self.prose.gap(Gap::Paragraph),
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Table(_) => self.prose.gap(Gap::Paragraph),
            Tag::HtmlBlock => {
                self.prose.gap(Gap::Paragraph);
                self.html = Some(String::new());
            }
            // The items of a list whose items are not paragraphs are lines.
            Tag::Item | Tag::List(_) => self.prose.gap(Gap::Line),
            Tag::TableHead | Tag::TableRow => {
                self.n_cells = 0;
                self.prose.gap(Gap::Line);
            }
            Tag::TableCell => {
                self.prose.open_cell(self.n_cells == 0);
                self.n_cells += 1;
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::List(_) => self.prose.gap(Gap::Paragraph),
            TagEnd::CodeBlock => {
                self.prose.trim_lines();
                self.prose.gap(Gap::Paragraph);
            }
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.prose.push_verbatim(&html_fragment::text(&html));
                self.prose.gap(Gap::Paragraph);
            }
            TagEnd::Item => self.prose.gap(Gap::Line),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.prose.close_row();
                self.prose.gap(Gap::Line);
            }
            TagEnd::TableCell => self.prose.close_cell(),
            _ => {}
        }
    }
}

fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn the_words_stay_and_the_markup_goes() {
        for (markdown, expected) in [
            ("# Title #\n\nOne *two* **three** ~~four~~\nfive  \nsix", "Title\n\nOne two three four\nfive\nsix"),
            ("Under\n=====\ntext[^1]\n\n[^1]: A note.\n", "Under\n\ntext\n\nA note."),
            (
                "[label](http://x \"t\") [ref][r] <http://y> ![alt *text*](z.png)!\n\n[r]: http://r\n",
                "label ref http://y !",
            ),
            ("- a\n- b\n  - c\n\n1. d\n\n2. e\n\n- [x] f", "a\nb\nc\n\nd\n\ne\n\nf"),
            ("`code` and\n\n```rust\nfn a() {\n    b\n}\n```\nend", "code and\n\nfn a() {\n    b\n}\n\nend"),
            ("| A | B |\n|---|---|\n| 1 |  |\n| `2` | x *y* |\n", "A\tB\n1\n2\tx y"),
            ("> quote\n> more\n\n---\n\nafter", "quote\nmore\n\nafter"),
            ("a<br>b <span class=\"x\">c</span> &amp; d \\* e<!-- no -->", "a\nb c & d * e"),
            ("<div align=\"center\">\n<b>Bold</b> &eacute;\n</div>\n\nx", "Bold \u{e9}\n\nx"),
            ("", ""),
        ] {
            assert_eq!(plain_text(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn deep_and_broken_pages_are_read() {
        let deep = ">".repeat(20_000) + "a\n" + &"- ".repeat(20_000) + "b";
        assert!(plain_text(&deep).contains('a'));
        let sample = "# A\n\n| a | b |\n|--|--|\n| *c | `d |\n\n[x](y ![z](\n\n<div>\n```\n- [ ] q\n[^1]: n";
        for at in 0..sample.len() {
            plain_text(&sample[..at]);
            plain_text(&sample[at..]);
        }
    }
}
