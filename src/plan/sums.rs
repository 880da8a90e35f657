//! A score taken as a sum of what leaves are worth.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use super::actions::ActionId;
use super::model::Model;
use super::rows::Line;
use super::table::{Table, gains};
use super::work::Work;
use super::world::GoalId;
use crate::Number;
use crate::assess::what_if::{self, Figures, Possible};
use crate::document::NotApplicable;
use crate::evaluate::Truth;
use crate::invariant::{Always, broken};
use crate::number::RoundingMode;
use crate::rule_set::arena::Arena;
use crate::rule_set::{
    Aggregate, Comparator, Compiled, CriterionId, Kind, MeasureKind, Requirement, RequirementTest, ScoreOf,
};

const WEIGHS: &str = "a part that weighs something is of a sort that does";

/// What is left of a score when it is taken as a sum.
pub(super) struct Sums<'m, 'a> {
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
    /// What requirements compare, ascending.
    compared: Vec<ScoreOf>,
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
    /// To a score that is compared.
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

impl<'m, 'a> Sums<'m, 'a> {
    /// `None` where no more work may be done.
    pub(super) fn new(model: &'m Model<'a>, work: &mut Work<'_>) -> Option<Sums<'m, 'a>> {
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
            if work.tick().is_break() {
                return None;
            }
            sorts.entry(sort(rules, &alone, *part)).or_insert_with(|| {
                let met = what_if::figures(&plain, dossier, &truths, &|id| {
                    if id == *part { Possible::exactly(Number::ONE) } else { ground[id].clone() }
                });
                let adds = |score: &ScoreOf| (*score, &met.of(*score).points.high - &base.of(*score).points.high);
                let scores = compared.iter().map(adds).filter(|(_, adds)| !adds.is_zero()).collect();
                let rounds =
                    |id: &CriterionId| matches!(&rules.criteria[*id].kind, Kind::Group(group) if group.round.is_some());
                let rounding = rules.around(*part).filter(rounds);
                let rounded = rounding.map(|id| (id, &met.most(id) - &base.most(id))).collect();
                Met { part: *part, scores, rounded }
            });
        }
        Some(Sums { model, fixed, blocks, relaxed, parts, alone, compared, base, sorts })
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
    pub(super) fn line(
        &self,
        goal: GoalId,
        of: ScoreOf,
        comparator: Comparator,
        threshold: &Number,
        requirement: &Requirement,
    ) -> (Option<Line>, bool) {
        let rules: &Compiled = &self.model.world.dossier.rules;
        if self.compared.binary_search(&of).is_err() {
            return broken("what a requirement compares is among all that is compared", (None, false));
        }
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
            if each.is_zero() {
                continue;
            }
            let Some(table) = self.model.leaves[*part].as_ref().always("a part has a table") else {
                return (None, false);
            };
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
        iter::once(id).chain(rules.around(id)).all(|here| here == CriterionId::TOTAL || self.fixed[here])
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
    iter::once(id).chain(rules.around(id)).any(|here| blocks[here])
}

/// The one truth of a condition whatever is done, or unknown.
fn constant(table: Option<&Table<Truth>>) -> Truth {
    let Some(table) = table else { return Truth::Unknown };
    let first = table.nothing();
    if table.values().all(|truth| truth == first) { *first } else { Truth::Unknown }
}
