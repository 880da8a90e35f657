//! What the cases of a suite exercise of their rule set.
//!
//! A place is one thing that a case can exercise, and is covered where a case that passes and expects something of
//! an assessment does so, whatever it expects. Places are counted exactly:
//!
//! | of | places |
//! |---|---|
//! | a criterion | that it applies and is known |
//! | an answer | each that its scale gives, for every leaf that reads it |
//! | a condition | that it holds and that it fails; and the same of each of its tests, where it has several |
//! | bands | a value in each, `otherwise` too, and one on each edge |
//! | a line | a value at or before `from`, one between, one at or beyond `to` |
//! | `when_zero` | a divisor of zero |
//! | cases | each as the first that holds, and `otherwise` |
//! | evidence | that it is there and that it is lacking, for every leaf that asks for some |
//! | a requirement | that it holds and that it fails |
//! | a bar | that it stands and that it does not |
//! | an award | eligible, ineligible, undetermined, and conditional where it can be granted so |
//! | exceptions | each kind where it is allowed, each equivalent, each waivable requirement: accepted and refused; `at_most` reached, and a refusal on each of `never_on` |

mod award;
mod condition;
mod criterion;
mod exception;
mod places;
mod scorer;
mod seen;

use std::fmt;

use serde::Serialize;

use crate::diagnostic::Place;
use crate::{Number, RuleDocument, RuleSet};
pub(super) use places::{Places, Spot};
pub(super) use seen::Seen;

/// What the cases exercise, place by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Every place, in the order of the document.
    pub places: Vec<CoveragePlace>,
}

/// One thing that a case can exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveragePlace {
    /// What sort of place it is.
    pub what: What,
    /// The element it belongs to: `pengungkit.team.chosen`, `wbk.total`.
    pub of: String,
    /// What it is, in words: ``answer `B` ``, `` `applies_when` fails ``.
    pub words: String,
    /// Whether some case exercises it.
    pub covered: bool,
    /// Where it stands in the rule set.
    pub place: Place,
}

/// The sorts of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A criterion that applies and is known.
    Criterion,
    /// An answer.
    Answer,
    /// A side of a condition.
    Condition,
    /// A side of one test in a condition.
    Test,
    /// A band, or a stretch of a line.
    Band,
    /// The edge of a band.
    Edge,
    /// A case, or what counts otherwise.
    Case,
    /// Evidence that is there or lacking.
    Evidence,
    /// A requirement that holds or fails.
    Requirement,
    /// A bar that stands or does not.
    Bar,
    /// An outcome of an award.
    Award,
    /// An exception that is accepted or refused.
    Exception,
}

impl Coverage {
    /// How many places are covered.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.places.iter().filter(|place| place.covered).count()
    }

    /// The places that no case exercises, ordered by position.
    pub fn uncovered(&self) -> impl Iterator<Item = &CoveragePlace> {
        let mut places: Vec<&CoveragePlace> = self.places.iter().filter(|place| !place.covered).collect();
        places.sort_by(|one, other| one.place.cmp(&other.place));
        places.into_iter()
    }

    /// How many of a hundred places are covered; 100 where there are none.
    #[must_use]
    pub fn percent(&self) -> Number {
        let covered = &Number::from(self.covered()) * &Number::HUNDRED;
        covered.checked_div(&Number::from(self.places.len())).unwrap_or(Number::HUNDRED)
    }
}

/// ``rules.yaml:12:5: pengungkit.team.chosen: answer `B` ``
impl fmt::Display for CoveragePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.of, self.words)
    }
}

/// Every place of a rule set, as it is written in `document` with what it extends.
pub(super) fn places<'a>(document: &'a RuleDocument, rules: &'a RuleSet) -> Vec<Spot<'a>> {
    let mut places = Places::new(document, rules);
    criterion::criteria(&mut places);
    condition::derived(&mut places);
    exception::exceptions(&mut places);
    award::awards(&mut places);
    places.into_spots()
}
