//! Exceptions: which count, and why the others do not.

use std::collections::BTreeMap;

use predikat::Number;
use predikat::assessment::Status;
use predikat::document::{Exception, ExceptionKind, WaivedAs};

use super::World;
use super::evidence::Documents;
use super::leaves::Worth;
use super::tree::Leaf;

/// The exceptions of a dossier.
#[derive(Clone)]
pub struct Exceptions {
    /// In the dossier's order.
    pub verdicts: Vec<Result<(), &'static str>>,
    /// What an accepted exception makes of a leaf, by its path.
    pub on_leaves: BTreeMap<String, (ExceptionKind, Worth)>,
    /// The requirements that are waived, as `award.requirement`.
    pub waived: Vec<String>,
    /// In the dossier's order, what each is on.
    on: Vec<Option<String>>,
}

impl Exceptions {
    /// Whether the exception at a position is on a leaf.
    pub fn is_on_leaf(&self, at: usize) -> bool {
        self.on[at].as_ref().is_some_and(|on| self.on_leaves.contains_key(on))
    }

    /// All but the one at a position, each as it was judged with it there; nothing where that one does not count.
    pub fn without(&self, at: usize) -> Option<Exceptions> {
        let on = self.on[at].as_ref().filter(|_| self.verdicts[at].is_ok())?;
        let mut without = self.clone();
        without.on_leaves.remove(on);
        without.waived.retain(|waived| waived != on);
        Some(without)
    }

    /// Whether a leaf of this status counts as met by its exception.
    pub fn is_met(&self, path: &str, status: Status) -> bool {
        let fraction = match self.on_leaves.get(path) {
            Some((_, Worth::Fraction(fraction))) => fraction,
            _ => return false,
        };
        matches!(status, Status::Waived | Status::Equivalent) && *fraction >= Number::ONE
    }
}

pub fn judge(world: &World<'_>, documents: &Documents<'_>) -> Exceptions {
    let on = world.given.dossier.exceptions.iter().map(|exception| exception.on.clone()).collect();
    let mut judged = Exceptions { verdicts: Vec::new(), on_leaves: BTreeMap::new(), waived: Vec::new(), on };
    for exception in &world.given.dossier.exceptions {
        let verdict = verdict(world, documents, exception, &judged);
        if let (Ok(worth), Some(kind), Some(on)) = (&verdict, exception.kind, &exception.on) {
            match worth {
                Some(worth) => _ = judged.on_leaves.insert(on.clone(), (kind, worth.clone())),
                None => judged.waived.push(on.clone()),
            }
        }
        judged.verdicts.push(verdict.map(|_| ()));
    }
    judged
}

/// What an exception makes of its leaf (nothing for a requirement), or the first reason why it does not count.
fn verdict(
    world: &World<'_>,
    documents: &Documents<'_>,
    exception: &Exception,
    before: &Exceptions,
) -> Result<Option<Worth>, &'static str> {
    let Exception { kind: Some(kind), on: Some(on), reason: Some(_), approved_by: Some(_), .. } = exception else {
        return Err("incomplete");
    };
    let issued = exception.issued.ok_or("incomplete")?;
    if *kind == ExceptionKind::Equivalent && exception.using.is_none() {
        return Err("incomplete");
    }
    let rules = world.given.rules;
    let leaf = world.tree.leaf(on);
    let equivalent = leaf
        .and_then(|leaf| leaf.equivalents.iter().find(|equivalent| Some(&equivalent.id) == exception.using.as_ref()));
    match (leaf, kind) {
        (None, ExceptionKind::Waiver) => {
            if !is_waivable(world, on) {
                return Err("not_allowed");
            }
        }
        (None, _) => return Err("wrong_target"),
        (Some(_), ExceptionKind::Equivalent) => {
            equivalent.ok_or("wrong_target")?;
        }
        (Some(leaf), kind) => {
            if !leaf.allows.contains(kind) {
                return Err("not_allowed");
            }
        }
    }
    let policy = rules.exceptions.clone().unwrap_or_default();
    let never = policy.never_on.unwrap_or_default();
    if never.iter().any(|never| on == never || on.starts_with(&format!("{never}."))) {
        return Err("never");
    }
    if issued > world.given.as_of {
        return Err("not_yet");
    }
    if exception.expires.is_some_and(|expires| world.given.as_of >= expires) {
        return Err("lapsed");
    }
    if !exception.evidence.iter().all(|id| documents.good(id)) {
        return Err("document");
    }
    if let Some(equivalent) = equivalent.filter(|_| *kind == ExceptionKind::Equivalent) {
        if !equivalent.when.as_ref().is_none_or(|when| world.holds(when)) {
            return Err("condition");
        }
        if !equivalent.evidence.as_ref().is_none_or(|rule| documents.satisfy(rule, on, &exception.evidence)) {
            return Err("evidence");
        }
    }
    if before.on_leaves.contains_key(on) || before.waived.contains(on) {
        return Err("duplicate");
    }
    let accepted = before.verdicts.iter().filter(|verdict| verdict.is_ok()).count();
    if policy.at_most.is_some_and(|at_most| accepted >= usize::try_from(at_most).unwrap()) {
        return Err("quota");
    }
    Ok(leaf.map(|leaf| match kind {
        ExceptionKind::Waiver => waived(leaf),
        ExceptionKind::NotApplicable => Worth::NotApplicable,
        ExceptionKind::Equivalent => Worth::Fraction(equivalent.unwrap().fraction.clone().unwrap_or(Number::ONE)),
    }))
}

fn waived(leaf: &Leaf<'_>) -> Worth {
    match leaf.waived_as {
        WaivedAs::Met => Worth::Fraction(Number::ONE),
        WaivedAs::NotApplicable => Worth::NotApplicable,
    }
}

fn is_waivable(world: &World<'_>, on: &str) -> bool {
    world.given.rules.awards.iter().any(|award| {
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        award
            .requires
            .iter()
            .chain(conditional)
            .any(|requirement| format!("{}.{}", award.id, requirement.id) == *on && requirement.waivable == Some(true))
    })
}
