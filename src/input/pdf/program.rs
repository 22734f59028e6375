//! The program that reads PDF, and its children as processes.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// The hidden command by which a program is asked to call [`serve`](super::child::serve).
pub const COMMAND: &str = "read-pdf";

/// The program that reads PDF, and its children without work: they wait on their standard input, and end with the last clone
/// of this.
#[derive(Debug)]
pub struct PdfProgram {
    program: PathBuf,
    idle: Mutex<Vec<Running>>,
}

/// A child that waits for requests.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) child: Child,
    pub(super) requests: ChildStdin,
    pub(super) answers: ChildStdout,
}

impl PdfProgram {
    /// `program` is this program, or one that answers to the argument [`COMMAND`] as this one does.
    pub fn new(program: PathBuf) -> Self {
        Self { program, idle: Mutex::default() }
    }

    /// A child without work, or a new one.
    pub(super) fn running(&self) -> io::Result<Running> {
        let idle = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        // A child may have been ended by somebody else while it had no work.
        let alive = idle.and_then(|mut running| matches!(running.child.try_wait(), Ok(None)).then_some(running));
        alive.map_or_else(|| Running::start(&self.program), Ok)
    }

    /// Keeps a child that has done its work.
    pub(super) fn keep(&self, running: Running) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(running);
        }
    }
}

impl Drop for PdfProgram {
    /// Waits for the children, so that none outlives the run and their processor time counts as its own.
    fn drop(&mut self) {
        for Running { mut child, requests, answers } in self.idle.get_mut().map(std::mem::take).unwrap_or_default() {
            drop((requests, answers));
            // Its input has ended; one that cannot be waited for has ended before.
            drop(child.wait());
        }
    }
}

impl Running {
    fn start(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(requests), Some(answers)) => Ok(Self { child, requests, answers }),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}
