//! Criteria and the evidence they ask for, as they are hashed.

use serde_json::{Map, Value, json};

use super::{Writer, number, round, unordered, whole, zero};
use crate::Duration;
use crate::Number;
use crate::document::{ExceptionKind, NotApplicable, Unanswered, WaivedAs, WhenEmpty};
use crate::rule_set::{
    Aggregate, AnswerOutcome, Condition, Criterion, EvidenceRule, FactType, Group, Kind, Leaf, ScaleAnswer, Scorer,
};

impl Writer<'_> {
    pub(super) fn criterion(&self, criterion: &Criterion) -> Value {
        let kind = match &criterion.kind {
            Kind::Leaf(leaf) => self.leaf(criterion, leaf),
            Kind::Group(group) => self.group(criterion, group),
        };
        json!({
            "weight": number(&criterion.weight),
            "bonus": criterion.bonus,
            "applies_when": criterion.applies_when.as_ref().map(|condition| self.condition(condition)),
            "is": kind,
        })
    }

    pub(super) fn group(&self, criterion: &Criterion, group: &Group) -> Value {
        let aggregate = match &group.aggregate {
            Aggregate::Sum => json!("sum"),
            Aggregate::Mean => json!("mean"),
            Aggregate::Min => json!("min"),
            Aggregate::Max => json!("max"),
            Aggregate::Best(k) => json!({"best": number(&Number::from(*k))}),
            Aggregate::All => json!("all"),
            Aggregate::Any => json!("any"),
            Aggregate::AtLeast(n) => json!({"at_least": number(&Number::from(*n))}),
            Aggregate::Deduct { floor } => json!({"deduct": number(floor)}),
        };
        let below = criterion.children.iter().map(|child| &self.rules.criteria[*child]);
        let criteria: Map<String, Value> = below
            .map(|child| (child.path.rsplit('.').next().unwrap_or_default().to_owned(), self.criterion(child)))
            .collect();
        json!({
            "aggregate": aggregate,
            "not_applicable": match group.not_applicable {
                NotApplicable::Redistribute => "redistribute",
                NotApplicable::Shrink => "shrink",
                NotApplicable::Full => "full",
                NotApplicable::Zero => "zero",
            },
            "at_most_share": group.at_most_share.as_ref().map(number),
            "when_empty": group.when_empty.map(|when| match when {
                WhenEmpty::Met => "met",
                WhenEmpty::NotMet => "not_met",
            }),
            "cap": group.cap.as_ref().map(number),
            "round": group.round.map(round),
            "criteria": criteria,
        })
    }

    pub(super) fn leaf(&self, criterion: &Criterion, leaf: &Leaf) -> Value {
        let waiver = criterion.allows.contains(&ExceptionKind::Waiver);
        let equivalents: Map<String, Value> = criterion
            .equivalents
            .iter()
            .map(|one| {
                let value = json!({
                    "when": one.when.as_ref().map(|when| self.condition(when)),
                    "fraction": number(&one.fraction),
                    "evidence": one.evidence.as_ref().map(|rule| self.evidence(rule)),
                });
                (one.id.clone(), value)
            })
            .collect();
        json!({
            "scorer": self.scorer(&leaf.scorer),
            "evidence": leaf.evidence.as_ref().map(|rule| self.evidence(rule)),
            "unanswered": match leaf.unanswered {
                Unanswered::Unknown => "unknown",
                Unanswered::Zero => "zero",
                Unanswered::Skip => "skip",
                Unanswered::Error => "error",
            },
            "waiver": (waiver && !criterion.never).then_some(match criterion.waived_as {
                WaivedAs::Met => "met",
                WaivedAs::NotApplicable => "not_applicable",
            }),
            "may_be_not_applicable": criterion.allows.contains(&ExceptionKind::NotApplicable) && !criterion.never,
            "equivalents": if criterion.never { Map::new() } else { equivalents },
        })
    }

    pub(super) fn scorer(&self, scorer: &Scorer) -> Value {
        match scorer {
            Scorer::Scale { fact, scale, answers } => {
                let FactType::Choice { of, .. } = &self.rules.facts[*fact].fact_type else { return Value::Null };
                let given = &self.rules.scales[*scale].answers;
                let table: Map<String, Value> = of
                    .iter()
                    .zip(answers)
                    .filter_map(|(value, answer)| Some((value.clone(), self.answer(given.get(*answer)?))))
                    .collect();
                json!({"fact": self.fact(*fact), "gives": table})
            }
            Scorer::MetWhen(condition) => json!({"met_when": self.condition(condition)}),
            Scorer::Bands { fact, steps, otherwise } => json!({
                "bands": self.fact(*fact),
                "steps": steps.iter().map(|(at, fraction)| json!([number(at), number(fraction)])).collect::<Vec<_>>(),
                "otherwise": number(otherwise),
            }),
            Scorer::Linear { fact, from, to } => {
                json!({"linear": self.fact(*fact), "from": number(from), "to": number(to)})
            }
            Scorer::Ratio { of, to, when_zero } => {
                json!({"ratio": [self.fact(*of), self.fact(*to)], "when_zero": when_zero.as_ref().map(zero)})
            }
            Scorer::Count { of, out_of } => json!({"count": self.conditions(of), "out_of": number(out_of)}),
            Scorer::Cases { cases, otherwise } => {
                let case = |(when, fraction): &(Condition, Number)| json!([self.condition(when), number(fraction)]);
                json!({"cases": cases.iter().map(case).collect::<Vec<_>>(), "otherwise": number(otherwise)})
            }
        }
    }

    pub(super) fn answer(&self, answer: &ScaleAnswer) -> Value {
        let gives = match &answer.gives {
            AnswerOutcome::Fraction(fraction) => number(fraction),
            AnswerOutcome::NotApplicable => json!("not_applicable"),
            AnswerOutcome::Unknown => json!("unknown"),
        };
        match &answer.evidence {
            None => gives,
            Some(own) => json!({"gives": gives, "evidence": own.as_ref().map(|rule| self.evidence(rule))}),
        }
    }

    pub(super) fn evidence(&self, rule: &EvidenceRule) -> Value {
        let several = |of: &[EvidenceRule]| unordered(of.iter().map(|one| self.evidence(one)));
        match rule {
            EvidenceRule::Type { evidence_type, at_least } => {
                self.evidence.borrow_mut().insert(*evidence_type);
                json!({"type": self.rules.evidence_types[*evidence_type].name, "at_least": whole(*at_least)})
            }
            EvidenceRule::All(of) => json!({"all": several(of)}),
            EvidenceRule::Any(of) => json!({"any": several(of)}),
        }
    }

    /// The evidence types that something asks for.
    pub(super) fn evidence_types(&self) -> Map<String, Value> {
        let asked = self.evidence.borrow();
        let types = asked.iter().map(|id| &self.rules.evidence_types[*id]);
        types
            .map(|one| {
                let valid_for = one.valid_for.map(Duration::to_days_or_months);
                (one.name.clone(), json!({"valid_for": valid_for, "exclusive": one.exclusive}))
            })
            .collect()
    }
}
