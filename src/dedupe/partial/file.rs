//! A partial result as a file: a line that says what it is, a line of JSON, then documents, then what was told of inputs.
//!
//! ```text
//! textmill partial 1
//! {"choices":{...},"reading":{...},"shares":{...},"verb":"dedupe"}
//! blocks: for each document 1 and the document, then 0 and what was told
//! ```

use std::io::{self, Read, Write};

use serde_json::{Value, json};

use super::super::options::{Options, Relation};
use super::signed::{self, Named, Signed};
use crate::choice;
use crate::document::DateOrder;
use crate::error::{Error, OptionProblem, PartialProblem};
use crate::input::{Corpus, InputOptions};
use crate::partial::{Choices, Reader, Shares, Stored, Told, Writer, bad_line, damaged, read_head, write_head};
use crate::table::PartNames;

/// The verb, as the head of a file names it.
const VERB: &str = "dedupe";

/// What a partial result is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What signatures depend on.
    choices: Choices,
    /// How documents were read.
    reading: Choices,
    pub(super) shares: Shares,
    /// The order of day and month that documents were read with.
    date_order: DateOrder,
}

impl Header {
    /// What a corpus that is read now gets.
    pub(super) fn of(corpus: &Corpus, options: &Options) -> Self {
        let (choices, reading) = (choices(options), Choices::of(corpus.reading()));
        let date_order = date_order(&reading);
        Self { choices, reading, shares: Shares::of(corpus, None), date_order }
    }

    /// That of both together.
    pub(super) fn merged(&self, other: &Self) -> Result<Self, PartialProblem> {
        other.choices.check(&self.choices)?;
        other.reading.check(&self.reading)?;
        Ok(Self { shares: self.shares.merged(&other.shares)?, ..self.clone() })
    }

    /// The names that id, title and text have in the input.
    pub(super) fn part_names(&self) -> PartNames {
        let field = |option| self.reading.get(option).to_owned();
        let (id_field, title_field, text_field) = (field("id-field"), field("title-field"), field("text-field"));
        InputOptions { id_field, title_field, text_field, ..InputOptions::default() }.part_names()
    }

    fn to_json(&self) -> Value {
        let Self { choices, reading, shares, .. } = self;
        json!({"choices": choices.to_json(), "reading": reading.to_json(), "shares": shares.to_json()})
    }

    fn from_json(value: &Value) -> Option<Self> {
        let reading = Choices::from_json(&value["reading"])?;
        Some(Self {
            choices: Choices::from_json(&value["choices"])?,
            date_order: date_order(&reading),
            reading,
            shares: Shares::from_json(&value["shares"])?,
        })
    }
}

fn date_order(reading: &Choices) -> DateOrder {
    choice::named(reading.get("date-order"), |_| true).unwrap_or_default()
}

/// All that a signature depends on. What only concerns candidates, clusters and rows may change until the merge.
fn choices(options: &Options) -> Choices {
    let relations = Relation::ALL.into_iter().filter(|&relation| options.relations.contains(relation));
    Choices::with_versions([
        ("relation", relations.map(Relation::name).collect::<Vec<_>>().join(",")),
        ("threshold", options.threshold.value().to_string()),
        ("shingle", options.shingle_words.to_string()),
    ])
}

/// Writes documents in the order of their places.
pub(super) struct PartialWriter<'w> {
    name: &'w str,
    writer: Writer<'w>,
    named: Named,
}

impl<'w> PartialWriter<'w> {
    pub(super) fn new(header: &Header, name: &'w str, to: &'w mut dyn Write) -> Result<Self, Error> {
        let seed = write_head(VERB, header.to_json(), to).map_err(|source| not_written(name, source))?;
        Ok(Self { name, writer: Writer::new(to, seed), named: Named::default() })
    }

    pub(super) fn push(&mut self, signed: &Signed) -> Result<(), Error> {
        if signed.place < self.named.place {
            return Err(OptionProblem::DocumentOrder.into());
        }
        let written = self.writer.number(1).and_then(|()| signed::write(signed, &mut self.named, &mut self.writer));
        written.map_err(|source| not_written(self.name, source))
    }

    pub(super) fn finish(self, told: &Told) -> Result<(), Error> {
        let Self { name, mut writer, .. } = self;
        let written = writer.number(0).and_then(|()| told.write(&mut writer)).and_then(|()| writer.finish());
        written.map_err(|source| not_written(name, source))
    }
}

fn not_written(name: &str, source: io::Error) -> Error {
    Error::Write { target: name.to_owned(), source }
}

/// Reads what [`PartialWriter`] wrote.
pub(super) struct PartialReader<'r> {
    pub(super) header: Header,
    name: String,
    options: Options,
    /// Until all has been read.
    reader: Option<Reader<'r>>,
    named: Named,
}

impl<'r> PartialReader<'r> {
    /// Opens a file that was written by these options. `name` is for messages.
    pub(super) fn open(name: &str, mut from: impl Read + 'r, options: &Options) -> Result<Self, Error> {
        let name = name.to_owned();
        let header = (|| {
            let (about, seed) = read_head(VERB, &mut from)?;
            let header = Header::from_json(&about).ok_or_else(bad_line)?;
            header.choices.check(&choices(options))?;
            Ok((header, seed))
        })();
        let (header, seed) = header.map_err(|problem| Error::Partial { name: name.clone(), problem })?;
        let reader = Some(Reader::new(from, seed));
        Ok(Self { header, name, options: options.clone(), reader, named: Named::default() })
    }

    /// The next document; behind the last one what was told goes to `told`.
    pub(super) fn next(&mut self, told: &mut Told) -> Result<Option<Signed>, Error> {
        self.read(told).map_err(|problem| self.error(problem))
    }

    /// An error that names the file.
    pub(super) fn error(&self, problem: PartialProblem) -> Error {
        Error::Partial { name: self.name.clone(), problem }
    }

    fn read(&mut self, told: &mut Told) -> Result<Option<Signed>, PartialProblem> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        if reader.place(2)? == 1 {
            let last = self.named.place.clone();
            let mut signed = signed::read(&mut self.named, &self.options, reader)?;
            signed.document.facts.date_order = self.header.date_order;
            return if signed.place < last { Err(damaged("its documents are out of order")) } else { Ok(Some(signed)) };
        }
        let mut of_file = Told::default();
        of_file.read(reader)?;
        told.absorb(of_file);
        self.reader.take().map_or(Ok(()), Reader::finish)?;
        Ok(None)
    }
}
