//! Where the points are that a score lacks of the whole: every one at a criterion, with nothing left over.
//!
//! From the total down, what a group lacks is given to what is in it. In a `sum` or `mean` each child lacks its own
//! points, times what they are worth to the group; what weighs 0 lacks what it takes, where it is added, which may be above
//! an empty group that hands it up. In the other aggregates the children lack points together: what
//! they would bring if all were full is split by the Shapley value over the children that are not; what weighs 0 lacks by
//! its fraction there, in a `deduct` by its points. What is left then
//! is lost at the group itself: by its cap, by rounding, by what does not apply and counts as not met.
//!
//! INVARIANT: what [`Account::criterion`] hands out adds up to what the criterion lacks times its scale.

use serde::{Deserialize, Serialize};

use super::group::{Child, Combined, Shares, combine};
use super::layer::Layer;
use super::trial::{Suppositions, Trial};
use super::worth::Worth;
use crate::Number;
use crate::document::NotApplicable;
use crate::evaluate::Span;
use crate::invariant::{Always, broken};
use crate::rule_set::{Aggregate, CriterionId, Group, Kind};
use crate::shapley::{self, MOST_PARTS};

/// Points that the total lacks, at a criterion.
#[derive(Clone, Debug)]
pub(crate) struct Loss {
    pub(crate) at: CriterionId,
    /// In the total's unit; below zero for what is gained beyond the whole.
    pub(crate) points: Number,
    pub(crate) by: LostBy,
}

/// Why points are lost at a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LostBy {
    /// The answers give less than full.
    Facts,
    /// The evidence that is asked for is not there.
    Evidence,
    /// An accepted exception gives less than full.
    Exception,
    /// Facts are missing: it may be less, or not be lost at all.
    Open,
    /// What does not apply counts as not met.
    NotApplicable,
    /// The criteria of a group lose them together.
    Together,
    /// A cap.
    Cap,
    /// Rounding; below zero where it adds.
    Rounding,
    /// A bonus: below zero, for it adds.
    Bonus,
}

impl LostBy {
    /// Its word, as it is serialised.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            LostBy::Facts => "facts",
            LostBy::Evidence => "evidence",
            LostBy::Exception => "exception",
            LostBy::Open => "open",
            LostBy::NotApplicable => "not_applicable",
            LostBy::Together => "together",
            LostBy::Cap => "cap",
            LostBy::Rounding => "rounding",
            LostBy::Bonus => "bonus",
        }
    }
}

/// What a total lacks, and where.
#[derive(Clone, Debug)]
pub(crate) struct Losses {
    pub(crate) points: Number,
    pub(crate) of: Number,
    pub(crate) losses: Vec<Loss>,
}

impl Trial<'_> {
    /// Where the total lacks points, what is open counted as lost; `None` where there is perhaps no score, or it is
    /// unknown what it is out of.
    pub(crate) fn losses(&self) -> Option<Losses> {
        let outline = self.outline(&Suppositions::new());
        let layer = &outline.decided.layer;
        let total = &layer.worth[CriterionId::TOTAL];
        if !self.work.scored().is_true() || !total.applies.surely() || !total.of.is_exact() {
            return None;
        }
        let mut account = Account { trial: self, layer, losses: Vec::new() };
        account.criterion(CriterionId::TOTAL, &Number::ONE);
        account.losses.sort_by_key(|loss| loss.at);
        Some(Losses { points: total.points.low.clone(), of: total.of.low.clone(), losses: account.losses })
    }
}

struct Account<'a> {
    trial: &'a Trial<'a>,
    layer: &'a Layer,
    losses: Vec<Loss>,
}

/// What a child lacks, in points of its group.
struct Share {
    child: CriterionId,
    lacks: Number,
}

impl Account<'_> {
    fn lose(&mut self, at: CriterionId, points: Number, by: LostBy) {
        if !points.is_zero() {
            self.losses.push(Loss { at, points, by });
        }
    }

    /// Hands out what a criterion that applies lacks, each of its points worth `scale` of the total's.
    fn criterion(&mut self, id: CriterionId, scale: &Number) {
        match &self.trial.work.rules.criteria[id].kind {
            Kind::Leaf(_) => self.leaf(id, &(scale * &self.layer.worth[id].of.low)),
            Kind::Group(group) => self.group(id, group, scale),
        }
    }

    /// By the facts, by evidence, and what is open: in this order, from full, worth `whole` of the total's points, down to
    /// the least it can be.
    fn leaf(&mut self, id: CriterionId, whole: &Number) {
        let Span { low, high } = self.layer.worth[id].fraction.clone();
        let accepted = &self.trial.work.judged.accepted;
        let excepted = accepted.iter().any(|one| one.target() == crate::dossier::Target::Leaf(id));
        let claimed = &self.trial.claimed.worth[id];
        let (by_facts, by_evidence) = if excepted || !claimed.applies.may || claimed.fraction.high < high {
            (&Number::ONE - &high, Number::ZERO)
        } else {
            (&Number::ONE - &claimed.fraction.high, &claimed.fraction.high - &high)
        };
        self.lose(id, whole * &by_facts, if excepted { LostBy::Exception } else { LostBy::Facts });
        self.lose(id, whole * &by_evidence, LostBy::Evidence);
        self.lose(id, whole * &(high - low), LostBy::Open);
    }

    /// Hands out what is handed up past a criterion, each point worth `scale` of the total's.
    fn handed(&mut self, id: CriterionId, scale: &Number) {
        let layer = self.layer;
        let mut rest = layer.worth[id].handed().points.low;
        if rest.is_zero() {
            return;
        }
        let criteria = &self.trial.work.rules.criteria;
        for child in &criteria[id].children {
            let worth = &layer.worth[*child];
            let stays = layer.worth[id].applies.surely_out() && worth.applies.surely() && !criteria[*child].bonus;
            if stays && worth.of == Span::ZERO {
                rest = &rest - &worth.points.low;
                self.criterion(*child, scale);
            }
            rest = &rest - &worth.handed().points.low;
            self.handed(*child, scale);
        }
        self.lose(id, -(scale * &rest), LostBy::Open);
    }

    /// The least that a child that is no part of the table adds beside it, and hands up.
    fn least_added(&self, child: CriterionId) -> Number {
        let worth = &self.layer.worth[child];
        let own = match self.trial.work.rules.criteria[child].bonus {
            true if worth.applies.surely() => worth.points.low.clone(),
            true if worth.applies.may => worth.points.low.clone().min(Number::ZERO),
            true => Number::ZERO,
            false => worth.beside().points.low,
        };
        own + worth.handed().points.low
    }

    fn group(&mut self, id: CriterionId, group: &Group, scale: &Number) {
        let layer = self.layer;
        let worth = &layer.worth[id];
        let lacks = &worth.of.high - &worth.points.low;
        let rules = self.trial.work.rules;
        let ids = &rules.criteria[id].children;
        let settled = |id: &CriterionId| layer.worth[*id].applies.is_known() && layer.worth[*id].of.is_exact();
        let adds = matches!(group.aggregate, Aggregate::Sum | Aggregate::Mean);
        // Where all weigh 0, they are the table.
        let weighs = !rules.is_weightless(id);
        let is_beside =
            |id: &CriterionId| adds && (rules.criteria[*id].bonus || weighs && rules.criteria[*id].weight.is_zero());
        let open: Vec<CriterionId> = ids.iter().copied().filter(|id| !settled(id)).collect();
        if !worth.of.is_exact() || !open.iter().all(is_beside) {
            self.lose(id, scale * &lacks, LostBy::Open);
            return;
        }
        let uncapped = Group { cap: None, round: None, ..group.clone() };
        let bare = Bare { group: &uncapped, weight: &rules.criteria[id].weight, layer, ids, account: self };
        let Combined { worth: full, shares } = bare.combine(|_, worth| worth.clone());
        if shares.is_none() && bare.is_additive() {
            broken("what each point is worth is known where it is known what applies", ());
            self.lose(id, scale * &lacks, LostBy::Open);
            return;
        }
        let before = full.points.low;
        let capped = group.cap.as_ref().map_or_else(|| before.clone(), |cap| before.clone().min(cap.clone()));
        let (by_cap, by_rounding) = (&before - &capped, &capped - &worth.points.low);
        let bonuses: Vec<(CriterionId, Number)> = ids
            .iter()
            .filter(|child| rules.criteria[**child].bonus && layer.worth[**child].applies.surely() && settled(child))
            .map(|child| (*child, layer.worth[*child].points.low.clone()))
            .collect();
        let left_out = ids.iter().any(|child| !layer.worth[*child].applies.may);
        // In what does not add up nothing is added beside.
        let beside = shares.as_ref().map_or(Number::ZERO, |shares| shares.beside.clone());
        let zeros = bare.counted_as_nothing(shares.as_ref());
        let shares = bare.shares(shares.as_ref());
        let mut rest = &(&lacks - &by_cap) - &by_rounding;
        for (child, points) in bonuses {
            rest += &points;
            self.lose(child, -(scale * &points), LostBy::Bonus);
        }
        for Share { child, lacks } in zeros {
            rest = &rest - &lacks;
            self.lose(child, scale * &lacks, LostBy::NotApplicable);
        }
        for child in ids.iter().filter(|child| !open.contains(child)) {
            rest += &(&layer.worth[*child].handed().points.low * &beside);
            self.handed(*child, &(scale * &beside));
        }
        let by_rest = match (open.is_empty(), left_out) {
            (false, _) => LostBy::Open,
            (true, true) => LostBy::NotApplicable,
            (true, false) => LostBy::Together,
        };
        for child in open {
            let least = &self.least_added(child) * &beside;
            rest += &least;
            self.lose(child, -(scale * &least), LostBy::Open);
        }
        for Share { child, lacks } in shares {
            rest = &rest - &lacks;
            let worth = &layer.worth[child];
            let kind = &rules.criteria[child].kind;
            let whole = lacks.checked_div(&(&Number::ONE - &worth.fraction.low));
            match (lacks.checked_div(&(&worth.of.low - &worth.points.low)), kind, whole) {
                (Some(point), ..) => self.criterion(child, &(scale * &point)),
                // Out of 0 it lacks by its fraction.
                (None, Kind::Leaf(_), Some(whole)) => self.leaf(child, &(scale * &whole)),
                (None, ..) => self.lose(child, scale * &lacks, LostBy::Together),
            }
        }
        self.lose(id, scale * &rest, by_rest);
        self.lose(id, scale * &by_cap, LostBy::Cap);
        self.lose(id, scale * &by_rounding, LostBy::Rounding);
    }
}

/// A group before cap and rounding.
struct Bare<'a> {
    group: &'a Group,
    weight: &'a Number,
    layer: &'a Layer,
    ids: &'a [CriterionId],
    account: &'a Account<'a>,
}

impl Bare<'_> {
    /// Its least points, with each child's worth through `change`.
    fn points(&self, change: impl Fn(CriterionId, &Worth) -> Worth) -> Number {
        self.combine(change).worth.points.low
    }

    fn combine(&self, change: impl Fn(CriterionId, &Worth) -> Worth) -> Combined {
        let criteria = &self.account.trial.work.rules.criteria;
        let worths: Vec<Worth> = self.ids.iter().map(|id| change(*id, &self.layer.worth[*id])).collect();
        let children: Vec<Child<'_>> = self
            .ids
            .iter()
            .zip(&worths)
            .map(|(id, worth)| Child { worth, weight: &criteria[*id].weight, bonus: criteria[*id].bonus })
            .collect();
        combine(self.group, self.weight, &children)
    }

    fn is_additive(&self) -> bool {
        matches!(self.group.aggregate, Aggregate::Sum | Aggregate::Mean)
    }

    /// What each child that takes part lacks, in points of the group: by what its points are worth, where they add up.
    fn shares(&self, worth_of: Option<&Shares>) -> Vec<Share> {
        let criteria = &self.account.trial.work.rules.criteria;
        let worth = |id: CriterionId| &self.layer.worth[id];
        let table = self.ids.iter().copied().filter(|id| !criteria[*id].bonus && worth(*id).applies.surely());
        if let Some(shares) = worth_of {
            let lacks = |id| {
                let worth = worth(id);
                let point = if worth.may_weigh() { &shares.point.low } else { &shares.beside };
                point * &(&worth.of.low - &worth.points.low)
            };
            return table.map(|child| Share { child, lacks: lacks(child) }).collect();
        }
        let lacks = |id: &CriterionId| match self.group.aggregate {
            Aggregate::Deduct { .. } => worth(*id).points.low != worth(*id).of.low,
            _ => worth(*id).fraction.low < Number::ONE,
        };
        let lacking: Vec<CriterionId> = table.filter(lacks).collect();
        self.together(&lacking).unwrap_or_default()
    }

    /// What children lack who bring points only together: split by the Shapley value. Of more than
    /// [`MOST_PARTS`] children, where all do not bring the same, none.
    fn together(&self, lacking: &[CriterionId]) -> Option<Vec<Share>> {
        let worth_of = |subset: &dyn Fn(usize) -> bool| {
            let full: Vec<CriterionId> =
                lacking.iter().enumerate().filter(|(at, _)| subset(*at)).map(|(_, id)| *id).collect();
            self.points(|id, worth| if full.contains(&id) { filled(worth) } else { worth.clone() })
        };
        if lacking.is_empty() {
            return Some(Vec::new());
        }
        let alike =
            matches!(self.group.aggregate, Aggregate::Max | Aggregate::All | Aggregate::Any | Aggregate::AtLeast(_));
        let shares: Vec<Number> = if alike {
            // Each is worth what any other is: an equal share.
            let gained = worth_of(&|_| true) - worth_of(&|_| false);
            let share = gained.checked_div(&Number::from(lacking.len())).always("something is lacking")?;
            vec![share; lacking.len()]
        } else if lacking.len() <= MOST_PARTS {
            let values: Vec<Number> =
                (0..1_u32 << lacking.len()).map(|subset| worth_of(&|at| subset & (1 << at) != 0)).collect();
            shapley::shares(lacking.len(), &values).always("every subset has its value")?
        } else {
            return None;
        };
        Some(lacking.iter().zip(shares).map(|(child, lacks)| Share { child: *child, lacks }).collect())
    }

    /// What children that do not apply and count as not met take from a `sum` or `mean`.
    fn counted_as_nothing(&self, worth_of: Option<&Shares>) -> Vec<Share> {
        let Some(shares) = worth_of.filter(|_| self.group.not_applicable == NotApplicable::Zero) else {
            return Vec::new();
        };
        let criteria = &self.account.trial.work.rules.criteria;
        let out = self.ids.iter().copied();
        let out = out.filter(|id| !criteria[*id].bonus && self.layer.worth[*id].applies.surely_out());
        let weight = |id: CriterionId| &(&shares.point.low * &shares.full) * &criteria[id].weight;
        out.map(|child| Share { child, lacks: weight(child) }).collect()
    }
}

/// A worth that lacks nothing.
fn filled(worth: &Worth) -> Worth {
    Worth { points: worth.of.clone(), fraction: Span::exactly(Number::ONE), ..worth.clone() }
}
