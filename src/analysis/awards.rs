//! Questions about awards: reached, tiers, requirements that ask nothing more, facts that decide.

use super::contradiction;
use super::descent;
use super::difference::{self, Felt};
use super::goal::Want;
use super::implied::Together;
use super::kinds::{Kind, Kinds};
use super::known::{Known, Near};
use super::report::{Claim, Question, Verdict};
use super::search::{Outcome, Said};
use super::space::{Place, VariableId, name_of};
use super::study::{Study, claim};
use super::witness;
use crate::assessment::{Eligibility, Verdict as Decided};
use crate::rule_set::AwardId;
use crate::score::seen::Seen;

pub(super) fn claims(study: &mut Study<'_>, kinds: &Kinds, known: &Known, claims: &mut Vec<Claim>) {
    let awards: Vec<AwardId> = study.rules.awards.ids().collect();
    for &award in &awards {
        let id = study.rules.awards[award].id.clone();
        let reached = reached(study, award, &kinds.units, claims);
        reached_by(study, award, &kinds.left_out, claims);
        if !reached {
            contradiction::claims(study, award, claims);
        }
        let nothing = study.field.nothing();
        if study.rules.awards[award].conditional.is_some() {
            let conditional = [Want::Award { award, outcome: Eligibility::Conditional, is: true }];
            let budget = study.budget();
            let verdict = study.can(&conditional, &nothing, budget);
            claims.push(claim(Question::CanBeConditional, &id, verdict));
        }
        requirements(study, award, claims);
        deciding(study, award, known, claims);
    }
    for pair in awards.windows(2) {
        let [lower, higher] = pair else { continue };
        let wants = [
            Want::Award { award: *lower, outcome: Eligibility::Eligible, is: false },
            Want::Award { award: *higher, outcome: Eligibility::Eligible, is: true },
        ];
        let nothing = study.field.nothing();
        let budget = study.budget();
        let verdict = study.can(&wants, &nothing, budget);
        let id = |award: &AwardId| study.rules.awards[*award].id.clone();
        claims.push(Claim { and: Some(id(lower)), ..claim(Question::WithoutLower, id(higher), verdict) });
    }
}

/// Whether the award can be reached by each kind of unit; whether by any, as far as that is known.
pub(super) fn reached(study: &mut Study<'_>, award: AwardId, kinds: &[Kind], claims: &mut Vec<Claim>) -> bool {
    let before = claims.len();
    reached_by(study, award, kinds, claims);
    !claims.iter().skip(before).all(|claim| matches!(claim.verdict, Verdict::Impossible { .. }))
}

fn reached_by(study: &mut Study<'_>, award: AwardId, kinds: &[Kind], claims: &mut Vec<Claim>) {
    let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
    let id = study.rules.awards[award].id.clone();
    for kind in kinds {
        let verdict = if study.has_no_steps() {
            study.unfound(&Outcome::UsedUp)
        } else {
            let (said, budget) = (study.given(kind), study.budget());
            study.can(&eligible, &said, budget)
        };
        claims.push(Claim { given: kind.given.clone(), ..claim(Question::CanBeReached, &id, verdict) });
    }
}

/// Whether each requirement can fail alone.
pub(super) fn requirements(study: &mut Study<'_>, award: AwardId, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    let declared = &rules.awards[award];
    let together = Together::new(study, award);
    for (at, requirement) in declared.requires.iter().enumerate() {
        let verdict = if together.imply(study, at) {
            study.unfound(&Outcome::Impossible)
        } else if study.budget() == 0 {
            study.unfound(&Outcome::UsedUp)
        } else {
            let mut wants = vec![Want::Requirement { award, at, verdict: Decided::Fails }];
            let others = (0..declared.requires.len()).filter(|other| *other != at);
            wants.extend(others.map(|at| Want::Requirement { award, at, verdict: Decided::Holds }));
            wants.extend((0..declared.bars.len()).map(|at| Want::Bar { award, at, stands: false }));
            let (nothing, budget) = (study.field.nothing(), study.budget());
            study.found(&wants, std::slice::from_ref(&wants), &nothing, budget)
        };
        claims.push(claim(Question::FailsAlone, format!("{}.{}", declared.id, requirement.id), verdict));
    }
}

/// Which facts can decide an award by themselves: units that are barely eligible, one answer taken back at a time.
fn deciding(study: &mut Study<'_>, award: AwardId, known: &Known, claims: &mut Vec<Claim>) {
    let read = study.reads.award(award);
    let all = study.field.variables(read).into_iter().map(|at| (at, study.field.space.variables[at].place));
    let facts: Vec<(VariableId, Place)> = all.filter(|(_, place)| matches!(place, Place::Fact(_))).collect();
    // There are many such questions, and most need few looks: those that need more come last, and share what is left.
    let near = if study.engine.is_quick() { NEAR_IF_QUICK } else { NEAR };
    let end = study.engine.used().saturating_add(study.budget().saturating_mul(near));
    let seen: Vec<Option<Said>> = facts
        .iter()
        .map(|(at, _)| if study.engine.used() < end { seen_to_decide(study, award, known, *at) } else { None })
        .collect();
    let end = study.used().saturating_add(study.budget().saturating_mul(TOGETHER));
    for ((at, place), seen) in facts.into_iter().zip(seen) {
        let left = end.saturating_sub(study.used());
        let outcome = seen.map_or_else(
            || difference::of_answers(study, Felt::Award(award), at, &|_| true, &[], left.min(study.budget())),
            Outcome::Found,
        );
        let verdict = decided_by(study, award, at, outcome);
        let fact = name_of(study.rules, place);
        let id = study.rules.awards[award].id.clone();
        claims.push(Claim { and: Some(fact), ..claim(Question::Decides, id, verdict) });
    }
}

/// So many times the looks of one question may be taken to ask which facts decide one award: near units that are barely
/// eligible, and among all.
const NEAR: u64 = 8;
const NEAR_IF_QUICK: u64 = 40;
const TOGETHER: u64 = 4;

/// A unit in which a fact's answer decides, among those that are barely eligible and those near them.
fn seen_to_decide(study: &mut Study<'_>, award: AwardId, known: &Known, at: VariableId) -> Option<Said> {
    let looks = study.budget();
    let mut first = Vec::new();
    for how in Near::ALL {
        let near = known.near(study, award, at, how);
        if let Some(unit) = near.iter().find(|unit| descent::decides(study, award, unit, at, looks)) {
            return Some(unit.clone());
        }
        first.extend(near.into_iter().take(MOST_NEAR));
    }
    first.iter().find_map(|unit| descent::decides_nearby(study, award, unit, at, looks / 4))
}

/// From so many units of each sort it is searched further around.
const MOST_NEAR: usize = 2;

/// Whether a fact's answer alone can decide: shown by a unit without it.
fn decided_by(study: &Study<'_>, award: AwardId, at: VariableId, outcome: Outcome) -> Verdict {
    let Outcome::Found(mut said) = outcome else { return study.unfound(&outcome) };
    said[at] = None;
    let without = witness::document(study.rules, study.field.space, &study.frame, &said);
    study.shown(without, |rules, document| {
        let bound = witness::bound(rules, document);
        bound.is_some_and(|dossier| Seen::of(&dossier).award(award) == Eligibility::Undetermined)
    })
}
