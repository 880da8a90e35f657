//! Dossiers from Rust values, straight to their answers.

use std::fmt::{self, Display, Write};

use num_traits::ToPrimitive;
use serde::{Serialize, Serializer, ser};

use super::draft::Draft;
use super::names::{Key, Within};
use super::quick::Quick;
use super::usual::has_few_digits;
use crate::document::{DossierDocument, Style, is_long};
use crate::dossier::Dossier;

/// The dossier of `facts`, and of `rest` for all else.
pub(super) fn read<T: Serialize + ?Sized>(quick: &Quick<'_>, facts: &T, rest: &DossierDocument) -> Option<Dossier> {
    let is_for_others = rest.ruleset.as_ref().is_some_and(|named| named != quick.rules.id());
    if is_for_others || !rest.facts.is_empty() || !rest.rounds.is_empty() || !rest.origin.problems().is_empty() {
        return None;
    }
    let mut draft = Draft::new(quick);
    draft.unit = Some(rest.unit.as_str().into());
    draft.title.clone_from(&rest.title);
    draft.as_of = rest.as_of;
    let has_papers = !(rest.evidence.is_empty()
        && rest.exceptions.is_empty()
        && rest.awards.is_empty()
        && rest.obstacles.is_empty());
    if has_papers {
        draft.papers = Some(quick.papers(rest)?);
    }
    facts.serialize(Place { draft: &mut draft, key: None, within: Some(quick.names.top) }).ok()?;
    draft.finish()
}

/// A value is not plainly right.
#[derive(Debug, thiserror::Error)]
#[error("the value goes by way of the tree")]
struct Unusual;

impl ser::Error for Unusual {
    fn custom<T: Display>(_: T) -> Unusual {
        Unusual
    }
}

/// Where a value stands among the answers.
struct Place<'d, 'q, 't> {
    draft: &'d mut Draft<'q, 't>,
    /// The key whose value it is; none for the whole.
    key: Option<&'q Key>,
    /// The mapping that it may be.
    within: Option<Within>,
}

type Done = Result<(), Unusual>;

impl Place<'_, '_, '_> {
    fn answer(self, text: &str, style: Style) -> Done {
        self.draft.answer(self.key.ok_or(Unusual)?, text, style).ok_or(Unusual)
    }

    /// A number's text, in quotes where it is long.
    fn integer(self, value: &(impl Display + ToPrimitive)) -> Done {
        if let Some(whole) = value.to_i64().filter(|whole| has_few_digits(*whole))
            && self.draft.answer_whole(self.key.ok_or(Unusual)?, whole).is_some()
        {
            return Ok(());
        }
        let text = Short::of(value).ok_or(Unusual)?;
        let text = text.as_str();
        self.answer(text, if is_long(text) { Style::Quoted } else { Style::Number })
    }

    fn float(self, is_finite: bool, value: &impl Display) -> Done {
        let text = Short::of(value).ok_or(Unusual)?;
        let text = text.as_str();
        if !is_finite || is_long(text) {
            return Err(Unusual);
        }
        self.answer(text, Style::Number)
    }
}

/// Methods that write an integer exactly.
macro_rules! integers {
    ($($method:ident $type:ty;)*) => {$(
        fn $method(self, value: $type) -> Done {
            self.integer(&value)
        }
    )*};
}

impl<'d, 'q, 't> Serializer for Place<'d, 'q, 't> {
    type Ok = ();
    type Error = Unusual;
    type SerializeSeq = ser::Impossible<(), Unusual>;
    type SerializeTuple = ser::Impossible<(), Unusual>;
    type SerializeTupleStruct = ser::Impossible<(), Unusual>;
    type SerializeTupleVariant = ser::Impossible<(), Unusual>;
    type SerializeMap = Fields<'d, 'q, 't>;
    type SerializeStruct = Fields<'d, 'q, 't>;
    type SerializeStructVariant = ser::Impossible<(), Unusual>;

    integers! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64; serialize_i128 i128;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64; serialize_u128 u128;
    }

    fn serialize_bool(self, value: bool) -> Done {
        self.answer(if value { "true" } else { "false" }, Style::Boolean)
    }

    fn serialize_f32(self, value: f32) -> Done {
        self.float(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Done {
        self.float(value.is_finite(), &value)
    }

    fn serialize_char(self, value: char) -> Done {
        self.answer(value.encode_utf8(&mut [0; 4]), Style::Quoted)
    }

    fn serialize_str(self, value: &str) -> Done {
        self.answer(value, Style::Quoted)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Done {
        match Short::of(value) {
            Some(text) => self.answer(text.as_str(), Style::Quoted),
            None => self.answer(&value.to_string(), Style::Quoted),
        }
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        Err(Unusual)
    }

    fn serialize_none(self) -> Done {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.answer(variant, Style::Quoted)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        Err(Unusual)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Unusual> {
        Err(Unusual)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unusual> {
        Err(Unusual)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unusual> {
        Err(Unusual)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unusual> {
        Err(Unusual)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'d, 'q, 't>, Unusual> {
        self.within.ok_or(Unusual)?;
        Ok(Fields { place: self, next: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'d, 'q, 't>, Unusual> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unusual> {
        Err(Unusual)
    }
}

/// A map or struct whose keys are facts, or lead to some.
struct Fields<'d, 'q, 't> {
    place: Place<'d, 'q, 't>,
    /// The key whose value comes next.
    next: Option<&'q Key>,
}

impl<'q> Fields<'_, 'q, '_> {
    fn key(&mut self, key: &str) -> Result<&'q Key, Unusual> {
        let within = self.place.within.ok_or(Unusual)?;
        self.place.draft.key(within, key).ok_or(Unusual)
    }

    fn value<T: Serialize + ?Sized>(&mut self, key: &'q Key, value: &T) -> Done {
        value.serialize(Place { draft: self.place.draft, key: Some(key), within: key.within })
    }
}

impl ser::SerializeStruct for Fields<'_, '_, '_> {
    type Ok = ();
    type Error = Unusual;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        let key = self.key(key)?;
        self.value(key, value)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

impl ser::SerializeMap for Fields<'_, '_, '_> {
    type Ok = ();
    type Error = Unusual;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        let key = AsText(key);
        self.next = Some(match Short::of(&key) {
            Some(key) => self.key(key.as_str())?,
            None => {
                let mut long = String::new();
                write!(long, "{key}").map_err(|_| Unusual)?;
                self.key(&long)?
            }
        });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        let key = self.next.take().ok_or(Unusual)?;
        self.value(key, value)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

/// A key, as its text: `serde` writes whatever is one scalar.
struct AsText<'k, T: ?Sized>(&'k T);

impl<T: Serialize + ?Sized> Display for AsText<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

/// A short text, kept without a place in memory of its own.
struct Short {
    bytes: [u8; 64],
    length: usize,
}

impl Short {
    /// What `value` writes, where it is short.
    fn of<T: Display + ?Sized>(value: &T) -> Option<Short> {
        let mut short = Short { bytes: [0; 64], length: 0 };
        write!(short, "{value}").ok()?;
        Some(short)
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
