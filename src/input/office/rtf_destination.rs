//! What the groups of a Rich Text file are for.

/// What becomes of the text in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// It is text of the document.
    #[default]
    Text,
    /// Nothing, nor of what is within.
    Skip,
    /// Nothing, but groups within may be text.
    Around,
    /// The group has two groups that say the same: the second is the better one.
    Twice,
    /// It is that of a note.
    Note,
    /// It is that of a text box.
    Box,
    /// It is the number of a list item, which is not written.
    ListText,
    /// The code of a field.
    FieldCode,
    /// The list of fonts, and one of them.
    Fonts,
    /// One font.
    FontEntry,
    /// The list of styles.
    Styles,
    /// One style.
    StyleEntry,
    /// What the document says about itself.
    Info,
    /// Its title.
    Title,
    /// Its author.
    Author,
    /// When it was made.
    Created,
    /// When it was last saved.
    Modified,
}

impl Destination {
    /// What a group within is for as long as it does not say.
    pub(super) fn below(self) -> Self {
        match self {
            Self::Fonts => Self::FontEntry,
            Self::Styles => Self::StyleEntry,
            Self::Twice => Self::Around,
            other => other,
        }
    }

    /// Tells if its text is text of the document.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Note | Self::Box)
    }

    /// Tells if its text is needed for something else.
    pub(super) fn keeps_text(self) -> bool {
        matches!(self, Self::FieldCode | Self::FontEntry | Self::StyleEntry | Self::Title | Self::Author)
    }
}

/// What a group is for that begins with this word, within another; none if the word is no destination.
pub(super) fn destination(word: &[u8], is_optional: bool, within: Destination) -> Option<Destination> {
    use Destination as D;
    Some(match word {
        b"title" | b"author" | b"creatim" | b"revtim" if within == D::Info => match word {
            b"title" => D::Title,
            b"author" => D::Author,
            b"creatim" => D::Created,
            _ => D::Modified,
        },
        b"fldrslt" if within == D::FieldCode => D::Skip,
        [b'm', .., b'P', b'r'] => D::Skip,
        b"fonttbl" => D::Fonts,
        b"stylesheet" => D::Styles,
        b"info" => D::Info,
        b"footnote" => D::Note,
        b"fldinst" => D::FieldCode,
        b"listtext" | b"pntext" | b"pn" => D::ListText,
        b"shptxt" | b"dptxbxtext" => D::Box,
        b"shp" | b"shpinst" | b"shpgrp" | b"do" | b"object" | b"nesttableprops" | b"moMathPara" => D::Around,
        b"result" | b"fldrslt" | b"moMath" | b"ud" => D::Text,
        b"upr" => D::Twice,
        b"colortbl" | b"pict" | b"header" | b"headerl" | b"headerr" | b"headerf" | b"footer" | b"footerl"
        | b"footerr" | b"footerf" | b"ftnsep" | b"ftnsepc" | b"ftncn" | b"aftnsep" | b"aftnsepc" | b"aftncn"
        | b"shprslt" | b"sp" | b"objdata" | b"xe" | b"tc" | b"tcn" | b"rxe" | b"txe" | b"nonesttables" | b"filetbl"
        | b"listtable" | b"list" | b"listlevel" | b"listoverride" | b"revtbl" | b"annotation" | b"private"
        | b"bkmkstart" | b"bkmkend" | b"template" | b"comment" => D::Skip,
        _ if is_optional => D::Skip,
        _ => return None,
    })
}
