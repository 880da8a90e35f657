//! What became of a population, by column.

use std::collections::BTreeMap;

use crate::assessment::{Eligibility, Points, Range};
use crate::invariant::Always;
use crate::number::Number;
use crate::rule_set::{AwardId, ScoreOf};
use crate::{Problems, RuleSet};

/// What is made by one batch.
pub(super) const SAME_COLUMNS: &str = "outcomes by the same rules have the same columns";
/// What deciding makes first.
pub(super) const HAS_ROOM: &str = "there is room for every row that is decided";

/// The scores and outcomes of many units, a row each. Its room is used again by the next call.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    pub(super) rules: Option<RuleSet>,
    pub(super) rows: usize,
    /// The total first.
    pub(super) scores: Vec<ScoreColumn>,
    pub(super) awards: Vec<AwardColumn>,
    pub(super) refused: Vec<Refused>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) by_row: usize,
    pub(super) wide: usize,
}

/// What may be unknown of a row besides points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Nothing: a score that is not there does not apply.
    #[default]
    None,
    /// Whether a score that is not there applies.
    Applies,
    /// Whether there is a score at all.
    Scored,
}

/// A unit that could not be bound, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its row.
    pub row: usize,
    /// The column that holds what is wrong, where it is one.
    pub column: Option<String>,
    /// All that is wrong.
    pub problems: Problems,
}

/// The outcomes of one award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardColumn {
    /// The award.
    pub award: String,
    /// What became of each row; `None` where it was refused.
    pub outcomes: Vec<Option<Eligibility>>,
}

/// The points of the total, a group, a leaf or a measure.
///
/// Those of a row are `numerators[row] / denominator`, exactly. Where missing facts leave them open, that is their
/// low, and the high is `highs[row] / denominator`.
#[derive(Clone, Debug)]
pub struct ScoreColumn {
    /// `total`, a path, or a measure.
    pub name: String,
    pub(super) of_what: ScoreOf,
    /// What the points are out of, in all rows but those that stand apart.
    pub(super) of: Number,
    /// What is known of each row.
    pub states: Vec<Known>,
    /// The numerators, of the lows where they are open; 0 where there is nothing.
    pub numerators: Vec<i64>,
    /// The numerators of the highs; those of the lows where nothing is open.
    pub highs: Vec<i64>,
    /// What they are over.
    pub denominators: Denominators,
    /// The rows whose points do not fit these columns, or are out of another weight.
    pub(super) apart: BTreeMap<usize, Points>,
}

/// What numerators are over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denominators {
    /// All over the same.
    Shared(i64),
    /// Each over its own, above zero.
    Each(Vec<i64>),
}

impl Denominators {
    /// Those of so many rows, one each.
    fn into_each(self, rows: usize) -> Vec<i64> {
        match self {
            Denominators::Shared(shared) => vec![shared; rows],
            Denominators::Each(each) => each,
        }
    }

    /// Changes those of so many rows, one each.
    fn change<R>(&mut self, rows: usize, change: impl FnOnce(&mut Vec<i64>) -> R) -> R {
        let mut each = std::mem::replace(self, Denominators::Shared(1)).into_each(rows);
        let result = change(&mut each);
        *self = Denominators::Each(each);
        result
    }
}

/// What is known of a score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// There is none: not applicable, not known to apply, no score, or the row was refused.
    #[default]
    Nothing,
    /// One number.
    Exactly,
    /// From a low to a high, each reached by some completion of what is missing.
    Between,
    /// From a low to a high, which contain every completion and may be wider.
    Within,
    /// It does not fit the columns: ask [`ScoreColumn::points`].
    Apart,
}

impl ScoreColumn {
    pub(super) fn new(name: String, of_what: ScoreOf, of: Number, denominator: i64) -> ScoreColumn {
        ScoreColumn {
            name,
            of_what,
            of,
            states: Vec::new(),
            numerators: Vec::new(),
            highs: Vec::new(),
            denominators: Denominators::Shared(denominator),
            apart: BTreeMap::new(),
        }
    }

    /// Makes room for so many rows, of each of which nothing is known.
    pub(super) fn clear(&mut self, rows: usize, denominator: i64) {
        self.states.clear();
        self.states.resize(rows, Known::Nothing);
        for numerators in [&mut self.numerators, &mut self.highs] {
            numerators.clear();
            numerators.resize(rows, 0);
        }
        match &mut self.denominators {
            Denominators::Shared(shared) => *shared = denominator,
            Denominators::Each(each) => {
                each.clear();
                each.resize(rows, denominator);
            }
        }
        self.apart.clear();
    }

    /// The points of a row; `None` where there are none.
    #[must_use]
    pub fn points(&self, row: usize) -> Option<Points> {
        let points = match *self.states.get(row)? {
            Known::Nothing => return None,
            Known::Apart => self.apart.get(&row).cloned(),
            Known::Exactly | Known::Between => self.in_columns(row, true),
            Known::Within => self.in_columns(row, false),
        };
        Some(points.or_widest("points that are known of a row stand in its columns, or apart", || {
            let of = Range::exactly(self.of.clone());
            Points { low: Number::ZERO, high: self.of.clone(), of, tight: false }
        }))
    }

    fn in_columns(&self, row: usize, tight: bool) -> Option<Points> {
        let over = match &self.denominators {
            Denominators::Shared(shared) => *shared,
            Denominators::Each(each) => *each.get(row)?,
        };
        let number = |numerators: &[i64]| Number::ratio(*numerators.get(row)?, over).ok();
        let (low, high) = (number(&self.numerators)?, number(&self.highs)?);
        Some(Points { low, high, of: Range::exactly(self.of.clone()), tight })
    }

    /// Writes the points of a row.
    pub(super) fn set(&mut self, row: usize, points: Option<Points>) {
        let state = match points {
            None => Known::Nothing,
            Some(points) => match self.fit(row, &points) {
                Some(()) if points.low == points.high => Known::Exactly,
                Some(()) if points.tight => Known::Between,
                Some(()) => Known::Within,
                None => {
                    self.apart.insert(row, points);
                    Known::Apart
                }
            },
        };
        if let Some(place) = self.states.get_mut(row).always(HAS_ROOM) {
            *place = state;
        }
    }

    fn fit(&mut self, row: usize, points: &Points) -> Option<()> {
        if points.of.value()? != &self.of {
            return None;
        }
        let (low, high) = (points.low.to_i64_pair()?, points.high.to_i64_pair()?);
        let shared = match &self.denominators {
            Denominators::Shared(shared) => Some(*shared),
            Denominators::Each(_) => None,
        };
        let over = |denominator: i64| {
            let times = |(n, d): (i64, i64)| (denominator % d == 0).then(|| n.checked_mul(denominator / d)).flatten();
            Some((times(low)?, times(high)?))
        };
        let (low, high, own) = match shared.and_then(over) {
            Some((low, high)) => (low, high, None),
            None => {
                let common = num_integer::Integer::lcm(&i128::from(low.1), &i128::from(high.1));
                let common = i64::try_from(common).ok()?;
                let (low, high) = over(common)?;
                (low, high, Some(common))
            }
        };
        if let Some(own) = own {
            self.denominators.change(self.states.len(), |each| {
                *each.get_mut(row)? = own;
                Some(())
            })?;
        }
        *self.numerators.get_mut(row)? = low;
        *self.highs.get_mut(row)? = high;
        Some(())
    }

    /// Adds the rows of another.
    fn append(&mut self, mut other: ScoreColumn) {
        let before = self.states.len();
        let same = matches!((&self.denominators, &other.denominators),
            (Denominators::Shared(a), Denominators::Shared(b)) if a == b);
        if !same {
            let rows = other.denominators.into_each(other.states.len());
            self.denominators.change(before, |each| each.extend(rows));
        }
        self.states.append(&mut other.states);
        self.numerators.append(&mut other.numerators);
        self.highs.append(&mut other.highs);
        self.apart.extend(other.apart.into_iter().map(|(row, points)| (before + row, points)));
    }
}

impl Outcomes {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The total of each row.
    #[must_use]
    pub fn total(&self) -> Option<&ScoreColumn> {
        self.scores.first()
    }

    /// The scores, the total first: groups, measures, and the leaves that a requirement compares.
    #[must_use]
    pub fn scores(&self) -> &[ScoreColumn] {
        &self.scores
    }

    /// The score called so: `total`, a path, or a measure.
    #[must_use]
    pub fn score(&self, name: &str) -> Option<&ScoreColumn> {
        self.scores.iter().find(|column| column.name == name)
    }

    /// The outcomes of each award, the lowest first.
    #[must_use]
    pub fn awards(&self) -> &[AwardColumn] {
        &self.awards
    }

    /// The outcomes of one award.
    #[must_use]
    pub fn award(&self, name: &str) -> Option<&AwardColumn> {
        self.awards.iter().find(|column| column.award == name)
    }

    /// The rows that could not be bound, in order.
    #[must_use]
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// How many rows were decided one by one, because something in them did not run by column.
    #[must_use]
    pub fn by_row(&self) -> usize {
        self.by_row
    }

    /// How many of those went the wide path, because their numbers did not fit or something was left open about
    /// what applies.
    #[must_use]
    pub fn wide(&self) -> usize {
        self.wide
    }

    /// The last award for which the unit of a row is eligible.
    #[must_use]
    pub fn highest(&self, row: usize) -> Option<&str> {
        let eligible = |column: &&AwardColumn| column.outcomes.get(row) == Some(&Some(Eligibility::Eligible));
        self.awards.iter().rev().find(eligible).map(|column| column.award.as_str())
    }

    /// What became of an award in a row; `None` where the row was refused, and of an award that is not known.
    #[must_use]
    pub fn outcome(&self, award: &str, row: usize) -> Option<Eligibility> {
        *self.award(award)?.outcomes.get(row)?
    }

    /// Writes what became of an award.
    pub(super) fn set_award(&mut self, award: AwardId, row: usize, outcome: Option<Eligibility>) {
        let column = self.awards.get_mut(crate::rule_set::arena::ArenaId::index(award));
        if let Some(place) = column.and_then(|column| column.outcomes.get_mut(row)).always(HAS_ROOM) {
            *place = outcome;
        }
    }

    /// Adds the rows of another, made by the same rules.
    pub(super) fn append(&mut self, other: Outcomes) {
        debug_assert_eq!(self.scores.len(), other.scores.len(), "{SAME_COLUMNS}");
        debug_assert_eq!(self.awards.len(), other.awards.len(), "{SAME_COLUMNS}");
        let before = self.rows;
        self.rows += other.rows;
        for (column, other) in self.scores.iter_mut().zip(other.scores) {
            column.append(other);
        }
        for (column, mut other) in self.awards.iter_mut().zip(other.awards) {
            column.outcomes.append(&mut other.outcomes);
        }
        self.refused.extend(other.refused.into_iter().map(|one| Refused { row: before + one.row, ..one }));
        self.doubts.extend(other.doubts);
        self.by_row += other.by_row;
        self.wide += other.wide;
    }
}
