//! Whole documents, alone and inside a suite.

use std::collections::HashSet;
use std::sync::Arc;

use super::fields::Fields;
use super::{Form, Lowering};
use crate::diagnostic::{Code, Diagnostic, SourceText, Span};
use crate::document::{ActionsDocument, DossierDocument, Limits, Node, Origin, RuleDocument, SuiteDocument, Value};

/// A form that keeps where it was read from.
pub(crate) trait Document: Form + Default {
    /// Where it was read from.
    fn origin_mut(&mut self) -> &mut Origin;
}

macro_rules! documents {
    ($($type:ty),*) => {$(
        impl Document for $type {
            fn origin_mut(&mut self) -> &mut Origin {
                &mut self.origin
            }
        }
    )*};
}
documents!(RuleDocument, DossierDocument, SuiteDocument, ActionsDocument);

/// The document of a tree, with the problems of its shape, and those that were found before, in its origin.
pub(crate) fn lower_tree<T: Document>(
    sources: Vec<Arc<SourceText>>,
    tree: Node,
    before: Vec<Diagnostic>,
    limits: &Limits,
) -> T {
    lower_with(sources, tree, before, limits, false)
}

/// The document of a tree that was put together from others, with those of the problems known before that it does not
/// show again.
pub(crate) fn lower_again<T: Document>(
    sources: Vec<Arc<SourceText>>,
    tree: Node,
    before: Vec<Diagnostic>,
    limits: &Limits,
) -> T {
    let mut first: T = lower_tree(sources.clone(), tree.clone(), Vec::new(), limits);
    let shown: HashSet<_> = first.origin_mut().problems().iter().map(said).collect();
    let rest: Vec<Diagnostic> = before.into_iter().filter(|problem| !shown.contains(&said(problem))).collect();
    if rest.is_empty() { first } else { lower_tree(sources, tree, rest, limits) }
}

/// What a problem says, and where in a text.
fn said(problem: &Diagnostic) -> (Code, &str, Option<(&str, Span)>) {
    let at = problem.place.at.as_ref().map(|(source, span)| (source.name.as_str(), *span));
    (problem.code, &problem.message, at)
}

fn lower_with<T: Document>(
    sources: Vec<Arc<SourceText>>,
    tree: Node,
    mut problems: Vec<Diagnostic>,
    limits: &Limits,
    unnamed: bool,
) -> T {
    // what was read from a text was held to the limits there
    if let Some(problem) = sources.is_empty().then(|| limits.exceeded(&tree)).flatten() {
        let mut document = T::default();
        *document.origin_mut() = Origin::new(sources, Node::new(Value::Null), vec![problem], *limits);
        tree.take_apart();
        return document;
    }
    let mut low = Lowering::new(&sources, limits);
    low.unnamed = unnamed;
    let mut document = T::lower(&tree, &mut low).unwrap_or_default();
    problems.extend(low.finish());
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    *document.origin_mut() = Origin::new(sources, tree, problems, *limits);
    document
}

/// A document inside another, with an origin of its own; the name of a file in its place is read elsewhere.
pub(super) fn lower_inner<'n, T: Document>(
    fields: &Fields<'n>,
    low: &mut Lowering<'n>,
    key: &'static str,
) -> Option<T> {
    let may_be_file = key == "given";
    if may_be_file && matches!(fields.node.get(key), Some(Node { value: Value::Scalar(_), .. })) {
        return None;
    }
    fields.optional_by(low, key, |node, low| {
        low.mapping(node, if may_be_file { "a dossier, or the name of its file" } else { "a rule set" })?;
        Some(lower_with(low.sources.to_vec(), node.clone(), Vec::new(), low.limits, true))
    })
}

/// The name of a file in place of a document.
pub(super) fn lower_file<'n>(fields: &Fields<'n>, low: &mut Lowering<'n>, key: &'static str) -> Option<String> {
    match fields.node.get(key) {
        Some(Node { value: Value::Scalar(_), .. }) => fields.optional(low, key),
        _ => None,
    }
}

/// The unit of a dossier, which only a case of a suite may leave out, and none may leave blank.
pub(super) fn lower_unit<'n>(fields: &Fields<'n>, low: &mut Lowering<'n>, key: &'static str) -> Option<String> {
    if let Some(Node { value: Value::Scalar(scalar), at }) = fields.node.get(key)
        && scalar.text.trim().is_empty()
    {
        let help = "write the name of the unit, in lower-case letters, digits, `_` and `-`".to_owned();
        low.at_key(key, |low| low.report(Code::BadId, *at, format!("`{key}` is blank"), Some(help)));
    }
    if low.unnamed { Some(fields.optional(low, key).unwrap_or_default()) } else { fields.required(low, key) }
}
