//! The tokens of one document, counted by type.

use super::interner::TypeId;

/// Counts the tokens of one document after the other in one reused table.
#[derive(Clone, Debug, Default)]
pub struct DocumentTypes {
    /// By type; zero between documents.
    counts: Vec<u64>,
    /// The types of the document, so that only their counts need be cleared.
    seen: Vec<TypeId>,
}

impl DocumentTypes {
    /// Hands each type of `tokens` to `each`, once, with its frequency, in order of first occurrence.
    ///
    /// All tokens are below `n_types`. Cost: O(tokens), whatever the number of types known from other documents.
    pub fn count(&mut self, tokens: &[TypeId], n_types: usize, mut each: impl FnMut(TypeId, u64)) {
        if self.counts.len() < n_types {
            self.counts.resize(n_types, 0);
        }
        for &token in tokens {
            let count = &mut self.counts[token as usize];
            if *count == 0 {
                self.seen.push(token);
            }
            *count += 1;
        }
        for id in self.seen.drain(..) {
            each(id, std::mem::take(&mut self.counts[id as usize]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_counted_afresh() {
        let mut types = DocumentTypes::default();
        for (tokens, expected) in
            [(vec![2, 0, 2], vec![(2, 2), (0, 1)]), (vec![], vec![]), (vec![2, 4], vec![(2, 1), (4, 1)])]
        {
            let mut found = Vec::new();
            types.count(&tokens, 5, |id, n| found.push((id, n)));
            assert_eq!(found, expected);
        }
    }
}
