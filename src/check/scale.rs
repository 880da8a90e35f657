//! Scales: every answer gives a fraction from 0 to 1, or none.

use std::collections::BTreeMap;

use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{AnswerGives, RuleDocument};
use crate::rule_set::arena::Arena;
use crate::rule_set::{AnswerId, AnswerOutcome, Fact, FactType, Scale, ScaleAnswer};

/// Interns the scales.
pub(super) fn scales(scope: &mut Scope<'_>, document: &RuleDocument) {
    for (name, written) in &document.scales {
        let at = Pointer::root().key("scales").key(name);
        if written.answers.is_empty() {
            scope.empty(&at, "a scale has at least one answer, such as `{Ya: 1, Tidak: 0}`");
        }
        let long = scope.findings.was_written(&at.key("answers"));
        let answers_at = if long { at.key("answers") } else { at };
        let mut answers = Arena::new();
        for (answer, given) in &written.answers {
            let at = answers_at.key(answer);
            let gives = match &given.gives {
                AnswerGives::Fraction(fraction) => {
                    // Looked up only where it is needed: a scale may have many answers.
                    let wrong = *fraction < Number::ZERO || *fraction > Number::ONE;
                    let inner = at.key("fraction");
                    let place = if wrong && scope.findings.was_written(&inner) { &inner } else { &at };
                    AnswerOutcome::Fraction(scope.fraction(fraction, place))
                }
                AnswerGives::NotApplicable => AnswerOutcome::NotApplicable,
                AnswerGives::Unknown => AnswerOutcome::Unknown,
            };
            let evidence = given.evidence.as_ref().and_then(|rule| scope.evidence_rule(rule, &at.key("evidence")));
            answers.push(ScaleAnswer { name: answer.clone(), title: given.title.clone(), gives, evidence });
        }
        let id = scope.scales.push(Scale { name: name.clone(), title: written.title.clone(), answers });
        scope.scale_names.insert(name.clone(), id);
    }
}

impl Scope<'_> {
    /// A number that must lie from 0 to 1.
    pub(super) fn fraction(&self, fraction: &Number, at: &Pointer) -> Number {
        if *fraction < Number::ZERO || *fraction > Number::ONE {
            let message = format!("the fraction {fraction} lies outside 0 to 1");
            let finding = self.findings.at(Code::FractionOutOfRange, at, message);
            self.findings.push(finding.help(if *fraction > Number::ONE && *fraction <= Number::HUNDRED {
                let fraction = percent(fraction).to_string();
                let quote = if fraction.contains('/') { "\"" } else { "" };
                format!("write a percentage as a fraction: `{quote}{fraction}{quote}`")
            } else {
                "write 0 for nothing, 1 for everything".to_owned()
            }));
        }
        fraction.clone()
    }
}

fn percent(number: &Number) -> Number {
    number.checked_div(&Number::HUNDRED).unwrap_or_default()
}

/// The scale's answer for each value of a choice; `None` and reported where one is missing.
pub(super) fn table(scope: &Scope<'_>, fact: &Fact, scale: &Scale, at: &Pointer) -> Option<Vec<AnswerId>> {
    let FactType::Choice { of, .. } = &fact.fact_type else { return None };
    if !scope.spend(of.len() + scale.answers.len(), at) {
        return None;
    }
    let by_name: BTreeMap<&str, AnswerId> =
        scale.answers.pairs().map(|(id, answer)| (answer.name.as_str(), id)).collect();
    let answer = |value: &String| by_name.get(value.as_str()).copied();
    let lacking: Vec<&str> = of.iter().filter(|value| answer(value).is_none()).map(String::as_str).collect();
    if !lacking.is_empty() {
        let lacking = super::findings::list(lacking);
        let message = format!("the scale `{}` gives nothing for {lacking} of `{}`", scale.name, fact.name);
        let finding = scope.findings.at(Code::UnmappedAnswer, at, message);
        scope
            .findings
            .push(finding.help(format!("add {lacking} to the scale: a fraction, `not_applicable` or `unknown`")));
    }
    of.iter().map(answer).collect()
}
