//! The files of two corpora side by side: each opened once, and decoded only if it differs from its partner.
//!
//! Two versions of a folder have most files in common, byte for byte. Those are told by their bytes alone, whatever
//! they hold; reading them into documents would cost more than all the rest.

use std::cmp::Ordering;

use super::Job;
use super::bytes::Buffers;
use super::corpus::Corpus;
use super::encoding::Reach;
use super::file_encoding;
use super::format::Format;
use super::look_ahead::{self, Inputs};
use super::ordered::{Unit, ordered};
use super::read_outcome::ReadOutcome;
use super::same_bytes;
use super::source::Source;
use super::source_format::format_of;
use super::unit_reader::{Item, UnitReader};
use super::units::GROUP_BYTES;
use super::workers::Workers;
use crate::diagnostics::Finding;
use crate::document::Document;
use crate::error::{Error, InputError, Problem};

/// Pairs go to a worker together, up to so many and about [`GROUP_BYTES`].
const GROUP_PAIRS: usize = 128;

/// The files of two corpora that are one document each, paired by the path below their folder.
///
/// Left out are files of records, pipes, documents in memory, and all of a corpus with a joined table: see
/// [`Corpus::run_beside_files`].
pub struct FilePairs<'c> {
    sides: [Files<'c>; 2],
    pairs: Vec<Places>,
}

/// A file of one corpus or both, as it was found.
pub enum FilePair<'p> {
    /// The same bytes on both sides, whatever they mean, and how many were read.
    Identical(FileName<'p>, FileName<'p>, u64),
    /// Anything else; at least one side is there.
    Different(Option<FileRead<'p>>, Option<FileRead<'p>>),
}

impl FilePair<'_> {
    /// How many bytes were read.
    fn n_bytes(&self) -> u64 {
        match self {
            Self::Identical(_, _, n_bytes) => *n_bytes,
            Self::Different(old, new) => [old, new].into_iter().flatten().map(|file| file.n_bytes).sum(),
        }
    }
}

/// What a file is called.
#[derive(Clone, Copy, Debug)]
pub struct FileName<'p> {
    /// The id of the document that it is.
    pub id: &'p str,
    /// The path as a user would write it.
    pub source: &'p str,
}

/// A file that was read.
pub struct FileRead<'p> {
    /// What it is called.
    pub name: FileName<'p>,
    /// What it holds.
    pub content: FileContent,
    /// How many bytes it has on disk, as far as they were read.
    n_bytes: u64,
}

/// What a file holds.
pub enum FileContent {
    /// Its documents: one, unless its first bytes tell that it holds records.
    Documents(Vec<Document>),
    /// Bytes that are no text, or more than one document may have; and why nothing was read.
    NoText(String),
    /// It could not be read, which has been told.
    Failed,
}

impl<'c> FilePairs<'c> {
    /// Pairs the files of two corpora; nothing is opened yet.
    pub fn of(old: &'c Corpus, new: &'c Corpus) -> Self {
        let sides = [Files::of(old), Files::of(new)];
        let mut pairs = Vec::new();
        let [mut olds, mut news] =
            [sides[0].lone_by_id().into_iter(), sides[1].lone_by_id().into_iter()].map(Iterator::peekable);
        loop {
            let order = match (olds.peek(), news.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(&old), Some(&new)) => sides[0].sources()[old].id.cmp(&sides[1].sources()[new].id),
            };
            let old = if order.is_le() { olds.next() } else { None };
            pairs.push([old, if order.is_ge() { news.next() } else { None }]);
        }
        Self { sides, pairs }
    }

    /// Reads every pair and hands it to `map` on some worker thread, with a worker state from `worker`; hands what
    /// `map` returns to `sink`, on the calling thread, in the order of ids. What is wrong with a file is reported there
    /// too, at its place in the order.
    ///
    /// Memory: the files in flight, and for each thread two documents.
    ///
    /// # Errors
    ///
    /// Whatever `sink` returns; the run ends early then.
    pub fn run<'s, W: Send, T: Send>(
        &'s self,
        job: &Job<'_>,
        worker: impl Fn() -> W + Sync,
        map: impl Fn(&mut W, FilePair<'_>) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let inputs: Vec<Inputs<'_>> = self.sides.iter().filter_map(|side| side.inputs).collect();
        look_ahead::for_documents(&inputs, job)?;
        self.sides.iter().for_each(|side| side.outcome.begin());
        let states: Workers<Desk<W>> = Workers::default();
        let work = |group: Group<'s>| {
            let mut state = states.take(|| Desk { own: worker(), other: Buffers::default() });
            let mut batch = Batch { results: Vec::with_capacity(group.pairs.len()), n_bytes: 0, later: &[] };
            for (idx, places) in group.pairs.iter().enumerate() {
                if batch.n_bytes > GROUP_BYTES {
                    batch.later = &group.pairs[idx..];
                    break;
                }
                let Desk { own, other } = &mut state.own;
                let mut findings = Vec::new();
                let pair = self.read(places, [&mut state.buffers, other], &mut findings);
                batch.n_bytes += pair.n_bytes();
                batch.results.push((findings, map(own, pair)));
            }
            states.give_back(state);
            batch
        };
        let mut deliver = |results: Results<T>, n_bytes| {
            for (findings, result) in results {
                findings.into_iter().for_each(|finding| job.diagnostics.report(finding));
                sink(result)?;
            }
            job.diagnostics.advance(n_bytes);
            Ok(())
        };
        let groups = self.pairs.chunks(GROUP_PAIRS).map(|pairs| Group { pairs, n_bytes: GROUP_BYTES });
        ordered(job.pool, groups, work, |batch| {
            deliver(batch.results, batch.n_bytes)?;
            // Nobody asked how long files are, so these turned out to be too long to wait together.
            let single = batch.later.chunks(1).map(|pairs| Group { pairs, n_bytes: self.n_bytes(&pairs[0]) });
            ordered(job.pool, single, work, |batch| deliver(batch.results, batch.n_bytes))
        })?;
        for side in &self.sides {
            side.outcome.add_formats(side.sources().iter().filter_map(Source::found_format));
            side.inputs.iter().for_each(|inputs| inputs.known.rejoining.report(job.diagnostics));
        }
        Ok(())
    }

    fn n_bytes(&self, places: &Places) -> u64 {
        let path = |side: usize| places[side].and_then(|idx| self.sides[side].sources()[idx].file_path());
        let n_bytes = |side| path(side).and_then(|path| path.metadata().ok()).map_or(0, |metadata| metadata.len());
        n_bytes(0) + n_bytes(1)
    }

    fn read(&self, places: &Places, buffers: [&mut Buffers; 2], findings: &mut Vec<Finding>) -> FilePair<'_> {
        let [old_buffers, new_buffers] = buffers;
        let mut olds = self.sides[0].open(places[0], old_buffers);
        let mut news = self.sides[1].open(places[1], new_buffers);
        if let (Some(old), Some(new)) = (&olds, &news)
            && old.has_same_bytes(new)
        {
            // Where the name does not say the format, the bytes were asked.
            [old, new].into_iter().for_each(|file| file.source.find_by_name(file.inputs.options));
            self.sides.iter().for_each(|side| side.outcome.add_document());
            return FilePair::Identical(old.name(), new.name(), old.n_bytes() + new.n_bytes());
        }
        let old = olds.as_mut().map(|file| file.read(findings));
        let new = news.as_mut().map(|file| file.read(findings));
        for (side, file) in self.sides.iter().zip([&old, &new]) {
            side.note(file.as_ref());
        }
        FilePair::Different(old, new)
    }
}

/// The places of a file among the sources of either side.
type Places = [Option<usize>; 2];

/// What became of pairs, with what is to be said of each before.
type Results<T> = Vec<(Vec<Finding>, T)>;

/// What became of a group.
struct Batch<'p, T> {
    results: Results<T>,
    n_bytes: u64,
    /// The pairs for which it had no room.
    later: &'p [Places],
}

/// What a worker reads at a time.
struct Group<'p> {
    pairs: &'p [Places],
    n_bytes: u64,
}

impl Unit for Group<'_> {
    fn n_bytes(&self) -> u64 {
        self.n_bytes
    }
}

/// What a worker has beside the buffers that every worker has.
struct Desk<W> {
    own: W,
    other: Buffers,
}

/// The sources of one corpus, none if they cannot be paired.
struct Files<'c> {
    inputs: Option<Inputs<'c>>,
    outcome: &'c ReadOutcome,
}

impl<'c> Files<'c> {
    fn of(corpus: &'c Corpus) -> Self {
        Self { inputs: corpus.files(), outcome: corpus.outcome() }
    }

    fn sources(&self) -> &'c [Source] {
        self.inputs.map_or(&[], |inputs| inputs.sources)
    }

    /// Notes what came of a file. What is no text is compared by its bytes, so it was read.
    fn note(&self, file: Option<&FileRead<'_>>) {
        match file.map(|file| &file.content) {
            Some(FileContent::Failed) => self.outcome.add_failure(),
            Some(FileContent::NoText(_)) => self.outcome.add_document(),
            Some(FileContent::Documents(documents)) if !documents.is_empty() => self.outcome.add_document(),
            Some(FileContent::Documents(_)) | None => {}
        }
    }

    /// The places of files that are one document each, in the order of their ids.
    fn lone_by_id(&self) -> Vec<usize> {
        let Some(Inputs { sources, options, .. }) = self.inputs else { return Vec::new() };
        let mut places: Vec<usize> = (0..sources.len()).filter(|&idx| sources[idx].is_lone_file(options)).collect();
        // A folder is in order already, several inputs are not.
        places.sort_by(|&a, &b| sources[a].id.cmp(&sources[b].id));
        places
    }

    fn open<'b>(&self, place: Option<usize>, buffers: &'b mut Buffers) -> Option<OpenFile<'c, 'b>> {
        let inputs = self.inputs?;
        let source = &inputs.sources[place?];
        let filled = buffers.fill(source, inputs.options.max_document_bytes);
        Some(OpenFile { source, inputs, buffers, filled })
    }
}

/// A file whose bytes are at hand, or why they are not.
struct OpenFile<'c, 'b> {
    source: &'c Source,
    inputs: Inputs<'c>,
    buffers: &'b mut Buffers,
    filled: Result<(), Problem>,
}

impl<'c> OpenFile<'c, '_> {
    fn name(&self) -> FileName<'c> {
        FileName { id: &self.source.id, source: &self.source.shown }
    }

    fn n_bytes(&self) -> u64 {
        if self.filled.is_ok() { self.buffers.raw().len() as u64 } else { 0 }
    }

    fn has_same_bytes(&self, other: &OpenFile<'_, '_>) -> bool {
        match (&self.filled, &other.filled) {
            (Ok(()), Ok(())) => self.buffers.raw() == other.buffers.raw() && !self.holds_records(),
            (Err(Problem::TooLong { .. }), Err(Problem::TooLong { .. })) => {
                // Whatever goes wrong here is told by those who read the file as a document.
                are_same(self.source, other.source).unwrap_or(false)
            }
            _ => false,
        }
    }

    /// Whether the first bytes tell what the name does not: that each record is a document.
    fn holds_records(&self) -> bool {
        let is_told = self.source.told_format(self.inputs.options).is_some();
        !is_told
            && format_of(self.source, self.buffers.raw(), self.inputs.options, &mut Vec::new())
                .is_ok_and(Format::has_records)
    }

    fn read(&mut self, findings: &mut Vec<Finding>) -> FileRead<'c> {
        let (name, n_bytes) = (self.name(), self.n_bytes());
        let content = match std::mem::replace(&mut self.filled, Ok(())).and_then(|()| self.content(findings)) {
            Ok(content) => content,
            Err(problem @ (Problem::Binary | Problem::Unread { .. } | Problem::TooLong { .. })) => {
                FileContent::NoText(problem.to_string())
            }
            Err(problem) => {
                findings.push(InputError::new(name.source, problem).into());
                FileContent::Failed
            }
        };
        self.buffers.give_up_large();
        FileRead { name, content, n_bytes }
    }

    fn content(&mut self, findings: &mut Vec<Finding>) -> Result<FileContent, Problem> {
        let Inputs { options, beside, known, .. } = self.inputs;
        let bytes = self.buffers.content(self.source, options.max_document_bytes)?;
        let format = format_of(self.source, bytes, options, findings)?;
        file_encoding::detect(bytes, options.encoding, Reach::All)?;
        let mut documents = Vec::new();
        let (beside, rejoining) = (Some(beside), &known.rejoining);
        let reader = UnitReader { beside, rejoining, ..UnitReader::ahead(&[], options) };
        reader.whole(self.source, bytes, format, &mut |item| match item {
            Item::Document(document) => documents.push(document),
            Item::Finding(finding) => findings.push(finding),
            Item::Row(_) | Item::WithoutRow(_) | Item::EndOfTable(..) | Item::Long(_) => {}
        });
        // A text always is a document, even an empty one, unless something went wrong.
        let has_failed = documents.is_empty() && !format.has_records();
        Ok(if has_failed { FileContent::Failed } else { FileContent::Documents(documents) })
    }
}

/// Whether two files have the same bytes.
fn are_same(old: &Source, new: &Source) -> Result<bool, Problem> {
    same_bytes::are_same(&mut old.open()?, &mut new.open()?).map_err(Problem::Read)
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;
    use crate::diagnostics::Collected;
    use crate::input::InputOptions;
    use crate::pool::Pool;

    fn folder(files: &[(&str, &[u8])]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    fn corpus(path: &Path, max_document_bytes: u64) -> Corpus {
        let options = InputOptions { max_document_bytes, ..InputOptions::default() };
        Corpus::open(&[path.to_owned()], options, &Collected::default()).unwrap()
    }

    fn shown(read: &FileRead<'_>) -> String {
        let content = match &read.content {
            FileContent::Documents(documents) => documents.iter().map(|d| d.text.as_str()).collect(),
            FileContent::NoText(reason) => reason.clone(),
            FileContent::Failed => "failed".to_owned(),
        };
        format!("{}: {content}", read.name.id)
    }

    #[track_caller]
    fn check(old: &[(&str, &[u8])], new: &[(&str, &[u8])], max_document_bytes: u64, expected: &[&str]) {
        let (old, new) = (folder(old), folder(new));
        let (old, new) = (corpus(old.path(), max_document_bytes), corpus(new.path(), max_document_bytes));
        let mut found = Vec::new();
        let pool = Pool::new(NonZero::new(2)).unwrap();
        let job = Job { pool: &pool, diagnostics: &Collected::default() };
        let told = |pair: FilePair<'_>| match pair {
            FilePair::Identical(old, ..) => format!("{} =", old.id),
            FilePair::Different(old, new) => {
                let side = |side: Option<FileRead<'_>>| side.as_ref().map_or("-".to_owned(), shown);
                format!("{} | {}", side(old), side(new))
            }
        };
        let sink = |line| {
            found.push(line);
            Ok(())
        };
        FilePairs::of(&old, &new).run(&job, || (), |(), pair| told(pair), sink).unwrap();
        assert_eq!(found, expected);
    }

    #[test]
    fn files_too_long_to_wait_together_are_read_all_the_same_and_in_order() {
        let long = vec![b'a'; GROUP_BYTES as usize];
        let names: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), long.as_slice())).collect();
        let expected: Vec<String> = names.iter().map(|name| format!("{name} =")).collect();
        check(&files, &files, 1 << 20, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn files_are_paired_by_path_and_told_apart_by_their_bytes() {
        let old: [(&str, &[u8]); 3] = [("a.txt", b"one"), ("b.txt", b"two"), ("c.txt", b"old")];
        let new: [(&str, &[u8]); 3] = [("a.txt", b"one"), ("b.txt", b"2"), ("d.txt", b"new")];
        check(&old, &new, 100, &["a.txt =", "b.txt: two | b.txt: 2", "c.txt: old | -", "- | d.txt: new"]);
    }

    #[test]
    fn what_is_no_text_is_compared_all_the_same() {
        for (suffix, reason) in [
            ("dat", "looks like binary data, not text"),
            ("png", "is a picture, which is not read: there is no text in it"),
        ] {
            let (a, b) = (format!("a.{suffix}"), format!("b.{suffix}"));
            let old: [(&str, &[u8]); 2] = [(&a, b"\x00\x01\x02\x03"), (&b, b"\x00\x01\x02\x03")];
            let new: [(&str, &[u8]); 2] = [(&a, b"\x00\x01\x02\x03"), (&b, b"\x00\x01\x02\x04")];
            check(&old, &new, 100, &[&format!("{a} ="), &format!("{b}: {reason} | {b}: {reason}")]);
        }
    }

    #[test]
    fn files_that_are_too_long_are_compared_block_by_block() {
        let long = vec![b'a'; 3 * same_bytes::BLOCK / 2];
        let mut other = long.clone();
        other[same_bytes::BLOCK + 1] = b'b';
        let old: [(&str, &[u8]); 2] = [("a.txt", &long), ("b.txt", &long)];
        let new: [(&str, &[u8]); 2] = [("a.txt", &long), ("b.txt", &other)];
        let reason = "is longer than 100 bytes, the most that one document may have here";
        check(&old, &new, 100, &["a.txt =", &format!("b.txt: {reason} | b.txt: {reason}")]);
    }

    #[test]
    fn files_of_records_are_left_to_others_by_name_and_cut_by_content() {
        let records = b"{\"text\": \"one\"}\n{\"text\": \"two\"}\n";
        let old: [(&str, &[u8]); 2] = [("a.jsonl", records), ("b", records)];
        check(&old, &old, 100, &["b: onetwo | b: onetwo"]);
    }
}
