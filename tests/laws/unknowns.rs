//! What is said of missing facts is confirmed by giving them every value there is.

use predikat::assessment::Eligibility;
use predikat::document::{Criterion, Literal};
use predikat::unknowns::{Chance, unknowns};
use predikat::{RuleSet, assess};
use proptest::prelude::*;

use crate::bound;
use crate::config::law;
use crate::generated::{self, Options, made};

const ANSWERS: [&str; 4] = ["A", "B", "C", "D"];

proptest! {
    #![proptest_config(law())]

    /// On rules whose leaves are answers of their own, with up to four of them missing: the chance, the outcomes, and the
    /// smallest set to ask are those of brute force over all answers and all sets.
    #[test]
    fn the_smallest_set_to_ask_is_the_one_of_brute_force(made in made(Options { unanswered: false, ..Options::default() }), holes in proptest::collection::vec(0..8_usize, 1..4)) {
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
