//! Manifests from outside: what `split --verify` and `--rebuild` read and write, whatever a manifest says.

use crate::harness::{Ended, Workdir, assert_no_leftovers, csv_records, failed};

const HEADER: &str = "id,source,title,basis,start,fresh,end,first_line,last_line,xxh3_128,file\n";

/// The manifest of a split of these sources by paragraph in `out`, with `sources` in place of their names.
fn manifest_of(workdir: &Workdir, renamed: &[(&str, &str)]) {
    let mut manifest = workdir.read("out/manifest.csv");
    for (name, source) in renamed {
        manifest = manifest.replace(&format!(",{name},"), &format!(",\"{source}\","));
    }
    workdir.write("out/manifest.csv", &manifest);
}

fn split_of(texts: &[(&str, &str)]) -> Workdir {
    let workdir = Workdir::with(texts);
    assert_eq!(workdir.run("split in --by paragraph -o out/").status, 0);
    workdir
}

fn rebuilt(workdir: &Workdir) -> Ended {
    workdir.run("split --rebuild out/manifest.csv -o back/")
}

#[test]
fn sources_of_one_name_above_and_in_the_folder_are_rebuilt_apart() {
    let workdir = Workdir::with(&[("s.txt", "x\n\ny\n"), ("p/s.txt", "p\n\nq\n")]);
    let run = |line: &str| {
        let mut command = workdir.command(line.split_whitespace());
        crate::harness::finished(command.current_dir(workdir.path("p")).spawn().unwrap())
    };
    assert_eq!(run("split ../s.txt s.txt --by paragraph -o o/").status, 0);
    assert_eq!(workdir.names("p/o"), ["manifest.csv", "s-0001-2.txt", "s-0001.txt", "s-0002-2.txt", "s-0002.txt"]);
    assert_eq!(run("split --verify o/manifest.csv").status, 0);
    let ended = run("split --rebuild o/manifest.csv -o back/");
    let told = "textmill: warning: names that lead out of the folder, or that are no safe ones, are changed: \
                \"../s.txt\" as \"_up/s.txt\"\ntextmill: sources: 2 put together again, 0 not\n";
    assert_eq!((ended.status, &*ended.stderr), (0, told));
    assert_eq!(
        (workdir.read("p/back/_up/s.txt"), workdir.read("p/back/s.txt")),
        ("x\n\ny\n".into(), "p\n\nq\n".into())
    );
}

#[test]
fn honest_names_are_restored_exactly() {
    let names = [
        "in/a b (2).txt",
        "in/ä/ö.txt",
        "in/A.txt",
        "in/a.txt",
        "in/.hidden.txt",
        "in/-rf.txt",
        "in/کتاب\u{200c}ها.txt",
    ];
    let texts: Vec<(&str, &str)> = names.iter().map(|name| (*name, "one\n\ntwo\n")).collect();
    let workdir = Workdir::with(&texts);
    assert_eq!(workdir.run("split in --hidden --by paragraph -o out/").status, 0);
    let ended = rebuilt(&workdir);
    assert_eq!((ended.status, &*ended.stderr), (0, "textmill: sources: 7 put together again, 0 not\n"));
    for name in names {
        assert_eq!(workdir.read(&format!("back/{name}")), "one\n\ntwo\n", "{name}");
    }
}

#[test]
fn names_that_are_not_safe_are_changed_and_nothing_leaves_the_folder() {
    let long = format!("{}.txt", "n".repeat(400));
    let cases: [(&str, &str); 8] = [
        ("../../up.txt", "back/_up/_up/up.txt"),
        ("/etc/textmill-no-such.txt", "back/etc/textmill-no-such.txt"),
        ("a\u{1b}[2J\nb.txt", "back/a_[2J_b.txt"),
        ("evil\u{202e}txt.exe", "back/evil_txt.exe"),
        ("d/con.txt", "back/d/_con.txt"),
        (".git/config", "back/_.git/config"),
        ("..", "back/_up"),
        (&long, ""),
    ];
    for (source, place) in cases {
        let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
        manifest_of(&workdir, &[("in/a.txt", source)]);
        let ended = rebuilt(&workdir);
        assert_eq!(ended.status, 0, "{source}: {}", ended.stderr);
        let is_told = source.starts_with('/') || ended.stderr.contains("are changed");
        assert!(is_told, "{source}: {}", ended.stderr);
        if place.is_empty() {
            let names = workdir.names("back");
            assert!(names[0].len() < 256 && names[0].ends_with(".txt"), "{names:?}");
        } else {
            assert_eq!(workdir.read(place), "one\n\ntwo\n", "{source}");
        }
        assert_eq!(workdir.names("."), ["back", "in", "out"], "{source}");
    }
}

#[test]
fn sources_that_would_share_a_place_are_told_apart() {
    let workdir = split_of(&[("in/a.txt", "one\n\nA\n"), ("in/b.txt", "two\n\nB\n"), ("in/c.txt", "three\n\nC\n")]);
    manifest_of(&workdir, &[("in/a.txt", "/x/s.txt"), ("in/b.txt", "x/s.txt"), ("in/c.txt", "x/s.txt/t.txt")]);
    let ended = rebuilt(&workdir);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    assert_eq!(workdir.read("back/x/s.txt"), "two\n\nB\n");
    assert_eq!(workdir.read("back/x/s-2.txt"), "one\n\nA\n");
    assert_eq!(workdir.read("back/x/s-3.txt/t.txt"), "three\n\nC\n");
    assert!(ended.stderr.contains("\"x/s.txt/t.txt\" as \"x/s-3.txt/t.txt\""), "{}", ended.stderr);
}

#[test]
fn an_input_is_not_rebuilt_over() {
    let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
    manifest_of(&workdir, &[("in/a.txt", "a-0002.txt")]);
    let ended = workdir.run("split --rebuild out/manifest.csv -o out/ --force");
    assert_eq!(ended.status, 2);
    assert!(
        ended.stderr.starts_with("textmill: out/a-0002.txt: is both an input and the output\n"),
        "{}",
        ended.stderr
    );
    assert_eq!(workdir.read("out/a-0002.txt"), "two\n");
    let ended = workdir.run("split --verify out/manifest.csv -o out/a-0002.txt");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("both an input and the output"), "{}", ended.stderr);
}

#[test]
fn a_source_that_is_a_folder_or_device_is_refused_and_not_walked() {
    for (source, told) in [("/", "/: is a folder"), ("in", "in: is a folder"), ("/dev/zero", "/dev/zero: is a device")]
    {
        let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
        manifest_of(&workdir, &[("in/a.txt", source)]);
        let ended = workdir.run("split --verify out/manifest.csv --columns id,in_source");
        assert_eq!(ended.status, 2, "{source}");
        assert!(ended.stderr.starts_with(&format!("textmill: {told}, not a regular file\n")), "{}", ended.stderr);
        assert_eq!(ended.stdout, "id,in_source\na.txt#1,missing\na.txt#2,missing\n", "{source}");
    }
}

#[test]
fn standard_input_is_not_waited_for_because_a_manifest_names_it() {
    for source in ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
        let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
        manifest_of(&workdir, &[("in/a.txt", source)]);
        let child = workdir.command(["split", "--verify", "out/manifest.csv"]);
        let mut child = { child }.stdin(std::process::Stdio::piped()).spawn().unwrap();
        let held_open = child.stdin.take();
        let ended = crate::harness::finished(child);
        drop(held_open);
        assert_eq!(ended.status, 1, "{source}: {}", ended.stderr);
        assert!(ended.stderr.contains("was standard input"), "{source}: {}", ended.stderr);
    }
}

#[cfg(unix)]
#[test]
fn no_planted_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n"), ("outside/precious", "mine")]);
    std::fs::create_dir(workdir.path("back")).unwrap();
    symlink("../outside", workdir.path("back/in")).unwrap();
    for flags in ["", " --force"] {
        let ended = workdir.run(&format!("split --rebuild out/manifest.csv -o back/{flags}"));
        let told = "textmill: back/in/a.txt: cannot be written: \"in\" is a symbolic link, and none is followed here\n";
        assert_eq!(ended, failed(told));
        assert_eq!(workdir.names("outside"), ["precious"]);
    }
    std::fs::remove_file(workdir.path("back/in")).unwrap();
    std::fs::create_dir(workdir.path("back/in")).unwrap();
    symlink("../../outside/precious", workdir.path("back/in/a.txt")).unwrap();
    assert_eq!(rebuilt(&workdir).status, 2);
    assert_eq!(workdir.run("split --rebuild out/manifest.csv -o back/ --force").status, 0);
    assert_eq!(
        (workdir.read("outside/precious"), workdir.read("back/in/a.txt")),
        ("mine".into(), "one\n\ntwo\n".into())
    );
    assert_no_leftovers(&workdir.path("back/in"));
}

#[test]
fn a_folder_that_is_a_link_itself_is_the_users_choice() {
    let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
    std::fs::create_dir(workdir.path("elsewhere")).unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("elsewhere", workdir.path("back")).unwrap();
        assert_eq!(rebuilt(&workdir).status, 0);
        assert_eq!(workdir.read("elsewhere/in/a.txt"), "one\n\ntwo\n");
    }
}

/// Splits one text, lets the manifest name `file` as that of the first segment, and looks at what becomes of it.
#[cfg(unix)]
#[track_caller]
fn check_segment_file(file: &str, prepare: impl Fn(&Workdir), why: &str) {
    let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
    prepare(&workdir);
    let manifest = workdir.read("out/manifest.csv").replace(",a-0001.txt\n", &format!(",{file}\n"));
    workdir.write("out/manifest.csv", &manifest);
    let ended = workdir.run("split --verify out/manifest.csv --columns id,in_source,in_file");
    assert_eq!((ended.status, &*ended.stdout), (2, "id,in_source,in_file\na.txt#1,same,refused\n"), "{file}");
    let told = format!("textmill: in/a.txt: the file {file:?} of the segment \"a.txt#1\" is refused: it {why}\n");
    assert!(ended.stderr.starts_with(&told), "{}", ended.stderr);
    let ended = rebuilt(&workdir);
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains(&format!("is refused: it {why}")), "{}", ended.stderr);
    assert!(!workdir.path("back").exists());
}

#[cfg(unix)]
#[test]
fn a_segment_file_is_a_regular_one_below_the_folder_of_the_manifest_or_refused() {
    use std::os::unix::fs::symlink;
    let nothing = |_: &Workdir| {};
    check_segment_file("../in/a.txt", nothing, "leads out of its folder");
    check_segment_file("/etc/hostname", nothing, "leads out of its folder");
    check_segment_file("sub/../a-0001.txt", |w| w.write("out/sub/x", ""), "leads out of its folder");
    check_segment_file("sub", |w| w.write("out/sub/x", ""), "is a folder, not a regular file");
    let fifo = |workdir: &Workdir| {
        let made = std::process::Command::new("mkfifo").arg(workdir.path("out/pipe")).status();
        assert!(made.unwrap().success());
    };
    check_segment_file("pipe", fifo, "is a named pipe, not a regular file");
    let link = |w: &Workdir| symlink("a-0001.txt", w.path("out/link.txt")).unwrap();
    check_segment_file("link.txt", link, "is a symbolic link, not a regular file");
    let link = |w: &Workdir| symlink(".", w.path("out/here")).unwrap();
    check_segment_file("here/a-0001.txt", link, "is a symbolic link, not a regular file");
}

#[test]
fn refused_files_of_one_document_are_one_message() {
    let text: String = (0..40).map(|n| format!("line {n}\n")).collect();
    let workdir = Workdir::with(&[("a.txt", &text)]);
    assert_eq!(workdir.run("split a.txt --by line -o out/").status, 0);
    let manifest = workdir.read("out/manifest.csv").replace(",a-00", ",../a-00");
    workdir.write("out/manifest.csv", &manifest);
    let ended = workdir.run("split --verify out/manifest.csv --columns in_file --no-header");
    assert_eq!(
        (ended.status, ended.stdout.lines().count(), ended.stderr.lines().count()),
        (2, 40, 3),
        "{}",
        ended.stderr
    );
    assert!(ended.stderr.contains("so are those of 39 more segments"), "{}", ended.stderr);
}

#[test]
fn a_manifest_is_a_file_of_a_bounded_length() {
    let workdir = split_of(&[("in/a.txt", "one\n\ntwo\n")]);
    for line in ["split --verify out", "split --rebuild out -o back/"] {
        let ended = workdir.run(line);
        let told = "textmill: out: is a folder, and a manifest is a file\n\
                    hint: split -o DIR/ writes it as manifest.csv into the folder\n";
        assert_eq!(ended, failed(told));
    }
    assert_eq!(workdir.run("split --verify /dev/zero").status, 2);
    let ended = workdir.run("split --verify absent.csv");
    assert!(
        ended.stderr.starts_with("textmill: absent.csv: the manifest cannot be read: no such file"),
        "{}",
        ended.stderr
    );
    let row = "a.txt#1,a.txt,,bytes,0,0,10,1,2,1f61d169b194fca40f756b7b03cbaad9,x.txt\n";
    workdir.write("long.csv", &format!("{HEADER}{}", row.repeat(2_000)));
    for line in ["split --verify long.csv --max-document 100K", "split --rebuild long.csv -o back/ --max-document 100K"]
    {
        let told = "textmill: long.csv: is longer than the 100.0 KiB that it may have\nhint: --max-document SIZE allows more\n";
        assert_eq!(workdir.run(line), failed(told));
    }
    assert!(!workdir.path("back").exists());
    let piped = workdir.pipe("split --verify - in", &workdir.read("out/manifest.csv"));
    assert_eq!(
        piped.stderr.lines().last(),
        Some("textmill: 2 segments of 1 document, 2 differences"),
        "{}",
        piped.stderr
    );
}

#[test]
fn places_beyond_any_text_are_no_places() {
    for place in ["9223372036854775808", "18446744073709551615"] {
        let row = format!("a.txt#1,a.txt,,bytes,{place},{place},{place},1,2,1f61d169b194fca40f756b7b03cbaad9,x.txt\n");
        let workdir = Workdir::with(&[("m.csv", &format!("{HEADER}{row}")), ("a.txt", "one")]);
        let ended = workdir.run("split --verify m.csv");
        assert_eq!(ended.status, 2);
        assert!(ended.stderr.contains("a row of a manifest has a number in the column \"start\""), "{}", ended.stderr);
    }
    let huge = "a.txt#1,a.txt,,bytes,0,0,9223372036854775807,1,2,1f61d169b194fca40f756b7b03cbaad9,a.txt\n";
    let workdir = Workdir::with(&[("m.csv", &format!("{HEADER}{huge}")), ("a.txt", "one")]);
    assert_eq!(workdir.run("split --verify m.csv").status, 2);
    let ended = workdir.run("split --rebuild m.csv -o back/");
    assert!(ended.stderr.contains("has more than 268435456 bytes"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_are_split_verified_and_rebuilt() {
    use std::os::unix::ffi::OsStrExt;
    let workdir = Workdir::new();
    let names: [&[u8]; 3] = [b"caf\xe9.txt", b"\xff\xfe", b"a\\xe9.txt"];
    let path = |folder: &str, name: &[u8]| workdir.path(folder).join(std::ffi::OsStr::from_bytes(name));
    std::fs::create_dir(workdir.path("n")).unwrap();
    for name in names {
        std::fs::write(path("n", name), [name, b"\n\nsecond\n"].concat().escape_ascii().to_string()).unwrap();
    }
    assert_eq!(workdir.run("split n --by paragraph -o o/").status, 0);
    let sources: Vec<String> =
        csv_records(&workdir.read("o/manifest.csv")).into_iter().map(|row| row[1].clone()).collect();
    assert!(
        sources.contains(&"n/caf\\xe9.txt".to_owned()) && sources.contains(&"n/a\\x5cxe9.txt".to_owned()),
        "{sources:?}"
    );
    let ended = workdir.run("split --verify o/manifest.csv");
    assert_eq!((ended.status, ended.stderr.contains("all as the manifest says")), (0, true), "{}", ended.stderr);
    let ended = rebuilt_from(&workdir, "o/manifest.csv");
    assert_eq!((ended.status, &*ended.stderr), (0, "textmill: sources: 3 put together again, 0 not\n"));
    for name in names {
        assert_eq!(std::fs::read(path("back/n", name)).unwrap(), std::fs::read(path("n", name)).unwrap());
    }
}

#[cfg(unix)]
fn rebuilt_from(workdir: &Workdir, manifest: &str) -> Ended {
    workdir.run(&format!("split --rebuild {manifest} -o back/"))
}
