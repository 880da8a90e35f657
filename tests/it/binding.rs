//! A dossier is bound to its rules, or everything that is wrong with it is told, with its place.
#![cfg(feature = "yaml")]

use predikat::diagnostic::Severity;
use predikat::dossier::{BindOptions, Dossier, Rounds};
use predikat::{Date, DossierDocument, Problems, RuleDocument, RuleSet};

const RULES: &str = "
ruleset: rumah
edition: 1.0.0
effective: {from: 2020-01-01, until: 2030-01-01}
scales:
  abcd: {A: 1, B: 0.5, C: 0}
facts:
  heritage: {type: boolean}
  opinion: {type: choice, of: [WTP, WDP, TMP]}
  staff: {type: integer, min: 0, max: 500}
  rate: {type: decimal, min: 0, max: 1}
  since: {type: date}
  remark: {type: text}
  twice: {derive: {product: [staff, 2]}}
evidence:
  decree: {valid_for: 1y}
  photo: {exclusive: true}
criteria:
  - id: team
    criteria:
      - {id: chosen, answer: abcd, evidence: decree}
      - {id: shown, answer: abcd, evidence: photo}
  - {id: crowd, bands: {of: twice, steps: [{at_least: 10, fraction: 1}]}}
awards:
  - id: wbk
    requires:
      - {id: total, score: total, at_least: 1}
      - {id: opinion, when: {opinion: WTP, heritage: [true, false], since: {answered: true}, remark: {answered: true}, rate: {at_least: 0}}, waivable: true}
";

fn rules(text: &str) -> RuleSet {
    RuleSet::from_document(&RuleDocument::from_yaml("rules.yaml", text).unwrap()).unwrap()
}

fn dossier(text: &str) -> DossierDocument {
    DossierDocument::from_yaml("dossier.yaml", text).unwrap()
}

fn bind(text: &str) -> Result<Dossier, Problems> {
    rules(RULES).bind(&dossier(text), &BindOptions::new())
}

/// The findings as `line:column code: message; help`.
fn told(problems: &Problems) -> Vec<String> {
    let line = |finding: &predikat::Diagnostic| {
        let (line, column) = finding.place.line_column().unwrap_or_default();
        let help = finding.help.as_deref().map_or(String::new(), |help| format!("; {help}"));
        format!("{line}:{column} {}: {}{help}", finding.code, finding.message)
    };
    problems.iter().map(line).collect()
}

fn refused(text: &str) -> Vec<String> {
    told(&bind(text).unwrap_err())
}

#[test]
fn a_right_dossier_is_bound() {
    let bound = bind(
        "unit: rutan-a\nas_of: 2022-05-31\nfacts:\n  heritage: true\n  staff: 12\n  rate: \"1/3\"\n  since: 2021-01-01\n  \
         remark: fine\n  opinion: WTP\n  team: {chosen: A, shown: B}\n",
    )
    .unwrap();
    assert_eq!(bound.unit(), "rutan-a");
    assert_eq!(bound.as_of().to_string(), "2022-05-31");
    assert!(bound.warnings().is_empty() && !bound.insisted() && bound.round().is_none());
}

#[test]
fn every_wrong_answer_is_told_at_once_where_it_stands() {
    let text = "unit: a
as_of: 2022-05-31
facts:
  heritage: yes
  heritge: true
  opinion: WTPP
  staff: 3.5
  rate: 1.5
  since: 2022-02-30
  remark: 12
  twice: 4
  as_of: 2022-01-01
  team:
    chosen: D
    showm: A
  team.shown: 7
  crowd: A
";
    assert_eq!(
        refused(text),
        [
            "4:13 wrong-literal: `heritage` asks for true or false, not the text `yes`; write `true`",
            "5:3 unknown-fact: no fact is called `heritge`; did you mean `heritage`?",
            "6:12 unknown-value: the text `WTPP` is not an answer to `opinion`; did you mean `WTP`? the answers are \
             `WTP`, `WDP` and `TMP`",
            "7:10 wrong-literal: `staff` asks for a whole number, not the number 3.5; write it without decimals",
            "8:9 out-of-range: 1.5 is above 1, the maximum of `rate`; write a value from 0 to 1",
            "9:10 bad-date: the text `2022-02-30` is not a date; no such day in the calendar: the last one of that month is `2022-02-28`",
            "10:11 wrong-literal: `remark` asks for a text, not the number 12; write it in quotes, `\"12\"`",
            "11:3 not-answerable: `twice` is derived from other facts; answer the facts it is made from, and leave \
             this one out",
            "12:3 not-answerable: `as_of` is not a fact that is answered; write `as_of` beside `facts`, not in it",
            "14:13 unknown-value: the text `D` is not an answer to `team.chosen`; the answers are `A`, `B` and `C`",
            "15:5 unknown-fact: no fact is called `team.showm`; did you mean `team.shown`?",
            "16:15 unknown-value: the number 7 is not an answer to `team.shown`; the answers are `A`, `B` and `C`",
            "17:3 unknown-fact: no fact is called `crowd`; this criterion is decided by facts of other names",
        ]
    );
}

#[test]
fn the_date_and_the_rule_set_must_fit() {
    assert_eq!(
        refused("unit: a\nruleset: other\nas_of: 2030-01-01\n"),
        [
            "2:10 other-rule-set: the dossier is for the rule set `other`, not for `rumah`; bind it to `other`, or \
             leave `ruleset` out",
            "3:8 outside-edition: as of 2030-01-01, `rumah` 1.0.0 is not in force; it is in force from 2020-01-01 \
             until 2030-01-01 (excluded): assess under the edition of that date, or insist",
        ]
    );
    assert_eq!(
        refused("unit: a\n"),
        ["1:1 no-as-of: the dossier does not say as of which date it is assessed; write `as_of: YYYY-MM-DD`, or \
          give the date when it is assessed"]
    );
    let outside: Date = "2019-12-31".parse().unwrap();
    let inside: Date = "2029-12-31".parse().unwrap();
    let document = dossier("unit: a\nas_of: 2022-01-01\n");
    let rules = rules(RULES);
    assert!(rules.bind(&document, &BindOptions::new().as_of(outside)).is_err());
    let insisted = rules.bind(&document, &BindOptions::new().as_of(outside).insist(true)).unwrap();
    assert!(insisted.insisted());
    assert_eq!(insisted.as_of(), outside);
    let usual = rules.bind(&document, &BindOptions::new().as_of(inside).insist(true)).unwrap();
    assert!(!usual.insisted());
    assert!(usual.with_as_of(outside).insisted());
    assert!(!insisted.with_as_of(inside).insisted());
    assert_eq!(usual.with_as_of(outside).as_of(), outside);
}

#[test]
fn evidence_must_be_known_and_dated() {
    let text = "unit: a
as_of: 2022-05-31
evidence:
  - {id: one, type: decree, supports: [team]}
  - {id: two, type: decre, supports: [team.chosn]}
  - {id: two, type: photo}
  - {id: three, type: photo, issued: 2022-01-02, expires: 2022-01-02, sha256: abc}
  - {id: Vier, type: photo}
";
    assert_eq!(
        refused(text),
        [
            "4:5 issued-missing: the document `one` does not say when it was issued; a `decree` is valid for 1y from \
             the day it was issued: write `issued`",
            "5:21 unknown-evidence-type: no evidence type is called `decre`; did you mean `decree`?",
            "5:39 unknown-criterion: no criterion has the path `team.chosn`; did you mean `team.chosen`?",
            "6:10 duplicate-id: two documents are called `two`; give each document an id of its own",
            "7:59 dates-out-of-order: the document `three` expires on 2022-01-02, not after it was issued on \
             2022-01-02; `expires` is the first day on which it is no longer valid",
            "7:79 bad-sha256: the SHA-256 digest of `three` is malformed; a digest has 64 hexadecimal digits, as \
             `sha256sum` prints it",
            "8:10 bad-id: `Vier` is no id; an id is made of lower-case letters, digits, `_` and `-`, and starts \
             with a letter",
        ]
    );
}

#[test]
fn a_document_that_is_asked_for_nowhere_it_lists_is_warned_of() {
    let text = "unit: a
as_of: 2022-05-31
evidence:
  - {id: one, type: photo, supports: [team, team.shown]}
  - {id: two, type: photo, supports: [team.shown, crowd, team.chosen]}
";
    let warnings = bind(text).unwrap().warnings().to_vec();
    assert!(warnings.iter().all(|warning| warning.severity == Severity::Warning));
    let places: Vec<_> = warnings.iter().map(|warning| warning.place.line_column().unwrap()).collect();
    assert_eq!(places, [(5, 51), (5, 58)]);
    assert_eq!(warnings[0].message, "`crowd` does not ask for a `photo`, so `two` supports nothing there");
}

#[test]
fn exceptions_awards_and_obstacles_name_what_is_known() {
    let text = "unit: a
as_of: 2022-05-31
evidence: [{id: one, type: photo}]
exceptions:
  - {kind: waiver, on: wbk.opinon, evidence: [onee]}
  - {kind: waiver, on: team}
  - {on: team.shown, issued: 2022-01-01, expires: 2021-01-01, evidence: [one]}
  - {}
awards:
  - {award: wbkk, from: 2021-01-01}
  - {award: wbk}
  - {award: wbk, from: 2021-01-01, until: 2021-01-01}
obstacles:
  - {id: o, on: [team, teem]}
  - {id: o, on: []}
";
    assert_eq!(
        refused(text),
        [
            "5:24 unknown-target: `wbk.opinon` is neither a criterion nor a requirement; did you mean `wbk.opinion`?",
            "5:47 unknown-document: the dossier holds no document `onee`; did you mean `one`?",
            "6:24 unknown-target: `team` is a group, on which no exception can be; write an exception for each \
             criterion in it that is meant",
            "7:51 dates-out-of-order: the exception expires on 2021-01-01, not after it was issued on 2022-01-01; \
             `expires` is the first day on which it no longer counts",
            "10:13 unknown-award: no award is called `wbkk`; did you mean `wbk`?",
            "11:5 held-since-unknown: the award `wbk` does not say from when it was held; write `from`, the first \
             day it was in force",
            "12:43 dates-out-of-order: the award `wbk` ends on 2021-01-01, before it was held from 2021-01-01; \
             `until` is the first day on which it is no longer in force",
            "14:24 unknown-criterion: no criterion has the path `teem`; did you mean `team`?",
            "15:10 duplicate-id: two obstacles are called `o`; give each obstacle an id of its own",
        ]
    );
}

#[test]
fn rounds_are_all_read_and_named_once() {
    let text = "unit: a
as_of: 2022-05-31
facts: {team.chosen: A}
rounds:
  - {by: kanwil, facts: {team.chosen: D}, evidence: {one: {rejected: no}}}
  - {by: kanwil, facts: {team: {chosn: B}}}
  - {by: self}
";
    let options = BindOptions::new().rounds(Rounds::Own);
    let problems = rules(RULES).bind(&dossier(text), &options).unwrap_err();
    assert_eq!(
        told(&problems),
        [
            "5:39 unknown-value: the text `D` is not an answer to `team.chosen`; the answers are `A`, `B` and `C`",
            "5:54 unknown-document: the dossier holds no document `one`; list it under `evidence`",
            "6:10 duplicate-id: two rounds are called `kanwil`, and not both are dated; rounds of one assessor are told \
             apart by their dates: give each an `on` of its own",
            "6:33 unknown-fact: no fact is called `team.chosn`; did you mean `team.chosen`?",
            "7:10 duplicate-id: a round is called `self`; `self` stands for the unit's own answers: give the round \
             another name",
        ]
    );
}

const ROUNDS: &str = "unit: a
as_of: 2022-05-31
facts: {team.chosen: A, team.shown: A}
evidence: [{id: one, type: photo, supports: [team.shown]}]
rounds:
  - {by: kanwil, facts: {team.chosen: C}, evidence: {one: {rejected: blurred}}}
  - {by: pusat, facts: {team.chosen: B, team.shown: null}, evidence: {one: {accepted: true}}}
";

fn points(rounds: Rounds) -> (Option<String>, String) {
    let bound = rules(RULES).bind(&dossier(ROUNDS), &BindOptions::new().rounds(rounds)).unwrap();
    let round = bound.round().map(str::to_owned);
    let assessed = serde_json::to_value(predikat::assess(&bound)).unwrap();
    let criteria = &assessed["criteria"];
    let of = |path: &str| {
        let one = &criteria[path];
        format!("{} {} {}", one["status"], one["low"], one.get("answered_by").unwrap_or(&serde_json::Value::Null))
    };
    (round, format!("{}, {}", of("team.chosen"), of("team.shown")).replace('"', ""))
}

#[test]
fn a_dossier_can_be_read_as_of_any_round() {
    assert_eq!(points(Rounds::named("self")), (None, "unevidenced 0 null, met 1 null".to_owned()));
    assert_eq!(
        points(Rounds::named("kanwil")),
        (Some("kanwil".to_owned()), "not_met 0 kanwil, unevidenced 0 null".to_owned())
    );
    let last = (Some("pusat".to_owned()), "unevidenced 0 pusat, unknown 0 null".to_owned());
    assert_eq!(points(Rounds::named("pusat")), last);
    assert_eq!(points(Rounds::All), last);
    let unknown = rules(RULES).bind(&dossier(ROUNDS), &BindOptions::new().rounds(Rounds::named("kanwi")));
    assert_eq!(
        told(&unknown.unwrap_err()),
        ["5:1 unknown-round: the dossier has no round called `kanwi`; did you mean `kanwil`?"]
    );
}

const TWICE: &str = "unit: a
as_of: 2022-05-31
facts: {team.chosen: A, team.shown: A}
rounds:
  - {by: desk, on: 2022-05-01, facts: {team.chosen: C}}
  - {by: pusat, on: 2022-05-20, facts: {team.chosen: B}}
  - {by: desk, on: 2022-06-10, facts: {team.chosen: A}}
";

#[test]
fn rounds_are_known_by_assessor_and_date() {
    let bound = |options: &BindOptions| rules(RULES).bind(&dossier(TWICE), options);
    let round = |options: &BindOptions| bound(options).unwrap().round().map(str::to_owned);
    let day = |text: &str| text.parse().unwrap();
    let usual = BindOptions::new();
    assert_eq!(round(&usual).as_deref(), Some("desk@2022-06-10"));
    let named = |name: &str| usual.clone().rounds(Rounds::named(name));
    assert_eq!(round(&named("desk")).as_deref(), Some("desk@2022-06-10"));
    assert_eq!(round(&named("desk@2022-05-01")).as_deref(), Some("desk@2022-05-01"));
    assert_eq!(round(&named("pusat")).as_deref(), Some("pusat"));
    assert_eq!(round(&named("pusat@2022-05-20")).as_deref(), Some("pusat"));
    // The last that counts of what is known.
    assert_eq!(round(&named("desk").known(day("2022-06-09"))).as_deref(), Some("desk@2022-05-01"));
    assert_eq!(round(&usual.clone().known(day("2022-05-20"))).as_deref(), Some("pusat"));
    assert_eq!(round(&usual.clone().known(day("2022-04-30"))), None);
    let problems = bound(&named("pusat").known(day("2022-05-19"))).unwrap_err();
    assert_eq!(
        told(&problems),
        [
            "4:1 unknown-round: no round called `pusat` was given by 2022-05-19; ask for an earlier round, or for what was \
          known on a later date"
        ]
    );
    let problems = bound(&named("desk@2022-05-02")).unwrap_err();
    assert!(told(&problems)[0].starts_with("4:1 unknown-round: the dossier has no round called `desk@2022-05-02`"));
}

#[test]
fn a_dossier_can_be_asked_again_for_what_was_known() {
    let day = |text: &str| text.parse().unwrap();
    let rules = rules(RULES);
    let document = dossier(ROUNDS_DATED);
    let bound = |options: &BindOptions| rules.bind(&document, options).unwrap();
    let all = bound(&BindOptions::new());
    assert!(all.known().is_none());
    for known in ["2022-05-31", "2022-06-01", "2022-06-02", "2022-06-09", "2022-06-10"] {
        let (again, anew) = (all.with_known(day(known)), bound(&BindOptions::new().known(day(known))));
        assert_eq!(predikat::assess(&again), predikat::assess(&anew));
        assert_eq!(predikat::assess(&again).known, Some(day(known)));
    }
}

const ROUNDS_DATED: &str = "unit: a
as_of: 2022-05-31
facts: {team.chosen: A, team.shown: A}
evidence: [{id: one, type: photo, supports: [team.shown]}]
rounds:
  - {by: kanwil, on: 2022-06-02, facts: {team.chosen: C}, evidence: {one: {rejected: blurred}}}
  - {by: pusat, on: 2022-06-10, facts: {team.chosen: B, team.shown: null}, evidence: {one: {accepted: true}}}
";

#[test]
fn two_rounds_that_cannot_be_told_apart_are_refused() {
    let rounds = |rounds: &str| {
        let text = format!("unit: a\nas_of: 2022-05-31\nfacts: {{team.chosen: A}}\nrounds: [{rounds}]\n");
        match rules(RULES).bind(&dossier(&text), &BindOptions::new()) {
            Ok(bound) => bound.warnings().iter().map(|one| one.code.name()).collect::<Vec<_>>(),
            Err(problems) => problems.iter().map(|one| one.code.name()).collect(),
        }
    };
    assert_eq!(rounds("{by: x, on: 2022-05-01}, {by: x, on: 2022-05-01}"), ["duplicate-id"]);
    assert_eq!(rounds("{by: x, on: 2022-05-01}, {by: x}"), ["duplicate-id"]);
    assert_eq!(rounds("{by: x}, {by: x, on: 2022-05-01}"), ["duplicate-id"]);
    assert!(rounds("{by: x, on: 2022-05-01}, {by: y, on: 2022-05-01}, {by: x, on: 2022-05-02}").is_empty());
    assert_eq!(rounds("{by: x, on: 2022-05-02}, {by: y}, {by: z, on: 2022-05-01}"), ["rounds-out-of-order"]);
    // Each is compared with the latest above it.
    let several = "{by: x, on: 2022-05-09}, {by: y, on: 2022-05-01}, {by: z, on: 2022-05-05}, {by: w, on: 2022-05-09}";
    assert_eq!(rounds(several), ["rounds-out-of-order", "rounds-out-of-order"]);
}

#[test]
fn a_shared_dossier_lies_under_the_units_own() {
    let shared = DossierDocument::from_yaml(
        "shared.yaml",
        "unit: ministry\nas_of: 2022-05-31\nfacts: {opinion: WTP, staff: 3}\n",
    )
    .unwrap();
    let own = dossier("unit: a\nfacts:\n  staff: 4\n");
    let rules = rules(RULES);
    let bound = rules.bind(&own, &BindOptions::new().shared(&shared)).unwrap();
    assert_eq!(bound.as_of().to_string(), "2022-05-31");
    let [warning] = bound.warnings() else { panic!("{:?}", bound.warnings()) };
    assert_eq!(warning.message, "`staff` is `4` here, and `3` in the shared dossier");
    assert_eq!(warning.place.to_string(), "dossier.yaml:3:10");
    assert_eq!(warning.related[0].0.to_string(), "shared.yaml:3:30");

    let with_rounds = dossier("unit: m\nrounds: [{by: x}]\n");
    let refused = rules.bind(&own, &BindOptions::new().shared(&with_rounds)).unwrap_err();
    assert!(told(&refused)[1].starts_with("2:1 shared-rounds: a shared dossier has no rounds"), "{refused}");
}

#[test]
fn what_is_shared_counts_beside_the_units_own() {
    let shared = DossierDocument::from_yaml(
        "shared.yaml",
        "unit: m
evidence:
  - {id: one, type: photo, supports: [team.chosen]}
  - {id: decree, type: decree, issued: 2022-01-01, supports: [team.chosen]}
exceptions: [{kind: waiver, on: wbk.opinion, reason: r, approved_by: TPN, issued: 2022-01-01, evidence: [decree]}]
",
    )
    .unwrap();
    let own = dossier(
        "unit: a
as_of: 2022-05-31
facts: {team: {chosen: A, shown: A}}
evidence: [{id: one, type: photo, supports: [team.shown]}]
",
    );
    let bound = rules(RULES).bind(&own, &BindOptions::new().shared(&shared)).unwrap();
    let warnings: Vec<_> = bound.warnings().iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(warnings, ["the document `one` is described otherwise here than in the shared dossier"]);
    let assessed = serde_json::to_value(predikat::assess(&bound)).unwrap();
    // The unit's own photo, and the decree that all share.
    assert_eq!(assessed["criteria"]["team.shown"]["status"], "met");
    assert_eq!(assessed["criteria"]["team.chosen"]["status"], "met");
    assert_eq!(assessed["exceptions"][0]["on"], "wbk.opinion");
}

#[test]
fn a_leaf_that_may_not_be_unanswered_is_refused() {
    let strict = "
ruleset: strict
edition: 1.0.0
unanswered: error
scales: {abcd: {A: 1, B: 0}}
facts: {used: {type: boolean}, n: {type: integer, min: 0}}
criteria:
  - {id: one, answer: abcd}
  - {id: two, answer: abcd, applies_when: {used: true}}
  - {id: three, unanswered: unknown, bands: {of: n, steps: [{at_least: 1, fraction: 1}]}}
";
    let rules = rules(strict);
    let refused = |facts: &str| {
        let document = dossier(&format!("unit: a\nas_of: 2022-01-01\nfacts: {facts}\n"));
        rules.bind(&document, &BindOptions::new()).map_or_else(|problems| told(&problems), |_| Vec::new())
    };
    let not_answered = |name: &str| {
        format!("3:1 not-answered: `{name}` is not answered; the rules allow no gap here: answer `{name}`")
    };
    assert_eq!(refused("{used: true}"), [not_answered("one"), not_answered("two")]);
    assert_eq!(refused("{used: false}"), [not_answered("one")]);
    assert_eq!(refused("{one: A}"), [not_answered("two")]);
    assert_eq!(refused("{used: false, one: A}"), [""; 0]);
    // A wrong answer is told once, as what it is.
    assert_eq!(refused("{used: false, one: C}").len(), 1);
}

#[test]
fn what_reading_found_is_told_with_the_rest() {
    let found = refused("unit: a\nas_of: 2022-13-01\nfacts: {staff: many}\nevidence: [{type: photo, issued: x}]\n");
    let codes: Vec<&str> = found.iter().map(|line| line.split([' ', ':']).nth(2).unwrap()).collect();
    assert_eq!(codes, ["bad-date", "wrong-literal", "missing-key", "bad-date"], "{found:#?}");
}

mod from_values {
    use super::*;
    use serde::Serialize;

    #[derive(Serialize)]
    enum Opinion {
        #[serde(rename = "WTP")]
        Unqualified,
        #[serde(rename = "DISCLAIMER")]
        Disclaimer,
    }

    #[derive(Serialize)]
    struct Team {
        chosen: char,
        shown: Option<String>,
    }

    #[derive(Serialize)]
    struct Facts {
        heritage: bool,
        opinion: Opinion,
        staff: u64,
        rate: predikat::Number,
        since: Date,
        remark: &'static str,
        team: Team,
    }

    fn facts() -> Facts {
        Facts {
            heritage: true,
            opinion: Opinion::Unqualified,
            staff: 12,
            rate: "1/3".parse().unwrap(),
            since: "2021-01-01".parse().unwrap(),
            remark: "12",
            team: Team { chosen: 'A', shown: None },
        }
    }

    fn rest() -> DossierDocument {
        dossier("unit: a\nas_of: 2022-05-31\nfacts: {team.shown: B, staff: 900}\n")
    }

    #[test]
    fn a_rust_value_means_what_the_same_facts_mean_in_a_file() {
        let from_value = rules(RULES).bind_value(
            &facts(),
            &DossierDocument {
                facts: [("team.shown".to_owned(), predikat::document::Literal::text("B"))].into(),
                ..dossier("unit: a\nas_of: 2022-05-31\n")
            },
            &BindOptions::new(),
        );
        let from_file = bind(
            "unit: a\nas_of: 2022-05-31\nfacts: {heritage: true, opinion: WTP, staff: 12, rate: \"1/3\", \
             since: 2021-01-01, remark: \"12\", team: {chosen: A, shown: B}}\n",
        );
        let json = |bound: Result<Dossier, Problems>| serde_json::to_value(predikat::assess(&bound.unwrap())).unwrap();
        assert_eq!(json(from_value), json(from_file));
    }

    #[test]
    fn what_is_wrong_in_a_value_has_a_pointer() {
        let mut wrong = facts();
        wrong.opinion = Opinion::Disclaimer;
        wrong.staff = 501;
        wrong.team.chosen = 'x';
        let problems = rules(RULES).bind_value(&wrong, &rest(), &BindOptions::new()).unwrap_err();
        let of_value: Vec<String> = problems
            .iter()
            .filter(|finding| finding.place.at.is_none())
            .map(|finding| format!("{} {}", finding.place, finding.code))
            .collect();
        assert_eq!(
            of_value,
            ["/facts/opinion unknown-value", "/facts/staff out-of-range", "/facts/team/chosen unknown-value"]
        );
        // What is wrong in the rest stands where that was read.
        assert_eq!(problems.iter().filter(|finding| finding.place.line_column() == Some((3, 31))).count(), 1);
    }

    #[test]
    fn lists_and_long_floats_are_refused() {
        let value = serde_json::json!({"staff": [1, 2], "rate": 0.1 + 0.2, "team": {"chosen": 0.5}});
        let rest = dossier("unit: a\nas_of: 2022-05-31\n");
        let problems = rules(RULES).bind_value(&value, &rest, &BindOptions::new()).unwrap_err();
        let told: Vec<String> = problems.iter().map(|finding| format!("{} {}", finding.place, finding.code)).collect();
        assert_eq!(told, ["/facts/rate bad-number", "/facts/staff wrong-shape", "/facts/team/chosen unknown-value"]);
    }

    #[test]
    fn a_value_may_be_a_whole_dossier() {
        let document = DossierDocument::from_value(&serde_json::json!({
            "unit": "a", "as_of": "2022-05-31", "facts": {"staff": 4, "team": {"chosen": "A"}},
            "evidence": [{"id": "one", "type": "photo", "supports": ["team.shown"]}],
            "rounds": [{"by": "kanwil", "facts": {"staff": null}}],
        }));
        assert!(document.origin.problems().is_empty());
        assert_eq!(rules(RULES).bind(&document, &BindOptions::new()).unwrap().round(), Some("kanwil"));
        let document = DossierDocument::from_value(&serde_json::json!({"unit": "a", "asof": "2022-05-31"}));
        assert_eq!(document.origin.problems()[0].place.to_string(), "/asof");
    }
}
