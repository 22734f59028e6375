//! Annotated sentences: texts, fields, tokens, and what is refused.

use super::*;

const SAMPLE: &str = include_str!("../../../tests/samples/sample.conllu");

fn documents(source: &str) -> Result<Vec<(Parsed, Annotations)>, Fault> {
    let mut documents = Vec::new();
    read_annotated(source, &mut |reading, annotations| {
        if let Reading::Document(document) = reading {
            documents.push((document, annotations));
        }
    })?;
    let mut plain = Vec::new();
    read(source, &InputOptions::default(), &mut |reading| plain.push(reading))?;
    assert_eq!(plain.len(), documents.len());
    Ok(documents)
}

/// Lines with number, form and last column.
fn lines(rows: &[(&str, &str, &str)]) -> String {
    rows.iter().map(|(id, form, misc)| format!("{id}\t{form}\tL{form}\tX\tY\t_\t_\t_\t_\t{misc}\n")).collect()
}

#[test]
fn a_text_is_what_its_sentences_say_or_their_forms_make() {
    let first =
        lines(&[("1-2", "du", "SpaceAfter=No"), ("1", "de", "_"), ("2", "le", "_"), ("3", ",", "A=b|SpaceAfter=No")]);
    let second = lines(&[("1", "A", "_"), ("1.1", "none", "_"), ("2", "b", "SpaceAfter=No")]);
    let source = format!("# newpar\n{first}\n{second}\r\n# newpar id = x\n# text = A  b\n{second}\n\n\n# newpar\n");
    let documents = documents(&source).expect("the file is whole");
    let [(document, annotations)] = &documents[..] else { panic!("there is one document") };
    assert_eq!(document.text, "du,\nA b\n\nA  b");
    let tokens: Vec<_> = annotations
        .tokens
        .iter()
        .map(|token| (token.span.of(&document.text), annotations.values(token).lemma, token.is_further_word))
        .collect();
    let expected =
        [("du", "Lde", false), ("du", "Lle", true), (",", "L,", false), ("A", "LA", false), ("b", "Lb", false)];
    assert_eq!(tokens[..5], expected);
    assert_eq!((tokens.len(), annotations.n_lost), (7, 0));
}

#[test]
fn documents_begin_where_the_file_says_and_have_what_it_says_of_them() {
    let documents = documents(SAMPLE).expect("the file is whole");
    let ids: Vec<_> = documents.iter().map(|(document, _)| document.id.as_deref()).collect();
    assert_eq!(ids, [Some("letter"), Some("note")]);
    let (letter, annotations) = &documents[0];
    assert_eq!(letter.title.as_deref(), Some("A short letter"));
    let fields: Vec<_> = letter.fields.iter().map(|(name, value)| (&**name, value.as_text())).collect();
    assert_eq!(fields, [("genre", "letter"), ("speakers", "none")]);
    assert_eq!(letter.text, "Dear friend,\n\nI can't come. It rains.\nSee you soon!");
    assert_eq!(annotations.n_lost, 0);
    let first = annotations.values(&annotations.tokens[0]);
    assert_eq!((first.lemma, first.upos, first.xpos), ("dear", "ADJ", "JJ"));
    assert_eq!(documents[1].0.text, "Mind the dog .");
    assert!(begins("# newdoc id = a\n") && begins("#newdoc") && !begins("# A heading\n\nProse.") && !begins("1. One"));
}

#[test]
fn columns_may_be_others() {
    let source = "# global.columns = FORM UPOS\nOne\tNUM\ntwo\t_\n";
    let documents = documents(source).expect("the file is whole");
    let (document, annotations) = &documents[0];
    assert_eq!(document.text, "One two");
    assert_eq!(annotations.values(&annotations.tokens[0]).upos, "NUM");
}

#[test]
fn a_line_that_is_none_is_named() {
    let good = lines(&[("1", "A", "_")]);
    for (bad, wanted) in [
        ("1\tA\n", "2 columns"),
        ("x\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "no number"),
        ("2-1\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "no number"),
        ("A b c\n", "1 columns"),
    ] {
        let fault = documents(&format!("{good}\n{bad}")).expect_err("there is a bad line");
        assert!(matches!(&fault, Fault::MalformedAt(3, message) if message.contains(wanted)), "{bad}: {fault:?}");
    }
    for empty in ["", "\n\n", "# text = a\n"] {
        assert!(matches!(documents(empty), Err(Fault::NoText(_))));
    }
}

#[test]
fn a_damaged_file_is_no_panic() {
    for at in 0..SAMPLE.len() {
        let _ = documents(&String::from_utf8_lossy(&SAMPLE.as_bytes()[..at]));
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes[at] ^= 1 << (at % 7);
        let _ = documents(&String::from_utf8_lossy(&bytes));
    }
}
