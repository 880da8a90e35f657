//! From a unit that is known in full, answer by answer, to one that is looked for: finds soon, and proves nothing
//! by finding none.

use super::goal::Want;
use super::search::Said;
use super::space::Choice;
use super::study::Study;
use crate::Number;
use crate::assess::Outline;
use crate::assessment::Eligibility;
use crate::rule_set::AwardId;

/// How often all answers are gone through.
const PASSES: usize = 3;

/// A unit known in full, laid on the engine of a study.
struct Unit<'s, 'a> {
    study: &'s mut Study<'a>,
    said: Said,
    end: u64,
}

impl<'s, 'a> Unit<'s, 'a> {
    fn new(study: &'s mut Study<'a>, said: Said, looks: u64) -> Unit<'s, 'a> {
        study.field.lay(&mut study.engine, &said);
        let end = study.engine.used.saturating_add(looks);
        Unit { study, said, end }
    }

    /// Says something else of one variable; what it said before.
    fn say(&mut self, at: usize, choice: Option<Choice>) -> Option<Choice> {
        let variable = self.study.field.space.variable(at)?;
        match &choice {
            Some(choice) => self.study.engine.set(variable.place, choice),
            None => self.study.engine.clear(variable.place),
        }
        self.said.get_mut(at).and_then(|said| std::mem::replace(said, choice))
    }

    fn look(&mut self) -> Option<Outline> {
        (self.study.engine.used < self.end).then(|| self.study.engine.look())
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
    let mut lacking = lack(wants, &unit.look()?);
    for _ in 0..PASSES {
        if lacking.0 == 0 {
            return Some(());
        }
        let before = lacking.clone();
        let seen = unit.look()?;
        let missed: Vec<Want> = wants.iter().filter(|want| !want.judge(&seen).is_true()).cloned().collect();
        for at in read(unit, &missed, given) {
            for choice in unit.study.field.choices(at, true) {
                let old = unit.say(at, Some(choice));
                let now = lack(wants, &unit.look()?);
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
    let target = std::slice::from_ref(target);
    let seen = unit.look()?;
    let mut lacking = lack(target, &seen);
    if lacking.0 == 0 {
        return Some(());
    }
    let upward = target.iter().all(Want::is_upward);
    let scored = target.iter().all(|want| want.misses_by(&seen).is_some());
    for _ in 0..PASSES {
        let mut moved = false;
        for at in read(unit, target, given) {
            let now = unit.said.get(at).cloned().flatten();
            for choice in unit.study.field.choices(at, upward) {
                let same = Some(&choice) == now.as_ref();
                if same && scored {
                    break;
                }
                if same {
                    continue;
                }
                let old = unit.say(at, Some(choice));
                let seen = unit.look()?;
                let then = lack(target, &seen);
                let kept = then <= lacking && lack(others, &seen).0 == 0;
                if kept && then.0 == 0 {
                    return Some(());
                }
                if kept {
                    (lacking, moved) = (then, true);
                    break;
                }
                unit.say(at, old);
            }
        }
        if !moved {
            return None;
        }
    }
    None
}

/// The variables that wants read, those given apart.
fn read(unit: &Unit<'_, '_>, wants: &[Want], given: &Said) -> Vec<usize> {
    let mut all: Vec<usize> = Vec::new();
    for want in wants {
        for at in unit.study.field.variables(&want.reads(unit.study.rules, unit.study.reads)) {
            if !all.contains(&at) && matches!(given.get(at), Some(None)) {
                all.push(at);
            }
        }
    }
    all
}

/// How many wants do not come true, and by how many points they miss it together.
fn lack(wants: &[Want], seen: &Outline) -> (usize, Number) {
    let missed = || wants.iter().filter(|want| !want.judge(seen).is_true());
    (missed().count(), missed().filter_map(|want| want.misses_by(seen)).sum())
}

/// A unit that is eligible for the award, and not any more with any single answer that gives less.
pub(super) fn least(study: &mut Study<'_>, award: AwardId, said: &Said, looks: u64) -> Option<Said> {
    let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
    let mut unit = Unit::new(study, said.clone(), looks);
    let lowered = lower(&mut unit, award, &eligible);
    let said = unit.done();
    lowered.map(|()| said)
}

fn lower(unit: &mut Unit<'_, '_>, award: AwardId, eligible: &[Want]) -> Option<()> {
    if unit.look()?.award(award) != Eligibility::Eligible {
        return None;
    }
    let nothing = unit.study.field.nothing();
    for at in read(unit, eligible, &nothing) {
        let now = unit.said.get(at).cloned().flatten();
        for choice in unit.study.field.choices(at, false) {
            if Some(&choice) == now.as_ref() {
                break;
            }
            let old = unit.say(at, Some(choice));
            if unit.look()?.award(award) == Eligibility::Eligible {
                break;
            }
            unit.say(at, old);
        }
    }
    Some(())
}

/// Whether, in a unit that is eligible for the award, another answer to one variable makes it not so.
pub(super) fn decides(study: &mut Study<'_>, award: AwardId, said: &Said, at: usize, looks: u64) -> bool {
    let mut unit = Unit::new(study, said.clone(), looks);
    let found = turns(&mut unit, award, at).is_some();
    unit.done();
    found
}

/// As `decides`, of a unit that is near: the answer is the best there is, and some other answer gives a little less.
pub(super) fn decides_nearby(
    study: &mut Study<'_>,
    award: AwardId,
    said: &Said,
    at: usize,
    looks: u64,
) -> Option<Said> {
    let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
    let mut unit = Unit::new(study, said.clone(), looks);
    let found = nearby(&mut unit, award, at, &eligible);
    unit.done();
    found
}

fn nearby(unit: &mut Unit<'_, '_>, award: AwardId, at: usize, eligible: &[Want]) -> Option<Said> {
    let best = unit.study.field.choices(at, true).into_iter().next();
    unit.say(at, best);
    if unit.look()?.award(award) != Eligibility::Eligible {
        return None;
    }
    let nothing = unit.study.field.nothing();
    // Those that stand next to it are read with it, and often weigh alike.
    let mut others = read(unit, eligible, &nothing);
    others.sort_by_key(|other| other.abs_diff(at));
    for other in others.into_iter().filter(|other| *other != at) {
        let now = unit.said.get(other).cloned().flatten();
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
fn turns(unit: &mut Unit<'_, '_>, award: AwardId, at: usize) -> Option<()> {
    let before = unit.said.get(at).cloned().flatten();
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
