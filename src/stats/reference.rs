//! The words of a reference corpus, with which those of the corpus are compared.

use super::assembly::Assembly;
use super::counts::Counts;
use super::needs::Needs;
use super::scanner::{Plan, Scanner};
use super::{Options, merged_tally, plan};
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::vocabulary::Vocabulary;

/// A counted reference corpus.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) vocabulary: Vocabulary,
    pub(super) n_tokens: u64,
}

impl Reference {
    /// Counts the words of `corpus` as `options` have words counted.
    ///
    /// # Errors
    ///
    /// Whatever the corpus returns.
    pub(super) fn count(corpus: &Corpus, options: &Options, job: &Job<'_>) -> Result<Self, Error> {
        let plan = Plan { needs: Needs::VOCABULARY, ..plan(&[], options)? };
        let (mut counts, mut assembly) = (Counts::default(), Assembly::new(&plan));
        let scanners = corpus.run(
            job,
            || Scanner::new(&plan),
            Scanner::scan,
            |scanned| {
                if let Some((_, numbers)) = assembly.push(scanned) {
                    counts += &numbers.counts;
                }
                Ok(())
            },
        )?;
        Ok(Self { vocabulary: merged_tally(scanners, assembly, job).vocabulary, n_tokens: counts.tokens })
    }
}
