//! What a part of the rules comes to under each combination of the few actions that touch it.

use super::world::World;

/// The most actions that a table is made over.
pub(super) const MOST: usize = 10;

/// One entry for every combination that can be done together.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    /// Positions of actions, ascending.
    pub(super) over: Vec<usize>,
    /// Which of them are done, as bits, with what then is; nothing done first.
    pub(super) rows: Vec<(u32, T)>,
}

impl<T> Table<T> {
    /// The table over these actions; `None` where they are too many.
    pub(super) fn over(
        world: &World<'_>,
        mut over: Vec<usize>,
        mut value: impl FnMut(&[usize]) -> T,
    ) -> Option<Table<T>> {
        over.sort_unstable();
        over.dedup();
        over.retain(|at| world.shut.get(*at).is_some_and(Option::is_none));
        if over.len() > MOST {
            return None;
        }
        let mut rows = Vec::new();
        for mask in 0..1u32 << over.len() {
            let chosen: Vec<usize> = members(&over, mask).collect();
            let fits = chosen.iter().all(|at| {
                let needs = world.needs.get(*at).map_or(&[][..], Vec::as_slice);
                over.iter().all(|other| !needs.contains(other) || chosen.contains(other))
                    && chosen.iter().all(|other| !world.clash(*at, *other))
            });
            if fits {
                rows.push((mask, value(&chosen)));
            }
        }
        Some(Table { over, rows })
    }

    /// The entries that are still possible.
    pub(super) fn possible(
        &self,
        is_in: impl Fn(usize) -> bool,
        is_out: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = &T> {
        let bits = |test: &dyn Fn(usize) -> bool| {
            self.over.iter().enumerate().filter(|(_, at)| test(**at)).fold(0u32, |bits, (bit, _)| bits | 1 << bit)
        };
        let (must, must_not) = (bits(&is_in), bits(&is_out));
        self.rows.iter().filter(move |(mask, _)| mask & must == must && mask & must_not == 0).map(|(_, value)| value)
    }
}

/// The actions of a combination.
fn members(over: &[usize], mask: u32) -> impl Iterator<Item = usize> {
    over.iter().enumerate().filter(move |(bit, _)| mask & (1 << bit) != 0).map(|(_, at)| *at)
}

/// Gains, one an action, whose sum over every combination is at least what the combination gains: so that what a set
/// of actions gains is never more than the sum of its gains.
pub(super) fn gains(table: &Table<crate::Number>) -> Vec<crate::Number> {
    use crate::Number;
    let Some((_, nothing)) = table.rows.first() else { return Vec::new() };
    let gained: Vec<(u32, Number)> = table.rows.iter().map(|(mask, value)| (*mask, value - nothing)).collect();
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
        if let (Some(place), Some(least)) = (gains.get_mut(bit), least) {
            *place = least;
        }
    }
    gains
}
