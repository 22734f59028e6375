//! Long output at a terminal, a screen at a time: by the program that `TEXTMILL_PAGER` or `PAGER` names, else `less`.
//!
//! What fits the screen is written as it is. The pager is not left alone with the terminal: whoever ends the program, be it
//! by a signal, waits for it first.

use std::env;
use std::fs::File;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// A pager that runs, if one does. Clones speak of the same one.
#[derive(Clone, Debug, Default)]
pub(crate) struct PagerProcess(Arc<Mutex<Option<Child>>>);

/// A writer that begins a pager as soon as there is more than a screen.
pub(crate) struct Pager {
    terminal: File,
    command: Vec<String>,
    n_screen_lines: usize,
    n_lines: usize,
    way: Way,
    process: PagerProcess,
}

enum Way {
    /// All of it so far; it may yet fit the screen.
    Held(Vec<u8>),
    /// There is no such program, so the terminal gets everything.
    Terminal,
    /// The pager reads it. Its end of the pipe is closed when this is dropped.
    Piped(std::process::ChildStdin),
}

/// The pager that the environment asks for, its arguments behind it; `None` if none is wanted.
pub(crate) fn command() -> Option<Vec<String>> {
    let named = env::var("TEXTMILL_PAGER").or_else(|_| env::var("PAGER")).unwrap_or_else(|_| "less".to_owned());
    let words: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    (!words.is_empty() && words != ["cat"]).then_some(words)
}

impl Pager {
    /// Pages what is written for `terminal`, whose screen has `n_screen_lines`, by `command`.
    pub(crate) fn new(terminal: File, n_screen_lines: usize, command: Vec<String>, process: PagerProcess) -> Self {
        Self { terminal, command, n_screen_lines, n_lines: 0, way: Way::Held(Vec::new()), process }
    }

    /// Writes what is held, and waits until the reader has closed the pager.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        if let Way::Held(held) = &self.way {
            self.terminal.write_all(held)?;
        }
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        let Way::Held(held) = &mut self.way else { return Ok(()) };
        let held = std::mem::take(held);
        self.way = self.process.begin(&self.command).map_or(Way::Terminal, Way::Piped);
        self.write_all(&held)
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Terminal => self.terminal.write(bytes),
            Way::Piped(pipe) => pipe.write(bytes),
            Way::Held(held) => {
                held.extend_from_slice(bytes);
                self.n_lines += memchr::memchr_iter(b'\n', bytes).count();
                if self.n_lines >= self.n_screen_lines {
                    self.begin()?;
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Piped(pipe) => pipe.flush(),
            Way::Terminal | Way::Held(_) => Ok(()),
        }
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        // Closes the pipe, which tells the pager that this is all.
        self.way = Way::Terminal;
        self.process.wait();
    }
}

impl PagerProcess {
    /// Whether a pager has the terminal.
    pub(crate) fn is_running(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Returns when the pager has ended; at once if there is none.
    pub(crate) fn wait(&self) {
        let mut child = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut child) = child.take() {
            // A pager that cannot be waited for is gone.
            _ = child.wait();
        }
    }

    fn begin(&self, command: &[String]) -> Option<std::process::ChildStdin> {
        let (program, arguments) = command.split_first()?;
        let mut pager = Command::new(program);
        pager.args(arguments).stdin(Stdio::piped());
        if env::var_os("LESS").is_none() {
            // Colors as they are, and no clearing of the screen at the end.
            pager.env("LESS", "RX");
        }
        let mut child = pager.spawn().ok()?;
        let pipe = child.stdin.take();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        pipe
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    /// What the terminal and a pager that copies to a file get of `lines` on a screen of three lines.
    #[track_caller]
    fn check(program: &str, lines: &[&str], on_terminal: &str, in_pager: Option<&str>) {
        let folder = TempDir::new().expect("a temporary folder");
        let (terminal, copy) = (folder.path().join("terminal"), folder.path().join("copy"));
        let file = File::create(&terminal).expect("a file can be made");
        let process = PagerProcess::default();
        let command = [program, copy.to_str().expect("UTF-8")].map(str::to_owned).to_vec();
        let mut pager = Pager::new(file, 3, command, process.clone());
        for line in lines {
            pager.write_all(line.as_bytes()).expect("it can be written");
        }
        assert_eq!(process.is_running(), in_pager.is_some());
        pager.finish().expect("it can be written");
        assert!(!process.is_running());
        assert_eq!(fs::read_to_string(terminal).expect("it is there"), on_terminal);
        assert_eq!(fs::read_to_string(copy).ok().as_deref(), in_pager);
    }

    #[test]
    fn what_fits_the_screen_is_written_as_it_is() {
        check("tee", &["a\n", "b\n"], "a\nb\n", None);
        check("tee", &[], "", None);
    }

    #[test]
    fn what_is_longer_goes_to_the_pager_whole() {
        let lines = ["a\n", "b\n", "c\n", "d\n", "e"];
        check("tee", &lines, "", Some("a\nb\nc\nd\ne"));
        check("tee", &["a\nb\nc\nd\n"], "", Some("a\nb\nc\nd\n"));
    }

    #[test]
    fn without_the_program_the_terminal_gets_everything() {
        check("there-is-no-such-pager", &["a\nb\nc\n", "d\n"], "a\nb\nc\nd\n", None);
    }
}
