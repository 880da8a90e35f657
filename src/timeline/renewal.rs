//! What has to be renewed by when to keep an award.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Cause, as_known, dates::Dates, dates::dated, dates::days_that_turn};
use crate::Date;
use crate::assess::outline;
use crate::assessment::Eligibility;
use crate::dossier::Dossier;
use crate::rule_set::AwardId;

/// A date on which an award would be lost, and what keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Renewal {
    /// The award.
    pub award: String,
    /// The first day on which the unit would no longer be eligible for it, all renewed that stands before.
    pub by: Date,
    /// What has to be renewed by that day, so that it is in force on it: documents, exceptions and awards held before,
    /// none of which can be left out. Empty where renewing them does not keep the award.
    pub renew: Vec<Cause>,
    /// What the award comes to where nothing is renewed.
    pub otherwise: Eligibility,
    /// What happens on that day.
    pub because: Vec<Cause>,
}

/// What has to be renewed by when, up to `until` (included), so that every award is kept for which the unit is eligible
/// as of the dossier's date and as known on it; by award, lowest first, and by date.
///
/// What is renewed counts as in force without end from the day on which it would have lapsed. Of several sets of
/// renewals that would do, one is told of which nothing can be left out. The list for an award ends on a day on which no
/// renewal keeps it: a bar begins, days pass, the edition lapses.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, dossier::BindOptions, timeline::{Cause, renewals}};
/// let rules = RuleSet::from_yaml("t.yaml", "
/// ruleset: t
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// evidence: {permit: {valid_for: 1y}}
/// criteria: [{id: a, answer: yn, evidence: permit}]
/// awards: [{id: pass, requires: [{id: total, score: total, at_least: 1}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "
/// unit: x
/// as_of: 2024-06-01
/// facts: {a: yes}
/// evidence: [{id: p-1, type: permit, issued: 2024-03-14, supports: [a]}]
/// ")?;
/// let found = renewals(&rules.bind(&dossier, &BindOptions::new())?, "2030-01-01".parse()?);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].by.to_string(), "2025-03-14");
/// assert_eq!(found[0].renew, [Cause::DocumentLapses("p-1".into())]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn renewals(dossier: &Dossier, until: Date) -> Vec<Renewal> {
    let mut dates = dated(dossier);
    days_that_turn(dossier, until, &mut dates);
    dates.retain(|on, _| *on > dossier.as_of && *on <= until);
    let now = outline(&as_known(dossier, dossier.as_of));
    let eligible = dossier.rules.awards.ids().filter(|id| now.award(*id) == Eligibility::Eligible);
    eligible.flat_map(|id| Keeping { dossier, award: id, dates: &dates }.renewals()).collect()
}

struct Keeping<'a> {
    dossier: &'a Dossier,
    award: AwardId,
    dates: &'a Dates,
}

impl Keeping<'_> {
    fn renewals(&self) -> Vec<Renewal> {
        let mut found = Vec::new();
        let mut renewed: BTreeSet<Cause> = BTreeSet::new();
        // What has lapsed and was not renewed, what lapsed first, first.
        let mut lapsed: Vec<Cause> = Vec::new();
        for (on, causes) in self.dates {
            let award = self.dossier.rules.awards[self.award].id.clone();
            let because: Vec<Cause> = causes.iter().cloned().collect();
            let renewal = |renew, otherwise| Renewal { award, by: *on, renew, otherwise, because };
            if causes.contains(&Cause::EditionLapses) && !self.dossier.insisted {
                found.push(renewal(Vec::new(), Eligibility::Ineligible));
                return found;
            }
            let new = causes.iter().filter(|cause| is_renewable(cause) && !renewed.contains(cause));
            let new: Vec<Cause> = new.filter(|cause| !lapsed.contains(cause)).cloned().collect();
            lapsed.extend(new);
            let as_it_is = self.on(*on, &renewed.iter().collect());
            if as_it_is == Eligibility::Eligible {
                continue;
            }
            let all = renewed.iter().chain(&lapsed).collect();
            if self.on(*on, &all) != Eligibility::Eligible {
                found.push(renewal(Vec::new(), as_it_is));
                return found;
            }
            let mut needed = Needed { keeping: self, on: *on, renewed: all, out: BTreeSet::new() };
            needed.halves(&lapsed);
            let out: BTreeSet<Cause> = needed.out.into_iter().cloned().collect();
            let (spared, renew) = lapsed.into_iter().partition(|cause| out.contains(cause));
            lapsed = spared;
            renewed.extend(Vec::clone(&renew));
            found.push(renewal(renew, as_it_is));
        }
        found
    }

    /// The outcome on a day, with these renewed.
    fn on(&self, on: Date, renewed: &BTreeSet<&Cause>) -> Eligibility {
        outline(&renew(self.dossier, renewed, on)).award(self.award)
    }
}

/// Finds out what can be left out of all that lapsed so that an award is still kept on a day, what lapsed first, first.
struct Needed<'a> {
    keeping: &'a Keeping<'a>,
    on: Date,
    renewed: BTreeSet<&'a Cause>,
    out: BTreeSet<&'a Cause>,
}

impl<'a> Needed<'a> {
    /// Of some of it: all at once where that can be, else each half by itself. So what is needed, if it is little, is found
    /// in few looks.
    fn some(&mut self, some: &'a [Cause]) {
        self.renewed.retain(|cause| !some.contains(cause));
        if self.keeping.on(self.on, &self.renewed) == Eligibility::Eligible {
            self.out.extend(some);
            return;
        }
        self.renewed.extend(some);
        self.halves(some);
    }

    fn halves(&mut self, some: &'a [Cause]) {
        if some.len() > 1 {
            let (first, last) = some.split_at(some.len() / 2);
            self.some(first);
            self.some(last);
        }
    }
}

fn is_renewable(cause: &Cause) -> bool {
    matches!(cause, Cause::DocumentLapses(_) | Cause::ExceptionLapses(_) | Cause::AwardEnds(_))
}

/// The dossier as of a day, with these in force on it.
fn renew(dossier: &Dossier, renewed: &BTreeSet<&Cause>, on: Date) -> Dossier {
    let mut kept = as_known(dossier, on);
    let documents = kept.documents.iter().map(|document| {
        let mut document = document.clone();
        let is_renewed = renewed.contains(&Cause::DocumentLapses(document.id.clone()));
        if is_renewed && document.issued.is_none_or(|issued| issued <= on) {
            // INVARIANT: without its dates a document is valid without end, whatever its type.
            (document.issued, document.expires) = (None, None);
        }
        document
    });
    kept.documents = documents.collect();
    let exceptions = dossier.exceptions.iter().map(|exception| {
        let mut exception = exception.clone();
        if renewed.contains(&Cause::ExceptionLapses(exception.on_text.clone())) {
            exception.expires = None;
        }
        exception
    });
    kept.exceptions = exceptions.collect();
    let held = dossier.held.iter().map(|held| {
        let mut held = held.clone();
        if renewed.contains(&Cause::AwardEnds(dossier.rules.awards[held.award].id.clone())) && held.from <= on {
            (held.from, held.until, held.revoked) = (on, None, None);
        }
        held
    });
    kept.held = held.collect();
    kept
}
