//! The message catalogue: the same sentences in every language.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::{Message, Scored};
use crate::RuleSet;
use crate::report::{Figures, Language};

/// The variables of a message.
pub(in crate::report) type Arguments = FluentArgs<'static>;

type Bundle = FluentBundle<FluentResource>;

static INDONESIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::Indonesian));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Language::English));

/// The catalogue's text in a language.
fn source(language: Language) -> &'static str {
    match language {
        Language::Indonesian => include_str!("../messages/id.ftl"),
        Language::English => include_str!("../messages/en.ftl"),
    }
}

fn bundle(language: Language) -> Bundle {
    // A tag that does not parse would be the undetermined language; a test holds that ours do, and that the
    // catalogue parses: what does not parse is left out here.
    let tag: LanguageIdentifier = language.word().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Marks of direction around every value would clutter a terminal; both languages are written left to right.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

/// Says messages in one language, with numbers as one rule set wants them.
pub(in crate::report) struct Speaker {
    language: Language,
    figures: Figures,
}

impl Speaker {
    pub(in crate::report) fn new(language: Language, rules: &RuleSet) -> Speaker {
        Speaker { language, figures: Figures::of(rules) }
    }

    pub(in crate::report) fn language(&self) -> Language {
        self.language
    }

    pub(in crate::report) fn figures(&self) -> &Figures {
        &self.figures
    }

    /// `72.8 of 100`, the points never rounded to what they are out of.
    pub(in crate::report) fn score(&self, score: &Scored) -> String {
        self.say(&Message::Points {
            points: self.figures.show_range(&score.points, &[&score.of.low, &score.of.high]),
            of: self.figures.show_plain(&score.of),
        })
    }

    /// The sentence; the message's id where the catalogue has none, which a test rules out.
    pub(in crate::report) fn say(&self, message: &Message) -> String {
        let bundle: &Bundle = match self.language {
            Language::Indonesian => &INDONESIAN,
            Language::English => &ENGLISH,
        };
        let Some(pattern) = bundle.get_message(message.id()).and_then(|message| message.value()) else {
            return message.id().to_owned();
        };
        bundle.format_pattern(pattern, Some(&message.arguments(self)), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The ids of a catalogue with the variables that each speaks of. A variable is `$name`, in text or selector.
    fn catalogue(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut id = String::new();
        for line in source(language).lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) =
                line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
            {
                name.clone_into(&mut id);
                assert!(messages.insert(id.clone(), BTreeSet::new()).is_none(), "{language}: {id} stands twice");
            }
            for part in line.split('$').skip(1) {
                let end = part.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(part.len());
                messages.get_mut(&id).expect("a message").insert(part[..end].to_owned());
            }
        }
        messages
    }

    #[test]
    fn the_catalogue_parses() {
        for language in Language::ALL {
            if let Err((_, errors)) = FluentResource::try_new(source(language).to_owned()) {
                panic!("{language}: {errors:?}");
            }
            assert!(language.word().parse::<LanguageIdentifier>().is_ok());
        }
    }

    #[test]
    fn every_message_is_in_both_languages_with_its_variables_and_nothing_else_is() {
        let list: BTreeMap<String, BTreeSet<String>> = Message::LIST
            .iter()
            .map(|(_, id, variables)| ((*id).to_owned(), variables.iter().map(|v| (*v).to_owned()).collect()))
            .collect();
        assert_eq!(list.len(), Message::LIST.len(), "an id stands twice in the list");
        for language in Language::ALL {
            let catalogue = catalogue(language);
            for (id, variables) in &list {
                assert_eq!(catalogue.get(id), Some(variables), "{language}: {id}");
            }
            for id in catalogue.keys() {
                assert!(list.contains_key(id), "{language}: nobody says {id}");
            }
        }
    }

    #[test]
    fn a_message_goes_by_one_name_in_code_data_and_catalogue() {
        for (variant, id, _) in Message::LIST {
            let mut kebab = String::new();
            for c in variant.chars() {
                if c.is_ascii_uppercase() && !kebab.is_empty() {
                    kebab.push('-');
                }
                kebab.push(c.to_ascii_lowercase());
            }
            assert_eq!(kebab, *id);
        }
        let json = serde_json::to_value(Message::NoAward {}).expect("JSON");
        assert_eq!(json, serde_json::json!({"message": "no-award"}));
    }

    #[test]
    fn every_message_is_said_somewhere() {
        fn read(folder: &std::path::Path, text: &mut String) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    read(&path, text);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    text.push_str(&std::fs::read_to_string(&path).expect("text"));
                }
            }
        }
        let mut text = String::new();
        read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report"), &mut text);
        let said: BTreeSet<&str> = text
            .split("Message::")
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(""))
            .collect();
        let unused: Vec<_> =
            Message::LIST.iter().map(|(variant, _, _)| variant).filter(|v| !said.contains(**v)).collect();
        assert!(unused.is_empty(), "nobody says {unused:?}");
    }
}
