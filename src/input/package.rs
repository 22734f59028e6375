//! Files that are zip containers of parts: office documents and electronic books.
//!
//! What a part expands to is counted while it is inflated, and all parts share one limit, so that no size that the container
//! declares is believed.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::reader::Fault;

/// An opened container.
pub(super) struct Package<'z> {
    archive: ZipArchive<Cursor<&'z [u8]>>,
    /// The place of each part by its name in lower case: some producers change the case in references.
    places: HashMap<String, usize>,
    names: Vec<String>,
    left: u64,
    limit: u64,
}

/// What is said of a container, or a part of one, that asks for a password.
pub(super) const ENCRYPTED: &str = "is encrypted: save it without a password";

/// How the containers of older office programs begin, which also hold newer documents that have a password.
const OLD_CONTAINER: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// The most bytes that are set aside before a part is inflated: its declared size may be anything.
const MOST_TRUSTED_BYTES: u64 = 1 << 20;

impl<'z> Package<'z> {
    /// Opens a container whose parts together may expand to `limit` bytes.
    ///
    /// # Errors
    ///
    /// A directory that is missing or damaged, two parts of one name, or parts that share bytes.
    pub(super) fn open(bytes: &'z [u8], limit: u64) -> Result<Self, Fault> {
        if bytes.starts_with(&OLD_CONTAINER) {
            return Err(Fault::Malformed(old_container(bytes).to_owned()));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| container_fault(&error))?;
        if archive.has_duplicate_names() {
            return Err(Fault::Malformed("is a damaged container: two of its parts have one name".to_owned()));
        }
        if archive.has_overlapping_entries().map_err(|error| container_fault(&error))? {
            return Err(Fault::Malformed("is a damaged container: its parts overlap".to_owned()));
        }
        let names: Vec<String> = archive.file_names_raw().map(plain_name).collect();
        let places = names.iter().enumerate().map(|(place, name)| (name.to_ascii_lowercase(), place)).collect();
        Ok(Self { archive, places, names, left: limit, limit })
    }

    /// The names of all parts, in the order of the container.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Tells if there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// The bytes of a part; none if there is no such part.
    ///
    /// # Errors
    ///
    /// A part that is encrypted or damaged, or that expands to more than what is left of the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(place) = self.place(name) else { return Ok(None) };
        let part = self.archive.by_index(place).map_err(|error| part_fault(name, &error))?;
        let mut bytes = Vec::with_capacity(part.size().min(MOST_TRUSTED_BYTES).min(self.left) as usize);
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

    fn place(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let exact = self.archive.index_for_name(name);
        exact.or_else(|| self.places.get(&name.to_ascii_lowercase()).copied())
    }
}

/// The name of a part with the slashes of the format, whatever system wrote it.
fn plain_name(name: &[u8]) -> String {
    String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_owned()
}

/// What is said of a container of an older kind: its names are UTF-16.
fn old_container(bytes: &[u8]) -> &'static str {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|letter| [letter, 0]).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return ENCRYPTED;
    }
    "is a document of an older office program: open it there and save it in the newer format"
}

fn container_fault(error: &ZipError) -> Fault {
    Fault::Malformed(format!("is a damaged or cut container ({error})"))
}

fn part_fault(name: &str, error: &ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => Fault::Malformed(ENCRYPTED.into()),
        ZipError::InvalidPassword => Fault::Malformed(ENCRYPTED.into()),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => Fault::Malformed(format!(
            "has its part {name} packed in an unusual way ({error}): open it in its program and save it again"
        )),
        _ => Fault::Malformed(format!("is damaged: its part {name} does not unpack ({error})")),
    }
}

/// A container of parts, for the tests of all readers of such files.
#[cfg(test)]
pub(super) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
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
        assert_eq!(fault, Fault::Malformed(ENCRYPTED.to_owned()));
    }

    #[test]
    fn older_containers_and_cut_ones_say_what_they_are() {
        let fault = |bytes: &[u8]| format!("{:?}", Package::open(bytes, 100).map(|_| ()).unwrap_err());
        assert!(fault(&OLD_CONTAINER).contains("older office program"));
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|letter| [letter, 0]).collect();
        assert!(fault(&[&OLD_CONTAINER[..], &name].concat()).contains("without a password"));
        let bytes = packed(&[("a", b"one")]);
        assert!(fault(&bytes[..bytes.len() - 9]).contains("cut container"));
    }
}
