//! Interrupts that leave no temporary file behind and end by the real signal.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::permissions::Permissions;

/// The temporary files and folders that exist now, and what may be written by way of them.
///
/// The lock is held while one is made, so that a signal either finds it in the list or prevents it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Temporaries {
    paths: Arc<Mutex<BTreeSet<PathBuf>>>,
    permissions: Permissions,
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
        let mut paths = self.temporaries.lock();
        paths.remove(&self.path);
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
        let mut paths = self.lock();
        let made = make()?;
        let path = path_of(&made).to_owned();
        paths.insert(path.clone());
        Ok((made, Listed { path, temporaries: self.clone() }))
    }

    /// From now on, an interrupt, a request to end and a hang-up remove what is listed, then end the process by the
    /// default action of the signal, so that the shell learns the truth. `before_end` runs between the two.
    ///
    /// # Errors
    ///
    /// If the system refuses the handler or the thread that waits for signals. The program can go on without.
    #[cfg(unix)]
    pub(crate) fn remove_on_signal(&self, before_end: impl FnOnce() + Send + 'static) -> io::Result<()> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
        // A file that grows past the limit of the shell would end the process on the spot. With a handler, even one that
        // only raises a flag, it is the write that fails, and that is told and tidied up as on a full disk.
        signal_hook::flag::register(SIGXFSZ, Arc::default())?;
        let watched = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|&signal| !is_ignored(signal));
        let mut signals = signal_hook::iterator::Signals::new(watched.collect::<Vec<_>>())?;
        let temporaries = self.clone();
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                // The lock is never given back: no temporary file can be made any more.
                let paths = temporaries.lock();
                for path in paths.iter() {
                    remove(path);
                }
                before_end();
                _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        };
        std::thread::Builder::new().name("textmill-signals".to_owned()).spawn(wait).map(|_| ())
    }

    /// The system has no such signals; temporary files vanish with their handles.
    #[cfg(not(unix))]
    pub(crate) fn remove_on_signal(&self, _before_end: impl FnOnce() + Send + 'static) -> io::Result<()> {
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether we were started with this signal ignored, as `nohup` does with the hang-up. It has to stay so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    // Only Linux tells without unsafe code; elsewhere a signal counts as not ignored.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask >> (signal - 1) & 1 == 1
}

/// A failure here cannot be told any more.
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
