//! What to try when a file or folder cannot be opened: the name next to the one that is not there.

use std::io;
use std::path::Path;

use super::nearest;

/// In a folder of more entries nothing is searched, so that a long list of absent files costs little.
const MOST_ENTRIES: usize = 1_000;

/// What to try when `path` gave `error`.
pub(super) fn hints(path: &Path, error: &io::Error) -> Vec<String> {
    let shown = path.to_string_lossy();
    let is_url =
        ["http://", "https://", "ftp://", "s3://", "gs://", "hf://"].iter().any(|start| shown.starts_with(start));
    let hint = match error.kind() {
        _ if is_url => format!("textmill reads files and does not download: curl -sL {shown:?} | textmill VERB -"),
        io::ErrorKind::NotFound if shown.contains(['*', '?', '[']) => {
            "the shell found no file for this pattern; a folder and --glob PATTERN look below it".to_owned()
        }
        io::ErrorKind::NotFound => nearby(path),
        io::ErrorKind::PermissionDenied => {
            "permission denied; check the permissions of the file and of its folders".to_owned()
        }
        _ => return Vec::new(),
    };
    vec![hint]
}

fn nearby(path: &Path) -> String {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let Ok(entries) = folder.read_dir() else {
        return format!("there is no folder {folder:?}");
    };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.take(MOST_ENTRIES + 1).collect();
    // Of equally near names the same one is told each time, whatever the order of the folder.
    names.sort_unstable();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    let found = if names.len() > MOST_ENTRIES { None } else { nearest(&wanted, &names) };
    found.unwrap_or_else(|| {
        "paths begin at the working folder; textmill VERB --help says what an input can be".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("letters.txt"), "").expect("it can be written");
        let path = folder.path().join(name);
        let error = fs::File::open(&path).expect_err("it is not there");
        let told = hints(&path, &error);
        assert!(matches!(&told[..], [hint] if hint.contains(expected)), "{told:?}");
    }

    #[test]
    fn a_file_that_is_not_there_has_its_nearest_name() {
        check("leters.txt", "did you mean \"letters.txt\"?");
        check("zzz", "paths begin at the working folder");
    }

    #[test]
    fn a_pattern_that_the_shell_left_is_told_to_be_one() {
        check("*.md", "--glob PATTERN");
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        check("news/letters.txt", "there is no folder");
    }
}
