//! Outcomes of some rows put in their places among others.

use super::outcomes::HAS_ROOM;
use super::{Outcomes, Refused};
use crate::invariant::Always;

impl Outcomes {
    /// Writes each row of `part` where `rows` says.
    pub(super) fn place(&mut self, rows: &[usize], part: &Outcomes) {
        for (column, from) in self.scores.iter_mut().zip(&part.scores) {
            for (at, row) in rows.iter().enumerate() {
                column.set(*row, from.points(at));
            }
        }
        for (column, from) in self.awards.iter_mut().zip(&part.awards) {
            for (row, outcome) in rows.iter().zip(&from.outcomes) {
                if let Some(place) = column.outcomes.get_mut(*row).always(HAS_ROOM) {
                    *place = *outcome;
                }
            }
        }
        let place = |at: &usize| rows.get(*at).copied().always("a row that is refused has a place");
        for (row, doubt) in rows.iter().zip(&part.doubts) {
            if let Some(place) = self.doubts.get_mut(*row).always(HAS_ROOM) {
                *place = *doubt;
            }
        }
        let refused = |one: &Refused| Some(Refused { row: place(&one.row)?, ..one.clone() });
        self.refused.extend(part.refused.iter().filter_map(refused));
        self.by_row += part.by_row;
        self.wide += part.wide;
    }
}
