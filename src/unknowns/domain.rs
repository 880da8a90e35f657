//! Values of a missing fact that stand for all of them.

use std::collections::BTreeSet;

use crate::evaluate::texts;
use crate::number::RoundingMode;
use crate::rule_set::{
    AnswerOutcome, BarTest, Compiled, Condition, Derivation, FactId, FactTest, FactType, Kind, Operand,
    RequirementTest, Scorer, Value,
};
use crate::{Date, Number};

/// One value for each way in which the rules can tell values of this fact apart; `None` where they are not finitely
/// many: it enters a calculation, has an answer that leaves it open, or is a text that cannot be told apart so.
pub(super) fn values(rules: &Compiled, fact: FactId) -> Option<Vec<Value>> {
    let cuts = Cuts::of(rules, fact);
    if !cuts.only_compared {
        return None;
    }
    let values: Vec<Value> = match &rules.facts[fact].fact_type {
        FactType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        FactType::Choice { of, .. } => (0..).take(of.len()).map(Value::Choice).collect(),
        FactType::Number { integer, min, max } => {
            numbers(cuts.numbers, *integer, min.as_ref(), max.as_ref()).into_iter().map(Value::Number).collect()
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
pub(super) struct Cuts {
    fact: FactId,
    pub(super) numbers: BTreeSet<Number>,
    pub(super) dates: BTreeSet<Date>,
    pub(super) texts: Vec<FactTest>,
    /// Nothing is calculated from it, and no answer leaves it open.
    only_compared: bool,
}

impl Cuts {
    pub(super) fn of(rules: &Compiled, fact: FactId) -> Cuts {
        let (numbers, dates) = (BTreeSet::new(), BTreeSet::new());
        let mut cuts = Cuts { fact, numbers, dates, texts: Vec::new(), only_compared: true };
        cuts.collect(rules);
        cuts
    }

    fn collect(&mut self, rules: &Compiled) {
        for fact in rules.facts.iter() {
            match &fact.derivation {
                None => {}
                Some(Derivation::Count(of)) => of.iter().for_each(|condition| self.condition(condition)),
                Some(Derivation::Sum(of) | Derivation::Product(of) | Derivation::Min(of) | Derivation::Max(of)) => {
                    of.iter().for_each(|operand| self.operand(operand));
                }
                Some(Derivation::Difference(a, b) | Derivation::Ratio(a, b, _)) => {
                    self.operand(a);
                    self.operand(b);
                }
                Some(Derivation::DaysBetween(from, to)) => {
                    self.calculates(*from);
                    self.calculates(*to);
                }
            }
        }
        for criterion in rules.criteria.iter() {
            let equivalents = criterion.equivalents.iter().filter_map(|equivalent| equivalent.when.as_ref());
            criterion.applies_when.iter().chain(equivalents).for_each(|condition| self.condition(condition));
            if let Kind::Leaf(leaf) = &criterion.kind {
                self.scorer(rules, &leaf.scorer);
            }
        }
        for award in rules.awards.iter() {
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
            for requirement in award.requires.iter().chain(conditional) {
                if let RequirementTest::When(condition) = &requirement.test {
                    self.condition(condition);
                }
            }
            for bar in &award.bars {
                match &bar.test {
                    BarTest::When(condition) => self.condition(condition),
                    BarTest::Since { fact, when, .. } => {
                        self.calculates(*fact);
                        when.iter().for_each(|condition| self.condition(condition));
                    }
                }
            }
        }
    }

    fn calculates(&mut self, fact: FactId) {
        self.only_compared &= fact != self.fact;
    }

    fn operand(&mut self, operand: &Operand) {
        if let Operand::Fact(fact) = operand {
            self.calculates(*fact);
        }
    }

    fn scorer(&mut self, rules: &Compiled, scorer: &Scorer) {
        match scorer {
            Scorer::Scale { fact, scale, answers } => {
                let all = &rules.scales[*scale].answers;
                let open = answers.iter().map(|at| &all[*at]).any(|one| one.gives == AnswerOutcome::Unknown);
                if open {
                    self.calculates(*fact);
                }
            }
            Scorer::MetWhen(condition) => self.condition(condition),
            Scorer::Bands { fact, steps, .. } => {
                if *fact == self.fact {
                    self.numbers.extend(steps.iter().map(|(at_least, _)| at_least.clone()));
                }
            }
            Scorer::Linear { fact, from, to } => {
                self.calculates(*fact);
                if *fact == self.fact {
                    self.numbers.extend([from.clone(), to.clone()]);
                }
            }
            Scorer::Ratio { of, to, .. } => {
                self.calculates(*of);
                self.calculates(*to);
            }
            Scorer::Count { of, .. } => of.iter().for_each(|condition| self.condition(condition)),
            Scorer::Cases { cases, .. } => cases.iter().for_each(|(condition, _)| self.condition(condition)),
        }
    }

    fn condition(&mut self, condition: &Condition) {
        condition.for_each_test(&mut |fact, test| {
            if fact != self.fact {
                return;
            }
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
                | FactTest::TextContainsUrl(_) => {
                    if !self.texts.contains(test) {
                        self.texts.push(test.clone());
                    }
                }
            }
        });
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
