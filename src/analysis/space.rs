//! What a unit can say: a variable for every fact that it answers and every award that it may hold, each with
//! the values that are worth telling apart.
//!
//! Rules compare a fact with constants. Two values between the same constants are alike, so one for each
//! constant and one for each gap are all that there is to say (`exact`). A number that enters arithmetic has no
//! such list: it is tried at some points, and between them bounded as a range.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;

use super::reads::{Reads, answered};
use crate::document::WhenZero;
use crate::evaluate::texts;
use crate::number::RoundingMode;
use crate::rule_set::arena::{Arena, arena_id};
use crate::rule_set::{
    AnswerOutcome, Award, AwardId, BarTest, Comparator, Comparison, Compiled, Derivation, FactId, FactTest, FactType,
    Kind, Operand, RequirementTest, ScoreOf, Scorer, Value,
};
use crate::{Date, Number};

/// More values than these of a whole number are not listed one by one.
const LISTED: i64 = 16;
/// How many points of a number are tried, at most, before the ranges between them.
const TRIED: usize = 24;

arena_id! {
    /// Names a variable.
    VariableId;
    /// Names a choice of one variable.
    ChoiceId;
}

/// What a variable stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Fact(FactId),
    Held(AwardId),
}

/// One thing that a unit says or leaves open.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) place: Place,
    /// What it can be, one by one; of a number in arithmetic the points that are tried first.
    pub(super) choices: Arena<ChoiceId, Choice>,
    /// Those that leave something unknown, such as a divisor of zero.
    pub(super) opening: BTreeSet<ChoiceId>,
    pub(super) rest: Rest,
    /// It cannot be left open while others are looked at: what is missing says something by itself.
    pub(super) first: bool,
}

/// What lies beyond the choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing that could matter.
    Nothing,
    /// Something, of which nothing more is said.
    Unlisted,
    /// The numbers between them; whole ones only, where it says so.
    Between { whole: bool },
}

/// One thing that a variable can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Value(Value),
    /// Not answered.
    Missing,
    Held(bool),
    /// Somewhere in a range, both ends included.
    Between {
        low: Option<Number>,
        high: Option<Number>,
        depth: u8,
    },
}

/// All that a unit can say.
pub(super) struct Space {
    pub(super) variables: Arena<VariableId, Variable>,
    /// Whether a unit that answers everything may still leave something unknown.
    pub(super) leaves_open: bool,
    at: BTreeMap<Place, VariableId>,
}

/// What the rules compare a fact with.
#[derive(Default)]
struct Constants {
    numbers: BTreeSet<Number>,
    dates: BTreeSet<Date>,
    texts: IndexSet<FactTest>,
    /// It enters arithmetic, where comparisons are not all.
    arithmetic: bool,
}

impl Space {
    pub(super) fn new(rules: &Compiled, reads: &Reads<'_>, as_of: Date) -> Space {
        let constants = constants(rules, as_of);
        let nothing = Constants::default();
        let first = sensitive(rules, reads);
        let opening = Opening::of(rules);
        let leaves_open = opening.divides || !opening.answers.is_empty() || !reads.asked_after.is_empty();
        let mut variables = Arena::new();
        for (id, fact) in rules.facts.pairs() {
            if id == FactId::AS_OF || fact.derivation.is_some() {
                continue;
            }
            let (mut choices, rest) = values(&fact.fact_type, constants.get(&id).unwrap_or(&nothing), as_of);
            if reads.asked_after.contains(&id) {
                choices.push(Choice::Missing);
            }
            let choices: Arena<ChoiceId, Choice> = choices.into_iter().collect();
            let opening = choices.pairs().filter(|(_, choice)| opening.opens(id, choice)).map(|(at, _)| at).collect();
            variables.push(Variable { place: Place::Fact(id), choices, opening, rest, first: first.contains(&id) });
        }
        for award in held(rules) {
            let choices = [Choice::Held(true), Choice::Held(false)].into_iter().collect();
            let (opening, rest) = (BTreeSet::new(), Rest::Nothing);
            variables.push(Variable { place: Place::Held(award), choices, opening, rest, first: true });
        }
        let at = variables.pairs().map(|(id, variable)| (variable.place, id)).collect();
        Space { variables, leaves_open, at }
    }

    /// The variable of a fact or award.
    pub(super) fn at(&self, place: Place) -> Option<VariableId> {
        self.at.get(&place).copied()
    }

    /// Whether nothing that could matter lies beyond the choices of a variable.
    pub(super) fn is_listed(&self, at: VariableId) -> bool {
        self.variables[at].rest == Rest::Nothing
    }

    /// Whether a variable is a range of whole numbers.
    pub(super) fn is_whole(&self, at: VariableId) -> bool {
        self.variables[at].rest == Rest::Between { whole: true }
    }
}

/// The awards whose being held is asked of.
fn held(rules: &Compiled) -> BTreeSet<AwardId> {
    let all = rules.awards.iter().flat_map(Award::all_requirements);
    all.filter_map(|requirement| match &requirement.test {
        RequirementTest::Held { award, .. } => Some(*award),
        _ => None,
    })
    .collect()
}

/// The facts that say something by being missing.
fn sensitive(rules: &Compiled, reads: &Reads<'_>) -> BTreeSet<FactId> {
    let mut found = reads.asked_after.clone();
    for (id, criterion) in rules.criteria.pairs() {
        if let Kind::Leaf(leaf) = &criterion.kind
            && leaf.acts_on_silence()
            && reads.may_stay_open(leaf)
        {
            found.extend(reads.leaf(id));
        }
    }
    found
}

/// What facts can say that leaves a score unknown.
#[derive(Default)]
struct Opening {
    /// Whether a division by 0 does.
    divides: bool,
    /// Facts that make a divisor, which may be 0.
    divisors: BTreeSet<FactId>,
    /// Answers that count as none.
    answers: BTreeSet<(FactId, u32)>,
}

impl Opening {
    fn of(rules: &Compiled) -> Opening {
        let mut opening = Opening::default();
        let leaves = || rules.criteria.iter().filter_map(|criterion| criterion.leaf());
        let in_leaves = leaves().filter_map(|leaf| match &leaf.scorer {
            Scorer::Ratio { to, when_zero, .. } => Some((*to, when_zero)),
            _ => None,
        });
        let in_facts = rules.facts.iter().filter_map(|fact| match &fact.derivation {
            Some(Derivation::Ratio(_, Operand::Fact(to), when_zero)) => Some((*to, when_zero)),
            _ => None,
        });
        let opens = |when_zero: &Option<WhenZero>| matches!(when_zero, None | Some(WhenZero::Unknown));
        let divisors = in_leaves.chain(in_facts).filter(|(_, when_zero)| opens(when_zero)).map(|(to, _)| to);
        let divisors: Vec<FactId> = divisors.collect();
        opening.divides = !divisors.is_empty();
        opening.divisors = answered(rules, divisors);
        for leaf in leaves() {
            let Scorer::Scale { fact, scale, answers } = &leaf.scorer else { continue };
            let of_scale = &rules.scales[*scale].answers;
            let open = (0..).zip(answers).filter(|(_, answer)| of_scale[**answer].gives == AnswerOutcome::Unknown);
            opening.answers.extend(open.map(|(value, _)| (*fact, value)));
        }
        opening
    }

    fn opens(&self, fact: FactId, choice: &Choice) -> bool {
        match choice {
            Choice::Value(Value::Number(number)) => number.is_zero() && self.divisors.contains(&fact),
            Choice::Value(Value::Choice(value)) => self.answers.contains(&(fact, *value)),
            _ => false,
        }
    }
}

fn constants(rules: &Compiled, as_of: Date) -> BTreeMap<FactId, Constants> {
    let mut found: BTreeMap<FactId, Constants> = BTreeMap::new();
    rules.each_condition(&mut |_, condition| {
        condition.for_each_test(&mut |fact, test| {
            let of = found.entry(fact).or_default();
            match test {
                FactTest::NumberIn { of: some, .. } => of.numbers.extend(some.iter().cloned()),
                FactTest::NumberAtLeast(one)
                | FactTest::NumberAtMost(one)
                | FactTest::NumberAbove(one)
                | FactTest::NumberBelow(one) => {
                    of.numbers.insert(one.clone());
                }
                FactTest::DateIn { of: some, .. } => of.dates.extend(some),
                FactTest::DateAtLeast(one)
                | FactTest::DateAtMost(one)
                | FactTest::DateAbove(one)
                | FactTest::DateBelow(one) => {
                    of.dates.insert(*one);
                }
                FactTest::Answered(_) | FactTest::Boolean(_) | FactTest::Choice(_) => {}
                text => {
                    of.texts.insert(text.clone());
                }
            }
        });
    });
    scored(rules, &mut found);
    barred(rules, as_of, &mut found);
    derived(rules, as_of, &mut found);
    found
}

/// What bands, lines and ratios compare with.
fn scored(rules: &Compiled, found: &mut BTreeMap<FactId, Constants>) {
    let compared = compared(rules);
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        match &leaf.scorer {
            Scorer::Bands { fact, steps, .. } => {
                found.entry(*fact).or_default().numbers.extend(steps.iter().map(|(at, _)| at.clone()));
            }
            Scorer::Linear { fact, from, to } => {
                let of = found.entry(*fact).or_default();
                of.arithmetic = true;
                of.numbers.extend([from.clone(), to.clone()]);
                for comparison in compared.get(&ScoreOf::Criterion(id)).into_iter().flatten() {
                    if let Some(share) = share(comparison, &criterion.weight) {
                        of.numbers.insert(from + &(&(to - from) * &share));
                    }
                }
            }
            Scorer::Ratio { of, to, .. } => {
                for fact in [of, to] {
                    found.entry(*fact).or_default().arithmetic = true;
                }
            }
            _ => {}
        }
    }
}

/// Every comparison of a score by itself.
fn compared(rules: &Compiled) -> BTreeMap<ScoreOf, Vec<&Comparison>> {
    let all = rules.awards.iter().flat_map(Award::all_requirements);
    let mut compared: BTreeMap<ScoreOf, Vec<&Comparison>> = BTreeMap::new();
    for requirement in all {
        if let RequirementTest::Score { of, comparison, .. } = &requirement.test {
            of.iter().for_each(|score| compared.entry(*score).or_default().push(comparison));
        }
    }
    compared
}

/// The fraction of a leaf at which a comparison turns.
fn share(comparison: &Comparison, weight: &Number) -> Option<Number> {
    match comparison.comparator {
        Comparator::AtLeastPercent => comparison.threshold.checked_div(&Number::HUNDRED),
        _ => comparison.threshold.checked_div(weight),
    }
}

/// The dates on which a bar that began then begins or ends to stand.
fn barred(rules: &Compiled, as_of: Date, found: &mut BTreeMap<FactId, Constants>) {
    for bar in rules.awards.iter().flat_map(|award| &award.bars) {
        let BarTest::Since { fact, duration, .. } = &bar.test else { continue };
        let of = found.entry(*fact).or_default();
        of.dates.extend([Some(as_of), as_of.plus_days(1)].into_iter().flatten());
        // The day clamped to the month's end moves the turn by three days at most.
        let days = as_of.plus(*duration).map_or(0, |end| as_of.days_until(end));
        of.dates.extend((-4..=4).filter_map(|more| as_of.plus_days(more - days)));
    }
}

/// What derived facts hand down to their parts: some points to try, and that they enter arithmetic.
fn derived(rules: &Compiled, as_of: Date, found: &mut BTreeMap<FactId, Constants>) {
    for (id, fact) in rules.facts.pairs().rev() {
        let (numbers, arithmetic) =
            found.get(&id).map_or((BTreeSet::new(), false), |of| (of.numbers.clone(), of.arithmetic));
        let Some(derivation) = &fact.derivation else { continue };
        match derivation {
            Derivation::Count(_) => {}
            Derivation::DaysBetween(from, to) => {
                for (one, other, sign) in [(*from, *to, -1), (*to, *from, 1)] {
                    let of = found.entry(one).or_default();
                    let whole = |days: &Number| days.round(0, RoundingMode::Down).to_i64_pair().map(|(days, _)| days);
                    let days = numbers.iter().filter_map(whole).chain([0]);
                    of.dates.extend(days.filter_map(|days| as_of.plus_days(days.checked_mul(sign)?)));
                    of.arithmetic |= arithmetic || other != FactId::AS_OF;
                }
            }
            _ => {
                derivation.for_each_fact(&mut |part| {
                    let of = found.entry(part).or_default();
                    of.arithmetic = true;
                    // Of many, so many are tried after all.
                    of.numbers.extend(numbers.iter().take(TRIED).cloned());
                });
            }
        }
    }
}

fn values(fact_type: &FactType, constants: &Constants, as_of: Date) -> (Vec<Choice>, Rest) {
    let listed = |values: Vec<Value>| (values.into_iter().map(Choice::Value).collect(), Rest::Nothing);
    match fact_type {
        FactType::Boolean => listed(vec![Value::Boolean(true), Value::Boolean(false)]),
        FactType::Choice { of, .. } => listed((0..).take(of.len()).map(Value::Choice).collect()),
        FactType::Number { integer, min, max } => numbers(*integer, min.as_ref(), max.as_ref(), constants),
        FactType::Date { min, max } => {
            let near = |date: &Date| [date.plus_days(-1), Some(*date), date.plus_days(1)];
            let mut dates: BTreeSet<Date> = constants.dates.iter().flat_map(near).flatten().collect();
            dates.extend(min.iter().chain(max).copied().chain(as_of.plus_days(-1)));
            dates.retain(|date| min.is_none_or(|min| min <= *date) && max.is_none_or(|max| *date <= max));
            let choices = dates.into_iter().map(|date| Choice::Value(Value::Date(date))).collect();
            (choices, if constants.arithmetic { Rest::Unlisted } else { Rest::Nothing })
        }
        FactType::Text { min, max } => {
            let (texts, all) = texts(*min, *max, &constants.texts);
            let choices = texts.into_iter().map(|text| Choice::Value(Value::Text(text))).collect();
            (choices, if all { Rest::Nothing } else { Rest::Unlisted })
        }
    }
}

fn numbers(whole: bool, min: Option<&Number>, max: Option<&Number>, constants: &Constants) -> (Vec<Choice>, Rest) {
    let ends = min.zip(max).and_then(|(min, max)| Some((min.to_i64_pair()?, max.to_i64_pair()?)));
    let listed = |of: &mut dyn Iterator<Item = Number>| of.map(|n| Choice::Value(Value::Number(n))).collect();
    if let Some(((low, 1), (high, 1))) = ends.filter(|_| whole)
        && high.checked_sub(low).is_some_and(|span| span <= LISTED)
    {
        return (listed(&mut (low..=high).map(Number::from)), Rest::Nothing);
    }
    let inside = |n: &Number| min.is_none_or(|min| min <= n) && max.is_none_or(|max| n <= max);
    let mut points: BTreeSet<Number> = constants.numbers.iter().filter(|n| inside(n)).cloned().collect();
    points.extend(min.into_iter().chain(max).cloned());
    if points.is_empty() || constants.arithmetic {
        points.extend([0, 1, 2].map(Number::from).into_iter().filter(inside));
    }
    if points.is_empty() {
        points.extend(constants.numbers.iter().cloned().chain([Number::ZERO]));
    }
    if whole {
        let near = |n: &Number| {
            let down = n.round(0, RoundingMode::Down);
            [&down - &Number::ONE, down.clone(), &down + &Number::ONE]
        };
        points = points.iter().flat_map(near).filter(inside).collect();
    } else {
        let list: Vec<Number> = points.iter().cloned().collect();
        points.extend(list.iter().zip(list.iter().skip(1)).map(|(low, high)| middle(low, high)));
        points.extend(list.first().map(|n| n - &Number::ONE));
        points.extend(list.last().map(|n| n + &Number::ONE));
        points.retain(inside);
    }
    if constants.arithmetic {
        return (listed(&mut points.into_iter().take(TRIED)), Rest::Between { whole });
    }
    (listed(&mut points.into_iter()), Rest::Nothing)
}

/// Half-way between two numbers.
pub(super) fn middle(low: &Number, high: &Number) -> Number {
    (low + high) * Number::HALF
}

/// The name of what a variable stands for.
pub(super) fn name_of(rules: &Compiled, place: Place) -> String {
    match place {
        Place::Fact(fact) => rules.facts[fact].name.clone(),
        Place::Held(award) => format!("{} held", rules.awards[award].id),
    }
}
