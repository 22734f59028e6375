//! XML of any kind, whose text is where a user says.

use std::collections::HashMap;

use super::elements::{Elements, Piece, Tag};
use super::path::{Places, XmlPath};
use crate::document::{FieldValue, Fields};
use crate::input::prose::{Gap, Prose};
use crate::input::reader::{Fault, Parsed, Reading};

/// Hands over the texts that `wanted` chooses, each a block: of the whole file, or of every element that `unit` chooses, whose
/// attributes are then the fields.
pub(super) fn read(
    elements: &mut Elements<'_>,
    root: &Tag<'_>,
    wanted: &XmlPath,
    unit: Option<&XmlPath>,
    hand_over: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let outside = Open { wanted: wanted.start(), unit: unit.map_or(0, XmlPath::start), is_text: false, is_unit: false };
    let mut walk = Walk { wanted, unit, stack: vec![outside], prose: None, draft: None, n_chosen: 0, n_documents: 0 };
    walk.draft = unit.is_none().then(Parsed::default);
    walk.prose = unit.is_none().then(Prose::default);
    walk.open(elements, root)?;
    while walk.stack.len() > 1 {
        match elements.next()? {
            Some(Piece::Open(tag)) => walk.open(elements, &tag)?,
            Some(Piece::Close) => walk.close(hand_over),
            Some(Piece::Text(text)) => walk.text(&text),
            None => break,
        }
    }
    match unit {
        Some(unit) if walk.n_documents == 0 => {
            Err(Fault::Unread(format!("has no element that {:?} chooses, so there is no document", unit.to_string())))
        }
        _ if walk.n_chosen == 0
            && let Some(line) = elements.line_of_part() =>
        {
            // Other blocks of the file may have what is chosen.
            let path = wanted.to_string();
            let message =
                format!("has no element or attribute that {path:?} chooses in the documents from line {line} on");
            hand_over(Reading::Warning(message));
            Ok(())
        }
        _ if walk.n_chosen == 0 => Err(Fault::Unread(format!(
            "has no element or attribute that {:?} chooses, so there is no text",
            wanted.to_string()
        ))),
        Some(_) => Ok(()),
        None => {
            walk.end(hand_over);
            Ok(())
        }
    }
}

struct Walk<'p> {
    wanted: &'p XmlPath,
    unit: Option<&'p XmlPath>,
    /// The outside of the root element, and each open element.
    stack: Vec<Open>,
    /// The document that is being read, and its text.
    draft: Option<Parsed>,
    prose: Option<Prose>,
    n_chosen: u64,
    n_documents: u64,
}

/// An open element.
#[derive(Clone, Copy)]
struct Open {
    wanted: Places,
    unit: Places,
    /// It was chosen for its text, or stands in one that was.
    is_text: bool,
    /// A document begins and ends with it.
    is_unit: bool,
}

impl Walk<'_> {
    fn open(&mut self, elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        let Some(&outer) = self.stack.last() else { return Ok(()) };
        let mut open = Open { is_unit: false, ..outer };
        if let Some(unit) = self.unit {
            let verdict = unit.follow(outer.unit, elements, tag)?;
            open.unit = verdict.places;
            // A document in a document belongs to it.
            if verdict.is_chosen && self.draft.is_none() {
                open.is_unit = true;
                self.draft = Some(draft(elements, tag)?);
                self.prose = Some(Prose::default());
            }
        }
        let verdict = self.wanted.follow(outer.wanted, elements, tag)?;
        open.wanted = verdict.places;
        if let Some(prose) = &mut self.prose {
            for name in &verdict.attributes {
                if let Some(value) = elements.attribute(tag, name)? {
                    self.n_chosen += 1;
                    prose.gap(Gap::Paragraph);
                    prose.push(&value);
                    prose.gap(Gap::Paragraph);
                }
            }
            if verdict.is_chosen && !outer.is_text {
                self.n_chosen += 1;
                open.is_text = true;
                prose.gap(Gap::Paragraph);
            }
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self, hand_over: &mut dyn FnMut(Reading)) {
        let Some(open) = self.stack.pop() else { return };
        let is_in_text = self.stack.last().is_some_and(|outer| outer.is_text);
        if let Some(prose) = &mut self.prose
            && open.is_text
            && !is_in_text
        {
            prose.gap(Gap::Paragraph);
        }
        if open.is_unit {
            self.end(hand_over);
        }
    }

    fn text(&mut self, text: &str) {
        if let (Some(prose), Some(Open { is_text: true, .. })) = (&mut self.prose, self.stack.last()) {
            prose.push(text);
        }
    }

    fn end(&mut self, hand_over: &mut dyn FnMut(Reading)) {
        if let (Some(document), Some(prose)) = (self.draft.take(), self.prose.take()) {
            self.n_documents += 1;
            hand_over(Reading::Document(Parsed { text: prose.finish(), ..document }));
        }
    }
}

/// A document with what the attributes of its element say about it.
fn draft(elements: &mut Elements<'_>, tag: &Tag<'_>) -> Result<Parsed, Fault> {
    let mut document = Parsed::default();
    let mut fields = Fields::default();
    for (name, raw) in tag.raw_attributes().filter(|(name, _)| !name.starts_with("xmlns")) {
        let value = elements.value(&raw)?;
        match name.strip_prefix("xml:").unwrap_or(name) {
            "id" if document.id.is_none() => document.id = Some(value),
            "title" if document.title.is_none() => document.title = Some(value),
            name => fields.set(name.into(), FieldValue::Text(value)),
        }
    }
    document.fields = fields;
    Ok(document)
}

/// The refusal of XML of which nobody said where its text is: it names the root element, and those with the most text.
pub(super) fn refusal(elements: &mut Elements<'_>, root: &Tag<'_>) -> Result<Fault, Fault> {
    /// So many different names are counted.
    const MOST_NAMES: usize = 10_000;
    let mut n_bytes: HashMap<String, usize> = HashMap::new();
    let mut stack = vec![root.name().to_owned()];
    while let (Some(name), Some(piece)) = (stack.last(), elements.next()?) {
        match piece {
            Piece::Open(tag) => stack.push(tag.name().to_owned()),
            Piece::Close => {
                stack.pop();
            }
            Piece::Text(text) => {
                let n_ink = text.trim().len();
                if let Some(n_bytes) = n_bytes.get_mut(name) {
                    *n_bytes += n_ink;
                } else if n_ink > 0 && n_bytes.len() < MOST_NAMES {
                    n_bytes.insert(name.clone(), n_ink);
                }
            }
        }
    }
    let mut names: Vec<(usize, String)> = n_bytes.into_iter().map(|(name, n_bytes)| (n_bytes, name)).collect();
    names.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let shown: Vec<String> = names.iter().take(3).map(|(_, name)| format!("//{name}")).collect();
    let root = root.name();
    let Some(first) = shown.first() else {
        return Ok(Fault::Unread(format!("is XML with the root element {root:?} and no text in its elements")));
    };
    Ok(Fault::Unread(format!(
        "is XML with the root element {root:?}, and where its text is must be told: --xml-text {first:?} for instance (most \
         text is in {})",
        shown.join(", ")
    )))
}
