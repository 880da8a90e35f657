//! The sums of weights that can come about in a group, and one denominator for all of them.

use super::super::program::Fixed;
use super::{Compiler, MOST, Weighed, common_multiple};
use crate::document::WhenZero;
use crate::rule_set::{AnswerOutcome, Condition, CriterionId, Derivation, FactId, Kind, Leaf, Scorer};

/// So many things may each apply or not, independently.
const MOST_SWITCHES: usize = 6;

/// What makes something leave its group: the same condition for several, or something of its own.
type Switch<'a> = (Option<&'a Condition>, i64);

impl Compiler<'_> {
    /// The one denominator of a group, where the sums of weights in it are few.
    pub(super) fn fixed(&self, children: &[Weighed], scale: i64, whole: i64) -> Option<Fixed> {
        let wholes = wholes(&self.switches(children)?, whole);
        let shared = common_multiple(wholes.iter().map(|one| i128::from(*one)))?;
        let denominator = i128::from(scale).checked_mul(shared).filter(|denominator| *denominator < MOST)?;
        let factors = wholes.iter().map(|one| Some((*one, i64::try_from(shared / i128::from(*one)).ok()?)));
        Some(Fixed { denominator: i64::try_from(denominator).ok()?, factors: factors.collect::<Option<_>>()? })
    }

    /// What may leave the group; `None` where that is too much.
    fn switches(&self, children: &[Weighed]) -> Option<Vec<Switch<'_>>> {
        let mut switches: Vec<Switch<'_>> = Vec::new();
        for (child, weight) in children {
            let condition = self.rules.criteria[*child].applies_when.as_ref();
            if self.may_leave(*child) {
                switches.push((None, *weight));
            } else if let Some(condition) = condition {
                match switches.iter_mut().find(|(known, _)| *known == Some(condition)) {
                    Some((_, together)) => *together = together.checked_add(*weight)?,
                    None => switches.push((Some(condition), *weight)),
                }
            }
        }
        switches.retain(|(_, weight)| *weight != 0);
        (switches.len() <= MOST_SWITCHES).then_some(switches)
    }

    /// Whether a criterion may leave its group by an answer, or because all that is in it does.
    fn may_leave(&self, id: CriterionId) -> bool {
        let criterion = &self.rules.criteria[id];
        match &criterion.kind {
            Kind::Leaf(leaf) => self.answer_may_leave(leaf),
            Kind::Group(_) => self.may_empty(id),
        }
    }

    /// Whether all that has a weight in a group may leave it.
    pub(super) fn may_empty(&self, id: CriterionId) -> bool {
        !self.rules.criteria[id].children.iter().any(|child| {
            let inside = &self.rules.criteria[*child];
            inside.applies_when.is_none() && !inside.weight.is_zero() && !self.may_leave(*child)
        })
    }

    fn answer_may_leave(&self, leaf: &Leaf) -> bool {
        let by_division = |when_zero: Option<&WhenZero>| matches!(when_zero, Some(WhenZero::NotApplicable));
        let derived = |fact: FactId| self.derived_may_leave(fact);
        match &leaf.scorer {
            Scorer::Scale { fact, scale, .. } => {
                let answers = &self.rules.scales[*scale].answers;
                derived(*fact) || answers.iter().any(|answer| answer.gives == AnswerOutcome::NotApplicable)
            }
            Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => derived(*fact),
            Scorer::Ratio { of, to, when_zero } => by_division(when_zero.as_ref()) || derived(*of) || derived(*to),
            Scorer::MetWhen(_) | Scorer::Count { .. } | Scorer::Cases { .. } => false,
        }
    }

    /// Whether a fact is derived in a way that may make it not applicable.
    fn derived_may_leave(&self, fact: FactId) -> bool {
        match &self.rules.facts[fact].derivation {
            None | Some(Derivation::Count(_) | Derivation::DaysBetween(..)) => false,
            Some(Derivation::Ratio(_, _, when_zero)) if !matches!(when_zero, Some(WhenZero::NotApplicable)) => false,
            Some(_) => true,
        }
    }
}

/// The sums above zero that are left when any of the switches is off, the whole first.
fn wholes(switches: &[Switch<'_>], whole: i64) -> Vec<i64> {
    let mut wholes = vec![whole];
    for (_, weight) in switches {
        for one in wholes.clone() {
            let less = one - weight;
            if less > 0 && !wholes.contains(&less) {
                wholes.push(less);
            }
        }
    }
    wholes
}
