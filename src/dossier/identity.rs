//! Which entries are one document.

use std::collections::HashMap;

use crate::document::Evidence;
use crate::invariant::Always;

/// For each entry, the position of the first entry that is the same document.
///
/// Two with the same SHA-256 digest are one; lacking it on either, two with the same reference. What is the
/// same as a third is the same.
pub(super) fn of(evidence: &[&Evidence]) -> Vec<usize> {
    let mut groups = Groups((0..evidence.len()).collect());
    let mut by_digest: HashMap<String, usize> = HashMap::new();
    // Each with whether it has a digest.
    let mut by_reference: HashMap<&str, Vec<(usize, bool)>> = HashMap::new();
    for (position, one) in evidence.iter().enumerate() {
        if let Some(digest) = &one.sha256 {
            let first = *by_digest.entry(digest.to_ascii_lowercase()).or_insert(position);
            groups.join(first, position);
        }
        if let Some(reference) = one.reference.as_deref().map(str::trim).filter(|reference| !reference.is_empty()) {
            by_reference.entry(reference).or_default().push((position, one.sha256.is_some()));
        }
    }
    for same in by_reference.values() {
        // An entry without a digest is the same document as every other with its reference.
        if let Some((middle, _)) = same.iter().find(|(_, has_digest)| !has_digest) {
            same.iter().for_each(|(position, _)| groups.join(*middle, *position));
        }
    }
    (0..evidence.len()).map(|position| groups.first(position)).collect()
}

const ONE_OF_ALL: &str = "a link leads from an entry to one of them";

/// Each position's link to an earlier one of its group, or to itself.
struct Groups(Vec<usize>);

impl Groups {
    fn first(&self, position: usize) -> usize {
        let mut at = position;
        // INVARIANT: links lead to earlier positions, so this ends.
        while let Some(&earlier) = self.0.get(at).always(ONE_OF_ALL)
            && earlier < at
        {
            at = earlier;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if let Some(link) = self.0.get_mut(one.max(other)).always(ONE_OF_ALL) {
            *link = one.min(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identities(entries: &[(&str, &str)]) -> Vec<usize> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let evidence: Vec<Evidence> = entries
            .iter()
            .map(|(digest, reference)| Evidence {
                sha256: given(digest),
                reference: given(reference),
                ..Evidence::default()
            })
            .collect();
        of(&evidence.iter().collect::<Vec<_>>())
    }

    #[test]
    fn the_digest_decides_and_the_reference_where_it_is_lacking() {
        assert_eq!(identities(&[("aa", "x"), ("AA", "y")]), [0, 0]);
        assert_eq!(identities(&[("aa", "x"), ("bb", "x")]), [0, 1]);
        assert_eq!(identities(&[("aa", "x"), ("", "x")]), [0, 0]);
        assert_eq!(identities(&[("", "x"), ("", "x"), ("", "y"), ("", "")]), [0, 0, 2, 3]);
        assert_eq!(identities(&[("", ""), ("", "")]), [0, 1]);
    }

    #[test]
    fn sameness_is_passed_on() {
        // The third has no digest, so it is the same as both of those with its reference.
        assert_eq!(identities(&[("aa", "x"), ("bb", "x"), ("", "x")]), [0, 0, 0]);
        assert_eq!(identities(&[("", "y"), ("aa", "x"), ("aa", "y"), ("bb", "x")]), [0, 0, 0, 3]);
    }
}
