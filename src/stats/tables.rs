//! The tables of all units that are asked for: opened before anything is counted, written while and after.
//!
//! Each unit is a file of its own with its columns and its rows. A new unit is one more file, one more [`Unit`], and
//! the arms that the compiler then asks for.

use std::sync::Arc;

use super::Options;
use super::collocation::CollocationTable;
use super::corpus::CorpusTable;
use super::counted::Counted;
use super::counts::{Distinct, Numbers};
use super::document::DocumentTable;
use super::group::GroupTable;
use super::grouping::Grouping;
use super::hit::HitTable;
use super::keyness::KeynessTable;
use super::needs::Needs;
use super::ngram::NgramTable;
use super::record::Record;
use super::reference::{Against, Reference};
use super::term::TermTable;
use super::term_pair::TermPairTable;
use super::totals::{Table, Totals};
use super::unit::Unit;
use super::variant::VariantTable;
use super::word::WordTable;
use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::input::Job;
use crate::table::Output;

/// The size of what was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Documents counted.
    pub n_documents: u64,
    /// Their tokens; zero if no unit needed them.
    pub n_tokens: u64,
}

impl Unit {
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

    /// What must be counted for the wanted columns of all these units.
    pub(super) fn all_needs(units: &[Self], options: &Options) -> Needs {
        units.iter().map(|unit| unit.needs(options)).collect()
    }

    fn needs(&self, options: &Options) -> Needs {
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
    fn open<'o>(
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

/// One table for each unit.
pub(super) struct Tables<'o> {
    tables: Vec<Box<dyn Table + 'o>>,
    needs: Needs,
    options: &'o Options,
}

impl<'o> Tables<'o> {
    /// Opens them for documents with these fields.
    pub(super) fn open(
        units: &'o [Unit],
        options: &'o Options,
        fields: &[Arc<str>],
        reference: Option<Against<'_>>,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        let mut tables = Vec::with_capacity(units.len());
        for unit in units {
            tables.push(unit.open(options, fields, reference, diagnostics, output)?);
        }
        options.describe(units, output);
        Ok(Self { tables, needs: Unit::all_needs(units, options), options })
    }

    /// Takes what there is to tell of the next document.
    pub(super) fn record(&mut self, record: &Record, output: &mut dyn Output) -> Result<(), Error> {
        self.tables.iter_mut().try_for_each(|table| table.record(record, output))
    }

    /// Writes the rows about all documents.
    pub(super) fn finish(
        &mut self,
        counted: &Counted,
        reference: Option<&Reference>,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<Summary, Error> {
        let Counted { counts, tally, spellings, groups, sightings, unreadable } = counted;
        output.setting("corpus_documents", &counts.documents.to_string());
        if self.needs.contains(Needs::TOKENS) {
            output.setting("corpus_tokens", &counts.tokens.to_string());
        }
        if let Some(reference) = reference {
            reference.describe(self.options, output);
        }
        let distinct = Distinct::of(&tally.vocabulary, self.needs.with_spectrum());
        let totals = Totals {
            numbers: Numbers { counts: counts.clone(), distinct, sequences: Vec::new() },
            vocabulary: &tally.vocabulary,
            contexts: &tally.contexts,
            spellings,
            groups,
            sightings,
            unreadable,
            reference,
            job,
        };
        self.tables.iter_mut().try_for_each(|table| table.finish(&totals, output))?;
        Ok(Summary { n_documents: counts.documents, n_tokens: counts.tokens })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Family;
    use super::*;
    use crate::table::Selection;

    #[track_caller]
    fn check(unit: &Unit, columns: &[&str], expected: Needs) {
        let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
        let options = Options { columns: Selection::parse(&columns).unwrap(), ..Options::default() };
        assert_eq!(unit.needs(&options), expected, "{columns:?} per {}", unit.name());
    }

    #[test]
    fn only_what_the_columns_need_is_needed() {
        check(&Unit::Document, &["id", "bytes", "crlf_lines"], Needs::NONE);
        check(&Unit::Document, &["lines", "tokens"], Needs::LINES | Needs::TOKENS);
        check(&Unit::Document, &["mattr"], Needs::WINDOWS);
        check(&Unit::Document, &["ttr"], Needs::TYPES);
        check(&Unit::Corpus, &["tokens=words", "documents"], Needs::TOKENS);
        check(&Unit::Corpus, &["mattr"], Needs::WINDOWS);
        check(&Unit::Corpus, &["mean_sentence_length"], Needs::TOKENS | Needs::SENTENCES);
    }

    #[test]
    fn the_types_of_a_corpus_and_its_words_need_its_vocabulary() {
        check(&Unit::Corpus, &["hapax"], Needs::VOCABULARY);
        check(&Unit::Word, &[], Needs::VOCABULARY);
        check(&Unit::Word, &["word"], Needs::VOCABULARY);
    }

    #[test]
    fn measures_on_demand_need_their_own_work_and_no_other() {
        check(&Unit::Document, &["digits", "graphemes"], Needs::CHARACTER_KINDS | Needs::GRAPHEMES);
        check(&Unit::Document, &["guiraud_r"], Needs::SPECTRUM);
        check(&Unit::Corpus, &["guiraud_r"], Needs::SPECTRUM | Needs::VOCABULARY);
        check(&Unit::Document, &["mtld", "lix"], Needs::SEQUENCES | Needs::READING);
        check(&Unit::Document, &["flesch"], Needs::SYLLABLES);
        check(&Unit::Document, &["digit_ratio"], Needs::QUALITY_CHARACTERS);
        check(&Unit::Document, &["dup_para_frac"], Needs::QUALITY_PASSAGES);
        check(&Unit::Corpus, &["top_2_gram_char_frac"], Needs::QUALITY_NGRAMS);
        check(&Unit::Document, &["sentence_length_p95"], Needs::SENTENCE_LENGTHS);
        check(&Unit::Corpus, &["document_length_sd"], Needs::DOCUMENT_LENGTHS);
    }

    #[test]
    fn what_a_row_cannot_have_is_not_worked_on() {
        check(&Unit::Corpus, &["mtld", "heaps_k"], Needs::NONE);
    }

    #[test]
    fn a_family_adds_its_work_and_without_one_none_is_added() {
        let needs =
            |families: &[Family]| Unit::Document.needs(&Options { families: families.to_vec(), ..Options::default() });
        let usual = needs(&[]);
        for need in [Needs::SPECTRUM, Needs::SEQUENCES, Needs::READING, Needs::WORD_LENGTHS, Needs::QUALITY_LINES] {
            assert!(!usual.contains(need), "{need:?}");
        }
        assert_eq!(needs(&[Family::Diversity]), usual | Needs::SPECTRUM | Needs::SEQUENCES);
        assert_eq!(needs(&[Family::Readability]), usual | Needs::SYLLABLES);
    }

    #[test]
    fn what_builds_on_tokens_contains_them() {
        for needs in [Needs::TOKEN_CHARACTERS, Needs::TYPES, Needs::WINDOWS, Needs::VOCABULARY] {
            assert!(needs.contains(Needs::TOKENS));
        }
        assert!(!Needs::TOKENS.contains(Needs::TYPES));
        assert!(!Needs::TYPES.contains(Needs::VOCABULARY));
    }
}
