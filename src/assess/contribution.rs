//! What each criterion adds to the total (language reference, groups, contributions).

use super::group::Shares;
use super::layer::Layer;
use crate::Number;
use crate::document::NotApplicable;
use crate::evaluate::Span;
use crate::invariant::{Always, broken};
use crate::rule_set::arena::Arena;
use crate::rule_set::{Aggregate, Compiled, CriterionId, Kind};

/// What points at a criterion are worth in points of the total; `None` where it is not given.
#[derive(Clone)]
struct Scale {
    /// A point of it.
    point: Option<Span>,
    /// A point that is handed up past it.
    handed: Option<Span>,
}

/// One way in which a group applies or does not: what a child then adds, and what points at it are worth.
struct Way {
    added: Span,
    point: Span,
    handed: Span,
}

impl Way {
    const NOTHING: Way = Way { added: Span::ZERO, point: Span::ZERO, handed: Span::ZERO };

    fn or(self, other: &Way) -> Way {
        Way {
            added: self.added.hull(&other.added),
            point: self.point.hull(&other.point),
            handed: self.handed.hull(&other.handed),
        }
    }
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
            if !matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean) {
                continue;
            }
            let bonus = criterion.bonus;
            let counts_as_met = group.not_applicable == NotApplicable::Full && !bonus;
            let child = Below { id, parent, weight: &criterion.weight, bonus, counts_as_met };
            let (given, scale) = self.below(&child, &scales[parent]);
            contribution[id] = given;
            scales[id] = scale;
        }
        contribution
    }

    /// What a child of a `sum` or `mean` adds, and what its own points are worth: over each way in which the group applies.
    fn below(&self, child: &Below<'_>, above: &Scale) -> (Option<Span>, Scale) {
        let applies = self.worth[child.parent].applies;
        let nothing = Scale { point: None, handed: None };
        let (Some(point), Some(handed)) = (&above.point, &above.handed) else { return (None, nothing) };
        let mut ways = Vec::new();
        if applies.may {
            let shares = self.shares[child.parent].as_ref();
            ways.push(shares.and_then(|shares| self.in_group(child, shares, point)));
        }
        if applies.may_be_empty {
            ways.push(Some(self.in_empty_group(child, handed)));
        }
        if applies.may_not || applies.may_be_skipped {
            ways.push(Some(Way::NOTHING));
        }
        let way = ways.into_iter().reduce(|one, other| Some(one?.or(&other?)));
        match way.always("a criterion applies or does not").flatten() {
            Some(Way { added, point, handed }) => (Some(added), Scale { point: Some(point), handed: Some(handed) }),
            None => (None, nothing),
        }
    }

    /// Where the group applies, a point of it worth `above`.
    fn in_group(&self, child: &Below<'_>, shares: &Shares, above: &Span) -> Option<Way> {
        let worth = &self.worth[child.id];
        let beside = above.times(&shares.beside);
        let is_beside = child.bonus || child.weight.is_zero();
        let point = if is_beside { beside.clone() } else { shares.point.times_span(above) };
        let mut added = Vec::new();
        if worth.applies.may {
            // In the table by its weight, beside it where that is 0.
            if !is_beside && worth.may_weigh() {
                added.push(worth.points.times_span(&point));
            }
            if is_beside || worth.may_be_weightless() {
                added.push(worth.points.times_span(&beside));
            }
        }
        if !worth.applies.surely() {
            let stands_in = child.counts_as_met && worth.applies.may_be_out();
            if stands_in {
                added.push(Span::exactly(child.weight * &shares.full).times_span(&point));
            }
            if !stands_in || worth.applies.may_be_skipped {
                added.push(Span::ZERO);
            }
        }
        let own = Span::hull_of(added).always("a child applies or does not")?;
        Some(Way {
            added: own.plus(&worth.handed().points.times_span(&beside)),
            point: if worth.applies.may { point } else { Span::ZERO },
            handed: beside,
        })
    }

    /// Where the group is empty, a point handed up past it worth `handed`: what weighs 0 stays.
    fn in_empty_group(&self, child: &Below<'_>, handed: &Span) -> Way {
        let worth = &self.worth[child.id];
        let stays = worth.applies.may && worth.may_be_weightless() && !child.bonus;
        let own = if stays { worth.beside().points.times_span(handed) } else { Span::ZERO };
        Way {
            added: own.plus(&worth.handed().points.times_span(handed)),
            point: if stays { handed.clone() } else { Span::ZERO },
            handed: handed.clone(),
        }
    }
}

/// A child of a `sum` or `mean`.
struct Below<'a> {
    id: CriterionId,
    parent: CriterionId,
    weight: &'a Number,
    bonus: bool,
    /// Its group counts what does not apply as met.
    counts_as_met: bool,
}
