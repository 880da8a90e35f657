//! `predikat check`: every problem of every rule set, dossier and suite.

mod attached;
mod dossiers;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use clap::ValueEnum;
use predikat::analysis::{self, Options};
use predikat::check::{check, check_with};
use predikat::diagnostic::{Code, Diagnostic, Pointer, Severity, render};
use predikat::document::Limits;
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, Problems, RuleDocument, RuleSet, suite};

use self::dossiers::Dossiers;
use super::beside::Beside;
use super::documents::{self, Document};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::rules::Rules;
use super::{files, parallel};

/// Report every problem of rule sets, dossiers and suites, and what a rule set can never come to
#[derive(clap::Args)]
pub struct Arguments {
    /// Files, folders of them, or - for standard input
    #[arg(required_unless_present = "explain")]
    paths: Vec<PathBuf>,
    /// How to show the findings
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Take warnings for errors
    #[arg(long)]
    deny_warnings: bool,
    /// Accept the warnings of this code
    #[arg(long, value_name = "CODE", value_parser = warning)]
    allow: Vec<Code>,
    /// Print what a code means, and what to use instead
    #[arg(long, value_name = "CODE")]
    explain: Option<Code>,
    /// Look for the documents of dossiers here: that they exist, agree with their digests, and are not one file twice
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// Let cases of suites name dossiers outside of their suite's folder
    #[arg(long)]
    given_anywhere: bool,
    /// The rule set of dossiers that name none
    #[arg(long, value_name = "RULES")]
    rules: Option<String>,
    /// Lay the dossiers of one unit together, in whatever files they stand; what they say differently is an error
    #[arg(long)]
    join: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// Annotations on GitHub
    Github,
    /// For code scanning
    Sarif,
    /// For build servers
    Junit,
}

/// A code that `--allow` takes: what is an error cannot be accepted.
fn warning(name: &str) -> Result<Code, String> {
    let code: Code = Code::from_str(name).map_err(|unknown| unknown.to_string())?;
    match code.severity() {
        Severity::Warning => Ok(code),
        Severity::Error => Err("it is an error, and only warnings can be accepted".to_owned()),
    }
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    if let Some(code) = arguments.explain {
        output.data(code.page())?;
        return Ok(Exit::Done);
    }
    let rules = arguments.rules.as_deref().map(Path::new);
    files::standard_input_once(arguments.paths.iter().map(PathBuf::as_path).chain(rules))?;
    let rules = arguments.rules.as_deref().map(Rules::open).transpose()?;
    if let Some(folder) = arguments.files.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Failure::Input(format!("{} is no folder", folder.display())));
    }
    let (paths, mut failures) = files::under_all(&arguments.paths, documents::EXTENSIONS);
    let read = parallel::map(&paths, |(file, _)| documents::read(file));
    let mut names = Vec::new();
    let mut tasks = Vec::new();
    let mut dossiers = Dossiers::new(arguments.join);
    for (at, ((file, in_folder), outcome)) in paths.iter().zip(read).enumerate() {
        match outcome {
            Ok(Ok(Document::Other(_))) if *in_folder => {
                output::tell(&format!("passed over {}: no document of ours", files::name(file)));
                continue;
            }
            Ok(Ok(Document::Dossier(dossier))) => dossiers.add(at, file, dossier),
            Ok(document) => tasks.push(Task { at, file, document, among: Problems::default() }),
            Err(failure) => {
                failures.push(failure);
                continue;
            }
        }
        names.push(files::name(file));
    }
    tasks.extend(dossiers.tasks());
    tasks.sort_by_key(|task| task.at);
    let folders = Arc::default();
    let checked = parallel::map(&tasks, |task| {
        let beside = Beside::file(&folders, task.file).given_anywhere(arguments.given_anywhere);
        examine(task, rules.as_ref(), &beside, arguments)
    });
    let mut findings: Vec<Diagnostic> = checked.into_iter().flatten().collect();
    if names.is_empty() && failures.is_empty() {
        failures.push(Failure::Input("there is nothing to check here".to_owned()));
    }
    for failure in &failures {
        output::tell(&format!("error: {failure}"));
    }
    findings.retain(|finding| finding.severity == Severity::Error || !arguments.allow.contains(&finding.code));
    if arguments.deny_warnings {
        for finding in &mut findings {
            finding.severity = Severity::Error;
        }
    }
    let shown = show(arguments.format, &findings, &names, output);
    match arguments.format {
        Format::Human => output.drawn(&shown)?,
        Format::Json | Format::Sarif => output.json(&shown)?,
        Format::Github | Format::Junit => output.data(&shown)?,
    }
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(match (failures.is_empty(), wrong) {
        (false, _) => Exit::Input,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Done,
    })
}

/// A document to be looked at, with the file that it stands in and the position of that; of several files the first.
struct Task<'p> {
    at: usize,
    file: &'p Path,
    document: Result<Document, Problems>,
    /// What is wrong with it among the others.
    among: Problems,
}

/// What is wrong with a document; of very much, the first of each kind.
fn examine(task: &Task<'_>, rules: Option<&Rules>, beside: &Beside, arguments: &Arguments) -> Vec<Diagnostic> {
    let found = all_of(task, rules, beside, arguments);
    Problems::new(found).at_most(Limits::default().problems).into_iter().collect()
}

fn all_of(task: &Task<'_>, rules: Option<&Rules>, beside: &Beside, arguments: &Arguments) -> Vec<Diagnostic> {
    match &task.document {
        Ok(Document::Rules(rules)) => of_rules(rules, beside),
        Ok(Document::Suite(suite)) => suite::check(suite, beside).into_iter().collect(),
        Ok(Document::Dossier(dossier)) => {
            let mut found = bind(dossier, rules, beside);
            found.extend(task.among.iter().cloned());
            found.extend(arguments.files.iter().flat_map(|folder| attached::check(dossier, folder)));
            found
        }
        // Whether it fits is seen when a plan is asked for: names are those of the dossier's rules.
        Ok(Document::Actions(actions)) => actions.origin.problems().to_vec(),
        Ok(Document::Other(finding)) => vec![finding.clone()],
        Err(problems) => problems.iter().cloned().collect(),
    }
}

/// What is wrong with a rule set, and, where nothing is, what it can never come to.
fn of_rules(document: &RuleDocument, beside: &Beside) -> Vec<Diagnostic> {
    let document = match document.resolve(beside) {
        Ok(document) => document,
        Err(problems) => return problems.into_iter().collect(),
    };
    let checking = check(&document);
    let found = checking.rule_set.map(|rules| analysis::findings(&document, &rules, &Options::default()));
    checking.findings.into_iter().chain(found.into_iter().flatten()).collect()
}

/// What is wrong with a dossier under the rules that it names, or those given.
fn bind(dossier: &DossierDocument, given: Option<&Rules>, beside: &Beside) -> Vec<Diagnostic> {
    let bound = rules_of(dossier, given, beside)
        // Without rules, what is wrong with the dossier's shape is still told.
        .map_err(|found| Problems::new([dossier.origin.problems(), &found].concat()))
        .and_then(|rules| rules.bind(dossier, &BindOptions::new()));
    match bound {
        Ok(dossier) => dossier.warnings().to_vec(),
        Err(problems) => problems.into_iter().collect(),
    }
}

fn rules_of(dossier: &DossierDocument, given: Option<&Rules>, beside: &Beside) -> Result<RuleSet, Vec<Diagnostic>> {
    if let Some(rules) = given {
        return Ok(rules.on(dossier.as_of).clone());
    }
    let origin = &dossier.origin;
    let Some(id) = &dossier.ruleset else {
        let message = "the dossier names no `ruleset`, so that it cannot be checked";
        let finding = Diagnostic::new(Code::MissingKey, origin.place(&Pointer::root()), message);
        return Err(vec![finding.help("name one, or give one with `--rules`")]);
    };
    let place = origin.place(&Pointer::root().key("ruleset"));
    let unknown =
        |message: String, help: &str| vec![Diagnostic::new(Code::UnknownRuleSet, place.clone(), message).help(help)];
    match beside.find(id, None, dossier.as_of) {
        Ok(Some(document)) => check_with(&document, beside).into_result().map_err(|problems| {
            let first = problems.iter().find(|problem| problem.severity == Severity::Error);
            let first = first.map(|problem| format!(": {problem}")).unwrap_or_default();
            unknown(format!("the rule set `{id}` is not valid itself{first}"), "mend the rule set first")
        }),
        Ok(None) => Err(unknown(
            format!("there is no rule set `{id}`"),
            "name one that ships or stands beside the dossier, or give one with `--rules`",
        )),
        Err(problems) => Err(problems.into_iter().map(|problem| problem.at_least(&place)).collect()),
    }
}

fn show(format: Format, findings: &[Diagnostic], names: &[String], output: &Output) -> String {
    match format {
        Format::Human if names.is_empty() => String::new(),
        Format::Human if findings.is_empty() => {
            let files = if names.len() == 1 { "file" } else { "files" };
            format!("{} {files} checked, {}\n", names.len(), render::summary(findings))
        }
        Format::Human => render::human(findings, output.drawing()),
        Format::Json => render::json(findings),
        Format::Github => render::github(findings),
        Format::Sarif => render::sarif(findings),
        Format::Junit => render::junit(findings, &names.iter().map(String::as_str).collect::<Vec<_>>()),
    }
}
