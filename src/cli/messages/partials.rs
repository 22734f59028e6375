//! What to try when partial results cannot be merged.

use textmill::error::PartialProblem;

/// What helps against a problem, if anything does.
pub(super) fn hint(problem: &PartialProblem) -> Option<&'static str> {
    match problem {
        PartialProblem::Foreign => Some("--merge takes the files that --partial wrote, and nothing else"),
        PartialProblem::OfVerb(_) => Some("merge it by the verb that wrote it"),
        PartialProblem::CutShort | PartialProblem::Damaged(_) => Some("make it again, or take a copy of the file"),
        PartialProblem::Differs { what, .. } if matches!(&**what, "textmill" | "unicode") => {
            Some("make all shards with the same version of textmill")
        }
        PartialProblem::Differs { .. } => {
            Some("give the flags that all shards were made with; those about rows alone may be new")
        }
        PartialProblem::Lacks(_) => Some("what --merge shall write must be counted: give --per to --partial as well"),
        PartialProblem::Repeated(_) => Some("give each shard once"),
        PartialProblem::Apart(_) => Some("merge the shards of one corpus, all made from the same inputs"),
        _ => None,
    }
}
