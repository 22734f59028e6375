//! Whole documents into parts: training, development and test sets, or shards of equal size.
//!
//! By default the part of a document depends on its id, the seed and the shares alone, so that documents that come later move
//! none that is there. Exact shares, strata and shards need to know all documents: these are set aside on disk, and only
//! some forty bytes of each are in memory.

mod assignment;
mod share;

use std::num::NonZero;
use std::path::PathBuf;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::diagnostics::Diagnostics;
use crate::document::{Document, FieldValue};
use crate::error::Error;
use crate::input::{Corpus, Job, Spool, SpoolPlace, SpoolRecord};
use crate::table::{Cell, Column, DocumentColumns, Output, TableIdx, place_of};

use assignment::Candidate;
pub use share::Shares;

/// What one row is.
pub const UNIT: &str = "document";

/// The column that names the part.
pub const PART: Column = Column::text("part", "the part to which the document was assigned");

/// How to assign documents to parts.
#[derive(Clone, Debug)]
pub struct Options {
    /// What parts there are.
    pub division: Division,
    /// Another seed gives another assignment.
    pub seed: u64,
    /// Documents with the same value in this column go to the same part; those without a value stand alone.
    pub together: Option<String>,
    /// Which table a document's row goes to.
    pub tables: Tables,
    /// Where documents are set aside.
    pub spool_directory: PathBuf,
}

/// What parts there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Division {
    /// Each document by the hash of its id (or of the value that holds it together with others). The shares are met as
    /// chance has it, and what a document got it keeps when others are added.
    ByHash(Shares),
    /// The shares are met as nearly as possible, among the documents with the same value in each column named, if any.
    Exact(Shares, Option<String>),
    /// So many parts of about equal bytes.
    Into(NonZero<usize>),
}

/// Which table a document's row goes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tables {
    /// One for all.
    #[default]
    One,
    /// One for each part, called by its name.
    PerPart,
}

/// Sends one row per document to `output`, in input order: all its columns, and `part`. Returns how many documents each part
/// got, with its name.
///
/// Hashes are XXH3 of 64 bits with the seed, the same on every machine. Cost: one pass if parts go by hash, else two, the
/// second from disk.
///
/// # Errors
///
/// [`Error::UnknownColumn`] for a column that the documents do not have, [`Error::Spool`], and whatever corpus and
/// output return.
pub fn assign(
    corpus: &Corpus,
    options: &Options,
    job: &Job<'_>,
    output: &mut dyn Output,
) -> Result<Vec<(String, u64)>, Error> {
    let fields = corpus.document_columns(job)?;
    let keys = Keys::new(options, &fields)?;
    let mut rows = Rows::new(options, fields, job.diagnostics, output)?;
    if let Division::ByHash(shares) = &options.division {
        let part = |(): &mut (), document: Document| (keys.part_by_hash(&document, shares), document);
        corpus.run(job, || (), part, |(part, document)| rows.write(part, &document, output))?;
        return Ok(rows.into_counts());
    }
    let mut spool = Spool::create(&options.spool_directory)?;
    let mut places: Vec<SpoolPlace> = Vec::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    let map = |(): &mut (), mut document: Document| (keys.candidate(&document), SpoolRecord::of(&mut document));
    corpus.run(
        job,
        || (),
        map,
        |(candidate, record)| {
            candidates.push(candidate);
            places.push(spool.push_record(&record)?);
            Ok(())
        },
    )?;
    let parts = match &options.division {
        Division::Into(n_shards) => assignment::by_weight(&candidates, n_shards.get()),
        Division::ByHash(shares) | Division::Exact(shares, _) => {
            let (weights, sum) = shares.weights();
            assignment::by_shares(&candidates, &weights, sum)
        }
    };
    let spooled = spool.finish()?;
    for (place, part) in places.into_iter().zip(parts) {
        rows.write(part, &spooled.read(place)?, output)?;
    }
    Ok(rows.into_counts())
}

/// What is taken from each document to assign it.
struct Keys<'o> {
    seed: u64,
    together: Option<Value<'o>>,
    stratify: Option<Value<'o>>,
    weight: Weight,
}

/// A value that each document has, or some do.
#[derive(Clone, Copy)]
enum Value<'o> {
    /// Of the columns of [`DocumentColumns::base`], by its number.
    Base(usize),
    Field(&'o str),
}

#[derive(Clone, Copy)]
enum Weight {
    One,
    Bytes,
}

impl<'o> Keys<'o> {
    fn new(options: &'o Options, fields: &DocumentColumns) -> Result<Self, Error> {
        let base = fields.named_base();
        let value = |option: &'static str, name: &'o str| match place_of(&base, name) {
            _ if fields.names().any(|known| known == name) => Ok(Value::Field(name)),
            Some(idx) => Ok(Value::Base(idx)),
            None => {
                let known = base.iter().map(|column| &*column.name).chain(fields.names());
                Err(Error::unknown_column(option, name, known))
            }
        };
        let (stratify, weight) = match &options.division {
            Division::Exact(_, stratify) => (stratify.as_deref(), Weight::One),
            Division::ByHash(_) => (None, Weight::One),
            Division::Into(_) => (None, Weight::Bytes),
        };
        let together = options.together.as_deref().map(|name| value("together", name)).transpose()?;
        Ok(Self {
            seed: options.seed,
            together,
            stratify: stratify.map(|name| value("stratify", name)).transpose()?,
            weight,
        })
    }

    fn part_by_hash(&self, document: &Document, shares: &Shares) -> usize {
        let hash = self.together.and_then(|together| together.of(document)).unwrap_or(&document.id);
        shares.of_hash(self.hash(hash))
    }

    fn candidate(&self, document: &Document) -> Candidate {
        let hash_of = |value: Option<Value<'_>>| value.and_then(|value| value.of(document)).map(|text| self.hash(text));
        Candidate {
            hash: self.hash(&document.id),
            weight: match self.weight {
                Weight::One => 1,
                Weight::Bytes => document.text.len() as u64,
            },
            stratum: hash_of(self.stratify).unwrap_or(0),
            group: hash_of(self.together),
        }
    }

    fn hash(&self, text: &str) -> u64 {
        xxh3_64_with_seed(text.as_bytes(), self.seed)
    }
}

impl Value<'_> {
    /// The value, unless it is empty.
    fn of(self, document: &Document) -> Option<&str> {
        let value = match self {
            Self::Base(0) => Some(document.id.as_str()),
            Self::Base(1) => Some(document.source.as_str()),
            Self::Base(2) => document.title.as_deref(),
            Self::Base(_) => Some(document.text.as_str()),
            Self::Field(name) => document.fields.get(name).map(FieldValue::as_text),
        };
        value.filter(|value| !value.is_empty())
    }
}

/// Rows on their way to the tables.
struct Rows {
    fields: DocumentColumns,
    names: Vec<String>,
    counts: Vec<u64>,
    /// One for each part, or one for all.
    tables: Vec<TableIdx>,
}

impl Rows {
    fn new(
        options: &Options,
        fields: DocumentColumns,
        diagnostics: &dyn Diagnostics,
        output: &mut dyn Output,
    ) -> Result<Self, Error> {
        let names: Vec<String> = match &options.division {
            Division::ByHash(shares) | Division::Exact(shares, _) => shares.names().map(str::to_owned).collect(),
            Division::Into(n_shards) => (1..=n_shards.get()).map(|number| number.to_string()).collect(),
        };
        let columns = fields.handed_on(&[PART], diagnostics);
        let tables = match options.tables {
            Tables::One => vec![output.table(UNIT, &columns)?],
            Tables::PerPart => names.iter().map(|name| output.table(name, &columns)).collect::<Result<_, _>>()?,
        };
        let counts = vec![0; names.len()];
        Ok(Self { fields, names, counts, tables })
    }

    fn write(&mut self, part: usize, document: &Document, output: &mut dyn Output) -> Result<(), Error> {
        self.counts[part] += 1;
        let cells = self.fields.row(document, [Cell::text(&self.names[part])]);
        let table = if self.tables.len() == 1 { self.tables[0] } else { self.tables[part] };
        output.row(table, &cells)
    }

    fn into_counts(self) -> Vec<(String, u64)> {
        self.names.into_iter().zip(self.counts).collect()
    }
}
