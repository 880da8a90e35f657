//! Small inputs that ask for long work: each ends with an answer, or with an error that names the limit.
#![cfg(feature = "yaml")]

use predikat::check::check;
use predikat::diagnostic::{Code, Diagnostic, Place, Pointer, Problems, Severity, render};
use predikat::document::{Entry, Limits, Node, Origin, Style, Value};
use predikat::dossier::{BindOptions, Binder};
use predikat::plan::{Actions, PlanError, PlanOptions, plan};
use predikat::{ActionsDocument, DossierDocument, RuleDocument, RuleSet};

const HEAD: &str = "ruleset: r\nedition: 1.0.0\n";

fn read(text: &str, limits: &Limits) -> Result<RuleSet, Problems> {
    RuleSet::from_document(&RuleDocument::from_yaml_with("r.yaml", text, limits)?)
}

/// The primes from 3 on, so many: the fractions of which have no denominator in common.
fn primes(count: usize) -> Vec<u64> {
    let mut primes: Vec<u64> = Vec::new();
    let mut next = 3;
    while primes.len() < count {
        if primes.iter().all(|prime| next % prime != 0) {
            primes.push(next);
        }
        next += 2;
    }
    primes
}

fn weighted(weights: impl Iterator<Item = String>) -> String {
    let leaf = |(i, weight): (usize, String)| format!("  - {{id: c{i}, weight: \"{weight}\", answer: yn}}\n");
    let leaves: String = weights.enumerate().map(leaf).collect();
    format!("{HEAD}scales: {{yn: {{y: 1, n: 0}}}}\ncriteria:\n{leaves}")
}

#[test]
fn weights_have_a_common_denominator_within_the_limit() {
    let rules = weighted(primes(100).iter().map(|prime| format!("1/{prime}")));
    let small = |bits| Limits { denominator_bits: bits, ..Limits::default() };
    // 3 · 5 · ... · 547 is between 2^737 and 2^738
    assert!(read(&rules, &small(737)).is_ok());
    let problems = read(&rules, &small(736)).unwrap_err();
    let only: Vec<&Diagnostic> = problems.iter().collect();
    let [problem] = only.as_slice() else { panic!("{problems}") };
    assert_eq!((problem.code, problem.place.line_column()), (Code::TooLarge, Some((4, 1))), "{problem}");
    assert!(problem.message.contains("within 736 bits"), "{problem}");
    assert!(problem.help.as_ref().unwrap().contains("Limits::denominator_bits"), "{problem}");
    assert!(read(&rules, &Limits::default()).is_ok());

    let rules = weighted(primes(1200).iter().map(|prime| format!("1/{prime}")));
    assert_eq!(read(&rules, &Limits::default()).unwrap_err().iter().next().unwrap().code, Code::TooLarge);
    // However many there are, decimals have a denominator in common.
    let rules = weighted((0..2000).map(|i| format!("{}.{:03}", i % 7, i % 1000)));
    assert!(read(&rules, &small(64)).is_ok());
}

#[test]
fn the_sum_of_what_applies_counts_where_something_may_leave() {
    let rules = weighted(primes(100).iter().map(|prime| format!("1/{prime}")));
    let small = |bits| Limits { denominator_bits: bits, ..Limits::default() };
    let told = |rules: &str, bits| {
        let problems = read(rules, &small(bits)).unwrap_err();
        let errors = problems.iter().filter(|one| one.severity == Severity::Error);
        errors.map(|one| (one.code, one.place.pointer.to_string())).collect::<Vec<_>>()
    };
    // One answer, one exception or one silence that takes its criterion out: the weights of the others, in units of
    // 1 / (3 · 5 · ... · 547), may add up to nearly anything below 2^738.
    for (from, to) in [
        ("{y: 1, n: 0}", "{y: 1, n: 0, na: not_applicable}"),
        ("id: c7,", "id: c7, allows: [waiver], waived_as: not_applicable,"),
        ("id: c7,", "id: c7, unanswered: skip,"),
    ] {
        let leaving = rules.replacen(from, to, 1);
        assert_eq!(told(&leaving, 1470), [(Code::TooLarge, "/criteria".to_owned())], "{to}");
        assert!(read(&leaving, &small(1480)).is_ok(), "{to}");
        // Where nothing is spread, nothing is divided.
        let zero = leaving.replacen("criteria:", "total: {not_applicable: zero}\ncriteria:", 1);
        assert!(read(&zero, &small(738)).is_ok(), "{to}");
    }
    // A mean divides by its weights, whether or not anything leaves: 1/3 + 1/5 + ... is of 738 bits, with or without.
    let mean = rules.replacen("criteria:", "total: {aggregate: mean, weight: 1}\ncriteria:", 1);
    assert_eq!(told(&mean, 1470), [(Code::TooLarge, "/criteria".to_owned())]);
    assert!(read(&mean, &small(1480)).is_ok());
}

#[test]
fn a_measure_adds_up_what_no_group_does() {
    let primes = primes(100);
    let leaf = |prime: &u64| {
        format!("      - {{id: c{prime}, cases: [{{when: {{done: true}}, fraction: \"1/{prime}\"}}], otherwise: 0}}\n")
    };
    // Each group is rounded, so that the total is short; ten primes below 548 have less than 100 bits.
    let group = |(at, of): (usize, &[u64])| {
        let leaves: String = of.iter().map(leaf).collect();
        format!("  - id: g{at}\n    round: {{places: 2, mode: half_up}}\n    criteria:\n{leaves}")
    };
    let groups: String = primes.chunks(10).enumerate().map(group).collect();
    let all: Vec<String> = primes.iter().enumerate().map(|(i, prime)| format!("g{}.c{prime}", i / 10)).collect();
    let rules = format!("{HEAD}facts: {{done: {{type: boolean}}}}\ncriteria:\n{groups}");
    let small = |bits| Limits { denominator_bits: bits, ..Limits::default() };
    assert!(read(&rules, &small(100)).is_ok());
    for (kind, bits) in [("sum", 738), ("mean", 745)] {
        let measured = format!("{rules}measures: {{m: {{{kind}: [{}]}}}}\n", all.join(", "));
        assert!(read(&measured, &small(bits)).is_ok());
        let problems = read(&measured, &small(736)).unwrap_err();
        let told: Vec<_> = problems.iter().map(|one| (one.code, one.place.pointer.to_string())).collect();
        assert_eq!(told, [(Code::TooLarge, "/measures/m".to_owned())], "{problems}");
    }
}

#[test]
fn fractions_of_scales_and_bands_count_in_the_group_that_adds_them() {
    let leaves: String = primes(40).iter().enumerate().fold(String::new(), |text, (i, prime)| {
        text + &format!(
            "      - {{id: c{i}, cases: [{{when: {{done: true}}, fraction: \"1/{prime}\"}}], otherwise: 0}}\n"
        )
    });
    let rules = format!(
        "{HEAD}facts: {{done: {{type: boolean}}}}\ncriteria:\n  - {{id: other, met_when: {{done: true}}}}\n  - id: g\n    \
         criteria:\n{leaves}"
    );
    let problems = read(&rules, &Limits { denominator_bits: 200, ..Limits::default() }).unwrap_err();
    let told: Vec<_> = problems.iter().map(|one| (one.code, one.place.pointer.to_string())).collect();
    assert_eq!(told, [(Code::TooLarge, "/criteria/1/criteria".to_owned())], "{problems}");
    // Rounded to a place, the points of a group are short.
    let rounded = rules.replace("  - id: g\n", "  - id: g\n    round: {places: 2, mode: half_up}\n");
    assert_eq!(read(&rules, &Limits::default()).map(|_| ()), Ok(()));
    assert_eq!(read(&rounded, &Limits::default()).map(|_| ()), Ok(()));
}

fn lines(count: usize) -> RuleSet {
    let facts: String = (0..count).map(|i| format!("  f{i}: {{type: decimal}}\n")).collect();
    let leaf = |i| format!("  - {{id: c{i}, linear: {{of: f{i}, from: 0, to: 1}}}}\n");
    let leaves: String = (0..count).map(leaf).collect();
    read(&format!("{HEAD}facts:\n{facts}criteria:\n{leaves}"), &Limits::default()).unwrap()
}

fn answers(values: impl Iterator<Item = String>) -> String {
    let facts: Vec<String> = values.enumerate().map(|(i, value)| format!("\"f{i}\": \"{value}\"")).collect();
    format!("{{\"unit\": \"u\", \"as_of\": \"2024-01-01\", \"facts\": {{{}}}}}", facts.join(", "))
}

#[test]
fn answers_have_a_common_denominator_within_the_limit() {
    let rules = lines(100);
    let json = answers(primes(100).iter().map(|prime| format!("1/{prime}")));
    let bind = |bits| {
        let limits = Limits { denominator_bits: bits, ..Limits::default() };
        let document = DossierDocument::from_yaml_with("d.json", &json, &limits)?;
        rules.bind(&document, &BindOptions::new())
    };
    // 3 · 5 · ... · 547 is between 2^737 and 2^738
    assert!(bind(737).is_ok());
    let problems = bind(736).unwrap_err();
    let only: Vec<&Diagnostic> = problems.iter().collect();
    let [problem] = only.as_slice() else { panic!("{problems}") };
    assert_eq!((problem.code, problem.place.pointer.as_str()), (Code::TooLarge, "/facts"), "{problem}");
    assert!(problem.help.as_ref().unwrap().contains("Limits::denominator_bits"), "{problem}");
}

#[test]
fn a_binder_refuses_what_binding_refuses() {
    let rules = lines(200);
    let options = BindOptions::new();
    let nines = "9".repeat(90);
    let json = answers((0..200).map(|i| format!("1/{nines}{i:03}")));
    let problems = Binder::new(&rules, &options).json("d.json", &json).unwrap_err();
    assert_eq!(problems.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::TooLarge]);
    let json = answers((0..200).map(|i| format!("{i}/200")));
    assert!(Binder::new(&rules, &options).json("d.json", &json).is_ok());
}

#[test]
fn a_divisor_counts_with_its_digits() {
    let facts: String =
        (0..50).map(|i| format!("  a{i}: {{type: integer, min: 0}}\n  b{i}: {{type: integer, min: 1}}\n")).collect();
    let leaves: String = (0..50).map(|i| format!("  - {{id: c{i}, ratio: {{of: a{i}, to: b{i}}}}}\n")).collect();
    let rules = read(&format!("{HEAD}facts:\n{facts}criteria:\n{leaves}"), &Limits::default()).unwrap();
    let answers: Vec<String> =
        primes(50).iter().enumerate().map(|(i, prime)| format!("a{i}: 1, b{i}: {prime}")).collect();
    let text = format!("{{unit: u, as_of: 2024-01-01, facts: {{{}}}}}", answers.join(", "));
    let bind = |bits| {
        let limits = Limits { denominator_bits: bits, ..Limits::default() };
        rules.bind(&DossierDocument::from_yaml_with("d", &text, &limits).unwrap(), &BindOptions::new())
    };
    // 3 · 5 · ... · 233 is between 2^310 and 2^311
    assert!(bind(310).is_ok());
    assert_eq!(bind(309).unwrap_err().iter().next().unwrap().code, Code::TooLarge);
}

fn unknown_facts(count: usize, limits: &Limits) -> Problems {
    let rules = read(
        &format!("{HEAD}facts: {{done: {{type: boolean}}}}\ncriteria: [{{id: c, met_when: {{done: true}}}}]\n"),
        &Limits::default(),
    )
    .unwrap();
    let facts: String = (0..count).map(|i| format!("  fact_{i}: 1\n")).collect();
    let text = format!("unit: u\nas_of: 2024-01-01\nfacts:\n{facts}");
    let document = DossierDocument::from_yaml_with("d.yaml", &text, limits).unwrap();
    rules.bind(&document, &BindOptions::new()).unwrap_err()
}

#[test]
fn one_mistake_in_very_many_places_is_told_a_few_times() {
    let problems = unknown_facts(5000, &Limits::default());
    assert_eq!((problems.len(), problems.total()), (3, 5000));
    assert_eq!(problems.more().iter().collect::<Vec<_>>(), [(&Code::UnknownFact, &4997)]);
    let places: Vec<_> = problems.iter().map(|one| one.place.line_column().unwrap()).collect();
    assert_eq!(places, [(4, 3), (5, 3), (6, 3)]);
    // So many are told as the caller asks for.
    assert_eq!(unknown_facts(5000, &Limits { problems: 5000, ..Limits::default() }).len(), 5000);
    assert_eq!(unknown_facts(100, &Limits::default()).len(), 100);
}

#[test]
fn every_format_says_how_many_more() {
    let problems = unknown_facts(5000, &Limits::default());
    assert!(problems.to_string().ends_with("; and 4,997 more like this"), "{problems}");
    let human = render::human(&problems, render::Drawing::default());
    assert!(human.contains("note: and 4,997 more like this") && human.ends_with("\n5,000 errors\n"), "{human}");
    let json: serde_json::Value = serde_json::from_str(&render::json(&problems)).unwrap();
    assert_eq!((&json["errors"], &json["findings"][2]["more"]), (&5000.into(), &4997.into()));
    assert!(json["findings"][0].get("more").is_none());
    let sarif: serde_json::Value = serde_json::from_str(&render::sarif(&problems)).unwrap();
    assert_eq!(sarif["runs"][0]["results"][2]["occurrenceCount"], 4998);
    assert!(render::github(&problems).contains("and 4,997 more like this"));
    #[cfg(feature = "cli")]
    assert!(render::junit(&problems, &["d.yaml"]).contains("and 4,997 more like this"));
}

#[test]
fn unknown_keys_and_weights_of_rules_are_counted_too() {
    let text = format!("{HEAD}{}criteria: []\n", (0..3000).map(|i| format!("key_{i}: 1\n")).collect::<String>());
    let problems = read(&text, &Limits::default()).unwrap_err();
    assert!(problems.len() <= 100, "{}", problems.len());
    assert_eq!(problems.more().get(&Code::UnknownKey), Some(&2997));
}

#[test]
fn a_log_does_not_hold_the_text_and_a_message_no_long_key() {
    let secret = format!("unit: u\nas_of: 2024-01-01\nfacts: {{nik_{}: 1}}\n", "3".repeat(900));
    let rules = read(
        &format!("{HEAD}facts: {{done: {{type: boolean}}}}\ncriteria: [{{id: c, met_when: {{done: true}}}}]\n"),
        &Limits::default(),
    )
    .unwrap();
    let problems = rules.bind(&DossierDocument::from_yaml("d", &secret).unwrap(), &BindOptions::new()).unwrap_err();
    assert!(problems.iter().all(|one| one.message.chars().count() < 120), "{problems}");
    let one: Problems =
        RuleDocument::from_yaml("r", "- a: 'the whole text'\n").unwrap().origin.problems()[0].clone().into();
    let debug = format!("{one:?}");
    assert!(debug.contains("SourceText") && !debug.contains("the whole text"), "{debug}");
}

#[test]
fn json_is_not_told_of_dashes_and_lines() {
    let json = r#"{"unit": "u", "as_of": "2024-01-01", "facts": ["a"], "evidence": {"a": 1}}"#;
    let documents = [
        DossierDocument::from_yaml("d.json", json).unwrap(),
        DossierDocument::from_value(&serde_json::from_str::<serde_json::Value>(json).unwrap()),
    ];
    for document in documents {
        assert_eq!(document.origin.problems().len(), 2);
        for problem in document.origin.problems() {
            let help = problem.help.as_deref().unwrap_or_default();
            assert!(!help.contains("dash") && !help.contains("line"), "{problem}");
        }
    }
}

/// A list in a list in a list...
fn nested(depth: usize) -> Node {
    (0..depth).fold(Node::new(Value::Null), |inner, _| Node::new(Value::List(vec![inner])))
}

fn entry(key: &str, value: Node) -> Entry {
    Entry { key: key.to_owned(), key_at: None, value }
}

#[test]
fn trees_built_in_code_keep_within_the_limits() {
    let long = Node::scalar("x".repeat(70_000), Style::Quoted);
    let many = Node::new(Value::List(vec![Node::new(Value::Null); 250_001]));
    for (value, at) in [(nested(100_000), "/facts"), (long, "/facts"), (many, "/facts/")] {
        let tree = Node::new(Value::Map(vec![entry("unit", Node::scalar("u", Style::Quoted)), entry("facts", value)]));
        let document = DossierDocument::from_tree(tree);
        let [problem] = document.origin.problems() else { panic!("{:?}", document.origin.problems()) };
        assert_eq!(problem.code, Code::TooLarge);
        assert!(problem.place.pointer.as_str().starts_with(at), "{problem}");
    }
    assert!(!check(&RuleDocument::from_tree(nested(100_000))).findings.is_empty());
}

/// A struct in a struct in a struct...
#[derive(serde::Serialize)]
struct Chain {
    next: Option<Box<Chain>>,
}

impl Drop for Chain {
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut one) = next {
            next = one.next.take();
        }
    }
}

#[test]
fn rust_values_keep_within_the_limits() {
    let rules = read(
        &format!("{HEAD}facts: {{done: {{type: boolean}}}}\ncriteria: [{{id: c, met_when: {{done: true}}}}]\n"),
        &Limits::default(),
    )
    .unwrap();
    let rest = DossierDocument { unit: "u".into(), as_of: "2024-01-01".parse().ok(), ..Default::default() };
    let chain = (0..100_000).fold(Chain { next: None }, |inner, _| Chain { next: Some(Box::new(inner)) });
    let codes = |problems: &[Diagnostic]| problems.iter().map(|one| one.code).collect::<Vec<_>>();
    let refused = rules.bind_value(&chain, &rest, &BindOptions::new()).unwrap_err();
    assert_eq!(refused.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::TooLarge], "{refused}");
    assert!(codes(DossierDocument::from_value(&chain).origin.problems()).contains(&Code::TooLarge));
    let many: Vec<u8> = vec![0; 250_001];
    assert!(codes(DossierDocument::from_value(&many).origin.problems()).contains(&Code::TooLarge));

    let options = BindOptions::new();
    let refused = Binder::new(&rules, &options).value(&chain, &rest).unwrap_err();
    assert_eq!(refused.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::TooLarge], "{refused}");
}

#[test]
fn json_through_serde_keeps_within_the_limits() {
    let long = format!("{{\"unit\": \"{}\"}}", "x".repeat(70_000));
    let many = format!("{{\"unit\": \"u\", \"facts\": [{}0]}}", "0,".repeat(250_000));
    for json in [long, many] {
        let error = serde_json::from_str::<DossierDocument>(&json).unwrap_err().to_string();
        assert!(error.starts_with("error[too-large]: "), "{error}");
    }
}

#[test]
fn documents_built_in_code_obey_their_limits() {
    let rules = lines(3);
    let facts =
        (0..3).map(|i| (format!("x{i}"), predikat::document::Literal { text: "1".into(), style: Style::Number }));
    let document = DossierDocument {
        unit: "u".into(),
        as_of: "2024-01-01".parse().ok(),
        facts: facts.collect(),
        origin: Origin::within(Limits { problems: 2, ..Limits::default() }),
        ..Default::default()
    };
    let problems = rules.bind(&document, &BindOptions::new()).unwrap_err();
    assert_eq!((problems.len(), problems.total()), (2, 3));
    let found = Diagnostic::new(Code::NoAsOf, Place { at: None, pointer: Pointer::root() }, "none");
    assert_eq!(Problems::from(found).total(), 1);
}

/// A group of three leaves that ask for a paper.
fn papers() -> RuleSet {
    let text = format!(
        "{HEAD}facts: {{b: {{type: boolean}}}}\nevidence: {{paper: {{}}}}\n\
        criteria: [{{id: g, defaults: {{evidence: paper}}, criteria: [{{id: a, met_when: {{b: true}}}}, \
        {{id: b, met_when: {{b: true}}}}, {{id: c, met_when: {{b: true}}}}]}}]\n\
        awards: [{{id: pass, requires: [{{id: t, score: total, at_least: 3}}]}}]"
    );
    read(&text, &Limits::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn what_documents_support_is_counted() {
    let rules = papers();
    let document = "{unit: u, as_of: 2024-01-01, facts: {b: true}, evidence: [\
        {id: x, type: paper, supports: [g]}, {id: y, type: paper, supports: [g.a, g.b]}]}";
    let supports = |supports| Limits { supports, ..Limits::default() };
    let bound = |limits| {
        let document = DossierDocument::from_yaml_with("u.yaml", document, &limits).unwrap();
        rules.bind(&document, &BindOptions::new())
    };
    // x supports the three leaves below g, and y two.
    let dossier = bound(supports(5)).unwrap_or_else(|problems| panic!("{problems}"));
    let problems = bound(supports(4)).unwrap_err();
    let told: Vec<_> = problems.iter().map(|one| (one.code, one.place.pointer.to_string())).collect();
    assert_eq!(told, [(Code::TooLarge, "/evidence/1/supports".to_owned())]);

    let actions = "actions: [{id: write, cost: 1, brings: [{type: paper, supports: [g], count: 2}]}]";
    let bound = |limits| Actions::bind(&ActionsDocument::from_yaml_with("a.yaml", actions, &limits).unwrap(), &dossier);
    assert!(bound(supports(6)).is_ok());
    let problems = bound(supports(5)).unwrap_err();
    let told: Vec<_> = problems.iter().map(|one| (one.code, one.place.pointer.to_string())).collect();
    assert_eq!(told, [(Code::TooLarge, "/actions/0/brings/0/supports".to_owned())]);
}

#[test]
fn exceptions_are_counted_with_the_criteria() {
    let rules = papers();
    let document = "{unit: u, as_of: 2024-01-01, facts: {b: true}, exceptions: [\
        {kind: waiver, on: g.a, reason: old}, {kind: waiver, on: g.b, reason: old}]}";
    let bound = |exceptions| {
        let limits = Limits { exceptions, ..Limits::default() };
        rules.bind(&DossierDocument::from_yaml_with("u.yaml", document, &limits).unwrap(), &BindOptions::new())
    };
    // Two, each with the total, the group and its three leaves.
    assert!(bound(10).is_ok());
    let problems = bound(9).unwrap_err();
    let told: Vec<_> = problems.iter().map(|one| (one.code, one.place.pointer.to_string())).collect();
    assert_eq!(told, [(Code::TooLarge, "/exceptions/1".to_owned())]);
}

#[test]
fn a_plan_counts_how_actions_are_related() {
    let dossier = DossierDocument::from_yaml("u.yaml", "{unit: u, as_of: 2024-01-01}").unwrap();
    let dossier = papers().bind(&dossier, &BindOptions::new()).unwrap();
    // d needs c, b and a in the end, c two of them and b one; e and a exclude each other.
    let actions = "actions: [{id: a, cost: 1}, {id: b, cost: 1, needs: [a]}, {id: c, cost: 1, needs: [b]}, \
        {id: d, cost: 1, needs: [c]}, {id: e, cost: 1, excludes: [a]}]";
    let actions = Actions::bind(&ActionsDocument::from_yaml("a.yaml", actions).unwrap(), &dossier).unwrap();
    let planned = |relations| plan(&dossier, &actions, &PlanOptions::new("pass").relations(relations));
    assert!(planned(100).is_ok());
    let refused = planned(6).unwrap_err();
    assert!(matches!(refused, PlanError::TooLarge { limit: 6 }), "{refused}");
    assert!(refused.to_string().contains("PlanOptions::relations"), "{refused}");
}
