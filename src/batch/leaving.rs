//! What may leave a group by column, and the sums of weights that it may leave behind.

use super::plan::{ByPlan, GroupPlan, LeafPlan, TestPlan};

/// What leaves a group together: by the same tests, or something by itself.
type Leaving<'p> = (Option<&'p [TestPlan]>, i32);

impl ByPlan {
    /// Whether an answer leaves the group.
    pub(super) fn may_leave(&self) -> bool {
        match self {
            ByPlan::Codes { products, .. } => products.contains(&None),
            ByPlan::Tests { .. } | ByPlan::Bands { .. } => false,
        }
    }
}

impl LeafPlan {
    /// Whether it may leave its group.
    pub(super) fn may_leave(&self) -> bool {
        !self.when.is_empty() || self.by.may_leave()
    }
}

impl GroupPlan {
    /// Whether it has a factor for every sum of weights above zero that may be left in it; `groups` stand before it.
    pub(super) fn has_each_factor(&self, groups: &[GroupPlan]) -> bool {
        let Some(leaving) = self.leaving(groups) else { return false };
        let mut left = vec![self.whole];
        for (_, weight) in leaving {
            for one in left.clone() {
                let less = one - weight;
                if less <= 0 || left.contains(&less) {
                    continue;
                }
                if !self.has_factor(less) {
                    return false;
                }
                left.push(less);
            }
        }
        self.has_factor(self.whole)
    }

    fn has_factor(&self, left: i32) -> bool {
        self.factors.iter().any(|(one, _)| *one == left)
    }

    /// What may leave it; `None` where a group in it does not stand before it.
    fn leaving<'p>(&'p self, groups: &'p [GroupPlan]) -> Option<Vec<Leaving<'p>>> {
        let leaves = self.leaves.iter().filter(|leaf| leaf.may_leave()).map(|leaf| {
            let together = (!leaf.by.may_leave()).then_some(leaf.when.as_slice());
            Some((together, i32::from(leaf.weight)))
        });
        let subgroups = self.subgroups.iter().filter(|subgroup| subgroup.may_leave).map(|subgroup| {
            let inside = groups.get(subgroup.at)?;
            Some(((!inside.may_empty).then_some(inside.when.as_slice()), subgroup.weight))
        });
        let mut leaving: Vec<Leaving<'p>> = Vec::new();
        for one in leaves.chain(subgroups) {
            let (together, weight) = one?;
            match leaving.iter_mut().find(|(known, _)| together.is_some() && *known == together) {
                Some((_, sum)) => *sum += weight,
                None => leaving.push((together, weight)),
            }
        }
        Some(leaving)
    }
}
