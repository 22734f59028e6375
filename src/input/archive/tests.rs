//! Archives of several programs, damaged ones, and such as only an attacker makes.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn file_of(bytes: &[u8]) -> Arc<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Arc::new(file)
}

fn listed(bytes: &[u8]) -> Result<Listing, Fault> {
    let file = file_of(bytes);
    list(&file, kind_of(&file)?.unwrap_or(ArchiveKind::Zip), &InputOptions::default())
}

fn text_of(file: &Arc<File>, member: &Member) -> Result<String, String> {
    let mut text = Vec::new();
    open(file, member)
        .map_err(|fault| format!("{fault:?}"))?
        .read_to_end(&mut text)
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Names and texts of all members.
fn texts(bytes: &[u8]) -> Vec<(String, String)> {
    let file = file_of(bytes);
    let listing = listed(bytes).unwrap();
    let read =
        |member: &Member| (member.name.clone(), text_of(&file, member).unwrap_or_else(|error| format!("! {error}")));
    listing.members.iter().map(read).collect()
}

fn gunzipped(bytes: &[u8]) -> Vec<u8> {
    let reader = flate2::read::MultiGzDecoder::new(bytes);
    let mut file = spooled(reader, most_bytes(bytes.len() as u64), &std::env::temp_dir()).unwrap();
    let mut unpacked = Vec::new();
    file.read_to_end(&mut unpacked).unwrap();
    unpacked
}

const INFO_ZIP: &[u8] = include_bytes!("../../../tests/samples/info-zip.zip");
const SEVEN: &[u8] = include_bytes!("../../../tests/samples/seven.zip");
const UNSAFE: &[u8] = include_bytes!("../../../tests/samples/unsafe.zip");
const ENCRYPTED: &[u8] = include_bytes!("../../../tests/samples/encrypted.zip");
const GNU: &[u8] = include_bytes!("../../../tests/samples/gnu.tar.gz");
const BSD: &[u8] = include_bytes!("../../../tests/samples/bsd.tar.gz");

#[test]
fn archives_of_programs_are_listed_by_name_and_read() {
    let folder = "folder-with-a-long-name/".repeat(6);
    let expected = [
        ("docs/a.txt".to_owned(), "A line that comes often.\n".repeat(50)),
        ("docs/b.txt".to_owned(), "The first text.\n".to_owned()),
        (format!("docs/{folder}nnnnnnnnnn/deep.txt"), "Deep down.\n".to_owned()),
        ("docs/more/Übersicht.txt".to_owned(), "Der zweite Text, größer.\n".to_owned()),
    ];
    for archive in [INFO_ZIP.to_vec(), SEVEN.to_vec(), gunzipped(GNU), gunzipped(BSD)] {
        assert_eq!(texts(&archive), expected);
        let listing = listed(&archive).unwrap();
        // Nine folders, a link, and a file of macOS.
        assert_eq!((listing.n_left_out, listing.warnings.len(), listing.refused.len()), (11, 0, 0));
    }
    assert_eq!(ArchiveKind::of(INFO_ZIP), Some(ArchiveKind::Zip));
    assert_eq!(ArchiveKind::of(&gunzipped(GNU)), Some(ArchiveKind::Tar));
    assert_eq!(ArchiveKind::of(b"PKZIP is a program"), None);
    assert_eq!(ArchiveKind::of(&[0; 512]), None);
}

#[test]
fn names_that_lead_out_of_the_archive_are_changed_and_equal_ones_told_apart() {
    let listing = listed(UNSAFE).unwrap();
    let names: Vec<&str> = listing.members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["_up/_up/up.txt", "root.txt", "same.txt", "same.txt~2"]);
    let expected = [
        "has 2 names that lead out of it, such as \"../../up.txt\"; textmill changes them",
        "has 1 member with the name of another; `~2` and so on stand behind the names",
    ];
    assert_eq!((listing.n_left_out, listing.warnings), (2, expected.map(str::to_owned).to_vec()));
}

#[test]
fn a_name_given_to_tell_members_apart_is_not_one_that_is_there() {
    let member = |name: &str| Member { name: name.to_owned(), n_bytes: 0, place: Place::Tar { start: 0, n_bytes: 0 } };
    let mut members = ["a", "a", "a", "a~2", "a~2", "b"].map(member);
    assert_eq!(tell_apart(&mut members), 3);
    assert_eq!(members.map(|member| member.name), ["a", "a~2", "a~2~2", "a~3", "a~4", "b"]);
}

#[test]
fn encrypted_members_are_refused_by_name() {
    let listing = listed(ENCRYPTED).unwrap();
    assert_eq!(listing.members, []);
    let fault = Fault::NoText("is encrypted; unpack the archive with its password first");
    assert_eq!(listing.refused, [("docs/b.txt".to_owned(), fault)]);
}

#[test]
fn archives_in_formats_that_are_not_read_are_refused() {}

#[test]
fn what_stands_before_an_archive_does_no_harm() {
    let archive = [b"a program that unpacks what follows", INFO_ZIP].concat();
    assert_eq!(texts(&archive), texts(INFO_ZIP));
}

#[test]
fn an_archive_that_is_cut_off_is_told() {
    for archive in [&INFO_ZIP[..INFO_ZIP.len() - 1], b""] {
        let what = "it has no directory at its end: it is cut off, or no ZIP archive";
        assert_eq!(listed(archive), Err(Fault::Malformed(what.to_owned())));
    }
    let tar = gunzipped(GNU);
    let at = tar.windows(10).position(|window| window == b"The first ").unwrap();
    let listing = listed(&tar[..at + 3]).unwrap();
    let fault = Fault::Malformed("it is cut off with its archive".to_owned());
    assert_eq!(listing.refused, [("docs/b.txt".to_owned(), fault)]);
    let listing = listed(&tar[..at - 100]).unwrap();
    assert_eq!(listing.warnings, [format!("it is cut off at byte {}", at - 512)]);
}

#[test]
fn a_member_that_is_not_what_the_archive_says_fails() {
    let sizes = |crc: [u8; 4], packed: u8, unpacked: u8| zip_of("a", b"text", crc, [packed, unpacked]);
    let crc = [0x15, 0x2f, 0xd2, 0xb2].map(|byte: u8| byte);
    let sum = {
        let mut sum = flate2::Crc::new();
        sum.update(b"text");
        sum.sum().to_le_bytes()
    };
    let text = |archive: &[u8]| texts(archive).remove(0).1;
    assert_eq!(text(&sizes(sum, 4, 4)), "text");
    assert_eq!(text(&sizes(crc, 4, 4)), "! its checksum is wrong");
    assert_eq!(text(&sizes(sum, 4, 9)), "! it is shorter than the archive says");
    assert_eq!(text(&sizes(sum, 4, 2)), "! it is longer than the archive says");
    assert_eq!(text(&sizes(sum, 200, 200)), "! the archive ends within it");
}

/// An archive with one member that is stored as it is.
fn zip_of(name: &str, content: &[u8], crc: [u8; 4], [packed, unpacked]: [u8; 2]) -> Vec<u8> {
    let n_name = name.len() as u8;
    let sizes = [crc.as_slice(), &[packed, 0, 0, 0, unpacked, 0, 0, 0, n_name, 0, 0, 0]].concat();
    let head = [b"PK\x03\x04\x0a\0\0\0\0\0\0\0\0\0", sizes.as_slice(), name.as_bytes(), content].concat();
    let entry = [b"PK\x01\x02\x0a\0\x0a\0\0\0\0\0\0\0\0\0", sizes.as_slice(), &[0; 14], name.as_bytes()].concat();
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &[entry.len() as u8, 0, 0, 0, head.len() as u8, 0, 0, 0, 0, 0][..]]
        .concat();
    [head, entry, end].concat()
}

#[test]
fn members_that_are_longer_than_a_document_may_be_are_refused_and_bombs_are_not_opened() {
    let file = file_of(INFO_ZIP);
    let listing =
        list(&file, ArchiveKind::Zip, &InputOptions { max_document_bytes: 100, ..InputOptions::default() }).unwrap();
    assert_eq!(listing.refused, [("docs/a.txt".to_owned(), Fault::TooLong { limit_bytes: 100 })]);
    // 40,000 entries of the directory that name one member.
    let one = zip_of("a", b"text", [0; 4], [4, 200]);
    let entry = &one[35..82];
    let mut entry = entry.to_vec();
    entry[24..28].copy_from_slice(&(200_u32 << 20).to_le_bytes());
    let (head, n_entries) = (&one[..35], 40_000_u16);
    let directory = entry.repeat(n_entries.into());
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &n_entries.to_le_bytes(),
        &n_entries.to_le_bytes(),
        &(directory.len() as u32).to_le_bytes(),
        &35_u32.to_le_bytes(),
        &[0, 0],
    ];
    let bomb = [head, &directory, &end.concat()].concat();
    let Err(Fault::Malformed(what)) = listed(&bomb) else { panic!("it was listed") };
    assert!(what.starts_with("it expands to 8388608000000 bytes, more than 100 times its length"), "{what}");
}

#[test]
fn a_compressed_archive_that_expands_without_end_is_not_spooled() {
    let end = spooled(io::repeat(0), 1_000, &std::env::temp_dir());
    assert_eq!(end.err(), Some(Fault::TooLong { limit_bytes: 1_000 }));
    assert!(spooled(io::repeat(0).take(1_000), 1_000, &std::env::temp_dir()).is_ok());
}

#[test]
fn documents_that_are_archives_themselves_are_told_from_archives_of_documents() {
    assert_eq!(listed(INFO_ZIP).unwrap().document_kind(), None);
    let office = zip_of("[Content_Types].xml", b"text", [0; 4], [4, 4]);
    assert_eq!(listed(&office).unwrap().document_kind(), Some("Office document"));
}

#[test]
fn a_damaged_archive_is_read_or_refused_and_never_ends_the_program() {
    let tar = gunzipped(GNU);
    for archive in [INFO_ZIP, SEVEN, UNSAFE, &tar] {
        let read = |bytes: &[u8]| {
            let file = file_of(bytes);
            let listing = [ArchiveKind::Zip, ArchiveKind::Tar].map(|kind| list(&file, kind, &InputOptions::default()));
            for member in listing.into_iter().flatten().flat_map(|listing| listing.members) {
                let n_bytes = open(&file, &member)
                    .and_then(|mut reader| io::copy(&mut reader, &mut io::sink()).map_err(Fault::from));
                assert!(n_bytes.is_err() || n_bytes == Ok(member.n_bytes));
            }
        };
        for n in 0..=20 {
            read(&archive[..archive.len() * n / 20]);
        }
        for at in (0..archive.len()).step_by(11) {
            let mut mutant = archive.to_vec();
            mutant[at] ^= 1 << (at % 8);
            read(&mutant);
        }
    }
}

proptest! {
    #[test]
    fn no_name_leads_out_of_its_archive(written in "[./\\\\a:C_\u{0}]{0,20}") {
        if let Some(MemberName { name, .. }) = MemberName::of(&written) {
            prop_assert!(name.split('/').all(|part| !["", ".", ".."].contains(&part)), "{}", name);
            prop_assert!(!name.contains(char::is_control) && !name.starts_with("C:"));
        }
    }
}
