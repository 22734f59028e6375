//! What can be wrong with options.

use super::input_error::{InputError, SideFileProblem};
use crate::choice::UnknownName;

/// A value of an option that cannot be used, or options that do not go together.
///
/// A variant belongs to one option, and its text is about the value alone: callers know what they call the option, a flag or
/// a parameter.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OptionProblem {
    /// A step of folding that there is not.
    #[error(transparent)]
    FoldStep(UnknownName),
    /// Steps of folding beside `none`.
    #[error("none stands alone")]
    FoldsNoneAndMore,
    /// A kind of tokens that there is not.
    #[error(transparent)]
    Tokens(UnknownName),
    /// Given tokens, of documents that were read without theirs.
    #[error("given needs documents that were read with the tokens of their annotation")]
    TokensNotGiven,
    /// Other tokens than words, where spellings of names are to be found.
    #[error("names are found by words of UAX #29, not by other tokens")]
    TokensOfVariants,
    /// A pattern that cannot be used.
    #[error("{problem}")]
    Pattern {
        /// What it is for.
        role: PatternRole,
        /// What is wrong with it.
        problem: PatternProblem,
    },
    /// No unit to count.
    #[error("names no unit")]
    NoUnit,
    /// A grouping by folders without the number of a level.
    #[error("{0:?} names no level of folders; path:1 is the outermost")]
    FolderLevel(String),
    /// Hits of nothing.
    #[error("hit needs something to look for: a pattern or a table of terms")]
    NothingToFind,
    /// A unit of terms without terms.
    #[error("{unit} needs a table of terms")]
    NoTerms {
        /// The name of the unit.
        unit: String,
    },
    /// Parts by a field that no document has.
    #[error("{name:?} is no field of the documents; the fields are: {}", if known.is_empty() { "none".to_owned() } else { known.join(", ") })]
    PartsField {
        /// The field asked for.
        name: String,
        /// The fields that documents have.
        known: Vec<String>,
    },
    /// Lengths of n-grams that are none.
    #[error("a length is a number such as 3, or two such as 2-5, the smaller one first, at most {most}")]
    NgramLengths {
        /// The most words of an n-gram.
        most: usize,
    },
    /// A span of collocations that is none.
    #[error("a span is two numbers such as 5,5, each at most {most}, not both 0")]
    Span {
        /// The most words on one side.
        most: usize,
    },
    /// A type-token ratio that is none.
    #[error("a ratio is a number between 0 and 1, such as 0.72")]
    Ratio,
    /// Terms that cannot be used.
    #[error(transparent)]
    Terms(TermsProblem),
    /// A reference to compare words with, where no words are counted.
    #[error("compares words, so one of the units must be \"word\"")]
    AgainstWithoutWords,
    /// A word list that cannot be used.
    #[error(transparent)]
    WordList(WordListProblem),
    /// A language that there is not.
    #[error("{0:?} is no code of a language, such as en or pt-BR")]
    Language(String),
    /// Languages to be guessed by a build that cannot.
    #[error("cannot be guessed by this build, which lacks the feature \"language\"")]
    LanguageGuess,
    /// A segment of nothing.
    #[error("a segment has at least one unit")]
    EmptySize,
    /// A segment that may be too small for a character.
    #[error("a character may take {fewest} bytes, so fewer are no size")]
    SizeBelowCharacter {
        /// The bytes that a character may take.
        fewest: usize,
    },
    /// An overlap that takes up the segment.
    #[error("must be smaller than the size, or nothing new would fit")]
    Overlap,
    /// A part without its share.
    #[error("{0:?} is no NAME=SHARE such as train=80, with a whole number")]
    Share(String),
    /// A part that is named twice.
    #[error("{0:?} is named twice")]
    PartTwice(String),
    /// Parts without any share.
    #[error("no part has a share above 0")]
    NoShare,
    /// Pages to learn from of which none has a boundary.
    #[error("nothing repeats in any of the pages")]
    NothingToLearn,
    /// A rule that cannot be used: the key and what is wrong with it.
    #[error("{0}")]
    Rule(String),
    /// More threads than can be.
    #[error("{asked} is too many; {most} is the most")]
    TooManyThreads {
        /// The threads asked for.
        asked: usize,
        /// The most there may be.
        most: usize,
    },
    /// A system that gives not even one thread.
    #[error("{0}")]
    NoThread(String),
    /// A threshold out of its range.
    #[error("{value} does not lie between {least} and 1")]
    Threshold {
        /// The threshold asked for.
        value: f64,
        /// The least one.
        least: f64,
    },
    /// A table of further fields that cannot be read.
    #[error("{}: cannot be read: {problem}", name)]
    MetaTable {
        /// The path as a user would write it.
        name: String,
        /// What is wrong.
        problem: SideFileProblem,
    },
    /// A table of further fields with a fault in it.
    #[error("{}: {error}", error.path)]
    MetaRow {
        /// The fault.
        error: InputError,
    },
    /// A shard that there is not.
    #[error("there is no shard {number} of {n_shards}")]
    ShardNumber {
        /// The number asked for.
        number: u32,
        /// How many there are.
        n_shards: u32,
    },
    /// Something that names no shard.
    #[error("{0:?} is no K/N such as 2/4, the second of four")]
    Shard(String),
    /// Something that is no condition.
    #[error("{0:?} is no COLUMN, one of = != < <= > >= ~ !~, and a value")]
    Condition(String),
    /// Something that is no column to sort by.
    #[error("{0:?} is no COLUMN or -COLUMN")]
    SortKey(String),
    /// A column with a type that there is not.
    #[error("{0:?} is no NAME=integer, NAME=real or NAME=text")]
    ColumnType(String),
    /// A column with two types.
    #[error("{0:?} is named twice")]
    TypeTwice(String),
    /// A column without a name.
    #[error("{0:?} is no NAME or NAME=NEW")]
    ColumnName(String),
    /// Two columns of one name.
    #[error("{0:?} is named twice")]
    ColumnTwice(String),
    /// A key that no document of one side has in full.
    #[error("names the field {0:?}, and no document of one side has all fields of the key")]
    Key(String),
    /// A choice of what is kept that there is not.
    #[error("one of first, longest, oldest:FIELD, newest:FIELD, prefer:GLOB is needed")]
    Keep,
    /// A choice by dates, in a field without any.
    #[error("no document has a date in its field {0:?}, such as 2024-03-05")]
    KeepDate(String),
    /// No relation to find duplicates by.
    #[error("at least one relation is needed to find anything by")]
    NoRelation,
    /// No partial result to merge.
    #[error("at least one file is needed")]
    NoPartial,
    /// Documents in memory that are to be signed for a merge and are out of order.
    #[error("documents in memory must stand in the order of their ids")]
    DocumentOrder,
    /// An option that does not go with an index.
    #[error("does not go with an index: {}", .0.reason())]
    WithIndex(IndexConflict),
}

/// What a pattern is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternRole {
    /// Tokens to count.
    Tokens,
    /// Hits to find.
    Match,
    /// The beginnings of segments.
    At,
    /// What separates segments.
    On,
    /// What opens or closes segments.
    Between,
    /// Cells of which a condition holds.
    Where,
    /// Files that are read.
    Glob,
    /// Files that are skipped.
    Exclude,
    /// Sources of documents that are kept.
    Keep,
}

impl PatternRole {
    /// Makes of what is wrong with a pattern what is wrong with the option.
    pub(crate) fn refusing<P: Into<PatternProblem>>(self) -> impl Fn(P) -> OptionProblem {
        move |problem| OptionProblem::Pattern { role: self, problem: problem.into() }
    }
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternProblem {
    /// It is empty, and would match between any two characters.
    #[error("the pattern is empty")]
    Empty,
    /// It is to be words, and has none.
    #[error("{0:?} has no word")]
    NoWord(String),
    /// It is no regular expression.
    #[error(transparent)]
    Regex(#[from] PatternError),
    /// It is no glob.
    #[error("{0}")]
    Glob(String),
    /// It is longer than a glob may be.
    #[error("the pattern is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
}

/// Why a regular expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It is no regular expression.
    #[error("{0}")]
    Syntax(String),
    /// It is too large.
    #[error("the pattern takes more than {limit_mib} MiB when it is compiled")]
    TooLarge {
        /// The limit.
        limit_mib: usize,
    },
    /// Together with those before it, it is too large.
    #[error("the patterns up to this one take more than {limit_mib} MiB when they are compiled")]
    TooLargeTogether {
        /// The limit.
        limit_mib: usize,
    },
}

/// What is wrong with a table of terms.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TermsProblem {
    /// There are none.
    #[error("there are no terms in the table")]
    Empty,
    /// The table is too large to be held.
    #[error("the table cannot be read: {0}")]
    Unreadable(SideFileProblem),
    /// A row without a label or a spelling.
    #[error("{row} needs a label and a variant or pattern; its columns are {}", columns.join(", "))]
    Incomplete {
        /// The id of the row.
        row: String,
        /// The columns that it has.
        columns: Vec<String>,
    },
    /// A row whose label or spelling is blank.
    #[error("label {label:?} with spelling {spelling:?} has nothing to count")]
    Blank {
        /// The label.
        label: String,
        /// The spelling.
        spelling: String,
    },
    /// A row whose pattern cannot be used.
    #[error("{}{problem}", if row.is_empty() { String::new() } else { format!("{row}: ") })]
    Pattern {
        /// The id of the row, empty if the terms are no table.
        row: String,
        /// What is wrong with it.
        problem: PatternError,
    },
}

/// What is wrong with a word list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WordListProblem {
    /// It is too large to be held.
    #[error("the word list cannot be read: {0}")]
    Unreadable(SideFileProblem),
    /// A row without a word.
    #[error("{0} is a row of a word list without a word")]
    NoWord(String),
    /// A row with a frequency that is none.
    #[error("{row} has the frequency {written:?}, which is no whole number")]
    NoFrequency {
        /// The id of the row.
        row: String,
        /// What stands there instead.
        written: String,
    },
}

/// An option of a search for duplicates that an index cannot keep up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexConflict {
    /// Another document kept than the first.
    Keep,
    /// Clusters of which all documents are in a pair with each other.
    Linkage,
    /// A search without sketches.
    AllPairs,
    /// Rows of pairs.
    Pairs,
    /// Rows of thresholds.
    Thresholds,
    /// Rows of passages.
    Passages,
    /// Documents without passages.
    Strip,
}

impl IndexConflict {
    fn reason(self) -> &'static str {
        match self {
            Self::Keep => "the first document is kept, because earlier runs have put theirs out",
            Self::Linkage => "a cluster of which every document is in a pair with every other one is read whole",
            Self::AllPairs => "only documents that share a sketch are read again",
            Self::Pairs => "copies and pairs of earlier runs are not in it; rows of clusters are",
            Self::Thresholds => "an index has one threshold",
            Self::Passages => "passages are those of all kept documents",
            Self::Strip => "passages are those of all kept documents, and earlier ones have been put out",
        }
    }
}
