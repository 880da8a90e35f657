//! All findings of one input.

use std::collections::BTreeMap;
use std::fmt;

use super::{Code, Diagnostic, Severity, habit};

/// All that is wrong with an input, in the order in which it stands there; at least one is an error.
///
/// Of very many, the first of each kind are told: [`at_most`](Problems::at_most).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Problems {
    told: Vec<Diagnostic>,
    more: BTreeMap<Code, usize>,
}

impl Problems {
    /// These findings, ordered by place.
    #[must_use]
    pub fn new(mut findings: Vec<Diagnostic>) -> Problems {
        findings.sort_by(|a, b| a.place.cmp(&b.place));
        findings.dedup();
        Problems { told: findings, more: BTreeMap::new() }
    }

    /// These, of which at most `most` are told, and one that says how many more there are.
    ///
    /// Nothing is left out where there are no more than that. Of more, errors come before warnings, and the first of
    /// each kind before the others: findings of one code at one key, whatever the item of a list, or in one mapping,
    /// or in one column, are a kind, and the last that is told of it says how many [`more`](Diagnostic::more) there
    /// are.
    ///
    /// ```
    /// use predikat::diagnostic::{Code, Diagnostic, Place, Pointer, Problems};
    /// let facts = Pointer::root().key("facts");
    /// let unknown = |i: usize| {
    ///     let place = Place { at: None, pointer: facts.key(&format!("f{i}")) };
    ///     Diagnostic::new(Code::UnknownFact, place, format!("no fact is called `f{i}`"))
    /// };
    /// let problems = Problems::new((0..1000).map(unknown).collect()).at_most(100);
    /// assert_eq!((problems.len(), problems.total()), (3, 1000));
    /// assert_eq!(problems.more().get(&Code::UnknownFact), Some(&997));
    /// ```
    #[must_use]
    pub fn at_most(self, most: usize) -> Problems {
        if self.told.len() <= most {
            return self;
        }
        let Problems { told, mut more } = self;
        let (told, left) = habit::first_of_each(told, most);
        for (code, count) in left {
            *more.entry(code).or_default() += count;
        }
        Problems { told, more }
    }

    /// How many more there are of each code, which are not told one by one.
    #[must_use]
    pub fn more(&self) -> &BTreeMap<Code, usize> {
        &self.more
    }

    /// How many there are, told or not.
    #[must_use]
    pub fn total(&self) -> usize {
        self.told.iter().map(|one| one.more.saturating_add(1)).fold(0, usize::saturating_add)
    }

    /// The findings.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.told.iter()
    }

    /// How many are told.
    #[must_use]
    pub fn len(&self) -> usize {
        self.told.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.told.iter().any(|d| d.severity == Severity::Error)
    }
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.told.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Diagnostic> for Problems {
    fn from(one: Diagnostic) -> Problems {
        Problems { told: vec![one], more: BTreeMap::new() }
    }
}

/// One line a finding.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, one) in self.told.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{one}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
