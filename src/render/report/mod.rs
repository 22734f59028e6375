//! A page to send to a colleague: one self-contained HTML file with tables, pictures and texts side by side.
//!
//! The page loads nothing and sends nothing: a Content-Security-Policy forbids all but its own style and script. What
//! documents say is text wherever it stands (`markup`, `script_data`). Pictures are drawn here, from numbers; the
//! script only sorts, searches and turns the pages of tables. Without it, everything but the further rows is there.

mod bins;
mod comparison;
mod data_table;
mod markup;
mod page;
mod picture;
mod script_data;
mod source_hash;

pub use bins::{Bin, bins};
pub use comparison::{Comparison, Pane, Piece};
pub use data_table::{Aside, DataTable, MAX_ROWS};
pub use page::{Block, Fact, Figure, Page, Section};
pub use picture::{Axis, Curve, Picture, Scale, Track};
