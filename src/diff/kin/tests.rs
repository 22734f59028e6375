//! Documents without a partner by id, and the ones that they turn out to be.

use super::super::corpora::tests::run;

/// Twenty-four words that occur together nowhere else.
fn story(name: &str) -> String {
    let words = ["ferry", "lantern", "orchard", "granite", "whistle", "meadow", "copper", "ribbon"];
    let sentences = words.map(|word| format!("{name}{word} met {name} at {word}{name}"));
    sentences.join(" then ") + ".\n"
}

#[track_caller]
fn check(old: &[(&str, &str)], new: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(run(old, new).rows(&["change", "old_id", "new_id"]), expected);
}

#[test]
fn equal_texts_are_moved_or_renamed() {
    let (a, b) = (story("a"), story("b"));
    check(&[("x/a", &a)], &[("y/a", &a)], &["moved x/a y/a"]);
    check(&[("x/a", &a)], &[("x/b", &a)], &["renamed x/a x/b"]);
    check(&[("x/a", &a), ("x/b", &b)], &[("y/b", &a), ("y/a", &b)], &["renamed x/b y/a", "renamed x/a y/b"]);
}

#[test]
fn of_many_equal_texts_the_names_decide_and_then_the_order() {
    let text = story("a");
    let (old, new) = ([("x/1", &*text), ("x/2", &*text), ("x/3", &*text)], [("y/0", &*text), ("y/2", &*text)]);
    check(&old, &new, &["removed x/3 ", "renamed x/1 y/0", "moved x/2 y/2"]);
}

#[test]
fn empty_texts_are_nobodys_kin() {
    check(&[("x/a", "")], &[("y/a", "")], &["removed x/a ", "added  y/a"]);
    check(&[("x/a", "…\n")], &[("y/a", "…\n")], &["removed x/a ", "added  y/a"]);
}

#[test]
fn a_text_that_was_edited_is_found_under_its_new_name() {
    let (a, b) = (story("a"), story("b"));
    let edited = a.replace("ametal", "b").replace("awhistle", "a new whistle");
    check(&[("x/a", &a), ("x/b", &b)], &[("y/c", &edited)], &["removed x/b ", "renamed x/a y/c"]);
}

#[test]
fn a_partner_by_id_goes_before_any_likeness() {
    let (a, b) = (story("a"), story("b"));
    check(&[("1", &a), ("2", &b)], &[("1", &b), ("2", &a)], &["changed 1 1", "changed 2 2"]);
}

#[test]
fn a_teaser_is_paired_with_its_article_and_said_to_be_contained() {
    let (article, teaser) = (story("a") + &story("b") + &story("c"), story("a"));
    for id in ["1", "2"] {
        let outcome = run(&[("1", &article)], &[(id, &teaser)]);
        let change = if id == "1" { "changed" } else { "renamed" };
        assert_eq!(outcome.rows(&["change", "note"]), [format!("{change} the new text is contained in the old one")]);
        assert_eq!(outcome.rows(&["new_in_old"]), ["1"]);
    }
}

#[test]
fn documents_that_became_one_were_merged_and_those_that_were_one_split() {
    let (a, b) = (story("a"), story("b"));
    let both = a.clone() + &b;
    check(&[("1", &a), ("2", &b)], &[("3", &both)], &["merged 1 3", "merged 2 3"]);
    check(&[("3", &both)], &[("1", &a), ("2", &b)], &["split 3 1", "split 3 2"]);
}

#[test]
fn what_was_added_to_a_document_that_has_a_partner_was_merged_into_it() {
    let (a, b) = (story("a"), story("b"));
    let both = a.clone() + &b;
    check(&[("1", &a), ("2", &b)], &[("1", &both)], &["changed 1 1", "merged 2 1"]);
    check(&[("1", &both)], &[("1", &a), ("2", &b)], &["changed 1 1", "split 1 2"]);
}

#[test]
fn a_copy_of_what_another_document_always_had_was_not_merged() {
    let (a, both) = (story("a"), story("a") + &story("b"));
    check(&[("1", &a), ("2", &both)], &[("2", &both)], &["removed 1 ", "same 2 2"]);
}

#[test]
fn pages_of_one_template_are_not_each_other_under_another_name() {
    let page =
        |city: &str, n: u32| format!("{} In {city} it is {n} degrees and in the hills {} today.", story("a"), n + 7);
    let (monday, friday) = (page("Kiel", 4), page("Ulm", 9));
    check(&[("x/monday", &monday)], &[("x/friday", &friday)], &["added  x/friday", "removed x/monday "]);
    check(&[("x/page", &monday)], &[("y/page", &friday)], &["moved x/page y/page"]);
}

#[test]
fn thousands_of_pages_of_one_template_find_their_own() {
    let pages = |folder: &str| -> Vec<(String, String)> {
        let page = |n: u32| (format!("{folder}/page-{n}"), format!("{} Page number {n} of many more.", story("a")));
        (0..600).map(page).collect()
    };
    let (old, new) = (pages("x"), pages("y"));
    let old: Vec<(&str, &str)> = old.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let new: Vec<(&str, &str)> = new.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let moved = run(&old, &new).rows(&["change"]);
    assert_eq!(moved, ["moved"; 600]);
}
