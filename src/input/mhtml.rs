//! Web pages saved with all that belongs to them in one file (MHTML, RFC 2557), as browsers write it: the page is the
//! document. Pictures, styles and the pages of frames are left out.

use super::losses::lost_message;
use super::mail::{Fields, Form, Origin, iso_date, parts};
use super::options::InputOptions;
use super::read_page::read_page;
use super::reader::{Fault, Parsed, Reading};
use super::web_page::ReadPage;
use crate::diagnostics::Kind;
use crate::document::FieldValue;

/// `true` if a file that begins with `head` is such a page: a mail of parts that belong together, or of one page, that was
/// sent to nobody.
pub(super) fn is_mhtml(head: &[u8]) -> bool {
    let (fields, _) = Fields::read(head);
    let Some(kind) = fields.structured("Content-Type") else { return false };
    let is = |name: &str, subtype: &str| {
        kind.ctype().eq_ignore_ascii_case(name)
            && kind.subtype().is_some_and(|known| known.eq_ignore_ascii_case(subtype))
    };
    let was_sent = ["To", "Received", "Delivered-To", "Return-Path"].iter().any(|name| fields.text(name).is_some());
    let says_so = fields.text("Snapshot-Content-Location").is_some() || fields.text("MIME-Version").is_some();
    !was_sent && says_so && (is("multipart", "related") || is("text", "html"))
}

/// Reads a saved page, as readers of bytes do.
pub(super) fn read_saved_page(
    bytes: &[u8],
    options: &InputOptions,
    take: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    read_mhtml(bytes, options, &|html, url| Ok(read_page(html, url, options)?), take)
}

/// Reads a saved page, whose markup goes to `page`.
///
/// # Errors
///
/// [`Fault::Malformed`] if there is no page in it, [`Fault::TooLong`], and what `page` says.
pub(super) fn read_mhtml(
    bytes: &[u8],
    options: &InputOptions,
    page: ReadPage<'_>,
    sink: &mut dyn FnMut(Reading),
) -> Result<(), Fault> {
    if bytes.len() as u64 > options.max_document_bytes {
        return Err(Fault::TooLong { limit_bytes: options.max_document_bytes });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let (fields, _) = Fields::read(bytes);
    let texts = parts(bytes).texts;
    let root = texts.iter().find(|part| part.form == Form::Html);
    let root = root.ok_or_else(|| Fault::Malformed("there is no web page in it".to_owned()))?;
    let decoded = root.decoded(bytes, Origin::Sent);
    if decoded.n_lost > 0 {
        sink(Reading::Repeated(Kind::Undecodable, lost_message(decoded.n_lost, decoded.charset, "")));
    }
    let url = fields.text("Snapshot-Content-Location").or_else(|| root.location.clone());
    let read = page(&decoded.text, url.as_deref())?;
    let mut parsed =
        Parsed { title: read.title.or_else(|| fields.text("Subject")), text: read.text, ..Parsed::default() };
    let values = [
        ("url", url),
        ("date", fields.text("Date").map(|date| iso_date(&date).unwrap_or(date))),
        ("language", read.language.or_else(|| fields.text("Content-Language"))),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            parsed.fields.set(name.into(), FieldValue::Text(value));
        }
    }
    sink(Reading::Document(parsed));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::web_page::WebPage;

    fn page(html: &str, _: Option<&str>) -> Result<WebPage, Fault> {
        let text = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<String>();
        Ok(WebPage { text: text.trim().to_owned(), ..WebPage::default() })
    }

    fn read(bytes: &[u8]) -> Result<Vec<Parsed>, Fault> {
        let mut documents = Vec::new();
        read_mhtml(bytes, &InputOptions::default(), &page, &mut |reading| {
            if let Reading::Document(parsed) = reading {
                documents.push(parsed);
            }
        })?;
        Ok(documents)
    }

    const SAVED: &str = "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://example.com/harbor\r\n\
        Subject: =?utf-8?Q?The=20harbor?=\r\nDate: Mon, 6 May 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----MultipartBoundary--a----\"\r\n\r\n\r\n\
        ------MultipartBoundary--a----\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
        Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://example.com/harbor\r\n\r\n\
        <html><head><meta charset=3D\"utf-8\"></head><body><p>Caf=C3=A9 at the =\r\npier.</p></body></html>\r\n\
        ------MultipartBoundary--a----\r\nContent-Type: text/html\r\nContent-Location: cid:frame-2@mhtml.blink\r\n\r\n\
        <p>A frame.</p>\r\n------MultipartBoundary--a----\r\nContent-Type: text/css\r\n\
        Content-Location: http://example.com/a.css\r\n\r\np {}\r\n------MultipartBoundary--a------\r\n";

    #[test]
    fn a_saved_page_is_read_with_where_and_when_it_was_found() {
        let documents = read(SAVED.as_bytes()).unwrap();
        assert_eq!((documents.len(), documents[0].text.as_str()), (1, "Café at the pier."));
        assert_eq!(documents[0].title.as_deref(), Some("The harbor"));
        let fields: Vec<_> =
            documents[0].fields.iter().map(|(name, value)| format!("{name}={}", value.as_text())).collect();
        assert_eq!(fields, ["url=http://example.com/harbor", "date=2024-05-06T10:00:00Z"]);
    }

    #[test]
    fn the_page_has_its_own_character_set() {
        let old = b"From: \"Saved by Windows Internet Explorer 8\"\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/related; boundary=\"B\"\r\n\r\n--B\r\nContent-Type: text/html; charset=\"windows-1251\"\r\n\
            Content-Transfer-Encoding: 8bit\r\nContent-Location: http://example.com/\r\n\r\n<p>\xcf\xf0\xe8</p>\r\n--B--\r\n";
        let documents = read(old).unwrap();
        assert_eq!(documents[0].text, "При");
        assert_eq!(documents[0].fields.get("url").map(FieldValue::as_text), Some("http://example.com/"));
        assert!(is_mhtml(old) && is_mhtml(SAVED.as_bytes()));
    }

    #[test]
    fn what_is_no_saved_page_is_refused() {
        for bytes in [
            &b""[..],
            b"a text",
            b"Content-Type: multipart/related; boundary=B\n\n--B\nContent-Type: image/png\n\nx\n--B--",
        ] {
            assert_eq!(read(bytes), Err(Fault::Malformed("there is no web page in it".to_owned())));
        }
        let mail = "From: a\nTo: b\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n";
        assert!(!is_mhtml(mail.as_bytes()) && !is_mhtml(b"From: a\nDate: b\n\n") && !is_mhtml(b""));
    }

    #[test]
    fn a_damaged_page_is_read_or_refused_and_never_ends_the_program() {
        for n in 0..=20 {
            let _ = read(&SAVED.as_bytes()[..SAVED.len() * n / 20]);
        }
        for at in 0..SAVED.len() {
            let mut mutant = SAVED.as_bytes().to_vec();
            mutant[at] ^= 1 << (at % 8);
            let _ = read(&mutant);
        }
    }
}
