//! `textmill diff` of two corpora: how documents find their partners, and the rows that tell of it.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::diff::{self, Change, CorporaOptions, Key, Moves, Options, Pairs};
use textmill::error::Error;
use textmill::input::{Corpus, InputOptions, Job};
use textmill::similarity::Threshold;
use textmill::stats::{self, Against, Family, Unit};
use textmill::table::{Cell, Collected, CollectedTable, Column, Output};

use super::session::Session;
use super::values::threshold;

/// How the documents of two corpora are paired.
#[derive(Args, Debug)]
#[command(next_help_heading = "Corpora")]
pub(crate) struct CorporaArgs {
    /// Pair documents by these fields instead of their ids
    ///
    /// id and title are fields, too. Documents with the same key are paired in order, and named.
    #[arg(long, value_name = "FIELD,...", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    key: Vec<String>,
    /// Jaccard coefficient of renamed documents
    ///
    /// Documents are moved or renamed if the Jaccard coefficient of their five-word shingles is at least J.
    #[arg(long, value_name = "J", default_value = "0.5", value_parser = threshold)]
    min_jaccard: Threshold,
    /// Do not look for renamed or moved documents
    ///
    /// Nor for documents that were merged or split.
    #[arg(long, conflicts_with = "min_jaccard")]
    no_renames: bool,
}

/// What rows about two corpora are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CorporaView {
    Documents,
    Fields,
    Changes,
    Keywords,
    Measures,
}

impl CorporaArgs {
    /// Whether documents are paired by something else than their ids.
    pub(crate) fn has_key(&self) -> bool {
        !self.key.is_empty()
    }

    /// The options of a comparison, where `documents` tells how two documents are compared.
    pub(crate) fn options(&self, documents: Options) -> CorporaOptions {
        let key = if self.key.is_empty() { Key::Id } else { Key::Fields(self.key.clone()) };
        let moves = if self.no_renames { Moves::Ignored } else { Moves::Found(self.min_jaccard) };
        CorporaOptions { documents, key, moves }
    }
}

impl CorporaView {
    /// Whether the rows are counted from both corpora as wholes, so that no document needs a partner.
    pub(crate) fn is_of_wholes(self) -> bool {
        matches!(self, Self::Keywords | Self::Measures)
    }

    /// Writes rows about documents and their partners.
    ///
    /// # Errors
    ///
    /// What `output` and the comparison return.
    pub(crate) fn write_pairs(
        self,
        pairs: &Pairs,
        options: &CorporaOptions,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        describe(options, output);
        match self {
            Self::Fields => pairs.write_field_rows(options.documents.ignore, job, output),
            Self::Changes => pairs.summary().write_rows(output),
            _ => pairs.write_rows(output),
        }
    }

    /// Writes rows about both corpora as wholes.
    ///
    /// # Errors
    ///
    /// What `output` and counting return.
    pub(crate) fn write_wholes(
        self,
        [old, new]: [&Corpus; 2],
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        if self == Self::Measures {
            return write_measures([old, new], job, output);
        }
        let options = stats::Options { units: vec![Unit::Word], ..stats::Options::default() };
        stats::stats_against(new, Against::Corpus(old), &options, job, output).map(|_| ())
    }

    /// Opens the table that the view would write, without rows.
    ///
    /// # Errors
    ///
    /// What `output` and looking ahead for columns return.
    pub(crate) fn write_columns(
        self,
        sides: [&Corpus; 2],
        options: &CorporaOptions,
        job: &Job<'_>,
        output: &mut dyn Output,
    ) -> Result<(), Error> {
        let (old, new) = (sides[0].without_documents(job)?, sides[1].without_documents(job)?);
        if self.is_of_wholes() {
            return self.write_wholes([&old, &new], job, output);
        }
        let pairs = diff::diff_corpora(&old, &new, options, job)?;
        self.write_pairs(&pairs, options, job, output)
    }
}

/// Opens both sides at once, since to list a large folder takes as long as to compare it.
///
/// # Errors
///
/// Those of [`Corpus::open`].
pub(crate) fn open([old, new]: [&Path; 2], reading: &InputOptions, session: &Session) -> Result<[Corpus; 2], Error> {
    let told = [Told::default(), Told::default()];
    let open = |path: &Path, told| Corpus::open(&[path.to_owned()], reading.clone(), told);
    let workers = session.job().pool.workers();
    let (old, new) = workers.join(|| open(old, &told[0]), || open(new, &told[1]));
    for findings in told {
        let findings = findings.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        findings.into_iter().for_each(|finding| session.console().report(finding));
    }
    Ok([old?, new?])
}

/// Findings of one side, to be told after those of the other.
#[derive(Default)]
struct Told(Mutex<Vec<Finding>>);

impl Diagnostics for Told {
    fn report(&self, finding: Finding) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }
}

/// How many documents had which change, in one line; those changes that none had are left out.
pub(crate) fn summary(pairs: &Pairs) -> Vec<(&'static str, u64)> {
    let summary = pairs.summary();
    let counts = Change::ALL.iter().map(|&change| (change.name(), summary.n(change)));
    counts.filter(|&(_, n)| n > 0).collect()
}

fn describe(options: &CorporaOptions, output: &mut dyn Output) {
    if let Key::Fields(names) = &options.key {
        output.setting("key", &names.join(", "));
    }
    if let Moves::Found(threshold) = options.moves {
        output.setting("threshold", &threshold.value().to_string());
    }
    output.setting("ignore", &options.documents.ignore.describe());
}

/// Counts both corpora and writes one row for each measure.
///
/// # Errors
///
/// What counting and `output` return.
pub(crate) fn write_measures([old, new]: [&Corpus; 2], job: &Job<'_>, output: &mut dyn Output) -> Result<(), Error> {
    let table = output.table("measure", &measure_columns())?;
    let (old, new) = (measured(old, job)?, measured(new, job)?);
    let (Some(old), Some(new)) = (old.tables.first(), new.tables.first()) else { return Ok(()) };
    for (idx, column) in old.columns.iter().enumerate().filter(|(_, column)| column.kind.is_number()) {
        let [old, new] = [old, new].map(|side| number(side, idx));
        let difference = old.zip(new).map(|(old, new)| new - old);
        let percent = difference.zip(old).map(|(difference, old)| 100.0 * difference / old);
        let definition = Cell::text(column.definition.to_string());
        let [old, new, difference, percent] = [old, new, difference, percent].map(Cell::real);
        output.row(table, &[Cell::text(column.name.to_string()), old, new, difference, percent, definition])?;
    }
    Ok(())
}

fn measure_columns() -> [Column; 6] {
    [
        Column::text("measure", "the name of the measure, a column of stats --per corpus").main(),
        Column::real("old", "its value for the old corpus; empty if it has none").main(),
        Column::real("new", "its value for the new corpus; empty if it has none").main(),
        Column::real("difference", "the new value minus the old one").main(),
        Column::real("percent", "the difference in per cent of the old value; empty if that is zero").main(),
        Column::text("definition", "what the measure is"),
    ]
}

fn measured(corpus: &Corpus, job: &Job<'_>) -> Result<Collected, Error> {
    let (units, families) = (vec![Unit::Corpus], Family::ALL.to_vec());
    let options = stats::Options { units, families, ..stats::Options::default() };
    let mut rows = Collected::default();
    stats::stats(corpus, &options, job, &mut rows)?;
    Ok(rows)
}

fn number(table: &CollectedTable, idx: usize) -> Option<f64> {
    match table.rows.first()?.get(idx)? {
        Cell::Integer(value) => Some(*value as f64),
        Cell::Real(value) => Some(*value),
        _ => None,
    }
}
