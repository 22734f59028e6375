//! Formulas of Word and PowerPoint on one line: what is raised, lowered or below a bar stands behind a sign.

use crate::input::xml_walk::Tag;

use super::flow::Flow;

/// The formula that is being read.
#[derive(Debug, Default)]
pub(super) struct Formula {
    /// The brackets that are still to be written, from the outside in.
    ends: Vec<String>,
}

/// What has to be done at the end of an element of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MathOpen {
    /// Nothing.
    Plain,
    /// The element has text.
    Text,
    /// It stands behind a sign, and begins here in its line; an empty one needs no sign.
    Marked(usize),
    /// It is in brackets.
    Bracketed,
}

impl Formula {
    /// Begins an element.
    pub(super) fn enter(&mut self, tag: &Tag<'_>, flow: &mut Flow) -> MathOpen {
        let value = || tag.attribute("val").unwrap_or_default();
        let sign = match tag.name() {
            "t" => return MathOpen::Text,
            "d" => {
                flow.push_char('(');
                self.ends.push(")".to_owned());
                return MathOpen::Bracketed;
            }
            "begChr" => {
                flow.replace_last(&value());
                return MathOpen::Plain;
            }
            "endChr" => {
                if let Some(end) = self.ends.last_mut() {
                    *end = value();
                }
                return MathOpen::Plain;
            }
            "chr" => {
                flow.push(&value());
                return MathOpen::Plain;
            }
            "den" => '/',
            "sup" => '^',
            "sub" => '_',
            "rad" => '√',
            _ => return MathOpen::Plain,
        };
        flow.push_char(sign);
        MathOpen::Marked(flow.line().len())
    }

    /// Ends an element.
    pub(super) fn leave(&mut self, open: MathOpen, flow: &mut Flow) {
        match open {
            MathOpen::Marked(start) if flow.line().len() == start => flow.replace_last(""),
            MathOpen::Bracketed => flow.push(&self.ends.pop().unwrap_or_default()),
            _ => {}
        }
    }
}
