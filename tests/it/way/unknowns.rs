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

/// Wages of 5000 are above the limit whatever the rents are; with wages of 500 rents of 1500 are the most.
#[test]
fn a_means_test_is_possible_only_where_both_ways_are_found() {
    let text = "
ruleset: means-test
edition: 1.0.0
facts:
  wages: {type: decimal, min: 0}
  rents: {type: decimal, min: 0}
  income: {derive: {sum: [wages, rents]}}
criteria:
  - {id: scored, bands: {of: income, steps: [{at_least: 2001, fraction: 1}]}}
awards:
  - {id: aid, requires: [{id: income, when: {income: {at_most: 2000}}}]}
";
    let found = settled(text, "{unit: u, as_of: 2024-01-01, facts: {wages: 5000}}");
    let aid = &found.awards["aid"];
    assert_eq!((aid.outcome, aid.chance, aid.proved), (Eligibility::Ineligible, Chance::Impossible, true));
    let found = settled(text, "{unit: u, as_of: 2024-01-01, facts: {wages: 500}}");
    let aid = &found.awards["aid"];
    assert_eq!((aid.outcome, aid.chance, aid.proved), (Eligibility::Undetermined, Chance::Possible, true));
    let rents: Vec<f64> = aid.shown_by.iter().map(|way| way.answers["rents"].parse().unwrap()).collect();
    assert!(rents[0] <= 1500.0 && rents[1] > 1500.0, "{aid:?}");
    let outcomes: Vec<Eligibility> = aid.shown_by.iter().map(|way| way.outcome).collect();
    assert_eq!(outcomes, [Eligibility::Eligible, Eligibility::Ineligible]);
}

/// Twice a whole number is not between 4 and 6 and no 5: bounds do not see it, and it cannot be found.
#[test]
fn what_is_not_found_is_not_excluded() {
    let text = "
ruleset: twice
edition: 1.0.0
facts: {n: {type: integer, min: 0}, twice: {derive: {sum: [n, n]}}}
criteria: [{id: c, met_when: {n: {at_least: 1}}}]
awards:
  - id: odd
    requires: [{id: more, when: {twice: {above: 4}}}, {id: less, when: {twice: {below: 6}}}]
";
    let rules = RuleSet::from_yaml("rules.yaml", text).unwrap();
    let document = predikat::DossierDocument::from_yaml("unit.yaml", "{unit: u, as_of: 2024-01-01}").unwrap();
    let dossier = bound(&rules, &document);
    let assessment = assess(&dossier);
    let found = unknowns(&dossier, &assessment);
    let odd = &found.awards["odd"];
    assert_eq!((odd.chance, odd.proved, odd.exact), (Chance::NotExcluded, false, false));
    assert!(odd.shown_by.is_empty() && odd.ask[0].fact == "n", "{odd:?}");
    let json = serde_json::to_value(odd).unwrap();
    assert_eq!((&json["chance"], &json["proved"]), (&"not_excluded".into(), &false.into()));
    for (language, words) in [
        (predikat::report::Language::English, "odd: not excluded"),
        (predikat::report::Language::Indonesian, "odd: tidak tertutup kemungkinan"),
    ] {
        let page = predikat::report::Page { language, ..predikat::report::Page::default() };
        let told = predikat::report::unknowns(&dossier, &assessment, &found);
        let text = predikat::report::draw(&rules, &told, page);
        assert!(text.contains(words), "{text}");
    }
}

/// What is only found by changing several answers at once, one after the other: texts, dates, products and bars.
#[test]
fn ways_are_found_through_what_is_calculated() {
    let text = "
ruleset: far
edition: 1.0.0
facts:
  begun: {type: date}
  ended: {type: date}
  days: {derive: {days_between: [begun, ended]}}
  length: {type: decimal, min: 0}
  width: {type: decimal, min: 0}
  area: {derive: {product: [length, width, 2]}}
  note: {type: text, max: 40}
  fined: {type: date}
criteria:
  - {id: quick, weight: 3, linear: {of: days, from: 40, to: 10}}
  - {id: filled, weight: 2, ratio: {of: width, to: length, when_zero: 0}}
awards:
  - id: good
    requires:
      - {id: points, score: total, at_least: 4}
      - {id: large, when: {area: {at_least: 700, at_most: 720}}}
      - {id: note, when: {note: {starts_with: SK, contains_url: true}}}
    bars: [{id: fined, since: fined, for: 2y}]
";
    let found = settled(text, "{unit: u, as_of: 2024-01-01}");
    let good = &found.awards["good"];
    assert_eq!((good.chance, good.proved, good.exact), (Chance::Possible, true, false), "{good:?}");
    assert_eq!(good.shown_by[0].outcome, Eligibility::Eligible);
}

#[test]
fn what_fails_because_nothing_is_answered_rules_nothing_out() {
    let rules = |policy: &str, requirement: &str| {
        format!(
            "
ruleset: silence
edition: 1.0.0
facts:
  papers: {{type: integer, min: 0, max: 9}}
  paid: {{type: boolean}}
  ramp: {{type: boolean}}
criteria: [{{id: c, linear: {{of: papers, from: 0, to: 9}}, unanswered: {policy}}}, {{id: d, met_when: {{ramp: true}}}}]
awards:
  - id: pass
    requires: [{requirement}, {{id: paid, when: {{paid: true}}}}]
    conditional: {{requires: [{{id: some, when: {{papers: {{above: 0}}}}}}], for: 90d}}
"
        )
    };
    let most = "{id: most, score: total, at_least: 0.5}";
    let answered = "{id: known, when: {papers: {answered: true}}}";
    for (policy, requirement) in [("zero", most), ("skip", most), ("unknown", answered)] {
        let found = settled(&rules(policy, requirement), "{unit: u, as_of: 2024-01-01, facts: {ramp: false}}");
        let pass = &found.awards["pass"];
        assert_eq!((pass.outcome, pass.chance), (Eligibility::Undetermined, Chance::Possible), "{policy}: {pass:?}");
        assert!(pass.can_be.contains(&Eligibility::Eligible), "{policy}");
    }
    let found = settled(
        &rules("unknown", "{id: most, score: total, at_least: 2}"),
        "{unit: u, as_of: 2024-01-01, facts: {ramp: false}}",
    );
    assert_eq!(found.awards["pass"].chance, Chance::Impossible);
}
