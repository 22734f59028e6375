//! Flags that say how inputs of some formats are read.
//!
//! The description of each format lists the flags that its reader uses.

/// A flag that acts on the inputs of some formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingFlag {
    /// The field of records with the text.
    TextField,
    /// The field of records with the id.
    IdField,
    /// The field of records with the title.
    TitleField,
    /// The sheet or table that is read.
    Sheet,
    /// The elements of XML whose text is read.
    XmlText,
    /// The elements of XML that are documents.
    XmlDocument,
    /// The attribute of tokens that is read.
    Attribute,
    /// A document for each chapter.
    PerChapter,
    /// Markdown without markup.
    PlainMarkdown,
    /// The code of notebooks.
    CodeCells,
    /// Pages without their running heads.
    NoRunningHeads,
    /// Captions of pictures.
    Captions,
    /// Readings above words.
    Ruby,
    /// What separates cells.
    Delimiter,
    /// What quotes are.
    Quote,
    /// A table without names of columns.
    NoHeaderIn,
    /// Cells without their guard.
    Unguard,
    /// The encoding of texts.
    Encoding,
    /// No text with losses.
    Strict,
    /// The order of day and month.
    DateOrder,
    /// A table that is joined.
    Meta,
}

impl ReadingFlag {
    /// All of them, in the order of the help.
    pub const ALL: [Self; 21] = [
        Self::TextField,
        Self::IdField,
        Self::TitleField,
        Self::Sheet,
        Self::XmlText,
        Self::XmlDocument,
        Self::Attribute,
        Self::PerChapter,
        Self::PlainMarkdown,
        Self::CodeCells,
        Self::NoRunningHeads,
        Self::Captions,
        Self::Ruby,
        Self::Delimiter,
        Self::Quote,
        Self::NoHeaderIn,
        Self::Unguard,
        Self::Encoding,
        Self::Strict,
        Self::DateOrder,
        Self::Meta,
    ];

    /// The name of the flag, without hyphens in front.
    pub fn name(self) -> &'static str {
        match self {
            Self::TextField => "text-field",
            Self::IdField => "id-field",
            Self::TitleField => "title-field",
            Self::Sheet => "sheet",
            Self::XmlText => "xml-text",
            Self::XmlDocument => "xml-document",
            Self::Attribute => "attribute",
            Self::PerChapter => "per-chapter",
            Self::PlainMarkdown => "plain-markdown",
            Self::CodeCells => "code-cells",
            Self::NoRunningHeads => "no-running-heads",
            Self::Captions => "captions",
            Self::Ruby => "ruby",
            Self::Delimiter => "delimiter",
            Self::Quote => "quote",
            Self::NoHeaderIn => "no-header-in",
            Self::Unguard => "unguard",
            Self::Encoding => "encoding",
            Self::Strict => "strict",
            Self::DateOrder => "date-order",
            Self::Meta => "meta",
        }
    }
}
