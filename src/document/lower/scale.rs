//! Scales, short and long, and their answers.

use super::scalar::word_node;
use super::{Form, Lowering, map_of};
use crate::Number;
use crate::document::{AnswerGives, Node, Scale, ScaleAnswer, Value};

use super::fields::Fields;

impl Form for Scale {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<Scale> {
        let is_long = matches!(node.get("answers"), Some(Node { value: Value::Map(_), .. }));
        if !is_long {
            return Form::lower(node, low).map(|answers| Scale { answers, ..Scale::default() });
        }
        let fields = Fields::new(node, low, "a scale", &["answers", "title", "source"], false)?;
        let answers = fields.optional(low, "answers").unwrap_or_default();
        Some(Scale { answers, title: fields.optional(low, "title"), source: fields.optional(low, "source") })
    }

    fn raise(&self) -> Node {
        // an answer that is called `answers` and asks for evidence would be read as the long form's key
        let is_short = self.title.is_none() && self.source.is_none() && !self.answers.contains_key("answers");
        if is_short {
            return self.answers.raise();
        }
        let title = self.title.as_ref().map(|title| ("title", title.raise()));
        let source = self.source.as_ref().map(|source| ("source", source.raise()));
        map_of(std::iter::once(("answers", self.answers.raise())).chain(title).chain(source))
    }
}

impl Form for ScaleAnswer {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<ScaleAnswer> {
        if !matches!(node.value, Value::Map(_)) {
            return AnswerGives::lower(node, low).map(ScaleAnswer::from);
        }
        let fields = Fields::new(node, low, "an answer", &["fraction", "evidence", "title", "source"], false)?;
        let gives = fields.required(low, "fraction");
        let evidence = fields.optional(low, "evidence");
        let title = fields.optional(low, "title");
        let source = fields.optional(low, "source");
        Some(ScaleAnswer { gives: gives?, evidence, title, source })
    }

    fn raise(&self) -> Node {
        if self.evidence.is_none() && self.title.is_none() && self.source.is_none() {
            return self.gives.raise();
        }
        let evidence = self.evidence.as_ref().map(|evidence| ("evidence", evidence.raise()));
        let title = self.title.as_ref().map(|title| ("title", title.raise()));
        let source = self.source.as_ref().map(|source| ("source", source.raise()));
        map_of(std::iter::once(("fraction", self.gives.raise())).chain(evidence).chain(title).chain(source))
    }
}

impl From<AnswerGives> for ScaleAnswer {
    fn from(gives: AnswerGives) -> ScaleAnswer {
        ScaleAnswer { gives, evidence: None, title: None, source: None }
    }
}

impl Form for AnswerGives {
    fn lower<'n>(node: &'n Node, low: &mut Lowering<'n>) -> Option<AnswerGives> {
        let expected = "a fraction from 0 to 1, `not_applicable` or `unknown`";
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "not_applicable" => Some(AnswerGives::NotApplicable),
            Value::Scalar(scalar) if scalar.text == "unknown" => Some(AnswerGives::Unknown),
            Value::Scalar(scalar) if scalar.text.contains(|c: char| c.is_ascii_digit()) => {
                Number::lower(node, low).map(AnswerGives::Fraction)
            }
            _ => low.wrong(node, expected, None),
        }
    }

    fn raise(&self) -> Node {
        match self {
            AnswerGives::Fraction(number) => number.raise(),
            AnswerGives::NotApplicable => word_node("not_applicable"),
            AnswerGives::Unknown => word_node("unknown"),
        }
    }

    fn stand_in() -> Option<AnswerGives> {
        Some(AnswerGives::Unknown)
    }
}
