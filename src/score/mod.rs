//! Scores and outcomes alone, fast: totals, groups, measures and awards, without reasons.
//!
//! A [`Scorer`] runs the rules as integers where they can be ([`Scorer::is_compiled`]) and the unit's facts are
//! all there; whatever else a unit has, missing facts, exceptions, an overflow, goes the wide path that
//! [`assess`](crate::assess()) goes. Both give the same numbers and outcomes, and a property test holds them to
//! it.

mod compile;
mod fraction;
mod program;
mod run;

use crate::assess;
use crate::assessment::{Eligibility, Points, Range, Score};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Room};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{AwardId, CriterionId, MeasureId};
use crate::{Number, RuleSet};
use fraction::Fraction;
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
    program: Option<Program>,
}

/// The scores and outcomes of one unit, and the room they take: given to [`Scorer::score`] again, nothing is
/// allocated for a unit that does not go the wide path.
#[derive(Debug, Default)]
pub struct Scores {
    rules: Option<RuleSet>,
    decided: Decided,
    wide: Option<assess::Outline>,
    evidenced: Vec<bool>,
    room: Room,
    places: Vec<CriterionId>,
}

/// What a run decides.
#[derive(Debug, Default)]
struct Decided {
    groups: Vec<Cell>,
    leaves: Vec<Cell>,
    measures: Vec<Cell>,
    awards: Vec<Eligibility>,
    scored: bool,
}

/// A fraction of a group or leaf, or the points of a measure and what they are out of.
#[derive(Clone, Copy, Debug)]
struct Cell {
    applies: bool,
    value: Fraction,
    of: Fraction,
}

impl Cell {
    const NOT_APPLICABLE: Cell = Cell { applies: false, value: Fraction::ZERO, of: Fraction::ZERO };

    fn applying(value: Fraction) -> Cell {
        Cell { applies: true, value, of: Fraction { n: 1, d: 1 } }
    }
}

impl Decided {
    fn clear(&mut self) {
        self.groups.clear();
        self.leaves.clear();
        self.measures.clear();
        self.awards.clear();
        self.scored = false;
    }

    fn cell(&self, of: Source) -> Cell {
        let (cells, at) = match of {
            Source::Group(at) => (&self.groups, at),
            Source::Leaf(at) => (&self.leaves, at),
            Source::Measure(at) => (&self.measures, at),
        };
        cells.get(at).copied().unwrap_or(Cell::NOT_APPLICABLE)
    }

    fn set_leaf(&mut self, at: usize, cell: Cell) {
        if let Some(place) = self.leaves.get_mut(at) {
            *place = cell;
        }
    }

    fn award(&self, id: AwardId) -> Eligibility {
        self.awards.get(id.index()).copied().unwrap_or(Eligibility::Ineligible)
    }

    fn set_award(&mut self, id: AwardId, outcome: Eligibility) {
        if let Some(place) = self.awards.get_mut(id.index()) {
            *place = outcome;
        }
    }
}

impl Scorer {
    /// Compiles the rules to integers, where they can be.
    #[must_use]
    pub fn new(rules: &RuleSet) -> Scorer {
        Scorer { rules: rules.clone(), program: compile::compile(rules) }
    }

    /// Whether the rules run as integers; else every unit goes the wide path.
    #[must_use]
    pub fn is_compiled(&self) -> bool {
        self.program.is_some()
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
                if scores.rules.as_ref().is_none_or(|rules| !rules.is(&self.rules)) {
                    scores.rules = Some(self.rules.clone());
                    scores.places = program.groups.iter().map(|group| group.criterion).collect();
                }
                if self.run(program, dossier, scores).is_err() {
                    scores.wide = Some(assess::outline(dossier));
                }
            }
            _ => {
                scores.rules = Some(dossier.rules.clone());
                scores.wide = Some(assess::outline(dossier));
            }
        }
    }

    fn run(&self, program: &Program, dossier: &Dossier, scores: &mut Scores) -> Result<(), Wide> {
        scores.evidenced.clear();
        scores.evidenced.resize(program.evidence.len(), false);
        assess::evidence::mark(dossier, &program.evidence, &mut scores.evidenced);
        let facts = Facts::in_room(&self.rules, &dossier.facts, &program.derived, std::mem::take(&mut scores.room));
        let run = Run {
            rules: &self.rules,
            program,
            dossier,
            facts: &facts,
            slots: &dossier.slots,
            evidenced: &scores.evidenced,
        };
        let result = run.decide(&mut scores.decided);
        scores.room = facts.into_room();
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
            None => self.fast_group(CriterionId::TOTAL).map_or(Score::NoScore, Score::Scored),
        }
    }

    /// The final points of a group, where it is known to apply; `None` for a leaf, and for a path that the rules
    /// do not know.
    #[must_use]
    pub fn group(&self, path: &str) -> Option<Points> {
        let id = *self.rules.as_ref()?.paths.get(path)?;
        match &self.wide {
            Some(outline) => outline.group(id),
            None => self.fast_group(id),
        }
    }

    fn fast_group(&self, id: CriterionId) -> Option<Points> {
        let at = self.places.iter().position(|place| *place == id)?;
        let cell = self.decided.cell(Source::Group(at));
        let weight = &self.rules.as_ref()?.criteria[id].weight;
        cell.applies.then(|| exact(&cell.value.to_number() * weight, weight.clone()))
    }

    /// The points of a measure, where it is known to apply.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<Points> {
        let rules = self.rules.as_ref()?;
        let id = rules.measures.pairs().find(|(_, measure)| measure.id == name).map(|(id, _)| id)?;
        if let Some(outline) = &self.wide {
            return outline.measure(id);
        }
        let cell = self.decided.cell(Source::Measure(MeasureId::index(id)));
        cell.applies.then(|| exact(cell.value.to_number(), cell.of.to_number()))
    }

    /// The outcome of an award; `None` for one that the rules do not know.
    #[must_use]
    pub fn award(&self, name: &str) -> Option<Eligibility> {
        let rules = self.rules.as_ref()?;
        let id = rules.awards.pairs().find(|(_, award)| award.id == name).map(|(id, _)| id)?;
        Some(self.outcome(id))
    }

    fn outcome(&self, id: AwardId) -> Eligibility {
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

fn exact(points: Number, of: Number) -> Points {
    Points { low: points.clone(), high: points, of: Range::exactly(of), tight: true }
}
