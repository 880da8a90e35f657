//! One requirement: exactly one thing asked, and for a score exactly one comparison.

use super::award::Named;
use super::findings::list;
use super::scope::Scope;
use crate::Number;
use crate::assessment::Status;
use crate::diagnostic::{Code, Pointer};
use crate::document;
use crate::rule_set::{AwardId, Comparator, Comparison, CriterionId, Requirement, RequirementTest, ScoreOf};

/// Compiles the requirement at `at`; nothing where it was reported as wrong.
pub(super) fn requirement(
    scope: &Scope<'_>,
    written: &document::Requirement,
    award: &str,
    named: &Named<'_>,
    at: &Pointer,
) -> Option<Requirement> {
    let one = Asked { scope, written, named, at };
    let kinds: Vec<&str> = [
        ("score", written.score.is_some()),
        ("each", written.each.is_some()),
        ("when", written.when.is_some()),
        ("criterion", written.criterion.is_some()),
        ("award", written.award.is_some()),
    ]
    .into_iter()
    .filter_map(|(word, given)| given.then_some(word))
    .collect();
    let [kind] = kinds.as_slice() else {
        one.unclear(
            &match kinds.as_slice() {
                [] => format!("nothing says what `{}` asks", written.id),
                several => format!("`{}` asks for {} at once", written.id, list(several.iter().copied())),
            },
            "write exactly one of `score`, `each`, `when`, `criterion` and `award`",
        );
        return None;
    };
    one.other_keys(kind);
    let fails_when_not_applicable = one.when_not_applicable();
    let test = match *kind {
        "when" => RequirementTest::When(scope.condition(written.when.as_ref()?, &at.key("when"))?),
        "criterion" => one.status()?,
        "award" => one.award()?,
        _ => one.score()?,
    };
    Some(Requirement {
        id: written.id.clone(),
        title: written.title.clone(),
        cites: super::criterion::cites(written.source.as_ref()),
        test,
        waivable: written.waivable.unwrap_or(false),
        fails_when_not_applicable,
        never: named.never_on.contains(format!("{award}.{}", written.id).as_str()),
    })
}

struct Asked<'a> {
    scope: &'a Scope<'a>,
    written: &'a document::Requirement,
    named: &'a Named<'a>,
    at: &'a Pointer,
}

impl Asked<'_> {
    fn unclear(&self, message: &str, help: &str) {
        let finding = self.scope.findings.at(Code::UnclearRequirement, self.at, message);
        self.scope.findings.push_absence(finding.help(help));
    }

    fn comparisons(&self) -> [(&'static str, Comparator, &Option<Number>); 5] {
        let w = self.written;
        [
            ("at_least", Comparator::AtLeast, &w.at_least),
            ("at_least_percent", Comparator::AtLeastPercent, &w.at_least_percent),
            ("at_most", Comparator::AtMost, &w.at_most),
            ("above", Comparator::Above, &w.above),
            ("below", Comparator::Below, &w.below),
        ]
    }

    /// Reports keys that belong to another kind of requirement.
    fn other_keys(&self, kind: &str) {
        let scored = matches!(kind, "score" | "each");
        let mut other: Vec<(&str, bool, &str)> = self
            .comparisons()
            .into_iter()
            .map(|(key, _, value)| (key, value.is_some() && !scored, "`score` or `each`"))
            .collect();
        let w = self.written;
        other.push(("is", w.is.is_some() && kind != "criterion", "`criterion`"));
        other.push(("held", w.held.is_some() && kind != "award", "`award`"));
        other.push(("eligible", w.eligible.is_some() && kind != "award", "`award`"));
        let compared = scored || kind == "criterion";
        other.push((
            "when_not_applicable",
            w.when_not_applicable.is_some() && !compared,
            "`score`, `each` or `criterion`",
        ));
        for (key, _, belongs) in other.into_iter().filter(|(_, given, _)| *given) {
            self.scope.misplaced(
                &self.at.key(key),
                &format!("`{key}` means nothing beside `{kind}`"),
                &format!("it belongs to {belongs}: leave it out, or make two requirements"),
            );
        }
    }

    fn when_not_applicable(&self) -> bool {
        match self.written.when_not_applicable.as_deref() {
            None => false,
            Some("fails") => true,
            Some(other) => {
                let at = self.at.key("when_not_applicable");
                let message = format!("`{}` is not known here", other.escape_debug());
                let finding = self.scope.findings.at(Code::UnknownStatus, &at, message);
                self.scope
                    .findings
                    .push(finding.help("the only word is `fails`; without it what is not applicable satisfies"));
                false
            }
        }
    }

    fn score(&self) -> Option<RequirementTest> {
        let given: Vec<(&str, Comparator, &Number)> = self
            .comparisons()
            .into_iter()
            .filter_map(|(key, comparator, threshold)| Some((key, comparator, threshold.as_ref()?)))
            .collect();
        let comparison = match given.as_slice() {
            [(_, comparator, threshold)] => {
                Some(Comparison { comparator: *comparator, threshold: (*threshold).clone() })
            }
            several => {
                let message = match several {
                    [] => format!("`{}` compares with nothing", self.written.id),
                    _ => format!("`{}` compares by {}", self.written.id, list(several.iter().map(|(key, ..)| *key))),
                };
                self.unclear(
                    &message,
                    "write exactly one of `at_least`, `at_least_percent`, `at_most`, `above` and `below`",
                );
                None
            }
        };
        let of = match (&self.written.score, &self.written.each) {
            (Some(score), _) => vec![self.scored(score, &self.at.key("score"))],
            (None, Some(each)) => {
                let at = self.at.key("each");
                if each.is_empty() {
                    self.scope.empty(&at, "list at least one criterion or measure");
                }
                each.iter().enumerate().map(|(i, score)| self.scored(score, &at.index(i))).collect()
            }
            (None, None) => return None,
        };
        let of = of.into_iter().collect::<Option<Vec<_>>>()?;
        Some(RequirementTest::Score { of, each: self.written.each.is_some(), comparison: comparison? })
    }

    /// `total`, a measure or a criterion.
    fn scored(&self, name: &str, at: &Pointer) -> Option<ScoreOf> {
        let Named { criteria, measures, .. } = self.named;
        if name == "total" {
            return Some(ScoreOf::Criterion(CriterionId::TOTAL));
        }
        let measure = measures.names.get(name).copied().map(ScoreOf::Measure);
        let found = measure.or_else(|| criteria.paths.get(name).copied().map(ScoreOf::Criterion));
        if found.is_none() && !name.is_empty() {
            let known = measures.names.keys().chain(criteria.paths.keys()).map(String::as_str);
            let help = self.scope.findings.suggest(name, known.chain(["total"]), "scores");
            let message = format!("no criterion or measure is called `{name}`");
            self.scope.findings.push(self.scope.findings.at(Code::UnknownScore, at, message).help(help));
        }
        found
    }

    fn status(&self) -> Option<RequirementTest> {
        let path = self.written.criterion.as_deref()?;
        let criterion = self.named.criteria.find(self.scope, path, &self.at.key("criterion"));
        let at = self.at.key("is");
        let Some(words) = self.written.is.as_ref().filter(|words| !words.is_empty()) else {
            self.unclear(
                &format!("`{}` does not say which status it asks of `{path}`", self.written.id),
                "add `is:`, such as `is: [met]`",
            );
            return None;
        };
        let status = |(i, word): (usize, &String)| {
            let status = Status::WORDS.iter().find(|(known, _)| known == word).map(|(_, status)| *status);
            if status.is_none() {
                let help = self.scope.findings.suggest(word, Status::WORDS.map(|(word, _)| word), "statuses");
                let message = format!("no status is called `{}`", word.escape_debug());
                self.scope.findings.push(self.scope.findings.at(Code::UnknownStatus, &at.index(i), message).help(help));
            }
            status
        };
        let is: Vec<Option<Status>> = words.iter().enumerate().map(status).collect();
        Some(RequirementTest::Status { criterion: criterion?, is: is.into_iter().collect::<Option<_>>()? })
    }

    fn award(&self) -> Option<RequirementTest> {
        let award = self.other_award(self.written.award.as_deref()?, &self.at.key("award"));
        match (self.written.held, self.written.eligible) {
            (Some(held), None) => Some(RequirementTest::Held { award: award?, held }),
            (None, Some(true)) => Some(RequirementTest::Eligible { award: award? }),
            (None, Some(false)) => {
                let message = format!("`{}` asks that the unit is not eligible", self.written.id);
                let finding = self.scope.findings.at(Code::UnclearRequirement, &self.at.key("eligible"), message);
                self.scope.findings.push(
                    finding.help("only `eligible: true` can be asked; ask `held: false` of an award granted before"),
                );
                None
            }
            _ => {
                self.unclear(
                    &format!("`{}` does not say what it asks of the award", self.written.id),
                    "add `held: true`, `held: false` or `eligible: true`, one of them",
                );
                None
            }
        }
    }

    fn other_award(&self, name: &str, at: &Pointer) -> Option<AwardId> {
        let found = self.named.awards.get(name).copied();
        if found.is_none() && !name.is_empty() {
            let help = self.scope.findings.suggest(name, self.named.awards.keys().copied(), "awards");
            let finding = self.scope.findings.at(Code::UnknownAward, at, format!("no award is called `{name}`"));
            self.scope.findings.push(finding.help(help));
        }
        found
    }
}
