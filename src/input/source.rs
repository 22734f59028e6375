//! One input: a file, a member of an archive, standard input, or a pipe given by path.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::archive::MemberOf;
use super::format::Format;
use super::options::InputOptions;
use super::place::DocumentPlace;
use super::regular_file::WatchedFile;
use crate::diagnostics::{Finding, Kind};
use crate::document::Fields;
use crate::error::{InputError, Problem, Unread};

/// Something that documents are read from.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) origin: Origin,
    /// The path below the folder that was given, or the path as given; with `/` between levels. Ids are made of it.
    pub(super) id: String,
    /// Its place among the sources of its corpus.
    pub(super) idx: usize,
    /// Which of the inputs that were named it was found in.
    pub(super) input_idx: u32,
    /// The path as a user would write it.
    pub(super) shown: String,
    pub(super) n_bytes: u64,
    pub(super) given: Given,
    /// What the path itself tells.
    pub(super) path_fields: Fields,
    /// The format that the folder tells, whatever the name of the file: a mail in a Maildir.
    pub(super) of_folder: Option<Format>,
    /// The format that it turned out to be in, once its first bytes were looked at.
    pub(super) found: OnceLock<Format>,
}

/// Where the bytes come from.
#[derive(Debug)]
pub(super) enum Origin {
    /// A regular file.
    File(PathBuf),
    /// A member of an archive.
    Member(MemberOf),
    /// Something that can be read once, unless it has been set aside.
    Once(Mutex<Once>),
}

/// Something that can be read once.
#[derive(Default)]
pub(super) enum Once {
    /// Standard input, not yet read.
    #[default]
    Stdin,
    /// A descriptor of ours by its path, as a shell's process substitution gives it; not yet read.
    Pipe(PathBuf),
    /// A look was taken at the first bytes, which come again.
    PutBack(Box<dyn Read + Send>),
    /// A copy on disk, which can be read again.
    SetAside(File),
    /// It has been read.
    Spent,
}

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Once")
    }
}

/// How a source came to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// The user named it, so failing to read it is a failure.
    ByName,
    /// It was in a folder, so a file that is no text is passed over.
    ByFolder,
}

impl Source {
    /// Standard input.
    pub(super) fn stdin() -> Self {
        Self {
            origin: Origin::Once(Mutex::default()),
            // Not the dash of `shown`, since a spreadsheet takes `-#1` for a formula.
            id: "stdin".to_owned(),
            idx: 0,
            input_idx: 0,
            shown: "-".to_owned(),
            n_bytes: 0,
            given: Given::ByName,
            path_fields: Fields::default(),
            of_folder: None,
            found: OnceLock::default(),
        }
    }

    /// The format as far as it is known before the first byte is read: that which the user says, else that of the folder or
    /// the name.
    pub(super) fn told_format(&self, options: &InputOptions) -> Option<Format> {
        let format = options.format.or(self.of_folder).or_else(|| Format::by_suffix(self.file_name()));
        format.map(|format| format.as_asked(options))
    }

    /// `true` if the source, as one document, belongs to the shard that is read.
    pub(super) fn is_taken(&self, options: &InputOptions) -> bool {
        options.shard.is_none_or(|shard| shard.takes(&self.id))
    }

    /// `true` if the source is one document of another shard, as far as its name tells.
    pub(super) fn is_left_out(&self, options: &InputOptions) -> bool {
        let format = self.told_format(options);
        format.is_some_and(|format| !format.has_records()) && !self.is_taken(options)
    }

    /// Keeps the format that it is in.
    pub(super) fn find(&self, format: Format) {
        // Another look at it finds the same.
        _ = self.found.set(format);
    }

    /// Keeps the format that is known before the first byte is read, for a source that need not be read.
    pub(super) fn find_by_name(&self, options: &InputOptions) {
        let format = self.told_format(options).filter(|format| format.is_read());
        format.into_iter().for_each(|format| self.find(format));
    }

    /// The format that it is in, if that is known yet.
    pub(super) fn found_format(&self) -> Option<Format> {
        self.found.get().copied()
    }

    /// Whether the length is known and the bytes can be read again.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.origin, Origin::File(_) | Origin::Member(_))
    }

    /// `true` for a file that is one document, as far as its name tells.
    pub(super) fn is_lone_file(&self, options: &InputOptions) -> bool {
        let format = self.told_format(options);
        self.is_file() && !format.is_some_and(Format::has_records)
    }

    /// The file that must not change while the source is read.
    pub(super) fn lies_in(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Member(member) => Some(member.archive_path()),
            Origin::Once(_) => None,
        }
    }

    /// The file name, from which the format is told.
    pub(super) fn file_name(&self) -> &str {
        self.id.rsplit('/').next().unwrap_or_default()
    }

    /// Where the source stands among all sources, those of other shards too.
    pub(super) fn place(&self) -> DocumentPlace {
        DocumentPlace { input_idx: self.input_idx, path: self.id.clone(), record_number: 0 }
    }

    /// The path, if the source is a file.
    pub(super) fn file_path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::Member(_) | Origin::Once(_) => None,
        }
    }

    /// What a user hears of an error about the source: a picture in a folder of texts is no failure, only passed over; one that
    /// the user named is.
    pub(super) fn failure(&self, error: InputError) -> Finding {
        match (&error.problem, self.given) {
            (Problem::Unread { about, unread: Unread::NoText }, Given::ByFolder) => {
                Finding::note(&self.shown, format!("passed over: it is {about}"))
            }
            (Problem::Binary, Given::ByFolder) => {
                Finding::repeated(Kind::PassedOver, &self.shown, "passed over: it looks like binary data")
            }
            _ => error.into(),
        }
    }

    /// Opens the source for reading.
    ///
    /// # Errors
    ///
    /// [`Problem::Open`], also for a second reading of what can be read once, or [`Problem::Special`] if a file has
    /// become something else since it was listed.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send>, Problem> {
        let once = match &self.origin {
            Origin::File(path) => return Ok(Box::new(WatchedFile::open(path)?)),
            Origin::Member(member) => return member.open(),
            Origin::Once(once) => once,
        };
        let mut state = once.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *state, Once::Spent) {
            Once::Stdin => Ok(Box::new(io::stdin())),
            Once::Pipe(path) => Ok(Box::new(File::open(path).map_err(Problem::Open)?)),
            Once::PutBack(reader) => Ok(reader),
            Once::SetAside(file) => {
                let reader = file.try_clone().map_err(Problem::Open)?;
                *state = Once::SetAside(file);
                Ok(Box::new(reader))
            }
            Once::Spent => Err(Problem::Open(io::Error::other("it can be read only once"))),
        }
    }

    /// Lets a source that can be read once be read again from `reader`. Of a file nothing needs to be put back.
    pub(super) fn put_back(&self, reader: Box<dyn Read + Send>) {
        if let Origin::Once(once) = &self.origin {
            *once.lock().unwrap_or_else(PoisonError::into_inner) = Once::PutBack(reader);
        }
    }

    /// Lets a source that can be read once be read from the copy in `file`.
    ///
    /// # Errors
    ///
    /// Whatever seeking says.
    pub(super) fn set_aside(&self, mut file: File) -> io::Result<()> {
        file.rewind()?;
        if let Origin::Once(once) = &self.origin {
            *once.lock().unwrap_or_else(PoisonError::into_inner) = Once::SetAside(file);
        }
        Ok(())
    }

    /// Goes back to the beginning of a copy that was set aside; the handles of one copy share their place in it.
    ///
    /// # Errors
    ///
    /// Whatever seeking says.
    pub(super) fn rewind(&self) -> io::Result<()> {
        if let Origin::Once(once) = &self.origin
            && let Once::SetAside(file) = &mut *once.lock().unwrap_or_else(PoisonError::into_inner)
        {
            file.rewind()?;
        }
        Ok(())
    }
}

/// `path` with `/` between its levels. Bytes that are no UTF-8 show as `\xNN`, and so does a backslash that only looks
/// like the beginning of one, so that different names stay different.
pub(super) fn readable(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        for (at, c) in chunk.valid().char_indices() {
            if looks_like_byte(&chunk.valid()[at..]) { shown.push_str("\\x5c") } else { shown.push(c) }
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    if std::path::MAIN_SEPARATOR == '/' { shown } else { shown.replace(std::path::MAIN_SEPARATOR, "/") }
}

/// The path that is shown so: the bytes are again what they were.
pub fn path_shown_as(shown: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at..];
        let n_bytes = match rest.get(2..4).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if looks_like_byte(rest) => {
                bytes.push(byte);
                4
            }
            _ => {
                bytes.push(b'\\');
                1
            }
        };
        rest = &rest[n_bytes..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    path_of_bytes(bytes)
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Names are Unicode there, so that no byte was written out.
#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// Whether `text` begins like a byte that [`readable`] wrote out.
fn looks_like_byte(text: &str) -> bool {
    matches!(text.as_bytes(), [b'\\', b'x', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_name_that_looks_like_a_byte_written_out_differs_from_the_byte() {
        use std::os::unix::ffi::OsStrExt;
        let shown = |name: &[u8]| readable(Path::new(std::ffi::OsStr::from_bytes(name)));
        assert_eq!(shown(b"a\xff"), "a\\xff");
        assert_eq!(shown(b"a\\xff"), "a\\x5cxff");
        assert_eq!(shown(b"a\\x5cxff"), "a\\x5cx5cxff");
        assert_eq!(shown("\\xé \\x4".as_bytes()), "\\xé \\x4");
    }

    #[cfg(unix)]
    proptest::proptest! {
        #[test]
        fn a_shown_path_leads_back_to_its_bytes(name in proptest::collection::vec(
            proptest::prop_oneof![1..=255_u8, proptest::sample::select(b"\\\\\\xx5cfF/".to_vec())], 0..40,
        )) {
            use std::os::unix::ffi::{OsStrExt, OsStringExt};
            let path = PathBuf::from(std::ffi::OsString::from_vec(name.clone()));
            let back = path_shown_as(&readable(&path));
            proptest::prop_assert_eq!(back.as_os_str().as_bytes(), &name[..]);
        }
    }
}
