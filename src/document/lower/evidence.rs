//! The evidence that is asked for.

use super::scalar::word_node;
use super::{Form, Lowering, list_of, map_of};
use crate::diagnostic::Code;
use crate::document::{EvidenceRule, Node, Value};

const EXPECTED: &str = "an evidence type, `none`, `{type: ..., at_least: n}`, `{all: [...]}` or `{any: [...]}`";

impl Form for EvidenceRule {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<EvidenceRule> {
        let entries = match &node.value {
            Value::Scalar(scalar) if scalar.text == "none" => return Some(EvidenceRule::None),
            Value::Scalar(scalar) => {
                return Some(EvidenceRule::Type { evidence_type: scalar.text.clone(), at_least: 1 });
            }
            Value::Map(entries) => entries,
            Value::List(items) => {
                let help = match items.as_slice() {
                    [] => "to ask for none, write `none`",
                    _ => "say whether all or any of them: `{all: [...]}`, `{any: [...]}`",
                };
                return low.wrong(node, EXPECTED, Some(help.to_owned()));
            }
            Value::Null => return low.wrong(node, EXPECTED, None),
        };
        low.only(entries, &["type", "at_least", "all", "any"], "a rule of evidence");
        let key = |word: &str| entries.iter().find(|entry| entry.key == word);
        match (key("type"), key("all"), key("any"), key("at_least")) {
            (Some(of), None, None, at_least) => {
                let evidence_type = low.at_key("type", |low| String::lower(&of.value, low));
                let at_least = at_least.map(|n| low.at_key("at_least", |low| u32::lower(&n.value, low)));
                let at_least = at_least.unwrap_or(Some(1));
                Some(EvidenceRule::Type { evidence_type: evidence_type?, at_least: at_least? })
            }
            (None, Some(all), None, None) => rules(&all.value, "all", low).map(EvidenceRule::All),
            (None, None, Some(any), None) => rules(&any.value, "any", low).map(EvidenceRule::Any),
            (None, None, None, None) if !entries.is_empty() => None,
            _ => {
                let help = "write one of these; to join two, nest them: `{all: [decree, {any: [...]}]}`";
                low.wrong(node, EXPECTED, Some(help.to_owned()))
            }
        }
    }

    fn raise(&self) -> Node {
        match self {
            EvidenceRule::None => word_node("none"),
            EvidenceRule::Type { evidence_type, at_least: 1 } => {
                Node::scalar(evidence_type.clone(), crate::document::Style::Quoted)
            }
            EvidenceRule::Type { evidence_type, at_least } => {
                map_of([("type", evidence_type.raise()), ("at_least", at_least.raise())])
            }
            EvidenceRule::All(rules) => map_of([("all", list_of(rules))]),
            EvidenceRule::Any(rules) => map_of([("any", list_of(rules))]),
        }
    }
}

/// The rules below `all` or `any`, of which there is at least one.
fn rules<'n>(node: &'n Node, key: &'static str, low: &mut Lowering<'n>) -> Option<Vec<EvidenceRule>> {
    low.at_key(key, |low| {
        let items = low.list(node, "a list of evidence types")?;
        if items.is_empty() {
            let help = "name at least one type; to ask for none, write `evidence: none`".to_owned();
            low.report(Code::WrongShape, node.at, format!("`{key}` is empty"), Some(help));
            return None;
        }
        Some(low.items(items))
    })
}
