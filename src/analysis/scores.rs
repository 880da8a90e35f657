//! Scores: the least and the greatest, caps that take points away, roundings that decide.

use super::difference::{self, Felt};
use super::goal::{OF_AWARD, Want};
use super::kinds::{Kind as UnitKind, Kinds};
use super::report::{Claim, End, Extent, Question, Verdict};
use super::search::{Outcome, Said};
use super::study::{Study, claim};
use super::witness;
use crate::document::Rounding;
use crate::invariant::Always;
use crate::number::RoundingMode;
use crate::rule_set::{
    Comparator, Comparison, Compiled, CriterionId, Group, Kind, MeasureId, RequirementTest, ScoreOf,
};
use crate::score::seen::Seen;
use crate::{DossierDocument, Number};

/// Every group and measure, the total first.
fn all(rules: &Compiled) -> Vec<(ScoreOf, String)> {
    let groups = rules.criteria.pairs().filter(|(_, criterion)| matches!(criterion.kind, Kind::Group(_)));
    let groups = groups.map(|(id, criterion)| (ScoreOf::Criterion(id), name(id, &criterion.path)));
    groups.chain(rules.measures.pairs().map(|(id, one)| (ScoreOf::Measure(id), one.id.clone()))).collect()
}

fn name(id: CriterionId, path: &str) -> String {
    if id == CriterionId::TOTAL { "total".to_owned() } else { path.to_owned() }
}

/// The least and the greatest of every score, for every kind of unit.
pub(super) fn extents(study: &mut Study<'_>, kinds: &Kinds) -> Vec<Extent> {
    let mut found = Vec::new();
    for kind in &kinds.units {
        for (of, name) in all(study.rules) {
            if study.watch.is_spent() {
                return found;
            }
            if let (Some(least), Some(greatest)) = (end(study, of, kind, false), end(study, of, kind, true)) {
                found.push(Extent { of: name, given: kind.given.clone(), least, greatest });
            }
        }
    }
    found
}

/// One end of a score; `None` where it never applies.
fn end(study: &mut Study<'_>, of: ScoreOf, kind: &UnitKind, greatest: bool) -> Option<End> {
    let given = study.given(kind);
    // All answers as they help most, or least: often that is the end.
    let start = if greatest { given.clone() } else { worst(study, of, &given) };
    let document = study.document(start);
    let mut best = points(study, of, &document).map(|points| (points, document));
    let within = |value: Number, strictly: bool| {
        let want = if greatest { Want::AtLeast { of, value, strictly } } else { Want::AtMost { of, value, strictly } };
        [want]
    };
    let (low, high) = bounds(study, of, &given)?;
    let (mut bound, other) = if greatest { (high, low) } else { (low, high) };
    let mut left = study.budget();
    loop {
        if best.as_ref().is_some_and(|(points, _)| *points == bound) {
            break;
        }
        let before = study.engine.taken();
        // Better than the best so far; of what is not known yet, anything that applies.
        let wants = match &best {
            Some((points, _)) => within(points.clone(), true),
            None => within(other.clone(), false),
        };
        let outcome = study.field.search(&mut study.engine, &wants, &given, left);
        left = left.saturating_sub(study.engine.taken() - before);
        match outcome {
            Outcome::Found(said) => {
                let document = study.document(said);
                let Some(found) = points(study, of, &document) else { break };
                let further = |(points, _): &(Number, _)| if greatest { found > *points } else { found < *points };
                if best.as_ref().is_some_and(|best| !further(best)) {
                    break;
                }
                best = Some((found, document));
            }
            Outcome::Impossible => {
                bound = best.as_ref()?.0.clone();
                break;
            }
            Outcome::UsedUp | Outcome::Remains(_) => break,
        }
    }
    let exact = best.as_ref().is_some_and(|(points, _)| *points == bound);
    best.iter().for_each(|(_, document)| study.watch.keep(document));
    Some(End { bound, exact, witness: best.map(|(_, document)| Box::new(document)) })
}

/// What `of` reads as it helps least.
fn worst(study: &Study<'_>, of: ScoreOf, given: &Said) -> Said {
    let mut said = given.clone();
    for at in study.field.variables(&study.reads.score(of)) {
        if said[at].is_none() {
            said[at] = study.field.best(at, false);
        }
    }
    said
}

/// The sound bounds with nothing said but what is given.
fn bounds(study: &mut Study<'_>, of: ScoreOf, given: &Said) -> Option<(Number, Number)> {
    for (at, variable) in study.field.space.variables.pairs() {
        if let Some(choice) = &given[at] {
            study.engine.set(variable.place, choice);
        }
    }
    let seen = study.engine.look();
    for variable in study.field.space.variables.iter() {
        study.engine.clear(variable.place);
    }
    let (points, _) = seen.bounds(study.rules, of)?;
    Some((points.low, points.high))
}

/// The points of a unit that is known in full.
fn points(study: &mut Study<'_>, of: ScoreOf, document: &DossierDocument) -> Option<Number> {
    study.more += 1;
    study.watch.look();
    let (points, applies) = Seen::of(&witness::bound(study.rules, document)?).bounds(study.rules, of)?;
    (applies.is_true() && points.low == points.high).then_some(points.low)
}

/// Whether caps take points away, and roundings decide.
pub(super) fn claims(study: &mut Study<'_>, claims: &mut Vec<Claim>) {
    let rules = study.rules;
    for (id, criterion) in rules.criteria.pairs() {
        let Kind::Group(group) = &criterion.kind else { continue };
        let of = ScoreOf::Criterion(id);
        if let Some(cap) = &group.cap {
            let verdict = cap_takes(study, (id, group), cap);
            claims.push(claim(Question::CapTakes, name(id, &criterion.path), verdict));
        }
        if let Some(round) = group.round {
            let change = |compiled: &mut Compiled| {
                compiled.criteria[id].kind = Kind::Group(Group { round: None, ..group.clone() });
            };
            roundings(study, of, round, &change, claims);
        }
    }
    for (id, measure) in rules.measures.pairs() {
        if let Some(round) = measure.round {
            let change = |compiled: &mut Compiled| compiled.measures[id].round = None;
            roundings(study, ScoreOf::Measure(MeasureId::clone(&id)), round, &change, claims);
        }
    }
}

/// Whether the cap leaves some unit with fewer points than the group has without it.
fn cap_takes(study: &mut Study<'_>, (id, group): (CriterionId, &Group), cap: &Number) -> Verdict {
    let of = ScoreOf::Criterion(id);
    let change = |rounded: bool| {
        move |compiled: &mut Compiled| {
            let round = group.round.filter(|_| rounded);
            compiled.criteria[id].kind = Kind::Group(Group { cap: None, round, ..group.clone() });
        }
    };
    if study.watch.is_spent() {
        return study.unfound(&Outcome::UsedUp);
    }
    let engines = study.engine_with(change(false)).zip(study.engine_with(|_| {})).zip(study.engine_with(change(true)));
    let Some(((mut uncapped, with), without)) = engines else { return study.unfound(&Outcome::UsedUp) };
    // Only what is past the cap can lose to it; rounding may give it back.
    let past = [Want::AtLeast { of, value: cap.clone(), strictly: true }];
    let (nothing, budget) = (study.field.nothing(), study.budget());
    let outcome = study.field.search(&mut uncapped, &past, &nothing, budget);
    study.more += uncapped.taken();
    let tried = match outcome {
        Outcome::Found(said) => vec![study.field.complete(said)],
        Outcome::Impossible => return study.unfound(&Outcome::Impossible),
        Outcome::UsedUp | Outcome::Remains(_) => Vec::new(),
    };
    match difference::of_engines(study, Felt::Score(of), vec![with, without], &[], &tried) {
        Outcome::Found(said) => difference::shown_by_change(study, Felt::Score(of), said, change(true)),
        outcome => study.unfound(&outcome),
    }
}

/// Every comparison of a rounded score that its rounding may decide.
fn roundings(
    study: &mut Study<'_>,
    of: ScoreOf,
    round: Rounding,
    change: &dyn Fn(&mut Compiled),
    claims: &mut Vec<Claim>,
) {
    let rules = study.rules;
    for (id, award) in rules.awards.pairs() {
        for (at, requirement) in award.requires.iter().enumerate() {
            let RequirementTest::Score { of: scores, comparison, .. } = &requirement.test else { continue };
            if scores.as_slice() != [of] {
                continue;
            }
            let about = format!("{}.{}", award.id, requirement.id);
            let verdict = match turning(comparison, round) {
                Some((low, high)) if low < high => {
                    let wants = [
                        Want::AtLeast { of, value: low, strictly: false },
                        Want::AtMost { of, value: high, strictly: true },
                    ];
                    let verdict = |seen: &Seen| seen.requirement(id, at).always(OF_AWARD);
                    differs(study, &wants, change, &|with, without| verdict(with) != verdict(without))
                }
                _ => Verdict::NotDecided { why: "only `at_least` above zero is looked at".to_owned() },
            };
            claims.push(claim(Question::RoundingDecides, about, verdict));
        }
    }
}

/// Between which points a comparison comes out otherwise for rounding them.
fn turning(comparison: &Comparison, round: Rounding) -> Option<(Number, Number)> {
    let threshold = &comparison.threshold;
    if comparison.comparator != Comparator::AtLeast || *threshold <= Number::ZERO {
        return None;
    }
    // The least rounded value that is enough, and the width of a step.
    let enough = threshold.round(round.places, RoundingMode::Up);
    let step = (0..round.places).fold(Number::ONE, |step, _| step * Number::TENTH);
    let turn = match round.mode {
        RoundingMode::HalfUp | RoundingMode::HalfEven => &enough - &(&step * &Number::HALF),
        RoundingMode::Down => enough,
        RoundingMode::Up => &enough - &step,
    };
    Some((turn.clone().min(threshold.clone()), turn.max(threshold.clone())))
}

/// Looks among units of the changed rules for one that the rules as they stand treat otherwise.
fn differs(
    study: &mut Study<'_>,
    wants: &[Want],
    change: &dyn Fn(&mut Compiled),
    different: &dyn Fn(&Seen, &Seen) -> bool,
) -> Verdict {
    if study.watch.is_spent() {
        return study.unfound(&Outcome::UsedUp);
    }
    let Some(mut engine) = study.engine_with(change) else {
        return Verdict::NotDecided { why: "the changed rules do not bind".to_owned() };
    };
    let (nothing, budget) = (study.field.nothing(), study.budget());
    let outcome = study.field.search(&mut engine, wants, &nothing, budget);
    study.more += engine.taken();
    let Outcome::Found(said) = outcome else { return study.unfound(&outcome) };
    let document = study.document(said);
    let mut compiled = Compiled::clone(study.rules);
    change(&mut compiled);
    let changed = crate::RuleSet::from(compiled);
    study.shown(document, |rules, document| {
        let (with, without) = (witness::bound(rules, document), witness::bound(&changed, document));
        with.zip(without).is_some_and(|(with, without)| different(&Seen::of(&with), &Seen::of(&without)))
    })
}
