//! The inputs that a user named, one by one, in a list, or by a pipe.

use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::arguments::InputArgs;
use super::identity::Inputs;
use super::messages::{self, Failure};

const STDIN: &str = "-";

impl InputArgs {
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

    /// What must not be written over: `paths`, and the list and table that are read beside them.
    pub(crate) fn identities(&self, paths: &[PathBuf]) -> Inputs {
        let beside = self.files_from.iter().chain(&self.meta);
        let inputs = Inputs::of(paths.iter().chain(beside).map(PathBuf::as_path));
        // Whoever says which files of a folder are meant has thought of the output among them.
        if self.glob.is_empty() && self.exclude.is_empty() { inputs } else { inputs.without_folders() }
    }
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
