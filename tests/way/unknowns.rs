//! What is said of missing facts is confirmed by giving them every value there is.

use predikat::assessment::Eligibility;
use predikat::document::{Criterion, Literal};
use predikat::unknowns::{Chance, unknowns};
use predikat::{RuleSet, assess};
use proptest::prelude::*;

use crate::generated::{self, Options, made};
use crate::{bound, config};

const ANSWERS: [&str; 4] = ["A", "B", "C", "D"];

proptest! {
    #![proptest_config(config(60))]

    /// On rules whose leaves are answers of their own, with up to four of them missing: the chance, the outcomes, and the
    /// smallest set to ask are those of brute force over all answers and all sets.
    #[test]
    fn the_smallest_set_to_ask_is_the_one_of_brute_force(made in made(Options { missing: 0, unanswered: false }), holes in proptest::collection::vec(0..8_usize, 1..4)) {
        let mut made = made;
        made.dossier.exceptions.clear();
        made.dossier.rounds.clear();
        let leaves = generated::leaves(&made.rules.criteria);
        fn plain(criteria: &mut [Criterion]) {
            for one in criteria {
                match &mut one.criteria {
                    Some(below) => plain(below),
                    None => *one = Criterion { id: one.id.clone(), weight: one.weight.clone(), bonus: one.bonus, answer: Some("abcd".into()), evidence: one.evidence.clone(), ..Criterion::default() },
                }
            }
        }
        plain(&mut made.rules.criteria);
        for (at, path) in leaves.iter().enumerate() {
            made.dossier.facts.insert(path.clone(), Literal::text(ANSWERS[at % 4]));
        }
        let mut missing: Vec<String> = holes.iter().map(|at| leaves[at % leaves.len()].clone()).collect();
        missing.sort();
        missing.dedup();
        for path in &missing {
            made.dossier.facts.shift_remove(path);
        }
        let Ok(rules) = RuleSet::from_document(&made.rules) else { return Ok(()) };
        let Ok(dossier) = rules.bind(&made.dossier, &predikat::dossier::BindOptions::new()) else { return Ok(()) };
        let found = unknowns(&dossier, &assess(&dossier));
        let ways = 4_usize.pow(u32::try_from(missing.len()).unwrap());
        let digit = |way: usize, at: usize| (way / 4_usize.pow(u32::try_from(at).unwrap())) % 4;
        let completed: Vec<_> = (0..ways).map(|way| {
            let mut document = made.dossier.clone();
            for (at, path) in missing.iter().enumerate() {
                document.facts.insert(path.clone(), Literal::text(ANSWERS[digit(way, at)]));
            }
            assess(&bound(&rules, &document))
        }).collect();
        for (id, prospect) in &found.awards {
            let outcomes: Vec<Eligibility> = completed.iter().map(|one| one.awards[id].outcome).collect();
            if outcomes.contains(&Eligibility::Undetermined) {
                prop_assert!(!prospect.exact, "{} depends on other facts", id);
                continue;
            }
            if !prospect.exact {
                continue;
            }
            let eligible = outcomes.iter().filter(|one| **one == Eligibility::Eligible).count();
            let chance = if eligible == ways { Chance::Certain } else if eligible == 0 { Chance::Impossible } else { Chance::Possible };
            prop_assert_eq!(prospect.chance, chance, "{}", id);
            prop_assert!(outcomes.iter().all(|one| prospect.can_be.contains(one)));
            prop_assert!(prospect.can_be.iter().all(|one| outcomes.contains(one)));
            let settles = |subset: usize| (0..ways).all(|a| (0..ways).all(|b| {
                let same = (0..missing.len()).all(|at| subset & (1 << at) == 0 || digit(a, at) == digit(b, at));
                !same || outcomes[a] == outcomes[b]
            }));
            let smallest = (0..1_usize << missing.len()).filter(|subset| settles(*subset)).map(|subset| subset.count_ones() as usize).min();
            prop_assert_eq!(Some(prospect.ask.len()), smallest, "{}: {:?}", id, prospect);
            let asked: usize = missing.iter().enumerate().filter(|(_, path)| prospect.ask.iter().any(|one| one.fact == **path)).map(|(at, _)| 1 << at).sum();
            prop_assert!(settles(asked), "{}: {:?}", id, prospect);
        }
    }
}

fn settled(text: &str, unit: &str) -> predikat::unknowns::Unknowns {
    let rules = RuleSet::from_yaml("rules.yaml", text).unwrap();
    let document = predikat::DossierDocument::from_yaml("unit.yaml", unit).unwrap();
    let dossier = bound(&rules, &document);
    unknowns(&dossier, &assess(&dossier))
}

#[test]
fn what_decides_the_most_is_asked_first() {
    let text = "
ruleset: order
edition: 1.0.0
facts: {staff: {type: integer, min: 0}, open: {type: boolean}, size: {type: choice, of: [s, m, l, xl]}}
criteria: [{id: a, met_when: {open: true}}]
awards:
  - id: pass
    requires:
      - {id: size, when: {size: [s, m, l]}}
      - {id: staff, when: {staff: {at_least: 100}}}
      - {id: open, when: {open: true}}
";
    let found = settled(text, "{unit: u, as_of: 2024-01-01}");
    let pass = &found.awards["pass"];
    assert!(pass.exact && pass.best_order && pass.chance == Chance::Possible, "{pass:?}");
    // Of the values of `staff` (0, 1, 100, 101) half settle it, as of `open`; of those of `size` a quarter.
    let order: Vec<&str> = pass.ask.iter().map(|one| one.fact.as_str()).collect();
    assert_eq!(order[2], "size", "{pass:?}");
    assert_eq!(pass.ask[2].settles.as_ref().unwrap().to_string(), "1");
}

#[test]
fn bounds_that_leave_too_much_open_are_settled_by_every_answer() {
    // Whatever `a` is, one of the two holds: Kleene's logic does not see it, every answer does.
    let text = "
ruleset: kleene
edition: 1.0.0
facts: {a: {type: boolean}}
criteria: [{id: c, met_when: {a: true}}]
awards: [{id: pass, requires: [{id: either, when: {any: [{a: true}, {a: false}]}}]}]
";
    let found = settled(text, "{unit: u, as_of: 2024-01-01}");
    let pass = &found.awards["pass"];
    assert_eq!((pass.outcome, pass.chance, pass.exact), (Eligibility::Undetermined, Chance::Certain, true));
    assert!(pass.ask.is_empty());
}

#[test]
fn what_enters_a_calculation_is_left_to_the_bounds() {
    let text = "
ruleset: line
edition: 1.0.0
facts: {papers: {type: integer, min: 0, max: 9}}
criteria: [{id: clear, weight: 2, linear: {of: papers, from: 9, to: 0}}]
awards: [{id: tidy, requires: [{id: total, score: total, at_least: 1}]}]
";
    let found = settled(text, "{unit: u, as_of: 2024-01-01}");
    let tidy = &found.awards["tidy"];
    assert!(!tidy.exact && tidy.chance == Chance::Possible, "{tidy:?}");
    assert_eq!(tidy.ask[0].fact, "papers");
}
