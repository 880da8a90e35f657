//! `predikat analyse`: proofs about a rule set.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use predikat::Date;
use predikat::analysis::{self, Claim, Extent, Options, Progress, Report, Verdict};

use super::exit::{Exit, Failure};
use super::output::Output;
use super::rules::{Rules, refused};

/// Prove what can and cannot be under a rule set, each with a dossier that shows it
#[derive(clap::Args)]
pub struct Arguments {
    /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
    rules: String,
    /// How many assessments one question may take; what is not known then is told as not decided
    #[arg(long, value_name = "N", default_value_t = Options::default().budget)]
    budget: u64,
    /// Stop after so many seconds; what is not known then is told as not decided
    #[arg(long, value_name = "S")]
    time: Option<u64>,
    /// The date as of which units are assessed; the first day of the edition if not given
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// How to tell it: `json` has every question, its answer and its dossier
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let rules = Rules::open(&arguments.rules)?;
    let end = arguments.time.and_then(|time| Instant::now().checked_add(Duration::from_secs(time)));
    let in_time = |_: &Progress| match end {
        Some(end) if Instant::now() >= end => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let options =
        Options { budget: arguments.budget, as_of: arguments.as_of, on_progress: Some(&in_time), ..Options::default() };
    let report = analysis::analyse(rules.on(arguments.as_of), &options)
        .map_err(|problems| refused(&arguments.rules, &problems))?;
    match arguments.format {
        Format::Human => output.write(&human(&report))?,
        Format::Json => {
            let text = serde_json::to_string_pretty(&report).map_err(std::io::Error::from)?;
            output.line(&text)?;
        }
    }
    Ok(Exit::Done)
}

fn human(report: &Report) -> String {
    let mut text = format!(
        "{} {}, as of {}: units that answer everything, with every document asked for and no exceptions\n",
        report.ruleset.id, report.ruleset.edition, report.as_of
    );
    let open = |claim: &&Claim| matches!(claim.verdict, Verdict::NotDecided { .. });
    let parts: [(&str, Vec<&Claim>); 2] = [
        ("Worth a look", report.claims.iter().filter(|claim| claim.is_remarkable()).collect()),
        ("Not decided", report.claims.iter().filter(open).collect()),
    ];
    for (title, claims) in parts {
        let _ = write!(text, "\n{title}: {}\n", if claims.is_empty() { "nothing" } else { "" });
        for claim in claims {
            let _ = writeln!(text, "  {}", claim.sentence());
        }
    }
    text.push_str("\nThe least and the greatest of every score:\n");
    for extent in &report.scores {
        let _ = writeln!(text, "  {}", range(extent));
    }
    let proved = report.claims.iter().filter(|claim| !open(claim)).count();
    let asked = report.claims.len();
    let _ = writeln!(text, "\n{proved} of {asked} questions decided, in {} assessments", report.looks);
    text
}

fn range(extent: &Extent) -> String {
    let given: Vec<String> = extent.given.iter().map(|(fact, value)| format!("{fact}: {value}")).collect();
    let given = if given.is_empty() { String::new() } else { format!(" ({})", given.join(", ")) };
    let sharp = |exact: bool, side: &str| if exact { String::new() } else { format!(" {side} ") };
    format!(
        "{}{given}: {}{} to {}{}",
        extent.of,
        sharp(extent.least.exact, "at least"),
        extent.least.bound,
        sharp(extent.greatest.exact, "at most"),
        extent.greatest.bound
    )
}
