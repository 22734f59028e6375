//! `stats`: counts and measures of a corpus, of its documents, groups of them, words, n-grams and more, in one pass.
//!
//! Worker threads count documents (`Scanner`); the calling thread joins the parts of long ones (`Assembly`), adds
//! up (`Counted`), and lets each unit write its rows (`Tables`). Whatever is merged is integers; ratios and ordering are
//! made at the end, so the rows do not depend on the number of threads, nor on that of machines ([`Partial`]).

mod assembly;
mod budget;
mod characters;
mod collocation;
mod compared;
mod contexts;
mod corpus;
mod counted;
mod counting;
mod counts;
mod dispersion;
mod document;
mod family;
mod group;
mod grouping;
mod groups;
mod hit;
mod keyness;
mod languages;
mod lengths;
mod measure_columns;
mod measures;
mod needs;
mod ngram;
mod note;
mod options;
mod partial;
mod plan;
mod quality;
mod ranking;
mod reading;
mod record;
mod reference;
mod run;
mod runs;
mod scanner;
mod search;
mod sequences;
mod sightings;
mod stored;
mod stretch;
mod tables;
mod tally;
mod task;
mod term;
mod term_pair;
mod time_span;
mod totals;
mod unit;
mod unreadable;
mod variant;
mod word;
mod word_list;

pub use family::Family;
pub use grouping::Grouping;
pub use languages::Languages;
pub use options::{CollocationOptions, DEFAULT_CONTEXT, DEFAULT_WINDOW, Dispersion, NgramLengths, Options, Parts};
pub use partial::{Partial, finish, finish_against};
pub use reference::Against;
pub use run::{stats, stats_against};
pub use runs::Within;
pub use search::{Case, Pattern, Spelling, Terms};
pub use tables::Summary;
pub use unit::Unit;
pub use word_list::WordList;

#[cfg(test)]
mod tests;
