//! A plan applied to a block of rows.

use super::held::HeldMasks;
use super::kernel as k;
use super::lanes::Lanes;
use super::plan::{
    AwardPlan, ByPlan, ComparePlan, GroupPlan, HAS_FACTOR, LeafPlan, Plan, RequirementPlan, StepPlan, TestPlan,
};
use crate::assessment::Eligibility;
use crate::invariant::Always;
use crate::rule_set::arena::ArenaId;
use crate::score::program::Bound;

/// The numerators and outcomes of a block, and the room they are made in.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) lanes: Lanes,
    /// 1 for each row that is to be decided apart.
    pub(super) apart: Vec<u8>,
    /// The numerators of each group over its denominator.
    pub(super) numerators: Vec<Vec<i32>>,
    /// 1 where the group applies.
    pub(super) applies: Vec<Vec<u8>>,
    /// 1 where the unit is eligible for the award, and where it is so on conditions.
    pub(super) eligible: Vec<Vec<u8>>,
    pub(super) conditional: Vec<Vec<u8>>,
    room: Room,
}

/// Room for what is on the way.
#[derive(Debug, Default)]
struct Room {
    small: Vec<i16>,
    values: Vec<i16>,
    of: Vec<i16>,
    to: Vec<i16>,
    of_large: Vec<i64>,
    to_large: Vec<i64>,
    gone: Vec<i32>,
    factors: Vec<i32>,
    mask: Vec<u8>,
    other: Vec<u8>,
}

impl Room {
    /// Whether each row of which something is left in a group has its factor; of rows apart anything may be gone.
    fn has_factors(&self, whole: i32, apart: &[u8]) -> bool {
        let mut rows = self.factors.iter().zip(&self.gone).zip(apart);
        rows.all(|((factor, gone), apart)| *factor != 0 || *gone == whole || *apart != 0)
    }
}

impl Block {
    /// Makes room for so many rows of a plan, none of them marked as apart.
    pub(super) fn clear(&mut self, plan: &Plan, awards: usize, rows: usize) {
        fn fit<T: Copy + Default>(lists: &mut Vec<Vec<T>>, count: usize, rows: usize) {
            lists.resize_with(count, Vec::new);
            lists.iter_mut().for_each(|list| list.resize(rows, T::default()));
        }
        self.apart.clear();
        self.apart.resize(rows, 0);
        fit(&mut self.numerators, plan.groups.len(), rows);
        fit(&mut self.applies, plan.groups.len(), rows);
        fit(&mut self.eligible, awards, rows);
        fit(&mut self.conditional, awards, rows);
        fit(&mut self.lanes.codes, plan.codes.len(), rows);
        fit(&mut self.lanes.whole, plan.whole.len(), rows);
        let room = &mut self.room;
        for small in [&mut room.small, &mut room.values, &mut room.of, &mut room.to] {
            small.resize(rows, 0);
        }
        for large in [&mut room.of_large, &mut room.to_large] {
            large.resize(rows, 0);
        }
        room.gone.resize(rows, 0);
        room.factors.resize(rows, 0);
        room.mask.resize(rows, 0);
        room.other.resize(rows, 0);
    }

    /// Decides every row from its lanes; of rows apart anything may come out.
    pub(super) fn decide(&mut self, plan: &Plan, held: &HeldMasks) {
        debug_assert!(self.is_even(held), "a block has a place for each row in every list");
        if self.run(plan, held).always("a block has a place for all that its plan reads and writes").is_none() {
            self.set_apart();
        }
    }

    /// Marks every row as one to be decided apart.
    pub(super) fn set_apart(&mut self) {
        self.apart.fill(1);
    }

    /// Whether every list has a place for each row: the loops over rows end with the shortest.
    fn is_even(&self, held: &HeldMasks) -> bool {
        let Block { lanes, apart, numerators, applies, eligible, conditional, room } = self;
        let masks =
            [&lanes.codes, applies, eligible, conditional].into_iter().flatten().chain([&room.mask, &room.other]);
        let small = [&room.small, &room.values, &room.of, &room.to].into_iter();
        let whole = [&lanes.whole, numerators].into_iter().flatten().chain([&room.gone, &room.factors]);
        let large = [&room.of_large, &room.to_large].into_iter();
        let own = masks.map(Vec::len).chain(small.map(Vec::len)).chain(whole.map(Vec::len)).chain(large.map(Vec::len));
        own.chain(held.lengths()).all(|length| length == apart.len())
    }

    /// `None` where a place is not there that the plan names, or an award that it does not decide.
    fn run(&mut self, plan: &Plan, held: &HeldMasks) -> Option<()> {
        if plan.awards.len() != self.eligible.len() {
            return None;
        }
        for (at, group) in plan.groups.iter().enumerate() {
            self.group(at, group)?;
        }
        self.leave_out_what_is_inside(plan)?;
        // Without a score nothing can be compared.
        if plan.groups.last()?.may_leave {
            k::mark_unless(&mut self.apart, self.applies.last()?);
        }
        plan.awards.iter().try_for_each(|award| self.award(award, held))
    }

    fn group(&mut self, at: usize, group: &GroupPlan) -> Option<()> {
        let Block { lanes, apart, numerators, applies, room, .. } = self;
        let (before, rest) = numerators.split_at_mut_checked(at)?;
        let sums = rest.first_mut()?;
        sums.fill(0);
        room.small.fill(0);
        if group.varies {
            room.gone.fill(0);
        }
        // How large the small sums may be by now.
        let mut reach = 0i32;
        for leaf in &group.leaves {
            let most = leaf.most();
            if reach + most > i32::from(i16::MAX) {
                k::flush(sums, &mut room.small);
                reach = 0;
            }
            reach += most;
            leaf.add(lanes, apart, room)?;
        }
        k::flush(sums, &mut room.small);
        for subgroup in &group.subgroups {
            let (inside, mask) = (before.get(subgroup.at)?, applies.get(subgroup.at)?);
            if subgroup.may_leave {
                k::add_times_where(sums, inside, mask, subgroup.multiplier);
                k::add_unless(&mut room.gone, mask, subgroup.weight);
            } else {
                k::add_times(sums, inside, subgroup.multiplier);
            }
        }
        let mask = applies.get_mut(at)?;
        mask.fill(1);
        keep_tests(mask, &group.when, lanes)?;
        if group.varies {
            k::factors(&mut room.factors, &room.gone, group.whole, &group.factors);
            debug_assert!(room.has_factors(group.whole, apart), "{HAS_FACTOR}");
            k::multiply_each(sums, &room.factors);
        } else {
            k::multiply(sums, group.factors.first()?.1);
        }
        if group.varies && group.may_leave {
            k::keep_unless_zero(mask, &room.factors);
        }
        Some(())
    }

    /// What is in a group that does not apply does not apply.
    fn leave_out_what_is_inside(&mut self, plan: &Plan) -> Option<()> {
        for (at, group) in plan.groups.iter().enumerate().rev() {
            if !group.may_leave {
                continue;
            }
            let (inside, around) = self.applies.split_at_mut_checked(at)?;
            for subgroup in &group.subgroups {
                k::keep(inside.get_mut(subgroup.at)?, around.first()?);
            }
        }
        Some(())
    }

    fn award(&mut self, award: &AwardPlan, held: &HeldMasks) -> Option<()> {
        let mut mask = std::mem::take(&mut self.room.mask);
        self.all(&mut mask, &award.requires, held)?;
        let at = award.id.index();
        self.eligible.get_mut(at)?.copy_from_slice(&mask);
        if let Some(requirements) = &award.conditional {
            self.all(&mut mask, requirements, held)?;
            self.conditional.get_mut(at)?.copy_from_slice(&mask);
        } else {
            self.conditional.get_mut(at)?.fill(0);
        }
        self.room.mask = mask;
        Some(())
    }

    /// 1 where all of these hold.
    fn all(&mut self, mask: &mut [u8], requirements: &[RequirementPlan], held: &HeldMasks) -> Option<()> {
        mask.fill(1);
        for requirement in requirements {
            match requirement {
                RequirementPlan::Compare { of, or_not_applicable } => {
                    for one in of {
                        self.compare(mask, one, *or_not_applicable)?;
                    }
                }
                RequirementPlan::Tests(tests) => keep_tests(mask, tests, &self.lanes)?,
                RequirementPlan::Held { award, held: wanted } => match (held.mask(*award), wanted) {
                    (Some(held), true) => k::keep(mask, held),
                    (None, true) => mask.fill(0),
                    (Some(held), false) => {
                        let other = &mut self.room.other;
                        other.copy_from_slice(held);
                        k::turn(other);
                        k::keep(mask, other);
                    }
                    (None, false) => {}
                },
                RequirementPlan::Eligible(award) => k::keep(mask, self.eligible.get(award.index())?),
            }
        }
        Some(())
    }

    /// Keeps a mask where a group is within its bound, or does not apply.
    fn compare(&mut self, mask: &mut [u8], one: &ComparePlan, or_not_applicable: bool) -> Option<()> {
        let (numerators, applies) = (self.numerators.get(one.group)?, self.applies.get(one.group)?);
        let within = |mask: &mut [u8]| match one.bound {
            Bound::Least(least) => match i32::try_from(least) {
                Ok(least) => k::keep_at_least(mask, numerators, least),
                Err(_) if least > 0 => mask.fill(0),
                Err(_) => {}
            },
            Bound::Most(most) => match i32::try_from(most) {
                Ok(most) => k::keep_at_most(mask, numerators, most),
                Err(_) if most < 0 => mask.fill(0),
                Err(_) => {}
            },
        };
        if !one.may_leave {
            within(mask);
            return Some(());
        }
        let other = &mut self.room.other;
        other.fill(1);
        within(other);
        k::keep(other, applies);
        if or_not_applicable {
            k::mark_unless(other, applies);
        }
        k::keep(mask, other);
        Some(())
    }

    /// What became of a row.
    pub(super) fn outcome(eligible: u8, conditional: u8) -> Eligibility {
        debug_assert!(eligible <= 1 && conditional <= 1, "a mask is 0 or 1");
        match (eligible, conditional) {
            (1, _) => Eligibility::Eligible,
            (_, 1) => Eligibility::Conditional,
            _ => Eligibility::Ineligible,
        }
    }
}

fn keep_tests(mask: &mut [u8], tests: &[TestPlan], lanes: &Lanes) -> Option<()> {
    for test in tests {
        match *test {
            TestPlan::Among { lane, positions } => k::keep_among(mask, lanes.codes.get(lane)?, positions),
            TestPlan::AtLeast { lane, least } => k::keep_at_least(mask, lanes.whole.get(lane)?, least),
            TestPlan::AtMost { lane, most } => k::keep_at_most(mask, lanes.whole.get(lane)?, most),
        }
    }
    Some(())
}

impl LeafPlan {
    /// The most that it adds to a sum, and the most that is on the way.
    fn most(&self) -> i32 {
        let magnitude = |value: i16| i32::from(value).abs();
        match &self.by {
            ByPlan::Codes { products, .. } => {
                products.iter().flatten().map(|product| magnitude(*product)).max().unwrap_or(0)
            }
            ByPlan::Tests { product, .. } => magnitude(*product),
            ByPlan::Bands { steps, otherwise, .. } => {
                magnitude(*otherwise) + steps.iter().map(|step| magnitude(step.more)).sum::<i32>()
            }
        }
    }

    /// Adds what it gives to the small sums, and its weight to what is gone where it does not apply.
    fn add(&self, lanes: &Lanes, apart: &mut [u8], room: &mut Room) -> Option<()> {
        let staying = self.by.staying();
        if self.when.is_empty() && staying.is_none() {
            return self.by.add(lanes, apart, room);
        }
        let mut mask = std::mem::take(&mut room.mask);
        mask.fill(1);
        keep_tests(&mut mask, &self.when, lanes)?;
        if let Some((lane, stays)) = staying {
            k::keep_among(&mut mask, lanes.codes.get(lane)?, stays);
        }
        k::add_unless(&mut room.gone, &mask, i32::from(self.weight));
        if let ByPlan::Tests { tests, product } = &self.by {
            keep_tests(&mut mask, tests, lanes)?;
            k::add_where(&mut room.small, &mask, *product);
        } else {
            // Apart from the others, so that the mask can take it away again.
            std::mem::swap(&mut room.small, &mut room.values);
            room.small.fill(0);
            self.by.add(lanes, apart, room)?;
            std::mem::swap(&mut room.small, &mut room.values);
            k::add_masked(&mut room.small, &room.values, &mask);
        }
        room.mask = mask;
        Some(())
    }
}

impl ByPlan {
    /// The answers, as bits of a lane, that do not leave the group; `None` where all stay.
    fn staying(&self) -> Option<(usize, u64)> {
        let ByPlan::Codes { lane, products } = self else { return None };
        let stays = products.iter().enumerate().filter(|(_, product)| product.is_some());
        products.contains(&None).then(|| (*lane, stays.fold(0u64, |all, (code, _)| all | 1 << (code & 63))))
    }

    fn add(&self, lanes: &Lanes, apart: &mut [u8], room: &mut Room) -> Option<()> {
        match self {
            ByPlan::Codes { lane, products } => {
                k::add_by_code(&mut room.small, lanes.codes.get(*lane)?, products);
                Some(())
            }
            ByPlan::Tests { tests, product } => {
                room.other.fill(1);
                keep_tests(&mut room.other, tests, lanes)?;
                k::add_where(&mut room.small, &room.other, *product);
                Some(())
            }
            ByPlan::Bands { of, to, steps, otherwise } => {
                let of = lanes.whole.get(*of)?;
                if *otherwise != 0 {
                    for sum in &mut room.small {
                        *sum = sum.wrapping_add(*otherwise);
                    }
                }
                match to {
                    None => bands(room, of, steps),
                    Some(to) => {
                        let to = lanes.whole.get(*to)?;
                        k::mark_not_above_zero(apart, to);
                        bands_of_ratio(room, of, to, steps)
                    }
                }
            }
        }
    }
}

/// The greatest product of a number and a part of a step.
fn reach(steps: &[StepPlan], greatest: u32) -> u64 {
    let parts = steps.iter().map(|step| step.numerator.unsigned_abs().max(step.denominator.unsigned_abs()));
    u64::from(parts.max().unwrap_or(0)) * u64::from(greatest)
}

/// Calls a kernel with a few steps at once, of a width that their products fit; `None` of the function around it where
/// they do not.
macro_rules! each_few {
    ($steps:expr, $number:ty, $few:ident => $body:expr) => {
        for few in $steps.chunks(3) {
            #[allow(clippy::unnecessary_fallible_conversions)] // of each width in turn, of which some always fit
            let step = |step: &StepPlan| {
                let narrow = |part: i32| <$number>::try_from(part).ok();
                Some((narrow(step.numerator)?, narrow(step.denominator)?, step.more))
            };
            match few {
                [a, b, c] => {
                    let $few = &[step(a)?, step(b)?, step(c)?];
                    $body
                }
                [a, b] => {
                    let $few = &[step(a)?, step(b)?];
                    $body
                }
                [a] => {
                    let $few = &[step(a)?];
                    $body
                }
                _ => return None,
            }
        }
    };
}

fn bands(room: &mut Room, of: &[i32], steps: &[StepPlan]) -> Option<()> {
    let reach = reach(steps, k::greatest(of).max(1));
    let Room { small, of: halves, of_large, .. } = room;
    if reach < 1 << 15 {
        k::halves(halves, of);
        each_few!(steps, i16, few => k::add_from_small(small, halves, few));
    } else if reach < 1 << 31 {
        each_few!(steps, i32, few => k::add_from_medium(small, of, few));
    } else {
        k::doubles(of_large, of);
        each_few!(steps, i64, few => k::add_from(small, of_large, few));
    }
    Some(())
}

fn bands_of_ratio(room: &mut Room, of: &[i32], to: &[i32], steps: &[StepPlan]) -> Option<()> {
    let reach = reach(steps, k::greatest(of) | k::greatest(to));
    let Room { small, of: of_halves, to: to_halves, of_large, to_large, .. } = room;
    if reach < 1 << 15 {
        k::halves(of_halves, of);
        k::halves(to_halves, to);
        each_few!(steps, i16, few => k::add_from_small_ratio(small, (of_halves, to_halves), few));
    } else if reach < 1 << 31 {
        each_few!(steps, i32, few => k::add_from_medium_ratio(small, (of, to), few));
    } else {
        k::doubles(of_large, of);
        k::doubles(to_large, to);
        each_few!(steps, i64, few => k::add_from_ratio(small, (of_large, to_large), few));
    }
    Some(())
}
