//! The document-term matrix: how often each word occurs in each document, as a sparse Matrix Market file.
//!
//! Rows are documents in input order, columns words in order of first appearance; two tables say which is which. Entries go
//! through a scratch file, since the format begins with how many there are (Boisvert, Pozo and Remington, "The Matrix Market
//! Exchange Formats", NISTIR 5935, 1996). Cost: memory for each word once, and the documents in flight.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::document::Document;
use crate::error::Error;
use crate::input::{Corpus, Job};
use crate::table::{Cell, Column, Output};
use crate::text::{lowercase_into, words};

const DOCUMENT_COLUMNS: [Column; 3] = [
    Column::integer("row", "the row of the matrix, from 1"),
    Column::text("id", "the document's id: its relative path, or the id of its record"),
    Column::integer("tokens", "words of the document by UAX #29: the sum of its row"),
];

const WORD_COLUMNS: [Column; 4] = [
    Column::integer("column", "the column of the matrix, from 1"),
    Column::text("type", "the word, in lower case"),
    Column::integer("frequency", "occurrences in all documents: the sum of its column"),
    Column::integer("document_frequency", "documents in which it occurs"),
];

/// The words of one document with their frequencies, in order of first occurrence.
struct Row {
    id: String,
    counts: Vec<(Box<str>, u64)>,
}

/// A word of the corpus.
struct Term {
    word: Box<str>,
    frequency: u64,
    document_frequency: u64,
}

/// Sends the tables `documents` and `vocabulary` to `output` and hands the matrix to `matrix` in pieces. `scratch` is an
/// empty file that nobody else uses.
///
/// # Errors
///
/// What corpus, `output` and `matrix` return, and [`Error::Write`] for `scratch`.
pub fn write_term_matrix(
    corpus: &Corpus,
    job: &Job<'_>,
    output: &mut dyn Output,
    mut scratch: File,
    matrix: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let documents = output.table("documents", &DOCUMENT_COLUMNS)?;
    let vocabulary = output.table("vocabulary", &WORD_COLUMNS)?;
    let mut terms = Terms::default();
    let mut entries = BufWriter::new(&mut scratch);
    let (mut n_documents, mut n_entries) = (0_u64, 0_u64);
    corpus.run(
        job,
        || (),
        |(), document| row(&document),
        |row| {
            n_documents += 1;
            n_entries += row.counts.len() as u64;
            let n_tokens: u64 = row.counts.iter().map(|(_, frequency)| frequency).sum();
            for (word, frequency) in row.counts {
                let column = terms.add(word, frequency) + 1;
                writeln!(entries, "{n_documents} {column} {frequency}").map_err(scratch_failed)?;
            }
            output.row(documents, &[Cell::Integer(n_documents), Cell::text(row.id), Cell::Integer(n_tokens)])
        },
    )?;
    entries.flush().map_err(scratch_failed)?;
    drop(entries);
    for (column, term) in (1..).zip(&terms.terms) {
        let counts = [term.frequency, term.document_frequency].map(Cell::Integer);
        let [frequency, document_frequency] = counts;
        output.row(vocabulary, &[Cell::Integer(column), Cell::text(&*term.word), frequency, document_frequency])?;
    }
    let size = format!("{n_documents} {} {n_entries}\n", terms.terms.len());
    matrix(b"%%MatrixMarket matrix coordinate integer general\n")?;
    matrix(size.as_bytes())?;
    copy(scratch, matrix)
}

/// The words of a corpus, each once.
#[derive(Default)]
struct Terms {
    terms: Vec<Term>,
    places: HashMap<Box<str>, usize>,
}

impl Terms {
    /// Adds the occurrences of a word in one document; returns its place.
    fn add(&mut self, word: Box<str>, frequency: u64) -> usize {
        if let Some(&place) = self.places.get(&word) {
            self.terms[place].frequency += frequency;
            self.terms[place].document_frequency += 1;
            return place;
        }
        self.places.insert(word.clone(), self.terms.len());
        self.terms.push(Term { word, frequency, document_frequency: 1 });
        self.terms.len() - 1
    }
}

fn row(document: &Document) -> Row {
    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    let mut counts: Vec<(Box<str>, u64)> = Vec::new();
    let mut lower = String::new();
    for (_, word) in words(&document.text) {
        lower.clear();
        lowercase_into(word, &mut lower);
        match places.get(lower.as_str()) {
            Some(&place) => counts[place].1 += 1,
            None => {
                places.insert(lower.as_str().into(), counts.len());
                counts.push((lower.as_str().into(), 1));
            }
        }
    }
    Row { id: document.id.clone(), counts }
}

fn copy(mut scratch: File, matrix: &mut dyn FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
    scratch.rewind().map_err(scratch_failed)?;
    let mut reader = BufReader::new(scratch);
    let mut buffer = vec![0; 64 << 10];
    loop {
        match reader.read(&mut buffer).map_err(scratch_failed)? {
            0 => return Ok(()),
            n_bytes => matrix(&buffer[..n_bytes])?,
        }
    }
}

fn scratch_failed(source: io::Error) -> Error {
    Error::Spool { directory: std::env::temp_dir(), source }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::diagnostics;
    use crate::pool::Pool;
    use crate::table::Collected;

    /// Writes the matrix of these texts, with `scratch` for its entries; the bytes of the matrix.
    fn written(texts: &[&str], scratch: File, output: &mut Collected) -> Result<Vec<u8>, Error> {
        let document =
            |(n, &text): (usize, &&str)| Document { id: n.to_string(), text: text.to_owned(), ..Document::default() };
        let corpus = Corpus::from_documents(texts.iter().enumerate().map(document).collect());
        let pool = Pool::new(NonZero::new(1)).unwrap();
        let job = Job { pool: &pool, diagnostics: &diagnostics::Collected::default() };
        let mut matrix = Vec::new();
        let mut keep = |bytes: &[u8]| {
            matrix.extend_from_slice(bytes);
            Ok(())
        };
        write_term_matrix(&corpus, &job, output, scratch, &mut keep)?;
        Ok(matrix)
    }

    #[test]
    fn entries_are_the_frequencies_of_words_in_documents() {
        let mut output = Collected::default();
        let matrix = written(&["A rose is a rose", "", "is it?"], tempfile::tempfile().unwrap(), &mut output).unwrap();
        let expected = "%%MatrixMarket matrix coordinate integer general\n3 4 5\n\
                        1 1 2\n1 2 2\n1 3 1\n3 3 1\n3 4 1\n";
        assert_eq!(String::from_utf8(matrix).unwrap(), expected);
        assert_eq!(output.tables[0].column("tokens"), ["5", "0", "2"]);
        assert_eq!(output.tables[1].column("type"), ["a", "rose", "is", "it"]);
        assert_eq!(output.tables[1].column("document_frequency"), ["1", "1", "2", "1"]);
    }

    /// As a failure of the output it would be a normal end if the system called it a closed pipe.
    #[test]
    fn a_temporary_file_that_fails_is_told_as_such() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let unwritable = File::open(file.path()).unwrap();
        let error = written(&["a rose"], unwritable, &mut Collected::default()).unwrap_err();
        assert!(matches!(error, Error::Spool { .. }), "{error}");
    }
}
