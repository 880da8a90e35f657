//! The regional office of Banten and its nineteen units, as a downstream user assesses them.
#![cfg(feature = "yaml")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use predikat::assessment::Eligibility;
use predikat::dossier::BindOptions;
use predikat::report::{Language, Page, draw, explain_one};
use predikat::{Assessment, Dossier, DossierDocument, RuleSet, assess, shipped};

const TOILET: &str = "tahanan.toilet_disabilitas";

fn rules() -> RuleSet {
    shipped::in_force("p2ham", "2019-11-15".parse().unwrap()).unwrap().rule_set().unwrap()
}

fn read(path: &Path) -> DossierDocument {
    let text = std::fs::read_to_string(path).unwrap();
    DossierDocument::from_yaml(&path.to_string_lossy(), &text).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The dossiers of the folder, by file name.
fn units() -> BTreeMap<String, DossierDocument> {
    let names = std::fs::read_dir("examples/banten-2019").unwrap().map(|entry| entry.unwrap().path());
    let dossiers = names.filter(|path| {
        path.extension().is_some_and(|ending| ending == "yaml") && path.file_name().is_some_and(|n| n != "suite.yaml")
    });
    dossiers.map(|path: PathBuf| (path.file_stem().unwrap().to_string_lossy().into_owned(), read(&path))).collect()
}

fn bind(rules: &RuleSet, unit: &DossierDocument) -> Dossier {
    rules.bind(unit, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn explained(dossier: &Dossier, language: Language) -> String {
    let explanation = explain_one(dossier, &assess(dossier), TOILET).unwrap();
    let text = draw(dossier.rule_set(), &explanation, Page { language, width: 10_000, colour: false });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_eligible(assessment: &Assessment) -> bool {
    assessment.awards["penghargaan"].outcome == Eligibility::Eligible
}

#[test]
fn there_are_nineteen_units_of_six_kinds_and_each_is_known_by_its_file() {
    let units = units();
    assert_eq!(units.len(), 19);
    let kinds: std::collections::BTreeSet<String> =
        units.values().map(|unit| format!("{:?}", unit.facts.get("unit_kind"))).collect();
    assert_eq!(kinds.len(), 6);
    for (name, unit) in &units {
        assert_eq!(name, &unit.unit);
    }
}

#[test]
fn what_the_regional_office_lends_changes_no_outcome() {
    let (rules, office) = (rules(), read(Path::new("examples/banten-2019-kanwil.yaml")));
    for (name, unit) in units() {
        let alone = assess(&bind(&rules, &unit));
        let lent = assess(&rules.bind(&unit, &BindOptions::new().shared(&office)).unwrap());
        assert_eq!((&alone.total, &alone.awards), (&lent.total, &lent.awards), "{name}");
    }
}

#[test]
fn rangkasbitung_is_told_with_its_obstacle_criterion_action_and_mechanism() {
    let (rules, units) = (rules(), units());
    let dossier = bind(&rules, &units["rutan-rangkasbitung"]);
    let told = [
        (
            Language::English,
            [
                "Accessible toilet for detainees with disabilities (tahanan.toilet_disabilitas): met by an equivalent",
                "are moved to a block that is no heritage and has an accessible toilet (pindah_blok)",
                "sk-penempatan counts as Decree of placement",
                "ba-persetujuan counts as Approval by the verification team",
                "worth +3.33 of the total",
            ],
        ),
        (
            Language::Indonesian,
            [
                "Toilet khusus tahanan penyandang disabilitas (tahanan.toilet_disabilitas): terpenuhi dengan padanan",
                "dipindahkan ke blok yang bukan cagar budaya dan bertoilet aksesibel (pindah_blok)",
                "SK penempatan tahanan atau warga binaan (sk_penempatan)",
                "Berita acara persetujuan tim verifikasi Kanwil (persetujuan_kanwil)",
                "bernilai +3.33 pada total",
            ],
        ),
    ];
    for (language, parts) in told {
        let text = explained(&dossier, language);
        let in_both = [
            "Bangunan cagar budaya (cagar-budaya)",
            "Tim verifikasi Kanwil Banten",
            "ditempatkan di Blok Melati",
            "Menurut analogi dengan daftar lapas",
        ];
        for part in in_both.into_iter().chain(parts) {
            assert!(text.contains(part), "{language:?} does not say: {part}\n{text}");
        }
    }
}

#[test]
fn the_other_block_decides_for_rangkasbitung() {
    let rules = rules();
    let mut unit = units().remove("rutan-rangkasbitung").unwrap();
    assert!(is_eligible(&assess(&bind(&rules, &unit))));
    let approval = unit.evidence.iter().position(|document| document.id == "ba-persetujuan").unwrap();
    for exception in &mut unit.exceptions {
        exception.evidence.retain(|id| id != "ba-persetujuan");
    }
    unit.evidence.remove(approval);
    let refused = assess(&bind(&rules, &unit));
    assert!(!is_eligible(&refused));
    assert_eq!(refused.refused[0].why, "evidence");
    unit.exceptions.clear();
    assert!(!is_eligible(&assess(&bind(&rules, &unit))));
}
