//! Electronic books: their pages in reading order, as one document or one for each page.

use std::collections::HashMap;

use crate::document::FieldValue;
use crate::input::options::InputOptions;
use crate::input::package::Package;
use crate::input::read_page::page_text;
use crate::input::reader::{Fault, Parsed, Reading};
use crate::input::xml_walk::xml_text;

use super::epub_book::Book;
use super::xhtml::as_html;

/// Reads an electronic book of edition 2 or 3.
///
/// # Errors
///
/// As [`read_epub`].
pub(in crate::input) fn read_book(
    bytes: &[u8],
    options: &InputOptions,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    read_epub(bytes, options, &|html| Some(page_text(html)), tell)
}

/// Reads an electronic book. `page` gives the text of a web page, or nothing for one that nobody wrote.
///
/// # Errors
///
/// A container or part that is damaged or too long, a book that is protected against copying, and one without text.
fn read_epub(
    bytes: &[u8],
    options: &InputOptions,
    page: &dyn Fn(&str) -> Option<String>,
    tell: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    let mut package = Package::open(bytes, options.max_document_bytes)?;
    let mut book = Book::open(&mut package)?;
    let book_title = book.properties.title.take();
    let page_titles = if options.per_chapter { book.page_titles(&mut package)? } else { HashMap::new() };
    let fields = std::mem::take(&mut book.properties).fields();
    let mut whole = String::new();
    let mut n_missing = 0_usize;
    let mut has_text = false;
    for name in &book.pages {
        let Some(part) = package.part(name)? else {
            n_missing += 1;
            continue;
        };
        let text = text_of_page(&part, name, page, tell)?;
        let text = text.trim_matches(['\n', ' ']);
        if text.is_empty() {
            continue;
        }
        has_text = true;
        if options.per_chapter {
            let title = heading(text).or_else(|| page_titles.get(name).cloned());
            let mut fields = fields.clone();
            if let Some(book_title) = &book_title {
                fields.set("book".into(), FieldValue::Text(book_title.clone()));
            }
            tell(Reading::Document(Parsed { id: None, title, text: text.to_owned(), fields, ..Parsed::default() }));
        } else {
            if !whole.is_empty() {
                whole.push_str("\n\n");
            }
            whole.push_str(text);
        }
    }
    if n_missing > 0 {
        let what = if n_missing == 1 { "page that is" } else { "pages that are" };
        tell(Reading::Warning(format!("lists {n_missing} {what} not in it")));
    }
    if !has_text {
        return Err(Fault::NoText("is an electronic book without text: its pages are pictures, or there are none"));
    }
    if !options.per_chapter {
        tell(Reading::Document(Parsed { id: None, title: book_title, text: whole, fields, ..Parsed::default() }));
    }
    Ok(())
}

fn text_of_page(
    part: &[u8],
    name: &str,
    page: &dyn Fn(&str) -> Option<String>,
    tell: &mut dyn FnMut(Reading),
) -> Result<String, Fault> {
    let lossy;
    let decoded = xml_text(part, name);
    let source = match &decoded {
        Ok(source) => source.as_ref(),
        Err(_) => {
            tell(Reading::Warning(format!("has bytes in its page {name} that are not of the encoding it declares")));
            lossy = String::from_utf8_lossy(part);
            lossy.as_ref()
        }
    };
    let nobody_wrote =
        || Fault::Malformed(format!("has a page {name} whose markup is too deep or too tangled to be read"));
    page(&as_html(source)).ok_or_else(nobody_wrote)
}

/// The first heading of a text.
fn heading(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with('#'))?;
    let title = line.trim_start_matches('#').strip_prefix(' ')?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{damage, fields_of, read_all, read_one};
    use super::*;
    use crate::input::package::packed;

    /// A stand-in for the reader of web pages: no tags, `h1` as headings.
    fn plain(html: &str) -> Option<String> {
        let mut out = String::new();
        for piece in html.replace("<h1>", "# ").split('<') {
            out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        }
        Some(out)
    }

    fn whole(bytes: &[u8], options: &InputOptions, tell: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
        read_epub(bytes, options, &plain, tell)
    }

    fn chapters(bytes: &[u8], options: &InputOptions, tell: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
        read_epub(bytes, &InputOptions { per_chapter: true, ..options.clone() }, &plain, tell)
    }

    const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='x.pdf' media-type='application/pdf'/>\
        <rootfile full-path='o/b.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

    const BOOK: &[u8] = b"<package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>The book</dc:title>\
        <dc:creator>A. Author</dc:creator><dc:creator>B. Author</dc:creator><dc:language>en</dc:language>\
        <dc:date>2020</dc:date></metadata><manifest>\
        <item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
        <item id='1' href='a%20b.xhtml#top' media-type='application/xhtml+xml'/>\
        <item id='2' href='c.xhtml' media-type='application/xhtml+xml'/><item id='3' href='d.svg' media-type='image/svg+xml'/>\
        <item id='4' href='c.xhtml#again' media-type='application/xhtml+xml'/></manifest>\
        <spine><itemref idref='n'/><itemref idref='2'/><itemref idref='4'/><itemref idref='1' linear='no'/><itemref idref='3'/>\
        </spine></package>";

    const NAV: &[u8] =
        b"<html xmlns:epub='http://www.idpf.org/2007/ops'><nav epub:type='toc'><a href='a%20b.xhtml'>From <b>nav</b>\
        </a></nav></html>";

    fn book(more: &[(&str, &[u8])]) -> Vec<u8> {
        let parts: [(&str, &[u8]); 6] = [
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("o/b.opf", BOOK),
            ("o/nav.xhtml", NAV),
            ("o/a b.xhtml", b"<html><title/><p>one</p></html>"),
            ("o/c.xhtml", b"<html><h1>Two</h1></html>"),
        ];
        packed(&[&parts, more].concat())
    }

    #[test]
    fn pages_come_in_reading_order_once_and_without_the_contents() {
        let parsed = read_one(whole, &book(&[]));
        assert_eq!(parsed.text, "# Two\n\none");
        assert_eq!(parsed.title.as_deref(), Some("The book"));
        assert_eq!(fields_of(&parsed), "author=A. Author; B. Author date=2020 language=en");
    }

    #[test]
    fn chapters_have_titles_by_their_heading_or_the_contents() {
        let (documents, warnings) = read_all(chapters, &book(&[])).unwrap();
        let read: Vec<_> = documents.iter().map(|parsed| (parsed.title.as_deref(), parsed.text.as_str())).collect();
        assert_eq!(read, [(Some("Two"), "# Two"), (Some("From nav"), "one")]);
        assert!(fields_of(&documents[0]).ends_with("book=The book"));
        assert!(warnings.is_empty());
    }

    #[test]
    fn protected_pages_are_refused_and_disguised_fonts_are_not() {
        let encryption = |algorithm: &str, name: &str| {
            format!(
                "<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/><CipherData><CipherReference \
                URI='{name}'/></CipherData></EncryptedData></encryption>"
            )
        };
        let read = |algorithm: &str, name: &str| {
            let encryption = encryption(algorithm, name);
            read_all(whole, &book(&[("META-INF/encryption.xml", encryption.as_bytes())]))
        };
        assert!(format!("{:?}", read("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "o/c.xhtml")).contains("(DRM)"));
        assert!(read("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "o/font.otf").is_ok());
        assert!(read(DISGUISE, "o/c.xhtml").is_ok());
    }

    const DISGUISE: &str = "http://www.idpf.org/2008/embedding";

    #[test]
    fn missing_pages_are_told_and_a_book_without_text_is_refused() {
        let opf = "<package><manifest><item id='1' href='a.xhtml'/><item id='2' href='b.xhtml'/></manifest>\
            <spine><itemref idref='1'/><itemref idref='2'/></spine></package>";
        let bytes = packed(&[("x.opf", opf.as_bytes()), ("b.xhtml", b"text")]);
        let (documents, warnings) = read_all(whole, &bytes).unwrap();
        assert_eq!((documents[0].text.as_str(), warnings.len()), ("text", 1));
        let empty = packed(&[("x.opf", opf.as_bytes())]);
        assert!(matches!(read_all(whole, &empty), Err(Fault::NoText(_))));
        let other = packed(&[("a", b"b")]);
        assert!(matches!(read_all(whole, &other), Err(Fault::Malformed(_))));
    }

    #[test]
    fn pages_are_in_the_encoding_that_they_declare() {
        let opf =
            "<package><manifest><item id='1' href='a.xhtml'/></manifest><spine><itemref idref='1'/></spine></package>";
        let page = b"<?xml version='1.0' encoding='iso-8859-1'?><p>\xE9</p>";
        assert_eq!(read_one(whole, &packed(&[("x.opf", opf.as_bytes()), ("a.xhtml", page)])).text, "é");
        let (documents, warnings) =
            read_all(whole, &packed(&[("x.opf", opf.as_bytes()), ("a.xhtml", b"<p>\xE9</p>")])).unwrap();
        assert_eq!((documents[0].text.as_str(), warnings.len()), ("\u{FFFD}", 1));
    }

    #[test]
    fn damage_never_panics() {
        damage(whole, &book(&[]), false);
        damage(chapters, &book(&[]), false);
    }
}
