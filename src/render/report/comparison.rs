//! Two texts side by side, or one with its changes, in marked pieces.

use std::io::{self, Write};

use super::markup::escaped;
use super::script_data::push_string;

/// Texts to look at together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What is compared, with scores.
    pub heading: String,
    /// The texts, from the left to the right.
    pub panes: Vec<Pane>,
}

/// One of the texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pane {
    /// Which text it is.
    pub label: String,
    /// The text in pieces.
    pub pieces: Vec<(Piece, String)>,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text without a mark.
    Plain,
    /// Text that the other side has as well.
    Shared,
    /// Text of the old side only.
    Removed,
    /// Text of the new side only.
    Added,
    /// The very words that a removed line lost.
    RemovedWord,
    /// The very words that an added line gained.
    AddedWord,
    /// Text of the old side that stands elsewhere on the new one.
    MovedAway,
    /// Text of the new side that stood elsewhere on the old one.
    MovedHere,
    /// A remark about the texts: where a piece lies, or that something was left out.
    Remark,
}

impl Piece {
    /// The letter for it in the data of the page, and the element that shows it, which the script knows by that letter.
    fn names(self) -> (char, &'static str, &'static str) {
        match self {
            Self::Plain => ('p', "span", ""),
            Self::Shared => ('s', "mark", ""),
            Self::Removed => ('d', "del", ""),
            Self::Added => ('a', "ins", ""),
            Self::RemovedWord => ('D', "del", "word"),
            Self::AddedWord => ('A', "ins", "word"),
            Self::MovedAway => ('m', "del", "moved"),
            Self::MovedHere => ('M', "ins", "moved"),
            Self::Remark => ('r', "span", "remark"),
        }
    }
}

impl Comparison {
    /// Adds it as JSON: `[heading, [label, letter, text, letter, text, ...], ...]`.
    pub(super) fn push_json(&self, json: &mut String) {
        json.push('[');
        push_string(&self.heading, json);
        for pane in &self.panes {
            json.push_str(",[");
            push_string(&pane.label, json);
            for (piece, text) in &pane.pieces {
                json.push_str(",\"");
                json.push(piece.names().0);
                json.push_str("\",");
                push_string(text, json);
            }
            json.push(']');
        }
        json.push(']');
    }

    /// Writes it as HTML, as the script would show it.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<div class=\"comparison\">")?;
        if !self.heading.is_empty() {
            writeln!(out, "<h3 dir=\"auto\">{}</h3>", escaped(&self.heading))?;
        }
        writeln!(out, "<div class=\"panes\">")?;
        self.panes.iter().try_for_each(|pane| pane.write(out))?;
        writeln!(out, "</div>\n</div>")
    }
}

impl Pane {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let label = escaped(&self.label);
        write!(out, "<div class=\"pane\"><h4 dir=\"auto\">{label}</h4>")?;
        write!(out, "<pre dir=\"auto\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">")?;
        for (piece, text) in &self.pieces {
            let (_, element, class) = piece.names();
            let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
            write!(out, "<{element}{class}>{}</{element}>", escaped(text))?;
        }
        writeln!(out, "</pre></div>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison() -> Comparison {
        let pieces = vec![(Piece::Plain, "a ".to_owned()), (Piece::AddedWord, "<b>".to_owned())];
        Comparison { heading: "1 & 2".to_owned(), panes: vec![Pane { label: "x\"y".to_owned(), pieces }] }
    }

    #[test]
    fn texts_are_data_of_the_page_and_never_markup() {
        let mut json = String::new();
        comparison().push_json(&mut json);
        assert_eq!(json, r#"["1 & 2",["x\"y","p","a ","A","\u003cb>"]]"#);
        let mut html = Vec::new();
        comparison().write(&mut html).unwrap();
        let html = String::from_utf8(html).unwrap();
        assert!(html.contains("<h3 dir=\"auto\">1 &amp; 2</h3>"), "{html}");
        assert!(html.contains("aria-label=\"x&quot;y\""), "{html}");
        assert!(html.contains("<span>a </span><ins class=\"word\">&lt;b&gt;</ins></pre>"), "{html}");
    }
}
