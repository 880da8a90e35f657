//! Many units at once, by column.
//!
//! A [`Table`] borrows the facts of a population as plain slices; a [`Batch`] decides all of its rows and writes
//! [`Outcomes`], columns again: scores as whole numerators over one denominator where there is one for all rows,
//! and what became of every award. The numbers are those that [`assess`](crate::assess()) gives one unit at a
//! time, exactly.
//!
//! Rules made of answers, truths, numbers in bands and thresholds run by column. Of others, and of rows of which
//! something is missing or that hold documents, each row is decided by itself, as
//! [`Scorer`] does; [`Outcomes::by_row`] counts them. A row that cannot be bound is told with
//! its column, and does not stop the others. Populations that do not fit into memory come as CSV, chunk by chunk:
//! [`stream`].
//!
//! ```
//! use predikat::RuleSet;
//! use predikat::batch::{Batch, Column, Outcomes, Table};
//! let rules = RuleSet::from_yaml("s.yaml", "
//! ruleset: s
//! edition: 1.0.0
//! scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
//! facts: {staff: {type: integer, min: 0}}
//! criteria:
//!   - {id: ramp, weight: 3, answer: ada}
//!   - {id: guides, bands: {of: staff, steps: [{at_least: 2, fraction: 1}]}}
//! awards: [{id: pass, requires: [{id: total, score: total, at_least_percent: 75}]}]
//! ")?;
//! let batch = Batch::new(&rules);
//! let table = Table::new(3, "2024-05-31".parse()?)
//!     .fact("ramp", Column::choices(&[0u8, 1, 0][..], &["Ada", "Proses", "Tidak"]))
//!     .fact("staff", Column::whole(&[2i32, 9, -1][..]));
//! let mut outcomes = Outcomes::default();
//! batch.decide(&table, &mut outcomes)?;
//! let total = outcomes.total().unwrap();
//! assert_eq!(total.points(0).unwrap().low.to_string(), "4");
//! assert_eq!(total.points(1).unwrap().low.to_string(), "2.5");
//! assert_eq!(outcomes.highest(0), Some("pass"));
//! assert_eq!(outcomes.margin("pass", "total", 1).unwrap().low.to_string(), "-12.5");
//! // There are no -1 guides: this row is refused, and only this row.
//! let refused = &outcomes.refused()[0];
//! assert_eq!((refused.row, refused.column.as_deref()), (2, Some("staff")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod block;
mod column;
mod fitted;
mod held;
// What is not inlined is not compiled for the widest registers, no branch may hang on a row, and that what is cut off
// is not there is for planning to know.
#[allow(
    clippy::inline_always,
    clippy::needless_bitwise_bool,
    clippy::cast_possible_truncation,
    clippy::many_single_char_names
)]
mod kernel;
mod lanes;
mod leaving;
mod lengths;
mod margin;
mod nearest;
mod outcomes;
mod place;
mod plan;
mod rows;
pub mod stream;
mod table;

use std::ops::Range;

pub use column::{Bits, Column, Integers, Values};
pub use nearest::Nearest;
pub use outcomes::{AwardColumn, Denominators, Known, Outcomes, Refused, ScoreColumn};
pub use table::{Documents, Held, Table};

use crate::invariant::Always;
use crate::rule_set::{Award, CriterionId, Kind, MeasureId, RequirementTest, ScoreOf};
use crate::score::program::Program;
use crate::score::{Scorer, Scores};
use crate::{Number, Problems, RuleSet};
use block::Block;
use held::HeldMasks;
use kernel::BLOCK;
use outcomes::{Doubt, HAS_ROOM};
use plan::{Plan, plan};
use rows::{Fit, Rows, fit};

/// The rules of one rule set, ready to decide many units.
#[derive(Debug)]
pub struct Batch {
    scorer: Scorer,
    plan: Option<Plan>,
    subjects: Vec<Subject>,
}

/// A score that is told.
#[derive(Debug)]
struct Subject {
    name: String,
    of_what: ScoreOf,
    of: Number,
    /// Where its numerators are found by column: the group, what they are multiplied by, and their denominator.
    by_column: Option<(usize, i64, i64)>,
}

/// Room for deciding, to be used again.
#[derive(Debug, Default)]
pub struct Workspace {
    block: Block,
    scores: Scores,
}

impl Batch {
    /// Compiles the rules for columns, where they can be.
    #[must_use]
    pub fn new(rules: &RuleSet) -> Batch {
        let scorer = Scorer::new(rules);
        let plan = scorer.program().and_then(|program| plan(rules, program));
        let by_column = plan.as_ref().zip(scorer.program());
        let subjects: Vec<Subject> =
            subjects(rules).into_iter().map(|of_what| subject(rules, of_what, by_column)).collect();
        // A score whose points do not fit a column has every row decided by itself.
        let all = subjects.iter().all(|subject| subject.by_column.is_some());
        Batch { scorer, plan: plan.filter(|_| all), subjects }
    }

    /// Whether the rules run by column; else every row is decided by itself.
    #[must_use]
    pub fn is_by_column(&self) -> bool {
        self.plan.is_some()
    }

    /// The rules.
    #[must_use]
    pub fn rule_set(&self) -> &RuleSet {
        self.scorer.rule_set()
    }

    /// Decides every row of a table; `outcomes` is written over.
    ///
    /// # Errors
    /// All that is wrong with the table as a whole: columns of facts, awards, types or paths that the rules do not
    /// know, or of another type than the fact's; columns whose values, mask or offsets do not fit the rows; dossiers
    /// beside the columns for a row that is not there or has one already; a date outside the edition. What is wrong
    /// with a row stands in [`Outcomes::refused`].
    pub fn decide(&self, table: &Table<'_>, outcomes: &mut Outcomes) -> Result<(), Problems> {
        self.decide_in(table, outcomes, &mut Workspace::default())
    }

    /// As [`decide`](Batch::decide), in a workspace that was used before: then nothing is allocated for rows that
    /// run by column.
    ///
    /// # Errors
    /// As of `decide`.
    pub fn decide_in(
        &self,
        table: &Table<'_>,
        outcomes: &mut Outcomes,
        workspace: &mut Workspace,
    ) -> Result<(), Problems> {
        let fit = fit(self.rule_set(), table)?;
        self.rows(table, &fit, 0..table.rows, outcomes, workspace);
        Ok(())
    }

    /// As [`decide`](Batch::decide), by so many threads at once, each for a part of the rows.
    ///
    /// # Errors
    /// As of `decide`.
    pub fn decide_in_parallel(
        &self,
        table: &Table<'_>,
        outcomes: &mut Outcomes,
        threads: usize,
    ) -> Result<(), Problems> {
        let fit = fit(self.rule_set(), table)?;
        let part = table.rows.div_ceil(threads.max(1)).next_multiple_of(BLOCK).max(BLOCK);
        let parts: Vec<Range<usize>> =
            (0..table.rows).step_by(part).map(|start| start..table.rows.min(start + part)).collect();
        let fit = &fit;
        let decided: Vec<Outcomes> = std::thread::scope(|scope| {
            let workers: Vec<_> = parts
                .into_iter()
                .map(|rows| {
                    scope.spawn(move || {
                        let mut outcomes = Outcomes::default();
                        self.rows(table, fit, rows, &mut outcomes, &mut Workspace::default());
                        outcomes
                    })
                })
                .collect();
            // A fault of a worker is a fault here: no row goes missing.
            let outcome = |worker: std::thread::ScopedJoinHandle<'_, Outcomes>| {
                worker.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
            };
            workers.into_iter().map(outcome).collect()
        });
        self.clear(outcomes, 0);
        decided.into_iter().for_each(|part| outcomes.append(part));
        Ok(())
    }

    /// Makes room for so many rows.
    fn clear(&self, outcomes: &mut Outcomes, rows: usize) {
        let rules = self.rule_set();
        if outcomes.rules.as_ref().is_none_or(|known| !known.is(rules)) {
            outcomes.rules = Some(rules.clone());
            let column = |one: &Subject| ScoreColumn::new(one.name.clone(), one.of_what, one.of.clone(), 1);
            outcomes.scores = self.subjects.iter().map(column).collect();
            let award = |id: &str| AwardColumn { award: id.to_owned(), outcomes: Vec::new() };
            outcomes.awards = rules.awards().map(award).collect();
        }
        debug_assert_eq!(outcomes.scores.len(), self.subjects.len(), "a column is that of a score that is told");
        for (column, subject) in outcomes.scores.iter_mut().zip(&self.subjects) {
            column.clear(rows, subject.by_column.map_or(1, |(_, _, denominator)| denominator));
        }
        for column in &mut outcomes.awards {
            column.outcomes.clear();
            column.outcomes.resize(rows, None);
        }
        outcomes.refused.clear();
        outcomes.doubts.clear();
        outcomes.doubts.resize(rows, Doubt::None);
        (outcomes.rows, outcomes.by_row, outcomes.wide) = (rows, 0, 0);
    }

    /// Decides some rows of a table.
    fn rows(
        &self,
        table: &Table<'_>,
        fit: &Fit<'_>,
        rows: Range<usize>,
        outcomes: &mut Outcomes,
        workspace: &mut Workspace,
    ) {
        self.clear(outcomes, rows.len());
        let Workspace { block, scores } = workspace;
        let mut by_row = Rows::new(&self.scorer, table, fit, scores);
        let Some(plan) = &self.plan.as_ref().filter(|_| fit.documents.is_empty()) else {
            rows.clone().enumerate().for_each(|(at, row)| by_row.decide(row, at, outcomes));
            return;
        };
        let mut held = HeldMasks::new(self.rule_set());
        for start in rows.clone().step_by(BLOCK) {
            let (at, count) = (start - rows.start, BLOCK.min(rows.end - start));
            block.clear(plan, outcomes.awards.len(), count);
            block.lanes.read(self.rule_set(), plan, fit, start, &mut block.apart);
            held.read(self.rule_set(), &fit.held, table.as_of, start, &mut block.apart);
            block.decide(plan, &held);
            let written = self.write(block, at, count, outcomes);
            let marked = table.rows_with_more(start..start + count).try_for_each(|row| {
                *block.apart.get_mut(row - start)? = 1;
                Some(())
            });
            if written.and(marked).always(HAS_ROOM).is_none() {
                block.set_apart();
            }
            let apart = block.apart.iter().enumerate().filter(|(_, mark)| **mark != 0);
            for (row, _) in apart {
                by_row.decide(start + row, at + row, outcomes);
            }
        }
    }

    /// Writes what a block came to; `None` where there is no room for it.
    fn write(&self, block: &Block, at: usize, count: usize, outcomes: &mut Outcomes) -> Option<()> {
        let (eligible, conditional) = (block.eligible.len(), block.conditional.len());
        let columns = (outcomes.scores.len(), outcomes.awards.len(), outcomes.awards.len());
        if columns != (self.subjects.len(), eligible, conditional) || block.apart.len() != count {
            return None;
        }
        for (column, subject) in outcomes.scores.iter_mut().zip(&self.subjects) {
            let (group, multiplier, _) = subject.by_column?;
            let (from, applies) = (block.numerators.get(group)?, block.applies.get(group)?);
            let to = at..at + count;
            let lows = column.numerators.get_mut(to.clone())?;
            let highs = column.highs.get_mut(to.clone())?;
            let states = column.states.get_mut(to)?;
            kernel::widen(lows, from);
            if multiplier != 1 {
                lows.iter_mut().for_each(|numerator| *numerator *= multiplier);
            }
            highs.copy_from_slice(lows);
            for (state, applies) in states.iter_mut().zip(applies) {
                *state = if *applies == 1 { Known::Exactly } else { Known::Nothing };
            }
        }
        for ((column, eligible), conditional) in outcomes.awards.iter_mut().zip(&block.eligible).zip(&block.conditional)
        {
            let to = column.outcomes.get_mut(at..at + count)?;
            for ((to, eligible), conditional) in to.iter_mut().zip(eligible).zip(conditional) {
                *to = Some(Block::outcome(*eligible, *conditional));
            }
        }
        Some(())
    }
}

/// What is told of every row: the total, the groups, the measures, and the leaves that are compared.
fn subjects(rules: &RuleSet) -> Vec<ScoreOf> {
    let requirements = rules.awards.iter().flat_map(Award::all_requirements);
    let compared = requirements.filter_map(|requirement| match &requirement.test {
        RequirementTest::Score { of, .. } => Some(of),
        _ => None,
    });
    let compared: Vec<ScoreOf> = compared.flatten().copied().collect();
    let told = |id: &CriterionId| {
        matches!(rules.criteria[*id].kind, Kind::Group(_)) || compared.contains(&ScoreOf::Criterion(*id))
    };
    let criteria = rules.criteria.ids().filter(told).map(ScoreOf::Criterion);
    criteria.chain(rules.measures.ids().map(ScoreOf::Measure)).collect()
}

fn subject(rules: &RuleSet, of_what: ScoreOf, by_column: Option<(&Plan, &Program)>) -> Subject {
    let by_column = by_column.and_then(|(plan, program)| {
        let ScoreOf::Criterion(id) = of_what else { return None };
        let group = program.groups.iter().position(|group| group.criterion == id)?;
        // numerator / denominator times the weight, in lowest terms.
        let (n, d) = rules.criteria[id].weight.to_i64_pair()?;
        let denominator = plan.denominator(group)?;
        let over = denominator.checked_mul(d)?;
        let shared = num_integer::Integer::gcd(&n, &over).max(1);
        (n / shared).checked_mul(denominator)?;
        Some((group, n / shared, over / shared))
    });
    match of_what {
        ScoreOf::Criterion(id) => {
            let criterion = &rules.criteria[id];
            let name = if id == CriterionId::TOTAL { "total" } else { &criterion.path };
            Subject { name: name.to_owned(), of_what, of: criterion.weight.clone(), by_column }
        }
        ScoreOf::Measure(id) => {
            let measure = &rules.measures[id];
            Subject { name: measure.id.clone(), of_what, of: out_of(rules, id), by_column }
        }
    }
}

/// What a measure is out of where all of it applies.
fn out_of(rules: &RuleSet, id: MeasureId) -> Number {
    let measure = &rules.measures[id];
    match measure.kind {
        crate::rule_set::MeasureKind::Sum => measure.criteria.iter().map(|id| &rules.criteria[*id].weight).sum(),
        _ => measure.weight.clone(),
    }
}
