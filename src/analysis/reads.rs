//! Which facts can bear on what: a superset, followed through derivations, criteria and awards.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::dependents::Dependents;
use crate::document::{Unanswered, WhenZero};
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    AnswerOutcome, AwardId, BarTest, Compiled, Condition, CriterionId, Derivation, FactId, FactTest, Kind, Leaf,
    MeasureId, Parts, Requirement, RequirementTest, ScoreOf, Scorer,
};

/// Facts that a dossier answers, and awards that it says are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) facts: BTreeSet<FactId>,
    pub(super) held: BTreeSet<AwardId>,
}

impl Read {
    pub(super) fn extend(&mut self, other: &Read) {
        self.facts.extend(&other.facts);
        self.held.extend(&other.held);
    }
}

/// Whether a fact is made by a division, at any depth, of which `when_zero` says such.
#[derive(Clone, Copy, Debug, Default)]
struct Divisions {
    may_not_apply: bool,
    may_stay_open: bool,
}

/// Derived facts, each after those that it derives from, and how many facts they read, one by one.
#[derive(Debug, Default)]
pub(super) struct Derived {
    pub(super) facts: Vec<FactId>,
    pub(super) size: usize,
}

/// What everything reads.
pub(super) struct Reads<'a> {
    rules: &'a Compiled,
    /// What each fact is made of: itself, where it is answered. One that is made of another alone shares what that is of.
    bases: Arena<FactId, Arc<BTreeSet<FactId>>>,
    /// What reads each fact.
    pub(super) dependents: Dependents<'a>,
    made_by: Arena<FactId, Divisions>,
    /// How many facts each derives from directly, one by one.
    made_of: Arena<FactId, usize>,
    /// What the fraction of each leaf reads.
    leaves: Arena<CriterionId, Arc<BTreeSet<FactId>>>,
    /// What the score of each criterion reads, with all below it.
    criteria: Arena<CriterionId, Arc<BTreeSet<FactId>>>,
    /// What decides whether something applies, anywhere.
    applicability: BTreeSet<FactId>,
    /// What each award can hang on; one that asks another's eligibility and nothing more shares what that reads.
    awards: Arena<AwardId, Arc<Read>>,
    /// The facts whose being answered is asked of.
    pub(super) asked_after: BTreeSet<FactId>,
}

impl<'a> Reads<'a> {
    pub(super) fn new(rules: &'a Compiled) -> Reads<'a> {
        let mut bases: Arena<FactId, Arc<BTreeSet<FactId>>> = Arena::like(&rules.facts, |_| Arc::default());
        for (id, fact) in rules.facts.pairs() {
            bases[id] = match &fact.derivation {
                None if id == FactId::AS_OF => Arc::default(),
                None => Arc::new(BTreeSet::from([id])),
                Some(derivation) => {
                    let mut parts = Vec::new();
                    derivation.for_each_fact(&mut |part| parts.push(part));
                    together(parts.into_iter().map(|part| &bases[part]))
                }
            };
        }
        let mut made_by: Arena<FactId, Divisions> = Arena::like(&rules.facts, |_| Divisions::default());
        // INVARIANT: a derived fact stands after every fact that it reads.
        for (id, fact) in rules.facts.pairs() {
            let Some(derivation) = &fact.derivation else { continue };
            let mut of = match derivation {
                Derivation::Ratio(_, _, when) => Divisions {
                    may_not_apply: matches!(when, Some(WhenZero::NotApplicable)),
                    may_stay_open: matches!(when, Some(WhenZero::Unknown)),
                },
                _ => Divisions::default(),
            };
            derivation.for_each_fact(&mut |part| {
                of.may_not_apply |= made_by[part].may_not_apply;
                of.may_stay_open |= made_by[part].may_stay_open;
            });
            made_by[id] = of;
        }
        let made_of = Arena::like(&rules.facts, |id| {
            let mut count = 0;
            rules.facts[id].derivation.iter().for_each(|one| one.for_each_fact(&mut |_| count += 1));
            count
        });
        let mut asked = Vec::new();
        rules.each_condition(&mut |_, condition| {
            condition.for_each_test(&mut |fact, test| {
                if matches!(test, FactTest::Answered(_)) {
                    asked.push(fact);
                }
            });
        });
        let asked_after = answered(rules, asked);
        let mut reads = Reads {
            rules,
            bases,
            dependents: Dependents::new(rules),
            made_by,
            made_of,
            awards: Arena::like(&rules.awards, |_| Arc::default()),
            leaves: Arena::like(&rules.criteria, |_| Arc::default()),
            criteria: Arena::like(&rules.criteria, |_| Arc::default()),
            applicability: BTreeSet::new(),
            asked_after,
        };
        for (id, criterion) in rules.criteria.pairs().rev() {
            let mut of: BTreeSet<FactId> =
                criterion.children.iter().flat_map(|child| reads.criteria[*child].iter().copied()).collect();
            if let Some(condition) = &criterion.applies_when {
                let facts = reads.condition(condition);
                of.extend(&facts);
                reads.applicability.extend(facts);
            }
            if let Kind::Leaf(leaf) = &criterion.kind {
                let facts = reads.scorer(&leaf.scorer);
                if reads.may_not_apply(&leaf.scorer) || leaf.unanswered == Unanswered::Skip && reads.may_stay_open(leaf)
                {
                    reads.applicability.extend(facts.iter());
                }
                reads.leaves[id] = Arc::clone(&facts);
                if of.is_empty() {
                    reads.criteria[id] = facts;
                    continue;
                }
                of.extend(facts.iter());
            }
            reads.criteria[id] = Arc::new(of);
        }
        // INVARIANT: every award stands in the order after those whose eligibility it asks.
        for &id in &rules.award_order {
            reads.awards[id] = reads.of_award(id);
        }
        reads
    }

    /// The derived facts through which some are read.
    pub(super) fn derived(&self, facts: impl IntoIterator<Item = FactId>) -> Derived {
        self.derived_up_to(facts, usize::MAX).or_widest("no size is above the greatest number", Derived::default)
    }

    /// The same; `None` where they read more facts than `most`.
    pub(super) fn derived_up_to(&self, facts: impl IntoIterator<Item = FactId>, most: usize) -> Option<Derived> {
        let (mut parts, mut derived) = (Parts::default(), Derived::default());
        parts.open(facts);
        while let Some(fact) = parts.next() {
            let Some(derivation) = &self.rules.facts[fact].derivation else { continue };
            derived.size += self.made_of[fact];
            if derived.size > most {
                return None;
            }
            derived.facts.push(fact);
            let mut of = Vec::new();
            derivation.for_each_fact(&mut |part| of.push(part));
            parts.open(of);
        }
        // INVARIANT: a derived fact stands after every fact that it reads.
        derived.facts.sort_unstable();
        Some(derived)
    }

    pub(super) fn condition(&self, condition: &Condition) -> BTreeSet<FactId> {
        let mut of = Gathered::default();
        condition.for_each_test(&mut |fact, _| of.add(&self.bases[fact]));
        of.all
    }

    /// What the fraction of a leaf reads.
    pub(super) fn leaf(&self, id: CriterionId) -> &BTreeSet<FactId> {
        &self.leaves[id]
    }

    fn scorer(&self, scorer: &Scorer) -> Arc<BTreeSet<FactId>> {
        let mut read = Vec::new();
        scorer.for_each_fact(&mut |fact| read.push(fact));
        together(read.into_iter().map(|fact| &self.bases[fact]))
    }

    /// What decides a score and whether it applies.
    pub(super) fn score(&self, of: ScoreOf) -> Read {
        let mut facts = self.applicability.clone();
        match of {
            ScoreOf::Criterion(id) => facts.extend(self.criteria[id].iter()),
            ScoreOf::Measure(id) => facts.extend(self.measure(id)),
        }
        Read { facts, held: BTreeSet::new() }
    }

    fn measure(&self, id: MeasureId) -> BTreeSet<FactId> {
        let of = self.rules.measures[id].criteria.iter();
        of.flat_map(|criterion| self.criteria[*criterion].iter().copied()).collect()
    }

    pub(super) fn requirement(&self, requirement: &Requirement) -> Read {
        match &requirement.test {
            RequirementTest::Score { of, .. } => of.iter().fold(Read::default(), |mut read, one| {
                read.extend(&self.score(*one));
                read
            }),
            RequirementTest::When(condition) => Read { facts: self.condition(condition), held: BTreeSet::new() },
            RequirementTest::Status { criterion, .. } => self.score(ScoreOf::Criterion(*criterion)),
            RequirementTest::Held { award, .. } => Read { facts: BTreeSet::new(), held: BTreeSet::from([*award]) },
            RequirementTest::Eligible { award } => self.award(*award).clone(),
        }
    }

    pub(super) fn bar(&self, test: &BarTest) -> Read {
        let facts = match test {
            BarTest::When(condition) => self.condition(condition),
            BarTest::Since { fact, when, .. } => {
                let mut facts = BTreeSet::clone(&self.bases[*fact]);
                facts.extend(when.iter().flat_map(|condition| self.condition(condition)));
                facts
            }
        };
        Read { facts, held: BTreeSet::new() }
    }

    /// Everything that an award can hang on.
    pub(super) fn award(&self, id: AwardId) -> &Read {
        &self.awards[id]
    }

    /// As `award`, from what the awards that it asks read.
    fn of_award(&self, id: AwardId) -> Arc<Read> {
        let award = &self.rules.awards[id];
        let mut own = Read::default();
        let mut widest: Option<&Arc<Read>> = None;
        for requirement in award.all_requirements() {
            if let RequirementTest::Eligible { award } = &requirement.test {
                let asked = &self.awards[*award];
                let before = widest.replace(asked);
                if let Some(before) = before.filter(|before| !Arc::ptr_eq(before, asked)) {
                    own.extend(before);
                }
            } else {
                own.extend(&self.requirement(requirement));
            }
        }
        for bar in &award.bars {
            own.extend(&self.bar(&bar.test));
        }
        match widest {
            Some(asked) if own.facts.is_subset(&asked.facts) && own.held.is_subset(&asked.held) => Arc::clone(asked),
            Some(asked) => {
                own.extend(asked);
                Arc::new(own)
            }
            None => Arc::new(own),
        }
    }

    fn may_not_apply(&self, scorer: &Scorer) -> bool {
        match scorer {
            Scorer::Scale { scale, .. } => {
                let mut answers = self.rules.scales[*scale].answers.iter();
                answers.any(|answer| answer.gives == AnswerOutcome::NotApplicable)
            }
            Scorer::Ratio { when_zero, of, to } => {
                matches!(when_zero, Some(WhenZero::NotApplicable))
                    || [of, to].iter().any(|fact| self.made_by[**fact].may_not_apply)
            }
            Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => self.made_by[*fact].may_not_apply,
            Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => false,
        }
    }

    /// Whether a leaf may stay open though everything is answered: an answer says so, or a division by zero.
    pub(super) fn may_stay_open(&self, leaf: &Leaf) -> bool {
        let own = match &leaf.scorer {
            Scorer::Scale { scale, .. } => {
                self.rules.scales[*scale].answers.iter().any(|answer| answer.gives == AnswerOutcome::Unknown)
            }
            Scorer::Ratio { when_zero, .. } => matches!(when_zero, Some(WhenZero::Unknown)),
            _ => false,
        };
        let mut inner = false;
        leaf.scorer.for_each_fact(&mut |fact| inner |= self.made_by[fact].may_stay_open);
        let missing = !self.asked_after.is_empty()
            && self.scorer(&leaf.scorer).iter().any(|fact| self.asked_after.contains(fact));
        own || inner || missing
    }
}

/// Sets of facts, each gathered once.
#[derive(Default)]
struct Gathered<'g> {
    all: BTreeSet<FactId>,
    last: Option<&'g Arc<BTreeSet<FactId>>>,
}

impl<'g> Gathered<'g> {
    fn add(&mut self, facts: &'g Arc<BTreeSet<FactId>>) {
        if self.last.is_none_or(|last| !Arc::ptr_eq(last, facts)) {
            self.all.extend(facts.iter());
            self.last = Some(facts);
        }
    }
}

/// All of some sets, the set itself where one has them all.
fn together<'s>(sets: impl Iterator<Item = &'s Arc<BTreeSet<FactId>>>) -> Arc<BTreeSet<FactId>> {
    let mut sets: Vec<&Arc<BTreeSet<FactId>>> = sets.filter(|set| !set.is_empty()).collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(set.len()), Arc::as_ptr(set)));
    sets.dedup_by(|one, other| Arc::ptr_eq(one, other));
    match sets.as_slice() {
        [] => Arc::default(),
        [widest, others @ ..] if others.iter().all(|other| other.is_subset(widest)) => Arc::clone(widest),
        all => Arc::new(all.iter().flat_map(|set| set.iter().copied()).collect()),
    }
}

/// The facts that a dossier answers among some and all that they derive from.
pub(super) fn answered(rules: &Compiled, facts: impl IntoIterator<Item = FactId>) -> BTreeSet<FactId> {
    let (mut parts, mut answered) = (Parts::default(), BTreeSet::new());
    parts.open(facts);
    while let Some(fact) = parts.next_opened(rules) {
        if fact != FactId::AS_OF && rules.facts[fact].derivation.is_none() {
            answered.insert(fact);
        }
    }
    answered
}
