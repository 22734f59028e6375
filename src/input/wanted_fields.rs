//! The fields that a user named for ids and titles, and whether any record has them.
//!
//! A record without such a field gets the id of its place, or no title, so a slip in the name would go unseen.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::options::InputOptions;
use super::record::Role;
use crate::diagnostics::Finding;

/// Named fields, and what of them was seen so far, on any thread.
#[derive(Debug, Default)]
pub(super) struct WantedFields {
    wanted: Vec<Wanted>,
    /// What else records have: of all names the first in the order of letters, which no thread changes.
    others: Mutex<BTreeSet<Arc<str>>>,
    has_records: AtomicBool,
    is_told: AtomicBool,
}

#[derive(Debug)]
struct Wanted {
    option: &'static str,
    name: String,
    role: Role,
    is_seen: AtomicBool,
}

/// No fields, for inputs whose documents are not shown.
pub(super) static NOTHING: WantedFields = WantedFields {
    wanted: Vec::new(),
    others: Mutex::new(BTreeSet::new()),
    has_records: AtomicBool::new(false),
    is_told: AtomicBool::new(false),
};

/// How many names are kept to show.
const MOST_OTHERS: usize = 100;

impl WantedFields {
    /// Those that are called otherwise than usual; an empty name stands for none. A shard may have none of the records that
    /// have them.
    pub(super) fn of(options: &InputOptions) -> Self {
        let usual = InputOptions::default();
        let named = [
            ("id-field", &options.id_field, usual.id_field, Role::Id),
            ("title-field", &options.title_field, usual.title_field, Role::Title),
        ];
        let is_wanted = |name: &str, usual: &str| !name.is_empty() && name != usual && options.shard.is_none();
        let wanted = named.into_iter().filter(|(_, name, usual, _)| is_wanted(name, usual));
        let wanted = wanted.map(|(option, name, _, role)| Wanted {
            option,
            name: name.clone(),
            role,
            is_seen: AtomicBool::new(false),
        });
        Self { wanted: wanted.collect(), ..Self::default() }
    }

    /// Takes notice of what the values of a record are for.
    pub(super) fn see(&self, roles: &[Role]) {
        if self.wanted.is_empty() {
            return;
        }
        self.has_records.store(true, Ordering::Relaxed);
        for role in roles {
            match role {
                Role::Field(name) => self.see_other(name),
                role => self.wanted.iter().filter(|wanted| wanted.role == *role).for_each(Wanted::see),
            }
        }
    }

    /// What to say, once, when all records have been read from `path`, or from several if it is empty.
    pub(super) fn verdict(&self, path: &str) -> Vec<Finding> {
        if !self.has_records.load(Ordering::Relaxed) || self.is_told.swap(true, Ordering::Relaxed) {
            return Vec::new();
        }
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<String> = others.iter().map(ToString::to_string).collect();
        let unseen = self.wanted.iter().filter(|wanted| !wanted.is_seen.load(Ordering::Relaxed));
        let finding = |wanted: &Wanted| Finding::UnknownField {
            path: path.to_owned(),
            option: wanted.option,
            name: wanted.name.clone(),
            known: known.clone(),
        };
        unseen.map(finding).collect()
    }

    fn see_other(&self, name: &Arc<str>) {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if others.insert(Arc::clone(name)) && others.len() > MOST_OTHERS {
            others.pop_last();
        }
    }
}

impl Wanted {
    fn see(&self) {
        self.is_seen.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expected: &[&str]) {
        let options = InputOptions { id_field: "key".to_owned(), title_field: "head".to_owned(), ..Default::default() };
        let wanted = WantedFields::of(&options);
        let roles: Vec<Role> = names.iter().map(|name| Role::of(name, "text", &options)).collect();
        // Records of one block share their roles, so later ones have nothing new.
        roles.chunks(2).for_each(|some| wanted.see(some));
        let missing = |finding: &Finding| match finding {
            Finding::UnknownField { option, known, .. } => format!("{option} of {}", known.join(" ")),
            other => format!("{other:?}"),
        };
        assert_eq!(wanted.verdict("").iter().map(missing).collect::<Vec<_>>(), expected, "{names:?}");
        assert_eq!(wanted.verdict("").len(), 0, "it is told once");
    }

    #[test]
    fn a_field_that_no_record_has_is_told() {
        check(&["key", "text", "head"], &[]);
        check(&["id", "text", "head"], &["id-field of id"]);
        check(&["title", "id", "text"], &["id-field of id title", "title-field of id title"]);
        check(&[], &[]);
    }

    #[test]
    fn usual_names_are_nothing_to_look_for() {
        let wanted = WantedFields::of(&InputOptions::default());
        wanted.see(&[Role::Text]);
        assert_eq!(wanted.verdict("").len(), 0);
    }
}
