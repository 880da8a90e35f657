//! Whether a Rust type can feed the facts of a rule set, told before any value is seen.
//!
//! The type is read through its JSON Schema (`schemars::JsonSchema`), as it serialises; what feeds which fact
//! is told in [`value`](super::value).

mod fit;
mod shape;

use std::collections::BTreeSet;
use std::fmt;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

pub use fit::Fit;
use shape::{Shape, Shapes};

use crate::RuleSet;
use crate::id::suggest;

/// How deep structs may stand inside one another; a type that contains itself ends here.
const DEEPEST: usize = 16;

/// How the fields of a type fit the facts of a rule set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactTypeReport {
    /// Every field, by path.
    pub fields: Vec<FieldFit>,
    /// The facts of the rule set that no field can answer, in the rule set's order.
    pub lacking: Vec<String>,
}

/// How one field fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFit {
    /// The path of the field, which is the name of the fact it answers; empty for the type as a whole.
    pub path: String,
    /// How it fits.
    pub fit: Fit,
}

impl FactTypeReport {
    /// The fields that do not fit.
    pub fn misfits(&self) -> impl Iterator<Item = &FieldFit> {
        self.fields.iter().filter(|field| matches!(field.fit, Fit::Misfits(_)))
    }

    /// Whether every value of the type binds, and answers every fact for which it has one.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.fields.iter().all(|field| field.fit == Fit::Fits)
    }
}

/// One line a field, and one a fact that is lacking.
impl fmt::Display for FactTypeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for field in &self.fields {
            match &field.fit {
                Fit::Fits => writeln!(f, "{}: fits", field.path)?,
                Fit::Misfits(why) => writeln!(f, "{}: misfits: {why}", field.path)?,
                Fit::CannotTell(why) => writeln!(f, "{}: cannot tell: {why}", field.path)?,
            }
        }
        for fact in &self.lacking {
            writeln!(f, "{fact}: no field answers it")?;
        }
        Ok(())
    }
}

impl RuleSet {
    /// How the fields of `T` fit the facts of these rules, as [`RuleSet::bind_value`] would take them.
    ///
    /// ```
    /// # #[cfg(feature = "yaml")] {
    /// use predikat::dossier::fact_type::Fit;
    /// use predikat::{RuleDocument, RuleSet};
    ///
    /// let rules = RuleSet::from_document(&RuleDocument::from_yaml("rules", "
    /// ruleset: team
    /// edition: 1.0.0
    /// facts: {staff: {type: integer, min: 0}, ready: {type: boolean}}
    /// criteria: [{id: enough, met_when: {staff: {at_least: 3}, ready: true}}]
    /// ")?)?;
    ///
    /// #[derive(schemars::JsonSchema)]
    /// struct Facts { staff: u32, redy: bool }
    ///
    /// let report = rules.check_fact_type::<Facts>();
    /// assert_eq!(report.fields[1].fit, Fit::Fits);
    /// assert_eq!(report.to_string(), "\
    /// redy: misfits: no fact is called `redy`; did you mean `ready`?
    /// staff: fits
    /// ready: no field answers it
    /// ");
    /// # }
    /// # Ok::<(), predikat::Problems>(())
    /// ```
    #[must_use]
    pub fn check_fact_type<T: JsonSchema + ?Sized>(&self) -> FactTypeReport {
        let mut settings = SchemaSettings::draft2020_12().for_serialize();
        settings.inline_subschemas = true;
        let schema = settings.into_generator().into_root_schema_for::<T>();
        let mut walk = Walk {
            rules: self,
            shapes: Shapes { root: schema.as_value() },
            report: FactTypeReport::default(),
            answered: BTreeSet::new(),
            open: Vec::new(),
        };
        walk.whole(schema.as_value());
        walk.finish()
    }
}

struct Walk<'a> {
    rules: &'a RuleSet,
    shapes: Shapes<'a>,
    report: FactTypeReport,
    answered: BTreeSet<String>,
    /// The paths of maps, whose keys are not known.
    open: Vec<String>,
}

impl<'a> Walk<'a> {
    fn whole(&mut self, schema: &'a serde_json::Value) {
        let shapes = self.shapes.of(schema);
        if !self.fields_of(&shapes, "", 0) {
            let why = "facts come from a struct or a map".to_owned();
            self.report.fields.push(FieldFit { path: String::new(), fit: Fit::Misfits(why) });
        }
    }

    /// Reports the fields of what is a struct or a map; whether one of the shapes is.
    fn fields_of(&mut self, shapes: &[Shape<'a>], path: &str, depth: usize) -> bool {
        let mut any = false;
        for shape in shapes {
            match shape {
                Shape::Object { fields, open } => {
                    any = true;
                    if *open || depth >= DEEPEST {
                        self.cannot_tell(path, "its keys are known only when it is bound");
                    }
                    for (name, schema) in fields.iter().filter(|_| depth < DEEPEST) {
                        let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}.{name}") };
                        self.field(path, schema, depth + 1);
                    }
                }
                Shape::Anything => {
                    any = true;
                    self.cannot_tell(path, "its schema allows anything");
                }
                _ => {}
            }
        }
        any
    }

    fn cannot_tell(&mut self, path: &str, why: &str) {
        self.open.push(path.to_owned());
        self.report.fields.push(FieldFit { path: path.to_owned(), fit: Fit::CannotTell(why.to_owned()) });
    }

    fn field(&mut self, path: String, schema: &'a serde_json::Value, depth: usize) {
        let shapes = self.shapes.of(schema);
        let known = self.rules.fact_names.get(&path).map(|fact| &self.rules.facts[*fact]);
        let fit = match known {
            Some(fact) if self.rules.facts().any(|name| name == fact.name) => {
                self.answered.insert(path.clone());
                Fit::of(fact, &shapes)
            }
            Some(_) => Fit::Misfits(format!("`{path}` is not answered: leave it out of what is serialised")),
            None if self.fields_of(&shapes, &path, depth) => return,
            // Never more than nothing: no answer is given.
            None if shapes.iter().all(|shape| matches!(shape, Shape::Null)) => Fit::Fits,
            None => {
                Fit::Misfits(format!("no fact is called `{path}`; {}", suggest(&path, self.rules.facts(), "facts")))
            }
        };
        self.report.fields.push(FieldFit { path, fit });
    }

    fn finish(mut self) -> FactTypeReport {
        // The order of a schema's properties depends on how `serde_json` was built.
        self.report.fields.sort_by(|a, b| a.path.cmp(&b.path));
        let may_be_open = |name: &str| {
            self.open.iter().any(|path| {
                path.is_empty() || name.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        let lacking = self.rules.facts().filter(|name| !self.answered.contains(*name) && !may_be_open(name));
        FactTypeReport { lacking: lacking.map(str::to_owned).collect(), ..self.report }
    }
}
