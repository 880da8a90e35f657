//! From a unit that is known in full, answer by answer, to one that is looked for: finds soon, and proves nothing
//! by finding none.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::goal::Want;
use super::search::Said;
use super::space::{Choice, Rest, VariableId, middle};
use super::study::Study;
use crate::Number;
use crate::assessment::Eligibility;
use crate::number::RoundingMode;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{AwardId, Compiled, Value};
use crate::score::seen::Seen;

/// How often all answers are gone through.
const PASSES: usize = 3;
/// How often the way to a number that goes too far is halved.
const HALVES: usize = 6;

/// A unit known in full, laid on the engine of a study.
struct Unit<'s, 'a> {
    study: &'s mut Study<'a>,
    said: Said,
    end: u64,
}

impl<'s, 'a> Unit<'s, 'a> {
    fn new(study: &'s mut Study<'a>, said: Said, looks: u64) -> Unit<'s, 'a> {
        study.field.lay(&mut study.engine, &said);
        let end = study.engine.used().saturating_add(looks);
        Unit { study, said, end }
    }

    /// Says something else of one variable; what it said before.
    fn say(&mut self, at: VariableId, choice: Option<Choice>) -> Option<Choice> {
        let place = self.study.field.space.variables[at].place;
        match &choice {
            Some(choice) => self.study.engine.set(place, choice),
            None => self.study.engine.clear(place),
        }
        std::mem::replace(&mut self.said[at], choice)
    }

    /// Says that of one variable which is nearest to one end and kept: the first of its choices, and then, of a
    /// number, what is nearer still. Whether it says something else now. `stays` where what is said now is the last
    /// that is worth a try.
    fn step(
        &mut self,
        at: VariableId,
        upward: bool,
        stays: bool,
        is_kept: &mut dyn FnMut(&Seen) -> bool,
    ) -> Option<bool> {
        let now = self.said[at].clone();
        let (mut refused, mut kept) = (None, None);
        for choice in self.study.field.choices(at, upward) {
            let same = Some(&choice) == now.as_ref();
            if same && stays {
                break;
            }
            if same {
                continue;
            }
            if self.is_kept(at, &choice, is_kept)? {
                kept = Some(choice);
                break;
            }
            refused = Some(choice);
        }
        let moved = kept.is_some();
        let nearer = match (kept.or(now), refused) {
            (Some(kept), Some(refused)) if moved || stays => self.nearer(at, kept, refused, is_kept)?,
            _ => false,
        };
        Some(moved || nearer)
    }

    /// Goes from a number that is kept toward one that is not, by halves.
    fn nearer(
        &mut self,
        at: VariableId,
        kept: Choice,
        refused: Choice,
        is_kept: &mut dyn FnMut(&Seen) -> bool,
    ) -> Option<bool> {
        let Rest::Between { whole } = self.study.field.space.variables[at].rest else { return Some(false) };
        let (Choice::Value(Value::Number(mut kept)), Choice::Value(Value::Number(mut refused))) = (kept, refused)
        else {
            return Some(false);
        };
        let mut moved = false;
        for _ in 0..HALVES {
            let mut half = middle(&kept, &refused);
            if whole {
                half = half.round(0, RoundingMode::Down);
            }
            if half == kept || half == refused {
                break;
            }
            if self.is_kept(at, &Choice::Value(Value::Number(half.clone())), is_kept)? {
                (kept, moved) = (half, true);
            } else {
                refused = half;
            }
        }
        Some(moved)
    }

    /// Says something else of one variable, if that is kept.
    fn is_kept(&mut self, at: VariableId, choice: &Choice, is_kept: &mut dyn FnMut(&Seen) -> bool) -> Option<bool> {
        let old = self.say(at, Some(choice.clone()));
        let kept = is_kept(&self.look()?);
        if !kept {
            self.say(at, old);
        }
        Some(kept)
    }

    fn look(&mut self) -> Option<Seen> {
        (self.study.engine.used() < self.end).then(|| self.study.engine.look())
    }

    /// What is said, the engine left clear.
    fn done(self) -> Said {
        let nothing = self.study.field.nothing();
        self.study.field.lay(&mut self.study.engine, &nothing);
        self.said
    }
}

/// Looks for a unit for which all of `wants` come true: from the best one, first toward the wants behind the first,
/// then, with those kept, toward the first.
pub(super) fn approach(study: &mut Study<'_>, wants: &[Want], given: &Said, looks: u64) -> Option<Said> {
    let (target, others) = wants.split_first()?;
    let start = study.field.complete(given.clone());
    let mut unit = Unit::new(study, start, looks);
    let found = (mend(&mut unit, others, given).is_some() && reach(&mut unit, target, others, given).is_some())
        .then(|| unit.said.clone());
    unit.done();
    found
}

/// Toward a unit for which all of `wants` come true; `None` where that is not reached.
fn mend(unit: &mut Unit<'_, '_>, wants: &[Want], given: &Said) -> Option<()> {
    let rules: &Compiled = unit.study.rules;
    let mut lacking = lack(rules, wants, &unit.look()?);
    for _ in 0..PASSES {
        if lacking.0 == 0 {
            return Some(());
        }
        let before = lacking.clone();
        let seen = unit.look()?;
        let missed: Vec<Want> = wants.iter().filter(|want| !want.judge(rules, &seen).is_true()).cloned().collect();
        for at in read(unit, &missed, given) {
            for choice in unit.study.field.choices(at, true) {
                let old = unit.say(at, Some(choice));
                let now = lack(rules, wants, &unit.look()?);
                if now < lacking {
                    lacking = now;
                } else {
                    unit.say(at, old);
                }
            }
            if lacking.0 == 0 {
                return Some(());
            }
        }
        if lacking == before {
            return None;
        }
    }
    (lacking.0 == 0).then_some(())
}

/// Toward the target, in steps as great as the others allow.
fn reach(unit: &mut Unit<'_, '_>, target: &Want, others: &[Want], given: &Said) -> Option<()> {
    let rules: &Compiled = unit.study.rules;
    let target = std::slice::from_ref(target);
    let seen = unit.look()?;
    let mut lacking = lack(rules, target, &seen);
    if lacking.0 == 0 {
        return Some(());
    }
    let upward = target.iter().all(Want::is_upward);
    let scored = target.iter().all(|want| want.misses_by(rules, &seen).is_some());
    for _ in 0..PASSES {
        let mut moved = false;
        for at in read(unit, target, given) {
            moved |= unit.step(at, upward, scored, &mut |seen| {
                let then = lack(rules, target, seen);
                let kept = then <= lacking && lack(rules, others, seen).0 == 0;
                if kept {
                    lacking = then;
                }
                kept
            })?;
            if lacking.0 == 0 {
                return Some(());
            }
        }
        if !moved {
            return None;
        }
    }
    None
}

/// The variables that wants read, those given apart.
fn read(unit: &Unit<'_, '_>, wants: &[Want], given: &Said) -> Vec<VariableId> {
    let mut all: IndexSet<VariableId> = IndexSet::new();
    for want in wants {
        let read = unit.study.field.variables(&want.reads(unit.study.rules, unit.study.reads));
        all.extend(read.into_iter().filter(|at| given[*at].is_none()));
    }
    all.into_iter().collect()
}

/// How many wants do not come true, and by how many points they miss it together.
fn lack(rules: &Compiled, wants: &[Want], seen: &Seen) -> (usize, Number) {
    let missed = || wants.iter().filter(|want| !want.judge(rules, seen).is_true());
    (missed().count(), missed().filter_map(|want| want.misses_by(rules, seen)).sum())
}

/// Variables that stay as they are, and those that are lowered before all others.
pub(super) struct Spared<'s> {
    pub(super) variables: &'s [VariableId],
    pub(super) first: &'s [VariableId],
}

/// A unit that is eligible for the award, and not any more with any single answer that gives less; but for those
/// that are spared.
pub(super) fn least(
    study: &mut Study<'_>,
    award: AwardId,
    said: &Said,
    but: Option<&Spared<'_>>,
    looks: u64,
) -> Option<Said> {
    let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
    let mut unit = Unit::new(study, said.clone(), looks);
    let lowered = lower(&mut unit, award, but, &eligible);
    let said = unit.done();
    lowered.map(|()| said)
}

fn lower(unit: &mut Unit<'_, '_>, award: AwardId, but: Option<&Spared<'_>>, eligible: &[Want]) -> Option<()> {
    if unit.look()?.award(award) != Eligibility::Eligible {
        return None;
    }
    let nothing = unit.study.field.nothing();
    let mut all = read(unit, eligible, &nothing);
    if let Some(but) = but {
        let (spared, first): (BTreeSet<_>, BTreeSet<_>) =
            (but.variables.iter().copied().collect(), but.first.iter().copied().collect());
        all.retain(|at| !spared.contains(at));
        all.sort_by_key(|at| !first.contains(at));
    }
    for at in all {
        unit.step(at, false, true, &mut |seen| seen.award(award) == Eligibility::Eligible)?;
    }
    Some(())
}

/// Whether a unit is eligible for the award.
pub(super) fn is_eligible(study: &mut Study<'_>, award: AwardId, said: &Said) -> bool {
    let mut unit = Unit::new(study, said.clone(), 1);
    let eligible = unit.look().is_some_and(|seen| seen.award(award) == Eligibility::Eligible);
    unit.done();
    eligible
}

/// Whether a unit is eligible for the award with one answer to a variable, and not with another.
pub(super) fn decides(study: &mut Study<'_>, award: AwardId, said: &Said, at: VariableId, looks: u64) -> bool {
    let choices = study.field.choices(at, true);
    let mut unit = Unit::new(study, said.clone(), looks);
    let (mut eligible, mut otherwise) = (false, false);
    for choice in choices.into_iter().filter(|choice| *choice != Choice::Missing) {
        unit.say(at, Some(choice));
        let Some(seen) = unit.look() else { break };
        eligible |= seen.award(award) == Eligibility::Eligible;
        otherwise |= matches!(seen.award(award), Eligibility::Ineligible | Eligibility::Conditional);
        if eligible && otherwise {
            break;
        }
    }
    unit.done();
    eligible && otherwise
}

/// As `decides`, of a unit that is near: the answer is the best there is, and some other answer gives a little less.
pub(super) fn decides_nearby(
    study: &mut Study<'_>,
    award: AwardId,
    said: &Said,
    at: VariableId,
    looks: u64,
) -> Option<Said> {
    let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
    let mut unit = Unit::new(study, said.clone(), looks);
    let found = nearby(&mut unit, award, at, &eligible);
    unit.done();
    found
}

fn nearby(unit: &mut Unit<'_, '_>, award: AwardId, at: VariableId, eligible: &[Want]) -> Option<Said> {
    let best = unit.study.field.choices(at, true).into_iter().next();
    unit.say(at, best);
    if unit.look()?.award(award) != Eligibility::Eligible {
        return None;
    }
    let nothing = unit.study.field.nothing();
    // Those that stand next to it are read with it, and often weigh alike.
    let mut others = read(unit, eligible, &nothing);
    others.sort_by_key(|other| other.index().abs_diff(at.index()));
    for other in others.into_iter().filter(|other| *other != at) {
        let now = unit.said[other].clone();
        let choices = unit.study.field.choices(other, true);
        for choice in choices.into_iter().skip_while(|choice| Some(choice) != now.as_ref()).skip(1) {
            let old = unit.say(other, Some(choice));
            if unit.look()?.award(award) != Eligibility::Eligible {
                unit.say(other, old);
                break;
            }
            if turns(unit, award, at).is_some() {
                return Some(unit.said.clone());
            }
        }
    }
    None
}

/// Whether another answer makes an eligible unit ineligible; the unit is left as it was.
fn turns(unit: &mut Unit<'_, '_>, award: AwardId, at: VariableId) -> Option<()> {
    let before = unit.said[at].clone();
    let mut found = None;
    for choice in unit.study.field.choices(at, false) {
        if choice == Choice::Missing || Some(&choice) == before.as_ref() {
            continue;
        }
        unit.say(at, Some(choice));
        if matches!(unit.look()?.award(award), Eligibility::Ineligible | Eligibility::Conditional) {
            found = Some(());
            break;
        }
    }
    unit.say(at, before);
    found
}
