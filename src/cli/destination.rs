//! The one place that results of a single table go to: standard output, a file put in place whole, or a device.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use textmill::error::Error;

use super::atomic_file::{AtomicFile, not_written};
use super::pager::{self, Pager, PagerProcess};
use super::run_files::{Identity, RunFiles};
use super::screen;
use super::session::Session;

const BUFFER_BYTES: usize = 64 << 10;

/// An opened target with its name for messages.
pub(crate) struct Destination {
    name: String,
    /// None for standard output. The name may show it with other characters.
    path: Option<PathBuf>,
    medium: Medium,
    files: RunFiles,
}

/// A kind of place that results go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlaceKind {
    /// A file, also one that the shell opened: a person may open it in a spreadsheet.
    File,
    /// A terminal, of which a person may copy.
    Terminal,
    /// A pipe or device: a program reads it.
    Stream,
}

impl PlaceKind {
    /// Kind of standard output.
    pub(crate) fn of_stdout() -> Self {
        stdout_file().map_or(Self::Stream, |file| Self::of_open(&file))
    }

    /// Kind of the place at `path`, which is not opened.
    pub(crate) fn of(path: &Path) -> Self {
        if !is_special(path) {
            return Self::File;
        }
        let is_terminal =
            |place: PathBuf| ["/dev/tty", "/dev/pts/"].iter().any(|start| place.to_string_lossy().starts_with(start));
        match path.canonicalize() {
            Ok(place) if is_terminal(place.clone()) => Self::Terminal,
            Ok(place) if place.is_file() => Self::File,
            _ => Self::Stream,
        }
    }

    fn of_open(file: &File) -> Self {
        if file.is_terminal() {
            Self::Terminal
        } else if file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            Self::File
        } else {
            Self::Stream
        }
    }
}

/// How bytes get there.
enum Medium {
    /// Standard output's own handle, or a device: written as it comes.
    Direct(BufWriter<File>),
    /// A terminal, a screen at a time.
    Paged(Pager),
    Atomic(Box<AtomicFile>),
}

impl Destination {
    /// Opens the one place that results go to: the file at `path`, or standard output.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if the run reads it or writes something else there, [`Error::Write`] if it cannot be written.
    pub(crate) fn open(path: Option<&Path>, session: &Session) -> Result<Self, Error> {
        match path {
            None => {
                session.files().claim_stream(Identity::of_stdout(), "standard output")?;
                let stdout = Self { files: session.files().clone(), ..Self::stdout()? };
                stdout.paged(session.pager())
            }
            Some(path) => Self::file(path, session.files()),
        }
    }

    /// Standard output, by its own handle: the standard library's would flush at every line and hide a closed one. It is for
    /// what the program says of itself; [`open`](Self::open) is for results.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if there is none.
    pub(crate) fn stdout() -> Result<Self, Error> {
        let name = "standard output".to_owned();
        match stdout_file() {
            Ok(file) => Ok(Self { name, path: None, medium: direct(file), files: RunFiles::default() }),
            Err(source) => Err(Error::Write { target: name, source }),
        }
    }

    /// The file at `path`. A regular one, or none yet, is replaced whole; a device or pipe is written as it comes.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if the run reads it or writes something else there, [`Error::Write`] if it cannot be written.
    pub(crate) fn file(path: &Path, files: &RunFiles) -> Result<Self, Error> {
        let name = path.to_string_lossy().into_owned();
        let medium = if is_special(path) {
            // A name for an open handle may lead to any file.
            files.claim_stream(path.metadata().ok().and_then(|metadata| Identity::of(&metadata)), &name)?;
            let place = files.temporaries().permissions().place_of(path);
            let opened = place.and_then(|place| OpenOptions::new().append(true).open(place));
            direct(opened.map_err(|source| Error::Write { target: name.clone(), source })?)
        } else {
            Medium::Atomic(Box::new(AtomicFile::create(path, files)?))
        };
        Ok(Self { name, path: Some(path.to_owned()), medium, files: files.clone() })
    }

    /// The same a screen at a time, if it is a terminal and `process` is given.
    fn paged(self, process: Option<&PagerProcess>) -> Result<Self, Error> {
        let Self { name, medium: Medium::Direct(file), files, path } = self else { return Ok(self) };
        let size = terminal_size::terminal_size_of(file.get_ref());
        let medium = match (process, size, pager::command()) {
            (Some(process), Some((_, height)), Some(command)) => {
                let terminal = file
                    .into_inner()
                    .map_err(|error| Error::Write { target: name.clone(), source: error.into_error() })?;
                Medium::Paged(Pager::new(terminal, usize::from(height.0), command, process.clone()))
            }
            _ => Medium::Direct(file),
        };
        Ok(Self { name, path, medium, files })
    }

    /// The file, unless it is standard output.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The name that messages give it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The temporary file of a regular one, for a library that opens a file by its name.
    pub(crate) fn temporary_path(&self) -> Option<&Path> {
        if let Medium::Atomic(file) = &self.medium { Some(file.path()) } else { None }
    }

    /// Whether it is a regular file that is put in place whole.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.medium, Medium::Atomic(_))
    }

    /// What kind of place it is.
    pub(crate) fn kind(&self) -> PlaceKind {
        match &self.medium {
            Medium::Atomic(_) => PlaceKind::File,
            Medium::Paged(_) => PlaceKind::Terminal,
            Medium::Direct(file) => PlaceKind::of_open(file.get_ref()),
        }
    }

    /// The width of what is laid out for it: that of the screen, but the bytes of a file do not depend on a terminal.
    pub(crate) fn width(&self) -> Option<u16> {
        if self.is_file() { screen::given_width() } else { screen::width() }
    }

    /// Whether a person looks at it.
    pub(crate) fn is_terminal(&self) -> bool {
        self.kind() == PlaceKind::Terminal
    }

    /// Writes what is still buffered and, for a file, puts it in its place.
    ///
    /// # Errors
    ///
    /// [`Error::Target`] if nothing was read that it could be made of, [`Error::Write`] if the system refuses, a full disk
    /// above all.
    pub(crate) fn commit(self) -> Result<(), Error> {
        let Self { name, medium, files, .. } = self;
        if let Medium::Atomic(file) = medium {
            return file.commit();
        }
        if let Err(error) = files.require_content("") {
            discard(medium);
            return Err(error);
        }
        let committed = match medium {
            Medium::Direct(mut file) => file.flush(),
            Medium::Paged(pager) => pager.finish(),
            Medium::Atomic(_) => Ok(()),
        };
        committed.map_err(|source| Error::Write { target: name, source })
    }

    /// Writes all that there will be and commits it, unless nothing was read that it could be made of.
    ///
    /// # Errors
    ///
    /// As [`commit`](Self::commit).
    pub(crate) fn put(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        self.files.require_content(if self.is_file() { &self.name } else { "" })?;
        self.write(write)?;
        self.commit()
    }

    /// Drops what is still buffered, which dropping alone would write.
    pub(crate) fn discard(self) {
        discard(self.medium);
    }

    /// Lets a renderer write, and names this target if it fails.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] if the system refuses.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let writer: &mut dyn Write = match &mut self.medium {
            Medium::Direct(file) => file,
            Medium::Paged(pager) => pager,
            Medium::Atomic(file) => return write(file).map_err(|source| not_written(self.name.clone(), source)),
        };
        write(writer).map_err(|source| Error::Write { target: self.name.clone(), source })
    }
}

/// Leaves a header unwritten that nothing comes behind.
fn discard(medium: Medium) {
    if let Medium::Direct(file) = medium {
        _ = file.into_parts();
    }
}

fn direct(file: File) -> Medium {
    Medium::Direct(BufWriter::with_capacity(BUFFER_BYTES, file))
}

/// Whether `path` is something that exists and cannot be replaced: a device, a pipe, a name for an open handle.
fn is_special(path: &Path) -> bool {
    let is_handle = ["/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/"].iter().any(|start| {
        // Compared as text, since `Path::starts_with` compares whole components.
        path.to_string_lossy().starts_with(start)
    });
    is_handle || path.metadata().is_ok_and(|metadata| !metadata.is_file())
}

#[cfg(unix)]
fn stdout_file() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn stdout_file() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
}
