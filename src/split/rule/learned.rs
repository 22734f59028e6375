//! Learning a rule from pages: which boundary explains most of them, and what their entries have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::fit::Fit;
use super::patterns::Frame;
use super::profile::telling;
use super::reading::Reading;
use super::{Origin, Rule};
use crate::diagnostics::Finding;
use crate::document::Document;
use crate::error::{Error, InputError, OptionProblem, Problem};
use crate::input::{Corpus, Job};
use crate::split::entry::{self, Boundary, Page, Proposal, Typical};

/// How many pages a rule names as those that it was learned from.
const MAX_NAMED: usize = 5;
/// A page fits with this percentage of entries that have a title and a text, even if every page learned from had more.
const MOST_TITLED_PERCENT: usize = 80;

/// A rule, and how much of what was shown it explains.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The rule.
    pub rule: Rule,
    /// Pages that it was learned from.
    pub n_pages: u64,
    /// Their entries.
    pub n_entries: u64,
}

/// Learns the rule that explains most entries of the documents of `corpus`, each a page of the same kind.
///
/// Every page proposes the layouts that it would be split by; those of all pages are added up by their boundary, and the
/// highest sum of scores wins. A page that has no such boundary is named in a warning. What is counted are integers, so
/// the rule does not depend on the number of threads. Cost: that of splitting the pages.
///
/// # Errors
///
/// [`Error::Option`] if nothing repeats in any page, and whatever reading the corpus returns.
pub fn learn(corpus: &Corpus, job: &Job<'_>) -> Result<Learned, Error> {
    let mut tallies: BTreeMap<Boundary, Tally> = BTreeMap::new();
    let mut pages: Vec<(String, BTreeSet<Boundary>)> = Vec::new();
    corpus.run(
        job,
        || (),
        |(), document| {
            let seen = sightings(&document);
            (document.id, seen)
        },
        |(id, seen)| {
            match seen {
                Ok(seen) => {
                    pages.push((id.clone(), seen.iter().map(|sighting| sighting.kind.clone()).collect()));
                    for sighting in seen {
                        tallies.entry(sighting.kind.clone()).or_default().add(&id, sighting);
                    }
                }
                Err(why) => job.diagnostics.report(InputError::new(id, Problem::NoBoundary(why)).into()),
            }
            Ok(())
        },
    )?;
    // Of equal sums the first boundary in the order of kinds wins, whatever the order of the pages.
    let best = tallies.into_iter().rev().max_by_key(|(_, tally)| (tally.score, tally.n_pages));
    let (kind, tally) = best.ok_or(OptionProblem::NothingToLearn)?;
    for (id, kinds) in pages {
        if !kinds.contains(&kind) {
            let message = format!("was not learned from: it has no such boundary as the other pages ({})", kind.kind());
            job.diagnostics.report(Finding::warning(id, message));
        }
    }
    Ok(tally.learned())
}

/// A layout of one page.
struct Sighting {
    /// The boundary without what differs between pages of one kind.
    kind: Boundary,
    boundary: Boundary,
    typical: Typical,
    score: usize,
    n_entries: usize,
    n_complete: usize,
    /// Filled lines of the longest entry, or of what stands around all.
    most_lines: usize,
}

fn sightings(document: &Document) -> Result<Vec<Sighting>, String> {
    let page = Page::new(&document.text, document.markup());
    let proposals = entry::proposals(&page);
    let seen: Vec<Sighting> = proposals.iter().filter(|p| p.doubt.is_none()).map(|p| sighting(&page, p)).collect();
    if seen.is_empty() { Err(entry::refusal(&proposals)) } else { Ok(seen) }
}

fn sighting(page: &Page<'_>, proposal: &Proposal) -> Sighting {
    let plan = &proposal.plan;
    let contents: Vec<_> = plan.entries.iter().skip(1).map(|entry| entry.content.clone()).collect();
    let around = [plan.lead.len(), plan.tail.len()];
    Sighting {
        kind: proposal.boundary.kind_of_page(),
        boundary: proposal.boundary.clone(),
        typical: Typical::of(page, &contents),
        score: proposal.layout.score,
        n_entries: proposal.layout.n_entries,
        n_complete: proposal.layout.n_complete,
        most_lines: plan.entries.iter().map(|entry| entry.lines.len()).chain(around).max().unwrap_or(0),
    }
}

/// What the pages with one boundary have in common. All of it are integers and sets.
#[derive(Default)]
struct Tally {
    score: usize,
    n_pages: u64,
    n_entries: usize,
    /// The lowest of the pages.
    least_complete_percent: Option<usize>,
    most_lines: usize,
    boundary: Option<Boundary>,
    typical: BTreeMap<Typical, usize>,
    from: Vec<String>,
}

impl Tally {
    fn add(&mut self, id: &str, sighting: Sighting) {
        let percent = 100 * sighting.n_complete / sighting.n_entries.max(1);
        self.score += sighting.score;
        self.n_pages += 1;
        self.n_entries += sighting.n_entries;
        self.least_complete_percent = Some(self.least_complete_percent.map_or(percent, |least| least.min(percent)));
        self.most_lines = self.most_lines.max(sighting.most_lines);
        *self.typical.entry(sighting.typical).or_default() += sighting.n_entries;
        if self.from.len() < MAX_NAMED {
            self.from.push(id.to_owned());
        }
        self.boundary = Some(match self.boundary.take() {
            Some(known) => known.joined(sighting.boundary),
            None => sighting.boundary,
        });
    }

    fn learned(self) -> Learned {
        let (n_pages, n_entries) = (self.n_pages, self.n_entries as u64);
        let typical = self.typical.into_iter().rev().max_by_key(|(_, n)| *n).map(|(typical, _)| typical);
        let boundary = self.boundary.unwrap_or(Boundary::Headline {});
        let profile = match &boundary {
            Boundary::Pattern { .. } | Boundary::Mail {} => telling().find(|rule| rule.boundary == boundary),
            _ => None,
        };
        let fit = Fit {
            titled_percent: self.least_complete_percent.unwrap_or(0).min(MOST_TITLED_PERCENT),
            // The same bound that splitting without a rule has for parts far longer than usual.
            n_lines: Some(4 * self.most_lines + 4),
            ..Fit::default()
        };
        let origin = Some(Origin { n_pages, n_entries, from: self.from });
        let rule = match profile {
            Some(profile) => Rule { origin, ..profile.clone() },
            None => Rule {
                name: "learned".to_owned(),
                about: String::new(),
                boundary,
                typical: typical.filter(|typical| *typical != Typical::default()),
                frame: Frame::default(),
                reading: Reading::default(),
                fit,
                origin,
            },
        };
        Learned { rule, n_pages, n_entries }
    }
}
