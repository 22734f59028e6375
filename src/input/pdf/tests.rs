//! PDFs made here and by other programs, and what is told of those that cannot be read.

use super::*;
use crate::input::options::RunningHeads;

/// A page on which "A river." is written.
pub(super) const ONE_PAGE: &[u8] = include_bytes!("../../../tests/samples/one-page.pdf");

fn pdf(bytes: &[u8], options: &InputOptions) -> Result<(Parsed, Vec<String>), Fault> {
    let (mut parsed, mut warnings) = (None, Vec::new());
    read(bytes, options, &mut |reading| match reading {
        Reading::Document(document) => parsed = Some(document),
        Reading::Warning(text) | Reading::Repeated(_, text) | Reading::Note(text) => warnings.push(text),
    })?;
    Ok((parsed.unwrap(), warnings))
}

/// A PDF of pages, each with lines of text at heights, in a font with a simple encoding.
fn written(pages: &[&[(u32, &str)]]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        String::new(),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Title(A title)/Author(A. Author)/CreationDate(D:20240517003000+02'00')>>".to_owned(),
    ];
    let mut kids = String::new();
    for lines in pages {
        let content: String = lines.iter().map(|(y, text)| format!("BT /F 12 Tf 72 {y} Td ({text}) Tj ET\n")).collect();
        kids += &format!("{} 0 R ", objects.len() + 1);
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            objects.len() + 2
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}endstream", content.len()));
    }
    objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len());
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (idx, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", idx + 1);
    }
    let n_bytes = file.len();
    file += &format!(
        "{table}trailer\n<</Size {}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{n_bytes}\n%%EOF\n",
        objects.len() + 1
    );
    file.into_bytes()
}

#[test]
fn pages_are_parted_by_form_feeds_and_the_file_tells_about_itself() {
    let file = written(&[&[(700, "A river.")], &[(700, "A lake.")]]);
    let (parsed, warnings) = pdf(&file, &InputOptions::default()).unwrap();
    assert_eq!(parsed.text, "A river.\n\u{c}A lake.\n");
    assert_eq!(parsed.title.as_deref(), Some("A title"));
    let fields: Vec<(&str, &str)> = parsed.fields.iter().map(|(name, value)| (&**name, value.as_text())).collect();
    assert_eq!(fields, [("author", "A. Author"), ("date", "2024-05-17"), ("pages", "2")]);
    assert_eq!(warnings, Vec::<String>::new());
}

const NAMES: [&str; 4] = ["Ada", "Ben", "Cleo", "Dan"];

#[test]
fn running_heads_are_a_choice() {
    let body =
        ["A river goes down the valley and", "comes to the town in the evening,", "as everybody there knows well."];
    let heads: Vec<Vec<(u32, String)>> = (1..=4)
        .map(|n| {
            let lines = body.iter().zip([500, 486, 472]).map(|(line, y)| (y, line.replace("everybody", NAMES[n - 1])));
            [(800, format!("Chapter {n}"))].into_iter().chain(lines).collect()
        })
        .collect();
    let pages: Vec<Vec<(u32, &str)>> =
        heads.iter().map(|p| p.iter().map(|(y, text)| (*y, &**text)).collect()).collect();
    let file = written(&pages.iter().map(|page| &**page).collect::<Vec<_>>());
    let (kept, _) = pdf(&file, &InputOptions::default()).unwrap();
    assert!(kept.text.starts_with("Chapter 1\n\nA river"), "{}", kept.text);
    let (dropped, _) = pdf(&file, &InputOptions { running_heads: RunningHeads::Drop, ..Default::default() }).unwrap();
    assert!(!dropped.text.contains("Chapter") && dropped.text.matches("A river").count() == 4, "{}", dropped.text);
}

#[test]
fn a_file_without_words_is_told_apart() {
    assert_eq!(pdf(&written(&[&[]]), &InputOptions::default()), Err(Fault::NoText(NO_TEXT)));
    assert_eq!(pdf(b"%PDX", &InputOptions::default()), Err(Fault::Malformed("is no PDF".to_owned())));
    let few = InputOptions { max_document_bytes: 3, ..Default::default() };
    assert_eq!(pdf(ONE_PAGE, &few), Err(Fault::TooLong { limit_bytes: 3 }));
}

#[test]
fn damage_is_survived() {
    let options = InputOptions::default();
    for part in 1..20 {
        drop(pdf(&ONE_PAGE[..ONE_PAGE.len() * part / 20], &options));
    }
    for at in (0..ONE_PAGE.len()).step_by(ONE_PAGE.len() / 40 + 1) {
        let mut file = ONE_PAGE.to_vec();
        file[at] ^= 1 << (at % 8);
        drop(pdf(&file, &options));
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    let (parsed, _) = pdf(include_bytes!("../../../tests/samples/columns.pdf"), &InputOptions::default()).unwrap();
    assert!(
        parsed.text.starts_with("Rivers and lakes, 2024\n\nThe left column tells of a river that goes down the valley")
    );
    let last_left = parsed.text.rfind("left column").unwrap();
    let first_right = parsed.text.find("right column").unwrap();
    assert!(last_left < first_right, "{}", parsed.text);
    assert_eq!((parsed.text.matches("left column").count(), parsed.text.matches("right column").count()), (24, 24));
}

#[test]
fn pictures_and_passwords_are_called_what_they_are() {
    let refused = |file: &[u8]| pdf(file, &InputOptions::default()).unwrap_err();
    assert_eq!(refused(include_bytes!("../../../tests/samples/scan.pdf")), Fault::NoText(NO_TEXT));
    assert_eq!(refused(include_bytes!("../../../tests/samples/protected.pdf")), Fault::NoText(PROTECTED));
}
