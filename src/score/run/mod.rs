//! Runs a program over the facts of one unit.

mod awards;
mod group;
mod leaf;
mod measured;
mod tell;

pub(crate) use measured::Measured;
pub(crate) use tell::Told;

use super::decided::{Decided, MeasureSum, Value};
use super::fraction::Fraction;
use super::program::{Part, Program, Source, Test, When};
use crate::dossier::Dossier;
use crate::evaluate::slots::{MISSING, OTHER};
use crate::evaluate::{Facts, MissingSet, State, Truth};
use crate::invariant::{Always, broken};
use crate::rule_set::arena::ArenaId;
use crate::rule_set::{self, Compiled, CriterionId, FactId};

/// The unit says something that the program cannot carry: the wide path must.
#[derive(Debug)]
pub(crate) struct Wide;

/// What a run writes.
const HAS_VALUE: &str = "each group has a value, and each leaf that is read";

/// A set of positions has a bit for so many.
const POSITIONS: u32 = u64::BITS;
const HAS_POSITION: &str = "a choice that is asked for among positions has one of them";

/// A run over one unit.
pub(super) struct Run<'a> {
    pub(super) rules: &'a Compiled,
    pub(super) program: &'a Program,
    pub(super) dossier: &'a Dossier,
    pub(super) facts: &'a Facts<'a>,
    pub(super) slots: &'a [i32],
    /// Whether each leaf that asks for a document has one.
    pub(super) evidenced: &'a [bool],
}

impl Run<'_> {
    /// Fills in what is decided.
    pub(super) fn decide(&self, decided: &mut Decided) -> Result<(), Wide> {
        decided.clear(self.program);
        self.leaves(decided)?;
        for (at, group) in self.program.groups.iter().enumerate() {
            let value = self.group(at, group, decided)?;
            decided.groups.push(value);
        }
        if decided.groups.contains(&Value::NotApplicable) {
            self.leave_out_what_is_inside(decided)?;
        }
        decided.scored = match &self.rules.criteria[CriterionId::TOTAL].applies_when {
            None => true,
            Some(condition) => match self.facts.truth(condition) {
                Truth::True => true,
                Truth::False => false,
                Truth::Unknown => return Err(Wide),
            },
        };
        for parts in &self.program.measures {
            let sum = self.measure(parts, decided)?;
            decided.measures.push(sum);
        }
        self.awards(decided)
    }

    /// What is in a group that does not apply does not apply.
    fn leave_out_what_is_inside(&self, decided: &mut Decided) -> Result<(), Wide> {
        for (at, group) in self.program.groups.iter().enumerate().rev() {
            if decided.value(Source::Group(at))? != Value::NotApplicable {
                continue;
            }
            for subgroup in &group.subgroups {
                *decided.groups.get_mut(subgroup.at).always(HAS_VALUE).ok_or(Wide)? = Value::NotApplicable;
            }
            for kept in group.leaves.iter().filter_map(|leaf| leaf.kept) {
                *decided.leaves.get_mut(kept).always(HAS_VALUE).ok_or(Wide)? = Value::NotApplicable;
            }
        }
        Ok(())
    }

    fn measure(&self, parts: &[Part], decided: &Decided) -> Result<MeasureSum, Wide> {
        let zero = Fraction::ZERO;
        let mut sum = MeasureSum { applies: false, low: zero, high: zero, of: zero, tight: true };
        let mut missing = Vec::new();
        for part in parts {
            let Some(ends) = decided.ends(self.program, part.of)? else { continue };
            let (weight, over) = part.weight;
            let points = |fraction: Fraction| fraction.times(weight).and_then(|points| points.over(over)).ok_or(Wide);
            sum.low = sum.low.plus(points(ends.low)?).ok_or(Wide)?;
            sum.high = sum.high.plus(points(ends.high)?).ok_or(Wide)?;
            sum.of = sum.of.plus(Fraction { n: i128::from(weight), d: i128::from(over) }).ok_or(Wide)?;
            sum.applies = true;
            if let Value::Open(at) = decided.value(part.of)?
                && weight != 0
            {
                let open = decided.open_at(at)?;
                sum.tight &= open.tight;
                missing.extend(&open.missing);
            }
        }
        sum.tight &= MissingSet::are_apart(missing);
        sum.tight |= sum.low.equals(sum.high).ok_or(Wide)?;
        Ok(sum)
    }

    /// Whether something applies or holds.
    #[inline]
    fn truth(&self, when: &When) -> Truth {
        match when {
            When::Always => Truth::True,
            When::All(range) => self.all(range.start as usize..range.end as usize),
            When::Condition(condition) => self.facts.truth(condition),
        }
    }

    /// Whether all of some tests hold.
    #[inline]
    fn all(&self, tests: std::ops::Range<usize>) -> Truth {
        let tests = self.program.tests.get(tests).always("the tests of a condition stand among all");
        let Some(tests) = tests else { return Truth::Unknown };
        // Without branches on the answers, which nobody can predict.
        let (mut holds, mut known) = (true, true);
        for test in tests {
            let (one, is_known) = self.test(*test);
            holds &= one | !is_known;
            known &= is_known;
        }
        match (holds, known) {
            (true, true) => Truth::True,
            (true, false) => Truth::Unknown,
            (false, _) => Truth::False,
        }
    }

    /// Whether something applies; unknown, it goes the wide path.
    #[inline]
    fn applies(&self, when: &When) -> Result<bool, Wide> {
        match self.truth(when) {
            Truth::True => Ok(true),
            Truth::False => Ok(false),
            Truth::Unknown => Err(Wide),
        }
    }

    #[inline]
    fn slot(&self, fact: FactId) -> i32 {
        self.slots.get(fact.index()).copied().or_widest("every fact has a slot", || MISSING)
    }

    /// Whether a test holds, and whether that is known.
    #[inline]
    fn test(&self, test: Test) -> (bool, bool) {
        match test {
            Test::Within { fact, least, most } => {
                let slot = self.slot(fact);
                ((least <= slot) & (slot <= most), slot > OTHER)
            }
            Test::Among { fact, positions } => {
                let slot = self.slot(fact);
                debug_assert!(slot < POSITIONS.cast_signed(), "{HAS_POSITION}");
                // What is not known is below zero.
                (positions >> (slot & 63) & 1 == 1, slot.cast_unsigned() < POSITIONS)
            }
        }
    }

    /// A known number in 64 bits.
    #[inline]
    fn number(&self, fact: FactId) -> Option<(i64, i64)> {
        let slot = self.slot(fact);
        if slot > OTHER { Some((i64::from(slot), 1)) } else { self.stored(fact) }
    }

    /// A number that does not fit its slot.
    #[cold]
    fn stored(&self, fact: FactId) -> Option<(i64, i64)> {
        match self.facts.state(fact) {
            State::Known(rule_set::Value::Number(value)) => value.to_i64_pair(),
            State::Known(_) => broken("what is read as a number is one", None),
            State::Missing | State::NotApplicable => None,
        }
    }

    /// A numerator as a fraction.
    fn scaled(&self, of: Source, n: i64) -> Result<Fraction, Wide> {
        let over = self.program.denominator(of).always("a whole numerator is over a known denominator").ok_or(Wide)?;
        Ok(Fraction { n: i128::from(n), d: i128::from(over) })
    }
}
