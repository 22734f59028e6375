//! Decoding a stream piece by piece, in any encoding.

use super::code_pages::CodePage;
use super::decoded::{Reach, Step, decode_web};
use super::iso2022::{Hz, Iso2022};
use super::johab;
use super::kind::{ByteOrder, Encoding, Kind};

/// A decoder of a stream that comes in pieces.
pub(in crate::input) struct Decoder(Inner);

enum Inner {
    Web(encoding_rs::Decoder),
    Page(&'static CodePage),
    Units { units: Units, pending: Vec<u8> },
}

/// What decodes a piece as far as it has whole units.
enum Units {
    Utf32(ByteOrder),
    Johab,
    Iso2022(Iso2022),
    Hz(Hz),
}

impl Encoding {
    /// A decoder for a stream in this encoding, whose byte order mark has been taken off.
    pub(in crate::input) fn decoder(self) -> Decoder {
        let units = match self.0 {
            Kind::Web(encoding) => return Decoder(Inner::Web(encoding.new_decoder_without_bom_handling())),
            Kind::Page(page) => return Decoder(Inner::Page(page)),
            Kind::Utf32(order) => Units::Utf32(order),
            Kind::Johab => Units::Johab,
            Kind::Iso2022(_) => Units::Iso2022(Iso2022::default()),
            Kind::Hz => Units::Hz(Hz::default()),
        };
        Decoder(Inner::Units { units, pending: Vec::new() })
    }
}

impl Decoder {
    /// Decodes the next bytes of the stream onto `text` and returns how many sequences meant nothing.
    pub(super) fn decode(&mut self, bytes: &[u8], text: &mut String, reach: Reach) -> u64 {
        match &mut self.0 {
            Inner::Web(decoder) => decode_web(decoder, bytes, text, reach),
            Inner::Page(page) => decode_page(page, bytes, text),
            Inner::Units { units, pending } => {
                let joined: Vec<u8>;
                let bytes = if pending.is_empty() {
                    bytes
                } else {
                    joined = [pending, bytes].concat();
                    &joined
                };
                let step = units.decode(bytes, text);
                let rest = bytes.get(step.n_read..).unwrap_or_default();
                let is_cut = reach == Reach::All && !rest.is_empty();
                if is_cut {
                    text.push(char::REPLACEMENT_CHARACTER);
                }
                *pending = if is_cut { Vec::new() } else { rest.to_vec() };
                step.n_lost + u64::from(is_cut)
            }
        }
    }
}

impl Units {
    fn decode(&mut self, bytes: &[u8], text: &mut String) -> Step {
        match self {
            Self::Utf32(order) => decode_utf32(bytes, *order, text),
            Self::Johab => johab::decode(bytes, text),
            Self::Iso2022(state) => state.decode(bytes, text),
            Self::Hz(state) => state.decode(bytes, text),
        }
    }
}

fn decode_page(page: &CodePage, bytes: &[u8], text: &mut String) -> u64 {
    let mut n_lost = 0;
    text.reserve(bytes.len());
    for &byte in bytes {
        if byte.is_ascii() {
            text.push(char::from(byte));
        } else {
            let c = page.upper(byte);
            n_lost += u64::from(c.is_none());
            text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    n_lost
}

fn decode_utf32(bytes: &[u8], order: ByteOrder, text: &mut String) -> Step {
    let (quads, rest) = bytes.as_chunks::<4>();
    let mut n_lost = 0;
    for &quad in quads {
        let number = match order {
            ByteOrder::Little => u32::from_le_bytes(quad),
            ByteOrder::Big => u32::from_be_bytes(quad),
        };
        let c = char::from_u32(number);
        n_lost += u64::from(c.is_none());
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Step { n_read: bytes.len() - rest.len(), n_lost }
}

#[cfg(test)]
mod tests {
    use super::super::code_pages;
    use super::*;
    use crate::input::file_encoding::detect;

    /// Bytes in an encoding, and what they say, as Python has it.
    const CASES: [(&str, &[u8], &str); 13] = [
        ("cp437", b"\x80\x9e\xb3\xe1", "Ç₧│ß"),
        ("cp852", b"\xa9\xa5\x88\x9f \xbd\xa2\x88\x86", "ęąłč Żółć"),
        ("utf-32le", b"a\0\0\0\x00\xf6\x01\0", "a😀"),
        ("utf-32be", b"\0\0\0a\0\x01\xf6\0", "a😀"),
        ("johab", b"a\x88a\xd0e\x8bi \xd93\xe01", "a가한글 。伽"),
        ("iso-2022-jp", b"a\x1b$B$\"F|K\\\x1b(Bb\n", "aあ日本b\n"),
        ("iso-2022-jp", b"\x1b(I1\x1b$(D\"/\x1b(J\\\x1b(B\\", "ｱ˘¥\\"),
        ("iso-2022-jp-2", b"\x1b$A<:\x1b$(CGQ\x1b.A\x1bNi\x1b(B.", "己한é."),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ1[\x0f ok\n", "한글 ok\n"),
        ("iso-2022-cn", b"\x1b$)A\x0eVPND\x0f ok\n", "中文 ok\n"),
        ("hz", b"a~{VPND~}~~b~\nc", "a中文~bc"),
        ("koi8_t", b"\x80", "қ"),
        ("mac_greek", b"\xe1", "α"),
    ];

    fn decoded(label: &str, pieces: &[&[u8]]) -> (String, u64) {
        let mut decoder = Encoding::named(label).unwrap().decoder();
        let mut text = String::new();
        let mut n_lost = 0;
        for (at, piece) in pieces.iter().enumerate() {
            let reach = if at + 1 == pieces.len() { Reach::All } else { Reach::Head };
            n_lost += decoder.decode(piece, &mut text, reach);
        }
        (text, n_lost)
    }

    #[test]
    fn each_encoding_reads_as_its_table_says_and_in_pieces_as_at_once() {
        for (label, bytes, said) in CASES {
            let whole = decoded(label, &[bytes]);
            assert_eq!(whole, (said.to_owned(), 0), "{label}");
            for n in 0..=bytes.len() {
                assert_eq!(decoded(label, &[&bytes[..n], &bytes[n..]]), whole, "{label} cut at {n}");
            }
        }
    }

    #[test]
    fn what_is_cut_off_or_means_nothing_is_lost_once() {
        assert_eq!(decoded("utf-32le", &[b"a\0\0\0b\0"]), ("a\u{fffd}".to_owned(), 1));
        assert_eq!(decoded("utf-32le", &[b"\0\xd8\0\0\0\0\x11\0"]), ("\u{fffd}\u{fffd}".to_owned(), 2));
        assert_eq!(decoded("johab", &[b"a\x88"]), ("a\u{fffd}".to_owned(), 1));
        assert_eq!(decoded("iso-2022-jp", &[b"\x1b$B$"]), ("\u{fffd}".to_owned(), 1));
        assert_eq!(decoded("iso-2022-cn", &[b"\x1b$)G\x0eDGAW\x0f."]), ("\u{fffd}\u{fffd}.".to_owned(), 2));
        assert_eq!(decoded("cp857", &[b"\xd5"]), ("\u{fffd}".to_owned(), 1));
    }

    /// Each page, how many bytes mean something, and the sum of bytes times characters, by Python's codecs.
    const PAGES: [(&str, usize, u32); 27] = [
        ("IBM437", 128, 124883996),
        ("IBM720", 128, 119622854),
        ("IBM737", 128, 118165555),
        ("IBM775", 128, 73315672),
        ("IBM850", 128, 60916043),
        ("IBM852", 128, 60735696),
        ("IBM855", 128, 75765376),
        ("IBM857", 125, 58854143),
        ("IBM858", 128, 62632610),
        ("IBM860", 128, 123343702),
        ("IBM861", 128, 124900204),
        ("IBM862", 128, 129728284),
        ("IBM863", 128, 124658432),
        ("IBM864", 122, 1016906948),
        ("IBM865", 128, 124901308),
        ("IBM869", 119, 72316843),
        ("IBM1125", 128, 112896338),
        ("x-mac-ce", 128, 42811472),
        ("x-mac-croatian", 128, 67595285),
        ("x-mac-greek", 128, 40236287),
        ("x-mac-icelandic", 128, 64673912),
        ("x-mac-romanian", 128, 71540206),
        ("x-mac-turkish", 128, 79837492),
        ("hp-roman8", 127, 10971958),
        ("KOI8-T", 109, 38639583),
        ("KZ-1048", 127, 42891946),
        ("PTCP154", 128, 36142203),
    ];

    #[test]
    fn every_page_is_as_python_has_it() {
        assert_eq!(PAGES.len(), code_pages::PAGES.len());
        for (name, n_known, sum) in PAGES {
            let page = code_pages::named(name).unwrap();
            let known = || (0x80..=0xff_u8).filter_map(|byte| Some((u32::from(byte), u32::from(page.upper(byte)?))));
            assert_eq!((known().count(), known().map(|(byte, c)| byte * c).sum::<u32>()), (n_known, sum), "{name}");
        }
    }

    #[test]
    fn no_damage_makes_a_decoder_or_the_detection_panic() {
        for (label, bytes, _) in CASES {
            let bytes = bytes.repeat(5);
            let cuts = (0..=20).map(|part| bytes[..bytes.len() * part / 20].to_vec());
            let flips = (0..bytes.len() * 8).map(|bit| {
                let mut flipped = bytes.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                flipped
            });
            for damaged in cuts.chain(flips) {
                let (text, n_lost) = decoded(label, &[&damaged]);
                let n_shown = text.matches(char::REPLACEMENT_CHARACTER).count() as u64;
                assert!(n_shown >= n_lost, "{label} {damaged:?}");
                let _ = detect(&damaged, None, Reach::All);
                let _ = detect(&damaged, None, Reach::Head);
            }
        }
    }
}
