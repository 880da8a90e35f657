//! Reading: positions, problems of shape, hostile input, round trips.
#![cfg(feature = "yaml")]

use predikat::assessment::Status;
use predikat::diagnostic::{Code, Diagnostic, Pointer};
use predikat::document::{Limits, Node};
use predikat::dossier::{BindOptions, Binder};
use predikat::report::{self, Page};
use predikat::{ActionsDocument, DossierDocument, Problems, RuleDocument, RuleSet, SuiteDocument, assess};

#[test]
fn every_mistake_of_a_file_is_reported_where_it_stands() {
    let text = "\
ruleset: a
edition: 1.0.0
titel: A
criteria:
  - id: x
    weight: 0,5
    met_when: {heritage: true}
  - weight: 60%
    met_when: [heritage]
    bonus: yes
    weight: 2
effective: {from: 2022-02-30}
";
    let document = RuleDocument::from_yaml("a.yaml", text).unwrap();
    let found: Vec<String> =
        document.origin.problems().iter().map(|p| format!("{} {} {}", p.place, p.code, p.message)).collect();
    assert_eq!(
        found,
        [
            "a.yaml:3:1 unknown-key the key `titel` is not known here",
            "a.yaml:6:13 bad-number `weight`: `0,5` is not a number that is read here",
            "a.yaml:8:5 missing-key `id` is missing",
            "a.yaml:8:13 bad-number `weight`: `60%` is not a number that is read here",
            "a.yaml:9:15 wrong-shape `met_when` should be one condition, not a list",
            "a.yaml:10:12 wrong-shape `bonus` should be `true` or `false`, not the text `yes`",
            "a.yaml:11:5 duplicate-key the key `weight` is given twice",
            "a.yaml:12:19 bad-date `from`: `2022-02-30` is not a date",
        ]
    );
}

/// A document with every key: what YAML, JSON and another reader and writer of YAML make of it is equal.
macro_rules! round_trips {
    ($name:ident, $type:ty, $file:literal) => {
        #[test]
        fn $name() {
            let text = include_str!(concat!("../reading/", $file));
            let read = <$type>::from_yaml($file, text).unwrap();
            assert_eq!(read.origin.problems(), []);

            let yaml = read.to_yaml();
            let again = <$type>::from_yaml("written", &yaml).unwrap();
            assert_eq!(again.origin.problems(), [], "{yaml}");
            assert_eq!(again, read, "{yaml}");
            assert_eq!(again.to_yaml(), yaml);

            let json = serde_json::to_string(&read).unwrap();
            assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), read, "{json}");
            assert_eq!(<$type>::from_yaml("json", &json).unwrap(), read, "{json}");

            assert_eq!(serde_yaml::from_str::<$type>(text).unwrap(), read);
            assert_eq!(serde_yaml::from_str::<$type>(&yaml).unwrap(), read);
            let other = serde_yaml::to_string(&read).unwrap();
            assert_eq!(serde_yaml::from_str::<$type>(&other).unwrap(), read, "{other}");
        }
    };
}
round_trips!(a_rule_set_is_the_same_through_every_format, RuleDocument, "rules.yaml");
round_trips!(a_dossier_is_the_same_through_every_format, DossierDocument, "dossier.yaml");
round_trips!(a_suite_is_the_same_through_every_format, SuiteDocument, "suite.yaml");

/// The YAML files of a folder and of all within, by name, with their text.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        if path.is_dir() {
            files.extend(self::files(&name));
        } else if name.ends_with(".yaml") {
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

/// What the first reader makes of a text is the same when written and read again, and to the other reader.
macro_rules! reads_as {
    ($type:ty, $name:expr, $text:expr) => {{
        let (name, text) = ($name, $text);
        let read = <$type>::from_yaml(name, text).unwrap();
        assert_eq!(read.origin.problems(), [], "{name}");
        let yaml = read.to_yaml();
        assert_eq!(<$type>::from_yaml("written", &yaml).unwrap(), read, "{name}");
        for text in [text, yaml.as_str()] {
            let other = serde_yaml::from_str::<$type>(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(other, read, "{name}");
        }
        let json = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<$type>(&json).unwrap(), read, "{name}");
    }};
}

#[test]
fn every_file_of_the_project_is_the_same_when_written_and_to_another_reader() {
    let (mut rules, mut dossiers, mut suites) = (0, 0, 0);
    for (name, text) in ["rules", "examples", "tests/cases"].into_iter().flat_map(files) {
        let begins = |key: &str| text.lines().any(|line| line.starts_with(key));
        if begins("suite:") {
            reads_as!(SuiteDocument, &name, &text);
            suites += 1;
        } else if begins("unit:") {
            reads_as!(DossierDocument, &name, &text);
            dossiers += 1;
        } else if begins("actions:") {
            reads_as!(ActionsDocument, &name, &text);
        } else {
            reads_as!(RuleDocument, &name, &text);
            rules += 1;
        }
    }
    assert!(rules > 0 && dossiers > 0 && suites > 0);
}

/// What a document says with a text put in place of `X`, as `line:column code: message`, one a line.
fn problems(yaml: &str) -> String {
    let found = match RuleDocument::from_yaml("a", yaml) {
        Ok(document) => Problems::new(document.origin.problems().to_vec()),
        Err(problems) => problems,
    };
    let line = |p: &predikat::Diagnostic| {
        let (line, column) = p.place.line_column().unwrap();
        format!("{line}:{column} {}: {}", p.code, p.message)
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn hostile_texts_are_refused() {
    let deep = |open: &str, close: &str| format!("a: {}{}", open.repeat(20_000), close.repeat(20_000));
    let block = (0..20_000).map(|i| format!("{}a:\n", " ".repeat(i % 4_000))).collect::<String>();
    let stairs = (0..2_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>();
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &('b'..='k')
            .map(|c| {
                let before = char::from_u32(c as u32 - 1).unwrap();
                format!("{c}: &{c} [{}]\n", vec![format!("*{before}"); 10].join(", "))
            })
            .collect::<String>();
    let anchors = (0..20).map(|i| format!("&a{i} [")).collect::<String>() + &"x, ".repeat(200_000) + &"]".repeat(20);
    let texts = [
        (deep("[", "]"), "too-large: lists and mappings stand inside one another more than 24 deep"),
        (deep("{a: ", "}"), "too-large: lists and mappings stand inside one another more than 24 deep"),
        (deep("[", ""), "too-large"),
        (stairs, "25:25 too-large"),
        (block, "too-large"),
        ("- ".repeat(20_000), "too-large"),
        (bomb, "too-large: more than 250000 values, counting what aliases repeat"),
        ("a: &a [*a]".to_owned(), "1:8 yaml-syntax: an alias stands inside the very value that it names"),
        (format!("a: {}", "x".repeat(10_000_000)), "1:4 too-large: a value of 10000000 bytes"),
        (format!("a: \"{}", "x".repeat(10_000_000)), "yaml-syntax: a text in quotes is not closed"),
        (format!("a: &a {}\nb: [{}]", "x".repeat(60_000), "*a, ".repeat(900)), "too-large: more than 16777216 bytes"),
        (format!("a: &a x\nb: [{}]", "*a, ".repeat(2_000)), "2:4005 too-large: more than 1000 aliases"),
        (" ".repeat(17 << 20), "1:1 too-large: the text has 17825792 bytes"),
        ("a: b\u{7}".to_owned(), "1:5 yaml-syntax: the control character U+0007 stands in the text"),
        ("a: 1\0\nb: 2".to_owned(), "1:5 yaml-syntax: the control character U+0000 stands in the text"),
        ("a: [1, 2".to_owned(), "yaml-syntax: a `[` is not closed"),
        ("a: *b".to_owned(), "1:4 yaml-syntax: an alias names no anchor above it"),
        ("a: 1\n---\nb: 2".to_owned(), "2:1 yaml-syntax: a second document starts here"),
        ("---\na: 1\n# c\n\n--- # d\n# e\nb: 2".to_owned(), "5:1 yaml-syntax: a second document starts here"),
        ("--- {a: 1}\n...\nb: 2".to_owned(), "3:1 yaml-syntax: a second document starts here"),
        ("a: 1\n---\n".to_owned(), "2:1 yaml-syntax: a second document starts here"),
        ("a: !!int x".to_owned(), "1:10 yaml-syntax: this is not what its tag says"),
        ("a: !!seq {}".to_owned(), "yaml-syntax: this is not what its tag says"),
        (format!("a: {}x{}", "&a [".repeat(20), "]".repeat(20)) + &", x".repeat(100_000), "yaml-syntax"),
        (anchors, "too-large: more than 250000 values, counting what aliases repeat"),
        ("a:\n\tb: 1".to_owned(), "2:1 yaml-syntax: a tab stands where blanks belong"),
        ("a: 1\n b: 2".to_owned(), "2:2 yaml-syntax: the indentation fits nothing around it"),
        ("a: @x".to_owned(), "1:4 yaml-syntax: `@` cannot begin a value"),
        ("? [a]\n: b".to_owned(), "1:3 yaml-syntax: a key is a list or a mapping"),
        ("%YAML 3.0\n---\na: 1".to_owned(), "yaml-syntax: this is not YAML"),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in texts {
        let started = std::time::Instant::now();
        let found = problems(&text);
        let shown: String = text.chars().take(60).collect();
        if !found.contains(expected) || found.lines().count() != 1 {
            wrong.push(format!("{shown}\nexpected: {expected}\nfound: {found}"));
        }
        assert!(started.elapsed().as_secs() < 20, "{shown} took {:?}", started.elapsed());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn wrong_values_are_told_with_what_was_meant() {
    let of = |line: &str| {
        let document = RuleDocument::from_yaml("a", &format!("ruleset: a\nedition: 1.0.0\n{line}\n")).unwrap();
        let tell =
            |p: &predikat::Diagnostic| format!("{}: {} ({})", p.code, p.message, p.help.as_deref().unwrap_or("-"));
        document.origin.problems().iter().map(tell).collect::<Vec<_>>().join("\n")
    };
    for (line, expected) in [
        (
            "total: {weight: .nan}",
            "bad-number: `weight`: `.nan` is not a number that is read here (NaN and infinities are not numbers)",
        ),
        ("total: {weight: 1e999999}", "(numbers are written without an exponent)"),
        (
            "total: {weight: 1/3}",
            "bad-number: `weight`: `1/3` is a fraction without quotes (put a fraction in quotes: `\"1/3\"`",
        ),
        ("total: {weight: 1234567890.123456}", "more than 15 significant digits"),
        ("total: {weight: 007}", "(numbers are written without leading zeros: write `7`)"),
        ("total: {weight: heavy}", "wrong-shape: `weight` should be a number, not the text `heavy`"),
        ("total: {weight: [1]}", "wrong-shape: `weight` should be a number, not a list"),
        ("total: {weight: true}", "wrong-shape: `weight` should be a number, not `true`"),
        ("total: {weight: }", "wrong-shape: `weight` has no value"),
        ("total: {aggregate: best}", "(say of how many: `{best: 2}`)"),
        ("total: {aggregate: menas}", "(did you mean `mean`?)"),
        ("total: {round: {places: 2, mode: halfup}}", "(did you mean `half_up`?)"),
        ("total: {round: {places: -1}}", "`places` should be a whole number from 0 to 255, not the number -1"),
        ("criteria: {id: a}", "(put a dash before each item"),
        ("criteria: [{id: a, evidence: []}]", "(to ask for none, write `none`)"),
        ("criteria: [{id: a, evidence: [photo]}]", "(say whether all or any of them"),
        ("criteria: [{id: a, met_when: {b: true, any: []}}]", "wrong-shape: `any` stands beside other keys"),
        ("criteria: [{id: a, met_when: {}}]", "wrong-shape: `met_when` should be a condition, not a mapping"),
        (
            "criteria: [{id: a, met_when: {b: {at_leats: 3}}}]",
            "unknown-key: `at_leats` is no operator (did you mean `at_least`?)",
        ),
        ("criteria: [{id: a, met_when: {count: {of: []}}}]", "missing-key: how many are to hold is missing"),
        ("criteria: [{id: a, otherwise: 1}]", "wrong-shape: `otherwise` stands without `cases`"),
        ("criteria: [{id: a, bonus: \"true\"}]", "(write `true`, in small letters and without quotes)"),
        (
            "criteria: [{id: a, bands: {of: b, steps: [{at_least: 1}]}}]",
            "missing-key: `fraction` is missing (a step needs `fraction`)",
        ),
        ("facts: {a: {derive: {sum: [b], min: [c]}}}", "wrong-shape: `derive` should have exactly one operation"),
        ("facts: {a: {derive: {difference: [b]}}}", "wrong-shape: `difference` should have two parts, not 1"),
        ("facts: {a: {derive: {sum: [b], when_zero: 0}}}", "wrong-shape: `when_zero` stands beside `sum`"),
        ("facts: {a: {type: number}}", "wrong-shape: `type` should be one of `boolean`"),
        ("evidence: {a: {valid_for: 1 year}}", "bad-date: `valid_for`: `1 year` is not a duration"),
        ("evidence: {a: {<<: {b: 1}}}", "wrong-shape: merge keys (`<<`) are not read"),
        ("title: !secret x", "wrong-shape: the tag `!secret` means nothing here"),
        (
            "scales: {a: {Ya: true}}",
            "wrong-shape: `Ya` should be a fraction from 0 to 1, `not_applicable` or `unknown`, not `true`",
        ),
        ("source: {standing: proven}", "wrong-shape: `standing` should be one of `printed`, `practice` and `assumed`"),
    ] {
        let found = of(line);
        assert!(found.contains(expected), "{line}\nexpected: {expected}\nfound: {found}");
        assert_eq!(found.lines().count(), 1, "{line}: {found}");
    }
}

#[test]
fn a_fact_is_answered_once_whatever_the_spelling() {
    let text = "unit: a\nfacts:\n  a.b: 1\n  a:\n    b: 2\n    c: [3]\n";
    let document = DossierDocument::from_yaml("d", text).unwrap();
    let [twice, list] = document.origin.problems() else { panic!("{:?}", document.origin.problems()) };
    assert_eq!(twice.place.line_column(), Some((5, 5)));
    assert_eq!(twice.related.first().unwrap().0.line_column(), Some((3, 3)));
    assert_eq!(list.place.line_column(), Some((6, 8)));
    assert_eq!(document.facts["a.b"].text, "1");
    let pointer = Pointer::root().key("facts").key("a.c");
    assert_eq!(document.origin.place(&pointer).line_column(), Some((6, 8)));
}

#[test]
fn anchors_and_aliases_repeat_a_value() {
    let text = "ruleset: a\nedition: 1.0.0\nscales: {x: &s {Ya: 1}, y: *s}\n";
    let document = RuleDocument::from_yaml("a", text).unwrap();
    assert_eq!(document.origin.problems(), []);
    assert_eq!(document.scales["x"], document.scales["y"]);
}

#[test]
fn formats_without_positions_report_all_problems_with_pointers() {
    let error = serde_json::from_str::<RuleDocument>(
        r#"{"ruleset": "a", "edition": "1.0.0", "titel": "x", "total": {"weight": "heavy"}}"#,
    )
    .unwrap_err()
    .to_string();
    assert!(error.contains("/titel: error[unknown-key]"), "{error}");
    assert!(error.contains("/total/weight: error[wrong-shape]"), "{error}");
    for (json, expected) in [
        (r#"{"unit": "a", "facts": {"x": 0.1234567890123456}}"#, "more than 15 digits"),
        (r#"{"unit": "a", "unit": "b"}"#, "the key `unit` is given twice"),
        (r#"{"unit": "a", "facts": {"x": 1e400}}"#, "number out of range"),
    ] {
        let error = serde_json::from_str::<DossierDocument>(json).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let deep = "[".repeat(100) + &"]".repeat(100);
    let error = serde_json::from_str::<Node>(&deep).unwrap_err().to_string();
    assert!(error.contains("more than 24 deep"), "{error}");
}

#[test]
fn limits_are_the_callers() {
    let text = "unit: a\nfacts: {a: 123456}\n";
    let read = |limits: Limits| DossierDocument::from_yaml_with("d", text, &limits);
    assert!(read(Limits::default()).is_ok());
    for limits in [
        Limits { bytes: 10, ..Limits::default() },
        Limits { depth: 1, ..Limits::default() },
        Limits { nodes: 3, ..Limits::default() },
        Limits { scalar: 5, ..Limits::default() },
    ] {
        let problems = read(limits).unwrap_err();
        assert!(problems.iter().all(|p| p.code == Code::TooLarge), "{problems}");
    }
}

/// The problems of a unit under rules with an integer, a decimal and a choice.
fn of_unit(unit: &str) -> Vec<String> {
    let rules = RuleSet::from_yaml("rules.yaml", &numbers("1.5", "1.5")).unwrap();
    let unit = DossierDocument::from_yaml("unit.yaml", unit).unwrap();
    let problems = rules.bind(&unit, &BindOptions::new()).map_or_else(|problems| problems, |_| Problems::default());
    told(&problems)
}

fn numbers(weight: &str, asked: &str) -> String {
    format!(
        "
ruleset: numbers
edition: 1.0.0
facts: {{i: {{type: integer}}, d: {{type: decimal}}, k: {{type: choice, of: [a, b, c]}}}}
criteria:
  - {{id: x, weight: {weight}, met_when: {{i: 3.0}}}}
  - {{id: y, met_when: {{d: {asked}}}}}
  - {{id: z, met_when: {{k: [a, b, c]}}}}
"
    )
}

fn told(problems: &Problems) -> Vec<String> {
    let told = |one: &Diagnostic| format!("{}: {}", one.code, one.help.clone().unwrap_or_default());
    problems.iter().map(told).collect()
}

#[test]
fn a_number_is_refused_alike_wherever_it_stands() {
    for (text, code) in
        [("1.00000000000000001", "bad-number"), ("1/3", "bad-number"), ("1e3", "bad-number"), ("many", "wrong-literal")]
    {
        let of_rules = |rules: String| {
            told(
                &RuleDocument::from_yaml("rules.yaml", &rules)
                    .and_then(|rules| RuleSet::from_document(&rules))
                    .unwrap_err(),
            )
        };
        let asked = of_rules(numbers("1", text));
        assert_eq!(of_unit(&format!("{{unit: u, as_of: 2024-01-01, facts: {{d: {text}}}}}")), asked);
        assert!(asked.len() == 1 && asked[0].starts_with(code), "{text}: {asked:?}");
        let weight = of_rules(numbers(text, "1"));
        assert_eq!(weight[0].split_once(": ").unwrap().1, asked[0].split_once(": ").unwrap().1);
    }
}

#[test]
fn an_integer_is_whole_however_it_is_spelt() {
    let rules = RuleSet::from_yaml("rules.yaml", &numbers("1", "1")).unwrap();
    let unit = |i: &str| format!("{{\"unit\": \"u\", \"as_of\": \"2024-01-01\", \"facts\": {{\"i\": {i}}}}}");
    let table = |i: &str| format!("unit,as_of,i\nu,2024-01-01,{i}\n");
    let options = BindOptions::new();
    for spelt in ["3", "3.0", "\"3.0\"", "\"6/2\""] {
        let binder = Binder::new(&rules, &options);
        let read = [
            rules.bind(&DossierDocument::from_yaml("unit.yaml", &unit(spelt)).unwrap(), &options),
            binder.json("unit.json", &unit(spelt)),
            binder.csv("units.csv", &table(spelt.trim_matches('"')), None).next().unwrap(),
        ];
        for dossier in read {
            assert_eq!(assess(&dossier.unwrap()).criteria["x"].status, Status::Met, "{spelt}");
        }
    }
    assert_eq!(of_unit("{unit: u, as_of: 2024-01-01, facts: {i: 3.5}}"), ["wrong-literal: write it without decimals"]);
}

#[test]
fn a_condition_that_lets_all_values_pass_names_them() {
    let rules = RuleSet::from_yaml("rules.yaml", &numbers("1", "1")).unwrap();
    let unit = DossierDocument::from_yaml("unit.yaml", "{unit: u, as_of: 2024-01-01, facts: {k: a}}").unwrap();
    let dossier = rules.bind(&unit, &BindOptions::new()).unwrap();
    let assessment = assess(&dossier);
    assert!(assessment.criteria["z"].because.contains("k is one of a, b, c"), "{}", assessment.criteria["z"].because);
    let explained = report::draw(&rules, &report::explain(&dossier, &assessment), Page::default());
    assert!(explained.contains("k is a, b, c"), "{explained}");
}
