//! Rules without what integers, or columns, cannot carry.

use predikat::Number;
use predikat::document::{Aggregate, AnswerGives, Bands, Condition, Criterion, RuleDocument, ScaleAnswer};

/// Rules that a program can carry: sums and means whose parts take over what is not applicable.
pub fn plain(rules: &mut RuleDocument) {
    fn each(criteria: &mut [Criterion]) {
        for criterion in criteria {
            (criterion.bonus, criterion.cap, criterion.round, criterion.floor) = (None, None, None, None);
            (criterion.not_applicable, criterion.at_most_share, criterion.when_empty) = (None, None, None);
            criterion.unanswered = None;
            if let Some(below) = &mut criterion.criteria {
                if !matches!(criterion.aggregate, None | Some(Aggregate::Sum | Aggregate::Mean)) {
                    criterion.aggregate = Some(Aggregate::Mean);
                }
                each(below);
            }
            if criterion.criteria.is_some() && matches!(criterion.aggregate, None | Some(Aggregate::Sum)) {
                criterion.weight = None;
            }
        }
    }
    rules.unanswered = None;
    // an answer that asks for evidence of its own is judged as it stands
    answers(rules).for_each(|answer| answer.evidence = None);
    if let Some(total) = &mut rules.total {
        (total.cap, total.round, total.floor, total.at_most_share) = (None, None, None, None);
        (total.not_applicable, total.when_empty) = (None, None);
        if !matches!(total.aggregate, None | Some(Aggregate::Sum | Aggregate::Mean)) {
            total.aggregate = Some(Aggregate::Mean);
        }
        if matches!(total.aggregate, None | Some(Aggregate::Sum)) {
            total.weight = None;
        }
    }
    each(&mut rules.criteria);
    rules.measures.retain(|_, measure| measure.sum.is_some());
    rules.measures.values_mut().for_each(|measure| measure.round = None);
    let known: Vec<String> = rules.measures.keys().cloned().collect();
    let is_known = |name: &String| !name.starts_with('m') || known.contains(name);
    for award in &mut rules.awards {
        award.requires.retain(|requirement| {
            requirement.criterion.is_none()
                && requirement.score.iter().chain(requirement.each.iter().flatten()).all(is_known)
        });
        award.conditional = None;
    }
    rules.awards.retain(|award| !award.requires.is_empty());
    super::rules::fit(rules);
    super::walk::prune(rules);
}

/// The answers of all scales.
fn answers(rules: &mut RuleDocument) -> impl Iterator<Item = &mut ScaleAnswer> {
    rules.scales.values_mut().flat_map(|scale| scale.answers.values_mut())
}

/// Rules that run by column: plain ones of answers, truths and bands, without evidence and measures.
pub fn by_column(rules: &mut RuleDocument) {
    /// One simple test in place of a condition that reads more than truths, choices and whole numbers.
    fn simple(condition: &mut Condition) {
        let is_simple = |name: &String| ["b0", "b1", "level", "kind", "i0", "i1", "negative"].contains(&name.as_str());
        let simple = match &*condition {
            Condition::Facts(facts) => facts
                .iter()
                .all(|(name, expectation)| is_simple(name) && !format!("{expectation:?}").contains("Answered")),
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::Count { .. } => false,
        };
        if !simple {
            *condition = super::conditions::condition_of("{i0: {at_least: 1}}");
        }
    }
    fn each(criteria: &mut [Criterion]) {
        for criterion in criteria {
            criterion.evidence = None;
            // what weighs 0 may stay beside an empty group
            criterion.weight.take_if(|weight| weight.is_zero());
            criterion.applies_when.iter_mut().chain(&mut criterion.met_when).for_each(simple);
            if let Some(bands) = criterion.bands.take_if(|bands| !["i0", "i1"].contains(&bands.of.as_str())) {
                criterion.bands = Some(Bands { of: "i0".into(), ..bands });
            }
            if let Some(below) = &mut criterion.criteria {
                if let Some(defaults) = &mut criterion.defaults {
                    defaults.evidence = None;
                    defaults.weight.take_if(|weight| weight.is_zero());
                    defaults.applies_when.iter_mut().for_each(simple);
                }
                each(below);
            } else if criterion.linear.is_some()
                || criterion.ratio.is_some()
                || criterion.count.is_some()
                || criterion.cases.is_some()
            {
                (criterion.linear, criterion.ratio, criterion.count, criterion.cases) = (None, None, None, None);
                criterion.answer = Some("abcd".into());
            }
        }
    }
    plain(rules);
    each(&mut rules.criteria);
    answers(rules).for_each(|answer| {
        if answer.gives == AnswerGives::Unknown {
            answer.gives = AnswerGives::Fraction(Number::ZERO);
        }
    });
    if let Some(defaults) = &mut rules.defaults {
        defaults.evidence = None;
        defaults.weight.take_if(|weight| weight.is_zero());
        defaults.applies_when.iter_mut().for_each(simple);
    }
    if let Some(total) = &mut rules.total {
        total.scored_when = None;
    }
    rules.measures.clear();
    let is_group = |name: &String| {
        fn find<'a>(criteria: &'a [Criterion], path: &str) -> Option<&'a Criterion> {
            let (id, rest) = path.split_once('.').map_or((path, None), |(id, rest)| (id, Some(rest)));
            let found = criteria.iter().find(|criterion| criterion.id == id)?;
            rest.map_or(Some(found), |rest| find(found.criteria.as_deref()?, rest))
        }
        name == "total" || find(&rules.criteria, name).is_some_and(|criterion| criterion.criteria.is_some())
    };
    for award in &mut rules.awards {
        award.bars = None;
        award.requires.iter_mut().flat_map(|requirement| &mut requirement.when).for_each(simple);
        award
            .requires
            .retain(|requirement| requirement.score.iter().chain(requirement.each.iter().flatten()).all(is_group));
    }
    rules.awards.retain(|award| !award.requires.is_empty());
    super::rules::fit(rules);
    super::walk::prune(rules);
}
