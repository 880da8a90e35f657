//! What comes of planning, as plain data.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::assessment::Score;
use crate::document::Text;
use crate::unknowns::Chance;
use crate::{Date, Number};

/// The answer: the plans, what is proved of them, and why there is none where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Planning {
    /// The unit.
    pub unit: String,
    /// The award.
    pub award: String,
    /// The day from which it is planned.
    pub as_of: Date,
    /// The date by which a plan is done, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// What a plan may cost, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<Number>,
    /// What the numbers of costs are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_of_cost: Option<Text>,
    /// What is proved of the first plan, or of there being none.
    pub proof: Proof,
    /// The plans, the cheapest first; each next one is the cheapest that contains none of those before.
    pub plans: Vec<Plan>,
    /// Why there is no plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
    /// What is to be found out, where no set of the actions is enough whatever is missing, and what is missing may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undetermined: Option<Undetermined>,
    /// The cheapest plan for each award, lowest first, where that was asked for.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tiers: IndexMap<String, Tier>,
}

/// What a search proved, and the work it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proof {
    /// What is proved.
    pub verdict: Proved,
    /// No plan costs less than this; absent where it is proved that there is none, and where nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<Number>,
    /// The cost of the plan less the bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Number>,
    /// The partial choices looked at.
    pub nodes: u64,
    /// The sets of actions assessed.
    pub assessed: u64,
}

/// What is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Proved {
    /// No plan costs less.
    Optimal,
    /// There is no plan, whatever the missing facts are.
    Infeasible,
    /// No set of actions makes the unit eligible whatever is missing; but some set leaves that to what is missing.
    Undetermined,
    /// The work ran out first: there may be a cheaper plan, or one where none was found.
    BoundNotProved,
}

impl Proved {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Proved::Optimal => "optimal",
            Proved::Infeasible => "infeasible",
            Proved::Undetermined => "undetermined",
            Proved::BoundNotProved => "bound_not_proved",
        }
    }
}

/// A set of actions, as a schedule; it was assessed as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// What it costs.
    pub cost: Number,
    /// The day on which all of it is done.
    pub done: Date,
    /// The day as of which the result was assessed: the date asked for, else the day on which it is done.
    pub assessed_as_of: Date,
    /// The final score then.
    pub total: Score,
    /// Its actions, in the order in which they are done.
    pub steps: Vec<Step>,
    /// What is proved of it.
    pub proof: Proof,
}

/// One action of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Its id.
    pub action: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The day on which it begins at the earliest.
    pub begins: Date,
    /// The day on which it is done.
    pub done: Date,
    /// What it costs.
    pub cost: Number,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Text>,
    /// Who decides on it, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mechanism: Option<Text>,
    /// The actions it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The answers from then on, by fact.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sets: IndexMap<String, String>,
    /// The documents it must produce.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Produced>,
    /// The exceptions it must obtain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Obtained>,
}

/// A document that an action must produce.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Produced {
    /// The id it goes by.
    pub id: String,
    /// Its evidence type.
    #[serde(rename = "type")]
    pub evidence_type: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The criteria it supports, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supports: Vec<String>,
    /// The first day on which it is no longer valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// An exception that an action must obtain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Obtained {
    /// `waiver`, `equivalent` or `not_applicable`.
    pub kind: String,
    /// The leaf's path, or `award.requirement`.
    pub on: String,
    /// The equivalent it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
    /// Who approves it.
    pub approved_by: String,
}

/// What is left to what is missing: facts to find out, once a set of actions is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undetermined {
    /// Whether the unit can then be eligible: never `impossible`.
    pub chance: Chance,
    /// The facts to find out, in the order in which to ask for them; together they settle it.
    pub find_out: Vec<String>,
    /// The cheapest set of actions that leaves it to them; without steps where nothing has to be done before.
    pub plan: Plan,
}

/// Why there is no plan: what cannot be met together, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhyNot {
    /// Requirements and bars of the award that no set of the actions satisfies together; without any one of them some
    /// set does.
    pub together: Vec<String>,
    /// They can be satisfied together, but not within the budget.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub budget: bool,
    /// Both halves were proved by search: that these cannot be met together, and that none can be left out.
    pub proved: bool,
    /// The obstacles that stand in their way.
    pub obstacles: Vec<Obstruction>,
    /// The actions that cannot be done in time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<String>,
}

/// An obstacle in the way of an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Obstruction {
    /// Its id.
    pub obstacle: String,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The requirements it stands in the way of.
    pub requirements: Vec<String>,
    /// The actions it forbids, with those that need them.
    pub forbids: Vec<String>,
    /// Whether there would be a plan without it; absent where the work ran out before that was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decides: Option<bool>,
}

/// The cheapest plan for one award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tier {
    /// What it costs; absent where none was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Number>,
    /// Its actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<String>,
    /// The facts to find out once they are done, where what is missing may decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub find_out: Vec<String>,
    /// What is proved of it.
    pub proof: Proof,
}
