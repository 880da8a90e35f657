//! How an engine takes part.

use predikat::Number;

use crate::award40::{Outcome, Unit};
use crate::work;

/// One way of doing the work in one engine.
///
/// Nothing is kept from one unit to the next but room, and what was decided last.
pub trait Engine {
    const NAME: &'static str;
    /// A unit in the engine's own form.
    type Input;

    /// The rules, as somebody would write them for this engine.
    fn rules() -> String;

    /// Reads and compiles the rules.
    fn load(rules: &str) -> Self;

    /// A unit as text.
    fn json(unit: &Unit) -> String {
        work::json(unit)
    }

    /// Reads a unit from text.
    fn read(&self, json: &str) -> Self::Input;

    /// Decides, and keeps what was decided in the engine's own form.
    fn decide(&mut self, input: &Self::Input);

    /// What was decided last.
    fn outcome(&self) -> Outcome;

    /// The total that was decided last, of an engine that says it exactly.
    fn total_exactly(&self) -> Option<Number> {
        None
    }
}
