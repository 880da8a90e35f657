//! Columns that do not fit the rows of their table are refused, with what was found and what was expected; nothing is
//! shifted, and nothing panics.
#![cfg(feature = "yaml")]

use predikat::batch::{Batch, Bits, Column, Documents, Held, Outcomes, Table, Values};
use predikat::{DossierDocument, RuleSet};

const RULES: &str = "
ruleset: c
edition: 1.0.0
scales: {ada: {Ada: 1, Tidak: 0}}
facts:
  staff: {type: integer, min: 0}
  share: {type: decimal, min: 0, max: 1}
  ready: {type: boolean}
  since: {type: date}
  code: {type: text}
evidence: {photo: {}}
criteria:
  - {id: ramp, answer: ada}
  - {id: ok, met_when: {staff: {at_least: 3}, share: {at_least: 0.5}, ready: true, since: {answered: true}, code: {min_length: 2}}, evidence: photo}
awards: [{id: pass, requires: [{id: total, score: total, at_least: 1}]}]
";

fn table<'a>(rows: usize) -> Table<'a> {
    Table::new(rows, "2024-06-01".parse().unwrap())
}

/// What is wrong with a table as a whole; the outcomes of its rows where nothing is.
fn decided(table: &Table<'_>) -> Result<Vec<String>, Vec<String>> {
    let rules = RuleSet::from_yaml("c.yaml", RULES).unwrap();
    let mut outcomes = Outcomes::default();
    match Batch::new(&rules).decide(table, &mut outcomes) {
        Ok(()) => Ok((0..outcomes.rows())
            .map(|row| {
                if outcomes.refused().iter().any(|one| one.row == row) {
                    return "refused".to_owned();
                }
                let points = outcomes.total().unwrap().points(row).unwrap();
                if points.low == points.high {
                    points.low.to_string()
                } else {
                    format!("{}..{}", points.low, points.high)
                }
            })
            .collect()),
        Err(problems) => Err(problems.iter().map(|one| format!("{}: {}", one.code, one.message)).collect()),
    }
}

#[track_caller]
fn refused(name: &str, column: Column<'_>, message: &str) {
    let found = decided(&table(3).fact(name, column)).unwrap_err();
    assert_eq!(found, [format!("wrong-columns: {message}")]);
}

#[test]
fn there_is_a_value_for_each_row_and_no_more() {
    refused("staff", Column::whole(&[1u8, 2][..]), "the column `staff` has 2 values, and the table has 3 rows");
    refused("staff", Column::whole(&[1i64, 2, 3, 4][..]), "the column `staff` has 4 values, and the table has 3 rows");
    let codes = [0u16, 1];
    let column = Column::choices(&codes[..], &["Ada", "Tidak"]);
    refused("ramp", column, "the column `ramp` has 2 codes, and the table has 3 rows");
    let column = Column::truths(&[true, false, true, true]);
    refused("ready", column, "the column `ready` has 4 values, and the table has 3 rows");
    refused("since", Column::days(&[0]), "the column `since` has 1 days, and the table has 3 rows");
    let column = Column::new(Values::Decimals { values: &[1, 2], places: 1 });
    refused("share", column, "the column `share` has 2 values, and the table has 3 rows");
    // One of two that belong together is not cut off to the other.
    let column = Column::new(Values::Fractions { numerators: &[1, 1, 1], denominators: &[2, 2] });
    refused("share", column, "the column `share` has 2 denominators, and the table has 3 rows");
    let column = Column::new(Values::Fractions { numerators: &[1, 1], denominators: &[2, 2, 2] });
    refused("share", column, "the column `share` has 2 numerators, and the table has 3 rows");
    let column = Column::new(Values::Fractions { numerators: &[1], denominators: &[2, 2, 2, 2] });
    assert_eq!(decided(&table(3).fact("share", column)).unwrap_err().len(), 2);
}

#[test]
fn a_mask_has_a_bit_for_each_row() {
    let nine = [3u8; 9];
    let with = |valid: Bits<'static>| {
        let column = Column::whole(&nine[..]).valid(valid);
        decided(&table(9).fact("staff", column)).map_err(|found| found.join("\n"))
    };
    static MASK: [u8; 2] = [0xff, 0xff];
    let message = |bits: usize, bytes: usize, offset: usize| {
        Err(format!(
            "wrong-columns: the `valid` mask of the column `staff` has {bits} bits ({bytes} bytes from bit {offset} on), \
             and the table has 9 rows"
        ))
    };
    assert_eq!(with(Bits::new(&MASK[..1], 0)), message(8, 1, 0));
    assert_eq!(with(Bits::new(&[], 0)), message(0, 0, 0));
    assert_eq!(with(Bits::new(&MASK, 8)), message(8, 2, 8));
    // An offset beyond the bytes, however far.
    assert_eq!(with(Bits::new(&MASK, 17)), message(0, 2, 17));
    assert_eq!(with(Bits::new(&MASK, usize::MAX)), message(0, 2, usize::MAX));
    assert!(with(Bits::new(&MASK, 7)).is_ok() && with(Bits::new(&MASK, 0)).is_ok());
    assert!(!Bits::new(&MASK, usize::MAX).get(usize::MAX) && Bits::new(&MASK, usize::MAX).is_empty());
    // Bits that are the values themselves.
    let column = Column::bits(Bits::new(&MASK, 14));
    refused("ready", column, "the column `ready` has 2 bits (2 bytes from bit 14 on), and the table has 3 rows");
    let column = Column::bits(Bits::new(&MASK, 0)).valid(Bits::new(&MASK, 15));
    refused(
        "ready",
        column,
        "the `valid` mask of the column `ready` has 1 bits (2 bytes from bit 15 on), and the table has 3 rows",
    );
}

#[test]
fn a_mask_counts_from_its_offset() {
    // Rows 1 and 3 are there: bits 4 and 6 of a mask that begins at bit 3.
    let ramp = [0u8; 4];
    let column = Column::choices(&ramp[..], &["Ada"]).valid(Bits::new(&[0b0101_0000], 3));
    let outcomes = decided(&table(4).fact("ramp", column)).unwrap();
    assert_eq!(
        outcomes,
        ["0..2", "1..2", "0..2", "1..2"].map(|text| text.replace("..2", "..1")).map(|text| {
            // Without evidence the other criterion is worth nothing.
            if text == "1..1" { "1".to_owned() } else { text }
        })
    );
}

#[test]
fn texts_lie_between_offsets_that_do_not_fall() {
    let texts = |bytes: &'static [u8], offsets: &'static [i32]| Column::new(Values::Texts { bytes, offsets });
    let bytes = b"abcdef";
    let count = |count: usize| {
        format!("the column `code` has {count} offsets, and the table has 3 rows, which take one more than rows")
    };
    refused("code", texts(bytes, &[0, 2, 4]), &count(3));
    refused("code", texts(bytes, &[0, 2, 4, 6, 6]), &count(5));
    refused("code", texts(bytes, &[]), &count(0));
    refused("code", texts(bytes, &[0, 4, 2, 6]), "the column `code` has offsets that fall from 4 to 2 at row 1");
    refused("code", texts(bytes, &[-2, 2, 4, 6]), "the column `code` has offsets that start below zero, at -2");
    refused("code", texts(bytes, &[0, 2, 4, 7]), "the column `code` has offsets up to 7, and 6 bytes of text");
    // Choices by name stand in texts too.
    refused("ramp", texts(b"AdaAda", &[0, 3, 6]), &count(3).replace("code", "ramp"));
    // A slice of a longer column: offsets need not begin at nothing, nor end with the text.
    assert_eq!(decided(&table(2).fact("ramp", texts(b"xxAdaTidakyy", &[2, 5, 10]))).unwrap(), ["1", "0"],);
    // What is no text is refused by itself.
    assert_eq!(decided(&table(2).fact("ramp", texts(b"Ada\xff\xfe", &[0, 3, 5]))).unwrap(), ["1", "refused"]);
    assert!(decided(&table(0).fact("code", texts(b"", &[]))).unwrap().is_empty());
    assert!(decided(&table(0).fact("code", texts(b"", &[0]))).unwrap().is_empty());
}

#[test]
fn days_of_documents_and_awards_fit_too() {
    let short = || Column::days(&[0, 0]);
    let whole = || Column::days(&[0, 0, 0]);
    let found = decided(
        &table(3)
            .documents(Documents::new("foto", "photo", &["ok"], short()).expires(whole().valid(Bits::new(&[], 0))))
            .held(Held::new("pass", whole()).until(Column::truths(&[true])).revoked(short())),
    )
    .unwrap_err();
    assert_eq!(
        found,
        [
            "wrong-literal: the column `until` of the award `pass` holds no days",
            "wrong-columns: the column `revoked` of the award `pass` has 2 days, and the table has 3 rows",
            "wrong-columns: the column `issued` of the document `foto` has 2 days, and the table has 3 rows",
            "wrong-columns: the `valid` mask of the column `expires` of the document `foto` has 0 bits (0 bytes from \
             bit 0 on), and the table has 3 rows",
        ]
    );
}

#[test]
fn dossiers_beside_the_columns_have_a_row_of_their_own() {
    let dossier = || DossierDocument { unit: "u".into(), ..DossierDocument::default() };
    let found = decided(&table(2).more(1, dossier()).more(2, dossier()).more(1, dossier()).more(usize::MAX, dossier()));
    assert_eq!(
        found.unwrap_err(),
        [
            "wrong-columns: a dossier is given for row 2, and the table has 2 rows".to_owned(),
            format!("wrong-columns: a dossier is given for row {}, and the table has 2 rows", usize::MAX),
            "wrong-columns: 2 dossiers are given for row 1".to_owned(),
        ]
    );
    assert!(decided(&table(2).more(1, dossier()).more(0, dossier())).is_ok());
}
