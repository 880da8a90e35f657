//! predikat: scores alone, and whole assessments with their reasons.

use predikat::dossier::BindOptions;
use predikat::score::{Scorer, Scores};
use predikat::{Assessment, Dossier, DossierDocument, Number, RuleSet, assess};

use crate::award40::{self, Outcome, Unit};
use crate::engine::Engine;
use crate::work;

fn load(rules: &str) -> RuleSet {
    RuleSet::from_yaml("award40.yaml", rules).expect("the rules are valid")
}

/// A dossier as text: the same facts, and the award held before.
fn json(unit: &Unit) -> String {
    serde_json::to_string(&award40::dossier(unit)).expect("JSON")
}

fn read(rules: &RuleSet, json: &str) -> Dossier {
    let document: DossierDocument = serde_json::from_str(json).expect("a dossier");
    rules.bind(&document, &BindOptions::new()).expect("the unit fits the rules")
}

/// A number as a float: only to be compared with those of others.
pub fn float(number: &Number) -> f64 {
    let (numerator, denominator) = number.to_i64_pair().expect("it is small");
    numerator as f64 / denominator as f64
}

/// Scores and outcomes, without reasons.
pub struct Score {
    rules: RuleSet,
    scorer: Scorer,
    scores: Scores,
}

impl Engine for Score {
    const NAME: &'static str = "predikat, score";
    type Input = Dossier;

    fn rules() -> String {
        award40::rules(40)
    }

    fn load(rules: &str) -> Score {
        let rules = load(rules);
        let scorer = Scorer::new(&rules);
        assert!(scorer.is_compiled());
        Score { rules, scorer, scores: Scores::default() }
    }

    fn json(unit: &Unit) -> String {
        json(unit)
    }

    fn read(&self, json: &str) -> Dossier {
        read(&self.rules, json)
    }

    fn decide(&mut self, input: &Dossier) {
        self.scorer.score(input, &mut self.scores);
    }

    fn outcome(&self) -> Outcome {
        let group = |path: &str, weight: f64| {
            let points = self.scores.group(path).expect("the group applies");
            float(&points.low) / weight * 100.0
        };
        Outcome {
            total: float(&self.total_exactly().expect("there is a score")),
            groups: [group("g0", 50.0), group("g1", 20.0), group("g2", 30.0)],
            tier: work::tier(self.scores.highest().unwrap_or("none")),
        }
    }

    fn total_exactly(&self) -> Option<Number> {
        self.scores.total().points().map(|points| points.low.clone())
    }
}

/// The whole assessment: every criterion with its reason.
pub struct Assess {
    rules: RuleSet,
    assessment: Option<Assessment>,
}

impl Engine for Assess {
    const NAME: &'static str = "predikat, assess";
    type Input = Dossier;

    fn rules() -> String {
        award40::rules(40)
    }

    fn load(rules: &str) -> Assess {
        Assess { rules: load(rules), assessment: None }
    }

    fn json(unit: &Unit) -> String {
        json(unit)
    }

    fn read(&self, json: &str) -> Dossier {
        read(&self.rules, json)
    }

    fn decide(&mut self, input: &Dossier) {
        self.assessment = Some(assess(input));
    }

    fn outcome(&self) -> Outcome {
        let assessment = self.assessment.as_ref().expect("one was decided");
        let group = |path: &str, weight: f64| {
            let group = &assessment.criteria[path];
            float(&group.low) / weight * 100.0
        };
        Outcome {
            total: float(&self.total_exactly().expect("there is a score")),
            groups: [group("g0", 50.0), group("g1", 20.0), group("g2", 30.0)],
            tier: work::tier(assessment.highest.as_deref().unwrap_or("none")),
        }
    }

    fn total_exactly(&self) -> Option<Number> {
        self.assessment.as_ref()?.total.points().map(|points| points.low.clone())
    }
}
