//! Values of a missing fact that stand for all of them.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use crate::evaluate::texts;
use crate::number::RoundingMode;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AnswerOutcome, BarTest, Compiled, Derivation, FactId, FactTest, FactType, Scorer, Value};
use crate::{Date, Number};

/// One value for each way in which the rules can tell values of this fact apart; `None` where they are not finitely
/// many: it enters a calculation, has an answer that leaves it open, or is a text that cannot be told apart so.
pub(super) fn values(rules: &Compiled, cuts: &Cuts, fact: FactId) -> Option<Vec<Value>> {
    if cuts.is_calculated_with || !cuts.open.is_empty() {
        return None;
    }
    let values: Vec<Value> = match &rules.facts[fact].fact_type {
        FactType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        FactType::Choice { of, .. } => (0..).take(of.len()).map(Value::Choice).collect(),
        FactType::Number { integer, min, max } => {
            let numbers = numbers(cuts.numbers.clone(), *integer, min.as_ref(), max.as_ref());
            numbers.into_iter().map(Value::Number).collect()
        }
        FactType::Date { min, max } => dates(&cuts.dates, *min, *max).into_iter().map(Value::Date).collect(),
        FactType::Text { min, max } => match texts(*min, *max, &cuts.texts) {
            (texts, true) => texts.into_iter().map(Value::Text).collect(),
            (_, false) => return None,
        },
    };
    (!values.is_empty()).then_some(values)
}

/// What a fact is compared with.
#[derive(Clone, Debug, Default)]
pub(super) struct Cuts {
    pub(super) numbers: BTreeSet<Number>,
    pub(super) dates: BTreeSet<Date>,
    pub(super) texts: IndexSet<FactTest>,
    /// The choices that a scale leaves open.
    pub(super) open: BTreeSet<u32>,
    is_calculated_with: bool,
}

/// What every fact is compared with.
pub(super) fn cuts(rules: &Compiled) -> Arena<FactId, Cuts> {
    let mut cuts = Arena::like(&rules.facts, |_| Cuts::default());
    for derivation in rules.facts.iter().filter_map(|fact| fact.derivation.as_ref()) {
        if !matches!(derivation, Derivation::Count(_)) {
            derivation.for_each_fact(&mut |fact| cuts[fact].is_calculated_with = true);
        }
    }
    rules.each_condition(&mut |_, condition| {
        condition.for_each_test(&mut |fact, test| cuts[fact].take_in(test));
    });
    for leaf in rules.criteria.iter().filter_map(|criterion| criterion.leaf()) {
        match &leaf.scorer {
            Scorer::Scale { fact, scale, answers } => {
                let all = &rules.scales[*scale].answers;
                let open = (0..).zip(answers).filter(|(_, at)| all[**at].gives == AnswerOutcome::Unknown);
                cuts[*fact].open.extend(open.map(|(value, _)| value));
            }
            Scorer::Bands { fact, steps, .. } => {
                cuts[*fact].numbers.extend(steps.iter().map(|(at_least, _)| at_least.clone()));
            }
            Scorer::Linear { fact, from, to } => {
                cuts[*fact].is_calculated_with = true;
                cuts[*fact].numbers.extend([from.clone(), to.clone()]);
            }
            Scorer::Ratio { of, to, .. } => [of, to].into_iter().for_each(|fact| cuts[*fact].is_calculated_with = true),
            Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => {}
        }
    }
    for bar in rules.awards.iter().flat_map(|award| &award.bars) {
        if let BarTest::Since { fact, .. } = &bar.test {
            cuts[*fact].is_calculated_with = true;
        }
    }
    cuts
}

impl Cuts {
    fn take_in(&mut self, test: &FactTest) {
        match test {
            FactTest::NumberIn { of, .. } => self.numbers.extend(of.iter().cloned()),
            FactTest::NumberAtLeast(bound)
            | FactTest::NumberAtMost(bound)
            | FactTest::NumberAbove(bound)
            | FactTest::NumberBelow(bound) => drop(self.numbers.insert(bound.clone())),
            FactTest::DateIn { of, .. } => self.dates.extend(of.iter().copied()),
            FactTest::DateAtLeast(bound)
            | FactTest::DateAtMost(bound)
            | FactTest::DateAbove(bound)
            | FactTest::DateBelow(bound) => drop(self.dates.insert(*bound)),
            FactTest::Answered(_) | FactTest::Boolean(_) | FactTest::Choice(_) => {}
            FactTest::TextIn { .. }
            | FactTest::TextMinLength(_)
            | FactTest::TextStartsWith { .. }
            | FactTest::TextContainsUrl(_) => drop(self.texts.insert(test.clone())),
        }
    }
}

/// The cuts themselves, and a number in every gap between, before and after them.
pub(super) fn numbers(
    mut cuts: BTreeSet<Number>,
    integer: bool,
    min: Option<&Number>,
    max: Option<&Number>,
) -> Vec<Number> {
    cuts.extend(min.cloned());
    cuts.extend(max.cloned());
    let cuts: Vec<Number> = cuts.into_iter().collect();
    let one = Number::ONE;
    let mut found: Vec<Number> = cuts.clone();
    let gaps = cuts.iter().zip(cuts.iter().skip(1));
    if integer {
        found.extend(gaps.map(|(low, _)| whole_above(low)));
        found.extend(cuts.first().map(|first| -whole_above(&-first)));
        found.extend(cuts.last().map(whole_above));
    } else {
        found.extend(gaps.map(|(low, high)| (low + high) * Number::HALF));
        found.extend(cuts.first().map(|first| first - &one));
        found.extend(cuts.last().map(|last| last + &one));
    }
    if cuts.is_empty() {
        found.push(Number::ZERO);
    }
    found.retain(|number| {
        (!integer || number.is_integer()) && min.is_none_or(|min| min <= number) && max.is_none_or(|max| number <= max)
    });
    found.sort();
    found.dedup();
    found
}

/// The least whole number above this one.
fn whole_above(number: &Number) -> Number {
    let whole = number.round(0, RoundingMode::Down);
    if whole <= *number { whole + Number::ONE } else { whole }
}

/// The days compared with, and those just before and after them.
pub(super) fn dates(cuts: &BTreeSet<Date>, min: Option<Date>, max: Option<Date>) -> Vec<Date> {
    let around = cuts.iter().copied().chain(min).chain(max);
    let mut found: Vec<Date> =
        around.flat_map(|date| [date.plus_days(-1), Some(date), date.plus_days(1)]).flatten().collect();
    found.retain(|date| min.is_none_or(|min| min <= *date) && max.is_none_or(|max| *date <= max));
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(texts: &[&str]) -> BTreeSet<Number> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn show(numbers: &[Number]) -> Vec<String> {
        numbers.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_gap_has_a_value() {
        assert_eq!(show(&numbers(cuts(&["1", "2"]), false, None, None)), ["0", "1", "1.5", "2", "3"]);
        assert_eq!(show(&numbers(cuts(&["1", "2"]), true, None, None)), ["0", "1", "2", "3"]);
        assert_eq!(show(&numbers(cuts(&["1.5"]), true, Some(&Number::ZERO), None)), ["0", "1", "2"]);
        assert_eq!(show(&numbers(cuts(&["-1.5"]), true, None, None)), ["-2", "-1"]);
        assert_eq!(show(&numbers(cuts(&[]), true, None, None)), ["0"]);
        let (zero, one) = (Number::ZERO, Number::ONE);
        assert_eq!(show(&numbers(cuts(&["1"]), false, Some(&zero), Some(&one))), ["0", "0.5", "1"]);
    }
}
