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
