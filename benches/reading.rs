//! What reading costs, beside the parsing that it cannot do without.
//!
//! Rules: from YAML text to compiled, as a ratio to the YAML reader alone. Units: from JSON text to their scores, as a
//! ratio to the reader and the decision that one would write by hand; from a wide table and from a struct to
//! dossiers, as ratios to splitting the table and to building the struct. In test mode everything runs once.

mod award40;
mod ratio;

use award40::json;
use predikat::document::Node;
use predikat::dossier::{BindOptions, Binder};
use predikat::score::{Scorer, Scores};
use predikat::{DossierDocument, RuleDocument, RuleSet};

fn main() {
    let settings = ratio::Settings::from_arguments();
    read_rules(&settings, "zi-wbk-wbbm", include_str!("../rules/zi-wbk-wbbm.yaml"));
    for criteria in [40, 400, 4000] {
        read_rules(&settings, &format!("award40, {criteria} criteria"), &award40::rules(criteria));
    }
    for criteria in [40, 400, 4000] {
        from_json(&settings, criteria);
    }
    from_table(&settings);
    from_struct(&settings);
}

fn read_rules(settings: &ratio::Settings, name: &str, text: &str) {
    let yaml = || {
        let options = serde_saphyr::options! { budget: None };
        serde_saphyr::from_str_with_options::<Node>(text, options).expect("the rules are well-formed")
    };
    let document = || RuleDocument::from_yaml("rules.yaml", text).expect("the rules are well-formed");
    let mut works = [
        ratio::Work::new("the YAML reader alone", || usize::from(yaml().get("criteria").is_some())),
        ratio::Work::new("read", || document().criteria.len()),
        ratio::Work::new("read, check, compile", || {
            RuleSet::from_yaml("rules.yaml", text).expect("the rules are valid").criteria().count()
        }),
    ];
    ratio::report(&format!("rules: {name}"), settings, &mut works);
}

fn from_json(settings: &ratio::Settings, criteria: usize) {
    let count = if settings.once { 20 } else { (40_000 / criteria).max(20) };
    let rules = award40::rule_set(criteria);
    let units = award40::units(criteria, count);
    let texts: Vec<String> = units.iter().map(|unit| json::text("u", unit)).collect();
    let options = BindOptions::new();
    let binder = Binder::new(&rules, &options);
    let scorer = Scorer::new(&rules);
    let mut scores = Scores::default();
    for (unit, text) in units.iter().zip(&texts) {
        let by_hand = award40::by_hand(&json::unit(text, criteria));
        assert_eq!(by_hand, award40::by_hand(unit));
        scorer.score(&binder.json("u.json", text).expect("the units fit the rules"), &mut scores);
        assert!(!scores.is_wide());
        let margin = (by_hand.total - 75.0).abs().min((by_hand.total - 85.0).abs());
        assert!(margin < 1e-6 || scores.highest() == [None, Some("silver"), Some("gold")][by_hand.tier as usize]);
    }
    let mut works = [
        ratio::Work::new("by hand", || {
            texts.iter().map(|text| 1 + award40::by_hand(&json::unit(text, criteria)).tier as usize).sum()
        }),
        ratio::Work::new("bind", || {
            texts.iter().filter(|text| binder.json("u.json", text).is_ok_and(|bound| bound.unit() == "u")).count()
        }),
        ratio::Work::new("bind and score", || {
            texts
                .iter()
                .map(|text| {
                    let dossier = binder.json("u.json", text).expect("the units fit the rules");
                    scorer.score(&dossier, &mut scores);
                    usize::from(!scores.is_wide())
                })
                .sum()
        }),
        ratio::Work::new("through the positioned reader", || {
            let read = texts.iter().map(|text| predikat::dossier::sources::json("u.json", text));
            let documents = read.flatten().map(|document| document.expect("the units are well-formed"));
            documents.filter(|document| rules.bind(document, &options).is_ok()).count()
        }),
    ];
    works.iter_mut().for_each(|work| work.units = count);
    ratio::report(&format!("JSON to scores: award40, {criteria} criteria"), settings, &mut works);
}

fn from_table(settings: &ratio::Settings) {
    let count = if settings.once { 20 } else { 1000 };
    let rules = award40::rule_set(40);
    let text = json::table(&award40::units(40, count));
    let options = BindOptions::new();
    let binder = Binder::new(&rules, &options);
    let mut works = [
        ratio::Work::new("the CSV reader alone", || {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let mut record = csv::StringRecord::new();
            let mut cells = 0;
            while reader.read_record(&mut record).expect("the table is well-formed") {
                cells += record.len();
            }
            cells
        }),
        ratio::Work::new("bind", || binder.csv("u.csv", &text, None).filter(Result::is_ok).count()),
    ];
    works.iter_mut().for_each(|work| work.units = count);
    ratio::report("wide CSV to dossiers: award40, 40 criteria", settings, &mut works);
}

fn from_struct(settings: &ratio::Settings) {
    let count = if settings.once { 20 } else { 1000 };
    let rules = award40::rule_set(40);
    let units = award40::units(40, count);
    let options = BindOptions::new();
    let binder = Binder::new(&rules, &options);
    let rest = DossierDocument { unit: "u".to_owned(), as_of: "2024-01-01".parse().ok(), ..DossierDocument::default() };
    let mut works = [
        ratio::Work::new("serde_json, to a string", || {
            units.iter().map(|unit| serde_json::to_string(&json::Facts::of(unit)).map_or(0, |text| text.len())).sum()
        }),
        ratio::Work::new("bind", || {
            units.iter().filter(|unit| binder.value(&json::Facts::of(unit), &rest).is_ok()).count()
        }),
        ratio::Work::new("through the tree", || {
            units.iter().filter(|unit| rules.bind_value(&json::Facts::of(unit), &rest, &options).is_ok()).count()
        }),
    ];
    works.iter_mut().for_each(|work| work.units = count);
    ratio::report("a struct to dossiers: award40, 40 criteria", settings, &mut works);
}
