//! `.ignore` and `.gitignore` files: what they leave out of a folder that is walked.
//!
//! The rules are those of git. A pattern holds for the folder of its file and all below, the nearest file that says
//! something about a name decides, `.ignore` before `.gitignore`, and `.gitignore` counts inside a repository only, up to
//! its root. Patterns are matched by the crate `ignore`. The files are opened here and not by its walker, which would wait
//! for the writer of a named pipe and hold any number of patterns in memory; and the walker does not say what it leaves out.
//!
//! A file of rules that cannot be applied is an error, not an empty file: without it the corpus would be another one.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::glob_pattern::refuse_long;
use super::side_file::{NamedBy, SideFile};
use crate::error::SideFileProblem;

/// The most patterns that hold at one place, those of the folders above included, and the most bytes of them. A name costs
/// some 1.5 kB of memory, whatever its length.
const MOST_PATTERNS: Held = Held { n_patterns: 10_000, n_bytes: 256 << 10 };

/// How many bytes a byte of a pattern with wildcards counts for: it costs half a kilobyte of memory and, in the worst case,
/// ten nanoseconds for each name that is matched.
const WILDCARD_WEIGHT: usize = 8;

/// Rules of the folder that is being walked, of its parents, and of the folders above the walk.
#[derive(Debug)]
pub(super) struct IgnoreRules {
    root: PathBuf,
    /// The folder without links, by which the rules above it are matched.
    real_root: PathBuf,
    /// Outermost first.
    folders: Vec<FolderRules>,
    /// How many of them are above the root.
    n_above: usize,
    /// Lines that are no patterns.
    misread: Vec<MisreadRules>,
}

/// What rules say about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    None,
    /// It is left out by the rules in this file.
    Ignored(Arc<Path>),
    /// It is taken, even if its name begins with a dot.
    Kept,
}

/// A file of rules that cannot be applied.
#[derive(Debug)]
pub(super) struct UnusableRules {
    pub(super) path: PathBuf,
    pub(super) problem: SideFileProblem,
}

/// Lines of a file of rules that are no patterns.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MisreadRules {
    pub(super) path: PathBuf,
    pub(super) n_lines: usize,
    /// The first one, counted from 1, and what is wrong with it.
    pub(super) line: usize,
    pub(super) why: String,
}

/// The rules that lie in one folder.
#[derive(Debug)]
struct FolderRules {
    folder: PathBuf,
    /// Those of `.ignore`.
    own: Option<Rules>,
    /// Those of `.gitignore`.
    git: Option<Rules>,
    /// Whether it is the root of a repository.
    is_repository: bool,
    /// Whether it is in a repository, or the root of one.
    is_in_repository: bool,
    /// The patterns here and in the folders above.
    held: Held,
}

/// An amount of patterns.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    n_patterns: usize,
    n_bytes: usize,
}

/// The patterns of one file.
#[derive(Debug)]
struct Rules {
    path: Arc<Path>,
    patterns: Gitignore,
}

impl IgnoreRules {
    /// The rules of the folder `root` and of those above it.
    ///
    /// # Errors
    ///
    /// A file of rules that cannot be applied.
    pub(super) fn of(root: &Path) -> Result<Self, UnusableRules> {
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut rules = Self { root: root.to_owned(), real_root, folders: Vec::new(), n_above: 0, misread: Vec::new() };
        let above: Vec<PathBuf> = rules.real_root.ancestors().skip(1).map(Path::to_owned).collect();
        let named = named_above(root, &above);
        for (idx, folder) in above.iter().enumerate().rev() {
            rules.enter_as(folder, named.get(idx).unwrap_or(folder))?;
        }
        rules.n_above = rules.folders.len();
        rules.enter(root)?;
        Ok(rules)
    }

    /// Goes back to the folder that is `depth` levels below the root; the root itself is 0 levels below.
    pub(super) fn leave_to(&mut self, depth: usize) {
        self.folders.truncate(self.n_above + depth + 1);
    }

    /// Goes into a folder of the last one.
    ///
    /// # Errors
    ///
    /// A file of rules that cannot be applied; the rules are as before then.
    pub(super) fn enter(&mut self, folder: &Path) -> Result<(), UnusableRules> {
        self.enter_as(folder, folder)
    }

    /// Goes into a folder that messages call `named`, by which it can be reached as well.
    fn enter_as(&mut self, folder: &Path, named: &Path) -> Result<(), UnusableRules> {
        let (was_in_repository, mut held) =
            self.folders.last().map_or((false, Held::default()), |last| (last.is_in_repository, last.held));
        let is_repository = [".git", ".jj"].iter().any(|name| folder.join(name).exists());
        let is_in_repository = was_in_repository || is_repository;
        let own = self.read(named.join(".ignore"), &mut held)?;
        let git = if is_in_repository { self.read(named.join(".gitignore"), &mut held)? } else { None };
        let folder = folder.to_owned();
        self.folders.push(FolderRules { folder, own, git, is_repository, is_in_repository, held });
        Ok(())
    }

    /// What the rules say about an entry of the last folder.
    pub(super) fn verdict(&self, path: &Path, is_folder: bool) -> Verdict {
        let (mut by_own, mut by_git, mut is_outside) = (Verdict::None, Verdict::None, false);
        // Above the root only the real path leads to the entry.
        let mut real_path = None;
        for (level, folder) in self.folders.iter().enumerate().rev() {
            if folder.own.is_some() || folder.git.is_some() {
                let path = if level >= self.n_above {
                    path
                } else {
                    real_path.get_or_insert_with(|| self.real_root.join(below(path, &self.root)))
                };
                let path = below(path, &folder.folder);
                if by_own == Verdict::None {
                    by_own = said(folder.own.as_ref(), path, is_folder);
                }
                if by_git == Verdict::None && !is_outside {
                    by_git = said(folder.git.as_ref(), path, is_folder);
                }
            }
            is_outside |= folder.is_repository;
        }
        if by_own == Verdict::None { by_git } else { by_own }
    }

    /// The lines that were no patterns.
    pub(super) fn into_misread(self) -> Vec<MisreadRules> {
        self.misread
    }

    /// The rules in the file at `path`; `None` if there is no such file, or nothing in it.
    fn read(&mut self, path: PathBuf, held: &mut Held) -> Result<Option<Rules>, UnusableRules> {
        // A link that leads nowhere is there, and cannot be read.
        if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(None);
        }
        let unusable = |problem| UnusableRules { path: path.clone(), problem };
        let bytes = SideFile::IgnoreRules.read(&path, NamedBy::Chance).map_err(unusable)?;
        // Rules are matched with the path below their folder, so they have no root.
        let (mut builder, mut misread) = (GitignoreBuilder::new(""), None);
        for (idx, line) in lines(&bytes).enumerate().filter(|(_, line)| is_pattern(line)) {
            let added = match pattern(line) {
                Ok(line) => {
                    held.add(line).map_err(unusable)?;
                    builder.add_line(None, line).map(|_| ()).map_err(|error| error.to_string())
                }
                Err(why) => Err(why),
            };
            if let Err(why) = added {
                let first = misread.get_or_insert(MisreadRules { path: path.clone(), n_lines: 0, line: idx + 1, why });
                first.n_lines += 1;
            }
        }
        self.misread.extend(misread);
        let patterns =
            builder.build().map_err(|error| unusable(SideFileProblem::Read(io::Error::other(error.to_string()))))?;
        Ok(Some(Rules { path: path.into(), patterns }).filter(|rules| !rules.patterns.is_empty()))
    }
}

impl Held {
    /// Counts one more pattern.
    fn add(&mut self, pattern: &str) -> Result<(), SideFileProblem> {
        let has_wildcard = pattern.contains(['*', '?', '[', '{']);
        self.n_patterns += 1;
        self.n_bytes += pattern.len() * if has_wildcard { WILDCARD_WEIGHT } else { 1 };
        if self.n_patterns <= MOST_PATTERNS.n_patterns && self.n_bytes <= MOST_PATTERNS.n_bytes {
            return Ok(());
        }
        let why = format!(
            "more than {} patterns, {} kB of names or {} kB of patterns with wildcards would hold in its folder",
            MOST_PATTERNS.n_patterns,
            MOST_PATTERNS.n_bytes >> 10,
            (MOST_PATTERNS.n_bytes / WILDCARD_WEIGHT) >> 10
        );
        Err(SideFileProblem::Read(io::Error::other(why)))
    }
}

/// The lines of a file of rules.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

fn is_pattern(line: &[u8]) -> bool {
    !line.starts_with(b"#") && !line.trim_ascii().is_empty()
}

/// A line as a pattern, or why it is none.
fn pattern(line: &[u8]) -> Result<&str, String> {
    refuse_long(line).map_err(|problem| problem.to_string())?;
    std::str::from_utf8(line).map_err(|_| "it is not valid UTF-8".to_owned())
}

fn said(rules: Option<&Rules>, path: &Path, is_folder: bool) -> Verdict {
    let Some(rules) = rules else { return Verdict::None };
    match rules.patterns.matched(path, is_folder) {
        Match::None => Verdict::None,
        Match::Ignore(_) => Verdict::Ignored(Arc::clone(&rules.path)),
        Match::Whitelist(_) => Verdict::Kept,
    }
}

/// The folders above `root` as its own name calls them, nearest first: as many of `above` as these are.
fn named_above(root: &Path, above: &[PathBuf]) -> Vec<PathBuf> {
    let is_same = |(named, real): &(&Path, &PathBuf)| {
        let named = if named.as_os_str().is_empty() { Path::new(".") } else { named };
        named.canonicalize().is_ok_and(|found| found == **real)
    };
    root.ancestors().skip(1).zip(above).take_while(is_same).map(|(named, _)| named.to_owned()).collect()
}

/// The part of `path` below `folder`.
fn below<'p>(path: &'p Path, folder: &Path) -> &'p Path {
    path.strip_prefix(folder).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use ignore::WalkBuilder;
    use proptest::prelude::*;

    use super::super::glob_pattern::LONGEST_PATTERN_BYTES;
    use super::*;

    /// The files below `root` that the rules take.
    fn taken(root: &Path) -> BTreeSet<PathBuf> {
        let mut rules = IgnoreRules::of(root).unwrap();
        let mut found = BTreeSet::new();
        collect(&mut rules, root, 0, &mut found);
        found
    }

    fn collect(rules: &mut IgnoreRules, folder: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            rules.leave_to(depth);
            match rules.verdict(&path, path.is_dir()) {
                Verdict::Ignored(_) => {}
                Verdict::None | Verdict::Kept if path.is_dir() => {
                    rules.enter(&path).unwrap();
                    collect(rules, &path, depth + 1, found);
                }
                Verdict::None | Verdict::Kept => {
                    found.insert(path);
                }
            }
        }
    }

    /// The files that the walker of the crate takes.
    fn taken_by_crate(root: &Path) -> BTreeSet<PathBuf> {
        let walk = WalkBuilder::new(root).hidden(false).git_global(false).git_exclude(false).build();
        walk.map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file()).collect()
    }

    const FOLDERS: [&str; 7] = ["", "a/", "b/", "a/a/", "a/b/", "b/a/", "b/b/"];

    fn folder() -> impl Strategy<Value = &'static str> {
        prop::sample::select(FOLDERS.to_vec())
    }

    fn name_of_rules() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![".ignore", ".gitignore"])
    }

    fn pattern() -> impl Strategy<Value = String> {
        let name =
            prop_oneof!["[abc]", "[abc]\\.txt", Just("*".to_owned()), Just("*.txt".to_owned()), Just("?".to_owned())];
        let path = prop::collection::vec(prop_oneof![4 => name, 1 => Just("**".to_owned())], 1..3);
        let ends = (prop::sample::select(vec!["", "!", "/", "!/", "# "]), prop::sample::select(vec!["", "/", " "]));
        (path, ends).prop_map(|(path, (begin, end))| format!("{begin}{}{end}", path.join("/")))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_same_files_are_taken_as_by_the_crate_s_own_walker(
            rules in prop::collection::vec((folder(), name_of_rules(), prop::collection::vec(pattern(), 1..4)), 1..5),
            repositories in prop::collection::vec(folder(), 0..3),
        ) {
            let place = tempfile::tempdir().unwrap();
            let write = |name: &str, text: &str| {
                let path = place.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            };
            for folder in FOLDERS {
                ["c", "a.txt", "c.txt"].iter().for_each(|name| write(&format!("{folder}{name}"), ""));
            }
            rules.iter().for_each(|(folder, file, patterns)| write(&format!("{folder}{file}"), &patterns.join("\n")));
            repositories.iter().for_each(|folder| write(&format!("{folder}.git/HEAD"), ""));
            for root in [place.path().to_owned(), place.path().join("a")] {
                prop_assert_eq!(taken(&root), taken_by_crate(&root));
            }
        }
    }

    fn with_rules(rules: &[u8]) -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join(".ignore"), rules).unwrap();
        place
    }

    #[test]
    fn lines_that_are_no_patterns_are_named_and_the_others_hold() {
        let long = "x".repeat(LONGEST_PATTERN_BYTES + 1);
        let place = with_rules(&[b"\xef\xbb\xbfa.txt\r\n# \xff\n\xff\n{a\n", long.as_bytes(), b"\nb.txt"].concat());
        let rules = IgnoreRules::of(place.path()).unwrap();
        for name in ["a.txt", "b.txt"] {
            assert!(matches!(rules.verdict(&place.path().join(name), false), Verdict::Ignored(_)), "{name}");
        }
        let misread = rules.into_misread();
        assert_eq!(misread.iter().map(|misread| (misread.line, misread.n_lines)).collect::<Vec<_>>(), [(3, 3)]);
    }

    #[test]
    fn so_many_patterns_are_held_and_no_more() {
        let lines = |n: usize| (0..n).map(|n| format!("{n}.txt\n")).collect::<String>();
        let place = with_rules(lines(MOST_PATTERNS.n_patterns - 1).as_bytes());
        let mut rules = IgnoreRules::of(place.path()).unwrap();
        let inner = place.path().join("inner");
        fs::create_dir(&inner).unwrap();
        fs::write(inner.join(".ignore"), "a\n").unwrap();
        assert!(rules.enter(&inner).is_ok());
        rules.leave_to(0);
        fs::write(inner.join(".ignore"), "a\nb\n").unwrap();
        assert!(rules.enter(&inner).unwrap_err().problem.to_string().contains("more than 10000 patterns"));
        assert!(matches!(rules.verdict(&place.path().join("7.txt"), false), Verdict::Ignored(_)));
    }

    #[cfg(unix)]
    #[test]
    fn rules_that_cannot_be_read_are_an_error_and_do_not_hold_up_the_walk() {
        for target in ["/dev/zero", "/dev/null", "/", "nowhere"] {
            let place = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(target, place.path().join(".ignore")).unwrap();
            assert_eq!(IgnoreRules::of(place.path()).unwrap_err().path, place.path().join(".ignore"), "{target}");
        }
    }
}
