//! A leaf in its three layers: what the facts claim, what the evidence bears out, what exceptions change.

use super::evidence::Desk;
use super::exception::Effect;
use super::status::by_fraction;
use super::worth::Worth;
use crate::Number;
use crate::assessment::{EvidenceOutcome, Status};
use crate::evaluate::{Facts, LeafOutcome, Span};
use crate::rule_set::{Compiled, CriterionId, EvidenceRule, Leaf, Scorer};

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

    /// The worth with evidence asked and an accepted exception on it.
    pub(super) fn finally(&self, effect: Option<&Effect>, weight: &Number) -> Worth {
        let given = |fraction: Span, tight: bool, missing| {
            let mut worth = Worth::applying(fraction, weight, tight, missing);
            worth.applies.may = self.outcome.skipped || !self.outcome.possible.is_empty();
            worth.applies.may_not = self.outcome.may_not_apply;
            worth
        };
        match effect {
            None => self.evidenced(weight),
            Some(Effect::LeavesScore) => Worth::not_applicable(),
            Some(Effect::Met) => given(Span::exactly(Number::ONE), true, self.outcome.missing.clone()),
            Some(Effect::Fraction { fraction, uncertain: None }) => {
                given(Span::exactly(fraction.clone()), true, self.outcome.missing.clone())
            }
            Some(Effect::Fraction { fraction, uncertain: Some(missing) }) => {
                let mut worth = self.evidenced(weight);
                if worth.applies.may {
                    let hull = worth.fraction.clone().hull(&Span::exactly(fraction.clone()));
                    let mut missing = missing.clone();
                    missing.extend(worth.missing.iter().copied());
                    let may_not_apply = worth.applies.may_not;
                    worth = Worth::applying(hull, weight, false, missing);
                    worth.applies.may_not = may_not_apply;
                } else if worth.applies.may_be_skipped {
                    worth = Worth::applying(Span::exactly(fraction.clone()), weight, false, missing.clone());
                    worth.applies.may_be_skipped = true;
                }
                worth
            }
            Some(Effect::Requirement) => self.evidenced(weight),
        }
    }

    fn worth(&self, fraction: Option<Span>, tight: bool, weight: &Number) -> Worth {
        if self.outcome.skipped {
            return Worth::skipped(self.outcome.missing.clone());
        }
        let Some(fraction) = fraction else { return Worth::not_applicable() };
        let mut worth = Worth::applying(fraction, weight, tight, self.outcome.missing.clone());
        worth.applies.may_not = self.outcome.may_not_apply;
        if worth.is_exact() {
            worth.missing.clear();
        }
        worth
    }
}

/// The rule that asks for evidence when `answer` is given: the answer's own in place of the leaf's.
fn rule_for<'a>(rules: &'a Compiled, leaf: &'a Leaf, answer: Option<usize>) -> Option<&'a EvidenceRule> {
    if let (Scorer::Scale { scale, .. }, Some(answer)) = (&leaf.scorer, answer)
        && let Some(own) = rules.scales[*scale].answers.get(answer).and_then(|answer| answer.evidence.as_ref())
    {
        return own.as_ref();
    }
    leaf.evidence.as_ref()
}
