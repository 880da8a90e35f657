//! Whether something can make a difference: one unit, looked at in several ways at once.
//!
//! Two ways of a unit that is known in part surely differ, surely agree, or may still do either; a search goes on
//! only where they may.

use std::collections::BTreeSet;

use super::engine::Engine;
use super::readers::Readers;
use super::reads::Read;
use super::report::Verdict;
use super::search::{Board, Field, Outcome, Said, Sight};
use super::space::{Choice, Place, Rest, Variable, VariableId};
use super::study::Study;
use super::witness;
use crate::RuleSet;
use crate::assessment::Eligibility;
use crate::evaluate::Truth;
use crate::invariant::{Always, broken};
use crate::rule_set::{AwardId, Compiled, CriterionId, ScoreOf};
use crate::score::seen::Seen;

/// What could feel a difference.
#[derive(Clone, Copy)]
pub(super) enum Felt {
    /// Whether a unit is eligible for an award.
    Award(AwardId),
    /// The points of a score.
    Score(ScoreOf),
    /// The total, and the outcome of every award.
    Everything,
}

impl Felt {
    /// Whether two ways of a unit differ, as far as bounds tell.
    pub(super) fn differ(self, rules: &Compiled, one: &Seen, other: &Seen) -> Truth {
        match self {
            Felt::Award(award) => {
                let eligible = |seen: &Seen| match seen.award(award) {
                    Eligibility::Undetermined => None,
                    outcome => Some(outcome == Eligibility::Eligible),
                };
                differ(eligible(one), eligible(other))
            }
            Felt::Score(of) => points(rules, of, one, other),
            Felt::Everything => {
                let decided = |seen: &Seen, award| {
                    Some(seen.award(award)).filter(|outcome| *outcome != Eligibility::Undetermined)
                };
                let each = rules.awards.ids().map(|award| differ(decided(one, award), decided(other, award)));
                each.chain([points(rules, ScoreOf::Criterion(CriterionId::TOTAL), one, other)]).fold(Truth::False, or)
            }
        }
    }

    /// What it hangs on.
    fn reads(self, study: &Study<'_>) -> Read {
        match self {
            Felt::Award(award) => study.reads.award(award).clone(),
            Felt::Score(of) => study.reads.score(of),
            Felt::Everything => {
                let mut read = study.reads.score(ScoreOf::Criterion(CriterionId::TOTAL));
                study.rules.awards.ids().for_each(|award| read.extend(study.reads.award(award)));
                read
            }
        }
    }
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> Truth {
    match (one, other) {
        (Some(one), Some(other)) => Truth::from(one != other),
        _ => Truth::Unknown,
    }
}

fn or(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::True, _) | (_, Truth::True) => Truth::True,
        (Truth::False, Truth::False) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn points(rules: &Compiled, of: ScoreOf, one: &Seen, other: &Seen) -> Truth {
    match (one.bounds(rules, of), other.bounds(rules, of)) {
        (None, None) => Truth::False,
        (None, Some((_, applies))) | (Some((_, applies)), None) => applies,
        (Some((one, one_applies)), Some((other, other_applies))) => {
            let known = one_applies.is_true() && other_applies.is_true();
            match (one.high < other.low || other.high < one.low, one.low == one.high && other.low == other.high) {
                _ if !known => Truth::Unknown,
                (true, _) => Truth::True,
                (false, true) => Truth::False,
                (false, false) => Truth::Unknown,
            }
        }
    }
}

/// One unit in several ways.
struct Ways<'w, 'a> {
    study: &'w Study<'a>,
    felt: Felt,
    by: By<'w, 'a>,
}

enum By<'w, 'a> {
    /// Several answers to a variable.
    Answers(&'w mut Engine<'a>, Varied<'w>),
    /// Several engines.
    Engines(&'w mut [Engine<'a>]),
}

impl<'a> By<'_, 'a> {
    fn engines(&self) -> &[Engine<'a>] {
        match self {
            By::Answers(engine, _) => std::slice::from_ref(engine),
            By::Engines(engines) => engines,
        }
    }

    fn engines_mut(&mut self) -> &mut [Engine<'a>] {
        match self {
            By::Answers(engine, _) => std::slice::from_mut(engine),
            By::Engines(engines) => engines,
        }
    }
}

/// A variable that has several answers.
struct Varied<'w> {
    at: VariableId,
    place: Place,
    /// Its answers, and whether one of two that differ must be this.
    choices: Vec<(Choice, bool)>,
    readers: &'w Readers<'w>,
}

impl Varied<'_> {
    /// Whether all that reads it makes the same of every answer, whatever else is said.
    fn is_settled(&self, engine: &mut Engine<'_>) -> bool {
        let mut first = None;
        let alike = self.choices.iter().all(|(choice, _)| {
            engine.set(self.place, choice);
            let told = self.readers.told(engine.dossier());
            let alike = told.is_some() && first.as_ref().is_none_or(|first| *first == told);
            first = Some(told);
            alike
        });
        engine.clear(self.place);
        alike
    }
}

impl Ways<'_, '_> {
    /// Every way, with whether one of two that differ must be this.
    fn seen(&mut self) -> Vec<(Seen, bool)> {
        let (engine, varied) = match &mut self.by {
            By::Answers(engine, varied) => (engine, varied),
            By::Engines(engines) => return engines.iter_mut().map(|engine| (engine.look(), true)).collect(),
        };
        let look = |(choice, must): &(Choice, bool)| {
            engine.set(varied.place, choice);
            (engine.look(), *must)
        };
        let seen = varied.choices.iter().map(look).collect();
        engine.clear(varied.place);
        seen
    }
}

impl Board for Ways<'_, '_> {
    fn set(&mut self, place: Place, choice: &Choice) {
        self.by.engines_mut().iter_mut().for_each(|engine| engine.set(place, choice));
    }

    fn clear(&mut self, place: Place) {
        self.by.engines_mut().iter_mut().for_each(|engine| engine.clear(place));
    }

    fn used(&self) -> u64 {
        self.by.engines().iter().map(Engine::used).fold(0, u64::saturating_add)
    }

    fn look(&mut self, _: &Field<'_>, said: &mut Said) -> Sight {
        if let By::Answers(engine, varied) = &mut self.by
            && varied.is_settled(engine)
        {
            engine.count();
            return Sight::Lost;
        }
        let seen = self.seen();
        let mut open = false;
        for (i, (one, must)) in seen.iter().enumerate() {
            for (j, (other, must_as_well)) in seen.iter().enumerate().skip(i + 1) {
                if !must && !must_as_well {
                    continue;
                }
                let differ = self.felt.differ(self.study.rules, one, other);
                if differ.is_true() {
                    self.note(said, if *must { i } else { j });
                    return Sight::Found;
                }
                open |= differ.is_unknown();
            }
        }
        if open { Sight::Open(vec![(0, true)]) } else { Sight::Lost }
    }
}

impl Ways<'_, '_> {
    /// Has the unit give this answer.
    fn note(&self, said: &mut Said, answer: usize) {
        if let By::Answers(_, varied) = &self.by
            && let Some((choice, _)) = varied.choices.get(answer).always("an answer that was seen is among all")
        {
            said[varied.at] = Some(choice.clone());
        }
    }
}

/// Looks for a unit in which different answers to one fact come to something else, among `tried` first; one of two
/// answers that differ must be `such`, and that is what the unit found says.
pub(super) fn of_answers(
    study: &mut Study<'_>,
    felt: Felt,
    at: VariableId,
    such: &dyn Fn(&Choice) -> bool,
    tried: &[Said],
    looks: u64,
) -> Outcome {
    if study.watch.is_spent() {
        return Outcome::UsedUp;
    }
    let Some(mut engine) = study.engine_with(|_| {}) else { return Outcome::UsedUp };
    let Variable { place, rest, .. } = study.field.space.variables[at];
    let Place::Fact(fact) = place else { return broken("an answer is asked about", Outcome::UsedUp) };
    let readers = Readers::new(study.rules, study.reads, study.felt, fact);
    let choices = study.field.choices(at, true).into_iter().filter(|choice| *choice != Choice::Missing);
    let varied =
        Varied { at, place, choices: choices.map(|one| (one.clone(), such(&one))).collect(), readers: &readers };
    // What is read with it first: that often settles it.
    let beside = Read { facts: readers.beside.clone(), ..Read::default() };
    let read = listed(study, felt, &study.field.variables(&beside), Some(at));
    let by = By::Answers(&mut engine, varied);
    let outcome = search(study, &mut Ways { study, felt, by }, &read, tried, looks);
    study.more += engine.taken();
    match (outcome, rest) {
        (Outcome::Impossible, Rest::Unlisted | Rest::Between { .. }) if !readers.is_empty() => {
            Outcome::Remains(vec![fact])
        }
        (outcome, _) => outcome,
    }
}

/// Whether all that reads a fact comes to the same for each of its answers, whatever is read with it: seen by steps
/// over the facts, without a look.
pub(super) fn is_never_told(study: &mut Study<'_>, at: VariableId, readers: &Readers<'_>) -> bool {
    if study.watch.is_spent() {
        return false;
    }
    let place = study.field.space.variables[at].place;
    let choices = study.field.choices(at, true).into_iter().map(|one| (one, true)).collect();
    let varied = Varied { at, place, choices, readers };
    let mut beside = study.field.variables(&Read { facts: readers.beside.clone(), ..Read::default() });
    beside.retain(|other| *other != at);
    let all = beside.iter().chain([&at]).all(|at| study.field.space.is_listed(*at));
    let mut left = study.steps();
    let before = left;
    let settled = all && is_settled(&study.field, &mut study.engine, &varied, &beside, &mut left);
    study.step(before - left);
    settled
}

fn is_settled(
    field: &Field<'_>,
    engine: &mut Engine<'_>,
    varied: &Varied<'_>,
    beside: &[VariableId],
    left: &mut u64,
) -> bool {
    if *left == 0 {
        return false;
    }
    *left = left.saturating_sub(varied.readers.steps());
    if varied.is_settled(engine) {
        return true;
    }
    let Some((at, others)) = beside.split_first() else { return false };
    let place = field.space.variables[*at].place;
    let settled = field.choices(*at, true).iter().all(|choice| {
        engine.set(place, choice);
        is_settled(field, engine, varied, others, left)
    });
    engine.clear(place);
    settled
}

/// Looks for a unit that comes to something else under two engines, among `tried` first.
pub(super) fn of_engines<'a>(
    study: &mut Study<'a>,
    felt: Felt,
    mut engines: Vec<Engine<'a>>,
    first: &[VariableId],
    tried: &[Said],
) -> Outcome {
    let (read, looks) = (listed(study, felt, first, None), study.budget());
    let outcome = search(study, &mut Ways { study, felt, by: By::Engines(&mut engines) }, &read, tried, looks);
    study.more += engines.iter().map(Engine::taken).sum::<u64>();
    outcome
}

/// The unit that says this, once it is seen to come to something else under rules that are changed.
pub(super) fn shown_by_change(
    study: &Study<'_>,
    felt: Felt,
    said: Said,
    change: impl FnOnce(&mut Compiled),
) -> Verdict {
    let mut compiled = Compiled::clone(study.rules);
    change(&mut compiled);
    let changed = RuleSet::from(compiled);
    study.shown(study.document(said), |rules, document| {
        let both = witness::bound(rules, document).zip(witness::bound(&changed, document));
        both.is_some_and(|(one, other)| felt.differ(rules, &Seen::of(&one), &Seen::of(&other)).is_true())
    })
}

/// What the difference hangs on, what is `first` first.
fn listed(study: &Study<'_>, felt: Felt, first: &[VariableId], apart: Option<VariableId>) -> Vec<VariableId> {
    let all = study.field.variables(&felt.reads(study));
    let first: BTreeSet<VariableId> = first.iter().copied().collect();
    let (mut read, others): (Vec<VariableId>, Vec<VariableId>) = all.into_iter().partition(|at| first.contains(at));
    read.extend(others);
    read.retain(|at| Some(*at) != apart);
    read
}

fn search(study: &Study<'_>, ways: &mut Ways<'_, '_>, read: &[VariableId], tried: &[Said], looks: u64) -> Outcome {
    let end = ways.used().saturating_add(looks);
    for unit in tried {
        if ways.used() >= end {
            return Outcome::UsedUp;
        }
        let mut said = unit.clone();
        study.field.lay(ways, &said);
        if matches!(ways.look(&study.field, &mut said), Sight::Found) {
            return Outcome::Found(said);
        }
    }
    let nothing = study.field.nothing();
    let left = end.saturating_sub(ways.used());
    study.field.descend(ways, &[read.to_vec()], &nothing, left)
}
