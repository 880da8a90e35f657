//! The timeline of a dossier: the future dates on which an outcome changes, and why.
//!
//! Nothing here reads the clock. The dates looked at are those on which a round is given, or something lapses or comes
//! into force: a document, an exception, an award held before, a bar, the edition; and, where the rules compare the
//! days to or from `as_of`, every day on which one of those comparisons turns. On each of them the dossier is
//! assessed anew, as of that day and as it was known on it; the dates on which nothing changes are left out.
//!
//! So it starts with what was known on the as-of date: a round that is dated later, which an assessment counts and tells
//! of, is a change of its own date here. What the caller says to be known ([`BindOptions::known`]) is known from the
//! start.
//!
//! [`BindOptions::known`]: crate::dossier::BindOptions::known
//!
//! [`renewals`] tells what has to be renewed by when so that an award is kept.

mod dates;
mod renewal;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub use renewal::{Renewal, renewals};

use crate::assessment::{Assessment, Eligibility, Score, Status};
use crate::dossier::Dossier;
use crate::{Date, assess};
use dates::{dated, days_that_turn};

/// What happens on a date that may change an outcome.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A document becomes valid.
    DocumentIssued(String),
    /// A document is no longer valid.
    DocumentLapses(String),
    /// A round is given: its assessor and date, as `by@date`.
    RoundGiven(String),
    /// The exception on this place comes into force.
    ExceptionIssued(String),
    /// The exception on this place lapses.
    ExceptionLapses(String),
    /// An award held before comes into force.
    AwardBegins(String),
    /// An award held before is no longer in force.
    AwardEnds(String),
    /// A bar begins.
    BarBegins(String),
    /// A bar ends.
    BarEnds(String),
    /// The days between a date and the as-of date cross a value that the rules compare.
    DaysPass(String),
    /// The edition is no longer in force: the dossier can then be assessed by it no more.
    EditionLapses,
}

/// A date on which an outcome changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The first day on which it is so.
    pub on: Date,
    /// What happens on that day, and may have brought it about.
    pub because: Vec<Cause>,
    /// The final score before and from then on, where it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<(Score, Score)>,
    /// The awards whose outcome changes, with the outcome before and from then on.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub awards: IndexMap<String, (Eligibility, Eligibility)>,
    /// The criteria whose status changes, with the status before and from then on.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub criteria: IndexMap<String, (Status, Status)>,
}

/// The dates after the dossier's own, up to `until` (included), on which an outcome changes.
///
/// It ends where the edition lapses, unless the dossier insists on it.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, dossier::BindOptions, timeline::{Cause, timeline}};
/// let rules = RuleSet::from_yaml("t.yaml", "
/// ruleset: t
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// evidence: {permit: {valid_for: 1y}}
/// criteria: [{id: a, answer: yn, evidence: permit}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "
/// unit: x
/// as_of: 2024-06-01
/// facts: {a: yes}
/// evidence: [{id: p-1, type: permit, issued: 2024-03-14, supports: [a]}]
/// ")?;
/// let changes = timeline(&rules.bind(&dossier, &BindOptions::new())?, "2030-01-01".parse()?);
/// assert_eq!(changes.len(), 1);
/// assert_eq!(changes[0].on.to_string(), "2025-03-14");
/// assert_eq!(changes[0].because, [Cause::DocumentLapses("p-1".into())]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn timeline(dossier: &Dossier, until: Date) -> Vec<Change> {
    let mut dates = dated(dossier);
    days_that_turn(dossier, until, &mut dates);
    let mut before = assess(&as_known(dossier, dossier.as_of));
    let mut changes = Vec::new();
    for (on, causes) in dates {
        if on <= dossier.as_of || on > until {
            continue;
        }
        let because: Vec<Cause> = causes.into_iter().collect();
        if because.contains(&Cause::EditionLapses) && !dossier.insisted {
            changes.push(Change { on, because, total: None, awards: IndexMap::new(), criteria: IndexMap::new() });
            break;
        }
        let after = assess(&as_known(dossier, on));
        if let Some(change) = difference(&before, &after, on, because) {
            changes.push(change);
        }
        before = after;
    }
    changes
}

/// The dossier as of a day, and as it was known on it.
fn as_known(dossier: &Dossier, on: Date) -> Dossier {
    dossier.with_as_of(on).with_known(dossier.known.map_or(on, |known| known.max(on)))
}

fn difference(before: &Assessment, after: &Assessment, on: Date, because: Vec<Cause>) -> Option<Change> {
    let size = |one: &Assessment| (one.awards.len(), one.criteria.len());
    debug_assert_eq!(size(before), size(after), "both are of one rule set");
    let total = (before.total != after.total).then(|| (before.total.clone(), after.total.clone()));
    let awards: IndexMap<String, (Eligibility, Eligibility)> = before
        .awards
        .iter()
        .zip(after.awards.values())
        .filter(|((_, old), new)| old.outcome != new.outcome)
        .map(|((id, old), new)| (id.clone(), (old.outcome, new.outcome)))
        .collect();
    let criteria: IndexMap<String, (Status, Status)> = before
        .criteria
        .iter()
        .zip(after.criteria.values())
        .filter(|((_, old), new)| old.status != new.status)
        .map(|((path, old), new)| (path.clone(), (old.status, new.status)))
        .collect();
    let changed = total.is_some() || !awards.is_empty() || !criteria.is_empty();
    changed.then_some(Change { on, because, total, awards, criteria })
}
