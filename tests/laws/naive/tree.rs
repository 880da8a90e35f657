//! The criteria with everything resolved that they inherit.

use predikat::Number;
use predikat::document::{
    Aggregate, Bands, Cases, Condition, CountScorer, Criterion, Defaults, Equivalent, EvidenceRule, ExceptionKind,
    Linear, NotApplicable, RatioScorer, Rounding, RuleDocument, Scale, Unanswered, WaivedAs, WhenEmpty,
};

/// The criteria below the total.
pub struct Tree<'a> {
    pub total: Node<'a>,
}

/// A criterion.
pub struct Node<'a> {
    /// Empty for the total.
    pub path: String,
    /// Its weight with every child applicable.
    pub weight: Number,
    pub applies_when: Option<&'a Condition>,
    pub bonus: bool,
    pub kind: Kind<'a>,
}

/// A leaf or a group.
pub enum Kind<'a> {
    Leaf(Leaf<'a>),
    Group(Group<'a>),
}

/// What a leaf is made of.
pub struct Leaf<'a> {
    pub scorer: Scorer<'a>,
    pub evidence: &'a EvidenceRule,
    pub unanswered: Unanswered,
    pub allows: &'a [ExceptionKind],
    pub waived_as: WaivedAs,
    pub equivalents: Vec<&'a Equivalent>,
}

/// How a leaf's fraction is found.
pub enum Scorer<'a> {
    Choice(String, &'a Scale),
    When(&'a Condition),
    Bands(&'a Bands),
    Linear(&'a Linear),
    Ratio(&'a RatioScorer),
    Count(&'a CountScorer),
    Cases(&'a Cases),
}

/// How a group's points are found.
pub struct Group<'a> {
    pub children: Vec<Node<'a>>,
    pub aggregate: Aggregate,
    pub floor: Number,
    pub cap: Option<Number>,
    pub round: Option<Rounding>,
    pub not_applicable: NotApplicable,
    pub at_most_share: Option<Number>,
    pub when_empty: Option<WhenEmpty>,
}

/// What is handed down from the rule set and the groups above.
#[derive(Clone)]
struct Above<'a> {
    rules: &'a RuleDocument,
    /// The nearest first.
    defaults: Vec<&'a Defaults>,
    unanswered: Unanswered,
    allows: &'a [ExceptionKind],
    waived_as: WaivedAs,
    /// The nearest first.
    equivalents: Vec<&'a Equivalent>,
}

impl<'a> Tree<'a> {
    pub fn new(rules: &'a RuleDocument) -> Tree<'a> {
        let above = Above {
            rules,
            defaults: rules.defaults.iter().collect(),
            unanswered: rules.unanswered.unwrap_or(Unanswered::Unknown),
            allows: rules.allows.as_deref().unwrap_or_default(),
            // the place of what the rule set's top says
            waived_as: rules.waived_as.unwrap_or(WaivedAs::NotApplicable),
            equivalents: Vec::new(),
        };
        let said = rules.total.as_ref();
        let group = Group {
            children: rules.criteria.iter().map(|child| node(child, "", &above)).collect(),
            aggregate: said.and_then(|t| t.aggregate.clone()).unwrap_or(Aggregate::Sum),
            floor: said.and_then(|t| t.floor.clone()).unwrap_or(Number::ZERO),
            cap: said.and_then(|t| t.cap.clone()),
            round: said.and_then(|t| t.round),
            not_applicable: said.and_then(|t| t.not_applicable).unwrap_or(NotApplicable::Redistribute),
            at_most_share: said.and_then(|t| t.at_most_share.clone()),
            when_empty: said.and_then(|t| t.when_empty),
        };
        let weight = group_weight(&group, said.and_then(|t| t.weight.clone()));
        let total = Node { path: String::new(), weight, applies_when: None, bonus: false, kind: Kind::Group(group) };
        Tree { total }
    }

    /// Every leaf, in the author's order.
    pub fn leaves(&self) -> Vec<(&Node<'a>, &Leaf<'a>)> {
        let mut found = Vec::new();
        self.total.leaves(&mut found);
        found
    }

    pub fn leaf(&self, path: &str) -> Option<&Leaf<'a>> {
        self.leaves().into_iter().find(|(node, _)| node.path == path).map(|(_, leaf)| leaf)
    }
}

impl<'a> Node<'a> {
    fn leaves<'n>(&'n self, found: &mut Vec<(&'n Node<'a>, &'n Leaf<'a>)>) {
        match &self.kind {
            Kind::Leaf(leaf) => found.push((self, leaf)),
            Kind::Group(group) => group.children.iter().for_each(|child| child.leaves(found)),
        }
    }
}

/// A `sum` group's weight is the sum of its children's, bonus apart.
fn group_weight(group: &Group<'_>, declared: Option<Number>) -> Number {
    if group.aggregate == Aggregate::Sum {
        group.children.iter().filter(|child| !child.bonus).map(|child| &child.weight).sum()
    } else {
        declared.unwrap_or(Number::ONE)
    }
}

fn node<'a>(criterion: &'a Criterion, parent: &str, above: &Above<'a>) -> Node<'a> {
    let path = if parent.is_empty() { criterion.id.clone() } else { format!("{parent}.{}", criterion.id) };
    let mut here = above.clone();
    here.unanswered = criterion.unanswered.unwrap_or(above.unanswered);
    here.allows = criterion.allows.as_deref().unwrap_or(above.allows);
    here.waived_as = criterion.waived_as.unwrap_or(above.waived_as);
    here.equivalents = criterion.equivalents.iter().flatten().chain(above.equivalents.iter().copied()).collect();
    let bonus = criterion.bonus.unwrap_or(false);
    if let Some(children) = &criterion.criteria {
        here.defaults = criterion.defaults.iter().chain(above.defaults.iter().copied()).collect();
        let group = Group {
            children: children.iter().map(|child| node(child, &path, &here)).collect(),
            aggregate: criterion.aggregate.clone().unwrap_or(Aggregate::Sum),
            floor: criterion.floor.clone().unwrap_or(Number::ZERO),
            cap: criterion.cap.clone(),
            round: criterion.round,
            not_applicable: criterion.not_applicable.unwrap_or(NotApplicable::Redistribute),
            at_most_share: criterion.at_most_share.clone(),
            when_empty: criterion.when_empty,
        };
        let weight = group_weight(&group, criterion.weight.clone());
        return Node { path, weight, applies_when: criterion.applies_when.as_ref(), bonus, kind: Kind::Group(group) };
    }
    let from_defaults = &here.defaults;
    let weight = criterion.weight.clone().or_else(|| from_defaults.iter().find_map(|d| d.weight.clone()));
    let applies_when =
        criterion.applies_when.as_ref().or_else(|| from_defaults.iter().find_map(|d| d.applies_when.as_ref()));
    let evidence = criterion.evidence.as_ref().or_else(|| from_defaults.iter().find_map(|d| d.evidence.as_ref()));
    let leaf = Leaf {
        scorer: scorer(criterion, &path, &here),
        evidence: evidence.unwrap_or(&EvidenceRule::None),
        unanswered: here.unanswered,
        allows: here.allows,
        waived_as: here.waived_as,
        equivalents: here.equivalents,
    };
    Node { path, weight: weight.unwrap_or(Number::ONE), applies_when, bonus, kind: Kind::Leaf(leaf) }
}

fn scorer<'a>(criterion: &'a Criterion, path: &str, here: &Above<'a>) -> Scorer<'a> {
    let scale = |name: &str| &here.rules.scales[name];
    if let Some(fact) = &criterion.fact {
        let inherited = || here.defaults.iter().find_map(|d| d.scale.as_ref());
        return Scorer::Choice(fact.clone(), scale(criterion.scale.as_ref().or_else(inherited).unwrap()));
    }
    if let Some(condition) = &criterion.met_when {
        return Scorer::When(condition);
    }
    if let Some(bands) = &criterion.bands {
        return Scorer::Bands(bands);
    }
    if let Some(linear) = &criterion.linear {
        return Scorer::Linear(linear);
    }
    if let Some(ratio) = &criterion.ratio {
        return Scorer::Ratio(ratio);
    }
    if let Some(count) = &criterion.count {
        return Scorer::Count(count);
    }
    if let Some(cases) = &criterion.cases {
        return Scorer::Cases(cases);
    }
    let inherited = || here.defaults.iter().find_map(|d| d.answer.as_ref());
    Scorer::Choice(path.to_owned(), scale(criterion.answer.as_ref().or_else(inherited).unwrap()))
}
