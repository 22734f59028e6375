//! Crowds: so many documents with one key that not every pair of them can be looked at.
//!
//! Crowds that share documents are one, and an exact join finds what connects it, as in
//! [`near_pairs`](crate::similarity::near_pairs).

use super::super::options::{Facts, Options};
use super::ids::Ids;
use crate::document::Document;
use crate::error::Error;
use crate::input::{Spool, SpoolPlace, Spooled};
use crate::similarity::{Components, Overlap, ShingleSet, Wanted, join};

/// Texts that are kept in memory instead of on disk.
const MAX_KEPT_BYTES: usize = 16 << 20;

/// The texts of some crowds.
#[derive(Debug)]
pub struct Crowd<'o> {
    options: &'o Options,
    groups: Ids,
    spool: Spool,
    members: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    group: u32,
    id: Box<str>,
    place: SpoolPlace,
}

impl<'o> Crowd<'o> {
    /// No texts yet; those to come are set aside in the folder that `options` name.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if there can be no file in it.
    pub fn new(options: &'o Options) -> Result<Self, Error> {
        let spool = Spool::create(&options.spool_directory)?.keeping(MAX_KEPT_BYTES);
        Ok(Self { options, groups: Ids::default(), spool, members: Vec::new() })
    }

    /// Adds a document to the crowd called `group`.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if it cannot be set aside.
    pub fn push(&mut self, group: &str, id: &str, text: &str) -> Result<(), Error> {
        let place = self.spool.push(&Document { text: text.to_owned(), ..Document::default() })?;
        self.members.push(Member { group: self.groups.number(group)?, id: id.into(), place });
        Ok(())
    }

    /// Calls `take` with pairs of near documents, the first one first: enough to connect all that such pairs connect.
    /// Memory: the shingles of the largest crowd.
    ///
    /// # Errors
    ///
    /// [`Error::Spool`] if a text cannot be read back, and the first error of `take`.
    pub fn connect<E: From<Error>>(self, mut take: impl FnMut(&str, &str) -> Result<(), E>) -> Result<(), E> {
        let Self { options, spool, mut members, .. } = self;
        let texts = spool.finish()?;
        members.sort_unstable_by(|a, b| (a.group, &a.id).cmp(&(b.group, &b.id)));
        members.dedup_by(|a, b| (a.group, &a.id) == (b.group, &b.id));
        for crowd in members.chunk_by(|a, b| a.group == b.group) {
            for (a, b, _) in connected(crowd, &texts, options)? {
                take(&crowd[a as usize].id, &crowd[b as usize].id)?;
            }
        }
        Ok(())
    }
}

fn connected(crowd: &[Member], texts: &Spooled, options: &Options) -> Result<Vec<(u32, u32, Overlap)>, Error> {
    let text = |idx: usize| Ok::<_, Error>(texts.read_text(crowd[idx].place, &mut Vec::new())?.to_owned());
    let set = |idx: usize| Ok(ShingleSet::of_text(&text(idx)?, options.shingle_words));
    let sets: Vec<ShingleSet> = (0..crowd.len()).map(set).collect::<Result<_, Error>>()?;
    let is_accepted = |a: usize, b: usize, overlap| match options.facts {
        Facts::MayDiffer => Ok(true),
        Facts::MustAgree => {
            let (a, b): (String, String) = (text(a)?, text(b)?);
            options.facts.tell_apart(overlap, || Ok((a.as_str(), b.as_str()))).map(|are_different| !are_different)
        }
    };
    let mut linked = Components::new(crowd.len() as u32);
    join(&sets, options.threshold, Wanted::Links, &mut linked, is_accepted)
}
