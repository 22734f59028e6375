//! Annotated sentences: texts, fields, tokens, and what is refused.

use proptest::prelude::*;

use super::super::marked_lines::tests::check_blocks;
use super::super::options::{AnnotatedTokens, TokenAttribute};
use super::super::reader::Parsed;
use super::*;

const SAMPLE: &str = include_str!("../../../tests/samples/sample.conllu");

fn documents(source: &str) -> Result<Vec<Parsed>, Fault> {
    documents_of(source, TokenAttribute::Form)
}

/// The documents, or the first fault.
fn documents_of(source: &str, attribute: TokenAttribute) -> Result<Vec<Parsed>, Fault> {
    let options = InputOptions { attribute, annotated_tokens: AnnotatedTokens::Carried, ..InputOptions::default() };
    let (mut documents, mut fault) = (Vec::new(), None);
    read(&MarkedBlock::whole(source), &options, &mut |_, reading| match reading {
        Ok(Reading::Document(document)) => documents.push(document),
        Ok(_) => {}
        Err(found) => fault = fault.take().or(Some(found)),
    });
    fault.map_or(Ok(documents), Err)
}

/// The tokens of a document, separated by bars.
fn tokens(document: &Parsed) -> String {
    let given = document.given.as_deref().expect("tokens are asked for");
    let tokens: Vec<_> = given.spans.iter().map(|span| span.of(&document.text)).collect();
    tokens.join("|")
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
    let [document] = &documents[..] else { panic!("there is one document") };
    assert_eq!(document.text, "du,\nA b\n\nA  b");
    assert_eq!(tokens(document), "du|,|A|b|A|b");
    let lemmas = documents_of(&source, TokenAttribute::Lemma).expect("the file is whole");
    assert_eq!(lemmas[0].text, "Lde Lle L,\nLA Lb\n\nLA Lb\n");
    assert_eq!(tokens(&lemmas[0]), "Lde|Lle|L,|LA|Lb|LA|Lb");
    let forms = lemmas[0].given.as_deref().and_then(|given| given.forms.as_ref()).expect("the text is no form");
    assert_eq!(forms.text, document.text);
    let of_forms: Vec<_> = forms.spans.iter().take(3).map(|span| span.of(&forms.text)).collect();
    assert_eq!(of_forms, ["du", "du", ","]);
}

#[test]
fn tokens_are_those_of_the_lines_whatever_is_in_them() {
    let rows = lines(&[("1", "New York", "SpaceAfter=No"), ("2", "n't", "SpaceAfter=No"), ("3", "3 000,5", "_")]);
    for source in [rows.clone(), format!("# text = New Yorkn't 3 000,5\n{rows}"), format!("# text = else\n{rows}")] {
        let documents = documents(&source).expect("the file is whole");
        assert_eq!(tokens(&documents[0]), "New York|n't|3 000,5", "{source}");
    }
}

#[test]
fn documents_begin_where_the_file_says_and_have_what_it_says_of_them() {
    let documents = documents(SAMPLE).expect("the file is whole");
    let ids: Vec<_> = documents.iter().map(|document| document.id.as_deref()).collect();
    assert_eq!(ids, [Some("letter"), Some("note")]);
    let letter = &documents[0];
    assert_eq!(letter.title.as_deref(), Some("A short letter"));
    let fields: Vec<_> = letter.fields.iter().map(|(name, value)| (&**name, value.as_text())).collect();
    assert_eq!(fields, [("genre", "letter"), ("speakers", "none")]);
    assert_eq!(letter.text, "Dear friend,\n\nI can't come. It rains.\nSee you soon!");
    let first = |attribute| documents_of(SAMPLE, attribute).expect("the file is whole")[0].text.clone();
    assert!(first(TokenAttribute::Lemma).starts_with("dear "), "{}", first(TokenAttribute::Lemma));
    assert!(first(TokenAttribute::Pos).starts_with("ADJ ") && first(TokenAttribute::Xpos).starts_with("JJ "));
    assert_eq!(documents[1].text, "Mind the dog .");
    assert!(begins("# newdoc id = a\n") && begins("#newdoc") && !begins("# A heading\n\nProse.") && !begins("1. One"));
}

#[test]
fn columns_may_be_others() {
    let source = "# global.columns = FORM UPOS\nOne\tNUM\ntwo\t_\n";
    let documents = documents(source).expect("the file is whole");
    assert_eq!(documents[0].text, "One two");
    assert_eq!(documents_of(source, TokenAttribute::Pos).expect("the file is whole")[0].text, "NUM\n");
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

#[test]
fn a_damaged_document_costs_itself() {
    let good = lines(&[("1", "A", "_")]);
    let source = format!("# newdoc id = a\n{good}\n1\tx\n\n{good}\n# newdoc id = b\n{good}");
    let (mut found, options) = (Vec::new(), InputOptions::default());
    read(&MarkedBlock::whole(&source), &options, &mut |number, reading| {
        found.push((number, reading.map(|reading| format!("{reading:?}").contains("Some(\"b\")"))));
    });
    assert!(matches!(&found[..], [(1, Err(Fault::MalformedAt(4, _))), (2, Ok(true))]), "{found:?}");
}

proptest! {
    #[test]
    fn blocks_of_any_size_hold_the_documents_of_the_whole(
        lines in prop::collection::vec(prop::sample::select(vec![
            "# newdoc id = a", "# newdoc", "# newpar", "# sent_id = 1", "# text = One two", "# genre = x", "# title = T",
            "# global.columns = ID FORM", "# global.columns = FORM LEMMA", "1\tOne", "2\ttwo", "#\thash", "", "", "\r", "x",
            "1.1\tempty",
        ]), 0..40),
        step in 1_usize..40,
    ) {
        check_blocks(&lines.join("\n"), step, cut, read);
    }
}
