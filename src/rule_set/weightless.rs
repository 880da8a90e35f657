//! What weighs 0 and can have points all the same.

use super::{Aggregate, Compiled, CriterionId, Kind};
use crate::Number;

impl Compiled {
    /// Whether every child of a group that is no bonus has a weight of 0.
    pub(crate) fn is_weightless(&self, group: CriterionId) -> bool {
        let mut counted = self.criteria[group].children.iter().filter(|child| !self.criteria[**child].bonus);
        counted.all(|child| self.criteria[*child].weight.is_zero())
    }

    /// Whether a criterion of weight 0 may have points: it deducts below 0, or something in it is added beside a table.
    pub(crate) fn may_have_points(&self, id: CriterionId) -> bool {
        let criterion = &self.criteria[id];
        let Kind::Group(group) = &criterion.kind else { return false };
        if !criterion.weight.is_zero() {
            return false;
        }
        // A cap below 0, and rounding, move points too.
        let is_moved = group.cap.as_ref().is_some_and(Number::is_negative);
        let deducts = matches!(&group.aggregate, Aggregate::Deduct { floor } if !floor.is_zero());
        is_moved || deducts || self.may_add_beside(id)
    }

    /// Whether something below a group may be added beside its table or that of another.
    pub(crate) fn may_add_beside(&self, id: CriterionId) -> bool {
        self.criteria[id].children.iter().any(|child| {
            let below = &self.criteria[*child];
            below.bonus && !below.weight.is_zero() || self.may_have_points(*child) || self.may_add_beside(*child)
        })
    }
}
