//! One list of a record's keys, for both directions.

/// Makes a [`super::Form`] of a struct from the list of its keys.
///
/// A field is `required`; `optional`, an `Option`; or `plain`, a collection, left out when it is empty.
/// The rest have a way of their own: `facts`, answers by path; `cases`, spelt by two keys of the record;
/// `document` and `file`, which share a key (a document in place, or the name of its file); `rounding`, a mode
/// with its default; and `unit`, which a case of a suite may leave out.
/// `nulls` says that a null is as if the key were not there, as programs write it. What follows the keys
/// are fields that are not written.
macro_rules! record {
    ($type:ident $what:literal $($nulls:ident)? {
        $($field:ident $kind:ident $key:literal $(and $more:literal)?,)*
    } $($rest:ident)*) => {
        impl $type {
            /// Every key it may have.
            pub(crate) const KEYS: &'static [&'static str] = &[$($key, $($more,)?)*];
        }

        impl $crate::document::lower::Record for $type {
            const FIELDS: &'static [(&'static str, bool)] =
                &[$(($key, record!(@is_required $kind)), $(($more, false),)?)*];
            const NULLS: bool = record!(@nulls $($nulls)?);
        }

        impl $crate::document::lower::Form for $type {
            fn lower<'n>(
                node: &'n $crate::document::Node,
                low: &mut $crate::document::lower::Lowering<'n>,
            ) -> Option<$type> {
                use $crate::document::lower::Record;
                let nulls = $type::NULLS;
                let fields =
                    $crate::document::lower::fields::Fields::new(node, low, $what, $type::KEYS, nulls)?;
                $(let $field = record!(@lower $kind fields low $key);)*
                Some($type { $($field: record!(@take $kind $field),)* $($rest: Default::default(),)* })
            }

            #[allow(clippy::vec_init_then_push, reason = "some records have required keys only")]
            fn raise(&self) -> $crate::document::Node {
                let mut entries: Vec<(&str, $crate::document::Node)> = Vec::new();
                $(record!(@raise $kind entries (&self.$field) $key);)*
                $crate::document::lower::map_of(entries)
            }
        }
    };

    (@is_required required) => { true };
    (@is_required unit) => { true };
    (@is_required $kind:ident) => { false };

    (@nulls nulls) => { true };
    (@nulls) => { false };

    (@lower required $fields:ident $low:ident $key:literal) => { $fields.required($low, $key) };
    (@lower optional $fields:ident $low:ident $key:literal) => { $fields.optional($low, $key) };
    (@lower plain $fields:ident $low:ident $key:literal) => { $fields.optional($low, $key).unwrap_or_default() };
    (@lower rounding $fields:ident $low:ident $key:literal) => {
        $fields.optional($low, $key).unwrap_or($crate::number::RoundingMode::HalfUp)
    };
    (@lower unit $fields:ident $low:ident $key:literal) => {
        $crate::document::lower::documents::lower_unit(&$fields, $low, $key)
    };
    (@lower facts $fields:ident $low:ident $key:literal) => {
        $fields
            .optional_by($low, $key, |node, low| Some($crate::document::lower::facts::lower(node, low)))
            .unwrap_or_default()
    };
    (@lower cases $fields:ident $low:ident $key:literal) => {
        $crate::document::lower::condition::lower_cases(&$fields, $low)
    };
    (@lower file $fields:ident $low:ident $key:literal) => {
        $crate::document::lower::documents::lower_file(&$fields, $low, $key)
    };
    (@lower document $fields:ident $low:ident $key:literal) => {
        $crate::document::lower::documents::lower_inner(&$fields, $low, $key)
    };

    (@take required $field:ident) => { $field? };
    (@take unit $field:ident) => { $field? };
    (@take $kind:ident $field:ident) => { $field };

    (@raise required $entries:ident ($value:expr) $key:literal) => {
        $entries.push(($key, $crate::document::lower::Form::raise($value)));
    };
    (@raise rounding $entries:ident ($value:expr) $key:literal) => {
        $entries.push(($key, $crate::document::lower::Form::raise($value)));
    };
    (@raise unit $entries:ident ($value:expr) $key:literal) => {
        record!(@raise plain $entries ($value) $key);
    };
    (@raise plain $entries:ident ($value:expr) $key:literal) => {
        if !$value.is_empty() {
            $entries.push(($key, $crate::document::lower::Form::raise($value)));
        }
    };
    (@raise facts $entries:ident ($value:expr) $key:literal) => {
        if !$value.is_empty() {
            $entries.push(($key, $crate::document::lower::facts::raise($value)));
        }
    };
    (@raise cases $entries:ident ($value:expr) $key:literal) => {
        $crate::document::lower::condition::raise_cases($value.as_ref(), &mut $entries);
    };
    (@raise $kind:ident $entries:ident ($value:expr) $key:literal) => {
        if let Some(value) = $value {
            $entries.push(($key, $crate::document::lower::Form::raise(value)));
        }
    };
}
pub(super) use record;
