//! The command line: a thin face on the library. Every command is one library call and one rendering.
#![forbid(unsafe_code)]
#![warn(clippy::pedantic)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::indexing_slicing)
)]

mod analyse;
mod assess;
mod beside;
mod check;
mod documents;
mod dossiers;
mod exit;
mod explain;
mod files;
mod new;
mod output;
mod parallel;
mod plan;
mod refusals;
mod rules;
mod schema;
mod score;
mod test;
mod way;

use clap::{Parser, Subcommand};

use exit::Exit;
use output::Output;

/// Decide awards and eligibility from weighted criteria and evidence: exactly, explainably, fast.
#[derive(Parser)]
#[command(name = "predikat", version, max_term_width = 100, after_help = AFTER_HELP)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "RULES is a file or the id of a shipped rule set (ID or ID@EDITION). DOSSIER is a file \
(YAML, JSON, JSON Lines, CSV), a folder, or - for standard input.\n\n\
Exit codes: 0 done and nothing wrong, 1 findings, 2 usage, 3 the input could not be read or is invalid, \
4 internal fault.";

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Assess(assess::Arguments),
    Score(score::Arguments),
    Explain(explain::Arguments),
    Analyse(analyse::Arguments),
    Plan(plan::Arguments),
    Test(test::Arguments),
    Schema(schema::Arguments),
    New(new::Arguments),
}

fn main() -> Exit {
    exit::tell_faults_calmly();
    let CommandLine { command } = CommandLine::parse();
    // The hook has told what happened.
    std::panic::catch_unwind(|| run(command)).unwrap_or(Exit::Fault)
}

fn run(command: Command) -> Exit {
    let output = &mut Output::standard();
    let done = match command {
        Command::Check(arguments) => check::run(&arguments, output),
        Command::Assess(arguments) => assess::run(&arguments, output),
        Command::Score(arguments) => score::run(&arguments, output),
        Command::Explain(arguments) => explain::run(&arguments, output),
        Command::Analyse(arguments) => analyse::run(&arguments, output),
        Command::Plan(arguments) => plan::run(&arguments, output),
        Command::Test(arguments) => test::run(&arguments, output),
        Command::Schema(arguments) => schema::run(&arguments, output),
        Command::New(arguments) => new::run(&arguments, output),
    };
    done.unwrap_or_else(|failure| {
        output::tell(&format!("error: {failure}"));
        failure.exit()
    })
}
