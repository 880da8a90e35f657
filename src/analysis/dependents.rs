//! What reads each fact, itself or through what derives from it: the other way round than [`Reads`](super::reads::Reads).

use crate::rule_set::arena::{Arena, ArenaId, arena_id};
use crate::rule_set::{BarTest, Compiled, Condition, CriterionId, FactId, Kind, RequirementTest};

arena_id! {
    /// Names a condition that decides whether a criterion applies, a requirement holds or a bar stands.
    AskedId;
}

/// Where a condition stands, and what it says of a unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked<'a> {
    /// A criterion applies.
    Applies(&'a Condition),
    /// An award is within reach.
    Requires(&'a Condition),
    /// An award is granted on conditions.
    Conditional(&'a Condition),
    /// A bar stands.
    Bars(&'a Condition),
    /// A bar that counts from a date.
    Since(&'a BarTest),
}

impl<'a> Asked<'a> {
    /// Its condition, if it has one.
    pub(super) fn condition(&self) -> Option<&'a Condition> {
        match self {
            Asked::Applies(one) | Asked::Requires(one) | Asked::Conditional(one) | Asked::Bars(one) => Some(one),
            Asked::Since(BarTest::Since { when, .. }) => when.as_ref(),
            Asked::Since(BarTest::When(condition)) => Some(condition),
        }
    }
}

/// What reads one fact.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    /// The leaves whose fraction does, in order.
    pub(super) leaves: Vec<CriterionId>,
    /// The conditions that do, in order.
    pub(super) asked: Vec<Asked<'a>>,
}

/// What reads each fact by itself.
pub(super) struct Dependents<'a> {
    asked: Arena<AskedId, Asked<'a>>,
    derived: Arena<FactId, Vec<FactId>>,
    leaves: Arena<FactId, Vec<CriterionId>>,
    asking: Arena<FactId, Vec<AskedId>>,
}

impl<'a> Dependents<'a> {
    pub(super) fn new(rules: &'a Compiled) -> Dependents<'a> {
        let mut of = Dependents {
            asked: Arena::new(),
            derived: Arena::like(&rules.facts, |_| Vec::new()),
            leaves: Arena::like(&rules.facts, |_| Vec::new()),
            asking: Arena::like(&rules.facts, |_| Vec::new()),
        };
        for (id, fact) in rules.facts.pairs() {
            if let Some(derivation) = &fact.derivation {
                derivation.for_each_fact(&mut |part| note(&mut of.derived[part], id));
            }
        }
        for (id, criterion) in rules.criteria.pairs() {
            if let Some(condition) = &criterion.applies_when {
                of.condition(Asked::Applies(condition), condition);
            }
            if let Kind::Leaf(leaf) = &criterion.kind {
                leaf.scorer.for_each_fact(&mut |fact| note(&mut of.leaves[fact], id));
            }
        }
        for award in rules.awards.iter() {
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
            let all = award.requires.iter().map(|one| (one, false)).chain(conditional.map(|one| (one, true)));
            for (requirement, is_conditional) in all {
                if let RequirementTest::When(condition) = &requirement.test {
                    let asked = if is_conditional { Asked::Conditional(condition) } else { Asked::Requires(condition) };
                    of.condition(asked, condition);
                }
            }
            for bar in &award.bars {
                match &bar.test {
                    BarTest::When(condition) => of.condition(Asked::Bars(condition), condition),
                    since @ BarTest::Since { fact, when, .. } => {
                        let id = of.asked.push(Asked::Since(since));
                        note(&mut of.asking[*fact], id);
                        let tests = &mut |fact, _: &_| note(&mut of.asking[fact], id);
                        when.iter().for_each(|condition| condition.for_each_test(tests));
                    }
                }
            }
        }
        of
    }

    fn condition(&mut self, asked: Asked<'a>, condition: &Condition) {
        let id = self.asked.push(asked);
        condition.for_each_test(&mut |fact, _| note(&mut self.asking[fact], id));
    }

    /// Everything that reads `fact`.
    pub(super) fn of(&self, fact: FactId) -> Reading<'a> {
        let (mut open, mut seen) = (vec![fact], std::collections::BTreeSet::from([fact]));
        let (mut leaves, mut asking) = (Vec::new(), Vec::new());
        while let Some(fact) = open.pop() {
            leaves.extend(&self.leaves[fact]);
            asking.extend(&self.asking[fact]);
            open.extend(self.derived[fact].iter().copied().filter(|derived| seen.insert(*derived)));
        }
        leaves.sort_unstable();
        leaves.dedup();
        asking.sort_unstable();
        asking.dedup();
        Reading { leaves, asked: asking.into_iter().map(|id| self.asked[id]).collect() }
    }
}

/// Notes once what comes several times in a row.
fn note<I: ArenaId + PartialEq>(noted: &mut Vec<I>, id: I) {
    if noted.last() != Some(&id) {
        noted.push(id);
    }
}
