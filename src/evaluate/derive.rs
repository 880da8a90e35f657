//! Derived facts: their value where it is known, and where it lies where it is not.

use super::condition::Tally;
use super::range::Range;
use super::{Asked, Derived, Facts, State};
use crate::document::WhenZero;
use crate::invariant::{Always, broken};
use crate::rule_set::{Derivation, FactId, FactType, Operand, Value};
use crate::{Date, Number};

/// A part of a derivation, or its result.
enum Part {
    Known(Number),
    Missing,
    NotApplicable,
}

/// Where a number fact lies, over every completion of what is missing.
#[derive(Clone, Debug)]
pub(super) struct Where {
    pub(super) range: Range,
    pub(super) may_not_apply: bool,
}

/// What `check` sees to.
const OF_ITS_TYPE: &str = "a derivation reads facts of the type that it asks for";
const OF_SOMETHING: &str = "a derivation reads something";

impl Where {
    const ANYWHERE: Where = Where { range: Range::ANY, may_not_apply: true };

    fn known(value: Number) -> Where {
        Where { range: Range::exactly(value), may_not_apply: false }
    }

    fn combine(self, other: &Where, range: impl Fn(&Range, &Range) -> Range) -> Where {
        Where { range: range(&self.range, &other.range), may_not_apply: self.may_not_apply || other.may_not_apply }
    }
}

impl Facts<'_> {
    pub(super) fn derive(&self, derivation: &Derivation) -> Derived {
        let result = match derivation {
            Derivation::Sum(of) => self.fold(of, |a, b| a + b),
            Derivation::Product(of) => self.fold(of, |a, b| a * b),
            Derivation::Min(of) => self.fold(of, |a, b| a.clone().min(b.clone())),
            Derivation::Max(of) => self.fold(of, |a, b| a.clone().max(b.clone())),
            Derivation::Difference(a, b) => self.pair(a, b, |a, b| a - b),
            Derivation::Ratio(of, to, when_zero) => {
                let (dividend, divisor) = (self.part(of), self.part(to));
                // A divisor that may be 0 decides, perhaps, before the dividend.
                let may_be_zero = matches!(divisor, Part::Missing) && self.place_of_operand(to).range.contains_zero();
                match (&dividend, when_zero) {
                    (Part::NotApplicable, Some(WhenZero::NotApplicable)) if may_be_zero => Part::NotApplicable,
                    _ if may_be_zero => Part::Missing,
                    _ => quotient(&dividend, &divisor, when_zero.as_ref()),
                }
            }
            Derivation::Count(of) => {
                let Tally { hold, may_hold } = self.tally(of);
                if hold == may_hold { Part::Known(Number::from(hold)) } else { Part::Missing }
            }
            Derivation::DaysBetween(from, to) => match (self.date(*from), self.date(*to)) {
                (Some(from), Some(to)) => Part::Known(Number::from(from.days_until(to))),
                _ => Part::Missing,
            },
        };
        match result {
            Part::Known(value) => Derived::Known(Value::Number(value)),
            Part::NotApplicable => Derived::NotApplicable,
            Part::Missing => {
                let place = self.place_of_derivation(derivation);
                match place.range.exact() {
                    // One value is left, whatever is missing.
                    Some(value) if !place.may_not_apply => Derived::Known(Value::Number(value.clone())),
                    _ => Derived::Missing(place, Asked::default()),
                }
            }
        }
    }

    fn part(&self, operand: &Operand) -> Part {
        match operand {
            Operand::Number(value) => Part::Known(value.clone()),
            Operand::Fact(fact) => match self.state(*fact) {
                State::Known(value) => match value {
                    Value::Number(value) => Part::Known(value.clone()),
                    _ => broken(OF_ITS_TYPE, Part::Missing),
                },
                State::Missing => Part::Missing,
                State::NotApplicable => Part::NotApplicable,
            },
        }
    }

    fn fold(&self, of: &[Operand], with: impl Fn(&Number, &Number) -> Number) -> Part {
        of.iter()
            .map(|operand| self.part(operand))
            .reduce(|a, b| join(&a, &b, |a, b| Part::Known(with(a, b))))
            .or_widest(OF_SOMETHING, || Part::Missing)
    }

    fn pair(&self, a: &Operand, b: &Operand, with: impl Fn(&Number, &Number) -> Number) -> Part {
        join(&self.part(a), &self.part(b), |a, b| Part::Known(with(a, b)))
    }

    pub(super) fn date(&self, fact: FactId) -> Option<Date> {
        match self.state(fact) {
            State::Known(value) => match value {
                Value::Date(date) => Some(*date),
                _ => broken(OF_ITS_TYPE, None),
            },
            State::Missing => None,
            State::NotApplicable => broken("a date that is answered always applies", None),
        }
    }

    /// Calls `visit` with the missing facts that keep a derivation from being known.
    pub(super) fn for_each_lacking(&self, derivation: &Derivation, visit: &mut dyn FnMut(FactId)) {
        let mut lacking = |fact: FactId| {
            if matches!(self.state(fact), State::Missing) {
                visit(fact);
            }
        };
        match derivation {
            // A divisor known to be zero decides without the dividend.
            Derivation::Ratio(_, to, _) if matches!(self.part(to), Part::Known(to) if to.is_zero()) => {}
            Derivation::Count(of) => of.iter().for_each(|condition| self.for_each_open(condition, visit)),
            other => other.for_each_fact(&mut lacking),
        }
    }

    /// Where the number `fact` lies, over every completion of what is missing.
    pub(super) fn place_of(&self, fact: FactId) -> Where {
        match self.state(fact) {
            State::Known(value) => match value {
                Value::Number(value) => Where::known(value.clone()),
                _ => broken(OF_ITS_TYPE, Where::ANYWHERE),
            },
            State::NotApplicable => Where::ANYWHERE,
            State::Missing => match (&self.rules.facts[fact].derivation, &self.rules.facts[fact].fact_type) {
                (Some(derivation), _) => match self.derived(fact) {
                    Some(Derived::Missing(place, _)) => place.clone(),
                    _ => self.place_of_derivation(derivation),
                },
                (None, FactType::Number { min, max, .. }) => {
                    Where { range: Range { low: min.clone(), high: max.clone() }, may_not_apply: false }
                }
                (None, _) => broken(OF_ITS_TYPE, Where::ANYWHERE),
            },
        }
    }

    fn place_of_operand(&self, operand: &Operand) -> Where {
        match operand {
            Operand::Number(value) => Where::known(value.clone()),
            Operand::Fact(fact) => self.place_of(*fact),
        }
    }

    fn place_of_all(&self, of: &[Operand], with: impl Fn(&Range, &Range) -> Range) -> Where {
        of.iter()
            .map(|operand| self.place_of_operand(operand))
            .reduce(|a, b| a.combine(&b, &with))
            .or_widest(OF_SOMETHING, || Where::ANYWHERE)
    }

    fn place_of_derivation(&self, derivation: &Derivation) -> Where {
        match derivation {
            Derivation::Sum(of) => self.place_of_all(of, Range::add),
            Derivation::Product(of) => self.place_of_all(of, Range::multiply),
            Derivation::Min(of) => self.place_of_all(of, Range::least),
            Derivation::Max(of) => self.place_of_all(of, Range::greatest),
            Derivation::Difference(a, b) => {
                let (a, b) = (self.place_of_operand(a), self.place_of_operand(b));
                a.combine(&b, |a, b| a.add(&b.negate()))
            }
            Derivation::Ratio(of, to, when_zero) => {
                let (of, to) = (self.place_of_operand(of), self.place_of_operand(to));
                place_of_quotient(&of, &to, when_zero.as_ref())
            }
            Derivation::Count(of) => {
                let Tally { hold, may_hold } = self.tally(of);
                let range = Range { low: Some(Number::from(hold)), high: Some(Number::from(may_hold)) };
                Where { range, may_not_apply: false }
            }
            Derivation::DaysBetween(from, to) => {
                let (from, to) = (self.dates_of(*from), self.dates_of(*to));
                let days = |from: Option<Date>, to: Option<Date>| Some(Number::from(from?.days_until(to?)));
                Where { range: Range { low: days(from.1, to.0), high: days(from.0, to.1) }, may_not_apply: false }
            }
        }
    }

    /// The first and last day that the date `fact` may be.
    fn dates_of(&self, fact: FactId) -> (Option<Date>, Option<Date>) {
        if let Some(date) = self.date(fact) {
            return (Some(date), Some(date));
        }
        match &self.rules.facts[fact].fact_type {
            FactType::Date { min, max } => (*min, *max),
            _ => broken(OF_ITS_TYPE, (None, None)),
        }
    }
}

/// Where `of / to` lies.
pub(super) fn place_of_quotient(of: &Where, to: &Where, when_zero: Option<&WhenZero>) -> Where {
    let only_zero = to.range.exact().is_some_and(Number::is_zero);
    // A divisor of 0 decides before the dividend, which may then be not applicable.
    let may_not_apply = to.may_not_apply || of.may_not_apply && !only_zero;
    if !to.range.contains_zero() {
        return Where { range: of.range.divide(&to.range), may_not_apply };
    }
    let otherwise = if only_zero { None } else { Some(quotient_beside_zero(&of.range, &to.range)) };
    let (at_zero, zero_not_applicable) = match when_zero {
        Some(WhenZero::Number(value)) => (Some(Range::exactly(value.clone())), false),
        Some(WhenZero::NotApplicable) => (None, true),
        Some(WhenZero::Unknown) | None => (Some(Range::ANY), false),
    };
    let range = match (otherwise, at_zero) {
        (Some(a), Some(b)) => a.hull(&b),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Range::ANY,
    };
    Where { range, may_not_apply: may_not_apply || zero_not_applicable }
}

/// Where a quotient lies whose divisor's range contains zero but is not zero: the signs alone bound it.
fn quotient_beside_zero(of: &Range, to: &Range) -> Range {
    if of.is_not_negative() && to.is_not_negative() {
        Range { low: Some(Number::ZERO), high: None }
    } else {
        Range::ANY
    }
}

fn join(a: &Part, b: &Part, with: impl Fn(&Number, &Number) -> Part) -> Part {
    match (a, b) {
        (Part::NotApplicable, _) | (_, Part::NotApplicable) => Part::NotApplicable,
        (Part::Missing, _) | (_, Part::Missing) => Part::Missing,
        (Part::Known(a), Part::Known(b)) => with(a, b),
    }
}

/// A divisor known to be zero decides without the dividend.
fn quotient(of: &Part, to: &Part, when_zero: Option<&WhenZero>) -> Part {
    let at_zero = || match when_zero {
        Some(WhenZero::Number(value)) => Part::Known(value.clone()),
        Some(WhenZero::NotApplicable) => Part::NotApplicable,
        Some(WhenZero::Unknown) => Part::Missing,
        None => broken("what is said of a divisor of 0 is written where it may be 0", Part::Missing),
    };
    match to {
        Part::Known(to) if to.is_zero() => at_zero(),
        _ => join(of, to, |of, to| of.checked_div(to).map(Part::Known).or_widest("0 was looked at before", at_zero)),
    }
}
