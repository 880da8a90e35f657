//! How a leaf's fraction is made: exactly one scorer, whose names, types and numbers fit.

use super::derive::divisor;
use super::findings::list;
use super::outline::Item;
use super::scale::table;
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::{Code, Pointer};
use crate::document::{Bands, Cases, CountScorer, Linear, RatioScorer, WhenZero};
use crate::rule_set::{FactType, Operand, Scorer};

/// The scorer of a leaf; nothing where it was reported as wrong.
pub(super) fn scorer(scope: &Scope<'_>, item: &Item<'_>) -> Option<Scorer> {
    let (written, at) = (&item.written, &item.at);
    let own: Vec<&str> = [
        ("answer", written.answer.is_some()),
        ("fact", written.fact.is_some()),
        ("met_when", written.met_when.is_some()),
        ("bands", written.bands.is_some()),
        ("linear", written.linear.is_some()),
        ("ratio", written.ratio.is_some()),
        ("count", written.count.is_some()),
        ("cases", written.cases.is_some()),
    ]
    .into_iter()
    .filter_map(|(word, given)| given.then_some(word))
    .collect();
    if own.len() > 1 {
        let message = format!("`{}` is scored by {}", item.path, list(own.iter().copied()));
        let finding = scope.findings.at(Code::SeveralScorers, at, message);
        scope.findings.push(finding.help("keep one of them: a leaf has exactly one"));
        return None;
    }
    if written.scale.is_some() && written.fact.is_none() {
        scope.misplaced(
            &at.key("scale"),
            "`scale` stands without `fact`",
            "add `fact:`, or write `answer:` in place of `scale:`",
        );
        return None;
    }
    if let Some((scale, place)) = item.answer_scale() {
        return by_scale(scope, &item.path, scale, &place, &place);
    }
    if let Some(fact) = &written.fact {
        let own = written.scale.as_deref().map(|scale| (scale, at.key("scale")));
        let Some((scale, place)) = own.or_else(|| item.inherited.scale.clone()) else {
            let finding = scope.findings.at(Code::NoScorer, &at.key("fact"), format!("`fact: {fact}` has no scale"));
            scope
                .findings
                .push_absence(finding.help("add `scale:` with the name of a scale, here or under `defaults`"));
            return None;
        };
        return by_scale(scope, fact, scale, &at.key("fact"), &place);
    }
    if let Some(condition) = &written.met_when {
        return Some(Scorer::MetWhen(scope.condition(condition, &at.key("met_when"))?));
    }
    if let Some(written) = &written.bands {
        return bands(scope, written, &at.key("bands"));
    }
    if let Some(written) = &written.linear {
        return linear(scope, written, &at.key("linear"));
    }
    if let Some(written) = &written.ratio {
        return ratio(scope, written, &at.key("ratio"));
    }
    if let Some(written) = &written.count {
        return count(scope, written, &at.key("count"));
    }
    if let Some(written) = &written.cases {
        return cases(scope, written, at);
    }
    let finding = scope.findings.at_key(Code::NoScorer, at, format!("nothing says how `{}` is scored", item.path));
    scope.findings.push_absence(finding.help(
        "add `answer`, `fact` with `scale`, `met_when`, `bands`, `linear`, `ratio`, `count` or `cases`, or `criteria` to make it a group",
    ));
    None
}

fn by_scale(scope: &Scope<'_>, fact: &str, scale: &str, fact_at: &Pointer, scale_at: &Pointer) -> Option<Scorer> {
    let found = scope.scale(scale, scale_at);
    let (fact, declared) = scope.fact(fact, fact_at)?;
    let (scale, answers) = found?;
    if !matches!(declared.fact_type, FactType::Choice { .. }) {
        scope.wrong_type(&declared.name, &declared.fact_type, "a choice", fact_at);
        return None;
    }
    Some(Scorer::Scale { fact, scale, answers: table(scope, declared, answers, scale_at)? })
}

fn bands(scope: &Scope<'_>, written: &Bands, at: &Pointer) -> Option<Scorer> {
    let otherwise = written.otherwise.as_ref().map(|fraction| scope.fraction(fraction, &at.key("otherwise")));
    let steps_at = at.key("steps");
    if written.steps.is_empty() {
        scope.empty(&steps_at, "list at least one step, such as `{at_least: 90, fraction: 1}`");
    }
    let fact = scope.number_fact(&written.of, &at.key("of")).map(|(fact, _)| fact);
    let highest = fact.and_then(|fact| super::interval::Interval::of_fact(scope, fact).high);
    for (i, step) in written.steps.iter().enumerate() {
        let at = steps_at.index(i);
        scope.fraction(&step.fraction, &at.key("fraction"));
        if let Some(highest) = highest.as_ref().filter(|highest| step.at_least > **highest) {
            let message = format!("`{}` is never as great as {}", written.of, step.at_least);
            let finding = scope.findings.at(Code::OutOfRange, &at.key("at_least"), message);
            scope.findings.push(finding.help(format!("it is at most {highest}")));
        }
    }
    let mut steps: Vec<(Number, Number)> =
        written.steps.iter().map(|step| (step.at_least.clone(), step.fraction.clone())).collect();
    let descending = matches!(steps.as_slice(), [(first, _), (second, _), ..] if first > second);
    if descending {
        steps.reverse();
    }
    for (lower, upper) in steps.iter().zip(steps.iter().skip(1)) {
        if lower.0 >= upper.0 {
            let wrong = if descending { &lower.0 } else { &upper.0 };
            let index = written.steps.iter().rposition(|step| step.at_least == *wrong).unwrap_or_default();
            let order = if descending { "descending" } else { "ascending" };
            let message = format!("the step at {wrong} breaks the {order} order");
            let finding = scope.findings.at(Code::UnorderedBands, &steps_at.index(index).key("at_least"), message);
            scope.findings.push(
                finding.help(
                    "list the steps from the lowest to the highest or from the highest to the lowest, none twice",
                ),
            );
            return None;
        }
    }
    Some(Scorer::Bands { fact: fact?, steps, otherwise: otherwise.unwrap_or_default() })
}

fn linear(scope: &Scope<'_>, written: &Linear, at: &Pointer) -> Option<Scorer> {
    if written.from == written.to {
        let message = format!("the line goes from {} to {}", written.from, written.to);
        let finding = scope.findings.at(Code::FlatLine, at, message);
        scope.findings.push_absence(finding.help("`from` is where the fraction is 0, `to` where it is 1: they differ"));
    }
    let (fact, _) = scope.number_fact(&written.of, &at.key("of"))?;
    Some(Scorer::Linear { fact, from: written.from.clone(), to: written.to.clone() })
}

fn ratio(scope: &Scope<'_>, written: &RatioScorer, at: &Pointer) -> Option<Scorer> {
    if let Some(WhenZero::Number(fraction)) = &written.when_zero {
        scope.fraction(fraction, &at.key("when_zero"));
    }
    let of = scope.number_fact(&written.of, &at.key("of"));
    let to = scope.number_fact(&written.to, &at.key("to"));
    let ((of, _), (to, _)) = (of?, to?);
    divisor(scope, &Operand::Fact(to), written.when_zero.as_ref(), &at.key("to"))?;
    Some(Scorer::Ratio { of, to, when_zero: written.when_zero.clone() })
}

fn count(scope: &Scope<'_>, written: &CountScorer, at: &Pointer) -> Option<Scorer> {
    if written.out_of <= Number::ZERO {
        let message = format!("`out_of` is {}", written.out_of);
        let finding = scope.findings.at(Code::BadOutOf, &at.key("out_of"), message);
        scope.findings.push_absence(finding.help("write how many make everything: a number above 0"));
    }
    Some(Scorer::Count { of: scope.conditions(&written.of, &at.key("of"))?, out_of: written.out_of.clone() })
}

fn cases(scope: &Scope<'_>, written: &Cases, at: &Pointer) -> Option<Scorer> {
    let otherwise = written.otherwise.as_ref().map(|fraction| scope.fraction(fraction, &at.key("otherwise")));
    let at = at.key("cases");
    if written.cases.is_empty() {
        scope.empty(&at, "list at least one case, such as `{when: {heritage: true}, fraction: 1}`");
    }
    let cases: Vec<Option<(crate::rule_set::Condition, Number)>> = written
        .cases
        .iter()
        .enumerate()
        .map(|(i, case)| {
            let at = at.index(i);
            let fraction = scope.fraction(&case.fraction, &at.key("fraction"));
            Some((scope.condition(&case.when, &at.key("when"))?, fraction))
        })
        .collect();
    Some(Scorer::Cases { cases: cases.into_iter().collect::<Option<_>>()?, otherwise: otherwise.unwrap_or_default() })
}
