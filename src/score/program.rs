//! The rules as integers: what a scorer runs.
//!
//! Within a group every weight is a whole number and every fraction that the rules write down is a whole number
//! over one denominator, the group's scale. A group of which everything applies is then a sum of products of
//! small integers over a denominator that is known beforehand. Only what is not applicable, and what is
//! measured in the unit itself (a ratio, a line), brings in another denominator, and that is multiplied
//! through, checked.

use crate::document::WhenZero;
use crate::rule_set::{AwardId, Comparator, Condition, CriterionId, EvidenceTypeId, FactId};

/// The rules of one rule set as integers.
#[derive(Debug)]
pub(super) struct Program {
    /// Each group after those in it; the last is the total.
    pub(super) groups: Vec<GroupOp>,
    pub(super) leaves: Vec<LeafOp>,
    /// Numerators by answer: those of every table, one after the other.
    pub(super) numerators: Vec<i64>,
    /// The leaves whose value something reads, in order.
    pub(super) kept: Vec<CriterionId>,
    pub(super) measures: Vec<Vec<Part>>,
    pub(super) awards: Vec<AwardOp>,
    /// Tests of conditions that are one conjunction of simple tests, one condition after the other.
    pub(super) tests: Vec<Test>,
    /// The derived facts that something reads other than as a quotient, in order.
    pub(super) derived: Vec<FactId>,
    /// The leaves that ask for a document, and of which type: a place each, in the order of the leaves.
    pub(super) evidence: Vec<(CriterionId, EvidenceTypeId)>,
}

/// A numerator that says: not applicable.
pub(super) const NOT_APPLICABLE: i64 = i64::MIN;
/// A numerator that says: as a missing fact.
pub(super) const UNKNOWN: i64 = i64::MIN + 1;

/// A `sum` or `mean` whose parts take over what is not applicable.
#[derive(Debug)]
pub(super) struct GroupOp {
    pub(super) criterion: CriterionId,
    /// Positions in `leaves`.
    pub(super) leaves: std::ops::Range<usize>,
    pub(super) subgroups: Vec<Subgroup>,
    /// What the numerators in it are over.
    pub(super) scale: i128,
    /// The sum of the weights, where everything applies.
    pub(super) whole: i64,
    pub(super) when: When,
}

/// When something applies or holds.
#[derive(Clone, Debug)]
pub(super) enum When {
    Always,
    /// All of these, by their positions in `tests`.
    All(std::ops::Range<u32>),
    /// As the rules say it.
    Condition(Box<Condition>),
}

/// A test of one answer as an integer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Test {
    /// The answer, a truth or a choice, is among these positions.
    Among {
        fact: FactId,
        positions: u64,
    },
    /// The whole number is at least (at most) this.
    AtLeast {
        fact: FactId,
        least: i64,
    },
    AtMost {
        fact: FactId,
        most: i64,
    },
}

/// A group in a group.
#[derive(Debug)]
pub(super) struct Subgroup {
    /// Its position in `groups`.
    pub(super) at: usize,
    pub(super) weight: i64,
    /// Its denominator where everything in it applies and nothing is measured.
    pub(super) denominator: i128,
    /// Weight times scale over that denominator.
    pub(super) multiplier: i128,
}

/// A leaf in its group.
#[derive(Debug)]
pub(super) struct LeafOp {
    pub(super) criterion: CriterionId,
    pub(super) weight: i64,
    pub(super) when: When,
    pub(super) by: By,
    /// Its place among the leaves that ask for a document.
    pub(super) evidence: Option<usize>,
    /// Its place among the leaves whose value something reads.
    pub(super) kept: Option<usize>,
}

/// How a leaf's numerator is found.
#[derive(Debug)]
pub(super) enum By {
    /// By the answer: the first of its numerators, and how many.
    Answer { fact: FactId, start: usize },
    /// The whole scale where this holds.
    Condition { when: When, whole: i64 },
    /// By a number: steps ascending.
    Bands { fact: FactId, steps: Vec<Step>, otherwise: i64 },
    /// By the quotient of two facts, without dividing.
    BandsOfRatio { of: FactId, to: FactId, steps: Vec<Step>, otherwise: i64, when_zero: Option<i64> },
    /// By how many of the leaf's conditions hold.
    Count { start: usize },
    /// By the first of the leaf's cases that holds; the last is otherwise.
    Cases { start: usize },
    /// Measured: a fraction over a denominator of its own.
    Linear { fact: FactId, from: (i64, i64), to: (i64, i64) },
    /// Measured: a quotient.
    Ratio { of: FactId, to: FactId, when_zero: Option<WhenZero> },
}

/// From this quotient on, this numerator.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) numerator: i64,
    pub(super) denominator: i64,
    pub(super) gives: i64,
}

/// What a measure adds up: a value of weight numerator / denominator.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) of: Source,
    pub(super) weight: (i64, i64),
}

/// Where a value is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Group(usize),
    Leaf(usize),
    Measure(usize),
}

/// An award.
#[derive(Debug)]
pub(super) struct AwardOp {
    pub(super) id: AwardId,
    pub(super) requires: Vec<RequirementOp>,
    pub(super) conditional: Option<Vec<RequirementOp>>,
}

/// A requirement: compared here, or judged as it stands.
#[derive(Debug)]
pub(super) enum RequirementOp {
    Compare { of: Vec<Compared>, comparator: Comparator, threshold: (i64, i64), fails_when_not_applicable: bool },
    Condition(Condition),
    Held { award: AwardId, held: bool },
    Eligible { award: AwardId },
}

/// A value to compare with a threshold.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) of: Source,
    /// Of a group or leaf: its weight, numerator and denominator.
    pub(super) weight: (i64, i64),
    /// The total, which has no score where nothing applies.
    pub(super) is_total: bool,
}
