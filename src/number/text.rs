//! Numbers as text: read, printed, and carried by serde.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::{MOST_DIGITS, Number, NumberError, Repr};

impl Number {
    /// How many decimal places it takes to write this exactly; `None` when no number of places does.
    fn terminating_places(&self) -> Option<u32> {
        let mut rest = match &self.0 {
            Repr::Small(_, d) => BigInt::from(*d),
            Repr::Wide(w) => w.denom().clone(),
        };
        let count = |rest: &mut BigInt, p: u8| {
            let mut n = 0u32;
            loop {
                let (q, r) = rest.div_rem(&BigInt::from(p));
                if !r.is_zero() {
                    return n;
                }
                *rest = q;
                n += 1;
            }
        };
        let twos = count(&mut rest, 2);
        let fives = count(&mut rest, 5);
        rest.is_one().then_some(twos.max(fives))
    }
}

/// The text of n / d where it takes at most 18 decimal places; d is above zero.
fn short_decimal(n: i64, d: i64) -> Option<String> {
    let places = (1..=18u32).find(|places| 10i64.pow(*places) % d == 0)?;
    let scaled = i128::from(n) * i128::from(10i64.pow(places) / d);
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    Some(format!("{}{whole}.{fraction}", if n < 0 { "-" } else { "" }))
}

/// Digits of an integer with the decimal point `places` from the right.
pub(super) fn with_point(value: &BigInt, places: usize) -> String {
    let digits = value.abs().to_string();
    let sign = if value.is_negative() { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Repr::Small(n, 1) = &self.0 {
            return f.pad_integral(*n >= 0, "", &n.unsigned_abs().to_string());
        }
        if let Repr::Small(n, d) = &self.0
            && let Some(text) = short_decimal(*n, *d)
        {
            return f.pad(&text);
        }
        let text = match self.terminating_places() {
            Some(places) => {
                let scale = BigInt::from(10u8).pow(places);
                let scaled = self.to_wide() * BigRational::from_integer(scale);
                with_point(scaled.numer(), places as usize)
            }
            None => self.to_fraction_text(),
        };
        f.pad(&text)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Number, NumberError> {
        if text.len() > MOST_DIGITS {
            return Err(NumberError::TooLong);
        }
        if let Some(number) = short(text) {
            return Ok(number);
        }
        match text.split_once('/') {
            Some((p, q)) => {
                let (p, q) = (integer(p)?, integer(q)?);
                if q.is_zero() {
                    return Err(NumberError::ZeroDenominator);
                }
                if q.is_negative() {
                    return Err(NumberError::Syntax);
                }
                Ok(Number::wide(BigRational::new(p, q)))
            }
            None => decimal(text),
        }
    }
}

fn integer(text: &str) -> Result<BigInt, NumberError> {
    let n = decimal(text)?;
    if n.is_integer() && !text.contains('.') { Ok(n.to_wide().numer().clone()) } else { Err(NumberError::Syntax) }
}

/// A decimal of at most 18 digits, as nearly all are; `None` for what is longer or wrong.
fn short(text: &str) -> Option<Number> {
    let (sign, unsigned) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    // 18 digits and a point.
    if unsigned.len() > 19 || unsigned.starts_with('.') {
        return None;
    }
    let (mut value, mut digits, mut power) = (0i64, 0u32, None);
    for byte in unsigned.bytes() {
        match byte {
            b'0'..=b'9' if digits < 18 => {
                value = value * 10 + i64::from(byte - b'0');
                digits += 1;
                power = power.map(|power: i64| power * 10);
            }
            b'.' if power.is_none() => power = Some(1),
            _ => return None,
        }
    }
    let ends_so = unsigned.as_bytes().last().is_some_and(u8::is_ascii_digit);
    let leads_with_zero = unsigned.len() > 1 && unsigned.starts_with('0') && !unsigned.starts_with("0.");
    if !ends_so || leads_with_zero {
        return None;
    }
    match power {
        None => Some(Number(Repr::Small(sign * value, 1))),
        Some(power) => Some(Number::small(i128::from(sign * value), i128::from(power))),
    }
}

fn decimal(text: &str) -> Result<Number, NumberError> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let is_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !fraction.is_none_or(is_digits) {
        return Err(what_is_wrong(text));
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(NumberError::LeadingZero);
    }
    let fraction = fraction.unwrap_or("");
    let digits = format!("{whole}{fraction}");
    let sign = if text.starts_with('-') { -1i8 } else { 1 };
    let n: BigInt = digits.parse().map_err(|_| NumberError::Syntax)?;
    let d = BigInt::from(10u8).pow(u32::try_from(fraction.len()).map_err(|_| NumberError::Syntax)?);
    Ok(Number::wide(BigRational::new(n * sign, d)))
}

/// The reason that helps most for a text that is no number.
fn what_is_wrong(text: &str) -> NumberError {
    let lower = text.trim_start_matches(['+', '-', '.']).to_ascii_lowercase();
    let numeric = |extra: &[char]| {
        lower.starts_with(|c: char| c.is_ascii_digit())
            && lower.chars().all(|c| c.is_ascii_digit() || c == '.' || extra.contains(&c))
    };
    if matches!(lower.as_str(), "nan" | "inf" | "infinity") {
        NumberError::NotFinite
    } else if numeric(&[',']) && lower.contains(',') {
        NumberError::Comma
    } else if numeric(&['%', ' ']) && lower.ends_with('%') {
        NumberError::Percent
    } else if numeric(&['_']) && lower.contains('_') {
        NumberError::Underscore
    } else if numeric(&['e', '+', '-']) && lower.contains('e') {
        NumberError::Exponent
    } else {
        NumberError::Syntax
    }
}

impl serde::Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Number {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "an exact number: a decimal when it terminates, else p/q",
            "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"
        })
    }
}
