//! `predikat assess`: scores and eligibility of one unit or many.

use std::path::{Path, PathBuf};

use predikat::assessment::Eligibility;
use predikat::dossier::{BindOptions, Rounds};
use predikat::report::{Language, Rows};
use predikat::{Assessment, Date, Dossier, DossierDocument, Problems, RuleSet};

use super::dossiers::{self, Unit};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::refusals::Refusals;
use super::rules::{Rules, refused};
use super::show::{Drawer, Format, Writer};
use super::{files, parallel};

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

impl Binding {
    /// The files that it reads.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        self.shared.as_deref().into_iter().chain(self.evidence.as_deref())
    }

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

/// So many units are assessed at once, by all processors; none is held longer.
const CHUNK: usize = 256;

/// What became of a unit.
struct Assessed {
    dossier: Dossier,
    assessment: Assessment,
    text: String,
}

pub fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    let dossiers = arguments.dossiers.iter().map(PathBuf::as_path);
    let inputs = [Path::new(&arguments.rules)].into_iter().chain(dossiers).chain(arguments.binding.inputs());
    files::standard_input_once(inputs)?;
    if arguments.timeline && arguments.format == Format::Csv {
        return Err(Failure::Usage("a timeline is no table: ask for human, json or jsonl".to_owned()));
    }
    let rules = Rules::open(&arguments.rules)?;
    if let Some(award) = &arguments.require {
        must_know(&rules, award)?;
    }
    let shared = arguments.binding.shared()?;
    let documents = dossiers::documents(arguments.binding.evidence.as_deref())?;
    let drawer = Drawer {
        format: arguments.format,
        page: output.page(arguments.language),
        drawing: output.drawing(),
        rows: Rows::new(rules.editions().flat_map(RuleSet::awards).map(str::to_owned)),
    };
    let several = arguments.dossiers.len() > 1 || arguments.dossiers.iter().any(|path| dossiers::may_be_several(path));
    let mut writer = Writer::new(output, &drawer, several);
    let join = arguments.binding.join;
    let mut units = dossiers::read_all(&arguments.dossiers, documents.as_ref(), Some(&rules), join);
    let (mut all_read, mut all_granted) = (true, true);
    let (mut refusals, mut assessed) = (Refusals::new(arguments.all_problems), 0_u64);
    loop {
        let chunk: Vec<Result<Unit, Failure>> = units.by_ref().take(CHUNK).collect();
        if chunk.is_empty() || writer.is_gone() {
            break;
        }
        let assess = |unit: &Unit| assess(arguments, &rules, shared.as_ref(), &drawer, unit);
        let done = parallel::map(&chunk, |unit| unit.as_ref().ok().map(assess));
        let names: Vec<Option<String>> =
            chunk.iter().map(|unit| unit.as_ref().ok().map(|unit| unit.name.clone())).collect();
        for ((at, unit), done) in chunk.into_iter().enumerate().zip(done) {
            let unit = match unit {
                Ok(unit) => unit,
                Err(failure) => {
                    output::tell(&format!("error: {failure}"));
                    all_read = false;
                    continue;
                }
            };
            match done.transpose()? {
                Some(Ok(Assessed { dossier, assessment, text })) => {
                    assessed += 1;
                    tell_warnings(&assessment, &dossier, arguments.format);
                    all_granted &= arguments.require.as_ref().is_none_or(|award| {
                        assessment.awards.get(award).is_some_and(|award| award.outcome == Eligibility::Eligible)
                    });
                    if arguments.format == Format::Human && !arguments.timeline {
                        writer.overview(&dossier, &assessment, drawer.page);
                    }
                    writer.unit(&text);
                }
                Some(Err(problems)) => {
                    let beside = [at.checked_sub(1), at.checked_add(1)].into_iter().flatten();
                    let mut beside = beside.filter_map(|at| names.get(at)?.as_deref());
                    let is_alone = beside.all(|other| other != unit.name);
                    refusals.add(&problems, is_alone.then_some(unit.name.as_str()));
                    all_read = false;
                }
                None => {}
            }
        }
        writer.write()?;
    }
    if !refusals.is_empty() && several {
        refusals.close("units", assessed, "assessed");
    }
    writer.finish(all_read)?;
    Ok(match (all_read, all_granted) {
        (false, _) => Exit::Input,
        (true, false) => Exit::Findings,
        (true, true) => Exit::Done,
    })
}

/// Assesses a unit and makes its text; what is wrong with it within.
fn assess(
    arguments: &Arguments,
    rules: &Rules,
    shared: Option<&DossierDocument>,
    drawer: &Drawer,
    unit: &Unit,
) -> Result<Result<Assessed, Problems>, Failure> {
    let bound = match &unit.document {
        Ok(document) => arguments.binding.bind(rules, document, shared),
        Err(problems) => Err(problems.clone()),
    };
    let dossier = match bound {
        Ok(dossier) => dossier,
        Err(problems) => return Ok(Err(problems)),
    };
    let assessment = predikat::assess(&dossier);
    let text = if arguments.timeline {
        let until = arguments.until.or_else(|| dossier.as_of().plus_days(365)).unwrap_or_else(|| dossier.as_of());
        drawer.timeline(&dossier, until)?
    } else {
        drawer.assessment(&dossier, &assessment)?
    };
    Ok(Ok(Assessed { dossier, assessment, text }))
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
