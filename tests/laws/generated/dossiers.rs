//! Random dossiers that fit a rule set: positions, taken modulo what there is, until the rules are known.

use predikat::document::{Evidence, Exception, ExceptionKind, HeldAward, Literal, Obstacle, Round, RoundEvidence};
use predikat::{Date, DossierDocument, IndexMap, RuleDocument};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::criteria::seldom;
use super::facts::{EVIDENCE_TYPES, domains};
use super::options::Options;
use super::rules::requirements;
use super::walk;

/// A dossier before the rules are known.
#[derive(Clone, Debug)]
pub struct Raw {
    as_of: &'static str,
    answers: Vec<usize>,
    missing: Vec<usize>,
    documents: Vec<RawDocument>,
    exceptions: Vec<RawException>,
    held: Vec<RawHeld>,
    rounds: Vec<RawRound>,
    obstacle: Option<usize>,
}

#[derive(Clone, Debug)]
struct RawDocument {
    kind: usize,
    supports: Vec<usize>,
    issued: Option<&'static str>,
    expires: Option<&'static str>,
    reference: Option<&'static str>,
    sha256: Option<bool>,
}

#[derive(Clone, Debug)]
struct RawException {
    kind: usize,
    on: usize,
    documents: Vec<usize>,
    issued: &'static str,
    expires: Option<&'static str>,
    using: &'static str,
    /// A key that is left out.
    lacks: Option<u8>,
}

#[derive(Clone, Debug)]
struct RawHeld {
    award: usize,
    from: &'static str,
    until: Option<&'static str>,
    revoked: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct RawRound {
    on: Option<&'static str>,
    /// Which fact, and which value; none takes the answer back.
    facts: Vec<(usize, Option<usize>)>,
    /// Which document, and whether it is accepted.
    evidence: Vec<(usize, bool)>,
}

fn document() -> BoxedStrategy<RawDocument> {
    (
        0..EVIDENCE_TYPES.len(),
        vec(0..12_usize, 1..4),
        weighted(
            0.9,
            select(vec![
                "2022-01-01",
                "2022-01-01",
                "2021-05-31",
                "2021-06-01",
                "2022-05-31",
                "2022-06-01",
                "2020-02-29",
            ]),
        ),
        weighted(0.2, select(vec!["2022-05-31", "2022-06-01", "2024-01-01"])),
        weighted(0.4, select(vec!["a.pdf", "b.pdf"])),
        weighted(0.3, any::<bool>()),
    )
        .prop_map(|(kind, supports, issued, expires, reference, sha256)| RawDocument {
            kind,
            supports,
            issued,
            expires,
            reference,
            sha256,
        })
        .boxed()
}

fn exception() -> BoxedStrategy<RawException> {
    (
        0..3_usize,
        0..16_usize,
        select(vec![vec![], vec![], vec![0_usize], vec![1], vec![0, 1]]),
        select(vec!["2022-01-01", "2022-01-01", "2022-01-01", "2022-05-31", "2022-06-01"]),
        weighted(0.2, select(vec!["2022-05-31", "2022-06-01", "2024-01-01"])),
        select(vec!["eq", "eq", "eq", "eq2", "none"]),
        weighted(0.08, 0..6_u8),
    )
        .prop_map(|(kind, on, documents, issued, expires, using, lacks)| RawException {
            kind,
            on,
            documents,
            issued,
            expires,
            using,
            lacks,
        })
        .boxed()
}

fn held() -> BoxedStrategy<RawHeld> {
    (
        0..3_usize,
        select(vec!["2021-05-31", "2021-06-01", "2022-05-31", "2022-06-01"]),
        weighted(0.3, select(vec!["2022-05-31", "2022-06-01"])),
        weighted(0.3, select(vec!["2022-05-31", "2022-06-02"])),
    )
        .prop_map(|(award, from, until, revoked)| RawHeld { award, from, until, revoked })
        .boxed()
}

fn round() -> BoxedStrategy<RawRound> {
    (
        weighted(0.5, select(vec!["2021-12-01", "2022-05-31", "2022-07-01"])),
        vec((0..40_usize, weighted(0.7, 0..60_usize)), 0..3),
        vec((0..4_usize, seldom(0.3)), 0..3),
    )
        .prop_map(|(on, facts, evidence)| RawRound { on, facts, evidence })
        .boxed()
}

pub fn raw(options: Options) -> BoxedStrategy<Raw> {
    (
        select(vec!["2022-05-31", "2022-05-31", "2022-05-31", "2021-02-28"]),
        vec(0..60_usize, 24),
        vec(0..40_usize, options.missing.min(1)..=options.missing),
        vec(document(), 0..4),
        vec(exception(), 0..4),
        vec(held(), 0..3),
        prop_oneof![4 => Just(Vec::new()), 1 => vec(round(), 1..=2)],
        weighted(0.05, 0..12_usize),
    )
        .prop_map(|(as_of, answers, missing, documents, exceptions, held, rounds, obstacle)| Raw {
            as_of,
            answers,
            missing,
            documents,
            exceptions,
            held,
            rounds,
            obstacle,
        })
        .boxed()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

impl Raw {
    pub fn dossier(self, rules: &RuleDocument) -> DossierDocument {
        let domains = domains(rules);
        let mut facts: Vec<(String, Literal)> = Vec::new();
        for (i, (name, domain)) in domains.iter().enumerate() {
            let at = self.answers[i % self.answers.len()] + i / self.answers.len();
            facts.push((name.clone(), domain[at % domain.len()].clone()));
        }
        for at in self.missing.iter().filter(|_| !domains.is_empty()) {
            if !facts.is_empty() {
                facts.remove(at % facts.len());
            }
        }
        let paths = walk::paths(&rules.criteria);
        let mut dossier = DossierDocument {
            unit: "unit".into(),
            as_of: Some(date(self.as_of)),
            facts: facts.into_iter().collect(),
            evidence: self.documents.into_iter().enumerate().map(|(i, raw)| raw.document(i, &paths)).collect(),
            awards: self.held.into_iter().filter_map(|raw| raw.held(rules)).collect(),
            obstacles: self.obstacle.map(|at| obstacle(&paths[at % paths.len()])).into_iter().collect(),
            ..DossierDocument::default()
        };
        let documents = dossier.evidence.len();
        let leaves = walk::leaves(&rules.criteria);
        let targets: Vec<String> = leaves.into_iter().chain(requirements(rules)).collect();
        dossier.exceptions =
            self.exceptions.into_iter().enumerate().map(|(i, raw)| raw.exception(i, &targets, documents)).collect();
        let names = ["kanwil", "pusat"];
        dossier.rounds =
            self.rounds.into_iter().zip(names).map(|(raw, by)| raw.round(by, &domains, documents)).collect();
        if self.missing.is_empty() {
            answer_all(&mut dossier, &domains);
        }
        dossier
    }
}

/// Takes no answer back for good.
fn answer_all(dossier: &mut DossierDocument, domains: &[(String, Vec<Literal>)]) {
    let mut answered: Vec<String> = Vec::new();
    for round in dossier.rounds.iter_mut().rev() {
        for (name, answer) in &mut round.facts {
            if answer.is_none() && !answered.contains(name) {
                *answer = domains.iter().find(|(known, _)| known == name).map(|(_, domain)| domain[0].clone());
            }
            answered.push(name.clone());
        }
    }
}

fn obstacle(on: &str) -> Obstacle {
    Obstacle { id: "obstacle".into(), kind: Some("heritage".into()), title: None, on: vec![on.to_owned()] }
}

impl RawDocument {
    fn document(self, at: usize, paths: &[String]) -> Evidence {
        let mut supports: Vec<String> = self.supports.iter().map(|at| paths[at % paths.len()].clone()).collect();
        supports.sort();
        supports.dedup();
        let evidence_type = EVIDENCE_TYPES[self.kind].to_owned();
        // where a type lapses it must be said from when on
        let lapses = ["decree", "seal"].contains(&evidence_type.as_str());
        let issued = self.issued.or(lapses.then_some("2022-01-01")).map(date);
        let after = |expires: &Date| issued.is_none_or(|issued| *expires > issued);
        Evidence {
            id: format!("doc{at}"),
            evidence_type,
            issued,
            expires: self.expires.map(date).filter(after),
            supports,
            reference: self.reference.map(str::to_owned),
            sha256: self.sha256.map(|one| if one { "1" } else { "2" }.repeat(64)),
            ..Evidence::default()
        }
    }
}

impl RawException {
    fn exception(self, at: usize, targets: &[String], documents: usize) -> Exception {
        let kind = [ExceptionKind::Waiver, ExceptionKind::Equivalent, ExceptionKind::NotApplicable][self.kind];
        let issued = date(self.issued);
        let known = self.documents.into_iter().filter(|at| *at < documents);
        let mut exception = Exception {
            kind: Some(kind),
            on: Some(targets[self.on % targets.len()].clone()),
            reason: Some(format!("reason {at}")),
            approved_by: Some("TPN".into()),
            issued: Some(issued),
            expires: self.expires.map(date).filter(|expires| *expires > issued),
            evidence: known.map(|at| format!("doc{at}")).collect(),
            using: (kind == ExceptionKind::Equivalent).then(|| self.using.into()),
        };
        match self.lacks {
            Some(0) => exception.kind = None,
            Some(1) => exception.on = None,
            Some(2) => exception.reason = None,
            Some(3) => exception.approved_by = None,
            Some(4) => (exception.issued, exception.expires) = (None, None),
            Some(5) => exception.using = None,
            _ => {}
        }
        exception
    }
}

impl RawHeld {
    fn held(self, rules: &RuleDocument) -> Option<HeldAward> {
        let award = rules.awards.get(self.award % rules.awards.len().max(1))?;
        let from = date(self.from);
        let after = |text: Option<&str>| text.map(date).filter(|end| *end >= from);
        Some(HeldAward {
            award: award.id.clone(),
            from: Some(from),
            until: after(self.until).filter(|until| *until > from),
            revoked: after(self.revoked),
        })
    }
}

impl RawRound {
    fn round(self, by: &str, domains: &[(String, Vec<Literal>)], documents: usize) -> Round {
        let facts = self.facts.into_iter().filter(|_| !domains.is_empty()).map(|(at, value)| {
            let (name, domain) = &domains[at % domains.len()];
            (name.clone(), value.map(|at| domain[at % domain.len()].clone()))
        });
        let evidence = self.evidence.into_iter().filter(|(at, _)| *at < documents).map(|(at, accepted)| {
            let verdict = if accepted {
                RoundEvidence { rejected: None, accepted: Some(true) }
            } else {
                RoundEvidence { rejected: Some("no".into()), accepted: None }
            };
            (format!("doc{at}"), verdict)
        });
        Round {
            by: by.into(),
            on: self.on.map(date),
            facts: facts.collect::<IndexMap<_, _>>(),
            evidence: evidence.collect(),
        }
    }
}
