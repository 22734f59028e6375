//! What the workers do with each text: decided once, from the needs of all units and the options.

use std::num::NonZero;

use super::measure_columns::MeasureColumns;
use super::needs::Needs;
use super::options::{DEFAULT_WINDOW, Options};
use super::quality::StopLists;
use super::reading::LanguageCode;
use super::sequences::Sequences;
use crate::error::{Error, OptionProblem};
use crate::input::Corpus;
use crate::text::Tokenization;
use crate::vocabulary::Fold;

/// What the workers do.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) needs: Needs,
    pub(super) fold: Fold,
    pub(super) window: NonZero<usize>,
    pub(super) tokens: Tokenization,
    pub(super) sequences: Sequences,
    /// The language of documents whose records name none.
    pub(super) language: Option<LanguageCode>,
    /// Empty unless words are looked at for text quality.
    pub(super) stop_lists: StopLists,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            needs: Needs::NONE,
            fold: Fold::default(),
            window: DEFAULT_WINDOW,
            tokens: Tokenization::default(),
            sequences: Sequences::default(),
            language: None,
            stop_lists: StopLists::default(),
        }
    }
}

impl Plan {
    /// The plan for these needs.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if the language has no code.
    pub(super) fn of(needs: Needs, options: &Options) -> Result<Self, Error> {
        let language = options
            .language
            .as_deref()
            .map(|tag| LanguageCode::of_tag(tag).ok_or_else(|| OptionProblem::Language(tag.to_owned())));
        let is_ordered = needs.contains(Needs::SEQUENCES);
        Ok(Self {
            needs,
            fold: options.fold,
            window: options.window,
            tokens: options.tokens.clone(),
            sequences: if is_ordered { MeasureColumns::of_one(options).sequences() } else { Sequences::default() },
            language: language.transpose()?,
            stop_lists: if needs.contains(Needs::QUALITY_WORDS) { StopLists::all() } else { StopLists::default() },
        })
    }

    /// Makes sure that the documents give their tokens, if those are to be counted.
    ///
    /// # Errors
    ///
    /// [`Error::Option`] if they do not.
    pub(super) fn require_tokens(&self, corpus: &Corpus) -> Result<(), Error> {
        if matches!(self.tokens, Tokenization::Given) && !corpus.gives_tokens() {
            return Err(OptionProblem::TokensNotGiven.into());
        }
        Ok(())
    }
}
