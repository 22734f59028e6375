//! The parts of an electronic book: what it says about itself, its pages in reading order, its contents.

use std::collections::{HashMap, HashSet};

use crate::input::package::Package;
use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, Tag, XmlWalk, xml_text};
use crate::text::on_one_line;

use super::opc::{Properties, joined, set_once};

/// What the description of a book says.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// What the book says about itself.
    pub(super) properties: Properties,
    /// The names of the pages in reading order, each once.
    pub(super) pages: Vec<String>,
    /// The names of the parts that have the contents, the newer kind first.
    pub(super) contents: Vec<String>,
    items: HashMap<String, Item>,
}

/// A part that the description lists.
#[derive(Debug, Default)]
struct Item {
    name: String,
    media: String,
    is_contents: bool,
}

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// The ways to disguise fonts, which leave the text readable.
const DISGUISES: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

impl Book {
    /// Reads the description of the book in a package.
    pub(super) fn open(package: &mut Package<'_>) -> Result<Self, Fault> {
        let name = description_name(package)?;
        let bytes = package.needed_part(&name)?;
        let text = xml_text(&bytes, &name)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut book = Self::default();
        let mut authors: Vec<String> = Vec::new();
        let mut spine: Vec<String> = Vec::new();
        let mut contents_id = None;
        let mut walk = XmlWalk::new(&text, &name);
        while let Some(step) = walk.step()? {
            let Step::Open(tag) = step else { continue };
            match tag.name() {
                "item" => book.take_item(&tag, folder),
                "itemref" => spine.extend(tag.plain_attribute("idref")),
                "spine" => contents_id = tag.plain_attribute("toc"),
                "creator" if tag.space == Space::DublinCore => authors.push(walk.text_within()?),
                "title" | "language" | "date" if tag.space == Space::DublinCore => {
                    let properties = &mut book.properties;
                    let place = match tag.name() {
                        "title" => &mut properties.title,
                        "language" => &mut properties.language,
                        _ if tag.prefixed_attribute("event").as_deref() == Some("modification") => {
                            &mut properties.modified
                        }
                        _ => &mut properties.created,
                    };
                    set_once(place, walk.text_within()?);
                }
                "meta" if tag.plain_attribute("property").as_deref() == Some("dcterms:modified") => {
                    set_once(&mut book.properties.modified, walk.text_within()?);
                }
                _ => {}
            }
        }
        authors.retain(|author| !author.is_empty());
        set_once(&mut book.properties.author, authors.join("; "));
        book.order(&spine, contents_id.as_deref());
        refuse_protected(package, &book.pages)?;
        Ok(book)
    }

    fn take_item(&mut self, tag: &Tag<'_>, folder: &str) {
        let (Some(id), Some(target)) = (tag.plain_attribute("id"), tag.plain_attribute("href")) else { return };
        let item = Item {
            name: page_name(folder, &target),
            media: tag.plain_attribute("media-type").unwrap_or_default(),
            is_contents: tag.plain_attribute("properties").is_some_and(|all| all.split(' ').any(|one| one == "nav")),
        };
        self.items.insert(id, item);
    }

    /// Puts the pages in the order of the spine. The contents are no page, unless there is no other.
    fn order(&mut self, spine: &[String], contents_id: Option<&str>) {
        let mut known = HashSet::new();
        let listed: Vec<&Item> = spine.iter().filter_map(|id| self.items.get(id)).collect();
        let pages = listed.iter().filter(|item| !item.is_contents && is_page(&item.media));
        self.pages = pages.map(|item| item.name.clone()).filter(|name| known.insert(name.clone())).collect();
        let contents = self.items.values().filter(|item| item.is_contents);
        let old = contents_id.and_then(|id| self.items.get(id));
        self.contents = contents.chain(old).map(|item| item.name.clone()).collect();
        if self.pages.is_empty() {
            self.pages.extend(listed.iter().filter(|item| item.is_contents).map(|item| item.name.clone()));
            self.pages.dedup();
        }
    }

    /// What the contents call each page, by the names of the pages.
    pub(super) fn page_titles(&self, package: &mut Package<'_>) -> Result<HashMap<String, String>, Fault> {
        let mut titles = HashMap::new();
        for name in &self.contents {
            let Some(bytes) = package.part(name)? else { continue };
            // Contents that are damaged are no reason to refuse the book.
            if let Ok(text) = xml_text(&bytes, name) {
                let _ = read_contents(&mut XmlWalk::new(&text, name), name, &mut titles);
            }
            if !titles.is_empty() {
                break;
            }
        }
        Ok(titles)
    }
}

fn is_page(media: &str) -> bool {
    matches!(media, "" | "application/xhtml+xml" | "text/html" | "application/x-dtbook+xml" | "text/x-oeb1-document")
}

/// The name of the part that describes the book.
fn description_name(package: &mut Package<'_>) -> Result<String, Fault> {
    let mut found: Option<(bool, String)> = None;
    if let Some(bytes) = package.part(CONTAINER)? {
        let text = xml_text(&bytes, CONTAINER)?;
        let mut walk = XmlWalk::new(&text, CONTAINER);
        while let Some(step) = walk.step()? {
            let Step::Open(tag) = step else { continue };
            if tag.name() != "rootfile" {
                continue;
            }
            let is_book = tag.plain_attribute("media-type").as_deref() == Some("application/oebps-package+xml");
            if let Some(path) = tag.plain_attribute("full-path")
                && found.as_ref().is_none_or(|(was_book, _)| is_book && !was_book)
            {
                found = Some((is_book, page_name("", &path)));
            }
        }
    }
    let found = found.map(|(_, name)| name).filter(|name| package.has(name));
    let named = found.or_else(|| package.names().find(|name| name.ends_with(".opf")).map(str::to_owned));
    named.ok_or_else(|| Fault::Malformed("is no electronic book: it has no description of its pages".to_owned()))
}

/// Refuses a book some of whose pages are encrypted; one that only disguises its fonts is none.
fn refuse_protected(package: &mut Package<'_>, pages: &[String]) -> Result<(), Fault> {
    let Some(bytes) = package.part(ENCRYPTION)? else { return Ok(()) };
    let pages: HashSet<String> = pages.iter().map(|name| name.to_ascii_lowercase()).collect();
    let text = xml_text(&bytes, ENCRYPTION)?;
    let mut walk = XmlWalk::new(&text, ENCRYPTION);
    let mut is_disguise = false;
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        match tag.name() {
            "EncryptedData" => is_disguise = false,
            "EncryptionMethod" => {
                is_disguise = tag.plain_attribute("Algorithm").is_some_and(|name| DISGUISES.contains(&name.as_str()));
            }
            "CipherReference" if !is_disguise => {
                let name = tag.plain_attribute("URI").map(|target| page_name("", &target).to_ascii_lowercase());
                if name.is_some_and(|name| pages.contains(&name)) {
                    let what =
                        "is protected against copying (DRM): get a copy without protection from where it was bought";
                    return Err(Fault::Malformed(what.to_owned()));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads contents of either kind: points with labels, or a page of links.
fn read_contents(walk: &mut XmlWalk<'_>, part: &str, titles: &mut HashMap<String, String>) -> Result<(), Fault> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut label = String::new();
    while let Some(step) = walk.step()? {
        let Step::Open(tag) = step else { continue };
        let (target, title) = match tag.name() {
            "navLabel" => {
                label = walk.text_within()?;
                continue;
            }
            "content" => (tag.plain_attribute("src"), std::mem::take(&mut label)),
            "a" => (tag.plain_attribute("href"), walk.text_within()?),
            // Lists of pages and landmarks follow the contents.
            "nav" if tag.prefixed_attribute("type").is_some_and(|kind| kind != "toc") => {
                walk.skip()?;
                continue;
            }
            _ => continue,
        };
        let title = on_one_line(&title);
        if let Some(target) = target.filter(|_| !title.is_empty()) {
            titles.entry(page_name(folder, &target)).or_insert(title);
        }
    }
    Ok(())
}

/// The name of the part that a link leads to, without the place within.
fn page_name(folder: &str, target: &str) -> String {
    let path = target.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    joined(folder, &String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_parts() {
        assert_eq!(page_name("OEBPS/text", "../a%20b%C3%A9.xhtml#x"), "OEBPS/a bé.xhtml");
        assert_eq!(page_name("", "100%.xhtml"), "100%.xhtml");
    }
}
