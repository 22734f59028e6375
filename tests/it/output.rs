//! Where results go: files that are old or new and never half, inputs that are never changed, ends that are told.

use std::fs::File;
use std::process::Stdio;

use crate::harness::{Ended, Workdir, done, failed, finished};

const ONE_TEXT: &[(&str, &str)] = &[("a.txt", "one")];

#[test]
fn an_output_file_is_replaced_whole() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("out.csv", "old, and much longer than the new content will be")]);
    assert_eq!(workdir.run("export a.txt --columns id -o out.csv"), done(""));
    assert_eq!(workdir.read("out.csv"), "id\na.txt\n");
    assert_eq!(workdir.names("."), ["a.txt", "out.csv"]);
}

#[test]
fn a_failed_run_leaves_the_old_output() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("out.csv", "old")]);
    assert_eq!(workdir.run("export a.txt --columns nope -o out.csv").status, 2);
    assert_eq!(workdir.read("out.csv"), "old");
    assert_eq!(workdir.names("."), ["a.txt", "out.csv"]);
}

#[test]
fn one_bad_input_is_named_and_the_others_are_written() {
    let workdir = Workdir::with(&[("a.txt", "one"), ("list", "missing.txt\na.txt\n")]);
    let ended = workdir.run("export --files-from list --columns id -o out.csv");
    assert_eq!((ended.status, workdir.read("out.csv").as_str()), (2, "id\na.txt\n"));
    assert!(ended.stderr.starts_with("textmill: missing.txt: "), "{}", ended.stderr);
    assert!(ended.stderr.ends_with("textmill: out.csv: was written without 1 input that could not be read\n"));
}

#[test]
fn an_input_as_output_is_refused() {
    let workdir = Workdir::with(ONE_TEXT);
    std::fs::hard_link(workdir.path("a.txt"), workdir.path("link.csv")).expect("links work here");
    for target in ["a.txt", "./a.txt", "link.csv"] {
        let expected = format!(
            "textmill: {target}: is both an input and the output\nhint: -o FILE names another file, --exclude PATTERN leaves this one out\n"
        );
        assert_eq!(workdir.run(&format!("export a.txt -o {target}")), failed(&expected));
    }
    assert_eq!(workdir.read("a.txt"), "one");
}

#[cfg(unix)]
#[test]
fn standard_output_onto_an_input_is_refused() {
    let workdir = Workdir::with(ONE_TEXT);
    let onto_input = File::options().append(true).open(workdir.path("a.txt")).expect("it is there");
    let mut command = workdir.command(["export", "a.txt"]);
    let ended = finished(command.stdout(onto_input).spawn().expect("the program starts"));
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.starts_with("textmill: a.txt: is both an input and the output\n"), "{}", ended.stderr);
    assert_eq!(workdir.read("a.txt"), "one");
}

#[test]
fn an_output_of_an_earlier_run_inside_an_input_folder_is_refused() {
    let workdir = Workdir::with(&[("in/a.txt", "one"), ("in/out.csv", "old")]);
    let ended = workdir.run("export in -o in/out.csv");
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("in/out.csv: is both an input and the output"), "{}", ended.stderr);
    assert_eq!(workdir.run("export in -o in/out.csv --exclude out.csv").status, 0);
}

#[test]
fn an_unwritable_target_fails_before_the_work() {
    let workdir = Workdir::new();
    let mut child =
        workdir.command(["export", "-", "-o", "none/out.csv"]).stdin(Stdio::piped()).spawn().expect("it starts");
    // Standard input stays open: whoever reads it first would wait for ever.
    let stdin = child.stdin.take();
    let expected = "\
textmill: none/out.csv: cannot be written: no such file or folder
hint: the folder of the file must exist
";
    assert_eq!(finished(child), failed(expected));
    drop(stdin);
}

#[test]
fn a_folder_gets_one_file_per_table() {
    let workdir = Workdir::with(ONE_TEXT);
    assert_eq!(workdir.run("export a.txt --columns id -o out/ -f jsonl"), done(""));
    assert_eq!(workdir.names("out"), ["document.jsonl"]);
    assert_eq!(workdir.read("out/document.jsonl"), "{\"id\":\"a.txt\"}\n");
}

#[cfg(unix)]
#[test]
fn devices_are_written_as_they_are() {
    let workdir = Workdir::with(ONE_TEXT);
    assert_eq!(workdir.run("export a.txt -o /dev/null"), done(""));
    assert_eq!(workdir.run("export a.txt --columns id -o /dev/stdout"), done("id\na.txt\n"));
    assert_eq!(workdir.run("export a.txt --columns id -o -"), done("id\na.txt\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let workdir = Workdir::with(ONE_TEXT);
    let full = File::options().write(true).open("/dev/full").expect("Linux has it");
    let mut command = workdir.command(["export", "a.txt"]);
    let ended = finished(command.stdout(full).spawn().expect("the program starts"));
    let told = "textmill: standard output: cannot be written: No space left on device (os error 28)\n";
    assert_eq!(ended, failed(told));
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let workdir = Workdir::with(&[("a.txt", &"word ".repeat(200_000))]);
    let mut child = workdir.command(["export", "a.txt"]).spawn().expect("the program starts");
    drop(child.stdout.take());
    assert_eq!(finished(child), done(""));
}

#[test]
fn no_input_at_all_is_an_empty_pipe() {
    let workdir = Workdir::new();
    assert_eq!(workdir.pipe("export --columns text", "piped"), done("text\npiped\n"));
}

#[test]
fn quiet_keeps_failures_only() {
    let workdir = Workdir::with(&[("a.txt", "=1")]);
    assert_eq!(workdir.run("export a.txt --columns text --quiet"), done("text\n'=1\n"));
    assert!(workdir.run("export missing.txt --quiet").stderr.starts_with("textmill: missing.txt: "));
}

/// Starts an export that waits for standard input with its output open, sends it `signal`, and sees how it ends: by
/// `end`.
#[cfg(unix)]
#[track_caller]
fn check_signal(signal: i32, end: i32, arguments: &str) {
    let workdir = Workdir::with(&[("out.csv", "old")]);
    // A signal that is ignored stays so in a child, as under nohup; one with a handler does not. This one does what is usual.
    let usual = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    signal_hook::flag::register_conditional_default(signal, usual).expect("the signal can have a handler");
    let mut command = workdir.command(arguments.split_whitespace());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    // Open until the end, or the run could be done before the signal is noticed.
    let _stdin = child.stdin.take();
    let has_opened = || workdir.names(".").iter().chain(&folder_names(&workdir)).any(|n| n.starts_with(".textmill-"));
    wait_until(has_opened);
    let sent = std::process::Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    assert_eq!(finished(child), Ended { status: -end, ..done("") });
    assert_eq!(workdir.read("out.csv"), "old");
    assert_eq!(workdir.names("."), ["out.csv"], "signal {signal} left something");
}

#[cfg(unix)]
fn folder_names(workdir: &Workdir) -> Vec<String> {
    if workdir.path("parts").is_dir() { workdir.names("parts") } else { Vec::new() }
}

#[cfg(unix)]
fn wait_until(condition: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !condition() {
        assert!(start.elapsed().as_secs() < 20, "it did not come about in time");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn signals_leave_no_temporary_file_and_end_the_run_themselves() {
    use signal_hook::consts::*;
    let interrupts = [SIGINT, SIGTERM, SIGHUP, SIGQUIT];
    let users_and_clocks = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];
    for signal in interrupts.into_iter().chain(users_and_clocks) {
        check_signal(signal, signal, "export - -o out.csv");
        check_signal(signal, signal, "export - -o parts/");
    }
    // Nothing but the system can end a process by it.
    #[cfg(target_os = "linux")]
    check_signal(SIGIO, SIGTERM, "export - -o parts/");
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_output() {
    let workdir = Workdir::with(&[("out.csv", "old")]);
    let mut command = workdir.command(["export", "-", "-o", "out.csv"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    wait_until(|| workdir.names(".").iter().any(|name| name.starts_with(".textmill-")));
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!(workdir.read("out.csv"), "old");
}

#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_told_and_leaves_nothing_behind() {
    let workdir = Workdir::with(&[("a.txt", &"ten words and more of them\n".repeat(1000)), ("out.csv", "old\n")]);
    let textmill = env!("CARGO_BIN_EXE_textmill");
    let ended = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -f 1; exec {textmill} export a.txt -o out.csv")])
        .current_dir(workdir.path(""))
        .output()
        .expect("sh is there");
    let stderr = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("textmill: out.csv: cannot be written: "), "{stderr}");
    assert_eq!(
        (workdir.names(""), workdir.read("out.csv")),
        (["a.txt", "out.csv"].map(str::to_owned).to_vec(), "old\n".to_owned())
    );
}

#[cfg(unix)]
#[test]
fn no_limit_on_open_files_leaves_a_temporary_folder_behind() {
    let workdir = Workdir::with(&[("pages/a.txt", "one\n\ntwo\n"), ("out/mine.txt", "mine\n")]);
    let textmill = env!("CARGO_BIN_EXE_textmill");
    for n_files in 3..24 {
        let limited =
            format!("ulimit -n {n_files}; exec {textmill} stats pages --per corpus,word -o out/ --force -j 2");
        let ended = std::process::Command::new("sh")
            .args(["-c", &limited])
            .current_dir(workdir.path(""))
            .output()
            .expect("sh is there");
        let left: Vec<String> = workdir.names("out").into_iter().filter(|name| name.starts_with('.')).collect();
        assert_eq!(left, [""; 0], "{n_files} files: {}", String::from_utf8_lossy(&ended.stderr));
        assert!(workdir.read("out/mine.txt") == "mine\n");
    }
}

#[cfg(all(unix, feature = "xlsx"))]
#[test]
fn a_limit_on_the_size_of_files_is_told_of_a_workbook_without_a_panic() {
    let workdir = Workdir::with(&[("a.txt", &"ten words and more of them\n".repeat(1000)), ("out.xlsx", "old\n")]);
    let textmill = env!("CARGO_BIN_EXE_textmill");
    let ended = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -f 0; exec {textmill} stats a.txt --per word -o out.xlsx")])
        .current_dir(workdir.path(""))
        .env("TMPDIR", workdir.path(""))
        .output()
        .expect("sh is there");
    let stderr = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("textmill: out.xlsx: cannot be written: "), "{stderr}");
    assert_eq!(
        (workdir.names(""), workdir.read("out.xlsx")),
        (["a.txt", "out.xlsx"].map(str::to_owned).to_vec(), "old\n".to_owned())
    );
}
