//! Awards held before, by row.

use super::Column;
use super::fitted::date;
use super::table::Held;
use crate::invariant::Always;
use crate::rule_set::arena::Arena;
use crate::rule_set::{AwardId, Compiled};
use crate::{Date, dossier};

/// A column of awards held, its award known.
#[derive(Debug)]
pub(super) struct FittedHeld<'a> {
    pub(super) award: AwardId,
    pub(super) column: &'a Held<'a>,
}

/// What a row says of an award held.
pub(super) enum HeldCell {
    Absent,
    Held(dossier::Held),
    /// It ends before it starts, or a day is in no calendar.
    Wrong,
}

impl FittedHeld<'_> {
    pub(super) fn cell(&self, row: usize) -> HeldCell {
        let Some(from) = self.column.from.day(row) else { return HeldCell::Absent };
        let day = |column: &Option<Column<'_>>| column.as_ref().and_then(|column| column.day(row));
        let (until, revoked) = (day(&self.column.until), day(&self.column.revoked));
        if !in_order(from, until, revoked) {
            return HeldCell::Wrong;
        }
        let dates = || {
            Some(dossier::Held {
                award: self.award,
                from: date(from)?,
                until: until.map_or(Some(None), |until| date(until).map(Some))?,
                revoked: revoked.map_or(Some(None), |revoked| date(revoked).map(Some))?,
            })
        };
        dates().map_or(HeldCell::Wrong, HeldCell::Held)
    }
}

/// Where each award is in force, in a block.
#[derive(Debug)]
pub(super) struct HeldMasks {
    masks: Arena<AwardId, Option<Vec<u8>>>,
}

impl HeldMasks {
    pub(super) fn new(rules: &Compiled) -> HeldMasks {
        HeldMasks { masks: Arena::like(&rules.awards, |_| None) }
    }

    /// Reads the rows from `start` on; marks those that are to be decided apart.
    pub(super) fn read(
        &mut self,
        rules: &Compiled,
        columns: &[FittedHeld<'_>],
        as_of: Date,
        start: usize,
        apart: &mut [u8],
    ) {
        for mask in self.masks.iter_mut().flatten() {
            mask.fill(0);
        }
        let today = i32::try_from(Date::EPOCH.days_until(as_of)).ok().always("a date is within 32 bits of days");
        let Some(today) = today else { return apart.fill(1) };
        for one in columns {
            let mask = self.masks[one.award].get_or_insert_with(Vec::new);
            mask.resize(apart.len(), 0);
            let lapses = rules.awards[one.award].valid_for.is_some();
            let Some(days) = one.column.from.days_from(start, apart.len()) else { return apart.fill(1) };
            let rows = mask.iter_mut().zip(apart.iter_mut()).zip(days);
            for ((row, ((mask, apart), from)), from_is_there) in rows.enumerate().zip(there(&one.column.from, start)) {
                let day = |column: &Option<Column<'_>>| column.as_ref().and_then(|column| column.day(start + row));
                let (until, revoked) = (day(&one.column.until), day(&one.column.revoked));
                // The length of a month is the calendar's matter.
                *apart |=
                    u8::from(from_is_there && (!in_order(*from, until, revoked) || lapses || !dates().contains(from)));
                let ended = until.is_some_and(|end| end <= today) || revoked.is_some_and(|end| end <= today);
                *mask |= u8::from(from_is_there && *from <= today && !ended);
            }
        }
    }

    /// How many rows each mask has.
    pub(super) fn lengths(&self) -> impl Iterator<Item = usize> {
        self.masks.iter().flatten().map(Vec::len)
    }

    pub(super) fn mask(&self, award: AwardId) -> Option<&[u8]> {
        self.masks[award].as_deref()
    }
}

/// Whether an award held ends after it starts, or is revoked no earlier.
fn in_order(from: i32, until: Option<i32>, revoked: Option<i32>) -> bool {
    until.is_none_or(|until| until > from) && revoked.is_none_or(|revoked| revoked >= from)
}

/// Whether each value of a column is there, from a row on.
fn there<'c>(column: &'c Column<'_>, start: usize) -> impl Iterator<Item = bool> + 'c {
    (start..).map(|row| column.is_there(row))
}

/// The days that are surely in the calendar.
fn dates() -> std::ops::Range<i32> {
    -700_000..2_900_000
}
