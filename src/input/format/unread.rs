//! Formats that are known and not read, so that nobody takes what lies in such files for prose.

use super::super::{compound_file, eye_table};
use super::description::{Description, FieldNames, Signature};
use super::row::{Reader, Row};
use crate::error::Unread;

/// A row without a reader.
const fn row(
    name: &'static str,
    about: &'static str,
    suffixes: &'static [&'static str],
    signatures: &'static [Signature],
    unread: Unread,
) -> Row {
    let fields = FieldNames::Fixed(&[]);
    let format = Description { name, about, suffixes, signatures, fields, ..Description::USUAL };
    Row { format, reader: Reader::Unread(unread) }
}

/// The same for a format that its first bytes tell in another way.
const fn known_by(is_it: fn(&[u8]) -> bool, row: &Row) -> Row {
    Row { format: Description { is_it, ..row.format }, reader: row.reader }
}

/// A signature at the beginning.
const fn first(bytes: &'static [u8]) -> Signature {
    Signature { at: 0, bytes }
}

/// The formats that may hold text.
pub(super) static DOCUMENTS: &[Row] = &[
    known_by(
        eye_table::is_eye_table,
        &row(
            "eye-table",
            "a table made for reading",
            &[],
            // They begin in several ways, which only their reader knows.
            &[first(b"")],
            Unread::Documents(
                "-f csv or -f jsonl writes one that can be read again; --from text reads it as it stands",
            ),
        ),
    ),
    row(
        "old-office",
        "an old office document",
        &["doc", "dot", "ppt", "pps"],
        &[first(compound_file::MAGIC)],
        Unread::Documents("an office program saves it as .docx, .pptx or .xlsx"),
    ),
    row(
        "packed",
        "an archive",
        &["7z", "rar", "cab", "lzh", "arj", "jar", "iso", "dmg", "deb", "rpm"],
        &[first(b"7z\xbc\xaf\x27\x1c"), first(b"Rar!\x1a\x07"), first(b"!<arch>\n")],
        Unread::Documents("its own program takes it apart"),
    ),
    row(
        "arc",
        "an old archive of web pages",
        &["arc"],
        &[first(b"filedesc://")],
        Unread::Documents("warcio recompress makes a WARC of it"),
    ),
    row(
        "latex",
        "a LaTeX source",
        &["tex", "latex", "ltx"],
        &[],
        Unread::Documents("pandoc --to plain makes a text of it"),
    ),
    row(
        "org",
        "an Org document",
        &["org"],
        &[],
        Unread::Documents("pandoc --to plain makes a text of it, --from text reads it with its markup"),
    ),
    row(
        "bibliography",
        "a list of references",
        &["bib", "ris", "enw", "nbib"],
        &[],
        Unread::Documents("a reference manager exports it as CSV, --from text reads it as it is"),
    ),
    row(
        "postscript",
        "a PostScript or DjVu document",
        &["ps", "eps", "djvu", "xps"],
        &[first(b"%!PS"), first(b"AT&TFORM")],
        Unread::Documents("ps2ascii or djvutxt makes a text of it"),
    ),
    row(
        "ebook",
        "an e-book in a format of one vendor",
        &["mobi", "azw", "azw3", "kfx", "lit"],
        &[Signature { at: 60, bytes: b"BOOKMOBI" }],
        Unread::Documents("Calibre's ebook-convert turns it into .epub"),
    ),
    row(
        "iwork",
        "a document of Apple's iWork",
        &["pages", "numbers", "key"],
        &[],
        Unread::Documents("Pages, Numbers and Keynote export .docx, .csv and .pptx"),
    ),
    row(
        "data",
        "data of one program or language",
        &["pkl", "pickle", "npy", "npz", "h5", "hdf5", "mat", "rda", "rdata", "rds", "sav", "dta", "mdb", "accdb"],
        &[first(b"\x89HDF\r\n\x1a\n"), first(b"\x93NUMPY")],
        Unread::Documents("its program exports it as CSV or JSON Lines"),
    ),
];

/// The formats without text.
pub(super) static NO_TEXTS: &[Row] = &[
    row(
        "picture",
        "a picture",
        &[
            "png", "jpg", "jpeg", "jpe", "gif", "webp", "bmp", "tif", "tiff", "svg", "svgz", "ico", "heic", "avif",
            "psd", "jp2",
        ],
        &[
            first(b"\x89PNG"),
            first(b"\xff\xd8\xff"),
            first(b"GIF87a"),
            first(b"GIF89a"),
            first(b"II*\0"),
            first(b"MM\0*"),
        ],
        Unread::NoText,
    ),
    row(
        "sound",
        "a sound or video recording",
        &[
            "mp3", "wav", "ogg", "oga", "opus", "flac", "m4a", "aac", "wma", "mid", "mp4", "m4v", "mkv", "avi", "mov",
            "webm", "mpg", "mpeg", "wmv", "flv",
        ],
        &[first(b"OggS\0"), first(b"fLaC\0")],
        Unread::NoText,
    ),
    row("font", "a font", &["ttf", "otf", "ttc", "woff", "woff2", "eot"], &[], Unread::NoText),
    row(
        "program",
        "a program or a part of one",
        &["exe", "dll", "so", "dylib", "o", "a", "lib", "class", "pyc", "wasm", "js", "mjs", "map"],
        &[first(b"\x7fELF"), first(b"\0asm"), first(b"\xca\xfe\xba\xbe")],
        Unread::NoText,
    ),
    row(
        "style",
        "a style sheet or schema",
        &["css", "scss", "less", "xsl", "xslt", "xsd", "dtd", "rng", "rnc", "sch"],
        &[],
        Unread::NoText,
    ),
];
