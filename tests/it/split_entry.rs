//! `textmill split`: the entries of web pages, and rules from learning to cutting.

#[cfg(feature = "html")]
use crate::harness::done;
use crate::harness::{Workdir, csv_records};

#[cfg(feature = "html")]
/// An article of a page of news as a template would write it.
fn article(number: usize, title: &str, text: &str) -> String {
    format!(
        "<article class=\"post post-{number}\"><div class=meta><span>Town</span> <time>{number} May 2024</time></div>\n\
         <h2><a href=\"/news/{number}.html\">{title}</a></h2><p>{text}</p><p><a href=\"/news/{number}.html\">Read on</a></p>\
         </article>"
    )
}

const NEWS: [(&str, &str); 3] =
    [("Ferry late", "Fog again."), ("Crane new", "Ninety tonnes."), ("Quay closed", "Divers found cracks.")];

#[cfg(feature = "html")]
fn page(articles: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>Gazette</title></head><body><header>Logo</header><nav><a href=/>Home</a>\
         </nav><main><h1>Harbour News</h1>{articles}<div class=pager>Older news</div></main><footer>Imprint</footer></body>"
    )
}

#[cfg(feature = "html")]
fn articles(news: &[(&str, &str)]) -> String {
    (1..).zip(news).map(|(number, (title, text))| article(number, title, text)).collect()
}

#[cfg(feature = "html")]
/// The cells of some columns, one row for each entry.
#[track_caller]
fn check(name: &str, text: &str, columns: &str, expected: &[&[&str]]) {
    let workdir = Workdir::with(&[(name, text)]);
    let ended = workdir.run(&format!("split {name} --columns {columns}"));
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    assert_eq!(csv_records(&ended.stdout), expected);
}

#[cfg(feature = "html")]
#[test]
fn the_element_that_a_web_page_repeats_is_an_entry() {
    check(
        "news.html",
        &page(&articles(&NEWS)),
        "title,text,marker,date,link",
        &[
            &["Ferry late", "Town 1 May 2024\n\nFog again.", "Read on", "2024-05-01", "/news/1.html"],
            &["Crane new", "Town 2 May 2024\n\nNinety tonnes.", "Read on", "2024-05-02", "/news/2.html"],
            &["Quay closed", "Town 3 May 2024\n\nDivers found cracks.", "Read on", "2024-05-03", "/news/3.html"],
        ],
    );
}

#[cfg(feature = "html")]
#[test]
fn boxes_without_headings_are_entries_too() {
    let card =
        |(title, text): &(&str, &str)| format!("<li class=card><b>{title}</b><br><div>{text} And more.</div></li>");
    let list: String = NEWS.iter().map(card).collect();
    let html = page(&format!("<div class=intro>All that floats.</div><ul class=cards>{list}</ul>"));
    check(
        "cards.html",
        &html,
        "title,text",
        &[
            &["Ferry late", "Fog again. And more."],
            &["Crane new", "Ninety tonnes. And more."],
            &["Quay closed", "Divers found cracks. And more."],
        ],
    );
}

#[cfg(feature = "html")]
#[test]
fn entries_in_sections_are_those_of_one_page() {
    let sections: String = NEWS
        .iter()
        .map(|one| {
            format!("<section class=day><h2>A day</h2>{}</section>", articles(&[*one, ("Also", "Nothing else.")]))
        })
        .collect();
    let workdir = Workdir::with(&[("days.html", &page(&sections))]);
    let ended = workdir.run("split days.html --columns title --no-header");
    assert_eq!(ended.stdout, "Ferry late\nAlso\nCrane new\nAlso\nQuay closed\nAlso\n");
}

#[cfg(feature = "html")]
#[test]
fn a_rule_learned_from_web_pages_holds_for_a_page_with_one_entry() {
    let workdir = Workdir::with(&[
        ("old/1.html", &page(&articles(&NEWS))),
        ("old/2.html", &page(&articles(&NEWS[..2]))),
        ("new/1.html", &page(&articles(&NEWS[2..]))),
        ("new/2.html", "<html><body><main><h1>About us</h1><p>We sell fish.</p></main></body></html>"),
    ]);
    assert_eq!(workdir.run("split --learn old -o rule.toml"), done(""));
    let rule = workdir.read("rule.toml");
    assert!(rule.contains("kind = \"block\"\npath = \"main > article.post\""), "{rule}");
    assert!(rule.contains("from = [\"1.html\", \"2.html\"]"), "{rule}");
    let ended = workdir.run("split new --rule rule.toml --columns id,title --no-header");
    assert_eq!((ended.status, &*ended.stdout), (2, "1.html#1,Quay closed\n"));
    let expected = "textmill: 2.html: does not fit the rule \"learned\": it has no element \"main > article.post\"\n";
    assert!(ended.stderr.contains(expected), "{}", ended.stderr);
}

#[cfg(feature = "html")]
const TEASERS: [(&str, &str); 3] = [
    (
        "Le bac en retard",
        "Encore du brouillard sur le bras de mer, dit le capitaine, qui attend que le vent se lève demain.",
    ),
    ("Une grue neuve", "Elle lève quatre-vingt-dix tonnes d’un seul coup et remplace deux machines du siècle dernier."),
    (
        "Le quai fermé",
        "Les plongeurs ont trouvé des fissures dans le mur, et personne ne sait combien de mois il faudra.",
    ),
];

#[cfg(feature = "html")]
#[track_caller]
fn check_titles(entries: &str, expected: &[&str]) {
    let workdir = Workdir::with(&[("a.html", &page(entries))]);
    let ended = workdir.run("split a.html --columns title --no-header");
    assert_eq!(ended.stdout.lines().collect::<Vec<_>>(), expected, "{}", ended.stderr);
}

#[cfg(feature = "html")]
#[test]
fn web_pages_without_an_element_for_each_entry_are_cut_by_what_repeats() {
    let titles = ["Le bac en retard", "Une grue neuve", "Le quai fermé"];
    let made = |entry: fn(&(&str, &str)) -> String| TEASERS.iter().map(entry).collect::<String>();
    check_titles(
        &made(|(title, text)| format!("<h3>{title}</h3><p>{text}</p><p><a href=/a>Lire la suite</a></p>")),
        &titles,
    );
    let terms = made(|(title, text)| format!("<dt><a href=/a>{title}</a></dt><dd>{text}</dd>"));
    check_titles(&format!("<dl>{terms}</dl>"), &titles);
    check_titles(&made(|(title, text)| format!("<p><strong>{title}</strong></p><p>{text}</p><hr>")), &titles);
    check_titles(&made(|(title, text)| format!("<p><b>{title}</b><br>{text}</p>")), &titles);
}

#[cfg(feature = "html")]
#[test]
fn web_pages_with_one_entry_or_without_the_last_marker_are_cut_too() {
    check_titles(
        "<h2>Ferry late</h2><p>Fog again, says the master.</p><p><a href=/1>Continue reading</a></p>",
        &["Ferry late"],
    );
    let japanese = "<div class=e><h2>船の遅れ</h2><p>また霧が出た。</p><a href=/1>続きを読む</a></div>\
        <div class=e><h2>新しい起重機</h2><p>「続きを読む」と書いてある。</p><a href=/2>続きを読む</a></div>\
        <div class=e><h2>岸壁の閉鎖</h2><p>潜水夫がひびを見つけた。</p></div>";
    check_titles(japanese, &["船の遅れ", "新しい起重機", "岸壁の閉鎖"]);
}

fn digest(marker: &str) -> String {
    NEWS.iter().map(|(title, text)| format!("{title}\n\n{text}\n\n{marker}\n\n")).collect()
}

#[test]
fn a_rule_gives_the_same_bytes_for_any_number_of_threads() {
    let workdir = Workdir::new();
    for number in 0..40 {
        workdir.write(&format!("pages/{number:02}.txt"), &digest(if number % 7 == 0 { "Weiter" } else { "Read more" }));
    }
    let learned = |threads: usize| {
        let ended = workdir.run(&format!("split --learn pages/01.txt pages/02.txt -j {threads}"));
        assert_eq!(ended.status, 0, "{}", ended.stderr);
        ended.stdout
    };
    assert_eq!(learned(1), learned(4));
    workdir.write("rule.toml", &learned(1));
    let cut = |threads: usize| workdir.run(&format!("split pages --rule rule.toml -j {threads}"));
    let one = cut(1);
    assert_eq!((one.status, csv_records(&one.stdout).len(), one.stderr.matches("does not fit").count()), (2, 102, 6));
    assert_eq!(one, cut(2));
    assert_eq!(one, cut(8));
}

#[test]
fn what_a_rule_finds_is_explained_and_why_a_page_does_not_fit() {
    let other = "1. One\n\nFirst text.\n\n2. Two\n\nSecond text.\n";
    let workdir = Workdir::with(&[("a.txt", &digest("Read more")), ("b.txt", other)]);
    assert_eq!(workdir.run("split --learn a.txt -o rule.toml").status, 0);
    let ended =
        workdir.run("split a.txt b.txt --rule rule.toml --explain --columns id,kind,entries,verdict --no-header");
    let expected = "a.txt,marker,3,\"fits the rule \"\"learned\"\"\"\n\
        b.txt,marker,,\"does not fit the rule \"\"learned\"\": it has no line \"\"read more\"\"\"\n\
        b.txt,number,2,chosen without the rule\n";
    assert!(ended.stdout.starts_with(expected), "{}", ended.stdout);
    assert_eq!(ended.status, 0);
    assert_eq!(workdir.run("split a.txt --rule rule.toml --learn").status, 2);
}

#[test]
fn line_ends_of_every_kind_give_the_same_entries() {
    let text = digest("Read more");
    let mixed: String = text
        .split_inclusive('\n')
        .zip([true, false].into_iter().cycle())
        .fold(String::new(), |all, (l, is)| all + &(if is { l.replace('\n', "\r\n") } else { l.to_owned() }));
    let workdir = Workdir::with(&[("lf.txt", &text), ("crlf.txt", &text.replace('\n', "\r\n")), ("mixed.txt", &mixed)]);
    let cut = |name: &str| workdir.run(&format!("split {name} --columns title,text,marker"));
    assert_eq!(cut("lf.txt").status, 0);
    assert_eq!(cut("crlf.txt"), cut("lf.txt"));
    assert_eq!(cut("mixed.txt"), cut("lf.txt"));
}

#[test]
fn the_date_of_an_entry_is_a_field_for_the_verbs_behind() {
    let entry = |(day, (title, text)): (usize, &(&str, &str))| {
        format!("{title}\n\n{day}. Mai 2024\n\n{text}\n\nWeiterlesen\n\n")
    };
    let text: String = (3..).zip(&NEWS).map(entry).collect();
    let workdir = Workdir::with(&[("a.txt", &text)]);
    let rows = workdir.run("split a.txt").stdout;
    let ended = workdir.pipe("stats --per date:day --columns date:day,documents --no-header", &rows);
    assert_eq!(ended.stdout, "2024-05-03,1\n2024-05-04,1\n2024-05-05,1\n");
}

#[test]
fn a_rule_that_is_none_is_refused_before_anything_is_cut() {
    let workdir = Workdir::with(&[("a.txt", &digest("Read more")), ("bad.toml", "[boundary]\nkind = \"maker\"\n")]);
    let ended = workdir.run("split a.txt --rule bad.toml");
    assert_eq!((ended.status, &*ended.stdout), (2, ""));
    assert!(
        ended.stderr.starts_with("textmill: bad.toml: is no rule: [boundary] kind = \"maker\" is none of"),
        "{}",
        ended.stderr
    );
    let ended = workdir.run("split a.txt --rule nexsi");
    assert!(ended.stderr.contains("hint: did you mean \"nexis\"?"), "{}", ended.stderr);
    assert_eq!(workdir.run("split a.txt --rule nexis --by line").status, 2);
    assert_eq!(workdir.run("split --learn a.txt -o rules/").status, 2);
    assert_eq!(workdir.run("split --learn a.txt -o a.txt").status, 2);
    assert_eq!(workdir.read("a.txt"), digest("Read more"));
}

#[test]
fn entries_may_be_named_where_they_are_explained() {
    let page = "Ferry late\n\nFog again.\n\nRead more\n\nCrane new\n\nIt lifts.\n\nRead more\n";
    let workdir = Workdir::with(&[("a.txt", page)]);
    let bare = workdir.run("split a.txt --explain");
    assert_eq!(bare.status, 0, "{}", bare.stderr);
    assert_eq!(workdir.run("split a.txt --explain --by entry").stdout, bare.stdout);
}
