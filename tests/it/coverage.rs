//! Coverage, mutants and suggestions, counted by hand on a small rule set.
#![cfg(feature = "yaml")]

use std::collections::BTreeMap;

use predikat::suite::coverage::What;
use predikat::suite::mutants::{Mutant, MutantKind, Mutation, mutants, trials};
use predikat::suite::{Fate, Surroundings, Tested, Texts, run};
use predikat::{Number, RuleDocument, SuiteDocument};

const RULES: &str = "
ruleset: shop
edition: 1.0.0
scales: {abc: {A: 1, B: 0.5, C: 0}}
facts:
  visits: {type: integer, min: 0, max: 99}
  open: {type: boolean}
  sells: {type: boolean}
evidence: {photo: {valid_for: 30d}}
criteria:
  - {id: clean, answer: abc, evidence: photo, allows: [waiver]}
  - {id: busy, bands: {of: visits, steps: [{at_least: 10, fraction: 0.5}, {at_least: 20, fraction: 1}]}}
  - {id: staffed, applies_when: {open: true, sells: true}, met_when: {visits: {below: 50}}}
awards:
  - id: good
    requires: [{id: total, score: total, at_least: 2}]
    bars: [{id: shut, when: {open: false}}]
";

const HEAD: &str = "
suite: shop
edition: 1.0.0
cases:
";

/// Everything at its best.
const BEST: &str = "
  - name: best
    given:
      as_of: 2024-01-31
      facts: {clean: A, visits: 20, open: true, sells: true}
      evidence: [{id: picture, type: photo, issued: 2024-01-31, supports: [clean]}]
    expect: {total: {low: 3, high: 3}, awards: {good: {outcome: eligible}}}
";

fn rules() -> RuleDocument {
    RuleDocument::from_yaml("shop.yaml", RULES).unwrap()
}

/// What `look` says of the rule set with these cases, all of which must pass.
fn with_cases<T>(cases: &str, look: impl FnOnce(&Tested<'_>) -> T) -> T {
    let suite = SuiteDocument::from_yaml("suite.yaml", &format!("{HEAD}{cases}")).unwrap();
    let surroundings = Texts::new().with_rules(rules());
    let report = run(&suite, &surroundings);
    assert!(report.passed(), "{report}");
    let tested = Tested::of([(&suite, &surroundings as &dyn Surroundings)]);
    assert_eq!(tested.len(), 1);
    assert_eq!(tested[0].failing(), 0);
    look(&tested[0])
}

/// The mutants at an element, by what they change.
fn fates(tested: &Tested<'_>, at: &str) -> BTreeMap<String, Fate> {
    let mutants = tested.mutants().into_iter().filter(|mutant| mutant.at == at);
    mutants.map(|mutant| (mutant.change.clone(), tested.judge(&mutant))).collect()
}

#[test]
fn places_are_counted() {
    let coverage = with_cases(BEST, |tested| tested.coverage());
    let count = |what| {
        let all: Vec<_> = coverage.places.iter().filter(|place| place.what == what).collect();
        (all.iter().filter(|place| place.covered).count(), all.len())
    };
    assert_eq!(count(What::Criterion), (3, 3));
    assert_eq!(count(What::Answer), (1, 3));
    // From 10, from 20, below all; of the edges 20 alone.
    assert_eq!(count(What::Band), (1, 3));
    assert_eq!(count(What::Edge), (1, 2));
    // `applies_when` and `met_when` hold.
    assert_eq!(count(What::Condition), (2, 4));
    assert_eq!(count(What::Test), (2, 4));
    assert_eq!(count(What::Evidence), (1, 2));
    assert_eq!(count(What::Requirement), (1, 2));
    assert_eq!(count(What::Bar), (1, 2));
    assert_eq!(count(What::Award), (1, 3));
    assert_eq!(count(What::Exception), (0, 2));
    assert_eq!(count(What::Case), (0, 0));
    assert_eq!((coverage.covered(), coverage.places.len()), (14, 30));
    assert_eq!(coverage.percent(), Number::ratio(140, 3).unwrap());
}

#[test]
fn what_is_uncovered_has_its_position() {
    let coverage = with_cases(BEST, |tested| tested.coverage());
    let lines: Vec<String> = coverage.uncovered().map(ToString::to_string).collect();
    for line in [
        "shop.yaml:11:5: clean: answer `B`",
        "shop.yaml:11:5: clean: its evidence is lacking",
        "shop.yaml:12:44: busy: a value in the band from 10",
        "shop.yaml:13:40: staffed: `applies_when`: test 1 of `open` fails",
        "shop.yaml:17:12: good.shut: the bar stands",
    ] {
        assert!(lines.contains(&line.to_owned()), "{line}\n{}", lines.join("\n"));
    }
    let mut sorted = lines.clone();
    sorted.sort_by_key(|line| {
        let mut numbers = line.split(':').skip(1).map(|part| part.parse::<u32>().unwrap_or(0));
        (numbers.next(), numbers.next())
    });
    assert_eq!(lines, sorted);
}

#[test]
fn another_case_covers_the_other_sides() {
    let cases = format!(
        "{BEST}
  - name: shut
    given:
      as_of: 2024-01-31
      facts: {{clean: C, visits: 60, open: false, sells: false}}
      exceptions: [{{kind: waiver, on: clean, reason: fire, approved_by: head, issued: 2024-01-01}}]
    expect: {{awards: {{good: {{outcome: ineligible}}}}}}
  - name: nobody came
    given: {{as_of: 2024-01-31, facts: {{clean: C, visits: 0, open: true, sells: true}}}}
    expect: {{total: {{low: 1, high: 1}}}}
  - name: refused later
    given:
      as_of: 2024-01-31
      facts: {{clean: B, visits: 10}}
      exceptions: [{{kind: waiver, on: clean, reason: fire, approved_by: head, issued: 2024-02-01}}]
    expect: {{awards: {{good: {{outcome: ineligible}}}}}}
"
    );
    let uncovered: Vec<String> = with_cases(&cases, |tested| tested.coverage())
        .uncovered()
        .map(|one| format!("{}: {}", one.of, one.words))
        .collect();
    assert_eq!(uncovered, ["good: undetermined"]);
}

#[test]
fn each_kind_of_mutant_is_made() {
    let rules = RuleDocument::from_yaml(
        "all.yaml",
        "
ruleset: all
edition: 1.0.0
exceptions: {at_most: 2}
scales: {abc: {A: 1, B: 0.5, C: 0}}
facts: {a: {type: integer}, b: {type: integer}, ab: {derive: {sum: [a, b]}}, day: {type: date}}
evidence: {photo: {valid_for: 30d}}
criteria:
  - {id: one, weight: 2, answer: abc, evidence: {type: photo, at_least: 2}, allows: [waiver]}
  - {id: two, bands: {of: ab, steps: [{at_least: 1, fraction: 0.5}]}}
  - {id: three, cases: [{when: {a: {at_least: 1}}, fraction: 1}, {when: {b: 3}, fraction: 0.5}]}
  - {id: four, aggregate: mean, weight: 2, round: {places: 1}, not_applicable: shrink, criteria: [
      {id: x, answer: abc}, {id: y, answer: abc}]}
measures: {some: {sum: [one, two]}}
awards:
  - {id: low, requires: [{id: total, score: total, at_least: 2}], bars: [{id: late, since: day, for: 2y}]}
  - {id: high, requires: [{id: some, score: some, at_least: 2, waivable: true}]}
",
    )
    .unwrap();
    let mutants = mutants(&rules);
    let has = |kind: MutantKind, at: &str, change: &str| {
        let is_it = |one: &Mutant| one.kind == kind && one.at == at && one.change == change;
        let there = || mutants.iter().map(|one| format!("{:?} {one}\n", one.kind)).collect::<String>();
        assert!(mutants.iter().any(is_it), "{kind:?} {at} {change}\n{}", there());
    };
    has(MutantKind::Weight, "one", "`weight: 2` becomes `weight: 3`");
    has(MutantKind::Weight, "two", "`weight: 2` is added");
    has(MutantKind::Fraction, "scales.abc.B", "`B: 0.5` becomes `B: 0.4`");
    has(MutantKind::Fraction, "scales.abc.C", "`C: 0` becomes `C: 0.1`");
    has(MutantKind::Threshold, "low.total", "`at_least: 2` becomes `at_least: 1`");
    has(MutantKind::Threshold, "exceptions", "`at_most: 2` becomes `at_most: 3`");
    has(MutantKind::Operator, "low.total", "`at_least: 2` becomes `above`");
    has(MutantKind::Operator, "three", "`b: 3` becomes `b: {is_not: 3}`");
    has(MutantKind::Aggregate, "four", "`aggregate: mean` becomes `aggregate: min`");
    has(MutantKind::Policy, "four", "`not_applicable: shrink` becomes `not_applicable: zero`");
    has(MutantKind::Rounding, "four", "`places: 1` becomes `places: 2`");
    has(MutantKind::Band, "two", "`at_least: 1` becomes `at_least: 2`");
    has(MutantKind::Case, "three", "it changes places with the next");
    has(MutantKind::Evidence, "one", "`at_least: 2` becomes `at_least: 1`");
    has(MutantKind::Evidence, "one", "`evidence` is asked no more");
    has(MutantKind::Duration, "evidence.photo", "`valid_for: 30d` becomes `valid_for: 31d`");
    has(MutantKind::Duration, "low.late", "`for: 2y` becomes `for: 3y`");
    has(MutantKind::Exception, "one", "`waiver` is dropped");
    has(MutantKind::Exception, "high.some", "`waivable: true` becomes `waivable: false`");
    has(MutantKind::Derivation, "facts.ab", "`sum: [a, b]` becomes `max`");
    has(MutantKind::Measure, "measures.some", "`two` is dropped");
    has(MutantKind::Requirement, "low.total", "`total` is dropped");
    has(MutantKind::Bar, "low.late", "`late` is dropped");
    has(MutantKind::Award, "awards", "it changes places with the next");
    let total = mutants.iter().find(|one| one.at == "low.total" && one.kind == MutantKind::Threshold).unwrap();
    assert_eq!(total.place.to_string(), "all.yaml:16:62");
    // Each differs from the rule set and from every other mutant.
    let mut trees: Vec<_> = mutants.iter().map(|one| one.document(&rules).to_yaml()).collect();
    trees.push(rules.to_yaml());
    let all = trees.len();
    trees.sort();
    trees.dedup();
    assert_eq!(trees.len(), all);
}

#[test]
fn a_mutant_is_noticed_or_survives() {
    with_cases(BEST, |tested| {
        let of_total = fates(tested, "good.total");
        // The total is 3: nothing is said near 2.
        assert_eq!(of_total["`at_least: 2` becomes `at_least: 3`"], Fate::Survived);
        assert_eq!(of_total["`at_least: 2` becomes `above`"], Fate::Survived);
        let of_bar = fates(tested, "good.shut");
        assert_eq!(of_bar["`open: false` becomes `open: true`"], Fate::Noticed);
        assert_eq!(of_bar["`shut` is dropped"], Fate::Survived);
        assert_eq!(fates(tested, "scales.abc.A").into_values().collect::<Vec<_>>(), [Fate::Noticed]);
        assert_eq!(fates(tested, "scales.abc.B").into_values().collect::<Vec<_>>(), [Fate::Survived]);
        let of_bands = fates(tested, "busy");
        assert_eq!(of_bands["`at_least: 20` becomes `at_least: 21`"], Fate::Noticed);
        assert_eq!(of_bands["`at_least: 20` becomes `at_least: 19`"], Fate::Survived);
        assert_eq!(of_bands["`fraction: 0.5` becomes `fraction: 1`"], Fate::Survived);
    });
    let edge = format!(
        "{BEST}
  - name: on the threshold
    given:
      as_of: 2024-01-31
      facts: {{clean: A, visits: 9, open: true, sells: true}}
      evidence: [{{id: picture, type: photo, issued: 2024-01-31, supports: [clean]}}]
    expect: {{total: {{low: 2, high: 2}}, awards: {{good: {{outcome: eligible}}}}}}
"
    );
    with_cases(&edge, |tested| {
        let of_total = fates(tested, "good.total");
        assert_eq!(of_total["`at_least: 2` becomes `at_least: 3`"], Fate::Noticed);
        assert_eq!(of_total["`at_least: 2` becomes `above`"], Fate::Noticed);
        assert_eq!(of_total["`at_least: 2` becomes `at_least: 1`"], Fate::Survived);
    });
}

#[test]
fn what_changes_nothing_and_what_is_refused_are_no_mutants() {
    let rules = "
ruleset: box
edition: 1.0.0
facts: {full: {type: boolean}}
criteria:
  - {id: a, weight: 2, criteria: [{id: b, weight: 2, applies_when: {all: [{full: true}]}, met_when: {full: true}}]}
";
    let rules = RuleDocument::from_yaml("box.yaml", rules).unwrap();
    let suite = "
suite: box
cases: [{name: full, given: {as_of: 2024-01-01, facts: {full: true}}, expect: {total: {low: 2, high: 2}}}]
";
    let suite = SuiteDocument::from_yaml("suite.yaml", suite).unwrap();
    let surroundings = Texts::new().with_rules(rules);
    let tested = Tested::of([(&suite, &surroundings as &dyn Surroundings)]);
    // A sum weighs what is in it: neither weight can be changed alone.
    let weights: Vec<Fate> = tested[0]
        .mutants()
        .iter()
        .filter(|one| one.kind == MutantKind::Weight)
        .map(|one| tested[0].judge(one))
        .collect();
    assert_eq!(weights, [Fate::Refused, Fate::Refused]);
    let judged = trials(&tested).into_iter().map(|trial| {
        let fate = trial.judge(&tested);
        (trial.mutant, fate)
    });
    let mutation = Mutation::by_file(judged);
    assert_eq!(mutation.len(), 1);
    assert_eq!(mutation[0].file.as_deref(), Some("box.yaml"));
    assert_eq!(mutation[0].refused, 2);
    assert!(mutation[0].noticed > 0);
}

#[test]
fn a_text_that_is_used_twice_is_changed_everywhere() {
    let text = "
ruleset: twice
edition: 1.0.0
facts: {a: {type: integer}}
criteria:
  - {id: one, met_when: &when {a: {at_least: 5}}}
  - {id: two, met_when: *when}
";
    let rules = RuleDocument::from_yaml("twice.yaml", text).unwrap();
    let raised: Vec<Mutant> =
        mutants(&rules).into_iter().filter(|one| one.change == "`at_least: 5` becomes `at_least: 6`").collect();
    assert_eq!(raised.len(), 1);
    let changed = raised[0].document(&rules);
    assert_eq!(changed.criteria[0].met_when, changed.criteria[1].met_when);
    assert_ne!(changed.criteria[0].met_when, rules.criteria[0].met_when);
}

#[test]
fn cases_of_an_extending_rule_set_notice_for_the_text_they_share() {
    let base = RuleDocument::from_yaml(
        "base.yaml",
        "ruleset: base\nedition: 1.0.0\nfacts: {a: {type: integer}}\ncriteria: [{id: one, met_when: {a: {at_least: 5}}}]\n",
    )
    .unwrap();
    let more = "ruleset: more\nedition: 1.0.0\nextends: {ruleset: base}\n";
    let more = RuleDocument::from_yaml("more.yaml", more).unwrap();
    let surroundings = Texts::new().with_rules(base).with_rules(more);
    let suite = |id: &str, a: i32, total: i32| {
        let text = format!(
            "suite: {id}\ncases: [{{name: a, given: {{as_of: 2024-01-01, facts: {{a: {a}}}}}, expect: {{total: {{low: {total}}}}}}}]"
        );
        SuiteDocument::from_yaml("suite.yaml", &text).unwrap()
    };
    let (below, on) = (suite("base", 0, 0), suite("more", 5, 1));
    let tested = Tested::of([(&below, &surroundings as &dyn Surroundings), (&on, &surroundings as _)]);
    assert_eq!(tested.len(), 2);
    let trials = trials(&tested);
    let above = trials.iter().find(|trial| trial.mutant.change == "`at_least: 5` becomes `above`").unwrap();
    assert_eq!(tested[0].judge(&above.mutant), Fate::Survived);
    assert_eq!(above.judge(&tested), Fate::Noticed);
}

#[test]
fn suggestions_exercise_what_they_are_for_and_pass_as_they_are() {
    let (text, count, before) = with_cases(BEST, |tested| {
        let suggestions = tested.suggestions();
        let text = suggestions.to_yaml(tested).unwrap();
        (text, suggestions.cases.len(), tested.coverage().covered())
    });
    assert!(count > 3, "{text}");
    assert_eq!(text.matches("# To be confirmed by a person.").count(), count);
    assert!(text.contains("  # shop.yaml:11:5: clean: answer `B`\n"), "{text}");
    let cases = text.split_once("cases:\n").unwrap().1;
    let after = with_cases(&format!("{BEST}{cases}"), |tested| tested.coverage());
    let uncovered: Vec<String> = after.uncovered().map(|one| format!("{}: {}", one.of, one.words)).collect();
    assert!(after.covered() > before + 8, "{uncovered:?}\n{text}");
    // Facts alone make no exceptions, and lacking evidence needs another document.
    for lacking in &uncovered {
        assert!(
            ["`waiver`", "its evidence", "it fails"].iter().any(|word| lacking.contains(word)),
            "{lacking}\n{text}"
        );
    }
}
