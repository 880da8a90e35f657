//! JSONLogic, by the crate `datalogic-rs`: one rule for the groups, one for the total, one for the tier.
//!
//! The language has no names for results on the way; the host hands those of one rule to the next. Units are
//! parsed once, and everything is evaluated in one arena that is used again.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::datavalue::OwnedDataValue;
use datalogic_rs::{DataValue, Engine as Logics, Logic, ParsedData};
use serde_json::{Value, json};

use crate::award40::Outcome;
use crate::engine::Engine;
use crate::work::{self, Criterion};

pub struct Datalogic {
    engine: Logics,
    rules: [Logic; 3],
    arena: Bump,
    decided: Option<[OwnedDataValue; 3]>,
}

fn var(name: &str) -> Value {
    json!({ "var": name })
}

fn points(criterion: &Criterion) -> Value {
    match criterion {
        Criterion::Answer { fact, not_for } => {
            let fact = var(fact);
            let mut branches = vec![json!({"==": [fact, "yes"]}), json!(1), json!({"==": [fact, "in_progress"]})];
            branches.extend([json!(0.5), json!(0)]);
            if let Some(kind) = not_for {
                branches.splice(0..0, [json!({"==": [var("kind"), kind]}), json!(0)]);
            }
            json!({ "if": branches })
        }
        Criterion::Truth { fact, documents } => {
            json!({"if": [{"and": [var(fact), {">=": [var(documents), 1]}]}, 1, 0]})
        }
        Criterion::Band { trained, staff, steps } => {
            let reached = |step: u32| json!({">=": [{"/": [var(trained), var(staff)]}, f64::from(step) / 100.0]});
            let [high, middle, low] = steps.map(reached);
            json!({"if": [high, 1, middle, 0.67, low, 0.33, 0]})
        }
    }
}

impl Engine for Datalogic {
    const NAME: &'static str = "datalogic-rs";
    type Input = ParsedData;

    fn rules() -> String {
        let group = |(g, criteria): (usize, &Vec<Criterion>)| {
            let sum: Vec<Value> = criteria.iter().map(points).collect();
            let all = criteria.len();
            let applies = json!({"if": [{"==": [var("kind"), work::exempt(g)]}, all - 1, all]});
            json!({"*": [100, {"/": [{"+": sum}, applies]}]})
        };
        let groups: Vec<Value> = work::groups().iter().enumerate().map(group).collect();
        // The second rule sees the groups and whether silver was held; the third, the total behind them.
        let [g0, g1, g2, silver_before, total] = ["0", "1", "2", "3", "4"].map(var);
        let sum = json!({"+": [{"*": [0.5, g0]}, {"*": [0.2, g1]}, {"*": [0.3, g2]}]});
        let least = |whole: u32, each: u32| json!([{">=": [total, whole]}, {">=": [g0, each]}, {">=": [g1, each]}, {">=": [g2, each]}]);
        let mut gold = vec![silver_before];
        gold.extend(least(85, 75).as_array().cloned().unwrap_or_default());
        let tier = json!({"if": [{"and": gold}, "gold", {"and": least(75, 60)}, "silver", "none"]});
        format!("{}\n{sum}\n{tier}", Value::from(groups))
    }

    fn load(rules: &str) -> Datalogic {
        let engine = Logics::new();
        let mut lines = rules.lines();
        let rules = [(); 3].map(|()| engine.compile(lines.next().expect("three rules")).expect("it compiles"));
        Datalogic { engine, rules, arena: Bump::new(), decided: None }
    }

    fn read(&self, json: &str) -> ParsedData {
        ParsedData::from_json(json).expect("an object")
    }

    fn decide(&mut self, input: &ParsedData) {
        self.arena.reset();
        let (arena, [groups, total, tier]) = (&self.arena, &self.rules);
        let groups = self.engine.evaluate(groups, input, arena).expect("the groups");
        let silver_before = *input.value().get("silver_before").expect("it is said");
        let &[g0, g1, g2] = groups.as_array().expect("a list") else { panic!("not three groups") };
        let seen = DataValue::Array(arena.alloc([g0, g1, g2, silver_before]));
        let total = self.engine.evaluate(total, seen, arena).expect("the total");
        let seen = DataValue::Array(arena.alloc([g0, g1, g2, silver_before, *total]));
        let tier = self.engine.evaluate(tier, seen, arena).expect("the tier");
        self.decided = Some([groups.to_owned(), total.to_owned(), tier.to_owned()]);
    }

    fn outcome(&self) -> Outcome {
        let [groups, total, tier] = self.decided.as_ref().expect("one was decided");
        let number = |value: &OwnedDataValue| value.as_f64().expect("a number");
        let groups = groups.as_array().expect("a list");
        let tier = work::tier(tier.as_str().expect("a name"));
        Outcome { total: number(total), groups: [0, 1, 2].map(|g| number(&groups[g])), tier }
    }
}
