//! The places of awards.

use super::What;
use super::condition::{facts_of, sides};
use super::exception::refused;
use super::places::{At, Places};
use crate::assessment::{Eligibility, RequirementOutcome, Verdict};
use crate::diagnostic::Pointer;
use crate::document;
use crate::rule_set::{Award, Bar, BarTest, Requirement, RequirementTest};

pub(super) fn awards(places: &mut Places<'_>) {
    let rules = places.rules;
    for (i, (award, written)) in rules.awards.iter().zip(&places.document.awards).enumerate() {
        let pointer = Pointer::root().key("awards").index(i);
        outcomes(places, award, &pointer);
        for (j, (one, written)) in award.requires.iter().zip(&written.requires).enumerate() {
            requirement(places, &award.id, one, written, pointer.key("requires").index(j));
        }
        let written_bars = written.bars.as_deref().unwrap_or_default();
        for (j, (one, written)) in award.bars.iter().zip(written_bars).enumerate() {
            bar(places, &award.id, one, written, pointer.key("bars").index(j));
        }
        if let (Some(one), Some(written)) = (&award.conditional, &written.conditional) {
            let pointer = pointer.key("conditional").key("requires");
            for (j, (one, written)) in one.requires.iter().zip(&written.requires).enumerate() {
                requirement(places, &award.id, one, written, pointer.index(j));
            }
        }
    }
}

fn outcomes<'a>(places: &mut Places<'a>, award: &'a Award, pointer: &Pointer) {
    let id = award.id.as_str();
    let at = At::new(id, pointer.clone());
    let conditional = award.conditional.is_some().then_some(Eligibility::Conditional);
    let outcomes = [Eligibility::Eligible, Eligibility::Ineligible, Eligibility::Undetermined];
    for outcome in outcomes.into_iter().chain(conditional) {
        places.add(What::Award, &at, outcome.word(), move |seen| {
            seen.assessment.awards.get(id).is_some_and(|award| award.outcome == outcome)
        });
    }
}

fn requirement<'a>(
    places: &mut Places<'a>,
    award: &'a str,
    requirement: &'a Requirement,
    written: &document::Requirement,
    pointer: Pointer,
) {
    let id = requirement.id.as_str();
    let of = format!("{award}.{id}");
    let at = At::new(&of, pointer);
    let at = match &requirement.test {
        RequirementTest::When(when) => at.reading(facts_of(when)),
        _ => at,
    };
    for (outcome, words) in [(Verdict::Holds, "it holds"), (Verdict::Fails, "it fails")] {
        places.add(What::Requirement, &at, words, move |seen| {
            let is_so = |one: &RequirementOutcome| one.id == id && one.outcome == outcome && !one.waived;
            seen.assessment.awards.get(award).is_some_and(|award| award.all_requirements().any(is_so))
        });
    }
    if requirement.waivable {
        let target = of.clone();
        places.add(What::Exception, &at.key("waivable"), "a waiver accepted", move |seen| {
            seen.assessment.exceptions.iter().any(|one| one.on == target)
        });
        let target = of.clone();
        places.add(What::Exception, &at.key("waivable"), "a waiver refused", move |seen| {
            refused(&seen.assessment.refused, "waiver", &target).next().is_some()
        });
    }
    if let RequirementTest::When(when) = &requirement.test
        && facts_of(when).len() > 1
    {
        sides(places, &at.key("when"), "`when`", when, written.when.as_ref());
    }
}

fn bar<'a>(places: &mut Places<'a>, award: &'a str, bar: &'a Bar, written: &document::Bar, pointer: Pointer) {
    let id = bar.id.as_str();
    let of = format!("{award}.{id}");
    let at = At::new(&of, pointer);
    let (when, since) = match &bar.test {
        BarTest::When(when) => (Some(when), None),
        BarTest::Since { fact, when, .. } => (when.as_ref(), Some(*fact)),
    };
    let at = at.reading(when.map(facts_of).unwrap_or_default().into_iter().chain(since));
    for (outcome, words) in [(Verdict::Holds, "the bar stands"), (Verdict::Fails, "the bar does not stand")] {
        places.add(What::Bar, &at, words, move |seen| {
            let bars = seen.assessment.awards.get(award).map(|award| award.bars.as_slice()).unwrap_or_default();
            bars.iter().any(|bar| bar.id == id && bar.outcome == outcome)
        });
    }
    if let Some(when) = when
        && (since.is_some() || facts_of(when).len() > 1)
    {
        sides(places, &at.key("when"), "`when`", when, written.when.as_ref());
    }
}
