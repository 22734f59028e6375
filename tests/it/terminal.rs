//! The program at a terminal: a pseudo-terminal of a chosen size stands for the person's.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::process::Stdio;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::harness::Workdir;

/// Runs a command line with everything at a terminal of `columns` and 24 lines; returns the exit code and the screen.
#[track_caller]
fn at_terminal(workdir: &Workdir, columns: u16, line: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("the system has terminals");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("the terminal is ours");
    tcsetwinsize(&master, Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).expect("it has a size");
    let name = std::ffi::OsString::from_vec(ptsname(&master, Vec::new()).expect("it has a name").into_bytes());
    let terminal = OpenOptions::new().read(true).write(true).open(name).expect("it opens");
    let handle = || Stdio::from(terminal.try_clone().expect("a handle can be copied"));
    let mut command = workdir.command(line.split_whitespace());
    command.env_remove("COLUMNS").env("TERM", "xterm").env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs(environment.iter().copied()).stdin(handle()).stdout(handle()).stderr(handle());
    let mut child = command.spawn().expect("the program starts");
    // The terminal ends when nobody has it open any more.
    drop((command, terminal));
    let screen = read_to_end(master);
    let status = child.wait().expect("it ends");
    (status.code().unwrap_or(-1), screen.replace("\r\n", "\n"))
}

/// All that was written to a terminal. Linux reports its end as an error.
fn read_to_end(master: OwnedFd) -> String {
    let (mut screen, mut buffer, mut master) = (Vec::new(), [0; 4096], File::from(master));
    while let Ok(n_bytes @ 1..) = master.read(&mut buffer) {
        screen.extend_from_slice(&buffer[..n_bytes]);
    }
    String::from_utf8(screen).expect("the screen shows text")
}

/// The same screen as it is seen, without colors and the bar of progress.
fn seen(screen: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = screen;
    while let Some((before, behind)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';' || c == '?').get(1..).unwrap_or("");
    }
    plain.push_str(rest);
    plain.lines().map(|line| line.rsplit('\r').next().unwrap_or("").to_owned()).collect()
}

fn workdir() -> Workdir {
    Workdir::with(&[
        ("in/a-rather-long-name-of-a-document.txt", "The old mill turns by day. It is old."),
        ("in/b.txt", "No mill."),
        ("in/c.txt", &"It is a long and slow river. ".repeat(20)),
    ])
}

#[test]
fn a_terminal_gets_the_main_columns_that_fit_its_width() {
    let workdir = workdir();
    let columns = |width: u16, line: &str| {
        let (status, screen) = at_terminal(&workdir, width, line, &[]);
        assert_eq!(status, 0, "{screen}");
        let lines = seen(&screen);
        let mut table = lines.iter().take_while(|line| !line.is_empty());
        assert!(table.all(|line| line.chars().count() <= usize::from(width)), "{screen}");
        assert!(screen.contains("more columns in files; --columns all"), "{screen}");
        lines[0].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(columns(80, "stats in --per document"), ["id", "tokens", "types", "mattr"]);
    assert_eq!(columns(24, "stats in --per document"), ["id", "tokens"]);
}

#[test]
fn hits_stand_below_each_other_in_color_with_the_ends_of_their_left_contexts() {
    let (_, screen) = at_terminal(&workdir(), 60, "stats in --match mill", &[]);
    let lines = seen(&screen);
    let place = |line: &String| line.find("  mill").map(|at| line[..at].chars().count());
    let places: Vec<usize> = lines.iter().filter_map(place).collect();
    assert_eq!((places.len(), places[0]), (2, places[1]), "{screen}");
    assert_eq!(screen.matches("\u{1b}[1;31mmill\u{1b}[0m").count(), 2, "{screen:?}");
}

#[test]
fn long_help_goes_to_the_pager_and_what_fits_does_not() {
    let workdir = workdir();
    let pager = [("TEXTMILL_PAGER", "head -n 3")];
    let (status, screen) = at_terminal(&workdir, 80, "stats --help", &pager);
    assert_eq!((status, screen.lines().count()), (0, 3), "{screen}");
    let (_, whole) = at_terminal(&workdir, 80, "stats --help --no-pager", &pager);
    assert!(whole.lines().count() > 100, "{whole}");
    let (_, short) = at_terminal(&workdir, 80, "stats in", &pager);
    assert!(seen(&short).len() > 3, "{short}");
}

#[test]
fn a_workbook_is_not_written_to_a_terminal() {
    let (status, screen) = at_terminal(&workdir(), 80, "export in -f xlsx", &[]);
    assert_eq!(status, 2);
    assert!(screen.contains("refusing to write xlsx to a terminal"), "{screen}");
}

#[test]
fn messages_stand_on_lines_of_their_own_beside_the_progress() {
    let workdir = workdir();
    let broken: String = (0..2000).map(|n| format!("{{\"text\": \"word {n}\"}}\n{{\n")).collect();
    workdir.write("news.jsonl", &broken);
    let (status, screen) = at_terminal(&workdir, 80, "stats news.jsonl", &[]);
    assert_eq!(status, 2, "{screen}");
    let lines = seen(&screen);
    let messages: Vec<&String> = lines.iter().filter(|line| line.contains("news.jsonl")).collect();
    assert!(!messages.is_empty() && messages.len() < 10, "{screen}");
    assert!(messages.iter().all(|line| line.starts_with("textmill: ")), "{screen:?}");
}
