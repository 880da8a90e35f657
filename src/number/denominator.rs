//! How many digits an exact sum can come to, told before it is made.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::{Number, Repr, wide};

/// A whole number that the denominators of several numbers divide, as long as it has at most so many bits.
///
/// What is not known to the digit is kept as a count of bits.
#[derive(Clone, Debug)]
pub(crate) struct Denominator {
    multiple: BigInt,
    /// Bits of divisors of which only the size is known.
    unknown: u64,
    most: u64,
    is_over: bool,
}

impl Denominator {
    /// Of whole numbers; `most` bits are too large to go on with.
    pub(crate) fn whole(most: usize) -> Denominator {
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        Denominator { multiple: BigInt::one(), unknown: 0, most, is_over: false }
    }

    /// Of `number`.
    pub(crate) fn of(number: &Number, most: usize) -> Denominator {
        let mut one = Denominator::whole(most);
        one.join(number);
        one
    }

    /// Whether it has too many bits: what it would come to is then not known.
    pub(crate) fn is_too_large(&self) -> bool {
        self.is_over
    }

    /// How many bits it has.
    pub(crate) fn bits(&self) -> u64 {
        // 1 has none: nothing is divided
        (self.multiple.bits() - 1).saturating_add(self.unknown)
    }

    /// How many bits are those of divisors that are not known.
    pub(crate) fn unknown(&self) -> u64 {
        self.unknown
    }

    /// Takes in a number that is added.
    pub(crate) fn join(&mut self, number: &Number) {
        match &number.0 {
            Repr::Small(_, 1) => {}
            Repr::Small(_, denominator) => self.join_multiple(&BigInt::from(*denominator)),
            Repr::Wide(wide) => self.join_multiple(wide.denom()),
        }
    }

    /// Takes in what is added and has this denominator; `unknown` bits are counted by the caller.
    pub(crate) fn join_known(&mut self, other: &Denominator) {
        self.is_over |= other.is_over;
        self.join_multiple(&other.multiple);
    }

    /// As what is divided by `number`, or multiplied with something of this denominator, has it.
    pub(crate) fn times(mut self, other: &Denominator) -> Denominator {
        self.is_over |= other.is_over;
        if !other.multiple.is_one() {
            self.multiple *= &other.multiple;
        }
        self.add_unknown(other.unknown);
        self
    }

    /// As what is divided by `number` has it.
    pub(crate) fn over(mut self, number: &Number) -> Denominator {
        match &number.0 {
            Repr::Small(0, _) => {}
            Repr::Small(numerator, _) => self.multiple *= BigInt::from(numerator.unsigned_abs()),
            Repr::Wide(wide) => self.multiple *= BigInt::from(wide.numer().magnitude().clone()),
        }
        self.settle();
        self
    }

    /// Divided by something of so many bits.
    pub(crate) fn add_unknown(&mut self, bits: u64) {
        self.unknown = self.unknown.saturating_add(bits);
        self.settle();
    }

    fn join_multiple(&mut self, denominator: &BigInt) {
        if self.is_over || (&self.multiple % denominator).is_zero() {
            return;
        }
        let shared = wide::common(&self.multiple, denominator);
        self.multiple *= denominator / shared;
        self.settle();
    }

    fn settle(&mut self) {
        if self.bits() > self.most {
            self.is_over = true;
            self.multiple = BigInt::one();
        }
    }
}

impl Number {
    /// The bits of its whole part, rounded up; 0 below 1.
    pub(crate) fn magnitude_bits(&self) -> u64 {
        match &self.0 {
            Repr::Small(numerator, denominator) => u64::from(
                (numerator.unsigned_abs() / denominator.unsigned_abs()).checked_ilog2().map_or(0, |log| log + 1),
            ),
            Repr::Wide(wide) => wide.numer().bits().saturating_sub(wide.denom().bits() - 1),
        }
    }

    /// The bits of its digits, numerator and denominator; few where sums of it are short.
    pub(crate) fn digits_bits(&self) -> u64 {
        match &self.0 {
            Repr::Small(numerator, denominator) => {
                let bits = |n: u64| u64::from(u64::BITS - n.leading_zeros());
                bits(numerator.unsigned_abs()) + bits(denominator.unsigned_abs()) - 1
            }
            Repr::Wide(wide) => wide.numer().bits() + wide.denom().bits() - 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn denominators_are_joined_until_they_have_too_many_bits() {
        let mut all = Denominator::whole(8);
        for number in ["3", "0.5", "1/6", "0.25", "5/12"] {
            all.join(&n(number));
        }
        // 12 is below 16
        assert_eq!((all.bits(), all.is_too_large()), (3, false));
        all.join(&n("1/11"));
        // 132 is below 256
        assert_eq!((all.bits(), all.is_too_large()), (7, false));
        all.join(&n("1/7"));
        assert!(all.is_too_large());
    }

    #[test]
    fn what_is_divided_has_the_divisors_numerator() {
        // (1/6) / (5/7) = 7/30
        assert_eq!(Denominator::of(&n("1/6"), 99).over(&n("5/7")).bits(), 4);
        assert_eq!(Denominator::of(&n("1/6"), 99).times(&Denominator::of(&n("1/4"), 99)).bits(), 4);
    }

    #[test]
    fn bits_of_numbers() {
        assert_eq!(["0", "1/3", "1", "3", "4", "17/4"].map(|text| n(text).magnitude_bits()), [0, 0, 1, 2, 3, 3]);
        let wide = n("123456789012345678901234567890"); // between 2^96 and 2^97
        assert_eq!((wide.magnitude_bits(), wide.digits_bits()), (97, 97));
        assert_eq!(["0", "1", "7", "0.5"].map(|text| n(text).digits_bits()), [0, 1, 3, 2]);
    }
}
