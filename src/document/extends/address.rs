//! Paths of a rule set's parts, such as `pengungkit.team.weight` or `awards.wbk.requires.total.at_least`.

use crate::document::{Entry, Node, RuleDocument, Value};

/// One step into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

/// Where a path leads.
pub(super) struct Address {
    /// The steps to the list or mapping around it.
    pub(super) parent: Vec<Step>,
    /// The last step: an item that has an id, or a key, which need not be there.
    pub(super) last: Step,
    /// Whether it is an answer of a scale.
    pub(super) is_answer: bool,
}

/// A path that leads nowhere: the name that is not there, and those that are.
pub(super) struct Nowhere {
    pub(super) name: String,
    pub(super) known: Vec<String>,
}

/// The parts of a rule set that are named by their section.
const SECTIONS: [&str; 6] = ["awards", "scales", "facts", "evidence", "measures", "total"];

/// Where `path` leads in `root`. A key of an element need not be there yet; the element must.
pub(super) fn address(root: &Node, path: &str) -> Result<Address, Nowhere> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if rest.is_empty() && (SECTIONS.contains(&first) || RuleDocument::KEYS.contains(&first)) {
        return Ok(Address { parent: Vec::new(), last: Step::Key(first.to_owned()), is_answer: false });
    }
    if first == "scales" {
        return answer(root, rest);
    }
    let mut walk = Walk { node: root, steps: Vec::new() };
    let mut names = path.split('.').peekable();
    if SECTIONS.contains(&first) || is_top_key(root, first) {
        names.next();
        if !walk.key(first) {
            return Err(nowhere(walk.node, first));
        }
    } else {
        walk.key("criteria");
    }
    while let Some(name) = names.next() {
        let is_last = names.peek().is_none();
        if walk.item(name) || (!is_last && walk.key(name)) {
            continue;
        }
        let is_key = is_last && matches!(walk.node.value, Value::Map(_));
        if is_key && (!is_section(&walk.steps) || walk.node.get(name).is_some()) {
            return Ok(Address { parent: walk.steps, last: Step::Key(name.to_owned()), is_answer: false });
        }
        return Err(nowhere(walk.node, name));
    }
    let last = walk.steps.pop();
    let last = last.ok_or_else(|| Nowhere { name: path.to_owned(), known: Vec::new() })?;
    Ok(Address { parent: walk.steps, last, is_answer: false })
}

/// Whether these steps lead to a section whose names are the author's, and not keys of the language.
fn is_section(steps: &[Step]) -> bool {
    matches!(steps, [Step::Key(section)] if section != "total" && SECTIONS.contains(&section.as_str()))
}

/// Whether `name` is a key of the rule set, and not a criterion at its top.
fn is_top_key(root: &Node, name: &str) -> bool {
    let is_criterion = root.get("criteria").is_some_and(|list| index_of(list, name).is_some());
    RuleDocument::KEYS.contains(&name) && !is_criterion
}

/// An answer of a scale, or a key of its long form; an answer may hold dots.
fn answer(root: &Node, rest: &str) -> Result<Address, Nowhere> {
    let mut walk = Walk { node: root, steps: Vec::new() };
    walk.key("scales");
    let (scale, answer) = rest.split_once('.').map_or((rest, None), |(scale, answer)| (scale, Some(answer)));
    let Some(answer) = answer else {
        return match walk.node.get(scale) {
            Some(_) => Ok(Address { parent: walk.steps, last: Step::Key(scale.to_owned()), is_answer: false }),
            None => Err(nowhere(walk.node, scale)),
        };
    };
    if !walk.key(scale) {
        return Err(nowhere(walk.node, scale));
    }
    let is_long = matches!(walk.node.get("answers"), Some(Node { value: Value::Map(_), .. }));
    let is_key = is_long && ["answers", "title", "source"].contains(&answer);
    if is_long && !is_key {
        walk.key("answers");
    }
    if !is_key && walk.node.get(answer).is_none() {
        return Err(nowhere(walk.node, answer));
    }
    Ok(Address { parent: walk.steps, last: Step::Key(answer.to_owned()), is_answer: !is_key })
}

/// A way into a tree.
struct Walk<'n> {
    node: &'n Node,
    steps: Vec<Step>,
}

impl<'n> Walk<'n> {
    /// Goes to the value at a key, if there is one.
    fn key(&mut self, name: &str) -> bool {
        let Some(next) = self.node.get(name) else { return false };
        self.go(next, Step::Key(name.to_owned()));
        true
    }

    /// Goes to the item with an id: of this list, or of the list of criteria in this group.
    fn item(&mut self, name: &str) -> bool {
        let node = self.node;
        let (list, is_inner) = match (&node.value, node.get("criteria")) {
            (Value::List(_), _) => (node, false),
            (_, Some(list)) => (list, true),
            _ => return false,
        };
        let Some((index, next)) = index_of(list, name) else { return false };
        if is_inner {
            self.steps.push(Step::Key("criteria".to_owned()));
        }
        self.go(next, Step::Index(index));
        true
    }

    fn go(&mut self, next: &'n Node, step: Step) {
        self.node = next;
        self.steps.push(step);
    }
}

/// The names that are in a node, in place of one that is not.
pub(super) fn nowhere(node: &Node, name: &str) -> Nowhere {
    let ids = |list: &Node| -> Vec<String> { items(list).iter().filter_map(id_of).map(str::to_owned).collect() };
    let known = match &node.value {
        Value::Map(entries) => {
            let keys = entries.iter().map(|entry: &Entry| entry.key.clone());
            node.get("criteria").map(ids).unwrap_or_default().into_iter().chain(keys).collect()
        }
        _ => ids(node),
    };
    Nowhere { name: name.to_owned(), known }
}

/// The items of a list; none of anything else.
pub(super) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => &[],
    }
}

/// The `id` of an element.
pub(super) fn id_of(node: &Node) -> Option<&str> {
    match &node.get("id")?.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// The item of a list that has an id.
pub(super) fn index_of<'n>(list: &'n Node, id: &str) -> Option<(usize, &'n Node)> {
    items(list).iter().enumerate().find(|(_, item)| id_of(item) == Some(id))
}

/// The node at the end of some steps.
pub(super) fn node_at<'n>(root: &'n mut Node, steps: &[Step]) -> Option<&'n mut Node> {
    steps.iter().try_fold(root, |node, step| match (step, &mut node.value) {
        (Step::Key(key), Value::Map(entries)) => {
            entries.iter_mut().find(|entry| entry.key == *key).map(|entry| &mut entry.value)
        }
        (Step::Index(index), Value::List(items)) => items.get_mut(*index),
        _ => None,
    })
}
