//! The fields of a record, one by one.

use super::{Code, Form, Lowering, Node, Value};

/// A mapping whose keys are the fields of a record.
pub(super) struct Fields<'n> {
    pub(super) node: &'n Node,
    what: &'static str,
    null_is_absent: bool,
}

impl<'n> Fields<'n> {
    /// The fields of `what`, with each key that is none of `keys` reported.
    pub(super) fn new(
        node: &'n Node,
        low: &mut Lowering<'n>,
        what: &'static str,
        keys: &[&str],
        null_is_absent: bool,
    ) -> Option<Fields<'n>> {
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            _ => low.mapping(node, &format!("{what}, a mapping"))?,
        };
        low.only(entries, keys, what);
        Some(Fields { node, what, null_is_absent })
    }

    /// The field at `key`, where it is given and right.
    pub(super) fn optional<T: Form>(&self, low: &mut Lowering<'n>, key: &'static str) -> Option<T> {
        self.optional_by(low, key, T::lower)
    }

    /// The field at `key` by a reading of its own.
    pub(super) fn optional_by<T>(
        &self,
        low: &mut Lowering<'n>,
        key: &'static str,
        lower: impl FnOnce(&'n Node, &mut Lowering<'n>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.node.entry(key)?;
        if matches!(entry.value.value, Value::Null) {
            if !self.null_is_absent {
                let message = format!("`{key}` has no value");
                let help = "give it one, indented below it if it is a list or a mapping, or take the key away";
                let at = entry.key_at;
                low.at_key(key, |low| low.report(Code::WrongShape, at, message, Some(help.to_owned())));
            }
            return None;
        }
        low.at_key(key, |low| lower(&entry.value, low))
    }

    /// The field at `key`, which must be given; where it is missing or wrong, what stands in for it.
    pub(super) fn required<T: Form>(&self, low: &mut Lowering<'n>, key: &'static str) -> Option<T> {
        let given = self.node.get(key).is_some_and(|node| !self.null_is_absent || node.value != Value::Null);
        if !given {
            let message = format!("`{key}` is missing");
            low.report(Code::MissingKey, self.node.at, message, Some(format!("{} needs `{key}`", self.what)));
        }
        self.optional(low, key).or_else(T::stand_in)
    }
}
