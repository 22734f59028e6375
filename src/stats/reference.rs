//! The words of a reference, with which those of the corpus are compared.

use super::Options;
use super::assembly::{Assembly, merged_tally};
use super::budget::Budget;
use super::counts::Counts;
use super::needs::Needs;
use super::plan::Plan;
use super::scanner::Scanner;
use super::unit::Unit;
use super::word_list::WordList;
use crate::error::{Error, OptionProblem};
use crate::input::{Corpus, Job};
use crate::measure::keyness::Correction;
use crate::table::Output;
use crate::vocabulary::Vocabulary;

/// What the words of a corpus are compared with.
#[derive(Clone, Copy, Debug)]
pub enum Against<'r> {
    /// Documents, whose words are counted as those of the corpus are.
    Corpus(&'r Corpus),
    /// Words counted elsewhere. They are folded as those of the corpus are.
    WordLists(&'r [WordList]),
}

/// Counted words of a reference.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) vocabulary: Vocabulary,
    pub(super) n_tokens: u64,
    /// `None` if it is a word list.
    n_documents: Option<u64>,
    /// Whether it is known how many documents each word has.
    pub(super) knows_documents: bool,
}

impl Reference {
    /// Its words, counted as `options` have words counted.
    ///
    /// # Errors
    ///
    /// [`Error::Memory`] over the budget, and whatever a corpus returns.
    pub(super) fn of(against: Against<'_>, options: &Options, budget: &Budget, job: &Job<'_>) -> Result<Self, Error> {
        match against {
            Against::Corpus(corpus) => Self::count(corpus, options, budget, job),
            Against::WordLists(lists) => Ok(Self::of_lists(lists, options)),
        }
    }

    fn of_lists(lists: &[WordList], options: &Options) -> Self {
        let mut reference =
            Self { vocabulary: Vocabulary::default(), n_tokens: 0, n_documents: None, knows_documents: true };
        for list in lists {
            let (vocabulary, knows_documents) = list.folded(options.fold);
            reference.vocabulary.absorb(&vocabulary);
            reference.n_tokens = reference.n_tokens.saturating_add(list.n_tokens());
            reference.knows_documents &= knows_documents;
        }
        reference
    }

    fn count(corpus: &Corpus, options: &Options, budget: &Budget, job: &Job<'_>) -> Result<Self, Error> {
        let plan = Plan::of(Needs::VOCABULARY, options)?;
        plan.require_tokens(corpus)?;
        let (mut counts, mut assembly) = (Counts::default(), Assembly::new(&plan));
        let mut share = budget.share();
        let workers = corpus.run(
            job,
            || (Scanner::new(&plan), budget.share()),
            |(scanner, share), document| {
                let scanned = scanner.scan(document);
                share.set(scanner.n_bytes());
                scanned
            },
            |scanned| {
                share.set(assembly.n_bytes());
                budget.check()?;
                if let Some((_, numbers)) = assembly.push(scanned) {
                    counts += &numbers.counts;
                }
                Ok(())
            },
        )?;
        let scanners = workers.into_iter().map(|(scanner, _)| scanner).collect();
        let vocabulary = merged_tally(scanners, assembly, job).vocabulary;
        let n_documents = Some(counts.documents);
        Ok(Self { vocabulary, n_tokens: counts.tokens, n_documents, knows_documents: true })
    }

    /// Tells how large it is, and how the comparison is corrected.
    pub(super) fn describe(&self, options: &Options, output: &mut dyn Output) {
        let n_documents = self.n_documents.map_or_else(|| "not known of a word list".to_owned(), |n| n.to_string());
        output.setting("reference_documents", &n_documents);
        output.setting("reference_tokens", &self.n_tokens.to_string());
        output.setting("reference_types", &self.vocabulary.n_types().to_string());
        output.setting("correction", options.correction.map_or("none", Correction::full_name));
    }
}

/// Makes sure that words are rows, which are what is compared.
///
/// # Errors
///
/// [`Error::Option`] if they are not.
pub(super) fn require_words(options: &Options) -> Result<(), Error> {
    if options.units.contains(&Unit::Word) {
        return Ok(());
    }
    Err(OptionProblem::AgainstWithoutWords.into())
}
