//! The stages by their names.

use super::components::{ComponentsStage, Round, StarsStage};
use super::document_stages::{BandStage, SignStage};
use super::export_stage::ExportStage;
use super::pair_stages::{AbsorbStage, ContainedStage, EqualStage, NearStage, TallyStage};
use super::split_stage::SplitStage;
use super::stage::Stage;
use super::stats_stages::{FinishStage, MergeStage, PartialStage};
use super::text_stages::{ApplyStage, CrowdStage, VerifyStage};
use super::{Parameters, SearchFor, WorkerError};
use crate::choice::choices;
use crate::input::Job;

/// A stage of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Documents to signatures.
    Sign,
    /// Signatures to the keys that candidates share.
    Band,
    /// Keys to candidates.
    Pair,
    /// Candidates that share several keys to those that share enough.
    Tally,
    /// Candidates with their texts to pairs that hold.
    Verify,
    /// Crowds with their texts to the pairs that connect them.
    Crowd,
    /// Pairs to connected components.
    Components,
    /// One half of a round towards connected components.
    LargeStar,
    /// The other half.
    SmallStar,
    /// Containments to the documents given up for others.
    Absorb,
    /// Documents given up, with both texts, to how they are related to the kept ones.
    Apply,
    /// Documents to what is counted in them.
    Partial,
    /// What was counted to one such result.
    Merge,
    /// What was counted to the rows of `stats`.
    Finish,
    /// Documents to the rows of their segments.
    Split,
    /// Documents to the lines of a file.
    Export,
}

choices!(Operation {
    Sign = "sign": "Documents to signatures",
    Band = "band": "Signatures to the keys that candidates share",
    Pair = "pair": "Keys to candidates",
    Tally = "tally": "Candidates that share several keys to those that share enough",
    Verify = "verify": "Candidates with their texts to pairs that hold",
    Crowd = "crowd": "Crowds with their texts to the pairs that connect them",
    Components = "components": "Pairs to connected components",
    LargeStar = "large-star": "One half of a round towards connected components",
    SmallStar = "small-star": "The other half",
    Absorb = "absorb": "Containments to the documents given up for others",
    Apply = "apply": "Documents given up, with both texts, to how they are related to the kept ones",
    Partial = "partial": "Documents to what is counted in them",
    Merge = "merge": "What was counted to one such result",
    Finish = "finish": "What was counted to the rows of `stats`",
    Split = "split": "Documents to the rows of their segments",
    Export = "export": "Documents to the lines of a file",
});

impl Operation {
    pub(super) fn stage<'p>(
        self,
        parameters: &'p Parameters,
        job: &'p Job<'p>,
    ) -> Result<Box<dyn Stage + 'p>, WorkerError> {
        Ok(match self {
            Self::Sign => Box::new(SignStage::new(parameters)),
            Self::Band => Box::new(BandStage::new(parameters)?),
            Self::Pair => match parameters.search()? {
                SearchFor::Equal => Box::new(EqualStage::default()),
                SearchFor::Near => Box::new(NearStage::default()),
                SearchFor::Contained => Box::new(ContainedStage::default()),
            },
            Self::Tally => Box::new(TallyStage::default()),
            Self::Verify => Box::new(VerifyStage::new(parameters)?),
            Self::Crowd => Box::new(CrowdStage::new(parameters)?),
            Self::Components => Box::new(ComponentsStage::default()),
            Self::LargeStar => Box::new(StarsStage::new(Round::Large)),
            Self::SmallStar => Box::new(StarsStage::new(Round::Small)),
            Self::Absorb => Box::new(AbsorbStage::default()),
            Self::Apply => Box::new(ApplyStage::new(parameters)),
            Self::Partial => Box::new(PartialStage::new(parameters, job)),
            Self::Merge => Box::new(MergeStage::new(parameters)),
            Self::Finish => Box::new(FinishStage::new(parameters, job)?),
            Self::Split => Box::new(SplitStage::new(parameters, job)?),
            Self::Export => Box::new(ExportStage::new(parameters)),
        })
    }
}
