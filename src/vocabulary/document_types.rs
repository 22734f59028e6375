//! The tokens of one document, counted by type.

use super::interner::TypeId;

/// Counts the tokens of one document after the other in reused tables.
#[derive(Clone, Debug, Default)]
pub struct DocumentTypes {
    /// For each type of any document, one more than its place in `types`; zero if the document does not have it.
    places: Vec<u32>,
    types: Vec<(TypeId, u64)>,
}

impl DocumentTypes {
    /// Counts the types of a document with these tokens, all of them below `n_types`.
    ///
    /// Cost: O(tokens), whatever the number of types known from other documents.
    pub fn count(&mut self, tokens: &[TypeId], n_types: usize) {
        for (id, _) in self.types.drain(..) {
            self.places[id as usize] = 0;
        }
        if self.places.len() < n_types {
            self.places.resize(n_types, 0);
        }
        let Self { places, types } = self;
        for &id in tokens {
            let place = &mut places[id as usize];
            if *place == 0 {
                types.push((id, 0));
                *place = types.len() as u32;
            }
            types[*place as usize - 1].1 += 1;
        }
    }

    /// The types of the last document with their frequencies in it, in order of first occurrence.
    pub fn types(&self) -> &[(TypeId, u64)] {
        &self.types
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_counted_afresh() {
        let mut types = DocumentTypes::default();
        let mut check = |tokens: &[TypeId], counted: &[(TypeId, u64)]| {
            types.count(tokens, 5);
            assert_eq!(types.types(), counted);
        };
        check(&[2, 0, 2], &[(2, 2), (0, 1)]);
        check(&[], &[]);
        check(&[4, 2, 4, 4], &[(4, 3), (2, 1)]);
    }
}
