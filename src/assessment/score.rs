//! Points, ranges and scores.

use serde::{Deserialize, Serialize};

use crate::Number;

/// From the least to the greatest; one number where they are equal, and written as that number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "RangeForm", into = "RangeForm")]
pub struct Range {
    /// The least.
    pub low: Number,
    /// The greatest.
    pub high: Number,
}

impl Range {
    /// One number.
    #[must_use]
    pub fn exactly(value: Number) -> Range {
        Range { low: value.clone(), high: value }
    }

    /// The number, where there is only one.
    #[must_use]
    pub fn value(&self) -> Option<&Number> {
        (self.low == self.high).then_some(&self.low)
    }
}

/// The two spellings of a range.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum RangeForm {
    /// One number.
    One(Number),
    /// Two.
    Two { low: Number, high: Number },
}

impl From<RangeForm> for Range {
    fn from(form: RangeForm) -> Range {
        match form {
            RangeForm::One(value) => Range::exactly(value),
            RangeForm::Two { low, high } => Range { low, high },
        }
    }
}

impl From<Range> for RangeForm {
    fn from(range: Range) -> RangeForm {
        if range.low == range.high {
            RangeForm::One(range.low)
        } else {
            RangeForm::Two { low: range.low, high: range.high }
        }
    }
}

/// Points with their bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Points {
    /// The least that any completion of the missing facts can give; sound, always.
    pub low: Number,
    /// The greatest; sound, always.
    pub high: Number,
    /// What they are out of.
    pub of: Range,
    /// Both ends are known to be reached by some completion.
    pub tight: bool,
}

/// The score of the whole: points, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "ScoreForm", into = "ScoreForm")]
pub enum Score {
    /// There is no score, which is not 0.
    NoScore,
    /// Points. Where it is unknown whether there is a score at all, these are the points if there is one.
    Scored(Points),
}

impl Score {
    /// The points, where there are any.
    #[must_use]
    pub fn points(&self) -> Option<&Points> {
        match self {
            Score::NoScore => None,
            Score::Scored(points) => Some(points),
        }
    }
}

/// The two spellings of a score.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum ScoreForm {
    /// `{"scored": false}`
    None {
        /// Always false.
        scored: bool,
    },
    /// Points.
    Some(Points),
}

impl From<ScoreForm> for Score {
    fn from(form: ScoreForm) -> Score {
        match form {
            ScoreForm::None { .. } => Score::NoScore,
            ScoreForm::Some(points) => Score::Scored(points),
        }
    }
}

impl From<Score> for ScoreForm {
    fn from(score: Score) -> ScoreForm {
        match score {
            Score::NoScore => ScoreForm::None { scored: false },
            Score::Scored(points) => ScoreForm::Some(points),
        }
    }
}
