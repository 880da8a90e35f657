//! Why, in one line: compact English that names what was read.

use super::layer::Layer;
use super::leaf::LeafFacts;
use super::measure::Figure;
use crate::assessment::Verdict;
use crate::document::Unanswered;
use crate::evaluate::{Facts, Missing, MissingSet, Span, State, Truth};
use crate::invariant::broken;
use crate::rule_set::{
    Aggregate, AnswerOutcome, Comparator, Comparison, Compiled, Condition, CriterionId, FactId, FactTest, FactType,
    Kind, Leaf, ScoreOf, Scorer, allowed_or_not,
};

/// What is said of a criterion in a group that does not apply.
pub(super) const PARENT_OUT: &str = "the group around it does not apply";

/// Writes reasons in the terms of one rule set and one dossier.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) rules: &'a Compiled,
    pub(super) facts: &'a Facts<'a>,
}

impl Words<'_> {
    /// The name of what is compared.
    pub(super) fn score_of(&self, of: ScoreOf) -> String {
        match of {
            ScoreOf::Criterion(CriterionId::TOTAL) => "total".to_owned(),
            ScoreOf::Criterion(id) => self.rules.criteria[id].path.clone(),
            ScoreOf::Measure(id) => self.rules.measures[id].id.clone(),
        }
    }

    /// What a condition came to, with the values it read.
    pub(super) fn condition(&self, condition: &Condition, truth: Truth) -> String {
        let verdict = match truth {
            Truth::True => "holds",
            Truth::False => "does not hold",
            Truth::Unknown => "is not decided",
        };
        let values = self.values(condition);
        format!("{} {verdict} ({values})", self.text(condition))
    }

    /// `fact = value`, for every fact that a condition reads.
    fn values(&self, condition: &Condition) -> String {
        let mut read: Vec<FactId> = Vec::new();
        condition.for_each_test(&mut |fact, _| {
            if !read.contains(&fact) {
                read.push(fact);
            }
        });
        read.into_iter().map(|fact| self.value(fact)).collect::<Vec<_>>().join(", ")
    }

    fn value(&self, fact: FactId) -> String {
        let name = &self.rules.facts[fact].name;
        match self.facts.state(fact) {
            State::Known(value) => format!("{name} = {}", self.rules.facts[fact].text_of(value)),
            State::Missing => format!("{name} is missing"),
            State::NotApplicable => format!("{name} is not applicable"),
        }
    }

    /// A condition as people would say it.
    fn text(&self, condition: &Condition) -> String {
        match condition {
            Condition::Fact(fact, test) => self.test(*fact, test),
            Condition::Joint(fact, tests) => {
                tests.iter().map(|test| self.test(*fact, test)).collect::<Vec<_>>().join(" and ")
            }
            Condition::All(parts) => self.joined(parts, " and "),
            Condition::Any(parts) => self.joined(parts, " or "),
            Condition::Not(part) => format!("not ({})", self.text(part)),
            Condition::Count { of, at_least, at_most } => {
                let number = match (*at_least, *at_most) {
                    (least, most) if least == most => format!("exactly {least}"),
                    (0, most) => format!("at most {most}"),
                    (least, most) if most >= of.len() => format!("at least {least}"),
                    (least, most) => format!("{least} to {most}"),
                };
                format!("{number} of [{}]", self.joined(of, "; "))
            }
        }
    }

    fn joined(&self, parts: &[Condition], with: &str) -> String {
        match parts {
            [] => "nothing".to_owned(),
            [one] => self.text(one),
            parts => {
                let text = |part: &Condition| match part {
                    Condition::All(inner) | Condition::Any(inner) if inner.len() > 1 => {
                        format!("({})", self.text(part))
                    }
                    Condition::Joint(..) if with != " and " => format!("({})", self.text(part)),
                    _ => self.text(part),
                };
                parts.iter().map(text).collect::<Vec<_>>().join(with)
            }
        }
    }

    fn test(&self, fact: FactId, test: &FactTest) -> String {
        let declared = &self.rules.facts[fact];
        let one_of = |of: &[String], negated: bool| match of {
            [one] => format!("is {}{one}", if negated { "not " } else { "" }),
            many => format!("is {}{}", if negated { "none of " } else { "one of " }, many.join(", ")),
        };
        let texts = |of: &[&dyn std::fmt::Display]| of.iter().map(ToString::to_string).collect::<Vec<_>>();
        let said = match test {
            FactTest::Answered(true) => "is answered".to_owned(),
            FactTest::Answered(false) => "is not answered".to_owned(),
            FactTest::Boolean(wanted) => format!("is {wanted}"),
            FactTest::Choice(table) => match &declared.fact_type {
                FactType::Choice { of, .. } => {
                    let (values, negated) = allowed_or_not(of, table);
                    one_of(&values.into_iter().cloned().collect::<Vec<_>>(), negated)
                }
                _ => broken("a test agrees with the type of its fact", "is one of some values".to_owned()),
            },
            FactTest::NumberIn { of, negated } => {
                one_of(&texts(&of.iter().map(|n| n as &dyn std::fmt::Display).collect::<Vec<_>>()), *negated)
            }
            FactTest::DateIn { of, negated } => {
                one_of(&texts(&of.iter().map(|n| n as &dyn std::fmt::Display).collect::<Vec<_>>()), *negated)
            }
            FactTest::TextIn { of, negated } => one_of(of, *negated),
            FactTest::NumberAtLeast(bound) => format!("is at least {bound}"),
            FactTest::NumberAtMost(bound) => format!("is at most {bound}"),
            FactTest::NumberAbove(bound) => format!("is above {bound}"),
            FactTest::NumberBelow(bound) => format!("is below {bound}"),
            FactTest::DateAtLeast(bound) => format!("is on or after {bound}"),
            FactTest::DateAtMost(bound) => format!("is on or before {bound}"),
            FactTest::DateAbove(bound) => format!("is after {bound}"),
            FactTest::DateBelow(bound) => format!("is before {bound}"),
            FactTest::TextMinLength(least) => format!("has at least {least} characters"),
            FactTest::TextStartsWith { prefix, negated: false } => format!("starts with `{prefix}`"),
            FactTest::TextStartsWith { prefix, negated: true } => format!("does not start with `{prefix}`"),
            FactTest::TextContainsUrl(true) => "contains a URL".to_owned(),
            FactTest::TextContainsUrl(false) => "contains no URL".to_owned(),
        };
        format!("{} {said}", declared.name)
    }

    /// Why a criterion does not apply by itself, or may not.
    pub(super) fn does_not_apply(&self, id: CriterionId, applies: Truth) -> Option<String> {
        let condition = self.rules.criteria[id].applies_when.as_ref()?;
        Some(format!("applies only when: {}", self.condition(condition, applies)))
    }

    /// Why a leaf is worth what it is, with the evidence that it asks for.
    pub(super) fn leaf_and_evidence(&self, leaf: &Leaf, known: &LeafFacts) -> String {
        let because = self.leaf(leaf, known);
        let Some(evidence) = &known.evidence else { return because };
        let (word, which) =
            if evidence.satisfied { ("evidence", &evidence.used) } else { ("evidence lacking", &evidence.lacking) };
        format!("{because}; {word}: {}", which.join(", "))
    }

    /// Why a leaf is worth what the facts claim.
    fn leaf(&self, leaf: &Leaf, known: &LeafFacts) -> String {
        let outcome = &known.outcome;
        if outcome.zeroed {
            return format!("not answered, which counts as 0 ({})", self.read_by(&leaf.scorer));
        }
        if outcome.skipped {
            let missing = self.missing(&outcome.missing);
            return format!("not answered, and left out until it is ({missing})");
        }
        let worth = match outcome.fraction() {
            None => "not applicable".to_owned(),
            Some(fraction) if outcome.may_not_apply => format!("{} or not applicable", span_text(&fraction)),
            Some(fraction) => span_text(&fraction),
        };
        let open = if outcome.is_open() && matches!(leaf.unanswered, Unanswered::Unknown | Unanswered::Error) {
            format!("; missing: {}", self.missing(&outcome.missing))
        } else {
            String::new()
        };
        match &leaf.scorer {
            Scorer::Scale { fact, scale, .. } => {
                let gives = match (self.facts.state(*fact), outcome.possible.as_slice()) {
                    (State::Known(_), [one]) => match one.answer.map(|at| &self.rules.scales[*scale].answers[at]) {
                        Some(answer) if answer.gives == AnswerOutcome::Unknown => "unknown".to_owned(),
                        _ => worth,
                    },
                    _ => worth,
                };
                format!("{}: {gives} on scale {}{open}", self.value(*fact), self.rules.scales[*scale].name)
            }
            Scorer::MetWhen(condition) => format!("{}{open}", self.condition(condition, self.facts.truth(condition))),
            scorer => format!("{}: {worth}{open}", self.read_by(scorer)),
        }
    }

    fn read_by(&self, scorer: &Scorer) -> String {
        let values = |facts: &[FactId]| facts.iter().map(|fact| self.value(*fact)).collect::<Vec<_>>().join(", ");
        match scorer {
            Scorer::Scale { fact, .. } | Scorer::Bands { fact, .. } | Scorer::Linear { fact, .. } => values(&[*fact]),
            Scorer::Ratio { of, to, .. } => values(&[*of, *to]),
            Scorer::MetWhen(condition) => self.values(condition),
            Scorer::Count { of, .. } => {
                let holding = of.iter().filter(|condition| self.facts.truth(condition).is_true()).count();
                format!("{holding} of {} hold ({})", of.len(), self.values(&Condition::All(of.clone())))
            }
            Scorer::Cases { cases, .. } => {
                let decided = cases.iter().find(|(condition, _)| !self.facts.truth(condition).is_false());
                if let Some((condition, _)) = decided {
                    return self.condition(condition, self.facts.truth(condition));
                }
                let all = Condition::Any(cases.iter().map(|(condition, _)| condition.clone()).collect());
                format!("no case holds ({})", self.values(&all))
            }
        }
    }

    /// Names of what is missing.
    pub(super) fn missing(&self, missing: &MissingSet) -> String {
        let name = |missing: &Missing| self.facts.name_of(*missing).to_owned();
        missing.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}

/// One number, or `low to high`.
pub(super) fn span_text(span: &Span) -> String {
    if span.is_exact() { span.low.to_string() } else { format!("{} to {}", span.low, span.high) }
}

/// How a group's points came about.
pub(super) fn group(rules: &Compiled, layer: &Layer, id: CriterionId) -> String {
    let Kind::Group(group) = &rules.criteria[id].kind else {
        return broken("a group is told of", String::new());
    };
    let children = &rules.criteria[id].children;
    let applying = children.iter().filter(|child| layer.worth[**child].applies.may).count();
    let made = match &group.aggregate {
        Aggregate::Sum => "sum".to_owned(),
        Aggregate::Mean => "mean".to_owned(),
        Aggregate::Min => "least".to_owned(),
        Aggregate::Max => "greatest".to_owned(),
        Aggregate::Best(k) => format!("mean of the best {k}"),
        Aggregate::All => "all met".to_owned(),
        Aggregate::Any => "one met".to_owned(),
        Aggregate::AtLeast(n) => format!("{n} met"),
        Aggregate::Deduct { .. } => "weight less what is lacking".to_owned(),
    };
    if applying == children.len() {
        format!("{made} of {applying}")
    } else {
        format!("{made} of {applying} of {} that apply", children.len())
    }
}

/// Why there is no total.
pub(super) fn no_score(figure: &Figure) -> String {
    let why = if figure.applies.may_be_skipped { "nothing that applies is answered" } else { "nothing applies" };
    format!("there is no score: {why}")
}

/// What a comparison came to.
pub(super) fn comparison(name: &str, figure: &Figure, comparison: &Comparison, verdict: Verdict) -> String {
    if !figure.applies.may {
        let why = if figure.applies.may_be_skipped { "not answered" } else { "not applicable" };
        return format!("`{name}` is {why}");
    }
    let is_percent = comparison.comparator == Comparator::AtLeastPercent;
    if is_percent && figure.fraction.is_none() {
        return format!("`{name}` is out of 0");
    }
    let relation = match (comparison.comparator, verdict) {
        (Comparator::AtLeast | Comparator::AtLeastPercent, Verdict::Holds) => "at least",
        (Comparator::AtLeast | Comparator::AtLeastPercent, Verdict::Fails) => "below",
        (Comparator::AtMost, Verdict::Holds) => "at most",
        (Comparator::AtMost, Verdict::Fails) | (Comparator::Above, Verdict::Holds) => "above",
        (Comparator::Above, Verdict::Fails) => "not above",
        (Comparator::Below, Verdict::Holds) => "below",
        (Comparator::Below, Verdict::Fails) => "not below",
        (_, Verdict::Open) => "not decided against",
    };
    let (shown, unit) = match comparison.comparator {
        Comparator::AtLeastPercent => (figure.percent(), " %"),
        _ => (Some(figure.points.clone()), ""),
    };
    let shown = shown.map_or_else(String::new, |span| span_text(&span));
    format!("`{name}` is {shown}{unit}, {relation} {}{unit}", comparison.threshold)
}
