//! The loops over rows: each does one small thing to every row of a block, so that the compiler can do several
//! rows at once.
//!
//! A mask is 1 where something holds and 0 where not. Sums wrap where a row is decided apart anyway; elsewhere
//! planning has proved that they fit.

use std::sync::LazyLock;

use fearless_simd::{Level, dispatch};

/// How many rows a block has: what is read and written for it stays in the nearest memory.
pub(super) const BLOCK: usize = 1024;

/// Does something with the widest registers that this machine has. What it captures is to be moved into it: behind a
/// reference, nothing would be known not to change while a loop writes.
#[inline(always)]
fn vectorized<R>(work: impl FnOnce() -> R) -> R {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    dispatch!(*LEVEL, _simd => work())
}

/// Adds what each code gives.
pub(super) fn add_by_code(sums: &mut [i16], codes: &[u8], products: &[Option<i16>]) {
    vectorized(
        #[inline(always)]
        move || {
            let mut pairs = products.iter().zip(0u8..).filter_map(|(product, code)| Some((code, (*product)?)));
            let mut next = || pairs.by_ref().find(|(_, product)| *product != 0);
            loop {
                match (next(), next(), next()) {
                    (None, ..) => return,
                    (Some((a, x)), None, _) => {
                        for (sum, code) in sums.iter_mut().zip(codes) {
                            *sum = sum.wrapping_add(given(*code == a, x));
                        }
                    }
                    (Some((a, x)), Some((b, y)), None) => {
                        for (sum, code) in sums.iter_mut().zip(codes) {
                            *sum = sum.wrapping_add(given(*code == a, x) | given(*code == b, y));
                        }
                    }
                    (Some((a, x)), Some((b, y)), Some((c, z))) => {
                        for (sum, code) in sums.iter_mut().zip(codes) {
                            let more = given(*code == a, x) | given(*code == b, y) | given(*code == c, z);
                            *sum = sum.wrapping_add(more);
                        }
                    }
                }
            }
        },
    );
}

#[inline(always)]
fn given(condition: bool, value: i16) -> i16 {
    if condition { value } else { 0 }
}

/// Adds the same wherever a mask is 1.
pub(super) fn add_where(sums: &mut [i16], mask: &[u8], product: i16) {
    vectorized(
        #[inline(always)]
        move || {
            for (sum, mask) in sums.iter_mut().zip(mask) {
                *sum = sum.wrapping_add(i16::from(*mask).wrapping_mul(product));
            }
        },
    );
}

/// Adds values wherever a mask is 1.
pub(super) fn add_masked(sums: &mut [i16], values: &[i16], mask: &[u8]) {
    vectorized(
        #[inline(always)]
        move || {
            for ((sum, value), mask) in sums.iter_mut().zip(values).zip(mask) {
                *sum = sum.wrapping_add(value.wrapping_mul(i16::from(*mask)));
            }
        },
    );
}

/// Adds a weight wherever a mask is 0.
pub(super) fn add_unless(sums: &mut [i32], mask: &[u8], weight: i32) {
    vectorized(
        #[inline(always)]
        move || {
            for (sum, mask) in sums.iter_mut().zip(mask) {
                *sum = sum.wrapping_add(if *mask == 0 { weight } else { 0 });
            }
        },
    );
}

/// Brings small sums into large ones, and starts the small ones anew.
pub(super) fn flush(sums: &mut [i32], small: &mut [i16]) {
    vectorized(
        #[inline(always)]
        move || {
            for (sum, small) in sums.iter_mut().zip(small.iter_mut()) {
                *sum = sum.wrapping_add(i32::from(*small));
                *small = 0;
            }
        },
    );
}

/// Keeps a mask where the code is among these.
pub(super) fn keep_among(mask: &mut [u8], codes: &[u8], positions: u64) {
    vectorized(
        #[inline(always)]
        move || {
            let (mut few, count) = (positions, positions.count_ones());
            if count == 0 {
                mask.fill(0);
            } else if count <= 4 {
                let mut next = || {
                    // Of fewer than four, the last once more.
                    let at = few.trailing_zeros();
                    if few.count_ones() > 1 {
                        few &= few - 1;
                    }
                    at as u8
                };
                let [a, b, c, d] = [next(), next(), next(), next()];
                for (mask, code) in mask.iter_mut().zip(codes) {
                    *mask &= u8::from((*code == a) | (*code == b) | (*code == c) | (*code == d));
                }
            } else {
                for (mask, code) in mask.iter_mut().zip(codes) {
                    *mask &= (positions >> (*code & 63) & 1) as u8;
                }
            }
        },
    );
}

/// Keeps a mask where the number is at least this.
pub(super) fn keep_at_least(mask: &mut [u8], whole: &[i32], least: i32) {
    vectorized(
        #[inline(always)]
        move || {
            for (mask, value) in mask.iter_mut().zip(whole) {
                *mask &= u8::from(*value >= least);
            }
        },
    );
}

/// Keeps a mask where the number is at most this.
pub(super) fn keep_at_most(mask: &mut [u8], whole: &[i32], most: i32) {
    vectorized(
        #[inline(always)]
        move || {
            for (mask, value) in mask.iter_mut().zip(whole) {
                *mask &= u8::from(*value <= most);
            }
        },
    );
}

/// Keeps a mask where another is 1.
pub(super) fn keep(mask: &mut [u8], other: &[u8]) {
    vectorized(
        #[inline(always)]
        move || {
            for (mask, other) in mask.iter_mut().zip(other) {
                *mask &= other;
            }
        },
    );
}

/// Marks where a mask is 0.
pub(super) fn mark_unless(marks: &mut [u8], mask: &[u8]) {
    vectorized(
        #[inline(always)]
        move || {
            for (mark, mask) in marks.iter_mut().zip(mask) {
                *mark |= u8::from(*mask == 0);
            }
        },
    );
}

/// Marks where a number is not above zero.
pub(super) fn mark_not_above_zero(marks: &mut [u8], whole: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (mark, value) in marks.iter_mut().zip(whole) {
                *mark |= u8::from(*value <= 0);
            }
        },
    );
}

/// The greatest magnitude among numbers.
pub(super) fn greatest(whole: &[i32]) -> u32 {
    vectorized(
        #[inline(always)]
        move || {
            // Bits that stand in any of the magnitudes: less than twice the greatest, and quick to find.
            whole.iter().fold(0, |all, value| all | value.unsigned_abs())
        },
    )
}

/// Lower halves of numbers, which must fit.
pub(super) fn halves(to: &mut [i16], from: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from as i16;
            }
        },
    );
}

/// A step as a numerator, a denominator, and what is added from it on.
pub(super) type Step<T> = (T, T, i16);

macro_rules! steps {
    ($name:ident, $ratio:ident, $number:ty, $about:literal) => {
        #[doc = $about]
        pub(super) fn $name<const N: usize>(sums: &mut [i16], of: &[$number], steps: &[Step<$number>; N]) {
            vectorized(
                #[inline(always)]
                move || {
                    let steps = *steps;
                    for (sum, of) in sums.iter_mut().zip(of) {
                        for (numerator, denominator, more) in steps {
                            *sum = sum.wrapping_add(given(of.wrapping_mul(denominator) >= numerator, more));
                        }
                    }
                },
            );
        }

        #[doc = $about]
        pub(super) fn $ratio<const N: usize>(
            sums: &mut [i16],
            (of, to): (&[$number], &[$number]),
            steps: &[Step<$number>; N],
        ) {
            vectorized(
                #[inline(always)]
                move || {
                    let steps = *steps;
                    for ((sum, of), to) in sums.iter_mut().zip(of).zip(to) {
                        for (numerator, denominator, more) in steps {
                            let reached = of.wrapping_mul(denominator) >= to.wrapping_mul(numerator);
                            *sum = sum.wrapping_add(given(reached, more));
                        }
                    }
                },
            );
        }
    };
}
steps!(add_from_small, add_from_small_ratio, i16, "Adds from each step on; every product fits 16 bits.");
steps!(add_from_medium, add_from_medium_ratio, i32, "Adds from each step on; every product fits 32 bits.");
steps!(add_from, add_from_ratio, i64, "Adds from each step on; every product fits 64 bits.");

/// Numbers as they are, wider.
pub(super) fn doubles(to: &mut [i64], from: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (to, from) in to.iter_mut().zip(from) {
                *to = i64::from(*from);
            }
        },
    );
}

/// Multiplies by one factor.
pub(super) fn multiply(sums: &mut [i32], factor: i32) {
    vectorized(
        #[inline(always)]
        move || {
            if factor != 1 {
                for sum in sums {
                    *sum = sum.wrapping_mul(factor);
                }
            }
        },
    );
}

/// Picks the factor that goes with each weight that is gone; 0 where there is none.
pub(super) fn factors(to: &mut [i32], gone: &[i32], whole: i32, factors: &[(i32, i32)]) {
    vectorized(
        #[inline(always)]
        move || {
            to.fill(0);
            for (left, factor) in factors {
                let (wanted, factor) = (whole - left, *factor);
                for (to, gone) in to.iter_mut().zip(gone) {
                    *to |= if *gone == wanted { factor } else { 0 };
                }
            }
        },
    );
}

/// Multiplies each by its factor.
pub(super) fn multiply_each(sums: &mut [i32], factors: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (sum, factor) in sums.iter_mut().zip(factors) {
                *sum = sum.wrapping_mul(*factor);
            }
        },
    );
}

/// Keeps a mask where a number is not 0.
pub(super) fn keep_unless_zero(mask: &mut [u8], of: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (mask, of) in mask.iter_mut().zip(of) {
                *mask &= u8::from(*of != 0);
            }
        },
    );
}

/// Whether any number is outside its limits.
pub(super) fn any_outside(of: &[i32], least: i32, most: i32) -> bool {
    vectorized(
        #[inline(always)]
        move || of.iter().fold(0, |found, value| found | i32::from(*value < least) | i32::from(*value > most)) != 0,
    )
}

/// Numbers that are not below zero, wider.
pub(super) fn widen(to: &mut [i64], from: &[i32]) {
    vectorized(
        #[inline(always)]
        move || {
            for (to, from) in to.iter_mut().zip(from) {
                *to = i64::from(from.cast_unsigned());
            }
        },
    );
}

/// Adds numbers times a multiplier.
pub(super) fn add_times(sums: &mut [i32], of: &[i32], multiplier: i32) {
    vectorized(
        #[inline(always)]
        move || {
            for (sum, of) in sums.iter_mut().zip(of) {
                *sum = sum.wrapping_add(of.wrapping_mul(multiplier));
            }
        },
    );
}

/// Adds numbers times a multiplier wherever a mask is 1.
pub(super) fn add_times_where(sums: &mut [i32], of: &[i32], mask: &[u8], multiplier: i32) {
    vectorized(
        #[inline(always)]
        move || {
            for ((sum, of), mask) in sums.iter_mut().zip(of).zip(mask) {
                *sum = sum.wrapping_add(if *mask == 1 { of.wrapping_mul(multiplier) } else { 0 });
            }
        },
    );
}

/// Turns a mask around.
pub(super) fn turn(mask: &mut [u8]) {
    vectorized(
        #[inline(always)]
        move || {
            for mask in mask {
                *mask ^= 1;
            }
        },
    );
}

/// Narrow numbers as numbers of 32 bits; what does not fit becomes the least there is.
pub(super) fn narrow<T: Copy>(to: &mut [i32], from: &[T])
where
    i32: TryFrom<T>,
{
    vectorized(
        #[inline(always)]
        move || {
            for (to, from) in to.iter_mut().zip(from) {
                *to = i32::try_from(*from).unwrap_or(i32::MIN);
            }
        },
    );
}

/// The greatest code.
pub(super) fn greatest_code(codes: &[u8]) -> u8 {
    vectorized(
        #[inline(always)]
        move || codes.iter().fold(0, |most, code| most.max(*code)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_give_their_products() {
        let codes: Vec<u8> = (0..200).map(|row| row % 7).collect();
        for products in
            [vec![Some(3)], vec![Some(0), Some(5)], vec![Some(1), None, Some(-4), Some(0), Some(9), Some(7), Some(2)]]
        {
            let mut sums = vec![10i16; codes.len()];
            add_by_code(&mut sums, &codes, &products);
            for (sum, code) in sums.iter().zip(&codes) {
                let gives = products.get(usize::from(*code)).copied().flatten().unwrap_or(0);
                assert_eq!(*sum, 10 + gives);
            }
        }
    }

    #[test]
    fn masks_keep_what_is_among() {
        let codes: Vec<u8> = (0..64).collect();
        for positions in [0u64, 1, 0b1010, 0b1111, 0b10_1101_0111, u64::MAX] {
            let mut mask = vec![1u8; codes.len()];
            keep_among(&mut mask, &codes, positions);
            for (mask, code) in mask.iter().zip(&codes) {
                assert_eq!(u64::from(*mask), positions >> code & 1, "{positions:b} {code}");
            }
        }
    }

    #[test]
    fn every_width_reaches_the_same_steps() {
        let of: Vec<i32> = (0..300).map(|row| row % 61 - 2).collect();
        let to: Vec<i32> = (0..300).map(|row| row % 13 + 1).collect();
        let (mut small_of, mut small_to) = (vec![0i16; of.len()], vec![0i16; of.len()]);
        halves(&mut small_of, &of);
        halves(&mut small_to, &to);
        let (mut large_of, mut large_to) = (vec![0i64; of.len()], vec![0i64; of.len()]);
        doubles(&mut large_of, &of);
        doubles(&mut large_to, &to);
        for step in [(9, 10), (1, 1), (0, 1), (-3, 2)] {
            let small = [(step.0 as i16, step.1 as i16, 5), (7, 3, -2)];
            let medium = [(step.0, step.1, 5), (7, 3, -2)];
            let large = [(i64::from(step.0), i64::from(step.1), 5), (7, 3, -2)];
            let (mut a, mut b, mut c) = (vec![1i16; of.len()], vec![1i16; of.len()], vec![1i16; of.len()]);
            add_from_small_ratio(&mut a, (&small_of, &small_to), &small);
            add_from_medium_ratio(&mut b, (&of, &to), &medium);
            add_from_ratio(&mut c, (&large_of, &large_to), &large);
            assert!(a == b && b == c);
            add_from_small(&mut a, &small_of, &small);
            add_from_medium(&mut b, &of, &medium);
            add_from(&mut c, &large_of, &large);
            assert!(a == b && b == c);
            for ((sum, of), to) in c.iter().zip(&of).zip(&to) {
                let gives = |holds: bool, more: i16| if holds { more } else { 0 };
                let ratio = gives(of * step.1 >= to * step.0, 5) + gives(of * 3 >= to * 7, -2);
                let alone = gives(of * step.1 >= step.0, 5) + gives(of * 3 >= 7, -2);
                assert_eq!(*sum, 1 + ratio + alone);
            }
        }
        assert!((60..128).contains(&greatest(&of)));
    }
}
