//! The places of a leaf's scorer.

use super::What;
use super::condition::{facts_of, sides};
use super::places::{At, Places};
use crate::Number;
use crate::document::Criterion as Written;
use crate::rule_set::{Condition, CriterionId, FactId, Leaf, Scorer};

pub(super) fn scorer<'a>(places: &mut Places<'a>, at: &At<'_>, id: CriterionId, leaf: &'a Leaf, written: &Written) {
    match &leaf.scorer {
        Scorer::Scale { fact, scale, answers } => {
            let (fact, scale) = (*fact, &places.rules.scales[*scale]);
            let at = at.reading([fact]);
            for (id_of, answer) in scale.answers.pairs().filter(|(at, _)| answers.contains(at)) {
                places.add(What::Answer, &at, format!("answer `{}`", answer.name), move |seen| {
                    let given = seen.choice(fact).and_then(|choice| answers.get(choice));
                    given == Some(&id_of) && seen.applies(id)
                });
            }
        }
        Scorer::MetWhen(condition) => {
            sides(places, &at.key("met_when"), "`met_when`", condition, written.met_when.as_ref());
        }
        Scorer::Bands { fact, steps, .. } => bands(places, at, id, *fact, steps, written),
        Scorer::Linear { fact, from, to } => line(places, at, id, *fact, from, to),
        Scorer::Ratio { to, when_zero, .. } => {
            if when_zero.is_some() {
                let to = *to;
                let at = at.key("ratio").key("when_zero").reading([to]);
                places.add(What::Case, &at, "a divisor of zero", move |seen| {
                    seen.applies(id) && seen.number(to).is_some_and(Number::is_zero)
                });
            }
        }
        Scorer::Count { of, .. } => {
            for (i, condition) in of.iter().enumerate() {
                let written = written.count.as_ref().and_then(|count| count.of.get(i));
                let label = format!("condition {} of `count`", i + 1);
                sides(places, &at.key("count").key("of").index(i), &label, condition, written);
            }
        }
        Scorer::Cases { cases, .. } => self::cases(places, at, id, cases, written),
    }
}

fn bands<'a>(
    places: &mut Places<'a>,
    at: &At<'_>,
    id: CriterionId,
    fact: FactId,
    steps: &'a [(Number, Number)],
    written: &Written,
) {
    let at = at.key("bands").reading([fact]);
    let edges: Vec<&'a Number> = steps.iter().map(|(edge, _)| edge).collect();
    let highest = |value: &Number| steps.iter().filter(|(edge, _)| value >= edge).count();
    for (i, edge) in edges.iter().copied().enumerate() {
        let written = written.bands.as_ref().map(|bands| bands.steps.as_slice()).unwrap_or_default();
        let place = written.iter().position(|step| step.at_least == *edge);
        let at = place.map_or_else(|| at.clone(), |place| at.key("steps").index(place));
        places.add(What::Band, &at, format!("a value in the band from {edge}"), move |seen| {
            seen.applies(id) && seen.number(fact).is_some_and(|value| highest(value) == i + 1)
        });
        places.add(What::Edge, &at, format!("the value {edge}, on the edge of a band"), move |seen| {
            seen.applies(id) && seen.number(fact) == Some(edge)
        });
    }
    places.add(What::Band, &at, "a value below all bands", move |seen| {
        seen.applies(id) && seen.number(fact).is_some_and(|value| highest(value) == 0)
    });
}

fn line<'a>(places: &mut Places<'a>, at: &At<'_>, id: CriterionId, fact: FactId, from: &'a Number, to: &'a Number) {
    let at = at.key("linear").reading([fact]);
    let rising = from < to;
    // How far along the line a value is: at or before its beginning, between, at or beyond its end.
    let stretch = move |value: &Number| {
        let (before, beyond) = if rising { (value <= from, value >= to) } else { (value >= from, value <= to) };
        if before { 0 } else { 1 + usize::from(beyond) }
    };
    let words = [
        format!("a value at or before {from}"),
        "a value on the line".to_owned(),
        format!("a value at or beyond {to}"),
    ];
    for (i, words) in words.into_iter().enumerate() {
        places.add(What::Band, &at, words, move |seen| {
            seen.applies(id) && seen.number(fact).is_some_and(|value| stretch(value) == i)
        });
    }
}

fn cases<'a>(
    places: &mut Places<'a>,
    at: &At<'_>,
    id: CriterionId,
    cases: &'a [(Condition, Number)],
    written: &Written,
) {
    let none_before = |seen: &super::Seen<'_>, i: usize| cases.iter().take(i).all(|(when, _)| seen.fails(when));
    let all: Vec<FactId> = cases.iter().flat_map(|(when, _)| facts_of(when)).collect();
    for (i, (when, _)) in cases.iter().enumerate() {
        let case_at = at.key("cases").index(i).reading(all.clone());
        places.add(What::Case, &case_at, format!("case {} is the first that holds", i + 1), move |seen| {
            seen.applies(id) && none_before(seen, i) && seen.holds(when)
        });
        let written = written.cases.as_ref().and_then(|cases| cases.cases.get(i)).map(|case| &case.when);
        sides(places, &case_at.key("when"), &format!("`when` of case {}", i + 1), when, written);
    }
    places.add(What::Case, &at.key("otherwise").reading(all), "no case holds", move |seen| {
        seen.applies(id) && none_before(seen, cases.len())
    });
}
