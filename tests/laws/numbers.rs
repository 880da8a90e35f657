//! Numbers against rationals of another kind: read, printed, calculated and rounded.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use predikat::Number;
use predikat::number::{MOST_DIGITS, RoundingMode};
use proptest::prelude::*;
use proptest::sample::select;

use crate::config::law;

proptest! {
    #![proptest_config(law())]

    #[test]
    fn numbers_are_rationals(asked in asked()) {
        as_rationals(&asked)?;
    }
}

/// Two texts, of numbers or near to it, and how they are rounded.
#[derive(Clone, Debug)]
pub struct Asked {
    left: String,
    right: String,
    places: u8,
    mode: RoundingMode,
}

/// Digits: few, as many as fit 64 bits, as fit 128, and more.
fn digits() -> BoxedStrategy<String> {
    let edges = [
        i64::MAX.to_string(),
        i64::MIN.unsigned_abs().to_string(),
        u64::MAX.to_string(),
        i128::MAX.to_string(),
        "999999999999999999".to_owned(),
        "1000000000000000000".to_owned(),
        "4611686018427387904".to_owned(),
    ];
    prop_oneof![
        4 => (0..1000_u32).prop_map(|number| number.to_string()),
        2 => select(vec!["0", "1", "2", "5", "8", "10", "25", "125", "1000", "5040"]).prop_map(str::to_owned),
        2 => any::<i64>().prop_map(|number| number.unsigned_abs().to_string()),
        1 => any::<u128>().prop_map(|number| number.to_string()),
        1 => select(edges.to_vec()),
        1 => "[1-9][0-9]{30,101}",
    ]
    .boxed()
}

fn text() -> BoxedStrategy<String> {
    let sign = || select(vec!["", "-"]);
    prop_oneof![
        3 => (sign(), digits()).prop_map(|(sign, whole)| format!("{sign}{whole}")),
        4 => (sign(), digits(), "[0-9]{1,5}|[0-9]{17,20}|0{1,30}[0-9]5?")
            .prop_map(|(sign, whole, rest)| format!("{sign}{whole}.{rest}")),
        4 => (sign(), digits(), digits()).prop_map(|(sign, above, below)| format!("{sign}{above}/{below}")),
        1 => "[-+0-9./,_%e ]{0,8}",
        1 => (text_of_many(), sign()).prop_map(|(digits, sign)| format!("{sign}{digits}")),
    ]
    .boxed()
}

/// As long as may be, a little less, and a little more.
fn text_of_many() -> BoxedStrategy<String> {
    (MOST_DIGITS - 2..MOST_DIGITS + 2).prop_map(|count| "7".repeat(count)).boxed()
}

/// Any texts and rounding.
pub fn asked() -> BoxedStrategy<Asked> {
    let modes = RoundingMode::WORDS.map(|(_, mode)| mode).to_vec();
    let places = prop_oneof![4 => 0..4_u8, 1 => 0..40_u8];
    (text(), text(), places, select(modes))
        .prop_map(|(left, right, places, mode)| Asked { left, right, places, mode })
        .boxed()
}

/// What a text means, by the page of the rule set: an integer, a decimal or a fraction of two integers.
fn meant(text: &str) -> Option<BigRational> {
    if text.len() > MOST_DIGITS {
        return None;
    }
    let whole = |text: &str| -> Option<BigInt> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_plain && (digits == "0" || !digits.starts_with('0'))).then(|| text.parse().unwrap())
    };
    if let Some((above, below)) = text.split_once('/') {
        let (above, below) = (whole(above)?, whole(below)?);
        return below.is_positive().then(|| BigRational::new(above, below));
    }
    let Some((before, after)) = text.split_once('.') else { return whole(text).map(BigRational::from_integer) };
    let is_plain = !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit());
    whole(before).filter(|_| is_plain)?;
    let scale = BigInt::from(10).pow(u32::try_from(after.len()).unwrap());
    Some(BigRational::new(format!("{before}{after}").parse().unwrap(), scale))
}

/// The multiple of a power of ten that a rational is rounded to: of the two beside it, the one that the mode names.
fn rounded(value: &BigRational, places: u8, mode: RoundingMode) -> BigRational {
    let scale = BigRational::from_integer(BigInt::from(10).pow(u32::from(places)));
    let scaled = value * &scale;
    let (below, above) = (scaled.floor(), scaled.ceil());
    let (inner, outer) = if scaled.is_negative() { (above, below) } else { (below, above) };
    let chosen = match ((&scaled - &inner).abs().cmp(&(&outer - &scaled).abs()), mode) {
        (_, RoundingMode::Down) | (Ordering::Less, RoundingMode::HalfUp | RoundingMode::HalfEven) => inner,
        (_, RoundingMode::Up) | (Ordering::Greater, _) | (_, RoundingMode::HalfUp) => outer,
        (Ordering::Equal, RoundingMode::HalfEven) => {
            let is_even = (&inner.to_integer() % BigInt::from(2)).is_zero();
            if is_even { inner } else { outer }
        }
    };
    chosen / scale
}

fn number(value: &BigRational) -> Number {
    // Nothing reads what is longer than this; a product of two of it is no more than twice as long.
    let whole = |number: &BigInt| {
        let billion = Number::from(1_000_000_000);
        let digits = number.abs().to_string();
        let chunks = digits.as_bytes().rchunks(9).rev();
        let sum = chunks.fold(Number::ZERO, |sum, nine| {
            let nine: i64 = std::str::from_utf8(nine).unwrap().parse().unwrap();
            &(&sum * &billion) + &Number::from(nine)
        });
        if number.is_negative() { -&sum } else { sum }
    };
    whole(value.numer()).checked_div(&whole(value.denom())).unwrap()
}

/// The number is the rational: it prints as it, is equal to it, and knows of itself what is true of it.
fn same(number: &Number, value: &BigRational) -> Result<(), TestCaseError> {
    prop_assert_eq!(number.to_fraction_text(), format!("{}/{}", value.numer(), value.denom()));
    prop_assert_eq!(number.is_zero(), value.is_zero());
    prop_assert_eq!(number.is_negative(), value.is_negative());
    prop_assert_eq!(number.is_integer(), value.is_integer());
    let pair = i64::try_from(value.numer()).ok().zip(i64::try_from(value.denom()).ok());
    prop_assert_eq!(number.to_i64_pair(), pair);
    let text = number.to_string();
    if text.len() <= MOST_DIGITS {
        prop_assert_eq!(meant(&text), Some(value.clone()), "printed as {}", text);
        prop_assert_eq!(&text.parse::<Number>().unwrap(), number);
        prop_assert_eq!(&serde_json::from_str::<Number>(&serde_json::to_string(number).unwrap()).unwrap(), number);
    }
    Ok(())
}

/// What is read, printed, calculated and rounded is what rationals come to.
pub fn as_rationals(asked: &Asked) -> Result<(), TestCaseError> {
    let read = |text: &str| -> Result<Option<(Number, BigRational)>, TestCaseError> {
        let (read, meant) = (text.parse::<Number>(), meant(text));
        prop_assert_eq!(read.is_ok(), meant.is_some(), "{}: {:?}", text, read);
        Ok(read.ok().zip(meant))
    };
    let (Some((left, a)), Some((right, b))) = (read(&asked.left)?, read(&asked.right)?) else { return Ok(()) };
    same(&left, &a)?;
    same(&right, &b)?;
    prop_assert_eq!(&number(&a), &left);
    same(&(&left + &right), &(&a + &b))?;
    same(&(&left - &right), &(&a - &b))?;
    same(&(&left * &right), &(&a * &b))?;
    same(&-&left, &-&a)?;
    same(&left.abs(), &a.abs())?;
    match left.checked_div(&right) {
        Some(quotient) => same(&quotient, &(&a / &b))?,
        None => prop_assert!(b.is_zero()),
    }
    prop_assert_eq!(left.cmp(&right), a.cmp(&b));
    prop_assert_eq!(left == right, a == b);
    same(&left.clone().min(right.clone()), (&a).min(&b))?;
    same(&left.clone().max(right.clone()), (&a).max(&b))?;
    let (low, high) = if a < b { (&left, &right) } else { (&right, &left) };
    let half = number(&BigRational::new(BigInt::one(), BigInt::from(2)));
    same(&half.clamp_between(low, high), &clamped(&a, &b))?;
    let scale = BigInt::from(10).pow(u32::from(asked.places));
    for (number, value) in [(&left, &a), (&right, &b), (&(&left * &right), &(&a * &b))] {
        same(&number.round(asked.places, asked.mode), &rounded(value, asked.places, asked.mode))?;
        let is_exact = (value * BigRational::from_integer(scale.clone())).is_integer();
        let fixed = number.to_fixed(asked.places);
        prop_assert_eq!(fixed.is_some(), is_exact);
        if let Some(text) = fixed.filter(|text| text.len() <= MOST_DIGITS) {
            prop_assert_eq!(meant(&text), Some(value.clone()));
            let places = text.split_once('.').map_or(0, |(_, after)| after.len());
            prop_assert_eq!(places, usize::from(asked.places));
        }
    }
    Ok(())
}

/// One half, but not beyond two numbers.
fn clamped(a: &BigRational, b: &BigRational) -> BigRational {
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    half.max(a.min(b).clone()).min(a.max(b).clone())
}
