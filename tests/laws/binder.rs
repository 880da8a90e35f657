//! The binder gives the dossier that reading with places and binding gives, or the same problems: of random units, right
//! and wrong.

use predikat::DossierDocument;
use predikat::dossier::{BindOptions, Rounds};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::generated::{Made, Options, made};
use crate::shared::binder::{same_csv, same_json, same_value};
use crate::shared::texts::{long, nested, wide};
use crate::slow::very_slow_law;

/// What may be written over a text, so that some of it becomes wrong.
const SCRAPS: &[&str] = &[
    "",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    ";",
    " ",
    "\n",
    "\r\n",
    "0",
    "1",
    "-",
    ".",
    "e3",
    "null",
    "true",
    "\\",
    "\\u00e9",
    "é",
    "\"\"",
    "\"a\":1,",
    "zz",
    "2022-06-01",
    "\u{feff}",
    "\t",
    "1234567890123456",
    "/3",
];

/// Where and what to write over, and how much of what stands there.
pub type Edits = Vec<(usize, usize, usize)>;

pub fn edits() -> impl Strategy<Value = Edits> {
    prop_oneof![
        Just(Vec::new()),
        vec((any::<usize>(), 0..SCRAPS.len(), 0..3_usize), 1..3),
        vec((any::<usize>(), 0..SCRAPS.len(), 0..20_usize), 1..2),
    ]
}

/// The text, written over.
pub fn edited(text: &str, edits: &[(usize, usize, usize)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, scrap, length) in edits {
        let at = at % (chars.len() + 1);
        let end = (at + length).min(chars.len());
        chars.splice(at..end, SCRAPS[*scrap].chars());
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(very_slow_law())]

    #[test]
    fn random_units_right_and_wrong(units in any_units()) {
        binds_the_same(units);
    }
}

/// A unit, and how its text and those of others are written over.
#[derive(Clone, Debug)]
pub struct Written {
    made: Made,
    edits: Edits,
    others: Vec<Edits>,
    with_shared: u8,
    again: bool,
}

/// Units, right and wrong.
pub fn any_units() -> BoxedStrategy<Written> {
    let made = made(Options { missing: 2, ..Options::default() });
    (made, edits(), vec(edits(), 2), 0..4_u8, any::<bool>())
        .prop_map(|(made, edits, others, with_shared, again)| Written { made, edits, others, with_shared, again })
        .boxed()
}

/// The binder gives what reading and binding gives.
pub fn binds_the_same(Written { mut made, edits, others, with_shared, again }: Written) {
    let rules = made.rule_set();
    let mut shared = made.dossier.clone();
    shared.rounds.clear();
    shared.facts.retain(|name, _| name.len() % 2 == 0);
    let mut options = BindOptions::new();
    match with_shared {
        1 => options = options.shared(&shared),
        3 => options = options.known("2022-05-31".parse().unwrap()),
        2 => options = options.as_of("2022-06-02".parse().unwrap()).rounds(Rounds::Own),
        _ => {}
    }
    let mut plain = made.dossier.clone();
    plain.rounds.clear();
    for round in &mut made.dossier.rounds {
        round.on = "2022-06-02".parse().ok();
    }
    for document in [&made.dossier, &plain] {
        let value = serde_json::to_value(document).unwrap();
        for value in [&value, &nested(&value)] {
            same_json(&rules, &value.to_string(), &options);
            same_json(&rules, &edited(&serde_json::to_string_pretty(value).unwrap(), &edits), &options);
        }
        // Of other names, and, where `again`, of the same: then a unit stands twice.
        let named = |at: usize| {
            let mut value = value.clone();
            value["unit"] = if again { "unit".into() } else { format!("unit-{at}").into() };
            value.to_string()
        };
        let lines: Vec<String> = others.iter().enumerate().map(|(at, edits)| edited(&named(at), edits)).collect();
        same_json(&rules, &format!("{}\n{value}\n", lines.join("\n")), &options);
        same_json(&rules, &format!("[{}, {value}]", lines.join(",\n")), &options);
        let facts = value.get("facts").cloned().unwrap_or_else(|| serde_json::json!({}));
        same_value(&rules, &facts, &DossierDocument { facts: Default::default(), ..document.clone() }, &options);
    }
    let mut other = plain.clone();
    other.facts.retain(|name, _| name.len() % 3 == 0);
    let units = [&plain, &other, &plain];
    for text in [wide(&units), long(&units)] {
        same_csv(&rules, &text, &options);
        same_csv(&rules, &edited(&text, &edits), &options);
        same_csv(&rules, &text.replace(',', ";").replace('\n', "\r\n"), &options);
    }
}
