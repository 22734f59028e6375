//! One regular file read at once: its bytes as they are, for what is compared with documents and is none, or the text
//! that they are without anything to be done to them.

use std::fs::File;
use std::io;
use std::path::Path;

use super::bytes::read_limited;
use super::compression::Compression;
use super::corpus::Corpus;
use super::encoding::{self, Reach};
use super::file_encoding;
use super::format::Format;
use super::look_ahead::Inputs;
use super::options::InputOptions;
use super::regular_file::{open_below, open_regular};
use super::same_bytes::fill;
use crate::document::{Basis, Document, Facts};
use crate::error::Problem;

/// Bytes that are read at a time.
const BLOCK_BYTES: usize = 256 << 10;

/// Reads all of the file at `path` into `buffer` and gives back what was read; nothing is decompressed or decoded.
///
/// # Errors
///
/// [`Problem::Open`], [`Problem::Special`] and [`Problem::Read`], and [`Problem::TooLong`] for more than `limit_bytes`.
pub fn read_file<'b>(path: &Path, limit_bytes: u64, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Problem> {
    let (mut file, metadata) = open_regular(path)?;
    read_limited(&mut file, metadata.len(), limit_bytes, buffer)
}

/// Like [`read_file`], for a file below `root` that a text from outside names: by a relative path without `..`, and through no
/// symbolic link.
///
/// # Errors
///
/// Those of [`read_file`], and [`Problem::Outside`].
pub fn read_file_below<'b>(
    root: &Path,
    relative: &Path,
    limit_bytes: u64,
    buffer: &'b mut Vec<u8>,
) -> Result<&'b [u8], Problem> {
    let (mut file, metadata) = open_below(root, relative)?;
    read_limited(&mut file, metadata.len(), limit_bytes, buffer)
}

/// The document of a corpus that is one file of plain text, if its bytes are the text: UTF-8 without a byte order mark, a
/// CR, or front matter. For anything else, and for what cannot be read, there is nothing here, and nothing is reported:
/// [`Corpus::run`] has more to say of it.
///
/// Cost: that of reading and of one copy.
pub fn plain_text(corpus: &Corpus) -> Option<Document> {
    let Inputs { sources: [source], options, beside, .. } = corpus.files()? else { return None };
    if options.format != Some(Format::TEXT) || options.edits_texts() || beside.adds_to(source) {
        return None;
    }
    let (file, metadata) = open_regular(source.file_path()?).ok()?;
    let text = read_plain(file, metadata.len(), options).ok()??;
    corpus.outcome().add_formats([Format::TEXT]);
    corpus.outcome().begin();
    corpus.outcome().add_document();
    let basis = Basis::Bytes { lead: String::new() };
    let facts = Facts { n_bytes: text.len() as u64, basis, ..Facts::default() };
    Some(Document { id: source.id.clone(), source: source.shown.clone(), text, facts, ..Document::default() })
}

/// The text of a file, unless something needs to be done to its bytes, it has become shorter, or it has more than it may
/// have. Each block is looked at while it is in a core's own cache.
fn read_plain(mut file: File, n_bytes: u64, options: &InputOptions) -> io::Result<Option<String>> {
    let Ok(capacity) = usize::try_from(n_bytes.min(options.max_document_bytes)) else { return Ok(None) };
    let mut text = String::with_capacity(capacity);
    let mut block = vec![0; BLOCK_BYTES];
    let mut n_held = 0;
    loop {
        let n_read = fill(&mut file, &mut block[n_held..])?;
        let (bytes, is_last) = (&block[..n_held + n_read], n_held + n_read < BLOCK_BYTES);
        if text.is_empty() && !begins_plain(bytes, options) {
            return Ok(None);
        }
        // The last character may go on in the next block.
        let n_whole = if is_last { bytes.len() } else { start_of_last(bytes) };
        let Ok(whole) = simdutf8::basic::from_utf8(&bytes[..n_whole]) else { return Ok(None) };
        let n_bytes_so_far = (text.len() + whole.len()) as u64;
        if n_bytes_so_far > options.max_document_bytes || memchr::memchr(b'\r', whole.as_bytes()).is_some() {
            return Ok(None);
        }
        text.push_str(whole);
        if is_last {
            return Ok((n_bytes_so_far >= n_bytes).then_some(text));
        }
        n_held = bytes.len() - n_whole;
        block.copy_within(n_whole.., 0);
    }
}

/// Whether the first bytes are those of plain text.
fn begins_plain(bytes: &[u8], options: &InputOptions) -> bool {
    let head = &bytes[..bytes.len().min(encoding::BINARY_BYTES)];
    if Format::by_signature(head).is_some() {
        return false;
    }
    let is_utf8 = file_encoding::detect(head, options.encoding, Reach::Head)
        .is_ok_and(|detected| detected.encoding.is_utf8() && detected.bom_bytes == 0 && !detected.is_guess());
    let may_have_front_matter = bytes.starts_with(b"---") || bytes.starts_with(b"+++");
    is_utf8 && !may_have_front_matter && Compression::of(bytes).is_none()
}

/// Where the last character begins, if it is not ASCII; the end of the bytes otherwise.
fn start_of_last(bytes: &[u8]) -> usize {
    let is_lead = |byte: &u8| !(0x80..0xc0).contains(byte);
    match bytes.last() {
        Some(0x80..) => bytes.iter().rposition(is_lead).unwrap_or(0),
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Collected;

    #[track_caller]
    fn check(bytes: &[u8], options: InputOptions, expected: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, bytes).unwrap();
        let corpus = Corpus::open(&[path], options, &Collected::default()).unwrap();
        assert_eq!(plain_text(&corpus).map(|document| document.text).as_deref(), expected, "{bytes:?}");
    }

    fn text() -> InputOptions {
        InputOptions { format: Some(Format::TEXT), ..InputOptions::default() }
    }

    #[test]
    fn plain_text_is_what_its_bytes_are() {
        check("naïve\n--- a\n".as_bytes(), text(), Some("naïve\n--- a\n"));
        check(b"", text(), Some(""));
        check(b"a\0b", text(), Some("a\0b"));
        let long = "aé漢".repeat(BLOCK_BYTES / 5);
        check(long.as_bytes(), text(), Some(&long));
        check(&long.as_bytes()[..long.len() - 1], text(), None);
    }

    #[test]
    fn what_needs_more_than_reading_is_left_to_those_who_do_it() {
        for bytes in [
            &b"a\r\nb"[..],
            b"\xef\xbb\xbfa",
            b"\xff\xfea\0",
            b"---\na: 1\n---\n",
            b"\x1f\x8b\x08\0",
            b"a\0b\0",
            b"caf\xe9",
        ] {
            check(bytes, text(), None);
        }
        check(b"a", InputOptions::default(), None);
        check(b"abc", InputOptions { max_document_bytes: 2, ..text() }, None);
        check(b"abc", InputOptions { encoding: super::super::Encoding::named("latin1"), ..text() }, None);
    }

    #[test]
    fn plain_text_is_the_document_that_reading_gives() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "one\ntwo").unwrap();
        let corpus = Corpus::open(&[path], text(), &Collected::default()).unwrap();
        let pool = crate::pool::Pool::new(std::num::NonZero::new(1)).unwrap();
        let job = super::super::Job { pool: &pool, diagnostics: &Collected::default() };
        let mut documents = Vec::new();
        let mut keep = |document| {
            documents.push(document);
            Ok(())
        };
        corpus.run(&job, || (), |(), document| document, &mut keep).unwrap();
        assert_eq!(format!("{:?}", plain_text(&corpus).unwrap()), format!("{:?}", documents[0]));
    }
}
