//! What there is to count for the units that are asked for.

use std::sync::Arc;

use super::Options;
use super::contexts::Contexts;
use super::counted::Counted;
use super::counts::Counts;
use super::grouping::Grouping;
use super::groups::Groups;
use super::languages::Languages;
use super::needs::Needs;
use super::plan::Plan;
use super::reference::Against;
use super::search::Search;
use super::sightings::Sightings;
use super::tables::Tables;
use super::tally::Tally;
use super::unit::Unit;
use super::unreadable::Unreadable;
use super::variant::Spellings;
use crate::diagnostics::Diagnostics;
use crate::error::{Error, OptionProblem};
use crate::input::{Corpus, Job};
use crate::table::Output;
use crate::text::{KNOWS_LANGUAGES, Tokenization};

/// All that any of the units needs, done once.
#[derive(Debug)]
pub(super) struct Task<'o> {
    pub(super) options: &'o Options,
    /// Each once, in the order of their tables.
    pub(super) units: Vec<Unit>,
    pub(super) plan: Plan,
    pub(super) search: Search<'o>,
    groupings: Arc<[Grouping]>,
}

impl<'o> Task<'o> {
    /// The task that options set.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if no unit is named, or what is asked for cannot be counted.
    pub(super) fn new(options: &'o Options) -> Result<Self, Error> {
        let units = distinct_units(options)?;
        if options.languages == Languages::Guessed && !KNOWS_LANGUAGES {
            return Err(OptionProblem::LanguageGuess.into());
        }
        let (plan, search) = (plan(&units, options)?, Search::new(&units, options));
        let groupings = counted_groups(&units, options);
        Ok(Self { options, units, plan, search, groupings })
    }

    /// The task that was set where something was counted: `options` are those asked for now, of which only choices matter
    /// that are the same.
    pub(super) fn of_counted(
        options: &'o Options,
        units: Vec<Unit>,
        needs: Needs,
        groupings: Arc<[Grouping]>,
    ) -> Result<Self, Error> {
        let plan = Plan { needs, ..plan(&units, options)? };
        Ok(Self { search: Search::new(&units, options), options, units, plan, groupings })
    }

    /// What documents are grouped by.
    pub(super) fn groupings(&self) -> &[Grouping] {
        &self.groupings
    }

    /// Whether any table has to know which fields the documents have.
    pub(super) fn needs_fields(&self) -> bool {
        !self.groupings.is_empty() || self.units.iter().any(|unit| unit.needs_fields(self.options))
    }

    /// The fields of the documents in order, if a table has to know them.
    pub(super) fn field_names(&self, corpus: &Corpus, job: &Job<'_>) -> Result<Vec<Arc<str>>, Error> {
        if self.needs_fields() { corpus.field_names(job) } else { Ok(Vec::new()) }
    }

    /// Opens the tables of the units, for documents with these fields.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] and its kin if a table cannot be as the options have it, and whatever `output` returns.
    pub(super) fn tables(
        &self,
        fields: &[Arc<str>],
        reference: Option<Against<'_>>,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Tables<'_>, Error> {
        Tables::open(&self.units, self.options, fields, reference, diagnostics, output)
    }

    /// Nothing counted yet.
    pub(super) fn nothing(&self) -> Counted {
        Counted {
            counts: Counts::default(),
            tally: Tally { contexts: self.contexts(), ..Tally::default() },
            spellings: Spellings::default(),
            groups: self.groups(),
            sightings: Sightings::new(&self.units, self.options),
            unreadable: Unreadable::new(Arc::clone(&self.groupings)),
        }
    }

    /// Nothing counted yet of the order of tokens.
    pub(super) fn contexts(&self) -> Contexts {
        Contexts::new(self.plan.needs, self.options)
    }

    /// No groups yet.
    pub(super) fn groups(&self) -> Groups {
        Groups::new(Arc::clone(&self.groupings), self.plan.needs.with_spectrum())
    }
}

/// Each unit once, since an output has one table for each.
pub(super) fn distinct_units(options: &Options) -> Result<Vec<Unit>, Error> {
    let mut units: Vec<Unit> = Vec::new();
    for unit in &options.units {
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    if units.is_empty() { Err(OptionProblem::NoUnit.into()) } else { Ok(units) }
}

/// What documents are grouped by for all units, each once.
fn counted_groups(units: &[Unit], options: &Options) -> Arc<[Grouping]> {
    let mut groupings: Vec<Grouping> = Vec::new();
    for grouping in units.iter().filter_map(|unit| unit.counted_groups(options)) {
        if !groupings.contains(grouping) {
            groupings.push(grouping.clone());
        }
    }
    groupings.into()
}

/// The plan for what any of the units needs.
///
/// # Errors
///
/// [`Error::Option`] if what is asked for cannot be counted.
pub(super) fn plan(units: &[Unit], options: &Options) -> Result<Plan, Error> {
    if units.contains(&Unit::Variant) && !matches!(options.tokens, Tokenization::Uax29) {
        return Err(OptionProblem::TokensOfVariants.into());
    }
    Plan::of(Unit::all_needs(units, options), options)
}
