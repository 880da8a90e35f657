//! What the actions touch: a table for every leaf and condition, so that much can be said of a set of actions without
//! assessing it.

use std::collections::BTreeSet;

use super::actions::ActionId;
use super::reads::{self, Read};
use super::solve::Sight;
use super::table::Table;
use super::work::Work;
use super::world::World;
use crate::Date;
use crate::assess::award::bars;
use crate::assess::evidence::lapses;
use crate::assess::what_if::{self, Possible};
use crate::dossier::Target;
use crate::evaluate::{Facts, Truth};
use crate::invariant::{Always, broken};
use crate::rule_set::arena::Arena;
use crate::rule_set::{BarTest, Compiled, Condition, CriterionId, FactId, Kind};

/// A leaf under each combination, over every day that may be the one.
pub(super) struct LeafTable {
    /// All that it may be.
    pub(super) hull: Table<Possible>,
    /// The most that it may count for: its lower bound, or, where it is enough that a unit may be eligible, its upper.
    pub(super) most: Table<crate::Number>,
}

/// What the actions touch.
pub(super) struct Model<'a> {
    pub(super) world: &'a World<'a>,
    sight: Sight,
    /// The actions that set each fact.
    setters: Arena<FactId, Vec<ActionId>>,
    /// The days that differ in what is valid on them.
    days: Vec<Date>,
    /// Every day, for what reads the date itself.
    all_days: Vec<Date>,
    /// What each leaf is with nothing done, a list a day.
    base: Vec<Arena<CriterionId, Possible>>,
    /// The leaves; `None` for one that too many actions touch.
    pub(super) leaves: Arena<CriterionId, Option<LeafTable>>,
    /// Whether each criterion's own condition holds.
    pub(super) applies: Arena<CriterionId, Option<Table<Truth>>>,
    /// The quota of exceptions may be used up: one may count or not.
    scarce: bool,
}

const SOME_DAY: &str = "a plan is done on some day";

impl<'a> Model<'a> {
    pub(super) fn new(world: &'a World<'a>, sight: Sight, work: &mut Work<'_>) -> Model<'a> {
        let rules: &Compiled = &world.dossier.rules;
        let mut model = Model {
            world,
            sight,
            setters: Arena::like(&rules.facts, |_| Vec::new()),
            days: Vec::new(),
            all_days: all_days(world).into_iter().collect(),
            base: Vec::new(),
            leaves: Arena::like(&rules.criteria, |_| None),
            applies: Arena::like(&rules.criteria, |_| None),
            scarce: rules.exceptions_at_most.is_some_and(|most| {
                let invoked: usize = world.actions.list.iter().map(|action| action.invokes.len()).sum();
                world.dossier.exceptions.len() + invoked > most as usize
            }),
        };
        for (id, action) in world.actions.list.pairs() {
            action.sets.iter().for_each(|(fact, _)| model.setters[*fact].push(id));
        }
        model.days = stretches(world, &model.all_days);
        let all: Vec<CriterionId> = rules.criteria.ids().collect();
        let on = |day: &Date| what_if::leaves(&world.with(&[], *day, true), &all).into_iter().collect();
        model.base = model.days.iter().map(on).collect();
        let touched = model.touched();
        // What the work does not reach is not known.
        model.applies = Arena::like(&rules.criteria, |id| match &rules.criteria[id].applies_when {
            _ if work.tick().is_break() => None,
            None => Table::over(world, Vec::new(), |_| Truth::True),
            Some(condition) => model.truths(condition),
        });
        model.leaves = Arena::like(&rules.criteria, |id| match &rules.criteria[id].kind {
            Kind::Leaf(_) if work.tick().is_continue() => model.leaf(id, touched[id].iter().copied().collect()),
            Kind::Leaf(_) | Kind::Group(_) => None,
        });
        model
    }

    /// The actions that touch each leaf.
    fn touched(&self) -> Arena<CriterionId, BTreeSet<ActionId>> {
        let rules: &Compiled = &self.world.dossier.rules;
        let mut touched: Arena<CriterionId, BTreeSet<ActionId>> = Arena::like(&rules.criteria, |id| {
            let criterion = &rules.criteria[id];
            let Kind::Leaf(leaf) = &criterion.kind else { return BTreeSet::new() };
            let mut read = Read::new();
            reads::of_scorer(rules, &leaf.scorer, &mut read);
            for condition in criterion.equivalents.iter().filter_map(|equivalent| equivalent.when.as_ref()) {
                reads::of_condition(rules, condition, &mut read);
            }
            self.setters(&read).into_iter().collect()
        });
        for (at, action) in self.world.actions.list.pairs() {
            for leaf in action.brings.iter().flat_map(|bringing| &bringing.document.supports) {
                touched[*leaf].insert(at);
            }
            for invoking in &action.invokes {
                if let Some(Target::Leaf(leaf)) = invoking.exception.on {
                    touched[leaf].insert(at);
                    touched[leaf].extend(invoking.brought.iter().map(|(other, _)| *other));
                }
            }
        }
        touched
    }

    /// The actions that set one of these facts, ascending.
    pub(super) fn setters(&self, read: &Read) -> Vec<ActionId> {
        let setters: BTreeSet<ActionId> = read.iter().flat_map(|fact| &self.setters[*fact]).copied().collect();
        setters.into_iter().collect()
    }

    fn leaf(&self, id: CriterionId, over: Vec<ActionId>) -> Option<LeafTable> {
        let world = self.world;
        let rules: &Compiled = &world.dossier.rules;
        let days = if reads_the_date(rules, id) { &self.all_days } else { &self.days };
        let base = std::ptr::eq(days, &raw const self.days);
        let table = Table::over(world, over, |chosen| {
            let mut all: Vec<Possible> = Vec::new();
            if chosen.is_empty() && base {
                all.extend(self.base.iter().map(|leaves| leaves[id].clone()));
            }
            for day in days.iter().filter(|_| !chosen.is_empty() || !base) {
                let dossier = world.with(chosen, *day, true);
                all.extend(what_if::leaves(&dossier, &[id]));
                if self.scarce && dossier.exceptions.len() > world.dossier.exceptions.len() {
                    let mut without = dossier;
                    without.exceptions = world.dossier.exceptions.clone();
                    all.extend(what_if::leaves(&without, &[id]));
                }
            }
            let counted = all.iter().map(|one| match self.sight {
                Sight::Surely => one.fraction.low.clone(),
                Sight::Perhaps => one.fraction.high.clone(),
            });
            let most = counted.reduce(crate::Number::max).or_widest(SOME_DAY, || crate::Number::ONE);
            let hull = all.into_iter().reduce(|a, b| a.hull(&b)).or_widest(SOME_DAY, Possible::anything);
            (hull, most)
        })?;
        Some(LeafTable { hull: table.map(|(hull, _)| hull.clone()), most: table.map(|(_, most)| most.clone()) })
    }

    /// What a condition comes to: unknown also where that depends on the day.
    pub(super) fn truths(&self, condition: &Condition) -> Option<Table<Truth>> {
        let mut read = Read::new();
        reads::of_condition(&self.world.dossier.rules, condition, &mut read);
        self.over_days(&read, false, |facts, _| facts.truth(condition)).map(|table| settle(&table, Truth::Unknown))
    }

    /// Whether something that must be so is, or, where that is enough, may be.
    fn is(&self, wanted: Truth) -> impl Fn(Truth) -> bool {
        let sight = self.sight;
        move |truth| truth == wanted || sight == Sight::Perhaps && truth.is_unknown()
    }

    /// Whether a condition may be known to hold.
    pub(super) fn may_hold(&self, condition: &Condition) -> Option<Table<bool>> {
        let mut read = Read::new();
        reads::of_condition(&self.world.dossier.rules, condition, &mut read);
        let table = self.over_days(&read, false, |facts, _| facts.truth(condition))?;
        Some(any(&table, self.is(Truth::True)))
    }

    /// Whether a bar may be known not to stand.
    pub(super) fn may_not_bar(&self, test: &BarTest) -> Option<Table<bool>> {
        let rules: &Compiled = &self.world.dossier.rules;
        let mut read = Read::new();
        match test {
            BarTest::When(condition) => reads::of_condition(rules, condition, &mut read),
            BarTest::Since { fact, when, .. } => {
                reads::of_fact(rules, *fact, &mut read);
                when.iter().for_each(|condition| reads::of_condition(rules, condition, &mut read));
            }
        }
        let table = self.over_days(&read, true, |facts, day| bars(facts, day, test))?;
        Some(any(&table, self.is(Truth::False)))
    }

    fn over_days(
        &self,
        read: &Read,
        dated: bool,
        truth: impl Fn(&Facts<'_>, Date) -> Truth,
    ) -> Option<Table<Vec<Truth>>> {
        let world = self.world;
        // A bar may stand from a date on.
        let days = &self.all_days;
        let one = days.get(..1).or_widest(SOME_DAY, || days);
        let days = if read.contains(&FactId::AS_OF) || dated { days } else { one };
        Table::over(world, self.setters(read), |chosen| {
            let on = |day: &Date| {
                let dossier = world.with(chosen, *day, true);
                truth(&Facts::new(&dossier.rules, &dossier.facts), *day)
            };
            days.iter().map(on).collect()
        })
    }
}

/// One truth for all days, or `otherwise`.
fn settle(table: &Table<Vec<Truth>>, otherwise: Truth) -> Table<Truth> {
    table.map(|truths| match truths.split_first() {
        Some((first, rest)) if rest.iter().all(|truth| truth == first) => *first,
        Some(_) => otherwise,
        None => broken(SOME_DAY, otherwise),
    })
}

/// Whether it may be on some day.
fn any(table: &Table<Vec<Truth>>, test: impl Fn(Truth) -> bool) -> Table<bool> {
    table.map(|truths| {
        if truths.is_empty() {
            return broken(SOME_DAY, true);
        }
        truths.iter().any(|truth| test(*truth))
    })
}

/// The days on which a set of actions may be done.
fn all_days(world: &World<'_>) -> BTreeSet<Date> {
    match world.by {
        Some(by) => BTreeSet::from([by]),
        None => {
            let open = world.done.pairs().filter(|(id, _)| world.shut[*id].is_none());
            open.filter_map(|(_, done)| *done).chain([world.dossier.as_of]).collect()
        }
    }
}

/// Of the days, the first of each stretch in which nothing lapses or begins.
fn stretches(world: &World<'_>, all: &[Date]) -> Vec<Date> {
    let rules: &Compiled = &world.dossier.rules;
    let mut turns: BTreeSet<Date> = BTreeSet::new();
    for document in world.dossier.documents.iter() {
        turns.extend(document.issued);
        turns.extend(lapses(rules, document));
    }
    for exception in world.dossier.exceptions.iter() {
        turns.extend(exception.issued);
        turns.extend(exception.expires);
    }
    for (id, action) in world.actions.list.pairs() {
        let Some(done) = world.done[id] else { continue };
        for bringing in &action.brings {
            let document = &bringing.document;
            let valid_for = rules.evidence_types[document.evidence_type].valid_for;
            turns.extend(document.expires.or_else(|| valid_for.and_then(|valid_for| done.plus(valid_for))));
        }
        turns.extend(action.invokes.iter().filter_map(|one| done.plus(one.valid_for?)));
    }
    let mut days: Vec<Date> = Vec::new();
    for day in all {
        // The stretch of a day begins with the last turn that is not after it.
        let turn = |day: &Date| turns.range(..=*day).next_back().copied();
        if days.last().is_none_or(|last| turn(last) != turn(day)) {
            days.push(*day);
        }
    }
    days
}

/// Whether a leaf reads the as-of date.
fn reads_the_date(rules: &Compiled, id: CriterionId) -> bool {
    let criterion = &rules.criteria[id];
    let mut read = Read::new();
    for condition in criterion.equivalents.iter().filter_map(|equivalent| equivalent.when.as_ref()) {
        reads::of_condition(rules, condition, &mut read);
    }
    if let Kind::Leaf(leaf) = &criterion.kind {
        reads::of_scorer(rules, &leaf.scorer, &mut read);
    }
    read.contains(&FactId::AS_OF)
}
