//! Where documents and fields stand in the order of a corpus, for results of several machines that are put together.

use std::sync::Arc;

/// Where a document stands among all documents of a corpus.
///
/// Documents come in the order of their places, whichever of them a machine reads. Of documents in memory, which have no
/// other place, the id is the path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentPlace {
    /// Which of the inputs that were named, counted from zero.
    pub input_idx: u32,
    /// The path of the source, as ids have it.
    pub path: String,
    /// The number of the record in its source, from one; zero if it is all that the source holds.
    pub record_number: u64,
}

/// A field that documents have, and where it was seen first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenField {
    /// Its name.
    pub name: Arc<str>,
    /// Columns of fields stand in the order of this.
    pub first: FieldPlace,
}

/// Where a field was seen first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPlace {
    /// What has the field.
    pub origin: FieldOrigin,
    /// The first source that has it; the default where all have it.
    pub source: DocumentPlace,
    /// Its place among the fields of the source.
    pub idx: u32,
}

/// What has a field. Fields of records stand before those of paths, and those before fields of a joined table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldOrigin {
    /// A record.
    #[default]
    Record,
    /// The path of a source.
    Path,
    /// A table that is joined.
    Table,
}

impl FieldOrigin {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Record, Self::Path, Self::Table];
}
