//! The members of archives among the sources of a corpus.

use std::path::Path;
use std::sync::Arc;

use super::{Archive, ArchiveKind, Listing, MemberOf, list, most_bytes, spooled};
use crate::diagnostics::Finding;
use crate::error::{InputError, Problem};
use crate::input::compression::Compression;
use crate::input::format::{Format, Reader};
use crate::input::options::InputOptions;
use crate::input::reader::Fault;
use crate::input::regular_file::open_regular;
use crate::input::source::{Given, Origin, Source};

/// The sources that `source` stands for: its members, if its name says that it is an archive, else itself.
pub(in crate::input) fn members_instead(
    source: Source,
    options: &InputOptions,
    findings: &mut Vec<Finding>,
) -> Vec<Source> {
    let is_archive =
        Format::by_suffix(source.file_name()).is_some_and(|format| matches!(format.reader(), Reader::Archive));
    let (true, Some(path)) = (is_archive, source.file_path()) else { return vec![source] };
    match listed(path, options) {
        Ok((archive, listing)) => members(&source, &Arc::new(archive), listing, findings),
        Err(problem) => {
            findings.push(InputError::new(&source.shown, problem).into());
            Vec::new()
        }
    }
}

fn listed(path: &Path, options: &InputOptions) -> Result<(Archive, Listing), Problem> {
    let faulty = |fault: Fault| fault.about("").problem;
    let (mut file, metadata) = open_regular(path)?;
    let mut unpacked = None;
    if let (Some(compression), packed) = Compression::peek(&file).map_err(Problem::Read)? {
        let reader = compression.reader(packed)?;
        file = spooled(reader, most_bytes(metadata.len()), &std::env::temp_dir()).map_err(faulty)?;
        unpacked = Some(Arc::new(file.try_clone().map_err(Problem::Read)?));
    }
    let Some(kind) = super::kind_of(&file).map_err(faulty)? else {
        return Err(Problem::Malformed("is no archive, though its name says so".to_owned()));
    };
    let listing = list(&file, kind, options).map_err(faulty)?;
    if let Some(document) = listing.document_kind().filter(|_| kind == ArchiveKind::Zip) {
        return Err(Problem::Malformed(format!("is an {document}, not an archive of documents, as its name says")));
    }
    Ok((Archive { path: path.to_owned(), unpacked }, listing))
}

fn members(source: &Source, archive: &Arc<Archive>, listing: Listing, findings: &mut Vec<Finding>) -> Vec<Source> {
    let shown = |name: &str| format!("{}!/{name}", source.shown);
    findings.extend(listing.warnings.into_iter().map(|warning| Finding::warning(&source.shown, warning)));
    if listing.n_left_out > 0 {
        let message = format!("members that are no documents, such as folders: {}", listing.n_left_out);
        findings.push(Finding::note(&source.shown, message));
    }
    findings.extend(listing.refused.into_iter().map(|(name, fault)| fault.about(&shown(&name)).into()));
    let mut found = Vec::with_capacity(listing.members.len());
    for member in listing.members {
        if Format::by_suffix(&member.name).is_some_and(|format| matches!(format.reader(), Reader::Archive)) {
            let message = "is an archive in an archive, which is not read".to_owned();
            findings.push(InputError::new(shown(&member.name), Problem::Malformed(message)).into());
            continue;
        }
        found.push(Source {
            id: format!("{}!/{}", source.id, member.name),
            shown: shown(&member.name),
            idx: 0,
            input_idx: source.input_idx,
            n_bytes: member.n_bytes,
            given: Given::ByFolder,
            path_fields: source.path_fields.clone(),
            of_folder: None,
            found: std::sync::OnceLock::default(),
            origin: Origin::Member(MemberOf { archive: Arc::clone(archive), member }),
        });
    }
    found
}
