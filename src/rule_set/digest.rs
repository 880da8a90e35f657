//! The method digest: one hash of everything that can change a number or an outcome, and of nothing else.
//!
//! Left out: the rule set's id and edition, when it is in force and what it replaces (they decide whether a
//! dossier is refused, never what comes of one that is not), titles, questions, units, language, sources and
//! standings, `display`, the names of scales (their answers stand where they are read), facts and evidence
//! types that nothing reads, and the order of whatever has no order: criteria, requirements, alternatives,
//! the values of a choice. Defaults, inherited exceptions, computed weights and thresholds of ordered choices
//! stand as what they come to, so that spelling does not show.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    Aggregate, AnswerOutcome, Award, BarTest, Comparator, Compiled, Condition, Criterion, CriterionId, Derivation,
    EvidenceRule, EvidenceTypeId, FactId, FactTest, FactType, Group, Kind, Leaf, MeasureKind, Operand, Requirement,
    RequirementTest, ScaleAnswer, ScoreOf, Scorer,
};
use crate::Number;
use crate::document::{ExceptionKind, NotApplicable, Rounding, Unanswered, WaivedAs, WhenEmpty, WhenZero};

/// The version of what is hashed, which stands in it.
const VERSION: &str = "predikat-method/1";

/// The digest of a rule set: `sha256:` and 64 hexadecimal digits.
pub(crate) fn method(rules: &Compiled) -> String {
    let text = serde_json_canonicalizer::to_string(&canonical(rules)).unwrap_or_default();
    let hash = Sha256::digest(text.as_bytes());
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// What is hashed, before its keys are sorted.
fn canonical(rules: &Compiled) -> Value {
    let writer = Writer { rules, facts: RefCell::default(), evidence: RefCell::default() };
    let total = writer.criterion(&rules.criteria[CriterionId::TOTAL]);
    let measures: Map<String, Value> =
        rules.measures.iter().map(|measure| (measure.id.clone(), writer.measure(measure))).collect();
    // The order of the awards decides which one is the highest.
    let awards: Vec<Value> = rules.awards.iter().map(|award| writer.award(award)).collect();
    let facts = writer.facts();
    json!({
        "version": VERSION,
        "facts": facts,
        "evidence": writer.evidence_types(),
        "total": total,
        "measures": measures,
        "awards": awards,
        "exceptions_at_most": rules.exceptions_at_most.map(whole),
    })
}

struct Writer<'a> {
    rules: &'a Compiled,
    /// The facts that something wrote down.
    facts: RefCell<BTreeSet<FactId>>,
    evidence: RefCell<BTreeSet<EvidenceTypeId>>,
}

impl Writer<'_> {
    fn fact(&self, id: FactId) -> Value {
        self.facts.borrow_mut().insert(id);
        json!(self.rules.facts[id].name)
    }

    /// The facts that are read, and those they are made from.
    fn facts(&self) -> Map<String, Value> {
        let mut all = Map::new();
        // From the last: a derived fact stands after what it reads.
        for (id, fact) in self.rules.facts.pairs().rev() {
            if id == FactId::AS_OF || !self.facts.borrow().contains(&id) {
                continue;
            }
            let value = match &fact.derivation {
                Some(derivation) => json!({"derive": self.derivation(derivation)}),
                None => fact_type(&fact.fact_type),
            };
            all.insert(fact.name.clone(), value);
        }
        all
    }

    fn derivation(&self, derivation: &Derivation) -> Value {
        let operand = |part: &Operand| match part {
            Operand::Fact(id) => json!({"fact": self.fact(*id)}),
            Operand::Number(n) => number(n),
        };
        let set = |of: &[Operand]| unordered(of.iter().map(operand));
        match derivation {
            Derivation::Sum(of) => json!({"sum": set(of)}),
            Derivation::Difference(a, b) => json!({"difference": [operand(a), operand(b)]}),
            Derivation::Product(of) => json!({"product": set(of)}),
            Derivation::Ratio(a, b, when_zero) => {
                json!({"ratio": [operand(a), operand(b)], "when_zero": when_zero.as_ref().map(zero)})
            }
            Derivation::Min(of) => json!({"min": set(of)}),
            Derivation::Max(of) => json!({"max": set(of)}),
            Derivation::Count(of) => json!({"count": self.conditions(of)}),
            Derivation::DaysBetween(from, to) => json!({"days_between": [self.fact(*from), self.fact(*to)]}),
        }
    }

    fn conditions(&self, of: &[Condition]) -> Value {
        unordered(of.iter().map(|one| self.condition(one)))
    }

    fn condition(&self, condition: &Condition) -> Value {
        match condition {
            Condition::Fact(id, test) => {
                let mut value = self.test(*id, test);
                if let Value::Object(map) = &mut value {
                    map.insert("fact".to_owned(), self.fact(*id));
                }
                value
            }
            Condition::All(of) => json!({"all": self.conditions(of)}),
            Condition::Any(of) => json!({"any": self.conditions(of)}),
            Condition::Not(one) => json!({"not": self.condition(one)}),
            Condition::Count { of, at_least, at_most } => json!({
                "count": self.conditions(of),
                "at_least": number(&Number::from(*at_least)),
                "at_most": number(&Number::from(*at_most)),
            }),
        }
    }

    fn test(&self, id: FactId, test: &FactTest) -> Value {
        match test {
            FactTest::Answered(is) => json!({"answered": is}),
            FactTest::Boolean(is) => json!({"is": is}),
            FactTest::Choice(table) => {
                let FactType::Choice { of, .. } = &self.rules.facts[id].fact_type else { return Value::Null };
                let accepted = of.iter().zip(table).filter(|(_, accepted)| **accepted);
                json!({"is": unordered(accepted.map(|(value, _)| json!(value)))})
            }
            FactTest::NumberIn { of, negated } => json!({"in": unordered(of.iter().map(number)), "negated": negated}),
            FactTest::NumberAtLeast(n) => json!({"at_least": number(n)}),
            FactTest::NumberAtMost(n) => json!({"at_most": number(n)}),
            FactTest::NumberAbove(n) => json!({"above": number(n)}),
            FactTest::NumberBelow(n) => json!({"below": number(n)}),
            FactTest::DateIn { of, negated } => {
                json!({"in": unordered(of.iter().map(|date| json!(date))), "negated": negated})
            }
            FactTest::DateAtLeast(date) => json!({"at_least": date}),
            FactTest::DateAtMost(date) => json!({"at_most": date}),
            FactTest::DateAbove(date) => json!({"above": date}),
            FactTest::DateBelow(date) => json!({"below": date}),
            FactTest::TextIn { of, negated } => {
                json!({"in": unordered(of.iter().map(|text| json!(text))), "negated": negated})
            }
            FactTest::TextMinLength(length) => json!({"min_length": whole(*length)}),
            FactTest::TextStartsWith { prefix, negated } => json!({"starts_with": prefix, "negated": negated}),
            FactTest::TextContainsUrl(is) => json!({"contains_url": is}),
        }
    }

    fn criterion(&self, criterion: &Criterion) -> Value {
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

    fn group(&self, criterion: &Criterion, group: &Group) -> Value {
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
            "round": group.round.as_ref().map(round),
            "criteria": criteria,
        })
    }

    fn leaf(&self, criterion: &Criterion, leaf: &Leaf) -> Value {
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

    fn scorer(&self, scorer: &Scorer) -> Value {
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

    fn answer(&self, answer: &ScaleAnswer) -> Value {
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

    fn evidence(&self, rule: &EvidenceRule) -> Value {
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
    fn evidence_types(&self) -> Map<String, Value> {
        let asked = self.evidence.borrow();
        let types = asked.iter().map(|id| &self.rules.evidence_types[*id]);
        types
            .map(|one| {
                let valid_for = one.valid_for.map(|duration| duration.to_days_or_months());
                (one.name.clone(), json!({"valid_for": valid_for, "exclusive": one.exclusive}))
            })
            .collect()
    }

    fn measure(&self, measure: &super::Measure) -> Value {
        let (kind, weight) = match measure.kind {
            MeasureKind::Sum => ("sum", None),
            MeasureKind::Mean => ("mean", Some(number(&measure.weight))),
            MeasureKind::Min => ("min", Some(number(&measure.weight))),
            MeasureKind::Max => ("max", Some(number(&measure.weight))),
        };
        json!({
            "kind": kind,
            "weight": weight,
            "criteria": unordered(measure.criteria.iter().map(|id| json!(self.rules.criteria[*id].path))),
            "round": measure.round.as_ref().map(round),
        })
    }

    fn award(&self, award: &Award) -> Value {
        let bars: Map<String, Value> = award
            .bars
            .iter()
            .map(|bar| {
                let test = match &bar.test {
                    BarTest::When(condition) => json!({"when": self.condition(condition)}),
                    BarTest::Since { fact, duration, when } => json!({
                        "since": self.fact(*fact),
                        "for": duration.to_days_or_months(),
                        "when": when.as_ref().map(|when| self.condition(when)),
                    }),
                };
                (bar.id.clone(), test)
            })
            .collect();
        let conditional = award.conditional.as_ref().map(|conditional| {
            json!({
                "requires": self.requirements(&conditional.requires),
                "for": conditional.duration.to_days_or_months(),
            })
        });
        json!({
            "id": award.id,
            "requires": self.requirements(&award.requires),
            "bars": bars,
            "conditional": conditional,
            "valid_for": award.valid_for.map(|duration| duration.to_days_or_months()),
        })
    }

    fn requirements(&self, of: &[Requirement]) -> Map<String, Value> {
        of.iter().map(|requirement| (requirement.id.clone(), self.requirement(requirement))).collect()
    }

    fn requirement(&self, requirement: &Requirement) -> Value {
        let test = match &requirement.test {
            RequirementTest::Score { of, each, comparison } => {
                let scores = unordered(of.iter().map(|score| match score {
                    ScoreOf::Criterion(id) => json!({"criterion": self.rules.criteria[*id].path}),
                    ScoreOf::Measure(id) => json!({"measure": self.rules.measures[*id].id}),
                }));
                let comparator = match comparison.comparator {
                    Comparator::AtLeast => "at_least",
                    Comparator::AtLeastPercent => "at_least_percent",
                    Comparator::AtMost => "at_most",
                    Comparator::Above => "above",
                    Comparator::Below => "below",
                };
                json!({"score": scores, "each": each, "by": comparator, "threshold": number(&comparison.threshold)})
            }
            RequirementTest::When(condition) => json!({"when": self.condition(condition)}),
            RequirementTest::Status { criterion, is } => json!({
                "criterion": self.rules.criteria[*criterion].path,
                "is": unordered(is.iter().map(|status| json!(status.word()))),
            }),
            RequirementTest::Held { award, held } => json!({"award": self.rules.awards[*award].id, "held": held}),
            RequirementTest::Eligible { award } => json!({"award": self.rules.awards[*award].id, "eligible": true}),
        };
        json!({
            "test": test,
            "waivable": requirement.waivable && !requirement.never,
            "fails_when_not_applicable": requirement.fails_when_not_applicable,
        })
    }
}

fn fact_type(fact_type: &FactType) -> Value {
    match fact_type {
        FactType::Boolean => json!("boolean"),
        FactType::Choice { of, .. } => json!({"choice": unordered(of.iter().map(|value| json!(value)))}),
        FactType::Number { integer, min, max } => {
            json!({"integer": integer, "min": min.as_ref().map(number), "max": max.as_ref().map(number)})
        }
        FactType::Date { min, max } => json!({"date": true, "min": min, "max": max}),
        FactType::Text { min, max } => json!({"text": true, "min": min.map(whole), "max": max.map(whole)}),
    }
}

fn number(number: &Number) -> Value {
    json!(number.to_fraction_text())
}

fn whole(n: u32) -> Value {
    number(&Number::from(i64::from(n)))
}

fn zero(when_zero: &WhenZero) -> Value {
    match when_zero {
        WhenZero::Number(n) => number(n),
        WhenZero::Unknown => json!("unknown"),
        WhenZero::NotApplicable => json!("not_applicable"),
    }
}

fn round(round: &Rounding) -> Value {
    json!({"places": whole(u32::from(round.places)), "mode": round.mode.word()})
}

/// A list whose order means nothing, sorted by how its items are written.
fn unordered(items: impl Iterator<Item = Value>) -> Value {
    let mut keyed: Vec<(String, Value)> =
        items.map(|item| (serde_json_canonicalizer::to_string(&item).unwrap_or_default(), item)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    Value::Array(keyed.into_iter().map(|(_, item)| item).collect())
}
