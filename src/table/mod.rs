//! Columns, rows and cells: the only words that verbs and renderers share.
//!
//! A verb declares each column once, name and definition together, and hands out rows. What becomes of them (CSV, a
//! table at a terminal, a test's vector) is not its business.

mod collected;
mod column;
mod condition;
mod document_columns;
mod filtered;
mod guard_mark;
mod output;
mod page_mark;
mod row_batch;
pub(crate) mod row_bytes;
mod row_sorter;
mod sampled;
mod scalar;
mod selection;
mod sort_key;
mod sorted;
mod typed;

pub use collected::{Collected, CollectedTable};
pub use column::{Cell, Column, Kind, Part, Rank, RowsOf, TextLook, place_of};
pub use condition::Condition;
pub use document_columns::{DocumentColumns, PartNames};
pub use filtered::Filtered;
pub use guard_mark::{NameQuotes, is_marked, mark_place, needs_quotes};
pub use output::{LongCells, Misfit, Output, PreparedRows, Preparer, TableIdx};
pub(crate) use page_mark::PAGE_MARK;
pub use row_batch::RowBatch;
pub use sampled::{Sample, Sampled};
pub use scalar::{Scalar, Seen, scalar};
pub use selection::{Selected, Selection};
pub use sort_key::SortKey;
pub use sorted::{RowOrder, Sorted};
pub use typed::{Typed, Types};
