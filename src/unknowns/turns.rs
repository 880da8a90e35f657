//! Values to try for a missing fact where there are too many to go through: those at which something turns.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::{Cuts, dates, numbers, values};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, State, texts};
use crate::number::RoundingMode;
use crate::rule_set::arena::Arena;
use crate::rule_set::{BarTest, Compiled, Derivation, FactId, FactType, Kind, Operand, Scorer, Value};
use crate::{Date, Number};

/// Of so many numbers at which a fact turns it is looked where those turn that it is calculated from.
const MOST_TURNS: usize = 64;

/// No more values of a fact are tried: of many, evenly.
const MOST_VALUES: usize = 64;

/// Values of a fact, those that leave something open last. Of a number or a date: everything that it, or what is
/// calculated from it, is compared with, and a value on each side, all other facts being as the dossier has them.
pub(super) fn worth_trying(dossier: &Dossier, cuts: &Arena<FactId, Cuts>, fact: FactId) -> Vec<Value> {
    let all = values(&dossier.rules, &cuts[fact], fact).unwrap_or_else(|| turning(dossier, cuts, fact));
    let (last, step) = (all.len().saturating_sub(1), all.len().div_ceil(MOST_VALUES).max(1));
    let kept = |at: usize| at.is_multiple_of(step) || at == last;
    all.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, value)| value).collect()
}

fn turning(dossier: &Dossier, cuts: &Arena<FactId, Cuts>, fact: FactId) -> Vec<Value> {
    let rules: &Compiled = &dossier.rules;
    match &rules.facts[fact].fact_type {
        FactType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        FactType::Choice { of, .. } => {
            let mut all: Vec<u32> = (0..of.len()).filter_map(|at| u32::try_from(at).ok()).collect();
            all.sort_by_key(|at| cuts[fact].open.contains(at));
            all.into_iter().map(Value::Choice).collect()
        }
        FactType::Number { integer, min, max } => {
            let turns = Turns::of(dossier, cuts, fact).into_numbers();
            numbers(turns, *integer, min.as_ref(), max.as_ref()).into_iter().map(Value::Number).collect()
        }
        FactType::Date { min, max } => {
            let mut turns = Turns::of(dossier, cuts, fact);
            turns.dates.insert(dossier.as_of);
            dates(&turns.dates, *min, *max).into_iter().map(Value::Date).collect()
        }
        FactType::Text { min, max } => texts(*min, *max, &cuts[fact].texts).0.into_iter().map(Value::Text).collect(),
    }
}

/// The values of a fact at which something turns.
struct Turns<'a> {
    rules: &'a Compiled,
    facts: Facts<'a>,
    as_of: Date,
    fact: FactId,
    /// What is calculated from the fact, the fact itself among it, with the numbers at which it turns.
    numbers: BTreeMap<FactId, BTreeSet<Number>>,
    dates: BTreeSet<Date>,
}

impl<'a> Turns<'a> {
    fn of(dossier: &'a Dossier, cuts: &Arena<FactId, Cuts>, fact: FactId) -> Turns<'a> {
        let rules: &Compiled = &dossier.rules;
        let facts = Facts::new(rules, &dossier.facts);
        let Cuts { numbers, dates, .. } = cuts[fact].clone();
        let numbers = BTreeMap::from([(fact, numbers)]);
        let mut turns = Turns { rules, facts, as_of: dossier.as_of, fact, numbers, dates };
        // INVARIANT: a derived fact stands after every fact that it reads.
        for id in rules.derived.iter().copied() {
            if turns.is_calculated_from(id) {
                turns.numbers.insert(id, cuts[id].numbers.clone());
            }
        }
        turns.quotients();
        for id in rules.derived.iter().rev() {
            for target in turns.numbers.get(id).cloned().into_iter().flatten().take(MOST_TURNS) {
                turns.hand_down(*id, &target);
            }
        }
        turns.bars();
        turns
    }

    /// The numbers at which the fact turns.
    fn into_numbers(mut self) -> BTreeSet<Number> {
        self.numbers.remove(&self.fact).unwrap_or_default()
    }

    /// Whether a derived fact is calculated from the fact, through those that stand before it.
    fn is_calculated_from(&self, id: FactId) -> bool {
        match &self.rules.facts[id].derivation {
            None | Some(Derivation::Count(_)) => false,
            Some(derivation) => {
                let mut leads = false;
                derivation.for_each_fact(&mut |part| leads |= self.numbers.contains_key(&part));
                leads
            }
        }
    }

    /// The quotients of leaves turn at 0 and at 1.
    fn quotients(&mut self) {
        let rules = self.rules;
        for criterion in rules.criteria.iter() {
            let Kind::Leaf(leaf) = &criterion.kind else { continue };
            let Scorer::Ratio { of, to, .. } = &leaf.scorer else { continue };
            for (one, other) in [(*of, *to), (*to, *of)] {
                let whole = self.number(&Operand::Fact(other));
                self.add(one, whole.into_iter().chain([Number::ZERO]));
            }
        }
    }

    /// A bar begins to stand on its date, and stands no more when its time is over.
    fn bars(&mut self) {
        let rules = self.rules;
        for bar in rules.awards.iter().flat_map(|award| &award.bars) {
            let BarTest::Since { fact, duration, .. } = &bar.test else { continue };
            if *fact == self.fact {
                // The day clamped to the month's end moves the turn by three days at most.
                let days = self.as_of.plus(*duration).map_or(0, |end| self.as_of.days_until(end));
                self.dates.extend((-4..=4).filter_map(|more| self.as_of.plus_days(more - days)));
            }
        }
    }

    /// Adds numbers at which something turns, where it is calculated from the fact.
    fn add(&mut self, of: FactId, targets: impl IntoIterator<Item = Number>) {
        if let Some(numbers) = self.numbers.get_mut(&of) {
            numbers.extend(targets);
        }
    }

    /// Adds to what a fact is calculated from the numbers that make it this one.
    fn hand_down(&mut self, of: FactId, target: &Number) {
        let rules = self.rules;
        match &rules.facts[of].derivation {
            None | Some(Derivation::Count(_)) => {}
            Some(Derivation::Sum(of)) => {
                for (operand, others, times) in apart(of) {
                    let rest: Number = others.filter_map(|other| self.number(other)).sum();
                    self.through(operand, (target - &rest).checked_div(&times));
                }
            }
            Some(Derivation::Product(of)) => {
                for (operand, others, _) in apart(of) {
                    let rest = others.filter_map(|other| self.number(other)).fold(Number::ONE, |a, b| a * b);
                    self.through(operand, target.checked_div(&rest));
                }
            }
            Some(Derivation::Min(of) | Derivation::Max(of)) => {
                of.iter().for_each(|operand| self.through(operand, Some(target.clone())));
            }
            Some(Derivation::Difference(a, b)) => {
                let (left, right) = (self.number(a), self.number(b));
                self.through(a, Some(target + &right.unwrap_or(Number::ZERO)));
                self.through(b, Some(&left.unwrap_or(Number::ZERO) - target));
            }
            Some(Derivation::Ratio(a, b, _)) => {
                let (left, right) = (self.number(a), self.number(b));
                self.through(a, Some(target * &right.unwrap_or(Number::ONE)));
                self.through(b, left.unwrap_or(Number::ONE).checked_div(target));
                self.through(b, Some(Number::ZERO));
            }
            Some(Derivation::DaysBetween(from, to)) => {
                let Some((days, 1)) = target.round(0, RoundingMode::Down).to_i64_pair() else { return };
                let date = |fact: FactId| self.facts.date_of(fact).unwrap_or(self.as_of);
                let (from_date, to_date) = (date(*from), date(*to));
                if *to == self.fact {
                    self.dates.extend(from_date.plus_days(days));
                }
                if *from == self.fact {
                    self.dates.extend(days.checked_neg().and_then(|days| to_date.plus_days(days)));
                }
            }
        }
    }

    fn through(&mut self, operand: &Operand, target: Option<Number>) {
        if let Operand::Fact(of) = operand {
            self.add(*of, target);
        }
    }

    /// The number that an operand is, where it is known.
    fn number(&self, operand: &Operand) -> Option<Number> {
        match operand {
            Operand::Number(number) => Some(number.clone()),
            Operand::Fact(fact) => match self.facts.state(*fact) {
                State::Known(Value::Number(number)) => Some(number.clone()),
                _ => None,
            },
        }
    }
}

/// Each fact among the first operands, with the other operands, and how often it stands there itself.
fn apart(of: &[Operand]) -> impl Iterator<Item = (&Operand, impl Iterator<Item = &Operand>, Number)> {
    let same = |a: &Operand, b: &Operand| matches!((a, b), (Operand::Fact(a), Operand::Fact(b)) if a == b);
    of.iter().take(MOST_TURNS).map(move |operand| {
        let times = of.iter().filter(|other| same(operand, other)).count().max(1);
        (operand, of.iter().filter(move |other| !same(operand, other)), Number::from(times))
    })
}
