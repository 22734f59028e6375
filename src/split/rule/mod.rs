//! Rules: how the entries of many pages are found, kept in a file that people can read and change.
//!
//! A rule names a boundary, says where title, text and further fields are, and when a page does not fit. It is learned
//! from pages ([`learn`]), written by hand, or one of the profiles of well-known exports ([`Rule::named`]), which are
//! files of the same kind. A page that does not fit its rule is refused with the reason, never cut all the same.

mod file;
mod fit;
mod learned;
mod patterns;
mod profile;
mod reading;
mod written;

#[cfg(test)]
mod tests;

use super::entry::{Boundary, Evidence, Page, Plan, Proposal, Typical};
use super::segment::Cut;
use crate::document::Markup;
use crate::table::Column;
use fit::{Fit, quoted};
use patterns::Frame;
use reading::Reading;

pub use learned::{Learned, learn};
pub(super) use profile::{candidates, of_proposal};

/// How the entries of a kind of page are found and read.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What messages call it.
    name: String,
    /// What it is for, or where it was learned.
    about: String,
    boundary: Boundary,
    typical: Option<Typical>,
    frame: Frame,
    reading: Reading,
    fit: Fit,
    origin: Option<Origin>,
}

/// What a rule was learned from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Origin {
    n_pages: u64,
    n_entries: u64,
    /// The ids of the first pages.
    from: Vec<String>,
}

impl Rule {
    /// What messages call the rule.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The columns that its entries have beside those of all segments.
    pub(super) fn columns(&self) -> Vec<Column> {
        self.reading.columns()
    }

    /// Cuts a page by the rule. Cost: linear in the text for each of its patterns.
    ///
    /// # Errors
    ///
    /// Why the page does not fit.
    pub(super) fn cut(&self, text: &str, markup: &Markup) -> Result<Cut, String> {
        let page = Page::new(text, markup);
        if text.trim().is_empty() {
            return Ok(Cut::default());
        }
        let proposal = self.find(&page)?;
        self.fit.check(&page, &proposal)?;
        let mut cut = proposal.cut(&page);
        self.fill(&page, &proposal.plan, &mut cut);
        Ok(cut)
    }

    /// What the rule finds on a page, if anything, and whether the page fits; if not, why.
    pub(super) fn look(&self, page: &Page<'_>) -> (Option<Proposal>, Result<(), String>) {
        match self.find(page) {
            Ok(found) => {
                let fits = self.fit.check(page, &found);
                (Some(found), fits)
            }
            Err(why) => (None, Err(why)),
        }
    }

    /// The boundary that the rule looks for, in one word.
    pub(super) fn kind(&self) -> &'static str {
        self.boundary.kind()
    }

    /// Adds what the rule's patterns read to the entries of a page.
    pub(super) fn fill(&self, page: &Page<'_>, plan: &Plan, cut: &mut Cut) {
        self.reading.fill(page, plan, &self.frame.patterns, cut);
    }

    fn find(&self, page: &Page<'_>) -> Result<Proposal, String> {
        self.fit.check_text(page.text)?;
        let found = match &self.boundary {
            boundary @ (Boundary::Pattern { .. } | Boundary::Mail {}) => {
                let evidence = Evidence::Patterns(self.name.clone());
                let plan = self.frame.plan(page, boundary, &self.reading);
                plan.map(|plan| Proposal::new(page, evidence, boundary.clone(), patterns::WEIGHT, plan))
            }
            boundary => boundary.find(page, self.typical.as_ref()),
        };
        found.ok_or_else(|| format!("it has {}", self.absence()))
    }

    /// What a page lacks that has no boundary.
    fn absence(&self) -> String {
        match &self.boundary {
            Boundary::Marker { lines, .. } if lines.is_empty() => "no line like \"Read more\"".to_owned(),
            Boundary::Marker { lines, .. } => format!("no line {}", quoted(lines)),
            Boundary::Separator { line } => format!("no line like {line:?}"),
            Boundary::Heading { level } => format!("no heading of level {level}"),
            Boundary::Number { first } => format!("no entry numbered like {first:?}"),
            Boundary::Date { .. } => "no line that opens with a date".to_owned(),
            Boundary::Bullet { sign } => format!("no item of a list with {:?}", sign.to_string()),
            Boundary::Headline {} => "no headline above a text".to_owned(),
            Boundary::Block { path } => format!("no element {path:?}"),
            Boundary::Mail {} => "no line \"From \" with a date and a time that opens a message".to_owned(),
            Boundary::Pattern { .. } => "no match of the patterns that entries begin and end with".to_owned(),
        }
    }
}
