//! Which entries of a folder are read: all but hidden ones and those that rules leave out. What was left out is kept in mind.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::DirEntry;
use ignore::overrides::Override;

use super::ignore_rules::{IgnoreRules, MisreadRules, UnusableRules, Verdict};
use super::options::{Hidden, Ignored, InputOptions};
use super::source::readable;
use crate::diagnostics::Finding;
use crate::error::{InputError, Problem};

/// Chooses among the entries of a folder while it is walked, each folder before what is in it.
#[derive(Debug)]
pub(super) struct EntryChoice {
    hidden: Hidden,
    /// `None` if what rules name is read as well.
    rules: Option<IgnoreRules>,
    unusable: Vec<UnusableRules>,
    left_out: Vec<LeftOut>,
}

/// An entry that would have been read but for a rule.
#[derive(Debug)]
struct LeftOut {
    path: PathBuf,
    is_folder: bool,
    /// The file of the rule.
    by: Arc<Path>,
}

impl EntryChoice {
    /// The choice for the folder `root`.
    ///
    /// # Errors
    ///
    /// A file of rules for it that cannot be applied.
    pub(super) fn of(root: &Path, options: &InputOptions) -> Result<Self, Finding> {
        let rules = match options.ignored {
            Ignored::Skip => Some(IgnoreRules::of(root).map_err(unusable)?),
            Ignored::Take => None,
        };
        Ok(Self { hidden: options.hidden, rules, unusable: Vec::new(), left_out: Vec::new() })
    }

    /// Whether an entry is read, or gone into.
    pub(super) fn takes(&mut self, entry: &DirEntry) -> bool {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_hidden = self.hidden == Hidden::Skip && is_hidden(entry);
        let Some(rules) = &mut self.rules else { return !is_hidden };
        rules.leave_to(entry.depth().saturating_sub(1));
        match rules.verdict(entry.path(), is_folder) {
            Verdict::Kept => {}
            Verdict::None if is_hidden => return false,
            Verdict::None => {}
            Verdict::Ignored(by) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if !is_hidden && (is_folder || is_file) {
                    self.left_out.push(LeftOut { path: entry.path().to_owned(), is_folder, by });
                }
                return false;
            }
        }
        if is_folder && let Err(refused) = rules.enter(entry.path()) {
            self.unusable.push(refused);
            return false;
        }
        true
    }

    /// The findings about rules once the folder `root` has been walked. What `globs` do not match was left out anyway.
    pub(super) fn into_findings(mut self, root: &Path, globs: &Override) -> Vec<Finding> {
        // Folders give their entries in any order.
        let mut misread = self.rules.map(IgnoreRules::into_misread).unwrap_or_default();
        misread.sort_by(|a, b| a.path.cmp(&b.path));
        self.unusable.sort_by(|a, b| a.path.cmp(&b.path));
        self.left_out.sort_by(|a, b| a.path.cmp(&b.path));
        let mut findings: Vec<Finding> = misread.iter().map(misread_rules).collect();
        findings.extend(self.unusable.into_iter().map(unusable));
        self.left_out
            .retain(|entry| entry.is_folder || globs.is_empty() || globs.matched(&entry.path, false).is_whitelist());
        if self.left_out.is_empty() {
            return findings;
        }
        let n_folders = self.left_out.iter().filter(|entry| entry.is_folder).count() as u64;
        let rules: BTreeSet<&Path> = self.left_out.iter().map(|entry| &*entry.by).collect();
        findings.push(Finding::Ignored {
            path: readable(root),
            n_files: self.left_out.len() as u64 - n_folders,
            n_folders,
            rules: rules.into_iter().map(readable).collect(),
        });
        findings.extend(
            self.left_out
                .iter()
                .map(|entry| Finding::note(readable(&entry.path), format!("ignored by {}", readable(&entry.by)))),
        );
        findings
    }
}

fn misread_rules(misread: &MisreadRules) -> Finding {
    let lines = match misread.n_lines {
        1 => format!("line {} is no pattern, and was passed over", misread.line),
        n => format!("{n} lines are no patterns, and were passed over, the first in line {}", misread.line),
    };
    Finding::warning(readable(&misread.path), format!("{lines}: {}", misread.why))
}

fn unusable(rules: UnusableRules) -> Finding {
    InputError::new(readable(&rules.path), Problem::IgnoreRules(rules.problem)).into()
}

/// Whether the name begins with a dot or, on Windows, the file has the attribute.
fn is_hidden(entry: &DirEntry) -> bool {
    #[cfg(windows)]
    {
        use std::os::windows::fs::MetadataExt;
        const FILE_ATTRIBUTE_HIDDEN: u32 = 2;
        if entry.metadata().is_ok_and(|metadata| metadata.file_attributes() & FILE_ATTRIBUTE_HIDDEN != 0) {
            return true;
        }
    }
    entry.file_name().as_encoded_bytes().starts_with(b".")
}
