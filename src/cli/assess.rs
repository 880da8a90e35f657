//! `predikat assess`: scores and eligibility of one unit or many.

use std::path::PathBuf;

use clap::ValueEnum;
use predikat::assessment::Eligibility;
use predikat::diagnostic::render;
use predikat::dossier::{BindOptions, Rounds};
use predikat::report::{self, Language};
use predikat::{Assessment, Date, Dossier, DossierDocument, Problems, RuleSet};

use super::dossiers::{self, Unit};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::refusals::Refusals;
use super::rules::{Rules, refused};
use super::{files, parallel, way};

/// Score units and decide their awards
#[derive(clap::Args)]
pub struct Arguments {
    /// The rule set: a file, or the id of one that ships (ID or ID@EDITION)
    rules: String,
    /// The units: files (YAML, JSON, JSON Lines, CSV), folders, or - for standard input
    #[arg(required = true)]
    dossiers: Vec<PathBuf>,
    #[command(flatten)]
    binding: Binding,
    /// How to show the outcome; json gives one object, or a list for a folder, JSON Lines, CSV or several files
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Exit with 1 when any unit is not eligible for this award
    #[arg(long, value_name = "AWARD")]
    require: Option<String>,
    /// Tell on which dates to come the outcome changes, and what must be renewed by when, in place of the assessment
    #[arg(long)]
    timeline: bool,
    /// The last date of the timeline; a year after the as-of date if not given
    #[arg(long, value_name = "DATE", requires = "timeline")]
    until: Option<Date>,
    /// The language of titles and sentences
    #[arg(long, value_name = "id|en", default_value_t)]
    language: Language,
    /// Tell every problem, not only the first of each code and column
    #[arg(long)]
    all_problems: bool,
}

/// How dossiers are bound; common to `assess`, `explain` and `plan`.
#[derive(clap::Args)]
pub struct Binding {
    /// The date to assess as of, in place of the dossier's own
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    /// Leave out what was given later: rounds after this date
    #[arg(long, value_name = "DATE")]
    known: Option<Date>,
    /// The last round whose answers count: an assessor, BY@DATE for one of several, or self for the unit's own answers
    #[arg(long, value_name = "NAME")]
    round: Option<String>,
    /// A dossier of what is common to all units; a unit's own value wins
    #[arg(long, value_name = "FILE")]
    shared: Option<PathBuf>,
    /// A table of documents (CSV) that goes with a table of units
    #[arg(long, value_name = "FILE")]
    pub evidence: Option<PathBuf>,
    /// Lay the dossiers of one unit together, in whatever files they stand; what they say differently is an error
    #[arg(long)]
    pub join: bool,
    /// Allow an as-of date outside the rule set's edition
    #[arg(long)]
    insist: bool,
}

/// What a dossier is compared with.
#[derive(Clone, Copy)]
pub enum Earlier {
    /// Another dossier of the unit, as of its own date.
    Another,
    /// The same dossier; as of this date, and as it was known on it, where one is given.
    Same(Option<Date>),
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// One object a unit
    Json,
    /// One object a line
    Jsonl,
    /// One unit a row
    Csv,
}

impl Binding {
    /// The shared dossier, read.
    pub fn shared(&self) -> Result<Option<DossierDocument>, Failure> {
        let Some(path) = &self.shared else { return Ok(None) };
        let name = files::name(path);
        let document = files::read(path)?.and_then(|text| DossierDocument::from_yaml(&name, &text));
        document.map(Some).map_err(|problems| refused(&name, &problems))
    }

    /// Binds a unit to the rules of its date.
    pub fn bind(
        &self,
        rules: &Rules,
        document: &DossierDocument,
        shared: Option<&DossierDocument>,
    ) -> Result<Dossier, Problems> {
        let mut options = BindOptions::new().insist(self.insist);
        if let Some(as_of) = self.as_of {
            options = options.as_of(as_of);
        }
        if let Some(known) = self.known {
            options = options.known(known);
        }
        if let Some(round) = &self.round {
            options = options.rounds(Rounds::named(round));
        }
        if let Some(shared) = shared {
            options = options.shared(shared);
        }
        let as_of = self.as_of.or(document.as_of).or(shared.and_then(|shared| shared.as_of));
        rules.on(as_of).bind(document, &options)
    }

    /// Binds a dossier as it was earlier, wherever that date lies.
    pub fn as_it_was(
        &self,
        rules: &Rules,
        document: &DossierDocument,
        shared: Option<&DossierDocument>,
        earlier: Earlier,
    ) -> Result<Dossier, Problems> {
        let mut options = BindOptions::new().insist(true);
        let since = match earlier {
            Earlier::Another => None,
            Earlier::Same(since) => {
                options = self.round.iter().fold(options, |options, round| options.rounds(Rounds::named(round)));
                since
            }
        };
        options = since.into_iter().fold(options, BindOptions::as_of);
        if let Some(shared) = shared {
            options = options.shared(shared);
        }
        let dossier = rules.on(since.or(document.as_of)).bind(document, &options)?;
        // What is not known now was not known then.
        let known = [since, self.known].into_iter().flatten().min();
        Ok(match known {
            Some(known) => dossier.with_known(known),
            None => dossier,
        })
    }
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let rules = Rules::open(&arguments.rules)?;
    if let Some(award) = &arguments.require {
        must_know(&rules, award)?;
    }
    let shared = arguments.binding.shared()?;
    let (units, failures) =
        dossiers::read_all(&arguments.dossiers, arguments.binding.evidence.as_deref(), arguments.binding.join);
    for failure in &failures {
        output::tell(&format!("error: {failure}"));
    }
    let mut all_read = failures.is_empty();
    let done = parallel::map(&units, |unit: &Unit| {
        let bound = match &unit.document {
            Ok(document) => arguments.binding.bind(&rules, document, shared.as_ref()),
            Err(problems) => Err(problems.clone()),
        };
        bound.map(|dossier| (predikat::assess(&dossier), dossier))
    });
    let mut assessed = Vec::with_capacity(done.len());
    let mut refusals = Refusals::new(arguments.all_problems);
    for ((at, unit), outcome) in units.iter().enumerate().zip(done) {
        match outcome {
            Ok((assessment, dossier)) => {
                tell_warnings(&assessment, &dossier, arguments.format);
                assessed.push((assessment, dossier));
            }
            Err(problems) => {
                let beside =
                    [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(|at| units.get(at));
                let is_alone = beside.into_iter().all(|other| other.name != unit.name);
                refusals.add(&problems, is_alone.then_some(unit.name.as_str()));
                all_read = false;
            }
        }
    }
    if !refusals.is_empty() && units.len() > 1 {
        refusals.close("units", u64::try_from(assessed.len()).unwrap_or(u64::MAX), "assessed");
    }
    let several = arguments.dossiers.len() > 1 || arguments.dossiers.iter().any(|path| dossiers::may_be_several(path));
    output.write(&show(arguments, &assessed, several, output)?)?;
    let granted = |award: &String| {
        assessed.iter().all(|(assessment, _)| {
            assessment.awards.get(award).is_some_and(|award| award.outcome == Eligibility::Eligible)
        })
    };
    Ok(match (all_read, arguments.require.as_ref().is_none_or(granted)) {
        (false, _) => Exit::Input,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Done,
    })
}

/// Warnings stand in the assessment; people who read a table would not see them there.
fn tell_warnings(assessment: &Assessment, dossier: &Dossier, format: Format) {
    if format == Format::Csv {
        let bound = dossier.warnings();
        for warning in bound {
            output::tell(&warning.to_string());
        }
        // Those of binding stand first.
        for warning in assessment.warnings.iter().skip(bound.len()) {
            output::tell(&format!(
                "{}: {}: warning[{}]: {}",
                dossier.unit(),
                warning.at,
                warning.code,
                warning.message
            ));
        }
    }
}

fn must_know(rules: &Rules, award: &str) -> Result<(), Failure> {
    let known: Vec<&str> = rules.editions().flat_map(RuleSet::awards).collect();
    if known.contains(&award) {
        return Ok(());
    }
    let hint = match predikat::id::nearest(award, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the awards are {}", known.join(", ")),
    };
    Err(Failure::Usage(format!("the rule set has no award `{award}`; {hint}")))
}

fn show(
    arguments: &Arguments,
    assessed: &[(Assessment, Dossier)],
    several: bool,
    output: &Output,
) -> Result<String, Failure> {
    if arguments.timeline {
        return timelines(arguments, assessed, several, output);
    }
    let json = |error: serde_json::Error| Failure::Output(error.into());
    let assessments = || assessed.iter().map(|(assessment, _)| assessment);
    match arguments.format {
        Format::Human => Ok(human(arguments.language, assessed, output)),
        Format::Csv => Ok(report::csv(assessments())),
        Format::Jsonl => {
            let lines = assessments().map(|one| Ok(serde_json::to_string(one)? + "\n"));
            lines.collect::<Result<_, _>>().map_err(json)
        }
        Format::Json => {
            let text = match assessed {
                [(one, _)] if !several => serde_json::to_string_pretty(one),
                [] if !several => return Ok(String::new()),
                _ => serde_json::to_string_pretty(&assessments().collect::<Vec<_>>()),
            };
            text.map(|text| text + "\n").map_err(json)
        }
    }
}

/// What changes of each unit, and when.
fn timelines(
    arguments: &Arguments,
    assessed: &[(Assessment, Dossier)],
    several: bool,
    output: &Output,
) -> Result<String, Failure> {
    let until = |dossier: &Dossier| {
        arguments.until.or_else(|| dossier.as_of().plus_days(365)).unwrap_or_else(|| dossier.as_of())
    };
    let objects = || assessed.iter().map(|(_, dossier)| way::timeline_json(dossier, until(dossier)));
    match arguments.format {
        Format::Human => {
            let page = output.page(arguments.language);
            let texts = assessed.iter().map(|(_, dossier)| way::timeline_text(dossier, until(dossier), page));
            Ok(texts.collect::<Vec<_>>().join("\n"))
        }
        Format::Csv => Err(Failure::Usage("a timeline is no table: ask for human, json or jsonl".to_owned())),
        Format::Jsonl => Ok(objects().map(|one| one.to_string() + "\n").collect()),
        Format::Json => match objects().collect::<Vec<_>>().as_slice() {
            [one] if !several => way::pretty(one),
            [] if !several => Ok(String::new()),
            all => way::pretty(&all),
        },
    }
}

/// One unit in full; of several, first one line each, by rule set.
fn human(language: Language, assessed: &[(Assessment, Dossier)], output: &Output) -> String {
    let drawing = output.drawing();
    let page = output.page(language);
    let mut text = String::new();
    if assessed.len() > 1 {
        for same in assessed.chunk_by(|(_, a), (_, b)| a.rule_set().method() == b.rule_set().method()) {
            if let Some((_, first)) = same.first() {
                text += &report::units(first.rule_set(), same.iter().map(|(assessment, _)| assessment), page);
                text.push('\n');
            }
        }
    }
    for (i, (assessment, dossier)) in assessed.iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        let warnings = render::human(dossier.warnings(), drawing);
        text += &report::text_with_reasons(dossier, assessment, page);
        if !warnings.is_empty() {
            text.push('\n');
            text += &warnings;
        }
    }
    text
}
