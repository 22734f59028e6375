//! The units of counting: what one row is.
//!
//! Each unit is a file of its own with its columns and its rows. A new unit is one more file, one more [`Unit`], and
//! the arms that the compiler then asks for.

use std::str::FromStr;
use std::sync::Arc;

use super::Options;
use super::collocation::CollocationTable;
use super::contexts::Contexts;
use super::corpus::CorpusTable;
use super::counts::Numbers;
use super::document::DocumentTable;
use super::group::GroupTable;
use super::grouping::Grouping;
use super::groups::Groups;
use super::hit::HitTable;
use super::keyness::KeynessTable;
use super::needs::Needs;
use super::ngram::NgramTable;
use super::record::Record;
use super::reference::{Against, Reference};
use super::sightings::Sightings;
use super::term::TermTable;
use super::term_pair::TermPairTable;
use super::unreadable::Unreadable;
use super::variant::{Spellings, VariantTable};
use super::word::WordTable;
use crate::diagnostics::Diagnostics;
use crate::error::{Error, OptionProblem};
use crate::input::Job;
use crate::table::Output;
use crate::vocabulary::Vocabulary;

/// What one row is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unit {
    /// One row in all.
    #[default]
    Corpus,
    /// A row for each document.
    Document,
    /// A row for each distinct word.
    Word,
    /// A row for each distinct sequence of words.
    Ngram,
    /// A row for each pair of a word and one that stands near it.
    Collocation,
    /// A row for each place where a pattern or a term is found.
    Hit,
    /// A row for each label of a table of terms.
    Term,
    /// A row for each two labels that occur together.
    TermPair,
    /// A row for each spelling that may be a variant of another.
    Variant,
    /// A row for each group of documents.
    Group(Grouping),
}

impl FromStr for Unit {
    type Err = OptionProblem;

    /// Reads the name of a unit, or of what groups of documents have in common.
    fn from_str(name: &str) -> Result<Self, OptionProblem> {
        let named = Self::NAMED.iter().find(|unit| unit.name() == name);
        named.map_or_else(|| name.parse().map(Self::Group), |unit| Ok(unit.clone()))
    }
}

impl Unit {
    /// The units with a name of their own; any other name is a [`Grouping`].
    pub const NAMED: &[Self] = &[
        Self::Corpus,
        Self::Document,
        Self::Word,
        Self::Ngram,
        Self::Collocation,
        Self::Hit,
        Self::Term,
        Self::TermPair,
        Self::Variant,
    ];

    /// The unit's name, as users write it.
    pub fn name(&self) -> &str {
        match self {
            Self::Corpus => "corpus",
            Self::Document => "document",
            Self::Word => "word",
            Self::Ngram => "ngram",
            Self::Collocation => "collocation",
            Self::Hit => "hit",
            Self::Term => "term",
            Self::TermPair => "term-pair",
            Self::Variant => "variant",
            Self::Group(grouping) => grouping.name(),
        }
    }

    /// What its rows have in common, if they are groups of documents.
    pub fn grouping(&self) -> Option<&Grouping> {
        match self {
            Self::Group(grouping) => Some(grouping),
            _ => None,
        }
    }

    /// The groups of documents that must be counted for the unit.
    pub(super) fn counted_groups<'o>(&'o self, options: &'o Options) -> Option<&'o Grouping> {
        match self {
            Self::Group(grouping) => Some(grouping),
            Self::Word => WordTable::parts(options),
            _ => None,
        }
    }

    /// `true` if its table has to know which fields the documents have.
    pub(super) fn needs_fields(&self, options: &Options) -> bool {
        match self {
            Self::Document | Self::Group(_) => true,
            Self::Hit => HitTable::needs_fields(options),
            _ => false,
        }
    }

    /// What must be counted for the unit's wanted columns.
    pub(super) fn needs(&self, options: &Options) -> Needs {
        match self {
            Self::Corpus => CorpusTable::needs(options),
            Self::Document => DocumentTable::needs(options),
            Self::Word => WordTable::needs(options),
            Self::Ngram => Needs::NGRAMS,
            Self::Collocation => Needs::COLLOCATIONS,
            Self::Hit => HitTable::needs(),
            Self::Term => TermTable::needs(),
            Self::TermPair => TermPairTable::needs(),
            Self::Variant => VariantTable::needs(),
            Self::Group(_) => GroupTable::needs(options),
        }
    }

    /// Opens the unit's table for documents with these fields.
    pub(super) fn open<'o>(
        &'o self,
        options: &'o Options,
        fields: &[Arc<str>],
        reference: Option<Against<'_>>,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Box<dyn Table + 'o>, Error> {
        Ok(match self {
            Self::Corpus => Box::new(CorpusTable::open(options, output)?),
            Self::Document => Box::new(DocumentTable::open(options, fields.to_vec(), diagnostics, output)?),
            Self::Word if reference.is_some() => Box::new(KeynessTable::open(options, output)?),
            Self::Word => Box::new(WordTable::open(options, fields, output)?),
            Self::Ngram => Box::new(NgramTable::open(options, output)?),
            Self::Collocation => Box::new(CollocationTable::open(options, output)?),
            Self::Hit => Box::new(HitTable::open(options, fields, diagnostics, output)?),
            Self::Term => Box::new(TermTable::open(options, output)?),
            Self::TermPair => Box::new(TermPairTable::open(options, output)?),
            Self::Variant => Box::new(VariantTable::open(options, output)?),
            Self::Group(grouping) => {
                let names: Vec<&str> = Self::NAMED.iter().map(Self::name).collect();
                grouping.check(&names, fields)?;
                Box::new(GroupTable::open(grouping, options, diagnostics, output)?)
            }
        })
    }
}

/// The table of one unit. Called on the thread that started the run.
pub(super) trait Table {
    /// Takes what there is to tell of a document that is counted to its end. Documents come in input order.
    fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        let _ = (record, output);
        Ok(())
    }

    /// Takes what was counted over all documents.
    fn finish(&mut self, totals: &Totals<'_>, output: &mut dyn Output) -> Result<(), Error> {
        let _ = (totals, output);
        Ok(())
    }
}

/// What was counted over all documents.
pub(super) struct Totals<'t> {
    pub(super) numbers: Numbers,
    /// Empty unless a unit needed it.
    pub(super) vocabulary: &'t Vocabulary,
    /// Counted by the numbers of the vocabulary; empty unless a unit needed it.
    pub(super) contexts: &'t Contexts,
    /// Empty unless a unit needed it.
    pub(super) spellings: &'t Spellings,
    pub(super) groups: &'t Groups,
    /// Empty unless a unit needed them.
    pub(super) sightings: &'t Sightings,
    pub(super) unreadable: &'t Unreadable,
    /// The words to compare with, if there is such a corpus.
    pub(super) reference: Option<&'t Reference>,
    pub(super) job: &'t Job<'t>,
}
