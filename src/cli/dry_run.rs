//! `--dry-run`: what a run would read and write, told instead of done.
//!
//! Inputs are listed and not opened, and of the output nothing is made, not even a temporary file. What is wrong with the
//! flags or with the place of the output is found all the same.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use textmill::error::Error;
use textmill::input::Corpus;
use textmill::render::Format;

use super::arguments::OutputArgs;
use super::atomic_file::behind_links;
use super::chosen_format::ChosenFormat;
use super::exit::ExitCode;
use super::identity::Identity;
use super::manifest_file;
use super::messages::{self, Failure};
use super::output::{Files, is_folder};
use super::session::Session;

/// What a folder of segments is called.
pub(crate) const SEGMENTS: &str = "a folder of segments";

/// What a run would write.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Plan<'p> {
    /// Tables, in the place and format that the arguments name.
    Tables(Files),
    /// One file in a format that is no table.
    File(&'p str),
    /// A file for each segment, and their manifest.
    Segments,
}

/// Tells what would be read and written, `beside` with it, and ends the run.
///
/// # Errors
///
/// If the output is an input, or the flags do not go together.
pub(crate) fn tell(
    plan: Plan<'_>,
    args: &OutputArgs,
    corpora: &[&Corpus],
    beside: &[&Path],
    session: &Session,
) -> Result<ExitCode, Failure> {
    let _ = (args.selection()?, args.rows.types()?);
    match plan {
        Plan::Tables(_) => {}
        Plan::File(format) => args.refuse_provenance(format)?,
        Plan::Segments => args.refuse_provenance(SEGMENTS)?,
    }
    let (target, format) = target(plan, args)?;
    let n_files = corpora.iter().flat_map(|corpus| corpus.file_paths()).count();
    let n_bytes = corpora.iter().map(|corpus| corpus.n_bytes()).sum();
    let is_all = corpora.iter().all(|corpus| corpus.can_be_read_again());
    session.console().tell(&messages::would_read(n_files, n_bytes, is_all));
    match &target {
        None => {}
        Some(Target::Stream) => {
            session.files().claim_stream(Identity::of_stdout(), "standard output")?;
            session.console().tell(&messages::would_write(Path::new("standard output"), &format, ""));
        }
        Some(Target::File(path)) => {
            check(path, session)?;
            let note = if path.is_file() { "in place of the file that is there" } else { "" };
            session.console().tell(&messages::would_write(path, &format, note));
        }
        Some(Target::Files(path, note)) => {
            check(path, session)?;
            session.console().tell(&messages::would_write(path, &format, note));
        }
    }
    let manifest = match (plan, args.path()) {
        (Plan::Segments, Some(folder)) => Some(manifest_file::in_folder(folder, args)?),
        _ => None,
    };
    let record = args.provenance.then(|| args.path()).flatten().map(|path| match is_folder(path) {
        true => path.join("provenance.json"),
        false => with_suffix(path, ".provenance.json"),
    });
    let definitions = args.definitions.then(|| args.path()).flatten().filter(|path| !is_folder(path));
    let definitions = definitions.map(|path| with_suffix(path, ".definitions.csv"));
    for path in manifest.iter().chain(&record).chain(&definitions).map(PathBuf::as_path).chain(beside.iter().copied()) {
        check(path, session)?;
        session.console().tell(&messages::would_write_beside(path));
    }
    Ok(ExitCode::Done)
}

/// Refuses a file that the run would refuse to write.
fn check(path: &Path, session: &Session) -> Result<(), Error> {
    let place = behind_links(path).unwrap_or_else(|_| path.to_owned());
    session.files().check(&place, &path.to_string_lossy())
}

/// A place that would be written.
enum Target {
    Stream,
    File(PathBuf),
    /// Files whose names are made while running, as a pattern.
    Files(PathBuf, &'static str),
}

/// The place, if there is one, and the name of the format.
fn target(plan: Plan<'_>, args: &OutputArgs) -> Result<(Option<Target>, String), Failure> {
    let of_path = |path: Option<&Path>| Some(path.map_or(Target::Stream, |path| Target::File(path.to_owned())));
    let files = match plan {
        Plan::File(format) => return Ok((of_path(args.path()), format.to_owned())),
        Plan::Tables(Files::Nothing) => return Ok((None, String::new())),
        Plan::Segments => {
            let Some(folder) = args.path() else { return Err(messages::needs_folder("-o").into()) };
            let texts = Target::Files(folder.join("TITLE.txt"), "a file for each segment");
            return Ok((Some(texts), "text".to_owned()));
        }
        Plan::Tables(files) => files,
    };
    let is_terminal = args.path().is_none() && std::io::stdout().is_terminal();
    let usual = if is_terminal { Format::Table } else { Format::Csv };
    let usual = ChosenFormat::Stream(usual);
    let is_in_folder = matches!(files, Files::Folder(_)) || args.rows_per_file.is_some() || args.names_folder();
    let format = if is_in_folder { args.format_in_folder(usual)? } else { args.chosen_format(usual)? };
    let target = match (args.path(), files, format, args.rows_per_file) {
        (None, Files::Folder(flag), ..) => return Err(messages::needs_folder(flag).into()),
        (Some(path), _, ChosenFormat::Stream(format), Some(_)) => {
            let name = format!("NAME-0001.{}", format.suffix());
            Some(Target::Files(path.join(name), "a file for each portion of rows"))
        }
        (Some(path), _, ChosenFormat::Stream(format), _) if is_folder(path) || matches!(files, Files::Folder(_)) => {
            let name = format!("NAME.{}", format.suffix());
            let is_per_text = format == Format::Text && files == Files::AsNamed;
            let note = if is_per_text { "a file for each document" } else { "a file for each table" };
            Some(Target::Files(path.join(name), note))
        }
        (Some(path), _, ChosenFormat::Book(format), _) if is_folder(path) => {
            return Err(messages::book_is_no_folder(format.name()).into());
        }
        (path, ..) => of_path(path),
    };
    Ok((target, format.name().to_owned()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
