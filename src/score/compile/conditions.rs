//! Conditions as conjunctions of simple tests, and the derived facts that have to be known.

use super::super::program::{Test, When};
use super::Compiler;
use crate::Number;
use crate::rule_set::{Condition, FactId, FactTest, FactType, Parts};

impl Compiler<'_> {
    /// A condition as a conjunction of simple tests, where it is one.
    pub(super) fn when(&mut self, condition: Option<&Condition>) -> When {
        let Some(condition) = condition else { return When::Always };
        let start = self.program.tests.len();
        let simple = self.simple_tests(condition);
        let ends = (u32::try_from(start), u32::try_from(self.program.tests.len()));
        if let (Some(()), (Ok(start), Ok(end))) = (simple, ends) {
            return When::All(start..end);
        }
        self.program.tests.truncate(start);
        self.reads(condition);
        When::Condition(Box::new(condition.clone()))
    }

    pub(super) fn simple_tests(&mut self, condition: &Condition) -> Option<()> {
        match condition {
            Condition::All(parts) => parts.iter().try_for_each(|part| self.simple_tests(part)),
            Condition::Joint(fact, tests) => tests.iter().try_for_each(|test| self.simple_test(*fact, test)),
            Condition::Fact(fact, test) => self.simple_test(*fact, test),
            _ => None,
        }
    }

    fn simple_test(&mut self, fact: FactId, test: &FactTest) -> Option<()> {
        if self.rules.facts[fact].derivation.is_some() {
            return None;
        }
        // What no slot holds is decided by the condition itself.
        let whole = |bound: &Number| bound.to_i64_pair().filter(|(_, d)| *d == 1).map(|(n, _)| n);
        let narrow = |bound: i64| i32::try_from(bound).ok();
        let integer = matches!(self.rules.facts[fact].fact_type, FactType::Number { integer: true, .. });
        let at_least = |least: i32| Test::Within { fact, least, most: i32::MAX };
        let at_most = |most: i32| Test::Within { fact, least: i32::MIN, most };
        let test = match test {
            FactTest::Boolean(wanted) => Test::Within { fact, least: i32::from(*wanted), most: i32::from(*wanted) },
            FactTest::Choice(table) if table.len() <= 64 => {
                let bits = table.iter().enumerate().map(|(at, yes)| u64::from(*yes) << at);
                among(fact, bits.fold(0, |all, bit| all | bit))
            }
            FactTest::NumberAtLeast(bound) if integer => at_least(narrow(whole(bound)?)?),
            FactTest::NumberAbove(bound) if integer => at_least(narrow(whole(bound)?.checked_add(1)?)?),
            FactTest::NumberAtMost(bound) if integer => at_most(narrow(whole(bound)?)?),
            FactTest::NumberBelow(bound) if integer => at_most(narrow(whole(bound)?.checked_sub(1)?)?),
            _ => return None,
        };
        self.program.tests.push(test);
        Some(())
    }

    /// The derived facts that a condition reads have to be known.
    pub(super) fn reads(&mut self, condition: &Condition) {
        let mut read = Vec::new();
        condition.for_each_test(&mut |fact, _| read.push(fact));
        read.into_iter().for_each(|fact| self.needs(fact));
    }

    /// A derived fact has to be known, and so what it derives from.
    pub(super) fn needs(&mut self, fact: FactId) {
        let mut parts = Parts::default();
        parts.open([fact]);
        while let Some(fact) = parts.next() {
            if let Some(derivation) = &self.rules.facts[fact].derivation
                && self.derived.insert(fact)
            {
                derivation.for_each_fact(&mut |part| parts.open([part]));
            }
        }
    }
}

/// Whether a choice is among some positions: a range, where they stand side by side.
fn among(fact: FactId, positions: u64) -> Test {
    let (least, most) = (positions.trailing_zeros(), 63 - positions.leading_zeros().min(63));
    if positions != 0 && positions.count_ones() == most + 1 - least {
        return Test::Within { fact, least: least.cast_signed(), most: most.cast_signed() };
    }
    Test::Among { fact, positions }
}
