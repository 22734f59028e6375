//! In which documents a type occurs, and how often: what dispersion is computed from.

use super::interner::TypeId;

/// How often one type occurs in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    /// Tokens of the document.
    pub n_document_tokens: u64,
    /// Tokens of the type in the document.
    pub frequency: u64,
}

/// The postings of all types, and the sizes of all documents.
///
/// A document is known by its size alone: which of two documents of a size has a word makes no difference to any
/// measure of dispersion. So postings merge by putting one behind the other, whatever the order. Memory: 24 bytes for
/// each type of each document.
#[derive(Clone, Debug, Default)]
pub struct Postings {
    sizes: Vec<u64>,
    postings: Vec<(TypeId, Posting)>,
}

impl Postings {
    /// Adds a type's frequency in a document of which it is one of the types.
    pub fn push(&mut self, id: TypeId, posting: Posting) {
        self.postings.push((id, posting));
    }

    /// Adds the size of a document in tokens, once for each document.
    pub fn push_document(&mut self, n_tokens: u64) {
        self.sizes.push(n_tokens);
    }

    /// How much memory the postings take.
    pub fn n_bytes(&self) -> u64 {
        let postings = self.postings.capacity() * size_of::<(TypeId, Posting)>();
        (postings + self.sizes.capacity() * size_of::<u64>()) as u64
    }

    /// Adds the postings of other documents. `ids` has the number here of each type there.
    pub fn absorb(&mut self, other: &Self, ids: &[TypeId]) {
        self.sizes.extend_from_slice(&other.sizes);
        self.postings.extend(other.postings.iter().map(|&(id, posting)| (ids[id as usize], posting)));
    }

    /// The sizes of the documents in tokens, ascending.
    pub fn sizes(&self) -> Vec<u64> {
        let mut sizes = self.sizes.clone();
        sizes.sort_unstable();
        sizes
    }

    /// The postings of each of `n_types` types, those of a type by the size of the document, then by frequency.
    ///
    /// Cost: O(postings), and a sort of those of each type.
    pub fn by_type(&self, n_types: usize) -> Vec<Vec<Posting>> {
        let mut n_postings = vec![0; n_types];
        self.postings.iter().for_each(|(id, _)| n_postings[*id as usize] += 1);
        let mut by_type: Vec<Vec<Posting>> = n_postings.into_iter().map(Vec::with_capacity).collect();
        self.postings.iter().for_each(|&(id, posting)| by_type[id as usize].push(posting));
        by_type.iter_mut().for_each(|postings| postings.sort_unstable());
        by_type
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(n_document_tokens: u64, frequency: u64) -> Posting {
        Posting { n_document_tokens, frequency }
    }

    fn of_document(n_tokens: u64, types: &[(TypeId, u64)]) -> Postings {
        let mut postings = Postings::default();
        postings.push_document(n_tokens);
        types.iter().for_each(|&(id, frequency)| postings.push(id, posting(n_tokens, frequency)));
        postings
    }

    #[test]
    fn postings_merge_in_any_order_to_the_same() {
        let (long, short, empty) = (of_document(9, &[(0, 5), (1, 4)]), of_document(3, &[(0, 3)]), of_document(0, &[]));
        let (mut one, mut other) = (long.clone(), short.clone());
        one.absorb(&short, &[0]);
        one.absorb(&empty, &[]);
        other.absorb(&empty, &[]);
        other.absorb(&long, &[0, 1]);
        assert_eq!(one.sizes(), [0, 3, 9]);
        assert_eq!(one.sizes(), other.sizes());
        assert_eq!(one.by_type(2), [vec![posting(3, 3), posting(9, 5)], vec![posting(9, 4)]]);
        assert_eq!(one.by_type(2), other.by_type(2));
    }
}
