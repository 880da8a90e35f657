//! What of a group is no whole number over its scale: measured in the unit itself, or open.

use super::super::decided::Open;
use super::super::fraction::Fraction;
use super::Wide;
use crate::evaluate::Missing;

/// A sum of fractions with weights.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Anything was added.
    pub(super) is_used: bool,
    pub(super) low: Fraction,
    pub(super) high: Fraction,
    /// Something in it is open: whether both ends of each part are reached, and what is missing in each.
    pub(super) open: Option<(bool, Vec<Missing>)>,
}

impl Default for Measured {
    fn default() -> Measured {
        Measured { is_used: false, low: Fraction::ZERO, high: Fraction::ZERO, open: None }
    }
}

impl Measured {
    /// With a fraction more.
    pub(super) fn add(&mut self, fraction: Fraction, weight: i64) -> Result<(), Wide> {
        self.is_used = true;
        let more = fraction.times(weight).ok_or(Wide)?;
        self.low = self.low.plus(more).ok_or(Wide)?;
        if self.open.is_some() {
            self.high = self.high.plus(more).ok_or(Wide)?;
        } else {
            self.high = self.low;
        }
        Ok(())
    }

    /// With something more that is open; without weight it leaves nothing open here.
    pub(super) fn add_open(&mut self, open: &Open, weight: i64) -> Result<(), Wide> {
        if weight == 0 {
            return Ok(());
        }
        self.is_used = true;
        let (tight, missing) = self.open.get_or_insert_with(|| (true, Vec::new()));
        *tight &= open.tight;
        missing.extend(&open.missing);
        self.low = self.low.plus(open.low.times(weight).ok_or(Wide)?).ok_or(Wide)?;
        self.high = self.high.plus(open.high.times(weight).ok_or(Wide)?).ok_or(Wide)?;
        Ok(())
    }
}
