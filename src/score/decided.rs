//! What a run decides: a value for every group, kept leaf and measure, and the outcome of every award.

use super::fraction::Fraction;
use super::program::{Program, Source, Sum};
use super::run::{Measured, Wide};
use crate::assessment::Eligibility;
use crate::evaluate::MissingSet;
use crate::invariant::Always;
use crate::rule_set::AwardId;
use crate::rule_set::arena::ArenaId;

const HAS_OUTCOME: &str = "every award has an outcome";

/// What one unit comes to. Its room is used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// What is added up in each group.
    pub(super) sums: Vec<Sum>,
    /// What of each is no whole number over its scale, and whether there is anything of that in any.
    pub(super) measured: Vec<Measured>,
    pub(super) is_measured: bool,
    /// The fraction of each group, as in the program.
    pub(crate) groups: Vec<Value>,
    /// The fraction of each leaf that something reads.
    pub(crate) leaves: Vec<Value>,
    pub(crate) measures: Vec<MeasureSum>,
    pub(crate) awards: Vec<Eligibility>,
    /// Fractions over denominators of their own.
    pub(crate) fractions: Vec<Fraction>,
    /// What is left open by missing facts.
    pub(crate) open: Vec<Open>,
    /// Whether there is a score at all.
    pub(crate) scored: bool,
}

/// A fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    NotApplicable,
    /// A numerator over the denominator that the program knows for it.
    Fixed(i64),
    /// A position in `fractions`.
    Exact(usize),
    /// A position in `open`.
    Open(usize),
}

/// From `low` to `high`, by what is missing.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) low: Fraction,
    pub(crate) high: Fraction,
    /// Both ends are reached by some completion.
    pub(crate) tight: bool,
    pub(crate) missing: MissingSet,
}

/// The points of a measure and what they are out of, where anything in it applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MeasureSum {
    pub(crate) applies: bool,
    pub(crate) low: Fraction,
    pub(crate) high: Fraction,
    pub(crate) of: Fraction,
    pub(crate) tight: bool,
}

/// The two ends of something that applies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ends {
    pub(crate) low: Fraction,
    pub(crate) high: Fraction,
    /// What they are out of; 1 for a group or leaf, of which they are the fraction.
    pub(crate) of: Fraction,
    pub(crate) tight: bool,
}

impl Decided {
    /// Makes room for the next unit.
    #[inline]
    pub(super) fn clear(&mut self, program: &Program) {
        self.sums.clear();
        self.sums.extend_from_slice(&program.sums);
        if self.is_measured || self.measured.len() != program.groups.len() {
            self.measured.clear();
            self.measured.resize_with(program.groups.len(), Measured::default);
            self.is_measured = false;
        }
        self.groups.clear();
        self.measures.clear();
        if !program.kept.is_empty() {
            self.leaves.clear();
            self.leaves.resize(program.kept.len(), Value::NotApplicable);
        }
        // Each is written by the run: compiling saw to it that each has its turn.
        if self.awards.len() != program.awards.len() {
            self.awards.resize(program.awards.len(), Eligibility::Undetermined);
        }
        self.fractions.clear();
        self.open.clear();
    }

    /// A value for a fraction.
    pub(super) fn exact(&mut self, fraction: Fraction) -> Value {
        self.fractions.push(fraction);
        Value::Exact(self.fractions.len() - 1)
    }

    /// A value for what is open.
    pub(super) fn open(&mut self, open: Open) -> Value {
        self.open.push(open);
        Value::Open(self.open.len() - 1)
    }

    /// The value of a group or leaf.
    #[inline]
    pub(super) fn value(&self, of: Source) -> Result<Value, Wide> {
        let value = match of {
            Source::Group(at) => self.groups.get(at),
            Source::Leaf(at) => self.leaves.get(at),
            Source::Measure(_) => None,
        };
        value.copied().always("a group and a leaf that is read have a value").ok_or(Wide)
    }

    /// The two ends of a group, leaf or measure; `None` where it does not apply.
    pub(crate) fn ends(&self, program: &Program, of: Source) -> Result<Option<Ends>, Wide> {
        if let Source::Measure(at) = of {
            let sum = self.measures.get(at).always("a measure is added up").ok_or(Wide)?;
            let MeasureSum { applies, low, high, of, tight } = *sum;
            return Ok(applies.then_some(Ends { low, high, of, tight }));
        }
        let (low, high, tight) = match self.value(of)? {
            Value::NotApplicable => return Ok(None),
            Value::Fixed(n) => {
                let over =
                    program.denominator(of).always("a whole numerator is over a known denominator").ok_or(Wide)?;
                let fixed = Fraction { n: i128::from(n), d: i128::from(over) };
                (fixed, fixed, true)
            }
            Value::Exact(at) => {
                let exact = self.fraction(at)?;
                (exact, exact, true)
            }
            Value::Open(at) => {
                let Open { low, high, tight, .. } = self.open_at(at)?;
                (*low, *high, *tight)
            }
        };
        Ok(Some(Ends { low, high, of: Fraction::ONE, tight }))
    }

    /// The fraction of a value.
    pub(super) fn fraction(&self, at: usize) -> Result<Fraction, Wide> {
        self.fractions.get(at).copied().always("a value's fraction is kept").ok_or(Wide)
    }

    /// What is open about a value.
    pub(super) fn open_at(&self, at: usize) -> Result<&Open, Wide> {
        self.open.get(at).always("what is open about a value is kept").ok_or(Wide)
    }

    pub(super) fn award(&self, id: AwardId) -> Eligibility {
        self.awards.get(id.index()).copied().or_widest(HAS_OUTCOME, || Eligibility::Undetermined)
    }

    pub(super) fn set_award(&mut self, id: AwardId, outcome: Eligibility) -> Result<(), Wide> {
        *self.awards.get_mut(id.index()).always(HAS_OUTCOME).ok_or(Wide)? = outcome;
        Ok(())
    }
}
