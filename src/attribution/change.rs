//! The difference of two assessments, shared out among its causes.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::cause::{Cause, Part, parts};
use super::hybrid::hybrid;
use crate::assess::{Outline, outline};
use crate::assessment::{Eligibility, Score};
use crate::dossier::Dossier;
use crate::invariant::Always;
use crate::rule_set::AwardId;
use crate::shapley::{self, MOST_PARTS};
use crate::{Date, Number};

const HAS_SHARE: &str = "every cause has a share";

/// What changed from one dossier to another, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// The as-of date before.
    pub from: Date,
    /// The as-of date after.
    pub to: Date,
    /// The final score before and after.
    pub total: (Score, Score),
    /// The awards whose outcome changed, with the outcome before and after.
    pub awards: IndexMap<String, (Eligibility, Eligibility)>,
    /// How it was shared out.
    pub split: Split,
    /// The causes, each with its share. The shares of the score add up to its change; *no score* counts as 0 there.
    pub causes: Vec<CausedBy>,
}

/// How a change was shared out among its causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// By the Shapley value: what each adds on average over all orders. New rules alone come first.
    Shapley,
    /// There are more than ten causes: in the order in which they are listed, each on top of those before it.
    InOrder,
}

/// A cause with its share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CausedBy {
    /// What it is.
    #[serde(flatten)]
    pub cause: Cause,
    /// Its share of the change in the final score.
    pub total: Difference,
    /// Its share in turning each award that changed; of one award, all shares add up to 1.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub awards: IndexMap<String, Number>,
}

/// A change of a score that may be open: of its least and of its greatest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// By how much the least changes.
    pub low: Number,
    /// By how much the greatest changes.
    pub high: Number,
}

/// The two dossiers are bound to different rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the dossiers are bound to different rule sets")]
pub struct OtherRules;

/// What changed from `before` to `after`: the same unit at two dates, or before and after a correction.
///
/// # Errors
/// [`OtherRules`] unless both are bound to one [`RuleSet`](crate::RuleSet) (or clones of it); see
/// [`change_of_rules`] for two.
///
/// ```
/// use predikat::{DossierDocument, RuleSet, attribution::{Came, Cause, change}, dossier::BindOptions};
/// let rules = RuleSet::from_yaml("c.yaml", "
/// ruleset: c
/// edition: 1.0.0
/// scales: {yn: {yes: 1, no: 0}}
/// evidence: {permit: {valid_for: 1y}}
/// criteria: [{id: a, weight: 2, answer: yn, evidence: permit}, {id: b, answer: yn}]
/// ")?;
/// let before = DossierDocument::from_yaml("d.yaml", "
/// unit: x
/// as_of: 2024-06-01
/// facts: {a: yes, b: no}
/// evidence: [{id: p-1, type: permit, issued: 2024-03-14, supports: [a]}]
/// ")?;
/// let mut after = before.clone();
/// after.as_of = Some("2025-06-01".parse()?);
/// after.facts.insert("b".into(), predikat::document::Literal::text("yes"));
/// let bound = |document| rules.bind(document, &BindOptions::new());
/// let found = change(&bound(&before)?, &bound(&after)?)?;
/// let share = |at: usize| found.causes[at].total.low.to_string();
/// assert_eq!(found.causes[2].cause, Cause::Document { document: "p-1".into(), came: Came::Lapsed });
/// assert_eq!([share(0), share(1), share(2)], ["0", "1", "-2"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn change(before: &Dossier, after: &Dossier) -> Result<Change, OtherRules> {
    if !before.rules.is(&after.rules) {
        return Err(OtherRules);
    }
    let (parts, told): (Vec<Part>, Vec<Cause>) = parts(before, after).into_iter().unzip();
    let (old, new) = (outline(before), outline(after));
    let mut change = Change::of((before, &old), (after, &new));
    let awards = before.rules.awards.pairs().filter(|(_, award)| change.awards.contains_key(&award.id));
    let awards: Vec<AwardId> = awards.map(|(id, _)| id).collect();
    // What is shared out, of each set of causes that is tried: the least, the greatest, and which awards are turned.
    let mut columns: Vec<Vec<Number>> = vec![Vec::new(); 2 + awards.len()];
    let mut take = |taken: &[&Part]| {
        let outline = outline(&hybrid(before, after, taken));
        let ends = [least(&outline), greatest(&outline)].into_iter();
        let turned = awards.iter().map(|id| turns(&outline, *id, &new));
        columns.iter_mut().zip(ends.chain(turned)).for_each(|(column, number)| column.push(number));
    };
    if parts.len() <= MOST_PARTS {
        for subset in 0..1_usize << parts.len() {
            let taken = parts.iter().enumerate().filter(|(at, _)| subset & (1 << at) != 0);
            take(&taken.map(|(_, part)| part).collect::<Vec<_>>());
        }
    } else {
        change.split = Split::InOrder;
        let parts: Vec<&Part> = parts.iter().collect();
        for many in 0..=parts.len() {
            take(parts.get(..many).or_widest("a part of the causes is taken", || &parts));
        }
    }
    let mut shares = columns.iter().map(|numbers| match change.split {
        Split::Shapley => shapley::shares(parts.len(), numbers).or_widest(HAS_SHARE, Vec::new),
        Split::InOrder => numbers.iter().zip(numbers.iter().skip(1)).map(|(one, next)| next - one).collect(),
    });
    let mut ends = || shares.next().or_widest("the ends of a score are shared out", Vec::new);
    let (low, high) = (ends(), ends());
    let turned: Vec<(AwardId, Vec<Number>)> = awards.iter().copied().zip(shares).collect();
    let causes = told.into_iter().enumerate().map(|(at, cause)| {
        let share = |shares: &[Number]| shares.get(at).cloned().always(HAS_SHARE);
        let of = |(id, shares): &(AwardId, Vec<Number>)| Some((before.rules.awards[*id].id.clone(), share(shares)?));
        let mut awards: IndexMap<String, Number> = turned.iter().map(of).collect::<Option<_>>()?;
        awards.retain(|_, share| !share.is_zero());
        Some(CausedBy { cause, total: Difference { low: share(&low)?, high: share(&high)? }, awards })
    });
    // Without shares, nothing is accounted for by a cause: all of it is the rest.
    change.causes = causes.collect::<Option<_>>().unwrap_or_default();
    change.account_for_the_rest();
    Ok(change)
}

/// What changed from `before` to `after` where the rules are others: `rebound` is the dossier as it was before, bound
/// to the new rules.
///
/// The rules have what `rebound` differs from `before`; what `after` differs from `rebound` is shared out as in
/// [`change`].
///
/// # Errors
/// [`OtherRules`] unless `rebound` and `after` are bound to one rule set.
pub fn change_of_rules(before: &Dossier, rebound: &Dossier, after: &Dossier) -> Result<Change, OtherRules> {
    let mut rest = change(rebound, after)?;
    let (old, middle, new) = (outline(before), outline(rebound), outline(after));
    let mut whole = Change::of((before, &old), (after, &new));
    let name = |dossier: &Dossier| format!("{} {}", dossier.rules.id(), dossier.rules.edition());
    let moved = Difference { low: &least(&middle) - &least(&old), high: &greatest(&middle) - &greatest(&old) };
    let cause = Cause::Rules { from: name(before), to: name(rebound) };
    let mut awards = IndexMap::new();
    for (id, award) in after.rules.awards.pairs().filter(|(_, award)| whole.awards.contains_key(&award.id)) {
        // From the outcome before, the new rules alone turn it, or what comes after them does.
        if middle.award(id) == new.award(id) {
            awards.insert(award.id.clone(), Number::ONE);
        }
    }
    for caused in &mut rest.causes {
        caused.awards.retain(|award, _| whole.awards.contains_key(award));
    }
    whole.split = rest.split;
    whole.causes = vec![CausedBy { cause, total: moved, awards }];
    whole.causes.extend(rest.causes);
    Ok(whole)
}

impl Change {
    /// What changed, without its causes.
    fn of((before, old): (&Dossier, &Outline), (after, new): (&Dossier, &Outline)) -> Change {
        let outcomes = after.rules.awards.pairs().filter_map(|(id, award)| {
            let known = before.rules.awards.pairs().find(|(_, known)| known.id == award.id)?.0;
            Some((award.id.clone(), (old.award(known), new.award(id))))
        });
        Change {
            from: before.as_of,
            to: after.as_of,
            total: (old.total(), new.total()),
            awards: outcomes.filter(|(_, (old, new))| old != new).collect(),
            split: Split::Shapley,
            causes: Vec::new(),
        }
    }

    /// Adds what the causes leave over, if anything.
    fn account_for_the_rest(&mut self) {
        let points = |score: &Score| score.points().map(|points| (points.low.clone(), points.high.clone()));
        let ((low, high), (new_low, new_high)) =
            (points(&self.total.0).unwrap_or_default(), points(&self.total.1).unwrap_or_default());
        let told = |of: fn(&Difference) -> &Number| -> Number { self.causes.iter().map(|one| of(&one.total)).sum() };
        let rest = Difference {
            low: new_low - low - told(|difference| &difference.low),
            high: new_high - high - told(|difference| &difference.high),
        };
        let awards: IndexMap<String, Number> = self
            .awards
            .keys()
            .map(|award| {
                let told: Number = self.causes.iter().filter_map(|one| one.awards.get(award)).sum();
                (award.clone(), Number::ONE - told)
            })
            .filter(|(_, share)| !share.is_zero())
            .collect();
        if rest != Difference::default() || !awards.is_empty() {
            self.causes.push(CausedBy { cause: Cause::Other, total: rest, awards });
        }
    }
}

fn least(outline: &Outline) -> Number {
    outline.total().points().map_or(Number::ZERO, |points| points.low.clone())
}

fn greatest(outline: &Outline) -> Number {
    outline.total().points().map_or(Number::ZERO, |points| points.high.clone())
}

/// 1 where an award comes out as it does in the end.
fn turns(outline: &Outline, award: AwardId, end: &Outline) -> Number {
    if outline.award(award) == end.award(award) { Number::ONE } else { Number::ZERO }
}
