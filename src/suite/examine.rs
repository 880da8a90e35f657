//! From a case to a bound dossier, with all that `check` and `bind` find on the way.

use super::Surroundings;
use super::plan::{Planned, plan};
use crate::diagnostic::{Code, Diagnostic, Pointer, Problems};
use crate::dossier::{BindOptions, Rounds};
use crate::{Dossier, DossierDocument, RuleDocument, RuleSet, SuiteDocument, check, id};

/// The rule set under test, or why there is none.
pub(super) struct Rules {
    /// As written, `extends` resolved.
    pub(super) document: Option<RuleDocument>,
    pub(super) rules: Option<RuleSet>,
    /// What `check` finds, warnings too.
    pub(super) findings: Vec<Diagnostic>,
}

/// What came of a case before it is assessed.
pub(super) struct Examined {
    /// What `bind` finds, warnings too.
    pub(super) findings: Vec<Diagnostic>,
    pub(super) dossier: Option<Dossier>,
}

/// A case with the dossier that it gives, ready to be run by one rule set after another.
pub(super) struct Prepared<'a> {
    pub(super) planned: Planned<'a>,
    pub(super) suite: &'a SuiteDocument,
    /// The dossier with the row's facts laid over.
    pub(super) given: Result<Option<DossierDocument>, Problems>,
}

/// Every case of a suite, with what it gives.
pub(super) fn prepare<'a>(suite: &'a SuiteDocument, surroundings: &dyn Surroundings) -> Vec<Prepared<'a>> {
    let planned = plan(suite).into_iter();
    planned.map(|planned| Prepared { given: given(&planned, suite, surroundings), planned, suite }).collect()
}

impl Examined {
    fn refused(problems: impl IntoIterator<Item = Diagnostic>) -> Examined {
        Examined { findings: problems.into_iter().collect(), dossier: None }
    }
}

impl Rules {
    /// The suite's own rules, else those that its name and edition stand for.
    pub(super) fn of(suite: &SuiteDocument, surroundings: &dyn Surroundings) -> Rules {
        let written = match &suite.rules {
            Some(rules) => Ok(Some(rules.clone())),
            None => surroundings.resolve(&suite.suite, suite.edition.as_deref()),
        };
        let refused = |problems: Vec<Diagnostic>| Rules { document: None, rules: None, findings: problems };
        let document = match written {
            Ok(Some(document)) => document,
            Ok(None) => return refused(vec![not_found(suite)]),
            Err(problems) => {
                let place = suite.origin.place(&Pointer::root().key("suite"));
                return refused(problems.into_iter().map(|problem| problem.at_least(&place)).collect());
            }
        };
        match document.resolve(surroundings) {
            Ok(document) => Rules::checked(document),
            Err(problems) => refused(problems.into_iter().collect()),
        }
    }
}

impl Rules {
    /// The rules of a document in which `extends` is resolved.
    pub(super) fn checked(document: RuleDocument) -> Rules {
        let checking = check(&document);
        let findings = checking.findings.into_iter().collect();
        Rules { document: Some(document), rules: checking.rule_set, findings }
    }
}

fn not_found(suite: &SuiteDocument) -> Diagnostic {
    let edition = suite.edition.as_ref().map(|edition| format!(" {edition}")).unwrap_or_default();
    let message = format!("there is no rule set `{}`{edition}", suite.suite);
    Diagnostic::new(Code::UnknownRuleSet, suite.origin.place(&Pointer::root().key("suite")), message)
        .help("name a rule set that ships or stands beside the suite, or carry one under `rules`")
}

/// Binds what the case gives.
pub(super) fn examine(prepared: &Prepared<'_>, rules: &Rules) -> Examined {
    let Some(rules) = &rules.rules else { return Examined::refused([]) };
    let Prepared { planned: case, suite, given } = prepared;
    let given = match given {
        Ok(Some(given)) => given,
        // A case about the rules alone gives no dossier.
        Ok(None) if case.expect.is_none() => return Examined::refused([]),
        Ok(None) => return Examined::refused([nothing_given(case, suite)]),
        Err(problems) => return Examined::refused(problems.clone()),
    };
    let unknown = unknown_facts(case, suite, rules);
    if !unknown.is_empty() {
        return Examined::refused(unknown);
    }
    let mut options = BindOptions::new().insist(case.case.insist.unwrap_or(false));
    if let Some(round) = &case.case.round {
        options = options.rounds(Rounds::named(round));
    }
    if let Some(known) = case.case.known {
        options = options.known(known);
    }
    if let Some(as_of) = case.row.and_then(|row| row.as_of) {
        options = options.as_of(as_of);
    }
    let at_rows = |finding| at_row(finding, case, suite);
    match rules.bind(given, &options) {
        Ok(dossier) => {
            let findings = dossier.warnings().iter().cloned().map(at_rows).collect();
            Examined { findings, dossier: Some(dossier) }
        }
        Err(problems) => Examined::refused(problems.into_iter().map(at_rows)),
    }
}

/// The dossier of the case with the row's facts laid over.
fn given(
    case: &Planned<'_>,
    suite: &SuiteDocument,
    surroundings: &dyn Surroundings,
) -> Result<Option<DossierDocument>, Problems> {
    let given = match (&case.case.given, &case.case.given_file) {
        (Some(given), _) => Some(given.clone()),
        (None, Some(file)) => Some(surroundings.dossier(file)?.ok_or_else(|| {
            let place = suite.origin.place(&case.pointer.key("given"));
            Diagnostic::new(Code::GivenNotFound, place, format!("there is no file `{file}`"))
                .help("a file that a case names stands beside the suite")
        })?),
        (None, None) => None,
    };
    Ok(given.map(|mut given| {
        for (name, literal) in case.row.iter().flat_map(|row| &row.facts) {
            match literal {
                Some(literal) => {
                    given.facts.insert(name.clone(), literal.clone());
                }
                None => {
                    given.facts.shift_remove(name);
                }
            }
        }
        if given.unit.is_empty() {
            UNNAMED.clone_into(&mut given.unit);
        }
        given
    }))
}

/// What a unit is called that a case leaves without a name.
const UNNAMED: &str = "unit";

fn nothing_given(case: &Planned<'_>, suite: &SuiteDocument) -> Diagnostic {
    let place = suite.origin.place(&case.pointer);
    Diagnostic::new(Code::MissingKey, place, format!("the case `{}` expects an assessment of no dossier", case.name))
        .help("write what is known under `given`, or the name of a file of it")
}

/// The facts that a row takes away and the rule set does not know; the others are for binding to judge.
fn unknown_facts(case: &Planned<'_>, suite: &SuiteDocument, rules: &RuleSet) -> Vec<Diagnostic> {
    let (Some(row), Some(row_at)) = (case.row, &case.row_pointer) else { return Vec::new() };
    let taken = row.facts.iter().filter(|(_, literal)| literal.is_none()).map(|(name, _)| name);
    taken
        .filter(|name| !rules.facts().any(|known| known == name.as_str()))
        .map(|name| {
            let place = suite.origin.key_place(&row_at.key("facts").key(name));
            let near = id::nearest(name, rules.facts()).map(|near| format!("did you mean `{near}`?"));
            Diagnostic::new(Code::UnknownFact, place, format!("no fact is called `{name}`")).maybe_help(near)
        })
        .collect()
}

/// A finding on a fact that the row lays over, moved to where the row says it.
fn at_row(mut finding: Diagnostic, case: &Planned<'_>, suite: &SuiteDocument) -> Diagnostic {
    let (Some(row), Some(row_at)) = (case.row, &case.row_pointer) else { return finding };
    let steps: Vec<String> = finding.place.pointer.steps().collect();
    let Some(("facts", name)) = steps.split_first().map(|(first, rest)| (first.as_str(), rest.join("."))) else {
        return finding;
    };
    if row.facts.contains_key(&name) {
        let at = row_at.key("facts").key(&name);
        let is_name = finding.code == Code::UnknownFact;
        finding.place = if is_name { suite.origin.key_place(&at) } else { suite.origin.place(&at) };
    }
    finding
}
