//! Which documents have equal content: found by fingerprint, decided by the content itself.

use rayon::prelude::*;

/// For each document that equals an earlier one: the first such document, and itself; ascending by the latter.
///
/// `fingerprints` has a fixed hash of each document's content; only `members` of it are looked at. Documents with equal
/// fingerprints are compared by what `content` loads, so no hash collision is ever reported. Cost: a sort, and one
/// load for each document that shares its fingerprint, however many share it.
///
/// # Errors
///
/// The first error of `content`.
pub fn equal_to_first<T: PartialEq, E: Send>(
    fingerprints: &[u128],
    mut members: Vec<u32>,
    content: impl Fn(u32) -> Result<T, E> + Sync,
) -> Result<Vec<(u32, u32)>, E> {
    let fingerprint = |&member: &u32| fingerprints[member as usize];
    members.par_sort_unstable_by_key(|member| (fingerprint(member), *member));
    let alike: Vec<&[u32]> =
        members.chunk_by(|a, b| fingerprint(a) == fingerprint(b)).filter(|m| m.len() > 1).collect();
    let pairs: Result<Vec<Vec<(u32, u32)>>, E> =
        alike.par_iter().map(|members| equal_among(members, &content)).collect();
    let mut pairs = pairs?.concat();
    pairs.par_sort_unstable_by_key(|&(first, member)| (member, first));
    Ok(pairs)
}

fn equal_among<T: PartialEq, E>(members: &[u32], content: impl Fn(u32) -> Result<T, E>) -> Result<Vec<(u32, u32)>, E> {
    // One entry, unless fingerprints collide.
    let mut firsts: Vec<(u32, T)> = Vec::new();
    let mut pairs = Vec::with_capacity(members.len() - 1);
    for &member in members {
        let loaded = content(member)?;
        match firsts.iter().find(|(_, known)| *known == loaded) {
            Some(&(first, _)) => pairs.push((first, member)),
            None => firsts.push((member, loaded)),
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[track_caller]
    fn check(fingerprints: &[u128], contents: &[&str], expected: &[(u32, u32)]) {
        let members = (0..contents.len() as u32).collect();
        let found = equal_to_first(fingerprints, members, |m| Ok::<_, ()>(contents[m as usize]));
        assert_eq!(found, Ok(expected.to_vec()));
    }

    #[test]
    fn each_document_is_paired_with_the_first_equal_one() {
        check(&[], &[], &[]);
        check(&[7, 8, 7, 7], &["a", "b", "a", "a"], &[(0, 2), (0, 3)]);
        check(&[9, 3, 3, 9], &["a", "b", "b", "a"], &[(1, 2), (0, 3)]);
    }

    #[test]
    fn equal_fingerprints_of_different_contents_are_not_believed() {
        check(&[1, 1, 1, 1], &["a", "b", "b", "a"], &[(1, 2), (0, 3)]);
    }

    #[test]
    fn only_members_are_looked_at() {
        let found = equal_to_first(&[1, 1, 1], vec![2, 1], |_| Ok::<_, ()>("same"));
        assert_eq!(found, Ok(vec![(1, 2)]));
    }

    #[test]
    fn an_error_of_loading_comes_through() {
        assert_eq!(equal_to_first(&[1, 1], vec![0, 1], |_| Err::<&str, _>("gone")), Err("gone"));
    }

    #[test]
    fn many_equal_documents_are_loaded_once_each() {
        let n_loads = AtomicUsize::new(0);
        let found = equal_to_first(&[5; 20_000], (0..20_000).collect(), |_| {
            n_loads.fetch_add(1, Ordering::Relaxed);
            Ok::<_, ()>(())
        });
        assert_eq!(found.map(|pairs| pairs.len()), Ok(19_999));
        assert_eq!(n_loads.into_inner(), 20_000);
    }
}
