//! GoRules ZEN: its expressions, one for each group, the total and the tier, compiled for its stack machine.
//!
//! Numbers are decimals of 28 places. With the feature `zen-graph`, the same as a decision graph, with a row for
//! each criterion, as people write them.

use zen_expression::expression::Standard;
use zen_expression::scope::Scope;
use zen_expression::variable::Variable;
use zen_expression::vm::VM;
use zen_expression::{Expression, Isolate};

use crate::award40::Outcome;
use crate::engine::Engine;
use crate::work::{self, Criterion, hundredths};

const RESULTS: [&str; 5] = ["g0", "g1", "g2", "total", "tier"];

fn points(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Answer { fact, not_for } => {
            let points = format!("{fact} == 'yes' ? 1 : {fact} == 'in_progress' ? 0.5 : 0");
            match not_for {
                Some(kind) => format!("(kind == '{kind}' ? 0 : ({points}))"),
                None => format!("({points})"),
            }
        }
        Criterion::Truth { fact, documents } => format!("({fact} and {documents} >= 1 ? 1 : 0)"),
        Criterion::Band { trained, staff, steps } => {
            let [high, middle, low] = steps.map(hundredths);
            let ratio = format!("{trained} / {staff}");
            format!("({ratio} >= {high} ? 1 : {ratio} >= {middle} ? 0.67 : {ratio} >= {low} ? 0.33 : 0)")
        }
    }
}

/// The percentage of a group, given how its criteria are read.
fn group(g: usize, terms: &[String]) -> String {
    let (kind, all) = (work::exempt(g), terms.len());
    format!("100 * ({}) / (kind == '{kind}' ? {} : {all})", terms.join(" + "), all - 1)
}

/// The total and the tier; `at` stands before the results of expressions that came before.
fn awards(at: &str) -> [String; 2] {
    let each = |least: u32| format!("{at}g0 >= {least} and {at}g1 >= {least} and {at}g2 >= {least}");
    [
        format!("0.5 * {at}g0 + 0.2 * {at}g1 + 0.3 * {at}g2"),
        format!(
            "silver_before and {at}total >= 85 and {} ? 'gold' : {at}total >= 75 and {} ? 'silver' : 'none'",
            each(75),
            each(60)
        ),
    ]
}

fn number(value: &Variable) -> f64 {
    let decimal = value.as_number().expect("a number");
    decimal.to_string().parse().expect("a number")
}

fn read(json: &str) -> Variable {
    serde_json::from_str(json).expect("an object")
}

pub struct Zen {
    expressions: Vec<Expression<Standard>>,
    machine: VM,
    decided: [Variable; 5],
}

impl Engine for Zen {
    const NAME: &'static str = "zen-expression";
    type Input = Variable;

    fn rules() -> String {
        let groups = work::groups();
        let groups = groups.iter().enumerate().map(|(g, criteria)| {
            let terms: Vec<String> = criteria.iter().map(points).collect();
            group(g, &terms)
        });
        let rules: Vec<String> = groups.chain(awards("")).collect();
        rules.join("\n")
    }

    fn load(rules: &str) -> Zen {
        let mut isolate = Isolate::new();
        let compile = |rule: &str| isolate.compile_standard(rule).expect("it compiles");
        let expressions = rules.lines().map(compile).collect();
        Zen { expressions, machine: VM::new(), decided: [const { Variable::Null }; 5] }
    }

    fn read(&self, json: &str) -> Variable {
        read(json)
    }

    fn decide(&mut self, input: &Variable) {
        let mut scope = Scope::new(input.shallow_clone());
        for ((expression, name), decided) in self.expressions.iter().zip(RESULTS).zip(&mut self.decided) {
            let value = expression.evaluate_with_scope(&scope, &mut self.machine).expect("a value");
            scope.set_local(Variable::key(name), value.clone());
            *decided = value;
        }
    }

    fn outcome(&self) -> Outcome {
        let [g0, g1, g2, total, tier] = &self.decided;
        let tier = work::tier(tier.as_str().expect("a name"));
        Outcome { total: number(total), groups: [g0, g1, g2].map(number), tier }
    }
}

#[cfg(feature = "zen-graph")]
pub mod graph {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use serde_json::{Value, json};
    use zen_engine::model::DecisionContent;
    use zen_engine::{Decision, DecisionEngine};

    use super::{Criterion, Engine, Outcome, Variable, awards, group, number, points, read, work};

    pub struct ZenGraph {
        decision: Decision,
        decided: Variable,
    }

    impl Engine for ZenGraph {
        const NAME: &'static str = "zen-engine, a graph";
        type Input = Variable;

        fn rules() -> String {
            let mut rows: Vec<Value> = Vec::new();
            let row = |key: &str, value: String| json!({"id": key, "key": key, "value": value});
            for (g, criteria) in work::groups().iter().enumerate() {
                let name = |criterion: &Criterion| match criterion {
                    Criterion::Answer { fact, .. } | Criterion::Truth { fact, .. } => format!("of_{fact}"),
                    Criterion::Band { trained, .. } => format!("of_{trained}"),
                };
                rows.extend(criteria.iter().map(|criterion| row(&name(criterion), points(criterion))));
                let terms: Vec<String> = criteria.iter().map(|criterion| format!("$.{}", name(criterion))).collect();
                rows.push(row(&format!("g{g}"), group(g, &terms)));
            }
            let [total, tier] = awards("$.");
            rows.extend([row("total", total), row("tier", tier)]);
            let node =
                |id: &str, kind: &str, content: Value| json!({"id": id, "name": id, "type": kind, "content": content});
            let edge = |from: &str, to: &str| json!({"id": from, "type": "edge", "sourceId": from, "targetId": to});
            json!({
                "nodes": [
                    node("unit", "inputNode", json!({})),
                    node("award40", "expressionNode", json!({"expressions": rows})),
                    node("decided", "outputNode", json!({})),
                ],
                "edges": [edge("unit", "award40"), edge("award40", "decided")],
            })
            .to_string()
        }

        fn load(rules: &str) -> ZenGraph {
            let content: DecisionContent = serde_json::from_str(rules).expect("a graph");
            let mut decision = DecisionEngine::default().create_decision(content.into()).expect("a decision");
            decision.compile();
            ZenGraph { decision, decided: Variable::Null }
        }

        fn read(&self, json: &str) -> Variable {
            read(json)
        }

        fn decide(&mut self, input: &Variable) {
            // Nothing in this graph waits for anything.
            let deciding = pin!(self.decision.evaluate(input.shallow_clone()));
            let Poll::Ready(decided) = deciding.poll(&mut Context::from_waker(Waker::noop())) else {
                panic!("it waits")
            };
            self.decided = decided.expect("a decision").result;
        }

        fn outcome(&self) -> Outcome {
            let of = |name: &str| self.decided.dot(name).expect("it was decided");
            let tier = work::tier(of("tier").as_str().expect("a name"));
            Outcome { total: number(&of("total")), groups: ["g0", "g1", "g2"].map(|g| number(&of(g))), tier }
        }
    }
}
