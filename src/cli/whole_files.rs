//! A corpus of named files, each one document of UTF-8 text; folders are read to their files, in order of name.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use textmill::diagnostics::Diagnostics;
use textmill::document::Document;
use textmill::error::{InputError, Problem};
use textmill::input::Corpus;

/// Reads everything; what cannot be read is told.
pub(crate) fn corpus(paths: &[PathBuf], diagnostics: &dyn Diagnostics) -> Corpus {
    let mut documents = Vec::new();
    for path in paths {
        add(path, diagnostics, &mut documents);
    }
    Corpus::from_documents(documents)
}

fn add(path: &Path, diagnostics: &dyn Diagnostics, documents: &mut Vec<Document>) {
    let name = path.to_string_lossy().into_owned();
    if path.is_dir() {
        let entries = path.read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        let mut entries: Vec<PathBuf> = entries.collect();
        entries.sort();
        entries.iter().for_each(|entry| add(entry, diagnostics, documents));
        return;
    }
    match text(path) {
        Ok(text) => documents.push(Document { id: name.clone(), source: name, text, ..Document::default() }),
        Err(error) => diagnostics.report(InputError::new(name, Problem::Open(error)).into()),
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(path)?;
    }
    Ok(text)
}
