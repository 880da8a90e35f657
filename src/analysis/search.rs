//! An exact search for a unit: branch over what it says, and rule out by sound bounds.
//!
//! What is not said yet is missing to the engine, whose bounds contain every completion: a branch in which a want
//! cannot come true any more is left. Where all is said and nothing was found, nothing can be.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::engine::Engine;
use super::goal::{OF_AWARD, Want};
use super::reads::{Read, Reads};
use super::space::{Choice, ChoiceId, Place, Rest, Space, VariableId, middle};
use crate::Number;
use crate::evaluate::Truth;
use crate::invariant::{Always, broken};
use crate::number::RoundingMode;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Compiled, FactId, RequirementTest, ScoreOf, Scorer, Value};

const IS_VARIABLE: &str = "what is read is a variable";

/// How often a range is halved before it is given up.
const HALVED: u8 = 3;

/// What is said so far: one place a variable.
pub(super) type Said = Arena<VariableId, Option<Choice>>;

/// What came of a search.
pub(super) enum Outcome {
    /// What to say.
    Found(Said),
    /// Nothing can be found.
    Impossible,
    /// The looks that it may take are used up.
    UsedUp,
    /// Numbers or texts remain that were not told apart.
    Remains(Vec<FactId>),
}

/// Of every variable its choices, in an order.
pub(super) type Order = Arena<VariableId, Vec<ChoiceId>>;

/// All that searches over one rule set share.
pub(super) struct Field<'a> {
    pub(super) rules: &'a Compiled,
    pub(super) reads: &'a Reads<'a>,
    pub(super) space: &'a Space,
    /// Of every variable its choices, those that help most first.
    pub(super) order: Order,
}

/// What a search lays its answers on, and what it sees there.
pub(super) trait Board {
    /// Has the unit say this.
    fn set(&mut self, place: Place, choice: &Choice);
    /// Leaves open what the unit says here.
    fn clear(&mut self, place: Place);
    /// How many looks were taken.
    fn used(&self) -> u64;
    /// What is seen with this said.
    fn look(&mut self, field: &Field<'_>, said: &mut Said) -> Sight;
}

/// What is seen of a unit that is known in part.
pub(super) enum Sight {
    /// It is what is looked for, whatever else it says.
    Found,
    /// It is not, whatever else it says.
    Lost,
    /// It may be: what these lists of variables say would tell, and whether answers that give more help.
    Open(Vec<(usize, bool)>),
}

impl Board for Engine<'_> {
    fn set(&mut self, place: Place, choice: &Choice) {
        Engine::set(self, place, choice);
    }

    fn clear(&mut self, place: Place) {
        Engine::clear(self, place);
    }

    fn used(&self) -> u64 {
        Engine::used(self)
    }

    fn look(&mut self, _: &Field<'_>, _: &mut Said) -> Sight {
        Sight::Open(Vec::new())
    }
}

/// A board on which some wants must all come true.
struct Wanted<'w, 'e> {
    engine: &'w mut Engine<'e>,
    wants: &'w [Want],
}

impl Board for Wanted<'_, '_> {
    fn set(&mut self, place: Place, choice: &Choice) {
        self.engine.set(place, choice);
    }

    fn clear(&mut self, place: Place) {
        self.engine.clear(place);
    }

    fn used(&self) -> u64 {
        self.engine.used()
    }

    fn look(&mut self, field: &Field<'_>, said: &mut Said) -> Sight {
        let seen = self.engine.look();
        let judged: Vec<Truth> = self.wants.iter().map(|want| want.judge(field.rules, &seen)).collect();
        if judged.iter().all(|truth| truth.is_true()) {
            return Sight::Found;
        }
        if judged.iter().any(|truth| truth.is_false()) || field.is_lost(self.engine, self.wants, said) {
            return Sight::Lost;
        }
        let open = self.wants.iter().zip(&judged).enumerate().filter(|(_, (_, truth))| truth.is_unknown());
        Sight::Open(open.map(|(at, (want, _))| (at, want.is_upward())).collect())
    }
}

/// A variable whose choices are gone through.
struct Branch {
    variable: VariableId,
    before: Option<Choice>,
    choices: Vec<Choice>,
    next: usize,
    /// More remains than its choices.
    unlisted: bool,
}

impl<'a> Field<'a> {
    /// Over these choices, in this order.
    pub(super) fn new(rules: &'a Compiled, reads: &'a Reads<'a>, space: &'a Space, order: Order) -> Field<'a> {
        Field { rules, reads, space, order }
    }

    /// Nothing said.
    pub(super) fn nothing(&self) -> Said {
        Arena::like(&self.space.variables, |_| None)
    }

    /// The variables that something reads, those that must be said first before all.
    pub(super) fn variables(&self, read: &Read) -> Vec<VariableId> {
        let facts = read.facts.iter().map(|fact| Place::Fact(*fact));
        let held = read.held.iter().map(|award| Place::Held(*award));
        let all: Option<Vec<VariableId>> = facts.chain(held).map(|place| self.space.at(place)).collect();
        all.or_widest(IS_VARIABLE, || self.space.variables.ids().collect())
    }

    /// The choices of a variable, those that help most first, or last; those that leave something unknown behind
    /// all others.
    pub(super) fn choices(&self, variable: VariableId, upward: bool) -> Vec<Choice> {
        let declared = &self.space.variables[variable];
        let (mut known, unknown): (Vec<ChoiceId>, Vec<ChoiceId>) =
            self.order[variable].iter().partition(|at| !declared.opening.contains(at));
        if !upward {
            known.reverse();
        }
        known.into_iter().chain(unknown).map(|at| declared.choices[at].clone()).collect()
    }

    /// The choice that helps most, or least.
    pub(super) fn best(&self, variable: VariableId, upward: bool) -> Option<Choice> {
        self.choices(variable, upward).into_iter().next()
    }

    /// Says what helps most, wherever nothing is said; of a range, a number in it.
    pub(super) fn complete(&self, mut said: Said) -> Said {
        for at in self.space.variables.ids() {
            match &said[at] {
                None => said[at] = self.best(at, true),
                Some(Choice::Between { low, high, .. }) => {
                    let number = inside(low.as_ref(), high.as_ref(), self.space.is_whole(at));
                    said[at] = Some(Choice::Value(Value::Number(number)));
                }
                Some(_) => {}
            }
        }
        said
    }

    /// Says what helps least, wherever nothing is said.
    pub(super) fn worst(&self, mut said: Said) -> Said {
        for at in self.space.variables.ids() {
            if said[at].is_none() {
                said[at] = self.best(at, false);
            }
        }
        said
    }

    /// Looks for a unit for which all of `wants` come true and that says what `given` says, with at most `looks`
    /// looks. The first want is what the search is about: what it reads is said first.
    pub(super) fn search(&self, engine: &mut Engine<'_>, wants: &[Want], given: &Said, looks: u64) -> Outcome {
        let read: Vec<Vec<VariableId>> =
            wants.iter().map(|want| self.variables(&want.reads(self.rules, self.reads))).collect();
        let target: BTreeSet<VariableId> = read.first().into_iter().flatten().copied().collect();
        let others = || read.iter().flatten().filter(|at| !target.contains(at));
        // First with the best said wherever the first want does not read: that finds soon, and proves nothing.
        if others().next().is_some() {
            let mut preset = given.clone();
            for at in others() {
                if preset[*at].is_none() {
                    preset[*at] = self.best(*at, true);
                }
            }
            if let found @ Outcome::Found(_) = self.descend(&mut Wanted { engine, wants }, &read, &preset, looks / 4) {
                return found;
            }
        }
        self.descend(&mut Wanted { engine, wants }, &read, given, looks)
    }

    /// Says what `read` lists, variable by variable, until the board shows what is looked for; with at most `looks`
    /// looks.
    pub(super) fn descend<B: Board>(
        &self,
        board: &mut B,
        read: &[Vec<VariableId>],
        given: &Said,
        looks: u64,
    ) -> Outcome {
        let end = board.used().saturating_add(looks);
        let mut said = given.clone();
        self.lay(board, &said);
        let firsts = read.iter().flatten().copied().filter(|at| self.space.variables[*at].first);
        let firsts: IndexSet<VariableId> = firsts.collect();
        let mut branches: Vec<Branch> = Vec::new();
        let mut remains: Vec<FactId> = Vec::new();
        let outcome = loop {
            // Forward: what to say next here, or nothing.
            let first = firsts.iter().copied().find(|at| said[*at].is_none());
            let next = if let Some(first) = first {
                Some((first, true))
            } else if board.used() >= end {
                break Outcome::UsedUp;
            } else {
                match board.look(self, &mut said) {
                    Sight::Found => break Outcome::Found(said),
                    Sight::Lost => None,
                    Sight::Open(open) => self.next(&open, read, &said, &mut remains),
                }
            };
            if let Some((variable, upward)) = next {
                branches.push(self.branch(variable, upward, &said));
            }
            // Onward: the next choice of the last branch that has one.
            let mut moved = false;
            while let Some(branch) = branches.last_mut() {
                let (at, place) = (branch.variable, self.space.variables[branch.variable].place);
                if let Some(choice) = branch.choices.get(branch.next) {
                    branch.next += 1;
                    board.set(place, choice);
                    said[branch.variable] = Some(choice.clone());
                    moved = true;
                    break;
                }
                if branch.unlisted {
                    self.note(at, &mut remains);
                }
                let before = branch.before.take();
                match &before {
                    Some(choice) => board.set(place, choice),
                    None => board.clear(place),
                }
                said[branch.variable] = before;
                branches.pop();
            }
            if !moved {
                remains.sort_unstable();
                remains.dedup();
                break if remains.is_empty() { Outcome::Impossible } else { Outcome::Remains(remains) };
            }
        };
        self.lay(board, &self.nothing());
        outcome
    }

    /// Has the board say exactly this.
    pub(super) fn lay<B: Board>(&self, board: &mut B, said: &Said) {
        for (at, variable) in self.space.variables.pairs() {
            match &said[at] {
                Some(choice) => board.set(variable.place, choice),
                None => board.clear(variable.place),
            }
        }
    }

    /// What to say next: something that would tell what is open. `None` where all is said.
    fn next(
        &self,
        open: &[(usize, bool)],
        read: &[Vec<VariableId>],
        said: &Said,
        remains: &mut Vec<FactId>,
    ) -> Option<(VariableId, bool)> {
        if open.iter().any(|(at, _)| read.get(*at).is_none()) {
            broken("what is open hangs on one of the lists", ());
            remains.extend(self.rules.facts.ids());
        }
        let open = || open.iter().filter_map(|(at, upward)| Some((read.get(*at)?, *upward)));
        for (read, upward) in open() {
            if let Some(at) = read.iter().find(|at| said[**at].is_none()) {
                return Some((*at, upward));
            }
        }
        let mut widest: Option<(u8, VariableId, bool)> = None;
        for (read, upward) in open() {
            for at in read {
                if let Some(Choice::Between { depth, .. }) = &said[*at]
                    && widest.is_none_or(|(least, ..)| *depth < least)
                {
                    widest = Some((*depth, *at, upward));
                }
            }
        }
        match widest {
            Some((depth, at, upward)) if depth < HALVED => return Some((at, upward)),
            Some((_, at, _)) => self.note(at, remains),
            // What no answer leaves open, bounds alone do not tell.
            None if !self.space.leaves_open => remains.extend(self.rules.facts.ids()),
            None => {}
        }
        None
    }

    /// Notes that not every value of a variable was told apart.
    fn note(&self, at: VariableId, remains: &mut Vec<FactId>) {
        match self.space.variables[at].place {
            Place::Fact(fact) => remains.push(fact),
            Place::Held(_) => {
                broken("all that an award held before can be is told apart", ());
                remains.extend(self.rules.facts.ids());
            }
        }
    }

    fn branch(&self, variable: VariableId, upward: bool, said: &Said) -> Branch {
        let before = said[variable].clone();
        let declared = &self.space.variables[variable];
        let rest = declared.rest;
        let mut choices = Vec::new();
        let mut cuts: Vec<Number> = Vec::new();
        let whole = rest == Rest::Between { whole: true };
        let (low, high, depth) = if let Some(Choice::Between { low, high, depth }) = &before {
            let point = inside(low.as_ref(), high.as_ref(), whole);
            cuts.push(point.clone());
            choices.push(Choice::Value(Value::Number(point)));
            (low.clone(), high.clone(), depth + 1)
        } else {
            choices = self.choices(variable, upward);
            cuts.extend(choices.iter().filter_map(|choice| match choice {
                Choice::Value(Value::Number(number)) => Some(number.clone()),
                _ => None,
            }));
            cuts.sort();
            let (low, high) = self.ends(declared.place);
            (low, high, 0)
        };
        if matches!(rest, Rest::Between { .. }) {
            choices.extend(ranges(low, high, &cuts, whole, depth));
        }
        Branch { variable, before, choices, next: 0, unlisted: rest == Rest::Unlisted }
    }

    fn ends(&self, place: Place) -> (Option<Number>, Option<Number>) {
        match place {
            Place::Fact(fact) => match &self.rules.facts[fact].fact_type {
                crate::rule_set::FactType::Number { min, max, .. } => (min.clone(), max.clone()),
                _ => (None, None),
            },
            Place::Held(_) => (None, None),
        }
    }

    /// Whether a want is lost inside a range though not at its ends: a want on one linear leaf, whose fact is
    /// somewhere between two tried points. Every point at which that comparison turns is among those tried, so
    /// that it comes out alike everywhere between them.
    fn is_lost(&self, engine: &mut Engine<'_>, wants: &[Want], said: &Said) -> bool {
        wants.iter().any(|want| {
            let Some((fact, at)) = self.alone(want) else { return false };
            let Some(range @ Choice::Between { low, high, .. }) = &said[at] else { return false };
            let point = inside(low.as_ref(), high.as_ref(), self.space.is_whole(at));
            engine.set(Place::Fact(fact), &Choice::Value(Value::Number(point)));
            let truth = want.judge(self.rules, &engine.look());
            engine.set(Place::Fact(fact), range);
            truth.is_false()
        })
    }

    /// The fact that a want hangs on alone, through one linear leaf.
    fn alone(&self, want: &Want) -> Option<(FactId, VariableId)> {
        let Want::Requirement { award, at, .. } = want else { return None };
        let requirement = self.rules.awards[*award].requires.get(*at).always(OF_AWARD)?;
        let RequirementTest::Score { of, .. } = &requirement.test else { return None };
        let [ScoreOf::Criterion(id)] = of[..] else { return None };
        let crate::rule_set::Kind::Leaf(leaf) = &self.rules.criteria[id].kind else { return None };
        let Scorer::Linear { fact, .. } = leaf.scorer else { return None };
        let read = want.reads(self.rules, self.reads);
        let only = read.facts.len() == 1 && read.facts.contains(&fact);
        if !only {
            return None;
        }
        Some((fact, self.space.at(Place::Fact(fact)).always(IS_VARIABLE)?))
    }
}

/// The ranges that cuts leave between two ends.
fn ranges(low: Option<Number>, high: Option<Number>, cuts: &[Number], whole: bool, depth: u8) -> Vec<Choice> {
    let lows = std::iter::once(low).chain(cuts.iter().cloned().map(Some));
    let highs = cuts.iter().cloned().map(Some).chain(std::iter::once(high));
    let (first, last) = (cuts.first().cloned(), cuts.last().cloned());
    lows.zip(highs)
        .filter_map(|(low, high)| {
            // Whole numbers that were tried are not in the range any more.
            let low = low.map(|n| if whole && cuts.contains(&n) { &n + &Number::ONE } else { n });
            let high = high.map(|n| if whole && cuts.contains(&n) { &n - &Number::ONE } else { n });
            let empty = match (&low, &high) {
                (Some(low), Some(high)) if whole => low > high,
                (Some(low), Some(high)) => low >= high,
                (None, Some(_)) => first.is_none(),
                (Some(_), None) => last.is_none(),
                (None, None) => false,
            };
            (!empty).then_some(Choice::Between { low, high, depth })
        })
        .collect()
}

/// A number in a range.
fn inside(low: Option<&Number>, high: Option<&Number>, whole: bool) -> Number {
    let number = match (low, high) {
        (Some(low), Some(high)) => middle(low, high),
        (Some(low), None) => low + &Number::from(1000),
        (None, Some(high)) => high - &Number::from(1000),
        (None, None) => Number::ZERO,
    };
    if !whole || number.is_integer() {
        return number;
    }
    let down = number.round(0, RoundingMode::Down);
    if low.is_some_and(|low| &down < low) { &down + &Number::ONE } else { down }
}
