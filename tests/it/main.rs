//! The integration tests of textmill: one crate, one module per verb, one harness.

mod input;
mod tidy;
mod transcript;
