//! From a suite to its cases: each row of `with` laid over its case.

use crate::diagnostic::{Code, Diagnostic, Place, Pointer};
use crate::document::{Entry, Node, SuiteCase, SuiteDocument, Value, Variation};

/// One thing to run: a case, or a row of one.
#[derive(Clone)]
pub(super) struct Planned<'a> {
    /// `case`, or `case / row`.
    pub(super) name: String,
    /// Where the case stands in the suite.
    pub(super) pointer: Pointer,
    /// Where the row does.
    pub(super) row_pointer: Option<Pointer>,
    pub(super) place: Place,
    pub(super) case: &'a SuiteCase,
    /// The row whose facts and date are laid over those given.
    pub(super) row: Option<&'a Variation>,
    /// What must come of it, the row's laid over the case's.
    pub(super) expect: Option<Node>,
    /// The codes that are expected of `check` and `bind`.
    pub(super) diagnostics: Option<&'a [String]>,
}

impl Planned<'_> {
    /// The finding that it expects nothing, and so could never fail.
    pub(super) fn nothing_expected(&self) -> Option<Diagnostic> {
        (self.expect.is_none() && self.diagnostics.is_none()).then(|| {
            let message = format!("the case `{}` expects nothing", self.name);
            Diagnostic::new(Code::NoExpectation, self.place.clone(), message)
                .help("name any part of the assessment under `expect`, or the codes of findings under `diagnostics`")
        })
    }
}

/// Every case in the author's order. One with rows is run itself only where it expects something.
pub(super) fn plan(suite: &SuiteDocument) -> Vec<Planned<'_>> {
    let mut planned = Vec::new();
    for (i, case) in suite.cases.iter().enumerate() {
        let at = Pointer::root().key("cases").index(i);
        if case.with.is_empty() || case.expect.is_some() || case.diagnostics.is_some() {
            planned.push(Planned {
                name: case.name.clone(),
                place: suite.origin.place(&at),
                pointer: at.clone(),
                row_pointer: None,
                case,
                row: None,
                expect: case.expect.clone(),
                diagnostics: case.diagnostics.as_deref(),
            });
        }
        for (j, row) in case.with.iter().enumerate() {
            let row_name = row.name.clone().unwrap_or_else(|| (j + 1).to_string());
            let row_at = at.key("with").index(j);
            planned.push(Planned {
                name: format!("{} / {row_name}", case.name),
                place: suite.origin.place(&row_at),
                pointer: at.clone(),
                row_pointer: Some(row_at),
                case,
                row: Some(row),
                expect: match (&case.expect, &row.expect) {
                    (Some(base), Some(over)) => Some(lay(base, over)),
                    (base, over) => over.as_ref().or(base.as_ref()).cloned(),
                },
                // A row that says what must come of it is not expected to be refused.
                diagnostics: case.diagnostics.as_deref().filter(|_| row.expect.is_none()),
            });
        }
    }
    planned
}

/// `over` laid over `base`: mappings key by key, lists whose items have ids by id, all else replaced.
fn lay(base: &Node, over: &Node) -> Node {
    let value = match (&base.value, &over.value) {
        (Value::Map(below), Value::Map(above)) => Value::Map(lay_entries(below, above)),
        (Value::List(below), Value::List(above)) => match (ids(below), ids(above)) {
            (Some(below_ids), Some(above_ids)) if !above_ids.is_empty() => {
                let mut items: Vec<Node> = below
                    .iter()
                    .zip(&below_ids)
                    .map(|(item, id)| {
                        let over = above.iter().zip(&above_ids).find(|(_, above_id)| *above_id == id);
                        over.map_or_else(|| item.clone(), |(over, _)| lay(item, over))
                    })
                    .collect();
                let new = above.iter().zip(&above_ids).filter(|(_, id)| !below_ids.contains(id));
                items.extend(new.map(|(item, _)| item.clone()));
                Value::List(items)
            }
            _ => over.value.clone(),
        },
        _ => over.value.clone(),
    };
    Node { value, at: over.at }
}

fn lay_entries(below: &[Entry], above: &[Entry]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = below
        .iter()
        .map(|entry| match above.iter().find(|over| over.key == entry.key) {
            Some(over) => Entry { value: lay(&entry.value, &over.value), ..over.clone() },
            None => entry.clone(),
        })
        .collect();
    entries.extend(above.iter().filter(|over| !below.iter().any(|entry| entry.key == over.key)).cloned());
    entries
}

/// The ids of the items, where every one is a mapping that has one.
fn ids(items: &[Node]) -> Option<Vec<&str>> {
    items
        .iter()
        .map(|item| match &item.get("id")?.value {
            Value::Scalar(scalar) => Some(scalar.text.as_str()),
            _ => None,
        })
        .collect()
}
