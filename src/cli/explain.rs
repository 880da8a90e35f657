//! `predikat explain`: why an assessment came out as it did.

use std::path::PathBuf;

use predikat::report::{self, Language};

use super::assess::Binding;
use super::dossiers;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::rules::{Rules, refused};
use super::way::{self, Asked};

/// Tell why: the tree of reasons, with the values read, who answered, the evidence and the sources
#[derive(clap::Args)]
pub struct Arguments {
    /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
    rules: String,
    /// The unit: a file (YAML, JSON, JSON Lines, CSV), a folder, or - for standard input
    dossier: PathBuf,
    /// A criterion, measure, award or AWARD.REQUIREMENT; everything if not given
    path: Option<String>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    binding: Binding,
    /// The language of titles and sentences
    #[arg(long, value_name = "id|en", default_value_t)]
    language: Language,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let rules = Rules::open(&arguments.rules)?;
    let shared = arguments.binding.shared()?;
    let page = output.page(arguments.language);
    let units = dossiers::read(&arguments.dossier, arguments.binding.evidence.as_deref(), arguments.binding.join)?;
    for (i, unit) in units.into_iter().enumerate() {
        let document = unit.document.map_err(|problems| refused(&unit.name, &problems))?;
        let bound = arguments.binding.bind(&rules, &document, shared.as_ref());
        let dossier = bound.map_err(|problems| refused(&unit.name, &problems))?;
        if i > 0 && !arguments.asked.is_json() {
            output.line("")?;
        }
        if arguments.asked.is_any() {
            if arguments.path.is_some() {
                return Err(Failure::Usage("a path is explained by itself, without what else is asked for".to_owned()));
            }
            output.write(&arguments.asked.tell(&arguments.binding, &dossier, &document, page)?)?;
            continue;
        }
        let assessment = predikat::assess(&dossier);
        let explanation = match &arguments.path {
            None => report::explain(&dossier, &assessment),
            Some(path) => report::explain_one(&dossier, &assessment, path).map_err(|unknown| {
                let hint = unknown.nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                Failure::Usage(format!("{unknown}{hint}"))
            })?,
        };
        if arguments.asked.is_json() {
            output.write(&way::pretty(&explanation)?)?;
        } else {
            output.write(&report::draw(dossier.rule_set(), &explanation, page))?;
        }
    }
    Ok(Exit::Done)
}
