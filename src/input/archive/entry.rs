//! What an archive names: files and other things, where their bytes are, and names that lead nowhere but below it.

use crate::input::reader::Fault;
use crate::input::zip_file::ZipEntry;

/// Where the bytes of a member are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Zip(ZipEntry),
    Tar { start: u64, n_bytes: u64 },
}

/// Something that an archive names.
pub(super) struct Entry {
    /// The name as it is written.
    pub(super) written: String,
    /// Its length when it is unpacked.
    pub(super) n_bytes: u64,
    pub(super) place: Place,
    pub(super) kind: EntryKind,
}

/// The kind of an entry.
pub(super) enum EntryKind {
    File,
    /// A folder, a link, a device.
    NoFile,
    Refused(Fault),
}

/// A name as it is used, and whether it had to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemberName {
    /// Parts separated by `/`, none of them empty, `.` or `..`.
    pub(super) name: String,
    /// `true` if the archive has a name that leads out of it.
    pub(super) was_unsafe: bool,
}

impl MemberName {
    /// The safe name for `written`; `None` for what is no document: the notes of macOS on files.
    pub(super) fn of(written: &str) -> Option<Self> {
        let mut was_unsafe = written.starts_with('/');
        let mut parts: Vec<String> = Vec::new();
        for part in written.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    was_unsafe = true;
                    parts.push("_up".to_owned());
                }
                _ => parts.push(part.chars().map(|c| if c.is_control() { '_' } else { c }).collect()),
            }
        }
        if let Some(drive) = parts.first_mut().filter(|part| is_drive(part)) {
            was_unsafe = true;
            *drive = drive.replace(':', "_");
        }
        let last = parts.last()?;
        let is_note =
            parts.first().is_some_and(|part| part == "__MACOSX") || last == ".DS_Store" || last.starts_with("._");
        (!is_note).then(|| Self { name: parts.join("/"), was_unsafe })
    }
}

/// `C:` and what follows it.
fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Option<(&str, bool)>) {
        let found = MemberName::of(written).map(|found| (found.name, found.was_unsafe));
        assert_eq!(found, expected.map(|(name, was_unsafe)| (name.to_owned(), was_unsafe)), "{written:?}");
    }

    #[test]
    fn names_lead_nowhere_but_below_the_archive() {
        check("a/b.txt", Some(("a/b.txt", false)));
        check("./a//b.txt", Some(("a/b.txt", false)));
        check("../../etc/passwd", Some(("_up/_up/etc/passwd", true)));
        check("a/../b", Some(("a/_up/b", true)));
        check("/etc/passwd", Some(("etc/passwd", true)));
        check("C:/x", Some(("C_/x", true)));
        check("a\nb\u{0}", Some(("a_b_", false)));
        check("...", Some(("...", false)));
    }

    #[test]
    fn what_is_no_document_has_no_name() {
        for written in ["", "/", ".", "__MACOSX/a.txt", "a/.DS_Store", "a/._b.txt"] {
            check(written, None);
        }
    }
}
