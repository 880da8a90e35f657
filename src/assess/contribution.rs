//! What each criterion adds to the total (language reference, groups, contributions).

use super::layer::Layer;
use crate::Number;
use crate::document::NotApplicable;
use crate::evaluate::Span;
use crate::invariant::{Always, broken};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Aggregate, Compiled, CriterionId, Kind};

/// What of a criterion is worth how much in points of the total; `None` where it is not given.
#[derive(Clone)]
struct Scale {
    /// A point of it.
    point: Option<Span>,
    /// A point that is handed up past it.
    handed: Option<Span>,
}

impl Layer {
    /// What each criterion adds to the total, in the total's unit, where every group above it is a `sum` or a
    /// `mean`.
    pub(super) fn contributions(&self, rules: &Compiled) -> Arena<CriterionId, Option<Span>> {
        let mut contribution: Arena<CriterionId, Option<Span>> = Arena::like(&rules.criteria, |_| None);
        let mut scales: Arena<CriterionId, Scale> =
            Arena::like(&rules.criteria, |_| Scale { point: None, handed: None });
        contribution[CriterionId::TOTAL] = Some(self.shown[CriterionId::TOTAL].points.clone());
        // What the total hands up is lost.
        scales[CriterionId::TOTAL] = Scale { point: Some(Span::exactly(Number::ONE)), handed: Some(Span::ZERO) };
        for (id, criterion) in rules.criteria.pairs() {
            let Some(parent) = criterion.parent else { continue };
            let Kind::Group(group) = &rules.criteria[parent].kind else {
                broken("what is above a criterion is a group", ());
                continue;
            };
            let is_given = scales[parent].point.is_some() && scales[parent].handed.is_some();
            if !is_given || !matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean) {
                continue;
            }
            let counts_as_met = group.not_applicable == NotApplicable::Full && !criterion.bonus;
            let (given, scale) =
                self.below(id, parent, &scales[parent], &criterion.weight, criterion.bonus, counts_as_met);
            contribution[id] = given;
            scales[id] = scale;
        }
        contribution
    }

    /// What a child of a `sum` or `mean` adds, and what its own points are worth: over each way in which the group applies.
    fn below(
        &self,
        id: CriterionId,
        parent: CriterionId,
        above: &Scale,
        weight: &Number,
        bonus: bool,
        counts_as_met: bool,
    ) -> (Option<Span>, Scale) {
        let (worth, around) = (&self.worth[id], &self.worth[parent]);
        let mut ways = Vec::new();
        if around.applies.may {
            let shares = self.shares[parent].as_ref();
            ways.push((|| {
                let (shares, above) = (shares?, above.point.as_ref()?);
                let beside = above.times(&shares.beside);
                let is_beside = bonus || weight.is_zero();
                let point = if is_beside { beside.clone() } else { shares.point.times_span(above) };
                let mut added = Vec::new();
                if worth.applies.may {
                    let in_table = (!is_beside).then(|| worth.points.times_span(&point));
                    // In the table by its weight, beside it where that is 0.
                    let with_weight = in_table.filter(|_| worth.may_weigh());
                    let without = worth.may_be_weightless() || is_beside;
                    added.extend(with_weight);
                    added.extend(without.then(|| worth.points.times_span(&beside)));
                }
                if !worth.applies.surely() {
                    let stands_in = counts_as_met && worth.applies.may_be_out();
                    added.extend(stands_in.then(|| Span::exactly(weight * &shares.full).times_span(&point)));
                    if !stands_in || worth.applies.may_be_skipped {
                        added.push(Span::ZERO);
                    }
                }
                let own = Span::hull_of(added).always("something is possible")?;
                let given = own.plus(&worth.handed().points.times_span(&beside));
                Some((given, if worth.applies.may { point } else { Span::ZERO }, beside))
            })());
        }
        if around.applies.may_be_empty {
            ways.push(above.handed.as_ref().map(|handed| {
                let stays = worth.applies.may && worth.may_be_weightless() && !bonus;
                let own = if stays { worth.beside().points.times_span(handed) } else { Span::ZERO };
                let given = own.plus(&worth.handed().points.times_span(handed));
                (given, if stays { handed.clone() } else { Span::ZERO }, handed.clone())
            }));
        }
        if around.applies.may_not || around.applies.may_be_skipped {
            ways.push(Some((Span::ZERO, Span::ZERO, Span::ZERO)));
        }
        let together = ways.into_iter().reduce(|one, other| {
            let ((a, b, c), (d, e, f)) = (one?, other?);
            Some((a.hull(&d), b.hull(&e), c.hull(&f)))
        });
        match together.flatten() {
            Some((given, point, handed)) => (Some(given), Scale { point: Some(point), handed: Some(handed) }),
            None => (None, Scale { point: None, handed: None }),
        }
    }
}
