//! A leaf in its three layers: what the facts claim, what the evidence bears out, what exceptions change.

use super::evidence::Desk;
use super::exception::{Effect, Relief};
use super::status::by_fraction;
use super::worth::Worth;
use crate::Number;
use crate::assessment::{EvidenceOutcome, Status};
use crate::evaluate::{Facts, LeafOutcome, Span};
use crate::invariant::broken;
use crate::rule_set::{AnswerId, Compiled, CriterionId, EvidenceRule, Leaf, Scorer};

/// What is known of a leaf, before exceptions.
pub(super) struct LeafFacts {
    pub(super) outcome: LeafOutcome,
    /// The span of possible fractions with evidence asked.
    evidenced: Option<Span>,
    /// Every status that the possible answers give, their evidence judged.
    statuses: Vec<Status>,
    /// What is asked; judged by the rule in force for the answer given.
    pub(super) evidence: Option<EvidenceOutcome>,
}

impl LeafFacts {
    pub(super) fn new(rules: &Compiled, facts: &Facts<'_>, desk: &Desk<'_>, id: CriterionId, leaf: &Leaf) -> LeafFacts {
        let outcome = facts.leaf(id, leaf);
        let there = |rule: Option<&EvidenceRule>| rule.is_none_or(|rule| desk.satisfies(id, rule));
        let mut statuses = Vec::new();
        let evidenced = Span::hull_of(outcome.possible.iter().map(|possible| {
            let fraction = &possible.fraction;
            if there(rule_for(rules, leaf, possible.answer)) {
                by_fraction(fraction, &mut statuses);
                return fraction.clone();
            }
            if fraction.low <= Number::ZERO {
                statuses.push(Status::NotMet);
            }
            if fraction.high > Number::ZERO {
                statuses.push(Status::Unevidenced);
            }
            Span::ZERO
        }));
        let only = match outcome.possible.as_slice() {
            [one] => one.answer,
            _ => None,
        };
        let evidence = rule_for(rules, leaf, only).map(|rule| desk.outcome(id, rule));
        LeafFacts { outcome, evidenced, statuses, evidence }
    }

    /// Every status that some possible answer gives.
    pub(super) fn statuses(&self) -> impl Iterator<Item = Status> + '_ {
        self.statuses.iter().copied()
    }

    /// The worth of the facts alone, given that `applies_when` holds.
    pub(super) fn claimed(&self, weight: &Number) -> Worth {
        self.worth(self.outcome.fraction(), self.outcome.tight, weight)
    }

    /// The worth with evidence asked.
    pub(super) fn evidenced(&self, weight: &Number) -> Worth {
        // One answer may need another document than the next: the ends are each reached, but by an answer.
        self.worth(self.evidenced.clone(), self.outcome.tight, weight)
    }

    /// The worth with evidence asked and accepted exceptions on it: every one that may count.
    pub(super) fn finally(&self, exceptions: &[Relief<'_>], weight: &Number) -> Worth {
        let with = exceptions.iter().map(|one| {
            let mut worth = self.under(one.effect, weight);
            worth.missing.extend(one.by.perhaps.iter().flatten().copied());
            worth
        });
        match with.reduce(Worth::or) {
            None => self.evidenced(weight),
            Some(with) if exceptions.iter().all(|one| one.by.perhaps.is_some()) => self.evidenced(weight).or(with),
            Some(with) => with,
        }
    }

    /// The worth under one exception that counts.
    fn under(&self, effect: Effect<'_>, weight: &Number) -> Worth {
        let fraction = match effect {
            Effect::LeavesScore => return Worth::not_applicable(),
            Effect::Met => Number::ONE,
            Effect::Equivalent(equivalent) => equivalent.fraction.clone(),
        };
        let mut worth = Worth::applying(Span::exactly(fraction), weight, true, self.outcome.missing.clone());
        worth.applies.may = self.outcome.skipped || !self.outcome.possible.is_empty();
        worth.applies.may_not = self.outcome.may_not_apply;
        worth
    }

    fn worth(&self, fraction: Option<Span>, tight: bool, weight: &Number) -> Worth {
        if self.outcome.skipped {
            return Worth::skipped(self.outcome.missing.clone());
        }
        let Some(fraction) = fraction else {
            if self.outcome.may_not_apply {
                return Worth::not_applicable();
            }
            let any = Worth::applying(Span::UNIT, weight, false, self.outcome.missing.clone());
            return broken("a leaf that can have no fraction does not apply", any);
        };
        let mut worth = Worth::applying(fraction, weight, tight, self.outcome.missing.clone());
        worth.applies.may_not = self.outcome.may_not_apply;
        if worth.is_exact() {
            worth.missing.clear();
        }
        worth
    }
}

/// The rule that asks for evidence when `answer` is given: the answer's own in place of the leaf's.
fn rule_for<'a>(rules: &'a Compiled, leaf: &'a Leaf, answer: Option<AnswerId>) -> Option<&'a EvidenceRule> {
    if let (Scorer::Scale { scale, .. }, Some(answer)) = (&leaf.scorer, answer)
        && let Some(own) = &rules.scales[*scale].answers[answer].evidence
    {
        return own.as_ref();
    }
    leaf.evidence.as_ref()
}
