//! The words that `--stop` names: by the code of a language, or in a file.

use std::path::{Path, PathBuf};

use textmill::input::{NamedBy, SideFile};
use textmill::text::StopList;

use super::messages::{self, Failure};
use super::run_files::FileRole;
use super::session::Session;

/// All the lists in one. What is no language is a file; `./en` is a file in any case.
///
/// # Errors
///
/// If there is neither such a language nor such a file.
pub(crate) fn read(names: &[PathBuf], session: &Session) -> Result<StopList, Failure> {
    let mut list = StopList::default();
    for name in names {
        list.extend(read_one(name, session)?);
    }
    Ok(list)
}

fn read_one(name: &Path, session: &Session) -> Result<StopList, Failure> {
    if let Some(list) = name.to_str().and_then(StopList::of_language) {
        return Ok(list);
    }
    session.files().read([name], FileRole::Input);
    let text = SideFile::StopList.read_text(name, NamedBy::User);
    let text = text.map_err(|problem| messages::unreadable(SideFile::StopList, name, &problem))?;
    Ok(StopList::parse(&text))
}
