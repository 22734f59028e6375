//! Opening files: regular ones and nothing else, which end with an error if they become shorter while they are read.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path};

use crate::error::Problem;

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
pub(super) struct WatchedFile {
    file: File,
    /// The length when it was opened; some files of the system say 0, or more than they give.
    n_bytes: u64,
    n_read: u64,
    #[cfg(test)]
    path: std::path::PathBuf,
}

impl WatchedFile {
    /// Opens the file at `path`.
    ///
    /// # Errors
    ///
    /// As [`open_regular`].
    pub(super) fn open(path: &Path) -> Result<Self, Problem> {
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

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;
    use std::sync::Mutex;

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
}
