//! `predikat test`: runs the cases of suites.

mod json;
mod junit;
mod measure;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use predikat::diagnostic::render::visible;
use predikat::suite::{self, Counts, SuiteReport};
use predikat::{Number, SuiteDocument};

use super::beside::Beside;
use super::documents::{self, Document};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::{files, parallel};
use measure::Measured;

/// Run the cases of rule suites
#[derive(clap::Args)]
#[allow(clippy::struct_excessive_bools)] // switches of the command line
pub struct Arguments {
    /// Suites, or folders of them; other documents in a folder are passed over
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Let cases name dossiers outside of their suite's folder
    #[arg(long)]
    given_anywhere: bool,
    /// How to tell what came of them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Tell, for each rule set, what no case exercises: answers, sides of conditions, bands, requirements, exceptions
    #[arg(long)]
    coverage: bool,
    /// Fail when the cases exercise less than so many percent of what there is
    #[arg(long, value_name = "PERCENT")]
    coverage_at_least: Option<Number>,
    /// Change each rule set a little, in every way known, and tell which changes no case notices
    #[arg(long)]
    mutants: bool,
    /// Write cases, in YAML, for what no case exercises, each to be confirmed by a person; nothing else is told
    #[arg(long, conflicts_with_all = ["format", "coverage", "mutants", "coverage_at_least", "mutants_at_least"])]
    suggest: bool,
    /// Fail when the cases notice less than so many percent of the changes
    #[arg(long, value_name = "PERCENT")]
    mutants_at_least: Option<Number>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For build servers
    Junit,
}

/// What came of one file.
struct Ran {
    file: String,
    report: SuiteReport,
    /// The suite with what is beside it; absent where it could not be read.
    suite: Option<(SuiteDocument, Beside)>,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    files::standard_input_once(arguments.paths.iter().map(PathBuf::as_path))?;
    let (files, mut failures) = files::under_all(&arguments.paths, documents::EXTENSIONS);
    let mut ran = Vec::new();
    let folders = Arc::default();
    for outcome in parallel::map(&files, |(file, in_folder)| {
        let beside = Beside::file(&folders, file).given_anywhere(arguments.given_anywhere);
        run_file(file, *in_folder, beside)
    }) {
        match outcome {
            Ok(one) => ran.extend(one),
            Err(failure) => failures.push(failure),
        }
    }
    if ran.is_empty() && failures.is_empty() {
        let nothing = "there is no suite here: a suite has `suite` and `cases` at its top";
        failures.push(Failure::Input(nothing.to_owned()));
    }
    for failure in &failures {
        output::tell(&format!("error: {failure}"));
    }
    if arguments.suggest {
        output.data(&measure::suggest(&ran))?;
        return Ok(if failures.is_empty() { Exit::Done } else { Exit::Input });
    }
    let measured = Measured::of(&ran, arguments);
    match arguments.format {
        Format::Human if ran.is_empty() => {}
        Format::Human => output.text(&human(&ran, &measured))?,
        Format::Json => output.json(&json::render(&ran, &measured))?,
        Format::Junit => output.data(&junit::render(&ran, &measured)?)?,
    }
    let well = ran.iter().all(|one| one.report.passed()) && measured.is_enough();
    Ok(match (failures.is_empty(), well) {
        (false, _) => Exit::Input,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Done,
    })
}

/// What came of a file; `None` for another document in a folder.
fn run_file(file: &Path, in_folder: bool, beside: Beside) -> Result<Option<Ran>, Failure> {
    let name = files::name(file);
    let (report, suite) = match documents::read(file)? {
        Ok(Document::Suite(suite)) => (suite::run(&suite, &beside), Some((suite, beside))),
        // What is none of ours is for `check` to tell.
        Ok(_) if in_folder => return Ok(None),
        Ok(other) => return Err(Failure::Input(format!("{name} is {}, not a suite", other.kind()))),
        Err(problems) => {
            let problems = problems.into_iter().collect();
            (SuiteReport { suite: name.clone(), problems, cases: Vec::new() }, None)
        }
    };
    Ok(Some(Ran { file: name, report, suite }))
}

fn human(ran: &[Ran], measured: &Measured) -> String {
    let mut lines = Vec::new();
    for Ran { file, report, .. } in ran {
        lines.push(visible(file).into_owned());
        lines.extend(report.to_string().lines().map(|line| format!("  {line}")));
    }
    lines.extend(measured.coverage.iter().map(|one| format!("\n{one}")));
    lines.extend(measured.mutants.iter().map(|one| format!("\n{}", measure::mutation(one))));
    lines.push(format!("\n{} of {} suites passed; cases: {}\n", passed(ran), ran.len(), total(ran)));
    lines.join("\n")
}

fn passed(ran: &[Ran]) -> usize {
    ran.iter().filter(|one| one.report.passed()).count()
}

fn total(ran: &[Ran]) -> Counts {
    ran.iter().fold(Counts::default(), |sum, one| sum + one.report.counts())
}
