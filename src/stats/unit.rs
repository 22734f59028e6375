//! The units of counting: what one row is.
//!
//! Each unit is a file of its own with its columns and its rows. A new unit is one more file, one more [`Unit`], and
//! the arms that the compiler then asks for.

use super::Options;
use super::corpus::CorpusTable;
use super::counts::Numbers;
use super::document::DocumentTable;
use super::group::GroupTable;
use super::grouping::Grouping;
use super::groups::Groups;
use super::keyness::KeynessTable;
use super::needs::Needs;
use super::reference::Reference;
use super::word::WordTable;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job};
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
    /// A row for each group of documents.
    Group(Grouping),
}

impl Unit {
    /// The units with a name of their own; any other name is a [`Grouping`].
    pub const NAMED: &[Self] = &[Self::Corpus, Self::Document, Self::Word];

    /// Reads the name of a unit, or of what groups of documents have in common.
    ///
    /// # Errors
    ///
    /// As [`Grouping::parse`].
    pub fn parse(name: &str) -> Result<Self, Error> {
        let named = Self::NAMED.iter().find(|unit| unit.name() == name);
        named.map_or_else(|| Grouping::parse(name).map(Self::Group), |unit| Ok(unit.clone()))
    }

    /// The unit's name, as users write it.
    pub fn name(&self) -> &str {
        match self {
            Self::Corpus => "corpus",
            Self::Document => "document",
            Self::Word => "word",
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

    /// What must be counted for the unit's wanted columns.
    pub(super) fn needs(&self, options: &Options) -> Needs {
        match self {
            Self::Corpus => CorpusTable::needs(options),
            Self::Document => DocumentTable::needs(options),
            Self::Word => WordTable::needs(),
            Self::Group(_) => GroupTable::needs(options),
        }
    }

    /// Opens the unit's table.
    pub(super) fn open<'o>(
        &'o self,
        options: &'o Options,
        corpus: &Corpus,
        reference: Option<&Corpus>,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<Box<dyn Table + 'o>, Error> {
        Ok(match self {
            Self::Corpus => Box::new(CorpusTable::open(options, output)?),
            Self::Document => Box::new(DocumentTable::open(options, corpus.field_names(job)?, output)?),
            Self::Word if reference.is_some() => Box::new(KeynessTable::open(options, output)?),
            Self::Word => Box::new(WordTable::open(options, output)?),
            Self::Group(grouping) => {
                let names: Vec<&str> = Self::NAMED.iter().map(Self::name).collect();
                grouping.check(&names, &corpus.field_names(job)?)?;
                Box::new(GroupTable::open(grouping, options, output)?)
            }
        })
    }
}

/// The table of one unit. Called on the thread that started the run.
pub(super) trait Table {
    /// Takes a document that is counted to its end. Documents come in input order, without their text.
    fn document(&mut self, document: &Document, numbers: &Numbers, output: &mut dyn Output) -> Result<(), Error> {
        let _ = (document, numbers, output);
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
    pub(super) groups: &'t Groups,
    /// The words to compare with, if there is such a corpus.
    pub(super) reference: Option<&'t Reference>,
    pub(super) job: &'t Job<'t>,
}
