//! Laws whose cases take many times longer than those of most laws, and are tried on so many times fewer.

use proptest::test_runner::Config;

use crate::config::one_in;

/// For a law whose cases take some ten times longer, as a dossier is assessed dozens of times.
pub fn slow_law() -> Config {
    one_in(8)
}

/// For a law whose cases take as long again, as hundreds of texts, units or days are tried in each.
pub fn very_slow_law() -> Config {
    one_in(32)
}
