//! The rules as integers: what a scorer runs.
//!
//! Within a group every weight is a whole number and every fraction that the rules write down is a whole number
//! over one denominator, the group's scale. What applies decides by how much the sum is divided; where the sums
//! of weights that can come about are few, all their quotients are whole numbers over one denominator that is
//! known beforehand, and everything above the group is sums and comparisons of small integers. Only what is
//! measured in the unit itself (a ratio, a line) and what is not answered bring in other denominators, and
//! those are multiplied through, checked.

use std::hint::select_unpredictable;
use std::ops::Range;

use crate::document::WhenZero;
use crate::rule_set::{AwardId, Comparator, Condition, CriterionId, EvidenceTypeId, FactId};

/// The rules of one rule set as integers.
#[derive(Debug)]
pub(crate) struct Program {
    /// Each group after those in it; the last is the total.
    pub(crate) groups: Vec<GroupOp>,
    /// What the groups' sums start from.
    pub(crate) sums: Vec<Sum>,
    /// The leaves of all groups, a list a kind, so that each kind has one loop: answers side by side, answers that
    /// ask for a document, conditions, answers that apply by a test, quotients in bands, and all others.
    pub(crate) runs: Vec<RunOp>,
    pub(crate) asking: Vec<Place>,
    pub(crate) conditions: Vec<ConditionOp>,
    pub(crate) choices: Vec<ChoiceOp>,
    pub(crate) ratios: Vec<RatioOp>,
    pub(crate) others: Vec<Place>,
    /// Tests of conditions that are one conjunction of simple tests; those of one condition stand together.
    pub(crate) tests: Vec<Test>,
    /// The leaves whose value something reads, in order, with the scale of their group.
    pub(crate) kept: Vec<(CriterionId, i64)>,
    pub(crate) measures: Vec<Vec<Part>>,
    pub(crate) awards: Vec<AwardOp>,
    /// The derived facts that something reads other than as a quotient, in order.
    pub(crate) derived: Vec<FactId>,
    /// The leaves that ask for a document, and of which type: a place each, in the order of the leaves.
    pub(crate) evidence: Vec<(CriterionId, EvidenceTypeId)>,
}

/// A numerator that says: not applicable.
pub(crate) const NOT_APPLICABLE: i64 = i64::MIN;
/// A numerator that says: as a missing fact.
pub(crate) const UNKNOWN: i64 = i64::MIN + 1;
/// The place, among those that ask for a document, of a leaf that asks for none.
pub(crate) const NO_EVIDENCE: u32 = u32::MAX;

/// A `sum` or `mean` whose parts take over what is not applicable.
#[derive(Debug)]
pub(crate) struct GroupOp {
    pub(crate) criterion: CriterionId,
    /// The leaves that always apply and are decided by one answer.
    pub(crate) answers: Vec<AnswerOp>,
    /// All other leaves.
    pub(crate) leaves: Vec<LeafOp>,
    pub(crate) subgroups: Vec<Subgroup>,
    /// What the numerators in it are over.
    pub(crate) scale: i64,
    /// The sum of the weights, where everything applies.
    pub(crate) whole: i64,
    pub(crate) when: When,
    /// Its denominator, where what can apply has few sums of weights.
    pub(crate) fixed: Option<Fixed>,
}

/// A leaf: its group, and its position among that group's answers or other leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) group: usize,
    pub(crate) at: usize,
}

/// What is added up in a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sum {
    /// Of products, over the group's scale.
    /// INVARIANT: weight times numerator over a whole group fits 64 bits, which compiling proved.
    pub(crate) products: i64,
    /// The weight that applies.
    pub(crate) whole: i64,
}

/// The one denominator of a group, whatever applies.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// INVARIANT: at least 1, and every numerator over it is from 0 to it.
    pub(crate) denominator: i64,
    /// By the sum of the weights that apply: what a sum of products is multiplied by. The whole is the first.
    pub(crate) factors: Vec<(i64, i64)>,
}

impl Fixed {
    /// What a sum is multiplied by where so much weight applies.
    #[inline]
    pub(crate) fn factor(&self, whole: i64) -> Option<i64> {
        if let [(one, first), (other, second)] = self.factors[..] {
            let factor = select_unpredictable(one == whole, first, second);
            return (one == whole || other == whole).then_some(factor);
        }
        self.factors.iter().find(|(one, _)| *one == whole).map(|(_, factor)| *factor)
    }
}

/// When something applies or holds.
#[derive(Clone, Debug)]
pub(crate) enum When {
    Always,
    /// All of these, by their positions in `tests`.
    All(Range<u32>),
    /// As the rules say it.
    Condition(Box<Condition>),
}

/// A test of one answer as an integer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Test {
    /// The answer, a truth, a choice or a whole number, is from `least` to `most`.
    Within { fact: FactId, least: i32, most: i32 },
    /// The answer, a choice, is among these positions.
    Among { fact: FactId, positions: u64 },
}

/// A group in a group.
#[derive(Debug)]
pub(crate) struct Subgroup {
    /// Its position in `groups`.
    pub(crate) at: usize,
    pub(crate) weight: i64,
    /// Weight times scale over its denominator; 0 where it has no fixed one, or none that divides the scale.
    pub(crate) multiplier: i64,
}

/// A leaf that always applies, in its group, decided by the answer to one fact.
#[derive(Debug)]
pub(crate) struct AnswerOp {
    pub(crate) fact: FactId,
    /// Weight times numerator, by answer.
    pub(crate) products: Vec<i64>,
    /// Its place among the leaves that ask for a document, or `NO_EVIDENCE`.
    pub(crate) evidence: u32,
    pub(crate) criterion: CriterionId,
    pub(crate) weight: i64,
}

/// Answers to facts side by side, all read by one table.
#[derive(Debug)]
pub(crate) struct RunOp {
    /// The positions of the facts.
    pub(crate) slots: Range<usize>,
    pub(crate) products: Vec<i64>,
    /// The same, filled up, where they are at most four: no answer leads past them.
    pub(crate) few: Option<[i64; 4]>,
    /// The first of them.
    pub(crate) place: Place,
}

/// A test of a slot: from `least` on, as far as `reach` goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuickTest {
    pub(crate) slot: usize,
    pub(crate) least: i32,
    pub(crate) reach: u32,
}

/// A leaf that always applies and is met where two tests hold, which may be the same.
#[derive(Debug)]
pub(crate) struct ConditionOp {
    pub(crate) place: Place,
    pub(crate) tests: [QuickTest; 2],
    /// Weight times the whole scale.
    pub(crate) product: i64,
}

/// A leaf by the answer to one fact, which applies where a choice is among some positions.
#[derive(Debug)]
pub(crate) struct ChoiceOp {
    pub(crate) place: Place,
    /// The position of the choice.
    pub(crate) when: usize,
    pub(crate) positions: u64,
    pub(crate) slot: usize,
    pub(crate) products: Vec<i64>,
    pub(crate) weight: i64,
}

/// A leaf that always applies, by the quotient of two whole numbers.
#[derive(Debug)]
pub(crate) struct RatioOp {
    pub(crate) place: Place,
    /// The positions of the two.
    pub(crate) of: usize,
    pub(crate) to: usize,
    /// What the steps are over; it fits 32 bits, and so do the steps over it.
    pub(crate) denominator: i64,
    /// Ascending, filled up with steps that give no more.
    pub(crate) rises: [Rise; 4],
    pub(crate) otherwise: i64,
}

/// From this quotient on, so much more: weight times numerator.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rise {
    pub(crate) numerator: i64,
    pub(crate) more: i64,
}

/// A leaf in its group.
#[derive(Debug)]
pub(crate) struct LeafOp {
    pub(crate) criterion: CriterionId,
    pub(crate) weight: i64,
    pub(crate) when: When,
    pub(crate) by: By,
    /// Its place among the leaves that ask for a document, or `NO_EVIDENCE`.
    pub(crate) evidence: u32,
    /// Its place among the leaves whose value something reads.
    pub(crate) kept: Option<usize>,
}

/// How a leaf's numerator is found.
#[derive(Debug)]
pub(crate) enum By {
    /// By the answer: its numerators.
    Answer { fact: FactId, numerators: Vec<i64> },
    /// The whole scale where this holds.
    Condition { when: When, whole: i64 },
    /// By a number.
    Bands { fact: FactId, bands: Bands },
    /// By the quotient of two facts, without dividing.
    BandsOfRatio { of: FactId, to: FactId, bands: Bands, when_zero: Option<i64> },
    /// By how many of the leaf's conditions hold.
    Count { numerators: Vec<i64> },
    /// By the first of the leaf's cases that holds; the last is otherwise.
    Cases { numerators: Vec<i64> },
    /// Measured: a fraction over a denominator of its own.
    Linear { fact: FactId, from: (i64, i64), to: (i64, i64) },
    /// Measured: a quotient.
    Ratio { of: FactId, to: FactId, when_zero: Option<WhenZero> },
}

/// Which numerator a number gives.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    /// Ascending.
    pub(crate) steps: Vec<Step>,
    /// The numerator below all of them.
    pub(crate) otherwise: i64,
    /// Every number of the steps fits 32 bits.
    pub(crate) narrow: bool,
}

/// From this number on, this numerator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) numerator: i64,
    /// Above zero.
    pub(crate) denominator: i64,
    pub(crate) gives: i64,
}

/// What a measure adds up: a value of weight numerator / denominator.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) of: Source,
    pub(crate) weight: (i64, i64),
}

/// Where a value is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Group(usize),
    Leaf(usize),
    Measure(usize),
}

/// An award.
#[derive(Debug)]
pub(crate) struct AwardOp {
    pub(crate) id: AwardId,
    pub(crate) requires: Vec<RequirementOp>,
    /// What of `requires` compares groups with whole numbers, and what does not.
    pub(crate) bounds: Vec<BoundOp>,
    pub(crate) others: Vec<usize>,
    pub(crate) conditional: Option<Vec<RequirementOp>>,
    /// Whether anything may bar it.
    pub(crate) has_bars: bool,
    /// Nothing is asked but `bounds`.
    pub(crate) is_bounds: bool,
}

/// Bounds of a group's numerator.
#[derive(Debug)]
pub(crate) struct BoundOp {
    pub(crate) group: usize,
    pub(crate) least: i64,
    /// How far it goes from there.
    pub(crate) reach: u64,
}

/// A requirement: compared here, or judged as it stands.
#[derive(Debug)]
pub(crate) enum RequirementOp {
    Compare {
        of: Vec<Compared>,
        comparator: Comparator,
        threshold: (i64, i64),
        fails_when_not_applicable: bool,
    },
    /// As simple tests where it is made of them, and as the rules say it.
    Condition {
        when: When,
        condition: Condition,
    },
    Held {
        award: AwardId,
        held: bool,
    },
    Eligible {
        award: AwardId,
    },
}

/// A value to compare with a threshold.
#[derive(Debug)]
pub(crate) struct Compared {
    pub(crate) of: Source,
    /// Of a group or leaf: its weight, numerator and denominator.
    pub(crate) weight: (i64, i64),
    /// The total, which has no score where nothing applies.
    pub(crate) is_total: bool,
    /// What the threshold comes to over the value's fixed denominator, where it has one.
    pub(crate) bound: Option<Bound>,
}

/// A threshold for whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    Least(i64),
    Most(i64),
}

impl Bound {
    #[inline]
    pub(crate) fn holds(self, numerator: i64) -> bool {
        match self {
            Bound::Least(least) => numerator >= least,
            Bound::Most(most) => numerator <= most,
        }
    }
}

impl Program {
    /// Where the value of a criterion is found; `None` of a leaf that nothing reads.
    pub(crate) fn source_of(&self, id: CriterionId) -> Option<Source> {
        let group = self.groups.iter().position(|group| group.criterion == id).map(Source::Group);
        group.or_else(|| self.kept.binary_search_by_key(&id, |(leaf, _)| *leaf).ok().map(Source::Leaf))
    }

    /// The fixed denominator of a value; of a leaf, the scale of its group.
    pub(crate) fn denominator(&self, of: Source) -> Option<i64> {
        match of {
            Source::Group(at) => self.groups.get(at)?.fixed.as_ref().map(|fixed| fixed.denominator),
            Source::Leaf(at) => self.kept.get(at).map(|(_, scale)| *scale),
            Source::Measure(_) => None,
        }
    }
}
