//! Jupyter notebooks, in the format of versions 3 and 4: the prose of one, and its code if that is wanted, as one document.
//!
//! The output of code is left out.

use serde_json::Value;

use super::options::{InputOptions, NotebookCells};
use super::reader::{Fault, Parsed, Reading};
use crate::document::{FieldValue, Fields};

/// Reads the document of a notebook.
pub(super) fn read(text: &str, options: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    let notebook: Value = serde_json::from_str(text).map_err(|error| fault(&error))?;
    let Some(cells) = cells(&notebook) else {
        return Err(Fault::Malformed("is JSON without the cells of a notebook".to_owned()));
    };
    let mut blocks: Vec<String> = Vec::new();
    let mut n_left_out = 0_usize;
    let mut title = notebook.pointer("/metadata/title").and_then(Value::as_str).map(str::to_owned);
    for cell in cells {
        match cell_text(cell, options.notebook_cells) {
            Some(text) => {
                // What looks like a heading in code is a comment.
                let is_code = cell.get("cell_type").is_some_and(|kind| kind == "code");
                title = title.or_else(|| heading(&text).filter(|_| !is_code));
                blocks.extend(Some(text).filter(|text| !text.trim().is_empty()));
            }
            None => n_left_out += 1,
        }
    }
    if blocks.is_empty() && n_left_out > 0 {
        return Err(Fault::NoText("is a notebook that has code alone, which is read only if it is asked for"));
    }
    let kernel = language(&notebook).map(|language| ("kernel".into(), FieldValue::Text(language)));
    let fields = kernel.into_iter().collect::<Fields>();
    hand_over(Reading::Document(Parsed { id: None, title, text: blocks.join("\n\n"), fields, ..Parsed::default() }));
    Ok(())
}

fn fault(error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    // The line is told apart from the message.
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Fault::MalformedAt(error.line() as u64, format!("it is no notebook, since it is no JSON: {message}"))
}

/// The cells, which version 3 has on worksheets.
fn cells(notebook: &Value) -> Option<Vec<&Value>> {
    if let Some(cells) = notebook.get("cells") {
        return cells.as_array().map(|cells| cells.iter().collect());
    }
    let sheets = notebook.get("worksheets")?.as_array()?;
    let cells = sheets.iter().filter_map(|sheet| sheet.get("cells")?.as_array());
    Some(cells.flatten().collect())
}

/// The programming language.
fn language(notebook: &Value) -> Option<String> {
    let places = ["/metadata/language_info/name", "/metadata/kernelspec/language", "/metadata/kernelspec/name"];
    places.iter().find_map(|place| notebook.pointer(place)?.as_str()).map(str::to_owned)
}

/// The text of a cell; none if cells of its kind are not wanted.
fn cell_text(cell: &Value, wanted: NotebookCells) -> Option<String> {
    let text = match cell.get("cell_type").and_then(Value::as_str)? {
        "markdown" | "raw" | "plaintext" | "html" => joined(cell, "source"),
        "heading" => {
            let level = cell.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6);
            let marks = usize::try_from(level).ok().and_then(|level| "######".get(..level)).unwrap_or_default();
            format!("{marks} {}", joined(cell, "source"))
        }
        // Version 3 has another name for it.
        "code" if wanted == NotebookCells::ProseAndCode => joined(cell, "source") + &joined(cell, "input"),
        _ => return None,
    };
    Some(text.replace("\r\n", "\n").trim_matches('\n').to_owned())
}

/// A value of a cell that is a text, or the lines of one with their ends.
fn joined(cell: &Value, name: &str) -> String {
    match cell.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// The first heading of a Markdown text that has the sign of one.
fn heading(markdown: &str) -> Option<String> {
    markdown.lines().find_map(|line| {
        let title = line.strip_prefix('#')?.trim_start_matches('#').strip_prefix([' ', '\t'])?;
        let title = title.trim().trim_end_matches('#').trim_end();
        (!title.is_empty()).then(|| title.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../tests/samples/sample.ipynb");

    fn document(source: &str, notebook_cells: NotebookCells) -> Result<Parsed, Fault> {
        let mut documents = Vec::new();
        let options = InputOptions { notebook_cells, ..InputOptions::default() };
        read(source, &options, &mut |reading| {
            if let Reading::Document(document) = reading {
                documents.push(document);
            }
        })?;
        Ok(documents.remove(0))
    }

    #[test]
    fn prose_is_read_and_code_if_it_is_wanted() {
        let prose = document(SAMPLE, NotebookCells::Prose).expect("it is a notebook");
        assert_eq!(prose.title.as_deref(), Some("Counting words"));
        assert_eq!(prose.text, "# Counting words\n\nWe count *words*.\nTwice.\n\nThe end.");
        assert_eq!(prose.fields.get("kernel").map(FieldValue::as_text), Some("python"));
        let all = document(SAMPLE, NotebookCells::ProseAndCode).expect("it is a notebook");
        assert_eq!(
            all.text,
            "# Counting words\n\nWe count *words*.\nTwice.\n\nwords = \"a b\".split()\nprint(len(words))\n\nThe end."
        );
    }

    #[test]
    fn version_three_has_worksheets_and_headings() {
        let source = r#"{"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": [
            {"cell_type": "heading", "level": 2, "source": ["Part"]}, {"cell_type": "markdown", "source": "text"},
            {"cell_type": "code", "input": ["a = 1"], "outputs": [{"text": ["no"]}]}]}]}"#;
        let document = document(source, NotebookCells::ProseAndCode).expect("it is a notebook");
        assert_eq!((document.title.as_deref(), &*document.text), (Some("Part"), "## Part\n\ntext\n\na = 1"));
    }

    #[test]
    fn what_is_no_notebook_or_has_no_prose_is_refused() {
        let code = r##"{"cells": [{"cell_type": "code", "source": "# a"}], "metadata": {}}"##;
        assert!(matches!(document(code, NotebookCells::Prose), Err(Fault::NoText(_))));
        assert_eq!(document(code, NotebookCells::ProseAndCode).expect("it is a notebook").title, None);
        assert!(matches!(document("{\"a\": 1}", NotebookCells::Prose), Err(Fault::Malformed(_))));
        assert!(matches!(document("{\n\"cells\": ]}", NotebookCells::Prose), Err(Fault::MalformedAt(2, _))));
        assert!(matches!(document("{\"cells\": 1}", NotebookCells::Prose), Err(Fault::Malformed(_))));
        for at in 0..SAMPLE.len() {
            let _ = document(&String::from_utf8_lossy(&SAMPLE.as_bytes()[..at]), NotebookCells::Prose);
        }
    }
}
