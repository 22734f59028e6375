//! Subtitles of three kinds, whole and damaged.

use super::cue::Cue;
use super::*;

fn cues(text: &str) -> Vec<Cue> {
    parse(text).cues
}

fn document(source: &str) -> Result<(Parsed, Vec<String>), Fault> {
    let (mut documents, mut warnings) = (Vec::new(), Vec::new());
    read(source, &InputOptions::default(), &mut |reading| match reading {
        Reading::Document(document) => documents.push(document),
        Reading::Warning(warning) | Reading::Repeated(_, warning) | Reading::Note(warning) => warnings.push(warning),
    })?;
    assert_eq!(documents.len(), 1);
    Ok((documents.remove(0), warnings))
}

#[track_caller]
fn check(source: &str, expected: &str, n_damaged: u64) {
    let (document, warnings) = document(source).expect("there is a cue");
    assert_eq!(document.text, expected, "{source}");
    assert_eq!(parse(source).n_damaged, n_damaged, "{source}");
    assert_eq!(warnings.len(), usize::from(n_damaged > 0));
}

#[test]
fn cues_of_subrip_are_lines_without_markup() {
    let source = "\u{feff}1\r\n00:00:01,000 --> 00:00:02,500 X1:1\r\n{\\an8}<i>One</i>\r\n- <font color=\"red\">two &amp; 3 < 4</font> <3 \
        <laughs>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n<i></i>\r\n\r\n3\r\n00:00:05.0 --> 00:00:06\r\n1984\r\n\r\nmore {not}\r\n";
    check(source, "One - two & 3 < 4 <3 <laughs>\n1984 more {not}\n", 0);
    let cues = cues(source);
    assert_eq!((cues[0].start_ms, cues[0].end_ms, cues[1].start_ms), (Some(1000), Some(2500), Some(5000)));
}

#[test]
fn numbers_and_blank_lines_of_subrip_may_be_missing_and_damage_is_counted() {
    check("00:01 --> 00:02\na\n2\n00:03 --> 00:04\nb --> c\n00:05 --> 00:06\nd", "a\nb --> c\nd\n", 0);
    check("1\n00:00:01,000 --> 0o:00:02,000\na\n\n2\n00:99:01,000 --> 00:00:05,000\nb\n", "a\nb\n", 2);
    check(
        "1\n00:00:01,000 --> 00:00:02,000\na\n\n2\nb\n\n9\n\n3\n00:00:04,000 --> 00:00:05,000\nc\n",
        "a\nb 9\nc\n",
        1,
    );
    check("stray\n\n1\n00:00:01,000 --> 00:00:02,000\na\n", "a\n", 1);
    check("1\r00:00:01,000 --> 00:00:02,000\ra\r\r\n", "a\n", 0);
    for none in ["", "no cue here\n", "1\n2\n"] {
        assert!(matches!(document(none), Err(Fault::Malformed(_))));
    }
}

#[test]
fn notes_styles_and_tags_of_webvtt_are_no_text() {
    let source = "WEBVTT - a title\nKind: captions\nLanguage: en\n\nNOTE\nno\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:r\n\nname\n\
        00:01.000 --> 00:02.000 align:left\n<v.loud A. Author>One</v> <c.x>two</c><00:01.500>\nthree &amp;&nbsp;four\n\n\
        1\n00:03.000 --> 01:00:04.000\n<ruby>\u{6f22}<rt>kan</rt></ruby> a<b\n2\n00:05.000 --> 00:06.000\n-\n\n";
    check(source, "One two three &\u{a0}four\n\u{6f22} a\n-\n", 0);
    let subtitles = parse(source);
    assert_eq!(subtitles.language.as_deref(), Some("en"));
    assert_eq!(subtitles.cues[0].speaker.as_deref(), Some("A. Author"));
    assert_eq!((subtitles.cues[1].end_ms, subtitles.cues[2].start_ms), (Some(3_604_000), Some(5000)));
    check("WEBVTT\n00:01.000 --> 00:02.000\na\n\nlost\n\n00:03.000 --> x:04.000\nb", "a\nb\n", 2);
}

#[test]
fn dialogue_of_substation_is_read_and_drawings_are_not() {
    let head = "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n";
    let source = format!(
        "{head}Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
         Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,no\n\
         Dialogue: 0,0:00:01.00,0:00:02.50,Default,A. Author,0,0,0,,{{\\i1}}One{{\\i0}}, two\\Nthree\\hfour\n\
         Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{{\\p1}}m 0 0 l 1 1{{\\p0}}\n\
         Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,{{\\pos(1,2)}}five {{six\nDialogue: 0,1\n"
    );
    check(&source, "One, two three four\nfive {six\n", 1);
    let cues = cues(&source);
    assert_eq!((cues[0].speaker.as_deref(), cues[0].end_ms, &cues[1].speaker), (Some("A. Author"), Some(2500), &None));
    let short = "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,a, b\n";
    check(short, "a, b\n", 0);
}

#[test]
fn any_damage_is_no_panic() {
    for sample in [
        include_str!("../../../tests/samples/sample.srt"),
        include_str!("../../../tests/samples/sample.vtt"),
        include_str!("../../../tests/samples/sample.ass"),
    ] {
        assert!(cues(sample).len() > 1);
        for at in 0..sample.len() {
            parse(&String::from_utf8_lossy(&sample.as_bytes()[..at]));
            let mut bytes = sample.as_bytes().to_vec();
            bytes[at] ^= 1 << (at % 7);
            parse(&String::from_utf8_lossy(&bytes));
        }
    }
}
