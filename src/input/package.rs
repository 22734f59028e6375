//! Files that are zip containers of parts: office documents and electronic books.
//!
//! What a part expands to is counted while it is inflated, and all parts share one limit, so that no size that the container
//! declares is believed.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::io::Read;

use super::compound_file::{self, PASSWORD};
use super::reader::Fault;
use super::zip_file::{Content, MemberFault, ZipEntry, ZipFile};

/// An opened container.
pub(super) struct Package<'z> {
    container: ZipFile<&'z [u8]>,
    /// The names of the parts, in their order.
    names: Vec<String>,
    /// The place of each part by its name.
    places: HashMap<String, usize>,
    /// The same by the name in lower case: some producers change the case in references.
    folded_places: OnceCell<HashMap<String, usize>>,
    left: u64,
    limit: u64,
}

/// The fault of a compound file without a password.
const OLDER: Fault =
    Fault::NoText("is a document of an older office program: open it there and save it in the newer format");

/// The most bytes that are set aside before a part is inflated: its declared size may be anything.
const MOST_TRUSTED_BYTES: u64 = 1 << 20;

impl<'z> Package<'z> {
    /// Opens a container whose parts together may expand to `limit` bytes.
    ///
    /// # Errors
    ///
    /// A directory that is missing or damaged, two parts of one name, or parts that share bytes.
    pub(super) fn open(bytes: &'z [u8], limit: u64) -> Result<Self, Fault> {
        if bytes.starts_with(compound_file::MAGIC) {
            return Err(if compound_file::has_password(bytes) { PASSWORD } else { OLDER });
        }
        let container = ZipFile::open(bytes).map_err(cut)?;
        if container.has_overlaps() {
            return Err(Fault::Malformed("is a damaged container: its parts overlap".to_owned()));
        }
        let names: Vec<String> = container.entries().iter().map(|entry| plain_name(&entry.name)).collect();
        let places: HashMap<_, _> = names.iter().enumerate().map(|(place, name)| (name.clone(), place)).collect();
        if places.len() < names.len() {
            return Err(Fault::Malformed("is a damaged container: two of its parts have one name".to_owned()));
        }
        Ok(Self { container, names, places, folded_places: OnceCell::new(), left: limit, limit })
    }

    /// The names of all parts, in the order of the container.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Tells if there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The bytes of a part; none if there is no such part.
    ///
    /// # Errors
    ///
    /// A part that is encrypted or damaged, or that expands to more than what is left of the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        if entry.content == Content::Encrypted {
            return Err(PASSWORD);
        }
        if let Some(bytes) = self.container.inflated(entry, self.left) {
            self.left -= bytes.len() as u64;
            return Ok(Some(bytes));
        }
        let part = self.container.open_member(entry).map_err(|fault| part_fault(name, &fault))?;
        let mut bytes = Vec::with_capacity(entry.n_bytes.min(MOST_TRUSTED_BYTES).min(self.left) as usize);
        let read = part.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| Fault::Malformed(format!("is damaged: its part {name} does not unpack ({error})")))?;
        let n_bytes = bytes.len() as u64;
        if n_bytes > self.left {
            return Err(Fault::TooLong { limit_bytes: self.limit });
        }
        self.left -= n_bytes;
        Ok(Some(bytes))
    }

    /// The bytes of a part without which the file is damaged.
    ///
    /// # Errors
    ///
    /// As [`Self::part`], and where there is no such part.
    pub(super) fn needed_part(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        self.part(name)?.ok_or_else(|| Fault::Malformed(format!("is damaged: its part {name} is missing")))
    }

    fn entry(&self, name: &str) -> Option<&ZipEntry> {
        let name = name.trim_start_matches('/');
        let folded_places = || {
            let folded = self.names.iter().enumerate().map(|(place, name)| (name.to_ascii_lowercase(), place));
            self.folded_places.get_or_init(|| folded.collect())
        };
        let place = self.places.get(name).or_else(|| folded_places().get(&name.to_ascii_lowercase()))?;
        self.container.entries().get(*place)
    }
}

/// The name of a part with the slashes of the format, whatever system wrote it.
fn plain_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_owned()
}

fn cut(fault: Fault) -> Fault {
    match fault {
        Fault::Malformed(what) => Fault::Malformed(format!("is a damaged or cut container ({what})")),
        fault => fault,
    }
}

fn part_fault(name: &str, fault: &MemberFault) -> Fault {
    Fault::Malformed(match fault {
        MemberFault::Method(_) => format!("has a part {name} that {fault}; open it in its program and save it again"),
        MemberFault::Damaged(_) => format!("is damaged: its part {name} does not unpack ({fault})"),
    })
}

/// A container of parts, for the tests of all readers of such files.
#[cfg(test)]
pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_whatever_the_case_and_the_slashes_of_its_name() {
        let bytes = packed(&[("Word\\Document.xml", b"one")]);
        let mut package = Package::open(&bytes, 100).unwrap();
        assert_eq!(package.part("/word/document.xml"), Ok(Some(b"one".to_vec())));
        assert_eq!(package.part("other"), Ok(None));
        assert!(package.needed_part("other").is_err());
    }

    #[test]
    fn all_parts_share_one_limit() {
        let bytes = packed(&[("a", &[b'x'; 60]), ("b", &[b'x'; 60])]);
        let mut package = Package::open(&bytes, 100).unwrap();
        assert!(package.part("a").is_ok());
        assert_eq!(package.part("b"), Err(Fault::TooLong { limit_bytes: 100 }));
    }

    #[test]
    fn a_part_that_expands_beyond_the_limit_is_refused_whatever_its_declared_size() {
        let mut bytes = packed(&[("a", &vec![0; 1_000_000])]);
        assert!(bytes.len() < 10_000);
        let size = 1_000_000_u32.to_le_bytes();
        while let Some(at) = bytes.windows(4).position(|window| window == size) {
            bytes[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
        }
        assert!(Package::open(&bytes, 1000).unwrap().part("a").is_err());
    }

    #[test]
    fn a_part_that_is_read_in_one_step_is_what_it_is_byte_by_byte() {
        let whole = packed(&[("a", &b"one and two ".repeat(9)), ("b", b"three")]);
        let read = |bytes: &[u8]| {
            let Ok(package) = Package::open(bytes, 1000) else { return Vec::new() };
            let of = |entry: &ZipEntry| {
                let mut slowly = Vec::new();
                let read = package.container.open_member(entry).map(|mut part| part.read_to_end(&mut slowly));
                (package.container.inflated(entry, 1000), matches!(read, Ok(Ok(_))).then_some(slowly))
            };
            package.container.entries().iter().map(of).collect::<Vec<_>>()
        };
        assert!(read(&whole).iter().all(|(quickly, slowly)| quickly.is_some() && quickly == slowly));
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x15;
            assert!(read(&damaged).iter().all(|(quickly, slowly)| quickly.is_none() || quickly == slowly), "{at}");
        }
    }

    #[test]
    fn two_parts_of_one_name_are_refused() {
        let mut bytes = packed(&[("a", b"one"), ("b", b"two")]);
        for at in 0..bytes.len() - 1 {
            // The names in both heads: after the sizes of name and extra field.
            if bytes[at] == b'b' && bytes[at - 4..at].ends_with(&[0, 0]) {
                bytes[at] = b'a';
            }
        }
        assert!(matches!(Package::open(&bytes, 100).map(|_| ()), Err(Fault::Malformed(_))));
    }

    #[test]
    fn a_part_with_a_password_is_named() {
        let mut bytes = packed(&[("a", b"one")]);
        let heads: Vec<usize> = (0..bytes.len() - 4)
            .filter_map(|at| match &bytes[at..at + 4] {
                b"PK\x03\x04" => Some(at + 6),
                b"PK\x01\x02" => Some(at + 8),
                _ => None,
            })
            .collect();
        for at in heads {
            bytes[at] |= 1;
        }
        let fault = Package::open(&bytes, 100).unwrap().part("a").unwrap_err();
        assert_eq!(fault, PASSWORD);
    }

    #[test]
    fn older_containers_and_cut_ones_say_what_they_are() {
        let fault = |bytes: &[u8]| format!("{:?}", Package::open(bytes, 100).map(|_| ()).unwrap_err());
        assert!(fault(compound_file::MAGIC).contains("older office program"));
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|letter| [letter, 0]).collect();
        assert!(fault(&[compound_file::MAGIC, &name].concat()).contains("protected by a password"));
        let bytes = packed(&[("a", b"one")]);
        assert!(fault(&bytes[..bytes.len() - 9]).contains("cut container"));
    }
}
