//! What was most likely meant by a text that is not a number, a date or a duration: the help of a message
//! names it, so that an author can copy it.

use crate::date::{Date, DateError, Duration};
use crate::number::{Number, NumberError};

/// How to mend a text that is no number.
pub(crate) fn number(text: &str, why: NumberError) -> String {
    match (why, number_meant(text)) {
        (NumberError::Percent, Some(meant)) => match fraction_of(&meant) {
            Some(fraction) => format!(
                "a percent sign is not part of a number: write `{fraction}` for a fraction, `{meant}` where percent \
                 are asked"
            ),
            None => why.to_string(),
        },
        (NumberError::Comma, Some(meant)) => format!("a comma is not a decimal point: write `{meant}`"),
        (NumberError::Syntax, Some(meant)) => format!("write `{meant}`"),
        (why, Some(meant)) => format!("{why}: write `{meant}`"),
        (why, None) => why.to_string(),
    }
}

/// So many percent as a fraction.
fn fraction_of(percent: &str) -> Option<Number> {
    percent.parse::<Number>().ok()?.checked_div(&Number::from(100))
}

/// The number that a text stands for in other spellings, as it is written here.
pub(crate) fn number_meant(text: &str) -> Option<String> {
    let mut plain: String = text.chars().filter(|c| !matches!(c, '_' | ' ' | '+' | '%')).collect();
    match (plain.rfind('.'), plain.rfind(',')) {
        // The last of the two marks begins the decimals, and the other groups thousands.
        (Some(point), Some(comma)) if comma > point => plain = plain.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => plain = plain.replace(',', ""),
        (None, Some(comma)) => {
            let (whole, decimals) = (plain.get(..comma)?, plain.get(comma + 1..)?);
            if decimals.len() == 3 && whole != "0" {
                return None; // thousands, or decimals: both are usual
            }
            plain = plain.replace(',', ".");
        }
        _ if plain.matches('.').count() > 1 => plain = plain.replace('.', ""),
        _ => {}
    }
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    let zero = if digits.is_empty() || digits.starts_with('.') { "0" } else { "" };
    let meant = format!("{sign}{zero}{}", digits.trim_end_matches('.'));
    (meant != text && text.contains(|c: char| c.is_ascii_digit()) && meant.parse::<Number>().is_ok()).then_some(meant)
}

/// How to mend a text that is no date or no duration.
pub(crate) fn date(text: &str, why: DateError) -> String {
    match why {
        DateError::DateSyntax => match date_meant(text).as_slice() {
            [] => why.to_string(),
            [one] => format!("a date is year-month-day: write `{one}`"),
            [one, other, ..] => format!("a date is year-month-day: write `{one}` or `{other}`"),
        },
        DateError::NoSuchDay => match last_day(text) {
            Some(last) => format!("no such day in the calendar: the last one of that month is `{last}`"),
            None => format!("{why}: a date is year-month-day, and a year has the months 01 to 12"),
        },
        DateError::DurationSyntax => match duration_meant(text) {
            Some(meant) => format!("write `{meant}`: a whole number and d, w, m or y"),
            None => why.to_string(),
        },
        other => other.to_string(),
    }
}

/// The dates that a text may stand for: with its day and month in either order where both can be.
fn date_meant(text: &str) -> Vec<Date> {
    let day = text.split(['T', 't']).next().unwrap_or(text).trim();
    let day = if text.contains(':') { day.split(' ').next().unwrap_or(day) } else { day };
    let parts: Vec<&str> = day.split(['-', '/', '.', ' ']).collect();
    let of = |year: &str, month: &str, day: &str| -> Option<Date> {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let mut found: Vec<Date> = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => of(year, month, day).into_iter().collect(),
        [day, month, year] if year.len() == 4 => of(year, month, day).into_iter().chain(of(year, day, month)).collect(),
        [all] if all.len() == 8 && all.is_ascii() => match (all.get(..4), all.get(4..6), all.get(6..)) {
            (Some(year), Some(month), Some(day)) => of(year, month, day).into_iter().collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    found.dedup();
    found
}

/// The last day of the month of a text such as `2025-02-30`.
fn last_day(text: &str) -> Option<Date> {
    let (year, month) = (text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?);
    (28..=31).rev().find_map(|day| Date::new(year, month, day).ok())
}

/// Words for a day, a week, a month and a year, as authors write them behind a number.
const UNITS: [(&str, &[&str]); 4] = [
    ("d", &["d", "day", "days", "hari"]),
    ("w", &["w", "week", "weeks", "minggu"]),
    ("m", &["m", "month", "months", "mo", "bulan"]),
    ("y", &["y", "year", "years", "yr", "tahun"]),
];

/// The duration of a text such as `1 year` or `P2Y`.
fn duration_meant(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let text = text.strip_prefix('p').unwrap_or(&text);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = (text.get(..digits)?, text.get(digits..)?.trim());
    if unit.is_empty() && !count.is_empty() {
        return Some(format!("{count}y")).filter(|meant| meant.parse::<Duration>().is_ok());
    }
    let (letter, _) = UNITS.iter().find(|(_, words)| words.contains(&unit))?;
    Some(format!("{count}{letter}")).filter(|meant| meant.parse::<Duration>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_made_out_or_left_alone() {
        for (text, meant) in [
            ("7,5", Some("7.5")),
            ("0,125", Some("0.125")),
            ("1.000,5", Some("1000.5")),
            ("1,000.5", Some("1000.5")),
            ("1.000.000", Some("1000000")),
            ("1,000", None),
            ("007", Some("7")),
            ("-.5", Some("-0.5")),
            ("+0", Some("0")),
            ("4_000", Some("4000")),
            ("60%", Some("60")),
            ("3.", Some("3")),
            ("dua", None),
            ("", None),
            ("-", None),
            (",", None),
            ("1e3", None),
            ("7", None),
        ] {
            assert_eq!(number_meant(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn a_date_is_made_out_in_either_order_or_left_alone() {
        let told = |text: &str| date_meant(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told("31-05-2022"), ["2022-05-31"]);
        assert_eq!(told("05/31/2022"), ["2022-05-31"]);
        assert_eq!(told("01.02.2022"), ["2022-02-01", "2022-01-02"]);
        assert_eq!(told("01-01-2022"), ["2022-01-01"]);
        assert_eq!(told("20220531"), ["2022-05-31"]);
        assert_eq!(told("2022-5-1"), ["2022-05-01"]);
        assert_eq!(told("2022-05-31T10:00:00Z"), ["2022-05-31"]);
        assert_eq!(told("2022-05-31 10:00"), ["2022-05-31"]);
        for not in ["", "31 Mei 2022", "é1-05-2022", "0000000é", "2022", "99-99-2022", "-", "2022-05"] {
            assert_eq!(told(not), Vec::<String>::new(), "{not}");
        }
        assert_eq!(last_day("2024-02-30").unwrap().to_string(), "2024-02-29");
        assert_eq!(last_day("2024-13-01"), None);
    }

    #[test]
    fn a_duration_is_made_out_or_left_alone() {
        for (text, meant) in [
            ("1 tahun", Some("1y")),
            ("P2Y", Some("2y")),
            ("6 months", Some("6m")),
            ("30D", Some("30d")),
            ("2", Some("2y")),
            ("y", None),
            ("", None),
            ("1y6m", None),
            ("99999 days", None),
        ] {
            assert_eq!(duration_meant(text).as_deref(), meant, "{text}");
        }
    }
}
