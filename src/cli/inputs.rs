//! The inputs that a user named, one by one, in a list, or by a pipe.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use regex::Regex;
use textmill::diagnostics::{Diagnostics, Finding};
use textmill::error::{Error, SideFileProblem};
use textmill::input::{
    Captions, Corpus, Emphasis, Encoding, Folders, Format, Guards, HeaderRow, Hidden, Ignored, InputOptions, Lengths,
    LineHyphens, Links, LongTexts, Losses, MarkdownText, NamedBy, NotebookCells, Ruby, RunningHeads, SideFile, Texts,
    try_open,
};
use textmill::render::grouped;
use textmill::text::{PatternSyntax, compile_pattern};

use super::arguments::{InputArgs, OutputArgs, ReadingArgs};
use super::messages::{self, Failure};
use super::run_files::{CorpusRole, FileRole};
use super::session::Session;

#[cfg(feature = "pdf")]
use std::sync::Arc;
#[cfg(feature = "pdf")]
use textmill::input::PdfProgram;

const STDIN: &str = "-";

/// The most names of a list. The shortest ones take many times their bytes in memory.
const MOST_LISTED: usize = 10_000_000;

impl InputArgs {
    /// Lists folders and reads a table to join; the documents are read when the corpus is run. `adjust` says what the
    /// verb needs beyond what the user said. Where columns are only listed, there are no documents.
    ///
    /// # Errors
    ///
    /// If nothing was named, or something that was named cannot be opened.
    pub(crate) fn open(
        &self,
        output: &OutputArgs,
        session: &Session,
        adjust: impl FnOnce(&mut InputOptions),
    ) -> Result<Corpus, Failure> {
        if output.list_columns && self.names_nothing() && io::stdin().is_terminal() {
            return Ok(Corpus::from_documents(Vec::new()));
        }
        let paths = self.paths()?;
        require_openable(&self.inputs, session)?;
        let mut options = self.reading.options()?;
        adjust(&mut options);
        let corpus = Corpus::open(&paths, options, session.console())?;
        let named = paths.iter().chain(&self.files_from).map(PathBuf::as_path);
        session.files().read(named, FileRole::Input);
        self.reading.register(session);
        session.files().read_corpus(&corpus, CorpusRole::Input);
        Ok(if output.list_columns { corpus.without_documents(&session.job())? } else { corpus })
    }

    /// Whether standard input is one of the inputs.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.names_nothing() || self.inputs.iter().any(|path| path == Path::new(STDIN))
    }

    /// Refuses that standard input is read both for documents and for one of these flags, of which each says whether it
    /// reads it, or for two of them.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] with the second flag that reads it.
    pub(crate) fn share_stdin(&self, flags: &[(&str, bool)]) -> Result<(), Error> {
        let mut is_taken = self.reads_stdin() || self.files_from.as_deref() == Some(Path::new(STDIN));
        for (flag, reads_stdin) in flags {
            if is_taken && *reads_stdin {
                return Err(
                    messages::refused(flag, "names standard input, which something else is read from already").into()
                );
            }
            is_taken |= reads_stdin;
        }
        Ok(())
    }

    /// The inputs as the user named them.
    pub(crate) fn described(&self) -> String {
        if self.names_nothing() {
            return STDIN.to_owned();
        }
        let named: Vec<_> = self.inputs.iter().chain(&self.files_from).map(|path| path.to_string_lossy()).collect();
        named.join(", ")
    }

    fn names_nothing(&self) -> bool {
        self.inputs.is_empty() && self.files_from.is_none()
    }

    /// The paths to read, in the order given: those on the command line, then those of `--files-from`.
    ///
    /// # Errors
    ///
    /// If the list cannot be read, or nothing was named and standard input is a terminal.
    pub(crate) fn paths(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut paths = self.inputs.clone();
        if let Some(list) = &self.files_from {
            let listed = listed_paths(list);
            paths.extend(listed.map_err(|problem| messages::unreadable(SideFile::PathList, list, &problem))?);
            return Ok(paths);
        }
        match (paths.is_empty(), io::stdin().is_terminal()) {
            (true, true) => Err(messages::no_input().into()),
            (true, false) => Ok(vec![PathBuf::from(STDIN)]),
            (false, _) => Ok(paths),
        }
    }
}

impl ReadingArgs {
    /// Registers the table that is read beside the documents.
    pub(crate) fn register(&self, session: &Session) {
        session.files().read(self.meta.as_deref(), FileRole::Input);
    }

    /// Whether the file is one whose records are documents, as far as its name and the user tell.
    pub(crate) fn is_table(&self, path: &Path) -> bool {
        self.from.or_else(|| Format::of_path(path)).is_some_and(Format::has_records)
    }

    /// Refuses what needs the words of the whole corpus where a run has a share of it, which these flags say.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] for `--dehyphenate` with a share.
    pub(crate) fn require_whole_corpus(&self, has_share: bool, flags: &str) -> Result<(), Error> {
        if self.dehyphenate && has_share {
            let why = format!(
                "needs the words of the whole corpus, which a run with {flags} does not see; `textmill export --dehyphenate` \
                 writes texts that every run can read"
            );
            return Err(messages::refused("dehyphenate", why).into());
        }
        Ok(())
    }

    /// How the library shall read.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] for an encoding or pattern that is none.
    pub(crate) fn options(&self) -> Result<InputOptions, Error> {
        let usual = InputOptions::default();
        let told = |field: &Option<String>, usual: String| field.clone().unwrap_or(usual);
        Ok(InputOptions {
            format: self.from,
            text_field: told(&self.text_field, usual.text_field),
            id_field: told(&self.id_field, usual.id_field),
            title_field: told(&self.title_field, usual.title_field),
            source_field: usual.source_field,
            delimiter: self.delimiter,
            quote: self.quote,
            header_row: if self.no_header_in { HeaderRow::Missing } else { HeaderRow::Names },
            guards: if self.unguard { Guards::Removed } else { Guards::AsMarked },
            encoding: self.encoding.as_deref().map(encoding).transpose()?,
            losses: if self.strict { Losses::Refuse } else { Losses::Warn },
            texts: Texts::Required,
            folders: Folders::Listed,
            globs: self.glob.clone(),
            excludes: self.exclude.clone(),
            hidden: if self.hidden { Hidden::Take } else { Hidden::Skip },
            ignored: if self.no_ignore { Ignored::Take } else { Ignored::Skip },
            links: if self.follow { Links::Follow } else { Links::Skip },
            fields_from_path: self.fields_from_path.as_deref().map(path_pattern).transpose()?,
            meta: self.meta.clone(),
            meta_key: self.meta_key.clone(),
            max_document_bytes: self.max_document.unwrap_or(usual.max_document_bytes),
            sheet: self.sheet.clone(),
            xml_text: self.xml_text.clone(),
            xml_document: self.xml_document.clone(),
            date_order: self.date_order.unwrap_or_default(),
            date_fields: Vec::new(),
            date_evidence: usual.date_evidence,
            composites: usual.composites,
            attribute: self.attribute.unwrap_or_default(),
            annotated_tokens: usual.annotated_tokens,
            per_chapter: self.per_chapter,
            markdown: if self.plain_markdown { MarkdownText::Plain } else { MarkdownText::AsWritten },
            notebook_cells: if self.code_cells { NotebookCells::ProseAndCode } else { NotebookCells::Prose },
            #[cfg(feature = "pdf")]
            pdf_program: std::env::current_exe().ok().map(|program| Arc::new(PdfProgram::new(program))),
            running_heads: if self.no_running_heads { RunningHeads::Drop } else { RunningHeads::Keep },
            line_hyphens: if self.dehyphenate { LineHyphens::Rejoined } else { LineHyphens::Kept },
            emphasis: if self.plain_emphasis { Emphasis::Plain } else { Emphasis::AsWritten },
            captions: if self.captions { Captions::Keep } else { Captions::Drop },
            ruby: if self.ruby { Ruby::Keep } else { Ruby::Drop },
            max_words: usual.max_words,
            long_texts: LongTexts::Whole,
            lengths: Lengths::Asked,
            shard: None,
        })
    }
}

fn encoding(label: &str) -> Result<Encoding, Error> {
    Encoding::named(label).ok_or_else(|| {
        messages::refused("encoding", format!("{label:?} is no encoding that browsers know, such as windows-1252"))
            .into()
    })
}

fn path_pattern(pattern: &str) -> Result<Regex, Error> {
    let refused = |why: String| messages::refused("fields-from-path", why).into();
    let pattern = compile_pattern(pattern, PatternSyntax::Plain).map_err(|error| refused(error.to_string()))?;
    if pattern.capture_names().flatten().next().is_none() {
        return Err(refused(format!("{:?} has no named group such as (?<year>\\d{{4}})", pattern.as_str())));
    }
    Ok(pattern)
}

fn listed_paths(list: &Path) -> Result<Vec<PathBuf>, SideFileProblem> {
    let bytes = SideFile::PathList.read(list, NamedBy::User)?;
    if split_list(&bytes).nth(MOST_LISTED).is_some() {
        let why = format!("it has more than {} names", grouped(MOST_LISTED as u64));
        return Err(SideFileProblem::Read(io::Error::other(why)));
    }
    split_list(&bytes).map(|name| path_of(name).map_err(SideFileProblem::Read)).collect()
}

/// Names end with NUL if there is one at all, since a name may hold a line end but never a NUL.
fn split_list(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(move |&byte| byte == end);
    let names = names.map(move |name| if end == 0 { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    names.filter(|name| !name.is_empty())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> io::Result<PathBuf> {
    let name = std::str::from_utf8(name).map_err(|_| io::Error::other("it is not in UTF-8"))?;
    Ok(PathBuf::from(name))
}

/// Opens what was named, and registers it with the files of the run.
///
/// # Errors
///
/// As [`require_openable`] and [`Corpus::open`].
pub(crate) fn open(
    named: &[PathBuf],
    options: InputOptions,
    role: CorpusRole,
    session: &Session,
) -> Result<Corpus, Failure> {
    require_openable(named, session)?;
    let corpus = Corpus::open(named, options, session.console())?;
    session.files().read(named.iter().map(PathBuf::as_path), FileRole::Input);
    session.files().read_corpus(&corpus, role);
    Ok(corpus)
}

/// Ends the run if one of these paths cannot be opened; all such are reported.
///
/// Files that are found in folders and in lists are not named by themselves: one that cannot be read is reported when its
/// turn comes, and the others go on.
///
/// # Errors
///
/// The last of those that cannot be opened.
pub(crate) fn require_openable<'p>(
    named: impl IntoIterator<Item = &'p (impl AsRef<Path> + 'p)>,
    session: &Session,
) -> Result<(), Failure> {
    let mut errors = named.into_iter().filter_map(|path| try_open(path.as_ref()).err()).map(Finding::Failed);
    let Some(mut last) = errors.next() else { return Ok(()) };
    for next in errors {
        session.console().report(std::mem::replace(&mut last, next));
    }
    Err(messages::of_finding(&last).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &[u8], expected: &[&str]) {
        let names: Vec<_> = split_list(list).map(String::from_utf8_lossy).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn names_end_with_a_line_or_with_nul() {
        check(b"a\nb c\r\n\nd", &["a", "b c", "d"]);
        check(b"a\nb\0c\0", &["a\nb", "c"]);
        check(b"", &[]);
    }
}
