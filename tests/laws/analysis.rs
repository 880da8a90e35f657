//! Proofs about rule sets: they agree with looking at every unit, and every witness assesses as claimed.

use std::collections::BTreeMap;

use predikat::analysis::{Claim, Options, Question, Verdict, analyse};
use predikat::assessment::{Assessment, Eligibility, Verdict as Decided};
use predikat::document::{Condition, Criterion, Literal};
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, IndexMap, Number, RuleDocument, RuleSet, assess};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use crate::slow::very_slow_law;

/// Every fact here has few values, so that every unit can be looked at.
const FACTS: &[(&str, &[&str])] =
    &[("b0", &["true", "false"]), ("b1", &["true", "false"]), ("level", &["lo", "mid", "hi"]), ("n", &["0", "1", "2"])];

const HEAD: &str = "
ruleset: small
edition: 1.0.0
scales: {by_level: {lo: 0, mid: 0.4, hi: 1}, partly: {lo: not_applicable, mid: 0.5, hi: 1}}
evidence: {plan: {}, photo: {}}
facts:
  b0: {type: boolean}
  b1: {type: boolean}
  level: {type: choice, of: [lo, mid, hi], ordered: true}
  n: {type: integer, min: 0, max: 2}
  twice: {derive: {sum: [n, n]}}
";

const CONDITIONS: &[&str] = &[
    "{b0: true}",
    "{b1: false}",
    "{level: {at_least: mid}}",
    "{n: {above: 0}}",
    "{n: {above: 5}}",
    "{b0: true, level: hi}",
    "{any: [{b0: true}, {b0: false}]}",
    "{all: [{b1: true}, {n: 0}]}",
    "{not: {n: 2}}",
    "{twice: {at_least: 3}}",
    "{count: {of: [{b0: true}, {b1: true}, {n: 2}], at_least: 2}}",
];

const SCORERS: &[&str] = &[
    "fact: level, scale: by_level",
    "fact: level, scale: partly",
    "bands: {of: n, steps: [{at_least: 1, fraction: 0.3}, {at_least: 2, fraction: 1}]}",
    "bands: {of: n, steps: [{at_least: 2, fraction: 0.3}, {at_least: 5, fraction: 1}]}",
    "bands: {of: twice, steps: [{at_least: 0, fraction: 0.2}, {at_least: 3, fraction: 0.5}, {at_least: 4, fraction: 1}]}",
    "linear: {of: n, from: 0, to: 2}",
    "linear: {of: twice, from: 4, to: 1}",
    "ratio: {of: n, to: twice, when_zero: 0.25}",
    "cases: [{when: {b0: true}, fraction: 1}, {when: {level: mid}, fraction: 0.5}], otherwise: 0.1",
    "cases: [{when: {n: {at_least: 1}}, fraction: 1}, {when: {n: 2}, fraction: 0.5}]",
    "count: {of: [{b0: true}, {b1: true}], out_of: 2}",
];

const EVIDENCE: &[&str] = &["plan", "photo", "{any: [plan, photo]}", "{all: [plan, photo]}"];

fn condition() -> impl Strategy<Value = String> {
    select(CONDITIONS).prop_map(str::to_owned)
}

/// What stands in a leaf, its id apart.
fn leaf() -> impl Strategy<Value = String> {
    let scorer = prop_oneof![3 => select(SCORERS).prop_map(str::to_owned), 1 => condition().prop_map(|c| format!("met_when: {c}"))];
    let rest = (weighted(0.2, condition()), weighted(0.2, select(EVIDENCE)), select(vec!["1", "1", "2", "0.5", "0"]));
    (scorer, rest).prop_map(|(scorer, (applies, evidence, weight))| {
        let applies = applies.map(|condition| format!(", applies_when: {condition}")).unwrap_or_default();
        let evidence = evidence.map(|evidence| format!(", evidence: {evidence}")).unwrap_or_default();
        format!("{scorer}, weight: {weight}{applies}{evidence}")
    })
}

fn criterion() -> impl Strategy<Value = String> {
    let shape = (
        select(vec!["sum", "mean", "min", "max", "all", "any", "{best: 1}"]),
        weighted(0.2, select(vec!["0.5", "1"])),
        weighted(0.2, select(vec!["half_up", "down", "up"])),
        select(vec!["redistribute", "shrink", "full", "zero"]),
    );
    let group = (vec(leaf(), 1..4), shape).prop_map(|(leaves, (aggregate, cap, round, left_out))| {
        let leaves: Vec<String> = leaves.iter().enumerate().map(|(i, leaf)| format!("{{id: l{i}, {leaf}}}")).collect();
        let cap = cap.map(|cap| format!(", cap: {cap}")).unwrap_or_default();
        let round = round.map(|mode| format!(", round: {{places: 0, mode: {mode}}}")).unwrap_or_default();
        format!("aggregate: {aggregate}, not_applicable: {left_out}{cap}{round}, criteria: [{}]", leaves.join(", "))
    });
    prop_oneof![leaf(), group]
}

/// Rule sets of leaves alone: of these, many can be looked at.
fn plain_rules() -> impl Strategy<Value = String> {
    text_of(vec(leaf(), 1..4), vec((vec(requirement(), 1..3), weighted(0.2, condition())), 1..2))
}

fn requirement() -> impl Strategy<Value = (u8, &'static str, &'static str, String)> {
    let comparison = select(vec!["at_least", "at_least_percent", "above", "at_most"]);
    (0..4_u8, comparison, select(vec!["0.5", "1", "1.5", "2", "60"]), condition())
}

fn rules() -> impl Strategy<Value = String> {
    text_of(vec(criterion(), 1..4), vec((vec(requirement(), 1..4), weighted(0.2, condition())), 1..3))
}

type Required = (Vec<(u8, &'static str, &'static str, String)>, Option<String>);

fn text_of(
    criteria: impl Strategy<Value = Vec<String>>,
    awards: impl Strategy<Value = Vec<Required>>,
) -> impl Strategy<Value = String> {
    (criteria, awards).prop_map(|(criteria, awards)| {
        let mut text = format!("{HEAD}criteria:\n");
        for (i, criterion) in criteria.iter().enumerate() {
            text += &format!("  - {{id: c{i}, {criterion}}}\n");
        }
        text += "awards:\n";
        for (i, (requirements, bar)) in awards.iter().enumerate() {
            text += &format!("  - id: a{i}\n    requires:\n");
            for (j, (kind, comparison, threshold, condition)) in requirements.iter().enumerate() {
                let what = match kind {
                    0 => format!("when: {condition}"),
                    1 => format!("score: c0, {comparison}: {threshold}"),
                    2 if i > 0 => "award: a0, held: true".to_owned(),
                    _ => format!("score: total, {comparison}: {threshold}"),
                };
                text += &format!("      - {{id: r{j}, {what}}}\n");
            }
            if let Some(bar) = bar {
                text += &format!("    bars: [{{id: barred, when: {bar}}}]\n");
            }
        }
        text
    })
}

/// Every unit that has all documents, holding the first award and not.
fn units(document: &RuleDocument) -> Units {
    units_with(document, &["plan", "photo"])
}

/// Every unit that has documents of these types for every leaf that asks for some.
fn units_with(document: &RuleDocument, types: &[&str]) -> Units {
    let rules = RuleSet::from_document(document).unwrap_or_else(|problems| panic!("{problems}"));
    let paths = document.criteria.iter().flat_map(|one| {
        let below = one.criteria.iter().flatten().map(|leaf| (format!("{}.{}", one.id, leaf.id), leaf));
        below.chain([(one.id.clone(), one)])
    });
    let asking: Vec<String> = paths.filter(|(_, one)| one.evidence.is_some()).map(|(path, _)| path).collect();
    let evidence = |evidence_type: &&str| predikat::document::Evidence {
        id: (*evidence_type).to_owned(),
        evidence_type: (*evidence_type).to_owned(),
        issued: "2024-01-01".parse().ok(),
        reference: Some("here".to_owned()),
        supports: asking.clone(),
        ..Default::default()
    };
    let evidence: Vec<_> = types.iter().filter(|_| !asking.is_empty()).map(evidence).collect();
    let mut all: Vec<BTreeMap<&str, &str>> = vec![BTreeMap::new()];
    for (fact, values) in FACTS {
        let with = |unit: &BTreeMap<&'static str, &'static str>, value: &'static str| {
            let mut unit = unit.clone();
            unit.insert(fact, value);
            unit
        };
        all = all.iter().flat_map(|unit| values.iter().map(move |value| with(unit, value))).collect();
    }
    let held = [Vec::new(), vec!["a0"]];
    let document = |unit: &BTreeMap<&str, &str>, held: &[&str]| {
        let literal = |value: &&str| match *value {
            "true" | "false" => Literal::boolean(*value == "true"),
            "0" | "1" | "2" => Literal::number(&value.parse().unwrap()),
            text => Literal::text(text),
        };
        let as_of = "2024-01-01".parse().ok();
        let held = held.iter().map(|award| predikat::document::HeldAward {
            award: (*award).to_owned(),
            from: as_of,
            ..Default::default()
        });
        DossierDocument {
            unit: "unit".into(),
            as_of,
            facts: unit.iter().map(|(fact, value)| ((*fact).to_owned(), literal(value))).collect(),
            awards: held.collect(),
            evidence: evidence.clone(),
            ..DossierDocument::default()
        }
    };
    let each = all.iter().flat_map(|unit| held.iter().map(move |held| (unit.clone(), document(unit, held))));
    each.map(|(unit, document)| (unit, assessed(&rules, &document))).collect()
}

fn assessed(rules: &RuleSet, document: &DossierDocument) -> Assessment {
    assess(&rules.bind(document, &BindOptions::new()).unwrap_or_else(|problems| panic!("{problems}")))
}

fn is_one(given: &IndexMap<String, String>, unit: &BTreeMap<&str, &str>) -> bool {
    given.iter().all(|(fact, value)| unit.get(fact.as_str()) == Some(&value.as_str()))
}

/// What a unit comes to, as far as it can matter.
fn comes_to(assessment: &Assessment) -> (Option<Number>, Vec<Eligibility>) {
    (points(assessment, "total"), assessment.awards.values().map(|award| award.outcome).collect())
}

type Units = Vec<(BTreeMap<&'static str, &'static str>, Assessment)>;

/// Whether two units that differ in one fact alone, one of them with `such` an answer to it, come to something else.
fn matters<T: PartialEq>(units: &Units, fact: &str, such: Option<&str>, told: impl Fn(&Assessment) -> T) -> bool {
    // Units that differ in the fact alone stand together: by their other answers, and which half they are of.
    type Others<'u> = (Vec<&'u str>, usize);
    let mut alike: BTreeMap<Others<'_>, Vec<(bool, T)>> = BTreeMap::new();
    for (at, (unit, assessment)) in units.iter().enumerate() {
        let others = unit.iter().filter(|(name, _)| **name != fact).map(|(_, value)| *value).collect();
        let is_such = such.is_none_or(|such| unit[fact] == such);
        alike.entry((others, at % 2)).or_default().push((is_such, told(assessment)));
    }
    alike.values().any(|group| {
        let mut of_such = group.iter().filter(|(is_such, _)| *is_such);
        of_such.any(|(_, one)| group.iter().any(|(_, other)| one != other))
    })
}

/// The leaf at a path.
fn leaf_at<'d>(document: &'d mut RuleDocument, path: &str) -> Option<&'d mut Criterion> {
    let (first, below) = path.split_once('.').unwrap_or((path, ""));
    let top = document.criteria.iter_mut().find(|one| one.id == first)?;
    if below.is_empty() { Some(top) } else { top.criteria.as_mut()?.iter_mut().find(|one| one.id == below) }
}

/// The same criteria with an award that compares nothing.
fn without_thresholds(document: &RuleDocument) -> RuleDocument {
    let award = format!("{HEAD}awards: [{{id: a0, requires: [{{id: so, when: {{b0: true}}}}]}}]");
    let awards = RuleDocument::from_yaml("award.yaml", &award).unwrap().awards;
    RuleDocument { awards, ..document.clone() }
}

/// Whether a condition holds for some unit, seen by a leaf that is met when it does.
fn can_hold(document: &RuleDocument, condition: Condition) -> bool {
    let mut probe = without_thresholds(document);
    probe.criteria = vec![Criterion { id: "probe".to_owned(), met_when: Some(condition), ..Criterion::default() }];
    units(&probe).iter().any(|(_, assessment)| points(assessment, "total") == Some(Number::ONE))
}

/// Whether a claim that no single unit shows is so; `None` of questions that are looked at elsewhere.
fn is_so(claim: &Claim, text: &str, units: &Units) -> Option<bool> {
    let mut document = RuleDocument::from_yaml("small.yaml", text).unwrap();
    let about = claim.about.as_str();
    let and = claim.and.as_deref().unwrap_or_default();
    let case = |document: &mut RuleDocument, name: &str| {
        let (path, at) = name.split_once(".cases.")?;
        let cases = leaf_at(document, path)?.cases.clone()?.cases;
        Some((cases.clone(), at.parse::<usize>().ok()?))
    };
    let not = |condition: Condition| Condition::Not(Box::new(condition));
    Some(match claim.question {
        Question::Decides => {
            let eligible = |assessment: &Assessment| assessment.awards[about].outcome == Eligibility::Eligible;
            matters(units, and, None, eligible)
        }
        Question::FactMatters => matters(units, about, None, comes_to),
        Question::AnswerMatters => matters(units, "level", Some(about.split_once('.')?.1), comes_to),
        // Every scale here reads the same fact.
        Question::ScaleMatters => matters(units, "level", None, comes_to),
        Question::HoldTogether => {
            let names: Vec<&str> = and.split(", ").collect();
            units.iter().any(|(_, assessment)| {
                let award = &assessment.awards[about];
                names.iter().all(|name| match name.strip_prefix("bars.") {
                    Some(bar) => award.bars.iter().any(|one| one.id == bar && one.outcome == Decided::Fails),
                    None => award.requirements.iter().any(|one| one.id == *name && one.outcome == Decided::Holds),
                })
            })
        }
        Question::CasesOverlap => {
            let (cases, later) = case(&mut document, about)?;
            let (_, earlier) = case(&mut document, and)?;
            can_hold(&document, Condition::All(vec![cases[earlier].when.clone(), cases[later].when.clone()]))
        }
        Question::CaseCounts => {
            let (cases, at) = case(&mut document, about)?;
            let before = cases[..at].iter().map(|one| not(one.when.clone()));
            can_hold(&document, Condition::All(before.chain([cases[at].when.clone()]).collect()))
        }
        Question::LeavesGap => {
            let cases = leaf_at(&mut document, about)?.cases.clone()?.cases;
            can_hold(&document, Condition::All(cases.iter().map(|one| not(one.when.clone())).collect()))
        }
        Question::BandCounts => {
            let (path, at) = about.split_once(".bands.")?;
            let bands = leaf_at(&mut document, path)?.bands.clone()?;
            let at: Number = at.parse().ok()?;
            let next = bands.steps.iter().map(|step| &step.at_least).filter(|step| **step > at).min();
            let within = |n: Number| at <= n && next.is_none_or(|next| n < *next);
            let value = |n: i64| if bands.of == "twice" { 2 * n } else { n };
            (0..3).any(|n| within(Number::from(value(n))))
        }
        Question::CapTakes => {
            document = without_thresholds(&document);
            let capped = self::units(&document);
            leaf_at(&mut document, about)?.cap.take()?;
            let uncapped = self::units(&document);
            capped.iter().zip(&uncapped).any(|((_, with), (_, without))| points(with, about) != points(without, about))
        }
        Question::EvidenceMatters => {
            let other = if about == "plan" { "photo" } else { "plan" };
            let types = [(vec![about, other], vec![other]), (vec![about], vec![])];
            types.iter().any(|(with, without)| {
                let (with, without) = (units_with(&document, with), units_with(&document, without));
                with.iter().zip(&without).any(|((_, with), (_, without))| comes_to(with) != comes_to(without))
            })
        }
        // Every leaf takes as long as everything else: the first one of a rule set is looked at.
        Question::Matters if about == "c0" || about == "c0.l0" => {
            let never = format!("{HEAD}criteria: [{{id: never, met_when: {{all: [{{b0: true}}, {{b0: false}}]}}}}]");
            let never = RuleDocument::from_yaml("never.yaml", &never).unwrap().criteria[0].met_when.clone();
            let leaf = leaf_at(&mut document, about)?;
            let kept = Criterion {
                id: leaf.id.clone(),
                weight: leaf.weight.clone(),
                applies_when: leaf.applies_when.clone(),
                met_when: never,
                ..Criterion::default()
            };
            *leaf = kept;
            let without = self::units(&document);
            units.iter().zip(&without).any(|((_, with), (_, without))| comes_to(with) != comes_to(without))
        }
        _ => return None,
    })
}

/// Whether an assessment is what a claim says can be; `None` of questions that it does not tell by itself.
fn shows(claim: &Claim, assessment: &Assessment) -> Option<bool> {
    let (award, requirement) = claim.about.split_once('.').unwrap_or((&claim.about, ""));
    let outcome = assessment.awards.get(award);
    let eligible = |award: &str| assessment.awards[award].outcome == Eligibility::Eligible;
    Some(match claim.question {
        Question::CanBeReached => eligible(award),
        Question::WithoutLower => eligible(award) && !eligible(claim.and.as_deref()?),
        Question::FailsAlone => {
            let outcome = outcome?;
            outcome.bars.iter().all(|bar| bar.outcome == Decided::Fails)
                && outcome.requirements.iter().all(|one| (one.outcome == Decided::Holds) == (one.id != requirement))
        }
        Question::CanHold | Question::CanBeFalse => {
            let wanted = if claim.question == Question::CanHold { Decided::Holds } else { Decided::Fails };
            let name = requirement.strip_suffix(".when")?;
            let bar = name.strip_prefix("bars.");
            let outcome = outcome?;
            match bar {
                Some(bar) => outcome.bars.iter().find(|one| one.id == bar)?.outcome == wanted,
                None => outcome.requirements.iter().find(|one| one.id == name)?.outcome == wanted,
            }
        }
        _ => return None,
    })
}

/// The points of a score that applies.
fn points(assessment: &Assessment, of: &str) -> Option<Number> {
    if of == "total" {
        return assessment.total.points().map(|points| points.low.clone());
    }
    let one = assessment.criteria.get(of)?;
    (one.status != predikat::assessment::Status::NotApplicable).then(|| one.low.clone())
}

/// What contradicts looking at every unit.
fn contradictions(text: &str) -> Vec<String> {
    let Ok(rules) = RuleSet::from_yaml("small.yaml", text) else { return Vec::new() };
    let report = analyse(&rules, &Options { budget: 100_000, ..Options::default() }).unwrap();
    let units = units(&RuleDocument::from_yaml("small.yaml", text).unwrap());
    let mut found = Vec::new();
    for claim in &report.claims {
        match (is_so(claim, text, &units), &claim.verdict) {
            (Some(false), Verdict::Proved { .. }) | (Some(true), Verdict::Impossible { .. }) => {
                found.push(format!("it is not so: {}", claim.sentence()));
            }
            (Some(_), Verdict::NotDecided { .. }) => found.push(format!("few units, and {}", claim.sentence())),
            _ => {}
        }
        let told = units.iter().filter(|(unit, _)| is_one(&claim.given, unit));
        let told: Option<Vec<bool>> = told.map(|(_, assessment)| shows(claim, assessment)).collect();
        let Some(told) = told else { continue };
        let can = told.contains(&true);
        match &claim.verdict {
            Verdict::Proved { witness } => {
                if !can || shows(claim, &assessed(&rules, witness)) != Some(true) {
                    found.push(format!("no unit shows it: {}\n{}", claim.sentence(), witness.to_yaml()));
                }
            }
            Verdict::Impossible { .. } if can => found.push(format!("a unit shows it: {}", claim.sentence())),
            Verdict::Impossible { .. } => {}
            Verdict::NotDecided { .. } => found.push(format!("few units, and {}", claim.sentence())),
        }
    }
    for extent in &report.scores {
        let among = units.iter().filter(|(unit, _)| is_one(&extent.given, unit));
        let all: Vec<Number> = among.filter_map(|(_, assessment)| points(assessment, &extent.of)).collect();
        for (end, expected) in [(&extent.least, all.iter().min()), (&extent.greatest, all.iter().max())] {
            if Some(&end.bound) != expected || !end.exact {
                found.push(format!("{} comes to {expected:?}, told {end:?}", extent.of));
            }
            let witness = end.witness.as_ref().map(|witness| assessed(&rules, witness));
            if end.exact && witness.and_then(|seen| points(&seen, &extent.of)).as_ref() != Some(&end.bound) {
                found.push(format!("the witness of {} is not at its end", extent.of));
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(very_slow_law())]

    #[test]
    fn proofs_of_leaves_agree_with_looking_at_every_unit(text in plain_rules()) {
        let found = contradictions(&text);
        prop_assert!(found.is_empty(), "{text}\n{}", found.join("\n"));
    }

    #[test]
    fn proofs_agree_with_looking_at_every_unit(text in rules()) {
        let found = contradictions(&text);
        prop_assert!(found.is_empty(), "{text}\n{}", found.join("\n"));
    }
}
