//! What `explain` and `assess --timeline` tell beyond the assessment: one library call and one rendering each.

use std::path::PathBuf;

use clap::ValueEnum;
use predikat::attribution::{attribution, change, change_of_rules};
use predikat::report::{self, Page};
use predikat::sensitivity::sensitivity;
use predikat::timeline::{renewals, timeline};
use predikat::unknowns::unknowns;
use predikat::{Date, Dossier, DossierDocument};
use serde_json::{Value, json};

use super::assess::{Binding, Earlier};
use super::dossiers;
use super::exit::Failure;
use super::rules::{Rules, refused};

/// What to tell; each may be asked for with the others.
#[derive(clap::Args)]
pub struct Asked {
    /// Where the points went: what each criterion lacks, what exceptions were worth and documents would be
    #[arg(long)]
    attribution: bool,
    /// How firmly outcomes stand: slack, pivotal criteria, the ranges of weights and thresholds
    #[arg(long)]
    sensitivity: bool,
    /// Whether each award is certain, possible or impossible, and which facts to find out next
    #[arg(long)]
    unknowns: bool,
    /// What changed since this earlier dossier of the unit, and why
    #[arg(long, value_name = "FILE")]
    before: Option<PathBuf>,
    /// What changed since this date, as of which and as known on which it is told, and why
    #[arg(long, value_name = "DATE", conflicts_with = "before")]
    since: Option<Date>,
    /// The rules of the earlier dossier, where they were others
    #[arg(long, value_name = "RULES")]
    before_rules: Option<String>,
    /// How to show what was asked for
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Human,
    /// One object a unit
    Json,
}

impl Asked {
    /// Whether anything is asked for.
    pub fn is_any(&self) -> bool {
        self.attribution
            || self.sensitivity
            || self.unknowns
            || self.before.is_some()
            || self.since.is_some()
            || self.before_rules.is_some()
    }

    /// Whether the explanation itself is wanted as JSON.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// What is told of one unit.
    pub fn tell(
        &self,
        binding: &Binding,
        dossier: &Dossier,
        document: &DossierDocument,
        page: Page,
    ) -> Result<String, Failure> {
        let assessment = predikat::assess(dossier);
        let mut object = json!({"predikat": 1, "unit": dossier.unit(), "as_of": dossier.as_of()});
        let mut told = Vec::new();
        let mut add = |key: &str, value: Result<Value, serde_json::Error>, said| -> Result<(), Failure> {
            if let (Some(object), value) =
                (object.as_object_mut(), value.map_err(|error| Failure::Output(error.into()))?)
            {
                object.insert(key.to_owned(), value);
            }
            told.push(said);
            Ok(())
        };
        if self.attribution {
            let found = attribution(dossier, &assessment);
            add("attribution", serde_json::to_value(&found), report::attribution(dossier, &assessment, &found))?;
        }
        if let Some(found) = self.change(binding, dossier, document)? {
            add("change", serde_json::to_value(&found), report::change(dossier, &assessment, &found))?;
        }
        if self.sensitivity {
            let found = sensitivity(dossier, &assessment);
            add("sensitivity", serde_json::to_value(&found), report::sensitivity(dossier, &assessment, &found))?;
        }
        if self.unknowns {
            let found = unknowns(dossier, &assessment);
            add("unknowns", serde_json::to_value(&found), report::unknowns(dossier, &assessment, &found))?;
        }
        if self.is_json() {
            return pretty(&object);
        }
        let drawn: Vec<String> = told.iter().map(|said| report::draw(dossier.rule_set(), said, page)).collect();
        Ok(drawn.join("\n"))
    }

    /// What changed since the earlier dossier, date or rules.
    fn change(
        &self,
        binding: &Binding,
        after: &Dossier,
        document: &DossierDocument,
    ) -> Result<Option<predikat::attribution::Change>, Failure> {
        let (earlier, when) = match (&self.before, self.since) {
            (Some(path), _) => (one(path, binding.join)?, Earlier::Another),
            (None, None) if self.before_rules.is_none() => return Ok(None),
            (None, since) => (document.clone(), Earlier::Same(since)),
        };
        let shared = binding.shared()?;
        let bind = |rules: &Rules| {
            let bound = binding.as_it_was(rules, &earlier, shared.as_ref(), when);
            bound.map_err(|problems| refused(&earlier.unit, &problems))
        };
        let other = |error: predikat::attribution::OtherRules| Failure::Usage(error.to_string());
        let current = Rules::one(after.rule_set());
        let rebound = bind(&current)?;
        let found = match &self.before_rules {
            None => change(&rebound, after).map_err(other)?,
            Some(rules) => change_of_rules(&bind(&Rules::open(rules)?)?, &rebound, after).map_err(other)?,
        };
        Ok(Some(found))
    }
}

/// The one dossier of a file.
fn one(path: &std::path::Path, join: bool) -> Result<DossierDocument, Failure> {
    let mut units = dossiers::read(path, None, join)?;
    match (units.pop(), units.is_empty()) {
        (Some(unit), true) => unit.document.map_err(|problems| refused(&unit.name, &problems)),
        _ => Err(Failure::Usage(format!("`{}` does not hold one dossier", path.display()))),
    }
}

/// What changes of one unit up to a date, as an object.
pub fn timeline_json(dossier: &Dossier, until: Date) -> Value {
    json!({
        "predikat": 1,
        "unit": dossier.unit(),
        "as_of": dossier.as_of(),
        "until": until,
        "changes": timeline(dossier, until),
        "renewals": renewals(dossier, until),
    })
}

/// What changes of one unit up to a date, for people.
pub fn timeline_text(dossier: &Dossier, until: Date, page: Page) -> String {
    let assessment = predikat::assess(dossier);
    let (changes, renewals) = (timeline(dossier, until), renewals(dossier, until));
    let said = report::timeline(dossier, &assessment, until, &changes, &renewals);
    report::draw(dossier.rule_set(), &said, page)
}

pub fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.into()))?;
    Ok(text + "\n")
}
