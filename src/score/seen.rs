//! A unit that is known in part, looked at over and over: the bounds of its scores, and what they decide.

use std::sync::Arc;

use super::compile;
use super::decided::{Decided, Ends};
use super::program::{AwardOp, Program, RequirementOp, Source};
use super::run::{Run, Wide};
use crate::Number;
use crate::assess::{self, Outline};
use crate::assessment::{Eligibility, Verdict};
use crate::dossier::Dossier;
use crate::evaluate::{Facts, Room, Span, Truth};
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{AwardId, Comparator, Compiled, CriterionId, MeasureId, ScoreOf};

/// Looks at dossiers of one rule set that hold the same documents.
#[derive(Debug)]
pub(crate) struct Looks {
    program: Option<Arc<Program>>,
    evidenced: Vec<bool>,
    room: Room,
}

/// What is seen of a unit.
#[derive(Debug)]
pub(crate) struct Seen(By);

#[derive(Debug)]
enum By {
    Outline(Box<Outline>),
    Program(Box<ByProgram>),
}

#[derive(Debug)]
struct ByProgram {
    program: Arc<Program>,
    decided: Decided,
    judged: Arena<AwardId, Judged>,
}

/// The verdicts of an award's requirements, and of its bars.
#[derive(Clone, Debug, Default)]
struct Judged {
    requirements: Vec<Verdict>,
    bars: Vec<Verdict>,
}

impl Looks {
    /// At dossiers like this one.
    pub(crate) fn new(dossier: &Dossier) -> Looks {
        let program = compile::compile(&dossier.rules).map(Arc::new);
        let mut evidenced = Vec::new();
        if let Some(program) = &program {
            assess::evidence::mark(dossier, &program.evidence, &mut evidenced);
        }
        Looks { program, evidenced, room: Room::default() }
    }

    /// Whether the rules run as integers; else every look is an assessment.
    pub(crate) fn is_by_program(&self) -> bool {
        self.program.is_some()
    }

    /// Looks at one of them, which answers otherwise, holds other awards, or has facts of narrower ranges.
    pub(crate) fn look(&mut self, dossier: &Dossier) -> Seen {
        self.by_program(dossier).unwrap_or_else(|| Seen::of(dossier))
    }

    fn by_program(&mut self, dossier: &Dossier) -> Option<Seen> {
        let program = self.program.as_ref().filter(|_| dossier.exceptions.is_empty())?;
        let rules: &Compiled = &dossier.rules;
        let facts = Facts::in_room(rules, &dossier.facts, &program.derived, std::mem::take(&mut self.room));
        let run = Run { rules, program, dossier, facts: &facts, slots: &dossier.slots, evidenced: &self.evidenced };
        let mut decided = Decided::default();
        let judged = run.decide(&mut decided).and_then(|()| run.judge(&decided));
        self.room = facts.into_room();
        Some(Seen(By::Program(Box::new(ByProgram { program: program.clone(), decided, judged: judged.ok()? }))))
    }
}

impl Run<'_> {
    /// Every award's verdicts, by its number.
    fn judge(&self, decided: &Decided) -> Result<Arena<AwardId, Judged>, Wide> {
        let mut judged = Arena::like(&self.rules.awards, |_| Judged::default());
        for award in &self.program.awards {
            let requirements = award.requires.iter().map(|requirement| self.requirement(requirement, decided));
            let requirements = requirements.collect::<Result<_, _>>()?;
            judged[award.id] = Judged { requirements, bars: self.bars(award.id).collect() };
        }
        Ok(judged)
    }
}

impl Seen {
    /// What an assessment sees of a dossier.
    pub(crate) fn of(dossier: &Dossier) -> Seen {
        Seen(By::Outline(Box::new(assess::outline(dossier))))
    }

    /// The outcome of an award.
    pub(crate) fn award(&self, id: AwardId) -> Eligibility {
        match &self.0 {
            By::Outline(outline) => outline.award(id),
            By::Program(by) => by.decided.award(id),
        }
    }

    /// The verdict of an award's requirement, by its position.
    pub(crate) fn requirement(&self, award: AwardId, at: usize) -> Option<Verdict> {
        match &self.0 {
            By::Outline(outline) => outline.outcome(award).requirements.get(at).map(|one| one.outcome),
            By::Program(by) => by.judged[award].requirements.get(at).copied(),
        }
    }

    /// Whether an award's bar, by its position, stands: `Holds` where it does.
    pub(crate) fn bar(&self, award: AwardId, at: usize) -> Option<Verdict> {
        match &self.0 {
            By::Outline(outline) => outline.outcome(award).bars.get(at).map(|one| one.outcome),
            By::Program(by) => by.judged[award].bars.get(at).copied(),
        }
    }

    /// How much speaks against an award, requirements that fail and bars that stand, and how much for it.
    pub(crate) fn weighed(&self, award: AwardId) -> (usize, usize) {
        let requirements = (0..).map_while(|at| self.requirement(award, at));
        let verdicts = requirements.chain((0..).map_while(|at| self.bar(award, at)).map(|bar| !bar));
        verdicts.fold((0, 0), |(against, by), verdict| match verdict {
            Verdict::Fails => (against + 1, by),
            Verdict::Holds => (against, by + 1),
            Verdict::Open => (against, by),
        })
    }

    /// By how much the least of what a requirement compares is off its threshold, where it compares scores.
    pub(crate) fn off(&self, award: AwardId, at: usize) -> Option<Number> {
        match &self.0 {
            By::Outline(outline) => Some(outline.outcome(award).requirements.get(at)?.margin.as_ref()?.low.abs()),
            By::Program(by) => {
                let ByProgram { program, decided, .. } = &**by;
                let ops: &AwardOp = program.awards.iter().find(|one| one.id == award)?;
                let RequirementOp::Compare { of, comparator, threshold, .. } = ops.requires.get(at)? else {
                    return None;
                };
                let threshold = Number::ratio(threshold.0, threshold.1).ok()?;
                let slack = of.iter().filter_map(|one| {
                    let Ends { low, of, .. } = decided.ends(program, one.of).unwrap_or(None)?;
                    let value = match comparator {
                        Comparator::AtLeastPercent => {
                            (&low.to_number() * &Number::HUNDRED).checked_div(&of.to_number())?
                        }
                        _ => &low.to_number() * &Number::ratio(one.weight.0, one.weight.1).ok()?,
                    };
                    Some(match comparator {
                        Comparator::AtMost | Comparator::Below => &threshold - &value,
                        _ => &value - &threshold,
                    })
                });
                Some(slack.min()?.abs())
            }
        }
    }

    /// The bounds of a score in points, and whether it applies; `None` where it cannot. Of a leaf that no requirement
    /// and no measure reads, not more than that it is out of its weight.
    pub(crate) fn bounds(&self, rules: &Compiled, of: ScoreOf) -> Option<(Span, Truth)> {
        let (program, decided) = match &self.0 {
            By::Outline(outline) => return outline.bounds(of),
            By::Program(by) => (&by.program, &by.decided),
        };
        let source = match of {
            ScoreOf::Criterion(CriterionId::TOTAL) if !decided.scored => return None,
            ScoreOf::Criterion(id) => match program.source_of(id) {
                Some(source) => source,
                None => return Some((Span { low: Number::ZERO, high: most(rules, of) }, Truth::Unknown)),
            },
            ScoreOf::Measure(id) => Source::Measure(MeasureId::index(id)),
        };
        let ends = match decided.ends(program, source) {
            Ok(ends) => ends,
            Err(Wide) => return Some((Span { low: Number::ZERO, high: most(rules, of) }, Truth::Unknown)),
        };
        let Ends { low, high, .. } = ends?;
        let (low, high) = (low.to_number(), high.to_number());
        let points = match of {
            ScoreOf::Criterion(id) => {
                let weight = &rules.criteria[id].weight;
                Span { low: &low * weight, high: &high * weight }
            }
            ScoreOf::Measure(_) => Span { low, high },
        };
        Some((points, Truth::True))
    }
}

/// The most points that a score of rules that run as a program can have.
fn most(rules: &Compiled, of: ScoreOf) -> Number {
    let weight = |id: &CriterionId| &rules.criteria[*id].weight;
    match of {
        ScoreOf::Criterion(id) => weight(&id).clone(),
        ScoreOf::Measure(id) => rules.measures[id].criteria.iter().map(weight).sum(),
    }
}
