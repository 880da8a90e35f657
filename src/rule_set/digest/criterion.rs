//! Criteria and the evidence they ask for, as they are hashed.

use super::canonical::{Json, list, map, number, object, optional, text, truth, unordered, whole};
use super::{Writer, round, zero};
use crate::document::{ExceptionKind, NotApplicable, Unanswered, WaivedAs, WhenEmpty};
use crate::invariant::broken;
use crate::rule_set::{
    Aggregate, AnswerId, AnswerOutcome, Criterion, EvidenceRule, FactType, Group, Kind, Leaf, ScaleAnswer, ScaleId,
    Scorer,
};
use crate::{Duration, Number};

impl<'a> Writer<'a> {
    pub(super) fn criterion(&self, criterion: &'a Criterion) -> Json {
        let kind = match &criterion.kind {
            Kind::Leaf(leaf) => self.leaf(criterion, leaf),
            Kind::Group(group) => self.group(criterion, group),
        };
        let applies_when = criterion.applies_when.as_ref().map(|condition| self.condition(condition));
        object([
            ("applies_when", optional(applies_when)),
            ("bonus", truth(criterion.bonus)),
            ("is", kind),
            ("weight", number(&criterion.weight)),
        ])
    }

    fn group(&self, criterion: &'a Criterion, group: &Group) -> Json {
        let aggregate = match &group.aggregate {
            Aggregate::Sum => text("sum"),
            Aggregate::Mean => text("mean"),
            Aggregate::Min => text("min"),
            Aggregate::Max => text("max"),
            Aggregate::Best(k) => object([("best", number(&Number::from(*k)))]),
            Aggregate::All => text("all"),
            Aggregate::Any => text("any"),
            Aggregate::AtLeast(n) => object([("at_least", number(&Number::from(*n)))]),
            Aggregate::Deduct { floor } => object([("deduct", number(floor))]),
        };
        let not_applicable = match group.not_applicable {
            NotApplicable::Redistribute => "redistribute",
            NotApplicable::Shrink => "shrink",
            NotApplicable::Full => "full",
            NotApplicable::Zero => "zero",
        };
        let when_empty = group.when_empty.map(|when| match when {
            WhenEmpty::Met => "met",
            WhenEmpty::NotMet => "not_met",
        });
        let below = criterion.children.iter().map(|child| &self.rules.criteria[*child]);
        let criteria = below.map(|child| (child.path.rsplit('.').next().unwrap_or_default(), self.criterion(child)));
        object([
            ("aggregate", aggregate),
            ("at_most_share", optional(group.at_most_share.as_ref().map(number))),
            ("cap", optional(group.cap.as_ref().map(number))),
            ("criteria", map(criteria)),
            ("not_applicable", text(not_applicable)),
            ("round", optional(group.round.map(round))),
            ("when_empty", optional(when_empty.map(text))),
        ])
    }

    fn leaf(&self, criterion: &Criterion, leaf: &'a Leaf) -> Json {
        let allows = |kind| criterion.allows.contains(&kind) && !criterion.never;
        let equivalents = criterion.equivalents.iter().map(|one| {
            let value = object([
                ("evidence", optional(one.evidence.as_ref().map(|rule| self.evidence(rule)))),
                ("fraction", number(&one.fraction)),
                ("when", optional(one.when.as_ref().map(|when| self.condition(when)))),
            ]);
            (one.id.as_str(), value)
        });
        // Also what does not count is read.
        let equivalents = map(equivalents);
        let unanswered = match leaf.unanswered {
            Unanswered::Unknown => "unknown",
            Unanswered::Zero => "zero",
            Unanswered::Skip => "skip",
            Unanswered::Error => "error",
        };
        let waiver = allows(ExceptionKind::Waiver).then_some(match criterion.waived_as {
            WaivedAs::Met => "met",
            WaivedAs::NotApplicable => "not_applicable",
        });
        object([
            ("equivalents", if criterion.never { object([]) } else { equivalents }),
            ("evidence", optional(leaf.evidence.as_ref().map(|rule| self.evidence(rule)))),
            ("may_be_not_applicable", truth(allows(ExceptionKind::NotApplicable))),
            ("scorer", self.scorer(&leaf.scorer)),
            ("unanswered", text(unanswered)),
            ("waiver", optional(waiver.map(text))),
        ])
    }

    fn scorer(&self, scorer: &'a Scorer) -> Json {
        match scorer {
            Scorer::Scale { fact, scale, answers } => {
                let gives = match &self.rules.facts[*fact].fact_type {
                    FactType::Choice { of, .. } => self.table(*scale, of, answers),
                    _ => {
                        let given = answers.iter().map(|at| self.answer(&self.rules.scales[*scale].answers[*at]));
                        broken("a scale reads a choice", list(&given.collect::<Vec<Json>>()))
                    }
                };
                object([("fact", self.fact(*fact)), ("gives", gives)])
            }
            Scorer::MetWhen(condition) => object([("met_when", self.condition(condition))]),
            Scorer::Bands { fact, steps, otherwise } => {
                let steps: Vec<Json> =
                    steps.iter().map(|(at, fraction)| list(&[number(at), number(fraction)])).collect();
                object([("bands", self.fact(*fact)), ("otherwise", number(otherwise)), ("steps", list(&steps))])
            }
            Scorer::Linear { fact, from, to } => {
                object([("linear", self.fact(*fact)), ("from", number(from)), ("to", number(to))])
            }
            Scorer::Ratio { of, to, when_zero } => object([
                ("ratio", list(&[self.fact(*of), self.fact(*to)])),
                ("when_zero", optional(when_zero.as_ref().map(zero))),
            ]),
            Scorer::Count { of, out_of } => object([("count", self.conditions(of)), ("out_of", number(out_of))]),
            Scorer::Cases { cases, otherwise } => {
                let cases: Vec<Json> =
                    cases.iter().map(|(when, fraction)| list(&[self.condition(when), number(fraction)])).collect();
                object([("cases", list(&cases)), ("otherwise", number(otherwise))])
            }
        }
    }

    /// What each of the values of a choice gives.
    fn table(&self, scale: ScaleId, of: &'a [String], answers: &'a [AnswerId]) -> Json {
        let key = (scale, of, answers);
        if let Some(table) = self.tables.borrow().get(&key) {
            return table.clone();
        }
        debug_assert_eq!(of.len(), answers.len(), "a scale reads every value of its choice");
        let given = &self.rules.scales[scale].answers;
        let gives = of.iter().zip(answers);
        let table = map(gives.map(|(value, at)| (value.as_str(), self.answer(&given[*at]))));
        self.tables.borrow_mut().insert(key, table.clone());
        table
    }

    fn answer(&self, answer: &ScaleAnswer) -> Json {
        let gives = match &answer.gives {
            AnswerOutcome::Fraction(fraction) => number(fraction),
            AnswerOutcome::NotApplicable => text("not_applicable"),
            AnswerOutcome::Unknown => text("unknown"),
        };
        match &answer.evidence {
            None => gives,
            Some(own) => {
                let own = own.as_ref().map(|rule| self.evidence(rule));
                object([("evidence", optional(own)), ("gives", gives)])
            }
        }
    }

    fn evidence(&self, rule: &EvidenceRule) -> Json {
        let several = |of: &[EvidenceRule]| unordered(of.iter().map(|one| self.evidence(one)));
        match rule {
            EvidenceRule::Type { evidence_type, at_least } => {
                self.evidence.borrow_mut().insert(*evidence_type);
                let name = &self.rules.evidence_types[*evidence_type].name;
                object([("at_least", whole(*at_least)), ("type", text(name))])
            }
            EvidenceRule::All(of) => object([("all", several(of))]),
            EvidenceRule::Any(of) => object([("any", several(of))]),
        }
    }

    /// The evidence types that something asks for.
    pub(super) fn evidence_types(&self) -> Json {
        let asked = self.evidence.borrow();
        let types = asked.iter().map(|id| &self.rules.evidence_types[*id]);
        map(types.map(|one| {
            let valid_for = one.valid_for.map(Duration::to_days_or_months);
            let value =
                object([("valid_for", optional(valid_for.as_deref().map(text))), ("exclusive", truth(one.exclusive))]);
            (one.name.as_str(), value)
        }))
    }
}
