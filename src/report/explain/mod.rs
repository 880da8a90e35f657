//! Why an assessment came out as it did: a tree of reasons, as data, and its drawing.

mod award;
mod condition;
mod criterion;
mod draw;
mod evidence;
mod exception;
mod fact;
mod leaf;
mod measure;

use std::cell::RefCell;

use serde::Serialize;

pub(super) use draw::branch;
pub use draw::draw;

use super::Mark;
use super::message::{Label, Message};
use super::names::Names;
use super::text::{made_by, rounds};
use crate::assessment::Assessment;
use crate::evaluate::Facts;
use crate::id::nearest;
use crate::rule_set::CriterionId;
use crate::{Dossier, RuleSet};

/// A statement with the reasons for it, in no language yet.
///
/// It serialises as one object: `message` is the name of the sentence, beside it what the sentence speaks of
/// (names as in the rule set, numbers exact), `mark` how it stands, and `because` the reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What is said.
    #[serde(flatten)]
    pub message: Message,
    /// How it stands.
    pub mark: Mark,
    /// Why, most telling first; for a group, what is in it last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Explanation>,
}

impl Explanation {
    /// A statement without reasons of its own.
    pub(in crate::report) fn plain(message: Message) -> Explanation {
        Explanation { message, mark: Mark::Plain, because: Vec::new() }
    }

    pub(in crate::report) fn marked(message: Message, mark: impl Into<Mark>) -> Explanation {
        Explanation { message, mark: mark.into(), because: Vec::new() }
    }

    pub(in crate::report) fn because(mut self, reasons: impl IntoIterator<Item = Explanation>) -> Explanation {
        self.because.extend(reasons);
        self
    }
}

/// The rule set has no criterion, measure, award or requirement of that name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the rule set has no criterion, measure, award or requirement `{path}`")]
pub struct UnknownPath {
    /// What was asked for.
    pub path: String,
    /// The known name that was most likely meant.
    pub nearest: Option<String>,
}

/// The reasons for everything in `assessment`, which is that of `dossier`: the total with every criterion,
/// the measures, the awards.
///
/// What the assessment does not hold (it was made of another dossier, or by other rules) is left out.
#[must_use]
pub fn explain(dossier: &Dossier, assessment: &Assessment) -> Explanation {
    let case = Case::new(dossier, assessment);
    let measures = case.rules.measures.ids().filter_map(|id| case.measure(id));
    let awards = case.rules.awards.ids().filter_map(|id| case.award(id));
    let about = [made_by(case.rules, assessment)].into_iter().chain(rounds(assessment)).map(Explanation::plain);
    Explanation::plain(Message::Unit { unit: Label::new(&dossier.unit, dossier.title.as_deref()) })
        .because(about)
        .because([case.total()])
        .because(measures)
        .because(awards)
}

/// The reasons for one thing: `total`, a criterion by its path, a measure or an award by its id, or a
/// requirement as `award.id`.
///
/// # Errors
/// The rule set has nothing of that name.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, assess, dossier::BindOptions, report};
/// let rules = RuleSet::from_yaml("ramp.yaml", "
/// ruleset: ramp
/// edition: 1.0.0
/// scales: {yes_no: {Ya: 1, Tidak: 0}}
/// criteria: [{id: ramp, title: {id: Jalur landai, en: A ramp}, answer: yes_no}]
/// awards: [{id: accessible, requires: [{id: ramp, score: total, at_least: 1}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("unit.yaml", "
/// unit: example
/// as_of: 2024-05-31
/// facts: {ramp: Tidak}
/// ")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let explanation = report::explain_one(&dossier, &assess(&dossier), "ramp").expect("a criterion");
/// let page = report::Page { language: report::Language::Indonesian, ..Default::default() };
/// assert_eq!(
///     report::draw(&rules, &explanation, page),
///     "✗ Jalur landai (ramp): tidak terpenuhi, 0 dari 1\n  jawaban: Tidak\n  \
///      jawaban Tidak bernilai 0 pada skala yes_no\n  menyumbang 0 ke total\n"
/// );
/// # Ok::<(), predikat::Problems>(())
/// ```
pub fn explain_one(dossier: &Dossier, assessment: &Assessment, path: &str) -> Result<Explanation, UnknownPath> {
    let case = Case::new(dossier, assessment);
    case.find(path).ok_or_else(|| UnknownPath {
        path: path.to_owned(),
        nearest: nearest(path, case.known().iter().map(String::as_str)).map(str::to_owned),
    })
}

/// The reasons that a report shows beside what it tells: why a requirement fails or is open, why a leaf is not
/// simply met.
pub(super) struct Reasons<'a>(Case<'a>);

impl<'a> Reasons<'a> {
    pub(super) fn new(dossier: &'a Dossier, assessment: &'a Assessment) -> Reasons<'a> {
        Reasons(Case::new(dossier, assessment))
    }

    /// The reasons for one thing, without what a report tells elsewhere, and without evidence that is there.
    pub(super) fn of(&self, path: &str) -> Vec<Explanation> {
        // Each stands in a place of its own in a report.
        self.0.told.take();
        let found = self.0.find(path).map(|explanation| explanation.because).unwrap_or_default();
        let told = |reason: &Explanation| {
            matches!(
                reason.message,
                Message::Contributes { .. }
                    | Message::Margin { .. }
                    | Message::MarginPercent { .. }
                    | Message::StandsOn { .. }
                    | Message::EvidenceThere { .. }
            )
        };
        found.into_iter().filter(|reason| !told(reason)).collect()
    }
}

/// All that reasons are drawn from.
struct Case<'a> {
    rules: &'a RuleSet,
    names: Names<'a>,
    dossier: &'a Dossier,
    assessment: &'a Assessment,
    facts: Facts<'a>,
    told: RefCell<fact::Told>,
}

impl<'a> Case<'a> {
    fn new(dossier: &'a Dossier, assessment: &'a Assessment) -> Case<'a> {
        let rules = &dossier.rules;
        let facts = Facts::new(rules, &dossier.facts);
        Case { rules, names: Names::new(rules), dossier, assessment, facts, told: RefCell::default() }
    }

    fn find(&self, path: &str) -> Option<Explanation> {
        if path == "total" {
            return Some(self.total());
        }
        if let Some(id) = self.rules.paths.get(path).filter(|id| **id != CriterionId::TOTAL) {
            return self.criterion(*id);
        }
        let measure = self.rules.measures.pairs().find(|(_, measure)| measure.id == path);
        let award = self.rules.awards.pairs().find(|(_, award)| award.id == path);
        match (measure, award) {
            (Some((id, _)), _) => self.measure(id),
            (None, Some((id, _))) => self.award(id),
            (None, None) => self.requirement(path),
        }
    }

    /// Every name that [`explain_one`] knows.
    fn known(&self) -> Vec<String> {
        let requirements = self.rules.awards.iter().flat_map(|award| {
            award
                .all_requirements()
                .map(|requirement| format!("{}.{}", award.id, requirement.id))
                .chain([award.id.clone()])
        });
        let measures = self.rules.measures.iter().map(|measure| measure.id.clone());
        let criteria = self.rules.criteria().map(str::to_owned);
        criteria.chain(measures).chain(requirements).chain(["total".to_owned()]).collect()
    }
}
