//! Fractions of 128-bit integers, every step checked.

use num_integer::Integer;

use crate::Number;

/// numerator / denominator, the denominator above zero; not necessarily in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    pub(crate) n: i128,
    pub(crate) d: i128,
}

/// Past this a denominator is brought to lowest terms before it is multiplied on.
const LARGE: i128 = 1 << 80;

impl Fraction {
    pub(crate) const ZERO: Fraction = Fraction { n: 0, d: 1 };
    pub(crate) const ONE: Fraction = Fraction { n: 1, d: 1 };

    /// The sum, over the least common multiple; `None` where it does not fit.
    pub(super) fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.d == other.d {
            return Some(Fraction { n: self.n.checked_add(other.n)?, d: self.d });
        }
        let shared = shared(self.d, other.d);
        let (own, more) = (self.d / shared, other.d / shared);
        let n = product(self.n, more)?.checked_add(product(other.n, own)?)?;
        Some(Fraction { n, d: product(self.d, more)? })
    }

    /// The product with a whole number.
    pub(super) fn times(self, by: i64) -> Option<Fraction> {
        Some(Fraction { n: product(self.n, i128::from(by))?, d: self.d })
    }

    /// The quotient by a whole number above zero.
    pub(super) fn over(self, by: i64) -> Option<Fraction> {
        Some(Fraction { n: self.n, d: product(self.d, i128::from(by))? })
    }

    /// Whether both are one number; `None` where that does not fit.
    pub(super) fn equals(self, other: Fraction) -> Option<bool> {
        if self == other {
            return Some(true);
        }
        Some(product(self.n, other.d)? == product(other.n, self.d)?)
    }

    /// The same in lowest terms, where the denominator has grown large.
    pub(super) fn small(self) -> Fraction {
        if self.d < LARGE {
            return self;
        }
        let shared = self.n.gcd(&self.d).max(1);
        Fraction { n: self.n / shared, d: self.d / shared }
    }

    /// The number; `None` where it does not fit the way there.
    pub(crate) fn to_number(self) -> Number {
        Number::from_i128(self.n, self.d)
    }
}

/// The greatest common divisor of two denominators, quick where one of them fits 64 bits.
fn shared(a: i128, b: i128) -> i128 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    // One step of Euclid brings both there.
    let rest = if small > 0 { large % small } else { small };
    match (u64::try_from(small), u64::try_from(rest)) {
        (Ok(small), Ok(rest)) if small > 0 => i128::from(small.gcd(&rest)),
        _ => a.gcd(&b).max(1),
    }
}

/// The product, quick where both fit 64 bits.
pub(super) fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
        _ => a.checked_mul(b),
    }
}

/// `a x b`, compared with `c x d`.
pub(super) fn compare(a: i128, b: i128, c: i128, d: i128) -> Option<std::cmp::Ordering> {
    Some(product(a, b)?.cmp(&product(c, d)?))
}
