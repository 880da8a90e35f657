//! Calendar dates and lengths of time. Nothing here reads a clock.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;

/// A civil date, written `2022-05-31`.
///
/// ```
/// use predikat::{Date, Duration};
/// let issued: Date = "2024-01-31".parse()?;
/// let valid_for: Duration = "1m".parse()?;
/// // the day is clamped to the month's end
/// assert_eq!(issued.plus(valid_for).unwrap().to_string(), "2024-02-29");
/// # Ok::<(), predikat::date::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// A length of time in whole days, weeks, months or years: `180d`, `2w`, `6m`, `1y`.
///
/// Months and years are calendar arithmetic; the day is clamped to the month's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    count: u16,
    unit: DurationUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum DurationUnit {
    Day,
    Week,
    Month,
    Year,
}

/// Why a text is not a date or not a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("write year-month-day, such as `2022-05-31`")]
    DateSyntax,
    /// Of the right form, but no such day exists.
    #[error("no such day in the calendar")]
    NoSuchDay,
    /// Not of the form `180d`, `2w`, `6m`, `1y`.
    #[error("write a whole number and d, w, m or y, such as `180d` or `1y`")]
    DurationSyntax,
    /// Longer than 9,999 of its unit.
    #[error("a duration of more than 9999 units is not supported")]
    DurationTooLong,
}

impl Date {
    /// The first day of 1970, from which columns of days count.
    pub(crate) const EPOCH: Date = Date(jiff::civil::date(1970, 1, 1));

    /// A day of no meaning, for what must name one where nothing else does.
    pub(crate) const ANY: Date = Date(jiff::civil::date(2024, 1, 1));

    /// The date of a year, a month (1 to 12) and a day.
    ///
    /// # Errors
    /// [`DateError::NoSuchDay`].
    pub fn new(year: i16, month: i8, day: i8) -> Result<Date, DateError> {
        match jiff::civil::Date::new(year, month, day) {
            Ok(date) if year >= 0 => Ok(Date(date)),
            _ => Err(DateError::NoSuchDay),
        }
    }

    /// This date and `duration` more; `None` past the calendar's last day, 9999-12-31.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Option<Date> {
        let n = i64::from(duration.count);
        let span = match duration.unit {
            DurationUnit::Day => n.days(),
            DurationUnit::Week => n.weeks(),
            DurationUnit::Month => n.months(),
            DurationUnit::Year => n.years(),
        };
        self.0.checked_add(span).ok().map(Date)
    }

    /// The day before; `None` before the calendar's first day.
    #[must_use]
    pub fn day_before(self) -> Option<Date> {
        self.0.yesterday().ok().map(Date)
    }

    /// This date and `days` more (or less, below zero); `None` outside the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Date> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Date)
    }

    /// How many days lie from this date to `later`; below zero when it is earlier.
    #[must_use]
    pub fn days_until(self, later: Date) -> i64 {
        self.0.duration_until(later.0).as_hours() / 24
    }
}

impl Duration {
    /// How many, and of what: `days`, `weeks`, `months` or `years`.
    pub(crate) fn count_and_unit(self) -> (u16, &'static str) {
        let unit = match self.unit {
            DurationUnit::Day => "days",
            DurationUnit::Week => "weeks",
            DurationUnit::Month => "months",
            DurationUnit::Year => "years",
        };
        (self.count, unit)
    }

    /// The same length in days or in months, which are what calendar arithmetic knows: a year is `12m`, a week `7d`.
    pub(crate) fn to_days_or_months(self) -> String {
        let count = u32::from(self.count);
        match self.unit {
            DurationUnit::Day => format!("{count}d"),
            DurationUnit::Week => format!("{}d", count * 7),
            DurationUnit::Month => format!("{count}m"),
            DurationUnit::Year => format!("{}m", count * 12),
        }
    }
}

impl FromStr for Date {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Date, DateError> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(DateError::DateSyntax);
        }
        text.parse().map(Date).map_err(|_| DateError::NoSuchDay)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Duration {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Duration, DateError> {
        let mut chars = text.chars();
        let unit = match chars.next_back() {
            Some('d') => DurationUnit::Day,
            Some('w') => DurationUnit::Week,
            Some('m') => DurationUnit::Month,
            Some('y') => DurationUnit::Year,
            _ => return Err(DateError::DurationSyntax),
        };
        let digits = chars.as_str();
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(DateError::DurationSyntax);
        }
        match digits.parse() {
            Ok(count) if count <= 9999 => Ok(Duration { count, unit }),
            _ => Err(DateError::DurationTooLong),
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            DurationUnit::Day => 'd',
            DurationUnit::Week => 'w',
            DurationUnit::Month => 'm',
            DurationUnit::Year => 'y',
        };
        write!(f, "{}{unit}", self.count)
    }
}

/// Serialises a type as its text and reads it back through `FromStr`.
macro_rules! as_text {
    ($($type:ty, $name:literal, $pattern:literal, $about:literal;)*) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "description": $about, "pattern": $pattern})
            }
        }
    )*};
}
as_text! {
    Date, "Date", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a date, year-month-day";
    Duration, "Duration", r"^[0-9]{1,4}[dwmy]$", "a length of time: days, weeks, months or years, such as 180d or 1y";
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_clamped_to_the_months_end() {
        for (from, by, to) in [
            ("2024-01-31", "1m", "2024-02-29"),
            ("2024-02-29", "1y", "2025-02-28"),
            ("2022-12-31", "2w", "2023-01-14"),
            ("2022-01-01", "180d", "2022-06-30"),
        ] {
            assert_eq!(date(from).plus(by.parse().unwrap()), Some(date(to)));
        }
        assert_eq!(date("9999-12-31").plus("1d".parse().unwrap()), None);
        assert_eq!(date("2022-01-01").days_until(date("2022-03-01")), 59);
        assert_eq!(date("2022-03-01").day_before(), Some(date("2022-02-28")));
    }

    #[test]
    fn wrong_texts_say_why() {
        assert_eq!("2022-02-30".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!("31-12-2022".parse::<Date>(), Err(DateError::DateSyntax));
        assert_eq!("2022-1-1".parse::<Date>(), Err(DateError::DateSyntax));
        assert_eq!("1 year".parse::<Duration>(), Err(DateError::DurationSyntax));
        assert_eq!("99999d".parse::<Duration>(), Err(DateError::DurationTooLong));
    }
}
