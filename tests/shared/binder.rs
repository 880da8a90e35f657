//! Holds the binder to the readers: to reading with places, and binding what was read.

use predikat::dossier::{BindOptions, Binder, Dossier, sources};
use predikat::{DossierDocument, Problems, RuleSet};

type Bound = Result<Dossier, Problems>;

/// A dossier with all that is in it; the rules would drown it.
fn shown(bound: &Bound) -> Result<String, &Problems> {
    bound.as_ref().map(|dossier| {
        let text = format!("{dossier:?}");
        text.split(", rules: RuleSet").next().unwrap().to_owned()
    })
}

#[track_caller]
pub fn all_same(quick: impl Iterator<Item = Bound>, units: Vec<sources::Unit>, rules: &RuleSet, options: &BindOptions) {
    let quick: Vec<Bound> = quick.collect();
    assert_eq!(quick.len(), units.len());
    for (quick, unit) in quick.iter().zip(units) {
        let bound = unit.and_then(|document| rules.bind(&document, options));
        assert_eq!(shown(quick), shown(&bound));
        if let (Ok(quick), Ok(bound)) = (quick, bound) {
            assert_eq!(predikat::assess(quick), predikat::assess(&bound));
        }
    }
}

/// Holds the binder to the readers on one text of each kind.
#[track_caller]
pub fn same_json(rules: &RuleSet, text: &str, options: &BindOptions) {
    let binder = Binder::new(rules, options);
    let units = sources::json("u.json", text);
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('[') && units.len() == 1 {
        all_same([binder.json("u.json", text)].into_iter(), units.clone(), rules, options);
    }
    all_same(binder.json_list("u.json", text), units, rules, options);
    all_same(binder.json_lines("u.jsonl", text), sources::json_lines("u.jsonl", text), rules, options);
}

#[track_caller]
pub fn same_csv(rules: &RuleSet, text: &str, options: &BindOptions) {
    let binder = Binder::new(rules, options);
    all_same(binder.csv("u.csv", text, None), sources::csv("u.csv", text, None), rules, options);
}

#[track_caller]
pub fn same_value<T: serde::Serialize>(rules: &RuleSet, facts: &T, rest: &DossierDocument, options: &BindOptions) {
    let quick = Binder::new(rules, options).value(facts, rest);
    let bound = rules.bind_value(facts, rest, options);
    assert_eq!(shown(&quick), shown(&bound));
}
