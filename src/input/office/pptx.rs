//! Presentations of PowerPoint: slides in the order in which they are shown, each with its notes.

use std::collections::{HashMap, HashSet};

use crate::input::options::InputOptions;
use crate::input::package::Package;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::input::xml_walk::{Space, Step, XmlWalk, xml_text};

use super::flow::Flow;
use super::opc::{Relation, properties, relations, set_once, target_of};
use super::slide::{Layout, SlideText, read_diagram, read_notes, read_slide};

/// Reads a presentation of PowerPoint, as `.pptx`, `.pptm`, `.ppsx` and `.potx` files are.
///
/// # Errors
///
/// A container or part that is damaged, encrypted or too long, a package that is no presentation, and one without text.
pub(in crate::input) fn read_pptx(
    bytes: &[u8],
    options: &InputOptions,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let mut package = Package::open(bytes, options.max_document_bytes)?;
    let package_relations = relations(&mut package, "")?;
    let main = target_of(&package_relations, "officeDocument").unwrap_or("ppt/presentation.xml").to_owned();
    let mut properties = properties(&mut package, &package_relations)?;
    let related = relations(&mut package, &main)?;

    let mut flow = Flow::default();
    let mut first_title = None;
    let mut layouts = HashMap::new();
    for name in slide_names(&mut package, &main, &related)? {
        let slide = slide_text(&mut package, &name, &mut layouts)?;
        flow.add_slide(&slide.title, &slide.text, &slide.notes);
        if first_title.is_none() && !slide.title.is_empty() {
            first_title = Some(slide.title);
        }
    }
    let text = flow.finish();
    if text.is_empty() {
        return Err(Fault::NoText("is a presentation without text"));
    }
    // What the program writes where nobody gave a title.
    properties.title = properties.title.filter(|title| title != "PowerPoint Presentation");
    set_once(&mut properties.title, first_title.unwrap_or_default());
    let title = properties.title.take();
    tell(Reading::Document(Parsed { id: None, title, text, fields: properties.fields(), ..Parsed::default() }));
    Ok(())
}

/// The names of the slides in the order of the presentation, each once.
fn slide_names(package: &mut Package<'_>, main: &str, related: &[Relation]) -> Result<Vec<String>, Fault> {
    let bytes = package.needed_part(main)?;
    let text = xml_text(&bytes, main)?;
    let mut walk = XmlWalk::new(&text, main);
    let slides = related.iter().filter(|relation| relation.kind == "slide");
    let slides: HashMap<&str, &str> = slides.map(|slide| (slide.id.as_str(), slide.target.as_str())).collect();
    let mut is_root = true;
    let mut known = HashSet::new();
    let mut names = Vec::new();
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        if std::mem::take(&mut is_root) && tag.name() != "presentation" {
            let found: String = tag.name().chars().take(40).collect();
            return Err(Fault::Malformed(format!("is no presentation: its main part is a `{found}`")));
        }
        if (tag.space, tag.name()) != (Space::Slides, "sldId") {
            continue;
        }
        let Some(id) = tag.prefixed_attribute("id") else { continue };
        if let Some(slide) = slides.get(id.as_str()).filter(|slide| known.insert(**slide)) {
            names.push((*slide).to_owned());
        }
    }
    Ok(names)
}

/// The text of one slide with that of its diagrams and notes.
fn slide_text(
    package: &mut Package<'_>,
    name: &str,
    layouts: &mut HashMap<String, Layout>,
) -> Result<SlideText, Fault> {
    let related = relations(package, name)?;
    let layout_name = target_of(&related, "slideLayout").unwrap_or_default();
    if !layouts.contains_key(layout_name) {
        let layout = match package.part(layout_name)? {
            Some(part) => Layout::read(&mut XmlWalk::new(&xml_text(&part, layout_name)?, layout_name))?,
            None => Layout::default(),
        };
        layouts.insert(layout_name.to_owned(), layout);
    }
    let part = package.needed_part(name)?;
    let layout = layouts.entry(layout_name.to_owned()).or_default();
    let mut slide = read_slide(&mut XmlWalk::new(&xml_text(&part, name)?, name), layout)?;
    drop(part);
    let ids: HashSet<&str> = slide.diagrams.iter().map(String::as_str).collect();
    for diagram in related.iter().filter(|relation| ids.contains(relation.id.as_str())) {
        let name = diagram.target.as_str();
        let Some(part) = package.part(name)? else { continue };
        let text = read_diagram(&mut XmlWalk::new(&xml_text(&part, name)?, name))?;
        if !slide.text.is_empty() && !text.is_empty() {
            slide.text.push_str("\n\n");
        }
        slide.text.push_str(&text);
    }
    if let Some(notes) = target_of(&related, "notesSlide")
        && let Some(part) = package.part(notes)?
    {
        slide.notes = read_notes(&mut XmlWalk::new(&xml_text(&part, notes)?, notes))?;
    }
    Ok(slide)
}
