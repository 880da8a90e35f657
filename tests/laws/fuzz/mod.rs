//! Fuzz targets: bytes are made into documents, and what becomes of the documents is held to the laws.
//!
//! The package `tests/fuzz` runs them for as long as it is told, and under libFuzzer; here they run for a moment, or for
//! `PREDIKAT_FUZZ_SECONDS`. `case` tells how bytes are made into a document.

pub mod case;
pub mod runner;
pub mod targets;

use std::thread;
use std::time::Duration;

use crate::config::{law, number};
use crate::slow::very_slow_law;
use runner::{Extent, run};
use targets::Target;

#[test]
fn every_target_holds() {
    let seconds = number("PREDIKAT_FUZZ_SECONDS", 0);
    let seed = number("PREDIKAT_SEED", 0).into();
    let share = Duration::from_secs(seconds.into()) / u32::try_from(targets::all().len()).unwrap();
    let extent = if seconds == 0 {
        Extent { first: 0, executions: very_slow_law().cases.into(), time: None, seed }
    } else {
        Extent { first: 0, executions: u64::MAX, time: Some(share), seed }
    };
    law(); // each panic is told once while what fails is made smaller
    // Two at a time: what draws cases is of one thread.
    thread::scope(|scope| {
        for first in 0..2 {
            scope.spawn(move || targets::all().iter().skip(first).step_by(2).for_each(|target| holds(target, extent)));
        }
    });
}

fn holds(target: &Target, extent: Extent) {
    let ran = run(target, extent);
    println!("{}: {} executions in {:.1} s", target.name, ran.executions, ran.took.as_secs_f64());
    assert!(ran.not_drawn * 10 <= ran.executions, "{}: {} were not drawn", target.name, ran.not_drawn);
    if let Some((execution, failure)) = ran.failed {
        panic!("{}: seed {}, execution {execution}: {failure}", target.name, extent.seed);
    }
}
