//! How a group's points are made, and which of its keys mean something.

use super::outline::{Item, Outline};
use super::scope::Scope;
use crate::Number;
use crate::diagnostic::Code;
use crate::document::{self, NotApplicable, Rounding};
use crate::rule_set::{Aggregate, Group};

/// The group of an item.
pub(super) fn group(scope: &Scope<'_>, outline: &Outline<'_>, item: &Item<'_>) -> Group {
    let (written, at) = (&item.written, &item.at);
    if item.children.is_empty() && item.parent.is_some() {
        let finding =
            scope.findings.at(Code::EmptyGroup, &at.key("criteria"), format!("no criterion is in `{}`", item.path));
        scope.findings.push_absence(finding.help("list its criteria, or take it out"));
    }
    let linear = matches!(written.aggregate, None | Some(document::Aggregate::Sum | document::Aggregate::Mean));
    if let Some(share) = &written.at_most_share {
        let place = at.key("at_most_share");
        scope.fraction(share, &place);
        if !linear {
            scope.misplaced(
                &place,
                "`at_most_share` means nothing in this aggregate",
                "it belongs to a `sum` or a `mean`",
            );
        }
    }
    if written.floor.is_some() && written.aggregate != Some(document::Aggregate::Deduct) {
        scope.misplaced(
            &at.key("floor"),
            "`floor` means nothing without `deduct`",
            "leave it out, or write `aggregate: deduct`",
        );
    }
    for child in outline.children(item).filter(|child| child.written.bonus == Some(true) && !linear) {
        let help = "a bonus belongs to a `sum` or a `mean`: move it to a group of that kind";
        scope.misplaced(
            &child.at.key("bonus"),
            &format!("`{}` is no bonus: its group adds nothing up", child.path),
            help,
        );
    }
    rounding(scope, written.round.as_ref(), item);
    Group {
        aggregate: aggregate(scope, outline, item),
        not_applicable: written.not_applicable.unwrap_or(NotApplicable::Redistribute),
        at_most_share: written.at_most_share.clone(),
        when_empty: written.when_empty,
        cap: written.cap.clone(),
        round: written.round,
    }
}

fn aggregate(scope: &Scope<'_>, outline: &Outline<'_>, item: &Item<'_>) -> Aggregate {
    let children = outline.children(item).filter(|child| child.written.bonus != Some(true)).count();
    let counted = |n: u32, key: &str| {
        let n = n as usize;
        if n == 0 || n > children {
            let message = format!("`{key}: {n}` of {children} criteria");
            let finding = scope.findings.at(Code::ImpossibleCount, &item.at.key("aggregate").key(key), message);
            scope.findings.push(finding.help(format!("write a number from 1 to {children}")));
        }
        n.max(1)
    };
    match item.written.aggregate.as_ref().unwrap_or(&document::Aggregate::Sum) {
        document::Aggregate::Sum => Aggregate::Sum,
        document::Aggregate::Mean => Aggregate::Mean,
        document::Aggregate::Min => Aggregate::Min,
        document::Aggregate::Max => Aggregate::Max,
        document::Aggregate::Best(k) => Aggregate::Best(counted(*k, "best")),
        document::Aggregate::All => Aggregate::All,
        document::Aggregate::Any => Aggregate::Any,
        document::Aggregate::AtLeast(n) => Aggregate::AtLeast(counted(*n, "at_least")),
        document::Aggregate::Deduct => Aggregate::Deduct { floor: item.written.floor.clone().unwrap_or(Number::ZERO) },
    }
}

fn rounding(scope: &Scope<'_>, round: Option<&Rounding>, item: &Item<'_>) {
    scope.rounding(round, &item.at.key("round"));
}

impl Scope<'_> {
    /// Reports a rounding to more places than there can be.
    pub(super) fn rounding(&self, round: Option<&Rounding>, at: &crate::diagnostic::Pointer) {
        if let Some(round) = round.filter(|round| round.places > 18) {
            let finding =
                self.findings.at(Code::OutOfRange, &at.key("places"), format!("{} decimal places", round.places));
            self.findings.push(finding.help("write a number from 0 to 18"));
        }
    }
}

/// Reports keys of a group that stand on a leaf, and the other way round.
pub(super) fn keys(scope: &Scope<'_>, item: &Item<'_>) {
    let c = &item.written;
    if item.parent.is_none() {
        return;
    }
    let (given, help): (Vec<(&str, bool)>, &str) = if item.is_group {
        let scorers = [
            ("answer", c.answer.is_some()),
            ("fact", c.fact.is_some()),
            ("scale", c.scale.is_some()),
            ("met_when", c.met_when.is_some()),
            ("bands", c.bands.is_some()),
            ("linear", c.linear.is_some()),
            ("ratio", c.ratio.is_some()),
            ("count", c.count.is_some()),
            ("cases", c.cases.is_some()),
        ];
        for (key, _) in scorers.into_iter().filter(|(_, given)| *given) {
            let message = format!("`{}` has both `criteria` and `{key}`", item.path);
            let finding = scope.findings.at_key(Code::LeafAndGroup, &item.at.key(key), message);
            scope.findings.push(finding.help(match key {
                "answer" | "scale" => format!("for all leaves below it, write `defaults: {{{key}: ...}}`"),
                _ => "a group is made of its criteria: leave one of the two out".to_owned(),
            }));
        }
        let given = [("evidence", c.evidence.is_some()), ("question", c.question.is_some())];
        (given.to_vec(), "leaves have it; for all leaves below, write `evidence` under `defaults`")
    } else {
        let given = [
            ("aggregate", c.aggregate.is_some()),
            ("floor", c.floor.is_some()),
            ("cap", c.cap.is_some()),
            ("round", c.round.is_some()),
            ("not_applicable", c.not_applicable.is_some()),
            ("at_most_share", c.at_most_share.is_some()),
            ("when_empty", c.when_empty.is_some()),
            ("defaults", c.defaults.is_some()),
        ];
        (given.to_vec(), "only a group has it: move it to the group, or add `criteria`")
    };
    let kind = if item.is_group { "a group" } else { "a leaf" };
    for (key, _) in given.into_iter().filter(|(_, given)| *given) {
        scope.misplaced(&item.at.key(key), &format!("`{key}` means nothing on {kind}"), help);
    }
}
