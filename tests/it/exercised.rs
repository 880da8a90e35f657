//! What the cases of the rule sets that ship exercise: every criterion, every answer of every scale, every requirement
//! and every kind of exception must matter to at least one of them.
#![cfg(feature = "yaml")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use predikat::assessment::{Assessment, RequirementOutcome, Verdict};
use predikat::document::{Criterion, DossierDocument, ExceptionKind, RuleDocument};
use predikat::dossier::{BindOptions, Rounds};
use predikat::shipped::{self, Shipped};
use predikat::{Date, RuleSet, SuiteDocument, assess};

/// What was seen of one rule set.
#[derive(Default)]
struct Seen {
    /// The points that each criterion had.
    points: BTreeMap<String, BTreeSet<String>>,
    /// The outcomes of each requirement, the conditional ones too.
    requirements: BTreeMap<String, BTreeSet<Verdict>>,
    /// `SCALE.ANSWER`, as given.
    answers: BTreeSet<String>,
    /// The kinds of exception that counted, `equivalent ID` for those.
    exceptions: BTreeSet<String>,
}

impl Seen {
    fn take(&mut self, assessment: &Assessment, answers: &BTreeMap<String, String>, dossier: &DossierDocument) {
        for (path, criterion) in &assessment.criteria {
            self.points.entry(path.clone()).or_default().insert(format!("{} {:?}", criterion.low, criterion.of));
            let read = criterion.reads.get(path).and_then(Option::as_ref);
            if let (Some(scale), Some(answer)) = (answers.get(path), read) {
                self.answers.insert(format!("{scale}.{answer}"));
            }
        }
        for (id, award) in &assessment.awards {
            let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requirements);
            let mut take = |key: String, one: &RequirementOutcome| {
                self.requirements.entry(key).or_default().insert(one.outcome);
            };
            award.requirements.iter().for_each(|one| take(format!("{id}.{}", one.id), one));
            conditional.for_each(|one| take(format!("{id}.conditional.{}", one.id), one));
        }
        for accepted in &assessment.exceptions {
            let asked = dossier.exceptions.iter().find(|one| one.on.as_deref() == Some(accepted.on.as_str()));
            let using = asked.and_then(|one| one.using.clone()).unwrap_or_default();
            self.exceptions.insert(format!("{} {using}", accepted.kind).trim_end().to_owned());
        }
    }
}

/// The scale of each leaf that answers by one.
fn scales(document: &RuleDocument) -> BTreeMap<String, String> {
    fn walk(criteria: &[Criterion], above: &str, inherited: Option<&str>, found: &mut BTreeMap<String, String>) {
        for criterion in criteria {
            let path = format!("{above}{}", criterion.id);
            let defaults = criterion.defaults.as_ref().and_then(|defaults| defaults.answer.as_deref()).or(inherited);
            if let Some(below) = &criterion.criteria {
                walk(below, &format!("{path}."), defaults, found);
            } else if let Some(scale) = criterion.answer.as_deref().or(defaults) {
                found.insert(path, scale.to_owned());
            }
        }
    }
    let mut found = BTreeMap::new();
    let top = document.defaults.as_ref().and_then(|defaults| defaults.answer.as_deref());
    walk(&document.criteria, "", top, &mut found);
    found
}

/// What may be asked for as an exception: the kinds, and the equivalents by name.
fn exceptions(document: &RuleDocument) -> BTreeSet<String> {
    fn walk(criteria: &[Criterion], found: &mut BTreeSet<String>) {
        for criterion in criteria {
            kinds(criterion.allows.as_deref(), found);
            found.extend(criterion.equivalents.iter().flatten().map(|one| format!("equivalent {}", one.id)));
            walk(criterion.criteria.as_deref().unwrap_or_default(), found);
        }
    }
    fn kinds(allowed: Option<&[ExceptionKind]>, found: &mut BTreeSet<String>) {
        found.extend(allowed.unwrap_or_default().iter().filter_map(|kind| match kind {
            ExceptionKind::Waiver => Some("waiver".to_owned()),
            ExceptionKind::NotApplicable => Some("not_applicable".to_owned()),
            ExceptionKind::Equivalent => None, // each has a name of its own
        }));
    }
    let mut found = BTreeSet::new();
    kinds(document.allows.as_deref(), &mut found);
    walk(&document.criteria, &mut found);
    found
}

/// Every suite below `rules/suites`, with its folder.
fn suites(folder: &Path) -> Vec<(PathBuf, SuiteDocument)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(suites(&path));
        } else if let Ok(suite) = SuiteDocument::from_yaml("suite", &std::fs::read_to_string(&path).unwrap()) {
            found.push((folder.to_owned(), suite));
        }
    }
    found
}

/// Every dossier that a suite assesses: of each case, and of each row with its facts laid over.
fn dossiers(folder: &Path, suite: &SuiteDocument) -> Vec<(DossierDocument, BindOptions<'static>)> {
    let mut found = Vec::new();
    for case in suite.cases.iter().filter(|case| case.diagnostics.is_none()) {
        let given = match &case.given_file {
            Some(file) => {
                let text = std::fs::read_to_string(folder.join(file)).unwrap();
                DossierDocument::from_yaml(file, &text).unwrap()
            }
            // A case may leave the unit out.
            None => DossierDocument { unit: "unit".into(), ..case.given.clone().unwrap_or_default() },
        };
        let options = |as_of: Option<Date>| {
            let options = BindOptions::new()
                .insist(case.insist == Some(true))
                .rounds(case.round.as_deref().map_or_else(Rounds::default, Rounds::named));
            let options = case.known.into_iter().fold(options, BindOptions::known);
            as_of.into_iter().fold(options, BindOptions::as_of)
        };
        if case.with.is_empty() || case.expect.is_some() {
            found.push((given.clone(), options(None)));
        }
        for row in &case.with {
            let mut varied = given.clone();
            for (fact, value) in &row.facts {
                match value {
                    Some(value) => _ = varied.facts.insert(fact.clone(), value.clone()),
                    None => _ = varied.facts.shift_remove(fact),
                }
            }
            found.push((varied, options(row.as_of)));
        }
    }
    found
}

/// What the suites of a rule set show, each under the edition that it names, the last where it names none.
fn seen(id: &str, suites: &[(PathBuf, SuiteDocument)]) -> (usize, Seen) {
    let (mut seen, mut count) = (Seen::default(), 0);
    for (folder, suite) in suites.iter().filter(|(_, suite)| suite.suite == id) {
        let one = shipped::find(id, suite.edition.as_deref()).unwrap();
        let (rules, scales) = (one.rule_set().unwrap(), scales(&resolved(one)));
        for (dossier, options) in dossiers(folder, suite) {
            seen.take(&assess(&rules.bind(&dossier, &options).unwrap()), &scales, &dossier);
            count += 1;
        }
    }
    (count, seen)
}

fn resolved(one: &Shipped) -> RuleDocument {
    one.document().unwrap().resolve(&shipped::resolve).unwrap()
}

/// What no case exercises, in words.
fn lacking(rules: &RuleSet, document: &RuleDocument, seen: &Seen) -> Vec<String> {
    let mut lacking = Vec::new();
    for path in rules.criteria() {
        let leaf = !rules.criteria().any(|other| other.starts_with(&format!("{path}.")));
        // A leaf without points (a plan that must be there) shows in a requirement, or in whether there is a score.
        let points = seen.points.get(path).cloned().unwrap_or_default();
        let weightless = points.iter().all(|points| points.starts_with("0 "));
        if leaf && (points.is_empty() || points.len() < 2 && !weightless) {
            lacking.push(format!("criterion {path}"));
        }
    }
    let used: BTreeSet<String> = scales(document).into_values().collect();
    for (scale, answers) in document.scales.iter().filter(|(scale, _)| used.contains(*scale)) {
        let unseen = answers.answers.keys().map(|answer| format!("{scale}.{answer}"));
        lacking.extend(unseen.filter(|one| !seen.answers.contains(one)).map(|one| format!("answer {one}")));
    }
    for (requirement, outcomes) in &seen.requirements {
        for verdict in [Verdict::Holds, Verdict::Fails] {
            if !outcomes.contains(&verdict) {
                lacking.push(format!("{requirement} is never seen as {verdict:?}"));
            }
        }
    }
    let unseen = exceptions(document).into_iter().filter(|one| !seen.exceptions.contains(one));
    lacking.extend(unseen.map(|one| format!("exception {one}")));
    lacking
}

#[test]
fn every_part_of_a_rule_set_matters_to_a_case() {
    let suites = suites(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/suites"));
    let mut told = BTreeSet::new();
    for editions in shipped::all().chunk_by(|one, other| one.id == other.id) {
        let id = editions[0].id;
        let (count, seen) = seen(id, &suites);
        assert!(count > 10, "{id} has {count} cases");
        for one in editions {
            let lacking = lacking(&one.rule_set().unwrap(), &resolved(one), &seen);
            told.extend(lacking.into_iter().map(|lack| format!("{id} {}: {lack}", one.edition)));
        }
    }
    assert!(told.is_empty(), "no case exercises {told:#?}");
}

/// Each page names its rule sets in its heading; a dossier that it shows binds to all of them.
#[test]
fn every_rule_set_has_its_page() {
    for one in shipped::all() {
        let (id, rules) = (one.id, one.rule_set().unwrap());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let pages = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let texts = pages.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
        let page = texts
            .map(|path| std::fs::read_to_string(path).unwrap())
            .find(|text| text.lines().next().is_some_and(|heading| heading.contains(&format!("`{id}`"))));
        let page = page.unwrap_or_else(|| panic!("{id} has no page"));
        let blocks = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for block in blocks.filter(|block| block.starts_with("unit:")) {
            let dossier = DossierDocument::from_yaml(id, block).unwrap_or_else(|problems| panic!("{problems}"));
            rules.bind(&dossier, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"));
        }
    }
}
