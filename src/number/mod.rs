//! Exact numbers.
//!
//! Every weight, fraction, threshold and score is a rational number, the exact value of the text that
//! somebody wrote: `0.67` is 67/100. Nothing here is ever rounded unless [`Number::round`] is called.
//!
//! A number is held in two 64-bit integers as long as it fits, and moves to integers of any width when
//! it does not; every operation is checked, none wraps.

pub(crate) mod denominator;
mod text;
mod wide;

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

/// An exact rational number.
///
/// Prints as a decimal when it terminates, else as `p/q`; serialises as that same text.
///
/// ```
/// use predikat::Number;
/// let a: Number = "0.67".parse()?;
/// let b: Number = "1/3".parse()?;
/// assert_eq!(a, Number::ratio(67, 100)?);
/// assert_eq!((&a + &b).to_string(), "301/300");
/// assert_eq!((&a * &Number::from(100)).to_string(), "67");
/// # Ok::<(), predikat::number::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// INVARIANT: lowest terms, denominator above zero; `Wide` only what does not fit `Small`.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small(i64, i64),
    Wide(Box<BigRational>),
}

/// Why a text is not a number, or an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is neither a plain decimal nor `p/q`.
    #[error("not a number: write digits with at most one point, such as `0.67`, or a fraction such as `\"2/3\"`")]
    Syntax,
    /// A comma stands where the decimal point belongs.
    #[error("a comma is not a decimal point: write `0.67`, not `0,67`")]
    Comma,
    /// An exponent, as in `1e3`.
    #[error("numbers are written without an exponent")]
    Exponent,
    /// Digits are grouped by underscores.
    #[error("numbers are written without underscores")]
    Underscore,
    /// A superfluous zero at the front, as in `007`.
    #[error("numbers are written without leading zeros")]
    LeadingZero,
    /// Not a number, or infinite.
    #[error("NaN and infinities are not numbers")]
    NotFinite,
    /// A percent sign stands behind the digits.
    #[error("a percent sign is not part of a number: write `0.6` for a fraction, `60` where percent are asked")]
    Percent,
    /// The denominator is zero.
    #[error("the denominator is zero")]
    ZeroDenominator,
    /// More digits than the limit allows.
    #[error("too many digits")]
    TooLong,
}

/// The most digits that parsing a [`Number`] takes: a guard, far above any real rule.
pub const MOST_DIGITS: usize = 200;

/// How a number is rounded to some decimal places; the modes act on the magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoundingMode {
    /// Half away from zero: 0.125 to two places is 0.13.
    HalfUp,
    /// Half to the even neighbour: 0.125 to two places is 0.12.
    HalfEven,
    /// Toward zero.
    Down,
    /// Away from zero.
    Up,
}

impl RoundingMode {
    /// Every mode with its word in a rule file.
    pub const WORDS: [(&'static str, RoundingMode); 4] = [
        ("half_up", RoundingMode::HalfUp),
        ("half_even", RoundingMode::HalfEven),
        ("down", RoundingMode::Down),
        ("up", RoundingMode::Up),
    ];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        RoundingMode::WORDS.iter().find(|(_, mode)| *mode == self).map_or("", |(word, _)| word)
    }
}

impl Number {
    /// Zero.
    pub const ZERO: Number = Number(Repr::Small(0, 1));
    /// One.
    pub const ONE: Number = Number(Repr::Small(1, 1));
    /// One half.
    pub(crate) const HALF: Number = Number(Repr::Small(1, 2));
    /// One tenth.
    pub(crate) const TENTH: Number = Number(Repr::Small(1, 10));
    /// One hundred.
    pub const HUNDRED: Number = Number(Repr::Small(100, 1));

    /// `numerator / denominator` in lowest terms.
    ///
    /// # Errors
    /// [`NumberError::ZeroDenominator`].
    pub fn ratio(numerator: i64, denominator: i64) -> Result<Number, NumberError> {
        if denominator == 0 {
            return Err(NumberError::ZeroDenominator);
        }
        Ok(Number::small(i128::from(numerator), i128::from(denominator)))
    }

    /// `numerator / denominator`; the denominator is not zero.
    pub(crate) fn from_i128(numerator: i128, denominator: i128) -> Number {
        if numerator == i128::MIN || denominator == i128::MIN {
            return Number::wide(BigRational::new(BigInt::from(numerator), BigInt::from(denominator)));
        }
        Number::small(numerator, denominator)
    }

    /// Lowest terms of two integers, the second not zero.
    fn small(numerator: i128, denominator: i128) -> Number {
        let (n, d) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
        if let (Ok(n), Ok(d)) = (i64::try_from(n), i64::try_from(d))
            && let Ok(g) = i64::try_from(n.unsigned_abs().gcd(&d.unsigned_abs()))
        {
            return Number(Repr::Small(n / g, d / g));
        }
        let g = n.gcd(&d);
        let (n, d) = (n / g, d / g);
        match (i64::try_from(n), i64::try_from(d)) {
            (Ok(n), Ok(d)) => Number(Repr::Small(n, d)),
            _ => Number::wide(BigRational::new_raw(BigInt::from(n), BigInt::from(d))),
        }
    }

    /// From a rational in lowest terms.
    fn wide(value: BigRational) -> Number {
        match (value.numer().to_i64(), value.denom().to_i64()) {
            (Some(n), Some(d)) => Number(Repr::Small(n, d)),
            _ => Number(Repr::Wide(Box::new(value))),
        }
    }

    fn to_wide(&self) -> BigRational {
        match &self.0 {
            Repr::Small(n, d) => BigRational::new_raw(BigInt::from(*n), BigInt::from(*d)),
            Repr::Wide(w) => (**w).clone(),
        }
    }

    /// Numerator and denominator when both fit 64 bits; the denominator is above zero.
    #[must_use]
    pub fn to_i64_pair(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small(n, d) => Some((*n, *d)),
            Repr::Wide(_) => None,
        }
    }

    /// `numerator/denominator`, also where the denominator is 1: the spelling of the method digest.
    #[must_use]
    pub fn to_fraction_text(&self) -> String {
        match &self.0 {
            Repr::Small(n, d) => format!("{n}/{d}"),
            Repr::Wide(w) => format!("{}/{}", w.numer(), w.denom()),
        }
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small(0, _))
    }

    /// Whether this is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(n, _) => *n < 0,
            Repr::Wide(w) => w.is_negative(),
        }
    }

    /// Whether this is a whole number.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_, d) => *d == 1,
            Repr::Wide(w) => w.is_integer(),
        }
    }

    /// The greatest whole number that is not above it.
    pub(crate) fn floor(&self) -> Number {
        let toward_zero = self.round(0, RoundingMode::Down);
        if toward_zero > *self { &toward_zero - &Number::ONE } else { toward_zero }
    }

    /// The least whole number that is not below it.
    pub(crate) fn ceiling(&self) -> Number {
        -(-self).floor()
    }

    /// The magnitude.
    #[must_use]
    pub fn abs(&self) -> Number {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// The quotient, or `None` when `divisor` is zero.
    #[must_use]
    pub fn checked_div(&self, divisor: &Number) -> Option<Number> {
        if divisor.is_zero() {
            return None;
        }
        Some(match (&self.0, &divisor.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Number::small(i128::from(*a) * i128::from(*d), i128::from(*b) * i128::from(*c))
            }
            _ => Number::wide(self.to_wide() / divisor.to_wide()),
        })
    }

    /// The smaller of the two.
    #[must_use]
    pub fn min(self, other: Number) -> Number {
        if other < self { other } else { self }
    }

    /// The greater of the two.
    #[must_use]
    pub fn max(self, other: Number) -> Number {
        if other > self { other } else { self }
    }

    /// This, but not below `low` nor above `high`.
    #[must_use]
    pub fn clamp_between(self, low: &Number, high: &Number) -> Number {
        if &self < low {
            low.clone()
        } else if &self > high {
            high.clone()
        } else {
            self
        }
    }

    /// Rounded to `places` decimal places.
    ///
    /// ```
    /// use predikat::{Number, number::RoundingMode};
    /// let n: Number = "4.335".parse()?;
    /// assert_eq!(n.round(2, RoundingMode::HalfUp).to_string(), "4.34");
    /// assert_eq!(n.round(2, RoundingMode::HalfEven).to_string(), "4.34");
    /// assert_eq!(n.round(2, RoundingMode::Down).to_string(), "4.33");
    /// assert_eq!((-&n).round(2, RoundingMode::Up).to_string(), "-4.34");
    /// # Ok::<(), predikat::number::NumberError>(())
    /// ```
    #[must_use]
    pub fn round(&self, places: u8, mode: RoundingMode) -> Number {
        if let Repr::Small(n, d) = self.0
            && let Some(scale) = 10i128.checked_pow(u32::from(places))
            && let Some(scaled) = i128::from(n).checked_mul(scale)
        {
            return Number::small(rounded(&scaled, &i128::from(d), mode), scale);
        }
        let scale = BigInt::from(10u8).pow(u32::from(places));
        let scaled = self.to_wide() * BigRational::from_integer(scale.clone());
        let (n, d) = scaled.into_raw();
        Number::wide(BigRational::new(rounded(&n, &d, mode), scale))
    }

    /// The text of a decimal with exactly `places` places, or `None` when that would not be exact.
    #[must_use]
    pub fn to_fixed(&self, places: u8) -> Option<String> {
        let scale = BigInt::from(10u8).pow(u32::from(places));
        let scaled = self.to_wide() * BigRational::from_integer(scale);
        if !scaled.is_integer() {
            return None;
        }
        Some(text::with_point(scaled.numer(), usize::from(places)))
    }
}

/// The whole number beside `numerator / denominator`; the denominator is above 0.
fn rounded<T: Integer + Signed + Clone>(numerator: &T, denominator: &T, mode: RoundingMode) -> T {
    let (whole, rest) = numerator.abs().div_mod_floor(denominator);
    let up = match mode {
        RoundingMode::Down => false,
        RoundingMode::Up => !rest.is_zero(),
        RoundingMode::HalfUp | RoundingMode::HalfEven => match rest.cmp(&(denominator.clone() - rest.clone())) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => mode == RoundingMode::HalfUp || whole.is_odd(),
        },
    };
    let whole = if up { whole + T::one() } else { whole };
    if numerator.is_negative() { -whole } else { whole }
}

impl Default for Number {
    fn default() -> Number {
        Number::ZERO
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number(Repr::Small(value, 1))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Number {
        Number::from(i64::from(value))
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Number {
        i64::try_from(value).map_or_else(|_| Number::wide(BigRational::from_integer(BigInt::from(value))), Number::from)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => a.cmp(c),
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                (i128::from(*a) * i128::from(*d)).cmp(&(i128::from(*c) * i128::from(*b)))
            }
            _ => self.to_wide().cmp(&other.to_wide()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for &Number {
    type Output = Number;
    fn neg(self) -> Number {
        &Number::ZERO - self
    }
}

impl Neg for Number {
    type Output = Number;
    fn neg(self) -> Number {
        -&self
    }
}

/// Sum of two products in 128 bits: never overflows for 64-bit parts with a denominator above zero.
fn cross(a: i64, d: i64, c: i64, b: i64, sign: i128) -> i128 {
    i128::from(a) * i128::from(d) + sign * (i128::from(c) * i128::from(b))
}

impl Add for &Number {
    type Output = Number;
    fn add(self, other: &Number) -> Number {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => {
                Number::small(i128::from(*a) + i128::from(*c), i128::from(*b))
            }
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Number::small(cross(*a, *d, *c, *b, 1), i128::from(*b) * i128::from(*d))
            }
            _ => wide::add(&self.to_wide(), &other.to_wide()),
        }
    }
}

impl Sub for &Number {
    type Output = Number;
    fn sub(self, other: &Number) -> Number {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) if b == d => {
                Number::small(i128::from(*a) - i128::from(*c), i128::from(*b))
            }
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Number::small(cross(*a, *d, *c, *b, -1), i128::from(*b) * i128::from(*d))
            }
            _ => wide::add(&self.to_wide(), &-other.to_wide()),
        }
    }
}

impl Mul for &Number {
    type Output = Number;
    fn mul(self, other: &Number) -> Number {
        match (&self.0, &other.0) {
            (Repr::Small(a, b), Repr::Small(c, d)) => {
                Number::small(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d))
            }
            _ => wide::multiply(&self.to_wide(), &other.to_wide()),
        }
    }
}

macro_rules! by_value {
    ($($trait:ident $method:ident),*) => {$(
        impl $trait for Number {
            type Output = Number;
            fn $method(self, other: Number) -> Number {
                $trait::$method(&self, &other)
            }
        }
        impl $trait<&Number> for Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                $trait::$method(&self, other)
            }
        }
    )*};
}
by_value!(Add add, Sub sub, Mul mul);

impl AddAssign<&Number> for Number {
    fn add_assign(&mut self, other: &Number) {
        *self = &*self + other;
    }
}

impl std::iter::Sum for Number {
    fn sum<I: Iterator<Item = Number>>(iter: I) -> Number {
        iter.fold(Number::ZERO, |a, b| &a + &b)
    }
}

impl<'a> std::iter::Sum<&'a Number> for Number {
    fn sum<I: Iterator<Item = &'a Number>>(iter: I) -> Number {
        iter.fold(Number::ZERO, |a, b| &a + b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn texts_keep_their_exact_value() {
        assert_eq!(n("0.67"), Number::ratio(67, 100).unwrap());
        assert_eq!(n("2.50").to_string(), "2.5");
        assert_eq!(n("-0.5").to_string(), "-0.5");
        assert_eq!(n("2/6").to_string(), "1/3");
        assert_eq!(n("12345678901234567890.5").to_string(), "12345678901234567890.5");
        assert_eq!((n("0.1") + n("0.2")), n("0.3"));
        assert_eq!(format!("{:>6}|", n("75")), "    75|");
    }

    #[test]
    fn wrong_texts_say_why() {
        for (text, why) in [
            ("0,67", NumberError::Comma),
            ("1e3", NumberError::Exponent),
            ("1_000", NumberError::Underscore),
            ("007", NumberError::LeadingZero),
            (".nan", NumberError::NotFinite),
            ("60%", NumberError::Percent),
            ("1/0", NumberError::ZeroDenominator),
            ("", NumberError::Syntax),
            (".5", NumberError::Syntax),
            ("+1", NumberError::Syntax),
            ("1.5/2", NumberError::Syntax),
        ] {
            assert_eq!(text.parse::<Number>(), Err(why), "{text}");
        }
        assert_eq!("9".repeat(300).parse::<Number>(), Err(NumberError::TooLong));
    }

    #[test]
    fn sixty_four_bits_are_left_and_entered_again() {
        let big = Number::from(i64::MAX);
        let square = &big * &big;
        assert_eq!(square.to_i64_pair(), None);
        assert_eq!(square.checked_div(&big), Some(big.clone()));
        assert_eq!((&Number::from(i64::MIN) - &Number::ONE).to_string(), "-9223372036854775809");
        assert_eq!(-Number::from(i64::MIN), &big + &Number::ONE);
        assert!(square > big);
    }

    #[test]
    fn rounding_acts_on_the_magnitude() {
        use RoundingMode::*;
        for (text, mode, expected) in [
            ("0.125", HalfUp, "0.13"),
            ("0.125", HalfEven, "0.12"),
            ("0.135", HalfEven, "0.14"),
            ("-0.125", HalfUp, "-0.13"),
            ("-0.129", Down, "-0.12"),
            ("-0.121", Up, "-0.13"),
            ("1/3", Up, "0.34"),
            ("74.996", HalfUp, "75"),
        ] {
            assert_eq!(n(text).round(2, mode).to_string(), expected, "{text} {mode:?}");
        }
    }
}
