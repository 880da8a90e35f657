//! Columns of a population: plain slices, with a bit for each value that is there.

use crate::invariant::{Always, broken};

/// Bits, the first in the lowest place of the first byte, from an offset on: as columnar formats keep them.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Bits<'a> {
    /// The bits of `bytes` from the `offset`-th on.
    ///
    /// ```
    /// use predikat::batch::Bits;
    /// let bits = Bits::new(&[0b0000_0110], 1);
    /// assert_eq!((bits.get(0), bits.get(1), bits.get(2)), (true, true, false));
    /// ```
    #[must_use]
    pub fn new(bytes: &'a [u8], offset: usize) -> Bits<'a> {
        Bits { bytes, offset }
    }

    /// One of them; `false` past the end.
    #[must_use]
    #[inline]
    pub fn get(self, at: usize) -> bool {
        self.at(at).unwrap_or(false)
    }

    /// One of them; `None` past the end.
    #[inline]
    pub(super) fn at(self, at: usize) -> Option<bool> {
        let at = self.offset.saturating_add(at);
        self.bytes.get(at / 8).map(|byte| byte >> (at % 8) & 1 == 1)
    }

    /// The bytes that they stand in, as they were given.
    #[must_use]
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// The place of the first in the bytes.
    #[must_use]
    pub fn offset(self) -> usize {
        self.offset
    }

    /// How many there are, up to the end of the last byte.
    #[must_use]
    pub fn len(self) -> usize {
        self.bytes.len().saturating_mul(8).saturating_sub(self.offset)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Whole numbers of some width.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // their names say it
pub enum Integers<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
}

/// Runs `$body` with `$slice` as the slice within, whatever its width.
macro_rules! each_width {
    ($of:expr, $slice:ident => $body:expr) => {
        match $of {
            $crate::batch::Integers::U8($slice) => $body,
            $crate::batch::Integers::U16($slice) => $body,
            $crate::batch::Integers::U32($slice) => $body,
            $crate::batch::Integers::U64($slice) => $body,
            $crate::batch::Integers::I8($slice) => $body,
            $crate::batch::Integers::I16($slice) => $body,
            $crate::batch::Integers::I32($slice) => $body,
            $crate::batch::Integers::I64($slice) => $body,
        }
    };
}
pub(super) use each_width;

impl Integers<'_> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        each_width!(self, slice => slice.len())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them; `None` past the end.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> Option<i128> {
        each_width!(self, slice => slice.get(at).map(|value| i128::from(*value)))
    }
}

macro_rules! from_slice {
    ($($width:ident $integer:ty),*) => {$(
        impl<'a> From<&'a [$integer]> for Integers<'a> {
            fn from(values: &'a [$integer]) -> Integers<'a> {
                Integers::$width(values)
            }
        }

        impl<'a> From<&'a Vec<$integer>> for Integers<'a> {
            fn from(values: &'a Vec<$integer>) -> Integers<'a> {
                Integers::$width(values)
            }
        }
    )*};
}
from_slice!(U8 u8, U16 u16, U32 u32, U64 u64, I8 i8, I16 i16, I32 i32, I64 i64);

/// The values of a column, one a row.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Values<'a> {
    /// Truths, a bit each.
    Bits(Bits<'a>),
    /// Truths, a byte each.
    Truths(&'a [bool]),
    /// Whole numbers.
    Whole(Integers<'a>),
    /// Choices: a code each, and what each code is called.
    Choices {
        /// The codes, from 0.
        codes: Integers<'a>,
        /// The answers that they stand for.
        names: Vec<&'a str>,
    },
    /// Decimals: `value / 10^places`.
    Decimals {
        /// The values without their point.
        values: &'a [i128],
        /// How many decimal places they have, at most 38.
        places: u8,
    },
    /// Numbers as numerators and denominators.
    Fractions {
        /// The numerators.
        numerators: &'a [i64],
        /// The denominators, not zero.
        denominators: &'a [i64],
    },
    /// Dates, as days since 1970-01-01.
    Days(&'a [i32]),
    /// Texts in UTF-8, or choices by name: each from its offset to the next.
    Texts {
        /// All of them, one behind the other.
        bytes: &'a [u8],
        /// Where each starts and, the last, where they end: one more than there are rows.
        offsets: &'a [i32],
    },
}

/// One fact of many units: its values, and which of them are there.
///
/// It has as many values as the table has rows, and texts one more offset, none below the one before. Bits, of values
/// and of what is there, stand in whole bytes, of which there may be more; a table refuses a column that has too few.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    pub(super) values: Values<'a>,
    pub(super) valid: Option<Bits<'a>>,
}

impl<'a> Column<'a> {
    /// A column of which every value is there.
    #[must_use]
    pub fn new(values: Values<'a>) -> Column<'a> {
        Column { values, valid: None }
    }

    /// Choices by code: `codes[row]` is a position in `names`.
    #[must_use]
    pub fn choices(codes: impl Into<Integers<'a>>, names: &[&'a str]) -> Column<'a> {
        Column::new(Values::Choices { codes: codes.into(), names: names.to_vec() })
    }

    /// Whole numbers.
    #[must_use]
    pub fn whole(values: impl Into<Integers<'a>>) -> Column<'a> {
        Column::new(Values::Whole(values.into()))
    }

    /// Truths.
    #[must_use]
    pub fn truths(values: &'a [bool]) -> Column<'a> {
        Column::new(Values::Truths(values))
    }

    /// Truths, a bit each.
    #[must_use]
    pub fn bits(bits: Bits<'a>) -> Column<'a> {
        Column::new(Values::Bits(bits))
    }

    /// Dates, as days since 1970-01-01.
    #[must_use]
    pub fn days(days: &'a [i32]) -> Column<'a> {
        Column::new(Values::Days(days))
    }

    /// Only the values whose bit is set are there; the others are missing.
    #[must_use]
    pub fn valid(mut self, valid: Bits<'a>) -> Column<'a> {
        self.valid = Some(valid);
        self
    }

    /// Whether the value of a row is there.
    #[inline]
    pub(super) fn is_there(&self, row: usize) -> bool {
        self.valid.is_none_or(|valid| valid.at(row).or_widest(LONG_ENOUGH, || false))
    }

    /// The day of a row, where it is there and the column has days.
    pub(super) fn day(&self, row: usize) -> Option<i32> {
        match &self.values {
            Values::Days(days) if self.is_there(row) => days.get(row).copied().always(LONG_ENOUGH),
            Values::Days(_) => None,
            _ => broken(HOLDS_DAYS, None),
        }
    }

    /// The days of so many rows, there or not.
    pub(super) fn days_from(&self, start: usize, rows: usize) -> Option<&'a [i32]> {
        match &self.values {
            Values::Days(days) => stretch(days, start, rows),
            _ => broken(HOLDS_DAYS, None),
        }
    }

    /// The text of a row; `None` where it is malformed.
    pub(super) fn text(bytes: &'a [u8], offsets: &[i32], row: usize) -> Option<&'a str> {
        let at = |row: usize| usize::try_from(*offsets.get(row)?).ok();
        std::str::from_utf8(bytes.get(at(row)?..at(row + 1)?)?).ok()
    }
}

/// What the fitting of a table sees to.
pub(super) const LONG_ENOUGH: &str = "a column has a value for each row";
const HOLDS_DAYS: &str = "a column of dates holds days";

/// The values of so many rows.
pub(super) fn stretch<T>(values: &[T], start: usize, rows: usize) -> Option<&[T]> {
    values.get(start..start + rows).always(LONG_ENOUGH)
}
