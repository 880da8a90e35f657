//! Rego, by the crate `regorus`, compiled for its register machine.

use std::fmt::Write;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine as Policies, Value};

use crate::award40::Outcome;
use crate::engine::Engine;
use crate::work::{self, Criterion, hundredths};

const DECIDED: &str = "data.award.decided";

const FUNCTIONS: &str = r#"package award

import rego.v1

degree := {"no": 0, "in_progress": 0.5, "yes": 1}

proved(truth, documents) := 1 if {
	truth
	documents >= 1
} else := 0

banded(ratio, high, middle, low) := 1 if {
	ratio >= high
} else := 0.67 if {
	ratio >= middle
} else := 0.33 if {
	ratio >= low
} else := 0
"#;

const AWARDS: &str = r#"
total := ((g0 * 0.5) + (g1 * 0.2)) + (g2 * 0.3)

least := min([g0, g1, g2])

tier := "gold" if {
	input.silver_before
	total >= 85
	least >= 75
} else := "silver" if {
	total >= 75
	least >= 60
} else := "none"

decided := {"groups": [g0, g1, g2], "total": total, "tier": tier}
"#;

pub struct Rego {
    machine: RegoVM,
    decided: Value,
}

fn points(group: usize, criterion: &Criterion) -> String {
    match criterion {
        Criterion::Answer { fact, not_for: None } => format!("degree[input.{fact}]"),
        Criterion::Answer { fact, not_for: Some(_) } => format!("degree[input.{fact}] * applies{group}"),
        Criterion::Truth { fact, documents } => format!("proved(input.{fact}, input.{documents})"),
        Criterion::Band { trained, staff, steps } => {
            let [high, middle, low] = steps.map(hundredths);
            format!("banded(input.{trained} / input.{staff}, {high}, {middle}, {low})")
        }
    }
}

impl Engine for Rego {
    const NAME: &'static str = "regorus";
    type Input = Value;

    fn rules() -> String {
        let mut policy = FUNCTIONS.to_owned();
        for (g, criteria) in work::groups().iter().enumerate() {
            let sum: Vec<String> = criteria.iter().map(|criterion| points(g, criterion)).collect();
            let (kind, others) = (work::exempt(g), criteria.len() - 1);
            write!(
                policy,
                "\napplies{g} := 0 if input.kind == \"{kind}\"\nelse := 1\n\n\
                 g{g} := (100 * sum([\n\t{},\n])) / ({others} + applies{g})\n",
                sum.join(",\n\t")
            )
            .expect("text");
        }
        policy + AWARDS
    }

    fn load(rules: &str) -> Rego {
        let mut policies = Policies::new();
        policies.add_policy("award40.rego".into(), rules.into()).expect("it parses");
        let compiled = policies.compile_with_entrypoint(&DECIDED.into()).expect("it compiles");
        let program = Compiler::compile_from_policy(&compiled, &[DECIDED]).expect("it compiles for the machine");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        machine.set_data(Value::new_object()).expect("no data");
        Rego { machine, decided: Value::Undefined }
    }

    fn read(&self, json: &str) -> Value {
        Value::from_json_str(json).expect("an object")
    }

    fn decide(&mut self, input: &Value) {
        self.machine.set_input(input.clone());
        self.decided = self.machine.execute_entry_point_by_index(0).expect("a decision");
    }

    fn outcome(&self) -> Outcome {
        let number = |value: &Value| value.as_f64().expect("a number");
        let groups = self.decided["groups"].as_array().expect("a list");
        Outcome {
            total: number(&self.decided["total"]),
            groups: [0, 1, 2].map(|g| number(&groups[g])),
            tier: work::tier(self.decided["tier"].as_string().expect("a name")),
        }
    }
}
