//! What a worker finds out about a file of one corpus or both.

use super::change::Change;
use super::document_row::Row;
use super::options::Options;
use super::shelf::Origin;
use crate::document::Document;
use crate::input::{FileContent, FileName, FilePair};

/// What became of a file.
pub(super) enum FileOutcome {
    /// All that there is to know.
    Settled(Box<Row>),
    /// A pair that differs. Its documents will be looked at again, and so must be set aside.
    Changed(Box<Row>, Box<(Document, Document)>),
    /// Documents without a partner so far, old and new.
    Unpaired(Vec<Document>, Vec<Document>),
}

impl FileOutcome {
    /// Compares the files of a pair.
    pub(super) fn of(pair: FilePair<'_>, options: &Options) -> Self {
        let (old, new) = match pair {
            FilePair::Identical(old, new, _) => {
                let old = origin(old);
                let new = Origin { source: new.source.into(), ..old.clone() };
                return Self::Settled(Box::new(Row::of_identical(old, new)));
            }
            FilePair::Different(old, new) => (old, new),
        };
        let (old_name, new_name) = (old.as_ref().map(|file| file.name), new.as_ref().map(|file| file.name));
        match (old.map(|file| file.content), new.map(|file| file.content)) {
            (Some(FileContent::Documents(olds)), Some(FileContent::Documents(news))) => {
                Self::of_documents(olds, news, options)
            }
            (Some(FileContent::Documents(olds)), None) => Self::Unpaired(olds, Vec::new()),
            (None, Some(FileContent::Documents(news))) => Self::Unpaired(Vec::new(), news),
            (old, new) => Self::Settled(Box::new(without_text((old_name, old), (new_name, new)))),
        }
    }

    fn of_documents(mut olds: Vec<Document>, mut news: Vec<Document>, options: &Options) -> Self {
        if olds.len() != 1 || news.len() != 1 {
            return Self::Unpaired(olds, news);
        }
        let (Some(old), Some(new)) = (olds.pop(), news.pop()) else { return Self::Unpaired(olds, news) };
        let origins = [&old, &new].map(|document| Origin::named(&document.id, &document.source));
        let [old_origin, new_origin] = origins;
        let row = Row::of_pair((&old, old_origin), (&new, new_origin), None, options);
        if row.change == Change::Same {
            Self::Settled(Box::new(row))
        } else {
            Self::Changed(Box::new(row), Box::new((old, new)))
        }
    }
}

/// The row of files of which one at least holds no text or could not be read.
fn without_text(
    (old_name, old): (Option<FileName<'_>>, Option<FileContent>),
    (new_name, new): (Option<FileName<'_>>, Option<FileContent>),
) -> Row {
    let has_failed = |content: &Option<FileContent>| matches!(content, Some(FileContent::Failed));
    let change = match (&old, &new) {
        (_, None) => Change::Removed,
        (None, _) => Change::Added,
        _ if has_failed(&old) || has_failed(&new) => Change::Unknown,
        _ => Change::Changed,
    };
    let reason = |content: Option<FileContent>| match content {
        Some(FileContent::NoText(reason)) => Some(reason),
        Some(FileContent::Failed) => Some("cannot be read".to_owned()),
        _ => None,
    };
    let note = match (reason(old), reason(new)) {
        (Some(old), Some(new)) if old != new => format!("the old file {old}; the new file {new}"),
        (Some(reason), Some(_)) => reason,
        (Some(reason), None) => format!("the old file {reason}"),
        (None, Some(reason)) => format!("the new file {reason}"),
        (None, None) => String::new(),
    };
    Row { note: Some(note.into()), ..Row::bare(change, old_name.map(origin), new_name.map(origin)) }
}

fn origin(name: FileName<'_>) -> Origin {
    Origin::named(name.id, name.source)
}
