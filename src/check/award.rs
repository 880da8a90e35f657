//! Awards: their requirements, what bars them, what grants them on conditions, and their order.

use std::collections::{BTreeMap, BTreeSet};

use super::criterion::Criteria;
use super::findings::list;
use super::measure::Measures;
use super::requirement;
use super::scope::Scope;
use crate::diagnostic::{Code, Pointer};
use crate::document::{self, RuleDocument};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{Award, AwardId, Bar, BarTest, Conditional, Requirement, RequirementTest};

/// What the parts of an award may name.
pub(super) struct Named<'a> {
    pub(super) criteria: &'a Criteria,
    pub(super) measures: &'a Measures,
    pub(super) awards: BTreeMap<&'a str, AwardId>,
    pub(super) never_on: &'a BTreeSet<&'a str>,
}

/// Compiles the awards.
pub(super) fn awards(scope: &Scope<'_>, document: &RuleDocument, named: &Named<'_>) -> Arena<AwardId, Award> {
    let compile =
        |(i, written): (usize, &document::Award)| award(scope, written, named, &Pointer::root().key("awards").index(i));
    document.awards.iter().enumerate().map(compile).collect()
}

/// The numbers of a document's awards by their ids.
pub(super) fn ids(document: &RuleDocument) -> BTreeMap<&str, AwardId> {
    let mut ids = BTreeMap::new();
    for (i, award) in document.awards.iter().enumerate() {
        ids.entry(award.id.as_str()).or_insert(AwardId::new(i));
    }
    ids
}

fn award(scope: &Scope<'_>, written: &document::Award, named: &Named<'_>, at: &Pointer) -> Award {
    if written.requires.is_empty() {
        scope.empty(&at.key("requires"), "list at least one requirement");
    }
    let bars = written.bars.iter().flatten().enumerate();
    Award {
        id: written.id.clone(),
        title: written.title.clone(),
        requires: requirements(scope, &written.requires, written, named, &at.key("requires")),
        bars: bars.filter_map(|(i, written)| bar(scope, written, &at.key("bars").index(i))).collect(),
        conditional: written
            .conditional
            .as_ref()
            .and_then(|conditional| self::conditional(scope, conditional, written, named, &at.key("conditional"))),
        valid_for: written.valid_for,
    }
}

fn requirements(
    scope: &Scope<'_>,
    list: &[document::Requirement],
    award: &document::Award,
    named: &Named<'_>,
    at: &Pointer,
) -> Vec<Requirement> {
    let compile = |(i, written)| requirement::requirement(scope, written, &award.id, named, &at.index(i));
    list.iter().enumerate().filter_map(compile).collect()
}

fn conditional(
    scope: &Scope<'_>,
    written: &document::Conditional,
    award: &document::Award,
    named: &Named<'_>,
    at: &Pointer,
) -> Option<Conditional> {
    if written.requires.is_empty() {
        scope.empty(&at.key("requires"), "list at least one requirement");
    }
    let requires = requirements(scope, &written.requires, award, named, &at.key("requires"));
    if written.duration.is_none() {
        let finding = scope.findings.at_key(Code::MissingKey, at, "`conditional` does not say for how long");
        scope.findings.push_absence(finding.help("add `for:`, such as `for: 180d`"));
    }
    Some(Conditional { requires, duration: written.duration? })
}

fn bar(scope: &Scope<'_>, written: &document::Bar, at: &Pointer) -> Option<Bar> {
    let when = written.when.as_ref().map(|when| scope.condition(when, &at.key("when")));
    let test = match (when, &written.since, written.duration) {
        (Some(when), None, None) => BarTest::When(when?),
        (when, Some(since), Some(duration)) => {
            let fact = scope.date_fact(since, &at.key("since"));
            let when = match when {
                Some(when) => Some(when?),
                None => None,
            };
            BarTest::Since { fact: fact?, duration, when }
        }
        _ => {
            let message = format!("it is not clear when `{}` bars", written.id);
            let finding = scope.findings.at(Code::UnclearBar, at, message);
            scope.findings.push_absence(finding.help(
                "write `when:` with a condition, `since:` with a date fact and `for:` with a duration, or all three",
            ));
            return None;
        }
    };
    Some(Bar { id: written.id.clone(), title: written.title.clone(), test })
}

/// Every award after those whose eligibility it asks; a ring is reported.
pub(super) fn order(scope: &Scope<'_>, awards: &Arena<AwardId, Award>) -> Vec<AwardId> {
    let asked = |award: &Award| {
        award
            .all_requirements()
            .filter_map(|requirement| match requirement.test {
                RequirementTest::Eligible { award } => Some(award.index()),
                _ => None,
            })
            .collect()
    };
    let edges: Vec<Vec<usize>> = awards.iter().map(asked).collect();
    let (order, rings) = crate::order::sorted(&edges);
    for ring in rings {
        let names: Vec<&str> = ring.iter().map(|i| awards[AwardId::new(*i)].id.as_str()).collect();
        let message = match names.as_slice() {
            [only] => format!("`{only}` asks for its own eligibility"),
            several => format!("{} ask for each other's eligibility", list(several.iter().copied())),
        };
        let at = Pointer::root().key("awards").index(ring.first().copied().unwrap_or_default()).key("id");
        scope.findings.push(
            scope
                .findings
                .at(Code::AwardCycle, &at, message)
                .help("ask `held: true` of an award that was granted before, or take one of the requirements out"),
        );
    }
    order.into_iter().map(AwardId::new).collect()
}
