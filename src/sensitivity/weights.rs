//! How far a weight may move.

use serde::{Deserialize, Serialize};

use super::{End, outcomes};
use crate::Number;
use crate::assess::trial::Exactly;
use crate::assess::{Outline, outline};
use crate::document::NotApplicable;
use crate::dossier::Dossier;
use crate::invariant::broken;
use crate::rule_set::{
    Aggregate, Award, Comparator, Compiled, CriterionId, Kind, MeasureKind, RequirementTest, ScoreOf,
};

/// A weight with the range within which every award comes out the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeightOf {
    /// The criterion.
    pub criterion: String,
    /// Its weight as the rules have it.
    pub now: Number,
    /// The range.
    pub range: WeightRange,
}

/// The range of a weight above zero within which every award comes out the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WeightRange {
    /// Between these ends. Without `low`, down to zero (zero itself apart); without `high`, without end.
    Within {
        /// The least it may be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low: Option<End>,
        /// The greatest it may be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        high: Option<End>,
    },
    /// It is not decided: something is unknown, the weight is zero, or a score depends on it through a minimum, a cap,
    /// rounding, a share or the like.
    NotDecided,
}

/// The ranges of the weights that are written in the rules: of every criterion but `sum` groups.
pub(super) fn weights(dossier: &Dossier, now: &Outline) -> Vec<WeightOf> {
    let rules: &Compiled = &dossier.rules;
    let own =
        rules.criteria.pairs().skip(1).filter(
            |(_, criterion)| !matches!(&criterion.kind, Kind::Group(group) if group.aggregate == Aggregate::Sum),
        );
    own.map(|(id, criterion)| WeightOf {
        criterion: criterion.path.clone(),
        now: criterion.weight.clone(),
        range: range(dossier, now, id).unwrap_or(WeightRange::NotDecided),
    })
    .collect()
}

/// A score that is compared with a threshold, and depends on the weight.
struct Compared {
    of: ScoreOf,
    percent: bool,
    threshold: Number,
}

fn range(dossier: &Dossier, now: &Outline, id: CriterionId) -> Option<WeightRange> {
    let rules: &Compiled = &dossier.rules;
    let weight = &rules.criteria[id].weight;
    if weight.is_zero() || !now.is_exact() {
        return None;
    }
    let above: Vec<CriterionId> = rules.around(id).collect();
    let watched = compared(rules, now, id, &above)?;
    let at = |weight: &Number| {
        let mut tried = dossier.clone();
        tried.rules = dossier.rules.with_weight(id, weight);
        outline(&tried)
    };
    let mut crossings = Vec::new();
    if !watched.is_empty() {
        let points = [weight.clone(), weight * &Number::from(2), weight * &Number::from(3)];
        let values = points.each_ref().map(&at);
        for one in &watched {
            let value = |outline: &Outline| outline.exactly(one.of).and_then(|exactly| read(exactly, one.percent));
            let [a, b, c] = &values;
            match (value(a), value(b), value(c)) {
                (Some(a), Some(b), Some(c)) => crossings.extend(crossing(&points, &[a, b, c], &one.threshold)),
                // It does not apply, or is compared with nothing: whatever the weight.
                (None, None, None) => {}
                _ => return None,
            }
        }
    }
    crossings.retain(|at| at > &Number::ZERO);
    crossings.sort();
    crossings.dedup();
    Some(holding(weight, &crossings, &outcomes(&dossier.rules, now), |weight| outcomes(&dossier.rules, &at(weight))))
}

fn read(exactly: Exactly, percent: bool) -> Option<Number> {
    if percent { exactly.percent } else { Some(exactly.points) }
}

/// The comparisons that a weight has a part in; `None` where one of them is no quotient of linear functions of it.
fn compared(rules: &Compiled, now: &Outline, id: CriterionId, above: &[CriterionId]) -> Option<Vec<Compared>> {
    let mut found: Vec<Compared> = Vec::new();
    for requirement in rules.awards.iter().flat_map(Award::all_requirements) {
        match &requirement.test {
            RequirementTest::Score { of, comparison, .. } => {
                for one in of {
                    // What a score is made of: the criteria of a measure, or itself.
                    let (heads, kind) = match one {
                        ScoreOf::Criterion(head) => (vec![*head], MeasureKind::Sum),
                        ScoreOf::Measure(measure) => {
                            let measure = &rules.measures[*measure];
                            let rounds = measure.round.is_some();
                            let touched = measure.criteria.iter().any(|head| *head == id || above.contains(head));
                            if touched && rounds {
                                return None;
                            }
                            (measure.criteria.clone(), measure.kind)
                        }
                    };
                    let Some(head) = heads.into_iter().find(|head| *head == id || above.contains(head)) else {
                        continue;
                    };
                    if !matches!(kind, MeasureKind::Sum | MeasureKind::Mean)
                        || !is_quotient(rules, now, id, above, head)
                    {
                        return None;
                    }
                    let percent = comparison.comparator == Comparator::AtLeastPercent;
                    found.push(Compared { of: *one, percent, threshold: comparison.threshold.clone() });
                }
            }
            RequirementTest::Status { criterion, .. } if above.contains(criterion) => return None,
            // Its fraction depends on its weight where its points do not rise with it alone.
            RequirementTest::Status { criterion, .. } if *criterion == id && !is_proportional(rules, id) => {
                return None;
            }
            RequirementTest::Status { .. }
            | RequirementTest::When(_)
            | RequirementTest::Held { .. }
            | RequirementTest::Eligible { .. } => {}
        }
    }
    Some(found)
}

/// Whether the points of a criterion are its weight times what does not depend on it: nothing is added beside its table,
/// handed up to it, or written in points.
fn is_proportional(rules: &Compiled, id: CriterionId) -> bool {
    let Kind::Group(group) = &rules.criteria[id].kind else { return true };
    let plain = group.cap.is_none() && group.round.is_none() && !matches!(group.aggregate, Aggregate::Deduct { .. });
    plain && !rules.may_add_beside(id)
}

/// Whether the score of `head` is a quotient of two linear functions of the weight of `id`, and what it is out of too.
///
/// What a `sum` is out of is linear in the weight as long as nothing in it is left out and taken over by others. A
/// `mean` divides by a linear function, and is out of its own weight; what stands above it then is linear in its
/// points. Only a `mean` that shrinks is out of a quotient itself.
fn is_quotient(rules: &Compiled, now: &Outline, id: CriterionId, above: &[CriterionId], head: CriterionId) -> bool {
    // A group's own points rise with its weight, but for what is written in points.
    if let Kind::Group(group) = &rules.criteria[id].kind
        && (group.cap.is_some() || group.round.is_some() || matches!(group.aggregate, Aggregate::Deduct { .. }))
    {
        return false;
    }
    if id == head {
        return true;
    }
    let mut divided = false;
    for group_id in above {
        let criterion = &rules.criteria[*group_id];
        let Kind::Group(group) = &criterion.kind else {
            return broken("what is above a criterion is a group", false);
        };
        let whole = criterion.children.iter().all(|child| now.takes_part(*child));
        let plain = group.cap.is_none() && group.round.is_none() && (whole || group.at_most_share.is_none());
        let fits = match group.aggregate {
            Aggregate::Sum => whole || divided,
            Aggregate::Mean => whole || group.not_applicable != NotApplicable::Shrink,
            _ => false,
        };
        if !plain || !fits {
            return false;
        }
        divided |= group.aggregate == Aggregate::Mean;
        if *group_id == head {
            break;
        }
    }
    true
}

/// Where a quotient of linear functions with these values at these points has the value `threshold`, if anywhere.
///
/// Such a function that is not constant keeps the cross-ratio of any four points.
fn crossing(points: &[Number; 3], values: &[Number; 3], threshold: &Number) -> Option<Number> {
    let [x1, x2, x3] = points;
    let [y1, y2, y3] = values;
    if y1 == y2 {
        return None;
    }
    // (y1, y2; y3, t) = (y3 - y1)(t - y2) / ((y3 - y2)(t - y1)) = (x3 - x1)(x - x2) / ((x3 - x2)(x - x1))
    let left = (y3 - y1) * (threshold - y2) * (x3 - x2);
    let right = (y3 - y2) * (threshold - y1) * (x3 - x1);
    // left (x - x1) = right (x - x2)
    (&left * x1 - &right * x2).checked_div(&(left - right))
}

/// The stretch round `weight`, from crossing to crossing, on which the outcomes are what they are.
fn holding<T: PartialEq>(weight: &Number, crossings: &[Number], now: &T, at: impl Fn(&Number) -> T) -> WeightRange {
    let half = Number::HALF;
    let same = |weight: &Number| at(weight) == *now;
    let mut high = None;
    let mut above = crossings.iter().filter(|at| *at >= weight).peekable();
    while let Some(crossing) = above.next() {
        let here = crossing == weight || same(crossing);
        let beyond = above.peek().map_or_else(|| crossing + &Number::ONE, |next| (crossing + *next) * &half);
        if !here || !same(&beyond) {
            high = Some(End { at: crossing.clone(), included: here });
            break;
        }
    }
    let mut low = None;
    let mut below = crossings.iter().rev().filter(|at| *at <= weight).peekable();
    while let Some(crossing) = below.next() {
        let here = crossing == weight || same(crossing);
        let beyond = below.peek().map_or_else(|| crossing * &half, |next| (crossing + *next) * &half);
        if !here || !same(&beyond) {
            low = Some(End { at: crossing.clone(), included: here });
            break;
        }
    }
    WeightRange::Within { low, high }
}
