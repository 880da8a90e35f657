//! Random small rule sets with dossiers that fit them.

mod dossiers;
mod parts;
mod plain;

use std::sync::LazyLock;

use predikat::document::{
    Aggregate, Award, Bar, Conditional, Criterion, Defaults, Equivalent, ExceptionPolicy, NotApplicable, Requirement,
    Rounding, Total, Unanswered, WaivedAs, WhenEmpty,
};
use predikat::number::RoundingMode;
use predikat::{DossierDocument, Number, RuleDocument, RuleSet};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

pub use dossiers::{domains, raw, worth_trying};
pub use parts::{leaves, number, walk};
pub use plain::{by_column, plain};

/// A rule set that `check` accepts, and a dossier that binds to it.
#[derive(Clone)]
pub struct Made {
    pub rules: RuleDocument,
    pub dossier: DossierDocument,
}

impl std::fmt::Debug for Made {
    /// The documents as text, without what every generated rule set has.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut rules = self.rules.clone();
        rules.scales.clear();
        rules.facts.clear();
        rules.evidence.clear();
        write!(f, "\n{}---\n{}", rules.to_yaml(), self.dossier.to_yaml())
    }
}

/// What may be made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many facts are missing, at most.
    pub missing: usize,
    /// Policies that act on what is unanswered.
    pub unanswered: bool,
    /// Weights of 0.
    pub weightless: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { missing: 0, unanswered: true, weightless: true }
    }
}

pub fn made(options: Options) -> impl Strategy<Value = Made> {
    (rules(options), dossiers::raw(options))
        .prop_map(|(rules, raw)| {
            let dossier = raw.dossier(&rules);
            Made { rules, dossier }
        })
        .prop_filter("check refuses the rules", |made| accepted(&made.rules))
}

/// Whether `check` accepts rules; it must, but for thresholds that nothing can reach or miss.
fn accepted(rules: &RuleDocument) -> bool {
    match RuleSet::from_document(rules) {
        Ok(_) => true,
        Err(problems) => {
            let expected = |code: &str| matches!(code, "unreachable-threshold" | "weightless-mean" | "nothing-counts");
            let errors = problems.iter().filter(|problem| problem.severity == predikat::diagnostic::Severity::Error);
            for error in errors {
                assert!(expected(error.code.name()), "{problems}\n{}", rules.to_yaml());
            }
            false
        }
    }
}

static BASE: LazyLock<RuleDocument> = LazyLock::new(|| parts::parse(parts::BASE));

fn rules(options: Options) -> impl Strategy<Value = RuleDocument> {
    let criteria = vec(criterion(options), 1..4);
    let extra = (weighted(0.3, unanswered(options)), weighted(0.3, 0..3_u32), weighted(0.2, defaults(options)));
    (criteria, total(options), vec(award(), 0..3), vec(measure(), 0..2), extra).prop_map(
        |(mut criteria, mut total, awards, measures, (unanswered, at_most, defaults))| {
            parts::number_ids(&mut criteria);
            parts::mend_group(&mut total.aggregate, &mut criteria);
            let mut rules = BASE.clone();
            rules.unanswered = unanswered;
            rules.defaults = defaults;
            rules.exceptions = at_most.map(|n| ExceptionPolicy { at_most: Some(n), never_on: None });
            if !matches!(total.aggregate, None | Some(Aggregate::Sum | Aggregate::Mean)) {
                total.at_most_share = None;
            }
            if matches!(total.aggregate, None | Some(Aggregate::Sum)) {
                total.weight = None;
            }
            if total.aggregate != Some(Aggregate::Deduct) {
                total.floor = None;
            }
            rules.total = Some(total);
            rules.criteria = criteria;
            let paths = parts::paths(&rules.criteria);
            let leaves = parts::leaves(&rules.criteria);
            for (i, (measure, over)) in measures.into_iter().enumerate() {
                let mut over: Vec<String> = over.iter().map(|at| leaves[at % leaves.len()].clone()).collect();
                over.sort();
                over.dedup();
                rules.measures.insert(format!("m{i}"), parts::measure_over(measure, over));
            }
            let measures: Vec<String> = rules.measures.keys().cloned().collect();
            for (i, award) in awards.into_iter().enumerate() {
                let award = award.award(i, &paths, &measures);
                rules.awards.push(award);
            }
            rules
        },
    )
}

fn weight(options: Options) -> impl Strategy<Value = Option<Number>> {
    let nothing = if options.weightless { vec![Some("0"); 4] } else { Vec::new() };
    let all = [None, None, Some("0.1"), Some("0.2"), Some("2"), Some("2.5"), Some("1/3"), Some("7")];
    select([all.to_vec(), nothing].concat()).prop_map(|text| text.map(number))
}

fn unanswered(options: Options) -> impl Strategy<Value = Unanswered> {
    let all = if options.unanswered {
        vec![Unanswered::Unknown, Unanswered::Zero, Unanswered::Skip]
    } else {
        vec![Unanswered::Unknown]
    };
    select(all)
}

fn defaults(options: Options) -> impl Strategy<Value = Defaults> {
    (weighted(0.3, parts::evidence()), weight(options), weighted(0.3, parts::condition()))
        .prop_map(|(evidence, weight, applies_when)| Defaults { evidence, weight, applies_when, ..Defaults::default() })
}

fn leaf(options: Options) -> impl Strategy<Value = Criterion> {
    let own = (weight(options), weighted(0.25, parts::condition()), weighted(0.15, Just(true)));
    let asked = (weighted(0.3, parts::evidence()), weighted(0.1, unanswered(options)));
    let exceptional =
        (weighted(0.2, select(vec![WaivedAs::Met, WaivedAs::NotApplicable])), weighted(0.2, equivalent()));
    (parts::scorer(), own, asked, exceptional).prop_map(
        |(scorer, (weight, applies_when, bonus), (evidence, unanswered), (waived_as, equivalent))| Criterion {
            weight,
            applies_when,
            bonus,
            evidence,
            unanswered,
            waived_as,
            equivalents: equivalent.map(|equivalent| vec![equivalent]),
            ..scorer
        },
    )
}

fn equivalent() -> impl Strategy<Value = Equivalent> {
    (weighted(0.4, parts::condition()), weighted(0.5, parts::fraction()), weighted(0.3, parts::evidence())).prop_map(
        |(when, fraction, evidence)| Equivalent { id: "eq".into(), when, fraction, evidence, ..Equivalent::default() },
    )
}

fn aggregate() -> impl Strategy<Value = Option<Aggregate>> {
    select(vec![
        None,
        Some(Aggregate::Sum),
        Some(Aggregate::Sum),
        Some(Aggregate::Mean),
        Some(Aggregate::Mean),
        Some(Aggregate::Min),
        Some(Aggregate::Max),
        Some(Aggregate::Best(2)),
        Some(Aggregate::All),
        Some(Aggregate::Any),
        Some(Aggregate::AtLeast(2)),
        Some(Aggregate::Deduct),
    ])
}

fn rounding() -> impl Strategy<Value = Rounding> {
    let modes = RoundingMode::WORDS.iter().map(|(_, mode)| *mode).collect::<Vec<_>>();
    (0..3_u8, select(modes)).prop_map(|(places, mode)| Rounding { places, mode })
}

fn not_applicable() -> impl Strategy<Value = NotApplicable> {
    use NotApplicable::{Full, Redistribute, Shrink, Zero};
    select(vec![Redistribute, Shrink, Full, Zero])
}

/// What a group and the total have in common.
type Shape = (
    (Option<Aggregate>, Option<Number>, Option<Number>, Option<Number>),
    (Option<Rounding>, Option<NotApplicable>, Option<Number>, Option<WhenEmpty>),
);

fn shape(options: Options) -> impl Strategy<Value = Shape> {
    let numbers = |texts: &'static [&'static str]| select(texts.to_vec()).prop_map(number);
    (
        (
            aggregate(),
            weight(options),
            weighted(0.3, numbers(&["0", "-1", "0.5"])),
            weighted(0.2, numbers(&["0.5", "1", "3"])),
        ),
        (
            weighted(0.2, rounding()),
            weighted(0.6, not_applicable()),
            weighted(0.3, numbers(&["0", "0.25", "1/3", "1"])),
            weighted(0.2, select(vec![WhenEmpty::Met, WhenEmpty::NotMet])),
        ),
    )
}

fn total(options: Options) -> impl Strategy<Value = Total> {
    (shape(options), weighted(0.15, parts::condition())).prop_map(|(shape, scored_when)| {
        let ((aggregate, weight, floor, cap), (round, not_applicable, at_most_share, when_empty)) = shape;
        let weight = if aggregate == Some(Aggregate::Deduct) { weight.or(Some(Number::from(5))) } else { weight };
        Total {
            weight,
            scored_when,
            aggregate,
            floor,
            cap,
            round,
            not_applicable,
            at_most_share,
            when_empty,
            ..Total::default()
        }
    })
}

fn criterion(options: Options) -> impl Strategy<Value = Criterion> {
    leaf(options).prop_recursive(2, 8, 4, move |inner| {
        let group = (weighted(0.15, parts::condition()), weighted(0.1, Just(true)), weighted(0.2, unanswered(options)));
        (vec(inner, 1..4), shape(options), group, weighted(0.2, defaults(options))).prop_map(
            |(mut criteria, shape, (applies_when, bonus, unanswered), defaults)| {
                let ((mut aggregate, weight, floor, cap), (round, not_applicable, at_most_share, when_empty)) = shape;
                parts::mend_group(&mut aggregate, &mut criteria);
                let shares = matches!(aggregate, None | Some(Aggregate::Sum | Aggregate::Mean));
                let sum = matches!(aggregate, None | Some(Aggregate::Sum));
                let deduct = aggregate == Some(Aggregate::Deduct);
                Criterion {
                    weight: if deduct { weight.or(Some(Number::from(3))) } else { weight.filter(|_| !sum) },
                    applies_when,
                    bonus,
                    criteria: Some(criteria),
                    aggregate,
                    floor: floor.filter(|_| deduct),
                    cap,
                    round,
                    not_applicable,
                    at_most_share: at_most_share.filter(|_| shares),
                    when_empty,
                    unanswered,
                    defaults,
                    ..Criterion::default()
                }
            },
        )
    })
}

fn measure() -> impl Strategy<Value = (u8, Vec<usize>)> {
    (0..4_u8, vec(0..9_usize, 1..4))
}

/// An award before the paths are known.
#[derive(Clone, Debug)]
struct RawAward {
    requires: Vec<RawRequirement>,
    conditional: Option<Vec<RawRequirement>>,
    bar: Option<Bar>,
    valid_for: Option<&'static str>,
}

type RawRequirement = (u8, u8, Vec<usize>, &'static str, bool, bool, predikat::document::Condition);

fn requirement() -> impl Strategy<Value = RawRequirement> {
    let threshold = select(vec!["0", "0.5", "1", "2", "1/3"]);
    (
        0..8_u8,
        0..5_u8,
        vec(0..30_usize, 1..3),
        threshold,
        any::<bool>(),
        weighted(0.2, Just(())).prop_map(|o| o.is_some()),
        parts::condition(),
    )
}

fn award() -> impl Strategy<Value = RawAward> {
    (
        vec(requirement(), 1..4),
        weighted(0.3, vec(requirement(), 1..2)),
        weighted(0.3, parts::bar()),
        weighted(0.3, select(vec!["1y", "6m"])),
    )
        .prop_map(|(requires, conditional, bar, valid_for)| RawAward { requires, conditional, bar, valid_for })
}

impl RawAward {
    fn award(self, at: usize, paths: &[String], measures: &[String]) -> Award {
        let offset = self.requires.len();
        let written = |raw: Vec<RawRequirement>, from: usize| -> Vec<Requirement> {
            let all = raw.into_iter().enumerate();
            all.map(|(i, raw)| requirement_of(raw, format!("r{}", from + i), at, paths, measures)).collect()
        };
        Award {
            id: format!("award{at}"),
            requires: written(self.requires, 0),
            bars: self.bar.map(|bar| vec![bar]),
            conditional: self.conditional.map(|requires| Conditional {
                requires: written(requires, offset),
                duration: Some("180d".parse().unwrap()),
            }),
            valid_for: self.valid_for.map(|text| text.parse().unwrap()),
            ..Award::default()
        }
    }
}

fn requirement_of(raw: RawRequirement, id: String, award: usize, paths: &[String], measures: &[String]) -> Requirement {
    let (kind, comparison, over, threshold, flag, strict, condition) = raw;
    let names: Vec<&String> = paths.iter().chain(measures).collect();
    let named = |at: usize| names[over[at % over.len()] % names.len()].clone();
    let mut written = Requirement { id, waivable: Some(flag), ..Requirement::default() };
    match kind {
        0 => written.when = Some(condition),
        1 => {
            let mut is = vec!["met".to_owned()];
            is.extend(
                ["partly_met", "not_met", "waived", "unevidenced"]
                    .iter()
                    .take(usize::from(comparison))
                    .map(|s| (*s).to_owned()),
            );
            written.criterion = Some(paths[over[0] % paths.len()].clone());
            written.is = Some(is);
        }
        2 if award > 0 => {
            written.award = Some(format!("award{}", over[0] % award));
            written.eligible = Some(true);
        }
        3 if award > 0 => {
            written.award = Some(format!("award{}", over[0] % award));
            written.held = Some(flag);
        }
        kind => {
            match kind {
                4 | 5 => written.score = Some("total".into()),
                6 => {
                    let mut each: Vec<String> = (0..over.len()).map(named).collect();
                    each.sort();
                    each.dedup();
                    written.each = Some(each);
                }
                _ => written.score = Some(named(0)),
            }
            let threshold = number(threshold);
            match comparison {
                0 => written.at_least = Some(threshold),
                1 => written.at_least_percent = Some(&threshold * &Number::from(50)),
                2 => written.at_most = Some(threshold),
                3 => written.above = Some(threshold),
                _ => written.below = Some(threshold),
            }
        }
    }
    let compares = written.score.is_some() || written.each.is_some() || written.criterion.is_some();
    if strict && compares && written.score.as_deref() != Some("total") {
        written.when_not_applicable = Some("fails".into());
    }
    written
}
