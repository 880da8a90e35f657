//! What is missing where something is unknown.

use crate::rule_set::{CriterionId, FactId};

/// One thing that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Missing {
    /// A fact that the dossier does not answer, or a derived one that a division by zero leaves unknown.
    Fact(FactId),
    /// A leaf's own division by zero.
    Leaf(CriterionId),
}

/// What is missing, in the rule set's order, each once.
///
/// It is a list: what is added mostly follows what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MissingSet(Vec<Missing>);

impl MissingSet {
    /// Nothing.
    pub(crate) const fn new() -> MissingSet {
        MissingSet(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is in several sets, one after another, and whether nothing is in two of them.
    pub(crate) fn together(all: Vec<Missing>) -> (MissingSet, bool) {
        let before = all.len();
        let set: MissingSet = all.into_iter().collect();
        let are_apart = set.0.len() == before;
        (set, are_apart)
    }

    /// Whether nothing is in two of several sets, one after another.
    pub(crate) fn are_apart(all: Vec<Missing>) -> bool {
        MissingSet::together(all).1
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Missing> {
        self.0.iter()
    }

    pub(crate) fn insert(&mut self, one: Missing) {
        self.extend([one]);
    }
}

impl Extend<Missing> for MissingSet {
    fn extend<I: IntoIterator<Item = Missing>>(&mut self, more: I) {
        let last = self.0.len().saturating_sub(1);
        self.0.extend(more);
        if !self.0.iter().skip(last).is_sorted_by(|one, next| one < next) {
            // This finds what is in order already, and merges it.
            self.0.sort();
            self.0.dedup();
        }
    }
}

impl<'a> Extend<&'a Missing> for MissingSet {
    fn extend<I: IntoIterator<Item = &'a Missing>>(&mut self, more: I) {
        self.extend(more.into_iter().copied());
    }
}

impl FromIterator<Missing> for MissingSet {
    fn from_iter<I: IntoIterator<Item = Missing>>(all: I) -> MissingSet {
        let mut set = MissingSet::new();
        set.extend(all);
        set
    }
}

impl<'a> FromIterator<&'a Missing> for MissingSet {
    fn from_iter<I: IntoIterator<Item = &'a Missing>>(all: I) -> MissingSet {
        all.into_iter().copied().collect()
    }
}

impl IntoIterator for MissingSet {
    type Item = Missing;
    type IntoIter = std::vec::IntoIter<Missing>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a MissingSet {
    type Item = &'a Missing;
    type IntoIter = std::slice::Iter<'a, Missing>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule_set::arena::ArenaId;

    #[test]
    fn what_is_in_two_sets_is_seen() {
        let set = |of: &[usize]| of.iter().map(|at| Missing::Fact(FactId::new(*at))).collect::<MissingSet>();
        let together = |of: &[&[usize]]| MissingSet::together(of.iter().flat_map(|of| set(of)).collect());
        assert_eq!(together(&[&[1, 3], &[2], &[]]), (set(&[1, 2, 3]), true));
        assert_eq!(together(&[&[1, 3], &[2, 3]]), (set(&[1, 2, 3]), false));
    }

    #[test]
    fn what_is_added_is_there_once_and_in_order() {
        let fact = |at: usize| Missing::Fact(FactId::new(at));
        let mut set: MissingSet = [2, 3, 1].map(fact).into_iter().collect();
        [3, 0, 4].into_iter().for_each(|at| set.insert(fact(at)));
        set.extend(&[2, 5].map(fact).into_iter().collect::<MissingSet>());
        assert_eq!(set.iter().copied().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5].map(fact));
        set.clear();
        assert!(set.is_empty());
    }
}
