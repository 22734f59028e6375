//! XML of all kinds: texts, fields, and what is refused.

use proptest::prelude::*;

use super::*;
use crate::document::FieldValue;
use crate::input::marked_lines::tests::check_blocks_with;
use crate::input::reader::{MOST_LEVELS, Parsed};

fn documents(source: &str) -> Vec<Parsed> {
    documents_with(source, &InputOptions::default()).expect("the file is whole")
}

fn documents_with(source: &str, options: &InputOptions) -> Result<Vec<Parsed>, Fault> {
    let mut documents = Vec::new();
    read_all(source, options, &mut |reading| {
        if let Reading::Document(document) = reading {
            documents.push(document);
        }
    })?;
    Ok(documents)
}

/// Reads a whole file; the fault that it ends with, if there is one.
fn read_all(source: &str, options: &InputOptions, hand_over: &mut dyn FnMut(Reading)) -> Result<(), Fault> {
    let mut result = Ok(());
    read(&MarkedBlock::whole(source), options, &mut |_, reading| match reading {
        Ok(reading) => hand_over(reading),
        Err(fault) => result = Err(fault),
    });
    result
}

fn fault(source: &str) -> Fault {
    documents_with(source, &InputOptions::default()).expect_err("the file is not to be read")
}

fn field<'d>(document: &'d Parsed, name: &str) -> &'d str {
    document.fields.get(name).map_or("", FieldValue::as_text)
}

/// The text of a TEI document with this body.
fn tei_text(body: &str) -> String {
    let source = format!("<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>{body}</body></text></TEI>");
    documents(&source).remove(0).text
}

#[test]
fn blocks_of_tei_are_set_apart_as_they_are_read() {
    for (body, expected) in [
        ("<p>One\n  two.</p><p>Three.</p>", "One two.\n\nThree."),
        ("<head>A</head><div><head>B</head><div2><head>C</head><p>x</p></div2></div>", "# A\n\n# B\n\n## C\n\nx"),
        ("<lg><head>Song</head><l>one</l><l>two</l></lg><lg><l>three</l></lg>", "Song\n\none\ntwo\n\nthree"),
        ("<list><head>H</head><item>a</item><item><p>b</p><p>c</p></item></list>", "H\n\n- a\n- b\n\nc"),
        (
            "<table><row><cell>a</cell><cell/><cell>b <hi>c</hi></cell></row><row><cell>d</cell></row></table>",
            "a\t\tb c\nd",
        ),
        ("<sp><speaker>HAM.</speaker><l>To be</l><stage>Exit</stage></sp>", "HAM.\nTo be\nExit"),
        (
            "<p>a<note>first</note> b<note place=\"inline\"> in</note></p><p>c<note><p>second</p></note></p>",
            "a b in\n\nc\n\nfirst\n\nsecond",
        ),
        ("<p>a <fw>p. 1</fw><gap/><figure><figDesc>A dog</figDesc></figure><del>no</del>b</p>", "a b"),
        ("<p xml:space=\"preserve\">a\n  b</p>", "a\n  b"),
        ("<u><seg>a</seg><seg>b</seg><vocal><desc>laughs</desc></vocal></u><u>c</u>", "a\n\nb\n\nc"),
        ("<div><s>One.</s><s>Two.</s></div>", "One.\nTwo."),
        ("<p><s>One.</s><s>Two.</s></p><q>Three <hi>four</hi></q>", "One. Two.\n\nThree four"),
    ] {
        assert_eq!(tei_text(body), expected, "{body}");
    }
}

#[test]
fn lines_end_unless_a_word_goes_on() {
    for (body, expected) in [
        ("<p>one<lb/>two<lb n=\"2\"/>\n three</p>", "one\ntwo\nthree"),
        ("<p><lb/>one<lb/></p>", "one"),
        (
            "<p>Buch-<lb break=\"no\"/>\n staben, Wort\u{ac} <pb break=\"no\"/><lb break=\"no\"/>teil</p>",
            "Buchstaben, Wortteil",
        ),
        ("<p>a<pb n=\"2\"/>b <cb/>c</p>", "ab c"),
        ("<p><w>Buch-<lb/>stabe</w> a</p>", "Buchstabe a"),
    ] {
        assert_eq!(tei_text(body), expected, "{body}");
    }
}

#[test]
fn of_alternatives_the_one_that_an_edition_reads_is_kept() {
    for (choice, expected) in [
        ("<choice><orig>olde</orig><reg>old</reg></choice>", "old"),
        ("<choice><reg>old</reg>\n<orig>olde</orig></choice>", "old"),
        ("<choice><sic>a<note>x</note></sic><corr>b<note>y</note></corr></choice>", "b y"),
        ("<choice><abbr>Dr</abbr><expan>Doctor</expan></choice>", "Doctor"),
        ("<choice><orig>o<choice><abbr>p</abbr><expan>q</expan></choice></orig><reg>r</reg></choice>", "r"),
        ("<choice><orig>o</orig><reg>r<choice><abbr>p</abbr><expan>q</expan></choice></reg></choice>", "rq"),
        ("<choice><unclear>a</unclear><unclear>b</unclear></choice>", "a"),
        ("<app><rdg>x</rdg><lem>y</lem><rdg>z</rdg></app>", "y"),
        ("<app from=\"#a\"><lem>y</lem><rdg>z</rdg></app>", ""),
        ("<choice/>", ""),
        ("<sic>a</sic><subst><del>x</del><add>b</add></subst>", "ab"),
    ] {
        let text = tei_text(&format!("<p>one {choice} two</p>"));
        let expected = format!("one {expected} two").replace("  ", " ");
        let (words, note) = expected.split_once(" y two").map_or((expected.as_str(), ""), |(before, _)| {
            if before == "one" { (expected.as_str(), "") } else { ("one b two", "\n\ny") }
        });
        assert_eq!(text, format!("{words}{note}"), "{choice}");
    }
}

#[test]
fn tokens_are_joined_as_the_file_says() {
    for (body, expected) in [
        ("<s><w>I</w> <w>am</w><pc>.</pc></s>", "I am."),
        ("<s><w>I</w><c> </c><w>am</w><w>n't</w></s>", "I amn't"),
        ("<s>\n<w join=\"right\">I</w>\n<w>'m</w>\n<pc join=\"left\">.</pc></s>", "I'm."),
        ("<s><w>I</w><w>am</w><pc>,</pc><w>too</w></s>", "I am, too"),
        ("<s><name><w>Ann</w></name><w>sees</w></s>", "Ann sees"),
    ] {
        assert_eq!(tei_text(body), expected, "{body}");
    }
}

#[test]
fn a_header_tells_title_authors_date_and_language() {
    let source = "<tei:teiCorpus xmlns:tei=\"http://www.tei-c.org/ns/1.0\"><tei:teiHeader><tei:profileDesc><tei:langUsage>\
        <tei:language ident=\"fr\"/></tei:langUsage></tei:profileDesc></tei:teiHeader><tei:TEI xml:id=\"a1\"><tei:teiHeader>\
        <tei:fileDesc><tei:titleStmt><tei:title type=\"sub\">Sub</tei:title><tei:title type=\"main\">The\n Title</tei:title>\
        <tei:author><tei:forename>A.</tei:forename><tei:surname>Author</tei:surname><tei:idno>Q1</tei:idno></tei:author>\
        <tei:author>Second</tei:author></tei:titleStmt><tei:publicationStmt><tei:date when=\"2020\"/><tei:idno>x-1</tei:idno>\
        </tei:publicationStmt><tei:sourceDesc><tei:bibl type=\"digitalSource\"><tei:date>2010</tei:date></tei:bibl>\
        <tei:bibl><tei:title>Other</tei:title><tei:date when=\"1849\">then</tei:date></tei:bibl></tei:sourceDesc>\
        </tei:fileDesc></tei:teiHeader><tei:text><tei:body><tei:p>x</tei:p></tei:body></tei:text></tei:TEI>\
        <tei:TEI><tei:text xml:lang=\"de\"><tei:body><tei:p>y</tei:p></tei:body></tei:text></tei:TEI></tei:teiCorpus>";
    let [first, second] = &documents(source)[..] else { panic!("there are two documents") };
    assert_eq!((first.id.as_deref(), first.title.as_deref(), &*first.text), (Some("a1"), Some("The Title"), "x"));
    let fields: Vec<_> = first.fields.iter().map(|(name, value)| (&**name, value.as_text())).collect();
    let expected = [("idno", "x-1"), ("author", "A. Author; Second"), ("date", "1849"), ("language", "fr")];
    assert_eq!(fields, expected);
    assert_eq!((second.id.as_deref(), field(second, "language"), &*second.text), (None, "de", "y"));
}

#[test]
fn what_export_writes_as_tei_comes_back() {
    let source = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader><fileDesc>\
        <titleStmt><title>Corpus</title></titleStmt></fileDesc></teiHeader>\n<TEI>\n<teiHeader><fileDesc><titleStmt>\
        <title>Fish &amp;  Chips</title></titleStmt><publicationStmt><p>Unpublished</p></publicationStmt><notesStmt>\
        <note n=\"id\">a/1.txt</note><note n=\"year\">1999</note><note n=\"note\">two\nlines</note></notesStmt><sourceDesc>\
        <p>a</p></sourceDesc></fileDesc></teiHeader>\n<text><body>\n<head>Fish &amp;  Chips</head>\n<p>One\n  two.&#13;</p>\n\
        <p>&lt;three&gt;</p>\n</body></text>\n</TEI>\n<TEI>\n<teiHeader><fileDesc><titleStmt><title>2</title></titleStmt>\
        <notesStmt><note n=\"id\">2</note></notesStmt></fileDesc></teiHeader>\n<text><body>\n<p></p>\n</body></text>\n</TEI>\n\
        </teiCorpus>\n";
    let [first, second] = &documents(source)[..] else { panic!("there are two documents") };
    assert_eq!((first.id.as_deref(), first.title.as_deref()), (Some("a/1.txt"), Some("Fish &  Chips")));
    assert_eq!(first.text, "One\n  two.\r\n\n<three>");
    let names = ["source", "year", "note"].map(|name| field(first, name));
    assert_eq!(names, ["a", "1999", "two\nlines"]);
    assert_eq!((second.id.as_deref(), second.title.as_deref(), &*second.text), (Some("2"), None, ""));
}

#[test]
fn entities_are_resolved_if_they_are_plain_text_and_counted() {
    let read = |doctype: &str, text: &str| {
        let source = format!("<!DOCTYPE TEI.2 {doctype}><TEI.2><text><body><p>{text}</p></body></text></TEI.2>");
        documents_with(&source, &InputOptions { max_document_bytes: 1000, ..InputOptions::default() })
    };
    let text = |result: Result<Vec<Parsed>, Fault>| result.map(|mut documents| documents.remove(0).text);
    assert_eq!(text(read("", "&lt;&#x41;&mdash;&amp;")), Ok("<A\u{2014}&".to_owned()));
    assert_eq!(text(read("[<!ENTITY own \"a &#233;\">]", "&own;")), Ok("a \u{e9}".to_owned()));
    let nested = "[<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"/etc/passwd\"><!ENTITY d \"<p/>\">]";
    for name in ["b", "c", "d"] {
        let fault = read(nested, &format!("\n&{name};")).expect_err("nothing but text is expanded");
        assert!(matches!(&fault, Fault::MalformedAt(2, message) if message.contains("not expanded")), "{fault:?}");
    }
    let long = format!("[<!ENTITY a \"{}\">]", "x".repeat(400));
    assert_eq!(read(&long, "&a;&a;&a;"), Err(Fault::TooLong { limit_bytes: 1000 }));
    assert!(matches!(read("", "&nonsense;"), Err(Fault::MalformedAt(1, _))));
}

#[test]
fn entities_of_another_file_stay_as_written_and_are_told() {
    let source = "<!DOCTYPE TEI.2 SYSTEM \"a.dtd\"><TEI.2><text><body><p>&own; &own;</p></body></text></TEI.2>";
    let mut readings = Vec::new();
    read_all(source, &InputOptions::default(), &mut |reading| readings.push(reading)).expect("the file is whole");
    let [Reading::Document(document), Reading::Warning(warning)] = &readings[..] else { panic!("{readings:?}") };
    assert_eq!(document.text, "&own; &own;");
    assert!(warning.contains("2 references") && warning.contains("&own;"), "{warning}");
}

#[test]
fn what_is_not_well_formed_is_refused_with_its_line() {
    for (source, line) in [
        ("<TEI>\n<text>\n<p>a</q></text></TEI>", 3),
        ("<TEI><text>\n<p>a", 2),
        ("<TEI><text><body><p>x</p></body></text></TEI>\n<b/>", 2),
        ("<TEI><text/></TEI>\nmore", 2),
        ("", 1),
        ("text", 1),
        ("<TEI><text><p>a & b</p></text></TEI>", 1),
    ] {
        let fault = fault(source);
        assert!(matches!(fault, Fault::MalformedAt(found, _) if found == line), "{source}: {fault:?}");
    }
    let deep = format!("<TEI><text>{}", "<q>".repeat(MOST_LEVELS));
    assert_eq!(fault(&deep), Fault::TooDeep { limit: MOST_LEVELS });
    assert!(matches!(fault("<TEI><teiHeader/></TEI>"), Fault::NoText(_)));
}

#[test]
fn other_xml_is_refused_with_the_words_that_read_it() {
    let source = "<r><head>Some</head><para>The most text of all</para></r>";
    assert!(matches!(fault(source), Fault::Unread(message) if message.contains("--xml-text \"//para\"")));
    assert!(matches!(fault("<article><title>x</title></article>"), Fault::Unread(_)));
    assert!(matches!(fault("<rdf:RDF xmlns:rdf=\"r\"><x>y</x></rdf:RDF>"), Fault::Unread(_)));
    assert!(matches!(fault("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"), Fault::NoText(_)));
    let mut options = InputOptions { xml_text: "//para | r/head".parse().ok(), ..InputOptions::default() };
    assert_eq!(documents_with(source, &options).expect("it is told")[0].text, "Some\n\nThe most text of all");
    options.xml_text = "//x".parse().ok();
    assert!(matches!(documents_with(source, &options), Err(Fault::Unread(_))));
}

#[test]
fn documents_are_chosen_with_their_attributes() {
    let source = "<d><doc id=\"1\" year=\"19&amp;20\"><t lang=\"en\">A</t><p>b <i>c</i><p>d</p></p></doc><t>no</t>\
        <x:doc title=\"T\" xml:id=\"2\"><t lang=\"de\">B</t><img alt=\"pic\"/></x:doc></d>";
    let options = InputOptions {
        xml_text: "//t[@lang='en'] | //p | doc//@alt".parse().ok(),
        xml_document: "/d/doc".parse().ok(),
        ..InputOptions::default()
    };
    let [first, second] = &documents_with(source, &options).expect("it is told")[..] else { panic!("there are two") };
    assert_eq!((first.id.as_deref(), field(first, "year"), &*first.text), (Some("1"), "19&20", "A\n\nb cd"));
    assert_eq!((second.id.as_deref(), second.title.as_deref(), &*second.text), (Some("2"), Some("T"), "pic"));
}

#[test]
fn entries_of_feeds_are_documents() {
    let rss = "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>News</title>\
        <language>en</language><item><title>A &amp; B</title><link>http://x/1</link><guid>g1</guid>\
        <pubDate>Mon, 01 Jan 2024</pubDate><description>short</description><media:title xmlns:media=\"m\">no</media:title>\
        <content:encoded><![CDATA[<p>Long <b>text</b></p>]]></content:encoded></item></channel></rss>";
    let item = &documents(rss)[0];
    assert_eq!((item.id.as_deref(), item.title.as_deref(), item.text.trim()), (Some("g1"), Some("A & B"), "Long text"));
    assert_eq!((field(item, "link"), field(item, "feed"), field(item, "language")), ("http://x/1", "News", "en"));
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry><id>u</id><title type=\"text\">1 &lt; 2</title>\
        <author><name>A. Author</name><email>a@b</email></author><updated>2024-01-01</updated><link rel=\"self\" href=\"s\"/>\
        <link href=\"h\"/><content type=\"xhtml\"><div><p>x &amp; y</p></div></content></entry></feed>";
    let entry = &documents(atom)[0];
    assert_eq!((entry.title.as_deref(), entry.text.trim()), (Some("1 < 2"), "x & y"));
    assert_eq!((field(entry, "author"), field(entry, "date"), field(entry, "link")), ("A. Author", "2024-01-01", "h"));
    let video = "<feed><entry><title>V</title><content type=\"image/png\">aGVsbG8=</content><media:group xmlns:media=\"m\">\
        <media:description>About</media:description></media:group></entry></feed>";
    assert_eq!(documents(video)[0].text, "About");
    assert!(matches!(fault("<rss><channel><title>x</title></channel></rss>"), Fault::NoText(_)));
}

#[test]
fn articles_of_journals_are_read_from_their_abstract_on() {
    let source = "<article xml:lang=\"en\"><front><journal-meta><journal-title>J</journal-title></journal-meta><article-meta>\
        <article-id pub-id-type=\"doi\">10.1/x</article-id><title-group><article-title>On <italic>x</italic></article-title>\
        </title-group><contrib-group><contrib contrib-type=\"author\"><name><surname>Author</surname><given-names>A.\
        </given-names></name><xref>1</xref></contrib></contrib-group><pub-date><day>2</day><month>3</month><year>2020</year>\
        </pub-date><abstract><p>Short.</p></abstract></article-meta></front><body><sec><label>1</label><title>Intro</title>\
        <p>Text<xref>1</xref><fn><p>Note</p></fn>.</p><sec><title>Sub</title></sec></sec></body><back><ref-list><ref>R</ref>\
        </ref-list></back></article>";
    let article = &documents(source)[0];
    assert_eq!((article.id.as_deref(), article.title.as_deref()), (Some("10.1/x"), Some("On x")));
    assert_eq!(
        (field(article, "author"), field(article, "date"), field(article, "journal")),
        ("A. Author", "2020-03-02", "J")
    );
    assert_eq!(article.text, "Short.\n\n# Intro\n\nText1.\n\n## Sub\n\nNote");
}

#[test]
fn manuals_are_read_with_their_listings_as_they_stand() {
    let source = "<!DOCTYPE book PUBLIC \"-//OASIS//DTD DocBook XML V4.5//EN\" \"d.dtd\">\n<book lang=\"en\"><bookinfo><title>The\n Book</title>\
        <author><firstname>A.</firstname><surname>Author</surname></author><date>2020</date></bookinfo><chapter><title>One</title>\
        <para>a <command>b</command><footnote><para>n</para></footnote><indexterm><primary>x</primary></indexterm>.</para>\
        <section><info><title>Two</title><author>no</author></info><itemizedlist><listitem><para>c</para></listitem></itemizedlist>\
        <programlisting>d\n  e\n</programlisting></section></chapter></book>";
    let manual = &documents(source)[0];
    assert_eq!(
        (manual.title.as_deref(), field(manual, "author"), field(manual, "date")),
        (Some("The Book"), "A. Author", "2020")
    );
    assert_eq!(manual.text, "# One\n\na b.\n\n## Two\n\n- c\n\nd\n  e\n\nn");
    let article =
        "<article xmlns=\"http://docbook.org/ns/docbook\" version=\"5.0\"><title>T</title><para>x</para></article>";
    assert_eq!((documents(article)[0].title.as_deref(), &*documents(article)[0].text), (Some("T"), "x"));
}

#[test]
fn other_files_that_are_included_are_told() {
    let include = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"a.xml\"/>";
    assert!(matches!(fault(&format!("<teiCorpus><teiHeader/>{include}</teiCorpus>")), Fault::Unread(_)));
    let mut warnings = Vec::new();
    let source = format!("<TEI><text><body><p>a</p>{include}</body></text></TEI>");
    read_all(&source, &InputOptions::default(), &mut |reading| {
        if let Reading::Warning(warning) = reading {
            warnings.push(warning);
        }
    })
    .expect("the file is whole");
    assert_eq!(warnings, ["includes another file, which is not read with it"]);
}

#[test]
fn paths_that_are_not_understood_say_so() {
    for path in ["", "//", "a/", "a[1]", "a[@x", "@a/b", "a b", "a[@x='1]", "a||b", &"a/".repeat(40)] {
        assert!(path.parse::<XmlPath>().is_err(), "{path:?}");
    }
}

#[test]
fn a_damaged_file_is_an_error_and_nothing_worse() {
    let source = include_str!("../../../tests/samples/tei-edition.xml");
    assert!(!documents(source).is_empty());
    for at in (0..20).map(|part| source.len() * part / 20) {
        let cut = String::from_utf8_lossy(&source.as_bytes()[..at]);
        assert!(documents_with(&cut, &InputOptions::default()).is_err(), "cut at {at}");
    }
    for at in (0..source.len()).step_by(7) {
        let mut bytes = source.as_bytes().to_vec();
        bytes[at] ^= 1 << (at % 7);
        let _ = documents_with(&String::from_utf8_lossy(&bytes), &InputOptions::default());
    }
}

/// The start of a corpus whose header says its language, with a declaration that every block needs.
const CORPUS: &str = "<?xml version=\"1.0\"?>\n<!DOCTYPE teiCorpus [<!ENTITY e 'x > y'>]>\n<teiCorpus>\n<teiHeader><profileDesc><langUsage>\
                      <language ident=\"de\"/></langUsage></profileDesc></teiHeader>\n";

/// A document of a corpus.
fn tei(id: usize) -> String {
    format!("<TEI xml:id='d{id}'><teiHeader/><text a='>'><body><p>Text {id} &e;</p></body></text></TEI>\n")
}

proptest! {
    #[test]
    fn blocks_of_a_corpus_hold_the_documents_of_the_whole(
        kinds in prop::collection::vec(0_usize..8, 0..12),
        step in 1_usize..400,
    ) {
        let part = |(id, kind): (usize, &usize)| match kind {
            0 => "<!-- <TEI> -->".to_owned(),
            1 => "<TEI/>".to_owned(),
            2 => format!("<teiCorpus><teiHeader><profileDesc><langUsage><language ident='en'/></langUsage></profileDesc></teiHeader>\
                          {}{}</teiCorpus>", tei(id), tei(id)),
            3 => format!("<TEI><text><body><p>outer</p></body></text>{}</TEI>", tei(id)),
            4 => "<standOff><TEI/></standOff>".to_owned(),
            _ => tei(id),
        };
        let parts: String = kinds.iter().enumerate().map(part).collect();
        let source = format!("{CORPUS}{parts}</teiCorpus>\n");
        check_blocks_with(&source, step, &InputOptions::default(), cut, read);
    }

    #[test]
    fn blocks_of_documents_that_are_named_hold_those_of_the_whole(
        kinds in prop::collection::vec(0_usize..8, 0..12),
        step in 1_usize..200,
    ) {
        let part = |(id, kind): (usize, &usize)| match kind {
            0 => "<![CDATA[<doc>]]>".to_owned(),
            1 => "</group><group lang='&e;'>".to_owned(),
            2 => "<doc n='0'><p/></doc>".to_owned(),
            3 => format!("<doc><doc n='in'><p>{id}</p></doc><p>b</p></doc>"),
            4 => "</group>\n<group>".to_owned(),
            _ => format!("<doc n='{id}'>\n<p>Text {id} &e;</p>\n</doc>"),
        };
        let parts: String = kinds.iter().enumerate().map(part).collect();
        let source = format!("<!DOCTYPE all [<!ENTITY e \"y\">]><all><group lang='y'>{parts}</group></all>");
        let path = |path: &str| Some(path.parse::<XmlPath>().expect("it is a path"));
        let options = InputOptions {
            xml_text: path("//p"),
            xml_document: path("group[@lang='y']//doc"),
            ..InputOptions::default()
        };
        check_blocks_with(&source, step, &options, cut, read);
    }
}

#[test]
fn a_fault_in_a_later_block_has_the_line_of_the_file() {
    let block = MarkedBlock {
        head: "c<teiCorpus>\n<teiHeader/>\n",
        text: "<TEI><text><body>\n<p>a</body></text></TEI>",
        first_number: 7,
        first_line: 100,
        is_last: false,
    };
    let mut found = Vec::new();
    read(&block, &InputOptions::default(), &mut |number, reading| found.push((number, reading.map(|_| ()))));
    assert!(matches!(found[..], [(7, Err(Fault::MalformedAt(101, _)))]), "{found:?}");
}
