//! Runs the built program in a folder of its own, with an environment of its own.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A temporary folder with files, in which the program runs.
pub(crate) struct Workdir {
    folder: TempDir,
}

/// How a run ended, to be compared as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    /// The exit code, or minus the number of the signal.
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workdir {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let workdir = Self::new();
        for (name, text) in files {
            workdir.write(name, text);
        }
        workdir
    }

    /// A folder with a copy of one folder of the sample corpus, under the same name.
    pub(crate) fn with_samples(folder: &str) -> Self {
        let workdir = Self::new();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        copy(&samples.join(folder), &workdir.path(folder));
        workdir
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder below this one, hidden ones too, in order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = self.path(folder).read_dir().expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program with nothing in its environment but a width.
    pub(crate) fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_textmill"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().env("COLUMNS", "80");
        // A program that counts the lines it runs would leave its counts among the files of the test.
        command.envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)));
        // Temporary files must land where a test would see them.
        command.env("TMPDIR", self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command line, split at blanks.
    pub(crate) fn run(&self, line: &str) -> Ended {
        ended(self.command(line.split_whitespace()).output().expect("the program starts"))
    }

    /// Runs a command line with `input` on standard input.
    pub(crate) fn pipe(&self, line: &str, input: &str) -> Ended {
        let mut command = self.command(line.split_whitespace());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was asked for");
        stdin.write_all(input.as_bytes()).expect("the program reads");
        drop(stdin);
        finished(child)
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder can be made");
        for entry in from.read_dir().expect("the samples are there") {
            let entry = entry.expect("readable");
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).expect("a sample can be copied");
    }
}

/// The records of a CSV output, without its header.
pub(crate) fn csv_records(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
    reader.records().map(|record| record.expect("CSV").iter().map(str::to_owned).collect()).collect()
}

/// The records of a JSON Lines output.
pub(crate) fn json_records(lines: &str) -> Vec<serde_json::Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Waits for a program that was started with [`Workdir::command`].
pub(crate) fn finished(child: Child) -> Ended {
    ended(child.wait_with_output().expect("the program ends"))
}

fn ended(output: Output) -> Ended {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    Ended { status: status(output.status), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[cfg(unix)]
fn status(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or(status.signal().map(|signal| -signal)).expect("one of the two")
}

#[cfg(not(unix))]
fn status(status: std::process::ExitStatus) -> i32 {
    status.code().expect("there are no signals")
}

/// What a run wrote that ended well.
#[track_caller]
pub(crate) fn written(ended: Ended) -> String {
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    ended.stdout
}

/// A run that went well and said nothing but its result.
pub(crate) fn done(stdout: &str) -> Ended {
    Ended { status: 0, stdout: stdout.to_owned(), stderr: String::new() }
}

/// A run that failed with this message and wrote nothing.
pub(crate) fn failed(stderr: &str) -> Ended {
    Ended { status: 2, stdout: String::new(), stderr: stderr.to_owned() }
}

/// Whether a folder holds nothing that we left behind.
#[track_caller]
pub(crate) fn assert_no_leftovers(folder: &Path) {
    for entry in folder.read_dir().expect("the folder is there") {
        let name = entry.expect("readable").file_name().to_string_lossy().into_owned();
        assert!(!name.starts_with(".textmill-"), "{name} was left behind");
    }
}
