//! What a part of the rules comes to under each combination of the few actions that touch it.

use super::actions::ActionId;
use super::world::World;
use crate::Number;

/// The most actions that a table is made over.
pub(super) const MOST: usize = 10;

/// One entry for every combination that can be done together.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    /// Ascending.
    over: Vec<ActionId>,
    /// What is with nothing done.
    nothing: T,
    /// Which of them are done, as bits, with what then is.
    others: Vec<(u32, T)>,
}

impl<T> Table<T> {
    /// The table over these actions; `None` where they are too many.
    pub(super) fn over(
        world: &World<'_>,
        mut over: Vec<ActionId>,
        value: impl Fn(&[ActionId]) -> T,
    ) -> Option<Table<T>> {
        over.sort_unstable();
        over.dedup();
        over.retain(|at| world.shut[*at].is_none());
        if over.len() > MOST {
            return None;
        }
        let mut others = Vec::new();
        for mask in 1..1u32 << over.len() {
            let chosen: Vec<ActionId> = members(&over, mask).collect();
            let fits = chosen.iter().all(|at| {
                let needs = &world.needs[*at];
                over.iter().all(|other| !needs.contains(other) || chosen.contains(other))
                    && chosen.iter().all(|other| !world.clash(*at, *other))
            });
            if fits {
                others.push((mask, value(&chosen)));
            }
        }
        Some(Table { over, nothing: value(&[]), others })
    }

    /// What is with nothing done.
    pub(super) fn nothing(&self) -> &T {
        &self.nothing
    }

    /// Every entry with what is done, as bits.
    fn rows(&self) -> impl Iterator<Item = (u32, &T)> {
        std::iter::once((0, &self.nothing)).chain(self.others.iter().map(|(mask, value)| (*mask, value)))
    }

    /// Every entry.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows().map(|(_, value)| value)
    }

    /// The table of something else that follows from each entry.
    pub(super) fn map<U>(&self, of: impl Fn(&T) -> U) -> Table<U> {
        let others = self.others.iter().map(|(mask, value)| (*mask, of(value))).collect();
        Table { over: self.over.clone(), nothing: of(&self.nothing), others }
    }

    /// The entries that are still possible.
    pub(super) fn possible(
        &self,
        is_in: impl Fn(ActionId) -> bool,
        is_out: impl Fn(ActionId) -> bool,
    ) -> impl Iterator<Item = &T> {
        let bits = |test: &dyn Fn(ActionId) -> bool| {
            self.over.iter().enumerate().filter(|(_, at)| test(**at)).fold(0u32, |bits, (bit, _)| bits | 1 << bit)
        };
        let (must, must_not) = (bits(&is_in), bits(&is_out));
        self.rows().filter(move |(mask, _)| mask & must == must && mask & must_not == 0).map(|(_, value)| value)
    }
}

/// The actions of a combination.
fn members(over: &[ActionId], mask: u32) -> impl Iterator<Item = ActionId> {
    over.iter().enumerate().filter(move |(bit, _)| mask & (1 << bit) != 0).map(|(_, at)| *at)
}

/// Gains, one an action, whose sum over every combination is at least what the combination gains: so that what a set
/// of actions gains is never more than the sum of its gains.
pub(super) fn gains(table: &Table<Number>) -> impl Iterator<Item = (ActionId, Number)> {
    let gained: Vec<(u32, Number)> = table.rows().map(|(mask, value)| (mask, value - &table.nothing)).collect();
    let with = |bit: usize| gained.iter().filter(move |(mask, _)| mask & (1 << bit) != 0);
    let mut gains: Vec<Number> = (0..table.over.len())
        .map(|bit| with(bit).fold(Number::ZERO, |most, (_, gain)| most.max(gain.clone())))
        .collect();
    // Each in turn as low as the others leave it: a sum over a combination stays at least what that gains.
    for bit in 0..table.over.len() {
        let least = with(bit).map(|(mask, gain)| {
            let others = gains.iter().enumerate().filter(|(other, _)| *other != bit && mask & (1 << other) != 0);
            others.fold(gain.clone(), |rest, (_, other)| &rest - other)
        });
        let least = least.reduce(Number::max);
        // Of an action that fits no combination, nothing is gained.
        if let (Some(place), Some(least)) = (gains.get_mut(bit), least) {
            *place = least;
        }
    }
    table.over.clone().into_iter().zip(gains)
}
