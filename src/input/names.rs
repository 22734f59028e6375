//! Names in order of first appearance, each once.

use std::collections::HashSet;
use std::sync::Arc;

/// A set of names that keeps their order. Adding one costs the same however many there are, since an input may have as
/// many as its writer likes.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    ordered: Vec<Arc<str>>,
    known: HashSet<Arc<str>>,
}

impl Names {
    /// Adds `name` unless it is known; gives back whether it was new. Allocates for a new name only.
    pub(super) fn add(&mut self, name: &str) -> bool {
        let is_new = !self.known.contains(name);
        if is_new {
            let name: Arc<str> = name.into();
            self.ordered.push(Arc::clone(&name));
            self.known.insert(name);
        }
        is_new
    }

    /// The name at `idx`; records mostly have the same names in the same order.
    pub(super) fn at(&self, idx: usize) -> Option<&str> {
        self.ordered.get(idx).map(|name| &**name)
    }

    /// Whether `name` is among them.
    pub(super) fn has(&self, name: &str) -> bool {
        self.known.contains(name)
    }

    /// The names in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.ordered.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_the_order_of_their_first_appearance() {
        let mut names = Names::default();
        ["b", "a", "b", "c", "a"].into_iter().for_each(|name| _ = names.add(name));
        assert!(names.iter().map(|name| &**name).eq(["b", "a", "c"]));
        assert_eq!((names.at(1), names.at(3)), (Some("a"), None));
        assert!(names.has("c") && !names.has("d"));
    }
}
