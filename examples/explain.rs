//! Why: an outcome explained in words, in Indonesian and English.
//!
//! A detention house in a heritage building may not build an accessible toilet. Moving the detainees who need one to
//! another block stands in for it, and the explanation shows all of it: the obstacle, the criterion, what was done
//! and who decided.

use predikat::dossier::BindOptions;
use predikat::report::{self, Language, Page};
use predikat::{DossierDocument, RuleSet, assess};

const RULES: &str = r#"
ruleset: humane-custody
edition: 1.0.0
title: {id: Tahanan yang manusiawi, en: Humane custody}
language: id
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts: {heritage: {type: boolean, title: {id: Bangunan cagar budaya, en: Heritage building}}}
evidence:
  decree: {title: {id: SK penempatan, en: Decree of placement}, valid_for: 1y}
criteria:
  - {id: water, title: {id: Air bersih, en: Clean water}, answer: ada}
  - id: toilet
    title: {id: Toilet khusus penyandang disabilitas, en: Accessible toilet}
    answer: ada
    equivalents:
      - id: moved
        title: {id: Pemindahan ke blok lain, en: Moved to another block}
        when: {heritage: true}
        evidence: decree
awards:
  - {id: humane, title: {id: Manusiawi, en: Humane}, requires: [{id: all, score: total, at_least: 2}]}
"#;

const DOSSIER: &str = r#"
unit: rutan-contoh
title: Rutan Contoh
as_of: 2019-10-01
facts: {water: Ada, toilet: Tidak, heritage: true}
obstacles: [{id: cagar-budaya, kind: heritage, title: The building is protected, on: [toilet]}]
evidence: [{id: sk-7, type: decree, issued: 2019-09-02, supports: [toilet]}]
exceptions:
  - kind: equivalent
    on: toilet
    using: moved
    reason: the building may not be altered
    approved_by: verification team of the regional office
    issued: 2019-09-10
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rules = RuleSet::from_yaml("humane-custody.yaml", RULES)?;
    let dossier = rules.bind(&DossierDocument::from_yaml("rutan-contoh.yaml", DOSSIER)?, &BindOptions::new())?;
    let assessment = assess(&dossier);
    assert_eq!(assessment.highest.as_deref(), Some("humane"));

    // Everything, in English.
    let page = Page { language: Language::English, ..Page::default() };
    print!("{}", report::draw(&rules, &report::explain(&dossier, &assessment), page));

    // One criterion, in Indonesian.
    let page = Page { language: Language::Indonesian, ..page };
    let toilet = report::explain_one(&dossier, &assessment, "toilet")?;
    let words = report::draw(&rules, &toilet, page);
    print!("\n{words}");
    assert!(words.contains("Pemindahan ke blok lain"));

    // Every reason is data too.
    println!("\n{}", serde_json::to_string_pretty(&toilet)?);
    Ok(())
}
