//! The timeline of a dossier: the future dates on which an outcome changes, and why.
//!
//! Nothing here reads the clock. The dates looked at are those on which something lapses or comes into
//! force: a document, an exception, an award held before, a bar, the edition; and, where the rules compare the
//! days to or from `as_of`, every day on which one of those comparisons turns. On each of them the dossier is
//! assessed anew; the dates on which nothing changes are left out.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::assess::award::end_of;
use crate::assess::evidence::lapses;
use crate::assessment::{Assessment, Eligibility, Score, Status};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Truth};
use crate::rule_set::{BarTest, Compiled, Condition, Derivation, FactId, Kind, Operand, RequirementTest, Scorer};
use crate::{Date, assess};

/// What happens on a date that may change an outcome.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A document becomes valid.
    DocumentIssued(String),
    /// A document is no longer valid.
    DocumentLapses(String),
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
    let mut before = assess(dossier);
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
        let after = assess(&dossier.with_as_of(on));
        if let Some(change) = difference(&before, &after, on, because) {
            changes.push(change);
        }
        before = after;
    }
    changes
}

fn difference(before: &Assessment, after: &Assessment, on: Date, because: Vec<Cause>) -> Option<Change> {
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

type Dates = BTreeMap<Date, BTreeSet<Cause>>;

/// The dates that documents, exceptions, awards, bars and the edition name.
fn dated(dossier: &Dossier) -> Dates {
    let rules: &Compiled = &dossier.rules;
    let mut dates = Dates::new();
    let mut on = |date: Option<Date>, cause: Cause| {
        if let Some(date) = date {
            dates.entry(date).or_default().insert(cause);
        }
    };
    for document in dossier.documents.iter() {
        on(document.issued, Cause::DocumentIssued(document.id.clone()));
        on(lapses(rules, document), Cause::DocumentLapses(document.id.clone()));
    }
    for exception in dossier.exceptions.iter() {
        on(exception.issued, Cause::ExceptionIssued(exception.on_text.clone()));
        on(exception.expires, Cause::ExceptionLapses(exception.on_text.clone()));
    }
    for held in dossier.held.iter() {
        let award = &rules.awards[held.award];
        on(Some(held.from), Cause::AwardBegins(award.id.clone()));
        on(end_of(award, held), Cause::AwardEnds(award.id.clone()));
    }
    let facts = Facts::new(rules, &dossier.facts);
    for award in rules.awards.iter() {
        for bar in &award.bars {
            if let BarTest::Since { fact, duration, .. } = &bar.test {
                let since = facts.date_of(*fact);
                let name = format!("{}.{}", award.id, bar.id);
                on(since, Cause::BarBegins(name.clone()));
                on(since.and_then(|since| since.plus(*duration)), Cause::BarEnds(name));
            }
        }
    }
    on(rules.effective_until, Cause::EditionLapses);
    dates
}

/// Every day on which something the rules say of the as-of date, or of a fact that derives from it, turns:
/// found by asking each day, since such a fact may be made of others in any way.
fn days_that_turn(dossier: &Dossier, until: Date, dates: &mut Dates) {
    let rules: &Compiled = &dossier.rules;
    let moving = facts_that_move(rules);
    let watched = Watched::of(rules, &moving);
    if watched.is_empty() {
        return;
    }
    let mut before = watched.read(dossier);
    let mut on = dossier.as_of;
    while let Some(next) = on.plus_days(1).filter(|next| *next <= until) {
        on = next;
        let after = watched.read(&dossier.with_as_of(on));
        for (name, _) in watched.names().zip(before.iter().zip(&after)).filter(|(_, (old, new))| old != new) {
            dates.entry(on).or_default().insert(Cause::DaysPass(name.to_owned()));
        }
        before = after;
    }
}

/// The as-of date, and the facts that derive from it.
fn facts_that_move(rules: &Compiled) -> BTreeSet<FactId> {
    let mut moving = BTreeSet::from([FactId::AS_OF]);
    for (id, fact) in rules.facts.pairs() {
        let reads = |operand: &Operand| matches!(operand, Operand::Fact(fact) if moving.contains(fact));
        let moves = match &fact.derivation {
            None => false,
            Some(Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of)) => {
                of.iter().any(reads)
            }
            Some(Derivation::Difference(a, b) | Derivation::Ratio(a, b, _)) => reads(a) || reads(b),
            Some(Derivation::Count(of)) => of.iter().any(|condition| reads_any(condition, &moving)),
            Some(Derivation::DaysBetween(from, to)) => moving.contains(from) || moving.contains(to),
        };
        if moves {
            moving.insert(id);
        }
    }
    moving
}

fn reads_any(condition: &Condition, facts: &BTreeSet<FactId>) -> bool {
    let mut found = false;
    condition.for_each_test(&mut |fact, _| found |= facts.contains(&fact));
    found
}

/// What has to be asked each day: conditions and leaves that read a fact that moves.
struct Watched<'a> {
    conditions: Vec<(String, &'a Condition)>,
    leaves: Vec<(String, crate::rule_set::CriterionId, &'a crate::rule_set::Leaf)>,
}

/// The answer of one day to one question.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Condition(Truth),
    Leaf(Option<crate::evaluate::Span>, bool),
}

impl<'a> Watched<'a> {
    fn of(rules: &'a Compiled, moving: &BTreeSet<FactId>) -> Watched<'a> {
        let mut watched = Watched { conditions: Vec::new(), leaves: Vec::new() };
        for (id, criterion) in rules.criteria.pairs() {
            let conditions = criterion.equivalents.iter().filter_map(|equivalent| equivalent.when.as_ref());
            for condition in criterion.applies_when.iter().chain(conditions) {
                watched.condition(&criterion.path, condition, moving);
            }
            if let Kind::Leaf(leaf) = &criterion.kind
                && scorer_reads(&leaf.scorer, moving)
            {
                watched.leaves.push((criterion.path.clone(), id, leaf));
            }
        }
        for award in rules.awards.iter() {
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
            for requirement in award.requires.iter().chain(conditional) {
                if let RequirementTest::When(condition) = &requirement.test {
                    watched.condition(&format!("{}.{}", award.id, requirement.id), condition, moving);
                }
            }
            for bar in &award.bars {
                if let BarTest::When(condition) | BarTest::Since { when: Some(condition), .. } = &bar.test {
                    watched.condition(&format!("{}.{}", award.id, bar.id), condition, moving);
                }
            }
        }
        watched
    }

    fn condition(&mut self, name: &str, condition: &'a Condition, moving: &BTreeSet<FactId>) {
        if reads_any(condition, moving) {
            self.conditions.push((name.to_owned(), condition));
        }
    }

    fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.leaves.is_empty()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let leaves = self.leaves.iter().map(|(name, ..)| name.as_str());
        self.conditions.iter().map(|(name, _)| name.as_str()).chain(leaves)
    }

    fn read(&self, dossier: &Dossier) -> Vec<Seen> {
        let facts = Facts::new(&dossier.rules, &dossier.facts);
        let conditions = self.conditions.iter().map(|(_, condition)| Seen::Condition(facts.truth(condition)));
        let leaves = self.leaves.iter().map(|(_, id, leaf)| {
            let outcome = facts.leaf(*id, leaf);
            Seen::Leaf(outcome.fraction(), outcome.may_not_apply)
        });
        conditions.chain(leaves).collect()
    }
}

fn scorer_reads(scorer: &Scorer, facts: &BTreeSet<FactId>) -> bool {
    match scorer {
        Scorer::Scale { fact, .. } | Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => facts.contains(fact),
        Scorer::Ratio { of, to, .. } => facts.contains(of) || facts.contains(to),
        Scorer::MetWhen(condition) => reads_any(condition, facts),
        Scorer::Count { of, .. } => of.iter().any(|condition| reads_any(condition, facts)),
        Scorer::Cases { cases, .. } => cases.iter().any(|(condition, _)| reads_any(condition, facts)),
    }
}
