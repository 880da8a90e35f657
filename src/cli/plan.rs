//! `predikat plan`: the least-cost way to an award.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use predikat::plan::{Actions, PlanError, PlanOptions, Progress, plan};
use predikat::report::{self, Language};
use predikat::{ActionsDocument, Date, Number};

use super::assess::Binding;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::rules::{Rules, refused};
use super::{dossiers, files};

/// Find the cheapest actions that make a unit eligible for an award, or tell why there are none
#[derive(clap::Args)]
pub struct Arguments {
    /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
    rules: String,
    /// The unit: a file (YAML, JSON, JSON Lines, CSV), a folder, or - for standard input
    dossier: PathBuf,
    /// The award
    #[arg(long, value_name = "ID")]
    award: String,
    /// What can be done, and what it costs; the better answers themselves, one each, if not given
    #[arg(long, value_name = "FILE")]
    actions: Option<PathBuf>,
    /// The most that a plan may cost
    #[arg(long, value_name = "N")]
    budget: Option<Number>,
    /// The date by which it is done, and as of which the result is assessed
    #[arg(long, value_name = "DATE")]
    by: Option<Date>,
    /// How many plans, the cheapest first
    #[arg(long, value_name = "K", default_value_t = 1)]
    best: usize,
    /// Find the cheapest plan for every award as well
    #[arg(long)]
    tiers: bool,
    /// Stop the search for a unit after so many seconds, with the best plan found and its gap
    #[arg(long, value_name = "S", default_value_t = 30)]
    time: u64,
    #[command(flatten)]
    binding: Binding,
    /// How to show the plans
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The language of titles and sentences
    #[arg(long, value_name = "id|en", default_value_t)]
    language: Language,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// One object a unit, each on a line
    Json,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let inputs = [Some(Path::new(&arguments.rules)), Some(&arguments.dossier), arguments.actions.as_deref()];
    files::standard_input_once(inputs.into_iter().flatten().chain(arguments.binding.inputs()))?;
    let rules = Rules::open(&arguments.rules)?;
    let shared = arguments.binding.shared()?;
    let file = arguments.actions.as_deref().map(read).transpose()?;
    let page = output.page(arguments.language);
    let documents = dossiers::documents(arguments.binding.evidence.as_deref())?;
    let paths = std::slice::from_ref(&arguments.dossier);
    let units = dossiers::read_all(paths, documents.as_ref(), Some(&rules), arguments.binding.join);
    for (i, unit) in units.enumerate() {
        let unit = unit?;
        let bound = unit.document.and_then(|document| arguments.binding.bind(&rules, &document, shared.as_ref()));
        let dossier = bound.map_err(|problems| refused(&unit.name, &problems))?;
        let actions = match &file {
            Some((name, document)) => Actions::bind(document, &dossier).map_err(|problems| refused(name, &problems))?,
            None => Actions::answers(&dossier),
        };
        let end = Instant::now().checked_add(Duration::from_secs(arguments.time));
        let in_time = |_: &Progress| match end {
            Some(end) if Instant::now() >= end => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let mut options = PlanOptions::new(&arguments.award)
            .best(arguments.best)
            .tiers(arguments.tiers)
            .work_limit(u64::MAX)
            .on_progress(&in_time);
        options = arguments.budget.clone().into_iter().fold(options, PlanOptions::budget);
        options = arguments.by.into_iter().fold(options, PlanOptions::by);
        let planning = plan(&dossier, &actions, &options).map_err(|error| unusable(&error))?;
        match arguments.format {
            Format::Human => {
                if i > 0 {
                    output.text("\n")?;
                }
                output.drawn(&report::planning(dossier.rule_set(), &planning, page))?;
            }
            Format::Json => {
                let json = serde_json::to_string(&planning);
                output.json(&(json.map_err(|error| Failure::Input(error.to_string()))? + "\n"))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn read(path: &Path) -> Result<(String, ActionsDocument), Failure> {
    let name = files::name(path);
    let document = files::read(path)?.and_then(|text| ActionsDocument::from_yaml(&name, &text));
    let document = document.map_err(|problems| refused(&name, &problems))?;
    Ok((name, document))
}

fn unusable(error: &PlanError) -> Failure {
    let hint = match error {
        PlanError::UnknownAward { nearest: Some(near), .. } => format!("; did you mean `{near}`?"),
        _ => String::new(),
    };
    Failure::Usage(format!("{error}{hint}"))
}
