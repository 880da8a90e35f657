//! predikat: scores alone, assessments with reasons on asking, and whole assessments with all of them.

use predikat::assessment::{Assessment, Points};
use predikat::dossier::{BindOptions, Binder};
use predikat::score::{Assessed, Scorer, Scores};
use predikat::{Dossier, Number, RuleSet, assess};

use crate::award40::{self, Outcome, Unit};
use crate::engine::Engine;
use crate::work;

fn binder(rules: &str) -> Binder<'static> {
    let rules = RuleSet::from_yaml("award40.yaml", rules).expect("the rules are valid");
    Binder::new(&rules, &BindOptions::new())
}

/// A dossier as text: the same facts, and the award held before.
fn json(unit: &Unit) -> String {
    serde_json::to_string(&award40::dossier(unit)).expect("JSON")
}

fn read(binder: &Binder<'_>, json: &str) -> Dossier {
    binder.json("unit.json", json).expect("the unit fits the rules")
}

/// A number as a float: only to be compared with those of others.
pub fn float(number: &Number) -> f64 {
    let (numerator, denominator) = number.to_i64_pair().expect("it is small");
    numerator as f64 / denominator as f64
}

/// Of scores, as floats.
fn outcome(scores: &Scores) -> Outcome {
    let group = |path: &str, weight: f64| {
        let points = scores.group(path).expect("the group applies");
        float(&points.low) / weight * 100.0
    };
    Outcome {
        total: float(&low(scores.total().points()).expect("there is a score")),
        groups: [group("g0", 50.0), group("g1", 20.0), group("g2", 30.0)],
        tier: work::tier(scores.highest().unwrap_or("none")),
    }
}

fn low(points: Option<&Points>) -> Option<Number> {
    points.map(|points| points.low.clone())
}

/// Scores and outcomes, without reasons.
pub struct Score {
    binder: Binder<'static>,
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
        let binder = binder(rules);
        let scorer = Scorer::new(binder.rule_set());
        assert!(scorer.is_compiled());
        Score { binder, scorer, scores: Scores::default() }
    }

    fn json(unit: &Unit) -> String {
        json(unit)
    }

    fn read(&self, json: &str) -> Dossier {
        read(&self.binder, json)
    }

    fn decide(&mut self, input: &Dossier) {
        self.scorer.score(input, &mut self.scores);
    }

    fn outcome(&self) -> Outcome {
        outcome(&self.scores)
    }

    fn total_exactly(&self) -> Option<Number> {
        low(self.scores.total().points())
    }
}

/// Scores, the status of every criterion and the verdict of every requirement; reasons are made when asked for.
pub struct Asked {
    binder: Binder<'static>,
    scorer: Scorer,
    assessed: Assessed,
}

impl Engine for Asked {
    const NAME: &'static str = "predikat, assess";
    type Input = Dossier;

    fn rules() -> String {
        award40::rules(40)
    }

    fn load(rules: &str) -> Asked {
        let binder = binder(rules);
        let scorer = Scorer::new(binder.rule_set());
        Asked { binder, scorer, assessed: Assessed::default() }
    }

    fn json(unit: &Unit) -> String {
        json(unit)
    }

    fn read(&self, json: &str) -> Dossier {
        read(&self.binder, json)
    }

    fn decide(&mut self, input: &Dossier) {
        self.scorer.assess(input, &mut self.assessed);
    }

    fn outcome(&self) -> Outcome {
        outcome(self.assessed.scores())
    }

    fn total_exactly(&self) -> Option<Number> {
        low(self.assessed.scores().total().points())
    }
}

/// The whole assessment, every criterion with its reason written out.
pub struct Assess {
    binder: Binder<'static>,
    assessment: Option<Assessment>,
}

impl Engine for Assess {
    const NAME: &'static str = "predikat, assess in full";
    type Input = Dossier;

    fn rules() -> String {
        award40::rules(40)
    }

    fn load(rules: &str) -> Assess {
        Assess { binder: binder(rules), assessment: None }
    }

    fn json(unit: &Unit) -> String {
        json(unit)
    }

    fn read(&self, json: &str) -> Dossier {
        read(&self.binder, json)
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
        low(self.assessment.as_ref()?.total.points())
    }
}
