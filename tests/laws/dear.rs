//! Laws whose cases take many times longer than those of most laws, and are tried on so many times fewer.

use proptest::test_runner::Config;

use crate::config::dear;

/// A change is shared out among many causes: a dossier is assessed for many sets of them.
pub fn every_cause() -> Config {
    dear(2)
}

/// Every unit that there can be is assessed.
pub fn every_unit() -> Config {
    dear(4)
}

/// Every day of a month or a year is assessed.
pub fn every_day() -> Config {
    dear(8)
}

/// A unit is read from dozens of texts, in every way there is.
pub fn every_text() -> Config {
    dear(4)
}

/// Of each case dozens more are drawn, on the way to the smallest.
pub fn every_step() -> Config {
    dear(8)
}

/// A whole rule set is written, read and checked, in every way there is.
pub fn every_document() -> Config {
    dear(8)
}
