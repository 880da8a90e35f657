//! What is said of the missing facts of units written by hand.

use predikat::assessment::Eligibility;
use predikat::unknowns::{Chance, unknowns};
use predikat::{RuleSet, assess};

use super::bound;

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
