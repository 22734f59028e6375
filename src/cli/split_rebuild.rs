//! `textmill split --rebuild`: the sources of a manifest, put together again from the files of their segments.

use std::collections::HashSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use textmill::error::Error;
use textmill::split;

use super::arguments::OutputArgs;
use super::destination::Destination;
use super::exit::ExitCode;
use super::messages::{self, Failure};
use super::session::Session;
use super::split_verify::listed;

/// Names of standard input, and of a source without any.
const NAMELESS: &str = "stdin";

/// Writes each source below the folder of `-o`, by its own name.
pub(crate) fn run(manifest: &Path, args: &OutputArgs, session: &Session) -> Result<ExitCode, Failure> {
    let Some(target) = args.path().filter(|_| args.names_folder()) else {
        return Err(messages::needs_folder("--rebuild").into());
    };
    let rows = listed(manifest, session)?;
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let mut taken: HashSet<PathBuf> = HashSet::new();
    let done = split::rebuild(&rows, folder, &session.job(), |source, bytes| {
        let place = target.join(below(source));
        let name = place.to_string_lossy();
        session.files().check(&place, &name)?;
        let refused = match place.symlink_metadata() {
            // Two sources may differ by what stands above the folder one was in alone.
            _ if !taken.insert(place.clone()) => Some(io::ErrorKind::AlreadyExists.into()),
            Ok(_) if !args.force => Some(io::ErrorKind::AlreadyExists.into()),
            _ => None,
        };
        if let Some(source) = refused {
            return Err(failure(&place, source));
        }
        if let Some(parent) = place.parent() {
            session.files().temporaries().make_folder(parent).map_err(|source| failure(&place, source))?;
        }
        let mut destination = Destination::file(&place, session.files())?;
        destination.write(|out| out.write_all(bytes))?;
        destination.commit()
    })?;
    session.console().tell(&messages::rebuilt(&done));
    Ok(ExitCode::Done)
}

/// The name of a source below a folder: without what leads out of it.
fn below(source: &str) -> PathBuf {
    let parts = Path::new(source).components().filter(|part| matches!(part, Component::Normal(_)));
    let path: PathBuf = parts.collect();
    if source == "-" || path.as_os_str().is_empty() { NAMELESS.into() } else { path }
}

fn failure(place: &Path, source: io::Error) -> Error {
    Error::Write { target: place.to_string_lossy().into_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_source_leaves_the_folder() {
        let cases =
            [("a/b.txt", "a/b.txt"), ("/etc/x", "etc/x"), ("../../up.txt", "up.txt"), ("-", "stdin"), ("..", "stdin")];
        for (source, expected) in cases {
            assert_eq!(below(source), Path::new(expected), "{source}");
        }
    }
}
