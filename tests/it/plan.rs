//! Plans for what ships and for what is large.
#![cfg(feature = "yaml")]

use predikat::assessment::Eligibility;
use predikat::dossier::BindOptions;
use predikat::plan::{Actions, PlanOptions, Proved, carried_out, plan};
use predikat::{ActionsDocument, DossierDocument, RuleSet, assess};

fn example(name: &str) -> String {
    std::fs::read_to_string(format!("examples/plans/{name}")).unwrap()
}

fn bound(rules: &RuleSet, dossier: &str, actions: &str) -> (predikat::Dossier, Actions) {
    let dossier = DossierDocument::from_yaml("dossier", dossier).unwrap();
    let dossier = rules.bind(&dossier, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"));
    let actions = ActionsDocument::from_yaml("actions", actions).unwrap();
    let actions = Actions::bind(&actions, &dossier).unwrap_or_else(|problems| panic!("{problems}"));
    (dossier, actions)
}

fn shipped(id: &str, day: &str) -> RuleSet {
    predikat::shipped::in_force(id, day.parse().unwrap()).unwrap().rule_set().unwrap()
}

#[test]
fn rangkasbitung_goes_around_the_heritage_building() {
    let rules = shipped("p2ham", "2019-10-01");
    let file = example("rangkasbitung-tindakan.yaml");
    let (dossier, actions) = bound(&rules, &example("rangkasbitung-sebelum.yaml"), &file);
    assert_eq!(assess(&dossier).awards["penghargaan"].outcome, Eligibility::Ineligible);
    let planning = plan(&dossier, &actions, &PlanOptions::new("penghargaan")).unwrap();
    assert_eq!(planning.proof.verdict, Proved::Optimal);
    let [best] = planning.plans.as_slice() else { panic!("{planning:#?}") };
    let steps: Vec<&str> = best.steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(steps, ["verifikasi", "siapkan-blok", "sk-penempatan", "persetujuan"]);
    assert_eq!((best.cost.to_string(), best.done.to_string()), ("15".into(), "2019-10-28".into()));
    let approval = best.steps.last().unwrap();
    assert_eq!(approval.exceptions[0].using.as_deref(), Some("pindah_blok"));
    assert!(approval.mechanism.is_some() && approval.evidence[0].evidence_type == "persetujuan_kanwil");
    for language in [predikat::report::Language::Indonesian, predikat::report::Language::English] {
        let page = predikat::report::Page { language, ..predikat::report::Page::default() };
        let text = predikat::report::planning(&rules, &planning, page);
        assert!(text.contains("sk-penempatan") && text.contains("Berita acara persetujuan"), "{text}");
    }

    // Without the equivalent there is none.
    let mut document = ActionsDocument::from_yaml("actions", &file).unwrap();
    document.actions.retain(|action| action.id != "persetujuan");
    let actions = Actions::bind(&document, &dossier).unwrap();
    let planning = plan(&dossier, &actions, &PlanOptions::new("penghargaan")).unwrap();
    assert_eq!((planning.proof.verdict, planning.plans.len()), (Proved::Infeasible, 0));
    let why = planning.why_not.unwrap();
    assert_eq!((why.together.as_slice(), why.proved), (["nilai".to_owned()].as_slice(), true));
    let heritage = &why.obstacles[0];
    assert_eq!((heritage.obstacle.as_str(), heritage.kind.as_deref()), ("cagar-budaya", Some("heritage")));
    assert_eq!((heritage.decides, heritage.forbids.contains(&"bangun-toilet".to_owned())), (Some(true), true));
}

#[test]
fn a_worksheet_of_113_criteria_with_60_actions_is_planned_and_proved() {
    let rules = shipped("zi-wbk-wbbm", "2023-05-31");
    let (dossier, actions) = bound(&rules, &example("zi-rutan.yaml"), &example("zi-tindakan.yaml"));
    assert_eq!((actions.len(), dossier.rule_set().awards().count()), (60, 2));
    let planning = plan(&dossier, &actions, &PlanOptions::new("wbk").work_limit(20_000)).unwrap();
    assert_eq!((planning.proof.verdict, planning.plans[0].cost.to_string()), (Proved::Optimal, "275.5".into()));
    let names: Vec<&str> = planning.plans[0].steps.iter().map(|step| step.action.as_str()).collect();
    let result = assess(&carried_out(&dossier, &actions, &names, None));
    assert_eq!(result.awards["wbk"].outcome, Eligibility::Eligible);
}

#[test]
fn where_proof_is_hard_the_gap_is_told_within_the_work_allowed() {
    let rules = RuleSet::from_yaml("rules", &example("large-rules.yaml")).unwrap();
    let (dossier, actions) = bound(&rules, &example("large-dossier.yaml"), &example("large-close.yaml"));
    assert_eq!((rules.criteria().count(), actions.len()), (420, 200));
    let planning = plan(&dossier, &actions, &PlanOptions::new("good").work_limit(300)).unwrap();
    assert_eq!(planning.proof.verdict, Proved::BoundNotProved);
    assert!(planning.proof.nodes <= 300);
    let (best, bound, gap) = (&planning.plans[0].cost, planning.proof.bound.unwrap(), planning.proof.gap.unwrap());
    assert!(bound < *best && &bound + &gap == *best, "{best} {bound} {gap}");
}

fn of(rules: &str, dossier: &str, actions: Option<&str>, award: &str) -> predikat::plan::Planning {
    let rules = RuleSet::from_yaml("rules", rules).unwrap_or_else(|problems| panic!("{problems}"));
    let dossier = DossierDocument::from_yaml("dossier", dossier).unwrap();
    let dossier = rules.bind(&dossier, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"));
    let actions = match actions {
        Some(text) => Actions::bind(&ActionsDocument::from_yaml("actions", text).unwrap(), &dossier).unwrap(),
        None => Actions::answers(&dossier),
    };
    plan(&dossier, &actions, &PlanOptions::new(award).tiers(true)).unwrap()
}

const LATE: &str = "
ruleset: assignment
edition: 1.0.0
facts:
  due: {type: date}
  handed_in: {type: date}
  excused: {type: boolean}
  days_late: {derive: {days_between: [due, handed_in]}}
  marks: {type: integer, min: 0, max: 100}
criteria:
  - {id: work, weight: 100, linear: {of: marks, from: 0, to: 100}}
  - id: late
    aggregate: deduct
    weight: 0
    floor: -40
    applies_when: {excused: false}
    criteria:
      - {id: days, weight: 40, applies_when: {days_late: {above: 0}}, linear: {of: days_late, from: 4, to: 0}}
awards: [{id: pass, requires: [{id: t, score: total, at_least: 60}]}]
";

/// 80 points of work, and a penalty of 0 to 40 by a date that is missing: neither nothing to do nor impossible.
#[test]
fn where_a_missing_fact_decides_it_is_to_be_found_out() {
    let unit = "{unit: u, as_of: 2024-07-01, facts: {due: 2024-05-01, marks: 80, excused: false}}";
    let open = of(LATE, unit, Some("{actions: [{id: wait, cost: 1}]}"), "pass");
    assert_eq!((open.proof.verdict, open.plans.len(), &open.why_not), (Proved::Undetermined, 0, &None));
    let found = open.undetermined.as_ref().unwrap();
    assert_eq!((found.find_out.as_slice(), found.plan.steps.len()), (["handed_in".to_owned()].as_slice(), 0));
    assert_eq!((found.chance.word(), found.plan.cost.to_string()), ("possible", "0".into()));
    assert_eq!(open.tiers["pass"].find_out, ["handed_in"]);
    let rules = RuleSet::from_yaml("rules", LATE).unwrap();
    for (language, words) in [
        (predikat::report::Language::English, ["undetermined: no set of these actions", "1. handed_in"]),
        (predikat::report::Language::Indonesian, ["belum dapat ditentukan: tidak ada gabungan", "1. handed_in"]),
    ] {
        let page = predikat::report::Page { language, ..predikat::report::Page::default() };
        let text = predikat::report::planning(&rules, &open, page);
        assert!(words.iter().all(|words| text.contains(words)), "{text}");
    }

    // 50 points of work are too few, whatever the date is: only the marks would help, and then the date decides.
    let unit = unit.replace("80", "50");
    let never = of(LATE, &unit, Some("{actions: [{id: wait, cost: 1}]}"), "pass");
    assert_eq!((never.proof.verdict, never.undetermined), (Proved::Infeasible, None));
    assert_eq!(never.why_not.unwrap().together, ["t"]);
    let more = of(LATE, &unit, Some("{actions: [{id: learn, cost: 3, sets: {marks: 70}}]}"), "pass");
    let found = more.undetermined.unwrap();
    let steps: Vec<&str> = found.plan.steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(
        (more.proof.verdict, steps, found.find_out),
        (Proved::Undetermined, vec!["learn"], vec!["handed_in".into()])
    );

    // With 100 points it passes whatever the date is.
    let best = of(LATE, &unit, Some("{actions: [{id: learn, cost: 3, sets: {marks: 100}}]}"), "pass");
    assert_eq!((best.proof.verdict, best.undetermined), (Proved::Optimal, None));
    // Of numbers and dates no better answers are offered where there is no actions file: they are found out.
    let bare = of(LATE, &unit.replace("50", "80"), None, "pass");
    assert_eq!(bare.undetermined.unwrap().find_out, ["handed_in"]);
}

/// The fraction of a gate is that of its table alone: the penalty of 4 that nobody can mend takes points and no percent.
#[test]
fn a_gate_of_weight_0_is_planned_by_its_fraction() {
    let rules = "
ruleset: gate
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
facts: {fined: {type: integer, min: 0}}
criteria:
  - {id: c, weight: 1, answer: yn}
  - id: gate
    aggregate: mean
    weight: 0
    criteria:
      - {id: open, answer: yn}
      - {id: fine, aggregate: deduct, weight: 0, floor: -4, criteria: [{id: paid, weight: 4, met_when: {fined: 0}}]}
awards: [{id: w, requires: [{id: q, score: gate, at_least_percent: 100}]}]
";
    let unit = "{unit: u, as_of: 2024-01-01, facts: {c: no, gate.open: no, fined: 1}}";
    let planning = of(rules, unit, Some("{actions: [{id: unlock, cost: 2, sets: {gate.open: yes}}]}"), "w");
    let steps: Vec<&str> = planning.plans[0].steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!((planning.proof.verdict, steps), (Proved::Optimal, vec!["unlock"]));
}

/// What asks for another award is waived: then nothing of what that one asks, or the one that it asks for, is needed.
#[test]
fn an_award_that_is_asked_for_is_waived_with_all_that_it_asks() {
    let rules = "
ruleset: w
edition: 1.0.0
allows: [waiver]
facts: {b: {type: boolean}}
criteria: [{id: c, met_when: {b: true}}]
awards:
  - {id: lowest, requires: [{id: r, when: {b: true}}]}
  - {id: low, requires: [{id: r, award: lowest, eligible: true, waivable: true}], bars: [{id: b, when: {b: false}}]}
  - {id: high, requires: [{id: r, award: low, eligible: true, waivable: true}]}
";
    let actions = "
actions:
  - {id: waive, cost: 3, invokes: [{kind: waiver, on: high.r, reason: moved, approved_by: TPN}]}
";
    let planning = of(rules, "{unit: u, as_of: 2024-01-01, facts: {b: false}}", Some(actions), "high");
    let costs: Vec<String> = planning.plans.iter().map(|plan| plan.cost.to_string()).collect();
    assert_eq!(costs, ["3"], "{planning:#?}");
}

/// A budget of more digits than 64 bits hold is kept to the last of them.
#[test]
fn a_budget_of_many_digits_is_kept() {
    let rules = "
ruleset: r
edition: 1.0.0
scales: {yn: {yes: 1, no: 0}}
criteria: [{id: c, answer: yn}]
awards: [{id: w, requires: [{id: q, score: c, at_least: 1}]}]
";
    let rules = RuleSet::from_yaml("rules", rules).unwrap();
    let unit = "{unit: u, as_of: 2024-01-01, facts: {c: no}}";
    let (dossier, actions) = bound(&rules, unit, "{actions: [{id: build, cost: 3, sets: {c: yes}}]}");
    for (budget, is_enough) in [
        ("0.1234567890123456789", false),
        ("2.9999999999999999999", false),
        ("3.0000000000000000001", true),
        ("12345678901234567890.5", true),
        ("-12345678901234567890.5", false),
    ] {
        let planning = plan(&dossier, &actions, &PlanOptions::new("w").budget(budget.parse().unwrap())).unwrap();
        let costs: Vec<String> = planning.plans.iter().map(|plan| plan.cost.to_string()).collect();
        if is_enough {
            assert_eq!((planning.proof.verdict, costs), (Proved::Optimal, vec!["3".to_owned()]), "{budget}");
        } else {
            assert_eq!((planning.proof.verdict, costs), (Proved::Infeasible, Vec::new()), "{budget}");
            assert!(planning.why_not.unwrap().budget, "{budget}");
        }
    }
}
