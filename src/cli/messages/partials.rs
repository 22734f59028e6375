//! What to try when partial results cannot be merged.

use textmill::error::PartialProblem;

use super::flag;

/// What is wrong with a partial result, by the names of flags.
pub(super) fn wording(problem: &PartialProblem) -> String {
    match problem {
        PartialProblem::Differs { option, stored, asked } => {
            format!("was made with {} {stored:?}, not {asked:?}", flag(option))
        }
        PartialProblem::LacksUnit { unit, counted } => {
            format!("has no counts for --per {unit}, only for {}", counted.join(", "))
        }
        _ => problem.to_string(),
    }
}

/// What helps against a problem, if anything does.
pub(super) fn hint(problem: &PartialProblem) -> Option<&'static str> {
    match problem {
        PartialProblem::Foreign => Some("--merge takes the files that --partial wrote, and nothing else"),
        PartialProblem::OfVerb(_) => Some("merge it by the verb that wrote it"),
        PartialProblem::CutShort | PartialProblem::Damaged(_) => Some("make it again, or take a copy of the file"),
        PartialProblem::OtherVersion { .. } => Some("make all shards with the same version of textmill"),
        PartialProblem::Differs { .. } => {
            Some("give the flags that all shards were made with; those about rows alone may be new")
        }
        PartialProblem::LacksUnit { .. } | PartialProblem::LacksGroups(_) | PartialProblem::LacksColumns => {
            Some("what --merge shall write must be counted: give --per to --partial as well")
        }
        PartialProblem::DateOrder { first: "day", .. } => Some("make all shards again with --date-order day"),
        PartialProblem::DateOrder { .. } => Some("make all shards again with --date-order month"),
        PartialProblem::Repeated(_) => Some("give each shard once"),
        // dedupe reads all of them side by side, and an array job may have made a thousand.
        #[cfg(unix)]
        PartialProblem::Failed(error) if error.raw_os_error() == Some(libc::EMFILE) => {
            Some("merge them in groups first, with --merge --partial FILE, or let more files be open: ulimit -n")
        }
        PartialProblem::Apart(_) => Some("merge the shards of one corpus, all made from the same inputs"),
        _ => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn more_files_than_may_be_open_are_merged_in_groups() {
        let failed = |code| hint(&PartialProblem::Failed(io::Error::from_raw_os_error(code)));
        assert!(failed(libc::EMFILE).is_some_and(|hint| hint.starts_with("merge them in groups")));
        assert_eq!(failed(libc::EIO), None);
    }
}
