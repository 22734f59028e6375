//! How git calls a program that compares files for it (`diff.external`, `GIT_EXTERNAL_DIFF`).
//!
//! The arguments are PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE, and for a renamed file NEW-PATH and a text
//! about that behind them; for a file with conflicts it is PATH alone. A side that does not exist is `/dev/null`. Any exit
//! code but 0 makes git give up, so a difference has none, and neither has a file that is no text.

use std::path::{Path, PathBuf};

use textmill::diff::patch_name;

/// The name of what is not there.
pub(crate) const NOTHING: &str = "/dev/null";

/// A comparison that git asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GitCall {
    pub(crate) old: PathBuf,
    pub(crate) new: PathBuf,
    /// What the sides are called in the header of a patch.
    pub(crate) old_name: String,
    pub(crate) new_name: String,
    /// What git says about a renamed file before the names; empty for others.
    pub(crate) about: String,
}

impl GitCall {
    /// The call, if the arguments behind the program's own name are one.
    pub(crate) fn of(arguments: &[&Path]) -> Option<Self> {
        let (path, old, new) = match arguments {
            [path, old, _, _, new, _, _] | [path, old, _, _, new, _, _, _, _] => (path, old, new),
            _ => return None,
        };
        let new_path = arguments.get(7).unwrap_or(path);
        let (old_name, new_name) = (name("a/", path, old), name("b/", new_path, new));
        let about = arguments.get(8).map_or_else(String::new, |about| {
            // Here no tab ends a name with spaces.
            let [old, new] = [&old_name, &new_name].map(|name| patch_name(name).trim_end_matches('\t').to_owned());
            format!("diff --git {old} {new}\n{}\n", about.to_string_lossy().trim_end_matches('\n'))
        });
        Some(Self { old: old.to_path_buf(), new: new.to_path_buf(), old_name, new_name, about })
    }
}

/// Whether git says that it calls.
pub(crate) fn is_git_calling() -> bool {
    std::env::var_os("GIT_DIFF_PATH_COUNTER").is_some()
}

/// Whether a path stands for a document that is not there.
pub(crate) fn is_nothing(path: &Path) -> bool {
    path == Path::new(NOTHING)
}

fn name(prefix: &str, path: &Path, file: &Path) -> String {
    if is_nothing(file) { NOTHING.to_owned() } else { format!("{prefix}{}", path.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, old_name: &str, new_name: &str) {
        let arguments: Vec<&Path> = line.split(' ').map(Path::new).collect();
        let call = GitCall::of(&arguments).expect("it is a call");
        assert_eq!((call.old_name.as_str(), call.new_name.as_str()), (old_name, new_name));
    }

    #[test]
    fn sides_are_called_as_git_calls_them() {
        check("d/a.txt /tmp/x_a.txt 0a1b 100644 d/a.txt 0000 100644", "a/d/a.txt", "b/d/a.txt");
        check("a.txt /dev/null . . a.txt 0a1b 100644", "/dev/null", "b/a.txt");
        check("a.txt /tmp/x_a.txt 0a1b 100644 /dev/null . .", "a/a.txt", "/dev/null");
        check("a.txt /tmp/x 0a 100644 /tmp/y 0b 100644 b.txt similarity", "a/a.txt", "b/b.txt");
    }

    #[test]
    fn what_git_says_about_a_renamed_file_stands_before_the_names() {
        let about = "similarity index 90%\nrename from a\nrename to b\nindex 0a..0b 100644\n";
        let arguments = ["a", "/tmp/x", "0a", "100644", "/tmp/y", "0b", "100644", "b", about].map(Path::new);
        let call = GitCall::of(&arguments).expect("it is a call");
        assert_eq!(call.about, format!("diff --git a/a b/b\n{about}"));
        assert_eq!(GitCall::of(&arguments[..7]).expect("it is a call").about, "");
    }

    #[test]
    fn other_arguments_are_no_call() {
        let arguments = [Path::new("a"); 10];
        for n in [0, 1, 2, 3, 6, 8, 10] {
            assert_eq!(GitCall::of(&arguments[..n]), None);
        }
    }
}
