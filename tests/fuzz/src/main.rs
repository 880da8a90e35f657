//! Runs fuzz targets on bytes of a seed: the same seed and number give the same input.

use std::process::{self, ExitCode};
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use clap::Parser;
use predikat_fuzz::config;
use predikat_fuzz::fuzz::runner::{self, Extent};
use predikat_fuzz::fuzz::targets;

/// No execution takes as long, however slow the machine: what does is taken to have no end.
const ENDLESS: Duration = Duration::from_secs(120);

/// Draws documents, and holds what becomes of them to the laws of the crate.
#[derive(Parser)]
struct Arguments {
    /// What is run: decide, suites, extends, plans, numbers, texts; all of them where none is named.
    targets: Vec<String>,
    /// How many executions of each target there are, at most.
    #[arg(long, default_value_t = u64::MAX, hide_default_value = true)]
    executions: u64,
    /// The number of the first execution: with `--executions 1` it is that one alone.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Another seed gives other documents.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How long all targets take together, each as long as another; 60 where no executions are given either.
    #[arg(long)]
    seconds: Option<u64>,
}

fn main() -> ExitCode {
    let Arguments { targets: named, executions, first, seed, seconds } = Arguments::parse();
    let mut targets = targets::all();
    if let Some(unknown) = named.iter().find(|name| targets.iter().all(|target| target.name != **name)) {
        let known: Vec<&str> = targets.iter().map(|target| target.name).collect();
        eprintln!("there is no target `{unknown}`: there are {}", known.join(", "));
        return ExitCode::from(2);
    }
    targets.retain(|target| named.is_empty() || named.iter().any(|name| name == target.name));
    let seconds = seconds.or((executions == u64::MAX).then_some(60));
    let share = u32::try_from(targets.len()).unwrap_or(u32::MAX);
    let time = seconds.map(|seconds| Duration::from_secs(seconds) / share);
    let extent = Extent { first, executions, time, seed };
    config::law(); // each panic is told once while what fails is made smaller
    watch();
    let mut all_hold = true;
    for target in &targets {
        println!("{}: from {first} on, seed {seed}", target.name);
        let ran = runner::run(target, extent);
        let (count, took, none) = (ran.executions, ran.took.as_secs_f64(), ran.not_drawn);
        println!("{}: {count} executions, {none} of them not drawn, in {took:.1} s", target.name);
        if let Some((number, failure)) = ran.failed {
            println!("{}: FAILED, seed {seed}, execution {number}: {failure}", target.name);
            println!("again: {} --seed {seed} --first {number} --executions 1", target.name);
            all_hold = false;
        }
    }
    if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Ends the process where an execution has no end.
fn watch() {
    thread::spawn(|| {
        let mut last = 0;
        loop {
            thread::sleep(ENDLESS);
            let now = runner::BEGUN.load(Ordering::Relaxed);
            if now == last {
                eprintln!("an execution takes longer than {} s: see the last line for its target", ENDLESS.as_secs());
                process::exit(1);
            }
            last = now;
        }
    });
}
