//! One unit assessed, its reasons made when they are asked for.

use std::sync::OnceLock;

use super::run::{Told, Wide};
use super::{Scorer, Scores};
use crate::assess;
use crate::assessment::{Assessment, AwardOutcome, CriterionOutcome, Status, Verdict};
use crate::dossier::Dossier;
use crate::invariant::Always;
use crate::rule_set::CriterionId;
use crate::rule_set::arena::ArenaId;

/// All that is found out about one unit: scores and outcomes, the status of every criterion and the verdict of every
/// requirement at hand; reasons, margins, evidence and everything else when asked for.
///
/// What it says is what the [`Assessment`] of the same dossier says, to the letter. Its room is used again by the
/// next [`Scorer::assess`].
#[derive(Debug, Default)]
pub struct Assessed {
    scores: Scores,
    told: Told,
    dossier: Option<Dossier>,
    /// Everything written out, once somebody asked.
    whole: OnceLock<Box<Assessment>>,
}

impl Scorer {
    /// Assesses one unit by the rule set that its dossier is bound to; `assessed` is written over.
    ///
    /// ```
    /// use predikat::{DossierDocument, RuleSet, assessment::Verdict, dossier::BindOptions, score::{Assessed, Scorer}};
    /// let rules = RuleSet::from_yaml("s.yaml", "
    /// ruleset: s
    /// edition: 1.0.0
    /// scales: {yn: {yes: 1, half: 0.5, no: 0}}
    /// criteria: [{id: a, weight: 3, answer: yn}, {id: b, answer: yn}]
    /// awards: [{id: pass, requires: [{id: total, score: total, at_least_percent: 90}]}]
    /// ")?;
    /// let dossier = DossierDocument::from_yaml("d.yaml", "{unit: u, as_of: 2024-01-01, facts: {a: yes, b: half}}")?;
    /// let dossier = rules.bind(&dossier, &BindOptions::new())?;
    /// let mut assessed = Assessed::default();
    /// Scorer::new(&rules).assess(&dossier, &mut assessed);
    /// assert_eq!(assessed.status("b").unwrap().word(), "partly_met");
    /// assert_eq!(assessed.verdict("pass", "total"), Some(Verdict::Fails));
    /// assert_eq!(assessed.because("b").unwrap(), "b = half: 0.5 on scale yn");
    /// assert_eq!(assessed.award("pass").unwrap().requirements[0].because, "`total` is 87.5 %, below 90 %");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn assess(&self, dossier: &Dossier, assessed: &mut Assessed) {
        assessed.whole.take();
        self.score(dossier, &mut assessed.scores);
        let told = match self.program() {
            Some(program) if !assessed.scores.is_wide() => {
                let Assessed { scores, told, .. } = assessed;
                self.with_run(program, dossier, scores, |run, decided| run.tell(decided, told))
            }
            _ => Err(Wide),
        };
        assessed.dossier = Some(dossier.clone());
        if told.is_err() {
            assessed.told.statuses.clear();
            let _ = assessed.whole();
        }
    }
}

impl Assessed {
    /// The scores and outcomes.
    #[must_use]
    pub fn scores(&self) -> &Scores {
        &self.scores
    }

    /// The status of a criterion, by its path; `None` for one that the rules do not know.
    #[must_use]
    pub fn status(&self, path: &str) -> Option<Status> {
        let id = self.criterion_id(path)?;
        match self.told.statuses.get(id.index()) {
            Some(status) => Some(*status),
            None => Some(self.criterion(path)?.status),
        }
    }

    /// The statuses of all criteria with their paths, in the author's order.
    pub fn statuses(&self) -> impl Iterator<Item = (&str, Status)> {
        let paths = self.dossier.iter().flat_map(|dossier| dossier.rule_set().criteria());
        paths.map(|path| (path, self.status(path).or_widest("every criterion has a status", || Status::Unknown)))
    }

    /// What a requirement of an award came to; `None` for one that the rules do not know.
    #[must_use]
    pub fn verdict(&self, award: &str, requirement: &str) -> Option<Verdict> {
        if self.told.statuses.is_empty() {
            let award = self.award(award)?;
            return award.all_requirements().find(|one| one.id == requirement).map(|one| one.outcome);
        }
        let rules = self.dossier.as_ref()?.rule_set();
        let mut before = 0;
        for id in &rules.award_order {
            let declared = &rules.awards[*id];
            let mut ids = declared.all_requirements().map(|one| one.id.as_str());
            if declared.id == award {
                let at = before + ids.position(|one| one == requirement)?;
                return self.told.verdicts.get(at).copied().always("every requirement has a verdict");
            }
            before += ids.count();
        }
        None
    }

    /// Why a criterion is what it is, in one line; `None` for one that the rules do not know.
    #[must_use]
    pub fn because(&self, path: &str) -> Option<String> {
        let id = self.criterion_id(path)?;
        let around = |dossier: &Dossier| dossier.rule_set().criteria[id].parent.always("every criterion is in a group");
        if let (Some(dossier), None) = (&self.dossier, self.whole.get())
            && !self.told.statuses.is_empty()
            && let Some(is_out) = around(dossier).and_then(|around| self.is_out(around))
            && let Some(because) = assess::because_of_leaf(dossier, id, is_out)
        {
            return Some(because);
        }
        self.criterion(path).map(|criterion| criterion.because.clone())
    }

    fn is_out(&self, id: CriterionId) -> Option<bool> {
        let status = self.told.statuses.get(id.index()).always("every criterion has a status")?;
        Some(*status == Status::NotApplicable)
    }

    /// Everything about a criterion; made on the first asking.
    #[must_use]
    pub fn criterion(&self, path: &str) -> Option<&CriterionOutcome> {
        self.whole()?.criteria.get(path)
    }

    /// Everything about an award; made on the first asking.
    #[must_use]
    pub fn award(&self, name: &str) -> Option<&AwardOutcome> {
        self.whole()?.awards.get(name)
    }

    /// Everything, written out; made on the first asking. `None` before anything was assessed.
    #[must_use]
    pub fn whole(&self) -> Option<&Assessment> {
        let dossier = self.dossier.as_ref()?;
        Some(self.whole.get_or_init(|| Box::new(assess::assess(dossier))))
    }

    fn criterion_id(&self, path: &str) -> Option<CriterionId> {
        self.dossier.as_ref()?.rule_set().paths.get(path).copied().filter(|id| *id != CriterionId::TOTAL)
    }

    /// The outcome of an award.
    #[must_use]
    pub fn outcome(&self, award: &str) -> Option<crate::assessment::Eligibility> {
        self.scores.award(award)
    }
}
