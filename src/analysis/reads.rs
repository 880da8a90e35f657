//! Which facts can bear on what: a superset, followed through derivations, criteria and awards.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{Unanswered, WhenZero};
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    AnswerOutcome, AwardId, BarTest, Compiled, Condition, CriterionId, Derivation, FactId, FactTest, Kind, Leaf,
    MeasureId, Requirement, RequirementTest, ScoreOf, Scorer,
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

/// What everything reads.
pub(super) struct Reads<'a> {
    rules: &'a Compiled,
    /// What each fact is made of: itself, where it is answered.
    bases: Arena<FactId, BTreeSet<FactId>>,
    made_by: Arena<FactId, Divisions>,
    /// What the score of each criterion reads, with all below it.
    criteria: Arena<CriterionId, BTreeSet<FactId>>,
    /// What decides whether something applies, anywhere.
    applicability: BTreeSet<FactId>,
    /// What each award can hang on; one that asks another's eligibility and nothing more shares what that reads.
    awards: Arena<AwardId, Arc<Read>>,
    /// The facts whose being answered is asked of.
    pub(super) asked_after: BTreeSet<FactId>,
}

impl<'a> Reads<'a> {
    pub(super) fn new(rules: &'a Compiled) -> Reads<'a> {
        let mut bases: Arena<FactId, BTreeSet<FactId>> = Arena::like(&rules.facts, |_| BTreeSet::new());
        for (id, fact) in rules.facts.pairs() {
            let mut of = BTreeSet::new();
            match &fact.derivation {
                None if id == FactId::AS_OF => {}
                None => {
                    of.insert(id);
                }
                Some(derivation) => derivation.for_each_fact(&mut |part| of.extend(&bases[part])),
            }
            bases[id] = of;
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
        let mut asked_after = BTreeSet::new();
        each_condition(rules, &mut |_, condition| {
            condition.for_each_test(&mut |fact, test| {
                if matches!(test, FactTest::Answered(_)) {
                    asked_after.extend(&bases[fact]);
                }
            });
        });
        let mut reads = Reads {
            rules,
            bases,
            made_by,
            awards: Arena::like(&rules.awards, |_| Arc::default()),
            criteria: Arena::like(&rules.criteria, |_| BTreeSet::new()),
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
                    reads.applicability.extend(&facts);
                }
                of.extend(facts);
            }
            reads.criteria[id] = of;
        }
        // INVARIANT: every award stands in the order after those whose eligibility it asks.
        for &id in &rules.award_order {
            reads.awards[id] = reads.of_award(id);
        }
        reads
    }

    /// What a fact is made of.
    pub(super) fn base(&self, fact: FactId) -> &BTreeSet<FactId> {
        &self.bases[fact]
    }

    pub(super) fn condition(&self, condition: &Condition) -> BTreeSet<FactId> {
        let mut of = BTreeSet::new();
        condition.for_each_test(&mut |fact, _| of.extend(&self.bases[fact]));
        of
    }

    pub(super) fn scorer(&self, scorer: &Scorer) -> BTreeSet<FactId> {
        let mut of = BTreeSet::new();
        scorer_facts(scorer, &mut |fact| of.extend(&self.bases[fact]));
        of
    }

    /// What decides a score and whether it applies.
    pub(super) fn score(&self, of: ScoreOf) -> Read {
        let mut facts = self.applicability.clone();
        match of {
            ScoreOf::Criterion(id) => facts.extend(&self.criteria[id]),
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
                let mut facts = self.bases[*fact].clone();
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
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        for requirement in award.requires.iter().chain(conditional) {
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
        scorer_facts(&leaf.scorer, &mut |fact| inner |= self.made_by[fact].may_stay_open);
        let missing = self.scorer(&leaf.scorer).iter().any(|fact| self.asked_after.contains(fact));
        own || inner || missing
    }
}

/// Every fact that a scorer reads.
pub(super) fn scorer_facts(scorer: &Scorer, visit: &mut dyn FnMut(FactId)) {
    match scorer {
        Scorer::Scale { fact, .. } | Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => visit(*fact),
        Scorer::Ratio { of, to, .. } => [*of, *to].into_iter().for_each(visit),
        Scorer::MetWhen(condition) => condition.for_each_test(&mut |fact, _| visit(fact)),
        Scorer::Count { of, .. } => of.iter().for_each(|one| one.for_each_test(&mut |fact, _| visit(fact))),
        Scorer::Cases { cases, .. } => {
            cases.iter().for_each(|(one, _)| one.for_each_test(&mut |fact, _| visit(fact)));
        }
    }
}

/// Calls `visit` with the name and the condition of every place where the rules ask one.
pub(super) fn each_condition<'a>(rules: &'a Compiled, visit: &mut dyn FnMut(String, &'a Condition)) {
    for fact in rules.facts.iter() {
        if let Some(Derivation::Count(of)) = &fact.derivation {
            for (i, one) in of.iter().enumerate() {
                visit(format!("facts.{}.derive.count.{i}", fact.name), one);
            }
        }
    }
    for (id, criterion) in rules.criteria.pairs() {
        let path = &criterion.path;
        if let Some(condition) = &criterion.applies_when {
            let total = id == CriterionId::TOTAL;
            visit(if total { "total.scored_when".to_owned() } else { format!("{path}.applies_when") }, condition);
        }
        for equivalent in &criterion.equivalents {
            if let Some(condition) = equivalent.when.as_ref().filter(|_| equivalent.declared_on == id) {
                visit(format!("{path}.equivalents.{}.when", equivalent.id), condition);
            }
        }
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        match &leaf.scorer {
            Scorer::MetWhen(condition) => visit(format!("{path}.met_when"), condition),
            Scorer::Count { of, .. } => {
                of.iter().enumerate().for_each(|(i, one)| visit(format!("{path}.count.of.{i}"), one));
            }
            Scorer::Cases { cases, .. } => {
                let all = cases.iter().enumerate();
                all.for_each(|(i, (one, _))| visit(format!("{path}.cases.{i}.when"), one));
            }
            _ => {}
        }
    }
    for award in rules.awards.iter() {
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        for requirement in award.requires.iter().chain(conditional) {
            if let RequirementTest::When(condition) = &requirement.test {
                visit(format!("{}.{}.when", award.id, requirement.id), condition);
            }
        }
        for bar in &award.bars {
            if let BarTest::When(condition) | BarTest::Since { when: Some(condition), .. } = &bar.test {
                visit(format!("{}.bars.{}.when", award.id, bar.id), condition);
            }
        }
    }
}
