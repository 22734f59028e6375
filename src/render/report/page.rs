//! The page as a whole: head, sections in order, script.

use std::io::{self, Write};

use super::comparison::Comparison;
use super::data_table::DataTable;
use super::markup::escaped;
use super::picture::Picture;
use super::source_hash::source_hash;
use crate::table::PAGE_MARK;

/// One for both schemes of color, that of the system unless the reader switches.
const STYLE: &str = include_str!("report.css");

/// What makes tables sort, search and turn pages. It makes elements and texts, never markup.
const SCRIPT: &str = include_str!("report.js");

/// A page to be written.
#[derive(Default)]
pub struct Page {
    /// The name of the page.
    pub title: String,
    /// One sentence below the title.
    pub lead: String,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// A part of the page with a heading, to which the table of contents leads.
pub struct Section {
    /// What it is about.
    pub heading: String,
    /// What is in it, in order.
    pub blocks: Vec<Block>,
}

/// What a section is made of.
pub enum Block {
    /// A paragraph of plain text.
    Text(String),
    /// The few numbers that matter most.
    Figures(Vec<Figure>),
    /// Names, values and what they are.
    Facts(Vec<Fact>),
    /// A drawing with its numbers.
    Picture(Picture),
    /// Rows that can be sorted and searched.
    Table(Box<DataTable>),
    /// Texts side by side.
    Comparison(Comparison),
}

/// A number to be seen at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number as text.
    pub value: String,
    /// What is counted.
    pub label: String,
}

/// A value with its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub name: String,
    /// The value as text; empty if there is none.
    pub value: String,
    /// What it is, or why it is empty.
    pub definition: String,
}

impl Section {
    /// A section with these blocks.
    pub fn new(heading: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { heading: heading.into(), blocks }
    }
}

impl Page {
    /// Writes the page. The same page gives the same bytes.
    ///
    /// # Errors
    ///
    /// What `out` returns, and if a table cannot be read back.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        self.write_head(out)?;
        let mut numbers = Numbers::default();
        for (number, section) in (1..).zip(self.sections) {
            let heading = escaped(&section.heading);
            writeln!(out, "<section id=\"section-{number}\" aria-labelledby=\"heading-{number}\">")?;
            writeln!(out, "<h2 id=\"heading-{number}\" dir=\"auto\">{heading}</h2>")?;
            section.blocks.into_iter().try_for_each(|block| block.write(&mut numbers, out))?;
            writeln!(out, "</section>")?;
        }
        writeln!(out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")
    }

    fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        let (title, lead) = (escaped(&self.title), escaped(&self.lead));
        writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(out, "{PAGE_MARK}")?;
        writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", policy())?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<meta name=\"color-scheme\" content=\"light dark\">")?;
        writeln!(out, "<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>")?;
        writeln!(out, "<a class=\"skip\" href=\"#content\">Skip to the content</a>")?;
        writeln!(out, "<header>\n<h1 dir=\"auto\">{title}</h1>\n<p dir=\"auto\">{lead}</p>")?;
        writeln!(out, "<button type=\"button\" id=\"scheme\" hidden>Dark</button>")?;
        writeln!(out, "<nav aria-label=\"Contents\"><ul>")?;
        for (number, section) in (1..).zip(&self.sections) {
            let heading = escaped(&section.heading);
            writeln!(out, "<li><a href=\"#section-{number}\" dir=\"auto\">{heading}</a></li>")?;
        }
        writeln!(out, "</ul></nav>\n</header>\n<main id=\"content\" tabindex=\"-1\">")
    }
}

/// Forbids everything but the one style and the one script: no request leaves the page, whatever is in its texts.
fn policy() -> String {
    let (style, script) = (source_hash(STYLE), source_hash(SCRIPT));
    format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
}

/// How many pictures and tables the page has so far, by which they are named.
#[derive(Default)]
struct Numbers {
    n_pictures: usize,
    n_tables: usize,
}

impl Block {
    fn write(self, numbers: &mut Numbers, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(text) => writeln!(out, "<p dir=\"auto\">{}</p>", escaped(&text)),
            Self::Figures(figures) => write_figures(&figures, out),
            Self::Facts(facts) => write_facts(&facts, out),
            Self::Picture(picture) => {
                numbers.n_pictures += 1;
                picture.write(numbers.n_pictures, out)
            }
            Self::Table(table) => {
                numbers.n_tables += 1;
                table.write(numbers.n_tables, out)
            }
            Self::Comparison(comparison) => comparison.write(out),
        }
    }
}

fn write_figures(figures: &[Figure], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<dl class=\"figures\">")?;
    for Figure { value, label } in figures {
        writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(label), escaped(value))?;
    }
    writeln!(out, "</dl>")
}

fn write_facts(facts: &[Fact], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<table class=\"facts\">\n<tbody>")?;
    for Fact { name, value, definition } in facts {
        let (name, value, definition) = (escaped(name), escaped(value), escaped(definition));
        write!(out, "<tr><th scope=\"row\" dir=\"auto\">{name}</th><td dir=\"auto\">{value}</td>")?;
        writeln!(out, "<td dir=\"auto\">{definition}</td></tr>")?;
    }
    writeln!(out, "</tbody>\n</table>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: Page) -> String {
        let mut out = Vec::new();
        page.write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hostile_texts_are_texts_wherever_they_stand() {
        let hostile = "</title></script><script>alert(1)</script><!--\0\"'\u{2028}";
        let text = || hostile.to_owned();
        let blocks = vec![
            Block::Text(text()),
            Block::Figures(vec![Figure { value: text(), label: text() }]),
            Block::Facts(vec![Fact { name: text(), value: text(), definition: text() }]),
        ];
        let page = Page { title: text(), lead: text(), sections: vec![Section::new(hostile, blocks)] };
        let page = written(page);
        let own = written(Page { sections: vec![Section::new("", Vec::new())], ..Page::default() });
        for mark in ["<script", "</script", "</title", "<!--", "\0"] {
            assert_eq!(page.matches(mark).count(), own.matches(mark).count(), "{mark:?}");
        }
    }

    #[test]
    fn the_policy_allows_the_inline_style_and_script_and_nothing_else() {
        let page = written(Page::default());
        let inline = |start: &str, end: &str| page.split_once(start).unwrap().1.split_once(end).unwrap().0;
        assert!(page.contains(&format!("style-src {};", source_hash(inline("<style>", "</style>")))));
        assert!(page.contains(&format!("script-src {};", source_hash(inline("<script>", "</script>")))));
        assert!(page.contains("content=\"default-src 'none'; "));
        for outside in ["http:", "https:", "//cdn", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn the_script_makes_no_markup_of_texts() {
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("] {
            assert!(!SCRIPT.contains(forbidden), "{forbidden}");
        }
        assert!(SCRIPT.lines().count() <= 300);
    }
}
