//! Awards: their requirements, bars and outcome (language reference, section 7).

use super::measure::Figure;
use super::reads::missing_for;
use super::requirement::Bench;
use crate::Date;
use crate::assessment::{AwardOutcome, BarOutcome, ConditionalOutcome, Eligibility, RequirementOutcome, Verdict};
use crate::dossier::{Held, Target};
use crate::evaluate::{Facts, MissingSet, Truth};
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Award, AwardId, Bar, BarTest, MeasureId, Requirement};

/// Decides every award.
pub(super) fn awards(bench: &Bench<'_>) -> Arena<AwardId, AwardOutcome> {
    let mut decided: Arena<AwardId, Option<DecidedAward>> = Arena::like(&bench.rules.awards, |_| None);
    for &id in &bench.rules.award_order {
        decided[id] = Some(award(bench, id, &decided));
    }
    let ids = bench.rules.awards.ids();
    ids.map(|id| decided[id].take().or_widest(IN_ORDER, || award(bench, id, &decided)).outcome).collect()
}

/// What `check` sees to.
pub(super) const IN_ORDER: &str = "every award stands in the order, after those whose eligibility it asks";

/// What became of an award, and what is missing where it is undetermined.
pub(super) struct DecidedAward {
    pub(super) outcome: AwardOutcome,
    pub(super) missing: MissingSet,
}

/// The awards that are decided so far.
pub(super) type DecidedAwards = Arena<AwardId, Option<DecidedAward>>;

fn award(bench: &Bench<'_>, id: AwardId, decided: &DecidedAwards) -> DecidedAward {
    let award = &bench.rules.awards[id];
    let mut missing = MissingSet::new();
    let mut judge = |requirements: &[Requirement], first: usize| -> Vec<RequirementOutcome> {
        requirements
            .iter()
            .enumerate()
            .map(|(at, requirement)| {
                let waivers = bench.waivers(Target::Requirement(id, first + at));
                bench.requirement(requirement, &waivers, decided, &mut missing)
            })
            .collect()
    };
    let requirements = judge(&award.requires, 0);
    let conditional = award.conditional.as_ref().map(|conditional| ConditionalOutcome {
        requirements: judge(&conditional.requires, award.requires.len()),
        duration: conditional.duration,
    });
    let bars: Vec<BarOutcome> = award.bars.iter().map(|bar| judge_bar(bench, bar, &mut missing)).collect();
    let together = |outcomes: &[RequirementOutcome]| all(outcomes.iter().map(|requirement| requirement.outcome));
    let outcome = eligibility(
        together(&requirements),
        conditional.as_ref().map(|conditional| together(&conditional.requirements)),
        any(bars.iter().map(|bar| bar.outcome)),
    );
    if outcome != Eligibility::Undetermined {
        missing.clear();
    }
    // INVARIANT: what is undetermined is so for want of something.
    let lacks_nothing = outcome == Eligibility::Undetermined && missing.is_empty();
    debug_assert!(!lacks_nothing, "`{}` lacks nothing", award.id);
    if lacks_nothing {
        missing = missing_for(bench.rules, bench.facts, id);
    }
    let undecided_by = missing.iter().map(|missing| bench.facts.name_of(*missing).to_owned()).collect();
    let outcome = AwardOutcome {
        would_lapse: would_lapse(bench.dossier.as_of, award, outcome),
        held: bench.is_held(id),
        outcome,
        requirements,
        bars,
        conditional,
        undecided_by,
    };
    DecidedAward { outcome, missing }
}

/// All verdicts together: one that fails decides, then one that is open.
pub(crate) fn all(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let mut all = Verdict::Holds;
    for verdict in verdicts {
        match verdict {
            Verdict::Fails => return Verdict::Fails,
            Verdict::Open => all = Verdict::Open,
            Verdict::Holds => {}
        }
    }
    all
}

/// Any of the verdicts: one that holds decides, then one that is open.
pub(crate) fn any(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    !all(verdicts.into_iter().map(|verdict| !verdict))
}

/// The outcome of an award, from what its requirements, those of a grant on conditions, and its bars come to
/// together. Of bars `Holds` says that one stands, `Fails` that none does.
pub(crate) fn eligibility(requirements: Verdict, conditional: Option<Verdict>, bars: Verdict) -> Eligibility {
    let unbarred = bars == Verdict::Fails;
    match (requirements, conditional) {
        _ if bars == Verdict::Holds => Eligibility::Ineligible,
        (Verdict::Holds, _) if unbarred => Eligibility::Eligible,
        (Verdict::Holds | Verdict::Open, _) => Eligibility::Undetermined,
        (Verdict::Fails, Some(Verdict::Holds)) if unbarred => Eligibility::Conditional,
        (Verdict::Fails, Some(Verdict::Holds | Verdict::Open)) => Eligibility::Undetermined,
        (Verdict::Fails, Some(Verdict::Fails) | None) => Eligibility::Ineligible,
    }
}

fn judge_bar(bench: &Bench<'_>, bar: &Bar, missing: &mut MissingSet) -> BarOutcome {
    let (truth, until, because) = match &bar.test {
        BarTest::When(condition) => {
            let truth = bench.facts.truth(condition);
            bench.facts.missing_in(condition, missing);
            (truth, None, bench.words.condition(condition, truth))
        }
        BarTest::Since { fact, duration, when } => {
            let since = bench.facts.date_of(*fact);
            let end = since.and_then(|since| since.plus(*duration));
            let given = when.as_ref().map_or(Truth::True, |when| bench.facts.truth(when));
            let truth = bars(bench.facts, bench.dossier.as_of, &bar.test);
            if truth.is_unknown() {
                bench.facts.missing_of(*fact, missing);
                when.iter().for_each(|when| bench.facts.missing_in(when, missing));
            }
            let mut because = match (since, end) {
                (Some(since), Some(end)) => format!("from {since} until {end}, that day excluded"),
                (Some(since), None) => format!("from {since} on"),
                (None, _) => format!("`{}` is missing", bench.rules.facts[*fact].name),
            };
            if let Some(when) = when {
                because = format!("{because}, where {}", bench.words.condition(when, given));
            }
            (truth, end, because)
        }
    };
    let outcome = Verdict::from(truth);
    BarOutcome { id: bar.id.clone(), outcome, until, because }
}

/// Whether a bar stands.
pub(crate) fn bars(facts: &Facts<'_>, as_of: Date, test: &BarTest) -> Truth {
    match test {
        BarTest::When(condition) => facts.truth(condition),
        BarTest::Since { fact, duration, when } => {
            let in_time = facts.date_of(*fact).map_or(Truth::Unknown, |since| {
                (since <= as_of && since.plus(*duration).is_none_or(|end| as_of < end)).into()
            });
            in_time.min(when.as_ref().map_or(Truth::True, |when| facts.truth(when)))
        }
    }
}

/// The first day on which a grant made today would no longer hold.
fn would_lapse(as_of: Date, award: &Award, outcome: Eligibility) -> Option<Date> {
    match outcome {
        Eligibility::Eligible => as_of.plus(award.valid_for?),
        Eligibility::Conditional => {
            let terms = award.conditional.as_ref().always("what is granted on conditions has them")?;
            as_of.plus(terms.duration)
        }
        Eligibility::Undetermined | Eligibility::Ineligible => None,
    }
}

/// Whether an award held before is in force on a date.
pub(crate) fn in_force(award: &Award, held: &Held, on: Date) -> bool {
    held.from <= on && end_of(award, held).is_none_or(|end| on < end)
}

/// The first day on which an award held before is no longer in force.
pub(crate) fn end_of(award: &Award, held: &Held) -> Option<Date> {
    let lapses = award.valid_for.and_then(|valid_for| held.from.plus(valid_for));
    [held.until, held.revoked, lapses].into_iter().flatten().min()
}

/// The measures that an award's requirements compare.
pub(super) type Measures = Arena<MeasureId, Figure>;
