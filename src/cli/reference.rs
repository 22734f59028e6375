//! `--against`: what the words of a corpus are compared with, documents or word lists.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use textmill::input::{Corpus, Format, InputOptions};
use textmill::measure::keyness::Correction;
use textmill::stats::{Against, WordList};

use super::arguments::{InputArgs, OutputArgs};
use super::inputs;
use super::messages::{self, Failure};
use super::run_files::CorpusRole;
use super::search::open_table;
use super::session::Session;
use super::values::listed as listed_names;

/// What to compare with, and how.
#[derive(Args, Debug)]
#[command(next_help_heading = "Keyness")]
pub(crate) struct ReferenceArgs {
    /// Reference corpus or word list to compare words with
    ///
    /// The flag can be repeated. Each word of either side is a row with measures of keyness, the surest difference first.
    /// The column direction says on which side the word is more frequent. A word list is a CSV or TSV file with columns
    /// word and frequency and none with texts, as --per word writes it. Its column per_million, if it has one, gives the
    /// size of its corpus; otherwise the size is the sum of the frequencies, so the list must be complete.
    #[arg(long, value_name = "REF", conflicts_with = "partial")]
    against: Vec<PathBuf>,
    /// Adjust p
    ///
    /// The column p_adjusted has the probability corrected for the number of words that are compared.
    #[arg(long, value_name = "METHOD", value_parser = correction(), default_value = "bh", requires = "against")]
    correction: ::std::option::Option<Correction>,
}

/// What was named, opened.
#[derive(Debug)]
pub(crate) enum Reference {
    Corpus(Box<Corpus>),
    WordLists(Vec<WordList>),
}

impl ReferenceArgs {
    /// What was named.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.against
    }

    /// How probabilities are corrected.
    pub(crate) fn correction(&self) -> Option<Correction> {
        self.correction
    }

    /// Opens the corpus, which is read as the inputs are, or reads the word lists. `adjust` says what counting needs beyond what the
    /// user said.
    ///
    /// # Errors
    ///
    /// If there are documents and word lists, a list has a row that is none, or standard input would be read twice.
    pub(crate) fn open(
        &self,
        input: &InputArgs,
        output: &OutputArgs,
        session: &Session,
        adjust: impl FnOnce(&mut InputOptions),
    ) -> Result<Option<Reference>, Failure> {
        if self.against.is_empty() {
            return Ok(None);
        }
        if output.list_columns {
            return Ok(Some(Reference::empty()));
        }
        if input.reads_stdin() && self.against.iter().any(|path| path == Path::new("-")) {
            return Err(messages::stdin_against_itself("against").into());
        }
        let tables = self.word_lists(&input.reading.options()?.text_field, session)?;
        if tables.is_empty() {
            let mut reading = input.reading.options()?;
            adjust(&mut reading);
            let role = CorpusRole::Reference(listed(&self.against));
            return Ok(Some(Reference::Corpus(Box::new(inputs::open(&self.against, reading, role, session)?))));
        }
        if tables.len() < self.against.len() {
            return Err(messages::refused("against", "names word lists and documents, which cannot be added up").into());
        }
        let job = session.job();
        let lists = tables.iter().map(|table| WordList::read(table, &job)).collect::<Result<_, _>>()?;
        Ok(Some(Reference::WordLists(lists)))
    }

    /// Those of the paths that are word lists.
    fn word_lists(&self, text_field: &str, session: &Session) -> Result<Vec<Corpus>, Failure> {
        // To know all fields of JSON Lines would take a reading of the whole.
        let is_table =
            |path: &Path| Format::of_path(path).is_some_and(|format| [Format::CSV, Format::TSV].contains(&format));
        let may_be = |path: &&PathBuf| path.is_file() && is_table(path);
        let mut tables = Vec::new();
        for path in self.against.iter().filter(may_be) {
            let table = open_table(path, session)?;
            let fields = table.field_names(&session.job())?;
            if WordList::is_made_of(&fields) && fields.iter().all(|field| **field != *text_field) {
                tables.push(table);
            }
        }
        Ok(tables)
    }
}

impl Reference {
    /// A corpus without documents.
    pub(crate) fn empty() -> Self {
        Self::Corpus(Box::new(Corpus::from_documents(Vec::new())))
    }

    /// The corpus, unless word lists stand for it.
    pub(crate) fn corpus(&self) -> Option<&Corpus> {
        if let Self::Corpus(corpus) = self { Some(corpus) } else { None }
    }

    /// What to compare with.
    pub(crate) fn words(&self) -> Against<'_> {
        match self {
            Self::Corpus(corpus) => Against::Corpus(corpus),
            Self::WordLists(lists) => Against::WordLists(lists),
        }
    }
}

/// Paths as they were named, for messages and settings.
pub(crate) fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>().join(", ")
}

/// Reads the name of a correction, or `none`.
fn correction() -> impl TypedValueParser<Value = Option<Correction>> {
    let none = PossibleValue::new("none").help("Not at all");
    PossibleValuesParser::new([none].into_iter().chain(listed_names::<Correction>(|_| true)))
        .map(|name| name.parse().ok())
}
