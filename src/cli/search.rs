//! The words that a user names: patterns and terms to look for, and words to leave out.

use std::path::{Path, PathBuf};

use clap::Args;
use textmill::input::{Corpus, InputOptions, NamedBy, SideFile, Texts};
use textmill::stats::{Case, DEFAULT_CONTEXT, Pattern, Terms};
use textmill::text::StopList;

use super::inputs;
use super::messages::{self, Failure};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;
use super::values::{choice, whole};

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
/// As [`inputs::open`].
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
    inputs::open(std::slice::from_ref(path), plain, role, session)
}

/// All the lists in one. What is no language is a file; `./en` is a file in any case.
///
/// # Errors
///
/// If there is neither such a language nor such a file.
pub(crate) fn read_stop_words(names: &[PathBuf], session: &Session) -> Result<StopList, Failure> {
    let mut list = StopList::default();
    for name in names {
        list.extend(read_stop_list(name, session)?);
    }
    Ok(list)
}

fn read_stop_list(name: &Path, session: &Session) -> Result<StopList, Failure> {
    if let Some(list) = name.to_str().and_then(StopList::of_language) {
        return Ok(list);
    }
    session.files().read([name], FileRole::Input);
    let text = SideFile::StopList.read_text(name, NamedBy::User);
    let text = text.map_err(|problem| messages::unreadable(SideFile::StopList, name, &problem))?;
    Ok(StopList::parse(&text))
}
