//! The integration tests of textmill: one crate, one module per verb, one harness.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod export;
mod harness;
mod input;
mod messages;
mod output;
mod stats_measures;
mod tidy;
mod transcript;
