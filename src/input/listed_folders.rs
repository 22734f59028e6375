//! The folders that were listed for a corpus: whether a file that is going to be written would be one of its inputs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::overrides::Override;

use super::options::{Hidden, Links};

/// The folders in which the files of a corpus were looked for, and which of their files are taken.
#[derive(Clone, Debug, Default)]
pub struct ListedFolders {
    trees: Vec<Arc<ListedTree>>,
}

/// A folder that was named, with those below it that were entered: those that are ignored are not among them.
#[derive(Debug)]
pub(super) struct ListedTree {
    pub(super) root: PathBuf,
    pub(super) folders: HashSet<PathBuf>,
    pub(super) globs: Override,
    pub(super) excludes: Override,
    pub(super) hidden: Hidden,
    pub(super) links: Links,
}

impl ListedFolders {
    /// Adds a tree.
    pub(super) fn push(&mut self, tree: ListedTree) {
        self.trees.push(Arc::new(tree));
    }

    /// `true` if the corpus has no folders.
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The listed folder that `folder` is, by whatever name, if a new file called `below` in it would be taken by the next
    /// listing. Folders on the way to it need not be there.
    ///
    /// A name that only a `.gitignore` or `.ignore` file excludes counts as taken; a folder that such a file excludes was
    /// not listed.
    pub fn taking(&self, folder: &Path, below: &Path) -> Option<&Path> {
        let place = folder.canonicalize().ok()?;
        self.trees.iter().find_map(|tree| tree.find(&place).filter(|folder| tree.takes(folder, below)))
    }
}

impl ListedTree {
    /// The folder at `place`, by the name under which it was listed.
    fn find(&self, place: &Path) -> Option<&Path> {
        let is_place = |folder: &Path| folder.canonicalize().is_ok_and(|other| other == *place);
        // Without links the way below the root is the same by every name.
        let below = self.root.canonicalize().ok().and_then(|root| place.strip_prefix(root).ok().map(Path::to_owned));
        let direct = below.and_then(|below| self.folders.get(&joined(&self.root, &below)));
        let by_link = || self.folders.iter().filter(|_| self.links == Links::Follow).find(|folder| is_place(folder));
        direct.or_else(by_link).map(PathBuf::as_path)
    }

    fn takes(&self, folder: &Path, below: &Path) -> bool {
        let mut path = folder.to_owned();
        let mut names = below.components().peekable();
        while let Some(name) = names.next() {
            path.push(name);
            let is_folder = names.peek().is_some();
            let is_hidden = name.as_os_str().as_encoded_bytes().starts_with(b".") && self.hidden == Hidden::Skip;
            if is_hidden || self.excludes.matched(&path, is_folder).is_ignore() {
                return false;
            }
        }
        self.globs.is_empty() || self.globs.matched(&path, false).is_whitelist()
    }
}

/// `root` itself if nothing is below it: to join an empty path would end it with a separator.
fn joined(root: &Path, below: &Path) -> PathBuf {
    if below.as_os_str().is_empty() { root.to_owned() } else { root.join(below) }
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Collected;
    use crate::input::{Corpus, Hidden, InputOptions};

    use super::*;

    /// Checks whether `below` in the folder `of` of a corpus would be taken.
    #[track_caller]
    fn check(options: &InputOptions, of: &str, below: &str, expected: bool) {
        let root = tempfile::tempdir().unwrap();
        for name in ["in/a.txt", "in/sub/b.txt", "in/out/c.csv", "in/.ignore", "other/d.txt"] {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, if name.ends_with("ignore") { "out/\n" } else { "" }).unwrap();
        }
        let corpus = Corpus::open(&[root.path().join("in")], options.clone(), &Collected::default()).unwrap();
        let found = corpus.listed_folders().taking(&root.path().join(of), Path::new(below)).is_some();
        assert_eq!(found, expected, "{below} in {of}");
    }

    #[test]
    fn a_file_in_a_folder_that_was_listed_is_taken() {
        let usual = InputOptions::default();
        check(&usual, "in", "x.csv", true);
        check(&usual, "in/sub", "x.csv", true);
        check(&usual, "in/sub/../../in", "new/x.csv", true);
        check(&usual, "other", "x.csv", false);
        check(&usual, "", "x.csv", false);
        check(&usual, "in/out", "x.csv", false);
    }

    #[test]
    fn names_that_are_left_out_are_not_taken() {
        let usual = InputOptions::default();
        check(&usual, "in", ".x.csv", false);
        check(&usual, "in", ".new/x.csv", false);
        check(&InputOptions { hidden: Hidden::Take, ..usual.clone() }, "in", ".x.csv", true);
        let excluding = InputOptions { excludes: vec!["*.csv".to_owned(), "made/".to_owned()], ..usual.clone() };
        check(&excluding, "in/sub", "x.csv", false);
        check(&excluding, "in", "made/x.jsonl", false);
        check(&excluding, "in", "x.jsonl", true);
        let texts = InputOptions { globs: vec!["*.txt".to_owned()], ..usual };
        check(&texts, "in", "x.csv", false);
        check(&texts, "in", "x.txt", true);
    }

    #[cfg(unix)]
    #[test]
    fn folders_are_found_behind_links_that_were_followed() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("in")).unwrap();
        std::fs::create_dir_all(root.path().join("real")).unwrap();
        std::os::unix::fs::symlink("../real", root.path().join("in/link")).unwrap();
        for (links, expected) in [(Links::Skip, false), (Links::Follow, true)] {
            let options = InputOptions { links, ..InputOptions::default() };
            let corpus = Corpus::open(&[root.path().join("in")], options, &Collected::default()).unwrap();
            let found = corpus.listed_folders().taking(&root.path().join("real"), Path::new("x.csv")).is_some();
            assert_eq!(found, expected);
        }
    }
}
