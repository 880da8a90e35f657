//! Which exceptions count, and why the others do not (language reference, section 6).

use std::collections::BTreeMap;

use super::evidence::{Desk, satisfied_by};
use crate::assessment::RefusedException;
use crate::document::{ExceptionKind, WaivedAs};
use crate::dossier::{Dossier, Exception, Target};
use crate::evaluate::{Facts, MissingSet, Truth};
use crate::invariant::Always;
use crate::rule_set::{Compiled, CriterionId, Equivalent};

/// What an accepted exception does to a leaf.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect<'a> {
    /// It is not applicable.
    LeavesScore,
    /// It is met.
    Met,
    /// It has the fraction of what stands in for it.
    Equivalent(&'a Equivalent),
}

/// What an accepted exception is on, and what it does there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Grants<'a> {
    Leaf(CriterionId, Effect<'a>),
    /// The requirement holds.
    Requirement,
}

/// An exception with all the parts that each must have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Complete<'a> {
    pub(super) written: &'a Exception,
    pub(super) kind: ExceptionKind,
    target: Target,
    pub(super) reason: &'a str,
    pub(super) approved_by: &'a str,
    /// Of an equivalent, what stands in.
    using: Option<&'a str>,
}

/// An exception that counts.
#[derive(Clone, Debug)]
pub(super) struct Accepted<'a> {
    /// Its position in the dossier.
    pub(super) at: usize,
    pub(super) exception: Complete<'a>,
    pub(super) grants: Grants<'a>,
    /// What is missing to know whether it counts: the condition of an equivalent is unknown, its own or that of
    /// one before it which would take its place.
    pub(super) perhaps: Option<MissingSet>,
}

impl Accepted<'_> {
    /// What it is on.
    pub(super) fn target(&self) -> Target {
        self.exception.target
    }
}

/// An accepted exception on a leaf, and what it does there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Relief<'a> {
    pub(super) by: &'a Accepted<'a>,
    pub(super) effect: Effect<'a>,
}

/// The exceptions that count on one leaf, in the dossier's order: all of them perhaps, but for the last.
pub(super) type OnLeaf<'a> = BTreeMap<CriterionId, Vec<Relief<'a>>>;

/// The exceptions on leaves.
pub(super) fn by_leaf<'a>(accepted: &'a [Accepted<'a>]) -> OnLeaf<'a> {
    let mut by_leaf = OnLeaf::new();
    for one in accepted {
        if let Grants::Leaf(leaf, effect) = one.grants {
            by_leaf.entry(leaf).or_default().push(Relief { by: one, effect });
        }
    }
    by_leaf
}

/// The exceptions of a dossier, judged.
pub(super) struct Judged<'a> {
    /// In the dossier's order; one a target.
    pub(super) accepted: Vec<Accepted<'a>>,
    pub(super) refused: Vec<RefusedException>,
}

/// Why an exception is refused.
struct Refusal {
    why: &'static str,
    because: String,
}

fn refuse<T>(why: &'static str, because: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { why, because: because.into() })
}

/// Judges the exceptions in the dossier's order: the first per target counts, up to the quota.
pub(super) fn judge<'a>(dossier: &'a Dossier, facts: &Facts<'_>, desk: &Desk<'_>) -> Judged<'a> {
    let judge = Judge { dossier, rules: &dossier.rules, facts, desk };
    let mut judged = Judged { accepted: Vec::new(), refused: Vec::new() };
    let mut places = Places { most: dossier.rules.exceptions_at_most.map(|most| most as usize), ..Places::default() };
    for (at, exception) in dossier.exceptions.iter().enumerate() {
        let verdict = judge.one(exception).and_then(|(exception, grants, own)| {
            let perhaps = places.take(exception.target, own).map_err(|why| match why {
                Taken::Target => Refusal {
                    why: "duplicate",
                    because: format!("an earlier exception on `{}` counts", exception.written.on_text),
                },
                Taken::Quota(most) => Refusal {
                    why: "quota",
                    because: format!("at most {most} exceptions are accepted, and so many are before it"),
                },
            })?;
            Ok(Accepted { at, exception, grants, perhaps })
        });
        match verdict {
            Ok(accepted) => judged.accepted.push(accepted),
            Err(refusal) => judged.refused.push(RefusedException {
                kind: exception.kind.map(|kind| word_of(kind).to_owned()),
                on: exception.on.map(|_| exception.on_text.clone()),
                why: refusal.why.to_owned(),
                because: refusal.because,
            }),
        }
    }
    judged
}

/// The targets and the quota, as they are taken.
#[derive(Default)]
struct Places {
    most: Option<usize>,
    surely: usize,
    perhaps: usize,
    /// Whether a target is surely taken, or perhaps.
    targets: BTreeMap<Target, bool>,
    /// What is missing to know which of those that count perhaps do.
    missing: MissingSet,
}

/// Why there is no place.
enum Taken {
    Target,
    Quota(usize),
}

impl Places {
    /// Takes a place for an exception whose own condition is known, or not for want of `own`; tells what is
    /// missing to know whether it counts.
    fn take(&mut self, target: Target, own: Option<MissingSet>) -> Result<Option<MissingSet>, Taken> {
        if self.targets.get(&target) == Some(&true) {
            return Err(Taken::Target);
        }
        if let Some(most) = self.most.filter(|most| self.surely >= *most) {
            return Err(Taken::Quota(most));
        }
        let crowded = self.most.is_some_and(|most| self.surely + self.perhaps >= most);
        let perhaps = if crowded || self.targets.contains_key(&target) {
            let mut missing = own.unwrap_or_default();
            missing.extend(self.missing.iter().copied());
            Some(missing)
        } else {
            own
        };
        match &perhaps {
            None => {
                self.surely += 1;
                self.targets.insert(target, true);
            }
            Some(missing) => {
                self.perhaps += 1;
                self.targets.entry(target).or_insert(false);
                self.missing.extend(missing.iter().copied());
            }
        }
        Ok(perhaps)
    }
}

/// The word of a kind.
pub(super) fn word_of(kind: ExceptionKind) -> &'static str {
    match kind {
        ExceptionKind::Waiver => "waiver",
        ExceptionKind::Equivalent => "equivalent",
        ExceptionKind::NotApplicable => "not_applicable",
    }
}

struct Judge<'a, 'b> {
    dossier: &'a Dossier,
    rules: &'a Compiled,
    facts: &'b Facts<'b>,
    desk: &'b Desk<'b>,
}

impl<'a> Judge<'a, '_> {
    /// An exception with its parts, what it grants, and what is missing where its own condition is unknown.
    fn one(&self, exception: &'a Exception) -> Result<(Complete<'a>, Grants<'a>, Option<MissingSet>), Refusal> {
        let complete = complete(exception)?;
        let (grants, missing) = match complete.target {
            Target::Leaf(leaf) => {
                let (effect, missing) = self.on_leaf(&complete, leaf)?;
                (Grants::Leaf(leaf, effect), missing)
            }
            Target::Requirement(award, at) => {
                if complete.kind != ExceptionKind::Waiver {
                    return refuse("wrong_target", "only a waiver can be on a requirement of an award");
                }
                let requirement = self.rules.awards[award].all_requirements().nth(at);
                let requirement = requirement.always("an exception's requirement is one of its award's");
                match requirement {
                    Some(requirement) if !requirement.waivable => {
                        return refuse("not_allowed", format!("`{}` is not waivable", exception.on_text));
                    }
                    Some(requirement) if requirement.never => return never(exception),
                    _ => self.in_time(exception)?,
                }
                // Of one that is not there, it is left open.
                (Grants::Requirement, requirement.is_none().then(MissingSet::new))
            }
        };
        Ok((complete, grants, missing))
    }

    fn on_leaf(&self, complete: &Complete<'a>, leaf: CriterionId) -> Result<(Effect<'a>, Option<MissingSet>), Refusal> {
        let Complete { written: exception, kind, using, .. } = *complete;
        let criterion = &self.rules.criteria[leaf];
        let find = |using: &str| {
            let equivalent = criterion.equivalents.iter().find(|one| one.id == using);
            equivalent.map_or_else(
                || refuse("wrong_target", format!("`{}` has no equivalent `{using}`", exception.on_text)),
                Ok,
            )
        };
        let equivalent = using.map(find).transpose()?;
        if equivalent.is_none() && !criterion.allows.contains(&kind) {
            let because = format!("the rules allow no {} on `{}`", word_of(kind), exception.on_text);
            return refuse("not_allowed", because);
        }
        if criterion.never {
            return never(exception);
        }
        self.in_time(exception)?;
        match equivalent {
            Some(equivalent) => self.equivalent(exception, leaf, equivalent),
            None if kind == ExceptionKind::Waiver && criterion.waived_as == WaivedAs::Met => Ok((Effect::Met, None)),
            None => Ok((Effect::LeavesScore, None)),
        }
    }

    /// The exception and every document it names are valid on the as-of date.
    fn in_time(&self, exception: &Exception) -> Result<(), Refusal> {
        let as_of = self.dossier.as_of;
        if let Some(issued) = exception.issued.filter(|issued| *issued > as_of) {
            return refuse("not_yet", format!("it is issued only on {issued}"));
        }
        if let Some(expires) = exception.expires.filter(|expires| as_of >= *expires) {
            return refuse("lapsed", format!("it lapsed on {expires}"));
        }
        for at in &exception.evidence {
            // An exclusive document that several leaves list can still bear out an exception.
            let unusable = self.desk.why_unusable(*at).filter(|why| **why != super::evidence::Unusable::Reused);
            if let (Some(why), Some(paper)) = (unusable, self.desk.paper(*at)) {
                return refuse("document", format!("its document `{}` does not count: {why}", paper.document.id));
            }
        }
        Ok(())
    }

    fn equivalent(
        &self,
        exception: &Exception,
        leaf: CriterionId,
        equivalent: &'a Equivalent,
    ) -> Result<(Effect<'a>, Option<MissingSet>), Refusal> {
        let truth = equivalent.when.as_ref().map_or(Truth::True, |when| self.facts.truth(when));
        if truth.is_false() {
            return refuse("condition", format!("the condition of equivalent `{}` does not hold", equivalent.id));
        }
        if let Some(rule) = &equivalent.evidence {
            let documents = self.desk.with_named(leaf, &exception.evidence);
            if !satisfied_by(&documents, rule) {
                return refuse("evidence", format!("the evidence of equivalent `{}` is not there", equivalent.id));
            }
        }
        let uncertain = equivalent.when.as_ref().filter(|_| truth.is_unknown()).map(|when| {
            let mut missing = MissingSet::new();
            self.facts.missing_in(when, &mut missing);
            missing
        });
        Ok((Effect::Equivalent(equivalent), uncertain))
    }
}

fn never<T>(exception: &Exception) -> Result<T, Refusal> {
    refuse("never", format!("the rules accept no exception on `{}`, ever", exception.on_text))
}

/// An exception with its parts, or which of those that it must have it lacks.
fn complete(written: &Exception) -> Result<Complete<'_>, Refusal> {
    fn text(text: &Option<String>) -> Option<&str> {
        text.as_deref().filter(|text| !text.trim().is_empty())
    }
    let (reason, approved_by) = (text(&written.reason), text(&written.approved_by));
    let using = text(&written.using).filter(|_| written.kind == Some(ExceptionKind::Equivalent));
    let is_using = written.kind != Some(ExceptionKind::Equivalent) || using.is_some();
    if let (Some(kind), Some(target), Some(reason), Some(approved_by), Some(_), true) =
        (written.kind, written.on, reason, approved_by, written.issued, is_using)
    {
        return Ok(Complete { written, kind, target, reason, approved_by, using });
    }
    let parts = [
        ("kind", written.kind.is_some()),
        ("on", written.on.is_some()),
        ("reason", reason.is_some()),
        ("approved_by", approved_by.is_some()),
        ("issued", written.issued.is_some()),
        ("using", is_using),
    ];
    let lacking: Vec<&str> = parts.iter().filter(|(_, is_there)| !is_there).map(|(name, _)| *name).collect();
    refuse("incomplete", format!("it lacks {}", lacking.join(", ")))
}
