//! What a batch decides of tables written by hand.
#![cfg(feature = "yaml")]

use predikat::batch::{Batch, Bits, Column, Held, Outcomes, Table};
use predikat::dossier::BindOptions;
use predikat::{Date, DossierDocument, Number, RuleSet, assess};

fn day(text: &str) -> i32 {
    let (date, epoch): (Date, Date) = (text.parse().unwrap(), "1970-01-01".parse().unwrap());
    i32::try_from(epoch.days_until(date)).unwrap()
}

const RULES: &str = "
ruleset: s
edition: 1.0.0
effective: {from: 2020-01-01}
scales: {ada: {Ada: 1, Proses: 0.5, Tidak: 0}}
facts:
  staff: {type: integer, min: 0, max: 70000}
  guides: {type: integer, min: 0}
  share: {derive: {ratio: [guides, staff], when_zero: not_applicable}}
evidence: {photo: {valid_for: 1y}}
criteria:
  - {id: ramp, weight: 3, answer: ada}
  - {id: guided, bands: {of: share, steps: [{at_least: 0.5, fraction: 0.4}, {at_least: 0.75, fraction: 1}]}}
awards:
  - {id: silver, valid_for: 2y, requires: [{id: total, score: total, at_least_percent: 60}]}
  - {id: gold, requires: [{id: total, score: total, at_least_percent: 90}, {id: before, award: silver, held: true}]}
";

#[test]
fn large_numbers_and_small_ones_reach_the_same_steps() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let batch = Batch::new(&rules);
    assert!(batch.is_by_column());
    // Rows of one block whose greatest number is small, then middling, then large.
    for most in [60u32, 9_000, 70_000] {
        let staff: Vec<u32> = (0..3000).map(|row| if row % 50 == 0 { 0 } else { 1 + row * 7919 % most }).collect();
        let guides: Vec<u64> =
            staff.iter().enumerate().map(|(row, staff)| u64::from(*staff) * (row as u64 % 5) / 4).collect();
        let ramp: Vec<u8> = (0..3000).map(|row| (row % 3) as u8).collect();
        let table = Table::new(3000, "2024-05-31".parse().unwrap())
            .fact("staff", Column::whole(&staff))
            .fact("guides", Column::whole(&guides))
            .fact("ramp", Column::choices(&ramp, &["Ada", "Proses", "Tidak"]));
        let mut outcomes = Outcomes::default();
        batch.decide(&table, &mut outcomes).unwrap();
        // A division by zero is decided by itself.
        assert_eq!((outcomes.by_row(), outcomes.wide()), (60, 0));
        for row in 0..3000 {
            let share = guides[row] * 4 / u64::from(staff[row].max(1));
            let guided = if guides[row] * 4 >= u64::from(staff[row]) * 3 {
                1000
            } else if share >= 2 {
                400
            } else {
                0
            };
            let (ramp, of) = ([3000, 1500, 0][usize::from(ramp[row])], if staff[row] == 0 { 3 } else { 4 });
            let points = if staff[row] == 0 { ramp * 4 } else { (ramp + guided) * of };
            let expected = Number::ratio(i64::from(points), if staff[row] == 0 { 3000 } else { i64::from(of) * 1000 });
            assert_eq!(outcomes.total().unwrap().points(row).unwrap().low, expected.unwrap(), "{row}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_row_stops_no_other() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (staff, guides) = ([10i64, -3, 10, 100_000], [5u8, 5, 5, 5]);
    let ramp = [0i8, 0, 7, 1];
    let table = Table::new(4, "2024-05-31".parse().unwrap())
        .fact("staff", Column::whole(&staff[..]))
        .fact("guides", Column::whole(&guides[..]))
        .fact("ramp", Column::choices(&ramp[..], &["Tidak", "Ada"]));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let refused: Vec<String> = outcomes
        .refused()
        .iter()
        .map(|one| {
            format!(
                "{} {}: {}",
                one.row,
                one.column.as_deref().unwrap_or(""),
                one.problems.iter().next().unwrap().message
            )
        })
        .collect();
    assert_eq!(refused[0], "1 staff: -3 is below 0, the minimum of `staff`");
    assert!(refused[1].starts_with("2 ramp: the column `ramp` holds no value"), "{refused:?}");
    assert!(refused[2].starts_with("3 staff: 100000 is above 70000"), "{refused:?}");
    assert_eq!((outcomes.outcome("silver", 0).unwrap().word(), outcomes.outcome("silver", 1)), ("ineligible", None));
    assert_eq!(outcomes.score("total").unwrap().points(1), None);
}

#[test]
fn what_is_wrong_with_a_table_is_told_in_one_run() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (numbers, days) = ([1u8], [0i32]);
    let table = Table::new(2, "2019-05-31".parse().unwrap())
        .fact("stuff", Column::whole(&numbers[..]))
        .fact("staff", Column::whole(&numbers[..]))
        .fact("share", Column::whole(&numbers[..]))
        .fact("ramp", Column::whole(&[1u8, 1][..]))
        .held(Held::new("sliver", Column::days(&days)));
    let problems = Batch::new(&rules).decide(&table, &mut Outcomes::default()).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.name()).collect();
    for code in ["unknown-fact", "wrong-columns", "not-answerable", "wrong-literal", "unknown-award", "outside-edition"]
    {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn dates_that_are_no_days_or_too_few_are_no_silence() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (numbers, days) = ([1i32, 1], [0i32]);
    let table = Table::new(2, "2024-05-31".parse().unwrap())
        .held(Held::new("silver", Column::whole(&numbers[..])).until(Column::days(&days)))
        .documents(predikat::batch::Documents::new("foto", "photo", &[], Column::days(&days)));
    let problems = Batch::new(&rules).decide(&table, &mut Outcomes::default()).unwrap_err();
    let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.contains(&"the column `from` of the award `silver` holds no days"), "{told:?}");
    assert!(
        told.contains(&"the column `until` of the award `silver` has 1 days, and the table has 2 rows"),
        "{told:?}"
    );
    assert!(
        told.contains(&"the column `issued` of the document `foto` has 1 days, and the table has 2 rows"),
        "{told:?}"
    );
}

#[test]
fn a_day_in_no_calendar_is_told_and_not_left_out() {
    let rules = RuleSet::from_yaml("s.yaml", RULES).unwrap();
    let (from, until, issued) = ([day("2023-01-01"); 2], [day("2024-01-01"), i32::MAX], [i32::MIN, day("2024-01-01")]);
    let table = Table::new(2, "2024-05-31".parse().unwrap())
        .held(Held::new("silver", Column::days(&from)).until(Column::days(&until)))
        .documents(predikat::batch::Documents::new("foto", "photo", &["ramp"], Column::days(&issued)));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let refused: Vec<(usize, Option<&str>)> =
        outcomes.refused().iter().map(|one| (one.row, one.column.as_deref())).collect();
    assert_eq!(refused, [(0, Some("foto")), (1, Some("silver"))]);
}

#[test]
fn points_that_fit_no_column_are_there_all_the_same() {
    let text = r#"
ruleset: s
edition: 1.0.0
scales: {ada: {Ada: 1, Tidak: 0}}
criteria:
  - {id: a, weight: "9000000000000000000", answer: ada}
  - {id: b, weight: "9000000000000000000", answer: ada}
"#;
    let rules = RuleSet::from_yaml("s.yaml", text).unwrap();
    let (a, b) = ([0u8, 0], [0u8, 1]);
    let table = Table::new(2, "2024-05-31".parse().unwrap())
        .fact("a", Column::choices(&a[..], &["Ada", "Tidak"]))
        .fact("b", Column::choices(&b[..], &["Ada", "Tidak"]));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let low = |row: usize| outcomes.total().unwrap().points(row).unwrap().low.to_string();
    assert_eq!((low(0), low(1)), ("18000000000000000000".to_owned(), "9000000000000000000".to_owned()));
}

#[test]
fn awards_held_and_documents_count_by_column() {
    let rules = RuleSet::from_yaml(
        "s.yaml",
        &format!("{RULES}  - {{id: proved, requires: [{{id: seen, criterion: seen, is: [met]}}]}}\n").replace(
            "criteria:\n",
            "criteria:\n  - {id: seen, weight: 0, met_when: {guides: {at_least: 0}}, evidence: photo}\n",
        ),
    )
    .unwrap();
    let ones = [1u8, 1, 1, 1];
    let ramp = [0u8; 4];
    let issued = [day("2024-01-01"), day("2023-05-31"), day("2023-06-01"), day("2024-06-01")];
    let from = [day("2022-06-01"), day("2022-05-31"), day("2024-05-31"), 0];
    let table = Table::new(4, "2024-05-31".parse().unwrap())
        .fact("staff", Column::whole(&ones[..]))
        .fact("guides", Column::whole(&ones[..]))
        .fact("ramp", Column::choices(&ramp[..], &["Ada"]))
        .documents(predikat::batch::Documents::new("foto", "photo", &["seen"], Column::days(&issued)))
        .held(Held::new("silver", Column::days(&from).valid(Bits::new(&[0b0111], 0))));
    let mut outcomes = Outcomes::default();
    Batch::new(&rules).decide(&table, &mut outcomes).unwrap();
    let words = |award: &str| -> Vec<&str> {
        outcomes.award(award).unwrap().outcomes.iter().map(|outcome| outcome.unwrap().word()).collect()
    };
    // A photograph is valid for a year, silver is held for two.
    assert_eq!(words("proved"), ["eligible", "ineligible", "eligible", "ineligible"]);
    assert_eq!(words("gold"), ["eligible", "ineligible", "eligible", "ineligible"]);
}

#[test]
fn a_range_that_goes_past_32_or_64_bits_holds_by_column_too() {
    let past = [
        "min: 2147483648",
        "min: 2147483646.5",
        "min: \"100000000000000000000\"",
        "min: 0.00000000000000000001",
        "max: -2147483648",
        "max: -2147483646.5",
        "max: \"-100000000000000000000\"",
        "max: '1.00000000000000000001'",
        "min: \"-100000000000000000000\", max: \"100000000000000000000\"",
    ];
    let values =
        [i64::MIN, -2_147_483_649, -2_147_483_648, -2_147_483_647, -1, 0, 1, 2, 2_147_483_646, 2_147_483_647, i64::MAX];
    for range in past {
        let rules = format!(
            "
ruleset: r
edition: 1.0.0
facts:
  staff: {{type: integer, {range}}}
  rooms: {{type: integer, min: 1}}
  share: {{derive: {{ratio: [staff, rooms]}}}}
criteria: [{{id: enough, bands: {{of: share, steps: [{{at_least: -1, fraction: 1}}]}}}}]
"
        );
        let rules = RuleSet::from_yaml("r.yaml", &rules).unwrap();
        let batch = Batch::new(&rules);
        assert!(batch.is_by_column());
        let rooms = [1u8; 11];
        let table = Table::new(values.len(), "2024-05-31".parse().unwrap())
            .fact("staff", Column::whole(&values[..]))
            .fact("rooms", Column::whole(&rooms[..]));
        let mut outcomes = Outcomes::default();
        batch.decide(&table, &mut outcomes).unwrap();
        for (row, staff) in values.into_iter().enumerate() {
            let unit = format!("{{unit: u, as_of: 2024-05-31, facts: {{staff: \"{staff}\", rooms: 1}}}}");
            let by_itself = rules.bind(&DossierDocument::from_yaml("u.yaml", &unit).unwrap(), &BindOptions::new());
            let by_column = outcomes.refused().iter().all(|one| one.row != row);
            assert_eq!(by_column, by_itself.is_ok(), "{staff} within {range}");
            let points = outcomes.total().unwrap().points(row).map(|points| points.low);
            let expected = by_itself.ok().map(|unit| assess(&unit).total.points().unwrap().low.clone());
            assert_eq!(points, expected, "{staff} within {range}");
        }
    }
}
