//! What every plan must add up to: for each requirement a line that no plan falls short of.
//!
//! A requirement of a score reads a sum over leaves as long as nothing but sums and means, whose parts are known to
//! apply, stands between; a group of any other kind counts as what it can be at best. A cap is left out and a rounding
//! allowed for, so that a line is never more than the rules ask. What a set gains by a line is at most the sum of its
//! gains ([`super::table::gains`]). A line is therefore necessary, and where nothing had to be relaxed also enough;
//! every plan is assessed all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::actions::{Action, ActionId};
use super::model::Model;
use super::solve::Goals;
use super::table::{Table, gains};
use super::world::GoalId;
use crate::Number;
use crate::assess::what_if::{self, Figures, Possible};
use crate::document::NotApplicable;
use crate::dossier::Target;
use crate::evaluate::{Span, Truth};
use crate::invariant::Always;
use crate::number::RoundingMode;
use crate::rule_set::arena::{Arena, ArenaId};
use crate::rule_set::{
    Aggregate, AwardId, Comparator, Compiled, CriterionId, Kind, MeasureKind, Requirement, RequirementTest, ScoreOf,
};

/// The sum of the gains of a plan is at least the need.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The requirement or bar it is of.
    pub(super) goal: GoalId,
    pub(super) need: Number,
    /// By action.
    pub(super) gains: BTreeMap<ActionId, Number>,
}

/// The lines of an award.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// The goals of which the lines say all.
    pub(super) complete: Arena<GoalId, bool>,
}

const WEIGHS: &str = "a part that weighs something is of a sort that does";

/// What is left of a score when it is taken as a sum.
struct Sums<'m, 'a> {
    model: &'m Model<'a>,
    /// Whether each criterion is known to apply or not to, and to be out of the same, whatever is done.
    fixed: Arena<CriterionId, bool>,
    /// Groups that are no sum.
    blocks: Arena<CriterionId, bool>,
    /// Whether a group that is no sum can be anything but one value.
    relaxed: bool,
    /// The leaves that are parts of sums.
    parts: Vec<CriterionId>,
    /// Those of them that something reads by themselves.
    alone: BTreeSet<CriterionId>,
    base: Figures,
    /// What meeting parts adds, one of each sort looked at.
    sorts: BTreeMap<Sort, Met>,
}

/// Parts that differ in their weight alone: what they add goes by it.
type Sort = (Option<CriterionId>, bool, Option<CriterionId>);

/// What a part adds once it is met.
struct Met {
    part: CriterionId,
    /// To the scores that requirements compare, where it adds something.
    scores: Vec<(ScoreOf, Number)>,
    /// To the groups around it that round.
    rounded: Vec<(CriterionId, Number)>,
}

impl Met {
    fn adds(&self, of: ScoreOf) -> Number {
        self.scores.iter().find(|(score, _)| *score == of).map_or(Number::ZERO, |(_, adds)| adds.clone())
    }
}

/// The sort of a part. One that is compared by itself, or whose weight a share limits, is its own.
fn sort(rules: &Compiled, alone: &BTreeSet<CriterionId>, id: CriterionId) -> Sort {
    let criterion = &rules.criteria[id];
    let limited = criterion.parent.is_some_and(
        |parent| matches!(&rules.criteria[parent].kind, Kind::Group(group) if group.at_most_share.is_some()),
    );
    (criterion.parent, criterion.bonus, (limited || alone.contains(&id)).then_some(id))
}

/// Every score that a requirement compares, once.
fn compared(rules: &Compiled) -> Vec<ScoreOf> {
    let mut all = Vec::new();
    for requirement in rules.awards.iter().flat_map(|award| &award.requires) {
        if let RequirementTest::Score { of, .. } = &requirement.test {
            all.extend(of);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

pub(super) fn lines(model: &Model<'_>) -> Lines {
    let world = model.world;
    let mut lines = Lines { lines: Vec::new(), complete: Arena::like(&world.goals(), |_| false) };
    let sums = Sums::new(model);
    let mut seen = vec![world.award];
    let mut queue: Vec<(AwardId, Option<GoalId>)> = vec![(world.award, None)];
    while let Some((id, within)) = queue.pop() {
        let award = &world.dossier.rules.awards[id];
        let goal = |at: usize| within.unwrap_or(GoalId::new(at));
        for (at, requirement) in award.requires.iter().enumerate() {
            let waivers = waivers(model, Target::Requirement(id, at));
            let before = lines.lines.len();
            let all = match &requirement.test {
                RequirementTest::Score { of, comparison, .. } => {
                    let made = of.iter().map(|one| {
                        sums.line(goal(at), *one, comparison.comparator, &comparison.threshold, requirement)
                    });
                    let made: Vec<(Option<Line>, bool)> = made.collect();
                    let all = made.iter().all(|(_, all)| *all);
                    lines.lines.extend(made.into_iter().filter_map(|(line, _)| line));
                    all
                }
                RequirementTest::When(condition) => match model.may_hold(condition) {
                    Some(table) => {
                        lines.lines.extend(must(goal(at), &table));
                        true
                    }
                    None => false,
                },
                RequirementTest::Eligible { award } => {
                    if !seen.contains(award) {
                        seen.push(*award);
                        queue.push((*award, Some(goal(at))));
                    }
                    // The lines of the other award follow; whether they say all is not kept apart.
                    false
                }
                RequirementTest::Status { .. } | RequirementTest::Held { .. } => false,
            };
            match waivers {
                Waivers::None => {}
                Waivers::Unknown => lines.lines.truncate(before),
                Waivers::By(actions) => {
                    for line in lines.lines.iter_mut().skip(before) {
                        line.waive(&actions);
                    }
                }
            }
            if within.is_none() {
                lines.complete[goal(at)] = all;
            }
        }
        for (at, bar) in award.bars.iter().enumerate() {
            let (made, goal) = (model.may_not_bar(&bar.test), goal(award.requires.len() + at));
            if within.is_none() {
                lines.complete[goal] = made.is_some();
            }
            lines.lines.extend(made.and_then(|table| must(goal, &table)));
        }
    }
    lines
}

/// What may waive a requirement.
enum Waivers {
    None,
    By(Vec<ActionId>),
    /// The dossier has an exception on it that may count on some day.
    Unknown,
}

fn waivers(model: &Model<'_>, target: Target) -> Waivers {
    let world = model.world;
    if world.dossier.exceptions.iter().any(|exception| exception.on == Some(target)) {
        return Waivers::Unknown;
    }
    let waives = |action: &Action| action.invokes.iter().any(|one| one.exception.on == Some(target));
    let actions = world.actions.list.pairs().filter(|(_, action)| waives(action)).map(|(id, _)| id);
    let actions: Vec<ActionId> = actions.collect();
    if actions.is_empty() { Waivers::None } else { Waivers::By(actions) }
}

impl Line {
    /// Each of these actions alone may be enough.
    fn waive(&mut self, actions: &[ActionId]) {
        let least = self.gains.values().filter(|gain| gain.is_negative()).fold(Number::ZERO, |sum, gain| &sum + gain);
        let missing = (&self.need - &least).max(Number::ZERO);
        for action in actions {
            let gain = self.gains.entry(*action).or_insert(Number::ZERO);
            *gain = gain.clone().max(Number::ZERO);
            *gain = &*gain + &missing;
        }
    }
}

/// The line of something that must be so.
fn must(goal: GoalId, table: &Table<bool>) -> Option<Line> {
    let table = table.map(|so| if *so { Number::ONE } else { Number::ZERO });
    let nothing = table.nothing();
    let gains: BTreeMap<ActionId, Number> = gains(&table).collect();
    let always = *nothing == Number::ONE && gains.values().all(|gain| !gain.is_negative());
    (!always).then(|| Line { goal, need: &Number::ONE - nothing, gains })
}

impl<'m, 'a> Sums<'m, 'a> {
    fn new(model: &'m Model<'a>) -> Sums<'m, 'a> {
        let rules: &Compiled = &model.world.dossier.rules;
        let truths = Arena::like(&rules.criteria, |id| constant(model.applies[id].as_ref()));
        let mut fixed = Arena::like(&rules.criteria, |_| false);
        let mut blocks = Arena::like(&rules.criteria, |_| false);
        let mut applies = Arena::like(&rules.criteria, |_| false);
        let mut relaxed = false;
        // INVARIANT: what is below a criterion stands after it.
        for id in rules.criteria.ids().rev() {
            let criterion = &rules.criteria[id];
            let (own_fixed, own_applies) = match &criterion.kind {
                Kind::Leaf(_) => match &model.leaves[id] {
                    Some(table) => {
                        let all = || table.hull.values();
                        let surely = all().all(Possible::surely);
                        let never = all().all(|one| !one.may_apply && !one.may_be_skipped);
                        (surely || never, surely)
                    }
                    None => (false, false),
                },
                Kind::Group(group) => {
                    let mut children = criterion.children.iter().filter(|child| !rules.criteria[**child].bonus);
                    let below = criterion.children.iter().all(|child| fixed[*child]);
                    let some = children
                        .any(|child| fixed[*child] && applies[*child] && rules.criteria[*child].weight > Number::ZERO);
                    let is_sum = matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean);
                    blocks[id] = !is_sum || !below;
                    relaxed |= blocks[id];
                    let shrinks = group.not_applicable == NotApplicable::Shrink || group.at_most_share.is_some();
                    (below || some && !shrinks && group.when_empty.is_none(), some)
                }
            };
            let known = id == CriterionId::TOTAL || truths[id] != Truth::Unknown;
            fixed[id] = own_fixed && known;
            applies[id] = own_applies && (id == CriterionId::TOTAL || truths[id].is_true());
        }
        let plain = plain(rules, &blocks);
        let inside = Arena::like(&rules.criteria, |id| is_inside(rules, &blocks, id));
        let is_part = |id: CriterionId| matches!(rules.criteria[id].kind, Kind::Leaf(_)) && fixed[id] && applies[id];
        let parts: Vec<CriterionId> = rules.criteria.ids().filter(|id| is_part(*id) && !inside[*id]).collect();
        let mut ground = Arena::like(&rules.criteria, |id| match &model.leaves[id] {
            Some(table) => table.hull.values().fold(table.hull.nothing().clone(), Possible::hull),
            None => Possible::anything(),
        });
        parts.iter().for_each(|id| ground[*id] = Possible::exactly(Number::ZERO));
        let dossier = model.world.dossier;
        let base = what_if::figures(&plain, dossier, &truths, &|id| ground[id].clone());
        let compared = compared(rules);
        let listed = rules.measures.iter().flat_map(|measure| measure.criteria.iter().copied());
        let by_itself = compared.iter().filter_map(|score| match score {
            ScoreOf::Criterion(id) => Some(*id),
            ScoreOf::Measure(_) => None,
        });
        let alone: BTreeSet<CriterionId> = listed.chain(by_itself).collect();
        let mut sorts: BTreeMap<Sort, Met> = BTreeMap::new();
        for part in parts.iter().filter(|part| !rules.criteria[**part].weight.is_zero()) {
            sorts.entry(sort(rules, &alone, *part)).or_insert_with(|| {
                let met = what_if::figures(&plain, dossier, &truths, &|id| {
                    if id == *part { Possible::exactly(Number::ONE) } else { ground[id].clone() }
                });
                let adds = |score: &ScoreOf| (*score, &met.of(*score).points.high - &base.of(*score).points.high);
                let scores = compared.iter().map(adds).filter(|(_, adds)| !adds.is_zero()).collect();
                let mut rounded = Vec::new();
                let mut around = rules.criteria[*part].parent;
                while let Some(id) = around {
                    if matches!(&rules.criteria[id].kind, Kind::Group(group) if group.round.is_some()) {
                        rounded.push((id, &met.most(id) - &base.most(id)));
                    }
                    around = rules.criteria[id].parent;
                }
                Met { part: *part, scores, rounded }
            });
        }
        Sums { model, fixed, blocks, relaxed, parts, alone, base, sorts }
    }

    /// What a part adds to a score once it is met.
    fn adds(&self, part: CriterionId, of: ScoreOf) -> Option<Number> {
        let rules: &Compiled = &self.model.world.dossier.rules;
        let weight = &rules.criteria[part].weight;
        if weight.is_zero() {
            return Some(Number::ZERO);
        }
        let met = self.sorts.get(&sort(rules, &self.alone, part)).always(WEIGHS)?;
        let share = weight.checked_div(&rules.criteria[met.part].weight).always(WEIGHS)?;
        Some(&met.adds(of) * &share)
    }

    /// The line of one comparison, and whether it says all.
    fn line(
        &self,
        goal: GoalId,
        of: ScoreOf,
        comparator: Comparator,
        threshold: &Number,
        requirement: &Requirement,
    ) -> (Option<Line>, bool) {
        let rules: &Compiled = &self.model.world.dossier.rules;
        if matches!(comparator, Comparator::AtMost | Comparator::Below) {
            return (None, false);
        }
        let is_fixed = match of {
            ScoreOf::Criterion(id) => self.is_fixed_up_to(id),
            ScoreOf::Measure(id) => {
                let measure = &rules.measures[id];
                measure.kind == MeasureKind::Sum && measure.criteria.iter().all(|id| self.is_fixed_up_to(*id))
            }
        };
        let base = self.base.of(of);
        if !is_fixed || !base.surely_applies || base.of.low != base.of.high || requirement.fails_when_not_applicable {
            return (None, false);
        }
        let threshold = match comparator {
            // Out of 0 the fraction is compared, which no points tell.
            Comparator::AtLeastPercent if base.of.low.is_zero() => return (None, false),
            Comparator::AtLeastPercent => threshold * &base.of.low * Number::TENTH * Number::TENTH,
            _ => threshold.clone(),
        };
        let Some(slack) = self.slack(of) else { return (None, false) };
        let mut need = &(&threshold - &base.points.high) - &slack;
        let mut gained: BTreeMap<ActionId, Number> = BTreeMap::new();
        for part in &self.parts {
            let Some(each) = self.adds(*part, of) else { return (None, false) };
            let Some(table) = self.model.leaves[*part].as_ref().filter(|_| !each.is_zero()) else { continue };
            need = &need - &(&each * table.most.nothing());
            for (action, gain) in gains(&table.most) {
                let sum = gained.entry(action).or_insert(Number::ZERO);
                *sum = &*sum + &(&each * &gain);
            }
        }
        gained.retain(|_, gain| !gain.is_zero());
        let complete = !self.relaxed && slack.is_zero() && comparator != Comparator::Above && !self.has_cap();
        (Some(Line { goal, need, gains: gained }), complete)
    }

    fn has_cap(&self) -> bool {
        let rules: &Compiled = &self.model.world.dossier.rules;
        rules.criteria.iter().any(|criterion| matches!(&criterion.kind, Kind::Group(group) if group.cap.is_some()))
    }

    /// Whether a criterion and all around it are known to apply.
    fn is_fixed_up_to(&self, id: CriterionId) -> bool {
        let rules: &Compiled = &self.model.world.dossier.rules;
        let mut at = Some(id);
        while let Some(here) = at {
            if here != CriterionId::TOTAL && !self.fixed[here] {
                return false;
            }
            at = rules.criteria[here].parent;
        }
        true
    }

    /// How much rounding may add to a score on its way; `None` where that cannot be told.
    fn slack(&self, of: ScoreOf) -> Option<Number> {
        let rules: &Compiled = &self.model.world.dossier.rules;
        let mut slack = Number::ZERO;
        // A tenth, so many times.
        let unit = |places: u8| (0..places).fold(Number::ONE, |unit, _| unit * Number::TENTH);
        if let ScoreOf::Measure(id) = of
            && let Some(round) = rules.measures[id].round
        {
            slack = &slack + &unit(round.places);
        }
        for (id, criterion) in rules.criteria.pairs() {
            let Kind::Group(group) = &criterion.kind else { continue };
            let Some(round) = group.round.filter(|_| !self.blocks[id]) else { continue };
            // What a point of the group is worth in the score: found by any part below it.
            let any = self.parts.iter().any(|part| *part > id && *part < criterion.end);
            let mut worth = None;
            for met in self.sorts.values() {
                if let Some((_, own)) = met.rounded.iter().find(|(group, _)| *group == id) {
                    worth = met.adds(of).checked_div(own).or(worth);
                }
            }
            match worth {
                Some(worth) => slack = &slack + &(&worth * &unit(round.places)),
                // What it comes to cannot change, or cannot be told.
                None if any => return None,
                None => {
                    let exact = self.base.of(ScoreOf::Criterion(id)).points;
                    if exact.low != exact.high || exact.low.round(round.places, RoundingMode::Down) != exact.low {
                        return None;
                    }
                }
            }
        }
        Some(slack)
    }
}

/// The rules with neither cap nor rounding in groups that are sums, nor rounding of measures.
fn plain(rules: &Compiled, blocks: &Arena<CriterionId, bool>) -> Compiled {
    let mut plain = rules.clone();
    for id in rules.criteria.ids() {
        if let Kind::Group(group) = &mut plain.criteria[id].kind
            && !blocks[id]
        {
            group.cap = None;
            group.round = None;
        }
    }
    plain.measures = rules
        .measures
        .iter()
        .map(|measure| {
            let mut measure = measure.clone();
            measure.round = None;
            measure
        })
        .collect();
    plain
}

/// Whether a group around a criterion, or itself, is no sum.
fn is_inside(rules: &Compiled, blocks: &Arena<CriterionId, bool>, id: CriterionId) -> bool {
    let mut at = Some(id);
    while let Some(here) = at {
        if blocks[here] {
            return true;
        }
        at = rules.criteria[here].parent;
    }
    false
}

/// The one truth of a condition whatever is done, or unknown.
fn constant(table: Option<&Table<Truth>>) -> Truth {
    let Some(table) = table else { return Truth::Unknown };
    let first = table.nothing();
    if table.values().all(|truth| truth == first) { *first } else { Truth::Unknown }
}

/// What a state of affairs leaves possible for the scores an award compares: used where lines do not say all.
pub(super) fn hopeless(
    model: &Model<'_>,
    goals: &Goals,
    is_in: &dyn Fn(ActionId) -> bool,
    is_out: &dyn Fn(ActionId) -> bool,
) -> bool {
    let world = model.world;
    let rules: &Compiled = &world.dossier.rules;
    let truths = Arena::like(&rules.criteria, |id| match &model.applies[id] {
        Some(table) => {
            let mut all = table.possible(is_in, is_out).copied();
            let first = all.next();
            first.filter(|first| all.all(|truth| truth == *first)).unwrap_or(Truth::Unknown)
        }
        None => Truth::Unknown,
    });
    let leaves: Arena<CriterionId, Possible> = Arena::like(&rules.criteria, |id| match &model.leaves[id] {
        Some(table) => {
            let all = table.hull.possible(is_in, is_out).cloned();
            all.reduce(|a, b| a.hull(&b)).unwrap_or_else(Possible::anything)
        }
        None => Possible::anything(),
    });
    let figures = what_if::figures(rules, world.dossier, &truths, &|id| leaves[id].clone());
    let award = &rules.awards[world.award];
    award.requires.iter().enumerate().any(|(at, requirement)| {
        let RequirementTest::Score { of, comparison, .. } = &requirement.test else { return false };
        let asked = goals[GoalId::new(at)];
        if !asked || !matches!(waivers(model, Target::Requirement(world.award, at)), Waivers::None) {
            return false;
        }
        of.iter().any(|one| {
            let bounds = figures.of(*one);
            let percent = |points: &Number, of: &Number| (points * &Number::HUNDRED).checked_div(of);
            let span = match comparison.comparator {
                Comparator::AtLeastPercent if bounds.of.low == bounds.of.high => {
                    match (percent(&bounds.points.low, &bounds.of.low), percent(&bounds.points.high, &bounds.of.low)) {
                        (Some(low), Some(high)) => Span { low, high },
                        _ => return false,
                    }
                }
                Comparator::AtLeastPercent => return false,
                _ => bounds.points.clone(),
            };
            bounds.surely_applies
                && match comparison.comparator {
                    Comparator::AtLeast | Comparator::AtLeastPercent => span.high < comparison.threshold,
                    Comparator::Above => span.high <= comparison.threshold,
                    Comparator::AtMost => span.low > comparison.threshold,
                    Comparator::Below => span.low >= comparison.threshold,
                }
        })
    })
}
