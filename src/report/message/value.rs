//! What a message speaks of, and how that is said.

use fluent_bundle::FluentValue;
use serde::Serialize;

use super::{Message, Speaker};
use crate::assessment::{Eligibility, Range, Status, Verdict};
use crate::diagnostic::render::visible;
use crate::document::{Standing, Text};
use crate::{Date, Duration, Number};

/// A thing with its name in the rule set and its title, where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its id, path or name.
    pub name: String,
    /// Its title for people.
    pub title: Option<Text>,
}

impl Label {
    /// A name with its title.
    pub(crate) fn new(name: &str, title: Option<&Text>) -> Label {
        Label { name: name.to_owned(), title: title.cloned() }
    }

    /// The title in `language`, or the name where there is none, safe to print.
    pub(crate) fn short(&self, language: &str) -> String {
        let text = self.title.as_ref().map_or(self.name.as_str(), |title| title.in_language(language));
        visible(text).into_owned()
    }
}

/// The name alone: titles are for people.
impl Serialize for Label {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

impl Label {
    /// `title (name)`, or the name alone, safe to print.
    pub(crate) fn long(&self, language: &str) -> String {
        let short = self.short(language);
        if self.title.is_some() && short != self.name { format!("{short} ({})", visible(&self.name)) } else { short }
    }
}

/// What a rule set says for people, in its languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(pub Text);

/// The text, or an object of texts by language.
impl Serialize for Words {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Text::Plain(text) => serializer.serialize_str(text),
            Text::ByLanguage(texts) => texts.serialize(serializer),
        }
    }
}

/// Points with what they are out of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// The points.
    pub points: Range,
    /// What they are out of.
    pub of: Range,
}

/// A value of a fact, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Reading {
    /// True or false.
    Boolean(bool),
    /// Anything else, as people write it.
    Written(String),
}

/// A difference, shown with its sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Signed(pub Range);

/// Something that a message speaks of.
pub(super) trait Value {
    /// As a variable of a sentence.
    fn said(&self, speaker: &Speaker) -> FluentValue<'static>;
}

fn text(text: impl Into<String>) -> FluentValue<'static> {
    FluentValue::from(text.into())
}

impl Value for String {
    fn said(&self, _: &Speaker) -> FluentValue<'static> {
        text(visible(self))
    }
}

impl Value for Words {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(visible(self.0.in_language(speaker.language().word())))
    }
}

impl Value for Reading {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(match self {
            Reading::Boolean(truth) => speaker.say(&Message::TruthWord { truth: truth.to_string() }),
            Reading::Written(value) => visible(value).into_owned(),
        })
    }
}

impl Value for Label {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(self.long(speaker.language().word()))
    }
}

impl Value for Vec<Label> {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        let labels = self.iter().map(|label| label.long(speaker.language().word()));
        text(labels.collect::<Vec<_>>().join(", "))
    }
}

impl Value for Number {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(self.to_fixed(6).map_or_else(|| speaker.figures().show(self), |_| self.to_string()))
    }
}

impl Value for Range {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.figures().show_range(self, &[&Number::ONE]))
    }
}

impl Value for Scored {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.score(self))
    }
}

impl Value for Signed {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.figures().show_signed(&self.0))
    }
}

impl Value for Date {
    fn said(&self, _: &Speaker) -> FluentValue<'static> {
        text(self.to_string())
    }
}

impl Value for Duration {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        let (count, unit) = self.count_and_unit();
        text(speaker.say(&Message::Period { count: usize::from(count), unit: unit.to_owned() }))
    }
}

/// A number, which decides between singular and plural.
impl Value for usize {
    fn said(&self, _: &Speaker) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

/// How points are compared with a threshold, by its word in the rule language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Comparison(pub(crate) &'static str);

// Words of the rule language are said as the catalogue says them.

impl Value for Status {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.say(&Message::StatusWord { status: self.word().to_owned() }))
    }
}

impl Value for Vec<Status> {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        let words = self.iter().map(|status| speaker.say(&Message::StatusWord { status: status.word().to_owned() }));
        text(words.collect::<Vec<_>>().join(", "))
    }
}

impl Value for Eligibility {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.say(&Message::OutcomeWord { outcome: self.word().to_owned() }))
    }
}

impl Value for Verdict {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.say(&Message::VerdictWord { verdict: verdict_word(*self).to_owned() }))
    }
}

impl Value for Comparison {
    fn said(&self, speaker: &Speaker) -> FluentValue<'static> {
        text(speaker.say(&Message::ComparatorWord { comparator: self.0.to_owned() }))
    }
}

impl Value for Standing {
    fn said(&self, _: &Speaker) -> FluentValue<'static> {
        text(self.word())
    }
}

/// The word of a verdict, as it is serialised.
pub(in crate::report) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Open => "open",
    }
}
