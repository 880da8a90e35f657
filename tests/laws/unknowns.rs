//! What is said of missing facts is confirmed by giving them every value there is.

use predikat::assessment::Eligibility;
use predikat::document::Literal;
use predikat::unknowns::{Chance, unknowns};
use predikat::{RuleSet, assess};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::generated::{self, Options, made};
use crate::met::met;
use crate::slow::{slow_law, very_slow_law};
use crate::{bound, rules};

const ANSWERS: [&str; 4] = ["A", "B", "C", "D"];

proptest! {
    #![proptest_config(slow_law())]

    /// On rules whose leaves are answers of their own, with up to three of them missing: the chance, the outcomes, and the
    /// smallest set to ask are those of brute force over all answers and all sets.
    #[test]
    fn the_smallest_set_to_ask_is_the_one_of_brute_force(
        made in made(Options { unanswered: false, answers: true, awards: 1, ..Options::default() }),
        holes in proptest::collection::vec(0..8_usize, 1..4),
    ) {
        let mut made = made;
        made.dossier.exceptions.clear();
        made.dossier.rounds.clear();
        // What asks whether a leaf is answered holds as the dossier stands, not as it is completed.
        let asked_for = generated::asked_for(&made.rules);
        let mut leaves = generated::leaves(&made.rules.criteria);
        leaves.retain(|path| !asked_for.contains(path));
        let at = holes.iter().filter(|_| !leaves.is_empty());
        let mut missing: Vec<String> = at.map(|at| leaves[at % leaves.len()].clone()).collect();
        missing.sort();
        missing.dedup();
        for path in &missing {
            made.dossier.facts.shift_remove(path);
        }
        let rules = rules(&made);
        let dossier = bound(&rules, &made.dossier);
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
            prop_assert_eq!((prospect.chance, prospect.proved), (chance, true), "{}", id);
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

/// On random rules with facts missing that enter calculations: what is said to be possible is shown by answers that come
/// out so, and a few values of each missing fact contradict nothing that is said. Where those find both outcomes, so does the
/// search, but for few.
#[test]
fn what_is_possible_is_shown_by_answers() {
    let counts = std::cell::RefCell::new((0, 0, 0));
    let outcome =
        TestRunner::new(very_slow_law()).run(&made(Options { missing: 3, awards: 1, ..Options::default() }), |made| {
            let rules = rules(&made);
            let dossier = bound(&rules, &made.dossier);
            let found = unknowns(&dossier, &assess(&dossier));
            let with = |answers: &[(String, Literal)]| {
                let mut document = made.dossier.clone();
                document.facts.extend(answers.iter().cloned());
                // The last word counts: a round that takes an answer back does so before it is found out.
                document
                    .rounds
                    .iter_mut()
                    .for_each(|round| round.facts.retain(|name, _| !answers.iter().any(|(fact, _)| fact == name)));
                assess(&bound(&rules, &document))
            };
            let mut counts = counts.borrow_mut();
            for (id, prospect) in found.awards.iter().filter(|(_, one)| one.outcome == Eligibility::Undetermined) {
                prop_assert_eq!(prospect.proved, prospect.chance != Chance::NotExcluded);
                prop_assert_eq!(prospect.shown_by.len(), if prospect.chance == Chance::Possible { 2 } else { 0 });
                for (way, eligible) in prospect.shown_by.iter().zip([true, false]) {
                    let answers: Vec<(String, Literal)> =
                        way.answers.iter().map(|(fact, text)| (fact.clone(), literal(&rules, fact, text))).collect();
                    let then = with(&answers).awards[id].outcome;
                    prop_assert_eq!(
                        (then, then == Eligibility::Eligible),
                        (way.outcome, eligible),
                        "{} {:?}\n{:?}",
                        id,
                        way,
                        made
                    );
                    prop_assert_ne!(then, Eligibility::Undetermined);
                }
                let Some(all) = few_values(&made, prospect) else { continue };
                let outcomes: Vec<Eligibility> = all.iter().map(|answers| with(answers).awards[id].outcome).collect();
                let eligible = outcomes.contains(&Eligibility::Eligible);
                let otherwise =
                    outcomes.iter().any(|one| matches!(one, Eligibility::Ineligible | Eligibility::Conditional));
                prop_assert!(!eligible || prospect.chance != Chance::Impossible, "{}: {:?}\n{:?}", id, prospect, made);
                prop_assert!(!otherwise || prospect.chance != Chance::Certain, "{}: {:?}\n{:?}", id, prospect, made);
                if eligible && otherwise {
                    counts.0 += 1;
                    counts.1 += usize::from(prospect.chance == Chance::Possible);
                    counts.2 += usize::from(!prospect.exact);
                }
            }
            Ok(())
        });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    let (both, found, not_exact) = counts.into_inner();
    met("both outcomes", both, 80, very_slow_law().cases);
    met("both outcomes, searched", not_exact, 50, very_slow_law().cases);
    // one in twenty is not found, and by chance three more
    assert!((both - found) * 20 <= both + 60, "both outcomes are there {both} times, and found {found} times");
}

/// An answer as it is written in a dossier.
fn literal(rules: &RuleSet, fact: &str, text: &str) -> Literal {
    let of = predikat::DossierDocument::from_yaml("answer", &format!("{{unit: u, facts: {{x: {text}}}}}")).ok();
    let plain = of.and_then(|document| document.facts.get("x").cloned());
    let mut with =
        predikat::DossierDocument { unit: "u".into(), as_of: "2022-05-31".parse().ok(), ..Default::default() };
    let quoted = Literal::text(text);
    with.facts.insert(fact.to_owned(), quoted.clone());
    if rules.bind(&with, &predikat::dossier::BindOptions::new().insist(true)).is_ok() {
        quoted
    } else {
        plain.unwrap_or(quoted)
    }
}

/// Every way of giving the facts to find out a few values each; `None` where there are too many.
fn few_values(made: &generated::Made, prospect: &predikat::unknowns::Prospect) -> Option<Vec<Vec<(String, Literal)>>> {
    let domains = generated::domains(&made.rules);
    let mut all: Vec<Vec<(String, Literal)>> = vec![Vec::new()];
    for question in &prospect.ask {
        let (_, values) = domains.iter().find(|(name, _)| *name == question.fact)?;
        all = all
            .iter()
            .flat_map(|answers| {
                values
                    .iter()
                    .map(|value| answers.iter().cloned().chain([(question.fact.clone(), value.clone())]).collect())
            })
            .collect();
        if all.len() > 300 {
            return None;
        }
    }
    Some(all)
}
