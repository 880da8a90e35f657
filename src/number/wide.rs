//! Sums and products beyond 64 bits.
//!
//! What two fractions have in common is looked for before they are combined, in the smaller numbers: to add a small
//! fraction to one of very many digits then takes time with the digits, not with their square.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Zero};

use super::Number;

/// The sum, after Henrici: only what both denominators share can cancel.
pub(super) fn add(a: &BigRational, b: &BigRational) -> Number {
    let shared = common(a.denom(), b.denom());
    if shared.is_one() {
        let numerator = a.numer() * b.denom() + b.numer() * a.denom();
        return Number::wide(lowest(numerator, a.denom() * b.denom()));
    }
    let (of_a, of_b) = (a.denom() / &shared, b.denom() / &shared);
    let numerator = a.numer() * &of_b + b.numer() * &of_a;
    let cancels = common(&numerator, &shared);
    Number::wide(lowest(numerator / &cancels, of_a * (b.denom() / &cancels)))
}

/// The product: what cancels stands in the numerator of one and the denominator of the other.
pub(super) fn multiply(a: &BigRational, b: &BigRational) -> Number {
    let (left, right) = (common(a.numer(), b.denom()), common(b.numer(), a.denom()));
    let numerator = (a.numer() / &left) * (b.numer() / &right);
    Number::wide(lowest(numerator, (a.denom() / &right) * (b.denom() / &left)))
}

/// Two integers in lowest terms as they are; nothing has the denominator 1.
fn lowest(numerator: BigInt, denominator: BigInt) -> BigRational {
    if numerator.is_zero() { BigRational::zero() } else { BigRational::new_raw(numerator, denominator) }
}

/// The greatest common divisor; of a large and a small number, by way of the remainder. The second is not zero.
pub(super) fn common(a: &BigInt, b: &BigInt) -> BigInt {
    let (large, small) = if a.bits() < b.bits() { (b, a) } else { (a, b) };
    if small.is_zero() || large.bits() < 2 * small.bits() { large.gcd(small) } else { (large % small).gcd(small) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(crate::laws::law())]

        #[test]
        fn sums_and_products_are_those_of_rationals(
            a in any::<i128>(), b in 1..i128::MAX, c in any::<i64>(), d in 1..=720i64, factor in 1..=5040i64,
        ) {
            let factor = BigInt::from(factor);
            let left = BigRational::new(BigInt::from(a), BigInt::from(b) * &factor);
            let right = BigRational::new(BigInt::from(c), BigInt::from(d) * &factor);
            for (left, right) in [(&left, &right), (&right, &left), (&left, &left), (&left, &-left.clone())] {
                prop_assert_eq!(add(left, right), Number::wide(left + right));
                prop_assert_eq!(multiply(left, right), Number::wide(left * right));
            }
        }
    }
}
