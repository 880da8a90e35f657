//! How long exact sums of a dossier's answers can get, kept within a limit.
//!
//! What the rules themselves add up is looked at when they are checked, in the same way.

use num_integer::Integer;

use super::sheet::Sheet;
use crate::diagnostic::steps::at;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Limits;
use crate::invariant::Always;
use crate::number::denominator::Denominator;
use crate::rule_set::arena::Arena;
use crate::rule_set::{Derivation, FactId, Kind, Leaf, Operand, Scorer, Value};
use crate::{Number, RuleSet};

/// Reports answers whose sums could have too large a denominator, at the facts.
pub(super) fn check(rules: &RuleSet, values: &Arena<FactId, Option<Value>>, own: Sheet, found: &mut Vec<Diagnostic>) {
    let most = own.document.origin.limits().denominator_bits;
    if are_short(rules, values, most) || !is_too_large(rules, values, most) {
        return;
    }
    let message = format!(
        "the answers have no common denominator within {most} bits, the limit of exact sums of what they score"
    );
    found.push(own.finding(Code::TooLarge, at!["facts"], message).help(
        "write them with fewer digits or as fractions of fewer denominators; a caller who needs more sets \
         `Limits::denominator_bits`",
    ));
}

/// Whether it is plain that sums of the answers are short: all their digits in a row are few, for which `check` lets each
/// be taken 64 times in what is derived from them; or they are only added, and have a small denominator in common.
pub(super) fn are_short(rules: &RuleSet, values: &Arena<FactId, Option<Value>>, most: usize) -> bool {
    let divides = || rules.criteria.iter().any(|one| matches!(&one.kind, Kind::Leaf(leaf) if is_ratio(leaf)));
    if most >= 64 && rules.derived.is_empty() && have_small_denominator(values) && !divides() {
        return true;
    }
    let most = if rules.derived.is_empty() { most } else { most / 64 };
    let numbers = values.iter().filter_map(|value| match value {
        Some(Value::Number(number)) => Some(number.digits_bits()),
        _ => None,
    });
    numbers.fold(0, u64::saturating_add) <= u64::try_from(most).unwrap_or(u64::MAX)
}

fn is_ratio(leaf: &Leaf) -> bool {
    matches!(leaf.scorer, Scorer::Ratio { .. })
}

/// Whether a denominator of 64 bits divides by those of all answers.
fn have_small_denominator(values: &Arena<FactId, Option<Value>>) -> bool {
    let common = values.iter().try_fold(1_i64, |common, value| match value {
        Some(Value::Number(number)) => {
            let (_, denominator) = number.to_i64_pair()?;
            if common % denominator == 0 {
                return Some(common);
            }
            common.checked_mul(denominator / common.gcd(&denominator))
        }
        _ => Some(common),
    });
    common.is_some()
}

/// A number fact: its denominator, and the bits of its whole part.
#[derive(Clone)]
struct Extent {
    denominator: Denominator,
    magnitude: u64,
}

impl Extent {
    fn of(number: &Number, most: usize) -> Extent {
        Extent { denominator: Denominator::of(number, most), magnitude: number.magnitude_bits() }
    }

    /// Of a number that may have any denominator.
    fn endless(most: usize) -> Extent {
        let mut denominator = Denominator::whole(most);
        denominator.add_unknown(u64::MAX);
        Extent { denominator, magnitude: u64::MAX }
    }

    /// The bits of its numerator, at most.
    fn numerator(&self) -> u64 {
        self.denominator.bits().saturating_add(self.magnitude)
    }

    fn divided_by(&self, divisor: &Extent, known: Option<&Number>) -> Extent {
        let mut denominator = self.denominator.clone();
        match known {
            Some(number) => denominator = denominator.over(number),
            None => denominator.add_unknown(divisor.numerator()),
        }
        // the divisor is at least one part of its own denominator
        Extent { denominator, magnitude: self.magnitude.saturating_add(divisor.denominator.bits()) }
    }
}

fn is_too_large(rules: &RuleSet, values: &Arena<FactId, Option<Value>>, most: usize) -> bool {
    let extents = extents(rules, values, most);
    let answer = |fact: FactId| match &values[fact] {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    let mut all = Denominator::whole(most);
    let mut unknown = 0_u64;
    for criterion in rules.criteria.iter() {
        let Kind::Leaf(leaf) = &criterion.kind else { continue };
        let extent = match &leaf.scorer {
            Scorer::Linear { fact, .. } => extents[*fact].clone(),
            Scorer::Ratio { of, to, .. } => match (&extents[*of], &extents[*to]) {
                (Some(dividend), Some(divisor)) => Some(dividend.divided_by(divisor, answer(*to))),
                _ => None,
            },
            _ => None,
        };
        let Some(extent) = extent else { continue };
        all.join_known(&extent.denominator);
        unknown = unknown.saturating_add(extent.denominator.unknown());
    }
    all.add_unknown(unknown);
    all.is_too_large() || extents.iter().flatten().any(|extent| extent.denominator.is_too_large())
}

/// Every number fact that is answered or derived; each derived one after those that it is made from.
fn extents(rules: &RuleSet, values: &Arena<FactId, Option<Value>>, most: usize) -> Arena<FactId, Option<Extent>> {
    let mut extents = Arena::like(&rules.facts, |_| None);
    for (fact, value) in values.pairs() {
        if let Some(Value::Number(number)) = value {
            extents[fact] = Some(Extent::of(number, most));
        }
    }
    for fact in &rules.derived {
        let derivation = rules.facts[*fact].derivation.as_ref().always("a derived fact has a derivation");
        extents[*fact] = match derivation {
            Some(derivation) => derived(derivation, &extents, most),
            None => Some(Extent::endless(most)),
        };
    }
    extents
}

/// What a derivation makes of what is known.
fn derived(derivation: &Derivation, extents: &Arena<FactId, Option<Extent>>, most: usize) -> Option<Extent> {
    let part = |operand: &Operand| match operand {
        Operand::Number(number) => Some(Extent::of(number, most)),
        Operand::Fact(fact) => extents[*fact].clone(),
    };
    let joined = |parts: &mut dyn Iterator<Item = Extent>| {
        let mut whole = Extent { denominator: Denominator::whole(most), magnitude: 0 };
        for one in parts {
            whole.denominator.join_known(&one.denominator);
            whole.denominator.add_unknown(one.denominator.unknown());
            whole.magnitude = whole.magnitude.max(one.magnitude).saturating_add(1);
        }
        whole
    };
    match derivation {
        Derivation::Sum(of) | Derivation::Min(of) | Derivation::Max(of) => {
            Some(joined(&mut of.iter().filter_map(part)))
        }
        Derivation::Difference(a, b) => Some(joined(&mut [part(a), part(b)].into_iter().flatten())),
        Derivation::Product(of) => of.iter().filter_map(part).reduce(|a, b| Extent {
            denominator: a.denominator.times(&b.denominator),
            magnitude: a.magnitude.saturating_add(b.magnitude),
        }),
        Derivation::Ratio(of, to, _) => {
            let divisor = part(to)?;
            let known = match to {
                Operand::Number(number) => Some(number),
                Operand::Fact(_) => None,
            };
            Some(part(of)?.divided_by(&divisor, known))
        }
        Derivation::Count(_) | Derivation::DaysBetween(..) => None,
    }
}

/// The limit of a document that was not read, and of one read without a word on it.
pub(super) fn default_limit() -> usize {
    Limits::default().denominator_bits
}
