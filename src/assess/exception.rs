//! Which exceptions count, and why the others do not (language reference, section 6).

use std::collections::BTreeMap;

use super::evidence::Desk;
use crate::Number;
use crate::assessment::RefusedException;
use crate::document::{ExceptionKind, WaivedAs};
use crate::dossier::{Dossier, Exception, Target};
use crate::evaluate::{Facts, MissingSet, Truth};
use crate::rule_set::{Award, Compiled, CriterionId, Equivalent, Requirement};

/// What an accepted exception does.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// The leaf is not applicable.
    LeavesScore,
    /// The leaf is met.
    Met,
    /// The leaf has this fraction.
    Fraction(Number),
    /// The requirement holds.
    Requirement,
}

/// An exception that counts.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    /// Its position in the dossier.
    pub(super) at: usize,
    pub(super) target: Target,
    pub(super) effect: Effect,
    /// What is missing to know whether it counts: the condition of an equivalent is unknown, its own or that of
    /// one before it which would take its place.
    pub(super) perhaps: Option<MissingSet>,
}

/// The exceptions that count on one target, in the dossier's order: all of them perhaps, but for the last.
pub(super) type OnLeaf<'a> = BTreeMap<CriterionId, Vec<&'a Accepted>>;

/// The exceptions on leaves.
pub(super) fn by_leaf(accepted: &[Accepted]) -> OnLeaf<'_> {
    let mut by_leaf = OnLeaf::new();
    for one in accepted {
        if let Target::Leaf(leaf) = one.target {
            by_leaf.entry(leaf).or_default().push(one);
        }
    }
    by_leaf
}

/// The exceptions of a dossier, judged.
pub(super) struct Judged {
    /// In the dossier's order; one a target.
    pub(super) accepted: Vec<Accepted>,
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
pub(super) fn judge(dossier: &Dossier, facts: &Facts<'_>, desk: &Desk<'_>) -> Judged {
    let judge = Judge { dossier, rules: &dossier.rules, facts, desk };
    let mut judged = Judged { accepted: Vec::new(), refused: Vec::new() };
    let mut places = Places { most: dossier.rules.exceptions_at_most.map(|most| most as usize), ..Places::default() };
    for (at, exception) in dossier.exceptions.iter().enumerate() {
        let verdict = judge.one(exception).and_then(|(target, effect, own)| {
            let perhaps = places.take(target, own).map_err(|why| match why {
                Taken::Target => Refusal {
                    why: "duplicate",
                    because: format!("an earlier exception on `{}` counts", exception.on_text),
                },
                Taken::Quota(most) => Refusal {
                    why: "quota",
                    because: format!("at most {most} exceptions are accepted, and so many are before it"),
                },
            })?;
            Ok(Accepted { at, target, effect, perhaps })
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

/// The requirement at a position among `requires`, then among those of `conditional`.
pub(super) fn requirement_at(award: &Award, at: usize) -> Option<&Requirement> {
    let conditional = award.conditional.as_ref().map_or(&[][..], |conditional| conditional.requires.as_slice());
    award.requires.iter().chain(conditional).nth(at)
}

struct Judge<'a> {
    dossier: &'a Dossier,
    rules: &'a Compiled,
    facts: &'a Facts<'a>,
    desk: &'a Desk<'a>,
}

impl Judge<'_> {
    /// The target and the effect of an exception, and what is missing where its own condition is unknown.
    fn one(&self, exception: &Exception) -> Result<(Target, Effect, Option<MissingSet>), Refusal> {
        let (kind, target) = complete(exception)?;
        let (effect, missing) = match target {
            Target::Leaf(leaf) => self.on_leaf(exception, kind, leaf)?,
            Target::Requirement(award, at) => {
                if kind != ExceptionKind::Waiver {
                    return refuse("wrong_target", "only a waiver can be on a requirement of an award");
                }
                match requirement_at(&self.rules.awards[award], at) {
                    Some(requirement) if !requirement.waivable => {
                        return refuse("not_allowed", format!("`{}` is not waivable", exception.on_text));
                    }
                    Some(requirement) if requirement.never => return never(exception),
                    _ => {
                        self.in_time(exception)?;
                        (Effect::Requirement, None)
                    }
                }
            }
        };
        Ok((target, effect, missing))
    }

    fn on_leaf(
        &self,
        exception: &Exception,
        kind: ExceptionKind,
        leaf: CriterionId,
    ) -> Result<(Effect, Option<MissingSet>), Refusal> {
        let criterion = &self.rules.criteria[leaf];
        let using = exception.using.as_ref().filter(|_| kind == ExceptionKind::Equivalent);
        let equivalent = using.and_then(|using| criterion.equivalents.iter().find(|one| one.id == *using));
        if let (Some(using), None) = (using, equivalent) {
            return refuse("wrong_target", format!("`{}` has no equivalent `{using}`", exception.on_text));
        }
        if equivalent.is_none() && !criterion.allows.contains(&kind) {
            let because = format!("the rules allow no {} on `{}`", word_of(kind), exception.on_text);
            return refuse("not_allowed", because);
        }
        if criterion.never {
            return never(exception);
        }
        self.in_time(exception)?;
        match (kind, equivalent) {
            (_, Some(equivalent)) => self.equivalent(exception, leaf, equivalent),
            (ExceptionKind::Waiver, None) if criterion.waived_as == WaivedAs::Met => Ok((Effect::Met, None)),
            _ => Ok((Effect::LeavesScore, None)),
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
            if let (Some(why), Some(document)) = (unusable, self.dossier.documents.get(*at)) {
                return refuse("document", format!("its document `{}` does not count: {why}", document.id));
            }
        }
        Ok(())
    }

    fn equivalent(
        &self,
        exception: &Exception,
        leaf: CriterionId,
        equivalent: &Equivalent,
    ) -> Result<(Effect, Option<MissingSet>), Refusal> {
        let truth = equivalent.when.as_ref().map_or(Truth::True, |when| self.facts.truth(when));
        if truth.is_false() {
            return refuse("condition", format!("the condition of equivalent `{}` does not hold", equivalent.id));
        }
        if let Some(rule) = &equivalent.evidence {
            let documents = self.desk.with_named(leaf, &exception.evidence);
            if !self.desk.satisfied_by(&documents, rule) {
                return refuse("evidence", format!("the evidence of equivalent `{}` is not there", equivalent.id));
            }
        }
        let uncertain = equivalent.when.as_ref().filter(|_| truth.is_unknown()).map(|when| {
            let mut missing = MissingSet::new();
            self.facts.missing_in(when, &mut missing);
            missing
        });
        Ok((Effect::Fraction(equivalent.fraction.clone()), uncertain))
    }
}

fn never<T>(exception: &Exception) -> Result<T, Refusal> {
    refuse("never", format!("the rules accept no exception on `{}`, ever", exception.on_text))
}

/// The parts that every exception must have.
fn complete(exception: &Exception) -> Result<(ExceptionKind, Target), Refusal> {
    let blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    let mut lacking = Vec::new();
    let mut lack = |missing: bool, name: &'static str| {
        if missing {
            lacking.push(name);
        }
    };
    lack(exception.kind.is_none(), "kind");
    lack(exception.on.is_none(), "on");
    lack(blank(&exception.reason), "reason");
    lack(blank(&exception.approved_by), "approved_by");
    lack(exception.issued.is_none(), "issued");
    lack(exception.kind == Some(ExceptionKind::Equivalent) && blank(&exception.using), "using");
    match (exception.kind, exception.on) {
        (Some(kind), Some(target)) if lacking.is_empty() => Ok((kind, target)),
        _ => refuse("incomplete", format!("it lacks {}", lacking.join(", "))),
    }
}
