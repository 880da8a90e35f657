//! Scores and outcomes alone, fast: totals, groups, measures and awards, without reasons.
//!
//! A [`Scorer`] runs the rules as integers where they can be ([`Scorer::is_compiled`]). What a unit leaves open is
//! carried along as the two ends of what it can come to; a unit with exceptions, one of which is not known what
//! applies, and an overflow go the wide path that [`assess`](crate::assess()) goes. Both give the same numbers and
//! outcomes, and a property test holds them to it.

mod assessed;
mod compile;
pub(crate) mod decided;
pub(crate) mod fraction;
pub(crate) mod program;
#[allow(clippy::needless_bitwise_bool)] // nobody can predict answers: no branch hangs on one
mod run;
pub(crate) mod seen;

use std::sync::Arc;

pub use assessed::Assessed;

use crate::Number;
use crate::RuleSet;
use crate::assess;
use crate::assessment::{Eligibility, Points, Range, Score};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Room};
use crate::invariant::Always;
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{AwardId, CriterionId, Kind, MeasureId, ScoreOf};
use decided::{Decided, Ends};
use program::{Program, Source};
use run::{Run, Wide};

/// The rules of one rule set, ready to score many units.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, dossier::BindOptions, score::{Scorer, Scores}};
/// let rules = RuleSet::from_yaml("s.yaml", "
/// ruleset: s
/// edition: 1.0.0
/// scales: {yn: {yes: 1, half: 0.5, no: 0}}
/// criteria: [{id: a, weight: 3, answer: yn}, {id: b, answer: yn}]
/// awards: [{id: pass, requires: [{id: total, score: total, at_least_percent: 75}]}]
/// ")?;
/// let dossier = DossierDocument::from_yaml("d.yaml", "{unit: u, as_of: 2024-01-01, facts: {a: yes, b: no}}")?;
/// let dossier = rules.bind(&dossier, &BindOptions::new())?;
/// let scorer = Scorer::new(&rules);
/// let mut scores = Scores::default();
/// scorer.score(&dossier, &mut scores);
/// assert_eq!(scores.total().points().unwrap().low.to_string(), "3");
/// assert_eq!(scores.award("pass").unwrap().word(), "eligible");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Scorer {
    rules: RuleSet,
    program: Option<Arc<Program>>,
}

/// The scores and outcomes of one unit, and the room they take: given to [`Scorer::score`] again, nothing is
/// allocated for a unit that does not go the wide path.
#[derive(Debug, Default)]
pub struct Scores {
    rules: Option<RuleSet>,
    program: Option<Arc<Program>>,
    decided: Decided,
    wide: Option<assess::Outline>,
    evidenced: Vec<bool>,
    room: Room,
}

impl Scorer {
    /// Compiles the rules to integers, where they can be.
    #[must_use]
    pub fn new(rules: &RuleSet) -> Scorer {
        Scorer { rules: rules.clone(), program: compile::compile(rules).map(Arc::new) }
    }

    /// Whether the rules run as integers; else every unit goes the wide path.
    #[must_use]
    pub fn is_compiled(&self) -> bool {
        self.program.is_some()
    }

    /// The rules as integers.
    pub(crate) fn program(&self) -> Option<&Program> {
        self.program.as_deref()
    }

    /// The rules.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        &self.rules
    }

    /// Scores one unit, by the rule set that its dossier is bound to; `scores` is written over.
    ///
    /// A dossier that is bound to another rule set than this scorer's goes the wide path, by its own rules.
    pub fn score(&self, dossier: &Dossier, scores: &mut Scores) {
        let own = dossier.rules.is(&self.rules);
        scores.wide = None;
        match &self.program {
            Some(program) if own && dossier.exceptions.is_empty() => {
                // What the room was used for before may have been other rules, or the wide path.
                if scores.program.as_ref().is_none_or(|known| !Arc::ptr_eq(known, program)) {
                    scores.rules = Some(self.rules.clone());
                    scores.program = Some(program.clone());
                }
                if self.run(program, dossier, scores).is_err() {
                    scores.wide = Some(assess::outline(dossier));
                }
            }
            _ => {
                scores.rules = Some(dossier.rules.clone());
                scores.program = None;
                scores.wide = Some(assess::outline(dossier));
            }
        }
    }

    fn run(&self, program: &Program, dossier: &Dossier, scores: &mut Scores) -> Result<(), Wide> {
        if !program.evidence.is_empty() {
            assess::evidence::mark(dossier, &program.evidence, &mut scores.evidenced);
        }
        // A path to the method would name one lifetime, and a closure takes any.
        #[allow(clippy::redundant_closure_for_method_calls)]
        self.with_run(program, dossier, scores, |run, decided| run.decide(decided))
    }

    /// Runs something over the facts of a unit whose documents are marked.
    fn with_run(
        &self,
        program: &Program,
        dossier: &Dossier,
        scores: &mut Scores,
        with: impl FnOnce(&Run<'_>, &mut Decided) -> Result<(), Wide>,
    ) -> Result<(), Wide> {
        let bare = program.derived.is_empty();
        let facts = if bare {
            Facts::bare(&self.rules, &dossier.facts)
        } else {
            Facts::in_room(&self.rules, &dossier.facts, &program.derived, std::mem::take(&mut scores.room))
        };
        let run = Run {
            rules: &self.rules,
            program,
            dossier,
            facts: &facts,
            slots: &dossier.slots,
            evidenced: &scores.evidenced,
        };
        let result = with(&run, &mut scores.decided);
        if !bare {
            scores.room = facts.into_room();
        }
        result
    }
}

impl Scores {
    /// Whether the unit went the wide path.
    #[must_use]
    pub fn is_wide(&self) -> bool {
        self.wide.is_some()
    }

    /// The final score of the whole.
    #[must_use]
    pub fn total(&self) -> Score {
        match &self.wide {
            Some(outline) => outline.total(),
            None if !self.decided.scored => Score::NoScore,
            None => match self.fast_group(CriterionId::TOTAL) {
                Ok(points) => points.map_or(Score::NoScore, Score::Scored),
                Err(Wide) => self.any_total(),
            },
        }
    }

    /// All that the total can come to.
    fn any_total(&self) -> Score {
        self.rules.as_ref().always("what is scored has its rules").map_or(Score::NoScore, |rules| {
            let weight = rules.criteria[CriterionId::TOTAL].weight.clone();
            let of = Range::exactly(weight.clone());
            Score::Scored(Points { low: Number::ZERO, high: weight, of, tight: false })
        })
    }

    /// The final points of a group, where it is known to apply; `None` for a leaf, and for a path that the rules
    /// do not know.
    #[must_use]
    pub fn group(&self, path: &str) -> Option<Points> {
        let id = *self.rules.as_ref()?.paths.get(path)?;
        match &self.wide {
            Some(outline) => outline.group(id),
            None => self.fast_group(id).unwrap_or(None),
        }
    }

    fn fast_group(&self, id: CriterionId) -> Result<Option<Points>, Wide> {
        let (Some(program), Some(rules)) = (&self.program, &self.rules) else { return Ok(None) };
        if matches!(rules.criteria[id].kind, Kind::Leaf(_)) {
            return Ok(None);
        }
        let group = program.source_of(id).always("every group has its place in the program").ok_or(Wide)?;
        self.fast_points(group, id)
    }

    /// The points of a value; `None` where it does not apply, and before anything was scored.
    fn fast_points(&self, of: Source, id: CriterionId) -> Result<Option<Points>, Wide> {
        let (Some(program), Some(rules)) = (&self.program, &self.rules) else { return Ok(None) };
        let ends = self.decided.ends(program, of)?;
        Ok(ends.map(|Ends { low, high, tight, .. }| {
            let weight = &rules.criteria[id].weight;
            let (low, high) = (&low.to_number() * weight, &high.to_number() * weight);
            Points { tight: tight || low == high, low, high, of: Range::exactly(weight.clone()) }
        }))
    }

    fn fast_measure(&self, id: MeasureId) -> Option<Points> {
        let ends = self.decided.ends(self.program.as_ref()?, Source::Measure(id.index()));
        let Ends { low, high, of, tight } = ends.unwrap_or(None)?;
        Some(Points { low: low.to_number(), high: high.to_number(), of: Range::exactly(of.to_number()), tight })
    }

    /// The points of a measure, where it is known to apply.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<Points> {
        let rules = self.rules.as_ref()?;
        let id = rules.measures.pairs().find(|(_, measure)| measure.id == name).map(|(id, _)| id)?;
        self.points_of(ScoreOf::Measure(id))
    }

    /// The outcome of an award; `None` for one that the rules do not know.
    #[must_use]
    pub fn award(&self, name: &str) -> Option<Eligibility> {
        let rules = self.rules.as_ref()?;
        let id = rules.awards.pairs().find(|(_, award)| award.id == name).map(|(id, _)| id)?;
        Some(self.outcome(id))
    }

    /// Whether it is known that there is a score.
    pub(crate) fn is_scored(&self) -> bool {
        match &self.wide {
            Some(outline) => outline.is_scored(),
            None => self.decided.scored && matches!(self.fast_group(CriterionId::TOTAL), Ok(Some(_))),
        }
    }

    /// The points of a criterion or a measure, where it is known to apply.
    pub(crate) fn points_of(&self, of: ScoreOf) -> Option<Points> {
        match (of, &self.wide) {
            (ScoreOf::Criterion(CriterionId::TOTAL), _) => self.total().points().cloned(),
            (ScoreOf::Criterion(id), Some(outline)) => outline.group(id),
            (ScoreOf::Measure(id), Some(outline)) => outline.measure(id),
            (ScoreOf::Criterion(id), None) => {
                self.fast_points(self.program.as_ref()?.source_of(id)?, id).unwrap_or(None)
            }
            (ScoreOf::Measure(id), None) => self.fast_measure(id),
        }
    }

    pub(crate) fn outcome(&self, id: AwardId) -> Eligibility {
        match &self.wide {
            Some(outline) => outline.award(id),
            None => self.decided.award(id),
        }
    }

    /// The last award for which the unit is eligible.
    #[must_use]
    pub fn highest(&self) -> Option<&str> {
        let rules = self.rules.as_ref()?;
        let mut awards = rules.awards.pairs().rev();
        awards.find(|(id, _)| self.outcome(*id) == Eligibility::Eligible).map(|(_, award)| award.id.as_str())
    }
}
