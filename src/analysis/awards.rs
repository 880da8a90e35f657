//! Questions about awards: reached, tiers, requirements that ask nothing more, facts that decide.

use super::goal::Want;
use super::kinds::{Kind, Kinds};
use super::report::{Claim, Question, Verdict};
use super::search::{Outcome, Said};
use super::space::{Choice, Place, name_of};
use super::study::{Study, claim};
use super::witness;
use crate::assess::outline;
use crate::assessment::{Eligibility, Verdict as Decided};
use crate::rule_set::AwardId;

pub(super) fn claims(study: &mut Study<'_>, kinds: &Kinds, claims: &mut Vec<Claim>) {
    let awards: Vec<AwardId> = study.rules.awards.ids().collect();
    for &award in &awards {
        let id = study.rules.awards[award].id.clone();
        let eligible = [Want::Award { award, outcome: Eligibility::Eligible, is: true }];
        for kind in kinds.units.iter().chain(&kinds.left_out) {
            let said = study.given(kind);
            let verdict = study.can(&eligible, &said);
            claims.push(Claim { given: kind.given.clone(), ..claim(Question::CanBeReached, &id, verdict) });
        }
        let nothing = study.field.nothing();
        if study.rules.awards[award].conditional.is_some() {
            let conditional = [Want::Award { award, outcome: Eligibility::Conditional, is: true }];
            let verdict = study.can(&conditional, &nothing);
            claims.push(claim(Question::CanBeConditional, &id, verdict));
        }
        requirements(study, award, claims);
        deciding(study, award, kinds, claims);
    }
    for pair in awards.windows(2) {
        let [lower, higher] = pair else { continue };
        let wants = [
            Want::Award { award: *lower, outcome: Eligibility::Eligible, is: false },
            Want::Award { award: *higher, outcome: Eligibility::Eligible, is: true },
        ];
        let nothing = study.field.nothing();
        let verdict = study.can(&wants, &nothing);
        let id = |award: &AwardId| study.rules.awards[*award].id.clone();
        claims.push(Claim { and: Some(id(lower)), ..claim(Question::WithoutLower, id(higher), verdict) });
    }
}

/// Whether each requirement can fail alone.
fn requirements(study: &mut Study<'_>, award: AwardId, claims: &mut Vec<Claim>) {
    let declared = &study.rules.awards[award];
    for (at, requirement) in declared.requires.iter().enumerate() {
        let mut wants = vec![Want::Requirement { award, at, verdict: Decided::Fails }];
        let others = (0..declared.requires.len()).filter(|other| *other != at);
        wants.extend(others.map(|at| Want::Requirement { award, at, verdict: Decided::Holds }));
        wants.extend((0..declared.bars.len()).map(|at| Want::NoBar { award, at }));
        let nothing = study.field.nothing();
        let verdict = study.can(&wants, &nothing);
        claims.push(claim(Question::FailsAlone, format!("{}.{}", declared.id, requirement.id), verdict));
    }
}

/// Which facts can decide an award by themselves: units that are barely eligible, one answer taken back at a time.
fn deciding(study: &mut Study<'_>, award: AwardId, kinds: &Kinds, claims: &mut Vec<Claim>) {
    let barely = [Want::Barely { award }];
    let mut units: Vec<Said> = Vec::new();
    let nothing = Kind::default();
    for kind in std::iter::once(&nothing).chain(&kinds.units) {
        let said = study.given(kind);
        if let Outcome::Found(said) = study.field.search(&mut study.engine, &barely, &said, study.budget) {
            units.push(study.field.complete(said));
        }
    }
    let read = study.reads.award(award);
    for at in study.field.variables(&read) {
        let Some(place @ Place::Fact(_)) = study.field.space.variable(at).map(|variable| variable.place) else {
            continue;
        };
        let found = units.iter().find_map(|unit| decided_by(study, award, unit, at));
        let verdict = found.unwrap_or_else(|| Verdict::NotDecided {
            why: "in no unit that is barely eligible does its answer alone decide".to_owned(),
        });
        let fact = name_of(study.rules, place);
        let id = study.rules.awards[award].id.clone();
        claims.push(Claim { and: Some(fact), ..claim(Question::Decides, id, verdict) });
    }
}

/// The unit without its answer, where another answer would change the outcome.
fn decided_by(study: &mut Study<'_>, award: AwardId, unit: &Said, at: usize) -> Option<Verdict> {
    let outcome = |study: &mut Study<'_>, said: &Said| {
        study.more += 1;
        let document = witness::document(study.rules, study.field.space, &study.frame, said);
        witness::bound(study.rules, &document).map(|dossier| outline(&dossier).award(award))
    };
    if outcome(study, unit)? != Eligibility::Eligible {
        return None;
    }
    let mut other = unit.clone();
    let turns = study.field.choices(at, false).into_iter().any(|choice| {
        let missing = choice == Choice::Missing;
        if let Some(place) = other.get_mut(at) {
            *place = Some(choice);
        }
        !missing && matches!(outcome(study, &other), Some(Eligibility::Ineligible | Eligibility::Conditional))
    });
    if !turns {
        return None;
    }
    *other.get_mut(at)? = None;
    let without = witness::document(study.rules, study.field.space, &study.frame, &other);
    Some(study.shown(without, |rules, document| {
        let bound = witness::bound(rules, document);
        bound.is_some_and(|dossier| outline(&dossier).award(award) == Eligibility::Undetermined)
    }))
}
