//! The same rules with one number changed, to see what depends on it. They keep their name and method digest, and
//! never leave the library.

use super::{Aggregate, AwardId, Compiled, CriterionId, Kind, Requirement, RequirementTest, RuleSet};
use crate::Number;
use crate::invariant::broken;

impl RuleSet {
    /// With another threshold of a requirement, by its position among `requires`, then among those of `conditional`.
    pub(crate) fn with_threshold(&self, award: AwardId, at: usize, threshold: &Number) -> Option<RuleSet> {
        let mut varied: Compiled = (**self).clone();
        let award = &mut varied.awards[award];
        let requirement = award.all_requirements_mut().nth(at);
        let Some(Requirement { test: RequirementTest::Score { comparison, .. }, .. }) = requirement else {
            return broken("a requirement with a threshold is varied", None);
        };
        comparison.threshold = threshold.clone();
        Some(RuleSet::from(varied))
    }

    /// With another weight of a criterion; a `sum` above it weighs what is in it.
    pub(crate) fn with_weight(&self, id: CriterionId, weight: &Number) -> RuleSet {
        let mut varied: Compiled = (**self).clone();
        varied.criteria[id].weight = weight.clone();
        let mut above = varied.criteria[id].parent;
        while let Some(id) = above {
            let criterion = &varied.criteria[id];
            let is_sum = matches!(&criterion.kind, Kind::Group(group) if group.aggregate == Aggregate::Sum);
            if !is_sum {
                break;
            }
            let table = criterion.children.iter().map(|child| &varied.criteria[*child]);
            let weight = table.filter(|child| !child.bonus).map(|child| &child.weight).sum();
            above = criterion.parent;
            varied.criteria[id].weight = weight;
        }
        RuleSet::from(varied)
    }
}
