//! Units that show much: the best and the worst of every kind, and those that only just reach an award. Most of what
//! is asked shows in one of them, with no search.

use std::collections::BTreeSet;

use super::descent::{self, Spared};
use super::goal::Want;
use super::kinds::{Kind, Kinds};
use super::logic;
use super::readers::Readers;
use super::reads::Read;
use super::search::{Outcome, Said};
use super::space::{Place, VariableId};
use super::study::Study;
use super::walk;
use crate::invariant::broken;
use crate::rule_set::{AwardId, FactId, RequirementTest};

/// So many kinds of unit are looked at for units that reach an award.
const MOST_KINDS: usize = 9;

/// The units.
pub(super) struct Known {
    /// The best and the worst unit of every kind.
    ends: Vec<Said>,
    /// Units that are eligible for an award, and as good as they come.
    eligible: Vec<(AwardId, Said)>,
    /// Units that are eligible for an award, and not with any answer that gives less.
    barely: Vec<(AwardId, Said)>,
}

impl Known {
    pub(super) fn new(study: &mut Study<'_>, kinds: &Kinds) -> Known {
        let ends = kinds.units.iter().flat_map(|kind| {
            let given = study.given(kind);
            [study.field.complete(given.clone()), study.field.complete(study.field.worst(given))]
        });
        let mut known = Known { ends: ends.collect(), eligible: Vec::new(), barely: Vec::new() };
        let awards: Vec<AwardId> = study.rules.awards.ids().collect();
        for award in awards {
            known.reach(study, award, kinds);
        }
        known
    }

    fn reach(&mut self, study: &mut Study<'_>, award: AwardId, kinds: &Kinds) {
        if study.watch.is_spent() {
            return;
        }
        let wants = logic::eligible(study.rules, award);
        let nothing = Kind::default();
        for kind in std::iter::once(&nothing).chain(&kinds.units).take(MOST_KINDS) {
            let (given, budget) = (study.given(kind), study.budget());
            let mut eligible = descent::approach(study, &wants, &given, budget);
            if eligible.is_none()
                && let Outcome::Found(said) = study.field.search(&mut study.engine, &wants, &given, budget)
            {
                eligible = Some(study.field.complete(said));
            }
            if let Some(eligible) = eligible {
                self.add(study, award, eligible);
            }
        }
        if self.eligible.iter().any(|(of, _)| *of == award) {
            self.reach_otherwise(study, award, &wants);
        }
    }

    /// Where an answer that conditions read leaves the best unit ineligible: one that reaches the award with it.
    fn reach_otherwise(&mut self, study: &mut Study<'_>, award: AwardId, wants: &[Want]) {
        let rules = study.rules;
        let conditions = rules.awards[award].requires.iter().filter_map(|requirement| match &requirement.test {
            RequirementTest::When(condition) => Some(condition),
            _ => None,
        });
        let facts: BTreeSet<FactId> = conditions.flat_map(|condition| study.reads.condition(condition)).collect();
        let mut added = 0;
        for at in study.field.variables(&Read { facts, ..Read::default() }) {
            if !study.field.space.is_listed(at) {
                continue;
            }
            for choice in study.field.choices(at, true) {
                let mut given = study.field.nothing();
                given[at] = Some(choice);
                let best = study.field.complete(given.clone());
                let budget = study.budget() / 4;
                if added < MOST_KINDS
                    && !descent::is_eligible(study, award, &best)
                    && let Some(eligible) = descent::approach(study, wants, &given, budget)
                {
                    added += 1;
                    self.add(study, award, eligible);
                }
            }
        }
    }

    fn add(&mut self, study: &mut Study<'_>, award: AwardId, eligible: Said) {
        let budget = study.budget();
        if let Some(barely) = descent::least(study, award, &eligible, None, budget)
            && !self.barely.iter().any(|known| known.1 == barely)
        {
            self.barely.push((award, barely));
        }
        if !self.eligible.iter().any(|known| known.1 == eligible) {
            self.eligible.push((award, eligible));
        }
    }

    /// Those that show most.
    pub(super) fn all(&self) -> Vec<Said> {
        let reaching = self.eligible.iter().chain(&self.barely).map(|(_, unit)| unit);
        self.ends.iter().chain(reaching).cloned().collect()
    }

    /// Units near to those that are barely eligible for an award, in which this one answer counts where it ever does,
    /// the likely ones first.
    pub(super) fn near(&self, study: &mut Study<'_>, award: AwardId, at: VariableId, how: Near) -> Vec<Said> {
        let of_award = |units: &'_ [(AwardId, Said)]| -> Vec<Said> {
            units.iter().filter(|(of, _)| *of == award).map(|(_, unit)| unit.clone()).collect()
        };
        let (beside, looks) = (beside(study, at), study.budget());
        let eligible = of_award(&self.eligible).into_iter();
        let spared: Vec<VariableId> = match how {
            Near::Together => beside.iter().copied().chain([at]).collect(),
            _ => vec![at],
        };
        let but = Spared { variables: &spared, first: &beside };
        let mut spared = |unit: Said| descent::least(study, award, &unit, Some(&but), looks);
        let mut units: Vec<Said> = match how {
            Near::Barely => of_award(&self.barely),
            Near::Together | Near::Spared => eligible.take(1).filter_map(&mut spared).collect(),
            Near::SparedOtherwise => eligible.skip(1).filter_map(&mut spared).collect(),
        };
        units.dedup();
        let each = walk::steps(study.field.space.variables.len()) - 1;
        for unit in units.clone() {
            for other in &beside {
                if study.watch.is_spent() {
                    return units;
                }
                for choice in study.field.choices(*other, true) {
                    study.watch.steps(each);
                    if unit[*other].as_ref() != Some(&choice) {
                        let mut varied = unit.clone();
                        varied[*other] = Some(choice);
                        units.push(varied);
                    }
                }
            }
        }
        units
    }
}

/// From which units it is gone on; each also with every other answer to one thing that is read with this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// Those that are barely eligible.
    Barely,
    /// One with this answer as good as in a unit that is eligible, and so what is read with it.
    Together,
    /// One with this answer as good as in a unit that is eligible, what is read with it lowered before all others.
    Spared,
    /// As `Spared`, from every other unit that is known to be eligible.
    SparedOtherwise,
}

impl Near {
    pub(super) const ALL: [Near; 4] = [Near::Barely, Near::Together, Near::Spared, Near::SparedOtherwise];
}

/// What is read together with a variable.
fn beside(study: &Study<'_>, at: VariableId) -> Vec<VariableId> {
    let Place::Fact(fact) = study.field.space.variables[at].place else {
        return broken("an answer is asked about", Vec::new());
    };
    let facts = Readers::new(study.rules, study.reads, study.felt, fact).beside;
    let mut beside = study.field.variables(&Read { facts, ..Read::default() });
    beside.retain(|other| *other != at);
    beside
}
