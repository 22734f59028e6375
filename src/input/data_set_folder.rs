//! Folders that hold a data set of Hugging Face: which files are its rows, and which only say something about it.
//!
//! `save_to_disk` leaves `data-*.arrow` beside `state.json` and `dataset_info.json`, a folder for each split below
//! `dataset_dict.json`; a repository of the hub has Parquet files beside or below its `README.md`. Files named `cache-*.arrow`
//! are results of computing that are left over, not rows.

use std::collections::HashSet;

/// What a file is to a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Rows of it.
    Rows,
    /// Something about it, which is no document.
    About,
    /// Nothing: a file as any other.
    Other,
}

/// Files that only a data set has.
const MARKERS: [&str; 4] = ["dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"];

/// Files that may stand beside those.
const ABOUT: [&str; 5] = ["README.md", ".gitattributes", ".gitignore", "LICENSE", "LICENSE.txt"];

/// What each of the files of a folder is; their names are paths below it, with `/` between levels.
///
/// A folder with a file that only data sets have is one, with what is below it. So is one that has nothing but files of rows
/// and what may stand beside them.
pub(super) fn parts(names: &[&str]) -> Vec<Part> {
    let marked: HashSet<&str> = names
        .iter()
        .map(|name| split(name))
        .filter(|(_, file)| MARKERS.contains(file))
        .map(|(folder, _)| folder)
        .collect();
    let looks: Vec<Part> = names.iter().map(|name| look(split(name).1)).collect();
    let is_pure = looks.contains(&Part::Rows) && !looks.contains(&Part::Other);
    let is_part = |name: &str| is_pure || folders_of(name).any(|folder| marked.contains(folder));
    names.iter().zip(looks).map(|(name, look)| if is_part(name) { look } else { Part::Other }).collect()
}

/// What the name of a file says, if it is one of a data set.
fn look(file: &str) -> Part {
    let is_about = MARKERS.contains(&file) || ABOUT.contains(&file) || file.ends_with(".lock");
    let is_left_over = file.starts_with("cache-") && file.ends_with(".arrow");
    if is_about || is_left_over {
        Part::About
    } else if file.ends_with(".arrow") || file.ends_with(".parquet") {
        Part::Rows
    } else {
        Part::Other
    }
}

/// The folder and the file of a name.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('/').unwrap_or(("", name))
}

/// The folders that a file is in, from the inside out.
fn folders_of(name: &str) -> impl Iterator<Item = &str> {
    let (folder, _) = split(name);
    std::iter::successors(Some(folder), |folder| (!folder.is_empty()).then(|| split(folder).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, Part)]) {
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        let expected: Vec<Part> = files.iter().map(|(_, part)| *part).collect();
        assert_eq!(parts(&names), expected, "{names:?}");
    }

    #[test]
    fn a_data_set_on_disk_is_its_arrow_files() {
        check(&[
            ("data-00000-of-00002.arrow", Part::Rows),
            ("data-00001-of-00002.arrow", Part::Rows),
            ("cache-1b2c.arrow", Part::About),
            ("dataset_info.json", Part::About),
            ("state.json", Part::About),
            ("notes.txt", Part::Other),
        ]);
        check(&[
            ("dataset_dict.json", Part::About),
            ("test/data-00000-of-00001.arrow", Part::Rows),
            ("test/state.json", Part::About),
            ("train/data-00000-of-00001.arrow", Part::Rows),
        ]);
    }

    #[test]
    fn a_repository_of_the_hub_is_its_parquet_files() {
        check(&[
            (".gitattributes", Part::About),
            ("README.md", Part::About),
            ("data/train-00000-of-00001.parquet", Part::Rows),
        ]);
    }

    #[test]
    fn other_folders_are_left_as_they_are() {
        check(&[("README.md", Part::Other), ("a.txt", Part::Other), ("b.parquet", Part::Other)]);
        check(&[("README.md", Part::Other), ("LICENSE", Part::Other)]);
        check(&[
            ("README.md", Part::Other),
            ("notes/a.md", Part::Other),
            ("set/dataset_info.json", Part::About),
            ("set/x/a.arrow", Part::Rows),
            ("state.jsonl", Part::Other),
        ]);
        check(&[]);
    }
}
