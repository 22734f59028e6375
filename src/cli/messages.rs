//! Every message of the program, in one voice: `textmill: PATH: what is wrong`, causes below, then what to try.
//!
//! Messages are lower case and without a full stop. Hints name the flag that helps.

mod command_line;
mod errors;
mod findings;
mod message;
mod outputs;
mod side_files;
mod verbs;

pub(crate) use command_line::{
    definitions_go, no_input, not_of_unit, refused, renamed_cells, renamed_flag, renamed_value, standard_input_twice,
    stdin_against_itself, two_inputs_only, unknown_help, unknown_verb, unused, unused_flag, usage,
};
pub(crate) use errors::Failure;
#[cfg(feature = "worker")]
pub(crate) use errors::of_worker;
pub(crate) use findings::{folded, of_finding};
pub(crate) use message::{Message, Weight};
pub(crate) use outputs::{
    MORE_COLUMNS, binary_at_terminal, book_is_no_folder, cut_cells, definitions_need_file, excel_is_delimited, goes_on,
    guarded, long_cells, many_rows, misfits, needs_folder, no_folder_for_text, no_provenance, no_rows, no_table,
    not_for_text, numbered_names, one_file, one_table_only, only_for_tables, provenance_needs_file, report_is_one_file,
    text_is_one_file, unknown_suffix, would_read, would_write, would_write_beside, written_without,
};
pub(crate) use side_files::{
    ChangedOutput, RefusedOutput, changed_input, changed_output, defaults_taken, further_output, lists_no_output,
    long_record, makes_no_output, missing_output, no_record, no_rule, no_settings, not_from_found_config,
    not_from_record, other_versions, reads_stream, record_is_input, refused_output, reruns, same_outputs,
    unknown_flag_in_config, unknown_verb_in_config, unreadable, writes_further, wrong_command, wrong_config,
    wrong_value_in_config,
};
pub(crate) use verbs::{
    assigned, compared, deduped, diff_cut_short, lines_changed, manifest_is_in_folder, manifest_is_no_file,
    not_compared, only_for_two_documents, rebuilt, renamed, rules_find_entries, sentences_changed, source_was_a_pipe,
    unreadable_manifest, verified, words_changed,
};
