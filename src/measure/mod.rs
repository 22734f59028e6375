//! Formulas: counts in, numbers out.
//!
//! Every family is a table of [`Measure`]s, each with its name, definition, formula, unit, reference and function, so
//! that columns and documentation follow from it. Where implementations disagree, each variant has a name of its own.
//! A value that is not defined is an [`Undefined`] with its reason (in older functions `None`), never zero, infinite
//! or NaN: 0 tokens have no type-token ratio. Nothing here knows text or tables.
//!
//! ```
//! use textmill::measure::Measure;
//! use textmill::measure::association::{ASSOCIATION_MEASURES, Contingency};
//!
//! let pair = Contingency::new(8, 15_828, 4_675, 14_307_668)?;
//! let measures = ASSOCIATION_MEASURES.concat();
//! let log_dice = Measure::find(&measures, "log_dice").expect("the table has it");
//! assert_eq!(log_dice.formula, "14 + log2(2 O11 / (R1 + C1))");
//! assert!(((log_dice.compute)(&pair)? - 3.676).abs() < 0.001);
//! # Ok::<(), textmill::measure::Undefined>(())
//! ```

pub mod association;
mod binomial;
mod chi_square;
mod definition;
pub mod dispersion;
pub mod diversity;
#[cfg(test)]
mod golden;
pub mod keyness;
mod line_fit;
mod log_likelihood;
pub mod quality;
mod ratio;
pub mod readability;
pub mod summary;
mod undefined;

pub use chi_square::p_value;
pub use definition::Measure;
pub use diversity::{SlidingWindow, WindowTypes, moving_average_type_token_ratio, type_token_ratio};
pub use ratio::{per_million, ratio};
pub use undefined::Undefined;
