//! The criteria, flat, with everything inherited resolved.

use super::arena::arena_id;
use super::{AnswerId, Condition, EvidenceTypeId, FactId, ScaleId};
use crate::Number;
use crate::document::{ExceptionKind, NotApplicable, Rounding, Text, Unanswered, WaivedAs, WhenEmpty, WhenZero};

arena_id! {
    /// Names a criterion; the first is the total.
    CriterionId;
}

impl CriterionId {
    /// The group of the top-level criteria.
    pub(crate) const TOTAL: CriterionId = CriterionId(0);
}

/// A leaf or a group, with what it inherits.
#[derive(Clone, Debug)]
pub(crate) struct Criterion {
    /// Ids from the top, joined by dots; empty for the total.
    pub(crate) path: String,
    pub(crate) title: Option<Text>,
    /// What the source says of it, for people: citation and article.
    pub(crate) cites: Option<String>,
    pub(crate) parent: Option<CriterionId>,
    /// In the author's order.
    pub(crate) children: Vec<CriterionId>,
    /// The criterion after the last that is below this one.
    pub(crate) end: CriterionId,
    /// At least 0. Of a `sum` group: the sum of its children's, bonus apart.
    pub(crate) weight: Number,
    pub(crate) bonus: bool,
    /// For the total: `scored_when`.
    pub(crate) applies_when: Option<Condition>,
    pub(crate) kind: Kind,
    /// The kinds of exception allowed on a leaf here.
    pub(crate) allows: Vec<ExceptionKind>,
    pub(crate) waived_as: WaivedAs,
    /// No exception may be on it.
    pub(crate) never: bool,
    /// Nearest first.
    pub(crate) equivalents: Vec<Equivalent>,
}

impl Criterion {
    /// It as a leaf, if it is one.
    pub(crate) fn leaf(&self) -> Option<&Leaf> {
        match &self.kind {
            Kind::Leaf(leaf) => Some(leaf),
            Kind::Group(_) => None,
        }
    }
}

/// Leaf or group.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Leaf(Leaf),
    Group(Group),
}

impl Kind {
    /// Whether it is a leaf that may not be left unanswered (`unanswered: error`).
    pub(crate) fn refuses_gaps(&self) -> bool {
        matches!(self, Kind::Leaf(leaf) if leaf.unanswered == Unanswered::Error)
    }
}

/// A leaf.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) scorer: Scorer,
    pub(crate) evidence: Option<EvidenceRule>,
    pub(crate) unanswered: Unanswered,
    pub(crate) question: Option<Text>,
}

impl Leaf {
    /// Whether its policy says something of what is open (`unanswered: zero` or `skip`).
    pub(crate) fn acts_on_silence(&self) -> bool {
        matches!(self.unanswered, Unanswered::Zero | Unanswered::Skip)
    }
}

/// How a leaf's fraction is made.
#[derive(Clone, Debug)]
pub(crate) enum Scorer {
    /// A choice read through a scale: the scale's answer for each of the choice's values.
    Scale {
        fact: FactId,
        scale: ScaleId,
        answers: Vec<AnswerId>,
    },
    MetWhen(Condition),
    /// Steps ascending by value; the greatest one reached counts.
    Bands {
        fact: FactId,
        steps: Vec<(Number, Number)>,
        otherwise: Number,
    },
    /// `from` and `to` differ.
    Linear {
        fact: FactId,
        from: Number,
        to: Number,
    },
    Ratio {
        of: FactId,
        to: FactId,
        when_zero: Option<WhenZero>,
    },
    /// `out_of` is above zero.
    Count {
        of: Vec<Condition>,
        out_of: Number,
    },
    Cases {
        cases: Vec<(Condition, Number)>,
        otherwise: Number,
    },
}

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) aggregate: Aggregate,
    pub(crate) not_applicable: NotApplicable,
    /// From 0 to 1.
    pub(crate) at_most_share: Option<Number>,
    pub(crate) when_empty: Option<WhenEmpty>,
    pub(crate) cap: Option<Number>,
    pub(crate) round: Option<Rounding>,
}

/// How a group's points are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Sum,
    Mean,
    Min,
    Max,
    /// At least 1.
    Best(usize),
    All,
    Any,
    /// At least 1.
    AtLeast(usize),
    /// The least its points can be.
    Deduct {
        floor: Number,
    },
}

/// The evidence that is asked for; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EvidenceRule {
    Type { evidence_type: EvidenceTypeId, at_least: u32 },
    All(Vec<EvidenceRule>),
    Any(Vec<EvidenceRule>),
}

impl Equivalent {
    /// How many parts it has, which is how much it takes to copy it.
    pub(crate) fn size(&self) -> usize {
        1 + self.when.as_ref().map_or(0, Condition::size) + self.evidence.as_ref().map_or(0, EvidenceRule::size)
    }
}

impl EvidenceRule {
    fn size(&self) -> usize {
        match self {
            EvidenceRule::Type { .. } => 1,
            EvidenceRule::All(of) | EvidenceRule::Any(of) => 1 + of.iter().map(EvidenceRule::size).sum::<usize>(),
        }
    }
}

/// What may stand in for a criterion.
#[derive(Clone, Debug)]
pub(crate) struct Equivalent {
    pub(crate) id: String,
    pub(crate) title: Option<Text>,
    /// The criterion that declares it.
    pub(crate) declared_on: CriterionId,
    pub(crate) when: Option<Condition>,
    /// From 0 to 1.
    pub(crate) fraction: Number,
    pub(crate) evidence: Option<EvidenceRule>,
}
