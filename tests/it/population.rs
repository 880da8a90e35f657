//! Units that are read together: each stands there once, with a name, or its parts are laid together.
#![cfg(feature = "yaml")]

use std::ops::ControlFlow;

use predikat::batch::stream::Stream;
use predikat::batch::{Batch, Outcomes, Table};
use predikat::diagnostic::Diagnostic;
use predikat::dossier::sources::{self, Population};
use predikat::dossier::{BindOptions, Binder};
use predikat::suite::{Texts, run};
use predikat::{DossierDocument, Problems, RuleSet, SuiteDocument, assess};

const RULES: &str = "
ruleset: iso
edition: 1.0.0
scales: {r: {pass: 1, fail: 0}}
facts: {note: {type: text}}
evidence: {photo: {}}
criteria:
  - {id: mfa, answer: r}
  - {id: log, answer: r, evidence: photo}
  - {id: team, criteria: [{id: chosen, answer: r}, {id: decided, answer: r}]}
  - {id: noted, weight: 0, met_when: {note: {answered: true}}}
awards: [{id: sound, requires: [{id: all, score: total, at_least: 3}]}]
";

fn rules() -> RuleSet {
    RuleSet::from_yaml("rules.yaml", RULES).unwrap()
}

fn part(name: &str, text: &str) -> DossierDocument {
    DossierDocument::from_yaml(name, text).unwrap()
}

/// A finding with both of its places.
fn told(finding: &Diagnostic) -> String {
    let others: Vec<String> = finding.related.iter().map(|(place, _)| place.to_string()).collect();
    format!("{} {}: {} [{}]", finding.place, finding.code, finding.message, others.join(" "))
}

fn all_told(problems: &Problems) -> Vec<String> {
    problems.iter().map(told).collect()
}

const AGAIN: &str = "duplicate-id: another dossier is about the unit `acme`";

#[test]
fn a_unit_in_two_files_is_told_with_both_places() {
    let mut population = Population::new();
    population.add(Ok(part("a.yaml", "unit: acme\nas_of: 2024-06-01\nfacts: {mfa: pass}\n")));
    population.add(Ok(part("c.yaml", "unit: other\n")));
    population.add(Ok(part("b.yaml", "as_of: 2024-06-01\nunit: acme\nfacts: {log: pass}\n")));
    population.json("d.json", "[{\"unit\": \"d\"}, {\"facts\": {}, \"unit\": \"acme\"}]");
    population.csv("e.csv", "as_of,unit\n2024-06-01,acme\n", None);
    let units = population.units();
    let wrong: Vec<String> = units.iter().filter_map(|unit| unit.as_ref().err()).flat_map(all_told).collect();
    assert_eq!(
        wrong,
        [
            format!("b.yaml:2:7 {AGAIN} [a.yaml:1:7]"),
            format!("d.json:1:39 {AGAIN} [a.yaml:1:7]"),
            format!("e.csv:2:12 {AGAIN} [a.yaml:1:7]"),
        ]
    );
    assert_eq!(units.iter().filter(|unit| unit.is_ok()).count(), 3);
}

#[test]
fn a_unit_twice_in_one_text_is_told_by_every_reader() {
    let rules = rules();
    let options = BindOptions::new().as_of("2024-06-01".parse().unwrap());
    let binder = Binder::new(&rules, &options);
    let lines = "{\"unit\": \"acme\"}\n\n{\"unit\": \"b\"}\n  {\"facts\": {\"mfa\": \"pass\"}, \"unit\": \"acme\"}\n";
    let list = "[{\"unit\": \"acme\"},\n {\"unit\": \"b\"},\n  {\"unit\": \"acme\", \"facts\": {\"mfa\": \"pass\"}}]";
    let wide = "mfa,unit\npass,acme\n,b\nfail,\"acme\"\n";
    type Bound = Vec<Result<predikat::Dossier, Problems>>;
    let cases: [(&str, Vec<sources::Unit>, Bound, &str); 3] = [
        ("lines", sources::json_lines("u", lines), binder.json_lines("u", lines).collect(), "u:4:38"),
        ("list", sources::json("u", list), binder.json_list("u", list).collect(), "u:3:12"),
        ("wide", sources::csv("u", wide, None), binder.csv("u", wide, None).collect(), "u:4:6"),
    ];
    let first = ["u:1:10", "u:1:11", "u:2:6"];
    for ((name, read, bound, here), first) in cases.into_iter().zip(first) {
        assert_eq!((read.len(), bound.len()), (3, 3), "{name}");
        let expected = [format!("{here} {AGAIN} [{first}]")];
        assert_eq!(all_told(read[2].as_ref().unwrap_err()), expected, "{name}");
        assert_eq!(all_told(bound[2].as_ref().unwrap_err()), expected, "{name}");
        assert!(bound[0].is_ok() && bound[1].is_ok(), "{name}");
    }
    // One that cannot be bound was there all the same.
    let lines = "{\"unit\": \"acme\", \"facts\": {\"mfa\": 3}}\n{\"unit\": \"acme\"}\n";
    let bound: Bound = binder.json_lines("u", lines).collect();
    assert_eq!(all_told(bound[1].as_ref().unwrap_err()), [format!("u:2:10 {AGAIN} [u:1:10]")]);
    // In long CSV the rows of a unit may stand anywhere: they are one unit.
    let long = "unit,path,value\nacme,mfa,pass\nb,mfa,pass\nacme,log,pass\n";
    assert_eq!(sources::csv("u", long, None).len(), 2);
}

/// What a stream tells of rows that belong to no unit, and the units that it decides.
fn streamed(text: &str, chunk: usize) -> (Vec<String>, Vec<String>) {
    let batch = Batch::new(&rules());
    let (mut astray, mut units) = (Vec::new(), Vec::new());
    let stream = Stream::new(&batch).as_of("2024-06-01".parse().unwrap()).chunk(chunk);
    stream
        .csv("u", text.as_bytes(), None, |decided| {
            astray.extend(decided.astray.iter().flat_map(all_told));
            units.extend(decided.units.iter().cloned());
            ControlFlow::Continue(())
        })
        .unwrap();
    (astray, units)
}

#[test]
fn a_stream_knows_the_units_that_it_has_read() {
    for chunk in [1, 2, 100] {
        let wide = "mfa,unit\npass,acme\n,b\nfail, \"acme\"\n,c\npass,acme\n";
        let (astray, units) = streamed(wide, chunk);
        assert_eq!(astray, [format!("u:4:7 {AGAIN} [u:2:6]"), format!("u:6:6 {AGAIN} [u:2:6]")], "{chunk}");
        assert_eq!(units, ["acme", "b", "c"]);
        // Of the rows of a unit that stand apart from its first ones it is told once.
        let long = "unit,path,value\nacme,mfa,pass\nacme,log,pass\nb,mfa,pass\nacme,team.chosen,pass\n\
                    acme,team.decided,pass\nc,mfa,pass\nb,log,pass\n";
        let (astray, units) = streamed(long, chunk);
        let again = AGAIN.replace("acme", "b");
        assert_eq!(astray, [format!("u:5:1 {AGAIN} [u:2:1]"), format!("u:8:1 {again} [u:4:1]")], "{chunk}");
        assert_eq!(units, ["acme", "b", "c"]);
    }
}

/// The whole of some parts, assessed.
fn whole(parts: &[&str]) -> Result<predikat::Assessment, Vec<String>> {
    let parts = parts.iter().zip(["a", "b", "c", "d"]).map(|(text, name)| part(name, text));
    let whole = DossierDocument::joined(parts).map_err(|problems| all_told(&problems))?;
    let bound = rules().bind(&whole, &BindOptions::new()).map_err(|problems| all_told(&problems))?;
    Ok(assess(&bound))
}

#[test]
fn parts_are_laid_together() {
    let assessment = whole(&[
        "{unit: acme, as_of: 2024-06-01, facts: {mfa: pass, team: {chosen: pass}}}",
        "{unit: acme, title: Acme, facts: {log: pass, mfa: pass, team.decided: fail}, \
          evidence: [{id: p, type: photo, supports: [log]}]}",
        "{unit: acme, as_of: 2024-06-01, ruleset: iso, facts: {team: {decided: fail, chosen: null}}, \
          evidence: [{supports: [log], type: photo, id: p}, {id: q, type: photo, supports: [log], ref: null}]}",
    ])
    .unwrap();
    // mfa 1 + log 1 (with its photograph) + (1 + 0) of the team.
    assert_eq!(assessment.total.points().unwrap().low.to_string(), "3");
    assert_eq!(assessment.criteria["log"].evidence.as_ref().unwrap().used, ["p", "q"]);
    assert_eq!(assessment.awards["sound"].outcome.word(), "eligible");
}

#[test]
fn what_is_wrong_with_a_whole_stands_in_its_part() {
    let problems = whole(&[
        "unit: acme\nas_of: 2024-06-01\nfacts: {mfa: pass}",
        "unit: acme\nfacts: {log: maybe, nobody: 1, team: {chosn: pass}}\nevidence: [{id: p, type: foto}]",
        "unit: acme\nfacts: {team: {decided: never}}\nawards: [{award: gold, from: 2020-01-01}]\nstuff: 1",
    ]);
    let places: Vec<String> =
        problems.unwrap_err().into_iter().map(|problem| problem.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(
        places,
        [
            "b:2:14 unknown-value",
            "b:2:21 unknown-fact",
            "b:2:39 unknown-fact",
            "b:3:26 unknown-evidence-type",
            "c:2:25 unknown-value",
            "c:3:18 unknown-award",
            "c:4:1 unknown-key",
        ]
    );
}

#[test]
fn parts_that_contradict_each_other_are_refused_at_both_places() {
    let differ = |one: &str, other: &str| whole(&[one, other]).unwrap_err();
    let first = "{unit: acme, as_of: 2024-06-01, ruleset: iso, facts: {mfa: pass, team: {chosen: fail}}}";
    assert_eq!(
        differ(first, "{unit: acme, as_of: 2024-06-02, ruleset: soc, facts: {mfa: fail, team.chosen: pass}}"),
        [
            "b:1:21 parts-differ: `as_of` is `2024-06-02` here, and `2024-06-01` in another part of `acme` [a:1:21]",
            "b:1:42 parts-differ: `ruleset` is `soc` here, and `iso` in another part of `acme` [a:1:42]",
            "b:1:60 parts-differ: `mfa` is `fail` here, and `pass` in another part of `acme` [a:1:60]",
            "b:1:79 parts-differ: `team.chosen` is `pass` here, and `fail` in another part of `acme` [a:1:81]",
        ]
    );
    assert_eq!(
        differ("{unit: acme, as_of: 2024-06-01}", "{unit: b, as_of: 2024-06-01}"),
        ["b:1:8 parts-differ: `unit` is `b` here, and `acme` in another part of `acme` [a:1:8]"]
    );
    let papers = |supports: &str| {
        format!("{{unit: acme, as_of: 2024-06-01, evidence: [{{id: p, type: photo, supports: [{supports}]}}]}}")
    };
    assert_eq!(
        differ(&papers("log"), &papers("")),
        ["b:1:49 parts-differ: `p` is described here, and otherwise in another part of `acme` [a:1:49]"]
    );
}

#[test]
fn rounds_of_parts_are_put_in_the_order_of_their_dates() {
    let head = "unit: acme\nas_of: 2024-06-01\nfacts: {mfa: pass, log: pass, team: {chosen: pass, decided: pass}}\n";
    let one = format!(
        "{head}rounds:\n  - {{by: desk, on: 2024-05-01, facts: {{mfa: fail}}}}\n  - {{by: desk, on: 2024-05-20, facts: {{mfa: pass}}}}\n"
    );
    let other = "unit: acme\nrounds:\n  - {by: desk, on: 2024-05-01, facts: {team.chosen: fail, mfa: fail}}\n  \
                 - {by: board, on: 2024-05-10, facts: {mfa: fail, team: {chosen: pass}}}\n";
    let assessment = whole(&[&one, other]).unwrap();
    let by = |path: &str| assessment.criteria[path].answered_by.as_deref();
    // The board's round lies between the two of the desk, whose later one has the last word on mfa.
    assert_eq!((by("mfa"), by("team.chosen")), (Some("desk@2024-05-20"), Some("board")));
    assert!(assessment.warnings.is_empty(), "{:?}", assessment.warnings);
    assert_eq!(assessment.round.as_deref(), Some("desk@2024-05-20"));
    let also = "unit: acme\nrounds: [{by: board, on: 2024-05-20, facts: {mfa: fail}}]\n";
    assert_eq!(
        whole(&[&one, also]).unwrap_err(),
        ["b:2:46 parts-differ: `mfa` is found here, and otherwise on the same day in another part of `acme` [a:6:40]"]
    );
    let same = "unit: acme\nrounds: [{by: desk, on: 2024-05-20, facts: {mfa: fail}}]\n";
    assert_eq!(
        whole(&[&one, same]).unwrap_err(),
        ["b:2:50 parts-differ: `mfa` is `fail` here, and `pass` in another part of `acme` [a:6:45]"]
    );
    let undated = "unit: acme\nrounds: [{by: board, facts: {mfa: fail}}]\n";
    let told = whole(&[&one, undated]).unwrap_err();
    assert!(told[0].starts_with("b:2:10 parts-differ: the round of `board` has no date"), "{told:?}");
    // An undated round of all parts is one, and the only part with rounds needs no dates.
    assert!(whole(&[&format!("{head}rounds: [{{by: board, facts: {{mfa: fail}}}}]\n"), undated]).is_ok());
    assert!(whole(&[head, undated]).is_ok());
}

#[test]
fn the_order_of_rounds_is_that_of_all_parts_in_whatever_order_they_are_given() {
    let early = "unit: acme\nas_of: 2024-06-01\nrounds: [{by: pusat, on: 2024-01-01, facts: {mfa: pass}}]\n";
    let late = "unit: acme\nas_of: 2024-06-01\nrounds: [{by: kanwil, on: 2024-05-01, facts: {mfa: fail}}]\n";
    let both = "unit: acme\nas_of: 2024-06-01\nrounds: [{by: kanwil, on: 2024-05-01}, {by: pusat, on: 2024-01-01}]\n";
    // One part lists them out of the order of their dates: so they stand, and pusat has the last word.
    for parts in [[early, late, both], [both, early, late], [late, both, early]] {
        assert_eq!(whole(&parts).unwrap().criteria["mfa"].answered_by.as_deref(), Some("pusat"));
    }
    // Of one day nothing tells which is the last, unless a part lists both.
    let day = |by: &str, answer: &str| {
        format!("unit: acme\nas_of: 2024-06-01\nrounds: [{{by: {by}, on: 2024-05-01, facts: {{mfa: {answer}}}}}]\n")
    };
    let (a, b) = (day("a", "pass"), day("b", "fail"));
    let order = "unit: acme\nas_of: 2024-06-01\nrounds: [{by: b, on: 2024-05-01}, {by: a, on: 2024-05-01}]\n";
    assert!(whole(&[&a, &b]).is_err());
    for parts in [[a.as_str(), b.as_str(), order], [order, &a, &b], [&b, order, &a]] {
        assert_eq!(whole(&parts).unwrap().criteria["mfa"].answered_by.as_deref(), Some("a"));
    }
    let other = "unit: acme\nas_of: 2024-06-01\nrounds: [{by: a, on: 2024-05-01}, {by: b, on: 2024-05-01}]\n";
    let told = whole(&[order, other]).unwrap_err();
    assert!(told[0].contains("stands in another order in another part of `acme`"), "{told:?}");
}

#[test]
fn rows_of_one_unit_can_be_laid_together_too() {
    let mut population = Population::new().join(true);
    population.csv("u", "unit,as_of,mfa,log\nacme,2024-06-01,pass,\nb,2024-06-01,pass,\nacme,,,pass\n", None);
    population.json("v", "{\"unit\": \"acme\", \"facts\": {\"mfa\": \"pass\", \"team.chosen\": \"fail\"}}");
    let units = population.units();
    assert_eq!(units.iter().map(|unit| unit.as_ref().unwrap().unit.as_str()).collect::<Vec<_>>(), ["acme", "b"]);
    let acme = units[0].as_ref().unwrap();
    assert_eq!(acme.facts.keys().collect::<Vec<_>>(), ["mfa", "log", "team.chosen"]);
    assert_eq!(acme.origin.place(&predikat::diagnostic::Pointer::root().key("facts").key("log")).to_string(), "u:4:8");
}

#[test]
fn a_document_that_was_changed_since_it_was_read_is_laid_as_it_is_now() {
    let mut changed = part("a", "{unit: acme, as_of: 2024-06-01, facts: {mfa: fail}}");
    changed.facts.insert("mfa".to_owned(), predikat::document::Literal::text("pass"));
    let other = part("b", "{unit: acme, facts: {mfa: pass}}");
    let whole = DossierDocument::joined([changed, other]).unwrap();
    assert_eq!(whole.facts["mfa"].text, "pass");
}

#[test]
fn a_blank_unit_is_refused_at_every_door() {
    let rules = rules();
    let options = BindOptions::new().as_of("2024-06-01".parse().unwrap());
    let binder = Binder::new(&rules, &options);
    let code = |bound: Result<predikat::Dossier, Problems>| -> Vec<String> {
        bound.unwrap_err().iter().map(|one| format!("{} {}", one.place, one.code)).collect()
    };
    let bind = |unit: sources::Unit| unit.and_then(|document| rules.bind(&document, &options));
    for blank in ["", " ", "\t", "\u{a0} \u{2003}"] {
        let quoted = serde_json::to_string(blank).unwrap();
        let yaml = part("u", &format!("unit: {quoted}\nfacts: {{mfa: pass}}\n"));
        assert_eq!(code(rules.bind(&yaml, &options)), ["u:1:7 bad-id"], "{blank:?}");
        let json = format!("{{\"unit\": {quoted}, \"facts\": {{\"mfa\": \"pass\"}}}}");
        for units in [sources::json("u", &json), sources::json_lines("u", &json)] {
            assert_eq!(code(bind(units.into_iter().next().unwrap())), ["u:1:10 bad-id"], "{blank:?}");
        }
        assert_eq!(code(binder.json("u", &json)), ["u:1:10 bad-id"], "{blank:?}");
        assert_eq!(code(binder.json_list("u", &format!("[{json}]")).next().unwrap()), ["u:1:11 bad-id"], "{blank:?}");
        assert_eq!(code(binder.json_lines("u", &json).next().unwrap()), ["u:1:10 bad-id"], "{blank:?}");
        for csv in [format!("unit,mfa\n\"{blank}\",pass\n"), format!("unit,path,value\n\"{blank}\",mfa,pass\n")] {
            assert_eq!(code(bind(sources::csv("u", &csv, None).remove(0))), ["u:2:1 missing-key"], "{blank:?}");
            assert_eq!(code(binder.csv("u", &csv, None).next().unwrap()), ["u:2:1 missing-key"], "{blank:?}");
            let (astray, units) = streamed(&csv, 10);
            assert!(astray[0].starts_with("u:2:1 missing-key") && astray.len() == 1 && units.is_empty(), "{astray:?}");
        }
        // Two of them are not one unit twice.
        let lines = format!("{json}\n{json}\n");
        assert_eq!(code(binder.json_lines("u", &lines).nth(1).unwrap()), ["u:2:10 bad-id"], "{blank:?}");
        let built = DossierDocument { unit: blank.to_owned(), ..DossierDocument::default() };
        assert_eq!(code(rules.bind(&built, &options)), ["/unit bad-id"], "{blank:?}");
        let from_value = DossierDocument::from_value(&serde_json::json!({"unit": blank}));
        assert_eq!(code(rules.bind(&from_value, &options)), ["/unit bad-id"], "{blank:?}");
        let from_serde: Result<DossierDocument, _> = serde_json::from_str(&json);
        assert!(from_serde.is_err() || rules.bind(&from_serde.unwrap(), &options).is_err(), "{blank:?}");
        let facts = std::collections::BTreeMap::from([("mfa", "pass")]);
        assert_eq!(code(rules.bind_value(&facts, &built, &options)), ["/unit bad-id"], "{blank:?}");
        assert_eq!(code(binder.value(&facts, &built)), ["/unit bad-id"], "{blank:?}");
        let mut emptied = part("u", "{unit: acme}");
        emptied.unit = blank.to_owned();
        assert_eq!(code(rules.bind(&emptied, &options)), ["u:1:8 bad-id"], "{blank:?}");
        let mut outcomes = Outcomes::default();
        let table = Table::new(1, "2024-06-01".parse().unwrap()).more(0, built);
        Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
        assert_eq!(outcomes.refused()[0].problems.iter().next().unwrap().code.name(), "bad-id", "{blank:?}");
        let suite = format!(
            "suite: iso\ncases:\n  - {{name: blank, given: {{unit: {quoted}, as_of: 2024-06-01}}, diagnostics: [bad-id]}}\n  \
             - {{name: left out, given: {{as_of: 2024-06-01}}, expect: {{unit: unit}}}}\n"
        );
        let texts = Texts::new().with_rules(predikat::RuleDocument::from_yaml("rules.yaml", RULES).unwrap());
        let report = run(&SuiteDocument::from_yaml("s", &suite).unwrap(), &texts);
        assert!(report.passed(), "{blank:?}: {report}");
    }
}
