//! `predikat explain`: why an assessment came out as it did.

use std::path::{Path, PathBuf};

use predikat::report::{self, Language};

use super::assess::Binding;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::rules::{Rules, refused};
use super::way::{self, Asked};
use super::{dossiers, files};

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
    let inputs = [Path::new(&arguments.rules), &arguments.dossier].into_iter();
    files::standard_input_once(inputs.chain(arguments.binding.inputs()).chain(arguments.asked.inputs()))?;
    let rules = Rules::open(&arguments.rules)?;
    let read = arguments.asked.read(&arguments.binding)?;
    let page = output.page(arguments.language);
    let documents = dossiers::documents(arguments.binding.evidence.as_deref())?;
    let paths = std::slice::from_ref(&arguments.dossier);
    let units = dossiers::read_all(paths, documents.as_ref(), Some(&rules), arguments.binding.join);
    for (i, unit) in units.enumerate() {
        let unit = unit?;
        let document = unit.document.map_err(|problems| refused(&unit.name, &problems))?;
        let bound = arguments.binding.bind(&rules, &document, read.shared.as_ref());
        let dossier = bound.map_err(|problems| refused(&unit.name, &problems))?;
        if i > 0 && !arguments.asked.is_json() {
            output.text("\n")?;
        }
        if arguments.asked.is_any() {
            if arguments.path.is_some() {
                return Err(Failure::Usage("a path is explained by itself, without what else is asked for".to_owned()));
            }
            let told = arguments.asked.tell(&arguments.binding, &read, &dossier, &document, page)?;
            if arguments.asked.is_json() {
                output.json(&told)?;
            } else {
                output.drawn(&told)?;
            }
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
            output.json(&way::pretty(&explanation)?)?;
        } else {
            output.drawn(&report::draw(dossier.rule_set(), &explanation, page))?;
        }
    }
    Ok(Exit::Done)
}
