//! On how many random cases a law is tried, and on which.
//!
//! `PREDIKAT_CASES` is the number of cases of each law, 200 where it is not set; slow laws are tried on fewer. `PREDIKAT_SEED` is a whole number, 0
//! where it is not set: the same number gives the same cases in every run, and another number other cases. A case that
//! fails is found again by the same two numbers; nothing is kept beside the sources.

use std::collections::HashSet;
use std::panic;
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

use proptest::test_runner::{Config, RngSeed};

/// For a law whose cases take as long as those of most laws.
pub fn law() -> Config {
    one_in(1)
}

/// On one of so many cases, and on 50 at least where there are as many; `slow.rs` says for which laws.
pub fn one_in(times: u32) -> Config {
    tell_each_panic_once();
    let all = number("PREDIKAT_CASES", 200);
    let cases = (all / times).max(all.min(50));
    Config {
        cases,
        rng_seed: RngSeed::Fixed(0x7072_6564_696b_6174 ^ u64::from(number("PREDIKAT_SEED", 0))),
        failure_persistence: None,
        // Cases that a law does not speak of, and parts of cases that do not fit: as many for each case at any number.
        max_global_rejects: cases.saturating_mul(10).max(1_000),
        max_local_rejects: cases.saturating_mul(1_000).max(100_000),
        // What fails is made smaller by at most so many steps and for so many milliseconds, whatever the number of cases.
        max_shrink_iters: 5_000,
        max_shrink_time: 20_000,
        ..Config::default()
    }
}

/// Each step by which a failing case is made smaller panics where the case did: of the panics of one test at one place the
/// first is told, and the others are not.
fn tell_each_panic_once() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = panic::take_hook();
        let told = Mutex::new(HashSet::new());
        panic::set_hook(Box::new(move |panic| {
            let test = thread::current().name().map(str::to_owned);
            let place = panic.location().map(|at| (at.file().to_owned(), at.line(), at.column()));
            if told.lock().unwrap_or_else(PoisonError::into_inner).insert((test, place)) {
                tell(panic);
            }
        }));
    });
}

/// A whole number that the environment gives.
pub fn number(variable: &str, otherwise: u32) -> u32 {
    match std::env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|error| panic!("{variable}={text}: {error}")),
        Err(_) => otherwise,
    }
}
