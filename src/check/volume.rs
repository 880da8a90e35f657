//! How much an assessment comes to: what every leaf, requirement and bar reads, through derived facts too. A small file
//! can ask for more than there is memory: many leaves that all read a fact which derives from many.

use super::criterion::Criteria;
use super::measure::Measures;
use super::scope::Scope;
use crate::diagnostic::Pointer;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{
    Award, AwardId, BarTest, Condition, CriterionId, FactId, Kind, Requirement, RequirementTest, ScoreOf, Scorer,
};

/// As how many parts a fact weighs that something reads: its name and value are told there.
const READ: usize = 4;

/// Takes what is read from what may be compiled.
pub(super) fn reads(
    scope: &Scope<'_>,
    criteria: &Criteria,
    measures: &Measures,
    awards: &Arena<AwardId, Award>,
    order: &[AwardId],
) {
    let mut volume = Volume {
        most: scope.facts.iter().filter(|fact| fact.derivation.is_none()).count(),
        facts: Arena::like(&scope.facts, |_| 0),
        criteria: Arena::like(&criteria.all, |_| 0),
        awards: Arena::like(awards, |_| 0),
    };
    // INVARIANT: a derived fact stands after every fact that it reads.
    for (id, fact) in scope.facts.pairs() {
        volume.facts[id] = match &fact.derivation {
            None => 1,
            Some(derivation) => {
                let mut parts = 0;
                derivation.for_each_fact(&mut |part| parts = volume.with(parts, volume.facts[part]));
                parts
            }
        };
    }
    for (id, criterion) in criteria.all.pairs().rev() {
        let below = criterion.children.iter().fold(0, |sum, child| volume.with(sum, volume.criteria[*child]));
        let mut own = criterion.applies_when.as_ref().map_or(0, |condition| volume.condition(condition));
        if let Kind::Leaf(leaf) = &criterion.kind {
            own = volume.with(own, volume.scorer(&leaf.scorer));
        }
        if !scope.spend(own * READ, &Pointer::root().key("criteria")) {
            return;
        }
        volume.criteria[id] = volume.with(own, below);
    }
    // INVARIANT: every award stands in the order after those whose eligibility it asks.
    for &id in order {
        let award = &awards[id];
        let requires = award.all_requirements().map(|one| volume.requirement(measures, one));
        let bars = award.bars.iter().map(|bar| volume.bar(&bar.test));
        let read = requires.chain(bars).fold(0, |sum, more| volume.with(sum, more));
        if !scope.spend(read * READ, &Pointer::root().key("awards").index(id.index())) {
            return;
        }
        volume.awards[id] = read;
    }
}

/// How many facts that a dossier answers each thing reads, at most.
struct Volume {
    /// All that there are.
    most: usize,
    facts: Arena<FactId, usize>,
    criteria: Arena<CriterionId, usize>,
    awards: Arena<AwardId, usize>,
}

impl Volume {
    fn with(&self, one: usize, other: usize) -> usize {
        one.saturating_add(other).min(self.most)
    }

    fn condition(&self, condition: &Condition) -> usize {
        let mut read = 0;
        condition.for_each_test(&mut |fact, _| read = self.with(read, self.facts[fact]));
        read
    }

    fn scorer(&self, scorer: &Scorer) -> usize {
        let mut read = 0;
        scorer.for_each_fact(&mut |fact| read = self.with(read, self.facts[fact]));
        read
    }

    fn requirement(&self, measures: &Measures, requirement: &Requirement) -> usize {
        match &requirement.test {
            RequirementTest::Score { of, .. } => of.iter().fold(0, |sum, one| match one {
                ScoreOf::Criterion(id) => self.with(sum, self.criteria[*id]),
                ScoreOf::Measure(id) => {
                    measures.all[*id].criteria.iter().fold(sum, |sum, one| self.with(sum, self.criteria[*one]))
                }
            }),
            RequirementTest::When(condition) => self.condition(condition),
            RequirementTest::Status { criterion, .. } => self.criteria[*criterion],
            RequirementTest::Held { .. } => 0,
            RequirementTest::Eligible { award } => self.awards[*award],
        }
    }

    fn bar(&self, test: &BarTest) -> usize {
        match test {
            BarTest::When(condition) => self.condition(condition),
            BarTest::Since { fact, when, .. } => {
                let when = when.as_ref().map_or(0, |condition| self.condition(condition));
                self.with(self.facts[*fact], when)
            }
        }
    }
}
