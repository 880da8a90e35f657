//! Plans where there is much to plan: sums and means with several thresholds, and actions that overlap, need and
//! exclude each other, against trying every set of actions by whole numbers alone.

use std::fmt::Write;

use crate::met::met;
use crate::slow::slow_law;

use predikat::plan::{Actions, PlanOptions, Proved, plan};
use predikat::{ActionsDocument, DossierDocument, RuleSet, dossier::BindOptions};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Answers are halves: 0, 1 or 2.
#[derive(Clone, Debug)]
struct World {
    /// Weight, and the answer now, of each leaf of each of two groups.
    leaves: [Vec<(i64, i64)>; 2],
    /// What each group is worth.
    groups: [i64; 2],
    /// The least total, and the least percent of each group.
    asked: [i64; 3],
    actions: Vec<Act>,
}

#[derive(Clone, Debug)]
struct Act {
    /// Group, leaf and the answer it brings.
    sets: Vec<(usize, usize, i64)>,
    cost: i64,
    needs: Option<usize>,
    excludes: Option<usize>,
    blocked: bool,
}

fn world() -> impl Strategy<Value = World> {
    let leaves = || prop::collection::vec((1..6i64, prop::sample::select(vec![0i64, 0, 0, 1])), 2..5);
    let act = (
        prop::collection::vec((0..2usize, 0..5usize, 1..3i64), 1..4),
        1..12i64,
        prop::option::weighted(0.25, 0..9usize),
        prop::option::weighted(0.5, 0..9usize),
        prop::bool::weighted(0.1),
    );
    let acts = prop::collection::vec(act, 5..9);
    // how much of the most that it can come to each requirement asks for, in percent
    let asked = || prop_oneof![1 => 0..60i64, 3 => 80..=100i64, 1 => 101..120i64];
    (leaves(), leaves(), [1..10i64, 1..10i64], [asked(), asked(), asked()], acts).prop_map(
        |(a, b, groups, asked, acts)| {
            let leaves = [a, b];
            let actions = acts.into_iter().enumerate().map(|(at, (sets, cost, needs, excludes, blocked))| {
                let mut sets: Vec<_> = sets.into_iter().map(|(g, l, v)| (g, l % leaves[g].len(), v)).collect();
                sets.sort_unstable();
                sets.dedup_by_key(|(g, l, _)| (*g, *l));
                let before = |other: usize| if at == 0 { None } else { Some(other % at) };
                Act { sets, cost, needs: needs.and_then(before), excludes: excludes.and_then(before), blocked }
            });
            let actions = actions.collect();
            let world = World { leaves, groups, asked: [0; 3], actions };
            let most = |at: usize| world.sets().map(|(_, reached)| reached[at].0 / reached[at].1).max().unwrap();
            // what no unit at all could reach is refused
            let whole = [groups[0] + groups[1], 100, 100];
            World { asked: [0, 1, 2].map(|at| whole[at].min((asked[at] * most(at) + 99) / 100)), ..world }
        },
    )
}

impl World {
    fn rules(&self) -> String {
        let mut text = String::from(
            "ruleset: linear\nedition: 1.0.0\nscales: {halves: {none: 0, half: 0.5, full: 1}}\ncriteria:\n",
        );
        for (g, leaves) in self.leaves.iter().enumerate() {
            writeln!(text, "  - id: g{g}\n    weight: {}\n    aggregate: mean\n    criteria:", self.groups[g]).unwrap();
            for (l, (weight, _)) in leaves.iter().enumerate() {
                writeln!(text, "      - {{id: c{l}, weight: {weight}, answer: halves}}").unwrap();
            }
        }
        writeln!(
            text,
            "awards:\n  - id: good\n    requires:\n      - {{id: total, score: total, at_least: {}}}\n      \
             - {{id: p0, score: g0, at_least_percent: {}}}\n      - {{id: p1, score: g1, at_least_percent: {}}}",
            self.asked[0], self.asked[1], self.asked[2]
        )
        .unwrap();
        text
    }

    fn dossier(&self) -> String {
        let mut text = String::from("unit: x\nas_of: 2024-01-01\nfacts:\n");
        for (g, leaves) in self.leaves.iter().enumerate() {
            for (l, (_, answer)) in leaves.iter().enumerate() {
                writeln!(text, "  g{g}.c{l}: {}", WORDS[usize::try_from(*answer).unwrap()]).unwrap();
            }
        }
        text
    }

    fn actions(&self) -> String {
        let mut text = String::from("obstacles: [{id: wall, kind: space}]\nactions:\n");
        for (at, act) in self.actions.iter().enumerate() {
            let sets = act.sets.iter().map(|(g, l, v)| format!("g{g}.c{l}: {}", WORDS[usize::try_from(*v).unwrap()]));
            let sets = sets.collect::<Vec<_>>().join(", ");
            write!(text, "  - {{id: a{at}, cost: {}, sets: {{{sets}}}", act.cost).unwrap();
            for (word, other) in [("needs", act.needs), ("excludes", act.excludes)] {
                if let Some(other) = other {
                    write!(text, ", {word}: [a{other}]").unwrap();
                }
            }
            text.push_str(if act.blocked { ", blocked_by: [space]}\n" } else { "}\n" });
        }
        text
    }

    /// Whether one action needs another, directly or not.
    fn needs(&self, at: usize, other: usize) -> bool {
        self.actions[at].needs.is_some_and(|needed| needed == other || self.needs(needed, other))
    }

    /// Two that set a fact to different values are not done together, unless one needs the other.
    fn at_odds(&self, at: usize, other: usize) -> bool {
        let differ = |(g, l, v): &(usize, usize, i64)| {
            self.actions[other].sets.iter().any(|(h, m, w)| (g, l) == (h, m) && v != w)
        };
        self.actions[at].sets.iter().any(differ) && !self.needs(at, other)
    }

    /// The cost of every set that can be done, and what it reaches.
    fn sets(&self) -> impl Iterator<Item = (i64, [Fraction; 3])> {
        (0..1 << self.actions.len()).filter_map(|set| self.carried_out(set))
    }

    /// The cost of a set, and the total and the percents that it reaches; `None` where it cannot be done.
    fn carried_out(&self, set: usize) -> Option<(i64, [Fraction; 3])> {
        let chosen = |at: usize| set >> at & 1 == 1;
        let mut leaves = self.leaves.clone();
        let mut cost = 0;
        for (at, act) in self.actions.iter().enumerate().filter(|(at, _)| chosen(*at)) {
            let hindered = act.blocked || act.needs.is_some_and(|o| !chosen(o)) || act.excludes.is_some_and(&chosen);
            if hindered || (0..at).any(|other| chosen(other) && self.at_odds(at, other)) {
                return None;
            }
            cost += act.cost;
            // An action needs only those before it, so that the later answer counts.
            for (g, l, value) in &act.sets {
                leaves[*g][*l].1 = *value;
            }
        }
        let sums = [0, 1].map(|g| {
            let reached: i64 = leaves[g].iter().map(|(weight, answer)| weight * answer).sum();
            (reached, 2 * leaves[g].iter().map(|(weight, _)| weight).sum::<i64>())
        });
        let [(a, b), (c, d)] = sums;
        let total = (self.groups[0] * a * d + self.groups[1] * c * b, b * d);
        Some((cost, [total, (100 * a, b), (100 * c, d)]))
    }
}

/// A numerator, and a denominator above 0.
type Fraction = (i64, i64);

const WORDS: [&str; 3] = ["none", "half", "full"];

#[test]
fn the_cost_is_that_of_the_cheapest_set_there_is() {
    let counts = std::cell::RefCell::new((0, 0, 0));
    TestRunner::new(slow_law())
        .run(&world(), |world| {
            let rules = RuleSet::from_yaml("r.yaml", &world.rules()).unwrap();
            let dossier = DossierDocument::from_yaml("d.yaml", &world.dossier()).unwrap();
            let dossier = rules.bind(&dossier, &BindOptions::new()).unwrap();
            let document = ActionsDocument::from_yaml("a.yaml", &world.actions()).unwrap();
            // An action that needs what it excludes is refused, which other tests see to.
            let Ok(actions) = Actions::bind(&document, &dossier) else { return Ok(()) };
            let planning = plan(&dossier, &actions, &PlanOptions::new("good")).unwrap();

            let sets: Vec<(i64, [Fraction; 3])> = world.sets().collect();
            let meets = |reached: &[Fraction; 3], asked: &[usize]| {
                asked.iter().all(|at| reached[*at].0 >= world.asked[*at] * reached[*at].1)
            };
            let cheapest = sets.iter().filter(|(_, reached)| meets(reached, &[0, 1, 2])).map(|(cost, _)| *cost).min();
            let mut counts = counts.borrow_mut();
            match cheapest {
                Some(cost) => {
                    prop_assert_eq!(planning.proof.verdict, Proved::Optimal);
                    prop_assert_eq!(planning.plans[0].cost.to_string(), cost.to_string());
                    counts.0 += usize::from(planning.plans[0].steps.len() > 1);
                }
                None => {
                    prop_assert_eq!(planning.proof.verdict, Proved::Infeasible);
                    let why = planning.why_not.as_ref().unwrap();
                    prop_assert!(why.proved && !why.budget);
                    let names = ["total", "p0", "p1"];
                    let at = |name: &String| names.iter().position(|known| known == name).unwrap();
                    let together: Vec<usize> = why.together.iter().map(at).collect();
                    prop_assert!(!sets.iter().any(|(_, reached)| meets(reached, &together)), "{:?}", why.together);
                    for left_out in 0..together.len() {
                        let mut rest = together.clone();
                        rest.remove(left_out);
                        prop_assert!(sets.iter().any(|(_, reached)| meets(reached, &rest)), "{:?}", why.together);
                    }
                    counts.1 += 1;
                    counts.2 += usize::from(together.len() > 1);
                }
            }
            Ok(())
        })
        .unwrap();
    let (several, infeasible, conflicts) = counts.into_inner();
    met("plans of several steps", several, 250, slow_law().cases);
    met("no plan", infeasible, 400, slow_law().cases);
    met("requirements that conflict", conflicts, 100, slow_law().cases);
}
