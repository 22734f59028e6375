//! What the tests of the readers of documents have in common.

use crate::document::FieldValue;
use crate::input::format::BytesReader;
use crate::input::options::InputOptions;
use crate::input::reader::{Fault, Parsed, Reading};

/// The documents and warnings of a file.
pub(super) fn read_all(reader: BytesReader, bytes: &[u8]) -> Result<(Vec<Parsed>, Vec<String>), Fault> {
    let (mut documents, mut warnings) = (Vec::new(), Vec::new());
    reader(bytes, &InputOptions::default(), &mut |reading| match reading {
        Reading::Document(parsed) => documents.push(parsed),
        Reading::Warning(text) | Reading::Repeated(_, text) | Reading::Note(text) => warnings.push(text),
    })?;
    Ok((documents, warnings))
}

/// The only document of a file.
pub(super) fn read_one(reader: BytesReader, bytes: &[u8]) -> Parsed {
    let (mut documents, warnings) = read_all(reader, bytes).unwrap_or_default();
    assert_eq!((documents.len(), warnings), (1, Vec::new()));
    documents.remove(0)
}

/// The fields of a document in short.
pub(super) fn fields_of(parsed: &Parsed) -> String {
    let named = parsed.fields.iter().map(|(name, value)| match value {
        FieldValue::Text(text) => format!("{name}={text}"),
        FieldValue::Json(json) => format!("{name}:{json}"),
    });
    named.collect::<Vec<_>>().join(" ")
}

/// Reads what is left of a file that was cut and one that has bits turned: nothing may panic, and a cut one is refused unless
/// `may_be_cut`.
pub(super) fn damage(reader: BytesReader, bytes: &[u8], may_be_cut: bool) {
    for twentieth in 0..20 {
        let cut = &bytes[..bytes.len() * twentieth / 20];
        let read = read_all(reader, cut);
        assert!(read.is_err() || may_be_cut, "{twentieth}/20 is read as {read:?}");
    }
    let n_flips = 400.min(bytes.len());
    for flip in 0..n_flips {
        let mut bytes = bytes.to_vec();
        let at = flip * bytes.len() / n_flips;
        bytes[at] ^= 1 << (flip % 8);
        let _ = read_all(reader, &bytes);
    }
}
