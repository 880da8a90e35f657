//! An award that turns on the status of one leaf: one with an exception, of which perhaps something does not hold.

use std::collections::BTreeSet;

use predikat::DossierDocument;
use predikat::document::{Award, Condition, Equivalent, Exception, ExceptionKind, Requirement, RuleDocument, WaivedAs};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::awards::statuses;
use super::conditions::of_answered;
use super::criteria::{fraction, waived_as};
use super::{rules, walk};

/// Which leaf, and what is changed of it.
#[derive(Clone, Debug)]
pub struct Aim {
    at: usize,
    kind: ExceptionKind,
    waived_as: Option<WaivedAs>,
    /// When the leaf applies.
    applies_when: Option<Condition>,
    /// When its equivalent counts, and what it counts.
    equivalent: (Option<Condition>, Option<predikat::Number>),
    statuses: Vec<&'static str>,
    strict: bool,
}

pub fn aim() -> BoxedStrategy<Aim> {
    use ExceptionKind::{Equivalent, NotApplicable, Waiver};
    let kind = select(vec![Waiver, Waiver, Equivalent, Equivalent, NotApplicable]);
    let equivalent = (weighted(0.7, of_answered()), weighted(0.3, fraction()));
    (0..60_usize, kind, weighted(0.5, waived_as()), weighted(0.5, of_answered()), equivalent, statuses(), any::<bool>())
        .prop_map(|(at, kind, waived_as, applies_when, equivalent, statuses, strict)| Aim {
            at,
            kind,
            waived_as,
            applies_when,
            equivalent,
            statuses,
            strict,
        })
        .boxed()
}

impl Aim {
    /// The first award asks for the status of the leaf and for nothing else.
    pub fn rules(&self, rules: &mut RuleDocument) {
        let leaf = self.leaf(rules);
        let criterion = walk::at_path(&mut rules.criteria, &leaf);
        criterion.allows = Some(vec![self.kind]);
        criterion.waived_as = self.waived_as;
        criterion.applies_when.clone_from(&self.applies_when);
        if self.kind == ExceptionKind::Equivalent {
            let (when, fraction) = self.equivalent.clone();
            criterion.equivalents = Some(vec![Equivalent { id: "eq".into(), when, fraction, ..Equivalent::default() }]);
        }
        rules.exceptions = None;
        let requirement = Requirement {
            id: "r0".into(),
            criterion: Some(leaf),
            is: Some(self.statuses.iter().map(|status| (*status).to_owned()).collect()),
            when_not_applicable: self.strict.then(|| "fails".to_owned()),
            ..Requirement::default()
        };
        let award = Award { id: "award0".into(), requires: vec![requirement], ..Award::default() };
        match rules.awards.first_mut() {
            Some(first) => *first = award,
            None => rules.awards.push(award),
        }
        rules::fit(rules);
    }

    /// The leaf has its exception; where facts may be missing, one is that its condition reads.
    pub fn dossier(&self, rules: &RuleDocument, dossier: &mut DossierDocument, missing: bool) {
        let leaf = self.leaf(rules);
        dossier.exceptions.retain(|exception| exception.on.as_ref() != Some(&leaf));
        dossier.exceptions.push(Exception {
            kind: Some(self.kind),
            on: Some(leaf),
            reason: Some("aimed at".into()),
            approved_by: Some("TPN".into()),
            issued: Some("2021-01-01".parse().unwrap()),
            using: (self.kind == ExceptionKind::Equivalent).then(|| "eq".into()),
            ..Exception::default()
        });
        let of_equivalent = self.equivalent.0.iter().filter(|_| self.kind == ExceptionKind::Equivalent);
        let mut read = BTreeSet::new();
        for condition in self.applies_when.iter().chain(of_equivalent) {
            walk::names(&mut condition.clone(), &mut read);
        }
        if let Some(name) = read.first().filter(|_| missing) {
            dossier.facts.shift_remove(name);
            dossier.rounds.iter_mut().for_each(|round| round.facts.retain(|fact, _| fact != name));
        }
    }

    /// The path of the leaf.
    fn leaf(&self, rules: &RuleDocument) -> String {
        let mut leaves = walk::leaves(&rules.criteria);
        leaves.swap_remove(self.at % leaves.len())
    }
}
