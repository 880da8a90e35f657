//! A rule set that starts from another, and is the rule set that it would be by itself.

use proptest::prelude::*;

use crate::config::law;
use crate::generated::{Options, tailored};

proptest! {
    #![proptest_config(law())]

    /// What is moved to a file that extends, overridden there or removed there makes the same rules again.
    #[test]
    fn what_is_written_as_two_is_the_one(made in tailored(Options::all(0))) {
        let edition = made.edition.as_ref().unwrap();
        prop_assert_eq!(edition.resolved(), made.rules);
    }
}
