//! The styles of an OpenDocument file: which of them hide text and which are those of a title.

use std::collections::HashMap;

use crate::input::reader::Fault;
use crate::input::xml_walk::{Space, Step, XmlWalk};

/// The styles by their families and names.
#[derive(Debug, Default)]
pub(super) struct OdfStyles {
    styles: HashMap<String, OdfStyle>,
    /// The language of paragraphs that name none.
    pub(super) language: Option<String>,
}

#[derive(Debug, Default)]
struct OdfStyle {
    parent: Option<String>,
    is_hidden: Option<bool>,
}

/// The longest chain of styles that is followed.
const LONGEST_CHAIN: usize = 32;

/// The families that text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Styles of paragraphs.
    Paragraph,
    /// Styles within them.
    Text,
}

impl Family {
    fn key(self, name: &str) -> String {
        let family = if self == Self::Paragraph { "paragraph" } else { "text" };
        format!("{family} {name}")
    }
}

impl OdfStyles {
    /// Tells if the style hides what has it.
    pub(super) fn hides(&self, family: Family, name: &str) -> bool {
        self.chain(family, name).find_map(|(_, style)| style.is_hidden).unwrap_or(false)
    }

    /// Tells if the style is the one for titles, or is based on it.
    pub(super) fn is_title(&self, name: &str) -> bool {
        name == "Title"
            || self.chain(Family::Paragraph, name).any(|(_, style)| style.parent.as_deref() == Some("Title"))
    }

    fn chain(&self, family: Family, name: &str) -> impl Iterator<Item = (usize, &OdfStyle)> {
        let first = self.styles.get(&family.key(name));
        let next = move |style: &&OdfStyle| style.parent.as_deref().and_then(|name| self.styles.get(&family.key(name)));
        std::iter::successors(first, next).enumerate().take(LONGEST_CHAIN)
    }

    /// Reads a section of styles from within its element.
    pub(super) fn read(&mut self, walk: &mut XmlWalk<'_>) -> Result<(), Fault> {
        let mut n_open = 1_usize;
        // Key and level of the style that is open; no key stands for the default of paragraphs.
        let mut open: Option<(Option<String>, usize)> = None;
        while n_open > 0 {
            let Some(step) = walk.step()? else { break };
            match step {
                Step::Text(_) => {}
                Step::Close => {
                    n_open -= 1;
                    open = open.filter(|(_, level)| *level <= n_open);
                }
                Step::Open(tag) => {
                    n_open += 1;
                    let family = || tag.attribute("family").unwrap_or_default();
                    match (tag.space, tag.name()) {
                        (Space::Style, "style") => {
                            let key = format!("{} {}", family(), tag.attribute("name").unwrap_or_default());
                            let parent = tag.attribute("parent-style-name");
                            self.styles.insert(key.clone(), OdfStyle { parent, is_hidden: None });
                            open = Some((Some(key), n_open));
                        }
                        (Space::Style, "default-style") if family() == "paragraph" => open = Some((None, n_open)),
                        (Space::Style, "text-properties" | "properties") => {
                            if let Some((key, _)) = &open {
                                self.take(key.as_deref(), tag.attribute("display"), tag.attribute("language"), || {
                                    tag.attribute("country")
                                });
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    fn take(
        &mut self,
        key: Option<&str>,
        display: Option<String>,
        language: Option<String>,
        country: impl Fn() -> Option<String>,
    ) {
        let known = |name: &String| !matches!(name.as_str(), "" | "none" | "zxx");
        match key {
            Some(key) => {
                if let (Some(style), Some(display)) = (self.styles.get_mut(key), display) {
                    style.is_hidden = Some(display == "none");
                }
            }
            None => {
                if let (None, Some(language)) = (&self.language, language.filter(known)) {
                    let country = country().filter(known).map_or_else(String::new, |country| format!("-{country}"));
                    self.language = Some(language + &country);
                }
            }
        }
    }
}
