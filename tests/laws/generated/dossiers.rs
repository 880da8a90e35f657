//! Random dossiers that fit a rule set.

use predikat::document::{Evidence, Exception, ExceptionKind, HeldAward, Literal, Round, RoundEvidence};
use predikat::{Date, DossierDocument, RuleDocument};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Options, parts};
use crate::naive;

/// Values that are worth trying where a fact may have any.
pub fn worth_trying() -> naive::Samples {
    naive::Samples {
        numbers: ["0", "0.25", "0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "3"].map(parts::number).to_vec(),
        dates: DATES.iter().map(|date| date.parse().unwrap()).collect(),
        texts: TEXTS.iter().map(|text| (*text).to_owned()).collect(),
    }
}

const DATES: &[&str] =
    &["2021-01-01", "2021-05-31", "2021-06-01", "2021-11-30", "2022-05-31", "2022-06-01", "2023-01-01"];
const TEXTS: &[&str] = &["ab", " SK 1 ", "SK 12", "lihat https://a"];
const AS_OF: &str = "2022-05-31";

/// A dossier before the rules are known: positions, taken modulo what there is.
#[derive(Clone, Debug)]
pub struct Raw {
    answers: Vec<usize>,
    missing: Vec<usize>,
    documents: Vec<RawDocument>,
    exceptions: Vec<RawException>,
    held: Vec<(usize, &'static str, Option<&'static str>, Option<&'static str>)>,
}

type RawDocument = (usize, Vec<usize>, &'static str, Option<&'static str>, Option<&'static str>, Option<bool>, bool);
type RawException = (usize, usize, Option<usize>, &'static str, Option<&'static str>, bool);

pub fn raw(options: Options) -> impl Strategy<Value = Raw> {
    let document = (
        0..3_usize,
        vec(0..12_usize, 1..4),
        select(vec!["2022-01-01", "2022-01-01", "2021-05-31", "2021-06-01", "2022-05-31", "2022-06-01"]),
        weighted(0.2, select(vec!["2022-05-31", "2022-06-02", "2024-01-01"])),
        weighted(0.4, select(vec!["a.pdf", "b.pdf"])),
        weighted(0.3, any::<bool>()),
        weighted(0.15, Just(())).prop_map(|rejected| rejected.is_some()),
    );
    let exception = (
        0..3_usize,
        0..12_usize,
        weighted(0.3, 0..4_usize),
        select(vec!["2022-01-01", "2022-05-31", "2022-06-01"]),
        weighted(0.2, select(vec!["2022-05-31", "2022-06-01", "2024-01-01"])).prop_map(|expires| expires),
        weighted(0.1, Just(())).prop_map(|incomplete| incomplete.is_some()),
    );
    let held = (
        0..3_usize,
        select(vec!["2021-05-31", "2021-06-01", "2022-05-31", "2022-06-01"]),
        weighted(0.3, select(vec!["2022-05-31", "2022-06-01"])),
        weighted(0.3, select(vec!["2022-05-31", "2022-06-02"])),
    );
    (
        vec(0..60_usize, 24),
        vec(0..40_usize, options.missing..=options.missing),
        vec(document, 0..4),
        vec(exception, 0..3),
        vec(held, 0..2),
    )
        .prop_map(|(answers, missing, documents, exceptions, held)| Raw {
            answers,
            missing,
            documents,
            exceptions,
            held,
        })
}

impl Raw {
    pub fn dossier(self, rules: &RuleDocument) -> DossierDocument {
        let date = |text: &str| -> Date { text.parse().unwrap() };
        let mut facts: Vec<(String, Literal)> = Vec::new();
        for (i, (name, domain)) in domains(rules).into_iter().enumerate() {
            let at = self.answers[i % self.answers.len()] + i / self.answers.len();
            facts.push((name, domain[at % domain.len()].clone()));
        }
        for at in &self.missing {
            facts.remove(at % facts.len());
        }
        let mut dossier = DossierDocument {
            unit: "unit".into(),
            as_of: Some(date(AS_OF)),
            facts: facts.into_iter().collect(),
            ..DossierDocument::default()
        };
        let paths = parts::paths(&rules.criteria);
        let mut round = Round { by: "kanwil".into(), ..Round::default() };
        for (i, raw) in self.documents.into_iter().enumerate() {
            let (kind, supports, issued, expires, reference, sha, rejected) = raw;
            let mut supports: Vec<String> = supports.iter().map(|at| paths[at % paths.len()].clone()).collect();
            supports.sort();
            supports.dedup();
            let expires = expires.map(date).filter(|expires| *expires > date(issued));
            if rejected {
                let verdict = RoundEvidence { rejected: Some("no".into()), accepted: None };
                round.evidence.insert(format!("doc{i}"), verdict);
            }
            dossier.evidence.push(Evidence {
                id: format!("doc{i}"),
                evidence_type: ["decree", "photo", "letter"][kind].into(),
                issued: Some(date(issued)),
                expires,
                supports,
                reference: reference.map(str::to_owned),
                sha256: sha.map(|one| if one { "1" } else { "2" }.repeat(64)),
                ..Evidence::default()
            });
        }
        let leaves = parts::leaves(&rules.criteria);
        let requirements: Vec<String> = rules
            .awards
            .iter()
            .flat_map(|award| award.requires.iter().map(|r| format!("{}.{}", award.id, r.id)))
            .collect();
        for (kind, on, document, issued, expires, incomplete) in self.exceptions {
            let targets: Vec<&String> = leaves.iter().chain(&requirements).collect();
            let kind = [ExceptionKind::Waiver, ExceptionKind::Equivalent, ExceptionKind::NotApplicable][kind];
            let known = document.filter(|at| *at < dossier.evidence.len());
            dossier.exceptions.push(Exception {
                kind: Some(kind),
                on: Some(targets[on % targets.len()].clone()),
                reason: (!incomplete).then(|| "for a reason".into()),
                approved_by: Some("TPN".into()),
                issued: Some(date(issued)),
                expires: expires.map(date).filter(|expires| *expires > date(issued)),
                evidence: known.map(|at| format!("doc{at}")).into_iter().collect(),
                using: (kind == ExceptionKind::Equivalent).then(|| "eq".into()),
            });
        }
        for (award, from, until, revoked) in self.held {
            if let Some(award) = rules.awards.get(award % rules.awards.len().max(1)) {
                let after = |text: Option<&str>| text.map(date).filter(|end| *end >= date(from));
                dossier.awards.push(HeldAward {
                    award: award.id.clone(),
                    from: Some(date(from)),
                    until: after(until).filter(|until| *until > date(from)),
                    revoked: after(revoked),
                });
            }
        }
        if !round.evidence.is_empty() {
            dossier.rounds.push(round);
        }
        dossier
    }
}

/// The facts that a dossier answers, each with values it may have.
pub fn domains(rules: &RuleDocument) -> Vec<(String, Vec<Literal>)> {
    let texts = |texts: &[&str]| texts.iter().map(|text| Literal::text(*text)).collect::<Vec<_>>();
    let numbers = |texts: &[&str]| texts.iter().map(|text| Literal::number(&parts::number(text))).collect::<Vec<_>>();
    let booleans = || vec![Literal::boolean(true), Literal::boolean(false)];
    let mut found = vec![
        ("b0".to_owned(), booleans()),
        ("b1".to_owned(), booleans()),
        ("level".to_owned(), texts(&["lo", "mid", "hi"])),
        ("i0".to_owned(), numbers(&["0", "1", "2", "3"])),
        ("i1".to_owned(), numbers(&["0", "1", "2"])),
        ("dc".to_owned(), numbers(&["0", "0.5", "0.75", "1", "1.5", "2"])),
        ("d0".to_owned(), texts(DATES)),
        ("t0".to_owned(), texts(TEXTS)),
    ];
    parts::walk(&rules.criteria, "", &mut |path, criterion| {
        if let Some(scale) = &criterion.answer {
            let answers = rules.scales[scale].answers.keys().map(Literal::text).collect();
            found.push((path.to_owned(), answers));
        }
    });
    found
}
