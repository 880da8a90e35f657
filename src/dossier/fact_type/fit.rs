//! Whether what a field may be is what a fact takes.

use super::shape::{Shape, TextKind};
use crate::Number;
use crate::document::Literal;
use crate::id::list;
use crate::rule_set::{Fact, FactType};

/// How a field fits the fact of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Every value it may have is an answer.
    Fits,
    /// No value it may have is an answer, or one that it names (a variant) is none; with the reason.
    Misfits(String),
    /// It depends on the value, with the reason.
    CannotTell(String),
}

impl Fit {
    /// How a field of these shapes fits `fact`; where it is nothing, the fact is not answered, which fits.
    pub(super) fn of(fact: &Fact, shapes: &[Shape]) -> Fit {
        let each: Vec<(Fit, bool)> = shapes
            .iter()
            .filter(|shape| **shape != Shape::Null)
            .map(|shape| (fit(fact, shape), matches!(shape, Shape::Constant(_))))
            .collect();
        let is_misfit = |fit: &Fit| matches!(fit, Fit::Misfits(_));
        let all_misfit = each.iter().all(|(fit, _)| is_misfit(fit));
        if let Some((named, _)) = each.iter().find(|(fit, named)| is_misfit(fit) && (*named || all_misfit)) {
            return named.clone();
        }
        match each.into_iter().map(|(fit, _)| fit).find(|fit| *fit != Fit::Fits) {
            None => Fit::Fits,
            Some(Fit::Misfits(why) | Fit::CannotTell(why)) => Fit::CannotTell(why),
            Some(Fit::Fits) => Fit::Fits,
        }
    }
}

fn fit(fact: &Fact, shape: &Shape) -> Fit {
    match shape {
        Shape::Null => Fit::Fits,
        Shape::Anything => Fit::CannotTell("its schema allows anything".to_owned()),
        Shape::Constant(value) => takes(fact, value),
        Shape::List => Fit::Misfits(format!("a list, where {} is asked", asked(fact))),
        Shape::Object { .. } => Fit::Misfits(format!("a struct or map, where {} is asked", asked(fact))),
        Shape::Boolean => boolean(fact),
        Shape::Integer { min, max } => integer(fact, min.as_ref(), max.as_ref()),
        Shape::Float => float(fact),
        Shape::Text(kind) => text(fact, *kind),
    }
}

/// Whether the fact takes this value.
fn takes(fact: &Fact, value: &Literal) -> Fit {
    match fact.read(value) {
        Ok(_) => Fit::Fits,
        Err(misfit) => match misfit.help {
            Some(help) => Fit::Misfits(format!("{}; {help}", misfit.message)),
            None => Fit::Misfits(misfit.message),
        },
    }
}

fn boolean(fact: &Fact) -> Fit {
    match &fact.fact_type {
        FactType::Boolean => Fit::Fits,
        FactType::Choice { .. } => Fit::of(fact, &[true, false].map(|value| Shape::Constant(Literal::boolean(value)))),
        _ => Fit::Misfits(format!("true or false, where {} is asked", asked(fact))),
    }
}

fn integer(fact: &Fact, low: Option<&Number>, high: Option<&Number>) -> Fit {
    match &fact.fact_type {
        FactType::Number { min, max, .. } => {
            let (min, max) = (min.as_ref(), max.as_ref());
            let apart =
                high.zip(min).is_some_and(|(high, min)| high < min) || low.zip(max).is_some_and(|(low, max)| low > max);
            let below = min.is_some_and(|min| low.is_none_or(|low| low < min));
            let above = max.is_some_and(|max| high.is_none_or(|high| high > max));
            match (min, max) {
                _ if apart => Fit::Misfits(format!("every value is outside the range of {}", asked(fact))),
                (Some(min), _) if below => Fit::CannotTell(format!("a value may be below {min}")),
                (_, Some(max)) if above => Fit::CannotTell(format!("a value may be above {max}")),
                _ => Fit::Fits,
            }
        }
        FactType::Choice { of, .. } if of.iter().any(|value| value.parse::<i128>().is_ok()) => {
            Fit::CannotTell(format!("a number may be none of {}", list(of.iter().map(String::as_str))))
        }
        _ => Fit::Misfits(format!("a whole number, where {} is asked", asked(fact))),
    }
}

fn float(fact: &Fact) -> Fit {
    match &fact.fact_type {
        FactType::Number { integer: true, .. } => Fit::CannotTell("a float may not be whole".to_owned()),
        FactType::Number { .. } => {
            Fit::CannotTell("a float may have more digits than are exact: use `predikat::Number`".to_owned())
        }
        FactType::Choice { of, .. } if of.iter().any(|value| value.parse::<Number>().is_ok()) => {
            Fit::CannotTell(format!("a number may be none of {}", list(of.iter().map(String::as_str))))
        }
        _ => Fit::Misfits(format!("a float, where {} is asked", asked(fact))),
    }
}

fn text(fact: &Fact, kind: TextKind) -> Fit {
    let depends = || Fit::CannotTell(format!("a text may or may not be {}", asked(fact)));
    match (&fact.fact_type, kind) {
        (FactType::Boolean, _) => Fit::Misfits("a text, where true or false is asked".to_owned()),
        (FactType::Choice { of, .. }, _) => {
            Fit::CannotTell(format!("a text may be none of {}", list(of.iter().map(String::as_str))))
        }
        (FactType::Number { integer: false, min: None, max: None }, TextKind::Number)
        | (FactType::Date { min: None, max: None }, TextKind::Date)
        | (FactType::Text { min: None, max: None }, _) => Fit::Fits,
        (FactType::Number { .. }, TextKind::Date) => Fit::Misfits(format!("a date, where {} is asked", asked(fact))),
        (FactType::Date { .. }, TextKind::Number) => Fit::Misfits("a number, where a date is asked".to_owned()),
        (FactType::Date { .. } | FactType::Number { .. }, TextKind::Other(format)) => {
            Fit::Misfits(format!("a text of the format `{format}`, where {} is asked", asked(fact)))
        }
        (FactType::Text { .. }, _) => Fit::CannotTell("a text may be too short or too long".to_owned()),
        _ => depends(),
    }
}

/// What the fact asks for, in words.
fn asked(fact: &Fact) -> String {
    let range = |min: Option<String>, max: Option<String>| match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" of {min} or more"),
        (None, Some(max)) => format!(" of {max} or less"),
        (None, None) => String::new(),
    };
    let text = |bound: &Option<Number>| bound.as_ref().map(ToString::to_string);
    match &fact.fact_type {
        FactType::Boolean => "true or false".to_owned(),
        FactType::Choice { of, .. } => format!("one of {}", list(of.iter().map(String::as_str))),
        FactType::Number { integer: true, min, max } => format!("a whole number{}", range(text(min), text(max))),
        FactType::Number { min, max, .. } => format!("a number{}", range(text(min), text(max))),
        FactType::Date { min, max } => {
            format!("a date{}", range(min.map(|min| min.to_string()), max.map(|max| max.to_string())))
        }
        FactType::Text { .. } => "a text".to_owned(),
    }
}
