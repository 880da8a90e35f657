//! CEL, by the crate `cel`: one program for the groups, one for the total, one for the tier.
//!
//! The language has no names for results on the way; the host hands those of one program to the next. Numbers
//! are doubles, as JSON's are in CEL.

use std::collections::HashMap;
use std::sync::Arc;

use cel::{Context, Env, Program, Value};

use crate::award40::Outcome;
use crate::engine::Engine;
use crate::work::{self, Criterion, hundredths};

pub struct Cel {
    env: Arc<Env>,
    programs: [Program; 3],
    decided: Option<(Value, Value, Value)>,
}

fn points(criterion: &Criterion) -> String {
    match criterion {
        Criterion::Answer { fact, not_for } => {
            let points = format!("{fact} == 'yes' ? 1.0 : {fact} == 'in_progress' ? 0.5 : 0.0");
            match not_for {
                Some(kind) => format!("(kind == '{kind}' ? 0.0 : {points})"),
                None => format!("({points})"),
            }
        }
        Criterion::Truth { fact, documents } => format!("({fact} && {documents} >= 1.0 ? 1.0 : 0.0)"),
        Criterion::Band { trained, staff, steps } => {
            let [high, middle, low] = steps.map(hundredths);
            let ratio = format!("{trained} / {staff}");
            format!("({ratio} >= {high} ? 1.0 : {ratio} >= {middle} ? 0.67 : {ratio} >= {low} ? 0.33 : 0.0)")
        }
    }
}

impl Engine for Cel {
    const NAME: &'static str = "cel";
    type Input = Context<'static, 'static>;

    fn rules() -> String {
        let group = |(g, criteria): (usize, &Vec<Criterion>)| {
            let sum: Vec<String> = criteria.iter().map(points).collect();
            let (kind, all) = (work::exempt(g), criteria.len());
            format!("100.0 * ({}) / (kind == '{kind}' ? {}.0 : {all}.0)", sum.join(" + "), all - 1)
        };
        let groups: Vec<String> = work::groups().iter().enumerate().map(group).collect();
        let each = |least: u32| format!("g[0] >= {least}.0 && g[1] >= {least}.0 && g[2] >= {least}.0");
        format!(
            "[{}]\n0.5 * g[0] + 0.2 * g[1] + 0.3 * g[2]\n\
             silver_before && total >= 85.0 && {} ? 'gold' : total >= 75.0 && {} ? 'silver' : 'none'",
            groups.join(", "),
            each(75),
            each(60)
        )
    }

    fn load(rules: &str) -> Cel {
        let env = Arc::new(Env::stdlib());
        let mut lines = rules.lines();
        let programs = [(); 3].map(|()| env.compile(lines.next().expect("three programs")).expect("it compiles"));
        Cel { env, programs, decided: None }
    }

    fn read(&self, json: &str) -> Self::Input {
        let mut context = Context::with_env(self.env.clone());
        let facts: HashMap<String, serde_json::Value> = serde_json::from_str(json).expect("an object");
        for (name, value) in facts {
            let value = match value {
                serde_json::Value::Bool(truth) => Value::Bool(truth),
                serde_json::Value::String(text) => Value::String(Arc::new(text)),
                number => Value::Float(number.as_f64().expect("a number")),
            };
            context.add_variable_from_value(name, value);
        }
        context
    }

    fn decide(&mut self, input: &Self::Input) {
        let [groups, total, tier] = &self.programs;
        let mut scope = input.new_inner_scope();
        let groups = groups.execute(input).expect("the groups");
        scope.add_variable_from_value("g", groups.clone());
        let total = total.execute(&scope).expect("the total");
        scope.add_variable_from_value("total", total.clone());
        let tier = tier.execute(&scope).expect("the tier");
        self.decided = Some((groups, total, tier));
    }

    fn outcome(&self) -> Outcome {
        let number = |value: &Value| if let Value::Float(number) = value { *number } else { panic!("no number") };
        let Some((Value::List(groups), total, Value::String(tier))) = &self.decided else { panic!("nothing") };
        Outcome { total: number(total), groups: [0, 1, 2].map(|g| number(&groups[g])), tier: work::tier(tier) }
    }
}
