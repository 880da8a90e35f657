//! Laws whose cases take many times longer than those of most laws, and are tried on so many times fewer.

use proptest::test_runner::Config;

use crate::config::dear;

/// Every day of more than a year is assessed, some of them anew.
pub fn every_day() -> Config {
    dear(10)
}

/// Every unit that rules can be asked about is assessed: 144 of them, and again for much of what is said.
pub fn every_unit() -> Config {
    dear(4)
}

/// Each unit is read from dozens of texts, in every way there is.
pub fn every_text() -> Config {
    dear(4)
}

/// A change is shared out among many causes, for every set of which a dossier is assessed.
pub fn every_cause() -> Config {
    dear(4)
}

/// A hundred cases and more are drawn of each, on the way to the smallest.
pub fn every_step() -> Config {
    dear(20)
}
