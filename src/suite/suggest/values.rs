//! Values on and beside the boundaries of a rule set, fact by fact.

use std::collections::{BTreeMap, BTreeSet};

use super::Changes;
use crate::document::Literal;
use crate::rule_set::{Compiled, Condition, Criterion, Derivation, FactId, FactTest, FactType, Parts, Scorer};
use crate::{Date, Number};

/// What the values of each fact are compared with.
pub(super) struct Values<'a> {
    rules: &'a Compiled,
    numbers: BTreeMap<FactId, BTreeSet<Number>>,
    dates: BTreeMap<FactId, BTreeSet<Date>>,
}

impl<'a> Values<'a> {
    pub(super) fn of(rules: &'a Compiled) -> Values<'a> {
        let mut values = Values { rules, numbers: BTreeMap::new(), dates: BTreeMap::new() };
        rules.each_condition(&mut |_, condition| values.condition(condition));
        rules.criteria.iter().filter_map(Criterion::leaf).for_each(|leaf| values.ends(&leaf.scorer));
        values
    }

    fn condition(&mut self, condition: &Condition) {
        condition.for_each_test(&mut |fact, test| match test {
            FactTest::NumberAtLeast(bound)
            | FactTest::NumberAtMost(bound)
            | FactTest::NumberAbove(bound)
            | FactTest::NumberBelow(bound) => self.number(fact, bound),
            FactTest::NumberIn { of, .. } => of.iter().for_each(|bound| self.number(fact, bound)),
            FactTest::DateAtLeast(bound)
            | FactTest::DateAtMost(bound)
            | FactTest::DateAbove(bound)
            | FactTest::DateBelow(bound) => {
                self.dates.entry(fact).or_default().insert(*bound);
            }
            FactTest::DateIn { of, .. } => self.dates.entry(fact).or_default().extend(of),
            _ => {}
        });
    }

    /// The ends that a leaf has besides its conditions.
    fn ends(&mut self, scorer: &Scorer) {
        match scorer {
            Scorer::Bands { fact, steps, .. } => steps.iter().for_each(|(edge, _)| self.number(*fact, edge)),
            Scorer::Linear { fact, from, to } => [from, to].into_iter().for_each(|end| self.number(*fact, end)),
            Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => {}
            Scorer::Scale { .. } | Scorer::Ratio { .. } => {}
        }
    }

    fn number(&mut self, fact: FactId, bound: &Number) {
        self.numbers.entry(fact).or_default().insert(bound.clone());
    }

    /// Changes of up to `most` of the facts that these are or derive from: of one of them, then of several. The last
    /// takes all facts away.
    pub(super) fn changes(&self, reads: &[FactId], most: usize, as_of: Option<Date>) -> Vec<Changes> {
        let facts = self.answered(reads);
        let options: Vec<(&str, Vec<Option<Literal>>)> =
            facts.iter().map(|fact| (self.rules.facts[*fact].name.as_str(), self.options(*fact, as_of))).collect();
        let mut all: Vec<Changes> = Vec::new();
        let mut last: Vec<(usize, Changes)> = vec![(0, Changes::new())];
        for _ in 0..most {
            let mut next = Vec::new();
            for (from, changes) in &last {
                for (i, (name, values)) in options.iter().enumerate().skip(*from) {
                    for value in values {
                        let mut changes = changes.clone();
                        changes.insert((*name).to_owned(), value.clone());
                        next.push((i + 1, changes));
                    }
                }
            }
            // Enough: more than are ever tried.
            next.truncate(4 * super::TRIES);
            all.extend(next.iter().map(|(_, changes)| changes.clone()));
            last = next;
        }
        let answerable = self.rules.facts.iter().skip(1).filter(|fact| fact.derivation.is_none());
        let nothing = answerable.map(|fact| (fact.name.clone(), None)).collect();
        all.truncate(4 * super::TRIES);
        all.push(nothing);
        all
    }

    /// The answered facts among these and among those that they derive from.
    fn answered(&self, reads: &[FactId]) -> Vec<FactId> {
        let mut parts = Parts::default();
        parts.open(reads.iter().copied());
        let all = std::iter::from_fn(|| parts.next_opened(self.rules));
        all.filter(|fact| *fact != FactId::AS_OF && self.rules.facts[*fact].derivation.is_none()).collect()
    }

    /// The values to try for a fact; `None` takes it away.
    fn options(&self, fact: FactId, as_of: Option<Date>) -> Vec<Option<Literal>> {
        let values: Vec<Literal> = match &self.rules.facts[fact].fact_type {
            FactType::Boolean => [true, false].into_iter().map(Literal::boolean).collect(),
            FactType::Choice { of, .. } => of.iter().map(Literal::text).collect(),
            FactType::Number { integer, min, max } => {
                let step = if *integer { Number::ONE } else { Number::ratio(1, 10).unwrap_or(Number::ONE) };
                let compared = self.numbers.get(&fact).into_iter().flatten();
                let ends = compared.chain(min).chain(max);
                let mut near: BTreeSet<Number> = ends.flat_map(|at| [at - &step, at.clone(), at + &step]).collect();
                near.extend([Number::ZERO, Number::ONE]);
                let inside = |value: &&Number| {
                    min.as_ref().is_none_or(|min| *value >= min)
                        && max.as_ref().is_none_or(|max| *value <= max)
                        && (!integer || value.is_integer())
                };
                near.iter().filter(inside).map(Literal::number).collect()
            }
            FactType::Date { .. } => {
                self.dates_near(fact, as_of).iter().map(|date| Literal::text(date.to_string())).collect()
            }
            FactType::Text { .. } => ["text", "https://example.org"].map(Literal::text).into(),
        };
        values.into_iter().map(Some).chain([None]).collect()
    }

    /// The dates that a fact is compared with, and those from which as many days have passed as are counted.
    fn dates_near(&self, fact: FactId, as_of: Option<Date>) -> BTreeSet<Date> {
        let mut near: BTreeSet<Date> = self.dates.get(&fact).into_iter().flatten().copied().collect();
        let Some(as_of) = as_of else { return near };
        near.insert(as_of);
        for (derived, compared) in &self.numbers {
            let counts_days = matches!(&self.rules.facts[*derived].derivation, Some(Derivation::DaysBetween(from, to)) if [from, to].contains(&&fact));
            let days = compared.iter().filter(|_| counts_days).filter_map(Number::to_i64_pair);
            near.extend(days.filter(|(_, below)| *below == 1).filter_map(|(days, _)| as_of.plus_days(-days)));
        }
        near.into_iter().flat_map(|date| [date.plus_days(-1), Some(date), date.plus_days(1)]).flatten().collect()
    }
}
