//! Paths that choose elements and attributes of XML, in the few forms of `XPath` that reading a corpus takes.
//!
//! `a/b` is a child, `a//b` any descendant, `*` any name, `[@n]` and `[@n='v']` conditions on attributes, `@n` at the end an
//! attribute, `|` stands between alternatives. A path that begins with one slash starts at the root element, any other
//! anywhere. All paths are followed at once, in one walk over the file.

use std::fmt;
use std::str::FromStr;

use super::elements::{Elements, Tag};
use crate::input::reader::Fault;

/// Elements and attributes of XML, chosen by where they are: `//p`, `/doc/body/p`, `article/headline`, `*[@type='x']/p`,
/// `//image/@alt`, `title | p`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlPath {
    /// The path as a user wrote it.
    source: String,
    /// The steps of all alternatives, one alternative behind the other.
    steps: Vec<Step>,
}

/// The most steps that a path may have: one bit for each, and one for each alternative's end.
const MOST_STEPS: usize = 32;

/// The places of a path that a walk has come to, each a bit: the steps that the next element may fit.
pub(super) type Places = u64;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    axis: Axis,
    test: Test,
    conditions: Vec<Condition>,
    is_first: bool,
    is_last: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    Child,
    Descendant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// An element of this name, or of any.
    Element(Option<String>),
    /// An attribute of the element before.
    Attribute(String),
}

/// An attribute that is there, and its value if that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    name: String,
    value: Option<String>,
}

/// The result of following a path into an element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The places in the content of the element.
    pub(super) places: Places,
    /// The element is chosen.
    pub(super) is_chosen: bool,
    /// Attributes of it that are chosen, by name.
    pub(super) attributes: Vec<String>,
}

impl fmt::Display for XmlPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.source)
    }
}

impl FromStr for XmlPath {
    type Err = String;

    fn from_str(source: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        for alternative in outside_quotes(source, '|') {
            let first = steps.len();
            parse_alternative(alternative.trim(), &mut steps)
                .map_err(|message| format!("{alternative:?}: {message}"))?;
            if let Some(step) = steps.get_mut(first) {
                step.is_first = true;
            }
            if let Some(step) = steps.last_mut() {
                step.is_last = true;
            }
        }
        if steps.len() > MOST_STEPS {
            return Err(format!("there are more than {MOST_STEPS} steps"));
        }
        Ok(Self { source: source.to_owned(), steps })
    }
}

impl XmlPath {
    /// The places before the root element.
    pub(super) fn start(&self) -> Places {
        self.steps.iter().enumerate().filter(|(_, step)| step.is_first).map(|(idx, _)| 1 << idx).sum()
    }

    /// Follows the path from the places around an element into it.
    pub(super) fn follow(&self, places: Places, elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<Verdict, Fault> {
        let mut verdict = Verdict::default();
        for (idx, step) in self.steps.iter().enumerate().filter(|(idx, _)| places & 1 << idx != 0) {
            if step.axis == Axis::Descendant {
                verdict.places |= 1 << idx;
            }
            if !step.fits(elements, tag)? {
                continue;
            }
            if step.is_last {
                verdict.is_chosen = true;
                continue;
            }
            match self.steps.get(idx + 1) {
                Some(Step { axis: Axis::Child, test: Test::Attribute(name), .. }) => {
                    verdict.attributes.push(name.clone());
                }
                _ => verdict.places |= 1 << (idx + 1),
            }
        }
        // An attribute of any element below: the step for it waits in the content, and so must it for this element.
        for (idx, step) in self.steps.iter().enumerate() {
            if let (Test::Attribute(name), Axis::Descendant) = (&step.test, step.axis)
                && (places | verdict.places) & 1 << idx != 0
            {
                verdict.places |= 1 << idx;
                verdict.attributes.push(name.clone());
            }
        }
        Ok(verdict)
    }
}

impl Step {
    fn fits(&self, elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<bool, Fault> {
        let Test::Element(name) = &self.test else { return Ok(false) };
        let found = if name.as_ref().is_some_and(|name| name.contains(':')) { tag.full_name() } else { tag.name() };
        if name.as_ref().is_some_and(|name| name != found) {
            return Ok(false);
        }
        for Condition { name, value } in &self.conditions {
            let found = elements.attribute(tag, name)?;
            if found.is_none() || value.is_some() && found != *value {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The parts of `text` between those of `separator` that stand in no quotes.
fn outside_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quote = None;
    text.split(move |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c == separator
    })
}

fn parse_alternative(path: &str, steps: &mut Vec<Step>) -> Result<(), String> {
    let mut axis = Axis::Descendant;
    let mut rest = path;
    if let Some(behind) = rest.strip_prefix("//") {
        rest = behind;
    } else if let Some(behind) = rest.strip_prefix('/') {
        (axis, rest) = (Axis::Child, behind);
    }
    loop {
        let end = rest.find(['/', '[']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        rest = behind;
        let test = test(name.trim())?;
        let mut conditions = Vec::new();
        while let Some(behind) = rest.strip_prefix('[') {
            let (condition, further) = parse_condition(behind)?;
            conditions.push(condition);
            rest = further;
        }
        let is_attribute = matches!(test, Test::Attribute(_));
        steps.push(Step { axis, test, conditions, is_first: false, is_last: false });
        let Some(behind) = rest.strip_prefix('/') else { break };
        if is_attribute {
            return Err("nothing comes below an attribute".to_owned());
        }
        (axis, rest) = match behind.strip_prefix('/') {
            Some(behind) => (Axis::Descendant, behind),
            None => (Axis::Child, behind),
        };
    }
    if rest.is_empty() { Ok(()) } else { Err(format!("{rest:?} is not understood")) }
}

fn test(name: &str) -> Result<Test, String> {
    let is_name = |name: &str| {
        let is_known = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
        !name.is_empty() && name.chars().all(is_known) && !name.starts_with('.')
    };
    match name.strip_prefix('@') {
        Some(attribute) if is_name(attribute) => Ok(Test::Attribute(attribute.to_owned())),
        None if name == "*" => Ok(Test::Element(None)),
        None if is_name(name) => Ok(Test::Element(Some(name.to_owned()))),
        _ => Err(format!("{name:?} is no name of an element or an attribute")),
    }
}

/// Reads `@name]` or `@name='value']`, and gives what stands behind.
fn parse_condition(text: &str) -> Result<(Condition, &str), String> {
    let unclosed = || "a condition in brackets is @name or @name='value'".to_owned();
    let text = text.trim_start().strip_prefix('@').ok_or_else(unclosed)?;
    let (name, rest) = text.split_at(text.find(['=', ']']).ok_or_else(unclosed)?);
    let Test::Element(Some(name)) = test(name.trim())? else { return Err(unclosed()) };
    if let Some(rest) = rest.strip_prefix(']') {
        return Ok((Condition { name, value: None }, rest));
    }
    let rest = rest.strip_prefix('=').ok_or_else(unclosed)?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(unclosed)?;
    let (value, rest) = rest.get(1..).and_then(|rest| rest.split_once(quote)).ok_or_else(unclosed)?;
    let rest = rest.trim_start().strip_prefix(']').ok_or_else(unclosed)?;
    Ok((Condition { name, value: Some(value.to_owned()) }, rest))
}
