//! Values that are worth trying where a fact may have any.

use super::criteria::number;
use crate::naive;

/// Between and beyond all that conditions and scorers ask, and far enough beyond to be divided by days.
pub fn worth_trying() -> naive::Samples {
    let numbers = [
        "-1000000", "-2.5", "-2", "-1.5", "-1", "-0.5", "0", "0.25", "0.5", "0.75", "1", "1.25", "1.5", "1.75", "2",
        "2.5", "3", "4", "1000000",
    ];
    let dates = [
        "2020-01-01",
        "2021-01-01",
        "2021-03-01",
        "2021-05-31",
        "2021-06-01",
        "2021-11-30",
        "2022-05-31",
        "2022-06-01",
        "2023-01-01",
        "2023-06-01",
    ];
    let texts = ["ab", " SK 1 ", "SK 12", "SK", "lihat https://a", "x"];
    naive::Samples {
        numbers: numbers.map(number).to_vec(),
        dates: dates.map(|date| date.parse().unwrap()).to_vec(),
        texts: texts.map(str::to_owned).to_vec(),
    }
}
