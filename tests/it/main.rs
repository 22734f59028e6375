//! The integration tests of textmill: one crate, one module per verb, one harness.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod array_job;
mod config;
mod dedupe;
mod dedupe_index;
mod dedupe_partial;
mod dedupe_passages;
mod determinism;
mod diff;
mod diff_corpora;
mod diff_documents;
mod dry_run;
mod export;
mod export_documents;
mod export_formats;
mod export_rows;
mod extremes;
mod fuzz;
mod guide;
mod harness;
mod input;
mod messages;
mod names;
mod output;
mod pipeline;
mod provenance;
mod reading;
mod regression;
mod report;
mod small_stack;
mod split;
mod split_entry;
mod split_files;
mod split_parts;
mod stats;
mod stats_keyness;
mod stats_measures;
mod stats_neighbors;
mod stats_partial;
mod stats_search;
mod supply;
mod tidy;
mod transcript;
mod usage;
#[cfg(feature = "worker")]
mod worker;
