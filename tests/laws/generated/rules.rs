//! Random rule sets that `check` accepts: parts are drawn, put together, and mended where they do not fit.

use predikat::diagnostic::{Code, Severity};
use predikat::document::{Aggregate, Condition, Criterion, ExceptionPolicy, Expectation, Literal, Origin, Total};
use predikat::{Number, RuleDocument, RuleSet};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

use super::awards::{self, Names, award, measure};
use super::criteria::{allows, any_truth, criterion, defaults, seldom, total, unanswered, waived_as};
use super::facts::{self, ALL, derived};
use super::options::Options;
use super::{many, walk};

/// A rule set that `check` accepts.
pub fn rules(options: Options) -> BoxedStrategy<RuleDocument> {
    let few = vec(criterion(options), 1..4).boxed();
    let criteria = if options.many { many::one_of_a_hundred(few, options) } else { few };
    let top =
        (weighted(0.3, unanswered(options)), weighted(0.2, defaults(options)), weighted(0.2, waived_as()), allows());
    let policy = (weighted(0.3, 0..3_u32), weighted(0.2, vec(0..30_usize, 1..3)));
    (
        criteria,
        weighted(0.6, total(options)),
        vec(award(), options.awards..3),
        vec(measure(), 0..3),
        (top, seldom(0.2)),
        (policy, derived()),
    )
        .prop_map(
            |(
                criteria,
                total,
                awards,
                measures,
                ((unanswered, defaults, waived_as, allows), none),
                (policy, derived),
            )| {
                let mut rules = RuleDocument { origin: Origin::default(), ..ALL.clone() };
                rules.criteria = criteria;
                rules.total = total;
                rules.unanswered = unanswered;
                rules.defaults = defaults;
                rules.waived_as = waived_as;
                rules.allows = (!none).then_some(allows);
                rules.facts.extend(derived);
                number_ids(&mut rules.criteria);
                mend(&mut rules);
                let paths = walk::paths(&rules.criteria);
                let mut names = Names { paths, measures: Vec::new() };
                for (i, measure) in measures.into_iter().enumerate() {
                    rules.measures.insert(format!("m{i}"), measure.measure(&names));
                }
                names.measures = rules.measures.keys().cloned().collect();
                rules.awards = awards.into_iter().enumerate().map(|(i, award)| award.award(i, &names)).collect();
                let (at_most, never_on) = policy;
                let never_on = never_on.map(|at| targets(&rules, &at));
                if at_most.is_some() || never_on.is_some() {
                    rules.exceptions = Some(ExceptionPolicy { at_most, never_on });
                }
                finish(&mut rules);
                rules
            },
        )
        .boxed()
}

/// Makes rules that were changed fit again, with all facts and scales that they use.
pub fn fit(rules: &mut RuleDocument) {
    for (name, fact) in &ALL.facts {
        rules.facts.entry(name.clone()).or_insert_with(|| fact.clone());
    }
    for (name, scale) in &ALL.scales {
        rules.scales.entry(name.clone()).or_insert_with(|| scale.clone());
    }
    let mut awards = 0;
    while awards != rules.awards.len() {
        awards = rules.awards.len();
        let known: Vec<String> = rules.awards.iter().map(|award| award.id.clone()).collect();
        let is_known = |award: &String| known.contains(award);
        for award in &mut rules.awards {
            award.requires.retain(|requirement| requirement.award.as_ref().is_none_or(is_known));
        }
        rules.awards.retain(|award| !award.requires.is_empty());
    }
    let targets: Vec<String> = walk::paths(&rules.criteria).into_iter().chain(requirements(rules)).collect();
    if let Some(never) = rules.exceptions.iter_mut().find_map(|policy| policy.never_on.as_mut()) {
        never.retain(|target| targets.contains(target));
    }
    mend(rules);
    finish(rules);
}

/// The last of what makes rules fit.
fn finish(rules: &mut RuleDocument) {
    name_answers(rules);
    mend_by_check(rules);
    walk::prune(rules);
}

/// Paths and requirements, by position.
fn targets(rules: &RuleDocument, at: &[usize]) -> Vec<String> {
    let requirements = requirements(rules);
    let all: Vec<String> = walk::paths(&rules.criteria).into_iter().chain(requirements).collect();
    let mut targets: Vec<String> = at.iter().map(|at| all[at % all.len()].clone()).collect();
    targets.sort();
    targets.dedup();
    targets
}

/// Every requirement, as `award.requirement`.
pub fn requirements(rules: &RuleDocument) -> Vec<String> {
    let of = |award: &predikat::document::Award| {
        let conditional = award.conditional.iter().flat_map(|conditional| &conditional.requires);
        let all = award.requires.iter().chain(conditional);
        all.map(|requirement| format!("{}.{}", award.id, requirement.id)).collect::<Vec<_>>()
    };
    rules.awards.iter().flat_map(of).collect()
}

/// Gives every criterion an id of its own.
fn number_ids(criteria: &mut [Criterion]) {
    for (i, criterion) in criteria.iter_mut().enumerate() {
        criterion.id = format!("c{i}");
        if let Some(below) = &mut criterion.criteria {
            number_ids(below);
        }
    }
}

/// What leaves inherit.
#[derive(Clone, Copy, Default)]
struct Inherited<'a> {
    answer: Option<&'a String>,
    scale: Option<&'a String>,
    weight: Option<&'a Number>,
}

impl<'a> Inherited<'a> {
    fn below(self, defaults: Option<&'a predikat::document::Defaults>) -> Inherited<'a> {
        let Some(defaults) = defaults else { return self };
        Inherited {
            answer: defaults.answer.as_ref().or(self.answer),
            scale: defaults.scale.as_ref().or(self.scale),
            weight: defaults.weight.as_ref().or(self.weight),
        }
    }
}

/// Takes out what `check` refuses where it stands: keys that mean nothing there, counts beyond what there is, a scorer
/// that nothing gives, a mean by weights of which there are none.
fn mend(rules: &mut RuleDocument) {
    let inherited = Inherited::default().below(rules.defaults.as_ref());
    for criterion in &mut rules.criteria {
        mend_criterion(criterion, inherited);
    }
    if let Some(total) = &mut rules.total {
        let mut group = group_of(total);
        mend_group(&mut group, &mut rules.criteria, inherited);
        *total = Total { scored_when: total.scored_when.take(), ..total_of(group) };
    }
}

/// A group that is made as the total is.
pub fn group_of(total: &Total) -> Criterion {
    let Total { aggregate, weight, floor, cap, round, not_applicable, at_most_share, when_empty, .. } = total.clone();
    Criterion {
        aggregate,
        weight,
        floor,
        cap,
        round,
        not_applicable,
        at_most_share,
        when_empty,
        ..Criterion::default()
    }
}

fn total_of(group: Criterion) -> Total {
    let Criterion { aggregate, weight, floor, cap, round, not_applicable, at_most_share, when_empty, .. } = group;
    Total { aggregate, weight, floor, cap, round, not_applicable, at_most_share, when_empty, ..Total::default() }
}

fn mend_criterion(criterion: &mut Criterion, inherited: Inherited<'_>) {
    let Some(mut below) = criterion.criteria.take() else {
        let has_scorer = criterion.answer.is_some() || walk::has_scorer(criterion);
        if !has_scorer && inherited.answer.is_none() {
            criterion.answer = Some("abcd".into());
        }
        if criterion.fact.as_deref() == Some("level") && inherited.scale == criterion.scale.as_ref() {
            criterion.scale = None;
        }
        return;
    };
    let defaults = criterion.defaults.clone();
    let inherited = inherited.below(defaults.as_ref());
    for child in &mut below {
        mend_criterion(child, inherited);
    }
    mend_group(criterion, &mut below, inherited);
    criterion.criteria = Some(below);
}

fn mend_group(group: &mut Criterion, children: &mut [Criterion], inherited: Inherited<'_>) {
    let adds = matches!(group.aggregate, None | Some(Aggregate::Sum | Aggregate::Mean));
    if !adds {
        group.at_most_share = None;
        children.iter_mut().for_each(|child| child.bonus = None);
    }
    if group.aggregate != Some(Aggregate::Deduct) {
        group.floor = None;
    }
    let most = u32::try_from(children.len()).unwrap();
    if let Some(Aggregate::Best(n) | Aggregate::AtLeast(n)) = &mut group.aggregate {
        *n = (*n).min(most);
    }
    match group.aggregate {
        None | Some(Aggregate::Sum) => group.weight = None,
        Some(Aggregate::Deduct) => group.weight = group.weight.take().or(Some(Number::from(3))),
        Some(Aggregate::Mean) => {
            let mut table = children.iter().filter(|child| child.bonus != Some(true)).peekable();
            let is_weightless = table.peek().is_some() && table.all(|child| weight_of(child, inherited).is_zero());
            if is_weightless && group.when_empty.is_none() {
                group.weight = Some(Number::ZERO);
            }
        }
        _ => {}
    }
}

fn weight_of(criterion: &Criterion, inherited: Inherited<'_>) -> Number {
    let own = || criterion.weight.clone();
    match (&criterion.criteria, &criterion.aggregate) {
        (None, _) => own().or_else(|| inherited.weight.cloned()).unwrap_or(Number::ONE),
        (Some(below), None | Some(Aggregate::Sum)) => {
            let inherited = inherited.below(criterion.defaults.as_ref());
            let table = below.iter().filter(|child| child.bonus != Some(true));
            table.map(|child| weight_of(child, inherited)).sum()
        }
        (Some(_), _) => own().unwrap_or(Number::ONE),
    }
}

/// Puts the answers of leaves in place of what stands for them.
fn name_answers(rules: &mut RuleDocument) {
    let answers = walk::answers(rules);
    let stands_for = |name: &str| -> Option<Option<(String, String)>> {
        let at = facts::ANSWERS.iter().position(|one| *one == name)?;
        Some((!answers.is_empty()).then(|| answers[at % answers.len()].clone()))
    };
    walk::each(&mut rules.criteria, &mut |criterion| {
        if let Some(found) = criterion.fact.as_deref().and_then(stands_for) {
            let (fact, scale) = found.unwrap_or_else(|| ("level".into(), "by_level".into()));
            (criterion.fact, criterion.scale) = (Some(fact), Some(scale));
        }
    });
    let scales = rules.scales.clone();
    walk::conditions(rules, &mut |condition| {
        walk::statements(condition, &mut |statement| {
            let Condition::Facts(facts) = statement else { return };
            for (name, expectation) in facts.iter_mut() {
                match stands_for(name) {
                    None => {}
                    Some(None) => {
                        let Condition::Facts(truth) = any_truth() else { unreachable!("a statement") };
                        (*name, *expectation) = truth.into_iter().next().unwrap();
                    }
                    Some(Some((path, scale))) => {
                        let answers: Vec<&String> = scales[&scale].answers.keys().collect();
                        *name = path;
                        literals(expectation).for_each(|literal| {
                            if let Ok(at) = literal.text.parse::<usize>() {
                                *literal = Literal::text(answers[at % answers.len()]);
                            }
                        });
                    }
                }
            }
            let mut seen: Vec<String> = Vec::new();
            facts.retain(|(name, _)| {
                let is_new = !seen.contains(name);
                seen.push(name.clone());
                is_new
            });
        });
    });
}

fn literals(expectation: &mut Expectation) -> Box<dyn Iterator<Item = &mut Literal> + '_> {
    match expectation {
        Expectation::Is(literal) => Box::new(std::iter::once(literal)),
        Expectation::OneOf(literals) => Box::new(literals.iter_mut()),
        Expectation::Operators(operators) => Box::new(operators.iter_mut().flat_map(|(_, literals)| literals)),
    }
}

/// Mends what only `check` can tell: thresholds that nothing can reach, bands above all that a fact can be. Of many it
/// tells some, and of what is mended more.
fn mend_by_check(rules: &mut RuleDocument) {
    for _ in 0..300 {
        let Err(problems) = RuleSet::from_document(rules) else { return };
        for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
            let steps: Vec<String> = problem.place.pointer.steps().collect();
            let mut positions = steps.iter().filter_map(|step| step.parse::<usize>().ok());
            match problem.code {
                Code::UnreachableThreshold => {
                    let award = &mut rules.awards[positions.next().unwrap()];
                    let conditional = award.conditional.iter_mut().flat_map(|conditional| &mut conditional.requires);
                    let is_conditional = steps.iter().any(|step| step == "conditional");
                    let at = positions.next().unwrap();
                    let mut of_two = award.requires.iter_mut().filter(|_| !is_conditional).chain(conditional);
                    awards::turn(of_two.nth(at).unwrap());
                }
                Code::OutOfRange => {
                    let mut criterion = &mut rules.criteria[positions.next().unwrap()];
                    while criterion.criteria.is_some() {
                        criterion = &mut criterion.criteria.as_mut().unwrap()[positions.next().unwrap()];
                    }
                    criterion.bands.as_mut().unwrap().of = "i0".into();
                }
                _ => panic!("{problems}\n{}", rules.to_yaml()),
            }
        }
    }
    panic!("not mended: {}", rules.to_yaml());
}
