//! Random criteria, and the total over them.

use predikat::Number;
use predikat::document::{
    Aggregate, Bands, Case, Cases, Condition, CountScorer, Criterion, Defaults, Equivalent, EvidenceRule,
    ExceptionKind, Linear, NotApplicable, RatioScorer, Rounding, Step, Total, Unanswered, WaivedAs, WhenEmpty,
};
use predikat::number::RoundingMode;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::conditions::condition;
use super::facts::{self, EVIDENCE_TYPES, any_number, when_zero};
use super::options::Options;

pub fn number(text: &str) -> Number {
    text.parse().unwrap()
}

/// One of some numbers.
pub fn numbers(texts: &'static [&'static str]) -> BoxedStrategy<Number> {
    select(texts.to_vec()).prop_map(number).boxed()
}

/// Whether something that happens so often happens.
pub fn seldom(probability: f64) -> BoxedStrategy<bool> {
    weighted(probability, Just(())).prop_map(|drawn| drawn.is_some()).boxed()
}

/// A weight, or none given.
pub fn weight(options: Options) -> BoxedStrategy<Option<Number>> {
    let above = numbers(&["0.1", "0.2", "2", "2.5", "1/3", "2/3", "7"]);
    let given = prop_oneof![7 => above.clone(), 3 => Just(Number::ZERO)].boxed();
    weighted(0.7, if options.weightless { given } else { above }).boxed()
}

pub fn fraction() -> BoxedStrategy<Number> {
    numbers(&["0", "1/3", "0.5", "0.8", "1", "1"]).boxed()
}

fn scorer() -> BoxedStrategy<Criterion> {
    let leaf = Criterion::default;
    let answer = select(vec![
        None,
        Some("abcd"),
        Some("abcd"),
        Some("thirds"),
        Some("with_na"),
        Some("with_unknown"),
        Some("asking"),
        Some("one"),
    ]);
    let shared = select(vec![
        ("level", "by_level"),
        ("level", "by_level_too"),
        ("kind", "by_kind"),
        (facts::ANSWERS[0], "abcd"),
        (facts::ANSWERS[1], "abcd"),
    ]);
    let case = (condition(), fraction()).prop_map(|(when, fraction)| Case { when, fraction });
    let line = prop_oneof![
        numbers(&["-1", "0", "0.5", "1.5", "2"]).prop_map(|from| (from.clone(), from + Number::ONE)),
        numbers(&["-1", "0", "0.5", "1.5", "2"]).prop_map(|from| (from.clone(), from - Number::from(2))),
    ];
    prop_oneof![
        5 => answer.prop_map(move |scale| Criterion { answer: scale.map(str::to_owned), ..leaf() }),
        2 => shared.prop_map(move |(fact, scale)| Criterion {
            fact: Some(fact.into()),
            scale: Some(scale.into()),
            ..leaf()
        }),
        3 => condition().prop_map(move |met_when| Criterion { met_when: Some(met_when), ..leaf() }),
        2 => bands().prop_map(move |bands| Criterion { bands: Some(bands), ..leaf() }),
        2 => (any_number(3), line).prop_map(move |(of, (from, to))| Criterion {
            linear: Some(Linear { of: of.name.into(), from, to }),
            ..leaf()
        }),
        2 => (any_number(3), any_number(3), when_zero()).prop_map(move |(of, to, zero)| Criterion {
            ratio: Some(RatioScorer { of: of.name.into(), to: to.name.into(), when_zero: Some(zero) }),
            ..leaf()
        }),
        1 => (vec(condition(), 1..4), numbers(&["1", "2", "3", "1.5"])).prop_map(move |(of, out_of)| Criterion {
            count: Some(CountScorer { of, out_of }),
            ..leaf()
        }),
        1 => (vec(case, 1..3), weighted(0.5, fraction())).prop_map(move |(cases, otherwise)| Criterion {
            cases: Some(Cases { cases, otherwise }),
            ..leaf()
        }),
    ]
    .boxed()
}

fn bands() -> BoxedStrategy<Bands> {
    let fractions = vec(fraction(), 3);
    (any_number(3), subsequence(vec![0_usize, 1, 2, 3], 1..=3), fractions, any::<bool>(), weighted(0.4, fraction()))
        .prop_map(|(of, at, fractions, descending, otherwise)| {
            let mut steps: Vec<Number> = at.into_iter().map(|at| number(of.values[at % of.values.len()])).collect();
            steps.sort();
            steps.dedup();
            let steps = steps.into_iter().zip(fractions).map(|(at_least, fraction)| Step { at_least, fraction });
            let mut steps: Vec<Step> = steps.collect();
            if descending {
                steps.reverse();
            }
            Bands { of: of.name.into(), steps, otherwise }
        })
        .boxed()
}

pub fn evidence() -> BoxedStrategy<EvidenceRule> {
    let one = (select(EVIDENCE_TYPES.to_vec()), select(vec![1_u32, 1, 1, 2]))
        .prop_map(|(name, at_least)| EvidenceRule::Type { evidence_type: name.into(), at_least });
    let some = one.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![vec(inner.clone(), 1..3).prop_map(EvidenceRule::All), vec(inner, 1..3).prop_map(EvidenceRule::Any),]
    });
    prop_oneof![8 => some, 1 => Just(EvidenceRule::None)].boxed()
}

pub fn unanswered(options: Options) -> BoxedStrategy<Unanswered> {
    let mut all = vec![Unanswered::Unknown];
    if options.unanswered {
        all.extend([Unanswered::Zero, Unanswered::Skip, Unanswered::Skip]);
    }
    if options.refused {
        all.push(Unanswered::Error);
    }
    select(all).boxed()
}

pub fn defaults(options: Options) -> BoxedStrategy<Defaults> {
    let scales = (
        weighted(0.5, select(vec!["abcd", "thirds", "with_na"])),
        weighted(0.2, select(vec!["by_level", "by_level_too"])),
    );
    (scales, weighted(0.2, evidence()), weight(options), weighted(0.2, condition()))
        .prop_map(|((answer, scale), evidence, weight, applies_when)| Defaults {
            answer: answer.map(str::to_owned),
            scale: scale.map(str::to_owned),
            evidence,
            weight,
            applies_when,
        })
        .boxed()
}

pub fn waived_as() -> BoxedStrategy<WaivedAs> {
    select(vec![WaivedAs::Met, WaivedAs::NotApplicable]).boxed()
}

pub fn allows() -> BoxedStrategy<Vec<ExceptionKind>> {
    use ExceptionKind::{Equivalent, NotApplicable, Waiver};
    select(vec![vec![Waiver, NotApplicable], vec![Waiver], vec![NotApplicable], vec![Equivalent, Waiver], vec![]])
        .boxed()
}

fn equivalents() -> BoxedStrategy<Vec<Equivalent>> {
    let one = (weighted(0.5, condition()), weighted(0.5, fraction()), weighted(0.3, evidence()));
    let id = |at: usize| ["eq", "eq2"][at].to_owned();
    vec(one, 1..=2)
        .prop_map(move |all| {
            let all = all.into_iter().enumerate();
            all.map(|(at, (when, fraction, evidence))| Equivalent {
                id: id(at),
                when,
                fraction,
                evidence,
                ..Equivalent::default()
            })
            .collect()
        })
        .boxed()
}

pub fn leaf(options: Options) -> BoxedStrategy<Criterion> {
    if options.answers {
        return answer(options);
    }
    let own = (weight(options), weighted(0.25, condition()), seldom(0.12));
    let asked = (weighted(0.25, evidence()), weighted(0.15, unanswered(options)));
    let exceptional = (weighted(0.1, allows()), weighted(0.15, waived_as()), weighted(0.2, equivalents()));
    (scorer(), own, asked, exceptional)
        .prop_map(
            |(scorer, (weight, applies_when, bonus), (evidence, unanswered), (allows, waived_as, equivalents))| {
                Criterion {
                    weight,
                    applies_when,
                    bonus: bonus.then_some(true),
                    evidence,
                    unanswered,
                    allows,
                    waived_as,
                    equivalents,
                    ..scorer
                }
            },
        )
        .boxed()
}

/// A leaf that is an answer of its own, whatever else there is.
fn answer(options: Options) -> BoxedStrategy<Criterion> {
    (weight(options), seldom(0.12), weighted(0.25, evidence()))
        .prop_map(|(weight, bonus, evidence)| Criterion {
            weight,
            bonus: bonus.then_some(true),
            answer: Some("abcd".into()),
            evidence,
            ..Criterion::default()
        })
        .boxed()
}

fn aggregate() -> BoxedStrategy<Option<Aggregate>> {
    select(vec![
        None,
        Some(Aggregate::Sum),
        Some(Aggregate::Sum),
        Some(Aggregate::Mean),
        Some(Aggregate::Mean),
        Some(Aggregate::Min),
        Some(Aggregate::Max),
        Some(Aggregate::Best(1)),
        Some(Aggregate::Best(2)),
        Some(Aggregate::All),
        Some(Aggregate::Any),
        Some(Aggregate::AtLeast(2)),
        Some(Aggregate::Deduct),
        Some(Aggregate::Deduct),
    ])
    .boxed()
}

pub fn rounding() -> BoxedStrategy<Rounding> {
    let modes = RoundingMode::WORDS.iter().map(|(_, mode)| *mode).collect::<Vec<_>>();
    (0..3_u8, select(modes)).prop_map(|(places, mode)| Rounding { places, mode }).boxed()
}

/// What a group and the total have in common.
fn shape(options: Options) -> BoxedStrategy<Total> {
    use NotApplicable::{Full, Redistribute, Shrink, Zero};
    let floor = weighted(0.5, numbers(&["0", "-1", "0.5", "-4", "-2.5", "-1/3", "-12"]));
    let cap = weighted(0.15, numbers(&["0", "0.5", "1", "3"]));
    let policy = weighted(0.6, select(vec![Redistribute, Shrink, Full, Zero]));
    let share = weighted(0.2, numbers(&["0", "0.25", "1/3", "1"]));
    let when_empty = weighted(0.2, select(vec![WhenEmpty::Met, WhenEmpty::NotMet]));
    (aggregate(), weight(options), (floor, cap, weighted(0.15, rounding())), (policy, share, when_empty))
        .prop_map(|(aggregate, weight, (floor, cap, round), (not_applicable, at_most_share, when_empty))| Total {
            aggregate,
            weight,
            floor,
            cap,
            round,
            not_applicable,
            at_most_share,
            when_empty,
            ..Total::default()
        })
        .boxed()
}

pub fn total(options: Options) -> BoxedStrategy<Total> {
    (shape(options), weighted(0.15, condition()))
        .prop_map(|(shape, scored_when)| Total { scored_when, ..shape })
        .boxed()
}

/// A leaf or a group of few.
pub fn criterion(options: Options) -> BoxedStrategy<Criterion> {
    leaf(options)
        .prop_recursive(3, 8, 4, move |inner| {
            let own = (weighted(0.15, condition()), seldom(0.12), weighted(0.2, unanswered(options)));
            let handed_down = (weighted(0.2, defaults(options)), weighted(0.1, allows()), weighted(0.1, waived_as()));
            (vec(inner, 1..4), shape(options), own, handed_down, weighted(0.1, equivalents())).prop_map(
                |(criteria, shape, (applies_when, bonus, unanswered), (defaults, allows, waived_as), equivalents)| {
                    Criterion {
                        applies_when,
                        bonus: bonus.then_some(true),
                        criteria: Some(criteria),
                        unanswered,
                        defaults,
                        allows,
                        waived_as,
                        equivalents,
                        ..super::rules::group_of(&shape)
                    }
                },
            )
        })
        .boxed()
}

/// Of a condition on nothing but what stands in for an answer: whatever it says, about `b0`.
pub fn any_truth() -> Condition {
    super::conditions::condition_of("{b0: true}")
}
