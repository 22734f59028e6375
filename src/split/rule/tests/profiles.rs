//! Each profile on a page that was written for it.

use super::*;

#[test]
fn news_digests_are_cut_in_any_known_language() {
    let text = page("News", &[FERRY, CRANE], "Lire la suite");
    check_page(
        profile("news-digest"),
        &text,
        &["title", "marker"],
        &[&["Ferry late", "Lire la suite"], &["Crane new", "Lire la suite"]],
    );
}

const NEXIS: &str = "\
                               Document 1 of 2


                              The Harbour Gazette

                            May 3, 2024 Friday
                                 Late Edition

Ferry late: fog again

BYLINE: The harbour desk

SECTION: TOWN; Pg. 3

LENGTH: 512 words

The ferry left at nine.

It came back at noon.

LOAD-DATE: May 4, 2024

LANGUAGE: ENGLISH

                    Copyright 2024 The Harbour Gazette
                              All Rights Reserved


                               Document 2 of 2


                              The Inland Post

                            May 5, 2024 Sunday

HEADLINE: Canal dry

LENGTH: 98 words

No rain since March.

LOAD-DATE: May 6, 2024
";

#[test]
fn nexis_exports_give_publication_date_and_length() {
    let columns = ["title", "text", "marker", "date", "publication", "byline", "section", "length", "load_date"];
    let expected: &[&[&str]] = &[
        &[
            "Ferry late: fog again",
            "The ferry left at nine.\n\nIt came back at noon.",
            "Document 1 of 2",
            "2024-05-03",
            "The Harbour Gazette",
            "The harbour desk",
            "TOWN; Pg. 3",
            "512",
            "May 4, 2024",
        ],
        &[
            "Canal dry",
            "No rain since March.",
            "Document 2 of 2",
            "2024-05-05",
            "The Inland Post",
            "",
            "",
            "98",
            "May 6, 2024",
        ],
    ];
    check_page(profile("nexis"), NEXIS, &columns, expected);
    let titles = ["title", "date"];
    check_page(By::Entry, NEXIS, &titles, &[&["Ferry late: fog again", "2024-05-03"], &["Canal dry", "2024-05-05"]]);
}

#[test]
fn factiva_exports_end_with_the_number_of_the_document() {
    let text = "\
Ferry late
By The harbour desk
512 words
3 May 2024
11:05
The Harbour Gazette
English
(c) 2024 The Harbour Gazette

The ferry left at nine.

It came back at noon.

Document GAZ0000020240503ek5300012

Canal dry
98 words
5 May 2024
The Inland Post
English
Copyright 2024. All rights reserved.

No rain since March.

Document POST000020240505ek5500001

Search summary: all sources, all dates
";
    let columns = ["title", "text", "date", "publication", "length", "byline", "accession"];
    check_page(
        profile("factiva"),
        text,
        &columns,
        &[
            &[
                "Ferry late",
                "The ferry left at nine.\n\nIt came back at noon.",
                "2024-05-03",
                "The Harbour Gazette",
                "512",
                "The harbour desk",
                "GAZ0000020240503ek5300012",
            ],
            &[
                "Canal dry",
                "No rain since March.",
                "2024-05-05",
                "The Inland Post",
                "98",
                "",
                "POST000020240505ek5500001",
            ],
        ],
    );
}

#[test]
fn a_book_of_gutenberg_is_what_stands_between_the_licenses() {
    let text = "The Project Gutenberg eBook of The Weir\n\nTitle: The Weir\n    A Tale\n\nAuthor: The Millers\n\n\
        Release date: May 3, 2024 [eBook #12]\n\nLanguage: English\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE WEIR ***\n\n\
        CHAPTER I\n\nIt rained.\n\n*** END OF THE PROJECT GUTENBERG EBOOK THE WEIR ***\n\nLicence.\n";
    check_page(
        profile("gutenberg"),
        text,
        &["title", "text", "date", "author", "language"],
        &[&["The Weir A Tale", "CHAPTER I\n\nIt rained.", "2024-05-03", "The Millers", "English"]],
    );
    let (summary, _, findings) = run(&[("other", "A text.\n")], profile("gutenberg"));
    assert_eq!(summary.n_failed, 1);
    let expected = "error: other: does not fit the rule \"gutenberg\": it does not contain \"PROJECT GUTENBERG\" \
        or \"Project Gutenberg\"";
    assert_eq!(findings, [expected]);
}

#[test]
fn an_old_book_of_gutenberg_is_what_stands_behind_the_small_print() {
    let book = |title: &str, mark: &str, end: &str| {
        format!(
            "***{title}***\n\nWe need your donations.\n\n***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN ETEXTS**START***\n\n\
             Licence.\n\n{mark}\n\nCHAPTER I\n\nIt rained.\n\n{end}\n\nMore licence.\n"
        )
    };
    let titled = "The Project Gutenberg Etext of The Weir, by The Millers";
    for mark in [
        "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
        "*END THE SMALL PRINT! FOR PUBLIC DOMAIN EBOOKS*Ver.02/11/02*END*",
    ] {
        for end in ["End of the Project Gutenberg Etext of The Weir", "End of The Project Gutenberg EBook of The Weir"]
        {
            let columns = ["title", "text", "author"];
            let row = ["The Weir", "CHAPTER I\n\nIt rained.", "The Millers"];
            check_page(profile("gutenberg"), &book(titled, mark, end), &columns, &[&row]);
        }
        let (untitled, end) = ("The Project Gutenberg Etext of The Weir", "The End of Project Gutenberg's The Weir");
        check_page(profile("gutenberg"), &book(untitled, mark, end), &["title", "author"], &[&["The Weir", ""]]);
    }
    let (summary, ..) = run(&[("other", "A letter about Project Gutenberg.\n")], profile("gutenberg"));
    assert_eq!(summary.n_failed, 1, "it has no frame");
}

#[test]
fn mailboxes_give_their_headers_and_unquoted_lines() {
    let text = "From ada@example.org Mon May  6 10:00:00 2024\nFrom: Ada <ada@example.org>\nTo: all\nSubject: Weir\n holds\n\
        Message-ID: <1@example.org>\n\nDear all,\n>From the mill on it is dry.\n>>From here it was not.\n\n\
        From ben@example.org Tue May  7 09:00:00 2024\nSubject: Boats\nDate: Tue, 7 May 2024 09:00:00 +0200\n\n\
        From now on none.\n";
    check_page(
        profile("mbox"),
        text,
        &["title", "text", "date", "from", "to", "message_id"],
        &[
            &[
                "Weir holds",
                "Dear all,\nFrom the mill on it is dry.\n>From here it was not.",
                "2024-05-06",
                "Ada <ada@example.org>",
                "all",
                "<1@example.org>",
            ],
            &["Boats", "From now on none.", "2024-05-07", "", "", ""],
        ],
    );
}

#[test]
fn digests_of_mailing_lists_give_their_messages() {
    let rule = "-".repeat(30);
    let text = format!(
        "Rivers Digest\n\n{}\n\nDate: 6 May 2024\nFrom: Ada\nSubject: Weir\n\nIt holds.\n\n{rule}\n\nFrom: Ben\n\nNo boats.\n\n\
         {rule}\n\nEnd of Rivers Digest\n********************\n",
        "-".repeat(70)
    );
    check_page(
        profile("mail-digest"),
        &text,
        &["title", "text", "date", "from"],
        &[&["Weir", "It holds.", "2024-05-06", "Ada"], &["", "No boats.", "", "Ben"]],
    );
}

#[test]
fn cues_are_read_without_their_markup() {
    let srt = "1\n00:00:01,000 --> 00:00:04,000\n{\\an8}<i>The ferry</i>\nis <font color=\"red\">late</font>.\n\n\
        2\n00:00:05,000 --> 00:00:06,500\n<fog> 3 &lt; 4\n\n3\n00:00:07,000 --> 00:00:08,000\n<b></b>\n";
    check_page(profile("subtitles"), srt, &["text"], &[&["The ferry\nis late."], &["<fog> 3 < 4"], &[""]]);
    let vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v A. Author>The <c.loud>ferry</c></v>\n\n\
        00:05.000 --> 00:06.500\n<00:05.500>Fog &amp; rain\n";
    check_page(
        profile("subtitles"),
        vtt,
        &["text", "begins", "speaker"],
        &[&["The ferry", "00:01.000", "A. Author"], &["Fog & rain", "00:05.000", ""]],
    );
}

#[test]
fn cues_have_their_times() {
    let text =
        "1\n00:00:01,000 --> 00:00:04,000\nThe ferry\nis late.\n\n2\n00:00:05,000 --> 00:00:06,500\nFog again.\n";
    check_page(
        profile("subtitles"),
        text,
        &["text", "begins", "ends"],
        &[&["The ferry\nis late.", "00:00:01,000", "00:00:04,000"], &["Fog again.", "00:00:05,000", "00:00:06,500"]],
    );
}
