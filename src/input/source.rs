//! One input: a file, standard input, or a pipe given by path; opened here and nowhere else.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Seek};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::archive::MemberOf;
use super::format::Format;
use super::options::InputOptions;
use super::place::DocumentPlace;
use crate::document::Fields;
use crate::error::Problem;

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

/// Opens a regular file and nothing else. Opening does not wait for the other end of a named pipe, and what was
/// opened is looked at again, so that nobody can exchange the file in between.
pub(super) fn open_regular(path: &Path) -> Result<(File, Metadata), Problem> {
    opened_regular(path, 0)
}

/// Opens a regular file below `root` by a path that came from outside: a relative one without `..`, and through no symbolic
/// link. `root` itself is the user's, and may be one.
pub(super) fn open_below(root: &Path, relative: &Path) -> Result<(File, Metadata), Problem> {
    let mut path = root.to_owned();
    let mut parts = relative.components().peekable();
    while let Some(part) = parts.next() {
        let name = match part {
            Component::CurDir => continue,
            Component::Normal(name) => name,
            _ => return Err(Problem::Outside),
        };
        path.push(name);
        let metadata = path.symlink_metadata().map_err(Problem::Open)?;
        if metadata.is_symlink() {
            return Err(Problem::Special(LINK));
        }
        if parts.peek().is_some() && !metadata.is_dir() {
            return Err(Problem::Open(io::ErrorKind::NotADirectory.into()));
        }
    }
    // What is a link by now is not followed either.
    opened_regular(&path, NO_LINK)
}

const LINK: &str = "a symbolic link";

#[cfg(unix)]
const NO_LINK: i32 = libc::O_NOFOLLOW;
#[cfg(not(unix))]
const NO_LINK: i32 = 0;

fn opened_regular(path: &Path, flags: i32) -> Result<(File, Metadata), Problem> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK | flags);
    #[cfg(not(unix))]
    let _ = flags;
    let file = options.open(path).map_err(Problem::Open)?;
    let metadata = file.metadata().map_err(Problem::Open)?;
    match special_kind(&metadata) {
        None => Ok((file, metadata)),
        Some(kind) => Err(Problem::Special(kind)),
    }
}

/// A regular file that ends with an error if it became shorter while it was read.
struct WatchedFile {
    file: File,
    /// The length when it was opened; some files of the system say 0, or more than they give.
    n_bytes: u64,
    n_read: u64,
    #[cfg(test)]
    path: PathBuf,
}

impl WatchedFile {
    fn open(path: &Path) -> Result<Self, Problem> {
        let (file, metadata) = open_regular(path)?;
        Ok(Self {
            file,
            n_bytes: metadata.len(),
            n_read: 0,
            #[cfg(test)]
            path: path.to_owned(),
        })
    }
}

impl Read for WatchedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // All of it as it was when it was opened. To ask whether there is more costs small files as much as reading them.
        if self.n_bytes > 0 && self.n_read >= self.n_bytes {
            return Ok(0);
        }
        let n_read = self.file.read(buffer)?;
        self.n_read += n_read as u64;
        let is_short = n_read == 0 && !buffer.is_empty() && self.n_read < self.n_bytes;
        if is_short && self.file.metadata()?.len() < self.n_bytes {
            return Err(io::Error::other("it became shorter while it was read"));
        }
        Ok(n_read)
    }
}

/// What a directory entry is, unless it is a regular file.
pub(super) fn special_kind(metadata: &std::fs::Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return None;
    }
    if kind.is_dir() {
        return Some("a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    Some("a special file")
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
pub(super) mod tests {
    use super::*;

    /// Files that were read, and how many bytes of them.
    static READ: Mutex<Vec<(PathBuf, u64)>> = Mutex::new(Vec::new());

    impl Drop for WatchedFile {
        fn drop(&mut self) {
            READ.lock().unwrap().push((std::mem::take(&mut self.path), self.n_read));
        }
    }

    /// Number of bytes that were read of the file at `path` since the last call.
    pub(in crate::input) fn take_n_read(path: &Path) -> u64 {
        let mut read = READ.lock().unwrap();
        let n_bytes = read.iter().filter(|(known, _)| known == path).map(|(_, n_bytes)| n_bytes).sum();
        read.retain(|(known, _)| known != path);
        n_bytes
    }

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
    #[test]
    fn a_file_below_a_folder_is_opened_through_no_link_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        std::fs::create_dir_all(root.join("d")).unwrap();
        for (name, text) in [("root/d/a.txt", "inside"), ("outside.txt", "outside")] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        std::os::unix::fs::symlink("../outside.txt", root.join("link.txt")).unwrap();
        std::os::unix::fs::symlink("d", root.join("e")).unwrap();
        let opened = |name: &str| open_below(&root, Path::new(name)).map(|(_, metadata)| metadata.len());
        assert_eq!(opened("d/a.txt").unwrap(), 6);
        assert_eq!(opened("./d/a.txt").map_err(|problem| problem.to_string()), Ok(6));
        for name in ["../outside.txt", "/etc/passwd", "d/../../outside.txt", ""] {
            assert!(matches!(opened(name), Err(Problem::Outside | Problem::Special("a folder"))), "{name}");
        }
        for name in ["link.txt", "e/a.txt"] {
            assert!(matches!(opened(name), Err(Problem::Special(LINK))), "{name}");
        }
        assert!(matches!(opened("d"), Err(Problem::Special("a folder"))));
        assert!(matches!(opened("d/a.txt/b"), Err(Problem::Open(_))));
    }

    #[test]
    fn a_file_that_shrinks_while_it_is_read_is_an_error() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file, b"twelve bytes").unwrap();
        let mut reader = WatchedFile::open(file.path()).unwrap();
        reader.read_exact(&mut [0; 4]).unwrap();
        file.as_file().set_len(6).unwrap();
        let mut rest = Vec::new();
        assert!(reader.read_to_end(&mut rest).unwrap_err().to_string().contains("shorter"));
        assert_eq!(rest, b"ve");
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
