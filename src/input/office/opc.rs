//! What the packages of Word and PowerPoint have in common: parts that are found by relations, and a part of properties.

use crate::document::{FieldValue, Fields};
use crate::input::package::Package;
use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, XmlWalk, xml_text};

/// A part that another one points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// Its name within the part that points.
    pub(super) id: String,
    /// The last word of its type: `styles`, `slide`.
    pub(super) kind: String,
    /// The name of the part within the package.
    pub(super) target: String,
}

/// The parts that `part` points to; an empty name stands for the package itself. Targets outside of the package are left out.
pub(super) fn relations(package: &mut Package<'_>, part: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let Some(bytes) = package.part(&name)? else { return Ok(Vec::new()) };
    let text = xml_text(&bytes, &name)?;
    let mut walk = XmlWalk::new(&text, &name);
    let mut relations = Vec::new();
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        if tag.name() != "Relationship" || tag.plain_attribute("TargetMode").as_deref() == Some("External") {
            continue;
        }
        let (Some(id), Some(kind), Some(target)) =
            (tag.plain_attribute("Id"), tag.plain_attribute("Type"), tag.plain_attribute("Target"))
        else {
            continue;
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        relations.push(Relation { id, kind, target: joined(folder, &target) });
    }
    Ok(relations)
}

/// The name of a part that `target` means in a part below `folder`.
pub(super) fn joined(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    names.join("/")
}

/// The name of the first related part of one kind.
pub(super) fn target_of<'r>(relations: &'r [Relation], kind: &str) -> Option<&'r str> {
    relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.as_str())
}

/// What a document says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    /// Its title.
    pub(super) title: Option<String>,
    /// Who wrote it first.
    pub(super) author: Option<String>,
    /// When it was made.
    pub(super) created: Option<String>,
    /// When it was last saved.
    pub(super) modified: Option<String>,
    /// Its language.
    pub(super) language: Option<String>,
}

impl Properties {
    /// The fields of the document, in the order that all readers of documents have.
    pub(super) fn fields(self) -> Fields {
        let date = self.created.or(self.modified);
        let named = [("author", self.author), ("date", date), ("language", self.language)];
        named.into_iter().filter_map(|(name, value)| Some((name.into(), FieldValue::Text(value?)))).collect()
    }
}

/// Puts a value in a place that has none yet; an empty one is none.
pub(super) fn set_once(place: &mut Option<String>, value: String) {
    if place.is_none() && !value.is_empty() {
        *place = Some(value);
    }
}

/// The core properties of a package, from the part that its relations name. A damaged part of properties is no reason to refuse
/// the text, so it says nothing.
pub(super) fn properties(package: &mut Package<'_>, relations: &[Relation]) -> Result<Properties, Fault> {
    let mut properties = Properties::default();
    let Some(name) = target_of(relations, "core-properties") else { return Ok(properties) };
    let Some(bytes) = package.part(name)? else { return Ok(properties) };
    if let Ok(text) = xml_text(&bytes, name) {
        let _ = read_properties(&mut XmlWalk::new(&text, name), &mut properties);
    }
    Ok(properties)
}

fn read_properties(walk: &mut XmlWalk<'_>, properties: &mut Properties) -> Result<(), Fault> {
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        let place = match (tag.space, tag.name()) {
            (Space::DublinCore, "title") => &mut properties.title,
            (Space::DublinCore, "creator") => &mut properties.author,
            (Space::DublinCore, "language") => &mut properties.language,
            (Space::Terms, "created") => &mut properties.created,
            (Space::Terms, "modified") => &mut properties.modified,
            _ => continue,
        };
        set_once(place, walk.text_within()?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_joined_to_the_folder_of_their_part() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("ppt/slides", "../notesSlides/notesSlide1.xml", "ppt/notesSlides/notesSlide1.xml"),
            ("", "./word/document.xml", "word/document.xml"),
            ("a", "../../../b", "b"),
        ] {
            assert_eq!(joined(folder, target), name);
        }
    }
}
