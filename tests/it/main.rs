//! The integration tests of textmill: one crate, one module per verb, one harness.

mod export;
mod harness;
mod messages;
mod output;
