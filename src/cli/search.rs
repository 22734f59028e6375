//! The arguments that say what to look for in texts: a pattern, words, a table of terms.

use std::path::PathBuf;

use clap::Args;
use textmill::input::{Corpus, InputOptions, Texts};
use textmill::stats::{Case, DEFAULT_CONTEXT, Pattern, Terms};

use super::choice::choice;
use super::corpora;
use super::messages::Failure;
use super::numbers::whole;
use super::run_files::CorpusRole;
use super::session::Session;

/// The most words on each side of a hit: each hit repeats them.
const MOST_CONTEXT: usize = 10_000;

/// What to look for, and how to show it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Concordance")]
pub(crate) struct SearchArgs {
    /// Regular expression to find
    ///
    /// Capitals count if the pattern has one, unless --case is given.
    #[arg(long = "match", value_name = "PATTERN")]
    pattern: Option<String>,
    /// The pattern is a word, such as 'river*'
    ///
    /// Or several words; * stands for any letters and ? for one.
    #[arg(long, requires = "pattern")]
    wildcards: bool,
    /// Table of terms to count or to find, with their spellings
    ///
    /// It has a column label, and a column variant (a spelling) or pattern (a regular expression). Spellings are found where words begin and end, the longest first, whatever their capitals. Diacritics and hyphens
    /// count, white space and the kind of apostrophe do not. --per variant writes such a table.
    #[arg(long, value_name = "FILE", help_heading = "Terms and names")]
    pub(crate) terms: Option<PathBuf>,
    /// Case of letters
    #[arg(long, value_name = "HOW", value_parser = choice::<Case>(), default_value_t)]
    case: Case,
    /// Words on each side of a hit
    #[arg(long, value_name = "N", value_parser = whole::<0, MOST_CONTEXT>, default_value_t = DEFAULT_CONTEXT)]
    pub(crate) context: usize,
}

impl SearchArgs {
    /// What is a hit, if the user said it.
    ///
    /// # Errors
    ///
    /// If it cannot be looked for.
    pub(crate) fn pattern(&self) -> Result<Option<Pattern>, Failure> {
        let Some(pattern) = &self.pattern else { return Ok(None) };
        let made = if self.wildcards { Pattern::words(pattern, self.case) } else { Pattern::regex(pattern, self.case) };
        Ok(Some(made?))
    }

    /// The terms, if the user named a table.
    ///
    /// # Errors
    ///
    /// If the table cannot be read as one.
    pub(crate) fn terms(&self, session: &Session) -> Result<Option<Terms>, Failure> {
        let Some(path) = &self.terms else { return Ok(None) };
        let table = open_table(path, session)?;
        Ok(Some(Terms::read(&table, self.case, &session.job())?))
    }
}

/// Opens a table of which every column is a field, whatever its name.
///
/// # Errors
///
/// As [`corpora::open`].
pub(crate) fn open_table(path: &PathBuf, session: &Session) -> Result<Corpus, Failure> {
    let plain = InputOptions {
        text_field: String::new(),
        id_field: String::new(),
        title_field: String::new(),
        source_field: String::new(),
        texts: Texts::Optional,
        ..InputOptions::default()
    };
    let role = CorpusRole::Reference(path.to_string_lossy().into_owned());
    corpora::open(std::slice::from_ref(path), plain, role, session)
}
