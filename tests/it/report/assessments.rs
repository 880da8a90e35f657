use std::path::Path;

use predikat::dossier::BindOptions;
use predikat::report::{self, Figures, Language, Page};
use predikat::{Assessment, Dossier, DossierDocument, RuleSet, assess};

use super::golden;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/report").join(name)).expect(name)
}

fn rules() -> RuleSet {
    RuleSet::from_yaml("rules.yaml", &read("rules.yaml")).unwrap_or_else(|problems| panic!("{problems}"))
}

fn dossier(text: &str) -> Dossier {
    let document = DossierDocument::from_yaml("dossier.yaml", text).unwrap_or_else(|problems| panic!("{problems}"));
    rules().bind(&document, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// With every fact but those about people, who are asked later.
fn unit() -> Dossier {
    dossier(&read("dossier.yaml"))
}

/// Everything answered, and good.
fn answered() -> Dossier {
    dossier(&answered_text())
}

fn answered_text() -> String {
    read("dossier.yaml")
        .replace("opinion: WDP", "opinion: WTP\n  complaints: 0")
        .replace("satisfaction: 79.5", "satisfaction: 80")
        .replace("rooms.toilet: Tidak", "rooms.toilet: Ya")
        .replace("trained: 20", "trained: 30")
        .replace("rooms.nursery: B", "rooms.nursery: A")
        .replace("{foto-2: {rejected: \"buram\"}}", "{}")
}

fn page(language: Language) -> Page {
    Page { language, width: 100, colour: false }
}

#[test]
fn one_unit() {
    let dossier = unit();
    let assessment = assess(&dossier);
    for language in Language::ALL {
        golden(&format!("report/text.{language}.txt"), &report::text(dossier.rule_set(), &assessment, page(language)));
    }
}

#[test]
fn a_narrow_page_is_filled_and_never_overflows() {
    let dossier = unit();
    let narrow = Page { width: 60, ..Page::default() };
    let assessment = assess(&dossier);
    let why = report::draw(dossier.rule_set(), &report::explain(&dossier, &assessment), narrow);
    let text = report::text(dossier.rule_set(), &assessment, narrow);
    assert_eq!(why.lines().chain(text.lines()).find(|line| line.chars().count() > 60), None);
    golden("report/narrow.txt", &text);
}

#[test]
fn colour_only_where_asked_for() {
    let dossier = unit();
    let assessment = assess(&dossier);
    let explanation = report::explain(&dossier, &assessment);
    for colour in [false, true] {
        let page = Page { colour, ..Page::default() };
        for text in [
            report::text(dossier.rule_set(), &assessment, page),
            report::units(dossier.rule_set(), [&assessment], page),
            report::draw(dossier.rule_set(), &explanation, page),
        ] {
            assert_eq!(text.contains('\u{1b}'), colour);
            assert!(!text.contains(['\u{2068}', '\u{2069}']), "no marks of direction");
        }
    }
}

#[test]
fn words_from_a_dossier_cannot_act_on_a_terminal() {
    let text = read("dossier.yaml")
        .replace("\"SK tim pelayanan\"", r#""SK\u001b[2J tim""#)
        .replace("\"cagar budaya,", r#""\u009b31m cagar budaya,"#)
        .replace("\"lihat https://example.org\"", r#""\u202elihat https://example.org""#)
        .replace("\"Heritage walls", r#""\u200bHeritage walls"#);
    let dossier = dossier(&text);
    let assessment = assess(&dossier);
    let page = Page::default();
    let text = report::text(dossier.rule_set(), &assessment, page);
    let why = report::draw(dossier.rule_set(), &report::explain(&dossier, &assessment), page);
    for hidden in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}'] {
        assert!(!text.contains(hidden) && !why.contains(hidden));
        assert!(why.contains(&format!("\\u{{{:x}}}", u32::from(hidden))), "{:x} is shown", u32::from(hidden));
    }
}

#[test]
fn many_units() {
    let some = unit();
    let empty = dossier("unit: rutan-kosong\nas_of: 2024-05-31\nfacts: {heritage: false}\n");
    let all = dossier(&answered_text().replace("rutan-contoh", "rutan-lengkap"));
    let units: Vec<Assessment> = vec![assess(&some), assess(&all), assess(&empty)];
    golden("report/units.txt", &report::units(some.rule_set(), &units, Page::default()));
    // The digest of the method changes with its form, which is not what is looked at here.
    let csv = report::csv(&units).replace(rules().method(), "METHOD");
    golden("report/units.csv", &csv);
    assert_eq!(report::units(some.rule_set(), [], Page::default()), "");
}

#[test]
fn csv_rows_read_back_exactly() {
    let assessment = assess(&unit());
    let text = report::csv([&assessment]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let row = reader.records().next().expect("a row").expect("fields");
    let field = |name: &str| row.get(headings.iter().position(|heading| heading == name).expect(name)).unwrap();
    let points = assessment.total.points().expect("a score");
    assert_eq!(field("total_low").parse(), Ok(points.low.clone()));
    assert_eq!(field("total_high").parse(), Ok(points.high.clone()));
    for (award, outcome) in &assessment.awards {
        assert_eq!(field(&format!("award.{award}")), outcome.outcome.word());
    }
    assert_eq!(&headings.iter().take(report::COLUMNS.len()).collect::<Vec<_>>(), &report::COLUMNS);
}

#[test]
fn why_all_of_it() {
    let dossier = unit();
    let explanation = report::explain(&dossier, &assess(&dossier));
    for language in Language::ALL {
        let text = report::draw(dossier.rule_set(), &explanation, page(language));
        golden(&format!("report/explain.{language}.txt"), &text);
    }
}

#[test]
fn why_one_thing() {
    let dossier = answered();
    let assessment = assess(&dossier);
    let mut text = String::new();
    for path in ["people.answers", "care", "silver.people", "gold"] {
        let explanation = report::explain_one(&dossier, &assessment, path).expect(path);
        text.push_str(&report::draw(dossier.rule_set(), &explanation, Page::default()));
        text.push('\n');
    }
    golden("report/explain-one.txt", &text);
    let error = report::explain_one(&dossier, &assessment, "rooms.rmap").expect_err("nothing is called so");
    assert_eq!(error.nearest.as_deref(), Some("rooms.ramp"));
}

#[test]
fn everything_that_can_be_asked_for_is_explained_in_every_language() {
    let dossier = unit();
    let assessment = assess(&dossier);
    let requirements = assessment.awards.iter().flat_map(|(award, outcome)| {
        outcome.requirements.iter().map(move |requirement| format!("{award}.{}", requirement.id))
    });
    let named = assessment.criteria.keys().chain(assessment.measures.keys()).chain(assessment.awards.keys());
    for path in named.cloned().chain(requirements).chain(["total".to_owned()]) {
        let explanation = report::explain_one(&dossier, &assessment, &path).expect(&path);
        for language in Language::ALL {
            let text = report::draw(dossier.rule_set(), &explanation, page(language));
            assert!(!text.contains('{') && !text.contains('$'), "{language} {path}: a variable is missing in {text}");
        }
    }
}

#[test]
fn an_explanation_is_data() {
    let dossier = unit();
    let explanation = report::explain_one(&dossier, &assess(&dossier), "rooms.toilet").expect("a criterion");
    let json = serde_json::to_string_pretty(&explanation).expect("JSON");
    golden("report/explain.json", &format!("{json}\n"));
}

#[test]
fn a_total_that_just_misses_is_not_shown_as_reaching() {
    let figures = Figures::of(&rules());
    assert_eq!(figures.show(&"74.9969".parse().expect("a number")), "74.9969");
    assert_eq!(figures.show(&"74.9951".parse().expect("a number")), "74.995");
    assert_eq!(figures.show(&"73.9969".parse().expect("a number")), "74");
}

#[test]
fn the_reasons_stand_beside_what_is_not_simply_so() {
    let rules = RuleSet::from_yaml(
        "reasons.yaml",
        "
ruleset: reasons
edition: 1.0.0
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts: {opinion: {type: choice, of: [WDP, WTP]}}
evidence: {photo: {}}
criteria: [{id: ramp, answer: ada, evidence: photo}, {id: toilet, answer: ada}, {id: sign, answer: ada}]
awards: [{id: open, requires: [{id: opinion, when: {opinion: WTP}}, {id: points, score: total, at_least: 1}]}]
",
    )
    .unwrap();
    let dossier = DossierDocument::from_yaml(
        "unit.yaml",
        "{unit: x, as_of: 2024-01-01, facts: {ramp: Ada, toilet: Proses, sign: Ada, opinion: WDP}}",
    )
    .unwrap();
    let dossier = rules.bind(&dossier, &BindOptions::new()).unwrap();
    let text = report::text_with_reasons(&dossier, &assess(&dossier), report::Page::default());
    for told in ["opinion is WTP", "opinion: WDP", "answered: Proses", "the answer Proses gives 0.5", "photo"] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    // What holds, and what is met, needs no reason.
    assert_eq!(text.matches("answered:").count(), 2, "{text}");
}

/// Why the requirements of a unit come out as they do, in either language.
fn requirements(rules: &str, facts: &str) -> [String; 2] {
    let rules = RuleSet::from_yaml("rules.yaml", rules).unwrap_or_else(|problems| panic!("{problems}"));
    let unit = format!("{{unit: u, as_of: 2024-01-01, facts: {{{facts}}}}}");
    let unit = DossierDocument::from_yaml("unit.yaml", &unit).unwrap();
    let dossier = rules.bind(&unit, &BindOptions::new()).unwrap();
    let assessment = assess(&dossier);
    let why = report::explain(&dossier, &assessment);
    [Language::English, Language::Indonesian].map(|language| report::draw(&rules, &why, page(language)))
}

#[test]
fn a_percentage_of_what_is_out_of_nothing_is_that_of_its_fraction() {
    let rules = "
ruleset: gate
edition: 1.0.0
scales: {s: {A: 1, H: 0.5, C: 0}}
criteria:
  - {id: c, answer: s}
  - {id: g, weight: 0, answer: s}
awards: [{id: w, requires: [{id: p, score: g, at_least_percent: 75}]}]
";
    for text in requirements(rules, "c: A, g: H") {
        assert!(text.contains("g: 50 %") && text.contains("75 %"), "{text}");
    }
    for text in requirements(rules, "c: A") {
        assert!(text.contains("g: 0 .. 100 %"), "{text}");
    }
}

#[test]
fn a_comparison_without_a_score_says_so() {
    let rules = "
ruleset: no-score
edition: 1.0.0
facts: {here: {type: boolean}, ready: {type: boolean}, ok: {type: boolean}}
criteria: [{id: a, weight: 10, met_when: {ok: true}, unanswered: skip, applies_when: {here: true}}]
total: {scored_when: {ready: true}}
awards: [{id: w, requires: [{id: p, score: a, at_least: 1}]}]
";
    for text in requirements(rules, "here: true, ready: false, ok: true") {
        assert!(!text.contains("a: 10, "), "{text}");
        assert!(
            text.contains("no score to compare: a") || text.contains("tidak ada nilai untuk dibandingkan: a"),
            "{text}"
        );
    }
    let [english, indonesian] = requirements(rules, "here: true, ready: true");
    assert!(english.contains("a is not answered") && indonesian.contains("a belum dijawab"), "{english}{indonesian}");
}
