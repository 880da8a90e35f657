//! A record batch as a table: every value stays where it is.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{ArrowError, DataType};
use predikat::Date;
use predikat::batch::{Bits, Column, Integers, Table, Values};

/// The table of a record batch: each column is the fact of its name.
pub fn table(batch: &RecordBatch, as_of: Date) -> Result<Table<'_>, ArrowError> {
    let mut table = Table::new(batch.num_rows(), as_of);
    for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        // The names of a batch live in its schema, which the batch lends as long as its columns.
        table = table.fact(field.name(), column(array)?);
    }
    Ok(table)
}

/// An array as a column: its values, and which of them are there.
pub fn column(array: &dyn Array) -> Result<Column<'_>, ArrowError> {
    let column = Column::new(values(array)?);
    Ok(match array.nulls() {
        Some(nulls) => column.valid(valid(nulls)),
        None => column,
    })
}

/// The validity of an array. Of a slice the bitmap is that of the whole, from an offset on.
pub fn valid(nulls: &NullBuffer) -> Bits<'_> {
    Bits::new(nulls.validity(), nulls.offset())
}

/// The values of an array.
pub fn values(array: &dyn Array) -> Result<Values<'_>, ArrowError> {
    use DataType::{Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64};
    Ok(match array.data_type() {
        DataType::Boolean => Values::Bits(bits(array.as_boolean().values())),
        Int8 => Values::Whole(array.as_primitive::<Int8Type>().values()[..].into()),
        Int16 => Values::Whole(array.as_primitive::<Int16Type>().values()[..].into()),
        Int32 => Values::Whole(array.as_primitive::<Int32Type>().values()[..].into()),
        Int64 => Values::Whole(array.as_primitive::<Int64Type>().values()[..].into()),
        UInt8 => Values::Whole(array.as_primitive::<UInt8Type>().values()[..].into()),
        UInt16 => Values::Whole(array.as_primitive::<UInt16Type>().values()[..].into()),
        UInt32 => Values::Whole(array.as_primitive::<UInt32Type>().values()[..].into()),
        UInt64 => Values::Whole(array.as_primitive::<UInt64Type>().values()[..].into()),
        DataType::Decimal128(_, scale @ 0..) => {
            Values::Decimals { values: array.as_primitive::<Decimal128Type>().values(), places: scale.unsigned_abs() }
        }
        DataType::Date32 => Values::Days(array.as_primitive::<Date32Type>().values()),
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            Values::Texts { bytes: texts.value_data(), offsets: texts.value_offsets() }
        }
        DataType::Dictionary(keys, _) => match **keys {
            Int8 => choices::<Int8Type>(array)?,
            Int16 => choices::<Int16Type>(array)?,
            Int32 => choices::<Int32Type>(array)?,
            Int64 => choices::<Int64Type>(array)?,
            UInt8 => choices::<UInt8Type>(array)?,
            UInt16 => choices::<UInt16Type>(array)?,
            UInt32 => choices::<UInt32Type>(array)?,
            UInt64 => choices::<UInt64Type>(array)?,
            _ => return Err(refused(array)),
        },
        _ => return Err(refused(array)),
    })
}

/// The bits of a buffer, from its offset on.
fn bits(buffer: &BooleanBuffer) -> Bits<'_> {
    Bits::new(buffer.values(), buffer.offset())
}

/// The answers of a dictionary array: its keys are the codes. The list of names is new, the names are not.
fn choices<Key: ArrowDictionaryKeyType>(array: &dyn Array) -> Result<Values<'_>, ArrowError>
where
    for<'a> &'a [Key::Native]: Into<Integers<'a>>,
{
    let array = array.as_dictionary::<Key>();
    let names = array.values().as_string_opt::<i32>().ok_or_else(|| refused(array))?;
    // A null among the names would be an answer that is missing: Arrow allows it, and nobody writes it.
    let names = names.iter().collect::<Option<Vec<&str>>>().ok_or_else(|| refused(array))?;
    Ok(Values::Choices { codes: array.keys().values()[..].into(), names })
}

fn refused(array: &dyn Array) -> ArrowError {
    ArrowError::CastError(format!("no facts are read from {} as it is: cast it first", array.data_type()))
}
