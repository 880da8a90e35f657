//! Outcomes of some rows put in their places among others.

use super::outcomes::{HAS_ROOM, SAME_COLUMNS};
use super::{Outcomes, Refused};
use crate::Problems;
use crate::invariant::Always;

const HAS_ROW: &str = "each row that was decided has a place";

impl Outcomes {
    /// Writes each row of `part` where `rows` says. Returns what is wrong with refused rows that have no place.
    pub(super) fn place(&mut self, rows: &[usize], part: &Outcomes) -> Vec<Problems> {
        debug_assert_eq!(self.scores.len(), part.scores.len(), "{SAME_COLUMNS}");
        debug_assert_eq!(self.awards.len(), part.awards.len(), "{SAME_COLUMNS}");
        debug_assert_eq!((rows.len(), part.doubts.len()), (part.rows, part.rows), "{HAS_ROW}");
        for (column, from) in self.scores.iter_mut().zip(&part.scores) {
            for (at, row) in rows.iter().enumerate() {
                column.set(*row, from.points(at));
            }
        }
        for (column, from) in self.awards.iter_mut().zip(&part.awards) {
            debug_assert_eq!(from.outcomes.len(), rows.len(), "{HAS_ROW}");
            for (row, outcome) in rows.iter().zip(&from.outcomes) {
                if let Some(place) = column.outcomes.get_mut(*row).always(HAS_ROOM) {
                    *place = *outcome;
                }
            }
        }
        for (row, doubt) in rows.iter().zip(&part.doubts) {
            if let Some(place) = self.doubts.get_mut(*row).always(HAS_ROOM) {
                *place = *doubt;
            }
        }
        let mut astray = Vec::new();
        for one in &part.refused {
            match rows.get(one.row).always(HAS_ROW) {
                Some(row) => self.refused.push(Refused { row: *row, ..one.clone() }),
                None => astray.push(one.problems.clone()),
            }
        }
        self.by_row += part.by_row;
        self.wide += part.wide;
        astray
    }
}
