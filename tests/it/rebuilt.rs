//! A rule set built in Rust code, field by field: what an application does that has no rule file.
//!
//! Every struct literal names every field, so that one which is added and forgotten here does not compile.
#![cfg(feature = "yaml")]

use predikat::Number;
use predikat::document::{
    AnswerGives, Award, Bands, Bar, Case, Cases, Condition, Conditional, CountScorer, Criterion, Defaults, Derive,
    Effective, Equivalent, EvidenceRule, EvidenceType, ExceptionPolicy, Expectation, Extends, Fact, Linear, Literal,
    Measure, Origin, RatioScorer, Requirement, RuleDocument, Scale, ScaleAnswer, Source, Step, Text, Total, WhenZero,
};

fn number(number: &Number) -> Number {
    number.to_fraction_text().parse().expect("a fraction reads back")
}

fn numbers(given: &Option<Number>) -> Option<Number> {
    given.as_ref().map(number)
}

fn literal(given: &Literal) -> Literal {
    Literal { text: given.text.clone(), style: given.style }
}

fn text(given: &Text) -> Text {
    match given {
        Text::Plain(text) => Text::Plain(text.clone()),
        Text::ByLanguage(texts) => {
            Text::ByLanguage(texts.iter().map(|(language, text)| (language.clone(), text.clone())).collect())
        }
    }
}

fn source(given: &Source) -> Source {
    Source {
        citation: given.citation.clone(),
        article: given.article.clone(),
        url: given.url.clone(),
        standing: given.standing,
    }
}

pub fn rules(given: &RuleDocument) -> RuleDocument {
    RuleDocument {
        ruleset: given.ruleset.clone(),
        edition: given.edition.clone(),
        title: given.title.as_ref().map(text),
        language: given.language.clone(),
        source: given.source.as_ref().map(source),
        effective: given.effective.as_ref().map(|given| Effective {
            from: given.from,
            until: given.until,
            replaces: given.replaces.clone(),
        }),
        extends: given
            .extends
            .as_ref()
            .map(|given| Extends { ruleset: given.ruleset.clone(), edition: given.edition.clone() }),
        overrides: given.overrides.clone(),
        remove: given.remove.clone(),
        unanswered: given.unanswered,
        defaults: given.defaults.as_ref().map(defaults),
        display: given.display,
        exceptions: given
            .exceptions
            .as_ref()
            .map(|given| ExceptionPolicy { at_most: given.at_most, never_on: given.never_on.clone() }),
        allows: given.allows.clone(),
        waived_as: given.waived_as,
        allow: given.allow.clone(),
        scales: given.scales.iter().map(|(name, given)| (name.clone(), scale(given))).collect(),
        facts: given.facts.iter().map(|(name, given)| (name.clone(), fact(given))).collect(),
        evidence: given.evidence.iter().map(|(name, given)| (name.clone(), evidence_type(given))).collect(),
        criteria: given.criteria.iter().map(criterion).collect(),
        total: given.total.as_ref().map(total),
        measures: given.measures.iter().map(|(name, given)| (name.clone(), measure(given))).collect(),
        awards: given.awards.iter().map(award).collect(),
        origin: Origin::default(),
    }
}

fn defaults(given: &Defaults) -> Defaults {
    Defaults {
        answer: given.answer.clone(),
        scale: given.scale.clone(),
        evidence: given.evidence.as_ref().map(evidence),
        weight: numbers(&given.weight),
        applies_when: given.applies_when.as_ref().map(condition),
    }
}

fn scale(given: &Scale) -> Scale {
    let answer = |given: &ScaleAnswer| ScaleAnswer {
        gives: match &given.gives {
            AnswerGives::Fraction(fraction) => AnswerGives::Fraction(number(fraction)),
            AnswerGives::NotApplicable => AnswerGives::NotApplicable,
            AnswerGives::Unknown => AnswerGives::Unknown,
        },
        evidence: given.evidence.as_ref().map(evidence),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
    };
    Scale {
        answers: given.answers.iter().map(|(name, given)| (name.clone(), answer(given))).collect(),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
    }
}

fn fact(given: &Fact) -> Fact {
    Fact {
        kind: given.kind,
        of: given.of.as_ref().map(|of| of.iter().map(literal).collect()),
        ordered: given.ordered,
        min: given.min.as_ref().map(literal),
        max: given.max.as_ref().map(literal),
        unit: given.unit.as_ref().map(text),
        title: given.title.as_ref().map(text),
        question: given.question.as_ref().map(text),
        source: given.source.as_ref().map(source),
        derive: given.derive.as_ref().map(derive),
    }
}

fn derive(given: &Derive) -> Derive {
    let all = |given: &[Literal]| given.iter().map(literal).collect();
    match given {
        Derive::Sum(parts) => Derive::Sum(all(parts)),
        Derive::Difference(a, b) => Derive::Difference(literal(a), literal(b)),
        Derive::Product(parts) => Derive::Product(all(parts)),
        Derive::Ratio(a, b, zero) => Derive::Ratio(literal(a), literal(b), zero.as_ref().map(when_zero)),
        Derive::Min(parts) => Derive::Min(all(parts)),
        Derive::Max(parts) => Derive::Max(all(parts)),
        Derive::Count(conditions) => Derive::Count(conditions.iter().map(condition).collect()),
        Derive::DaysBetween(from, to) => Derive::DaysBetween(from.clone(), to.clone()),
    }
}

fn when_zero(given: &WhenZero) -> WhenZero {
    match given {
        WhenZero::Number(given) => WhenZero::Number(number(given)),
        WhenZero::Unknown => WhenZero::Unknown,
        WhenZero::NotApplicable => WhenZero::NotApplicable,
    }
}

fn evidence_type(given: &EvidenceType) -> EvidenceType {
    EvidenceType {
        title: given.title.as_ref().map(text),
        valid_for: given.valid_for,
        exclusive: given.exclusive,
        source: given.source.as_ref().map(source),
    }
}

fn evidence(given: &EvidenceRule) -> EvidenceRule {
    match given {
        EvidenceRule::None => EvidenceRule::None,
        EvidenceRule::Type { evidence_type, at_least } => {
            EvidenceRule::Type { evidence_type: evidence_type.clone(), at_least: *at_least }
        }
        EvidenceRule::All(rules) => EvidenceRule::All(rules.iter().map(evidence).collect()),
        EvidenceRule::Any(rules) => EvidenceRule::Any(rules.iter().map(evidence).collect()),
    }
}

fn condition(given: &Condition) -> Condition {
    let all = |given: &[Condition]| given.iter().map(condition).collect();
    match given {
        Condition::Facts(facts) => {
            Condition::Facts(facts.iter().map(|(name, given)| (name.clone(), expectation(given))).collect())
        }
        Condition::All(parts) => Condition::All(all(parts)),
        Condition::Any(parts) => Condition::Any(all(parts)),
        Condition::Not(part) => Condition::Not(Box::new(condition(part))),
        Condition::Count { of, at_least, at_most, exactly } => {
            Condition::Count { of: all(of), at_least: *at_least, at_most: *at_most, exactly: *exactly }
        }
    }
}

fn expectation(given: &Expectation) -> Expectation {
    let all = |given: &[Literal]| given.iter().map(literal).collect();
    match given {
        Expectation::Is(value) => Expectation::Is(literal(value)),
        Expectation::OneOf(values) => Expectation::OneOf(all(values)),
        Expectation::Operators(operators) => {
            Expectation::Operators(operators.iter().map(|(operator, values)| (*operator, all(values))).collect())
        }
    }
}

fn criterion(given: &Criterion) -> Criterion {
    Criterion {
        id: given.id.clone(),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        weight: numbers(&given.weight),
        applies_when: given.applies_when.as_ref().map(condition),
        bonus: given.bonus,
        answer: given.answer.clone(),
        fact: given.fact.clone(),
        scale: given.scale.clone(),
        met_when: given.met_when.as_ref().map(condition),
        bands: given.bands.as_ref().map(|given| Bands {
            of: given.of.clone(),
            steps: given
                .steps
                .iter()
                .map(|given| Step { at_least: number(&given.at_least), fraction: number(&given.fraction) })
                .collect(),
            otherwise: numbers(&given.otherwise),
        }),
        linear: given.linear.as_ref().map(|given| Linear {
            of: given.of.clone(),
            from: number(&given.from),
            to: number(&given.to),
        }),
        ratio: given.ratio.as_ref().map(|given| RatioScorer {
            of: given.of.clone(),
            to: given.to.clone(),
            when_zero: given.when_zero.as_ref().map(when_zero),
        }),
        count: given
            .count
            .as_ref()
            .map(|given| CountScorer { of: given.of.iter().map(condition).collect(), out_of: number(&given.out_of) }),
        cases: given.cases.as_ref().map(|given| Cases {
            cases: given
                .cases
                .iter()
                .map(|given| Case { when: condition(&given.when), fraction: number(&given.fraction) })
                .collect(),
            otherwise: numbers(&given.otherwise),
        }),
        evidence: given.evidence.as_ref().map(evidence),
        question: given.question.as_ref().map(text),
        criteria: given.criteria.as_ref().map(|criteria| criteria.iter().map(criterion).collect()),
        aggregate: given.aggregate.clone(),
        floor: numbers(&given.floor),
        cap: numbers(&given.cap),
        round: given.round,
        not_applicable: given.not_applicable,
        at_most_share: numbers(&given.at_most_share),
        when_empty: given.when_empty,
        unanswered: given.unanswered,
        defaults: given.defaults.as_ref().map(defaults),
        allows: given.allows.clone(),
        waived_as: given.waived_as,
        equivalents: given.equivalents.as_ref().map(|equivalents| equivalents.iter().map(equivalent).collect()),
    }
}

fn equivalent(given: &Equivalent) -> Equivalent {
    Equivalent {
        id: given.id.clone(),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        when: given.when.as_ref().map(condition),
        fraction: numbers(&given.fraction),
        evidence: given.evidence.as_ref().map(evidence),
    }
}

fn total(given: &Total) -> Total {
    Total {
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        weight: numbers(&given.weight),
        scored_when: given.scored_when.as_ref().map(condition),
        aggregate: given.aggregate.clone(),
        floor: numbers(&given.floor),
        cap: numbers(&given.cap),
        round: given.round,
        not_applicable: given.not_applicable,
        at_most_share: numbers(&given.at_most_share),
        when_empty: given.when_empty,
    }
}

fn measure(given: &Measure) -> Measure {
    Measure {
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        sum: given.sum.clone(),
        mean: given.mean.clone(),
        min: given.min.clone(),
        max: given.max.clone(),
        weight: numbers(&given.weight),
        round: given.round,
    }
}

fn award(given: &Award) -> Award {
    Award {
        id: given.id.clone(),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        requires: given.requires.iter().map(requirement).collect(),
        bars: given.bars.as_ref().map(|bars| {
            let bar = |given: &Bar| Bar {
                id: given.id.clone(),
                title: given.title.as_ref().map(text),
                source: given.source.as_ref().map(source),
                when: given.when.as_ref().map(condition),
                since: given.since.clone(),
                duration: given.duration,
            };
            bars.iter().map(bar).collect()
        }),
        conditional: given.conditional.as_ref().map(|given| Conditional {
            requires: given.requires.iter().map(requirement).collect(),
            duration: given.duration,
        }),
        valid_for: given.valid_for,
    }
}

fn requirement(given: &Requirement) -> Requirement {
    Requirement {
        id: given.id.clone(),
        title: given.title.as_ref().map(text),
        source: given.source.as_ref().map(source),
        score: given.score.clone(),
        each: given.each.clone(),
        at_least: numbers(&given.at_least),
        at_least_percent: numbers(&given.at_least_percent),
        at_most: numbers(&given.at_most),
        above: numbers(&given.above),
        below: numbers(&given.below),
        when: given.when.as_ref().map(condition),
        criterion: given.criterion.clone(),
        is: given.is.clone(),
        award: given.award.clone(),
        held: given.held,
        eligible: given.eligible,
        waivable: given.waivable,
        when_not_applicable: given.when_not_applicable.clone(),
    }
}
