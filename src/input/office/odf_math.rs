//! Formulas of OpenDocument files on one line: what is raised, lowered or below a bar stands behind a sign.

use crate::input::reader::Fault;
use crate::input::xml_walk::{Step, XmlWalk};

/// An open element: the signs before its second and third part, how many parts it has so far, and what ends it.
struct Open {
    signs: [&'static str; 2],
    n_parts: usize,
    end: &'static str,
    is_token: bool,
}

/// The text of the formula whose element has just begun, to its end.
pub(super) fn math_text(walk: &mut XmlWalk<'_>) -> Result<String, Fault> {
    let mut out = String::new();
    let mut open = vec![Open { signs: ["", ""], n_parts: 0, end: "", is_token: false }];
    while let Some(innermost) = open.last_mut() {
        match walk.step()? {
            None => break,
            Some(Step::Text(text)) if innermost.is_token => {
                // White space around the text of a token means nothing.
                let words = text.split_ascii_whitespace();
                for (idx, word) in words.enumerate() {
                    out.push_str(if idx > 0 { " " } else { "" });
                    out.push_str(word);
                }
            }
            Some(Step::Text(_)) => {}
            Some(Step::Close) => {
                out.push_str(innermost.end);
                open.pop();
            }
            Some(Step::Open(tag)) => {
                innermost.n_parts += 1;
                let sign = innermost.n_parts.checked_sub(2).and_then(|part| innermost.signs.get(part));
                if matches!(tag.name(), "annotation" | "annotation-xml") {
                    walk.skip()?;
                    continue;
                }
                out.push_str(sign.copied().unwrap_or_default());
                let (start, signs, end) = match tag.name() {
                    "mfrac" => ("", ["/", ""], ""),
                    "msup" | "mover" => ("", ["^", ""], ""),
                    "msub" | "munder" => ("", ["_", ""], ""),
                    "msubsup" | "munderover" => ("", ["_", "^"], ""),
                    "msqrt" | "mroot" => ("√", ["", ""], ""),
                    "mfenced" => ("(", [",", ","], ")"),
                    "mtd" | "mtr" | "mspace" => ("", ["", ""], " "),
                    _ => ("", ["", ""], ""),
                };
                out.push_str(start);
                let is_token = matches!(tag.name(), "mi" | "mn" | "mo" | "mtext" | "ms");
                open.push(Open { signs, n_parts: 0, end, is_token });
            }
        }
    }
    Ok(out.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_one_line() {
        let xml = "<math><semantics><mrow><msup><mi> x </mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</mn><mi>y</mi></mfrac>\
            <munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover></mrow><annotation>x^2</annotation></semantics></math>";
        let mut walk = XmlWalk::new(xml, "");
        assert!(walk.step().is_ok());
        assert_eq!(math_text(&mut walk).unwrap(), "x^2=1/y∑_i^n");
        assert!(matches!(walk.step(), Ok(None)));
    }
}
