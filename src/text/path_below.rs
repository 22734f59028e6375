//! Places below one folder for paths that came from outside, such as a manifest's.
//!
//! A path that is safe keeps its name byte for byte, also one that is not UTF-8. Of any other the parts are changed that lead out of
//! the folder, that a terminal would act on, or that a system keeps for itself. No two paths get one place, and none a place
//! that another one needs as a folder.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use super::file_name::{folded, is_device};
use super::hidden::acts_or_hides;

/// File systems allow 255 bytes; this leaves room for a number.
const LONGEST_BYTES: usize = 240;

/// A longer suffix is none.
const LONGEST_SUFFIX_BYTES: usize = 16;

/// What `..` becomes.
const UP: &str = "_up";

/// The name for a path of which nothing is left.
const UNNAMED: &str = "unnamed";

/// The place of a path below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceBelow {
    /// A relative path of ordinary parts.
    pub path: PathBuf,
    /// Whether it is another one than the path was, but for a root in front.
    pub is_changed: bool,
}

/// Places that are taken, as a tree.
#[derive(Debug, Default)]
pub struct PathsBelow {
    /// Each name in its folder, by the number of the folder; `None` is a file, else the number of a folder.
    nodes: HashMap<(usize, OsString), Option<usize>>,
    /// The last number of each path or folder that was in the way of another.
    numbers: HashMap<PathBuf, u32>,
}

impl PathsBelow {
    /// Places for `paths`, in their order. Those that keep their names are placed first.
    pub fn of<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Vec<PlaceBelow> {
        let paths: Vec<&Path> = paths.into_iter().collect();
        let mut taken = Self::default();
        let exact = |path: &Path, taken: &mut Self| {
            let place = safe(path);
            (place.as_os_str() == path.as_os_str() && taken.take(&place).is_ok()).then_some(place)
        };
        let placed: Vec<Option<PathBuf>> = paths.iter().map(|path| exact(path, &mut taken)).collect();
        let all = paths.into_iter().zip(placed).map(|(path, placed)| match placed {
            Some(path) => PlaceBelow { path, is_changed: false },
            None => taken.changed(path),
        });
        all.collect()
    }

    fn changed(&mut self, path: &Path) -> PlaceBelow {
        let ordinary = path.components().filter(|part| !matches!(part, Component::RootDir | Component::CurDir));
        let ordinary: PathBuf = ordinary.collect();
        let mut place = safe(path);
        // Every turn numbers a part anew or goes on to a later part, so it ends.
        while let Err(taken) = self.take(&place) {
            let number = self.numbers.entry(taken.clone()).or_insert(1);
            *number += 1;
            let rest = place.strip_prefix(&taken).unwrap_or(Path::new("")).to_owned();
            place = numbered(&taken, *number);
            if !rest.as_os_str().is_empty() {
                place.push(rest);
            }
        }
        PlaceBelow { is_changed: place != ordinary, path: place }
    }

    /// Takes a place.
    ///
    /// # Errors
    ///
    /// The path or the folder above it whose name is that of another place.
    fn take(&mut self, path: &Path) -> Result<(), PathBuf> {
        let names: Vec<OsString> = path.iter().map(key).collect();
        let Some((last, parents)) = names.split_last() else { return Err(path.to_owned()) };
        let mut folder = 0;
        let mut n_known = 0;
        for name in parents {
            match self.nodes.get(&(folder, name.clone())) {
                Some(Some(next)) => folder = *next,
                Some(None) => return Err(path.iter().take(n_known + 1).collect()),
                None => break,
            }
            n_known += 1;
        }
        if n_known == parents.len() && self.nodes.contains_key(&(folder, last.clone())) {
            return Err(path.to_owned());
        }
        for name in &parents[n_known..] {
            // Every node has one number at most, and 0 is the folder itself.
            let next = self.nodes.len() + 1;
            self.nodes.insert((folder, name.clone()), Some(next));
            folder = next;
        }
        self.nodes.insert((folder, last.clone()), None);
        Ok(())
    }
}

/// What tells names apart. Names that differ by case or Unicode form only are one on some systems.
fn key(name: &OsStr) -> OsString {
    if cfg!(any(windows, target_os = "macos")) { folded(&name.to_string_lossy()).into() } else { name.to_owned() }
}

/// The path without what is not safe, below a folder.
fn safe(path: &Path) -> PathBuf {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(safe_name(name)),
        Component::ParentDir => Some(UP.into()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir => None,
    });
    let path: PathBuf = parts.collect();
    if path.as_os_str().is_empty() { UNNAMED.into() } else { path }
}

fn safe_name(name: &OsStr) -> OsString {
    let mut bytes = Vec::with_capacity(name.len());
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        let safe_char = |c: char| if acts_or_hides(c) || is_kept_by_system(c) { '_' } else { c };
        let valid: String = chunk.valid().chars().map(safe_char).collect();
        bytes.extend_from_slice(valid.as_bytes());
        bytes.extend_from_slice(chunk.invalid());
    }
    let text = String::from_utf8_lossy(&bytes);
    // Windows looks at what stands before the first dot. Git runs what a folder of its own says.
    let is_kept = is_device(text.split('.').next().unwrap_or_default().trim_end()) || text.eq_ignore_ascii_case(".git");
    if is_kept {
        bytes.insert(0, b'_');
    }
    shortened(&mut bytes);
    os_string(bytes)
}

/// Signs that mean something else in a path of the system at hand.
fn is_kept_by_system(c: char) -> bool {
    cfg!(windows) && matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// Cuts the middle out of a name that is too long, so that the suffix stays.
fn shortened(name: &mut Vec<u8>) {
    if name.len() <= LONGEST_BYTES {
        return;
    }
    let suffix = name.iter().rposition(|&byte| byte == b'.').map_or(name.len(), |at| at);
    let suffix = if name.len() - suffix > LONGEST_SUFFIX_BYTES { name.len() } else { suffix };
    let mut end = LONGEST_BYTES - (name.len() - suffix);
    // Not within a character.
    while end > 0 && name[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    name.drain(end..suffix);
}

fn numbered(path: &Path, number: u32) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(suffix) = path.extension() {
        name.push(".");
        name.push(suffix);
    }
    path.with_file_name(name)
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(paths: &[&str], expected: &[&str]) {
        let places = PathsBelow::of(paths.iter().map(Path::new));
        let shown: Vec<_> = places.iter().map(|place| place.path.to_string_lossy()).collect();
        assert_eq!(shown, expected);
        for (path, place) in paths.iter().zip(&places) {
            let is_same = Path::new(path.trim_start_matches('/').trim_start_matches("./")) == place.path;
            assert_eq!(place.is_changed, !is_same, "{path}");
        }
    }

    #[test]
    fn safe_names_stay_as_they_are() {
        let names =
            ["a/b.txt", ".hidden", "ein Name (2).txt", "-rf", "a\\b", "ends. ", "کتاب\u{200c}ها.txt", "console"];
        check(&names, &names);
    }

    #[test]
    fn what_leads_out_or_is_kept_for_others_is_changed() {
        check(&["../../up.txt"], &["_up/_up/up.txt"]);
        check(&["/etc/passwd", "./c", "a/../b"], &["etc/passwd", "c", "a/_up/b"]);
        check(&["..", "/", "", "."], &["_up", "unnamed", "unnamed-2", "unnamed-3"]);
        check(&["a\u{1b}[2J", "evil\u{202e}txt", "a\nb"], &["a_[2J", "evil_txt", "a_b"]);
        check(&["nul", "con.txt", "d/LPT1.tar.gz"], &["_nul", "_con.txt", "d/_LPT1.tar.gz"]);
        check(&[".git/config", "a/.GIT/hooks/x"], &["_.git/config", "a/_.GIT/hooks/x"]);
    }

    #[test]
    fn two_paths_never_share_a_place_and_safe_names_come_first() {
        check(&["../s.txt", "_up/s.txt", "s.txt"], &["_up/s-2.txt", "_up/s.txt", "s.txt"]);
        check(&["/s.txt", "s.txt", "s-2.txt"], &["s-2-2.txt", "s.txt", "s-2.txt"]);
        check(&["/a", "a/b.txt", "/a/b.txt/c", "/a/b.txt/d"], &["a-2", "a/b.txt", "a/b-2.txt/c", "a/b-3.txt/d"]);
    }

    #[test]
    fn long_names_keep_their_suffix() {
        let long = format!("{}.html", "ä".repeat(300));
        let place = &PathsBelow::of([Path::new(&long)])[0];
        assert_eq!(place.path.to_string_lossy(), format!("{}.html", "ä".repeat(117)));
        let dotted = format!("a.{}", "b".repeat(300));
        assert_eq!(PathsBelow::of([Path::new(&dotted)])[0].path.as_os_str().len(), LONGEST_BYTES);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_utf_8_keeps_its_bytes() {
        let name = os_string(b"n/caf\xe9\x1b.txt".to_vec());
        let place = &PathsBelow::of([Path::new(&name)])[0];
        assert_eq!(place.path.as_os_str(), os_string(b"n/caf\xe9_.txt".to_vec()));
    }

    proptest! {
        #[test]
        fn every_place_is_below_the_folder_and_taken_once(
            paths in prop::collection::vec("(\\.\\.|\\.|/|a|b|con|\\.git|\u{202e}|\n){0,5}|([a-b]{1,2}/){0,2}[a-b]", 1..20),
        ) {
            let places = PathsBelow::of(paths.iter().map(Path::new));
            let mut seen = HashSet::new();
            for place in &places {
                prop_assert!(place.path.components().all(|part| matches!(part, Component::Normal(_))), "{:?}", place);
                prop_assert!(!place.path.to_string_lossy().contains(acts_or_hides));
                prop_assert!(seen.insert(place.path.clone()), "{:?} twice", place.path);
            }
            for place in &places {
                let folders = place.path.ancestors().skip(1);
                prop_assert!(folders.into_iter().all(|folder| !seen.contains(folder)), "{:?} is below a file", place.path);
            }
        }
    }
}
