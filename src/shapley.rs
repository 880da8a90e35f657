//! A change split fairly among what brought it about: the Shapley value, exact.
//!
//! Each part gets what it adds on average over every order in which the parts may come in. The shares add up to the
//! whole change, whatever the order in which the parts are written.

use crate::Number;

/// The most parts whose orders are looked at: so many subsets as two to this power are valued.
pub(crate) const MOST_PARTS: usize = 10;

/// The share of each of `parts` parts, from the value of every subset of them; `values` stands in the order of the
/// subsets as numbers. With more than [`MOST_PARTS`] parts, none.
pub(crate) fn shares(parts: usize, values: &[Number]) -> Option<Vec<Number>> {
    if parts > MOST_PARTS || values.len() != 1 << parts {
        return None;
    }
    let weights: Vec<Number> = (0..parts).map(|before| weight(before, parts)).collect::<Option<_>>()?;
    let mut shares = vec![Number::ZERO; parts];
    for (subset, value) in values.iter().enumerate() {
        for (part, share) in shares.iter_mut().enumerate() {
            if subset & (1 << part) != 0 {
                continue;
            }
            let with = values.get(subset | (1 << part))?;
            if with != value {
                *share += &(weights.get(subset.count_ones() as usize)? * &(with - value));
            }
        }
    }
    Some(shares)
}

/// In which part of all orders just these `before` parts, in any order, come before a given one.
fn weight(before: usize, parts: usize) -> Option<Number> {
    let factorial = |n: usize| (1..=n).fold(Number::ONE, |product, i| product * Number::from(i));
    (factorial(before) * factorial(parts.checked_sub(before + 1)?)).checked_div(&factorial(parts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_two_bring_about_together_is_halved() {
        let values = [0, 0, 0, 10].map(Number::from);
        assert_eq!(shares(2, &values).unwrap(), [5, 5].map(Number::from));
    }

    #[test]
    fn what_one_brings_about_alone_is_its_own() {
        let values = [1, 4, 1, 4].map(Number::from);
        assert_eq!(shares(2, &values).unwrap(), [3, 0].map(Number::from));
        assert_eq!(shares(0, &[Number::ONE]).unwrap(), []);
    }

    proptest! {
        #![proptest_config(crate::laws::law())]

        #[test]
        fn shares_add_up_and_do_not_depend_on_the_order(values in proptest::collection::vec(-9i64..9, 8)) {
            let numbers: Vec<Number> = values.iter().map(|value| Number::from(*value)).collect();
            let shares = super::shares(3, &numbers).unwrap();
            prop_assert_eq!(shares.iter().sum::<Number>(), &numbers[7] - &numbers[0]);
            // The parts in the reverse order: the bits of every subset turned round.
            let turned: Vec<Number> = [0usize, 4, 2, 6, 1, 5, 3, 7].iter().map(|at| numbers[*at].clone()).collect();
            let other = super::shares(3, &turned).unwrap();
            prop_assert_eq!(shares.into_iter().rev().collect::<Vec<_>>(), other);
        }
    }
}
