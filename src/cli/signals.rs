//! Signals that leave no temporary file behind and end the process all the same.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::permissions::Permissions;

/// The temporary files and folders that exist now, the folders that were made for an output, and what may be written by way
/// of them.
///
/// The lock is held while one is made, so that a signal either finds it in the list or prevents it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Temporaries {
    made: Arc<Mutex<Made>>,
    permissions: Permissions,
}

#[derive(Debug, Default)]
struct Made {
    temporaries: BTreeSet<PathBuf>,
    /// Folders that are taken away again if nothing was written to them, the inner ones last.
    folders: Vec<PathBuf>,
}

/// An entry in the list. Drop it when the file or folder is in its place, or gone.
#[derive(Debug)]
pub(crate) struct Listed {
    path: PathBuf,
    temporaries: Temporaries,
}

impl Listed {
    /// Does something that needs the file or folder to be there. A signal waits until it is done; after a signal it is
    /// not begun, so that the removal is not taken for a failure of the disk, nor undone by a new file.
    pub(crate) fn while_there<T>(&self, action: impl FnOnce() -> T) -> T {
        let _waiting = self.temporaries.lock();
        action()
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut made = self.temporaries.lock();
        made.temporaries.remove(&self.path);
        // What is in its place or gone already has nothing of this name. What could not be removed is tried again: a folder is
        // removed by opening it first, which fails where no more files may be open; an empty one needs that not.
        if let Err(error) = std::fs::remove_dir(&self.path) {
            _ = match error.kind() {
                io::ErrorKind::DirectoryNotEmpty => std::fs::remove_dir_all(&self.path),
                io::ErrorKind::NotADirectory => std::fs::remove_file(&self.path),
                _ => Ok(()),
            };
        }
    }
}

impl Temporaries {
    /// The files that may be read and written. Who makes a temporary file for another one asks here for its place.
    pub(crate) fn permissions(&self) -> &Permissions {
        &self.permissions
    }

    /// Makes a temporary file or folder and remembers its path, which `path_of` tells.
    pub(crate) fn make<T>(
        &self,
        make: impl FnOnce() -> io::Result<T>,
        path_of: impl FnOnce(&T) -> &Path,
    ) -> io::Result<(T, Listed)> {
        let mut made = self.lock();
        let new = make()?;
        let path = path_of(&new).to_owned();
        made.temporaries.insert(path.clone());
        Ok((new, Listed { path, temporaries: self.clone() }))
    }

    /// Makes `folder` and those above it that are not there, to be taken away again unless they are kept.
    pub(crate) fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut made = self.lock();
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
        for folder in missing.into_iter().rev() {
            match std::fs::create_dir(folder) {
                Ok(()) => made.folders.push(folder.to_owned()),
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
        // Says what is wrong with a folder that is none.
        std::fs::create_dir_all(folder)
    }

    /// Keeps the folders that were made for `folder`, whatever is in them.
    pub(crate) fn keep_folder(&self, folder: &Path) {
        self.lock().folders.retain(|made| !folder.starts_with(made));
    }

    /// `true` if the folder at this canonical path was made by the run.
    pub(crate) fn has_made(&self, folder: &Path) -> bool {
        self.lock().folders.iter().any(|made| made.canonicalize().is_ok_and(|made| made == folder))
    }

    /// Takes away the folders that were made and not kept, unless there is something in them.
    pub(crate) fn remove_folders(&self) {
        self.lock().remove_folders();
    }

    /// From now on, a signal that would end the process removes what is listed first, and then ends it by the default action
    /// of the signal, so that the shell learns the truth. `before_end` runs between the two.
    ///
    /// # Errors
    ///
    /// If the system refuses the handler or the thread that waits for signals. The program can go on without.
    #[cfg(unix)]
    pub(crate) fn remove_on_signal(&self, before_end: impl FnOnce() + Send + 'static) -> io::Result<()> {
        use signal_hook::consts::{SIGTERM, SIGXFSZ};
        // A file that grows past the limit of the shell would end the process on the spot. With a handler, even one that
        // only raises a flag, it is the write that fails, and that is reported and tidied up as on a full disk.
        signal_hook::flag::register(SIGXFSZ, Arc::default())?;
        let ignored = ignored_signals();
        let watched = ENDING.iter().filter(|&&signal| ignored >> (signal - 1) & 1 == 0);
        let mut signals = signal_hook::iterator::Signals::new(watched)?;
        let temporaries = self.clone();
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                // The lock is never given back: no temporary file can be made any more.
                let mut made = temporaries.lock();
                made.temporaries.iter().for_each(|path| remove(path));
                made.remove_folders();
                before_end();
                _ = signal_hook::low_level::emulate_default_handler(signal);
                // For some signals only the system has the default action, and the process must not wait for the lock for ever.
                _ = signal_hook::low_level::emulate_default_handler(SIGTERM);
            }
        };
        std::thread::Builder::new().name("textmill-signals".to_owned()).spawn(wait).map(|_| ())
    }

    /// The system has no such signals; temporary files vanish with their handles.
    #[cfg(not(unix))]
    pub(crate) fn remove_on_signal(&self, _before_end: impl FnOnce() + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Made {
    /// A folder with something in it cannot be removed, which is what keeps it.
    fn remove_folders(&mut self) {
        while let Some(folder) = self.folders.pop() {
            _ = std::fs::remove_dir(folder);
        }
    }
}

/// The signals that end a process unless it says otherwise, and that come from outside: from a terminal, another process,
/// a timer or a limit.
///
/// Signals of a fault of the process itself (SIGSEGV, SIGABRT and the like) are left to the system, because the instruction
/// cannot go on. Nobody can watch SIGKILL.
#[cfg(unix)]
const ENDING: &[i32] = {
    use signal_hook::consts::*;
    &[
        SIGINT,
        SIGTERM,
        SIGHUP,
        SIGQUIT,
        SIGUSR1,
        SIGUSR2,
        SIGALRM,
        SIGVTALRM,
        SIGPROF,
        SIGXCPU,
        // Elsewhere it is ignored by default.
        #[cfg(target_os = "linux")]
        SIGIO,
    ]
};

/// The signals that we were started to ignore, as `nohup` does with the hang-up, as a mask. It has to stay so.
#[cfg(unix)]
fn ignored_signals() -> u64 {
    // Only Linux says without unsafe code; elsewhere no signal counts as ignored.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// A failure here can be reported to nobody any more.
#[cfg(unix)]
fn remove(path: &Path) {
    _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_could_not_be_removed_is_tried_again() {
        let place = tempfile::tempdir().unwrap();
        let (folder, file) = (place.path().join("folder"), place.path().join("file"));
        std::fs::create_dir_all(folder.join("inner")).unwrap();
        std::fs::write(&file, "left").unwrap();
        for path in [folder, file] {
            let (_, listed) = Temporaries::default().make(|| Ok(path.clone()), PathBuf::as_path).unwrap();
            drop(listed);
            assert!(!path.exists(), "{path:?}");
        }
    }

    #[test]
    fn folders_that_were_made_go_unless_something_is_in_them_or_they_are_kept() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let temporaries = Temporaries::default();
        std::fs::create_dir(path("mine")).unwrap();
        for name in ["mine/new/inner", "other/", "full", "kept/inner"] {
            temporaries.make_folder(&path(name)).unwrap();
            assert!(path(name).is_dir(), "{name}");
            assert!(temporaries.has_made(&path(name).canonicalize().unwrap()), "{name}");
        }
        assert!(!temporaries.has_made(&path("mine").canonicalize().unwrap()));
        std::fs::write(path("full/a"), "").unwrap();
        temporaries.keep_folder(&path("kept/inner"));
        temporaries.remove_folders();
        let there = ["mine", "mine/new", "other", "full/a", "kept/inner"].map(|name| path(name).exists());
        assert_eq!(there, [true, false, false, true, true]);
    }

    #[test]
    fn a_folder_that_is_a_file_cannot_be_made() {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("file"), "").unwrap();
        for name in ["file", "file/inner"] {
            assert!(Temporaries::default().make_folder(&place.path().join(name)).is_err(), "{name}");
        }
    }

    #[test]
    fn what_needs_a_temporary_file_is_not_begun_once_a_signal_came() {
        let temporaries = Temporaries::default();
        let (_, listed) = temporaries.make(|| Ok(PathBuf::from("never-made")), PathBuf::as_path).unwrap();
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            let signal = temporaries.lock();
            scope.spawn(|| listed.while_there(|| sender.send("done")));
            assert!(receiver.recv_timeout(Duration::from_millis(50)).is_err());
            drop(signal);
            assert_eq!(receiver.recv(), Ok("done"));
        });
    }
}
