//! The form of an assessment: which keys there are, and where keys are names of the rule set.

use indexmap::IndexMap;
use serde_json::Value;

use crate::assessment::{
    AcceptedException, AwardOutcome, BarOutcome, ConditionalOutcome, CriterionOutcome, Eligibility, EvidenceFinding,
    EvidenceOutcome, MadeBy, Margin, MeasureOutcome, Points, Range, RefusedException, RequirementOutcome, RestsOn,
    Score, Status, Verdict, Warning,
};
use crate::document::Standing;
use crate::{Assessment, Date, Number};

/// The key that stands for every name, in a mapping whose keys are names.
pub(super) const ANY_NAME: &str = "*";

/// The JSON of an assessment in which everything is there that can be there.
///
/// It is made from the types themselves, so that a new field cannot be forgotten here.
pub(super) fn assessment() -> Option<Value> {
    let mut form = serde_json::to_value(specimen()?).ok()?;
    for score in ["total", "claimed", "evidenced"] {
        // The other spelling of a score. It is a null here since a score that is there has no such key.
        form.get_mut(score)?.as_object_mut()?.insert("scored".to_owned(), Value::Null);
    }
    Some(form)
}

/// Whether the keys of this mapping are names.
pub(super) fn is_by_name(form: &Value) -> bool {
    form.as_object().is_some_and(|map| map.len() == 1 && map.contains_key(ANY_NAME))
}

/// Whether this is a range, which is written as one number where its ends are equal.
pub(super) fn is_range(form: &Value) -> bool {
    form.as_object().is_some_and(|map| map.len() == 2 && map.contains_key("low") && map.contains_key("high"))
}

fn specimen() -> Option<Assessment> {
    let day: Date = "2000-01-01".parse().ok()?;
    let range = || Range { low: Number::ZERO, high: Number::ONE };
    let points = || Points { low: Number::ZERO, high: Number::ONE, of: range(), tight: true };
    let word = || "text".to_owned();
    let requirement = || RequirementOutcome {
        id: word(),
        outcome: Verdict::Holds,
        waived: true,
        compares: Some(word()),
        threshold: Some(Number::ONE),
        margin: Some(Margin { low: Number::ZERO, high: Number::ONE }),
        because: word(),
    };
    let criterion = CriterionOutcome {
        status: Status::Met,
        low: Number::ZERO,
        high: Number::ONE,
        of: range(),
        tight: true,
        contribution: Some(range()),
        claimed: points(),
        evidenced: points(),
        answered_by: Some(word()),
        reads: by_name(Some(word())),
        evidence: Some(EvidenceOutcome {
            satisfied: true,
            used: vec![word()],
            lacking: vec![word()],
            unusable: by_name(word()),
        }),
        because: word(),
    };
    let measure =
        MeasureOutcome { status: Status::Met, low: Number::ZERO, high: Number::ONE, of: range(), tight: true };
    let award = AwardOutcome {
        outcome: Eligibility::Eligible,
        requirements: vec![requirement()],
        bars: vec![BarOutcome { id: word(), outcome: Verdict::Holds, until: Some(day), because: word() }],
        conditional: Some(ConditionalOutcome { requirements: vec![requirement()], duration: "1d".parse().ok()? }),
        undecided_by: vec![word()],
        held: true,
        would_lapse: Some(day),
    };
    Some(Assessment {
        predikat: crate::assessment::FORMAT,
        ruleset: MadeBy { id: word(), edition: word(), method: word() },
        unit: word(),
        as_of: day,
        known: Some(day),
        round: Some(word()),
        insisted: true,
        total: Score::Scored(points()),
        claimed: Score::Scored(points()),
        evidenced: Score::Scored(points()),
        criteria: by_name(criterion),
        measures: by_name(measure),
        awards: by_name(award),
        highest: Some(word()),
        exceptions: vec![AcceptedException {
            kind: word(),
            on: word(),
            using: Some(word()),
            reason: word(),
            approved_by: word(),
            uncertain: true,
            worth: Some(range()),
            decides: vec![word()],
        }],
        refused: vec![RefusedException { kind: Some(word()), on: Some(word()), why: word(), because: word() }],
        evidence: vec![EvidenceFinding { documents: vec![word()], what: word(), on: vec![word()], because: word() }],
        rests_on: vec![RestsOn { standing: Standing::Assumed, at: word(), citation: Some(word()) }],
        warnings: vec![Warning { code: word(), at: word(), message: word() }],
    })
}

fn by_name<T>(one: T) -> IndexMap<String, T> {
    IndexMap::from([(ANY_NAME.to_owned(), one)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_form_is_left_out() {
        let form = assessment().unwrap();
        assert!(is_by_name(&form["criteria"]));
        assert!(!is_by_name(&form["ruleset"]));
        assert!(is_range(&form["total"]["of"]));
        for path in ["/insisted", "/awards/*/would_lapse", "/criteria/*/evidence/unusable/*", "/exceptions/0/uncertain"]
        {
            assert!(form.pointer(path).is_some(), "{path}");
        }
    }
}
