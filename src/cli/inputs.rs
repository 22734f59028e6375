//! The inputs that a user named, one by one, in a list, or by a pipe.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use regex::Regex;
use textmill::error::Error;
use textmill::input::{
    Corpus, Encoding, Folders, Format, Guards, Hidden, Ignored, InputOptions, Lengths, Links, LongTexts, Losses, Texts,
};

use super::arguments::{InputArgs, InputFormat, OutputArgs, ReadingArgs};
use super::identity::Inputs;
use super::messages::{self, Failure};
use super::session::Session;

const STDIN: &str = "-";

/// The inputs of a run: as documents, and as files that must not be written over.
pub(crate) struct Opened {
    pub(crate) corpus: Corpus,
    pub(crate) inputs: Inputs,
}

impl InputArgs {
    /// Lists folders and reads a table to join; the documents are read when the corpus is run. `adjust` says what the
    /// verb needs beyond what the user said. Where columns are only listed, there are no documents.
    ///
    /// # Errors
    ///
    /// If nothing was named, or what was named cannot be used at all.
    pub(crate) fn open(
        &self,
        output: &OutputArgs,
        session: &Session,
        adjust: impl FnOnce(&mut InputOptions),
    ) -> Result<Opened, Failure> {
        if output.list_columns && self.names_nothing() && io::stdin().is_terminal() {
            return Ok(Opened { corpus: Corpus::from_documents(Vec::new()), inputs: Inputs::default() });
        }
        let paths = self.paths()?;
        let mut options = self.reading.options()?;
        adjust(&mut options);
        let mut corpus = Corpus::open(&paths, options, session.console())?;
        let inputs = self.reading.files(&corpus, paths.iter().chain(&self.files_from));
        if output.list_columns {
            corpus = corpus.without_documents(&session.job())?;
        }
        Ok(Opened { corpus, inputs })
    }

    /// Whether standard input is one of the inputs.
    pub(crate) fn reads_stdin(&self) -> bool {
        self.names_nothing() || self.inputs.iter().any(|path| path == Path::new(STDIN))
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
            paths.extend(listed_paths(list).map_err(|error| messages::unreadable_list(list, &error))?);
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
    /// What must not be written over: the files of `corpus`, the table that is read beside them, and `named`.
    pub(crate) fn files<'p>(&'p self, corpus: &'p Corpus, named: impl Iterator<Item = &'p PathBuf>) -> Inputs {
        Inputs::of(named.chain(&self.meta).map(PathBuf::as_path).chain(corpus.file_paths()))
    }

    /// Whether the file is one whose records are documents, as far as its name and the user tell.
    pub(crate) fn is_table(&self, path: &Path) -> bool {
        match self.from {
            Some(format) => matches!(format, InputFormat::Jsonl | InputFormat::Csv | InputFormat::Tsv),
            None => Format::of_path(path).is_some_and(Format::has_records),
        }
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
            format: self.from.map(InputFormat::format),
            text_field: told(&self.text_field, usual.text_field),
            id_field: told(&self.id_field, usual.id_field),
            title_field: told(&self.title_field, usual.title_field),
            source_field: usual.source_field,
            delimiter: self.delimiter,
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
            long_texts: LongTexts::Whole,
            lengths: Lengths::Asked,
            shard: None,
        })
    }
}

impl InputFormat {
    fn format(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Html => Format::Html,
            Self::Jsonl => Format::JsonLines,
            Self::Csv => Format::Csv,
            Self::Tsv => Format::Tsv,
        }
    }
}

fn encoding(label: &str) -> Result<Encoding, Error> {
    Encoding::named(label).ok_or_else(|| {
        Error::option("encoding", format!("{label:?} is no encoding that browsers know, such as windows-1252"))
    })
}

fn path_pattern(pattern: &str) -> Result<Regex, Error> {
    let refused = |why: String| Error::option("fields-from-path", why);
    let pattern = Regex::new(pattern).map_err(|error| refused(error.to_string()))?;
    if pattern.capture_names().flatten().next().is_none() {
        return Err(refused(format!("{:?} has no named group such as (?<year>\\d{{4}})", pattern.as_str())));
    }
    Ok(pattern)
}

fn listed_paths(list: &Path) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    if list == Path::new(STDIN) {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(list)?.read_to_end(&mut bytes)?;
    }
    split_list(&bytes).map(path_of).collect()
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
