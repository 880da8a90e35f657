//! The parts of a unit, laid together, are the unit.

use crate::agrees::errors;
use crate::config::law;
use crate::generated::{Options, made};
use crate::rules;
use predikat::diagnostic::Code;
use predikat::document::Round;
use predikat::dossier::BindOptions;
use predikat::{DossierDocument, IndexMap};
use proptest::collection::vec;
use proptest::prelude::*;

/// How many parts a unit is taken into.
const PARTS: usize = 3;

/// Where something stands: in one part, or in that and the next.
type Place = (usize, bool);

fn is_in((at, twice): Place, part: usize) -> bool {
    at == part || (twice && (at + 1) % PARTS == part)
}

/// Whether a round without a date stands in a part, and another part holds none but the other round.
fn stands_alone(one: (&Round, Place), other: (&Round, Place)) -> bool {
    let ((round, here), (_, there)) = (one, other);
    round.on.is_none() && (0..PARTS).any(|part| is_in(there, part) && !is_in(here, part))
}

/// What tells which of two rounds comes last.
#[derive(Debug, PartialEq)]
enum Told {
    /// A part that holds both, as it lists them.
    Listed,
    ByDate,
    /// It does not matter: they are of one day, and neither says otherwise what the other says.
    Either,
    Nothing,
}

fn told(first: (&Round, Place), second: (&Round, Place)) -> Told {
    let ((one, here), (other, there)) = (first, second);
    fn at_odds<T: PartialEq>(ones: &IndexMap<String, T>, others: &IndexMap<String, T>) -> bool {
        ones.iter().any(|(name, said)| others.get(name).is_some_and(|other| other != said))
    }
    match (one.on, other.on) {
        _ if stands_alone(first, second) || stands_alone(second, first) => Told::Nothing,
        _ if (0..PARTS).any(|part| is_in(here, part) && is_in(there, part)) => Told::Listed,
        (Some(on), Some(other)) if on != other => Told::ByDate,
        (Some(_), Some(_)) if at_odds(&one.facts, &other.facts) => Told::Nothing,
        (Some(_), Some(_)) if at_odds(&one.evidence, &other.evidence) => Told::Nothing,
        (Some(_), Some(_)) => Told::Either,
        _ => Told::Nothing,
    }
}

proptest! {
    #![proptest_config(law())]

    /// A dossier taken apart in any way, and what stands in several parts alike, is the dossier again; unless nothing tells
    /// which of two rounds comes last.
    #[test]
    fn what_is_taken_apart_is_laid_together(
        made in made(Options { missing: 1, ..Options::default() }),
        places in vec((0..PARTS, any::<bool>()), 12),
    ) {
        let mut document = made.dossier.clone();
        let mut places = places.iter().copied().cycle();
        let mut place = || places.next().unwrap();
        let header = |part: usize| (part != 1).then_some(document.as_of).flatten();
        let mut parts: Vec<DossierDocument> = (0..PARTS)
            .map(|part| DossierDocument { unit: document.unit.clone(), as_of: header(part), ..Default::default() })
            .collect();
        macro_rules! split {
            ($field:ident, $item:pat => $add:ident($($value:expr),+)) => {
                for $item in &document.$field {
                    let place = place();
                    for part in (0..PARTS).filter(|part| is_in(place, *part)) {
                        parts[part].$field.$add($($value.clone()),+);
                    }
                }
            };
        }
        split!(facts, (name, literal) => insert(name, literal));
        split!(evidence, one => push(one));
        split!(exceptions, one => push(one));
        split!(awards, one => push(one));
        split!(obstacles, one => push(one));
        let of_rounds: Vec<Place> = document.rounds.iter().map(|_| place()).collect();
        for (round, place) in document.rounds.iter().zip(&of_rounds) {
            for part in (0..PARTS).filter(|part| is_in(*place, *part)) {
                parts[part].rounds.push(round.clone());
            }
        }
        let joined = DossierDocument::joined(parts);
        let told = match document.rounds.as_slice() {
            [one, other] => told((one, of_rounds[0]), (other, of_rounds[1])),
            _ => Told::Listed,
        };
        if told == Told::Nothing {
            let problems = joined.map(|whole| whole.rounds);
            prop_assert!(problems.is_err(), "{:?}", problems);
            prop_assert!(errors(&problems.unwrap_err()).all(|code| code == Code::PartsDiffer));
            return Ok(());
        }
        let whole = joined.unwrap();
        let mut one = whole.clone();
        match told {
            Told::Listed | Told::Nothing => {}
            Told::ByDate => document.rounds.sort_by_key(|round| round.on),
            Told::Either => [&mut one, &mut document].into_iter().for_each(|one| one.rounds.sort_by(|a, b| a.by.cmp(&b.by))),
        }
        for document in [&mut one, &mut document] {
            document.facts.sort_keys();
            document.evidence.sort_by(|a, b| a.id.cmp(&b.id));
            // Some exceptions and awards of a generated dossier are alike.
            document.exceptions.sort_by_key(|one| format!("{one:?}"));
            document.exceptions.dedup();
            document.awards.sort_by_key(|one| format!("{one:?}"));
            document.awards.dedup();
        }
        prop_assert_eq!(&one, &document);
        prop_assert!(rules(&made).bind(&whole, &BindOptions::new()).is_ok());
    }
}
