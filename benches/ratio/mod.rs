//! Times several pieces of work in turns and reports ratios to the first.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long to measure.
pub struct Settings {
    /// Run everything once, and time nothing: so that it cannot rot.
    pub once: bool,
}

impl Settings {
    /// `cargo bench` passes `--bench`; anything else is a test run.
    pub fn from_arguments() -> Settings {
        Settings { once: !std::env::args().any(|argument| argument == "--bench") }
    }
}

/// A piece of work over some units.
pub struct Work<'a> {
    name: &'static str,
    pub units: usize,
    run: Box<dyn FnMut() -> usize + 'a>,
}

impl<'a> Work<'a> {
    pub fn new(name: &'static str, run: impl FnMut() -> usize + 'a) -> Work<'a> {
        Work { name, units: 1, run: Box::new(run) }
    }

    /// Nanoseconds a unit, over at least `least`.
    fn sample(&mut self, least: Duration) -> f64 {
        let (start, mut times) = (Instant::now(), 0u32);
        loop {
            black_box((self.run)());
            times += 1;
            let taken = start.elapsed();
            if taken >= least {
                return taken.as_nanos() as f64 / f64::from(times) / self.units as f64;
            }
        }
    }
}

/// What a piece of work took, by the median of all turns.
pub struct Measured {
    pub name: &'static str,
    /// Nanoseconds a unit.
    pub nanoseconds: f64,
    /// Over what the first took in the same turn.
    pub ratio: f64,
}

/// Takes turns, and gives the median of each and of its ratio to the first in the same turn.
pub fn measure(works: &mut [Work<'_>]) -> Vec<Measured> {
    let turns = 11;
    let mut times: Vec<Vec<f64>> = works.iter().map(|_| Vec::new()).collect();
    for turn in 0..turns {
        for at in 0..works.len() {
            // The order turns, so that none is always measured after the same other.
            let at = if turn % 2 == 0 { at } else { works.len() - 1 - at };
            times[at].push(works[at].sample(Duration::from_millis(60)));
        }
    }
    let measured = works.iter().zip(&times).map(|(work, taken)| {
        let ratios: Vec<f64> = taken.iter().zip(&times[0]).map(|(one, first)| one / first).collect();
        Measured { name: work.name, nanoseconds: median(taken), ratio: median(&ratios) }
    });
    measured.collect()
}

/// Measures, and prints what came of it.
pub fn report(title: &str, settings: &Settings, works: &mut [Work<'_>]) {
    if settings.once {
        for work in works.iter_mut() {
            assert!((work.run)() > 0 || work.units == 0 || work.name.contains("hand"), "{}", work.name);
        }
        println!("{title}: ran once");
        return;
    }
    println!("{title}");
    for Measured { name, nanoseconds, ratio } in measure(works) {
        println!("  {name:<32} {:>12} a unit  {ratio:>8.2} x", time(nanoseconds));
    }
}

fn time(nanoseconds: f64) -> String {
    if nanoseconds < 1e6 { format!("{nanoseconds:.0} ns") } else { format!("{:.2} ms", nanoseconds / 1e6) }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
