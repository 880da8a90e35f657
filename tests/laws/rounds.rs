//! Rounds as of any day: what was known then, in the engine as in the naive evaluator; and their part in a timeline and
//! in a change.

use crate::agrees::differences;
use crate::config::law;
use crate::generated::{Made, Options, domains, made, moves_daily};
use crate::naive::{self, Given, evaluate};
use crate::rules;
use crate::slow::slow_law;
use predikat::attribution::{Came, Cause, change};
use predikat::batch::{Batch, Outcomes, Table};
use predikat::document::{Round, RoundEvidence};
use predikat::dossier::{BindOptions, Binder, Rounds, sources};
use predikat::timeline::{self, renewals, timeline};
use predikat::{Assessment, Date, Dossier, DossierDocument, Number, RuleSet, assess};
use proptest::collection::vec;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Around the as-of date of generated dossiers, and after it.
const DATES: [&str; 5] = ["2022-05-30", "2022-05-31", "2022-06-01", "2022-06-20", "2023-01-10"];

/// A round before the rules are known: whose, when, what it answers (nothing takes back), what it finds of documents.
type Raw = (usize, Option<usize>, Vec<(usize, Option<usize>)>, Vec<(usize, bool)>);

fn raw() -> impl Strategy<Value = Vec<Raw>> {
    let answers = vec((0..40_usize, proptest::option::weighted(0.8, 0..60_usize)), 0..5);
    let verdicts = vec((0..4_usize, any::<bool>()), 0..3);
    vec((0..2_usize, proptest::option::weighted(0.8, 0..DATES.len()), answers, verdicts), 1..5)
}

/// The dossier with these rounds, those left out that could not be told from another.
fn with_rounds(made: &Made, raws: &[Raw]) -> DossierDocument {
    let mut document = made.dossier.clone();
    document.rounds.clear();
    let domains = domains(&made.rules);
    for (by, on, answers, verdicts) in raws {
        let (by, on) = (["kanwil", "pusat"][*by], on.map(|at| day(DATES[at])));
        if document.rounds.iter().any(|other| other.by == by && (other.on == on || other.on.is_none() || on.is_none()))
        {
            continue;
        }
        let facts = answers.iter().map(|(fact, value)| {
            let (name, domain) = &domains[fact % domains.len()];
            (name.clone(), value.map(|value| domain[value % domain.len()].clone()))
        });
        let evidence = verdicts.iter().filter_map(|(at, accepted)| {
            let id = document.evidence.get(*at)?.id.clone();
            let (rejected, accepted) = if *accepted { (None, Some(true)) } else { (Some("no".to_owned()), None) };
            Some((id, RoundEvidence { rejected, accepted }))
        });
        let round = Round { by: by.to_owned(), on, facts: facts.collect(), evidence: evidence.collect() };
        document.rounds.push(round);
    }
    document
}

fn bound(rules: &RuleSet, document: &DossierDocument, options: &BindOptions) -> Dossier {
    rules.bind(document, options).unwrap_or_else(|problems| panic!("{problems}\n{}", document.to_yaml()))
}

/// As of a day and as it was known on it, bound anew.
fn anew(rules: &RuleSet, document: &DossierDocument, on: Date) -> Assessment {
    assess(&bound(rules, document, &BindOptions::new().as_of(on).known(on).insist(true)))
}

proptest! {
    #![proptest_config(law())]

    /// What was known on a day is what the rounds up to it say, in the engine as in the naive evaluator.
    #[test]
    fn what_was_known_is_what_was_given_by_then(
        made in made(Options { missing: 0, ..Options::default() }),
        raws in raw(),
        known in 0..DATES.len(),
    ) {
        let rules = rules(&made);
        // The naive evaluator wants every fact answered: here no round takes an answer back.
        let mut raws = raws;
        for (_, value) in raws.iter_mut().flat_map(|raw| &mut raw.2) {
            value.get_or_insert(0);
        }
        let (document, known) = (with_rounds(&made, &raws), day(DATES[known]));
        let engine = assess(&bound(&rules, &document, &BindOptions::new().known(known)));
        let then = naive::known(&document, known);
        let as_of = document.as_of.unwrap();
        let given = Given { rules: &made.rules, dossier: &then, as_of };
        let (naive, open) = evaluate(&given, &naive::Completion::default());
        if open.is_empty() {
            let found = differences(&engine, &naive);
            prop_assert!(found.is_empty(), "{}\n{}", found.join("\n"), document.to_yaml());
        }
        // Each round that counts though it was given later is told, and no other.
        let later = then.rounds.iter().filter(|round| round.on.is_some_and(|on| on > as_of)).count();
        prop_assert_eq!(engine.warnings.iter().filter(|warning| warning.code == "later-round").count(), later);
        // Asked for up to each of them by its date, it is the same.
        if let Some((last, on)) = then.rounds.last().and_then(|last| Some((last, last.on?))) {
            let named = Rounds::named(&format!("{}@{on}", last.by));
            let by_name = assess(&bound(&rules, &document, &BindOptions::new().known(known).rounds(named)));
            prop_assert_eq!(by_name, engine);
        }
    }

}

proptest! {
    #![proptest_config(slow_law())]

    /// A timeline names every day on which the assessment of that day, as it was known on it, is another.
    #[test]
    fn a_timeline_tells_rounds_on_their_dates(made in made(Options { missing: 1, ..Options::default() }), raws in raw()) {
        // a line over days moves a little every day, and is no crossing
        prop_assume!(!moves_daily(&made.rules));
        let rules = rules(&made);
        let document = with_rounds(&made, &raws);
        let dossier = bound(&rules, &document, &BindOptions::new());
        let first = dossier.as_of();
        let changes = timeline(&dossier, first.plus_days(40).unwrap());
        let mut before = anew(&rules, &document, first);
        for on in (1..=40).map(|days| first.plus_days(days).unwrap()) {
            let after = anew(&rules, &document, on);
            let change = changes.iter().find(|change| change.on == on);
            let told = |one: &Assessment| -> Vec<_> { one.criteria.values().map(|criterion| criterion.status).collect() };
            let is_same = before.total == after.total && told(&before) == told(&after);
            if let Some(change) = change {
                if let Some((old, new)) = &change.total {
                    prop_assert_eq!((&before.total, &after.total), (old, new));
                }
                let given = document.rounds.iter().filter(|round| round.on == Some(on));
                let given: Vec<_> = given.map(|round| timeline::Cause::RoundGiven(format!("{}@{on}", round.by))).collect();
                let mut named: Vec<_> = change.because.clone();
                named.retain(|cause| matches!(cause, timeline::Cause::RoundGiven(_)));
                prop_assert!(named.iter().all(|cause| given.contains(cause)) && named.len() == given.len());
            } else {
                prop_assert!(is_same, "nothing is told of {on}\n{}", document.to_yaml());
            }
            before = after;
        }
    }

}

proptest! {
    #![proptest_config(slow_law())]

    /// What changed since a date is shared out exactly among time, rounds and all else.
    #[test]
    fn rounds_have_their_share_of_a_change(
        made in made(Options { missing: 1, ..Options::default() }),
        raws in raw(),
        others in raw(),
        since in 0..DATES.len(),
    ) {
        let rules = rules(&made);
        let document = with_rounds(&made, &raws);
        let now = bound(&rules, &document, &BindOptions::new());
        let then = now.with_as_of(day(DATES[since])).with_known(day(DATES[since]));
        let other = bound(&rules, &with_rounds(&made, &others), &BindOptions::new());
        for (before, after) in [(&then, &now), (&now, &then), (&now, &other), (&then, &other)] {
            let found = change(before, after).unwrap();
            let low = |score: &predikat::assessment::Score| score.points().map_or(Number::ZERO, |points| points.low.clone());
            let sum = found.causes.iter().map(|one| &one.total.low).sum::<Number>();
            prop_assert_eq!(sum, low(&found.total.1) - low(&found.total.0));
            // Rounds of another list may stand in another order, for which no single cause accounts.
            let is_same_list = !std::ptr::eq(after, &raw const other);
            prop_assert!(!is_same_list || found.causes.iter().all(|one| one.cause != Cause::Other), "{found:#?}");
            // What the unit says itself is the same: no fact is a cause.
            prop_assert!(!found.causes.iter().any(|one| matches!(one.cause, Cause::Fact { .. })), "{found:#?}");
        }
    }
}

fn appealed() -> (RuleSet, DossierDocument) {
    let rules = RuleSet::from_yaml(
        "rules.yaml",
        "
ruleset: iso
edition: 1.0.0
scales: {r: {pass: 1, fail: 0}}
criteria: [{id: mfa, answer: r}, {id: log, answer: r}]
awards: [{id: sound, requires: [{id: both, score: total, at_least: 2}]}]
",
    );
    let document = DossierDocument::from_yaml(
        "d.yaml",
        "
unit: acme
as_of: 2024-06-01
facts: {mfa: pass, log: pass}
rounds:
  - {by: team_a, on: 2024-05-01, facts: {mfa: fail, log: fail}}
  - {by: appeal, on: 2024-05-20, facts: {mfa: pass, log: pass}}
",
    );
    (rules.unwrap(), document.unwrap())
}

#[test]
fn an_appeal_is_the_cause_of_what_it_changed() {
    let (rules, document) = appealed();
    let now = bound(&rules, &document, &BindOptions::new());
    let then = now.with_as_of(day("2024-05-05")).with_known(day("2024-05-05"));
    let found = change(&then, &now).unwrap();
    let shares: Vec<(&Cause, String)> =
        found.causes.iter().map(|one| (&one.cause, one.total.low.to_string())).collect();
    let time = Cause::Time { from: day("2024-05-05"), to: day("2024-06-01") };
    let appeal = Cause::Round { by: "appeal".into(), on: Some(day("2024-05-20")), came: Came::Added };
    assert_eq!(shares, [(&time, "0".to_owned()), (&appeal, "2".to_owned())]);
    assert_eq!(found.causes[1].awards["sound"], Number::ONE);
}

#[test]
fn a_round_that_says_something_else_has_changed() {
    let (rules, document) = appealed();
    let mut mended = document.clone();
    mended.rounds[1].facts.insert("log".into(), Some(predikat::document::Literal::text("fail")));
    let found =
        change(&bound(&rules, &document, &BindOptions::new()), &bound(&rules, &mended, &BindOptions::new())).unwrap();
    assert_eq!(found.causes.len(), 1);
    let cause = Cause::Round { by: "appeal".into(), on: Some(day("2024-05-20")), came: Came::Changed };
    assert_eq!((&found.causes[0].cause, found.causes[0].total.low.to_string().as_str()), (&cause, "-1"));
}

#[test]
fn a_timeline_starts_with_what_was_known() {
    let (rules, document) = appealed();
    let until = day("2024-12-31");
    let on = |options: &BindOptions| -> Vec<(String, Vec<timeline::Cause>)> {
        let dossier = bound(&rules, &document, options);
        timeline(&dossier, until).into_iter().map(|change| (change.on.to_string(), change.because)).collect()
    };
    let given = |name: &str| vec![timeline::Cause::RoundGiven(name.to_owned())];
    let (first, second) = (given("team_a@2024-05-01"), given("appeal@2024-05-20"));
    let as_of = |date: &str| BindOptions::new().as_of(day(date));
    assert_eq!(
        on(&as_of("2024-04-01")),
        [("2024-05-01".to_owned(), first.clone()), ("2024-05-20".to_owned(), second.clone())]
    );
    assert_eq!(on(&as_of("2024-05-05")), [("2024-05-20".to_owned(), second.clone())]);
    assert!(on(&as_of("2024-05-20")).is_empty());
    // Both dates move together from where they are.
    assert_eq!(on(&as_of("2024-05-05").known(day("2024-05-05"))), [("2024-05-20".to_owned(), second)]);
    // What the caller says to be known is known from the start.
    assert!(on(&as_of("2024-05-05").known(day("2024-05-20"))).is_empty());
    // A round that is not asked for is no cause.
    let up_to = as_of("2024-04-01").rounds(Rounds::named("team_a"));
    assert_eq!(on(&up_to), [("2024-05-01".to_owned(), first)]);
    assert!(on(&as_of("2024-04-01").rounds(Rounds::Own)).is_empty());
    // No renewal keeps an award that a round takes.
    let found = renewals(&bound(&rules, &document, &as_of("2024-04-01")), until);
    assert_eq!(
        (found[0].by, found[0].renew.len(), found[0].because.clone()),
        (day("2024-05-01"), 0, given("team_a@2024-05-01"))
    );
}

#[test]
fn days_that_pass_are_told_apart_from_rounds() {
    let rules = RuleSet::from_yaml(
        "rules.yaml",
        "
ruleset: days
edition: 1.0.0
facts: {since: {type: date}, days: {derive: {days_between: [since, as_of]}}}
criteria: [{id: old, met_when: {days: {at_least: 30}}}]
",
    )
    .unwrap();
    let document = DossierDocument::from_yaml(
        "d.yaml",
        "
unit: a
as_of: 2024-05-01
facts: {since: 2024-04-11}
rounds: [{by: desk, on: 2024-05-20, facts: {since: 2024-05-01}}]
",
    )
    .unwrap();
    let told: Vec<_> = timeline(&bound(&rules, &document, &BindOptions::new()), day("2024-12-31"))
        .into_iter()
        .map(|change| (change.on.to_string(), change.because))
        .collect();
    // 30 days after 11 April is 11 May; the desk finds 1 May, and 30 days after that is 31 May.
    let days = || vec![timeline::Cause::DaysPass("old".into())];
    assert_eq!(
        told,
        [
            ("2024-05-11".to_owned(), days()),
            ("2024-05-20".to_owned(), vec![timeline::Cause::RoundGiven("desk@2024-05-20".into())]),
            ("2024-05-31".to_owned(), days()),
        ]
    );
}

#[test]
fn every_reader_reads_rounds_alike() {
    let (rules, document) = appealed();
    let json = serde_json::to_string(&document).unwrap();
    let known = BindOptions::new().as_of(day("2024-05-05")).known(day("2024-05-05"));
    let expected = assess(&bound(&rules, &document, &known));
    assert_eq!(expected.total.points().unwrap().low, Number::ZERO);
    let binder = Binder::new(&rules, &known);
    assert_eq!(assess(&binder.json("d.json", &json).unwrap()), expected);
    for units in [sources::json("d.json", &json), sources::json_lines("d.jsonl", &json)] {
        assert_eq!(assess(&bound(&rules, units[0].as_ref().unwrap(), &known)), expected);
    }
    // What no round says is known on any day, and the assessment carries the day.
    let plain = binder.json("e.json", "{\"unit\": \"e\", \"facts\": {\"mfa\": \"pass\"}}").unwrap();
    assert_eq!(assess(&plain).known, Some(day("2024-05-05")));
    let batch = Batch::new(&rules);
    let totals = |table: Table<'_>| {
        let mut outcomes = Outcomes::default();
        batch.decide(&table, &mut outcomes).unwrap();
        outcomes.total().unwrap().points(0).unwrap().low.to_string()
    };
    let table = || Table::new(1, day("2024-05-05")).more(0, document.clone());
    assert_eq!(totals(table().known(day("2024-05-05"))), "0");
    assert_eq!(totals(table()), "2");
}
