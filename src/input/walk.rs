//! From the paths a user gives to the sources to read, in an order that depends on names alone.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::archive::members_instead;
use super::data_set_folder;
use super::entry_choice::EntryChoice;
use super::format::Format;
use super::glob_pattern::refuse_long;
use super::listed_folders::{ListedFolders, ListedTree};
use super::maildir::{MaildirRole, maildir_role};
use super::options::{Folders, InputOptions, Lengths, Links};
use super::own_output::OwnOutput;
use super::regular_file::{open_regular, special_kind};
use super::source::{Given, Once, Origin, Source, readable};
use crate::diagnostics::Finding;
use crate::document::Fields;
use crate::error::{Error, InputError, OptionProblem, PatternProblem, PatternRole, Problem};

/// The sources that `inputs` name: files and `-` in the order given, the files of each folder sorted by path. The folders
/// that were entered are added to `listed`.
///
/// Ids are paths below the folder if one folder is all that was given, and paths as given otherwise, so that two
/// folders with the same names in them stay apart.
///
/// # Errors
///
/// [`Error::Option`] for a glob that is none. What is wrong with one input becomes a finding.
pub(super) fn sources(
    inputs: &[PathBuf],
    options: &InputOptions,
    listed: &mut ListedFolders,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Source>, Error> {
    let mut found: Vec<Source> = Vec::new();
    for (input_idx, input) in (0..).zip(inputs) {
        let n_before = found.len();
        for source in of_input(input, inputs.len(), options, listed, findings)? {
            found.extend(members_instead(source, options, findings));
        }
        found[n_before..].iter_mut().for_each(|source| source.input_idx = input_idx);
    }
    // One folder has each of its files once.
    Ok(if inputs.len() > 1 { without_repeats(found, findings) } else { found })
}

/// The sources that one of `n_inputs` inputs names.
fn of_input(
    input: &Path,
    n_inputs: usize,
    options: &InputOptions,
    listed: &mut ListedFolders,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Source>, Error> {
    if is_stdin(input) {
        return Ok(vec![Source::stdin()]);
    }
    match std::fs::metadata(input) {
        Ok(metadata) if metadata.is_dir() && options.folders == Folders::Listed => {
            let base = if n_inputs == 1 { input } else { Path::new("") };
            let (found, tree) = folder(input, base, options, findings)?;
            tree.into_iter().for_each(|tree| listed.push(tree));
            return Ok(found);
        }
        Ok(metadata) => match named(input, &metadata) {
            Ok(source) => return Ok(vec![source]),
            Err(problem) => findings.push(InputError::new(readable(input), problem).into()),
        },
        Err(error) => findings.push(InputError::new(readable(input), Problem::Open(error)).into()),
    }
    Ok(Vec::new())
}

/// Opens an input that a user named, and closes it again: a file, a folder, or a pipe that is open already.
///
/// # Errors
///
/// The problem, if it cannot be read at all.
pub fn try_open(input: &Path) -> Result<(), InputError> {
    let opened = || {
        if is_stdin(input) {
            return Ok(());
        }
        let metadata = std::fs::metadata(input).map_err(Problem::Open)?;
        if metadata.is_dir() {
            return std::fs::read_dir(input).map(|_| ()).map_err(Problem::Open);
        }
        match named(input, &metadata)?.file_path() {
            Some(path) => open_regular(path).map(|_| ()),
            None => Ok(()),
        }
    };
    opened().map_err(|problem| InputError::new(readable(input), problem))
}

fn is_stdin(input: &Path) -> bool {
    input.as_os_str() == "-" || input.as_os_str() == "/dev/stdin"
}

fn named(path: &Path, metadata: &std::fs::Metadata) -> Result<Source, Problem> {
    let origin = match special_kind(metadata) {
        None => Origin::File(path.to_owned()),
        Some("a named pipe") if is_descriptor(path) => Origin::Once(Mutex::new(Once::Pipe(path.to_owned()))),
        Some(kind) => return Err(Problem::Special(kind)),
    };
    let shown = readable(path);
    Ok(Source {
        origin,
        id: shown.strip_prefix("./").unwrap_or(&shown).to_owned(),
        shown,
        idx: 0,
        input_idx: 0,
        n_bytes: metadata.len(),
        given: Given::ByName,
        path_fields: Fields::default(),
        of_folder: None,
        found: std::sync::OnceLock::default(),
    })
}

/// Whether `path` names a descriptor that is open already, so that opening it cannot wait for a writer.
fn is_descriptor(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd")
}

fn folder(
    root: &Path,
    base: &Path,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<Source>, Option<ListedTree>), Error> {
    let excludes = excludes(root, options)?;
    let choice = match EntryChoice::of(root, options) {
        Ok(choice) => Arc::new(Mutex::new(choice)),
        Err(finding) => {
            findings.push(finding);
            return Ok((Vec::new(), None));
        }
    };
    let chosen = Arc::clone(&choice);
    let walk = WalkBuilder::new(root)
        // Rules are read and applied by `choice`. What one user ignores everywhere, or in `.git/info/exclude`, is not
        // among them: it must not change the numbers of another.
        .standard_filters(false)
        .skip_stdout(cfg!(not(unix)))
        .follow_links(options.links == Links::Follow)
        .overrides(excludes.clone())
        .filter_entry(move |entry| chosen.lock().unwrap_or_else(PoisonError::into_inner).takes(entry))
        .build();
    // Not as overrides of the walk, since a pattern that takes files would take hidden and ignored ones as well.
    let globs = globs(root, options)?;
    let own_output = OwnOutput::new();
    let (mut found, mut folders) = (Vec::new(), HashSet::new());
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => _ = folders.insert(entry.into_path()),
            Ok(entry) if own_output.is(&entry) => {}
            Ok(entry) if !globs.is_empty() && !globs.matched(entry.path(), false).is_whitelist() => {}
            Ok(entry) => found.extend(listed(&entry, base, options, findings)),
            Err(error) => findings.push(walk_error(root, error)),
        }
    }
    // The walk has ended, and with it the other handle.
    if let Some(choice) = Arc::into_inner(choice) {
        findings.extend(choice.into_inner().unwrap_or_else(PoisonError::into_inner).into_findings(root, &globs));
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let found = without_descriptions(found, root, findings);
    let (root, hidden, links) = (root.to_owned(), options.hidden, options.links);
    Ok((found, Some(ListedTree { root, folders, globs, excludes, hidden, links })))
}

fn listed(entry: &DirEntry, base: &Path, options: &InputOptions, findings: &mut Vec<Finding>) -> Option<Source> {
    let path = entry.path();
    let shown = readable(path);
    if entry.path_is_symlink() && entry.file_type().is_some_and(|kind| kind.is_symlink()) {
        findings.push(Finding::note(shown, "symbolic link not followed"));
        return None;
    }
    let id = readable(path.strip_prefix(base).unwrap_or(path));
    let role = maildir_role(&shown);
    if role == Some(MaildirRole::Unfinished) {
        findings.push(Finding::note(shown, "a mail that is not whole, passed over"));
        return None;
    }
    let mut source = Source {
        origin: Origin::File(path.to_owned()),
        id: id.strip_prefix("./").unwrap_or(&id).to_owned(),
        shown,
        idx: 0,
        input_idx: 0,
        n_bytes: 0,
        given: Given::ByFolder,
        path_fields: Fields::default(),
        of_folder: role.map(|_| Format::MAIL),
        found: std::sync::OnceLock::default(),
    };
    let is_regular = entry.file_type().is_some_and(|kind| kind.is_file());
    if options.lengths == Lengths::Unasked && is_regular && source.is_lone_file(options) {
        return Some(source);
    }
    match entry.metadata() {
        Ok(metadata) => match special_kind(&metadata) {
            Some(kind) => findings.push(Finding::note(source.shown, format!("passed over: it is {kind}"))),
            None => {
                source.n_bytes = metadata.len();
                return Some(source);
            }
        },
        Err(error) => findings.push(walk_error(path, error)),
    }
    None
}

/// The files of a folder without those that only say something about a data set whose rows are beside them.
fn without_descriptions(found: Vec<Source>, root: &Path, findings: &mut Vec<Finding>) -> Vec<Source> {
    let root = readable(root);
    let below =
        |source: &Source| source.shown.strip_prefix(&*root).unwrap_or(&source.shown).trim_start_matches('/').to_owned();
    let names: Vec<String> = found.iter().map(below).collect();
    let parts = data_set_folder::parts(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut kept = Vec::with_capacity(found.len());
    for (source, part) in found.into_iter().zip(parts) {
        if part == data_set_folder::Part::About {
            findings.push(Finding::note(&source.shown, "passed over: it describes a data set"));
        } else {
            kept.push(source);
        }
    }
    kept
}

fn globs(root: &Path, options: &InputOptions) -> Result<Override, OptionProblem> {
    let refused = |error: ignore::Error| PatternRole::Glob.refusing()(PatternProblem::Glob(error.to_string()));
    let mut builder = OverrideBuilder::new(root);
    for glob in &options.globs {
        refuse_long(glob.as_bytes()).map_err(PatternRole::Glob.refusing())?;
        builder.add(glob).map_err(refused)?;
    }
    builder.build().map_err(refused)
}

fn excludes(root: &Path, options: &InputOptions) -> Result<Override, OptionProblem> {
    let refused = |error: ignore::Error| PatternRole::Exclude.refusing()(PatternProblem::Glob(error.to_string()));
    let mut builder = OverrideBuilder::new(root);
    for glob in &options.excludes {
        refuse_long(glob.as_bytes()).map_err(PatternRole::Exclude.refusing())?;
        builder.add(&format!("!{glob}")).map_err(refused)?;
    }
    builder.build().map_err(refused)
}

fn walk_error(path: &Path, error: ignore::Error) -> Finding {
    let path = innermost_path(&error).unwrap_or(path).to_owned();
    let cause = match error.io_error() {
        Some(_) => error.into_io_error().unwrap_or_else(|| io::Error::other("unknown")),
        None => io::Error::other(error.to_string()),
    };
    InputError::new(readable(&path), Problem::Open(cause)).into()
}

fn innermost_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => innermost_path(err),
        _ => None,
    }
}

/// Each file once: one that is named twice would be counted twice.
fn without_repeats(mut sources: Vec<Source>, findings: &mut Vec<Finding>) -> Vec<Source> {
    let mut seen = HashSet::new();
    sources.retain(|source| {
        let is_new = seen.insert(source.shown.strip_prefix("./").unwrap_or(&source.shown).to_owned());
        if !is_new {
            findings.push(Finding::warning(&source.shown, "given more than once; read once"));
        }
        is_new
    });
    sources
}

#[cfg(test)]
mod tests {
    use super::super::options::{Hidden, Ignored};
    use super::*;

    fn files(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name).unwrap();
        }
        folder
    }

    fn listed(inputs: &[PathBuf], options: &InputOptions, findings: &mut Vec<Finding>) -> Result<Vec<Source>, Error> {
        sources(inputs, options, &mut ListedFolders::default(), findings)
    }

    fn ids(root: &Path, options: &InputOptions) -> Vec<String> {
        let found = listed(&[root.to_owned()], options, &mut Vec::new()).unwrap();
        found.into_iter().map(|source| source.id).collect()
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_paths_without_hidden_and_ignored_files() {
        let folder = files(&["b.txt", "a/z.txt", "a/b/c.txt", ".hidden", "a/.also", "skip.log", "ä.txt"]);
        std::fs::write(folder.path().join(".ignore"), "*.log\n").unwrap();
        assert_eq!(ids(folder.path(), &InputOptions::default()), ["a/b/c.txt", "a/z.txt", "b.txt", "ä.txt"]);
        let all = InputOptions { hidden: Hidden::Take, ignored: Ignored::Skip, ..InputOptions::default() };
        assert_eq!(ids(folder.path(), &all).len(), 7);
        let ignored_too = InputOptions { ignored: Ignored::Take, ..InputOptions::default() };
        assert!(ids(folder.path(), &ignored_too).contains(&"skip.log".to_owned()));
    }

    #[test]
    fn lengths_that_nobody_asks_for_are_those_of_records_alone() {
        let folder = files(&["a.txt", "b/c.md", "d.csv"]);
        let lengths = |lengths| {
            let options = InputOptions { lengths, ..InputOptions::default() };
            let found = listed(&[folder.path().to_owned()], &options, &mut Vec::new()).unwrap();
            found.into_iter().map(|source| (source.id, source.n_bytes)).collect::<Vec<_>>()
        };
        let expected = |n_bytes: [u64; 3]| {
            ["a.txt", "b/c.md", "d.csv"].map(str::to_owned).into_iter().zip(n_bytes).collect::<Vec<_>>()
        };
        assert_eq!(lengths(Lengths::Asked), expected([5, 6, 5]));
        assert_eq!(lengths(Lengths::Unasked), expected([0, 0, 5]));
    }

    #[test]
    fn globs_take_and_leave_out_by_name() {
        let folder = files(&["a.txt", "b.md", "c/d.txt", "c/draft.txt"]);
        let options = InputOptions {
            globs: vec!["*.txt".to_owned()],
            excludes: vec!["draft*".to_owned()],
            ..InputOptions::default()
        };
        assert_eq!(ids(folder.path(), &options), ["a.txt", "c/d.txt"]);
        // The second one nests so deep that no stack would hold it.
        for wrong in ["a[".to_owned(), "{".repeat(50_000) + "a" + &"}".repeat(50_000)] {
            let glob = InputOptions { globs: vec![wrong.clone()], ..InputOptions::default() };
            assert!(listed(&[folder.path().to_owned()], &glob, &mut Vec::new()).is_err());
        }
        let deep = "{".repeat(2_000) + "a" + &"}".repeat(2_000);
        let exclude = InputOptions { excludes: vec![deep], ..InputOptions::default() };
        // Whether it can be compiled or not, it is answered.
        _ = listed(&[folder.path().to_owned()], &exclude, &mut Vec::new());
    }

    #[test]
    fn two_inputs_keep_their_paths_apart_and_a_repeat_is_read_once() {
        let folder = files(&["x/a.txt", "y/a.txt"]);
        let (x, y) = (folder.path().join("x"), folder.path().join("y"));
        let mut findings = Vec::new();
        let found = listed(&[y.clone(), x, y.join("a.txt")], &InputOptions::default(), &mut findings).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found[0].id.ends_with("y/a.txt") && found[1].id.ends_with("x/a.txt"));
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn a_missing_path_is_one_failure_and_the_others_go_on() {
        let folder = files(&["a.txt"]);
        let mut findings = Vec::new();
        let inputs = [folder.path().join("none"), folder.path().join("a.txt")];
        assert_eq!(listed(&inputs, &InputOptions::default(), &mut findings).unwrap().len(), 1);
        assert!(matches!(&findings[..], [Finding::Failed(error)] if matches!(error.problem, Problem::Open(_))));
    }

    #[test]
    fn what_a_user_named_is_opened_or_refused() {
        let folder = files(&["a.txt", "sub/b.txt"]);
        for name in ["a.txt", "sub", ""] {
            assert!(try_open(&folder.path().join(name)).is_ok(), "{name:?}");
        }
        assert!(try_open(Path::new("-")).is_ok());
        let error = try_open(&folder.path().join("none")).unwrap_err();
        assert!(error.path.ends_with("none") && matches!(error.problem, Problem::Open(_)), "{error}");
        #[cfg(unix)]
        assert!(matches!(try_open(Path::new("/dev/null")).unwrap_err().problem, Problem::Special("a device")));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_on_demand_only_and_loops_are_named() {
        let folder = files(&["real/a.txt"]);
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("link")).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("real/loop")).unwrap();
        assert_eq!(ids(folder.path(), &InputOptions::default()), ["real/a.txt"]);
        let follow = InputOptions { links: Links::Follow, ..InputOptions::default() };
        let mut findings = Vec::new();
        let found = listed(&[folder.path().to_owned()], &follow, &mut findings).unwrap();
        assert!(found.iter().any(|source| source.id == "link/a.txt"));
        assert!(findings.iter().any(|finding| matches!(finding, Finding::Failed(_))), "{findings:?}");
    }
}
