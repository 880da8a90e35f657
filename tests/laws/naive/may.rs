//! What a fact may be while facts are missing: all that is left of it.

use std::collections::BTreeSet;

use predikat::number::RoundingMode;
use predikat::{Date, Number};

use super::facts::Value;

/// What is left of a fact: values, not applicable, or both.
#[derive(Clone, Debug, PartialEq)]
pub struct May {
    pub values: Values,
    pub not_applicable: bool,
}

/// Values that a fact may have.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// One of these.
    These(Vec<Value>),
    /// Every whole number between the ends.
    Whole(Interval),
    /// Every number between the ends.
    Every(Interval),
    /// Every day between the ends.
    Days(Option<Date>, Option<Date>),
    /// Any text that has so many characters at least and at most.
    Text(Option<usize>, Option<usize>),
}

/// Two ends, both included; an end that is not there is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    pub low: Option<Number>,
    pub high: Option<Number>,
}

impl May {
    pub const NOT_APPLICABLE: May = May { values: Values::These(Vec::new()), not_applicable: true };

    pub fn of(values: Values) -> May {
        let values = match values {
            Values::Whole(Interval { low: Some(low), high: Some(high) })
            | Values::Every(Interval { low: Some(low), high: Some(high) })
                if low == high =>
            {
                Values::These(vec![Value::Number(low)])
            }
            Values::Days(Some(low), Some(high)) if low == high => Values::These(vec![Value::Date(low)]),
            values => values,
        };
        May { values, not_applicable: false }
    }

    pub fn number(number: Number) -> May {
        May::of(Values::These(vec![Value::Number(number)]))
    }

    pub fn any_number() -> May {
        May::of(Values::Every(Interval::OPEN))
    }

    /// The one value that is left.
    pub fn known(&self) -> Option<&Value> {
        match &self.values {
            Values::These(values) if !self.not_applicable => <&[Value; 1]>::try_from(&values[..]).ok().map(|[one]| one),
            _ => None,
        }
    }

    /// The interval of a number fact; nothing where it is not applicable.
    fn interval(&self) -> Option<Interval> {
        match &self.values {
            Values::Whole(interval) | Values::Every(interval) => Some(interval.clone()),
            Values::These(values) => match &values[..] {
                [] => None,
                [Value::Number(number)] => Some(Interval::one(number)),
                other => panic!("not one number: {other:?}"),
            },
            other => panic!("no number: {other:?}"),
        }
    }

    /// The first and the last day of a date fact.
    pub fn days(&self) -> (Option<Date>, Option<Date>) {
        match &self.values {
            Values::Days(first, last) => (*first, *last),
            Values::These(values) => match &values[..] {
                [Value::Date(date)] => (Some(*date), Some(*date)),
                other => panic!("not one date: {other:?}"),
            },
            other => panic!("no date: {other:?}"),
        }
    }

    /// One number or another.
    fn or(self, other: May) -> May {
        let values = match (self.interval(), other.interval()) {
            (Some(a), Some(b)) => May::of(Values::Every(a.hull(&b))).values,
            (None, _) => other.values,
            (_, None) => self.values,
        };
        May { values, not_applicable: self.not_applicable || other.not_applicable }
    }

    /// Values that stand for all that it may be, where nothing turns but on `turns`: these, what lies beside and
    /// between them, and the ends.
    pub fn samples(&self, turns: &[Value]) -> Vec<Value> {
        let numbers = || turns.iter().map(Value::as_number).cloned().collect();
        match &self.values {
            Values::These(values) => values.clone(),
            Values::Whole(interval) => interval.whole_samples(numbers()).into_iter().map(Value::Number).collect(),
            Values::Every(interval) => interval.samples(numbers()).into_iter().map(Value::Number).collect(),
            Values::Days(first, last) => {
                let days = turns.iter().map(Value::as_date);
                day_samples(*first, *last, days.collect()).into_iter().map(Value::Date).collect()
            }
            Values::Text(..) => panic!("no few texts stand for all"),
        }
    }
}

/// A number that is made of others: not applicable where one of them is, and perhaps where one may be.
pub fn together(parts: &[May], made: impl Fn(&[Interval]) -> Interval) -> May {
    let intervals: Option<Vec<Interval>> = parts.iter().map(May::interval).collect();
    let Some(intervals) = intervals else { return May::NOT_APPLICABLE };
    let not_applicable = parts.iter().any(|part| part.not_applicable);
    May { not_applicable, ..May::of(Values::Every(made(&intervals))) }
}

/// One number divided by another.
pub fn quotient(of: &May, to: &May, when_zero: impl FnOnce() -> May) -> May {
    let zero = Interval::one(&Number::ZERO);
    match to.interval() {
        Some(divisor) if divisor == zero && !to.not_applicable => when_zero(),
        Some(divisor) if divisor == zero => May::NOT_APPLICABLE.or(when_zero()),
        Some(divisor) if divisor.holds(&Number::ZERO) => {
            let divided = |parts: &[Interval]| {
                let low = (!parts.iter().any(Interval::may_be_negative)).then_some(Number::ZERO);
                Interval { low, high: None }
            };
            together(&[of.clone(), to.clone()], divided).or(when_zero())
        }
        _ => together(&[of.clone(), to.clone()], |parts| parts[0].times(&parts[1].inverse())),
    }
}

impl Interval {
    pub const OPEN: Interval = Interval { low: None, high: None };

    pub fn one(number: &Number) -> Interval {
        Interval { low: Some(number.clone()), high: Some(number.clone()) }
    }

    pub fn holds(&self, number: &Number) -> bool {
        self.low.as_ref().is_none_or(|low| low <= number) && self.high.as_ref().is_none_or(|high| number <= high)
    }

    fn may_be_negative(&self) -> bool {
        self.low.as_ref().is_none_or(Number::is_negative)
    }

    pub fn ends(&self) -> impl Iterator<Item = &Number> {
        self.low.iter().chain(&self.high)
    }

    pub fn plus(&self, other: &Interval) -> Interval {
        let sum = |a: &Option<Number>, b: &Option<Number>| Some(a.as_ref()? + b.as_ref()?);
        Interval { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    pub fn negated(&self) -> Interval {
        Interval { low: self.high.as_ref().map(|high| -high), high: self.low.as_ref().map(|low| -low) }
    }

    /// What the lesser of two numbers may be.
    pub fn min(&self, other: &Interval) -> Interval {
        let low = self.low.clone().zip(other.low.clone()).map(|(a, b)| a.min(b));
        Interval { low, high: self.high.iter().chain(&other.high).min().cloned() }
    }

    /// What the greater of two numbers may be.
    pub fn max(&self, other: &Interval) -> Interval {
        self.negated().min(&other.negated()).negated()
    }

    /// Of the four products of two ends. An end that is open makes the product open to the side that the signs tell, unless
    /// the other end is 0.
    pub fn times(&self, other: &Interval) -> Interval {
        let (mut finite, mut down, mut up) = (Vec::new(), false, false);
        for (a, open_a) in [(&self.low, -1), (&self.high, 1)] {
            for (b, open_b) in [(&other.low, -1), (&other.high, 1)] {
                let sign = |end: &Option<Number>, open: i8| match end {
                    None => open,
                    Some(end) if *end == Number::ZERO => 0,
                    Some(end) => {
                        if end.is_negative() {
                            -1
                        } else {
                            1
                        }
                    }
                };
                match (a, b, sign(a, open_a) * sign(b, open_b)) {
                    (Some(a), Some(b), _) => finite.push(a * b),
                    (_, _, 0) => finite.push(Number::ZERO),
                    (_, _, sign) => {
                        if sign < 0 {
                            down = true
                        } else {
                            up = true
                        }
                    }
                }
            }
        }
        let end = |open: bool, end: Option<&Number>| if open { None } else { end.cloned() };
        Interval { low: end(down, finite.iter().min()), high: end(up, finite.iter().max()) }
    }

    /// Of a divisor that cannot be 0; what is without end comes near 0.
    fn inverse(&self) -> Interval {
        let inverse = |end: &Option<Number>| match end {
            Some(end) => Number::ONE.checked_div(end),
            None => Some(Number::ZERO),
        };
        Interval { low: inverse(&self.high), high: inverse(&self.low) }
    }

    /// From the lesser of the lows to the greater of the highs.
    fn hull(&self, other: &Interval) -> Interval {
        let low = self.low.clone().zip(other.low.clone()).map(|(a, b)| a.min(b));
        let high = self.high.clone().zip(other.high.clone()).map(|(a, b)| a.max(b));
        Interval { low, high }
    }

    fn samples(&self, mut points: BTreeSet<Number>) -> BTreeSet<Number> {
        points.extend(self.ends().cloned());
        if points.is_empty() {
            points.insert(Number::ZERO);
        }
        let sorted: Vec<Number> = points.iter().cloned().collect();
        let half = Number::ratio(1, 2).unwrap();
        points.extend(sorted.windows(2).map(|pair| (&pair[0] + &pair[1]) * &half));
        points.insert(&sorted[0] - &Number::ONE);
        points.insert(&sorted[sorted.len() - 1] + &Number::ONE);
        points.retain(|number| self.holds(number));
        points
    }

    fn whole_samples(&self, mut points: BTreeSet<Number>) -> BTreeSet<Number> {
        points.extend(self.ends().cloned());
        if points.is_empty() {
            points.insert(Number::ZERO);
        }
        let whole = points.iter().map(|number| number.round(0, RoundingMode::Down));
        let beside = |number: Number| [&number - &Number::ONE, number.clone(), number + Number::ONE];
        whole.flat_map(beside).filter(|number| self.holds(number)).collect()
    }
}

fn day_samples(first: Option<Date>, last: Option<Date>, mut days: Vec<Date>) -> Vec<Date> {
    days.extend(first.iter().chain(&last));
    if days.is_empty() {
        days.push("2000-01-01".parse().unwrap());
    }
    let beside = |day: &Date| [day.plus_days(-1), Some(*day), day.plus_days(1)];
    let mut beside: Vec<Date> = days.iter().flat_map(beside).flatten().collect();
    beside.retain(|day| first.is_none_or(|first| first <= *day) && last.is_none_or(|last| *day <= last));
    beside.sort();
    beside.dedup();
    beside
}
