//! Whether a Rust type fits the facts of a rule set is told field by field, before any value is seen.
#![cfg(all(feature = "yaml", feature = "schema"))]
#![allow(dead_code)]

use std::collections::BTreeMap;

use predikat::{Date, Number, RuleDocument, RuleSet};
use schemars::JsonSchema;

fn rules() -> RuleSet {
    let text = "
ruleset: types
edition: 1.0.0
scales: {abcd: {A: 1, B: 0.5, C: 0}}
facts:
  heritage: {type: boolean}
  opinion: {type: choice, of: [WTP, WDP]}
  staff: {type: integer, min: 0}
  level: {type: integer, min: 1, max: 300}
  rate: {type: decimal}
  since: {type: date}
  remark: {type: text}
  twice: {derive: {product: [staff, 2]}}
criteria:
  - {id: team, criteria: [{id: chosen, answer: abcd}, {id: led, answer: abcd}]}
  - id: rest
    met_when:
      {heritage: true, opinion: WTP, twice: {above: 1}, level: 1, rate: 1, since: {answered: true}, remark: {min_length: 1}}
";
    RuleSet::from_document(&RuleDocument::from_yaml("rules.yaml", text).unwrap()).unwrap()
}

fn told<T: JsonSchema>() -> Vec<String> {
    rules().check_fact_type::<T>().to_string().lines().map(str::to_owned).collect()
}

#[derive(JsonSchema)]
enum Opinion {
    /// Unqualified.
    #[schemars(rename = "WTP")]
    Unqualified,
    #[schemars(rename = "WDP")]
    Qualified,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "UPPERCASE")]
enum Letter {
    A,
    B,
    C,
}

#[derive(JsonSchema)]
struct Team {
    chosen: Letter,
    led: Option<Letter>,
}

#[test]
fn a_type_that_fits_fits_everywhere() {
    #[derive(JsonSchema)]
    struct Facts {
        heritage: Option<bool>,
        opinion: Opinion,
        staff: u64,
        level: Level,
        rate: Number,
        since: Option<Date>,
        remark: String,
        team: Option<Team>,
    }
    #[derive(JsonSchema)]
    struct Level(#[schemars(range(min = 1, max = 300))] u16);
    let report = rules().check_fact_type::<Facts>();
    assert!(report.fits() && report.lacking.is_empty(), "{report}");
    assert_eq!(report.fields.len(), 9);
}

#[test]
fn what_misfits_says_why() {
    #[derive(JsonSchema)]
    struct Facts {
        heritage: String,
        opinion: Verdict,
        staff: Vec<u32>,
        rate: bool,
        since: Number,
        remark: u8,
        twice: u8,
        as_of: Date,
        heritge: bool,
        team: bool,
    }
    #[derive(JsonSchema)]
    enum Verdict {
        #[schemars(rename = "WTP")]
        Unqualified,
        #[schemars(rename = "TMP")]
        Disclaimer,
    }
    assert_eq!(
        told::<Facts>(),
        [
            "as_of: misfits: `as_of` is not answered: leave it out of what is serialised",
            "heritage: misfits: a text, where true or false is asked",
            "heritge: misfits: no fact is called `heritge`; did you mean `heritage`?",
            "opinion: misfits: the text `TMP` is not an answer to `opinion`; the answers are `WTP` and \
             `WDP`",
            "rate: misfits: true or false, where a number is asked",
            "remark: misfits: a whole number, where a text is asked",
            "since: misfits: a number, where a date is asked",
            "staff: misfits: a list, where a whole number of 0 or more is asked",
            "team: misfits: no fact is called `team`; did you mean `team.led`?",
            "twice: misfits: `twice` is not answered: leave it out of what is serialised",
            "level: no field answers it",
            "team.chosen: no field answers it",
            "team.led: no field answers it",
        ]
    );
}

#[test]
fn what_depends_on_the_value_cannot_be_told() {
    #[derive(JsonSchema)]
    struct Facts {
        heritage: serde_json::Value,
        opinion: String,
        staff: i32,
        level: u8,
        rate: f64,
        since: String,
        team: BTreeMap<String, String>,
    }
    assert_eq!(
        told::<Facts>(),
        [
            "heritage: cannot tell: its schema allows anything",
            "level: cannot tell: a value may be below 1",
            "opinion: cannot tell: a text may be none of `WTP` and `WDP`",
            "rate: cannot tell: a float may have more digits than are exact: use `predikat::Number`",
            "since: cannot tell: a text may or may not be a date",
            "staff: cannot tell: a value may be below 0",
            "team: cannot tell: its keys are known only when it is bound",
            "remark: no field answers it",
        ]
    );
}

#[test]
fn flattened_renamed_and_recursive_types_are_followed() {
    #[derive(JsonSchema)]
    struct Facts {
        #[schemars(rename = "staff")]
        people: u32,
        #[schemars(flatten)]
        rest: Rest,
        #[schemars(skip)]
        hidden: bool,
    }
    #[derive(JsonSchema)]
    struct Rest {
        heritage: bool,
        team: Box<Loop>,
    }
    #[derive(JsonSchema)]
    struct Loop {
        chosen: Letter,
        team: Option<Box<Loop>>,
    }
    let report = rules().check_fact_type::<Facts>();
    let fits = |path: &str| {
        report.fields.iter().any(|field| field.path == path && field.fit == predikat::dossier::fact_type::Fit::Fits)
    };
    assert!(fits("staff") && fits("heritage") && fits("team.chosen"), "{report}");
    assert!(report.misfits().any(|field| field.path == "team.team.chosen"), "{report}");
    assert!(report.fields.len() < 100);
}

#[test]
fn what_is_neither_struct_nor_map_has_no_facts() {
    assert_eq!(told::<Vec<u8>>()[0], ": misfits: facts come from a struct or a map");
    assert_eq!(told::<BTreeMap<String, bool>>(), [": cannot tell: its keys are known only when it is bound"]);
}
