//! Tables for the eye: their columns and their width, on standard output and in files.

use crate::harness::{Workdir, done};

fn workdir() -> Workdir {
    let text = "The old mill turns. ".repeat(20);
    Workdir::with(&[("in/a-rather-long-name-of-a-document.txt", &text), ("in/b.txt", "No mill. ")])
}

#[test]
fn a_table_on_standard_output_fits_a_screen_whether_or_not_its_width_is_known() {
    let workdir = workdir();
    for (line, width) in [("stats in --per document", None), ("export in", None), ("export in", Some("60"))] {
        let mut command = workdir.command(line.split(' ').chain(["-f", "table"]));
        command.env_remove("COLUMNS").envs(width.map(|width| ("COLUMNS", width)));
        let shown = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let widest = shown.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width.map_or(80, |width| width.parse().unwrap())), "{line}: {widest:?}");
        assert!(shown.contains("b.txt"), "{shown}");
    }
}

#[test]
fn a_screen_has_the_main_columns_and_a_file_all() {
    let workdir = workdir();
    let screen = workdir.run("stats in --per document -f table").stdout;
    let names = |table: &str| table.lines().next().unwrap().split_whitespace().count();
    assert_eq!(names(&screen), 4, "{screen}");
    assert!(screen.ends_with("\n\n14 more columns in files; --columns all\n"), "{screen}");
    let mut command = workdir.command("stats in --per document -f table -o out.txt".split(' '));
    assert!(command.env_remove("COLUMNS").status().unwrap().success());
    assert_eq!(names(&workdir.read("out.txt")), 18);
    let all = workdir.run("stats in/b.txt --per document -f table --columns all").stdout;
    assert_eq!(all.lines().count(), 18, "{all}");
    let csv = |flags: &str| workdir.run(&format!("stats in --per document {flags}")).stdout;
    assert_eq!(csv("--columns all"), csv(""));
}

#[test]
fn a_column_that_rows_are_chosen_by_is_seen() {
    let screen = workdir().run("stats in --per document -f table --where lines>0").stdout;
    assert!(screen.lines().next().unwrap().contains("  lines  "), "{screen}");
}

#[test]
fn hits_have_the_fields_of_their_documents_in_every_order() {
    let workdir = Workdir::new();
    workdir.write("in.csv", "id,year,source,text\nx,1912,s,b mill\ny,1913,t,a mill\n");
    for (sort, expected) in [("id", "x,1912,b\ny,1913,a\n"), ("left", "y,1913,a\nx,1912,b\n")] {
        let line = format!("stats in.csv --match mill --columns id,year,left --sort {sort} --no-header");
        assert_eq!(workdir.run(&line), done(expected));
    }
    let chosen = workdir.run("stats in.csv --match mill --where year=1913 --only id,left --no-header");
    assert_eq!(chosen, done("y,a\n"));
    let unknown = workdir.run("stats in.csv --match mill --columns id,yaer");
    assert!(unknown.status == 2 && unknown.stderr.contains("year"), "{}", unknown.stderr);
}

#[test]
fn no_hits_are_said() {
    let ended = workdir().run("stats in --match weir --no-header");
    assert_eq!((ended.status, &*ended.stdout, &*ended.stderr), (0, "", "textmill: 0 hits\n"));
}

#[test]
fn a_hit_is_in_color_where_color_is_wanted() {
    let workdir = workdir();
    let colored =
        |flags: &str| workdir.run(&format!("stats in --match mill -f table {flags}")).stdout.matches("\u{1b}[").count();
    assert_eq!((colored(""), colored("--color always")), (0, 42));
}
