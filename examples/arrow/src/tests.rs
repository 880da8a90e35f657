use std::collections::BTreeSet;
use std::error::Error;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int8Type, Int64Type, UInt8Type, UInt16Type};
use arrow_array::{Array, Float64Array, RecordBatch};
use predikat::batch::{Batch, Bits, Integers, Outcomes, Values};
use predikat::document::Literal;
use predikat::dossier::BindOptions;
use predikat::{Date, DossierDocument, Number, RuleSet, assess};

use crate::population::{ACCESS, RULES, offices};
use crate::{read, write};

/// A whole batch, and a slice of it that starts in the middle of a byte of every bitmap.
fn batches() -> Result<[RecordBatch; 2], Box<dyn Error>> {
    let whole = offices(200)?;
    let slice = whole.slice(93, 101);
    Ok([whole, slice])
}

#[test]
fn nothing_is_copied() -> Result<(), Box<dyn Error>> {
    for batch in batches()? {
        for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            let same = match read::values(array)? {
                Values::Choices { codes: Integers::I8(codes), names } => {
                    let array = array.as_dictionary::<Int8Type>();
                    let text = array.values().as_string::<i32>();
                    std::ptr::eq(codes, &array.keys().values()[..])
                        && names.iter().enumerate().all(|(at, name)| std::ptr::eq(*name, text.value(at)))
                }
                Values::Bits(bits) => lies_in(bits, array.as_boolean().values().values(), array.offset()),
                Values::Whole(Integers::U16(values)) => {
                    std::ptr::eq(values, &array.as_primitive::<UInt16Type>().values()[..])
                }
                Values::Decimals { values, places: 2 } => {
                    std::ptr::eq(values, &array.as_primitive::<Decimal128Type>().values()[..])
                }
                Values::Days(days) => std::ptr::eq(days, &array.as_primitive::<Date32Type>().values()[..]),
                Values::Texts { bytes, offsets } => {
                    let array = array.as_string::<i32>();
                    std::ptr::eq(bytes, array.value_data()) && std::ptr::eq(offsets, array.value_offsets())
                }
                other => panic!("{}: {other:?}", field.name()),
            };
            assert!(same, "{}", field.name());
            if let Some(nulls) = array.nulls() {
                assert!(lies_in(read::valid(nulls), nulls.validity(), nulls.offset()), "{}", field.name());
            }
        }
    }
    Ok(())
}

fn lies_in(bits: Bits<'_>, bytes: &[u8], offset: usize) -> bool {
    std::ptr::eq(bits.bytes(), bytes) && bits.offset() == offset
}

#[test]
fn a_slice_starts_inside_a_byte() -> Result<(), Box<dyn Error>> {
    let [_, slice] = batches()?;
    let desk = slice.column_by_name("desk").ok_or("there is a desk")?;
    assert_eq!(desk.nulls().map(|nulls| nulls.offset() % 8), Some(5));
    Ok(())
}

/// The dossier of a row, each value read by Arrow's own accessors.
fn dossier(batch: &RecordBatch, row: usize) -> DossierDocument {
    let mut document = DossierDocument { unit: format!("office-{row}"), ..DossierDocument::default() };
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        if array.is_null(row) {
            continue;
        }
        let number = |value: i64, over: i64| Literal::number(&Number::ratio(value, over).expect("not zero"));
        let literal = match field.name().as_str() {
            "access.ramp" | "access.toilet" => {
                let array = array.as_dictionary::<Int8Type>();
                let at = array.key(row).expect("it is there");
                Literal::text(array.values().as_string::<i32>().value(at))
            }
            "desk" => Literal::boolean(array.as_boolean().value(row)),
            "staff" | "trained" => number(i64::from(array.as_primitive::<UInt16Type>().value(row)), 1),
            "survey" => number(array.as_primitive::<Decimal128Type>().value(row) as i64, 100),
            "audited" => {
                let days = array.as_primitive::<Date32Type>().value(row);
                let epoch = Date::new(1970, 1, 1).expect("a date");
                Literal::text(epoch.plus_days(i64::from(days)).expect("a date").to_string())
            }
            _ => Literal::text(array.as_string::<i32>().value(row)),
        };
        document.facts.insert(field.name().clone(), literal);
    }
    document
}

/// Decides batches, and each of their units by itself; gives how many were decided by column, and the outcomes seen.
fn decide(rules: &str, batches: [RecordBatch; 2]) -> Result<(usize, BTreeSet<String>), Box<dyn Error>> {
    let (rules, as_of) = (RuleSet::from_yaml("offices.yaml", rules)?, "2024-05-31".parse()?);
    let (mut outcomes, mut by_column, mut seen) = (Outcomes::default(), 0, BTreeSet::new());
    for batch in batches {
        Batch::new(&rules).decide(&read::table(&batch, as_of)?, &mut outcomes)?;
        assert!(outcomes.refused().is_empty(), "{:?}", outcomes.refused());
        by_column += outcomes.rows() - outcomes.by_row();
        let written = write::outcomes(&outcomes)?;
        assert_eq!(written.num_rows(), batch.num_rows());
        let column = |name: &str| written.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
        let number = |score: &str, end: &str, row: usize| {
            let whole = |part: &str| column(&format!("{score}.{part}")).as_primitive::<Int64Type>().value(row);
            Number::ratio(whole(end), whole("over")).expect("not zero")
        };
        for row in 0..batch.num_rows() {
            let one = assess(&rules.bind(&dossier(&batch, row), &BindOptions::new().as_of(as_of))?);
            let total = one.total.points().expect("there is a score");
            let groups = ["access", "service"].iter().filter_map(|name| Some((*name, one.criteria.get(*name)?)));
            let groups = groups.map(|(name, group)| (name, &group.low, &group.high));
            for (name, low, high) in groups.chain([("total", &total.low, &total.high)]) {
                assert_eq!(&number(name, "low", row), low, "{name}, row {row}");
                assert_eq!(&number(name, "high", row), high, "{name}, row {row}");
            }
            for (name, award) in &one.awards {
                let words = column(name).as_dictionary::<UInt8Type>();
                let word = words.values().as_string::<i32>().value(words.key(row).expect("it was decided"));
                assert_eq!(word, award.outcome.word(), "row {row}");
                seen.insert(format!("{name}: {word}"));
            }
        }
    }
    Ok((by_column, seen))
}

#[test]
fn a_batch_decides_as_units_one_at_a_time() -> Result<(), Box<dyn Error>> {
    let (_, seen) = decide(RULES, batches()?)?;
    // The population has every outcome of both awards.
    assert_eq!(seen.len(), 6, "{seen:?}");
    Ok(())
}

#[test]
fn so_it_does_by_column() -> Result<(), Box<dyn Error>> {
    let [whole, slice] = batches()?;
    let columns = [0, 1, 2, 3, 4];
    let (by_column, seen) = decide(ACCESS, [whole.project(&columns)?, slice.project(&columns)?])?;
    assert!(by_column > 200, "{by_column}");
    assert_eq!(seen.len(), 3, "{seen:?}");
    Ok(())
}

#[test]
fn a_type_without_exact_values_is_refused() {
    let refused = read::column(&Float64Array::from(vec![0.5])).expect_err("floats are not facts");
    assert_eq!(refused.to_string(), "Cast error: no facts are read from Float64 as it is: cast it first");
}
