//! Pictures of numbers in SVG, each with a description for those who do not see it and a table of its numbers.
//!
//! Colors come from the style of the page, so that a picture suits a light screen and a dark one.

mod axis;
mod barcodes;
mod bars;
mod curve;

use std::io::{self, Write};

use super::markup::escaped;

pub use axis::{Axis, Scale};
pub use barcodes::Track;
pub use curve::Curve;

/// The width of every picture, in units that the browser scales.
const WIDTH: f64 = 720.0;

/// How much of the page's width a picture needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Two fit side by side.
    Half,
    /// One after the other.
    Whole,
}

/// A drawing with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Below the drawing: what is to be seen.
    caption: String,
    /// Instead of the drawing: what it shows.
    description: String,
    /// The elements inside the `svg`.
    drawing: String,
    height: f64,
    shape: Shape,
    /// The names of the columns of the numbers, then their rows.
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Picture {
    /// Writes the picture as the `number`-th of the page.
    pub(super) fn write(&self, number: usize, out: &mut dyn Write) -> io::Result<()> {
        let id = format!("picture-{number}");
        let (caption, height) = (escaped(&self.caption), self.height);
        let class = if self.shape == Shape::Half { " class=\"half\"" } else { "" };
        writeln!(out, "<figure{class}>")?;
        write!(out, "<svg role=\"img\" aria-labelledby=\"{id}-title {id}-description\" ")?;
        writeln!(out, "viewBox=\"0 0 {WIDTH} {height}\">")?;
        writeln!(out, "<title id=\"{id}-title\">{caption}</title>")?;
        writeln!(out, "<desc id=\"{id}-description\">{}</desc>", escaped(&self.description))?;
        writeln!(out, "{}</svg>", self.drawing)?;
        writeln!(out, "<figcaption>{caption}</figcaption>")?;
        writeln!(out, "<details><summary>The numbers as a table</summary>\n<div class=\"scroll\">\n<table>")?;
        write!(out, "<caption>{caption}</caption>\n<thead><tr>")?;
        self.header.iter().try_for_each(|name| write!(out, "<th scope=\"col\">{}</th>", escaped(name)))?;
        writeln!(out, "</tr></thead>\n<tbody>")?;
        for row in &self.rows {
            write!(out, "<tr>")?;
            row.iter().try_for_each(|cell| write!(out, "<td dir=\"auto\">{}</td>", escaped(cell)))?;
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody>\n</table>\n</div>\n</details>\n</figure>")
    }
}

/// A place or length in a drawing, to a tenth of a unit.
fn unit(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_words_for_those_who_do_not_see_it() {
        let picture = Picture::bars("Lengths <x>", &["tokens", "documents"], &[("0–9".to_owned(), 3)]);
        let mut out = Vec::new();
        picture.write(2, &mut out).unwrap();
        let html = String::from_utf8(out).unwrap();
        assert!(html.contains("<svg role=\"img\" aria-labelledby=\"picture-2-title picture-2-description\""), "{html}");
        assert!(html.contains("<title id=\"picture-2-title\">Lengths &lt;x&gt;</title>"), "{html}");
        assert!(html.contains("<tr><td dir=\"auto\">0–9</td><td dir=\"auto\">3</td></tr>"), "{html}");
        assert!(!html.contains(" style="), "{html}");
    }

    #[test]
    fn places_are_short() {
        assert_eq!([unit(1.0), unit(0.25), unit(12.06)], ["1", "0.2", "12.1"]);
    }
}
