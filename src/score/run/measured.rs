//! What of a group is no whole number over its scale: measured in the unit itself, or open.

use super::super::decided::Open;
use super::super::fraction::Fraction;
use super::Wide;
use crate::evaluate::MissingSet;

/// A sum of fractions with weights.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) low: Fraction,
    pub(super) high: Fraction,
    /// Something in it is open: whether both ends are reached, and what is missing.
    pub(super) open: Option<(bool, MissingSet)>,
}

impl Measured {
    const NOTHING: Measured = Measured { low: Fraction::ZERO, high: Fraction::ZERO, open: None };

    /// `so_far` with a fraction more.
    pub(super) fn add(so_far: &mut Option<Box<Measured>>, fraction: Fraction, weight: i64) -> Result<(), Wide> {
        let sum = so_far.get_or_insert_with(|| Box::new(Measured::NOTHING));
        let more = fraction.times(weight).ok_or(Wide)?;
        sum.low = sum.low.plus(more).ok_or(Wide)?;
        if sum.open.is_some() {
            sum.high = sum.high.plus(more).ok_or(Wide)?;
        } else {
            sum.high = sum.low;
        }
        Ok(())
    }

    /// `so_far` with something more that is open; without weight it leaves nothing open here.
    pub(super) fn add_open(so_far: &mut Option<Box<Measured>>, open: &Open, weight: i64) -> Result<(), Wide> {
        if weight == 0 {
            return Ok(());
        }
        let sum = so_far.get_or_insert_with(|| Box::new(Measured::NOTHING));
        let (tight, missing) = sum.open.get_or_insert_with(|| (true, MissingSet::new()));
        // Both ends are reached where what is open is open independently of each other.
        *tight &= open.tight;
        for one in &open.missing {
            *tight &= missing.insert(*one);
        }
        sum.low = sum.low.plus(open.low.times(weight).ok_or(Wide)?).ok_or(Wide)?;
        sum.high = sum.high.plus(open.high.times(weight).ok_or(Wide)?).ok_or(Wide)?;
        Ok(())
    }
}
