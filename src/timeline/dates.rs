//! The dates that may change an outcome.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cause, as_known};
use crate::Date;
use crate::assess::award::end_of;
use crate::assess::evidence::lapses;
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Truth};
use crate::rule_set::{BarTest, Compiled, Condition, Derivation, FactId, Kind, Operand, RequirementTest, Scorer};

/// What happens on each date.
pub(super) type Dates = BTreeMap<Date, BTreeSet<Cause>>;

/// The dates that documents, rounds, exceptions, awards, bars and the edition name.
pub(super) fn dated(dossier: &Dossier) -> Dates {
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
    for round in dossier.overlay.iter().flat_map(|overlay| overlay.counting(None)).map(|(_, round)| round) {
        on(round.on, Cause::RoundGiven(round.by_and_date()));
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
    let (first, later) = stages(dossier);
    let stages: Vec<Dossier> = std::iter::once(first).chain(later).collect();
    let ends = stages.iter().skip(1).map(|stage| Some(stage.as_of)).chain([None]);
    for (stage, end) in stages.iter().zip(ends) {
        let facts = Facts::new(rules, &stage.facts);
        let within = |date: &Date| *date >= stage.as_of && end.is_none_or(|end| *date < end);
        for (award, bar) in rules.awards.iter().flat_map(|award| award.bars.iter().map(move |bar| (award, bar))) {
            if let BarTest::Since { fact, duration, .. } = &bar.test {
                let since = facts.date_of(*fact);
                let name = format!("{}.{}", award.id, bar.id);
                on(since.filter(within), Cause::BarBegins(name.clone()));
                on(since.and_then(|since| since.plus(*duration)).filter(within), Cause::BarEnds(name));
            }
        }
    }
    on(rules.effective_until, Cause::EditionLapses);
    dates
}

/// The dossier as of its own date, and as of each later one on which a round is given, as it was known then; each holds
/// up to the next.
fn stages(dossier: &Dossier) -> (Dossier, impl Iterator<Item = Dossier>) {
    let rounds = dossier.overlay.iter().flat_map(|overlay| overlay.counting(None));
    let given: BTreeSet<Date> = rounds.filter_map(|(_, round)| round.on).filter(|on| *on > dossier.as_of).collect();
    (as_known(dossier, dossier.as_of), given.into_iter().map(|on| as_known(dossier, on)))
}

/// Every day on which something the rules say of the as-of date, or of a fact that derives from it, turns:
/// found by asking each day, since such a fact may be made of others in any way.
pub(super) fn days_that_turn(dossier: &Dossier, until: Date, dates: &mut Dates) {
    let rules: &Compiled = &dossier.rules;
    let moving = facts_that_move(rules);
    let watched = Watched::of(rules, &moving);
    if watched.is_empty() {
        return;
    }
    let (mut stage, later) = stages(dossier);
    let mut to_come = later.peekable();
    let mut before = watched.read(&stage);
    let mut on = dossier.as_of;
    while let Some(next) = on.plus_days(1).filter(|next| *next <= until) {
        on = next;
        let after = watched.read(&stage.with_as_of(on));
        for (name, _) in watched.names().zip(before.iter().zip(&after)).filter(|(_, (old, new))| old != new) {
            dates.entry(on).or_default().insert(Cause::DaysPass(name.to_owned()));
        }
        before = after;
        // What a round turns is no matter of days.
        if let Some(next) = to_come.next_if(|next| next.as_of == on) {
            before = watched.read(&next);
            stage = next;
        }
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
            for requirement in award.all_requirements() {
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
