//! The scripts of `scripts/array-job`, and what they make.

use std::path::Path;
use std::process::Command;

use crate::harness::{Ended, Workdir};

/// A script of `scripts/array-job`, with our binary and the folder `bin` on its path.
pub(crate) fn script(workdir: &Workdir, name: &str, arguments: &str, environment: &[(&str, &str)]) -> Ended {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/array-job").join(name);
    let binaries = Path::new(env!("CARGO_BIN_EXE_textmill")).parent().expect("a binary lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{}:{path}", workdir.path("bin").display(), binaries.display());
    let mut command = Command::new("sh");
    command.arg(script).args(arguments.split_whitespace()).current_dir(workdir.path("."));
    command.env_clear().env("PATH", path).env("TMPDIR", workdir.path(".")).envs(environment.iter().copied());
    let output = command.output().expect("sh can be run");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    Ended { status: output.status.code().unwrap_or(-1), stdout, stderr }
}

/// Makes sure that two files, or all files of two folders, have the same bytes.
#[track_caller]
pub(crate) fn check_equal(workdir: &Workdir, one: &str, other: &str) {
    let (one, other) = (workdir.path(one), workdir.path(other));
    if one.is_dir() {
        let names = |folder: &Path| {
            let mut names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&one), names(&other));
        for name in names(&one) {
            assert!(std::fs::read(one.join(&name)).unwrap() == std::fs::read(other.join(&name)).unwrap(), "{name:?}");
        }
    } else {
        assert!(std::fs::read(&one).unwrap() == std::fs::read(&other).unwrap(), "{}", one.display());
    }
}

/// Puts an `ssh` on the path of scripts that runs a command right here, whatever the machine is called.
pub(crate) fn put_ssh(workdir: &Workdir) {
    workdir.write("bin/ssh", "#!/bin/sh\nshift\nexec sh -c \"$*\"\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(workdir.path("bin/ssh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}
