//! The handle of an encoding, and the families of encodings.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::code_pages::{self, CodePage};

/// A character encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(pub(super) Kind);

/// The families of encodings, by what decodes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One that browsers know.
    Web(&'static encoding_rs::Encoding),
    /// One of single bytes that they do not know.
    Page(&'static CodePage),
    /// Four bytes for each character.
    Utf32(ByteOrder),
    /// Seven bits, with escapes that switch between sets of characters.
    Iso2022(Region),
    /// Seven bits, with Chinese between `~{` and `~}`.
    Hz,
    /// Korean letters put together from three numbers of five bits.
    Johab,
}

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// The lowest first.
    Little,
    /// The highest first.
    Big,
}

/// A variety of ISO 2022. All are decoded alike; a text names the sets that it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    Japan,
    Korea,
    China,
}

impl Encoding {
    /// UTF-8 itself.
    pub(in crate::input) const UTF_8: Self = Self::web(UTF_8);
    /// What Windows uses in the West.
    pub(in crate::input) const WINDOWS_1252: Self = Self::web(encoding_rs::WINDOWS_1252);
    pub(super) const UTF_16LE: Self = Self::web(UTF_16LE);
    pub(super) const UTF_16BE: Self = Self::web(UTF_16BE);

    pub(super) const fn web(encoding: &'static encoding_rs::Encoding) -> Self {
        Self(Kind::Web(encoding))
    }

    /// The encoding's canonical name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Web(encoding) => encoding.name(),
            Kind::Page(page) => page.name,
            Kind::Utf32(ByteOrder::Little) => "UTF-32LE",
            Kind::Utf32(ByteOrder::Big) => "UTF-32BE",
            Kind::Iso2022(Region::Japan) => "ISO-2022-JP",
            Kind::Iso2022(Region::Korea) => "ISO-2022-KR",
            Kind::Iso2022(Region::China) => "ISO-2022-CN",
            Kind::Hz => "HZ-GB-2312",
            Kind::Johab => "Johab",
        }
    }

    /// True for UTF-8: text in it is the bytes themselves.
    pub(in crate::input) fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }

    /// True if a sign of ASCII is a byte of its own, so that what stands in the head of a file could be read at all.
    pub(super) fn is_over_ascii(self) -> bool {
        self != Self::UTF_16LE && self != Self::UTF_16BE && !matches!(self.0, Kind::Utf32(_))
    }

    /// `text` in this encoding, if it has all of its characters and browsers know it.
    pub(in crate::input) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let Kind::Web(encoding) = self.0 else { return None };
        let (bytes, _, is_lossy) = encoding.encode(text);
        (!is_lossy).then(|| bytes.into_owned())
    }

    pub(super) fn page(name: &str) -> Option<Self> {
        code_pages::named(name).map(|page| Self(Kind::Page(page)))
    }
}
